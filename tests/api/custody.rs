//! The chain of custody: whoever touches the log is found, and a change can be proven without the server.

use std::fs;
use std::process::{Command, Output};

use daylight::custody;
use daylight_tests::{Client, TestServer, binary};
use serde_json::{Value, json};

const NOTHING: [&str; 0] = [];

struct Book {
    server: TestServer,
    admin: Client,
    id: String,
}

impl Book {
    /// A workbook with 30 changes, of which 20 are signed, and a snapshot.
    async fn new() -> Self {
        let server = TestServer::with(&["--check-every", "0"]).await;
        let id = server.workbook("Plan").await;
        let book = Self {
            admin: server.admin(),
            server,
            id,
        };
        for n in 0..19 {
            book.write("A1", n).await;
        }
        book.sign().await;
        for n in 19..29 {
            book.write("B2", n).await;
        }
        book
    }

    async fn write(&self, cell: &str, n: i32) {
        let cells = json!({"cells": [{"cell": cell, "input": n.to_string()}]});
        self.admin
            .patch(&self.path("cells"), cells)
            .await
            .expect(200);
    }

    async fn sign(&self) {
        let app = self.server.app();
        custody::sign_all(&app.db, app.custody.key()).await.unwrap();
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/workbooks/{}/{rest}", self.id)
    }

    async fn findings(&self) -> Vec<String> {
        self.server.findings(&self.id).await
    }
}

#[tokio::test]
async fn a_log_that_nobody_touched_is_whole() {
    let book = Book::new().await;
    let verified = book
        .admin
        .post(&book.path("verify"), json!({}))
        .await
        .expect(200);
    assert_eq!(verified["findings"], json!(NOTHING));
    assert_eq!(
        (&verified["whole"], &verified["seq"]),
        (&json!(true), &json!(30))
    );
    let key = book.admin.get("/api/custody/key").await.expect(200);
    assert_eq!(verified["key"], key["key"]);
    let guest = book.server.guest(&book.id, "editor", "Vera").await;
    guest
        .post(&book.path("verify"), json!({}))
        .await
        .expect_problem(403, "owner-only");
    guest
        .get("/api/custody")
        .await
        .expect_problem(403, "admins-only");
    assert_eq!(
        book.admin.get("/api/custody").await.expect(200)["checks"],
        json!(NOTHING)
    );
}

