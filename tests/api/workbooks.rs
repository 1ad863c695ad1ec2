//! The catalogue.

use daylight_tests::TestServer;
use serde_json::{Value, json};

fn names(listed: &Value) -> Vec<&str> {
    listed["workbooks"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|book| book["name"].as_str())
        .collect()
}

#[tokio::test]
async fn an_empty_workbook_is_made_listed_and_shown() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    let me = owner.get("/api/session").await.expect(200)["user"].clone();
    let made = owner
        .post("/api/workbooks", json!({ "name": " Budget " }))
        .await
        .expect(201);
    let path = format!("/api/workbooks/{}", made["id"].as_str().expect("an id"));
    let mut card = owner.get(&path).await.expect(200);
    let sheets = card.as_object_mut().and_then(|card| card.remove("sheets"));
    assert_eq!(sheets, Some(json!([{ "name": "Sheet1", "hidden": false }])));
    assert_eq!(card["name"], "Budget");
    assert_eq!(card["owner"], json!({ "id": me["id"], "name": me["name"] }));
    assert_eq!(card["role"], "owner");
    assert_eq!(card["origin"], Value::Null);
    assert_eq!(card["trashed_at"], Value::Null);
    assert_eq!(card["last_change"]["seq"], 1);
    assert_eq!(card["last_change"]["author"]["name"], me["name"]);
    assert_eq!(card["activity"].as_array().map(Vec::len), Some(24));
    assert_eq!(card["activity"][23], 1);
    assert_eq!(card["present"], json!([]));
    assert_eq!(
        owner.get("/api/workbooks").await.expect(200)["workbooks"],
        json!([card])
    );
}

#[tokio::test]
async fn the_one_changed_last_comes_first() {
    let server = TestServer::start().await;
    for name in ["One", "Two", "Three"] {
        server.workbook(name).await;
    }
    let listed = server.owner().await.get("/api/workbooks").await.expect(200);
    assert_eq!(names(&listed), ["Three", "Two", "One"]);
}

#[tokio::test]
async fn workbooks_are_renamed_by_those_who_may_change_them() {
    let server = TestServer::start().await;
    let id = server.workbook("Old").await;
    let path = format!("/api/workbooks/{id}");
    let owner = server.owner().await;
    assert_eq!(
        owner
            .patch(&path, json!({ "name": "New" }))
            .await
            .expect(200)["name"],
        "New"
    );
    owner
        .patch(&path, json!({ "name": "" }))
        .await
        .expect_problem(422, "bad-name");
    owner
        .patch(&path, json!({ "name": "a\u{7}b" }))
        .await
        .expect_problem(422, "bad-name");
    let editor = server.guest(&id, "editor", "Grace").await;
    editor
        .patch(&path, json!({ "name": "Grace's" }))
        .await
        .expect(200);
    let viewer = server.guest(&id, "viewer", "Vera").await;
    viewer
        .patch(&path, json!({ "name": "Vera's" }))
        .await
        .expect_problem(403, "read-only");
    assert_eq!(owner.get(&path).await.expect(200)["name"], "Grace's");
}

#[tokio::test]
async fn the_trash_holds_a_workbook_until_its_owner_wants_it_back() {
    let server = TestServer::start().await;
    let id = server.workbook("Budget").await;
    let path = format!("/api/workbooks/{id}");
    let owner = server.owner().await;
    let editor = server.guest(&id, "editor", "Grace").await;
    editor.delete(&path).await.expect_problem(403, "owner-only");
    editor
        .patch(&path, json!({ "trashed": true }))
        .await
        .expect_problem(403, "owner-only");

    owner.delete(&path).await.expect(204);
    assert_eq!(
        names(&owner.get("/api/workbooks").await.expect(200)),
        Vec::<&str>::new()
    );
    assert_eq!(
        names(&owner.get("/api/workbooks?trashed=true").await.expect(200)),
        ["Budget"]
    );
    assert!(owner.get(&path).await.expect(200)["trashed_at"].is_string());
    editor
        .get(&path)
        .await
        .expect_problem(404, "workbook-unknown");
    assert_eq!(
        names(&editor.get("/api/workbooks?trashed=true").await.expect(200)),
        Vec::<&str>::new()
    );
    owner
        .get(&format!("{path}/links"))
        .await
        .expect_problem(410, "workbook-trashed");

    let back = owner
        .patch(&path, json!({ "trashed": false }))
        .await
        .expect(200);
    assert_eq!(back["trashed_at"], Value::Null);
    editor.get(&path).await.expect(200);
}

#[tokio::test]
async fn who_is_not_invited_learns_nothing() {
    let server = TestServer::start().await;
    let (shared, secret) = (
        server.workbook("Shared").await,
        server.workbook("Secret").await,
    );
    let guest = server.guest(&shared, "viewer", "Vera").await;
    assert_eq!(
        names(&guest.get("/api/workbooks").await.expect(200)),
        ["Shared"]
    );
    let unknown = guest
        .get("/api/workbooks/0000000000001")
        .await
        .expect_problem(404, "workbook-unknown");
    let path = format!("/api/workbooks/{secret}");
    let hidden = guest
        .get(&path)
        .await
        .expect_problem(404, "workbook-unknown");
    assert_eq!(
        hidden["detail"], unknown["detail"],
        "a secret workbook looks as if it did not exist"
    );
    guest
        .patch(&path, json!({ "name": "Mine" }))
        .await
        .expect_problem(404, "workbook-unknown");
    guest
        .delete(&path)
        .await
        .expect_problem(404, "workbook-unknown");
    guest
        .get(&format!("{path}/links"))
        .await
        .expect_problem(404, "workbook-unknown");
    server
        .anon()
        .get(&path)
        .await
        .expect_problem(401, "signed-out");
}

#[tokio::test]
async fn guests_make_no_workbooks() {
    let server = TestServer::start().await;
    let shared = server.workbook("Shared").await;
    let guest = server.guest(&shared, "editor", "Grace").await;
    let refused = guest
        .post("/api/workbooks", json!({ "name": "Mine" }))
        .await;
    refused.expect_problem(403, "guests-make-no-workbooks");
}
