//! The axis against a plain list, and against other replicas.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, HashSet};

use daylight_model::{Axis, LineId};
use proptest::prelude::*;
use serde_json::Value as Json;

type Entries = BTreeMap<String, Json>;

fn build(entries: &Entries) -> Axis {
    Axis::build(200, entries.iter().map(|(k, v)| (k.as_str(), v)))
}

fn visible(axis: &Axis) -> Vec<u64> {
    (0..axis.shown())
        .map(|i| axis.id_at(i).unwrap().0)
        .collect()
}

#[derive(Clone, Debug)]
enum Op {
    Insert(u32, u32),
    Delete(u32, u32),
    Move(u32, u32, u32),
    Undo(usize),
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let op = prop_oneof![
        4 => (0u32..20, 1u32..4).prop_map(|(i, n)| Op::Insert(i, n)),
        2 => (0u32..20, 0u32..3).prop_map(|(i, n)| Op::Delete(i, n)),
        2 => (0u32..20, 0u32..3, 0u32..22).prop_map(|(i, n, b)| Op::Move(i, n, b)),
        1 => any::<usize>().prop_map(Op::Undo),
    ];
    prop::collection::vec(op, 1..40)
}

fn check(axis: &Axis) {
    let ids = visible(axis);
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    let mut last = None;
    for (i, id) in ids.iter().enumerate() {
        let id = LineId(*id);
        assert_eq!(axis.index_of(id), Some(u32::try_from(i).unwrap()));
        let order = axis.order_of(id).unwrap();
        assert!(last < Some(order));
        last = Some(order);
    }
    let runs = axis.spans_of(3, 12);
    let flat: Vec<u64> = runs
        .iter()
        .flat_map(|(first, n)| *first..*first + u64::from(*n))
        .collect();
    assert_eq!(flat, ids[3..13]);
}

/// Applies one operation to the entries and, as a person expects it, to a plain list.
fn apply(entries: &mut Entries, list: &mut Vec<u64>, op: &Op, n: u32) {
    let axis = build(entries);
    let at = |i: u32| usize::try_from(i).unwrap();
    let (key, value) = match op {
        Op::Insert(i, count) => {
            let run = n + 1;
            let new = (0..*count).map(|k| LineId::of_run(run.into(), k.into()).0);
            list.splice(at(*i)..at(*i), new);
            axis.insert_before(*i, *count, run).unwrap()
        }
        Op::Delete(i, more) => {
            list.drain(at(*i)..=at(i + more));
            axis.delete(*i, i + more, &format!("x{n}")).unwrap()
        }
        Op::Move(i, more, before) => {
            if (*i..=i + more + 1).contains(before) {
                return;
            }
            let moved: Vec<u64> = list.drain(at(*i)..=at(i + more)).collect();
            let to = if before > i {
                before - more - 1
            } else {
                *before
            };
            list.splice(at(to)..at(to), moved);
            axis.move_to(*i, i + more, *before, &format!("x{n}"))
                .unwrap()
        }
        Op::Undo(which) => {
            if entries.is_empty() {
                return;
            }
            let key = entries.keys().nth(which % entries.len()).unwrap().clone();
            entries.remove(&key);
            *list = visible(&build(entries));
            return;
        }
    };
    list.truncate(200);
    entries.insert(key, value);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn one_editor_sees_what_a_list_would_show(ops in ops()) {
        let mut entries = Entries::new();
        let mut list = visible(&build(&entries));
        for (n, op) in (0u32..).zip(&ops) {
            apply(&mut entries, &mut list, op, n);
            let axis = build(&entries);
            check(&axis);
            let shown = visible(&axis);
            let same = list.len().min(150);
            prop_assert_eq!(&shown[..same], &list[..same], "{:?}", op);
            list = shown;
        }
    }

    /// Two people work apart from the same state: whatever each saw in order stays in order.
    #[test]
    fn concurrent_insertions_keep_both_orders(first in ops(), a in ops(), b in ops()) {
        let inserts = |ops: &[Op]| -> Vec<Op> {
            ops.iter().filter(|o| matches!(o, Op::Insert(..))).cloned().collect()
        };
        let mut shared = Entries::new();
        let mut list = visible(&build(&shared));
        for (n, op) in (0u32..).zip(&first) {
            apply(&mut shared, &mut list, op, n);
            list = visible(&build(&shared));
        }
        let mut merged = shared.clone();
        let mut seen = vec![];
        for (base, ops) in [(1000u32, inserts(&a)), (2000, inserts(&b))] {
            let mut entries = shared.clone();
            let mut list = visible(&build(&entries));
            for (n, op) in (base..).zip(&ops) {
                apply(&mut entries, &mut list, op, n);
                list = visible(&build(&entries));
            }
            seen.push(list);
            merged.extend(entries);
        }
        let both = visible(&build(&merged));
        for list in seen {
            let known: HashSet<u64> = list.iter().copied().collect();
            let kept: Vec<u64> = both.iter().copied().filter(|id| known.contains(id)).collect();
            prop_assert_eq!(&kept[..100], &list[..100]);
        }
    }
}

