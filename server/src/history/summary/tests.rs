#![allow(clippy::unwrap_used, reason = "tests")]
use daylight_model::document::Edit;
use daylight_model::{Document, Root};
use serde_json::{Value as Json, json};

use super::summary;

fn edit(root: Root, key: &str, value: Option<Json>) -> Edit {
    Edit {
        root,
        key: key.into(),
        value,
    }
}

fn document(sheets: &[(&str, &str)]) -> Document {
    let mut document = Document::new();
    let edits: Vec<Edit> = sheets
        .iter()
        .flat_map(|(id, name)| {
            [
                edit(Root::Sheets, &format!("{id}/name"), Some(json!(name))),
                edit(Root::Sheets, &format!("{id}/pos"), Some(json!(id))),
            ]
        })
        .collect();
    document.write(&edits).unwrap();
    document
}

#[track_caller]
fn check(document: &mut Document, edits: &[Edit], expected: &str) {
    let applied = document.write(edits).unwrap();
    assert_eq!(summary(&applied.entries, document.workbook()), expected);
}

#[test]
fn cells() {
    let one = &mut document(&[("1", "Plan")]);
    check(
        one,
        &[edit(Root::Cells, "1/9:3", Some(json!(5)))],
        "Set D10",
    );
    check(
        one,
        &[edit(Root::Cells, "1/9:3", Some(json!(null)))],
        "Cleared D10",
    );
    let two = &mut document(&[("1", "Plan"), ("2", "Data")]);
    let cell = |key: &str, value: Json| edit(Root::Cells, key, Some(value));
    let square = ["1/1:1", "1/1:2", "1/2:1", "1/2:2"];
    check(
        two,
        &square.map(|key| cell(key, json!(1))),
        "Set B2:C3 on Plan",
    );
    check(
        two,
        &square.map(|key| cell(key, json!(null))),
        "Cleared B2:C3 on Plan",
    );
    check(
        two,
        &[cell("1/0:0", json!(1)), cell("1/7:7", json!(1))],
        "Set 2 cells on Plan",
    );
    check(
        two,
        &[cell("1/0:0", json!(2)), cell("2/7:7", json!(1))],
        "Set 2 cells on 2 sheets",
    );
}

#[test]
fn rows_and_columns() {
    let book = &mut document(&[("1", "Plan"), ("2", "Data")]);
    let sheet = book.workbook().sheet(&"1".parse().unwrap()).unwrap();
    let (key, value) = sheet.rows().insert_before(4, 2, 77).unwrap();
    check(
        book,
        &[edit(Root::Rows, &format!("1/{key}"), Some(value))],
        "Inserted 2 rows above row 5 on Plan",
    );
    let sheet = book.workbook().sheet(&"1".parse().unwrap()).unwrap();
    let (key, value) = sheet.rows().delete(8, 10, "x").unwrap();
    check(
        book,
        &[edit(Root::Rows, &format!("1/{key}"), Some(value))],
        "Deleted rows 9 to 11 on Plan",
    );
    check(
        book,
        &[edit(Root::Rows, &format!("1/{key}"), None)],
        "Brought 3 rows back on Plan",
    );
    let sheet = book.workbook().sheet(&"1".parse().unwrap()).unwrap();
    let (key, value) = sheet.cols().delete(2, 2, "y").unwrap();
    check(
        book,
        &[edit(Root::Cols, &format!("1/{key}"), Some(value))],
        "Deleted column C on Plan",
    );
}

#[test]
fn sheets_names_formats_layout() {
    let book = &mut document(&[("1", "Plan")]);
    check(
        book,
        &[edit(Root::Sheets, "1/name", Some(json!("Budget")))],
        "Renamed sheet Plan to Budget",
    );
    check(
        book,
        &[
            edit(Root::Sheets, "2/name", Some(json!("Data"))),
            edit(Root::Sheets, "2/pos", Some(json!("b"))),
        ],
        "Added sheet Data",
    );
    check(
        book,
        &[edit(Root::Sheets, "2/state", Some(json!("deleted")))],
        "Deleted sheet Data",
    );
    check(
        book,
        &[edit(Root::Sheets, "2/state", None)],
        "Brought sheet Data back",
    );
    check(
        book,
        &[edit(Root::Formats, "1/0:0", Some(json!({"bold": true})))],
        "Formatted A1 on Budget",
    );
    check(
        book,
        &[edit(
            Root::Formats,
            "1/*:0",
            Some(json!({"bold": true, "at": 1})),
        )],
        "Formatted 1 column on Budget",
    );
    check(
        book,
        &[edit(Root::Layout, "1/w:2", Some(json!(90)))],
        "Resized column C on Budget",
    );
    check(
        book,
        &[edit(Root::Layout, "1/hr:2", Some(json!(true)))],
        "Hid row 3 on Budget",
    );
    check(
        book,
        &[edit(Root::Layout, "1/m:1:1", Some(json!([2, 2])))],
        "Merged cells at B2 on Budget",
    );
    check(
        book,
        &[edit(
            Root::Names,
            "n1",
            Some(json!(["Rate", "", "=", "0.2"])),
        )],
        "Defined the name Rate",
    );
}

#[test]
fn conditional_formats_checks_and_filters() {
    let document = &mut document(&[("1", "Plan"), ("2", "Data")]);
    let rule = json!({"on": "0,0", "pos": "V", "kind": "is", "op": "empty", "fill": "#ff0000"});
    let put = |root, key: &str, value: Json| edit(root, key, Some(value));
    check(
        document,
        &[
            put(Root::Rules, "1/a", rule.clone()),
            put(Root::Rules, "1/b", rule.clone()),
        ],
        "Added a conditional format on Plan and 1 more conditional format",
    );
    let moved = json!({"on": "0,1", "pos": "V", "kind": "is", "op": "empty", "fill": "#ff0000"});
    check(
        document,
        &[put(Root::Rules, "1/a", moved)],
        "Changed a conditional format on Plan",
    );
    check(
        document,
        &[put(Root::Rules, "1/a/a", json!(3))],
        "Changed a conditional format on Plan",
    );
    check(
        document,
        &[put(Root::Rules, "1/a", Json::Null)],
        "Removed a conditional format on Plan",
    );
    let list = json!({"on": "0,0", "pos": "V", "kind": "list", "items": "a"});
    check(
        document,
        &[put(Root::Checks, "1/v", list)],
        "Added a rule for input on Plan",
    );
    check(
        document,
        &[put(Root::Filters, "1/sheet", json!([0, 0, 9, 1]))],
        "Added a filter on Plan",
    );
    check(
        document,
        &[put(Root::Filters, "1/sheet/0", json!(["above"]))],
        "Changed a filter on Plan",
    );
}
