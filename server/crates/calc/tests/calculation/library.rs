//! Every function of the library with arguments nobody expects: a value comes out, and nothing else happens.

use formualizer_eval::{builtins::load_builtins, function_registry::snapshot_registered};

use crate::grid::Grid;

const ODD: &[&str] = &[
    "A1",
    "A1:B3",
    "A9",
    "-1",
    "0",
    "1E300",
    "-1E300",
    "0.5",
    "\"\"",
    "\"é\"",
    "\"2020-13-45\"",
    "TRUE",
    "NA()",
    "{1,2;3,4}",
    "A:A",
    "",
];

#[test]
fn every_function_with_odd_arguments() {
    load_builtins();
    let mut names: Vec<String> = snapshot_registered().into_iter().map(|f| f.1).collect();
    names.sort();
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "1").set("A2", "text").set("A3", "#N/A");
    grid.set("B1", "TRUE").set("B2", "-3").set("B3", "45000");
    quiet();
    for name in &names {
        grid.set("D5", &format!("={name}()"));
        grid.recalc();
        for count in [1, 2, 3, 5] {
            for shift in (0..ODD.len()).step_by(3) {
                let arg = |i: usize| ODD[(shift + i * (shift + 3)) % ODD.len()];
                let args: Vec<&str> = (0..count).map(arg).collect();
                grid.set("D5", &format!("={name}({})", args.join(",")));
                grid.recalc();
            }
        }
    }
}

#[test]
fn a_panic_of_the_library_is_one_cells_error() {
    quiet();
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "=TREND(0,TRUE,A9)")
        .set("A2", "=IFERROR(A1,7)+1")
        .set("A3", "=A1");
    grid.recalc();
    grid.expect("A1", "#VALUE!")
        .expect("A2", "8")
        .expect("A3", "#VALUE!");
    grid.set("A1", "=TREND({1;2},{1;2},3)");
    grid.recalc();
    grid.expect("A2", "4");
    assert!(!daylight_calc::is_evaluating());
}

/// Says nothing of panics that are caught.
fn quiet() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !daylight_calc::is_evaluating() {
            report(panic);
        }
    }));
}
