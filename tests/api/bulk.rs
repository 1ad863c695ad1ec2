//! Sorting, finding and replacing: one change each, over rows that nobody has loaded.

use daylight_tests::{Client, TestServer};
use serde_json::{Value, json};

/// A workbook of a file.
async fn imported(server: &TestServer, text: String) -> (Client, String) {
    let admin = server.admin();
    let done = server.import(&admin, "people.csv", text.into_bytes()).await;
    assert_eq!(done["state"], "done", "{done}");
    let list = admin.get("/api/workbooks").await.expect(200);
    let id = list["workbooks"][0]["id"].as_str().unwrap().to_owned();
    (admin, id)
}

async fn people(server: &TestServer) -> (Client, String) {
    let text = "name,age,double\nCarl,30\nanna,25\nBert,\nDora,25\n";
    let (admin, id) = imported(server, text.to_owned()).await;
    doubles(&admin, &id, 2..=5).await;
    (admin, id)
}

/// Formulas in column C.
async fn doubles(admin: &Client, id: &str, rows: std::ops::RangeInclusive<u32>) {
    let cell = |row| json!({"cell": format!("C{row}"), "input": format!("=B{row}*2")});
    write(admin, id, rows.map(cell).collect()).await;
}

async fn write(admin: &Client, id: &str, cells: Value) -> Value {
    let path = format!("/api/workbooks/{id}/cells");
    let body = json!({ "cells": cells });
    admin.patch(&path, body).await.expect(200)
}

/// What cells show, row by row.
async fn texts(admin: &Client, id: &str, range: &str) -> Vec<String> {
    let path = format!("/api/workbooks/{id}/cells?range={range}");
    let read = admin.get(&path).await.expect(200);
    let cells = read["cells"].as_array().unwrap().iter();
    cells
        .map(|c| c["text"].as_str().unwrap().to_owned())
        .collect()
}

