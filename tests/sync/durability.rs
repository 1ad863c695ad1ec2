//! D5 and D6: what was acknowledged is there, whatever dies, and the clients heal by themselves.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use daylight_tests::{Program, TestServer, signal};
use serde_json::json;
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::peer::{Door, Peer};

const WRITERS: u32 = 4;

async fn workbook(program: &Program) -> String {
    let made = program
        .admin()
        .post("/api/workbooks", json!({"name": "Plan"}))
        .await
        .expect(201);
    made["id"].as_str().unwrap().to_owned()
}

fn door(program: &Program, workbook: &str) -> Door {
    Door::at(format!(
        "{}/ws/{workbook}",
        program.url.replacen("http", "ws", 1)
    ))
}

/// A peer that has written into a column of its own.
struct Writer {
    peer: Peer,
    column: u32,
    written: u32,
}

impl Writer {
    async fn write_one(&mut self) {
        let key = format!("1/{}:{}", self.written, self.column);
        self.peer.set(&key, i64::from(self.written)).await;
        self.written += 1;
    }

    /// Writes on and on, with some edits under way at any time, until the connection ends or enough are durable.
    async fn write_until_cut(&mut self, durable: &AtomicU32, enough: &AtomicU32) {
        let mut before = self.peer.acked;
        while self.peer.ended.is_none()
            && durable.load(Ordering::SeqCst) < enough.load(Ordering::SeqCst)
        {
            while self.peer.clock() - self.peer.acked < 5 {
                self.write_one().await;
            }
            self.peer.pump().await;
            durable.fetch_add(self.peer.acked - before, Ordering::SeqCst);
            before = self.peer.acked;
        }
    }

    /// Comes back as often as it takes, until everything is saved.
    async fn heal(&mut self) {
        loop {
            if self.peer.ended.is_some() || !self.peer.is_connected() {
                while !self.peer.connect().await {
                    tokio::task::yield_now().await;
                }
            }
            if self.peer.synced && self.peer.is_saved() {
                return;
            }
            self.peer.pump().await;
        }
    }
}

async fn writers(door: &Door) -> Vec<Writer> {
    let mut writers = Vec::new();
    for column in 0..WRITERS {
        writers.push(Writer {
            peer: Peer::join(door.clone()).await,
            column,
            written: 0,
        });
    }
    writers
}

/// Writers at work, how much of it is durable, and how much of it is enough.
struct Writing {
    durable: Arc<AtomicU32>,
    enough: Arc<AtomicU32>,
    writers: JoinSet<Writer>,
}

impl Writing {
    fn start(writers: Vec<Writer>) -> Self {
        let (durable, enough) = (
            Arc::new(AtomicU32::new(0)),
            Arc::new(AtomicU32::new(u32::MAX)),
        );
        let mut set = JoinSet::new();
        for mut writer in writers {
            let (durable, enough) = (Arc::clone(&durable), Arc::clone(&enough));
            set.spawn(async move {
                writer.write_until_cut(&durable, &enough).await;
                writer
            });
        }
        Self {
            durable,
            enough,
            writers: set,
        }
    }

    async fn reaches(&self, edits: u32) {
        while self.durable.load(Ordering::SeqCst) < edits {
            tokio::task::yield_now().await;
        }
    }

    /// Lets the writers make so many more edits, unless their connections end before that.
    async fn end_after(self, more: u32) -> Vec<Writer> {
        let goal = self.durable.load(Ordering::SeqCst) + more;
        self.enough.store(goal, Ordering::SeqCst);
        self.writers.join_all().await
    }
}

fn check_acked_are_there(writers: &[Writer], fresh: &Peer) {
    for writer in writers {
        for row in 0..writer.peer.acked {
            let key = format!("1/{row}:{}", writer.column);
            assert!(
                fresh.cell(&key).is_some(),
                "{key} was acknowledged and is lost"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d6_killing_the_server_loses_nothing_that_was_acknowledged() {
    let folder = TempDir::with_prefix("daylight-kill-").unwrap();
    let mut program = Program::start(folder.path(), &[]);
    let id = workbook(&program).await;
    let mut crew = writers(&door(&program, &id)).await;
    for edits in [1, 60, 250] {
        let writing = Writing::start(crew);
        writing.reaches(edits).await;
        program.kill();
        crew = writing.end_after(u32::MAX / 2).await;
        program = Program::start(folder.path(), &[]);
        let door = door(&program, &id);
        let fresh = Peer::join(door.clone()).await;
        check_acked_are_there(&crew, &fresh);
        for writer in &mut crew {
            writer.peer.door = door.clone();
            writer.heal().await;
        }
        let after = Peer::join(door).await;
        let written: u32 = crew.iter().map(|writer| writer.written).sum();
        assert_eq!(after.cells().len(), written as usize);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d6_killing_postgres_loses_nothing_that_was_acknowledged() {
    let folder = TempDir::with_prefix("daylight-kill-").unwrap();
    let program = Program::start(folder.path(), &[]);
    let id = workbook(&program).await;
    let door = door(&program, &id);
    let mut crew = writers(&door).await;
    for edits in [1, 120] {
        let writing = Writing::start(crew);
        writing.reaches(edits).await;
        signal(program.postgres(), "KILL");
        // Whoever was in the middle of a commit is sent away, whoever was not may not notice.
        crew = writing.end_after(40).await;
        assert!(
            crew.iter()
                .all(|writer| writer.peer.ended.as_ref().is_none_or(|end| end.0 == 4503))
        );
        for writer in &mut crew {
            writer.heal().await;
        }
        let fresh = Peer::join(door.clone()).await;
        check_acked_are_there(&crew, &fresh);
        let written: u32 = crew.iter().map(|writer| writer.written).sum();
        assert_eq!(fresh.cells().len(), written as usize);
    }
}

#[tokio::test]
async fn d5_when_the_log_cannot_be_written_sessions_end_with_4503_and_heal() {
    let server = TestServer::start().await;
    let id = server.workbook("Plan").await;
    let door = Door::of(&server, &id);
    let mut anna = Peer::join(door.clone()).await;
    let mut ben = Peer::join(door.clone()).await;
    let owner = sqlx::PgPool::connect(server.database_url()).await.unwrap();
    for statement in [
        "create function fail() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$",
        "create trigger fail before insert on cell_changes for each statement execute function fail()",
    ] {
        sqlx::query(statement).execute(&owner).await.unwrap();
    }
    anna.set("1/0:0", 1).await;
    for peer in [&mut anna, &mut ben] {
        assert_eq!(peer.end().await, (4503, "retry".into()));
        assert!(peer.acked == 0 && peer.seq < 2);
    }
    assert_eq!(ben.cell("1/0:0"), None, "nobody saw what was not stored");
    sqlx::query("drop trigger fail on cell_changes")
        .execute(&owner)
        .await
        .unwrap();
    assert!(anna.connect().await && ben.connect().await);
    anna.saved().await;
    ben.until(|ben| ben.cell("1/0:0").is_some()).await;
    assert_eq!(anna.seq, 2);
}

#[tokio::test]
async fn d7_the_servers_sync_step_1_acknowledges_what_is_durable() {
    let server = TestServer::start().await;
    let id = server.workbook("Plan").await;
    let mut anna = Peer::join(Door::of(&server, &id)).await;
    anna.set("1/0:0", 1).await;
    // The connection breaks before the ack is heard.
    let mut ben = Peer::join(Door::of(&server, &id)).await;
    ben.until(|ben| ben.cell("1/0:0").is_some()).await;
    anna.drop_connection();
    assert!(!anna.is_saved());
    assert!(anna.connect().await);
    anna.saved().await;
}
