//! The document: writes, loading, what changed, and the gate before it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use daylight_model::{
    CellId, Content, Document, Edit, GateLimits, Root, Value,
    document::Applied,
    gate::{Refusal, merge},
};
use serde_json::{Value as Json, json};
use yrs::{Any, Doc, Map, ReadTxn, StateVector, Transact, Update, updates::decoder::Decode};

fn edit(root: Root, key: &str, value: Json) -> Edit {
    Edit {
        root,
        key: key.into(),
        value: Some(value),
    }
}

fn sheet() -> Document {
    let mut d = Document::new();
    d.write(&[
        edit(Root::Book, "epoch", json!(1)),
        edit(Root::Sheets, "1/name", json!("Sheet1")),
        edit(Root::Sheets, "1/pos", json!("V")),
    ])
    .unwrap();
    d
}

/// A stock Yjs-like client.
struct Peer {
    doc: Doc,
}

impl Peer {
    fn new(id: u64, of: &Document) -> Self {
        let doc = Doc::with_client_id(id);
        let peer = Self { doc };
        peer.take(&of.state());
        peer
    }

    fn take(&self, update: &[u8]) {
        let update = Update::decode_v1(update).unwrap();
        self.doc.transact_mut().apply_update(update).unwrap();
    }

    fn set(&self, root: &str, key: &str, value: impl Into<Any>) -> Vec<u8> {
        let map = self.doc.get_or_insert_map(root);
        let mut txn = self.doc.transact_mut();
        map.insert(&mut txn, key, value.into());
        txn.encode_update_v1()
    }

    fn remove(&self, root: &str, key: &str) -> Vec<u8> {
        let map = self.doc.get_or_insert_map(root);
        let mut txn = self.doc.transact_mut();
        map.remove(&mut txn, key);
        txn.encode_update_v1()
    }

    fn state(&self) -> Vec<u8> {
        self.doc
            .transact()
            .encode_state_as_update_v1(&StateVector::default())
    }
}

fn send(d: &mut Document, update: &[u8]) -> Result<Applied, Refusal> {
    let admitted = d.admit(update, &GateLimits::default(), &|_| true)?;
    Ok(d.apply(admitted).unwrap())
}

fn refused(d: &Document, update: &[u8]) -> &'static str {
    d.admit(update, &GateLimits::default(), &|_| true)
        .unwrap_err()
        .name()
}

fn cell(d: &Document, row: u64, col: u64) -> Option<Content> {
    let id = "1".parse().unwrap();
    d.workbook()
        .sheet(&id)?
        .cell(CellId::new(row, col))
        .cloned()
}

const fn number(n: f64) -> Content {
    Content::Value(Value::Number(n))
}

#[test]
fn a_document_moves_between_threads() {
    fn send<T: Send>() {}
    send::<Document>();
}

#[test]
fn writes_are_seen_and_said() {
    let mut d = sheet();
    let a = d.write(&[edit(Root::Cells, "1/0:0", json!(5.0))]).unwrap();
    assert_eq!(a.entries.len(), 1);
    assert_eq!(a.entries[0].old, None);
    assert_eq!(a.entries[0].new, Some(json!(5)));
    assert_eq!(cell(&d, 0, 0), Some(number(5.0)));
    let b = d.write(&[edit(Root::Cells, "1/0:0", json!(5))]).unwrap();
    assert_eq!(b, Applied::default());
    let remove = Edit {
        value: None,
        ..edit(Root::Cells, "1/0:0", json!(null))
    };
    let c = d.write(&[remove]).unwrap();
    assert_eq!(
        (&c.entries[0].old, &c.entries[0].new),
        (&Some(json!(5)), &None)
    );
    assert_eq!(cell(&d, 0, 0), None);
    assert_eq!(d.workbook().sheets().next().unwrap().name(), "Sheet1");
    assert!(d.write(&[edit(Root::Cells, "1/x", json!(1))]).is_err());
    assert!(d.write(&[edit(Root::Cells, "1/0:0", json!({}))]).is_err());
    assert!(!d.is_broken());
}

#[test]
fn a_log_of_updates_makes_the_same_document() {
    let mut d = Document::new();
    let mut log = vec![];
    log.push(
        d.write(&[edit(Root::Sheets, "1/name", json!("A"))])
            .unwrap()
            .update,
    );
    let p = Peer::new(5000, &d);
    for i in 0..20 {
        let update = p.set("cells", &format!("1/{}:0", i % 7), f64::from(i));
        log.push(send(&mut d, &update).unwrap().update);
        log.push(
            d.write(&[edit(Root::Cells, "1/3:3", json!(i))])
                .unwrap()
                .update,
        );
    }
    let update = p.remove("cells", "1/2:0");
    log.push(send(&mut d, &update).unwrap().update);

    let mut again = Document::new();
    for update in &log {
        again.replay(update).unwrap();
    }
    let loaded = Document::load(&d.state()).unwrap();
    let merged = Document::load(&merge(&log).unwrap()).unwrap();
    for other in [again, loaded, merged] {
        for root in Root::ALL {
            let sort = |d: &Document| {
                let mut e = d.entries(root);
                e.sort_by(|a, b| a.0.cmp(&b.0));
                e
            };
            assert_eq!(sort(&other), sort(&d));
        }
        assert_eq!(cell(&other, 6, 0), Some(number(13.0)));
        assert_eq!(cell(&other, 2, 0), None);
        let mut clocks: Vec<_> = other.clocks().collect();
        let mut expected: Vec<_> = d.clocks().collect();
        clocks.sort_unstable();
        expected.sort_unstable();
        assert_eq!(clocks, expected);
    }
}

