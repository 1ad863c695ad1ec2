//! What happened, what was, and taking it back.

use daylight_tests::{Client, TestServer};
use serde_json::{Value, json};

use crate::guests::guest;
use crate::peer::{Door, Peer, sync_frame};

struct Book {
    server: TestServer,
    admin: Client,
    id: String,
}

impl Book {
    async fn new() -> Self {
        Self::with(&[]).await
    }

    async fn with(flags: &[&str]) -> Self {
        let server = TestServer::with(flags).await;
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

    async fn write(&self, cells: &[(&str, &str)]) -> i64 {
        let cells: Vec<Value> = cells
            .iter()
            .map(|(cell, input)| json!({"cell": cell, "input": input}))
            .collect();
        let written = self
            .admin
            .patch(&self.path("cells"), json!({"cells": cells}))
            .await
            .expect(200);
        written["seq"].as_i64().unwrap()
    }

    async fn value(&self, cell: &str) -> Value {
        let read = self
            .admin
            .get(&self.path(&format!("cells?range={cell}")))
            .await
            .expect(200);
        read["cells"][0]["value"].clone()
    }

    async fn revert(&self, seq: i64, body: Value) -> Value {
        self.admin
            .post(&self.path(&format!("changes/{seq}/revert")), body)
            .await
            .expect(200)
    }

    async fn changes(&self, filter: &str) -> Vec<Value> {
        let list = self
            .admin
            .get(&self.path(&format!("changes?{filter}")))
            .await
            .expect(200);
        list["changes"].as_array().unwrap().clone()
    }
}

#[tokio::test]
async fn a_change_says_who_what_and_from_what() {
    let book = Book::new().await;
    let gina = guest(&book.server, &book.id, "editor", "Gina").await;
    let mut gina = Peer::join(Door::of(&book.server, &book.id).seen_as(gina.who)).await;
    book.write(&[("B2", "5")]).await;
    gina.until(|gina| gina.cell("1/1:1").is_some()).await;
    gina.set("1/1:1", 6).await;
    gina.saved().await;
    let change = book.admin.get(&book.path("changes/3")).await.expect(200);
    assert_eq!(change["author"]["name"], "Gina");
    assert_eq!(change["author"]["kind"], "guest");
    assert_eq!(change["summary"], "Set B2");
    let cell = &change["cells"][0];
    assert_eq!(
        (&cell["sheet"], &cell["cell"]),
        (&json!("Sheet1"), &json!("B2"))
    );
    assert_eq!((&cell["old"], &cell["new"]), (&json!(5), &json!(6)));
    assert_eq!(change["hash"].as_str().unwrap().len(), 64);
    book.admin
        .get(&book.path("changes/99"))
        .await
        .expect_problem(404, "change-unknown");
}

#[tokio::test]
async fn changes_are_filtered_and_paged() {
    let book = Book::new().await;
    for row in 1..=9 {
        book.write(&[(&format!("A{row}"), "1"), (&format!("B{row}"), "2")])
            .await;
    }
    let seqs = |changes: Vec<Value>| {
        changes
            .iter()
            .map(|c| c["seq"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(seqs(book.changes("limit=3").await), [10, 9, 8]);
    assert_eq!(seqs(book.changes("limit=3&before=8").await), [7, 6, 5]);
    assert_eq!(seqs(book.changes("sheet=Sheet1&range=A4").await), [5]);
    assert_eq!(seqs(book.changes("range=B8:C9").await), [10, 9]);
    // Nothing comes before the first change, however that is asked for.
    for before in ["1", "0", "-7", "-9223372036854775808"] {
        let none = book.changes(&format!("sheet=Sheet1&before={before}")).await;
        assert_eq!(seqs(none), [0_i64; 0], "{before}");
    }
    assert_eq!(book.changes("to=2020-01-01T00:00:00Z").await.len(), 0);
    assert_eq!(book.changes("from=2020-01-01T00:00:00Z").await.len(), 10);
    let author = book.changes("").await[0]["author"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(book.changes(&format!("author={author}")).await.len(), 10);
    assert_eq!(book.changes("author=0000000000001").await.len(), 0);
}

#[tokio::test]
async fn a_cell_keeps_its_story_when_rows_come_and_go() {
    let book = Book::new().await;
    book.write(&[("A3", "1")]).await;
    let mut peer = Peer::join(Door::of(&book.server, &book.id)).await;
    let deletion = peer.change(
        "rows",
        "1/dx",
        Some(yrs::Any::from(vec![
            yrs::Any::from(0.0),
            yrs::Any::from(2.0),
        ])),
    );
    peer.send(sync_frame(2, &deletion)).await;
    peer.saved().await;
    book.write(&[("A1", "=1+1")]).await;
    let story = book
        .admin
        .get(&book.path("cells/history?cell=A1"))
        .await
        .expect(200);
    let steps = story["story"].as_array().unwrap();
    assert_eq!(steps.len(), 2);
    assert_eq!(
        (&steps[0]["old"], &steps[0]["new"]),
        (&json!(1), &json!("=1+1"))
    );
    assert_eq!(
        (&steps[1]["old"], &steps[1]["new"]),
        (&json!(null), &json!(1))
    );
    assert_eq!(book.changes("").await[1]["summary"], "Deleted rows 1 to 2");
}

#[tokio::test]
async fn one_change_is_taken_back_and_what_was_changed_since_is_reported() {
    let book = Book::new().await;
    book.write(&[("A1", "1"), ("A2", "1"), ("A3", "1")]).await;
    let change = book.write(&[("A1", "2"), ("A2", "2")]).await;
    book.write(&[("A2", "9"), ("A3", "9")]).await;
    let preview = book.revert(change, json!({"preview": true})).await;
    assert_eq!(
        (&preview["seq"], &preview["reverted"]),
        (&json!(null), &json!(1))
    );
    let done = book.revert(change, json!({})).await;
    assert_eq!((&done["seq"], &done["reverted"]), (&json!(5), &json!(1)));
    let conflict = &done["conflicts"][0];
    assert_eq!(
        (&conflict["cell"], &conflict["now"], &conflict["was"]),
        (&json!("A2"), &json!(9), &json!(1))
    );
    assert_eq!(conflict["seq"], 4);
    assert_eq!(
        (book.value("A1").await, book.value("A2").await),
        (json!(1), json!(9))
    );
    let undone = &book.changes("limit=1").await[0];
    assert_eq!(
        (&undone["via"], &undone["reverts"]),
        (&json!("revert"), &json!(change))
    );
    assert!(
        undone["summary"]
            .as_str()
            .unwrap()
            .starts_with("Undid a change: ")
    );
    let over = book.revert(change, json!({"overwrite": true})).await;
    assert_eq!(over["reverted"], 1);
    assert_eq!(
        (book.value("A2").await, book.value("A3").await),
        (json!(1), json!(9))
    );
    let nothing = book.revert(change, json!({})).await;
    assert_eq!(
        (&nothing["seq"], &nothing["reverted"]),
        (&json!(null), &json!(0))
    );
    book.admin
        .post(&book.path("changes/1/revert"), json!({}))
        .await
        .expect_problem(422, "first-change");
    let viewer = book.server.guest(&book.id, "viewer", "Vera").await;
    viewer
        .post(&book.path("changes/2/revert"), json!({}))
        .await
        .expect_problem(403, "read-only");
}

#[tokio::test]
async fn a_moment_can_be_looked_at_and_restored() {
    let book = Book::with(&["--snapshot-changes", "3"]).await;
    let mut moments = Vec::new();
    for n in 1..=12 {
        moments.push(
            book.write(&[("A1", &n.to_string()), (&format!("B{n}"), "x")])
                .await,
        );
    }
    for (n, seq) in (1..).zip(&moments) {
        let then = book
            .admin
            .get(&book.path(&format!("cells?range=A1&at={seq}")))
            .await
            .expect(200);
        assert_eq!(then["cells"][0]["value"], n);
    }
    let preview = book
        .admin
        .post(
            &book.path("restore"),
            json!({"seq": moments[4], "preview": true}),
        )
        .await
        .expect(200);
    assert_eq!(preview, json!({"seq": null, "cells": 8}));
    let restored = book
        .admin
        .post(&book.path("restore"), json!({"seq": moments[4]}))
        .await
        .expect(200);
    assert_eq!(restored, json!({"seq": 14, "cells": 8}));
    assert_eq!(
        (book.value("A1").await, book.value("B5").await),
        (json!(5), json!("x"))
    );
    assert_eq!(book.value("B6").await, json!(null));
    let again = book
        .admin
        .post(&book.path("restore"), json!({"seq": 13}))
        .await
        .expect(200);
    assert_eq!(again["cells"], 8);
    assert_eq!(
        (book.value("A1").await, book.value("B12").await),
        (json!(12), json!("x"))
    );
    let state = book.admin.get(&book.path("state?at=6")).await;
    assert_eq!((state.status, state.header("daylight-seq")), (200, "6"));
    book.admin
        .get(&book.path("state?at=60"))
        .await
        .expect_problem(404, "change-unknown");
}
