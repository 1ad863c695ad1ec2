//! Pasting many cells as one change of the server's.

use std::convert::Infallible;
use std::io::Write as _;

use daylight::history::{Author, Via};
use daylight_model::{Edit, Root};
use daylight_tests::{Answer, Client, TestServer};
use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::Method;
use serde_json::{Value, json};

struct Book {
    server: TestServer,
    admin: Client,
    id: String,
    /// Id of its only sheet.
    sheet: String,
}

impl Book {
    async fn new() -> Self {
        Self::with(&[]).await
    }

    async fn with(flags: &[&str]) -> Self {
        let server = TestServer::with(flags).await;
        let id = server.workbook("Plan").await;
        let admin = server.admin();
        let cells = format!("/api/workbooks/{id}/cells");
        let old = json!({"cells": [{"cell": "A1", "input": "old"}]});
        let written = admin.patch(&cells, old).await.expect(200);
        let change = format!("/api/workbooks/{id}/changes/{}", written["seq"]);
        let change = admin.get(&change).await.expect(200);
        let sheet = change["cells"][0]["sheet_id"].clone();
        Self {
            server,
            admin,
            id,
            sheet: sheet.as_str().unwrap().to_owned(),
        }
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/workbooks/{}/{rest}", self.id)
    }

    async fn paste(&self, body: &Value) -> Answer {
        self.admin.post(&self.path("paste"), self.body(body)).await
    }

    /// A body with the sheet in it.
    fn body(&self, body: &Value) -> Value {
        let mut body = body.clone();
        if body["sheet"].is_null() {
            body["sheet"] = json!(self.sheet);
        }
        body
    }

    /// What the cells of a range show.
    async fn texts(&self, range: &str) -> Vec<String> {
        let path = self.path(&format!("cells?range={range}"));
        let read = self.admin.get(&path).await.expect(200);
        let cells = read["cells"].as_array().unwrap().iter();
        cells
            .map(|c| c["text"].as_str().unwrap().to_owned())
            .collect()
    }

    async fn revert(&self, seq: &Value) -> Value {
        let path = self.path(&format!("changes/{seq}/revert"));
        self.admin.post(&path, json!({})).await.expect(200)
    }

    /// Nothing was pasted, and nothing logged.
    async fn is_as_it_was(&self) {
        assert_eq!(self.texts("A1:B2").await, ["old", "", "", ""]);
        let changes = self.admin.get(&self.path("changes")).await.expect(200);
        assert_eq!(changes["changes"].as_array().unwrap().len(), 2);
    }
}

/// Numbers from 0, two columns wide.
fn numbers(rows: usize) -> Value {
    let column = |from: usize| (0..rows).map(|row| json!(from + row)).collect::<Vec<_>>();
    json!({
        "rows": [[0, rows]], "cols": [[0, 2]],
        "contents": [{"col": 0, "values": column(0)}, {"col": 1, "values": column(rows)}],
    })
}

#[tokio::test]
async fn contents_formats_notes_and_merges_come_as_one_change() {
    let book = Book::new().await;
    let body = json!({
        "rows": [[0, 3]], "cols": [[0, 2]],
        "contents": [
            {"col": 0, "values": [1.5, "text", ["=", "\u{FFFC}*2", "0,0"]]},
            {"col": 1, "row": 1, "values": [true, null]},
        ],
        "styles": [{"format": "0.00"}, null],
        "formats": [{"col": 0, "runs": [[0, 1], [1, 2]]}],
        "entries": [
            ["notes", format!("{}/1:1", book.sheet), "said"],
            ["links", format!("{}/1:0", book.sheet), "https://example.org/"],
            ["layout", format!("{}/m:0:1", book.sheet), [0, 2]],
        ],
    });
    let done = book.paste(&body).await.expect(200);
    assert_eq!(done["cells"], 5);
    assert_eq!(
        book.texts("A1:B3").await,
        ["1.50", "", "text", "TRUE", "3", ""]
    );
    let change = book.path(&format!("changes/{}", done["seq"]));
    let change = book.admin.get(&change).await.expect(200);
    assert_eq!(change["summary"], "Pasted 5 cells into A1:B3");
    assert_eq!(change["via"], "api");
    let story = book.admin.get(&book.path("cells/history?cell=A1")).await;
    let story = story.expect(200);
    assert_eq!(
        (&story["story"][0]["old"], &story["story"][0]["new"]),
        (&json!("old"), &json!(1.5))
    );
    // All of it goes with one undo, and that with another one.
    let undone = book.revert(&done["seq"]).await;
    assert_eq!(
        book.texts("A1:B3").await,
        ["old", "", "", "", "", ""],
        "{undone}"
    );
    book.revert(&undone["seq"]).await;
    assert_eq!(book.texts("A1:B2").await, ["1.50", "", "text", "TRUE"]);
    // There already.
    let again = book.paste(&body).await.expect(200);
    assert_eq!(again["seq"], Value::Null);
}

