//! Keeps Postgres running until it is told to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::process::Child;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::binaries::Binaries;
use super::cluster::Place;
use super::{At as _, ClusterError};

const LOOK_EVERY: Duration = Duration::from_millis(20);
const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// How long the remains of a killed Postgres may hold on to its memory.
const MEMORY_PATIENCE: Duration = Duration::from_secs(30);
/// How long a stopping Postgres may take to write what it holds, before it is told to leave that to recovery.
const STOP_PATIENCE: Duration = Duration::from_mins(1);

/// The task that watches over Postgres.
#[derive(Debug)]
pub(super) struct Keeper {
    stop: CancellationToken,
    tasks: TaskTracker,
    pid: Arc<AtomicU32>,
}

impl Keeper {
    /// The process that runs now.
    pub(super) fn pid(&self) -> Option<u32> {
        Some(self.pid.load(Ordering::Relaxed)).filter(|pid| *pid != 0)
    }

    /// Stops Postgres and waits for its end.
    pub(super) async fn stop(&self) {
        self.stop.cancel();
        self.tasks.wait().await;
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Starts Postgres, waits until it answers, and watches over it from then on.
pub(super) async fn keep(place: Place, binaries: Binaries) -> Result<Keeper, ClusterError> {
    let first = first(&place, &binaries).await?;
    let keeper = Keeper {
        stop: CancellationToken::new(),
        tasks: TaskTracker::new(),
        pid: Arc::default(),
    };
    keeper.tasks.spawn(watch(
        place,
        binaries,
        first,
        keeper.stop.clone(),
        Arc::clone(&keeper.pid),
    ));
    keeper.tasks.close();
    Ok(keeper)
}

/// Starts Postgres for the first time. If it was killed shortly before, those of its processes that were busy may still
/// hold its memory, which it will not share; they end by themselves.
async fn first(place: &Place, binaries: &Binaries) -> Result<Child, ClusterError> {
    let end = Instant::now() + MEMORY_PATIENCE;
    loop {
        match start(place, binaries).await {
            Err(ClusterError::Start { tail, .. })
                if tail.contains("is still in use") && Instant::now() < end =>
            {
                tokio::time::sleep(FIRST_WAIT).await;
            }
            started => return started,
        }
    }
}

async fn watch(
    place: Place,
    binaries: Binaries,
    first: Child,
    stop: CancellationToken,
    pid: Arc<AtomicU32>,
) {
    let mut running = first;
    loop {
        pid.store(running.id().unwrap_or(0), Ordering::Relaxed);
        let ended = tokio::select! {
            ended = running.wait() => ended,
            () = stop.cancelled() => {
                end(running).await;
                pid.store(0, Ordering::Relaxed);
                return;
            }
        };
        pid.store(0, Ordering::Relaxed);
        let status = ended.map_or_else(|error| error.to_string(), |status| status.to_string());
        tracing::error!(
            postgres.status = status,
            "Postgres ended by itself ({status}); starting it again"
        );
        match again(&place, &binaries, &stop).await {
            Some(child) => running = child,
            None => return,
        }
    }
}

/// Starts Postgres again and again until it runs: what died with it may take a moment to let go of its memory.
async fn again(place: &Place, binaries: &Binaries, stop: &CancellationToken) -> Option<Child> {
    let mut wait = FIRST_WAIT;
    loop {
        let started = tokio::select! {
            started = start(place, binaries) => started,
            () = stop.cancelled() => return None,
        };
        match started {
            Ok(child) => {
                tracing::info!("Postgres runs again");
                return Some(child);
            }
            Err(error) => {
                tracing::warn!(error = %error, "Postgres did not start again; trying once more");
            }
        }
        tokio::select! {
            () = tokio::time::sleep(wait) => wait = (wait * 2).min(LONGEST_WAIT),
            () = stop.cancelled() => return None,
        }
    }
}

/// Starts the process and waits until it answers or ends. Recovery after a crash may take its time.
async fn start(place: &Place, binaries: &Binaries) -> Result<Child, ClusterError> {
    let mut child = tokio::process::Command::from(place.postgres(binaries)?)
        .kill_on_drop(true)
        .spawn()
        .at("cannot run", binaries.postgres())?;
    let probe = place.probe();
    loop {
        if let Some(status) = child
            .try_wait()
            .at("cannot wait for", binaries.postgres())?
        {
            return Err(place.not_started(status));
        }
        if let Ok(connection) = probe.connect().await {
            // It answered; how the connection ends does not matter.
            let _closed = connection.close().await;
            return Ok(child);
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

async fn end(mut child: Child) {
    for (signal, patience) in [
        (Signal::INT, STOP_PATIENCE),
        (Signal::QUIT, STOP_PATIENCE),
        (Signal::KILL, STOP_PATIENCE),
    ] {
        let pid = child
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .and_then(Pid::from_raw);
        let Some(pid) = pid else { return };
        // It may be gone by now, which is what is wanted.
        let _gone = kill_process(pid, signal);
        if tokio::time::timeout(patience, child.wait()).await.is_ok() {
            return;
        }
        tracing::warn!("Postgres takes long to stop");
    }
}
