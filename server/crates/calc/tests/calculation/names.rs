//! Defined names.

use crate::grid::{Grid, Lines};

#[test]
fn a_name_stands_for_cells_constants_or_formulas() {
    let mut grid = Grid::new(&["Plan", "Data"]);
    grid.set("Data!A1", "3").set("Data!A2", "4").set("B1", "10");
    grid.name("n1", "Costs", None, "=Data!$A$1:$A$2");
    grid.name("n2", "Rate", None, "=0.5");
    grid.name("n3", "Total", None, "=SUM(Costs)*Rate");
    grid.set("C1", "=SUM(Costs)")
        .set("C2", "=B1*Rate")
        .set("C3", "=Total+1")
        .set("C4", "=ROWS(Costs)");
    grid.recalc();
    grid.expect("C1", "7")
        .expect("C2", "5")
        .expect("C3", "4.5")
        .expect("C4", "2");
    grid.set("Data!A1", "5");
    assert_eq!(grid.changed(), ["C1", "C3"]);
    grid.name("n2", "Rate", None, "=2");
    assert_eq!(grid.changed(), ["C2", "C3"]);
    grid.expect("C2", "20").expect("C3", "19");
}

#[test]
fn names_appear_disappear_and_come_back() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "7").set("B1", "=Later+1");
    grid.recalc();
    grid.expect("B1", "#NAME?");
    grid.name("n1", "later", None, "=$A$1");
    assert_eq!(grid.changed(), ["B1"]);
    grid.expect("B1", "8");
    grid.set("B2", "=Later*2").set("A1", "9");
    grid.recalc();
    grid.expect("B1", "10").expect("B2", "18");
    grid.remove_name("n1");
    assert_eq!(grid.changed(), ["B1", "B2"]);
    grid.expect("B2", "#NAME?");
    grid.name("n1", "Later", None, "=1");
    grid.recalc();
    grid.expect("B1", "2").expect("B2", "2");
}

#[test]
fn the_sheets_own_name_comes_before_the_workbooks() {
    let mut grid = Grid::new(&["Plan", "Data"]);
    grid.name("n1", "Rate", None, "=1");
    grid.name("n2", "Rate", Some(1), "=2");
    grid.set("A1", "=Rate").set("Data!A1", "=Rate");
    grid.recalc();
    grid.expect("A1", "1").expect("Data!A1", "2");
}

#[test]
fn names_that_mean_themselves() {
    let mut grid = Grid::new(&["Plan"]);
    grid.name("n1", "One", None, "=1");
    grid.name("n2", "Two", None, "=One+1");
    grid.name("n1", "One", None, "=Two+1");
    grid.set("A1", "=One").set("A2", "=IFERROR(Two,0)");
    grid.recalc();
    grid.expect("A1", "#CIRC!").expect("A2", "0");
    grid.name("n1", "One", None, "=5");
    grid.recalc();
    grid.expect("A1", "5").expect("A2", "6");
}

#[test]
fn names_that_double_names() {
    let mut grid = Grid::new(&["Plan"]);
    grid.name("n0", "Name0", None, "=1");
    for i in 1..40 {
        let text = format!("=Name{0}+Name{0}", i - 1);
        grid.name(&format!("n{i}"), &format!("Name{i}"), None, &text);
    }
    grid.set("A1", "=Name39").set("A2", "=Name3");
    grid.recalc();
    grid.expect("A1", "#VALUE!").expect("A2", "8");
}

#[test]
fn a_named_range_grows_with_rows_inserted_in_it() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "1").set("A2", "2").set("A3", "3");
    grid.name("n1", "Part", None, "=$A$1:$A$3");
    grid.set("C1", "=SUM(Part)").set("C5", "=ROWS(Part)");
    grid.recalc();
    grid.insert(0, Lines::Rows, 2, 2);
    grid.set("A2", "10");
    grid.recalc();
    grid.expect("C1", "16").expect("C7", "5");
}
