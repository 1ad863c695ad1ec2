//! The server from its start to its end. Imports every room.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::auth::{self, Attempts, Automation, User};
use crate::catalogue;
use crate::config::{Config, CustodySettings};
use crate::custody::{self, Anchors, Custody, Key, KeyError, PublicKey};
use crate::db;
use crate::http;
use crate::import::{self, Imports};
use crate::state::App;
use crate::storage::{Storage, StorageError};
use crate::sync::Rooms;
use crate::telemetry;

/// How long open requests and tasks may take to end when the server stops.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server that is ready to answer.
pub struct Server {
    app: App,
    storage: Storage,
    signin: String,
}

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error("the database cannot be used")]
    Database(#[from] sqlx::Error),
    #[error("the folder for uploads cannot be used")]
    Uploads(#[source] io::Error),
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl Server {
    /// Opens the storage, brings the database up to date and finds or makes the owner. `bound` is where the caller
    /// listens; cancelling `stop` ends [`Self::run`].
    pub async fn prepare(
        config: Config,
        bound: SocketAddr,
        stop: CancellationToken,
    ) -> Result<Self, ServeError> {
        telemetry::figures();
        let storage = Storage::open(&config.storage).await?;
        let db = storage.db().clone();
        let key = Key::open(config.custody.keys.signing_key.as_deref(), storage.folder())?;
        let custody = Custody::new(db.clone(), key, custody_settings(&config.custody));
        let beginning = catalogue::begin(&db).await?;
        let automation = config
            .admin_token
            .as_ref()
            .map(|secret| Automation::new(secret, beginning.automation.clone()));
        let signin = auth::create_signin(&db, beginning.owner.id).await?;
        let tasks = TaskTracker::new();
        let rooms = Rooms::new(
            db.clone(),
            config.limits.sync.clone(),
            tasks.clone(),
            stop.clone(),
        );
        let settings = import::Settings::of(&config.limits, storage.folder());
        let imports = Imports::new(db.clone(), settings, tasks.clone(), stop.clone())
            .map_err(ServeError::Uploads)?;
        imports.recover().await?;
        let app = App {
            db,
            rooms,
            imports,
            custody,
            origin: Arc::new(config.origin(bound)),
            automation,
            attempts: Attempts::new(config.limits.http.attempts_per_minute),
            tasks,
            stop,
            config: Arc::new(config),
        };
        if !app.config.no_sample && !db::workbooks::any(&app.db.pool).await? {
            bring_sample(&app, &beginning.owner).await;
        }
        Ok(Self {
            app,
            storage,
            signin,
        })
    }

    /// What the handlers reach.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The storage under it.
    pub fn storage(&self) -> &Storage {
        &self.storage
    }

    /// The link that signs the owner in, once.
    pub fn signin_link(&self) -> String {
        format!("{}/signin/{}", self.app.origin.as_str(), self.signin)
    }

    /// Answers until it is told to stop; then lets what is under way end, and stops the private Postgres.
    pub async fn run(self, listener: TcpListener) -> Result<(), ServeError> {
        let Self { app, storage, .. } = self;
        let stop = app.stop.clone();
        let rooms = app.rooms.clone();
        let open = Arc::new(move |workbook| {
            let rooms = rooms.clone();
            Box::pin(async move { rooms.open_document(workbook).await }) as _
        });
        app.custody.start(open, &app.tasks, &stop);
        let router = http::router(app.clone());
        http::serve(listener, router, &app.config.limits.http, &app.tasks, &stop).await;
        app.tasks.close();
        if tokio::time::timeout(PATIENCE, app.tasks.wait())
            .await
            .is_err()
        {
            tracing::warn!(
                tasks = app.tasks.len(),
                "{} tasks did not end in time",
                app.tasks.len()
            );
        }
        storage.close().await?;
        Ok(())
    }
}

fn custody_settings(config: &CustodySettings) -> custody::Settings {
    custody::Settings {
        sign_every: Duration::from_secs(config.sign_every),
        anchor_every: Duration::from_secs(config.anchor_every),
        check_every: Duration::from_secs(config.check_every),
        anchors: Anchors {
            file: config.anchor_file.clone(),
            url: config.anchor_url.clone(),
        },
        trusted: config
            .keys
            .trusted_keys
            .iter()
            .map(|key| PublicKey(key.0))
            .collect(),
    }
}

/// Gives a new server something to look at. Without it the server is as good.
async fn bring_sample(app: &App, owner: &User) {
    let begun = app
        .imports
        .begin_with(owner.id, catalogue::SAMPLE_NAME, catalogue::SAMPLE);
    if let Err(error) = begun.await {
        tracing::warn!(%error, "the sample workbook could not be brought in: {error}");
    }
}
