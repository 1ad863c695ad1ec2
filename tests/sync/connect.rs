//! C: connecting, and the thinnest way through: edit, durable, acknowledged, seen by others.

use daylight_tests::TestServer;
use serde_json::json;
use yrs::Any;

use crate::peer::{Door, Peer, Who};

#[tokio::test]
async fn c1_without_credentials_401_without_a_role_404() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let door = Door::of(&server, &workbook);
    assert_eq!(
        door.clone().seen_as(Who::Nobody).open().await.err(),
        Some(401)
    );
    assert_eq!(
        door.clone()
            .seen_as(Who::Token("nonsense".into()))
            .open()
            .await
            .err(),
        Some(401)
    );
    let unknown = Door::of(&server, "0000000000001");
    assert_eq!(unknown.open().await.err(), Some(404));
    let no_upgrade = server.admin().get(&format!("/ws/{workbook}")).await;
    no_upgrade.expect_problem(426, "upgrade-required");
}

#[tokio::test]
async fn c4_the_first_frame_is_welcome() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let peer = Peer::join(Door::of(&server, &workbook)).await;
    assert_eq!(peer.welcome["workbook"], json!(workbook));
    assert_eq!(peer.welcome["epoch"], 1);
    assert_eq!(peer.welcome["seq"], 1);
    assert_eq!(peer.welcome["role"], "owner");
    assert_eq!(peer.welcome["clients"], 1);
    assert!(
        peer.welcome["user"]["color"]
            .as_u64()
            .is_some_and(|color| (1..=12).contains(&color))
    );
    assert_eq!(peer.get("sheets", "1/name"), Some(Any::from("Sheet1")));
}

#[tokio::test]
async fn c2_another_epoch_is_told_so() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let door = Door {
        epoch: Some(7),
        ..Door::of(&server, &workbook)
    };
    let mut socket = door.open().await.ok().unwrap();
    assert_eq!(socket.end().await, (4409, "epoch".into()));
}

#[tokio::test]
async fn d3_an_edit_is_acknowledged_and_seen_by_others() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let door = Door::of(&server, &workbook);
    let mut anna = Peer::join(door.clone()).await;
    let mut ben = Peer::join(door).await;
    anna.set("1/0:0", 5).await;
    anna.saved().await;
    assert_eq!(anna.seq, 2);
    ben.until(|ben| ben.cell("1/0:0").is_some()).await;
    assert_eq!(ben.cell("1/0:0"), Some(Any::Number(5.0.into())));
    let changes = server
        .admin()
        .get(&format!("/api/workbooks/{workbook}/changes"))
        .await
        .expect(200);
    let change = &changes["changes"][0];
    assert_eq!(change["seq"], 2);
    assert_eq!(change["summary"], "Set A1");
    assert_eq!(change["via"], "edit");
    assert_eq!(change["cells"][0]["cell"], "A1");
    assert_eq!(change["cells"][0]["old"], json!(null));
    assert_eq!(change["cells"][0]["new"], 5);
}
