//! Taking back many changes at once, going back in a part of a workbook, comparing moments and naming them.

use daylight_tests::{Client, TestServer};
use serde_json::{Value, json};

struct Book {
    server: TestServer,
    admin: Client,
    id: String,
}

impl Book {
    async fn new() -> Self {
        let server = TestServer::start().await;
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

    /// Somebody writes; the number of the change.
    async fn write(&self, who: &Client, cells: &[(&str, &str)]) -> i64 {
        let cells: Vec<Value> = cells
            .iter()
            .map(|(cell, input)| json!({"cell": cell, "input": input}))
            .collect();
        let written = who
            .patch(&self.path("cells"), json!({"cells": cells}))
            .await;
        written.expect(200)["seq"].as_i64().unwrap()
    }

    async fn value(&self, cell: &str) -> Value {
        let path = self.path(&format!("cells?range={cell}"));
        self.admin.get(&path).await.expect(200)["cells"][0]["value"].clone()
    }

    async fn values<const N: usize>(&self, cells: [&str; N]) -> Vec<Value> {
        let mut values = Vec::with_capacity(N);
        for cell in cells {
            values.push(self.value(cell).await);
        }
        values
    }

    async fn post(&self, rest: &str, body: Value) -> Value {
        self.admin.post(&self.path(rest), body).await.expect(200)
    }
}

/// Cells of a list of what was touched, with what they held and hold.
fn told(list: &Value) -> Vec<(String, Value, Value)> {
    let mut told: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let cell = one["cell"].as_str().unwrap_or_default().to_owned();
            (cell, one["old"].clone(), one["new"].clone())
        })
        .collect();
    told.sort_by(|a, b| a.0.cmp(&b.0));
    told
}

#[tokio::test]
async fn somebodys_work_is_taken_back_and_what_others_did_since_stays_unless_chosen() {
    let book = Book::new().await;
    let vera = book.server.guest(&book.id, "editor", "Vera").await;
    let vera_id = vera.get("/api/session").await.expect(200)["user"]["id"].clone();
    book.write(&book.admin, &[("A1", "1"), ("B1", "2"), ("C1", "3")])
        .await;
    book.write(&vera, &[("A1", "10"), ("B1", "20")]).await;
    // Twice by the same hand: back to what was there before both.
    book.write(&vera, &[("A1", "11"), ("D1", "=A1*2")]).await;
    book.write(&book.admin, &[("B1", "200")]).await;
    // Again by her, after somebody else: back to what that was.
    book.write(&vera, &[("C1", "30")]).await;
    book.write(&book.admin, &[("C1", "300")]).await;
    book.write(&vera, &[("C1", "31")]).await;
    let wish = |more: Value| {
        let mut wish = json!({"author": vera_id});
        wish.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        wish
    };
    let preview = book.post("revert", wish(json!({"preview": true}))).await;
    assert_eq!(
        (&preview["seq"], &preview["changes"]),
        (&Value::Null, &json!(4))
    );
    assert_eq!(
        told(&preview["cells"]),
        [
            ("A1".to_owned(), json!(11), json!(1)),
            ("C1".to_owned(), json!(31), json!(300)),
            ("D1".to_owned(), json!("=A1*2"), Value::Null),
        ]
    );
    let conflict = &preview["conflicts"][0];
    assert_eq!(
        (&conflict["cell"], &conflict["now"], &conflict["was"]),
        (&json!("B1"), &json!(200), &json!(2))
    );
    assert_eq!(preview["conflicts"].as_array().unwrap().len(), 1);
    // What is known already need not be told again.
    let rest = book
        .post("revert", wish(json!({"preview": true, "skip": 1})))
        .await;
    assert_eq!(rest["conflicts"], json!([]));
    // Only what she did to one cell.
    let some = book.post("revert", wish(json!({"range": "D1"}))).await;
    assert_eq!(
        (&some["reverted"], &some["changes"]),
        (&json!(1), &json!(1))
    );
    let chosen = wish(json!({"take": [conflict["entry"]]}));
    let done = book.post("revert", chosen).await;
    assert_eq!(done["reverted"], 3);
    assert_eq!(
        book.values(["A1", "B1", "C1", "D1"]).await,
        [json!(1), json!(2), json!(300), Value::Null]
    );
    // It is a change like any other, names what it takes back, and can itself be taken back.
    let change = book
        .admin
        .get(&book.path(&format!("changes/{}", done["seq"])))
        .await
        .expect(200);
    assert_eq!(
        (&change["via"], &change["reverts_all"]),
        (&json!("revert"), &json!([3, 4, 6, 8]))
    );
    assert!(
        change["summary"]
            .as_str()
            .unwrap()
            .starts_with("Undid 4 changes")
    );
    let back = format!("changes/{}/revert", done["seq"]);
    book.post(&back, json!({})).await;
    assert_eq!(
        book.values(["A1", "B1", "C1", "D1"]).await,
        [json!(11), json!(200), json!(31), Value::Null]
    );
    assert_eq!(book.server.findings(&book.id).await, [""; 0]);
}

