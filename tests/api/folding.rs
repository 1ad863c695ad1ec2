//! Folding older changes into a signed checkpoint: what the workbook was stays, and can still be proven.

use std::fs;

use daylight::custody;
use daylight_tests::{Client, TestServer};
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

const NOTHING: [&str; 0] = [];
struct Book {
    server: TestServer,
    admin: Client,
    id: String,
}

impl Book {
    async fn new() -> Self {
        let server = TestServer::with(&["--check-every", "0"]).await;
        let id = server.workbook("Plan").await;
        Self {
            admin: server.admin(),
            server,
            id,
        }
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/workbooks/{}/{rest}", self.id)
    }

    async fn write(&self, cell: &str, input: &str) {
        let cells = json!({"cells": [{"cell": cell, "input": input}]});
        self.admin
            .patch(&self.path("cells"), cells)
            .await
            .expect(200);
    }

    async fn get(&self, rest: &str) -> Value {
        self.admin.get(&self.path(rest)).await.expect(200)
    }

    async fn sign(&self) {
        let app = self.server.app();
        custody::sign_all(&app.db, app.custody.key()).await.unwrap();
    }

    async fn fold(&self, before: &str) -> Value {
        let folded = self
            .admin
            .post(&self.path("fold"), json!({"before": before}))
            .await;
        folded.expect(200)
    }

    async fn findings(&self) -> Vec<String> {
        self.server.findings(&self.id).await
    }

    fn number(&self) -> i64 {
        self.id.parse::<daylight::ids::WorkbookId>().unwrap().0
    }
}

fn now() -> String {
    OffsetDateTime::now_utc().format(&Rfc3339).unwrap()
}

impl Book {
    /// Seventeen changes, of which the first twelve lie before the moment that is given, too.
    async fn of_two_times() -> (Self, String) {
        let book = Self::new().await;
        for n in 0..10 {
            book.write("A1", &n.to_string()).await;
        }
        book.write("B1", "=A1*2").await;
        let old = json!({"name": "Old", "seq": 4});
        let named = book.admin.post(&book.path("versions"), old).await;
        named.expect(201);
        book.sign().await;
        let between = now();
        for n in 10..15 {
            book.write("A1", &n.to_string()).await;
        }
        book.sign().await;
        (book, between)
    }

    async fn key(&self) -> String {
        let key = self.admin.get("/api/custody/key").await.expect(200);
        key["key"].as_str().unwrap().to_owned()
    }
}

fn length(list: &Value) -> usize {
    list.as_array().unwrap().len()
}

#[tokio::test]
async fn what_is_folded_is_gone() {
    let (book, between) = Book::of_two_times().await;
    let preview = json!({"before": between, "preview": true});
    let would = book.admin.post(&book.path("fold"), preview).await;
    let would = would.expect(200);
    assert_eq!((&would["seq"], &would["changes"]), (&json!(12), &json!(12)));
    assert_eq!(length(&book.get("changes?limit=100").await["changes"]), 17);

    let folded = book.fold(&between).await;
    assert_eq!(
        (&folded["seq"], &folded["changes"]),
        (&json!(12), &json!(12))
    );
    assert_eq!(book.findings().await, NOTHING);
    let changes = book.get("changes?limit=100").await;
    assert_eq!(length(&changes["changes"]), 5);
    assert_eq!(
        (&changes["folded"]["seq"], &changes["next"]),
        (&json!(12), &Value::Null)
    );
    let story = book.get("cells/history?cell=A1").await;
    assert_eq!(length(&story["story"]), 5);
    assert_eq!(story["folded"]["seq"], 12);
    assert_eq!(book.get("versions").await["versions"], json!([]));

    // What was then can be looked at from the checkpoint on, and not before.
    let compared = book.get("compare?from=12&to=17").await;
    assert_eq!(length(&compared["differences"]), 2);
    for gone in [
        "compare?from=11",
        "changes/12",
        "proof?seq=5",
        "state?at=3",
        "cells/why?cell=B1&from=4",
    ] {
        let problem = book
            .admin
            .get(&book.path(gone))
            .await
            .expect_problem(410, "folded");
        assert_eq!(problem["where"]["seq"], 12, "{gone}");
    }
    book.admin
        .post(&book.path("restore"), json!({"seq": 7}))
        .await
        .expect_problem(410, "folded");
    book.admin
        .post(&book.path("changes/12/revert"), json!({}))
        .await
        .expect_problem(410, "folded");
}

