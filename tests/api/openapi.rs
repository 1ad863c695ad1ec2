//! The description of the API is made from the handlers, and complete.

use daylight_tests::TestServer;
use serde_json::Value;

#[tokio::test]
async fn the_description_names_every_route() {
    let server = TestServer::start().await;
    let description = server.anon().get("/api/openapi.json").await.expect(200);
    assert!(
        description["openapi"]
            .as_str()
            .expect("a version")
            .starts_with("3.")
    );
    for (path, methods) in [
        ("/api/session", &["get", "post", "patch", "delete"][..]),
        ("/api/tokens", &["get", "post"]),
        ("/api/tokens/{id}", &["delete"]),
        ("/api/workbooks", &["get", "post"]),
        ("/api/workbooks/{id}", &["get", "patch", "delete"]),
        ("/api/workbooks/{id}/links", &["get", "post"]),
        ("/api/workbooks/{id}/links/{link}", &["delete"]),
        ("/api/join/{token}", &["get", "post"]),
        ("/api/imports", &["get"]),
        ("/api/imports/{id}", &["get", "delete"]),
        ("/api/workbooks/{id}/assets/{hash}", &["get"]),
        ("/api/workbooks/{id}/state", &["get"]),
        ("/api/workbooks/{id}/cells", &["get", "patch"]),
        ("/api/workbooks/{id}/cells/history", &["get"]),
        ("/api/workbooks/{id}/paste", &["post"]),
        ("/api/workbooks/{id}/changes", &["get"]),
        ("/api/workbooks/{id}/changes/{seq}", &["get"]),
        ("/api/workbooks/{id}/changes/{seq}/revert", &["post"]),
        ("/api/workbooks/{id}/restore", &["post"]),
        ("/ws/{workbook}", &["get"]),
        ("/healthz", &["get"]),
        ("/metrics", &["get"]),
    ] {
        for method in methods {
            let operation = &description["paths"][path][method];
            assert!(operation["responses"].is_object(), "{method} {path}");
            assert!(
                operation["summary"].is_string(),
                "{method} {path} says what it does"
            );
        }
    }
    assert!(description["components"]["securitySchemes"]["bearer"].is_object());
}

#[tokio::test]
async fn every_schema_that_is_referred_to_is_there() {
    let server = TestServer::start().await;
    let description = server.anon().get("/api/openapi.json").await.expect(200);
    let mut referred = Vec::new();
    collect(&description, &mut referred);
    assert!(!referred.is_empty());
    for name in referred {
        assert!(
            description.pointer(name.trim_start_matches('#')).is_some(),
            "{name}"
        );
    }
}

fn collect(value: &Value, referred: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(name)) = map.get("$ref") {
                referred.push(name.clone());
            }
            map.values().for_each(|value| collect(value, referred));
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, referred)),
        _ => {}
    }
}