#[tokio::test]
async fn a_choice_of_changes_has_to_be_one() {
    let book = Book::new().await;
    let vera = book.server.guest(&book.id, "viewer", "Vera").await;
    for (body, status, code) in [
        (json!({}), 422, "nothing-chosen"),
        (json!({"changes": [1]}), 422, "no-changes"),
        (json!({"changes": [7]}), 404, "change-unknown"),
        (json!({"sheet": "Nowhere"}), 404, "sheet-unknown"),
        (json!({"range": "Nowhere"}), 422, "bad-range"),
        (json!({"from": "2999-01-01T00:00:00Z"}), 422, "no-changes"),
    ] {
        let path = book.path("revert");
        book.admin
            .post(&path, body)
            .await
            .expect_problem(status, code);
    }
    let path = book.path("revert");
    vera.post(&path, json!({"changes": [1]}))
        .await
        .expect_problem(403, "read-only");
}

#[tokio::test]
async fn an_inserted_row_that_others_have_typed_into_goes_only_when_chosen() {
    let book = Book::new().await;
    book.write(&book.admin, &[("A1", "above"), ("A2", "below")])
        .await;
    let room = book
        .server
        .app()
        .rooms
        .open(book.id.parse().unwrap())
        .await
        .unwrap();
    let owner = daylight::catalogue::begin(&book.server.app().db)
        .await
        .unwrap()
        .owner;
    let author = daylight::history::Author::new(owner.id, None, daylight::history::Via::Edit);
    let made = room
        .change(author, |document| {
            let sheet = document.workbook().sheets().next().unwrap();
            let (key, value) = sheet.rows().insert_before(1, 1, 77).unwrap();
            let edit = daylight_model::Edit {
                root: daylight_model::Root::Rows,
                key: format!("{}/{key}", sheet.id()),
                value: Some(value),
            };
            Ok::<_, std::convert::Infallible>((vec![edit], ()))
        })
        .await
        .unwrap();
    let Ok((seq, ())) = made;
    let seq = seq.unwrap().0;
    book.write(&book.admin, &[("B2", "in between")]).await;
    let path = format!("changes/{seq}/revert");
    let preview = book.post(&path, json!({"preview": true})).await;
    assert_eq!(
        (&preview["reverted"], &preview["conflicts"][0]["cell"]),
        (&json!(0), &json!("B2"))
    );
    book.post(&path, json!({"take": [preview["conflicts"][0]["entry"]]}))
        .await;
    assert_eq!(
        book.values(["A2", "B2"]).await,
        [json!("below"), Value::Null]
    );
}

