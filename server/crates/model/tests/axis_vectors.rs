//! The shared vectors of the axis.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::BTreeMap;

use daylight_model::{Axis, LineId};
use serde::Deserialize;
use serde_json::Value as Json;

/// First and last visible index.
type Span = Option<(u32, u32)>;

#[derive(Deserialize)]
struct Case {
    name: String,
    limit: u32,
    steps: Vec<Step>,
    #[serde(default)]
    index: Vec<(u64, Option<u32>)>,
    #[serde(default)]
    span: Vec<(u64, u64, Span)>,
}

#[derive(Deserialize)]
struct Step {
    set: Option<BTreeMap<String, Json>>,
    remove: Option<String>,
    insert: Option<(u32, u32, u32)>,
    delete: Option<(u32, u32, String)>,
    #[serde(rename = "move")]
    moved: Option<(u32, u32, u32, String)>,
    ids: Vec<u64>,
}

fn build(limit: u32, entries: &BTreeMap<String, Json>) -> Axis {
    Axis::build(limit, entries.iter().map(|(k, v)| (k.as_str(), v)))
}

fn apply(limit: u32, entries: &mut BTreeMap<String, Json>, step: &Step) {
    let axis = build(limit, entries);
    entries.extend(step.set.clone().unwrap_or_default());
    if let Some(key) = &step.remove {
        entries.remove(key).unwrap();
    }
    if let Some((index, count, run)) = step.insert {
        entries.extend([axis.insert_before(index, count, run).unwrap()]);
    }
    if let Some((first, last, op)) = &step.delete {
        entries.extend([axis.delete(*first, *last, op).unwrap()]);
    }
    if let Some((first, last, before, op)) = &step.moved {
        entries.extend([axis.move_to(*first, *last, *before, op).unwrap()]);
    }
}

#[test]
fn lines_stand_where_the_vectors_say() {
    let text = include_str!("../../../../tests/vectors/axis.json");
    let cases: Vec<Json> = serde_json::from_str(text).unwrap();
    for case in &cases[1..] {
        let case: Case = serde_json::from_value(case.clone()).unwrap();
        let mut entries = BTreeMap::new();
        for (n, step) in case.steps.iter().enumerate() {
            apply(case.limit, &mut entries, step);
            let axis = build(case.limit, &entries);
            let ids: Vec<u64> = (0..axis.shown())
                .map(|i| axis.id_at(i).unwrap().0)
                .take(step.ids.len())
                .collect();
            assert_eq!(ids, step.ids, "{}, step {n}", case.name);
        }
        let axis = build(case.limit, &entries);
        for (id, index) in case.index {
            assert_eq!(axis.index_of(LineId(id)), index, "{}: {id}", case.name);
        }
        for (a, b, span) in case.span {
            let found = axis.span(LineId(a), LineId(b));
            assert_eq!(found, span, "{}: {a} to {b}", case.name);
        }
    }
}
