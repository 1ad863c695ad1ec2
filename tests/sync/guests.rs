//! Guests with their cookies, which a socket needs.

use daylight_tests::{Client, TestServer};
use serde_json::json;

use crate::peer::Who;

/// Somebody who came in through a link.
pub struct Guest {
    pub who: Who,
    pub link: String,
}

/// A guest through a new link.
pub async fn guest(server: &TestServer, workbook: &str, role: &str, name: &str) -> Guest {
    let path = format!("/api/workbooks/{workbook}/links");
    let link = server
        .admin()
        .post(&path, json!({"role": role}))
        .await
        .expect(201);
    let who = join(&server.anon(), link["token"].as_str().unwrap(), name).await;
    Guest {
        who,
        link: link["id"].as_str().unwrap().to_owned(),
    }
}

/// Takes a link and gives the cookie that came with it.
pub async fn join(client: &Client, token: &str, name: &str) -> Who {
    let answer = client
        .post(&format!("/api/join/{token}"), json!({"name": name}))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let cookie = answer
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    assert!(cookie.starts_with("daylight_session="), "{cookie}");
    Who::Cookie(cookie)
}
