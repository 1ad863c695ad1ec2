//! Three people work on one sheet at the same time, apart and together: all end with the same workbook, and every
//! formula still points at the cells it pointed at and computes what it would compute from nothing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod acts;
mod peer;
mod server;

use daylight_model::{Document, Ledger};
use proptest::prelude::*;

use crate::{
    acts::{Act, acts},
    peer::{Peer, view},
    server::{
        Server, axes, calculated, check_formulas, check_read_model, check_values, entries,
        everything, receive, send, start,
    },
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(
        std::env::var("DAYLIGHT_HISTORIES").ok().and_then(|n| n.parse().ok()).unwrap_or(48),
    ))]

    /// Through the server and its gate.
    #[test]
    fn histories_through_the_server_converge(acts in acts()) {
        let document = start();
        let state = document.state();
        let engine = calculated(&document);
        let mut server = Server { document, log: vec![], engine, delivered: 0 };
        let mut typed = vec![];
        let mut peers: Vec<Peer> = (0..3).map(|n| Peer::new(n, &state)).collect();
        for (who, act) in &acts {
            let peer = &mut peers[*who];
            match act {
                Act::Send { count, twice } => send(peer, &mut server, *count, *twice),
                Act::Receive { count, twice } => receive(peer, &server.log, *count, *twice),
                act => peer.act(act, &mut typed),
            }
        }
        for peer in &mut peers {
            send(peer, &mut server, usize::MAX, false);
        }
        check_values(&mut server);
        let Server { document: server, log, .. } = server;
        let all = everything(&server);
        for peer in &mut peers {
            receive(peer, &log, usize::MAX / 2, true);
            let seen = view(&peer.doc);
            prop_assert_eq!(&everything(&seen), &all);
            prop_assert_eq!(axes(seen.workbook()), axes(server.workbook()));
        }
        check_read_model(&server);
        check_formulas(&server, &typed);

        let mut replayed = Document::load(&state).unwrap();
        for update in &log {
            replayed.replay(update).unwrap();
        }
        prop_assert_eq!(&everything(&replayed), &all);
        check_read_model(&replayed);

        // What yrs makes of the log is what the log amounts to.
        let mut ledger = Ledger::default();
        ledger.take(&state).unwrap();
        let mut all_at_once = Document::load(&state).unwrap();
        for update in &log {
            ledger.take(update).unwrap();
        }
        prop_assert_eq!(entries(&ledger), all.clone());
        prop_assert_eq!(ledger.differences_to(&server), 0);
        prop_assert_eq!(ledger.differences_to_state(&server.state()), Ok(0));
        let looked_at = Document::holding(&ledger).unwrap();
        prop_assert_eq!(&everything(&looked_at), &all);
        prop_assert_eq!(axes(looked_at.workbook()), axes(server.workbook()));
        all_at_once.replay_all(&log).unwrap();
        prop_assert_eq!(&everything(&all_at_once), &all);
    }

    /// From peer to peer, in any order, some twice.
    #[test]
    fn histories_between_peers_converge(
        acts in acts(),
        order in prop::collection::vec(any::<prop::sample::Index>(), 300),
    ) {
        let state = start().state();
        let mut typed = vec![];
        let mut peers: Vec<Peer> = (0..3).map(|n| Peer::new(n, &state)).collect();
        let mut order = order.iter().cycle();
        let mut made: Vec<(usize, Vec<u8>)> = vec![];
        for (who, act) in &acts {
            if matches!(act, Act::Send { .. } | Act::Receive { .. }) {
                if !made.is_empty() {
                    let (from, update) = order.next().unwrap().get(&made);
                    if from != who {
                        peers[*who].take(update);
                    }
                }
                continue;
            }
            peers[*who].act(act, &mut typed);
            made.extend(peers[*who].outbox.drain(..).map(|u| (*who, u)));
        }
        for (who, peer) in peers.iter().enumerate() {
            let mut rest: Vec<&Vec<u8>> = made.iter().filter(|m| m.0 != who).map(|m| &m.1).collect();
            while !rest.is_empty() {
                let at = order.next().unwrap().index(rest.len());
                peer.take(rest.swap_remove(at));
            }
        }
        // The updates of all, each once everything that it follows is there.
        let mut ledger = Ledger::default();
        ledger.take(&state).unwrap();
        let mut waiting: Vec<&Vec<u8>> = made.iter().map(|m| &m.1).collect();
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut refused = vec![];
            let offered = std::mem::take(&mut waiting);
            for update in offered {
                // What is refused has left no trace: the update names what is not there yet.
                if ledger.take(update).is_err() {
                    refused.push(update);
                }
            }
            waiting = refused;
            prop_assert!(waiting.len() < before);
        }
        let views: Vec<Document> = peers.iter().map(|p| view(&p.doc)).collect();
        for seen in &views {
            prop_assert_eq!(&everything(seen), &everything(&views[0]));
            prop_assert_eq!(axes(seen.workbook()), axes(views[0].workbook()));
            check_formulas(seen, &typed);
            prop_assert_eq!(ledger.differences_to(seen), 0);
            let mut loaded = Ledger::default();
            loaded.take(&seen.state()).unwrap();
            prop_assert_eq!(loaded.differences_between(&ledger), 0);
        }
    }
}
