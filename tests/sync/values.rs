//! V: computed values, on screens and by request.

use daylight_tests::TestServer;
use serde_json::{Value, json};

use crate::peer::{Door, Peer, view_frame};

fn view() -> Vec<u8> {
    view_frame(&json!({"sheet": "1", "rows": [0, 40], "cols": [0, 10]}))
}

pub async fn type_in(server: &TestServer, workbook: &str, cells: Value) -> i64 {
    let path = format!("/api/workbooks/{workbook}/cells");
    let written = server
        .admin()
        .patch(&path, json!({"cells": cells}))
        .await
        .expect(200);
    written["seq"].as_i64().unwrap()
}

#[tokio::test]
async fn v1_a_view_brings_values_and_then_those_that_change() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    type_in(
        &server,
        &workbook,
        json!([{"cell": "A1", "input": "2"}, {"cell": "A2", "input": "=A1*21"}]),
    )
    .await;
    let mut peer = Peer::join(Door::of(&server, &workbook)).await;
    peer.send(view()).await;
    peer.until(|peer| peer.value(1, 0) == Some(json!(42))).await;
    assert_eq!(peer.values[0]["all"], true);
    assert_eq!(peer.values[0]["sheet"], "1");
    peer.set("1/0:0", 3).await;
    peer.until(|peer| peer.value(1, 0) == Some(json!(63))).await;
    let last = peer.values.last().unwrap();
    assert_eq!((&last["all"], &last["seq"]), (&json!(false), &json!(3)));
}

#[tokio::test]
async fn v1_values_follow_rows_that_move_into_view() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let cells = json!([{"cell": "A1", "input": "2"}, {"cell": "A50", "input": "=A1*21"}]);
    type_in(&server, &workbook, cells).await;
    let mut peer = Peer::join(Door::of(&server, &workbook)).await;
    peer.send(view()).await;
    peer.until(|peer| !peer.values.is_empty()).await;
    assert_eq!(peer.value(49, 0), None, "row 50 is out of view");
    let deletion = peer.change(
        "rows",
        "1/dx",
        Some(yrs::Any::from(vec![
            yrs::Any::from(2.0),
            yrs::Any::from(20.0),
        ])),
    );
    peer.send(crate::peer::sync_frame(2, &deletion)).await;
    peer.until(|peer| peer.value(49, 0) == Some(json!(42)))
        .await;
}

#[tokio::test]
async fn v1_a_formula_that_computes_to_what_stood_there_is_sent() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    type_in(
        &server,
        &workbook,
        json!([{"cell": "A1", "input": "5"}, {"cell": "B1", "input": "5"}]),
    )
    .await;
    let mut peer = Peer::join(Door::of(&server, &workbook)).await;
    peer.send(view()).await;
    peer.until(|peer| !peer.values.is_empty()).await;
    type_in(&server, &workbook, json!([{"cell": "B1", "input": "=A1"}])).await;
    peer.until(|peer| peer.value(0, 1) == Some(json!(5))).await;
}

