//! Many editors of one document at once: what share of the edits reaches everybody, how fast, at what
//! cost of the server's memory. Prints one JSON object.

mod measure;
mod peer;
mod wire;

use std::{sync::Arc, time::Duration};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use serde_json::json;
use tokio::{sync::watch, task::JoinSet, time::Instant};

use crate::{
    measure::Measure,
    peer::{Phase, Plan},
    wire::Dialect,
};

#[derive(Parser)]
#[command(about = "Many editors of one workbook, over real sockets")]
struct Options {
    /// Socket address, with its query (`ws://host/ws/ID?token=…`).
    url: String,
    /// Whose protocol.
    #[arg(long, value_enum, default_value = "plain")]
    dialect: Dialect,
    /// Document name, for dialects that send one.
    #[arg(long, default_value = "load")]
    document: String,
    /// Editors.
    #[arg(long, default_value_t = 100)]
    clients: usize,
    /// Edits a second of each editor.
    #[arg(long, default_value_t = 5.0)]
    rate: f64,
    /// Seconds of editing.
    #[arg(long, default_value_t = 20)]
    seconds: u32,
    /// Process whose memory is read from /proc.
    #[arg(long)]
    pid: Option<u32>,
}

/// A figure of /proc/PID/status in MiB.
fn memory(pid: Option<u32>, figure: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", pid?)).ok()?;
    let line = status.lines().find(|line| line.starts_with(figure))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = Options::parse();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small count"
    )]
    let edits = (options.rate * f64::from(options.seconds)) as usize;
    let expected = edits * options.clients * (options.clients - 1);
    let plan = Arc::new(Plan {
        dialect: options.dialect,
        url: options.url,
        document: options.document,
        token: "load".into(),
        pace: Duration::from_secs_f64(1.0 / options.rate),
        edits,
        measure: Measure::new(edits * options.clients),
    });

    let (phase, watcher) = watch::channel(Phase::Gather);
    let (ready, mut gathered) = tokio::sync::mpsc::channel(options.clients);
    let mut peers = JoinSet::new();
    for number in 0..options.clients {
        peers.spawn(peer::run(
            number,
            Arc::clone(&plan),
            watcher.clone(),
            ready.clone(),
        ));
    }
    for _ in 0..options.clients {
        tokio::select! {
            at = gathered.recv() => at.context("no editor is left")?,
            failed = peers.join_next() => { failed.context("no editors")???; }
        }
    }

    phase.send(Phase::Edit)?;
    let deadline = Instant::now() + Duration::from_secs(u64::from(options.seconds) + 30);
    let mut tick = tokio::time::interval(Duration::from_millis(50));
    while plan.measure.deliveries() < expected && Instant::now() < deadline {
        tokio::select! {
            _ = tick.tick() => {}
            failed = peers.join_next() => { failed.context("no editors")???; }
        }
    }
    let memory_after = memory(options.pid, "VmRSS:");
    phase.send(Phase::End)?;
    let mut texts = Vec::with_capacity(options.clients);
    while let Some(text) = peers.join_next().await {
        texts.push(text??);
    }
    let converged = texts.windows(2).all(|pair| pair[0] == pair[1]);

    let mut report = plan.measure.report(options.clients);
    report["converged"] = json!(converged);
    report["server_rss_mib"] = json!(memory_after);
    report["server_peak_mib"] = json!(memory(options.pid, "VmHWM:"));
    #[expect(clippy::print_stdout, reason = "the report is this program's output")]
    {
        println!("{report}");
    }
    ensure!(converged, "the documents differ");
    Ok(())
}
