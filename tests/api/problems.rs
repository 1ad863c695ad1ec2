//! Whatever goes wrong is told in the one form, and tells nothing that is not for the client.

use daylight_tests::{Answer, TestServer};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn what_the_framework_refuses_is_a_problem_too() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    owner
        .get("/api/nothing/here")
        .await
        .expect_problem(404, "route-unknown");
    owner
        .get("/nothing.txt")
        .await
        .expect_problem(404, "route-unknown");
    owner
        .post("/healthz", json!({}))
        .await
        .expect_problem(405, "method-not-allowed");
    owner
        .post("/", json!({}))
        .await
        .expect_problem(405, "method-not-allowed");
    let broken = owner
        .request(Method::PATCH, "/api/session")
        .header("content-type", "application/json")
        .body("{");
    Answer::of(broken).await.expect_problem(400, "bad-request");
    let untyped = owner.request(Method::PATCH, "/api/session").body("{}");
    Answer::of(untyped)
        .await
        .expect_problem(415, "unsupported-media-type");
    let named = owner
        .patch("/api/session", json!({ "name": 5 }))
        .await
        .expect_problem(422, "unprocessable");
    assert!(
        named["detail"].as_str().expect("words").contains("name"),
        "{named}"
    );
    owner
        .get("/api/workbooks/not-an-id")
        .await
        .expect_problem(400, "bad-request");
    owner
        .get("/api/workbooks/0000000000001")
        .await
        .expect_problem(404, "workbook-unknown");
    owner
        .get("/api/workbooks?trashed=perhaps")
        .await
        .expect_problem(400, "bad-request");
}

#[tokio::test]
async fn answers_carry_the_headers_that_protect_browsers() {
    let server = TestServer::start().await;
    for path in ["/healthz", "/api/session", "/api/nothing"] {
        let answer = server.anon().get(path).await;
        assert!(
            answer
                .header("content-security-policy")
                .contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(
            answer
                .header("content-security-policy")
                .contains("default-src 'self'"),
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("x-request-id").len(), 13, "{path}");
    }
}

#[tokio::test]
async fn what_goes_wrong_inside_stays_inside() {
    let server = TestServer::start().await;
    server.app().db.pool.close().await;
    let answer = server.anon().get("/healthz").await;
    assert!(
        !answer.text.to_lowercase().contains("pool"),
        "{}",
        answer.text
    );
    assert_eq!(answer.header("retry-after"), "2");
    answer.expect_problem(503, "database-away");
}
