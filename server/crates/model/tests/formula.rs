//! The shared vectors of formula text and stored form.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::BTreeMap;

use daylight_model::{
    CellId, Document, Edit, LineId, Root, SheetId,
    formula::{Origin, Shift, parse_formula, render_formula, shift_formula},
};
use serde::Deserialize;
use serde_json::{Value as Json, json};

/// Entries by root and key.
type Entries = BTreeMap<String, BTreeMap<String, Json>>;

#[derive(Deserialize)]
struct Case {
    typed: String,
    template: String,
    refs: Vec<String>,
    shown: Option<String>,
    on: Option<String>,
    cell: Option<String>,
    #[serde(default)]
    then: Vec<(Entries, String)>,
}

fn sheet(id: &str) -> SheetId {
    id.parse().unwrap()
}

fn write(document: &mut Document, root: Root, key: &str, value: &Json) {
    let edit = Edit {
        root,
        key: key.to_owned(),
        value: Some(value.clone()),
    };
    document.write(&[edit]).unwrap();
}

fn context() -> Document {
    let mut document = Document::new();
    let sheets = ["Plan", "Assumptions", "Actuals 2026", "Q1", "It's"];
    for (i, name) in (1..).zip(sheets) {
        write(
            &mut document,
            Root::Sheets,
            &format!("{i}/name"),
            &json!(name),
        );
        write(
            &mut document,
            Root::Sheets,
            &format!("{i}/pos"),
            &json!(format!("B{i}")),
        );
    }
    for (root, key, value) in [
        (Root::Names, "n1", json!(["TaxRate", "", "=", "0.19"])),
        (Root::Names, "n2", json!(["Local", "2", "=", "1"])),
        (Root::Names, "n3", json!(["Local", "", "=", "2"])),
        (
            Root::Tables,
            "t1",
            json!(["Sales", "1", 2, 1, 12, 4, true, true, "blue"]),
        ),
        (Root::Tables, "t1/1", json!("Region")),
        (Root::Tables, "t1/2", json!("Q 1")),
        (Root::Tables, "t1/3", json!("Q#3")),
        (
            Root::Tables,
            "t2",
            json!(["Bare", "2", 5, 0, 9, 1, false, false, ""]),
        ),
        (Root::Tables, "t2/0", json!("a")),
        (Root::Tables, "t2/1", json!("b")),
    ] {
        write(&mut document, root, key, &value);
    }
    document
}

fn cell(text: &str) -> CellId {
    let (row, col) = text.split_once(':').unwrap();
    CellId {
        row: LineId(row.parse().unwrap()),
        col: LineId(col.parse().unwrap()),
    }
}

#[test]
fn formulas_are_stored_and_shown_as_the_vectors_say() {
    let text = include_str!("../../../../tests/vectors/formula.json");
    let cases: Vec<Json> = serde_json::from_str(text).unwrap();
    for case in &cases[1..] {
        let case: Case = serde_json::from_value(case.clone()).unwrap();
        let mut document = context();
        let own = sheet(case.on.as_deref().unwrap_or("1"));
        let origin = Origin {
            sheet: &own,
            cell: case.cell.as_deref().map(cell),
        };
        let formula = parse_formula(&case.typed, origin, document.workbook());
        let refs: Vec<String> = formula.refs.iter().map(ToString::to_string).collect();
        assert_eq!(
            (&*formula.template, &refs),
            (&*case.template, &case.refs),
            "{}",
            case.typed
        );
        let shown = render_formula(&formula, &own, document.workbook());
        assert_eq!(
            shown,
            case.shown.unwrap_or_else(|| case.typed.clone()),
            "{}",
            case.typed
        );
        for (entries, expected) in case.then {
            for (root, key, value) in entries
                .iter()
                .flat_map(|(root, of)| of.iter().map(move |(k, v)| (root, k, v)))
            {
                write(&mut document, root.parse().unwrap(), key, value);
            }
            assert_eq!(
                render_formula(&formula, &own, document.workbook()),
                expected,
                "{} after {entries:?}",
                case.typed
            );
        }
    }
}

#[test]
fn formulas_are_carried_as_copying_does() {
    let document = context();
    let own = sheet("1");
    for (typed, rows, cols, shown) in [
        ("A1+$B$2", 1, 2, "C2+$B$2"),
        ("SUM(A1:B2)", 1, 0, "SUM(A2:B3)"),
        ("SUM(A:A,3:4)", 1, 1, "SUM(B:B,4:5)"),
        ("A1", -1, 0, "#REF!"),
        ("B$1", -3, 0, "B$1"),
        ("Assumptions!A1*TaxRate", 2, 0, "Assumptions!A3*TaxRate"),
        (
            "SUM(Plan:Assumptions!A1:$B$9)",
            2,
            1,
            "SUM(Plan:Assumptions!B3:$B$9)",
        ),
        ("Plan:Assumptions!A1", -1, 0, "#REF!"),
        (
            "A1+SUM(Sales[Q 1])+Sales[@Region]",
            1,
            0,
            "A2+SUM(Sales[Q 1])+Sales[@Region]",
        ),
    ] {
        let formula = parse_formula(typed, &own, document.workbook());
        let carried = shift_formula(&formula, Shift { rows, cols }, &own, document.workbook());
        assert_eq!(
            render_formula(&carried, &own, document.workbook()),
            shown,
            "{typed}"
        );
        carried.check().unwrap();
    }
}
