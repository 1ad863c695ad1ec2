//! Files brought in over HTTP, each read by a child process.

use std::io::Write as _;
use std::path::PathBuf;

use daylight_tests::{Answer, Client, TestServer};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

const BUDGET: &[u8] =
    include_bytes!("../../server/src/catalogue/sample/operations-budget-2027.xlsx");

async fn send(client: &Client, name: &str, bytes: &[u8]) -> Answer {
    let part = Part::bytes(bytes.to_vec()).file_name(name.to_owned());
    let form = Form::new().part("file", part);
    Answer::of(
        client
            .request(Method::POST, "/api/workbooks")
            .multipart(form),
    )
    .await
}

/// Sends a file and waits for the end of its import.
async fn import(client: &Client, name: &str, bytes: &[u8]) -> (String, Value) {
    let begun = send(client, name, bytes).await;
    let place = begun.header("location").to_owned();
    let begun = begun.expect(202);
    assert_eq!(begun["import"], place.as_str());
    let ended = ended(client, &place).await;
    let id = begun["id"].as_str().expect("an id").to_owned();
    assert_eq!(ended["workbook"], id.as_str());
    (id, ended)
}

async fn ended(client: &Client, place: &str) -> Value {
    loop {
        let import = client.get(&format!("{place}?wait=30")).await.expect(200);
        if !matches!(import["state"].as_str(), Some("queued" | "running")) {
            return import;
        }
    }
}

/// A CSV file that takes the child a while.
fn large() -> Vec<u8> {
    let mut bytes = Vec::new();
    for row in 0..40_000 {
        writeln!(bytes, "{row},text {row},{}.5,2026-01-01,true", row * 7).expect("memory");
    }
    bytes
}

#[tokio::test]
async fn a_budget_comes_in_with_its_report_its_author_and_its_blocks() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    let (id, ended) = import(&owner, "Operations budget 2027.xlsx", BUDGET).await;
    assert_eq!(ended["state"], "done", "{ended}");
    assert_eq!(ended["progress"], 1.0);
    assert_eq!(ended["report"]["kind"], "xlsx");
    assert_eq!(ended["report"]["sheets"][0]["name"], "Plan");
    assert_eq!(ended["file_name"], "Operations budget 2027.xlsx");
    let card = owner.get(&format!("/api/workbooks/{id}")).await.expect(200);
    assert_eq!(card["name"], "Operations budget 2027");
    assert_eq!(card["origin"], "Operations budget 2027.xlsx");
    assert_eq!(
        card["sheets"][0],
        serde_json::json!({"name": "Plan", "hidden": false})
    );
    assert_eq!(card["last_change"]["seq"], 1);
    assert_eq!(
        card["last_change"]["summary"],
        "Imported Operations budget 2027.xlsx"
    );
    let listed = owner.get("/api/imports").await.expect(200);
    assert_eq!(listed["imports"][0]["id"], ended["id"]);
    let left = std::fs::read_dir(uploads(&server)).expect("the folder is there");
    assert_eq!(left.count(), 0, "the uploaded file is gone");
}

fn uploads(server: &TestServer) -> PathBuf {
    let config = &server.app().config;
    config.storage.folder().expect("a folder").join("uploads")
}

#[tokio::test]
async fn a_bad_file_leaves_nothing_but_a_problem() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    let cut = &BUDGET[..BUDGET.len() / 2];
    for (name, bytes, code) in [
        ("cut.xlsx", cut, "file-truncated"),
        ("letter.pdf.xlsx", &b"%PDF-1.7 hello"[..], "file-type"),
        ("nothing.csv", b"", "file-empty"),
    ] {
        let (id, ended) = import(&owner, name, bytes).await;
        assert_eq!(ended["state"], "failed", "{ended}");
        let problem = &ended["problem"];
        assert_eq!(problem["code"], code, "{name}");
        for text in ["detail", "remedy"] {
            assert!(
                problem[text].as_str().is_some_and(|t| t.ends_with('.')),
                "{problem}"
            );
        }
        owner
            .get(&format!("/api/workbooks/{id}"))
            .await
            .expect_problem(404, "workbook-unknown");
    }
    let listed = owner.get("/api/workbooks").await.expect(200);
    assert_eq!(listed["workbooks"], json!([]));
}

