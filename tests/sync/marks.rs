//! What holds for ranges of cells: how they look on screens (V), and what may be entered, also by programs.

use daylight_tests::{Answer, Client, TestServer};
use serde_json::{Value, json};
use yrs::Any;

use crate::peer::{Door, Peer, sync_frame, view_frame};

fn any(value: &Value) -> Any {
    Any::from_json(&value.to_string()).unwrap()
}

/// Writes entries as a browser does, and waits until they are stored.
async fn put(peer: &mut Peer, root: &str, entries: &[(&str, Value)]) {
    for (key, value) in entries {
        let update = peer.change(root, key, Some(any(value)));
        peer.send(sync_frame(2, &update)).await;
    }
    let clock = peer.clock();
    peer.until(|peer| peer.acked >= clock).await;
}

/// A workbook whose B1:B9 take one of the regions in D1:D2, and C1:C9 numbers from 1 to ten times A1.
async fn checked(server: &TestServer, refuse: bool) -> (Client, String) {
    let admin = server.admin();
    let id = server.workbook("Plan").await;
    let cells = json!([{"cell": "A1", "input": 1}, {"cell": "D1", "input": "North"}, {"cell": "D2", "input": "South"}]);
    write(&admin, &id, cells).await.expect(200);
    let regions = json!({"on": "0,1:8,1", "pos": "V", "kind": "list", "refuse": refuse, "say": "Pick a region."});
    let amounts =
        json!({"on": "0,2:8,2", "pos": "W", "kind": "number", "op": "between", "refuse": refuse});
    let mut peer = Peer::join(Door::of(server, &id)).await;
    put(
        &mut peer,
        "checks",
        &[
            ("1/r", regions),
            ("1/r/a", json!(["=", "\u{FFFC}", "$0,$3:$1,$3"])),
            ("1/n", amounts),
            ("1/n/a", json!(1)),
            ("1/n/b", json!(["=", "\u{FFFC}*10", "$0,$0"])),
        ],
    )
    .await;
    (admin, id)
}

async fn write(admin: &Client, id: &str, cells: Value) -> Answer {
    let path = format!("/api/workbooks/{id}/cells");
    admin.patch(&path, json!({ "cells": cells })).await
}

#[tokio::test]
async fn programs_cannot_write_what_does_not_fit() {
    let server = TestServer::start().await;
    let (admin, id) = checked(&server, true).await;
    for (cell, input) in [
        ("B2", json!("north")),
        ("C2", json!(10)),
        ("C3", json!("=A1+4")),
        ("B3", json!(null)),
        ("E1", json!("x")),
    ] {
        write(&admin, &id, json!([{"cell": cell, "input": input}]))
            .await
            .expect(200);
    }
    for (cell, input, say) in [
        ("B4", json!("West"), "Pick a region."),
        (
            "C4",
            json!(11),
            "What is written to C4 is not what may be entered there.",
        ),
        (
            "C4",
            json!("=A1*100"),
            "What is written to C4 is not what may be entered there.",
        ),
    ] {
        let cells = json!([{"cell": "E2", "input": "kept?"}, {"cell": cell, "input": input}]);
        let refused = write(&admin, &id, cells).await.expect(422);
        assert_eq!(
            (&refused["code"], &refused["detail"]),
            (&json!("does-not-fit"), &json!(say))
        );
        assert_eq!(refused["where"]["cell"], cell);
    }
    // Many cells at once are held to it, too.
    let paste = json!({"sheet": "1", "rows": [[5, 2]], "cols": [[1, 1]], "contents": [{"col": 0, "values": ["South", "West"]}]});
    let refused = admin
        .post(&format!("/api/workbooks/{id}/paste"), paste)
        .await
        .expect(422);
    assert_eq!(
        (&refused["code"], &refused["where"]["cell"]),
        (&json!("does-not-fit"), &json!("B7"))
    );
    let read = admin
        .get(&format!("/api/workbooks/{id}/cells?range=E2"))
        .await
        .expect(200);
    assert_eq!(
        read["cells"][0]["text"], "",
        "a refused request writes nothing"
    );
}

#[tokio::test]
async fn what_only_warns_is_taken() {
    let server = TestServer::start().await;
    let (admin, id) = checked(&server, false).await;
    write(&admin, &id, json!([{"cell": "B4", "input": "West"}]))
        .await
        .expect(200);
    let ask = format!("/api/workbooks/{id}/checks/ask");
    let verdict = admin
        .post(&ask, json!({"cell": "B4", "input": "West"}))
        .await
        .expect(200);
    assert_eq!(verdict, json!({"fits": false, "say": "Pick a region."}));
}

