//! What a long history costs, in one Postgres: bytes of the log an edit, appending at the beginning and at the end, the story of
//! a cell, the first page of every filter, an earlier moment, a comparison, and checking everything.
//!
//! `cargo run --release -p daylight-custody-bench -- --changes 10000000 --workbooks 1000 --largest 2000000`

mod record;

use std::time::{Duration, Instant};

use anyhow::Context as _;
use clap::Parser;
use daylight::config::{Cli, Command};
use daylight::custody::{self, Scope};
use daylight::serve::Server;
use futures_util::StreamExt as _;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection as _, Executor as _, PgConnection};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

const TOKEN: &str = "an-admin-token-for-benches";

#[derive(Debug, Parser)]
struct Size {
    /// Changes in all
    #[arg(long, default_value_t = 10_000_000)]
    changes: usize,
    /// Workbooks
    #[arg(long, default_value_t = 1000)]
    workbooks: usize,
    /// Changes of the largest one
    #[arg(long, default_value_t = 2_000_000)]
    largest: usize,
}

/// A figure, and the most (or least) that it may be.
#[expect(clippy::print_stdout, reason = "it is what a bench is for")]
fn note(name: &str, value: f64, unit: &str, most: Option<f64>) {
    let limit = most.map_or(String::new(), |most| format!("  (at most {most})"));
    let missed = if most.is_some_and(|most| value > most) {
        "  MISSED"
    } else {
        ""
    };
    println!("{name}: {value:.1} {unit}{limit}{missed}");
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let size = Size::parse();
    let folder = tempfile::tempdir()?;
    // Postgres runs as another user when this is root.
    std::process::Command::new("chmod")
        .args(["755".as_ref(), folder.path().as_os_str()])
        .status()?;
    let data = folder.path().join("data").display().to_string();
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let line = [
        "daylight",
        "serve",
        "--no-sample",
        "--data-dir",
        &data,
        "--admin-token",
        TOKEN,
        "--sign-every",
        "86400",
        "--check-every",
        "0",
    ];
    let Command::Serve(config) = Cli::try_parse_from(line)?.command else {
        anyhow::bail!("it says serve")
    };
    let stop = CancellationToken::new();
    let bound = listener.local_addr()?;
    let server = Server::prepare(*config, bound, stop.clone()).await?;
    let app = server.app().clone();
    let tasks = tokio_util::task::TaskTracker::new();
    let running = tasks.spawn(server.run(listener));
    let record = record::write(&app.db, &size).await?;
    // What a server that has been running for a while has long done by itself.
    let socket = PgConnectOptions::new()
        .socket(folder.path().join("data/socket"))
        .username("daylight")
        .database("daylight");
    let mut owner = PgConnection::connect_with(&socket).await?;
    owner.execute("vacuum analyze").await?;
    ask(&format!("http://{bound}"), &record).await?;
    check(&app, record.changes).await?;
    stop.cancel();
    running.await??;
    Ok(())
}

/// Median of some requests, milliseconds.
async fn timed(client: &reqwest::Client, url: &str) -> anyhow::Result<f64> {
    let mut times = Vec::new();
    for _ in 0..7 {
        let begun = Instant::now();
        let answer = client.get(url).bearer_auth(TOKEN).send().await?;
        let status = answer.status();
        let body = answer.bytes().await?;
        anyhow::ensure!(
            status.is_success(),
            "{url}: {status} {}",
            String::from_utf8_lossy(&body)
        );
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    times.get(3).copied().context("seven times")
}

async fn ask(origin: &str, record: &record::Record) -> anyhow::Result<()> {
    let client = reqwest::Client::builder()
        .timeout(Duration::from_mins(5))
        .build()?;
    let (id, last) = (&record.largest, record.largest_seq);
    let book = format!("{origin}/api/workbooks/{id}");
    let (from, to) = (&record.middle[0], &record.middle[1]);
    let author = &record.authors[3];
    let pages = [
        (
            "story of a cell",
            format!("{book}/cells/history?cell=B7"),
            20.0,
        ),
        ("changes, first page", format!("{book}/changes"), 50.0),
        (
            "changes of a person",
            format!("{book}/changes?author={author}"),
            50.0,
        ),
        (
            "changes of a sheet",
            format!("{book}/changes?sheet=Sheet1"),
            50.0,
        ),
        (
            "changes of a cell",
            format!("{book}/changes?range=B7"),
            50.0,
        ),
        (
            "changes of a column",
            format!("{book}/changes?range=C:C"),
            50.0,
        ),
        (
            "changes of a range and a person",
            format!("{book}/changes?range=A1:C50&author={author}"),
            50.0,
        ),
        (
            "changes of a span",
            format!("{book}/changes?from={from}&to={to}"),
            50.0,
        ),
        (
            "changes of a way in that is rare",
            format!("{book}/changes?via=restore"),
            50.0,
        ),
        (
            "activity over all workbooks",
            format!("{origin}/api/activity"),
            50.0,
        ),
        (
            "activity of a person over all",
            format!("{origin}/api/activity?author={author}"),
            50.0,
        ),
        (
            "activity of a span over all",
            format!("{origin}/api/activity?from={from}&to={to}"),
            50.0,
        ),
        (
            "activity of a rare way in over all",
            format!("{origin}/api/activity?via=restore"),
            50.0,
        ),
    ];
    for (name, url, most) in pages {
        note(name, timed(&client, &url).await?, "ms", Some(most));
    }
    let moment = timed(&client, &format!("{book}/state?at={}", last / 2 + 7)).await?;
    note("the largest as of a moment", moment, "ms", Some(1000.0));
    let compare = format!("{book}/compare?from={}&to={}", last / 3, last / 2 + 11);
    note(
        "two moments of the largest compared",
        timed(&client, &compare).await?,
        "ms",
        Some(1500.0),
    );
    Ok(())
}

async fn check(app: &daylight::state::App, all: usize) -> anyhow::Result<()> {
    let trusted = app.custody.trusted();
    let begun = Instant::now();
    custody::sign_all(&app.db, app.custody.key()).await?;
    note("signing all logs", begun.elapsed().as_secs_f64(), "s", None);
    for chain_only in [true, false] {
        let scope = Scope {
            trusted: &trusted,
            chain_only,
            ..Scope::default()
        };
        let begun = Instant::now();
        let mut changes = 0;
        let workbooks = daylight::db::custody::workbooks(&app.db.pool).await?;
        let mut checks = Box::pin(custody::verify_all(&app.db, workbooks, scope));
        while let Some(checked) = checks.next().await {
            let (workbook, _, report) = checked?;
            anyhow::ensure!(report.is_whole(), "{workbook}: {:?}", report.findings);
            changes += report.changes;
        }
        anyhow::ensure!(changes >= all, "every change was looked at");
        let rate = changes as f64 / begun.elapsed().as_secs_f64();
        let name = if chain_only {
            "checking chains and heads"
        } else {
            "checking chains, heads, blocks, snapshots and replay = live"
        };
        note(
            name,
            rate / 1000.0,
            "thousand changes a second (at least 200)",
            None,
        );
    }
    Ok(())
}
