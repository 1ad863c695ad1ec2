//! What those who run the server rely on.

use daylight_tests::{Answer, TestServer};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn health_says_that_server_and_database_are_well() {
    let server = TestServer::start().await;
    assert_eq!(
        server.anon().get("/healthz").await.expect(200)["status"],
        "ok"
    );
}

#[tokio::test]
async fn figures_count_requests_by_route_and_not_by_address() {
    let server = TestServer::start().await;
    server
        .admin()
        .get("/api/workbooks/0000000000001")
        .await
        .expect_problem(404, "workbook-unknown");
    let figures = server.anon().get("/metrics").await;
    assert!(figures.header("content-type").starts_with("text/plain"));
    let counted =
        "daylight_requests_total{method=\"GET\",route=\"/api/workbooks/{id}\",status=\"404\"}";
    assert!(figures.text.contains(counted), "{}", figures.text);
    assert!(
        figures.text.contains("daylight_request_seconds_bucket"),
        "{}",
        figures.text
    );
    assert!(
        figures.text.contains("daylight_rooms_open"),
        "{}",
        figures.text
    );
    assert!(
        figures.text.contains("daylight_database_connections"),
        "{}",
        figures.text
    );
    assert!(!figures.text.contains("0000000000001"));
}

#[tokio::test]
async fn an_orderly_stop_lets_requests_end() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    owner
        .post("/api/tokens", json!({ "label": "before" }))
        .await
        .expect(201);
    let server = server.restart().await;
    let tokens = server.owner().await.get("/api/tokens").await.expect(200);
    assert_eq!(tokens["tokens"][0]["label"], "before");
    server.stop().await;
}

#[tokio::test]
async fn addresses_of_pages_are_answered_with_the_web_app() {
    let server = TestServer::start().await;
    for path in ["/", "/w/0000000000001", "/s/token", "/signin/token"] {
        let page = server.anon().get(path).await;
        assert!(
            page.header("content-type").starts_with("text/html"),
            "{path}"
        );
        assert!(
            page.status == 200 || page.text.contains("not built"),
            "{path}: {}",
            page.text
        );
    }
    let lost = server
        .anon()
        .request(Method::GET, "/lost")
        .header("accept", "text/html");
    let lost = Answer::of(lost).await;
    assert!(
        lost.status == 404 || lost.text.contains("not built"),
        "{}",
        lost.text
    );
}