#[tokio::test]
async fn what_is_left_works_as_before_and_is_proven() {
    let (book, between) = Book::of_two_times().await;
    let early = book.get("proof?seq=5").await;
    book.fold(&between).await;
    let proof = book.get("proof?seq=13").await;
    let file = tempfile::NamedTempFile::new().unwrap();
    for proof in [&proof, &early] {
        fs::write(file.path(), proof.to_string()).unwrap();
        let key = book.key().await;
        let checked = std::process::Command::new(daylight_tests::binary())
            .args(["verify-proof", "--key", &key])
            .arg(file.path())
            .output()
            .unwrap();
        assert!(checked.status.success(), "{checked:?}");
    }
    book.admin
        .post(&book.path("changes/13/revert"), json!({"force": true}))
        .await
        .expect(200);
    book.admin
        .post(&book.path("restore"), json!({"seq": 12}))
        .await
        .expect(200);
    assert_eq!(
        book.get("cells?range=A1:B1").await["cells"][1]["value"],
        json!(18)
    );

    // Again, on top; the last change always stays.
    let folded = book.fold(&now()).await;
    let head = book.get("changes?limit=1").await["changes"][0]["seq"]
        .as_i64()
        .unwrap();
    assert_eq!(folded["seq"], head - 1);
    book.sign().await;
    assert_eq!(book.findings().await, NOTHING);
    book.admin
        .post(&book.path("fold"), json!({"before": now()}))
        .await
        .expect_problem(409, "nothing-to-fold");
    // As a server that has just begun reads it.
    let app = book.server.app();
    let id = book.id.parse().unwrap();
    let loaded = daylight::history::load(&app.db, id, None).await.unwrap();
    assert_eq!(loaded.head.seq.0, head);
}

#[tokio::test]
async fn an_import_that_is_folded_keeps_its_cells_and_their_looks() {
    let mut book = Book::new().await;
    // So many that sorting them goes through blocks, and dates, so that cells have styles.
    let rows = (0..3000).map(|n| format!("{n},2026-01-{:02},{}\n", n % 28 + 1, n * 3));
    let text = format!("n,day,m\n{}", rows.collect::<String>());
    let import = book
        .server
        .import(&book.admin, "days.csv", text.into_bytes())
        .await;
    book.id = import["workbook"].as_str().unwrap().to_owned();
    let before = book.get("cells?range=A1:C4").await["cells"].clone();
    book.write("H1", "x").await;
    let sorted =
        json!({"range": "A1:C3001", "header": true, "by": [{"column": "A", "descending": true}]});
    let sorted = book.admin.post(&book.path("sort"), sorted).await;
    assert_eq!(sorted.expect(200)["seq"], 3);
    let folded = book
        .admin
        .post(&book.path("fold"), json!({"before": now()}))
        .await;
    assert_eq!(folded.expect(200)["seq"], 2);
    assert_eq!(book.findings().await, NOTHING);
    assert_ne!(book.get("cells?range=A1:C4").await["cells"], before);
    // The one change that is left is told cell by cell, and can be taken back.
    let change = book.get("changes/3").await;
    assert!(!change["cells"].as_array().unwrap().is_empty(), "{change}");
    book.admin
        .post(&book.path("changes/3/revert"), json!({}))
        .await
        .expect(200);
    assert_eq!(book.get("cells?range=A1:C4").await["cells"], before);
    assert_eq!(book.findings().await, NOTHING);
}

