//! The sample workbook, which looks like a department's budget.

use std::path::Path;

use daylight_model::Document;
use serde_json::json;

use crate::reading::{Opened, open_path};

fn budget() -> Opened {
    open_path(
        &Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../src/catalogue/sample/operations-budget-2027.xlsx"),
    )
}

#[test]
fn values_and_formulas() {
    let opened = budget();
    assert_eq!(opened.imported.title, "operations-budget-2027");
    assert_eq!(
        opened.names(),
        ["Plan", "Assumptions", "Actuals 2026", "Staff"]
    );
    let plan = opened.sheet("Plan");
    assert_eq!(plan.text("A1"), "Operations budget 2027");
    assert!((plan.number("G4") - 5110.2).abs() < 1e-9);
    assert_eq!(
        plan.formula("G4").unwrap(),
        "=i SUM(□)*(1+□) 3,2:3,5 2!$2,$1"
    );
    assert_eq!(
        plan.formula("H4").unwrap(),
        "=i SUMIF(□,□,□) 3!$1,$0:$13,$0 3,1 3!$1,$6:$13,$6"
    );
    assert_eq!(plan.formula("C22").unwrap(), "= □+□+□ 7,2 14,2 20,2");
    assert_eq!(plan.formula("C23").unwrap(), "=i □*□ 21,2 n:n1");
    assert_eq!(plan.value("A25"), daylight_model::asset::BlockValue::Null);
    assert!((opened.sheet("Assumptions").number("B6") - 46_388.0).abs() < 1e-9);
    let names: Vec<_> = opened
        .imported
        .names
        .iter()
        .map(|n| (n.name.as_str(), n.scope.as_ref().map(ToString::to_string)))
        .collect();
    assert!(names.contains(&("Contingency", None)));
    assert!(names.contains(&("Total", Some("1".into()))));
}

#[test]
fn looks() {
    let opened = budget();
    let plan = opened.sheet("Plan");
    assert_eq!(plan.entry.freeze, Some((1, 0)));
    assert_eq!(plan.manifest.merges, [(0, 0, 0, 6), (0, 7, 0, 10)]);
    assert!((plan.width(0) - 212.0).abs() < 1.5, "{}", plan.width(0));
    assert!((plan.height(0) - 32.0).abs() < 0.5);
    assert!((plan.manifest.row_height - 24.0).abs() < 0.5);
    let total = plan.format("G8");
    assert_eq!(total["bold"], true);
    assert_eq!(total["borderTop"], "thin #182033");
    assert_eq!(total["format"], "#,##0;[Red]\\(#,##0\\)");
    assert_eq!(total["font"], "Source Sans 3");
    assert_eq!(total["size"], 10.5);
    assert_eq!(plan.format("A4")["indent"], 1);
    assert_eq!(plan.format("I5")["fill"], "#c3e1ea");
    assert_eq!(plan.format("A1")["valign"], "middle");
    // A cell that is not in the file has the default font of the workbook.
    assert_eq!(plan.format("Z99")["font"], "Source Sans 3");
    let assumptions = opened.sheet("Assumptions");
    assert_eq!(assumptions.entry.color.as_deref(), Some("#f2a900"));
    assert_eq!(assumptions.format("C3")["wrap"], true);
    assert_eq!(assumptions.format("B6")["format"], "d mmm yyyy");
}

#[test]
fn the_document_takes_the_entries() {
    let opened = budget();
    let mut document = Document::new();
    let edits = opened.imported.edits();
    let applied = document.write(&edits).unwrap();
    assert_eq!(applied.entries.len(), edits.len());
    assert_eq!(
        document.get(daylight_model::Root::Sheets, "1/freeze"),
        Some(json!([1, 0]))
    );
    let names: Vec<_> = document
        .workbook()
        .sheets()
        .map(|s| s.name().to_owned())
        .collect();
    assert_eq!(names.len(), 4);
    assert!(document.state().len() < 4096);
}

#[test]
fn the_report_says_what_was_kept() {
    let report = budget().imported.report;
    assert_eq!(report.sheets.len(), 4);
    assert!(report.notes.is_empty(), "{:?}", report.notes);
    assert_eq!(report.names, 4);
    assert!(report.cells > 300 && report.formulas > 80);
    assert!(
        report.kept.starts_with("Values, formulas, number formats"),
        "{}",
        report.kept
    );
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["kind"], "xlsx");
}
