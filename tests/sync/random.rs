//! Random peers: edits, broken connections, late delivery, restarts of the server. In the end all have the same, and
//! nothing that was acknowledged is missing.

use std::sync::Arc;

use daylight_tests::TestServer;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use yrs::{Any, Map as _, Transact as _};

use crate::peer::{Door, Peer, sync_frame};

const PEERS: usize = 4;
const STEPS: usize = 120;

/// One run; the seed says everything that happens, but for the moments at which frames arrive.
async fn run(seed: u64) {
    let mut dice = StdRng::seed_from_u64(seed);
    let mut server =
        TestServer::with(&["--room-idle-seconds", "0.02", "--snapshot-changes", "10"]).await;
    let workbook = server.workbook("Plan").await;
    let mut peers = Vec::new();
    for _ in 0..PEERS {
        peers.push(Peer::join(Door::of(&server, &workbook)).await);
    }
    for step in 0..STEPS {
        let who = dice.random_range(0..PEERS);
        match dice.random_range(0..100) {
            0..60 => edit(&mut peers[who], &mut dice, step).await,
            60..75 => hear_some(&mut peers[who], dice.random_range(1..8)).await,
            75..85 => peers[who].drop_connection(),
            85..98 => reconnect(&mut peers[who]).await,
            _ => {
                server = server.restart().await;
                let door = Door::of(&server, &workbook);
                for peer in &mut peers {
                    peer.door.url.clone_from(&door.url);
                }
            }
        }
    }
    for peer in &mut peers {
        settle(peer).await;
    }
    // Everybody has saved; one more round brings to each what the others saved last.
    let fresh = Peer::join(Door::of(&server, &workbook)).await;
    for peer in &mut peers {
        reconnect(peer).await;
        while !peer.synced {
            peer.pump().await;
        }
        assert_eq!(peer.cells(), fresh.cells(), "seed {seed}");
    }
    let findings = server.findings(&workbook).await;
    assert_eq!(findings, [""; 0], "seed {seed}");
}

/// Often the same cells, so that edits meet. Offline edits stay here until the next connection.
async fn edit(peer: &mut Peer, dice: &mut StdRng, step: usize) {
    let (row, col) = (dice.random_range(0..4), dice.random_range(0..3));
    let key = format!("1/{row}:{col}");
    let value = match dice.random_range(0..6) {
        0 => None,
        1 => Some(Any::Null),
        _ => Some(Any::from(Arc::<str>::from(format!(
            "{}@{step}",
            peer.client()
        )))),
    };
    if value.is_none() && peer.cell(&key).is_none() {
        return;
    }
    let update = peer.change("cells", &key, value);
    if peer.is_connected() && peer.synced {
        peer.send(sync_frame(2, &update)).await;
    }
}

/// Hears a few frames if there are any: what is sent to us may wait for long.
async fn hear_some(peer: &mut Peer, most: usize) {
    for _ in 0..most {
        if !peer.is_connected() {
            return;
        }
        let soon = std::time::Duration::from_millis(5);
        if tokio::time::timeout(soon, peer.pump()).await.is_err() {
            return;
        }
    }
}

async fn reconnect(peer: &mut Peer) {
    peer.drop_connection();
    while !peer.connect().await {
        tokio::task::yield_now().await;
    }
}

/// Connected, up to date and saved.
async fn settle(peer: &mut Peer) {
    loop {
        if !peer.is_connected() {
            reconnect(peer).await;
        }
        if peer.synced && peer.is_saved() {
            return;
        }
        peer.pump().await;
    }
}

#[tokio::test]
async fn s2_d6_random_peers_converge() {
    let seeds: Vec<u64> = match std::env::var("DAYLIGHT_SEED") {
        Ok(seed) => vec![seed.parse().unwrap()],
        Err(_) => (1..=6).collect(),
    };
    for seed in seeds {
        run(seed).await;
    }
}

#[tokio::test]
async fn s2_late_delivery_loses_nothing() {
    let server = TestServer::start().await;
    let workbook = server.workbook("Plan").await;
    let mut early = Peer::join(Door::of(&server, &workbook)).await;
    let mut late = Peer::join(Door::of(&server, &workbook)).await;
    // Many transactions while the other one does not listen, then all at once.
    for n in 0..200 {
        let map = early.doc.get_or_insert_map("cells");
        let update = {
            let mut txn = early.doc.transact_mut();
            map.insert(&mut txn, format!("1/{}:{}", n % 20, n % 7), f64::from(n));
            txn.encode_update_v1()
        };
        early.send(sync_frame(2, &update)).await;
    }
    late.set("1/100:0", "late").await;
    early.saved().await;
    early.until(|peer| peer.cell("1/100:0").is_some()).await;
    late.until(|peer| peer.cells().len() == early.cells().len())
        .await;
    late.until(|peer| peer.cells() == early.cells()).await;
}
