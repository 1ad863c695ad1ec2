//! One private Postgres for all tests of a process, and in it a database for each test: a copy of one that was migrated
//! once.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

use daylight::db::prepare::{Entry, migrate};
use daylight::postgres::{Cluster, SUPERUSER};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};
use tempfile::TempDir;

const TEMPLATE: &str = "migrated";

/// The Postgres of this test process.
struct Shared {
    options: PgConnectOptions,
    socket: String,
    /// Copies are made one after the other.
    copying: tokio::sync::Mutex<u32>,
    /// Databases that no test uses any more.
    left: Mutex<Vec<String>>,
    /// Stops Postgres and clears up when this process is gone, however it goes.
    _caretaker: Child,
}

/// A database of a test's own.
pub(crate) struct Database {
    name: String,
    url: String,
}

impl Database {
    /// A fresh one, migrated.
    pub(crate) async fn create() -> Self {
        let shared = tokio::task::spawn_blocking(shared)
            .await
            .expect("the shared Postgres starts");
        let mut number = shared.copying.lock().await;
        *number += 1;
        let name = format!("test_{number}");
        let mut db = shared
            .options
            .clone()
            .database("postgres")
            .connect()
            .await
            .expect("Postgres answers");
        let left = std::mem::take(&mut *shared.left.lock().unwrap_or_else(PoisonError::into_inner));
        for old in left {
            db.execute(AssertSqlSafe(format!("drop database {old} with (force)")))
                .await
                .expect("it can be dropped");
        }
        let copy = format!("create database {name} template {TEMPLATE}");
        db.execute(AssertSqlSafe(copy))
            .await
            .expect("the template can be copied");
        db.close().await.expect("the connection ends");
        let url = format!(
            "postgres://{SUPERUSER}@{}/{name}",
            shared.socket.replace('/', "%2F")
        );
        Self { name, url }
    }

    /// As `--database-url` takes it.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        shared()
            .left
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(self.name.clone());
    }
}

fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(|| {
        // The keeper of Postgres must outlive the runtime of the test that happens to come first.
        let (send, receive) = std::sync::mpsc::channel();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                let (cluster, shared) = start().await;
                send.send(shared).expect("the test waits for it");
                std::future::pending::<()>().await;
                drop(cluster);
            });
        });
        receive.recv().expect("Postgres starts")
    })
}

async fn start() -> (Cluster, Shared) {
    let folder = TempDir::with_prefix("daylight-tests-")
        .expect("a temporary folder")
        .keep();
    let cluster = Cluster::start(&folder)
        .await
        .expect("Postgres starts; its binaries are needed for the tests");
    let options = cluster.options(SUPERUSER);
    let mut db = options
        .clone()
        .database("postgres")
        .connect()
        .await
        .expect("Postgres answers");
    db.execute(AssertSqlSafe(format!("create database {TEMPLATE}")))
        .await
        .expect("a database can be made");
    db.close().await.expect("the connection ends");
    migrate(&options.clone().database(TEMPLATE), Entry::Login)
        .await
        .expect("the migrations fit");
    let shared = Shared {
        socket: cluster.socket().display().to_string(),
        options,
        copying: tokio::sync::Mutex::default(),
        left: Mutex::default(),
        _caretaker: caretaker(&folder),
    };
    (cluster, shared)
}

/// Waits until its standard input ends, which happens when this process does.
fn caretaker(folder: &Path) -> Child {
    use std::os::unix::process::CommandExt as _;
    let script = "cat >/dev/null
        pid=$(head -n 1 \"$1/postgres/postmaster.pid\")
        kill -QUIT \"$pid\"
        while kill -0 \"$pid\" 2>/dev/null; do sleep 0.05; done
        rm -rf \"$1\"";
    Command::new("/bin/sh")
        .args(["-c", script, "sh"])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("a shell")
}