#[test]
fn ranges_grow_shrink_die_and_heal() {
    let mut entries = Entries::new();
    let axis = build(&entries);
    let (a, b) = (LineId(2), LineId(5));
    assert_eq!(axis.span(a, b), Some((2, 5)));
    assert_eq!(axis.span(b, a), Some((2, 5)));
    let (key, value) = axis.insert_before(4, 2, 9).unwrap();
    entries.insert(key, value);
    assert_eq!(build(&entries).span(a, b), Some((2, 7)));
    let (key, value) = build(&entries).delete(1, 3, "d1").unwrap();
    entries.insert(key, value);
    assert_eq!(build(&entries).span(a, b), Some((1, 4)));
    let (key, value) = build(&entries).delete(1, 4, "d2").unwrap();
    entries.insert(key, value);
    assert_eq!(build(&entries).span(a, b), None);
    entries.remove("dd1");
    assert_eq!(build(&entries).span(a, b), Some((2, 3)));
    assert_eq!(build(&entries).span(a, LineId::of_run(77, 0)), None);
}

#[test]
fn a_sheet_from_which_lines_were_deleted_is_not_shorter() {
    let mut entries = Entries::new();
    let axis = build(&entries);
    assert_eq!(axis.shown(), 200);
    assert_eq!(axis.index_of(LineId(200)), None);
    let (key, value) = axis.delete(0, 9, "x").unwrap();
    entries.insert(key, value);
    let axis = build(&entries);
    assert_eq!(axis.shown(), 200);
    assert_eq!(axis.id_at(199), Some(LineId(209)));
    assert_eq!(axis.span(LineId(195), LineId(1000)), Some((185, 199)));
    assert_eq!(axis.span(LineId(500), LineId(1000)), None);
}

#[test]
fn hostile_entries_are_passed_over_or_bounded() {
    let many: Vec<(String, Json)> = (1..300u32)
        .map(|r| {
            let path = format!("V-{}", daylight_model::axis::path::base36(r.into(), 1));
            (format!("i{r}"), serde_json::json!([0, path, 1 << 20]))
        })
        .chain([
            ("iX".into(), serde_json::json!([0, "V-a", 1])),
            ("i7777777".into(), serde_json::json!([0, "V-wrong", 1])),
            ("dx".into(), serde_json::json!([0])),
            ("dy".into(), serde_json::json!([0, 4_000_000_000u32])),
            ("mz".into(), serde_json::json!([1, 0, "V-z", 0, 1, 0, 1])),
            ("mbad".into(), serde_json::json!("x")),
            (String::new(), serde_json::json!([])),
        ])
        .collect();
    let axis = Axis::build(1000, many.iter().map(|(k, v)| (k.as_str(), v)));
    assert_eq!(axis.shown(), 1000);
    assert_eq!(axis.id_at(0), Some(LineId::of_run(1, 0)));
    assert_eq!(axis.order_of(LineId(1)).unwrap(), 299 * (1 << 20) + 1);
}
