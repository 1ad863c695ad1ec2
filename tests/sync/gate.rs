//! F and G: frames and updates that must not get in.

use daylight_tests::TestServer;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use yrs::updates::decoder::Decode as _;
use yrs::updates::encoder::Encode as _;
use yrs::{Any, Doc, Map as _, ReadTxn as _, StateVector, Transact as _, Update};

use crate::guests::guest;
use crate::peer::{Door, Heard, Peer, new_client, put_block, sync_frame};

/// Someone sends this; the session ends so, and another one goes on as if nothing had been.
async fn check_refused(make: impl FnOnce(&Peer) -> Vec<u8>, code: u16, reason: &str) {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let door = Door::of(&server, &workbook);
    let mut ben = Peer::join(door.clone()).await;
    ben.set("1/0:0", 1).await;
    ben.saved().await;
    let mallory = guest(&server, &workbook, "editor", "Mallory").await;
    let mut bad = Peer::join(door.clone().seen_as(mallory.who)).await;
    let frame = make(&bad);
    bad.send(frame).await;
    assert_eq!(bad.end().await, (code, reason.to_owned()));
    ben.set("1/0:1", 2).await;
    ben.saved().await;
    let fresh = Peer::join(door).await;
    assert_eq!(fresh.cells(), ["1/0:0=1", "1/0:1=2"]);
}

/// An update of a document that has all that `peer` has, written as `client`.
fn forged(peer: &Peer, client: u64, root: &str, key: &str, value: Any) -> Vec<u8> {
    let doc = Doc::with_client_id(client);
    let state = peer.doc.transact().encode_diff_v1(&StateVector::default());
    doc.transact_mut()
        .apply_update(Update::decode_v1(&state).unwrap())
        .unwrap();
    let map = doc.get_or_insert_map(root);
    let mut txn = doc.transact_mut();
    map.insert(&mut txn, key, value);
    txn.encode_update_v1()
}

/// The client that wrote a cell.
fn writer(peer: &Peer) -> u64 {
    let known = peer.doc.transact().state_vector();
    let writers = known.iter().map(|(client, _)| client.get());
    writers
        .filter(|client| *client > 1 && *client != peer.client())
        .max()
        .unwrap()
}

#[tokio::test]
async fn g3_a_forged_client_id_is_refused() {
    let frame = |bad: &Peer| {
        sync_frame(
            2,
            &forged(bad, writer(bad), "cells", "1/0:0", Any::from(666)),
        )
    };
    check_refused(frame, 4422, "foreign-client").await;
}

#[tokio::test]
async fn g3_the_servers_own_client_id_is_refused() {
    let frame = |bad: &Peer| sync_frame(2, &forged(bad, 1, "cells", "1/0:0", Any::from(666)));
    check_refused(frame, 4422, "client-id").await;
}

#[tokio::test]
async fn g6_unknown_roots_keys_and_forms_are_refused() {
    let unknown_root =
        |bad: &Peer| sync_frame(2, &bad.change("extra", "1/0:0", Some(Any::from(1))));
    check_refused(unknown_root, 4422, "unknown-root").await;
    let bad_key = |bad: &Peer| sync_frame(2, &bad.change("cells", "A1", Some(Any::from(1))));
    check_refused(bad_key, 4422, "key").await;
    let server_only = |bad: &Peer| sync_frame(2, &bad.change("book", "epoch", Some(Any::from(2))));
    check_refused(server_only, 4422, "server-only").await;
}

#[tokio::test]
async fn g4_a_gap_in_a_sync_step_2_is_refused() {
    let gap = |bad: &Peer| {
        bad.change("cells", "1/5:5", Some(Any::from(1)));
        sync_frame(1, &bad.change("cells", "1/5:5", Some(Any::from(2))))
    };
    check_refused(gap, 4422, "gap").await;
}

#[tokio::test]
async fn g2_hostile_updates_end_the_session_and_nothing_else() {
    // A value nested thousands deep, which would overflow the stack of a decoder.
    let deep = |_: &Peer| {
        let mut update = vec![1, 1];
        crate::peer::put_var(&mut update, new_client());
        update.extend([0, 0x28, 1, 5]);
        update.extend(b"cells");
        put_block(&mut update, b"1/0:0");
        update.push(1);
        for _ in 0..20_000 {
            update.extend([117, 1]);
        }
        update.extend([126, 0]);
        sync_frame(2, &update)
    };
    check_refused(deep, 4422, "nested").await;
    check_refused(|_| sync_frame(2, &[255; 40]), 4422, "number").await;
    check_refused(
        |_| sync_frame(2, &[1, 255, 255, 255, 255, 7, 9]),
        4422,
        "truncated",
    )
    .await;
}

#[tokio::test]
async fn f1_malformed_frames_end_the_session() {
    check_refused(|_| vec![9, 9, 9], 4400, "malformed").await;
    check_refused(|_| vec![0, 2, 200, 1], 4400, "malformed").await;
    check_refused(|_| vec![100, b'{', b'}'], 4400, "malformed").await;
    check_refused(|_| b"h{\"sheet\":7}".to_vec(), 4400, "malformed").await;
    check_refused(|_| Vec::new(), 4400, "malformed").await;
}

#[tokio::test]
async fn f1_text_frames_end_the_session() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let mut socket = Door::of(&server, &workbook).open().await.ok().unwrap();
    socket.send_text("hello").await;
    assert_eq!(socket.end().await, (4400, "malformed".into()));
}