#[tokio::test]
async fn a_range_or_a_sheet_goes_back_to_a_moment_and_the_rest_stays() {
    let book = Book::new().await;
    let then = book
        .write(&book.admin, &[("A1", "1"), ("A2", "2"), ("B1", "=A1+A2")])
        .await;
    book.write(&book.admin, &[("A1", "10"), ("A3", "30"), ("C1", "x")])
        .await;
    // Many cells at once go into blocks, and come back out of them.
    let first = book
        .admin
        .get(&book.path(&format!("changes/{then}")))
        .await
        .expect(200);
    let numbers: Vec<Value> = (0..3000).map(|n| json!(n)).collect();
    let names: Vec<Value> = (0..3000).map(|n| json!(format!("item {n}"))).collect();
    let paste = json!({"sheet": first["cells"][0]["sheet_id"], "rows": [[0, 3000]], "cols": [[4, 2]],
        "contents": [{"col": 0, "values": numbers}, {"col": 1, "values": names}]});
    book.post("paste", paste).await;
    let wish = json!({"seq": then, "range": "A1:B9", "preview": true});
    let preview = book.post("restore", wish).await;
    assert_eq!(
        told(&preview["changes"]),
        [
            ("A1".to_owned(), json!(10), json!(1)),
            ("A3".to_owned(), json!(30), Value::Null),
        ]
    );
    book.post("restore", json!({"seq": then, "range": "A1:B9"}))
        .await;
    assert_eq!(
        book.values(["A1", "A3", "B1", "C1", "E3"]).await,
        [json!(1), Value::Null, json!(3), json!("x"), json!(2)]
    );
    let done = book
        .post("restore", json!({"seq": then, "sheet": "Sheet1"}))
        .await;
    assert_eq!(done["cells"], 6001);
    assert_eq!(
        book.values(["A1", "C1", "E3", "F3000"]).await,
        [json!(1), Value::Null, Value::Null, Value::Null]
    );
    let back = format!("changes/{}/revert", done["seq"]);
    book.post(&back, json!({})).await;
    assert_eq!(
        book.values(["C1", "E3", "F3000"]).await,
        [json!("x"), json!(2), json!("item 2999")]
    );
    assert_eq!(book.server.findings(&book.id).await, [""; 0]);
}

#[tokio::test]
async fn two_moments_are_compared_and_what_only_follows_is_told_apart() {
    let book = Book::new().await;
    let from = book
        .write(
            &book.admin,
            &[
                ("A1", "1"),
                ("A2", "2"),
                ("B1", "=A1+A2"),
                ("B2", "=B1*10"),
                ("B3", "=A9"),
            ],
        )
        .await;
    book.write(&book.admin, &[("A1", "5"), ("B3", "=A9+1"), ("C1", "new")])
        .await;
    let path = book.path(&format!("compare?from={from}"));
    let compared = book.admin.get(&path).await.expect(200);
    let of = |kind: &str| {
        let all = compared["differences"].as_array().unwrap().iter();
        let some: Vec<Value> = all.filter(|one| one["kind"] == kind).cloned().collect();
        told(&json!(some))
    };
    assert_eq!(
        of("value"),
        [
            ("A1".to_owned(), json!(1), json!(5)),
            ("B3".to_owned(), json!("=A9"), json!("=A9+1")),
            ("C1".to_owned(), Value::Null, json!("new")),
        ]
    );
    assert_eq!(
        of("computed"),
        [
            ("B1".to_owned(), json!(3), json!(7)),
            ("B2".to_owned(), json!(30), json!(70)),
        ]
    );
    let counts = &compared["sheets"][0];
    assert_eq!(
        (
            &counts["sheet"],
            &counts["values"],
            &counts["computed"],
            &compared["more"]
        ),
        (&json!("Sheet1"), &json!(3), &json!(2), &json!(false))
    );
    let path = book.path(&format!("compare?from={from}&to={from}"));
    assert_eq!(
        book.admin.get(&path).await.expect(200)["differences"],
        json!([])
    );
    let path = book.path(&format!("compare?from={from}&range=B1:B2&limit=1"));
    let part = book.admin.get(&path).await.expect(200);
    assert_eq!(
        (&part["more"], &part["sheets"][0]["computed"]),
        (&json!(true), &json!(2))
    );
    book.admin
        .get(&book.path("compare?from=99"))
        .await
        .expect_problem(404, "change-unknown");
}

