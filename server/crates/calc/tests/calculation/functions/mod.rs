//! What our own functions yield.

use crate::grid::Grid;

mod arrays;
mod criteria;
mod documented;
mod kinds;
mod lambdas;
mod lookups;
mod money;
mod samples;
mod text;

#[track_caller]
fn check_all(cells: &[(&str, &str)], cases: &[(&str, &str)]) {
    let mut grid = Grid::new(&["Plan"]);
    for (address, text) in cells {
        grid.set(address, text);
    }
    for (i, (formula, _)) in cases.iter().enumerate() {
        grid.set(&format!("Z{}", i + 100), formula);
    }
    grid.recalc();
    let wrong: Vec<String> = (0..)
        .zip(cases)
        .map(|(i, case)| (grid.text(&format!("Z{}", i + 100)), case))
        .filter(|(found, (_, expected))| found != expected)
        .map(|(found, (formula, expected))| format!("{formula}: {found}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
