//! The workbooks of `tests/fixtures/functions`: results that are not ours, of every function.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    path::{Path, PathBuf},
};

use crate::{book::Book, compare::same, tally::functions};

/// Functions without cases: they yield another thing each time, depend on the language of the system, or (GROUPBY and
/// PIVOTBY) are not yet computed as Excel does.
const WITHOUT: [&str; 8] = [
    "DBCS",
    "GROUPBY",
    "JIS",
    "NOW",
    "PIVOTBY",
    "RAND",
    "RANDBETWEEN",
    "TODAY",
];
/// Formulas of the sheet `Spill`: of what fills a range an import takes no results, and cells that read it are compared.
const SPILLS: usize = 6;

fn workbooks() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/functions");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut workbooks: Vec<PathBuf> = files
        .filter(|file| file.extension().is_some_and(|e| e == "xlsx"))
        .collect();
    workbooks.sort();
    workbooks
}

#[test]
fn every_cell_is_as_its_file_has_it() {
    let (mut called, mut compared, mut wrong) = (BTreeSet::new(), 0, String::new());
    for file in workbooks() {
        let mut book = Book::read(&file).unwrap();
        let outcome = book.compute(&|| false);
        let name = file.file_name().unwrap().to_string_lossy();
        assert!(outcome.finished, "{name} was not finished");
        let spills = if name == "arrays.xlsx" { SPILLS } else { 0 };
        assert_eq!(
            (outcome.volatile, outcome.elsewhere),
            (spills, 0),
            "{name} has cells that are not compared"
        );
        for formula in outcome.formulas {
            compared += 1;
            called.extend(functions(&formula.text));
            if !same(&formula.expected, &formula.computed) {
                let (place, text) = (&formula.place, &formula.text);
                let (expected, computed) = (&formula.expected, &formula.computed);
                writeln!(
                    wrong,
                    "{name} {place} ={text}: {computed:?}, not {expected:?}"
                )
                .unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "of {compared} cells:\n{wrong}");
    let known: Vec<serde_json::Value> = serde_json::from_str(daylight_calc::CATALOGUE).unwrap();
    let missing: Vec<&str> = known
        .iter()
        .map(|function| function["name"].as_str().unwrap())
        .filter(|name| !called.contains(*name) && !WITHOUT.contains(name))
        .collect();
    assert!(missing.is_empty(), "functions without cases: {missing:?}");
}