#[tokio::test]
async fn moments_have_names_and_notes() {
    let book = Book::new().await;
    let seq = book.write(&book.admin, &[("A1", "1")]).await;
    book.write(&book.admin, &[("A1", "2")]).await;
    let path = book.path("versions");
    let named = json!({"name": " As sent to the board ", "note": "Without travel.", "seq": seq});
    let made = book.admin.post(&path, named).await.expect(201);
    let now = book
        .admin
        .post(&path, json!({"name": "Now"}))
        .await
        .expect(201);
    assert_eq!(now["seq"], seq + 1);
    let list = book.admin.get(&path).await.expect(200);
    let names: Vec<&str> = list["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Now", "As sent to the board"]);
    let one = book.path(&format!("versions/{}", made["id"].as_str().unwrap()));
    book.admin
        .patch(&one, json!({"note": ""}))
        .await
        .expect(204);
    let vera = book.server.guest(&book.id, "viewer", "Vera").await;
    let list = vera.get(&path).await.expect(200);
    assert_eq!(
        (&list["versions"][1]["note"], &list["versions"][1]["seq"]),
        (&json!(""), &json!(seq))
    );
    vera.delete(&one).await.expect_problem(403, "read-only");
    book.admin.delete(&one).await.expect(204);
    book.admin
        .delete(&one)
        .await
        .expect_problem(404, "version-unknown");
    for (body, status, code) in [
        (json!({"name": " "}), 422, "bad-name"),
        (json!({"name": "x".repeat(201)}), 422, "bad-name"),
        (
            json!({"name": "x", "note": "x".repeat(2001)}),
            422,
            "bad-note",
        ),
        (json!({"name": "x", "seq": 99}), 404, "change-unknown"),
    ] {
        book.admin
            .post(&path, body)
            .await
            .expect_problem(status, code);
    }
}

#[tokio::test]
async fn why_a_total_is_another_one_names_the_changes_and_what_each_moved() {
    let book = Book::new().await;
    let vera = book.server.guest(&book.id, "editor", "Vera").await;
    let from = book
        .write(
            &book.admin,
            &[
                ("A1", "1"),
                ("A2", "2"),
                ("A3", "3"),
                ("C1", "=SUM(A1:A3)"),
                ("C2", "=A1*A2"),
                ("C3", "x"),
            ],
        )
        .await;
    book.write(&vera, &[("A1", "11")]).await;
    book.write(&book.admin, &[("B1", "nothing to do with it")])
        .await;
    book.write(&book.admin, &[("A2", "22")]).await;
    let why = |cell: &'static str| {
        let path = book.path(&format!("cells/why?cell={cell}&from={from}"));
        let admin = &book.admin;
        async move { admin.get(&path).await.expect(200) }
    };
    let moved = |why: &Value| -> Vec<(String, f64)> {
        let steps = why["steps"].as_array().unwrap().iter();
        steps
            .map(|step| {
                let name = step["author"]["name"].as_str().unwrap().to_owned();
                (name, step["contribution"].as_f64().unwrap())
            })
            .collect()
    };
    let sum = why("C1").await;
    assert_eq!(
        (&sum["before"], &sum["after"], &sum["method"]),
        (&json!(6), &json!(36), &json!("independent"))
    );
    let by: Vec<f64> = moved(&sum).into_iter().map(|(_, by)| by).collect();
    assert_eq!((moved(&sum)[0].0.as_str(), by), ("Vera", vec![10.0, 20.0]));
    assert_eq!(sum["steps"][0]["cells"][0]["cell"], "A1");
    let product = why("C2").await;
    assert_eq!(
        (&product["before"], &product["after"], &product["method"]),
        (&json!(2), &json!(242), &json!("in-order"))
    );
    let by: Vec<f64> = moved(&product).into_iter().map(|(_, by)| by).collect();
    assert_eq!(by, [20.0, 220.0]);
    let none = why("C3").await;
    assert_eq!((&none["steps"], &none["before"]), (&json!([]), &json!("x")));
    for (query, status, code) in [
        ("cells/why?cell=C1&from=99", 404, "change-unknown"),
        ("cells/why?cell=C1&from=1&to=99", 404, "change-unknown"),
        ("cells/why?cell=1C&from=1", 422, "bad-cell"),
    ] {
        book.admin
            .get(&book.path(query))
            .await
            .expect_problem(status, code);
    }
}