#[tokio::test]
async fn f2_a_frame_over_the_limit_ends_the_session() {
    let server = TestServer::with(&["--frame-bytes", "10000"]).await;
    let workbook = server.workbook("Plan").await;
    let mut socket = Door::of(&server, &workbook).open().await.ok().unwrap();
    socket.send(sync_frame(2, &[0; 12_000])).await;
    assert_eq!(socket.end().await, (4413, "too-large".into()));
}

#[tokio::test]
async fn c3_without_daylight_only_standard_messages_are_sent() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let mut anna = Peer::join(Door::of(&server, &workbook)).await;
    let mut socket = Door::of(&server, &workbook)
        .standard()
        .open()
        .await
        .ok()
        .unwrap();
    socket
        .send(sync_frame(0, &StateVector::default().encode_v1()))
        .await;
    anna.set("1/0:0", 1).await;
    anna.saved().await;
    let mut kinds = Vec::new();
    while !kinds.contains(&(0, 1)) || !kinds.contains(&(0, 2)) {
        let Heard::Frame(frame) = socket.hear().await else {
            panic!("it ended")
        };
        assert!(frame[0] <= 3, "type {}", frame[0]);
        kinds.push((frame[0], frame[1]));
    }
    assert_eq!(kinds[0], (0, 0));
}

#[tokio::test]
async fn g1_a_viewer_cannot_write() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let door = Door::of(&server, &workbook);
    let mut owner = Peer::join(door.clone()).await;
    let viewer = guest(&server, &workbook, "viewer", "Vera").await;
    let mut vera = Peer::join(door.clone().seen_as(viewer.who.clone())).await;
    assert_eq!(vera.welcome["role"], "viewer");
    vera.set("1/0:0", 666).await;
    vera.until(|vera| !vera.notices.is_empty()).await;
    assert_eq!(vera.notices, [json!({"code": "read-only"})]);
    // The session goes on, and sees what others do.
    owner.set("1/1:1", 1).await;
    vera.until(|vera| vera.cell("1/1:1").is_some()).await;
    let mut standard = Peer::join(door.clone().standard().seen_as(viewer.who)).await;
    standard.set("1/0:0", 666).await;
    standard.until(|peer| !peer.notices.is_empty()).await;
    assert_eq!(standard.notices, [json!({"code": "permission-denied"})]);
    let fresh = Peer::join(door).await;
    assert_eq!(fresh.cells(), ["1/1:1=1"]);
}

#[tokio::test]
async fn g1_a_viewer_who_reconnects_is_not_told_that_they_tried_to_write() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let door = Door::of(&server, &workbook);
    let mut owner = Peer::join(door.clone()).await;
    owner.set("1/0:0", 1).await;
    owner.set("1/0:0", 2).await;
    owner.saved().await;
    let viewer = guest(&server, &workbook, "viewer", "Vera").await;
    let mut vera = Peer::join(door.seen_as(viewer.who)).await;
    vera.drop_connection();
    assert!(vera.connect().await);
    vera.until(|vera| vera.synced).await;
    owner.set("1/0:0", 3).await;
    vera.until(|vera| vera.cell("1/0:0") == Some(Any::Number(3.0.into())))
        .await;
    assert_eq!(vera.notices, Vec::<Value>::new());
}

#[tokio::test]
async fn g8_a_live_gap_is_asked_for_and_heals() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let mut anna = Peer::join(Door::of(&server, &workbook)).await;
    // The first update never leaves.
    anna.change("cells", "1/0:0", Some(Any::from(1)));
    anna.set("1/0:1", 2).await;
    anna.saved().await;
    let fresh = Peer::join(Door::of(&server, &workbook)).await;
    assert_eq!(fresh.cells(), ["1/0:0=1", "1/0:1=2"]);
}

#[tokio::test]
async fn d4_an_update_that_is_known_gets_an_ack_and_no_seq() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let mut anna = Peer::join(Door::of(&server, &workbook)).await;
    let update = anna.change("cells", "1/0:0", Some(Any::from(1)));
    anna.send(sync_frame(2, &update)).await;
    anna.saved().await;
    assert_eq!(anna.seq, 2);
    anna.acked = 0;
    anna.send(sync_frame(2, &update)).await;
    anna.saved().await;
    assert_eq!(anna.seq, 2);
}

#[tokio::test]
async fn g2_mutated_updates_never_harm_the_room() {
    let flags = ["--session-updates", "100000"];
    let server = TestServer::with(&flags).await;
    let workbook = server.workbook("Plan").await;
    let door = Door::of(&server, &workbook);
    let mut ben = Peer::join(door.clone()).await;
    let mut dice = StdRng::seed_from_u64(20_261_122);
    let mut mallory = Peer::join(door.clone()).await;
    for n in 0..400 {
        if !mallory.is_connected() {
            mallory = Peer::join(door.clone()).await;
        }
        let cell = format!("1/{}:{}", n % 9, n % 4);
        let mut update = mallory.change("cells", &cell, Some(Any::from("a text to mutate")));
        for _ in 0..dice.random_range(1..4) {
            let at = dice.random_range(0..update.len());
            update[at] = dice.random();
        }
        mallory.send(sync_frame(2, &update)).await;
        // What the mutant did to the document, if it was let in, is known to all; its sender starts over.
        mallory.drop_connection();
        if n % 20 == 0 {
            ben.set("1/100:0", n).await;
            ben.saved().await;
        }
    }
    let fresh = Peer::join(door).await;
    ben.until(|ben| ben.cells() == fresh.cells()).await;
    assert_eq!(server.findings(&workbook).await, [""; 0]);
}
