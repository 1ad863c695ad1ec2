//! The command line: reads the configuration, and hands it to the library.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser as _;
use daylight::catalogue;
use daylight::clock;
use daylight::config::{Cli, Command, Config, Storage as StorageConfig, TokenCommand};
use daylight::ids::UserId;
use daylight::serve::Server;
use daylight::storage::Storage;
use daylight::{auth, db, http, import, telemetry};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

fn main() -> ExitCode {
    let command = match Cli::parse().command {
        Command::ImportChild { job } => return import::child::run(&job),
        command => command,
    };
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say_error(&format!("daylight: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(config) => on_runtime(serve(*config)),
        Command::Migrate(storage) => on_runtime(migrate(storage)),
        Command::Token(TokenCommand::Create {
            storage,
            label,
            user,
            days,
        }) => on_runtime(create_token(storage, label, user, days)),
        Command::Openapi => {
            say(&serde_json::to_string_pretty(&http::openapi())?);
            Ok(())
        }
        // Ended before it came here.
        Command::ImportChild { .. } => Ok(()),
    }
}

fn on_runtime(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(work)
}

async fn serve(config: Config) -> anyhow::Result<()> {
    telemetry::start(&config.log, config.log_json)?;
    // Every live session is an open file, and most systems begin with 1,024 of them.
    if let Err(error) = rlimit::increase_nofile_limit(u64::MAX) {
        tracing::warn!(%error, "the limit on open files could not be raised");
    }
    let stop = CancellationToken::new();
    stop_on_signals(&stop)?;
    let listener = TcpListener::bind(config.listen).await.with_context(|| {
        format!(
            "cannot listen on {}; choose another address with --listen",
            config.listen
        )
    })?;
    let server = Server::prepare(config, listener.local_addr()?, stop).await?;
    let origin = server.app().origin.as_str().to_owned();
    let link = server.signin_link();
    say(&format!(
        "Daylight runs on {origin}\n\nThis link signs you in as the owner, once:\n\n    {link}\n"
    ));
    server.run(listener).await?;
    Ok(())
}

/// The first signal asks the server to stop; a second one ends the process at once.
fn stop_on_signals(stop: &CancellationToken) -> anyhow::Result<()> {
    let (mut interrupt, mut terminate) = (
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
    );
    let stop = stop.clone();
    #[expect(
        clippy::disallowed_methods,
        reason = "it listens until the process ends"
    )]
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            if stop.is_cancelled() {
                std::process::exit(130);
            }
            stop.cancel();
        }
    });
    Ok(())
}

async fn migrate(storage: StorageConfig) -> anyhow::Result<()> {
    telemetry::start("warn", false)?;
    let storage = Storage::open_beside(&storage).await?;
    say("The database is up to date.");
    storage.close().await?;
    Ok(())
}

async fn create_token(
    storage: StorageConfig,
    label: String,
    user: Option<UserId>,
    days: Option<u32>,
) -> anyhow::Result<()> {
    telemetry::start("warn", false)?;
    let storage = Storage::open_beside(&storage).await?;
    let made = token(&storage, &label, user, days).await;
    storage.close().await?;
    say(&made?);
    Ok(())
}

async fn token(
    storage: &Storage,
    label: &str,
    user: Option<UserId>,
    days: Option<u32>,
) -> anyhow::Result<String> {
    let label = catalogue::label(label)?;
    let user = match user {
        Some(id) => db::users::get(&storage.db().pool, id)
            .await?
            .with_context(|| format!("there is no user {id}"))?,
        None => catalogue::begin(storage.db()).await?.owner,
    };
    let expires_at = days.map(|days| clock::now() + time::Duration::days(days.into()));
    Ok(
        auth::create_token(storage.db(), user.id, &label, expires_at)
            .await?
            .1,
    )
}

#[expect(clippy::print_stdout, reason = "this is what the command is asked for")]
fn say(text: &str) {
    println!("{text}");
}

#[expect(clippy::print_stderr, reason = "a command that fails says why")]
fn say_error(text: &str) {
    eprintln!("{text}");
}
