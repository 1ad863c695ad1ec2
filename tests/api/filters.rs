//! Filters: for oneself and for all, over rows that nobody has loaded.

use daylight_tests::{Client, TestServer};
use serde_json::{Value, json};

/// A workbook of a file.
async fn imported(server: &TestServer, text: String) -> (Client, String) {
    let admin = server.admin();
    let done = server.import(&admin, "sales.csv", text.into_bytes()).await;
    assert_eq!(done["state"], "done", "{done}");
    let list = admin.get("/api/workbooks").await.expect(200);
    let id = list["workbooks"][0]["id"].as_str().unwrap().to_owned();
    (admin, id)
}

async fn sales(server: &TestServer) -> (Client, String) {
    let text =
        "region,amount,when\nNorth,10,2026-01-05\nSouth,20,2026-02-05\nnorth,30,2026-03-05\n,40,\n";
    imported(server, text.to_owned()).await
}

async fn write(admin: &Client, id: &str, cells: Value) -> Value {
    let path = format!("/api/workbooks/{id}/cells");
    admin
        .patch(&path, json!({ "cells": cells }))
        .await
        .expect(200)
}

async fn text(admin: &Client, id: &str, cell: &str) -> String {
    let path = format!("/api/workbooks/{id}/cells?range={cell}");
    let read = admin.get(&path).await.expect(200);
    read["cells"][0]["text"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_filter_of_ones_own_only_says_what_it_hides() {
    let server = TestServer::start().await;
    let (admin, id) = sales(&server).await;
    let filter = format!("/api/workbooks/{id}/filter");
    for (criteria, shown, hidden) in [
        (json!({}), 4, json!([])),
        (json!({"A": ["in", "NORTH"]}), 2, json!([[2, 1], [4, 1]])),
        (json!({"A": ["out", "north"]}), 2, json!([[1, 1], [3, 1]])),
        (
            json!({"A": ["in", "north"], "B": ["if", ">", 10]}),
            1,
            json!([[1, 2], [4, 1]]),
        ),
        (json!({"B": ["top", 1]}), 1, json!([[1, 3]])),
        (
            json!({"C": ["in", "2026-02-05"]}),
            1,
            json!([[1, 1], [3, 2]]),
        ),
        (json!({"A": ["if", "empty", null]}), 1, json!([[1, 3]])),
    ] {
        let body = json!({"range": "A1:C5", "criteria": criteria});
        let found = admin.post(&filter, body).await.expect(200);
        assert_eq!(
            (&found["shown"], &found["of"]),
            (&json!(shown), &json!(4)),
            "{criteria}"
        );
        assert_eq!(found["hidden"], hidden, "{criteria}");
    }
    let state = admin
        .get(&format!("/api/workbooks/{id}/changes"))
        .await
        .expect(200);
    assert_eq!(
        state["changes"].as_array().unwrap().len(),
        1,
        "nothing was written"
    );
}

#[tokio::test]
async fn values_of_a_column_are_listed() {
    let server = TestServer::start().await;
    let (admin, id) = sales(&server).await;
    let path = format!("/api/workbooks/{id}/filter/values");
    let body = json!({"range": "A1:C5", "column": "A", "criteria": {}});
    let listed = admin.post(&path, body).await.expect(200);
    assert_eq!(
        listed["values"],
        json!([
            {"text": "North", "count": 2, "kind": "text"},
            {"text": "South", "count": 1, "kind": "text"},
            {"text": "", "count": 1, "kind": "empty"},
        ])
    );
    // What other columns show, whatever its own criterion; what is sought.
    let criteria = json!({"A": ["in", "south"], "B": ["if", "<", 35]});
    let body = json!({"range": "A1:C5", "column": "A", "criteria": criteria, "search": "OR"});
    let listed = admin.post(&path, body).await.expect(200);
    assert_eq!(
        listed["values"],
        json!([{"text": "North", "count": 2, "kind": "text"}])
    );
    let body = json!({"range": "A1:C5", "column": "C"});
    let listed = admin.post(&path, body).await.expect(200);
    assert_eq!(
        listed["values"][0],
        json!({"text": "2026-01-05", "count": 1, "kind": "date"})
    );
    assert_eq!(
        (&listed["fills"], &listed["more"]),
        (&json!([null]), &json!(false))
    );
}

#[tokio::test]
async fn the_filter_of_all_is_one_change_and_subtotals_follow() {
    let server = TestServer::start().await;
    let (admin, id) = sales(&server).await;
    write(
        &admin,
        &id,
        json!([{"cell": "E1", "input": "=SUBTOTAL(9,B2:B5)"}]),
    )
    .await;
    let filters = format!("/api/workbooks/{id}/filters");
    let body = json!({"range": "A1:C5", "criteria": {"A": ["in", "north"]}});
    let set = admin.put(&filters, body.clone()).await.expect(200);
    assert_eq!((&set["shown"], &set["of"]), (&json!(2), &json!(4)));
    assert_eq!(text(&admin, &id, "E1").await, "40");
    let changes = format!("/api/workbooks/{id}/changes");
    let newest = admin.get(&changes).await.expect(200)["changes"][0].clone();
    assert_eq!(newest["summary"], "Filtered A1:C5 on sales by column A");
    // The same again: nothing to change. Once a row says something else, it is found anew.
    assert_eq!(
        admin.put(&filters, body.clone()).await.expect(200)["seq"],
        json!(null)
    );
    write(&admin, &id, json!([{"cell": "A3", "input": "north"}])).await;
    assert_eq!(text(&admin, &id, "E1").await, "40");
    admin.put(&filters, body).await.expect(200);
    assert_eq!(text(&admin, &id, "E1").await, "60");
    // Sorting leaves hidden rows where they are.
    let sort =
        json!({"range": "A1:C5", "header": true, "by": [{"column": "B", "descending": true}]});
    admin
        .post(&format!("/api/workbooks/{id}/sort"), sort)
        .await
        .expect(200);
    assert_eq!(text(&admin, &id, "B2").await, "30");
    assert_eq!(text(&admin, &id, "B5").await, "40");
    // Other criteria take the place of those before.
    let body = json!({"range": "A1:C5", "criteria": {"B": ["bottom", 1]}});
    let set = admin.put(&filters, body).await.expect(200);
    assert_eq!(set["shown"], json!(1));
    assert_eq!(text(&admin, &id, "E1").await, "10");
    // It can be taken back, and taken away.
    let revert = format!("/api/workbooks/{id}/changes/{}/revert", set["seq"]);
    admin.post(&revert, json!({})).await.expect(200);
    assert_eq!(text(&admin, &id, "E1").await, "60");
    let gone = admin.delete(&filters).await.expect(200);
    assert!(gone["seq"].is_i64(), "{gone}");
    assert_eq!(text(&admin, &id, "E1").await, "100");
    assert_eq!(admin.delete(&filters).await.expect(200)["seq"], json!(null));
}

#[tokio::test]
async fn a_filter_that_cannot_be_says_why() {
    let server = TestServer::start().await;
    let (admin, id) = sales(&server).await;
    let filters = format!("/api/workbooks/{id}/filters");
    for (body, status, code) in [
        (
            json!({"range": "A1:C5", "criteria": {"A": ["like", "x"]}}),
            422,
            "bad-criterion",
        ),
        (
            json!({"range": "A1:C5", "criteria": {"A": ["if", "empty", 3]}}),
            422,
            "bad-criterion",
        ),
        (
            json!({"range": "A1:C5", "criteria": {"F": ["above"]}}),
            422,
            "bad-column",
        ),
        (
            json!({"range": "A1:C5", "criteria": {"1": ["above"]}}),
            422,
            "bad-column",
        ),
        (json!({"range": "?", "criteria": {}}), 422, "bad-range"),
        (
            json!({"table": "Sales", "criteria": {}}),
            404,
            "table-unknown",
        ),
        (
            json!({"sheet": "Other", "range": "A1:B2", "criteria": {}}),
            404,
            "sheet-unknown",
        ),
    ] {
        let answer = admin.put(&filters, body.clone()).await;
        assert_eq!(answer.expect(status)["code"], code, "{body}");
    }
}

#[tokio::test]
async fn viewers_filter_for_themselves_only() {
    let server = TestServer::start().await;
    let (_, id) = sales(&server).await;
    let viewer = server.guest(&id, "viewer", "Vera").await;
    let body = json!({"range": "A1:C5", "criteria": {"A": ["in", "north"]}});
    let own = viewer
        .post(&format!("/api/workbooks/{id}/filter"), body.clone())
        .await;
    assert_eq!(own.expect(200)["shown"], 2);
    let shared = viewer
        .put(&format!("/api/workbooks/{id}/filters"), body)
        .await;
    assert_eq!(shared.expect(403)["code"], "read-only");
    let gone = viewer.delete(&format!("/api/workbooks/{id}/filters")).await;
    assert_eq!(gone.expect(403)["code"], "read-only");
}

#[tokio::test]
async fn a_hundred_thousand_rows_are_filtered() {
    use std::fmt::Write as _;
    let server = TestServer::start().await;
    let mut file = String::from("n,kind\n");
    for n in 0..100_000 {
        writeln!(file, "{n},kind {}", n % 10).unwrap();
    }
    let (admin, id) = imported(&server, file).await;
    let body =
        json!({"range": "A:B", "criteria": {"B": ["in", "kind 3"], "A": ["if", "<", 50_000]}});
    let set = admin
        .put(&format!("/api/workbooks/{id}/filters"), body)
        .await
        .expect(200);
    assert_eq!(
        (&set["shown"], &set["of"]),
        (&json!(5_000), &json!(100_000))
    );
}
