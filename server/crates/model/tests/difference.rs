//! Bringing a document back to an earlier moment, and forward again.
#![allow(clippy::unwrap_used, reason = "tests")]

use daylight_model::{Document, Edit, LineId, Root, SheetId, difference};
use serde_json::{Value as Json, json};

fn write(d: &mut Document, entries: &[(Root, &str, Json)]) {
    let edits: Vec<Edit> = entries
        .iter()
        .map(|(root, key, value)| Edit {
            root: *root,
            key: (*key).to_owned(),
            value: Some(value.clone()),
        })
        .collect();
    d.write(&edits).unwrap();
}

fn start() -> Document {
    let mut d = Document::new();
    write(
        &mut d,
        &[
            (Root::Book, "epoch", json!(1)),
            (Root::Sheets, "1/name", json!("Plan")),
            (Root::Cells, "1/0:0", json!("a")),
            (Root::Cells, "1/1:0", json!("b")),
            (Root::Rows, "1/dold", json!([5, 1])),
        ],
    );
    d
}

fn sorted(d: &Document) -> Vec<(Root, String, Json)> {
    let mut all: Vec<_> = Root::ALL
        .into_iter()
        .flat_map(|r| d.entries(r).into_iter().map(move |(k, v)| (r, k, v)))
        .collect();
    all.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    all
}

fn shown(d: &Document) -> Vec<u64> {
    let id: SheetId = "1".parse().unwrap();
    let rows = d.workbook().sheet(&id).unwrap().rows();
    (0..12).map(|i| rows.id_at(i).unwrap().0).collect()
}

#[test]
fn cells_and_structure_come_back() {
    let mut d = start();
    let then = Document::load(&d.state()).unwrap();
    write(
        &mut d,
        &[
            (Root::Cells, "1/0:0", json!("changed")),
            (Root::Cells, "1/7:7", json!("new")),
            (Root::Rows, "1/i9", json!([2, "V-9", 3])),
            (Root::Rows, "1/dnew", json!([1, 2])),
            (Root::Rows, "1/mx", json!([1, 8, "V-x", 3, 1])),
            (Root::Sheets, "1/name", json!("Renamed")),
            (Root::Sheets, "2/name", json!("Added")),
            (Root::Cells, "2/0:0", json!("in it")),
            (Root::Names, "n", json!(["Rate", "", "=", "1"])),
        ],
    );
    d.write(&[Edit {
        root: Root::Rows,
        key: "1/dold".into(),
        value: None,
    }])
    .unwrap();
    let changed = Document::load(&d.state()).unwrap();

    let edits = difference(&d, &then);
    d.write(&edits).unwrap();
    assert_eq!(shown(&d), shown(&then));
    assert_eq!(d.get(Root::Cells, "1/0:0"), Some(json!("a")));
    assert_eq!(d.get(Root::Cells, "1/7:7"), None);
    assert_eq!(d.get(Root::Cells, "2/0:0"), Some(json!("in it")));
    assert_eq!(d.workbook().sheets().count(), 1);
    assert_eq!(d.workbook().sheets().next().unwrap().name(), "Plan");
    assert_eq!(d.workbook().names().count(), 0);
    // The inserted lines are deleted, not forgotten.
    let rows = d.workbook().sheets().next().unwrap().rows();
    assert!(rows.order_of(LineId::of_run(9, 0)).is_some());

    // Once there, nothing is left to do, and the way forward leads back exactly.
    assert_eq!(difference(&d, &then), []);
    let forward = difference(&d, &changed);
    d.write(&forward).unwrap();
    assert_eq!(sorted(&d), sorted(&changed));
    assert!(difference(&d, &changed).is_empty());
}

#[test]
fn of_the_servers_own_entries_only_bases_and_styles_come_back() {
    let mut d = start();
    let hash = |c: &str| json!(c.repeat(64));
    write(
        &mut d,
        &[
            (Root::Book, "styles", hash("a")),
            (Root::Sheets, "1/base", hash("b")),
        ],
    );
    let then = Document::load(&d.state()).unwrap();
    write(
        &mut d,
        &[
            (Root::Book, "epoch", json!(2)),
            (Root::Book, "styles", hash("c")),
            (Root::Sheets, "1/base", hash("d")),
        ],
    );
    let edits = difference(&d, &then);
    let keys: Vec<_> = edits.iter().map(|e| e.key.as_str()).collect();
    assert_eq!(keys, ["styles", "1/base"]);
}
