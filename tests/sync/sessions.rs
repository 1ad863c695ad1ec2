//! S: slow sessions, ended access, rooms that close.

use daylight_tests::TestServer;
use serde_json::json;

use crate::guests::guest;
use crate::peer::{Door, Peer, Who, sync_frame};
use yrs::StateVector;
use yrs::updates::encoder::Encode as _;

#[tokio::test]
async fn s1_s2_a_session_that_does_not_read_is_closed_and_heals_by_reconnecting() {
    let flags = [
        "--outbox-frames",
        "16",
        "--session-updates",
        "100000",
        "--session-bytes",
        "100000000",
    ];
    let server = TestServer::with(&flags).await;
    let workbook = server.workbook("Plan").await;
    let door = Door::of(&server, &workbook);
    let mut slow = door.open().await.ok().unwrap();
    slow.send(sync_frame(0, &StateVector::default().encode_v1()))
        .await;
    let mut anna = Peer::join(door.clone()).await;
    // More than the buffers of both ends of a connection hold.
    let text = "€".repeat(30_000);
    for row in 0..300 {
        anna.set(&format!("1/{row}:0"), format!("{row}{text}").as_str())
            .await;
        anna.saved().await;
    }
    let (code, _) = slow.end().await;
    assert!(
        matches!(code, 4429 | 0),
        "closed as slow, or cut off if it does not even read that: {code}"
    );
    let healed = Peer::join(door).await;
    assert_eq!(healed.cells().len(), 300);
    assert_eq!(healed.cells(), anna.cells());
}

#[tokio::test]
async fn s3_revoking_a_link_ends_its_sessions_at_once_and_no_other() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let door = Door::of(&server, &workbook);
    let mut owner = Peer::join(door.clone()).await;
    let gina = guest(&server, &workbook, "editor", "Gina").await;
    let mut live = Peer::join(door.clone().seen_as(gina.who.clone())).await;
    live.set("1/0:0", 1).await;
    live.saved().await;
    server
        .admin()
        .delete(&format!("/api/workbooks/{workbook}/links/{}", gina.link))
        .await;
    live.set("1/0:1", 666).await;
    assert_eq!(live.end().await, (4403, "revoked".into()));
    assert_eq!(door.clone().seen_as(gina.who).open().await.err(), Some(404));
    owner.set("1/0:2", 2).await;
    owner.saved().await;
    assert_eq!(owner.cells(), ["1/0:0=1", "1/0:2=2"]);
    // Whose change it was, and through which link, stays known.
    let changes = server
        .admin()
        .get(&format!("/api/workbooks/{workbook}/changes"))
        .await
        .expect(200);
    assert_eq!(changes["changes"][1]["author"]["name"], "Gina");
    assert_eq!(changes["changes"][1]["link"]["id"], json!(gina.link));
}

#[tokio::test]
async fn s3_a_better_link_reaches_live_sessions() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let vera = guest(&server, &workbook, "viewer", "Vera").await;
    let mut live = Peer::join(Door::of(&server, &workbook).seen_as(vera.who.clone())).await;
    let path = format!("/api/workbooks/{workbook}/links");
    let link = server
        .admin()
        .post(&path, json!({"role": "editor"}))
        .await
        .expect(201);
    let Who::Cookie(cookie) = vera.who else {
        unreachable!("guests have cookies")
    };
    let path = format!("/api/join/{}", link["token"].as_str().unwrap());
    let join = server
        .anon()
        .request(reqwest::Method::POST, &path)
        .header("cookie", cookie)
        .json(&json!({}));
    daylight_tests::Answer::of(join).await.expect(200);
    live.until(|live| !live.notices.is_empty()).await;
    assert_eq!(live.notices, [json!({"code": "role", "role": "editor"})]);
    live.set("1/0:0", 1).await;
    live.saved().await;
}

#[tokio::test]
async fn s3_trashing_ends_all_sessions() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let mut owner = Peer::join(Door::of(&server, &workbook)).await;
    server
        .admin()
        .patch(
            &format!("/api/workbooks/{workbook}"),
            json!({"trashed": true}),
        )
        .await
        .expect(200);
    assert_eq!(owner.end().await, (4403, "revoked".into()));
}

#[tokio::test]
async fn s3_a_link_that_expires_reaches_live_sessions() {
    let server = TestServer::with(&["--recheck-seconds", "0.05"]).await;
    let workbook = server.workbook("Plan").await;
    let soon = time::OffsetDateTime::now_utc() + time::Duration::seconds(2);
    let soon = soon
        .format(&time::format_description::well_known::Rfc3339)
        .unwrap();
    let path = format!("/api/workbooks/{workbook}/links");
    let link = server
        .admin()
        .post(&path, json!({"role": "viewer", "expires_at": soon}))
        .await
        .expect(201);
    let who = crate::guests::join(&server.anon(), link["token"].as_str().unwrap(), "Gina").await;
    let mut gina = Peer::join(Door::of(&server, &workbook).seen_as(who)).await;
    assert_eq!(gina.end().await, (4403, "revoked".into()));
}

