//! What stands behind a computed cell: arrays beside their formulas, precedents and dependents, errors and who did it.

use daylight_tests::TestServer;
use serde_json::{Value, json};

use crate::peer::{Door, Peer, sync_frame, view_frame};
use crate::values::type_in;

async fn explain(server: &TestServer, workbook: &str, cell: &str) -> Value {
    let path = format!("/api/workbooks/{workbook}/cells/explain?cell={cell}");
    server.admin().get(&path).await.expect(200)
}

#[tokio::test]
async fn an_array_reaches_screens_and_leaves_them() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    type_in(
        &server,
        &workbook,
        json!([{"cell": "A1", "input": "3"}, {"cell": "B1", "input": "=SEQUENCE(A1)*2"}]),
    )
    .await;
    let mut peer = Peer::join(Door::of(&server, &workbook)).await;
    let view = json!({"sheet": "1", "rows": [0, 40], "cols": [0, 10]});
    peer.send(view_frame(&view)).await;
    peer.until(|peer| peer.value(2, 1) == Some(json!(6))).await;
    let behind = explain(&server, &workbook, "B3").await;
    assert_eq!(
        behind["spill"],
        json!({"anchor": {"sheet": "Sheet1", "cell": "B1"}, "range": "B1:B3"})
    );
    peer.set("1/0:0", 2).await;
    peer.until(|peer| peer.value(2, 1) == Some(Value::Null))
        .await;
    peer.set("1/1:1", 7).await;
    peer.until(|peer| peer.value(0, 1) == Some(json!(["#", "#SPILL!"])))
        .await;
    let behind = explain(&server, &workbook, "B1").await;
    assert_eq!(behind["error"]["reason"], "spill-blocked");
    assert_eq!(behind["error"]["blocker"]["cell"], "B2");
}

#[tokio::test]
async fn precedents_dependents_and_loops() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let cells = json!([
        {"cell": "A1", "input": "2"},
        {"cell": "B1", "input": "=SUM(A1:A9)+Z1"},
        {"cell": "C1", "input": "=A1*2"},
        {"cell": "D1", "input": "=E1"},
        {"cell": "E1", "input": "=F1+1"},
        {"cell": "F1", "input": "=D1"},
        {"cell": "G1", "input": "=D1+1"},
        {"cell": "H1", "input": "=FOO(1)"},
        {"cell": "I1", "input": "=H1"},
        {"cell": "J1", "input": "=1/Z9"},
    ]);
    type_in(&server, &workbook, cells).await;
    let behind = explain(&server, &workbook, "B1").await;
    assert_eq!(
        behind["precedents"],
        json!([{"sheet": "Sheet1", "range": "A1:A9"}, {"sheet": "Sheet1", "range": "Z1"}])
    );
    let behind = explain(&server, &workbook, "A1").await;
    assert_eq!(behind["dependents"]["count"], 2);
    assert_eq!(behind["dependents"]["cells"][0]["range"], "B1");
    assert_eq!(behind["error"], Value::Null);
    let behind = explain(&server, &workbook, "E1").await;
    let cells = behind["error"]["loop"].as_array().unwrap();
    let cells: Vec<&str> = cells.iter().map(|c| c["cell"].as_str().unwrap()).collect();
    assert_eq!(cells, ["E1", "F1", "D1"]);
    let behind = explain(&server, &workbook, "G1").await;
    assert_eq!(behind["error"]["origin"]["cell"], "D1");
    let behind = explain(&server, &workbook, "I1").await;
    assert_eq!(behind["error"]["origin"]["cell"], "H1");
    assert_eq!(behind["error"]["reason"], "unknown-function");
    let behind = explain(&server, &workbook, "J1").await;
    assert_eq!(behind["error"]["reason"], "division");
    server
        .admin()
        .get(&format!("/api/workbooks/{workbook}/cells/explain?cell=1A"))
        .await
        .expect(422);
}

#[tokio::test]
async fn a_deleted_row_is_named_with_who_did_it_and_can_come_back() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let cells = json!([{"cell": "A5", "input": "2"}, {"cell": "B1", "input": "=A5*2"},
        {"cell": "C1", "input": "=B1"}]);
    type_in(&server, &workbook, cells).await;
    let mut peer = Peer::join(Door::of(&server, &workbook)).await;
    let span = vec![yrs::Any::from(4.0), yrs::Any::from(1.0)];
    let deletion = peer.change("rows", "1/dx", Some(yrs::Any::from(span)));
    peer.send(sync_frame(2, &deletion)).await;
    peer.saved().await;
    let behind = explain(&server, &workbook, "C1").await;
    let error = &behind["error"];
    assert_eq!(error["code"], "#REF!");
    assert_eq!(error["origin"]["cell"], "B1");
    assert_eq!(error["reason"], "deleted");
    assert_eq!(error["text"], "A row of Sheet1 was deleted.");
    assert!(error["change"]["author"]["name"].is_string(), "{error}");
    let seq = error["change"]["seq"].as_i64().unwrap();
    server
        .admin()
        .post(
            &format!("/api/workbooks/{workbook}/changes/{seq}/revert"),
            json!({}),
        )
        .await
        .expect(200);
    let behind = explain(&server, &workbook, "C1").await;
    assert_eq!(behind["value"], 4);
    assert_eq!(behind["error"], Value::Null);
}
