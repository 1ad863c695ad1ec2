//! Arrays that fill more than the cell of their formula.

use daylight_model::{Content, Formula, FormulaKind};

use crate::grid::{Grid, Lines};

#[test]
fn an_array_spills_grows_and_shrinks() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "3")
        .set("B1", "=SEQUENCE(A1)*10")
        .set("D1", "=SUM(B1:B9)")
        .set("E1", "=B2+1")
        .set("F1", "=SUM(B1#)");
    grid.recalc();
    grid.expect("B3", "30")
        .expect("D1", "60")
        .expect("E1", "21")
        .expect("F1", "60");
    grid.set("A1", "5");
    assert_eq!(grid.changed(), ["B4", "B5", "D1", "F1"]);
    grid.expect("B5", "50")
        .expect("D1", "150")
        .expect("F1", "150");
    grid.set("A1", "1");
    grid.recalc();
    grid.expect("B2", "").expect("D1", "10").expect("E1", "1");
    // A single value is no array to refer to.
    grid.expect("F1", "#REF!");
}

#[test]
fn what_is_in_the_way_blocks_and_gives_way() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("B1", "=SEQUENCE(2,2)").set("E1", "=SUM(B1:C2)");
    grid.recalc();
    grid.expect("E1", "10");
    grid.set("C2", "7");
    grid.recalc();
    grid.expect("B1", "#SPILL!")
        .expect("B2", "")
        .expect("C2", "7");
    grid.expect("E1", "#SPILL!");
    grid.set("C2", "");
    grid.recalc();
    grid.expect("B1", "1").expect("C2", "4").expect("E1", "10");
    // Clearing a cell that is spilled into changes nothing.
    grid.set("B2", "");
    grid.recalc();
    grid.expect("B2", "3");
    // A formula blocks whatever it comes to.
    grid.set("B2", "=\"\"");
    grid.recalc();
    grid.expect("B1", "#SPILL!");
    grid.set_content("B2", None);
    grid.recalc();
    grid.expect("B1", "1").expect("B2", "3");
    grid.set("B1", "5");
    grid.recalc();
    grid.expect("C2", "").expect("E1", "5");
}

#[test]
fn of_two_arrays_the_upper_one_has_the_cell() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A3", "=SEQUENCE(1,3)");
    grid.recalc();
    grid.expect("C3", "3");
    grid.set("B1", "=SEQUENCE(4)");
    grid.recalc();
    grid.expect("B3", "3")
        .expect("A3", "#SPILL!")
        .expect("C3", "");
    grid.set("B1", "1");
    grid.recalc();
    grid.expect("A3", "1").expect("B3", "2").expect("C3", "3");
}

#[test]
fn lines_that_come_and_go_lay_an_array_out_anew() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "=SEQUENCE(3)")
        .set("C1", "=SUM(A1#)")
        .set("C9", "=A2");
    grid.recalc();
    grid.insert(0, Lines::Rows, 2, 1);
    grid.recalc();
    grid.expect("A2", "2")
        .expect("A3", "3")
        .expect("A4", "")
        .expect("C1", "6");
    // It refers to the row that was the second and is the third now.
    grid.expect("C10", "3");
    grid.delete(0, Lines::Rows, 1, 1);
    grid.recalc();
    grid.expect("A1", "").expect("A2", "");
}

#[test]
fn an_array_at_the_end_of_the_sheet_does_not_fit() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1048575", "=SEQUENCE(3)")
        .set("XFD1", "=SEQUENCE(1,2)");
    grid.recalc();
    grid.expect("A1048575", "#SPILL!").expect("XFD1", "#SPILL!");
}

#[test]
fn what_depends_on_its_own_array_goes_in_circles() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("B1", "=SEQUENCE(3)+B3");
    grid.recalc();
    grid.expect("B1", "#CIRC!").expect("B3", "");
    grid.set("B1", "=SEQUENCE(A1)").set("A1", "=B3+3");
    grid.recalc();
    grid.expect("B1", "#CIRC!").expect("A1", "#CIRC!");
    grid.set("A1", "3");
    grid.recalc();
    grid.expect("B3", "3");
}

#[test]
fn an_array_formula_fills_its_range_and_no_more() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "1")
        .set("A2", "2")
        .set("A3", "3")
        .set("C3", "typed");
    let plan = grid.book.sheets[0].id.clone();
    let [Content::Formula(formula), Content::Formula(fills)] =
        ["=A1:A3*2", "=C1:C4"].map(|text| grid.content(&plan, text))
    else {
        panic!("no formulas");
    };
    let refs = formula.refs.iter().chain(&fills.refs);
    let array = Formula {
        kind: FormulaKind::Array,
        template: formula.template.clone(),
        refs: refs.cloned().collect(),
    };
    grid.set_content("C1", Some(Content::Formula(array.into())));
    grid.recalc();
    grid.expect("C1", "2")
        .expect("C2", "4")
        .expect("C3", "typed")
        .expect("C4", "#N/A");
}

#[test]
fn a_sheet_takes_its_arrays_with_it_and_brings_them_back() {
    let mut grid = Grid::new(&["Plan", "Data"]);
    grid.set("Data!A1", "=SEQUENCE(2)")
        .set("A1", "=SUM(Data!A1:A5)");
    grid.recalc();
    grid.expect("A1", "3");
    grid.remove_sheet(1);
    grid.recalc();
    grid.expect("A1", "#REF!");
    grid.restore_sheet(1);
    grid.recalc();
    grid.expect("A1", "3");
    grid.set_content("Data!A1", None);
    grid.recalc();
    grid.expect("A1", "0");
}