#[tokio::test]
async fn v2_cells_are_read_computed_with_their_seq_text_and_formula() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let cells = json!([
        {"cell": "A1", "input": "1,240.50"},
        {"cell": "A2", "input": "=A1*2"},
        {"cell": "A3", "input": "=A1/0"},
        {"cell": "B1", "input": "2026-03-31"},
        {"cell": "B2", "input": "text"},
        {"cell": "B3", "input": true},
        {"cell": "C1", "input": 7.25},
    ]);
    let seq = type_in(&server, &workbook, cells).await;
    let path = format!("/api/workbooks/{workbook}/cells");
    let read = server
        .admin()
        .get(&format!("{path}?sheet=Sheet1&range=A1:C3"))
        .await
        .expect(200);
    assert_eq!(read["seq"], seq);
    let cell = |name: &str| {
        let cells = read["cells"].as_array().unwrap();
        cells
            .iter()
            .find(|cell| cell["cell"] == name)
            .cloned()
            .unwrap_or_else(|| panic!("{name}: {read}"))
    };
    assert_eq!(read["cells"].as_array().unwrap().len(), 9);
    assert_eq!(
        cell("A1"),
        json!({"cell": "A1", "value": 1240.5, "text": "1,240.50"})
    );
    assert_eq!(cell("A2")["value"], 2481);
    assert_eq!(cell("A2")["formula"], "=A1*2");
    assert_eq!(cell("A3")["value"], json!({"error": "#DIV/0!"}));
    assert_eq!(
        (cell("B1")["value"].clone(), cell("B1")["text"].clone()),
        (json!(46112), json!("2026-03-31"))
    );
    assert_eq!(cell("B2")["text"], "text");
    assert_eq!(cell("B3")["value"], true);
    assert_eq!(cell("C1")["value"], 7.25);
    assert_eq!(cell("C3"), json!({"cell": "C3", "value": null, "text": ""}));
    let all = server.admin().get(&path).await.expect(200);
    assert_eq!(
        all["cells"].as_array().unwrap().len(),
        9,
        "all that is used"
    );
    // An earlier moment is computed too.
    type_in(&server, &workbook, json!([{"cell": "A1", "input": "1"}])).await;
    let then = server
        .admin()
        .get(&format!("{path}?range=A2&at={seq}"))
        .await
        .expect(200);
    assert_eq!(
        (&then["seq"], &then["cells"][0]["value"]),
        (&json!(seq), &json!(2481))
    );
    let now = server
        .admin()
        .get(&format!("{path}?range=A2"))
        .await
        .expect(200);
    assert_eq!(now["cells"][0]["value"], 2);
}

#[tokio::test]
async fn cells_that_cannot_be_read_or_written_are_named() {
    let server = TestServer::with(&["--write-cells", "3", "--read-cells", "10"]).await;
    let workbook = server.workbook("Plan").await;
    let path = format!("/api/workbooks/{workbook}/cells");
    let admin = server.admin();
    admin
        .get(&format!("{path}?sheet=Nope"))
        .await
        .expect_problem(404, "sheet-unknown");
    admin
        .get(&format!("{path}?range=A1:"))
        .await
        .expect_problem(422, "bad-range");
    admin
        .get(&format!("{path}?range=A1:D9"))
        .await
        .expect_problem(422, "too-many-cells");
    admin
        .get(&format!("{path}?at=77"))
        .await
        .expect_problem(404, "change-unknown");
    let write = |cells: Value| {
        let (admin, path) = (admin.clone(), path.clone());
        async move { admin.patch(&path, json!({"cells": cells})).await }
    };
    let bad = write(json!([{"cell": "A1", "input": "1"}, {"cell": "7A", "input": "1"}])).await;
    assert_eq!(bad.expect_problem(422, "bad-cell")["where"]["cell"], "7A");
    let bad = write(json!([{"cell": "A1", "input": {"a": 1}}])).await;
    assert_eq!(bad.expect_problem(422, "bad-input")["where"]["cell"], "A1");
    let four: Vec<Value> = (1..=4)
        .map(|row| json!({"cell": format!("A{row}"), "input": "1"}))
        .collect();
    write(json!(four))
        .await
        .expect_problem(422, "too-many-cells");
    let guest = server.guest(&workbook, "viewer", "Vera").await;
    let cells = json!({"cells": [{"cell": "A1", "input": "1"}]});
    guest
        .patch(&path, cells)
        .await
        .expect_problem(403, "read-only");
    // None of it left a trace.
    let changes = admin
        .get(&format!("/api/workbooks/{workbook}/changes"))
        .await
        .expect(200);
    assert_eq!(changes["changes"].as_array().unwrap().len(), 1);
    let same = write(json!([{"cell": "A1", "input": "1"}]))
        .await
        .expect(200);
    assert_eq!(same["seq"], 2);
    let same = write(json!([{"cell": "A1", "input": "1"}]))
        .await
        .expect(200);
    assert_eq!(same["seq"], json!(null), "nothing to change");
}
