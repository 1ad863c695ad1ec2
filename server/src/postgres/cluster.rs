//! A cluster from its making to its end.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use super::binaries::Binaries;
use super::owner::Owner;
use super::supervise::{Keeper, keep};
use super::{At as _, ClusterError, DATABASE, SUPERUSER, orphan, socket};

/// The log of Postgres starts anew when it is longer than this.
const LOG_BYTES: u64 = 16 << 20;
const TAIL_BYTES: i64 = 2000;

/// A private Postgres that runs as long as this value is not stopped.
#[derive(Debug)]
pub struct Cluster {
    place: Place,
    keeper: Keeper,
    /// Held as long as the server runs; the operating system lets go of it however the process ends.
    _lock: File,
}

/// Everything about where a cluster is and how it is started.
#[derive(Debug, Clone)]
pub(super) struct Place {
    data: PathBuf,
    pub(super) cluster: PathBuf,
    pub(super) socket: PathBuf,
    log: PathBuf,
    owner: Owner,
}

impl Cluster {
    /// Makes the cluster in the data folder if there is none, and starts it.
    pub async fn start(data: &Path) -> Result<Self, ClusterError> {
        fs::create_dir_all(data).at("cannot make", data)?;
        let data = data.canonicalize().at("cannot find", data)?;
        let lock = lock(&data)?;
        let cluster = data.join("postgres");
        let owner = Owner::of(&cluster)?;
        let place = Place {
            socket: socket::folder(&data),
            log: data.join("postgres.log"),
            data,
            cluster,
            owner,
        };
        owner.let_through(&place.data)?;
        let binaries = Binaries::find(&place.cluster, place.version())?;
        socket::prepare(&place.socket, owner)?;
        place.make(&binaries)?;
        orphan::stop(&place.cluster).await?;
        socket::sweep(&place.socket)?;
        let keeper = keep(place.clone(), binaries).await?;
        let cluster = Self {
            place,
            keeper,
            _lock: lock,
        };
        cluster.ensure_database().await?;
        Ok(cluster)
    }

    /// How to reach the cluster of a data folder whose server is running, if it is.
    pub fn of_running_server(data: &Path) -> Result<Option<PgConnectOptions>, ClusterError> {
        if !data.join("daylight.lock").exists() {
            return Ok(None);
        }
        let data = data.canonicalize().at("cannot find", data)?;
        match lock(&data) {
            Err(ClusterError::Locked { .. }) => {
                Ok(Some(options(&socket::folder(&data), SUPERUSER)))
            }
            Err(error) => Err(error),
            Ok(_) => Ok(None),
        }
    }

    /// How to connect as a role.
    pub fn options(&self, role: &str) -> PgConnectOptions {
        options(&self.place.socket, role)
    }

    /// The folder of the socket, as `psql -h` takes it.
    pub fn socket(&self) -> &Path {
        &self.place.socket
    }

    /// The process that runs now.
    pub fn pid(&self) -> Option<u32> {
        self.keeper.pid()
    }

    /// Stops Postgres and waits until it has written everything.
    pub async fn stop(self) -> Result<(), ClusterError> {
        self.keeper.stop().await;
        socket::clear(&self.place.socket, &self.place.data)
    }

    async fn ensure_database(&self) -> Result<(), ClusterError> {
        let connect = self.options(SUPERUSER).database("postgres");
        let mut db = connect.connect().await.map_err(ClusterError::Connect)?;
        let there = sqlx::query("select 1 from pg_database where datname = $1").bind(DATABASE);
        if there
            .fetch_optional(&mut db)
            .await
            .map_err(ClusterError::Connect)?
            .is_none()
        {
            sqlx::query("create database daylight")
                .execute(&mut db)
                .await
                .map_err(ClusterError::Connect)?;
        }
        db.close().await.map_err(ClusterError::Connect)
    }
}

fn options(socket: &Path, role: &str) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(socket)
        .username(role)
        .database(DATABASE)
}

fn lock(data: &Path) -> Result<File, ClusterError> {
    let path = data.join("daylight.lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .at("cannot open", &path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(ClusterError::Locked {
            folder: data.to_owned(),
        }),
        Err(TryLockError::Error(error)) => Err(error).at("cannot lock", path),
    }
}

impl Place {
    /// The major version that made the cluster, if there is one.
    fn version(&self) -> Option<u32> {
        let text = fs::read_to_string(self.cluster.join("PG_VERSION")).ok()?;
        text.trim().split('.').next()?.parse().ok()
    }

    /// Makes the cluster if there is none: beside its place first, so that a half-made one is never taken for whole.
    fn make(&self, binaries: &Binaries) -> Result<(), ClusterError> {
        if self.version().is_some() {
            return Ok(());
        }
        let new = self.data.join("postgres.new");
        if new.exists() {
            fs::remove_dir_all(&new).at("cannot remove", &new)?;
        }
        self.owner.private_folder(&new)?;
        let mut initdb = self.command(&binaries.initdb());
        initdb.args([
            "--encoding=UTF8",
            "--locale=C",
            "--auth=trust",
            "--data-checksums",
        ]);
        initdb
            .arg(format!("--username={SUPERUSER}"))
            .arg("--pgdata")
            .arg(&new);
        let output = initdb.output().at("cannot run", binaries.initdb())?;
        if !output.status.success() {
            let text = [output.stdout, output.stderr].concat();
            let output_text = String::from_utf8_lossy(&text).trim().to_owned();
            return Err(ClusterError::Initdb {
                status: output.status,
                output: output_text,
            });
        }
        fs::rename(&new, &self.cluster).at("cannot put in place", &self.cluster)
    }

    /// The server process itself.
    pub(super) fn postgres(&self, binaries: &Binaries) -> Result<Command, ClusterError> {
        let long = fs::metadata(&self.log).is_ok_and(|found| found.len() > LOG_BYTES);
        let log = OpenOptions::new()
            .create(true)
            .append(!long)
            .write(true)
            .truncate(long)
            .open(&self.log);
        let log = log.at("cannot open", &self.log)?;
        let mut command = self.command(&binaries.postgres());
        command
            .arg("-D")
            .arg(&self.cluster)
            .arg("-k")
            .arg(&self.socket);
        for setting in [
            "listen_addresses=",
            "port=5432",
            "unix_socket_permissions=0700",
            "max_connections=64",
            "fsync=on",
            "full_page_writes=on",
            "synchronous_commit=on",
            "logging_collector=off",
            "log_destination=stderr",
        ] {
            command.arg("-c").arg(setting);
        }
        command.stdout(Stdio::null()).stderr(log);
        Ok(command)
    }

    /// How to ask whether it is ready.
    pub(super) fn probe(&self) -> PgConnectOptions {
        options(&self.socket, SUPERUSER).database("postgres")
    }

    /// The error for a Postgres that ended before it was ready.
    pub(super) fn not_started(&self, status: std::process::ExitStatus) -> ClusterError {
        let tail = tail(&self.log).unwrap_or_default();
        ClusterError::Start {
            status,
            log: self.log.clone(),
            tail,
        }
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir("/")
            .env("LC_ALL", "C")
            .stdin(Stdio::null());
        for (name, _) in
            std::env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"PG"))
        {
            command.env_remove(name);
        }
        self.owner.apply(&mut command);
        command
    }
}

fn tail(log: &Path) -> std::io::Result<String> {
    let mut file = File::open(log)?;
    let length = i64::try_from(file.metadata()?.len()).unwrap_or(TAIL_BYTES);
    file.seek(SeekFrom::End(-length.min(TAIL_BYTES)))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}