#[test]
fn a_peer_catches_up_by_state_vector() {
    let mut d = sheet();
    let p = Peer::new(5000, &d);
    let known = {
        use yrs::updates::encoder::Encode;
        p.doc.transact().state_vector().encode_v1()
    };
    d.write(&[edit(Root::Cells, "1/0:0", json!("x"))]).unwrap();
    p.take(&d.missing(&known).unwrap());
    let cells = p.doc.get_or_insert_map("cells");
    assert_eq!(cells.len(&p.doc.transact()), 1);
    for bytes in [
        &[][..],
        &[1],
        &[1, 5],
        &[255, 255, 255, 255, 15],
        &[1, 5, 1, 1],
    ] {
        assert!(d.missing(bytes).is_err());
    }
    assert!(d.missing(&[1, 5, 0xff, 0xff, 0xff, 0x07]).is_ok());
}

#[test]
fn a_concurrent_write_that_loses_is_said() {
    let mut d = sheet();
    d.write(&[edit(Root::Cells, "1/0:0", json!("start"))])
        .unwrap();
    let (a, b) = (Peer::new(5000, &d), Peer::new(6000, &d));
    let of_b = b.set("cells", "1/0:0", "b");
    let of_a = a.set("cells", "1/0:0", "a");
    let won = send(&mut d, &of_b).unwrap();
    assert!(!won.entries[0].superseded);
    let lost = send(&mut d, &of_a).unwrap();
    assert_eq!(lost.entries.len(), 1);
    assert!(lost.entries[0].superseded);
    assert_eq!(lost.entries[0].old, Some(json!("b")));
    assert_eq!(lost.entries[0].new, Some(json!("a")));
    assert_eq!(d.get(Root::Cells, "1/0:0"), Some(json!("b")));
    // Both agree with the server once they have everything.
    a.take(&won.update);
    b.take(&lost.update);
    for p in [a, b] {
        let cells = p.doc.get_or_insert_map("cells");
        let value = cells.get(&p.doc.transact(), "1/0:0").unwrap();
        assert_eq!(value, yrs::Out::Any("b".into()));
    }
}

#[test]
fn offline_work_comes_as_one_change_per_entry() {
    let mut d = sheet();
    let p = Peer::new(5000, &d);
    for i in 0..5 {
        p.set("cells", "1/0:0", f64::from(i));
    }
    p.set("cells", "1/1:0", 1.0);
    p.remove("cells", "1/1:0");
    let applied = send(&mut d, &p.state()).unwrap();
    assert_eq!(
        applied.clocks.iter().find(|c| c.0 == 5000),
        Some(&(5000, 6))
    );
    let changes: Vec<_> = applied
        .entries
        .iter()
        .map(|e| (e.key.as_str(), e.new.clone(), e.superseded))
        .collect();
    assert_eq!(
        changes,
        [("1/0:0", Some(json!(4)), false), ("1/1:0", None, false)]
    );
    // Again: nothing is new, and that can be acknowledged.
    let again = send(&mut d, &p.state()).unwrap();
    assert!(again.entries.is_empty() && again.update.is_empty());
    assert!(again.clocks.contains(&(5000, 6)));
}

#[test]
fn an_update_partly_known_adds_the_rest() {
    let mut d = sheet();
    let p = Peer::new(5000, &d);
    let first = p.set("cells", "1/0:0", 1.0);
    send(&mut d, &first).unwrap();
    for i in 2..6 {
        p.set("cells", "1/0:0", f64::from(i));
    }
    // The tombstones of 1 to 4 are one struct by now, of which the server knows the first.
    let applied = send(&mut d, &p.state()).unwrap();
    assert_eq!(applied.entries[0].old, Some(json!(1)));
    assert_eq!(applied.entries[0].new, Some(json!(5)));
    let mut log = Document::load(&sheet().state()).unwrap();
    log.replay(&first).unwrap();
    log.replay(&applied.update).unwrap();
    assert_eq!(log.get(Root::Cells, "1/0:0"), Some(json!(5)));
}

#[test]
fn removing_is_one_change() {
    let mut d = sheet();
    d.write(&[edit(Root::Cells, "1/0:0", json!("x"))]).unwrap();
    let p = Peer::new(5000, &d);
    let applied = send(&mut d, &p.remove("cells", "1/0:0")).unwrap();
    assert_eq!(applied.entries[0].old, Some(json!("x")));
    assert_eq!(applied.entries[0].new, None);
    assert_eq!(cell(&d, 0, 0), None);
}