#[tokio::test]
async fn a_hundred_thousand_cells_are_pasted_and_taken_back() {
    let book = Book::new().await;
    let rows = 50_000;
    let json = book.body(&numbers(rows)).to_string();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(json.as_bytes()).unwrap();
    let owner = book.server.owner().await;
    let request = owner
        .request(Method::POST, &book.path("paste"))
        .header("content-encoding", "gzip")
        .header("content-type", "application/json")
        .body(gzip.finish().unwrap());
    let done = Answer::of(request).await.expect(200);
    assert_eq!(done["cells"], 2 * rows);
    assert_eq!(book.texts("A50000:B50000").await, ["49999", "99999"]);
    let change = book.path("changes?limit=1");
    let change = &book.admin.get(&change).await.expect(200)["changes"][0];
    assert_eq!(change["summary"], "Pasted 100,000 cells into A1:B50000");
    assert_eq!(change["via"], "edit");
    // The cells are in blocks, not in entries; every one of them has its story, and the change is found by its cells.
    let whole = change["cells"].as_array().unwrap();
    assert_eq!((whole.len(), &change["total_cells"]), (20, &json!(100_000)));
    assert_eq!(
        (&whole[0]["cell"], &whole[0]["new"]),
        (&json!("A1"), &json!(0))
    );
    assert_eq!(whole[0]["old"], "old");
    for (cell, old, new) in [
        ("A1", json!("old"), json!(0)),
        ("B50000", Value::Null, json!(99_999)),
    ] {
        let story = book.path(&format!("cells/history?cell={cell}"));
        let step = &book.admin.get(&story).await.expect(200)["story"][0];
        assert_eq!(
            (&step["old"], &step["new"], &step["seq"]),
            (&old, &new, &done["seq"])
        );
        let changes = book.path(&format!("changes?range={cell}"));
        let found = book.admin.get(&changes).await.expect(200);
        assert_eq!(found["changes"][0]["seq"], done["seq"]);
    }
    let beside = book.path("changes?range=C1:D9");
    let beside = book.admin.get(&beside).await.expect(200);
    assert_eq!(beside["changes"].as_array().unwrap().len(), 0);
    let state = book.admin.get(&book.path("state")).await;
    assert!(state.text.len() < 5_000, "{} bytes", state.text.len());
    // What somebody writes since stays.
    let written = json!({"cells": [{"cell": "A7", "input": "mine"}]});
    book.admin
        .patch(&book.path("cells"), written)
        .await
        .expect(200);
    let undone = book.revert(&done["seq"]).await;
    assert_eq!(undone["conflicts"].as_array().unwrap().len(), 1);
    assert_eq!(
        book.texts("A1:A7").await,
        ["old", "", "", "", "", "", "mine"]
    );
    assert_eq!(book.texts("A49999:B50000").await, ["", "", "", ""]);
    // It was so before, and can be so again.
    let before = book.path(&format!("cells?range=A7:B8&at={}", done["seq"]));
    let before = book.admin.get(&before).await.expect(200);
    assert_eq!(before["cells"][0]["value"], 6);
    let restore = json!({"seq": done["seq"]});
    book.admin
        .post(&book.path("restore"), restore)
        .await
        .expect(200);
    assert_eq!(book.texts("A7:B8").await, ["6", "50006", "7", "50007"]);
}

