//! What our own functions yield.

use crate::grid::Grid;

mod arithmetic;
mod arrays;
mod criteria;
mod documented;
mod kinds;
mod lambdas;
mod lookups;
mod money;
mod samples;
mod text;

/// A cell with room for an array.
fn place(i: usize) -> String {
    format!("Z{}", i * 60 + 100)
}

#[track_caller]
fn check_all(cells: &[(&str, &str)], cases: &[(&str, &str)]) {
    let mut grid = Grid::new(&["Plan"]);
    for (address, text) in cells {
        grid.set(address, text);
    }
    for (i, (formula, _)) in cases.iter().enumerate() {
        grid.set(&place(i), formula);
    }
    grid.recalc();
    let wrong: Vec<String> = (0..)
        .zip(cases)
        .map(|(i, case)| (grid.text(&place(i)), case))
        .filter(|(found, (_, expected))| found != expected)
        .map(|(found, (formula, expected))| format!("{formula}: {found}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
