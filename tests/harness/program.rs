//! The server as a program of its own, with its private Postgres: for tests that kill.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::client::Client;
use crate::server::ADMIN_TOKEN;

const PATIENCE: Duration = Duration::from_mins(1);

/// The program under test: the one that `DAYLIGHT_BIN` names, or one built as the tests were.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if std::env::var_os("DAYLIGHT_BIN").is_none() {
            build();
        }
        program_path()
    })
}

/// Where it is, built or not.
pub(crate) fn program_path() -> PathBuf {
    if let Some(given) = std::env::var_os("DAYLIGHT_BIN") {
        return given.into();
    }
    // Tests run from target/PROFILE/deps.
    let own = std::env::current_exe().expect("a test has a path");
    own.ancestors()
        .nth(2)
        .expect("it is inside target")
        .join("daylight")
}

fn build() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
    let built = Command::new(cargo)
        .args([
            "build",
            "--quiet",
            "--package",
            "daylight",
            "--bin",
            "daylight",
            "--manifest-path",
        ])
        .arg(manifest)
        .status()
        .expect("cargo runs");
    assert!(built.success(), "the program can be built");
}

/// A running program.
pub struct Program {
    child: Child,
    said: Receiver<String>,
    folder: PathBuf,
    pub url: String,
    pub signin: String,
}

impl Program {
    /// Starts the program on a data folder and waits until it has printed its link.
    pub fn start(folder: &Path, flags: &[&str]) -> Self {
        let mut child = Command::new(binary())
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--admin-token",
                ADMIN_TOKEN,
                "--data-dir",
            ])
            .arg(folder)
            .args(flags)
            .env_remove("DATABASE_URL")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (say, said) = channel();
        let out = BufReader::new(child.stdout.take().expect("it is piped"));
        thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if say.send(line).is_err() {
                    break;
                }
            }
        });
        let mut program = Self {
            child,
            said,
            folder: folder.to_owned(),
            url: String::new(),
            signin: String::new(),
        };
        let origin = program.line_with("http://");
        program.url = origin.replace("Daylight runs on ", "");
        program.signin = program.line_with("/signin/").replace(' ', "");
        program
    }

    fn line_with(&self, part: &str) -> String {
        loop {
            let line = self
                .said
                .recv_timeout(PATIENCE)
                .expect("the program says where it runs");
            if line.contains(part) {
                return line;
            }
        }
    }

    /// A program with the administrator's token.
    pub fn admin(&self) -> Client {
        Client::new(&self.url, Some(ADMIN_TOKEN))
    }

    /// The owner, who signs in with the link that was printed.
    pub async fn owner(&self) -> Client {
        let client = Client::new(&self.url, None);
        let (_, token) = self.signin.rsplit_once('/').expect("it is a link");
        client
            .post("/api/session", json!({ "token": token }))
            .await
            .expect(200);
        client
    }

    /// The process of its private Postgres.
    pub fn postgres(&self) -> u32 {
        postgres_of(&self.folder).expect("Postgres runs")
    }

    /// Kills the server, without any warning. Its Postgres goes on.
    pub fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    /// Asks the server to stop, and waits until it has.
    pub fn stop(mut self) -> ExitStatus {
        signal(self.child.id(), "TERM");
        self.child.wait().expect("it ends")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            signal(self.child.id(), "TERM");
            let _ended = self.child.wait();
        }
    }
}

/// The process named in a cluster's lock file.
pub fn postgres_of(folder: &Path) -> Option<u32> {
    let lock = std::fs::read_to_string(folder.join("postgres/postmaster.pid")).ok()?;
    lock.lines().next()?.trim().parse().ok()
}

/// Sends a signal to one process.
pub fn signal(pid: u32, name: &str) {
    let sent = Command::new("kill")
        .args(["-s", name, &pid.to_string()])
        .status()
        .expect("kill runs");
    assert!(sent.success(), "process {pid} takes the signal {name}");
}