#[tokio::test]
async fn looks_and_formulas_of_many_cells_go_into_blocks_and_come_back() {
    let book = Book::new().await;
    let rows = 6_000;
    let body = json!({
        "rows": [[0, rows]], "cols": [[0, 2]],
        "contents": [
            {"col": 0, "values": (0..rows).collect::<Vec<_>>()},
            {"col": 1, "values": (0..rows).map(|row| json!(["=", "\u{FFFC}*2", format!("{row},0")])).collect::<Vec<_>>()},
        ],
        "styles": [{"format": "0.0"}, {"format": "0.00", "bold": true}],
        "formats": [{"col": 0, "runs": [[0, rows]]}, {"col": 1, "runs": [[1, rows / 2], [0, rows / 2]]}],
    });
    let done = book.paste(&body).await.expect(200);
    assert_eq!(book.texts("A4:B4").await, ["3.0", "6.00"]);
    assert_eq!(book.texts("A6000:B6000").await, ["5999.0", "11998.0"]);
    // A part of it again, otherwise.
    let again = json!({
        "rows": [[1000, 5_000]], "cols": [[0, 1]],
        "contents": [{"col": 0, "values": vec![7; 5_000]}],
        "styles": [{"format": null}],
        "formats": [{"col": 0, "runs": [[0, 5_000]]}],
    });
    let second = book.paste(&again).await.expect(200);
    assert_eq!(
        book.texts("A1000:B1001").await,
        ["999.0", "1998.00", "7", "14.00"]
    );
    book.revert(&second["seq"]).await;
    assert_eq!(
        book.texts("A1000:B1001").await,
        ["999.0", "1998.00", "1000.0", "2000.00"]
    );
    book.revert(&done["seq"]).await;
    assert_eq!(book.texts("A1:B2").await, ["old", "", "", ""]);
    let written = json!({"cells": [{"cell": "A4", "input": "3"}]});
    book.admin
        .patch(&book.path("cells"), written)
        .await
        .expect(200);
    assert_eq!(book.texts("A4").await, ["3"]);
}

#[tokio::test]
async fn lines_that_others_insert_meanwhile_do_no_harm() {
    let book = Book::new().await;
    // Somebody inserts two rows above row 3 after a page has worked out what to paste where.
    let app = book.server.app();
    let room = app.rooms.open(book.id.parse().unwrap()).await.unwrap();
    let owner = daylight::catalogue::begin(&app.db).await.unwrap().owner;
    let inserted = room.change(Author::new(owner.id, None, Via::Edit), |document| {
        let sheet = document.workbook().sheets().next().unwrap();
        let (key, value) = sheet.rows().insert_before(2, 2, 77).unwrap();
        let edit = Edit {
            root: Root::Rows,
            key: format!("{}/{key}", sheet.id()),
            value: Some(value),
        };
        Ok::<_, Infallible>((vec![edit], ()))
    });
    inserted.await.unwrap().unwrap();
    let done = book.paste(&numbers(4)).await.expect(200);
    assert_eq!(book.texts("A1:A6").await, ["0", "1", "", "", "2", "3"]);
    let change = book.path(&format!("changes/{}", done["seq"]));
    let change = book.admin.get(&change).await.expect(200);
    assert_eq!(change["summary"], "Pasted 8 cells into A1:B6");
}

#[tokio::test]
async fn viewers_paste_nothing() {
    let book = Book::new().await;
    let guest = book.server.guest(&book.id, "viewer", "Vera").await;
    let body = book.body(&numbers(2));
    guest
        .post(&book.path("paste"), body.clone())
        .await
        .expect_problem(403, "read-only");
    book.server
        .anon()
        .post(&book.path("paste"), body.clone())
        .await
        .expect_problem(401, "signed-out");
    let editor = book.server.guest(&book.id, "editor", "Edda").await;
    editor.post(&book.path("paste"), body).await.expect(200);
}