#[tokio::test]
async fn what_may_be_entered_can_be_asked_and_listed() {
    let server = TestServer::start().await;
    let (admin, id) = checked(&server, true).await;
    let ask = format!("/api/workbooks/{id}/checks/ask");
    for (cell, input, verdict) in [
        ("B1", "South", json!({"fits": true})),
        ("B1", "", json!({"fits": true})),
        (
            "B1",
            "West",
            json!({"fits": false, "refuse": true, "say": "Pick a region."}),
        ),
        (
            "C1",
            "7,5",
            json!({"fits": false, "refuse": true, "say": ""}),
        ),
        ("C1", "=A1", json!({"fits": true})),
        ("A1", "anything", json!({"fits": true})),
    ] {
        let answer = admin
            .post(&ask, json!({"cell": cell, "input": input}))
            .await;
        assert_eq!(answer.expect(200), verdict, "{cell} {input}");
    }
    let bad = admin.post(&ask, json!({"cell": "?", "input": ""})).await;
    assert_eq!(bad.expect(422)["code"], "bad-cell");
    let choices = format!("/api/workbooks/{id}/checks/choices");
    let listed = admin
        .post(&choices, json!({"cell": "B5"}))
        .await
        .expect(200);
    assert_eq!(listed, json!({"values": ["North", "South"], "more": false}));
    let listed = admin
        .post(&choices, json!({"cell": "B5", "search": "OU"}))
        .await;
    assert_eq!(listed.expect(200)["values"], json!(["South"]));
    let none = admin
        .post(&choices, json!({"cell": "C5"}))
        .await
        .expect(200);
    assert_eq!(none["values"], json!([]));
}

fn looks(peer: &Peer) -> Option<&Value> {
    peer.values
        .iter()
        .rev()
        .find_map(|values| values.get("looks"))
}

/// How a cell was last said to look.
fn look(peer: &Peer, row: u64, col: u64) -> Option<Value> {
    let looks = looks(peer)?;
    let cells = looks["cells"].as_array().unwrap();
    let cell = cells.iter().find(|cell| cell[0] == row && cell[1] == col)?;
    let kind = usize::try_from(cell[2].as_u64().unwrap()).unwrap();
    Some(looks["kinds"][kind].clone())
}

#[tokio::test]
async fn v3_screens_hear_how_cells_look() {
    let server = TestServer::start().await;
    let id = server.workbook("Plan").await;
    let admin = server.admin();
    let cells = json!([{"cell": "A1", "input": 1}, {"cell": "A2", "input": "=A1*10"}, {"cell": "A3", "input": "x"}]);
    write(&admin, &id, cells).await.expect(200);
    let mut peer = Peer::join(Door::of(&server, &id)).await;
    peer.send(view_frame(
        &json!({"sheet": "1", "rows": [0, 40], "cols": [0, 10]}),
    ))
    .await;
    peer.until(|peer| looks(peer).is_some()).await;
    assert_eq!(looks(&peer), Some(&json!({"kinds": [], "cells": []})));
    let rule = json!({"on": "c0:0", "pos": "V", "kind": "cell", "op": ">", "fill": "#ff0000"});
    put(&mut peer, "rules", &[("1/k", rule), ("1/k/a", json!(5))]).await;
    let red = json!({"format": {"fill": "#ff0000"}});
    peer.until(|peer| look(peer, 1, 0) == Some(red.clone()))
        .await;
    assert_eq!(look(&peer, 0, 0), None);
    // It follows what is computed.
    let said = peer.values.len();
    write(&admin, &id, json!([{"cell": "A1", "input": 0.1}]))
        .await
        .expect(200);
    peer.until(|peer| looks(peer) == Some(&json!({"kinds": [], "cells": []})))
        .await;
    // What changes no look says nothing of looks.
    write(&admin, &id, json!([{"cell": "A1", "input": 0.2}]))
        .await
        .expect(200);
    peer.until(|peer| peer.value(1, 0) == Some(json!(2))).await;
    let later = peer.values[said..]
        .iter()
        .filter(|values| values.get("looks").is_some());
    assert_eq!(later.count(), 1);
    // What does not fit is marked, and no longer once the check is gone.
    let check = json!({"on": "0,0:9,0", "pos": "V", "kind": "number", "say": "Numbers only"});
    put(&mut peer, "checks", &[("1/v", check)]).await;
    peer.until(|peer| look(peer, 2, 0) == Some(json!({"bad": "Numbers only"})))
        .await;
    put(&mut peer, "checks", &[("1/v", Value::Null)]).await;
    peer.until(|peer| look(peer, 2, 0).is_none()).await;
}

#[tokio::test]
async fn g6_rules_and_checks_of_another_form_are_refused() {
    let server = TestServer::start().await;
    let id = server.workbook("Plan").await;
    for (root, key, value) in [
        (
            "rules",
            "1/k",
            json!({"kind": "sparkle", "on": "0,0", "pos": "V"}),
        ),
        ("rules", "1/k/z", json!(1)),
        ("checks", "1/v", json!({"kind": "list"})),
        ("filters", "1/sheet", json!([1, 2, 3])),
        ("filters", "1/sheet/0", json!(["like", "x"])),
        ("filters", "1/sheet/rows", json!("0".repeat(64))),
    ] {
        let mut peer = Peer::join(Door::of(&server, &id)).await;
        let update = peer.change(root, key, Some(any(&value)));
        peer.send(sync_frame(2, &update)).await;
        peer.until(|peer| peer.ended.is_some()).await;
    }
}