#[tokio::test]
async fn whoever_alters_a_column_of_a_change_is_found_and_the_change_named() {
    let book = Book::new().await;
    let other = book.server.workbook("Other").await;
    for (column, value) in [
        ("author_id", "author_id + 1"),
        ("link_id", "5"),
        ("via", "'edit'"),
        ("at", "at + interval '1 microsecond'"),
        ("summary", "summary || ' '"),
        ("detail", r#"'{"reverts": 3}'"#),
        ("update", "update || '\\x00'"),
        ("hash", "sha256(hash)"),
    ] {
        let set = |value: &str| {
            format!(
                "update changes set {column} = {value} where workbook_id = {} and seq = 25",
                number(&book.id)
            )
        };
        book.server
            .tamper("create table kept as select * from changes")
            .await;
        book.server.tamper(&set(value)).await;
        let findings = book.findings().await;
        assert!(
            findings.contains(&"change 25 is not as it was written".to_owned()),
            "{column}: {findings:?}"
        );
        assert_eq!(
            findings
                .iter()
                .filter(|finding| finding.contains("is not as it was written"))
                .count(),
            1,
            "{column}: {findings:?}"
        );
        book.server
            .tamper(&format!(
                "update changes c set {column} = k.{column} from kept k
                 where k.workbook_id = c.workbook_id and k.seq = c.seq; drop table kept"
            ))
            .await;
        assert_eq!(book.findings().await, NOTHING, "{column}");
    }
    for (set, expected) in [
        ("seq = 31", "change 25 is missing"),
        (
            &*format!("workbook_id = {}, seq = 7", number(&other)),
            "change 25 is missing",
        ),
    ] {
        book.server
            .tamper("create table kept as select * from changes")
            .await;
        let of = number(&book.id);
        book.server
            .tamper(&format!(
                "update changes set {set} where workbook_id = {of} and seq = 25"
            ))
            .await;
        let findings = book.findings().await;
        assert!(
            findings.contains(&expected.to_owned()),
            "{set}: {findings:?}"
        );
        book.server
            .tamper("delete from changes; insert into changes select * from kept; drop table kept")
            .await;
    }
    assert_eq!(book.findings().await, NOTHING);
}

#[tokio::test]
async fn whoever_alters_a_column_of_an_entry_is_found_and_the_change_named() {
    let book = Book::new().await;
    for set in [
        "n = 1",
        "root = 'formats'",
        "sheet = sheet || '1'",
        "row_id = 7",
        "col_id = 7",
        "entry = ''",
        "old = null",
        "new = '666'",
        "superseded = true",
    ] {
        book.server
            .tamper("create table kept as select * from cell_changes")
            .await;
        let of = number(&book.id);
        book.server
            .tamper(&format!(
                "update cell_changes set {set} where workbook_id = {of} and seq = 25"
            ))
            .await;
        let findings = book.findings().await;
        assert_eq!(findings, ["change 25 is not as it was written"], "{set}");
        book.server.tamper("delete from cell_changes; insert into cell_changes select * from kept; drop table kept").await;
    }
    let of = number(&book.id);
    let moved =
        format!("update cell_changes set seq = 26, n = 1 where workbook_id = {of} and seq = 25");
    book.server.tamper(&moved).await;
    assert_eq!(
        book.findings().await,
        [
            "change 25 is not as it was written",
            "change 26 is not as it was written"
        ]
    );
    let back = format!(
        "update cell_changes set seq = 25, n = 0 where workbook_id = {of} and seq = 26 and n = 1"
    );
    book.server.tamper(&back).await;
    let added = format!(
        "insert into cell_changes select workbook_id, 99, n, root, sheet, row_id, col_id from cell_changes
         where workbook_id = {of} and seq = 25"
    );
    book.server.tamper(&added).await;
    assert_eq!(
        book.findings().await,
        ["entries are stored for change 99, which is not there"]
    );
}

#[tokio::test]
async fn a_cut_tail_two_swapped_changes_and_a_hole_are_found() {
    let book = Book::new().await;
    let of = number(&book.id);
    book.server.tamper("create table kept as select * from changes; create table kept_cells as select * from cell_changes").await;
    let restore =
        "delete from changes; delete from cell_changes; insert into changes select * from kept;
         insert into cell_changes select * from kept_cells";
    // Two entries change places, with all that belongs to them.
    let swap = "update {t} set seq = case seq when 24 then 124 when 25 then 125 else seq end where workbook_id = {w};
         update {t} set seq = case seq when 124 then 25 when 125 then 24 else seq end where workbook_id = {w}";
    for table in ["changes", "cell_changes"] {
        book.server
            .tamper(&swap.replace("{t}", table).replace("{w}", &of))
            .await;
    }
    let findings = book.findings().await;
    assert!(
        findings.contains(&"change 24 is not as it was written".to_owned()),
        "{findings:?}"
    );
    assert!(
        findings.contains(&"change 25 is not as it was written".to_owned()),
        "{findings:?}"
    );
    book.server.tamper(restore).await;
    for table in ["cell_changes", "changes"] {
        book.server
            .tamper(&format!(
                "delete from {table} where workbook_id = {of} and seq between 22 and 23"
            ))
            .await;
    }
    assert_eq!(book.findings().await[0], "changes 22 to 23 are missing");
    book.server.tamper(restore).await;
    // What was never signed can be cut off unseen; what was cannot.
    for table in ["cell_changes", "changes"] {
        book.server
            .tamper(&format!(
                "delete from {table} where workbook_id = {of} and seq > 15"
            ))
            .await;
    }
    let findings = book.findings().await;
    let cut = "the log ends at change 15, and a signed head is of change 20: its end was cut off";
    assert!(findings.contains(&cut.to_owned()), "{findings:?}");
}

#[tokio::test]
async fn a_log_that_was_written_anew_is_not_the_one_that_was_signed() {
    let book = Book::new().await;
    let of = number(&book.id);
    // A log that is sound in itself: that of a workbook with other numbers, under this one's id, is beyond what a test can
    // forge by SQL; a signed head of another log is the same thing seen from the other side.
    let other = Book::new().await;
    let head = |book: &Book| {
        let (db, key, id) = (
            book.server.app().db.clone(),
            book.server.app().custody.clone(),
            book.id.parse().unwrap(),
        );
        async move { custody::sign(&db, key.key(), id).await.unwrap().unwrap() }
    };
    let theirs = head(&other).await;
    let set = format!(
        "update heads set hash = '\\x{}' where workbook_id = {of} and seq = 20",
        serde_json::to_value(&theirs).unwrap()["hash"]
            .as_str()
            .unwrap()
    );
    book.server
        .tamper("create table kept as select * from heads")
        .await;
    let restore = "delete from heads; insert into heads select * from kept";
    book.server.tamper(&set).await;
    assert_eq!(
        book.findings().await,
        ["a signed head of change 20: its signature does not fit"]
    );
    for column in ["root", "peaks", "signature"] {
        book.server.tamper(restore).await;
        book.server
            .tamper(&format!("update heads set {column} = set_byte({column}, 3, (get_byte({column}, 3) + 1) % 256) where workbook_id = {of}"))
            .await;
        let findings = book.findings().await;
        assert_eq!(
            findings,
            ["a signed head of change 20: its signature does not fit"],
            "{column}"
        );
    }
    book.server.tamper(restore).await;
    book.server
        .tamper(&format!(
            "update heads set at = at + interval '1 second' where workbook_id = {of}"
        ))
        .await;
    assert_eq!(
        book.findings().await,
        ["a signed head of change 20: its signature does not fit"]
    );
    book.server.tamper(restore).await;
    // Signed again, with another key: sound, but nobody's.
    book.server
        .tamper(&format!("delete from heads where workbook_id = {of}"))
        .await;
    let forger = other.server.app().custody.clone();
    custody::sign(
        &book.server.app().db,
        forger.key(),
        book.id.parse().unwrap(),
    )
    .await
    .unwrap();
    let foreign = format!(
        "a signed head of change 30: it is signed with a key that is not trusted, {}",
        forger.key().public()
    );
    assert_eq!(book.findings().await, [foreign]);
    // A head of ours over what is not the log any more.
    book.server.tamper(restore).await;
    book.sign().await;
    book.server
        .tamper(&format!(
            "update changes set hash = sha256(hash) where workbook_id = {of} and seq = 25"
        ))
        .await;
    let findings = book.findings().await;
    assert!(
        findings.contains(&"changes 21 to 30 are not those of a signed head".to_owned()),
        "{findings:?}"
    );
}

#[tokio::test]
async fn snapshots_blocks_and_the_live_document_are_held_against_the_log() {
    let book = Book::new().await;
    let csv: Vec<String> = (0..500).map(|n| format!("{n},item {n}\n")).collect();
    let imported = book
        .server
        .import(&book.admin, "items.csv", csv.concat().into_bytes())
        .await;
    let items = imported["workbook"].as_str().unwrap().to_owned();
    let of = number(&items);
    assert_eq!(book.server.findings(&items).await, NOTHING);
    book.server
        .tamper("create table kept as select * from assets")
        .await;
    book.server.tamper(&format!("delete from assets where workbook_id = {of} and octet_length(body) = (select max(octet_length(body)) from assets where workbook_id = {of})")).await;
    let findings = book.server.findings(&items).await;
    assert!(findings[0].ends_with("is missing"), "{findings:?}");
    book.server
        .tamper("delete from assets; insert into assets select * from kept")
        .await;
    book.server.tamper(&format!("update assets a set body = (select body from assets b where b.workbook_id = {of} and b.hash <> a.hash order by hash limit 1) where workbook_id = {of} and octet_length(body) = (select max(octet_length(body)) from assets where workbook_id = {of})")).await;
    let findings = book.server.findings(&items).await;
    assert!(
        findings[0].starts_with("the block") && findings[0].ends_with("is not as it was written"),
        "{findings:?}"
    );
    book.server
        .tamper("delete from assets; insert into assets select * from kept")
        .await;
    assert_eq!(book.server.findings(&items).await, NOTHING);
    // A snapshot of another moment, as if it were of this one: what people would open is not what the log gives.
    let (db, id) = (&book.server.app().db, book.id.parse().unwrap());
    let then = daylight::history::load(db, id, Some(daylight::ids::Seq(10)))
        .await
        .unwrap();
    let state = then.document.state();
    daylight::history::store_snapshot(db, id, 1, daylight::ids::Seq(28), state)
        .await
        .unwrap();
    let findings = book.findings().await;
    assert!(
        findings.contains(&"the snapshot at change 28 is not what the log gives".to_owned()),
        "{findings:?}"
    );
}

fn daylight(arguments: &[&str]) -> Output {
    Command::new(binary()).args(arguments).output().unwrap()
}

#[tokio::test]
async fn a_proof_of_a_cell_is_checked_without_the_server_and_bears_no_change() {
    let book = Book::new().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("proof.json");
    let name = file.to_str().unwrap();
    let answer = book.admin.get(&book.path("proof?cell=a1")).await;
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment; filename=\"proof-")
    );
    let proof = answer.expect(200);
    assert_eq!(
        (&proof["change"]["seq"], &proof["head"]["seq"]),
        (&json!(20), &json!(30))
    );
    fs::write(&file, proof.to_string()).unwrap();
    let key = book.server.app().custody.key().public().to_string();
    let said = daylight(&["verify-proof", name, "--key", &key]);
    let words = String::from_utf8(said.stdout).unwrap();
    assert!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
    assert!(
        words.contains("from 17 to 18") && words.contains("the cell Sheet1!A1"),
        "{words}"
    );
    let other = "11".repeat(32);
    assert!(
        !daylight(&["verify-proof", name, "--key", &other])
            .status
            .success()
    );
    let refused = |alter: fn(&mut Value)| {
        let mut proof = proof.clone();
        alter(&mut proof);
        fs::write(&file, proof.to_string()).unwrap();
        let said = daylight(&["verify-proof", name, "--key", &key]);
        assert!(
            !said.status.success(),
            "{}",
            String::from_utf8_lossy(&said.stdout)
        );
    };
    for alter in [
        (|proof: &mut Value| proof["change"]["entries"][0]["new"] = json!("19")) as fn(&mut Value),
        |proof| proof["change"]["entries"][0]["row"] = json!(1),
        |proof| proof["change"]["author"] = json!("0000000000001"),
        |proof| proof["change"]["at"] = json!("2020-01-01T00:00:00Z"),
        |proof| proof["change"]["seq"] = json!(21),
        |proof| proof["previous"] = proof["head"]["hash"].clone(),
        |proof| proof["path"][0] = proof["head"]["hash"].clone(),
        |proof| proof["head"]["root"] = proof["head"]["hash"].clone(),
        |proof| proof["head"]["seq"] = json!(31),
        |proof| proof["workbook"] = json!("0000000000001"),
        |proof| proof["form"] = json!("daylight proof 2"),
    ] {
        refused(alter);
    }
    for (query, status, code) in [
        ("proof?seq=31", 404, "change-unknown"),
        ("proof?seq=0", 404, "change-unknown"),
        ("proof?cell=Z9", 404, "cell-untouched"),
        ("proof?cell=9Z", 422, "bad-cell"),
        ("proof", 422, "no-change-named"),
    ] {
        book.admin
            .get(&book.path(query))
            .await
            .expect_problem(status, code);
    }
}

