//! A private Postgres in the data folder, for servers that were given none. A leaf: imports nothing of ours.
//!
//! Invariants: it listens on a unix socket in a folder that only its owner may enter, and nowhere else; it never runs
//! as root; one server at a time owns a data folder (a lock that dies with the process); what a killed server left
//! running is stopped before a new one starts; when Postgres dies while the server runs, it is started again.

mod binaries;
mod cluster;
mod orphan;
mod owner;
mod socket;
mod supervise;

use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;

pub use cluster::Cluster;

/// The superuser of a private cluster.
pub const SUPERUSER: &str = "daylight";
/// The database in it.
pub const DATABASE: &str = "daylight";

/// Why there is no private Postgres.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    #[error(
        "no Postgres binaries were found on PATH or in the usual folders. Install them (Debian, Ubuntu: apt-get \
         install postgresql; Fedora: dnf install postgresql-server), or give a database with --database-url"
    )]
    NoBinaries,
    #[error(
        "the cluster in {folder} was made by Postgres {wanted}, but only {found} is installed. Install Postgres \
         {wanted} beside it, or move the cluster over with pg_upgrade"
    )]
    OtherVersion {
        folder: PathBuf,
        wanted: u32,
        found: String,
    },
    #[error(
        "Postgres does not run as root, and there is neither a user postgres nor nobody to run it as"
    )]
    NoUnprivilegedUser,
    #[error(
        "{folder} belongs to another user (uid {uid}). Start the server as that user or as root, or choose another \
         folder with --data-dir"
    )]
    ForeignFolder { folder: PathBuf, uid: u32 },
    #[error(
        "the unprivileged user that runs Postgres (uid {uid}) cannot enter {folder}, because a folder above it is \
         closed to others. Choose a folder with --data-dir that everybody can reach, such as /var/lib/daylight"
    )]
    ClosedFolder { folder: PathBuf, uid: u32 },
    #[error("another Daylight server is running on the data folder {folder}")]
    Locked { folder: PathBuf },
    #[error(
        "process {pid}, named in {file}, seems to be the Postgres of this folder and does not stop"
    )]
    Orphan { pid: u32, file: PathBuf },
    #[error("{folder}, meant for the socket of Postgres, belongs to somebody else; remove it")]
    ForeignSocket { folder: PathBuf },
    #[error("initdb failed ({status}): {output}")]
    Initdb { status: ExitStatus, output: String },
    #[error("Postgres did not start ({status}). The end of {log}:\n{tail}")]
    Start {
        status: ExitStatus,
        log: PathBuf,
        tail: String,
    },
    #[error("Postgres in the data folder does not answer")]
    Connect(#[source] sqlx::Error),
    #[error("{what} {path}")]
    Io {
        what: &'static str,
        path: PathBuf,
        source: io::Error,
    },
}

/// Says what was being done to which path when it failed.
trait At<T> {
    fn at(self, what: &'static str, path: impl Into<PathBuf>) -> Result<T, ClusterError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, what: &'static str, path: impl Into<PathBuf>) -> Result<T, ClusterError> {
        self.map_err(|source| ClusterError::Io {
            what,
            path: path.into(),
            source,
        })
    }
}