#[tokio::test]
async fn an_import_can_be_stopped() {
    let server = TestServer::with(&["--imports", "1"]).await;
    let owner = server.owner().await;
    let bytes = large();
    let first = send(&owner, "large.csv", &bytes).await.expect(202);
    let second = send(&owner, "small.csv", b"a,b\n").await.expect(202);
    let place = |begun: &Value| begun["import"].as_str().expect("a path").to_owned();
    let waiting = owner.get(&place(&second)).await.expect(200);
    assert_eq!(waiting["state"], "queued");
    assert_eq!(waiting["progress"], 0.0);
    Answer::of(owner.request(Method::DELETE, &place(&first)))
        .await
        .expect(204);
    assert_eq!(ended(&owner, &place(&first)).await["state"], "cancelled");
    // Its turn comes as soon as the first is gone.
    assert_eq!(ended(&owner, &place(&second)).await["state"], "done");
    owner
        .get(&format!(
            "/api/workbooks/{}",
            first["id"].as_str().expect("an id")
        ))
        .await
        .expect_problem(404, "workbook-unknown");
    owner.delete(&place(&first)).await.expect(204);
    owner
        .delete(&place(&second))
        .await
        .expect_problem(409, "import-over");
}

#[tokio::test]
async fn limits_of_time_memory_and_size_end_an_import_each_with_its_code() {
    let bytes = large();
    for (flags, code) in [
        (["--import-seconds", "0.001"], "import-timeout"),
        (["--import-memory", "30000000"], "import-memory"),
        (["--import-cells", "1000"], "too-many-cells"),
    ] {
        let server = TestServer::with(&flags).await;
        let owner = server.owner().await;
        let (_, ended) = import(&owner, "large.csv", &bytes).await;
        assert_eq!(ended["problem"]["code"], code, "{ended}");
    }
    let server = TestServer::with(&["--upload-bytes", "1000"]).await;
    let owner = server.owner().await;
    send(&owner, "large.csv", &bytes)
        .await
        .expect_problem(413, "file-too-large");
    let left = std::fs::read_dir(uploads(&server)).expect("the folder is there");
    assert_eq!(left.count(), 0);
}

#[tokio::test]
async fn a_full_queue_says_when_to_come_back() {
    let server = TestServer::with(&["--imports", "1", "--imports-waiting", "0"]).await;
    let owner = server.owner().await;
    let first = send(&owner, "large.csv", &large()).await.expect(202);
    let refused = send(&owner, "small.csv", b"a,b\n").await;
    assert!(!refused.header("retry-after").is_empty());
    refused.expect_problem(503, "imports-busy");
    let place = first["import"].as_str().expect("a path");
    assert_eq!(ended(&owner, place).await["state"], "done");
}

#[tokio::test]
async fn imports_are_private_and_guests_make_none() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    let (id, ended) = import(&owner, "a.csv", b"a,b\n1,2\n").await;
    let place = format!("/api/imports/{}", ended["id"].as_str().expect("an id"));
    let guest = server.guest(&id, "editor", "Tomás").await;
    guest
        .get(&place)
        .await
        .expect_problem(404, "import-unknown");
    guest
        .delete(&place)
        .await
        .expect_problem(404, "import-unknown");
    send(&guest, "a.csv", b"a\n")
        .await
        .expect_problem(403, "guests-make-no-workbooks");
    server
        .anon()
        .get(&place)
        .await
        .expect_problem(401, "signed-out");
    let empty = Form::new().text("name", "x");
    let request = owner
        .request(Method::POST, "/api/workbooks")
        .multipart(empty);
    Answer::of(request).await.expect_problem(400, "bad-form");
}

#[tokio::test]
async fn a_program_that_does_not_start_is_told_apart_from_a_bad_file() {
    let server = TestServer::with(&["--import-program", "/nonexistent/daylight"]).await;
    let owner = server.owner().await;
    let (_, ended) = import(&owner, "a.csv", b"a\n").await;
    assert_eq!(ended["problem"]["code"], "import-unavailable");
}

#[tokio::test]
async fn what_a_stopped_server_did_not_finish_is_marked_failed() {
    let server = TestServer::with(&["--imports", "1"]).await;
    let owner = server.owner().await;
    let begun = send(&owner, "large.csv", &large()).await.expect(202);
    let place = begun["import"].as_str().expect("a path").to_owned();
    let server = server.restart().await;
    let owner = server.owner().await;
    let import = ended(&owner, &place).await;
    // The file may have been quicker than the stop.
    if import["state"] == "failed" {
        assert_eq!(import["problem"]["code"], "import-interrupted");
        let listed = owner.get("/api/workbooks").await.expect(200);
        assert_eq!(listed["workbooks"], json!([]));
    } else {
        assert_eq!(import["state"], "done");
    }
}