#[tokio::test]
async fn blocks_that_only_folded_changes_named_go_after_a_while() {
    let mut book = Book::new().await;
    let rows: Vec<String> = (0..3000)
        .map(|n| format!("{n},{}\n", n * 7 % 3000))
        .collect();
    let text = format!("n,m\n{}", rows.concat());
    let import = book
        .server
        .import(&book.admin, "n.csv", text.into_bytes())
        .await;
    book.id = import["workbook"].as_str().unwrap().to_owned();
    for column in ["B", "A", "B"] {
        let sorted = json!({"range": "A1:B3001", "header": true, "by": [{"column": column, "descending": true}]});
        let sorted = book.admin.post(&book.path("sort"), sorted).await;
        sorted.expect(200);
    }
    let blocks = async || {
        let verified = book.admin.post(&book.path("verify"), json!({})).await;
        verified.expect(200)["blocks"].as_i64().unwrap()
    };
    let custody = &book.server.app().custody;
    let id = book.id.parse().unwrap();
    let now = OffsetDateTime::now_utc();
    let later = |hours| now + Duration::hours(hours);
    assert_eq!(custody.sweep(id, later(9)).await.unwrap(), 0);
    let all = blocks().await;
    book.write("D1", "x").await;
    book.fold(&self::now()).await;
    // First they are noted, then they go.
    assert_eq!(custody.sweep(id, later(10)).await.unwrap(), 0);
    assert_eq!(custody.sweep(id, later(10)).await.unwrap(), 0);
    let dropped = custody.sweep(id, later(12)).await.unwrap();
    assert!(dropped > 10, "{dropped}");
    assert_eq!(blocks().await, all - i64::try_from(dropped).unwrap());
    assert_eq!(book.findings().await, NOTHING);
    let top = book.get("cells?range=B2:B3").await;
    assert_eq!(
        (&top["cells"][0]["value"], &top["cells"][1]["value"]),
        (&json!(2999), &json!(2998))
    );
}