#[tokio::test]
async fn a_proof_of_an_imported_cell_brings_its_block() {
    let server = TestServer::start().await;
    let admin = server.admin();
    let rows: Vec<String> = (1..=600).map(|n| format!("{n},{}\n", n * 7)).collect();
    let rows = rows.concat();
    let import = server.import(&admin, "n.csv", rows.into_bytes()).await;
    let id = import["workbook"].as_str().unwrap();
    let path = format!("/api/workbooks/{id}/proof?cell=B400");
    let proof = admin.get(&path).await.expect(200);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("proof.json");
    let key = server.app().custody.key().public().to_string();
    let check = |proof: &Value| {
        fs::write(&file, proof.to_string()).unwrap();
        daylight(&["verify-proof", file.to_str().unwrap(), "--key", &key])
    };
    let said = check(&proof);
    let words = String::from_utf8(said.stdout).unwrap();
    assert!(
        said.status.success() && words.contains(": 2800, in the block"),
        "{words}"
    );
    let other = admin.get(&path.replace("B400", "B4")).await.expect(200);
    for alter in [
        (|proof: &mut Value, other: &Value| {
            proof["block"]["block"] = other["block"]["block"].clone();
        }) as fn(&mut Value, &Value),
        |proof, _| proof["block"]["manifest"] = proof["block"]["block"].clone(),
        |proof, _| proof["block"]["row"] = json!(5),
        |proof, _| proof["block"]["sheet"] = json!("9"),
        |proof, _| proof["block"]["block"] = json!("?"),
    ] {
        let mut altered = proof.clone();
        alter(&mut altered, &other);
        let said = check(&altered);
        assert!(
            !said.status.success(),
            "{}",
            String::from_utf8_lossy(&said.stdout)
        );
    }
}

