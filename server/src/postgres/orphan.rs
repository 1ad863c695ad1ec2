//! What a killed server left behind: a Postgres that still runs, or its lock file alone.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use super::{At as _, ClusterError};

const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Stops a Postgres that still runs on this cluster, and removes a lock file that names a stranger's process. The
/// caller holds the data folder's lock, so whatever runs has no server any more.
pub(super) async fn stop(cluster: &Path) -> Result<(), ClusterError> {
    let file = cluster.join("postmaster.pid");
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).at("cannot read", file),
    };
    let number = text
        .lines()
        .next()
        .and_then(|line| line.trim().parse::<i32>().ok());
    let Some(pid) = number
        .and_then(Pid::from_raw)
        .filter(|pid| test_kill_process(*pid).is_ok())
    else {
        return fs::remove_file(&file).at("cannot remove", file);
    };
    let number = pid.as_raw_pid().cast_unsigned();
    match runs_in(pid, cluster) {
        Some(true) => {}
        Some(false) => return fs::remove_file(&file).at("cannot remove", file),
        None => return Err(ClusterError::Orphan { pid: number, file }),
    }
    tracing::warn!(
        postgres.pid = number,
        "stopping the Postgres {number} that an earlier server left behind"
    );
    // Fast, then immediate: both keep every committed transaction.
    for (signal, patience) in [(Signal::INT, 30), (Signal::QUIT, 10), (Signal::KILL, 10)] {
        // It may be gone by now, which is what is wanted.
        let _gone = kill_process(pid, signal);
        if gone(pid, Duration::from_secs(patience)).await {
            return Ok(());
        }
    }
    Err(ClusterError::Orphan { pid: number, file })
}

async fn gone(pid: Pid, patience: Duration) -> bool {
    let start = Instant::now();
    while start.elapsed() < patience {
        if test_kill_process(pid).is_err() || is_zombie(pid) {
            return true;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    false
}

/// Whether a process is the Postgres of this cluster: Postgres works inside its folder. `None`: cannot be told here.
fn runs_in(pid: Pid, cluster: &Path) -> Option<bool> {
    let proc = Path::new("/proc").join(pid.as_raw_pid().to_string());
    if !proc.exists() {
        return None;
    }
    let cluster = cluster.canonicalize().ok()?;
    Some(fs::read_link(proc.join("cwd")).is_ok_and(|folder| folder == cluster))
}

/// A process that has ended and whose parent has not looked yet.
fn is_zombie(pid: Pid) -> bool {
    let stat = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_pid()));
    stat.is_ok_and(|stat| {
        stat.rsplit_once(") ")
            .is_some_and(|(_, rest)| rest.starts_with('Z'))
    })
}
