//! Hostile bytes and texts: the gate never panics, nothing behind it does, and what it lets in keeps the document whole.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::BTreeMap;

use daylight_model::{
    Document, Edit, GateLimits, Root, SheetId, Value, display,
    formula::{parse_formula, render_formula},
    gate::merge,
    input::parse_input,
};
use proptest::prelude::*;
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::json;
use yrs::{
    Any, Doc, Map, ReadTxn, StateVector, Transact, Update, XmlFragment,
    updates::{decoder::Decode, encoder::Encode},
};

fn count(variable: &str, normally: usize) -> usize {
    let set = std::env::var(variable).ok().and_then(|n| n.parse().ok());
    set.unwrap_or(normally)
}

fn start() -> Document {
    let mut d = Document::new();
    let entries = [
        (Root::Book, "epoch", json!(1)),
        (Root::Sheets, "1/name", json!("Plan")),
        (Root::Sheets, "1/pos", json!("V")),
        (Root::Cells, "1/0:0", json!(1)),
        (Root::Rows, "1/i7", json!([3, "V-7", 2])),
        (
            Root::Names,
            "n",
            json!(["Rate", "", "=", "\u{FFFC}", "1!$0,$0"]),
        ),
    ];
    let edits = entries.map(|(root, key, value)| Edit {
        root,
        key: key.into(),
        value: Some(value),
    });
    d.write(&edits).unwrap();
    d
}