#[tokio::test]
async fn the_program_checks_every_log_and_anchors_show_what_the_database_cannot() {
    let folder = tempfile::tempdir().unwrap();
    let anchors = folder.path().join("anchors.jsonl");
    let anchor = anchors.to_str().unwrap();
    let server = TestServer::with(&["--anchor-file", anchor]).await;
    let id = server.workbook("Plan").await;
    let path = format!("/api/workbooks/{id}/cells");
    for n in 0..5 {
        let cells = json!({"cells": [{"cell": "A1", "input": n.to_string()}]});
        server.admin().patch(&path, cells).await.expect(200);
    }
    // A server that stops signs and anchors what is new.
    let server = server.restart().await;
    let heads = custody::read_anchors(&anchors).unwrap();
    assert_eq!(heads.last().unwrap().seq.0, 6);
    let data = server.data_folder().display().to_string();
    let url = server.database_url().to_owned();
    let check = |more: &[&str]| {
        let common = ["verify", "--data-dir", &data, "--database-url", &url];
        daylight(&[&common, more].concat())
    };
    let said = check(&["--anchors", anchor]);
    let words = String::from_utf8(said.stdout).unwrap();
    assert!(
        said.status.success(),
        "{words}{}",
        String::from_utf8_lossy(&said.stderr)
    );
    assert!(words.contains("whole  6 changes"), "{words}");
    // The tail, and every signed head in the database with it.
    let of = number(&id);
    for table in ["cell_changes", "changes", "heads", "snapshots"] {
        server
            .tamper(&format!(
                "delete from {table} where workbook_id = {of} and seq > 3"
            ))
            .await;
    }
    assert!(
        check(&[]).status.success(),
        "the database alone cannot know"
    );
    let said = check(&["--anchors", anchor]);
    let words = String::from_utf8(said.stdout).unwrap();
    assert!(!said.status.success());
    assert!(
        words.contains("the log ends at change 3, and an anchor is of change 6"),
        "{words}"
    );
}

/// An id as the database has it.
fn number(id: &str) -> String {
    id.parse::<daylight::ids::WorkbookId>()
        .unwrap()
        .0
        .to_string()
}
