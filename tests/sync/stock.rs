//! C3: a stock `y-websocket` provider on Node joins, edits, and sees the edits of others.

use std::path::Path;
use std::process::Stdio;

use daylight_tests::{ADMIN_TOKEN, TestServer};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::Command;
use yrs::Any;

use crate::peer::{Door, Peer};

/// Installs the provider unless it is there.
async fn installed(folder: &Path) {
    if !folder.join("node_modules/y-websocket").exists() {
        let done = Command::new("npm")
            .args(["ci", "--silent", "--no-fund", "--no-audit"])
            .current_dir(folder)
            .status();
        assert!(
            done.await.expect("npm runs").success(),
            "the provider can be installed"
        );
    }
}

#[tokio::test]
async fn c3_a_stock_provider_joins_edits_and_sees_edits() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sync/stock");
    installed(&folder).await;
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let door = Door::of(&server, &workbook);
    let mut ours = Peer::join(door).await;
    ours.set("1/0:0", "ours").await;
    ours.saved().await;
    let mut node = Command::new("node")
        .arg(folder.join("client.mjs"))
        .args([
            &server.url.replacen("http", "ws", 1),
            &workbook,
            ADMIN_TOKEN,
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("node runs");
    let mut said = BufReader::new(node.stdout.take().unwrap()).lines();
    assert_eq!(said.next_line().await.unwrap().unwrap(), "sheet Sheet1");
    assert_eq!(said.next_line().await.unwrap().unwrap(), "1/0:0 ours");
    ours.until(|peer| peer.cell("1/0:1") == Some(Any::from("theirs")))
        .await;
    ours.until(|peer| peer.presence.values().any(|state| state["cell"] == "B1"))
        .await;
    ours.set("1/0:2", "again").await;
    assert_eq!(said.next_line().await.unwrap().unwrap(), "1/0:2 again");
    // It comes back by itself after the server ended the connection, with what it wrote meanwhile.
    server
        .app()
        .rooms
        .close(workbook.parse().unwrap(), &daylight::sync::Close::RETRY);
    assert_eq!(said.next_line().await.unwrap().unwrap(), "disconnected");
    assert!(ours.end().await.0 == 4503);
    assert!(ours.connect().await);
    ours.until(|peer| peer.cell("1/0:3") == Some(Any::from("meanwhile")))
        .await;
    node.stdin.take().unwrap().shutdown().await.unwrap();
    assert!(node.wait().await.unwrap().success());
}
