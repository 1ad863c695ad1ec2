//! Limits hold, and say so.

use std::time::Duration;

use daylight_tests::{ADMIN_TOKEN, Answer, TestServer};
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[tokio::test]
async fn attempts_to_get_in_are_counted() {
    let server = TestServer::with(&["--attempts-per-minute", "3"]).await;
    let stranger = server.anon();
    for _ in 0..3 {
        stranger
            .post("/api/session", json!({ "token": "guess" }))
            .await
            .expect_problem(401, "signin-unknown");
    }
    let refused = stranger
        .post("/api/session", json!({ "token": "guess" }))
        .await;
    let wait: u64 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=60).contains(&wait));
    refused.expect_problem(429, "too-many-attempts");
    stranger
        .get("/api/join/guess")
        .await
        .expect_problem(429, "too-many-attempts");
    stranger.get("/healthz").await.expect(200);
}

#[tokio::test]
async fn behind_a_proxy_each_client_is_counted_by_itself() {
    let server = TestServer::with(&["--attempts-per-minute", "1", "--behind-proxy"]).await;
    let attempt = |from: &str| {
        let request = server
            .anon()
            .request(Method::POST, "/api/session")
            .json(&json!({ "token": "guess" }));
        Answer::of(request.header("x-forwarded-for", format!("1.2.3.4, {from}")))
    };
    attempt("10.0.0.1")
        .await
        .expect_problem(401, "signin-unknown");
    attempt("10.0.0.1")
        .await
        .expect_problem(429, "too-many-attempts");
    attempt("10.0.0.2")
        .await
        .expect_problem(401, "signin-unknown");
}

#[tokio::test]
async fn a_body_may_not_be_too_large() {
    let server = TestServer::with(&["--body-bytes", "1000"]).await;
    let owner = server.owner().await;
    owner
        .patch("/api/session", json!({ "name": "x".repeat(2000) }))
        .await
        .expect_problem(413, "too-large");
    owner
        .post("/api/workbooks", json!({ "name": "x".repeat(2000) }))
        .await
        .expect_problem(413, "too-large");
}

#[tokio::test]
async fn a_request_may_not_take_forever() {
    let server = TestServer::with(&["--request-seconds", "0.2"]).await;
    let mut socket = TcpStream::connect(server.url.trim_start_matches("http://"))
        .await
        .expect("it listens");
    // The body never comes.
    let head = format!(
        "POST /api/tokens HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {ADMIN_TOKEN}\r\n\
         content-type: application/json\r\ncontent-length: 100\r\nconnection: close\r\n\r\n"
    );
    socket
        .write_all(head.as_bytes())
        .await
        .expect("it can be sent");
    let mut answer = String::new();
    let read =
        tokio::time::timeout(Duration::from_secs(30), socket.read_to_string(&mut answer)).await;
    read.expect("it is given up").expect("it can be read");
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(answer.contains("\"code\":\"timeout\""), "{answer}");
}

#[tokio::test]
async fn a_request_whose_head_never_ends_is_given_up() {
    let server = TestServer::with(&["--head-seconds", "0.2", "--connections", "1"]).await;
    let address = server.url.trim_start_matches("http://").to_owned();
    let mut slow = TcpStream::connect(&address).await.expect("it listens");
    slow.write_all(b"GET / HTTP/1.1\r\nhost: local")
        .await
        .expect("it can be sent");
    // Waits for its turn meanwhile, since there is one place.
    server.anon().get("/healthz").await.expect(200);
    let mut answer = String::new();
    let read = tokio::time::timeout(Duration::from_secs(30), slow.read_to_string(&mut answer));
    read.await.expect("it is given up").expect("it can be read");
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 408"),
        "{answer}"
    );
}
