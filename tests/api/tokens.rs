//! Tokens for programs.

use daylight_tests::TestServer;
use serde_json::{Value, json};

#[tokio::test]
async fn a_token_acts_in_the_name_of_who_made_it_until_it_is_revoked() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    let made = owner
        .post("/api/tokens", json!({ "label": "nightly job" }))
        .await
        .expect(201);
    let program = server.bearer(made["token"].as_str().expect("a token"));
    let me = owner.get("/api/session").await.expect(200);
    assert_eq!(program.get("/api/session").await.expect(200), me);

    let listed = owner.get("/api/tokens").await;
    assert!(
        !listed
            .text
            .contains(made["token"].as_str().expect("a token")),
        "it is shown once"
    );
    let listed = listed.expect(200);
    assert_eq!(listed["tokens"][0]["id"], made["id"]);
    assert_eq!(listed["tokens"][0]["label"], "nightly job");
    assert_eq!(listed["tokens"][0]["expires_at"], Value::Null);
    assert!(listed["tokens"][0]["used_at"].is_string());

    let path = format!("/api/tokens/{}", made["id"].as_str().expect("an id"));
    owner.delete(&path).await.expect(204);
    owner
        .delete(&path)
        .await
        .expect_problem(404, "token-unknown");
    program
        .get("/api/session")
        .await
        .expect_problem(401, "token-unknown");
    assert_eq!(
        owner.get("/api/tokens").await.expect(200),
        json!({ "tokens": [] })
    );
}

#[tokio::test]
async fn tokens_are_for_people_and_expire_in_the_future() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    let past = json!({ "label": "late", "expires_at": "2020-01-01T00:00:00Z" });
    owner
        .post("/api/tokens", past)
        .await
        .expect_problem(422, "expiry-past");
    owner
        .post("/api/tokens", json!({ "label": "" }))
        .await
        .expect_problem(422, "bad-name");
    owner
        .post("/api/tokens", json!({ "label": "x", "expires_at": "soon" }))
        .await
        .expect_problem(422, "unprocessable");
    server
        .anon()
        .get("/api/tokens")
        .await
        .expect_problem(401, "signed-out");
    server
        .anon()
        .post("/api/tokens", json!({ "label": "x" }))
        .await
        .expect_problem(401, "signed-out");

    let workbook = server.workbook("Shared").await;
    let guest = server.guest(&workbook, "editor", "Grace").await;
    guest
        .post("/api/tokens", json!({ "label": "x" }))
        .await
        .expect_problem(403, "guests-have-no-tokens");
}

#[tokio::test]
async fn nobody_revokes_the_token_of_somebody_else() {
    let server = TestServer::start().await;
    let made = server
        .owner()
        .await
        .post("/api/tokens", json!({ "label": "mine" }))
        .await
        .expect(201);
    let path = format!("/api/tokens/{}", made["id"].as_str().expect("an id"));
    server
        .admin()
        .delete(&path)
        .await
        .expect_problem(404, "token-unknown");
    server
        .bearer(made["token"].as_str().expect("a token"))
        .get("/api/workbooks")
        .await
        .expect(200);
}
