//! The command line: reads the configuration, and hands it to the library.

use std::path::Path;
use std::pin::pin;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;
use clap::Parser as _;
use daylight::catalogue;
use daylight::clock;
use daylight::config::{Cli, Command, Config, Storage as StorageConfig, TokenCommand, Verify};
use daylight::custody::{self, Called, Key, Proof, PublicKey, Scope};
use daylight::ids::UserId;
use daylight::serve::Server;
use daylight::storage::Storage;
use daylight::{auth, db, http, import, telemetry};
use futures_util::StreamExt as _;
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
        Command::Verify(what) => on_runtime(verify(what)),
        Command::VerifyProof { file, key } => verify_proof(&file, key.map(|key| PublicKey(key.0))),
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

/// Checks the logs, says what it finds, and fails if it finds anything.
async fn verify(what: Verify) -> anyhow::Result<()> {
    telemetry::start("warn", false)?;
    let anchors = match &what.anchors {
        Some(file) => custody::read_anchors(file)?,
        None => Vec::new(),
    };
    let storage = Storage::open_beside(&what.storage).await?;
    let key = Key::open(what.keys.signing_key.as_deref(), storage.folder())?;
    let mut trusted = vec![key.public()];
    trusted.extend(what.keys.trusted_keys.iter().map(|key| PublicKey(key.0)));
    let scope = Scope {
        trusted: &trusted,
        anchors: &anchors,
        chain_only: what.chain_only,
    };
    let begun = Instant::now();
    let (mut changes, mut cells, mut bad) = (0, 0, 0);
    let workbooks = db::custody::workbooks(&storage.db().pool).await?;
    let chosen = workbooks
        .into_iter()
        .filter(|(id, _)| what.workbook.is_none_or(|only| only == *id))
        .collect();
    let db = storage.db().clone();
    let mut checks = pin!(custody::verify_all(&db, chosen, scope));
    while let Some(check) = checks.next().await {
        let (workbook, name, report) = check?;
        changes += report.changes;
        cells += report.cells;
        bad += usize::from(!report.is_whole());
        let verdict = if report.is_whole() {
            "whole"
        } else {
            "DAMAGED"
        };
        say(&format!(
            "{workbook}  {verdict}  {} changes, {} entries, {} blocks  {name}",
            report.changes, report.cells, report.blocks
        ));
        for finding in &report.findings {
            say(&format!("    {finding}"));
        }
    }
    storage.close().await?;
    let seconds = begun.elapsed().as_secs_f64();
    say(&format!(
        "{changes} changes with {cells} entries checked in {seconds:.2} s, {:.0} changes a second, under key {}",
        changes as f64 / seconds,
        key.public()
    ));
    anyhow::ensure!(bad == 0, "{bad} workbooks are not as they were written");
    Ok(())
}

/// Says what a proof proves, and fails if it proves nothing.
fn verify_proof(file: &Path, key: Option<PublicKey>) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read", file.display()))?;
    let proof: Proof = serde_json::from_str(&text).context("it is no proof")?;
    let own = PublicKey(proof.head.key);
    proof.check(&[key.unwrap_or(own)])?;
    let change = &proof.change;
    say(&format!(
        "Proven: change {} of workbook {} was made at {} by {} (way in: {}), as it stands in this file.",
        change.seq, proof.workbook, change.at, change.author, change.via
    ));
    if let Some(entry) = proof.called.entry.and_then(|n| change.entries.get(n)) {
        let told = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
        say(&format!(
            "    sheet {}, row {}, column {}: from {} to {}",
            entry.sheet,
            entry.row,
            entry.col,
            told(&entry.old),
            told(&entry.new)
        ));
    }
    if let Some(block) = &proof.block {
        let content = block.content(&change.entries)?;
        let told = content.map_or_else(
            || "nothing".to_owned(),
            |content| content.to_json().to_string(),
        );
        say(&format!(
            "    sheet {}, row {}, column {}: {told}, in the block that the change brought",
            block.sheet, block.row, block.col
        ));
    }
    say(&format!(
        "It is part of the log up to change {}, which was signed at {} under key {own}.",
        proof.head.seq, proof.head.at
    ));
    let Called {
        workbook,
        author,
        cell,
        ..
    } = &proof.called;
    let cell = cell
        .as_ref()
        .map(|cell| format!(", the cell {cell}"))
        .unwrap_or_default();
    say(&format!(
        "Not proven, but so they were called then: the workbook \"{workbook}\", the author {author}{cell}."
    ));
    if key.is_none() {
        say("Compare the key with the one that the server shows, or give that with --key.");
    }
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
