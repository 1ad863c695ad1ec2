//! Where everything is kept: the operator's Postgres, or a private one. Imports: config, db, postgres.

use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;

use crate::config;
use crate::db::Db;
use crate::db::prepare::{APP_ROLE, Entry, PrepareError, connect, migrate};
use crate::postgres::{Cluster, ClusterError, SUPERUSER};

/// The database, migrated, and the private cluster under it if there is one.
#[derive(Debug)]
pub struct Storage {
    db: Db,
    folder: PathBuf,
    cluster: Option<Cluster>,
}

/// Why there is no place to keep things.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    #[error("the data folder {folder} cannot be used")]
    Folder { folder: PathBuf, source: io::Error },
    #[error("--database-url is not a Postgres URL")]
    Url(#[source] sqlx::Error),
    #[error("the private Postgres cannot be used")]
    Cluster(#[from] ClusterError),
    #[error(transparent)]
    Prepare(#[from] PrepareError),
}

impl Storage {
    /// Starts a private Postgres unless the operator has given one, and brings the database up to date.
    pub async fn open(config: &config::Storage) -> Result<Self, StorageError> {
        let folder = data_folder(config)?;
        if let Some(url) = &config.database_url {
            let options = PgConnectOptions::from_str(url.expose()).map_err(StorageError::Url)?;
            let db = prepared(
                options.clone(),
                options,
                Entry::SetRole,
                config.database_connections,
            )
            .await?;
            return Ok(Self {
                db,
                folder,
                cluster: None,
            });
        }
        let cluster = Cluster::start(&folder).await?;
        let socket = cluster.socket().display();
        tracing::info!(postgres.socket = %socket, "the private Postgres listens in {socket}");
        let (whole, own) = (cluster.options(SUPERUSER), cluster.options(APP_ROLE));
        let db = prepared(whole, own, Entry::Login, config.database_connections).await?;
        Ok(Self {
            db,
            folder,
            cluster: Some(cluster),
        })
    }

    /// As [`Self::open`], but goes beside a server that is running on the data folder instead of insisting on its own.
    pub async fn open_beside(config: &config::Storage) -> Result<Self, StorageError> {
        if config.database_url.is_none() {
            let folder = data_folder(config)?;
            if let Some(options) = Cluster::of_running_server(&folder)? {
                let own = options.clone().username(APP_ROLE);
                let db = prepared(options, own, Entry::Login, config.database_connections).await?;
                return Ok(Self {
                    db,
                    folder,
                    cluster: None,
                });
            }
        }
        Self::open(config).await
    }

    /// The database as the application sees it.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The private cluster, if there is one.
    pub fn cluster(&self) -> Option<&Cluster> {
        self.cluster.as_ref()
    }

    /// Lets go of the database, and stops the private Postgres.
    pub async fn close(self) -> Result<(), StorageError> {
        self.db.pool.close().await;
        if let Some(cluster) = self.cluster {
            cluster.stop().await?;
        }
        Ok(())
    }
}

async fn prepared(
    whole: PgConnectOptions,
    own: PgConnectOptions,
    entry: Entry,
    connections: u32,
) -> Result<Db, StorageError> {
    let quiet =
        |options: PgConnectOptions| options.log_statements(tracing::log::LevelFilter::Trace);
    migrate(&quiet(whole), entry).await?;
    Ok(connect(quiet(own), entry, connections).await?)
}

fn data_folder(config: &config::Storage) -> Result<PathBuf, StorageError> {
    let folder = config.folder().map_err(|source| StorageError::Folder {
        folder: PathBuf::new(),
        source,
    })?;
    let made = private(&folder).and_then(|()| folder.canonicalize());
    made.map_err(|source| StorageError::Folder { folder, source })
}

/// Makes the folder, if it is not there, for its owner alone.
fn private(folder: &Path) -> io::Result<()> {
    if let Some(above) = folder.parent() {
        fs::create_dir_all(above)?;
    }
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}
