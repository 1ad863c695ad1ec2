#![allow(clippy::unwrap_used, reason = "tests")]
use daylight_model::document::{Applied, Edit};
use daylight_model::{Document, Root};
use serde_json::{Value as Json, json};

use super::{Overwrite, Plan, plan};
use crate::history::rows::{Imported, rows};

fn edit(root: Root, key: &str, value: Option<Json>) -> Edit {
    Edit {
        root,
        key: key.into(),
        value,
    }
}

fn cell(key: &str, value: impl Into<Json>) -> Edit {
    edit(Root::Cells, key, Some(value.into()))
}

fn document() -> Document {
    let mut document = Document::new();
    write(
        &mut document,
        &[edit(Root::Sheets, "1/name", Some(json!("Plan")))],
    );
    document
}

fn write(document: &mut Document, edits: &[Edit]) -> Applied {
    document.write(edits).unwrap()
}

fn revert(document: &mut Document, change: &Applied, overwrite: bool) -> Plan {
    let rows = rows(&change.entries, &Imported::default());
    let overwrite = if overwrite {
        Overwrite::Everything
    } else {
        Overwrite::Nothing
    };
    let plan = plan(&rows, &Imported::default(), document, &overwrite, 0);
    write(document, &plan.edits);
    plan
}

#[test]
fn a_cell_goes_back_to_what_it_was() {
    let mut book = document();
    write(&mut book, &[cell("1/0:0", 1)]);
    let change = write(&mut book, &[cell("1/0:0", 2), cell("1/0:1", 3)]);
    let plan = revert(&mut book, &change, false);
    assert_eq!((plan.reverted, plan.conflicts.len()), (2, 0));
    assert_eq!(book.get(Root::Cells, "1/0:0"), Some(json!(1)));
    assert_eq!(book.get(Root::Cells, "1/0:1"), None);
}

#[test]
fn a_cell_changed_since_is_reported_and_kept_unless_asked() {
    let mut book = document();
    let change = write(&mut book, &[cell("1/0:0", 2), cell("1/0:1", 3)]);
    write(&mut book, &[cell("1/0:0", 9)]);
    let plan = revert(&mut book, &change, false);
    assert_eq!((plan.reverted, plan.conflicts.len()), (1, 1));
    assert_eq!(plan.conflicts[0].now, Some(json!(9)));
    assert_eq!(book.get(Root::Cells, "1/0:0"), Some(json!(9)));
    revert(&mut book, &change, true);
    assert_eq!(book.get(Root::Cells, "1/0:0"), None);
}

#[test]
fn a_colour_set_since_stays() {
    let mut book = document();
    let change = write(
        &mut book,
        &[edit(Root::Formats, "1/0:0", Some(json!({"bold": true})))],
    );
    write(
        &mut book,
        &[edit(
            Root::Formats,
            "1/0:0",
            Some(json!({"bold": true, "fill": "#ff0000"})),
        )],
    );
    let plan = revert(&mut book, &change, false);
    assert_eq!((plan.reverted, plan.conflicts.len()), (1, 0));
    assert_eq!(
        book.get(Root::Formats, "1/0:0"),
        Some(json!({"fill": "#ff0000"}))
    );
}

#[test]
fn inserted_rows_are_covered_and_deleted_ones_come_back() {
    let mut book = document();
    let axis = |book: &Document| {
        book.workbook()
            .sheet(&"1".parse().unwrap())
            .unwrap()
            .rows()
            .clone()
    };
    let (key, value) = axis(&book).insert_before(2, 3, 7).unwrap();
    let inserted = write(
        &mut book,
        &[edit(Root::Rows, &format!("1/{key}"), Some(value))],
    );
    let line = axis(&book).id_at(2).unwrap();
    write(&mut book, &[cell(&format!("1/{line}:0"), "mine")]);
    let plan = revert(&mut book, &inserted, false);
    assert_eq!(
        (plan.edits.len(), plan.conflicts.len()),
        (0, 1),
        "somebody wrote into it"
    );
    revert(&mut book, &inserted, true);
    assert_eq!(axis(&book).index_of(line), None);
    assert!(
        book.get(Root::Rows, &format!("1/{key}")).is_some(),
        "the insertion itself stays"
    );

    let (key, value) = axis(&book).delete(0, 1, "x").unwrap();
    let deleted = write(
        &mut book,
        &[edit(Root::Rows, &format!("1/{key}"), Some(value))],
    );
    revert(&mut book, &deleted, false);
    assert_eq!(axis(&book).id_at(0).unwrap().0, 0);
}

#[test]
fn an_added_sheet_becomes_a_deleted_one() {
    let mut book = document();
    let added = write(
        &mut book,
        &[
            edit(Root::Sheets, "2/name", Some(json!("Data"))),
            edit(Root::Sheets, "2/pos", Some(json!("b"))),
        ],
    );
    revert(&mut book, &added, false);
    let sheet = book.workbook().sheet(&"2".parse().unwrap()).unwrap();
    assert!(sheet.is_deleted());
}
