//! Signing in and out.

use daylight_tests::{Answer, TestServer};
use reqwest::Method;
use serde_json::json;

fn token_of(link: &str) -> &str {
    link.rsplit_once("/signin/").expect("a sign-in link").1
}

#[tokio::test]
async fn the_printed_link_signs_the_owner_in_once() {
    let server = TestServer::start().await;
    let owner = server.anon();
    assert_eq!(
        owner.get("/api/session").await.expect(200),
        json!({ "user": null })
    );

    let body = json!({ "token": token_of(server.signin_link()) });
    let answer = owner.post("/api/session", body.clone()).await;
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.starts_with("daylight_session="), "{cookie}");
    assert!(
        cookie.contains("HttpOnly")
            && cookie.contains("SameSite=Lax")
            && !cookie.contains("Secure"),
        "{cookie}"
    );
    let signed_in = answer.expect(200);
    assert_eq!(signed_in["user"]["kind"], "person");
    assert_eq!(signed_in["user"]["is_admin"], true);
    assert_eq!(owner.get("/api/session").await.expect(200), signed_in);

    server
        .anon()
        .post("/api/session", body)
        .await
        .expect_problem(401, "signin-unknown");
}

#[tokio::test]
async fn cookies_are_secure_behind_https() {
    let server = TestServer::with(&["--public-url", "https://sheets.example.org"]).await;
    assert!(
        server
            .signin_link()
            .starts_with("https://sheets.example.org/signin/")
    );
    let answer = server
        .anon()
        .post(
            "/api/session",
            json!({ "token": token_of(server.signin_link()) }),
        )
        .await;
    assert!(
        answer.header("set-cookie").ends_with("; Secure"),
        "{:?}",
        answer.headers
    );
    assert!(
        answer
            .header("strict-transport-security")
            .starts_with("max-age=")
    );
}

#[tokio::test]
async fn a_session_survives_a_restart_and_the_old_link_does_not() {
    let server = TestServer::start().await;
    let old_link = server.signin_link().to_owned();
    let owner = server.owner().await;
    let me = owner.get("/api/session").await.expect(200);
    let cookie = format!("daylight_session={}", session_of(&server).await);
    let server = server.restart().await;
    let again = server
        .anon()
        .request(Method::GET, "/api/session")
        .header("cookie", cookie);
    assert_eq!(Answer::of(again).await.expect(200), me);
    let body = json!({ "token": token_of(&old_link) });
    server
        .anon()
        .post("/api/session", body)
        .await
        .expect_problem(401, "signin-unknown");
}

async fn session_of(server: &TestServer) -> String {
    let owner = daylight::catalogue::begin(&server.app().db)
        .await
        .expect("there is an owner")
        .owner;
    daylight::auth::open_session(&server.app().db.pool, owner.id)
        .await
        .expect("a session")
}

#[tokio::test]
async fn signing_out_ends_the_session_everywhere() {
    let server = TestServer::start().await;
    let cookie = format!("daylight_session={}", session_of(&server).await);
    let ask = |method| {
        server
            .anon()
            .request(method, "/api/session")
            .header("cookie", cookie.clone())
    };
    Answer::of(ask(Method::GET)).await.expect(200);
    let out = Answer::of(ask(Method::DELETE)).await;
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    out.expect(204);
    Answer::of(ask(Method::GET))
        .await
        .expect_problem(401, "session-ended");
}

#[tokio::test]
async fn a_bad_credential_is_never_nobody() {
    let server = TestServer::start().await;
    let stale = server
        .anon()
        .request(Method::GET, "/api/session")
        .header("cookie", "daylight_session=stale");
    let stale = Answer::of(stale).await;
    assert!(
        stale.header("set-cookie").contains("Max-Age=0"),
        "the browser is told to forget it"
    );
    stale.expect_problem(401, "session-ended");
    server
        .bearer("not-a-token")
        .get("/api/session")
        .await
        .expect_problem(401, "token-unknown");
    let odd = server
        .anon()
        .request(Method::GET, "/api/session")
        .header("authorization", "Basic eDp5");
    Answer::of(odd).await.expect_problem(401, "token-malformed");
    server
        .anon()
        .get("/api/workbooks")
        .await
        .expect_problem(401, "signed-out");
}

#[tokio::test]
async fn the_administrators_token_is_a_program() {
    let server = TestServer::start().await;
    let me = server.admin().get("/api/session").await.expect(200);
    assert_eq!(me["user"]["kind"], "program");
    assert_eq!(me["user"]["is_admin"], true);
}

#[tokio::test]
async fn one_may_take_another_name() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    let renamed = owner
        .patch("/api/session", json!({ "name": "  Ada Lovelace " }))
        .await
        .expect(200);
    assert_eq!(renamed["user"]["name"], "Ada Lovelace");
    assert_eq!(owner.get("/api/session").await.expect(200), renamed);
    owner
        .patch("/api/session", json!({ "name": " " }))
        .await
        .expect_problem(422, "bad-name");
    owner
        .patch("/api/session", json!({ "name": "x".repeat(81) }))
        .await
        .expect_problem(422, "bad-name");
    server
        .anon()
        .patch("/api/session", json!({ "name": "Eve" }))
        .await
        .expect_problem(401, "signed-out");
}

#[tokio::test]
async fn pages_of_other_sites_cannot_act_with_our_cookie() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    let rename = |name: &str, value: &str| {
        owner
            .request(Method::PATCH, "/api/session")
            .header(name, value)
            .json(&json!({ "name": "Eve" }))
    };
    Answer::of(rename("origin", "https://evil.example"))
        .await
        .expect_problem(403, "foreign-origin");
    Answer::of(rename("origin", "null"))
        .await
        .expect_problem(403, "foreign-origin");
    Answer::of(rename("sec-fetch-site", "cross-site"))
        .await
        .expect_problem(403, "foreign-origin");
    Answer::of(rename("origin", &server.url)).await.expect(200);
    Answer::of(rename("sec-fetch-site", "same-origin"))
        .await
        .expect(200);
}
