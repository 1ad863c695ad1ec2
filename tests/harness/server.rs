//! The real server in this process, on a port and a database of its own.

use std::path::Path;
use std::sync::Arc;

use clap::Parser as _;
use daylight::auth;
use daylight::catalogue;
use daylight::config::{Cli, Command};
use daylight::custody::{self, Scope};
use daylight::serve::{ServeError, Server};
use daylight::state::App;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::client::{Answer, Client};
use crate::cluster::Database;
use crate::program::{binary, program_path};

/// The administrator's token of every test server.
pub const ADMIN_TOKEN: &str = "an-admin-token-for-tests";

/// A running server.
pub struct TestServer {
    pub url: String,
    app: App,
    signin: String,
    stop: CancellationToken,
    running: JoinHandle<Result<(), ServeError>>,
    database: Arc<Database>,
    folder: Arc<TempDir>,
    flags: Vec<String>,
}

impl TestServer {
    /// A server as it is out of the box.
    pub async fn start() -> Self {
        Self::with(&[]).await
    }

    /// A server with flags of `daylight serve`.
    pub async fn with(flags: &[&str]) -> Self {
        let folder = TempDir::with_prefix("daylight-test-").expect("a temporary folder");
        let flags = flags.iter().map(|&flag| flag.to_owned()).collect();
        Self::on(Arc::new(Database::create().await), Arc::new(folder), flags).await
    }

    async fn on(database: Arc<Database>, folder: Arc<TempDir>, flags: Vec<String>) -> Self {
        // Bound before anything runs: whoever connects waits in line, so no test has to ask whether it is up.
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let bound = listener.local_addr().expect("it is bound");
        let program = program_path().display().to_string();
        let data = folder.path().display().to_string();
        let mut own = vec![
            "--database-url",
            database.url(),
            "--admin-token",
            ADMIN_TOKEN,
            "--data-dir",
            &data,
        ];
        if !flags.iter().any(|flag| flag == "--import-program") {
            own.extend(["--import-program", &program]);
        }
        // Tests sign when they say so: a signing of its own between two of their steps would be another head.
        if !flags.iter().any(|flag| flag == "--sign-every") {
            own.extend(["--sign-every", "86400"]);
        }
        let words = ["daylight", "serve", "--no-sample"].into_iter().chain(own);
        let line = words.map(str::to_owned).chain(flags.clone());
        let Command::Serve(config) = Cli::try_parse_from(line).expect("the flags exist").command
        else {
            unreachable!("it says serve")
        };
        let stop = CancellationToken::new();
        let server = Server::prepare(*config, bound, stop.clone())
            .await
            .expect("the server starts");
        let app = server.app().clone();
        let signin = server.signin_link();
        let running = tokio::spawn(server.run(listener));
        Self {
            url: format!("http://{bound}"),
            app,
            signin,
            stop,
            running,
            database,
            folder,
            flags,
        }
    }

    /// What the server's handlers reach.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The link that was printed at the start.
    pub fn signin_link(&self) -> &str {
        &self.signin
    }

    /// Where the database is, for tests of the database itself.
    pub fn database_url(&self) -> &str {
        self.database.url()
    }

    /// The server's data folder.
    pub fn data_folder(&self) -> &Path {
        self.folder.path()
    }

    /// Somebody with all rights in the database changes what nobody should: no trigger and no foreign key is in the way.
    pub async fn tamper(&self, statement: &str) {
        let mut db = PgConnection::connect(self.database_url())
            .await
            .expect("the superuser may connect");
        db.execute("set session_replication_role = replica")
            .await
            .expect("a superuser may");
        db.execute(AssertSqlSafe(statement.to_owned()))
            .await
            .unwrap_or_else(|error| panic!("{statement}: {error}"));
    }

    /// Checks the log of a workbook as it is stored now, and gives what is wrong with it.
    pub async fn findings(&self, workbook: &str) -> Vec<String> {
        let trusted = self.app.custody.trusted();
        let scope = Scope {
            trusted: &trusted,
            ..Scope::default()
        };
        let id = workbook.parse().expect("an id");
        let report = custody::verify(&self.app.db, id, scope, None)
            .await
            .expect("the log can be read");
        report.findings.iter().map(ToString::to_string).collect()
    }

    /// Where a workbook is edited live.
    pub fn socket_url(&self, workbook: &str) -> String {
        format!("{}/ws/{workbook}", self.url.replacen("http", "ws", 1))
    }

    /// Somebody who is not signed in.
    pub fn anon(&self) -> Client {
        Client::new(&self.url, None)
    }

    /// The owner, in a browser.
    pub async fn owner(&self) -> Client {
        let owner = catalogue::begin(&self.app.db)
            .await
            .expect("there is an owner")
            .owner;
        let token = auth::create_signin(&self.app.db, owner.id)
            .await
            .expect("a link can be made");
        let client = self.anon();
        client
            .post("/api/session", json!({ "token": token }))
            .await
            .expect(200);
        client
    }

    /// A program with the administrator's token.
    pub fn admin(&self) -> Client {
        self.bearer(ADMIN_TOKEN)
    }

    /// A program with some token.
    pub fn bearer(&self, token: &str) -> Client {
        Client::new(&self.url, Some(token))
    }

    /// A guest who came into a workbook through a new link.
    pub async fn guest(&self, workbook: &str, role: &str, name: &str) -> Client {
        let link = self
            .admin()
            .post(
                &format!("/api/workbooks/{workbook}/links"),
                json!({ "role": role }),
            )
            .await;
        let link = link.expect(201);
        let client = self.anon();
        let path = format!("/api/join/{}", link["token"].as_str().expect("a token"));
        client
            .post(&path, json!({ "name": name }))
            .await
            .expect(200);
        client
    }

    /// An empty workbook of the owner's.
    pub async fn workbook(&self, name: &str) -> String {
        let made = self
            .admin()
            .post("/api/workbooks", json!({ "name": name }))
            .await
            .expect(201);
        made["id"].as_str().expect("an id").to_owned()
    }

    /// Brings a file in, as its owner, and waits until that has ended; the answer is the import's.
    pub async fn import(&self, client: &Client, name: &str, bytes: Vec<u8>) -> Value {
        tokio::task::spawn_blocking(binary)
            .await
            .expect("the program that reads files is there");
        let file = Part::bytes(bytes).file_name(name.to_owned());
        let form = Form::new().part("file", file);
        let begun = client
            .request(Method::POST, "/api/workbooks")
            .multipart(form);
        let begun = Answer::of(begun).await.expect(202);
        let url = begun["import"].as_str().expect("an address");
        loop {
            let import = client.get(url).await.expect(200);
            if !matches!(import["state"].as_str(), Some("queued" | "running")) {
                return import;
            }
        }
    }

    /// Stops the server in an orderly way.
    pub async fn stop(mut self) {
        self.end().await;
    }

    /// Stops the server and starts another on the same data.
    pub async fn restart(mut self) -> Self {
        self.end().await;
        let (database, folder) = (Arc::clone(&self.database), Arc::clone(&self.folder));
        Self::on(database, folder, std::mem::take(&mut self.flags)).await
    }

    async fn end(&mut self) {
        self.stop.cancel();
        let ended = (&mut self.running)
            .await
            .expect("the server does not panic");
        ended.expect("the server ends well");
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.stop.cancel();
        self.running.abort();
    }
}
