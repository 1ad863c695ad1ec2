//! P: presence.

use daylight_tests::TestServer;
use serde_json::Value;

use crate::guests::guest;
use crate::peer::{Door, Peer};

#[tokio::test]
async fn p1_p2_presence_reaches_all_and_names_are_the_servers() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let door = Door::of(&server, &workbook);
    let mut owner = Peer::join(door.clone()).await;
    let gina = guest(&server, &workbook, "editor", "Gina").await;
    let mut gina = Peer::join(door.clone().seen_as(gina.who)).await;
    let client = gina.client();
    gina.show(client, 1, r#"{"user":{"name":"The boss"},"cell":"B7"}"#)
        .await;
    for peer in [&mut gina, &mut owner] {
        peer.until(|peer| peer.presence.contains_key(&client)).await;
        let state = &peer.presence[&client];
        assert_eq!(
            (&state["user"]["name"], &state["cell"]),
            (&Value::from("Gina"), &Value::from("B7"))
        );
    }
    let late = Peer::join(door);
    let mut late = late.await;
    late.until(|peer| peer.presence.contains_key(&client)).await;
    // P4
    gina.drop_connection();
    owner.until(|peer| peer.presence[&client].is_null()).await;
}

#[tokio::test]
async fn p2_nobody_shows_presence_as_somebody_else() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let door = Door::of(&server, &workbook);
    let mut owner = Peer::join(door.clone()).await;
    let own = owner.client();
    owner.show(own, 1, r#"{"cell":"A1"}"#).await;
    owner.until(|peer| peer.presence.contains_key(&own)).await;
    let mallory = guest(&server, &workbook, "editor", "Mallory").await;
    let mut mallory = Peer::join(door.seen_as(mallory.who)).await;
    mallory.show(own, 9, r#"{"cell":"forged"}"#).await;
    let client = mallory.client();
    mallory.show(client, 1, r#"{"cell":"C3"}"#).await;
    owner
        .until(|peer| peer.presence.contains_key(&client))
        .await;
    assert_eq!(owner.presence[&own]["cell"], "A1");
}

#[tokio::test]
async fn p3_a_state_over_the_limit_ends_the_session() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let mut peer = Peer::join(Door::of(&server, &workbook)).await;
    let client = peer.client();
    peer.show(client, 1, &format!(r#"{{"x":"{}"}}"#, "y".repeat(5000)))
        .await;
    assert_eq!(peer.end().await, (4413, "too-large".into()));
}

#[tokio::test]
async fn p3_only_the_newest_state_counts_and_arrives() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let mut owner = Peer::join(Door::of(&server, &workbook)).await;
    let client = owner.client();
    for clock in 1..=200 {
        owner
            .show(client, clock, &format!(r#"{{"n":{clock}}}"#))
            .await;
    }
    owner
        .until(|peer| {
            peer.presence
                .get(&client)
                .is_some_and(|state| state["n"] == 200)
        })
        .await;
}

#[tokio::test]
async fn the_catalogue_shows_who_is_here() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let gina = guest(&server, &workbook, "viewer", "Gina").await;
    let _gina = Peer::join(Door::of(&server, &workbook).seen_as(gina.who)).await;
    let list = server.admin().get("/api/workbooks").await.expect(200);
    assert_eq!(list["workbooks"][0]["present"][0]["name"], "Gina");
}
