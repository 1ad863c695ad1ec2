//! What was imported lies under what is edited: in the log, in stories, in values, and when something is taken back.

use daylight_tests::{Client, TestServer};
use serde_json::{Value, json};
use yrs::Any;

use crate::peer::{Door, Peer, view_frame};

async fn budget(server: &TestServer) -> (Client, String) {
    let admin = server.admin();
    let rows = (1..=600).map(|row| format!("item {row},{row},=B{row}*2\n"));
    let text: String = std::iter::once("what,amount,double\n".to_owned())
        .chain(rows)
        .collect();
    let done = server.import(&admin, "budget.csv", text.into_bytes()).await;
    assert_eq!(done["state"], "done", "{done}");
    let list = admin.get("/api/workbooks").await.expect(200);
    let id = list["workbooks"][0]["id"].as_str().unwrap().to_owned();
    (admin, id)
}

async fn cell(admin: &Client, id: &str, cell: &str) -> Value {
    let read = admin
        .get(&format!("/api/workbooks/{id}/cells?range={cell}"))
        .await
        .expect(200);
    read["cells"][0].clone()
}

#[tokio::test]
async fn a_cell_remembers_what_was_imported() {
    let server = TestServer::start().await;
    let (admin, id) = budget(&server).await;
    assert_eq!(cell(&admin, &id, "A601").await["value"], "item 600");
    let mut peer = Peer::join(Door::of(&server, &id)).await;
    peer.set("1/300:1", 7).await;
    peer.saved().await;
    peer.set("1/300:1", 8).await;
    peer.saved().await;
    let story = admin
        .get(&format!("/api/workbooks/{id}/cells/history?cell=B301"))
        .await
        .expect(200);
    let steps: Vec<_> = story["story"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (&s["old"], &s["new"], &s["via"]))
        .collect();
    let (null, imported) = (json!(null), json!(300));
    let expected = [
        (&json!(7), &json!(8), &json!("edit")),
        (&imported, &json!(7), &json!("edit")),
        (&null, &imported, &json!("import")),
    ];
    assert_eq!(steps, expected);
    // Taking the last change back leaves an entry, taking the first one back shows what was imported again.
    let revert = format!("/api/workbooks/{id}/changes/3/revert");
    assert_eq!(
        admin.post(&revert, json!({})).await.expect(200)["reverted"],
        1
    );
    peer.until(|peer| peer.cell("1/300:1") == Some(Any::Number(7.0.into())))
        .await;
    let revert = format!("/api/workbooks/{id}/changes/2/revert");
    assert_eq!(
        admin.post(&revert, json!({})).await.expect(200)["reverted"],
        1
    );
    peer.until(|peer| peer.cell("1/300:1").is_none()).await;
    assert_eq!(cell(&admin, &id, "B301").await["value"], 300);
}

#[tokio::test]
async fn v1_formulas_that_were_imported_follow_edits() {
    let server = TestServer::start().await;
    let (admin, id) = budget(&server).await;
    assert_eq!(
        cell(&admin, &id, "C301").await["formula"],
        json!(null),
        "a CSV has texts and numbers only"
    );
    let cells = json!({"cells": [{"cell": "D1", "input": "=SUM(B:B)"}]});
    admin
        .patch(&format!("/api/workbooks/{id}/cells"), cells)
        .await
        .expect(200);
    let mut peer = Peer::join(Door::of(&server, &id)).await;
    peer.send(view_frame(
        &json!({"sheet": "1", "rows": [0, 9], "cols": [0, 9]}),
    ))
    .await;
    let sum = |peer: &Peer, wanted: f64| {
        let mut cells = peer
            .values
            .iter()
            .flat_map(|values| values["cells"].as_array().unwrap());
        let cell = cells.rfind(|cell| cell[0] == 0 && cell[1] == 3);
        cell.is_some_and(|cell| cell[2].as_f64() == Some(wanted))
    };
    let whole = f64::from((1..=600).sum::<i32>());
    peer.until(|peer| sum(peer, whole)).await;
    peer.set("1/300:1", 0).await;
    peer.until(|peer| sum(peer, whole - 300.0)).await;
}

#[tokio::test]
async fn a_restore_brings_imported_values_back() {
    let server = TestServer::start().await;
    let (admin, id) = budget(&server).await;
    let cells: Vec<Value> = (2..=400)
        .map(|row| json!({"cell": format!("B{row}"), "input": ""}))
        .collect();
    let path = format!("/api/workbooks/{id}/cells");
    let cleared = admin
        .patch(&path, json!({"cells": cells}))
        .await
        .expect(200);
    assert_eq!(cleared["seq"], 2);
    let change = admin
        .get(&format!("/api/workbooks/{id}/changes/2"))
        .await
        .expect(200);
    assert_eq!(
        (&change["summary"], &change["total_cells"]),
        (&json!("Cleared B2:B400"), &json!(399))
    );
    assert_eq!(
        (&change["cells"][0]["old"], &change["cells"][0]["new"]),
        (&json!(1), &json!(null))
    );
    assert_eq!(cell(&admin, &id, "B301").await["value"], json!(null));
    let restored = admin
        .post(&format!("/api/workbooks/{id}/restore"), json!({"seq": 1}))
        .await
        .expect(200);
    assert_eq!(restored, json!({"seq": 3, "cells": 399}));
    assert_eq!(cell(&admin, &id, "B301").await["value"], 300);
    let then = admin
        .get(&format!("{path}?range=B301&at=2"))
        .await
        .expect(200);
    assert_eq!(then["cells"][0]["value"], json!(null));
}

#[tokio::test]
async fn assets_are_served_to_those_who_may_see_the_workbook() {
    let server = TestServer::start().await;
    let (admin, id) = budget(&server).await;
    let peer = Peer::join(Door::of(&server, &id)).await;
    let Some(Any::String(manifest)) = peer.get("sheets", "1/base") else {
        panic!("no base")
    };
    let path = format!("/api/workbooks/{id}/assets/{manifest}");
    let answer = admin.get(&path).await;
    assert_eq!((answer.status, &answer.json["v"]), (200, &json!(1)));
    assert_eq!(
        answer.header("cache-control"),
        "private, max-age=31536000, immutable"
    );
    server
        .anon()
        .get(&path)
        .await
        .expect_problem(401, "signed-out");
    let other = server.workbook("Other").await;
    let elsewhere = format!("/api/workbooks/{other}/assets/{manifest}");
    admin
        .get(&elsewhere)
        .await
        .expect_problem(404, "asset-unknown");
    admin
        .get(&format!("/api/workbooks/{id}/assets/nonsense"))
        .await
        .expect_problem(404, "asset-unknown");
}