async fn formula(admin: &Client, id: &str, cell: &str) -> String {
    let path = format!("/api/workbooks/{id}/cells?range={cell}");
    let read = admin.get(&path).await.expect(200);
    read["cells"][0]["formula"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test]
async fn rows_are_sorted_with_their_formulas() {
    let server = TestServer::start().await;
    let (admin, id) = people(&server).await;
    let sort = format!("/api/workbooks/{id}/sort");
    write(&admin, &id, json!([{"cell": "E1", "input": "=A2"}])).await;
    let body = json!({"range": "A1:C5", "header": true, "by": [
        {"column": "B", "descending": true}, {"column": "A"}]});
    let sorted = admin.post(&sort, body.clone()).await.expect(200);
    assert_eq!(sorted["rows"], 2);
    assert_eq!(
        texts(&admin, &id, "A1:C5").await,
        [
            "name", "age", "double", "Carl", "30", "60", "anna", "25", "50", "Dora", "25", "50",
            "Bert", "", "0"
        ]
    );
    assert_eq!(formula(&admin, &id, "C4").await, "=B4*2");
    // Formulas elsewhere keep pointing where they did.
    assert_eq!(texts(&admin, &id, "E1").await, ["Carl"]);
    // Sorted already.
    let again = admin.post(&sort, body).await.expect(200);
    assert_eq!((&again["seq"], &again["rows"]), (&json!(null), &json!(0)));
    // One change, that says what it was and can be taken back.
    let changes = admin
        .get(&format!("/api/workbooks/{id}/changes"))
        .await
        .expect(200);
    assert_eq!(
        changes["changes"][0]["summary"],
        "Sorted A1:C5 by column B, descending, then column A"
    );
    let revert = format!("/api/workbooks/{id}/changes/{}/revert", sorted["seq"]);
    admin.post(&revert, json!({})).await.expect(200);
    assert_eq!(
        texts(&admin, &id, "A2:A5").await,
        ["Carl", "anna", "Bert", "Dora"]
    );
}

#[tokio::test]
async fn what_cells_look_like_goes_with_them() {
    let server = TestServer::start().await;
    let (admin, id) = people(&server).await;
    write(
        &admin,
        &id,
        json!([{"cell": "D2", "input": "2026-03-01"}, {"cell": "D3", "input": "12.5"}]),
    )
    .await;
    let body = json!({"range": "D2:D3", "by": [{"column": "D"}]});
    admin
        .post(&format!("/api/workbooks/{id}/sort"), body)
        .await
        .expect(200);
    assert_eq!(texts(&admin, &id, "D2:D3").await, ["12.5", "2026-03-01"]);
}

#[tokio::test]
async fn a_sort_that_cannot_be_done_says_why() {
    let server = TestServer::start().await;
    let (admin, id) = people(&server).await;
    let sort = format!("/api/workbooks/{id}/sort");
    for (body, status, code) in [
        (json!({"range": "A1:C5", "by": []}), 422, "bad-column"),
        (
            json!({"range": "A1:C5", "by": [{"column": "D"}]}),
            422,
            "bad-column",
        ),
        (
            json!({"range": "A1:C5", "by": [{"column": "1"}]}),
            422,
            "bad-column",
        ),
        (
            json!({"range": "A1", "header": true, "by": [{"column": "A"}]}),
            422,
            "bad-range",
        ),
        (
            json!({"range": "?", "by": [{"column": "A"}]}),
            422,
            "bad-range",
        ),
        (
            json!({"range": "A1:CZ9999", "by": [{"column": "A"}]}),
            422,
            "too-many-cells",
        ),
        (
            json!({"sheet": "No", "range": "A1:C5", "by": [{"column": "A"}]}),
            404,
            "sheet-unknown",
        ),
    ] {
        admin.post(&sort, body).await.expect_problem(status, code);
    }
}

#[tokio::test]
async fn text_is_found_in_all_rows() {
    let server = TestServer::start().await;
    let rows = (1..=30_000).map(|row| format!("item {row},{row}\n"));
    let (admin, id) = imported(&server, rows.collect()).await;
    doubles(&admin, &id, 1..=9).await;
    let mut found: Vec<String> = vec![];
    let mut from = String::new();
    loop {
        let path = format!("/api/workbooks/{id}/find?text=ITEM%202999&most=3{from}");
        let page = admin.get(&path).await.expect(200);
        let matches = page["matches"].as_array().unwrap().iter();
        found.extend(matches.map(|m| m["cell"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => from = format!("&from={next}"),
            None => break,
        }
    }
    let tens = (29_990..=29_999).map(|row| format!("A{row}"));
    let expected: Vec<String> = std::iter::once("A2999".to_owned()).chain(tens).collect();
    assert_eq!(found, expected);

    let find = |query: &str| {
        let path = format!("/api/workbooks/{id}/find?range=A1:C9&{query}");
        let admin = &admin;
        async move {
            let page = admin.get(&path).await.expect(200);
            let matches = page["matches"].as_array().unwrap().iter();
            let cells: Vec<String> = matches
                .map(|m| m["cell"].as_str().unwrap().to_owned())
                .collect();
            cells.join(" ")
        }
    };
    assert_eq!(find("text=8").await, "C4 A8 B8 C9");
    assert_eq!(find("text=8&whole=true").await, "C4 B8");
    assert_eq!(find("text=B8&formulas=true").await, "C8");
    assert_eq!(find("text=Item&case=true").await, "");
    assert_eq!(find("text=m%20%5B1-3%5D&regex=true").await, "A1 A2 A3");
    let path = format!("/api/workbooks/{id}/find?text=(&regex=true");
    admin.get(&path).await.expect_problem(422, "bad-pattern");
    let path = format!("/api/workbooks/{id}/find?text=x&from=nowhere");
    admin.get(&path).await.expect_problem(422, "bad-cursor");
}

#[tokio::test]
async fn text_is_replaced_as_one_change() {
    let server = TestServer::start().await;
    let (admin, id) = people(&server).await;
    let replace = format!("/api/workbooks/{id}/replace");
    let replaced = |body: Value| {
        let (admin, replace) = (&admin, &replace);
        async move { admin.post(replace, body).await.expect(200) }
    };
    write(&admin, &id, json!([{"cell": "D2", "input": "'0049"}])).await;
    let done = replaced(json!({"text": "a", "with": "o", "range": "A2:A5"})).await;
    assert_eq!(done["cells"], 3);
    assert_eq!(
        texts(&admin, &id, "A2:A5").await,
        ["Corl", "onno", "Bert", "Doro"]
    );
    let seq = done["seq"].clone();
    // Formulas only where asked for; numbers stay numbers, texts that look like numbers stay texts.
    let done = replaced(json!({"text": "*2", "with": "*3", "formulas": true})).await;
    assert_eq!(done["cells"], 4);
    assert_eq!(texts(&admin, &id, "C2").await, ["90"]);
    assert_eq!(
        replaced(json!({"text": "30", "with": "31"})).await["cells"],
        1
    );
    assert_eq!(texts(&admin, &id, "C2").await, ["93"]);
    replaced(json!({"text": "4", "with": "5", "range": "D2"})).await;
    assert_eq!(texts(&admin, &id, "D2").await, ["0059"]);
    let body = json!({"text": "(.)nno", "with": "$1-$1", "regex": true, "cells": [{"sheet": "people", "cell": "A3"}]});
    assert_eq!(replaced(body).await["cells"], 1);
    assert_eq!(texts(&admin, &id, "A3").await, ["o-o"]);
    let none = replaced(json!({"text": "nothing like it", "with": ""})).await;
    assert_eq!((&none["seq"], &none["cells"]), (&json!(null), &json!(0)));
    // What was changed since stays when the first one is taken back.
    let revert = format!("/api/workbooks/{id}/changes/{seq}/revert");
    admin.post(&revert, json!({})).await.expect(200);
    assert_eq!(
        texts(&admin, &id, "A2:A5").await,
        ["Carl", "o-o", "Bert", "Dora"]
    );
}

#[tokio::test]
async fn the_log_tells_pages_from_programs() {
    let server = TestServer::start().await;
    let (admin, id) = people(&server).await;
    let owner = server.owner().await;
    let via = async |client: &Client, what: &str, body: Value| {
        let path = format!("/api/workbooks/{id}/{what}");
        let seq = client.post(&path, body).await.expect(200)["seq"].clone();
        let path = format!("/api/workbooks/{id}/changes/{seq}");
        client.get(&path).await.expect(200)["via"].clone()
    };
    let sort =
        |descending| json!({"range": "A2:C5", "by": [{"column": "A", "descending": descending}]});
    assert_eq!(via(&admin, "sort", sort(false)).await, "api");
    assert_eq!(via(&owner, "sort", sort(true)).await, "edit");
    let replace = |with| json!({"text": "Carl", "with": with});
    assert_eq!(via(&admin, "replace", replace("Carlo")).await, "api");
    assert_eq!(via(&owner, "replace", replace("Carla")).await, "edit");
}

#[tokio::test]
async fn viewers_find_and_change_nothing() {
    let server = TestServer::start().await;
    let (_, id) = people(&server).await;
    let guest = server.guest(&id, "viewer", "Vera").await;
    let found = guest
        .get(&format!("/api/workbooks/{id}/find?text=anna"))
        .await
        .expect(200);
    assert_eq!(found["matches"][0]["cell"], "A3");
    let sort = json!({"range": "A1:C5", "by": [{"column": "A"}]});
    let path = format!("/api/workbooks/{id}/sort");
    guest
        .post(&path, sort)
        .await
        .expect_problem(403, "read-only");
    let path = format!("/api/workbooks/{id}/replace");
    let body = json!({"text": "a", "with": "b"});
    guest
        .post(&path, body)
        .await
        .expect_problem(403, "read-only");
}