#[tokio::test]
async fn a_paste_that_cannot_be_done_says_what_and_where() {
    let book = Book::with(&["--paste-cells", "10", "--paste-bytes", "2000"]).await;
    let rows = json!([[0, 3]]);
    let cols = json!([[0, 2]]);
    let contents = |values: Value| json!([{"col": 1, "values": values}]);
    let entry = |root: &str, key: &str, value: Value| json!({"rows": rows, "cols": cols, "entries": [[root, key.replace('S', &book.sheet), value]]});
    for (body, code, place) in [
        (
            json!({"rows": rows, "cols": cols, "contents": contents(json!([1, {"a": 1}]))}),
            "bad-input",
            json!({"sheet": "Sheet1", "cell": "B2"}),
        ),
        (
            json!({"rows": rows, "cols": cols, "contents": contents(json!([["=", "\u{FFFC}"]]))}),
            "bad-input",
            json!({"sheet": "Sheet1", "cell": "B1"}),
        ),
        (
            json!({"rows": rows, "cols": cols, "contents": contents(json!([1, 2, 3, 4]))}),
            "bad-place",
            json!("contents[0]"),
        ),
        (
            json!({"rows": rows, "cols": cols, "contents": [{"col": 2, "values": [1]}]}),
            "bad-place",
            json!("contents[0]"),
        ),
        (
            json!({"rows": rows, "cols": cols, "contents": [{"col": 0, "row": u64::MAX, "values": [1]}]}),
            "bad-place",
            json!("contents[0]"),
        ),
        (
            json!({"rows": [[0, 0]], "cols": cols}),
            "bad-lines",
            json!("rows"),
        ),
        (
            json!({"rows": [], "cols": cols}),
            "bad-lines",
            json!("rows"),
        ),
        (
            json!({"rows": [[0, u32::MAX]], "cols": cols}),
            "bad-lines",
            json!("rows"),
        ),
        (
            json!({"rows": rows, "cols": [[1_u64 << 60, 1]]}),
            "bad-lines",
            json!("cols"),
        ),
        (
            json!({"rows": rows, "cols": cols, "styles": [{"bold": "yes"}]}),
            "bad-entry",
            json!("styles[0]"),
        ),
        (
            json!({"rows": rows, "cols": cols, "formats": [{"col": 0, "runs": [[0, 1]]}]}),
            "bad-entry",
            json!("formats[0]"),
        ),
        (
            entry("sheets", "S/base", json!("0".repeat(64))),
            "bad-entry",
            json!("entries[0]"),
        ),
        (
            entry("sheets", "S/name", json!("Mine")),
            "bad-entry",
            json!("entries[0]"),
        ),
        (
            entry("cells", "S/0:0", json!(1)),
            "bad-entry",
            json!("entries[0]"),
        ),
        (
            entry("notes", "other/0:0", json!("x")),
            "bad-entry",
            json!("entries[0]"),
        ),
        (
            entry("notes", "S/0:0", json!(["x"])),
            "bad-entry",
            json!("entries[0]"),
        ),
        (
            entry("nowhere", "S/0:0", json!("x")),
            "bad-entry",
            json!("entries[0]"),
        ),
    ] {
        let problem = book.paste(&body).await.expect_problem(422, code);
        assert_eq!(problem["where"], place, "{body}");
    }
    book.is_as_it_was().await;
}

#[tokio::test]
async fn a_paste_that_is_too_large_or_goes_nowhere_is_refused() {
    let book = Book::with(&["--paste-cells", "10", "--paste-bytes", "2000"]).await;
    let rows = json!([[0, 3]]);
    let cols = json!([[0, 2]]);
    let contents = |values: Value| json!([{"col": 1, "values": values}]);
    let many = json!({"rows": [[0, 11]], "cols": cols, "contents": contents(json!(vec![1; 11]))});
    book.paste(&many)
        .await
        .expect_problem(422, "too-many-cells");
    let runs = json!({"rows": rows, "cols": cols, "styles": [null], "formats": [{"col": 0, "runs": [[0, usize::MAX], [0, 9]]}]});
    book.paste(&runs)
        .await
        .expect_problem(422, "too-many-cells");
    let nowhere =
        json!({"sheet": "nowhere", "rows": rows, "cols": cols, "contents": contents(json!([1]))});
    book.paste(&nowhere)
        .await
        .expect_problem(404, "sheet-unknown");
    let nowhere = json!({"sheet": "No!", "rows": rows, "cols": cols});
    book.paste(&nowhere)
        .await
        .expect_problem(404, "sheet-unknown");
    book.paste(&json!({"rows": "all"}))
        .await
        .expect_problem(400, "bad-request");
    let long = json!({"rows": rows, "cols": cols, "contents": contents(json!(["x".repeat(3000)]))});
    book.paste(&long).await.expect_problem(413, "too-large");
    // What is small on the way and large here is not taken either.
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&vec![b' '; 1 << 20]).unwrap();
    let bomb = gzip.finish().unwrap();
    assert!(bomb.len() < 2000);
    for (encoding, body, status, code) in [
        ("gzip", bomb, 413, "too-large"),
        ("gzip", b"no gzip".to_vec(), 400, "bad-request"),
        ("br", b"{}".to_vec(), 415, "unsupported-media-type"),
    ] {
        let request = book.admin.request(Method::POST, &book.path("paste"));
        let request = request.header("content-encoding", encoding).body(body);
        Answer::of(request).await.expect_problem(status, code);
    }
    book.is_as_it_was().await;
}