#[tokio::test]
async fn s3_signing_out_ends_what_is_open_through_the_session() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let gina = guest(&server, &workbook, "editor", "Gina").await;
    let Who::Cookie(cookie) = gina.who.clone() else {
        unreachable!("guests have cookies")
    };
    let mut live = Peer::join(Door::of(&server, &workbook).seen_as(gina.who)).await;
    let mut owner = Peer::join(Door::of(&server, &workbook)).await;
    let leave = server
        .anon()
        .request(reqwest::Method::DELETE, "/api/session")
        .header("cookie", cookie);
    assert_eq!(daylight_tests::Answer::of(leave).await.status, 204);
    assert_eq!(live.end().await, (4401, "signed-out".into()));
    owner.set("1/0:0", 1).await;
    owner.saved().await;
}

#[tokio::test]
async fn s3_revoking_a_token_ends_what_is_open_through_it() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let mut tokens = Vec::new();
    for label in ["nightly", "daily"] {
        let made = server
            .admin()
            .post("/api/tokens", json!({"label": label}))
            .await;
        tokens.push(made.expect(201));
    }
    let door = Door::of(&server, &workbook);
    let bearer =
        |token: &serde_json::Value| Who::Token(token["token"].as_str().unwrap().to_owned());
    let mut nightly = Peer::join(door.clone().seen_as(bearer(&tokens[0]))).await;
    let mut daily = Peer::join(door.seen_as(bearer(&tokens[1]))).await;
    let path = format!("/api/tokens/{}", tokens[0]["id"].as_str().unwrap());
    assert_eq!(server.admin().delete(&path).await.status, 204);
    assert_eq!(nightly.end().await, (4401, "signed-out".into()));
    daily.set("1/0:0", 1).await;
    daily.saved().await;
}

#[tokio::test]
async fn s4_an_idle_room_closes_and_nothing_is_lost_by_it() {
    let server = TestServer::with(&["--room-idle-seconds", "0.05"]).await;
    let workbook = server.workbook("Plan").await;
    let door = Door::of(&server, &workbook);
    let mut anna = Peer::join(door.clone()).await;
    anna.set("1/0:0", 1).await;
    anna.saved().await;
    anna.drop_connection();
    while server.app().rooms.open_count() > 0 {
        tokio::task::yield_now().await;
    }
    assert!(anna.connect().await);
    anna.set("1/0:0", 2).await;
    anna.saved().await;
    assert_eq!(anna.seq, 3);
    assert_eq!(Peer::join(door).await.cells(), ["1/0:0=2"]);
}

#[tokio::test]
async fn c6_silence_ends_a_session() {
    let server = TestServer::with(&["--silence-seconds", "0.2", "--ping-seconds", "30"]).await;
    let workbook = server.workbook("Plan").await;
    let mut peer = Peer::join(Door::of(&server, &workbook)).await;
    assert_eq!(peer.end().await, (4408, "timeout".into()));
}

#[tokio::test]
async fn c6_pings_keep_a_session_alive() {
    let server = TestServer::with(&["--silence-seconds", "0.6", "--ping-seconds", "0.1"]).await;
    let workbook = server.workbook("Plan").await;
    let door = Door::of(&server, &workbook);
    // While this one is read from, pongs go out by themselves; it outlives one that is silent for good.
    let mut alive = Peer::join(door.clone()).await;
    let mut writer = Peer::join(door).await;
    for n in 0..12 {
        writer.set("1/0:0", n).await;
        writer.saved().await;
        let cell = yrs::Any::Number(f64::from(n).into());
        alive
            .until(|peer| peer.cell("1/0:0") == Some(cell.clone()))
            .await;
        tokio::time::timeout(std::time::Duration::from_millis(100), alive.pump())
            .await
            .ok();
    }
    assert_eq!(alive.ended, None);
}

#[tokio::test]
async fn c7_a_full_room_says_so() {
    let server = TestServer::with(&["--room-sessions", "1"]).await;
    let workbook = server.workbook("Plan").await;
    let door = Door::of(&server, &workbook);
    let _first = Peer::join(door.clone()).await;
    let mut second = door.open().await.ok().unwrap();
    assert_eq!(second.end().await, (4430, "full".into()));
}

#[tokio::test]
async fn many_who_come_at_once_open_one_room() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let door = Door::of(&server, &workbook);
    let mut joins = tokio::task::JoinSet::new();
    for n in 0..20 {
        let door = door.clone();
        joins.spawn(async move {
            let mut peer = Peer::join(door).await;
            peer.set(&format!("1/{n}:0"), n).await;
            peer.until(|peer| peer.cells().len() == 20 && peer.is_saved())
                .await;
            peer.cells()
        });
    }
    let all = joins.join_all().await;
    assert!(all.iter().all(|cells| *cells == all[0]));
    assert_eq!(server.app().rooms.open_count(), 1);
}

#[tokio::test]
async fn g7_a_session_that_sends_too_fast_waits_and_no_other() {
    let server = TestServer::with(&["--session-updates", "2"]).await;
    let workbook = server.workbook("Plan").await;
    let door = Door::of(&server, &workbook);
    let mut fast = Peer::join(door.clone()).await;
    let mut other = Peer::join(door).await;
    // Eight at once are allowed, two a second after that.
    for n in 0..20 {
        fast.set(&format!("1/{n}:0"), n).await;
    }
    other.set("1/0:1", 1).await;
    other.saved().await;
    let seen = other.cells().len();
    assert!(seen < 20, "{seen} cells were there already");
    fast.saved().await;
    other.until(|other| other.cells().len() == 21).await;
}