#[test]
fn g3_ids_of_others_and_of_the_server_are_refused() {
    let d = sheet();
    let p = Peer::new(5000, &d);
    let update = p.set("cells", "1/0:0", 1.0);
    let refusal = d.admit(&update, &GateLimits::default(), &|c| c != 5000);
    assert_eq!(refusal.unwrap_err().name(), "foreign-client");
    let server = Peer::new(2, &d);
    assert_eq!(refused(&d, &server.set("cells", "1/0:0", 1.0)), "client-id");
    let big = Peer::new(1 << 40, &d);
    assert_eq!(refused(&d, &big.set("cells", "1/0:0", 1.0)), "client-id");
}

#[test]
fn g4_gaps_are_refused() {
    let d = sheet();
    let p = Peer::new(5000, &d);
    p.set("cells", "1/0:0", 1.0);
    let second = p.set("cells", "1/1:0", 1.0);
    assert_eq!(refused(&d, &second), "gap");
}

#[test]
fn g5_origins_and_deletes_reach_only_what_is_known() {
    let mut d = sheet();
    let (p, q) = (Peer::new(5000, &d), Peer::new(6000, &d));
    q.take(&p.set("cells", "1/0:0", 1.0));
    assert_eq!(refused(&d, &q.set("cells", "1/0:0", 2.0)), "unknown-origin");
    let r = Peer::new(7000, &d);
    r.take(&p.state());
    assert_eq!(refused(&d, &r.remove("cells", "1/0:0")), "future-delete");
    send(&mut d, &p.state()).unwrap();
    send(&mut d, &r.remove("cells", "1/0:0")).unwrap_or_default();
}

#[test]
fn g6_roots_keys_and_values_have_their_form() {
    let d = sheet();
    for (root, key, value, name) in [
        ("other", "x", Any::Null, "unknown-root"),
        ("cells", "x", Any::Null, "key"),
        ("cells", "1/0:0", Any::Undefined, "value-type"),
        ("cells", "1/0:0", Any::Buffer([1, 2].into()), "value-type"),
        ("cells", "1/0:0", Any::from(f64::NAN), "number"),
        (
            "cells",
            "1/0:0",
            Any::Array([Any::Array([].into())].into()),
            "nested",
        ),
        (
            "cells",
            "1/0:0",
            Any::Array([Any::from("=")].into()),
            "value",
        ),
        (
            "sheets",
            "1/base",
            Any::from("ab".repeat(32)),
            "server-only",
        ),
        ("book", "epoch", Any::from(2), "server-only"),
        ("sheets", "1/name", Any::from("a:b"), "value"),
        ("formats", "1/0:0", Any::from("bold"), "value"),
    ] {
        let p = Peer::new(5000, &d);
        assert_eq!(refused(&d, &p.set(root, key, value)), name, "{root} {key}");
    }
    let p = Peer::new(5000, &d);
    assert_eq!(refused(&d, &p.remove("book", "epoch")), "server-only");
    let p = Peer::new(5000, &d);
    let map = p.doc.get_or_insert_map("cells");
    let mut txn = p.doc.transact_mut();
    map.insert(&mut txn, "1/0:0", yrs::MapPrelim::default());
    assert_eq!(refused(&d, &txn.encode_update_v1()), "content");
}

#[test]
fn g6_a_struct_that_follows_another_is_held_to_that_ones_key() {
    let d = sheet();
    // Follows the value of book/epoch, so it would write there without naming it.
    let update = [1, 1, 0x88, 0x27, 0, 0x80 | 8, 1, 0, 1, 125, 7, 0];
    assert_eq!(refused(&d, &update), "server-only");
}

#[test]
fn admitting_twice_and_applying_twice_is_noticed() {
    let mut d = sheet();
    let p = Peer::new(5000, &d);
    let update = p.set("cells", "1/0:0", 1.0);
    let limits = GateLimits::default();
    let first = d.admit(&update, &limits, &|_| true).unwrap();
    let second = d.admit(&update, &limits, &|_| true).unwrap();
    assert_eq!(first.writers(), [5000]);
    d.apply(first).unwrap();
    assert!(d.apply(second).is_err());
    assert!(!d.is_broken());
}

#[test]
fn origins_may_stand_later_in_the_update_but_not_in_a_circle() {
    let mut d = sheet();
    let (p, q) = (Peer::new(5000, &d), Peer::new(6000, &d));
    for _ in 0..3 {
        q.take(&p.set("cells", "1/0:0", 1.0));
        p.take(&q.set("cells", "1/0:0", 2.0));
    }
    let applied = send(&mut d, &p.state()).unwrap();
    assert_eq!(applied.entries.len(), 1);
    assert_eq!(d.get(Root::Cells, "1/0:0"), Some(json!(2)));
    // 5001/0 follows 6001/0, which follows 5001/0.
    let update = [
        2, 1, 0x89, 0x27, 0, 0x88, 0xf1, 0x2e, 0, 1, 126, 1, 0xf1, 0x2e, 0, 0x88, 0x89, 0x27, 0, 1,
        126, 0,
    ];
    assert_eq!(refused(&d, &update), "unknown-origin");
}