#[tokio::test]
async fn whoever_touches_a_checkpoint_is_found() {
    let book = Book::new().await;
    for n in 0..8 {
        book.write("A1", &n.to_string()).await;
    }
    book.sign().await;
    book.fold(&now()).await;
    book.write("A1", "9").await;
    book.sign().await;
    assert_eq!(book.findings().await, NOTHING);
    for column in [
        "changed_at",
        "hash",
        "root",
        "hashes",
        "state",
        "folded_by",
        "at",
        "key",
        "signature",
    ] {
        let altered = match column {
            "changed_at" | "at" => format!("{column} + interval '1 second'"),
            "folded_by" => format!("{column} + 1"),
            _ => format!("set_byte({column}, 0, get_byte({column}, 0) # 1)"),
        };
        book.server
            .tamper("create table kept as select * from checkpoints")
            .await;
        book.server
            .tamper(&format!("update checkpoints set {column} = {altered}"))
            .await;
        let findings = book.findings().await;
        assert!(
            findings
                .iter()
                .any(|finding| finding.starts_with("the checkpoint at change 8")),
            "{column}: {findings:?}"
        );
        book.server
            .tamper("delete from checkpoints; insert into checkpoints select * from kept; drop table kept")
            .await;
        assert_eq!(book.findings().await, NOTHING, "{column}");
    }
    // Another document in the place of the one that was signed.
    book.server
        .tamper("create table kept as select * from snapshots;
                 update snapshots set state = (select state from snapshots order by seq desc limit 1) where seq = 8;
                 update snapshots set state = '\\x1f8b' where seq = 8")
        .await;
    let findings = book.findings().await;
    assert!(
        findings
            .contains(&"the document at checkpoint 8 is not the one that was signed".to_owned()),
        "{findings:?}"
    );
    book.server
        .tamper("delete from snapshots; insert into snapshots select * from kept; drop table kept")
        .await;
    // A history invented for what is gone.
    let number = book.number();
    book.server
        .tamper(&format!(
            "insert into cell_changes (workbook_id, seq, n, root, sheet, row_id, col_id, old, new)
             values ({number}, 3, 0, 'cells', '1', 1, 1, null, '5')"
        ))
        .await;
    let findings = book.findings().await;
    assert_eq!(
        findings,
        ["something is stored for change 3, which a checkpoint stands for"]
    );
    book.server
        .tamper("delete from cell_changes where seq = 3")
        .await;
    // The checkpoint itself taken away.
    book.server.tamper("delete from checkpoints").await;
    let findings = book.findings().await;
    assert!(
        findings.contains(&"changes 1 to 8 are missing".to_owned()),
        "{findings:?}"
    );
}

#[tokio::test]
async fn a_log_that_is_not_whole_is_not_folded() {
    let book = Book::new().await;
    for n in 0..5 {
        book.write("A1", &n.to_string()).await;
    }
    book.server
        .tamper("update changes set summary = 'x' where seq = 3")
        .await;
    let body = json!({"before": now()});
    book.admin
        .post(&book.path("fold"), body)
        .await
        .expect_problem(409, "log-damaged");
    assert_eq!(
        book.get("changes").await["changes"]
            .as_array()
            .unwrap()
            .len(),
        6
    );
}

#[tokio::test]
async fn a_policy_is_the_owners_and_is_noted() {
    let book = Book::new().await;
    book.write("A1", "1").await;
    let vera = book.server.guest(&book.id, "editor", "Vera").await;
    let path = book.path("retention");
    assert_eq!(
        vera.get(&path).await.expect(200),
        json!({"keep_days": null, "folded": null, "foldable": null})
    );
    vera.put(&path, json!({"keep_days": 90}))
        .await
        .expect_problem(403, "owner-only");
    vera.post(&book.path("fold"), json!({"before": now()}))
        .await
        .expect_problem(403, "owner-only");
    for days in [0, 29, -1, 40_000] {
        book.admin
            .put(&path, json!({"keep_days": days}))
            .await
            .expect_problem(422, "bad-days");
    }
    book.admin
        .put(&path, json!({"keep_days": 90}))
        .await
        .expect(204);
    assert_eq!(book.get("retention").await["keep_days"], 90);
    let kept = format!("/api/activity?workbook={}&kind=kept", book.id);
    let kept = book.admin.get(&kept).await.expect(200);
    assert_eq!(
        kept["activity"][0]["detail"],
        json!({"old": null, "new": 90})
    );
    // What is older than that is folded by the server itself.
    let custody = &book.server.app().custody;
    let later = OffsetDateTime::now_utc() + Duration::days(89);
    custody.fold_by_policy(later).await.unwrap();
    assert_eq!(book.get("retention").await["folded"], Value::Null);
    custody
        .fold_by_policy(later + Duration::days(2))
        .await
        .unwrap();
    assert_eq!(book.get("retention").await["folded"]["seq"], 1);
    assert_eq!(book.findings().await, NOTHING);
    book.admin
        .put(&path, json!({"keep_days": null}))
        .await
        .expect(204);
    assert_eq!(book.get("retention").await["keep_days"], Value::Null);
}

#[tokio::test]
async fn the_database_drops_only_what_a_checkpoint_stands_for() {
    let book = Book::new().await;
    for n in 0..5 {
        book.write("A1", &n.to_string()).await;
    }
    book.fold(&now()).await;
    let app = book.server.app();
    let number = book.number();
    let drop = || sqlx::query_scalar::<_, i64>("select drop_folded($1)").bind(number);
    assert_eq!(drop().fetch_one(&app.db.pool).await.unwrap(), 0);
    assert_eq!(
        book.get("changes").await["changes"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let other: i64 = sqlx::query_scalar("select drop_folded(1)")
        .fetch_one(&app.db.pool)
        .await
        .unwrap();
    assert_eq!(other, 0);
}
