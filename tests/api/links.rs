//! Share links.

use daylight_tests::{Client, TestServer};
use serde_json::{Value, json};

async fn link(owner: &Client, workbook: &str, body: Value) -> Value {
    owner
        .post(&format!("/api/workbooks/{workbook}/links"), body)
        .await
        .expect(201)
}

fn join_path(link: &Value) -> String {
    format!("/api/join/{}", link["token"].as_str().expect("a token"))
}

#[tokio::test]
async fn a_link_lets_a_guest_in_under_a_name() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    let id = server.workbook("Budget").await;
    let made = link(&owner, &id, json!({ "role": "editor", "label": "Finance" })).await;
    let port = server.url.rsplit_once(':').expect("a port").1;
    let token = made["token"].as_str().expect("a token");
    assert_eq!(made["url"], format!("http://localhost:{port}/s/{token}"));
    assert!(token.len() >= 22, "at least 128 random bits");

    let guest = server.anon();
    let invitation = guest.get(&join_path(&made)).await.expect(200);
    assert_eq!(
        invitation["workbook"],
        json!({ "id": id, "name": "Budget" })
    );
    assert_eq!(invitation["role"], "editor");
    assert_eq!(invitation["owner"], json!({ "name": "Automation" }));
    assert_eq!(invitation["user"], Value::Null);
    guest
        .post(&join_path(&made), json!({}))
        .await
        .expect_problem(422, "name-needed");
    guest
        .post(&join_path(&made), json!({ "name": "" }))
        .await
        .expect_problem(422, "bad-name");
    let joined = guest
        .post(&join_path(&made), json!({ "name": "Grace Hopper" }))
        .await
        .expect(200);
    assert_eq!(joined, json!({ "workbook": id, "role": "editor" }));

    let me = guest.get("/api/session").await.expect(200)["user"].clone();
    assert_eq!(
        (&me["name"], &me["kind"]),
        (&json!("Grace Hopper"), &json!("guest"))
    );
    assert_eq!(
        guest.get(&format!("/api/workbooks/{id}")).await.expect(200)["role"],
        "editor"
    );
    let again = guest.get(&join_path(&made)).await.expect(200);
    assert_eq!(again["user"]["id"], me["id"], "no name is asked for twice");

    let listed = owner.get(&format!("/api/workbooks/{id}/links")).await;
    assert!(!listed.text.contains(token), "the token is shown once");
    let listed = listed.expect(200);
    assert_eq!(listed["links"][0]["label"], "Finance");
    assert_eq!(listed["links"][0]["guests"][0]["id"], me["id"]);
    assert_eq!(listed["links"][0]["guests"][0]["name"], "Grace Hopper");
}

#[tokio::test]
async fn a_revoked_link_is_over_for_everybody() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    let id = server.workbook("Budget").await;
    let made = link(&owner, &id, json!({ "role": "viewer" })).await;
    let guest = server.anon();
    guest
        .post(&join_path(&made), json!({ "name": "Grace" }))
        .await
        .expect(200);
    guest.get(&format!("/api/workbooks/{id}")).await.expect(200);

    let path = format!(
        "/api/workbooks/{id}/links/{}",
        made["id"].as_str().expect("an id")
    );
    owner.delete(&path).await.expect(204);
    owner
        .delete(&path)
        .await
        .expect_problem(404, "link-unknown");
    guest
        .get(&format!("/api/workbooks/{id}"))
        .await
        .expect_problem(404, "workbook-unknown");
    guest
        .get(&join_path(&made))
        .await
        .expect_problem(410, "link-revoked");
    let late = server
        .anon()
        .post(&join_path(&made), json!({ "name": "Late" }))
        .await;
    late.expect_problem(410, "link-revoked");
    let listed = owner
        .get(&format!("/api/workbooks/{id}/links"))
        .await
        .expect(200);
    assert!(listed["links"][0]["revoked_at"].is_string());
}

#[tokio::test]
async fn a_link_ends_when_it_was_said_to() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    let id = server.workbook("Budget").await;
    let past = json!({ "role": "viewer", "expires_at": "2020-01-01T00:00:00Z" });
    owner
        .post(&format!("/api/workbooks/{id}/links"), past)
        .await
        .expect_problem(422, "expiry-past");
    let soon = time::OffsetDateTime::now_utc() + time::Duration::milliseconds(1500);
    let soon = soon
        .format(&time::format_description::well_known::Rfc3339)
        .expect("a time can be written");
    let made = link(&owner, &id, json!({ "role": "viewer", "expires_at": soon })).await;
    let guest = server.anon();
    guest
        .post(&join_path(&made), json!({ "name": "Grace" }))
        .await
        .expect(200);
    loop {
        let look = guest.get(&format!("/api/workbooks/{id}")).await;
        if look.status != 200 {
            look.expect_problem(404, "workbook-unknown");
            break;
        }
    }
    guest
        .get(&join_path(&made))
        .await
        .expect_problem(410, "link-expired");
}

#[tokio::test]
async fn the_better_of_two_links_counts() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    let id = server.workbook("Budget").await;
    let viewer = link(&owner, &id, json!({ "role": "viewer" })).await;
    let editor = link(&owner, &id, json!({ "role": "editor" })).await;
    let guest = server.anon();
    guest
        .post(&join_path(&viewer), json!({ "name": "Grace" }))
        .await
        .expect(200);
    guest.post(&join_path(&editor), json!({})).await.expect(200);
    guest.post(&join_path(&viewer), json!({})).await.expect(200);
    assert_eq!(
        guest.get(&format!("/api/workbooks/{id}")).await.expect(200)["role"],
        "editor"
    );
    let path = format!(
        "/api/workbooks/{id}/links/{}",
        editor["id"].as_str().expect("an id")
    );
    owner.delete(&path).await.expect(204);
    assert_eq!(
        guest.get(&format!("/api/workbooks/{id}")).await.expect(200)["role"],
        "viewer"
    );
}

#[tokio::test]
async fn only_the_owner_shares() {
    let server = TestServer::start().await;
    let id = server.workbook("Budget").await;
    let editor = server.guest(&id, "editor", "Grace").await;
    let path = format!("/api/workbooks/{id}/links");
    editor.get(&path).await.expect_problem(403, "owner-only");
    editor
        .post(&path, json!({ "role": "viewer" }))
        .await
        .expect_problem(403, "owner-only");
    editor
        .delete(&format!("{path}/0000000000001"))
        .await
        .expect_problem(403, "owner-only");
    let owner = server.owner().await;
    owner
        .post(&path, json!({ "role": "owner" }))
        .await
        .expect_problem(422, "unprocessable");
    owner
        .delete(&format!("{path}/0000000000001"))
        .await
        .expect_problem(404, "link-unknown");
}

#[tokio::test]
async fn the_owner_stays_the_owner_through_any_link() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    let made = owner
        .post("/api/workbooks", json!({ "name": "Budget" }))
        .await
        .expect(201);
    let id = made["id"].as_str().expect("an id");
    let made = link(&owner, id, json!({ "role": "viewer" })).await;
    assert_eq!(
        owner.post(&join_path(&made), json!({})).await.expect(200)["role"],
        "owner"
    );
}

#[tokio::test]
async fn a_token_that_is_none_opens_nothing() {
    let server = TestServer::start().await;
    server
        .anon()
        .get("/api/join/guess")
        .await
        .expect_problem(404, "link-unknown");
    server
        .anon()
        .post("/api/join/guess", json!({ "name": "Eve" }))
        .await
        .expect_problem(404, "link-unknown");
}