/// Updates as clients make them, good ones and bad ones.
fn corpus(of: &Document) -> Vec<Vec<u8>> {
    let peer = |id| {
        let doc = Doc::with_client_id(id);
        let state = Update::decode_v1(&of.state()).unwrap();
        doc.transact_mut().apply_update(state).unwrap();
        doc
    };
    let mut made = vec![];
    let values: [(&str, &str, Any); 8] = [
        ("cells", "1/0:0", Any::from(2.5)),
        ("cells", "1/3:3", Any::from("text")),
        (
            "cells",
            "1/4:3",
            Any::Array(["=", "1+\u{FFFC}", "3,3"].map(Any::from).into()),
        ),
        ("rows", "1/dabc", Any::Array([3, 2].map(Any::from).into())),
        (
            "formats",
            "1/0:0",
            Any::from_json(r##"{"bold":true,"fill":"#ffffff"}"##).unwrap(),
        ),
        ("sheets", "1/name", Any::from("Renamed")),
        ("layout", "1/w:3", Any::from(120)),
        ("book", "epoch", Any::from(9)),
    ];
    for (n, (root, key, value)) in (0u64..).zip(values) {
        let doc = peer(5000 + n);
        let map = doc.get_or_insert_map(root);
        let mut txn = doc.transact_mut();
        map.insert(&mut txn, key, value.clone());
        made.push(txn.encode_update_v1());
        map.insert(&mut txn, key, value);
        map.remove(&mut txn, key);
        drop(txn);
        made.push(
            doc.transact()
                .encode_state_as_update_v1(&StateVector::default()),
        );
    }
    // Several clients that build on each other, in one update.
    let (a, b) = (peer(6000), peer(6001));
    for _ in 0..4 {
        for (from, to) in [(&a, &b), (&b, &a)] {
            let map = from.get_or_insert_map("cells");
            let mut txn = from.transact_mut();
            map.insert(&mut txn, "1/5:5", 1.0);
            let update = Update::decode_v1(&txn.encode_update_v1()).unwrap();
            to.transact_mut().apply_update(update).unwrap();
        }
    }
    made.push(
        a.transact()
            .encode_state_as_update_v1(&StateVector::default()),
    );
    // Things that are none of ours.
    let other = peer(7000);
    let text = other.get_or_insert_text("text");
    let xml = other.get_or_insert_xml_fragment("xml");
    let mut txn = other.transact_mut();
    yrs::Text::insert(&text, &mut txn, 0, "hello");
    xml.push_back(&mut txn, yrs::XmlElementPrelim::empty("p"));
    made.push(txn.encode_update_v1());
    made
}

fn mutate(rng: &mut StdRng, corpus: &[Vec<u8>]) -> Vec<u8> {
    const SPICE: [&[u8]; 10] = [
        &[0xff, 0xff, 0xff, 0xff, 0x0f],
        &[0xff, 0xff, 0xff, 0xff, 0x07],
        &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f],
        &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
        &[0],
        &[117, 1, 117, 1, 117, 1, 117, 1],
        &[118, 1, 1, 97, 118, 1, 1, 97],
        &[125, 0x7f],
        &[10, 5],
        &[0x88, 0x27, 0],
    ];
    let pick = |rng: &mut StdRng| corpus[rng.random_range(0..corpus.len())].clone();
    let mut bytes = pick(rng);
    for _ in 0..rng.random_range(1..4) {
        let at = rng.random_range(0..=bytes.len());
        match rng.random_range(0..6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << rng.random_range(0..8),
            1 if at < bytes.len() => bytes[at] = rng.random(),
            2 => {
                let spice = SPICE[rng.random_range(0..SPICE.len())];
                let end = (at + rng.random_range(0..3)).min(bytes.len());
                bytes.splice(at..end, spice.iter().copied());
            }
            3 => bytes.truncate(at),
            4 => {
                let end = (at + rng.random_range(1..8)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let to = rng.random_range(0..=bytes.len());
                bytes.splice(to..to, piece);
            }
            _ => {
                let other = pick(rng);
                bytes.truncate(at);
                bytes.extend(&other[rng.random_range(0..=other.len())..]);
            }
        }
    }
    bytes
}

#[test]
fn g2_mutated_updates_never_get_past_the_gate_to_do_harm() {
    let seed = count("DAYLIGHT_SEED", 2026) as u64;
    let mut rng = StdRng::seed_from_u64(seed);
    let mut d = start();
    let originals = corpus(&d);
    let (mut admitted, mut log) = (0, vec![]);
    let limits = GateLimits::default();
    for n in 0..count("DAYLIGHT_MUTATIONS", 20_000) {
        let bytes = mutate(&mut rng, &originals);
        let Ok(update) = d.admit(&bytes, &limits, &|_| true) else {
            continue;
        };
        let applied = d.apply(update);
        let applied = applied.unwrap_or_else(|e| panic!("seed {seed}, {n}: {e} {bytes:02x?}"));
        if applied.entries.is_empty() {
            continue;
        }
        admitted += 1;
        log.push(applied.update);
        if admitted % 40 == 0 {
            // What others got is what the server has.
            let mut other = start();
            for update in &log {
                other.replay(update).unwrap();
            }
            let mut merged = start();
            merged.replay(&merge(&log).unwrap()).unwrap();
            let loaded = Document::load(&d.state()).unwrap();
            for root in Root::ALL {
                let all = |d: &Document| d.entries(root).into_iter().collect::<BTreeMap<_, _>>();
                assert_eq!(all(&other), all(&d), "seed {seed}, {n}");
                assert_eq!(all(&merged), all(&d), "seed {seed}, {n}");
                assert_eq!(all(&loaded), all(&d), "seed {seed}, {n}");
            }
            (d, log) = (start(), vec![]);
        }
    }
    assert!(
        admitted > 50,
        "only {admitted} mutated updates had an effect"
    );
}

#[test]
fn mutated_states_do_not_load_or_load_whole() {
    let mut rng = StdRng::seed_from_u64(7);
    let mut d = start();
    let peer = corpus(&d);
    let update = d
        .admit(&peer[3], &GateLimits::default(), &|_| true)
        .unwrap();
    d.apply(update).unwrap();
    let states = [d.state()];
    for _ in 0..count("DAYLIGHT_MUTATIONS", 20_000) / 10 {
        let bytes = mutate(&mut rng, &states);
        if let Ok(loaded) = Document::load(&bytes) {
            Document::load(&loaded.state()).unwrap();
        }
        let vector = Update::decode_v1(&states[0])
            .unwrap()
            .state_vector()
            .encode_v1();
        let vector = mutate(&mut rng, &[vector]);
        if let Ok(missing) = d.missing(&vector) {
            Update::decode_v1(&missing).unwrap();
        }
    }
}

#[test]
fn claimed_lengths_and_depths_cost_nothing() {
    let d = start();
    let limits = GateLimits::default();
    let deep: Vec<u8> = [1, 1, 0x88, 0x27, 0, 0x28, 1, 5]
        .into_iter()
        .chain(*b"cells")
        .chain([5])
        .chain(*b"1/0:1")
        .chain([1])
        .chain(std::iter::repeat_n([117u8, 1], 200_000).flatten())
        .chain([126, 0])
        .collect();
    let admitted = d.admit(&deep, &limits, &|_| true);
    assert_eq!(admitted.unwrap_err().name(), "nested");
    for bytes in [
        &[0xff, 0xff, 0xff, 0xff, 0x0f][..],
        &[1, 0xff, 0xff, 0xff, 0xff, 0x0f, 5, 0],
        &[1, 1, 0x88, 0x27, 0, 1, 0xff, 0xff, 0xff, 0xff, 0x0f],
        &[0, 0xff, 0xff, 0xff, 0xff, 0x0f],
        &[0, 1, 5, 0xff, 0xff, 0xff, 0xff, 0x0f],
        &[0, 1, 5, 1, 0, 0xff, 0xff, 0xff, 0xff, 0x07],
    ] {
        assert!(d.admit(bytes, &limits, &|_| true).is_err());
    }
    let tight = GateLimits { bytes: 3, ..limits };
    let admitted = d.admit(&[0, 0, 0, 0], &tight, &|_| true);
    assert_eq!(admitted.unwrap_err().name(), "too-large");
}

/// A workbook with a sheet, a name and a table.
fn small() -> Document {
    let mut d = Document::new();
    let entries = [
        (Root::Sheets, "1/name", json!("A b")),
        (Root::Names, "n", json!(["Rate", "", "=", "1"])),
        (
            Root::Tables,
            "t",
            json!(["T", "1", 2, 1, 12, 4, true, false, ""]),
        ),
        (Root::Tables, "t/2", json!("x")),
        (Root::Tables, "t/3", json!("y '[z]")),
    ];
    let edits = entries.map(|(root, key, value)| Edit {
        root,
        key: key.to_owned(),
        value: Some(value),
    });
    d.write(&edits).unwrap();
    d
}

/// Pieces of formulas, in any order.
fn formula_like() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("A1".to_owned()),
        Just("$B$2".to_owned()),
        Just("C:D".to_owned()),
        Just("3:4".to_owned()),
        Just("SUM(".to_owned()),
        Just("LOG10(".to_owned()),
        Just("'A b'!".to_owned()),
        Just("A b!".to_owned()),
        Just("No!".to_owned()),
        Just("Rate".to_owned()),
        Just("T[@x]".to_owned()),
        Just("T".to_owned()),
        Just("[#Headers]".to_owned()),
        Just("[y ''[z']]".to_owned()),
        Just("\"".to_owned()),
        Just("'".to_owned()),
        Just("#REF!".to_owned()),
        Just("1.5E+3".to_owned()),
        Just("\u{FFFC}".to_owned()),
        "[-+*/(),:;{}\\[\\]!#@&<>=% ]",
        "\\PC",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        max_global_rejects: 20_000,
        ..ProptestConfig::with_cases(2_000)
    })]

    /// What is shown means the same when it is typed again.
    #[test]
    fn shown_formulas_read_back(text in formula_like()) {
        let document = small();
        let ctx = document.workbook();
        let own: SheetId = "1".parse().unwrap();
        let formula = parse_formula(&text, &own, ctx);
        formula.check().unwrap();
        // A stray quote before a sheet's name swallows it or not, as that name needs quotes or not.
        prop_assume!(!formula.template.contains('\''));
        let shown = render_formula(&formula, &own, ctx);
        let again = parse_formula(&shown, &own, ctx);
        prop_assert_eq!(render_formula(&again, &own, ctx), shown);
        prop_assert_eq!(again, formula);
    }

    #[test]
    fn typed_texts_never_panic(text in "\\PC{0,20}", format in "\\PC{0,12}", n in any::<f64>()) {
        let document = small();
        let own: SheetId = "1".parse().unwrap();
        let input = parse_input(&text, &own, false, document.workbook()).unwrap();
        daylight_model::Content::from_json(&input.content.to_json()).unwrap();
        if n.is_finite() {
            display::text(&Value::Number(n), Some(&format), false);
        }
    }
}
