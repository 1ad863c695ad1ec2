//! Formulas that depend on themselves.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::grid::{CLOCK, Grid, Lines};

#[test]
fn a_cycle_is_an_error_and_heals() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "=B1+1")
        .set("B1", "=C1+1")
        .set("C1", "=A1+1")
        .set("D1", "=C1+1")
        .set("E1", "=IFERROR(A1,7)");
    grid.recalc();
    for cell in ["A1", "B1", "C1", "D1"] {
        grid.expect(cell, "#CIRC!");
    }
    grid.expect("E1", "7");
    grid.set("C1", "5");
    grid.recalc();
    grid.expect("B1", "6")
        .expect("A1", "7")
        .expect("D1", "6")
        .expect("E1", "7");
}

#[test]
fn a_cycle_through_a_range_or_a_cell_itself() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "1")
        .set("A3", "=SUM(A1:A5)")
        .set("B1", "=B1")
        .set("C1", "=SUM(C:C)")
        .set("D1", "=A3");
    grid.recalc();
    grid.expect("A3", "#CIRC!")
        .expect("B1", "#CIRC!")
        .expect("C1", "#CIRC!")
        .expect("D1", "#CIRC!");
    grid.set("A3", "=SUM(A1:A2)");
    grid.recalc();
    grid.expect("A3", "1").expect("D1", "1");
}

#[test]
fn a_cycle_that_catches_its_own_error_heals_though_its_value_stays() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("Z1", "=Z1");
    grid.set("A1", "=B1")
        .set("B1", "=A1")
        .set("C1", "=IFERROR(B1,7)+0*A1");
    grid.set("A2", "=IFERROR(B2,1)").set("B2", "=A2");
    grid.recalc();
    grid.expect("A2", "#CIRC!").expect("B2", "#CIRC!");
    // B2 still shows #CIRC!, but now another cell's: A2 is out of the cycle and catches it.
    grid.set("B2", "=Z1");
    grid.recalc();
    grid.expect("B2", "#CIRC!").expect("A2", "1");
}

#[test]
fn addresses_are_no_cycles() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "=ROW(A1)")
        .set("A2", "=ROWS(A1:A9)")
        .set("B3", "=COLUMN(B:B)");
    grid.recalc();
    grid.expect("A1", "1").expect("A2", "9").expect("B3", "2");
}

#[test]
fn a_cycle_broken_by_a_deleted_row_and_closed_by_its_return() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "=A5+1")
        .set("A5", "=A1+1")
        .set("B1", "=SUM(B4:B6)")
        .set("B5", "=B1");
    grid.recalc();
    grid.expect("A1", "#CIRC!").expect("B1", "#CIRC!");
    let op = grid.delete(0, Lines::Rows, 5, 5);
    grid.recalc();
    grid.expect("A1", "#REF!").expect("B1", "0");
    grid.entry(0, Lines::Rows, &op, None);
    grid.recalc();
    grid.expect("A1", "#CIRC!")
        .expect("B1", "#CIRC!")
        .expect("B5", "#CIRC!");
}

#[test]
fn a_long_cycle_does_not_hang_or_overflow() {
    let mut grid = Grid::new(&["Plan"]);
    for row in 1..=20_000 {
        grid.set(
            &format!("A{row}"),
            &format!("=A{}+1", if row == 1 { 20_000 } else { row - 1 }),
        );
    }
    grid.recalc();
    grid.expect("A1", "#CIRC!").expect("A20000", "#CIRC!");
    grid.set("A1", "1");
    grid.recalc();
    grid.expect("A20000", "20000");
}

#[test]
fn a_cancelled_recalculation_goes_on_later() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "1");
    for row in 2..=500 {
        grid.set(&format!("A{row}"), &format!("=A{}+1", row - 1));
    }
    grid.set("B1", "=SUM(A1:A500)")
        .set("C1", "=D1")
        .set("D1", "=C1")
        .set("E1", "=IFERROR(C1,1)");
    let mut rounds = 0;
    loop {
        let asked = AtomicU32::new(0);
        let cancel = || asked.fetch_add(1, Ordering::Relaxed) > 1;
        rounds += 1;
        if grid.engine.recalc(CLOCK, &cancel).finished {
            break;
        }
        if rounds == 3 {
            grid.set("A1", "2");
        }
    }
    assert!(rounds > 5, "{rounds}");
    grid.expect("A500", "501")
        .expect("B1", "125750")
        .expect("D1", "#CIRC!")
        .expect("E1", "1");
}

#[test]
fn a_cycle_within_a_cycle_through_a_dynamic_reference() {
    let mut grid = Grid::new(&["Plan", "Data", "More"]);
    grid.set("Data!D6", "=COUNT(More!A2:D9)-More!F9");
    grid.set("More!C1", "=SUMPRODUCT(A3:A7*2)");
    grid.set(
        "More!A4",
        "=IF(COUNTA(B:B)>4,SUM(Data!A5:D11),\"few\")&More!E4",
    );
    grid.set("More!D6", "=MATCH(D10,A1:A9,0)")
        .set("More!B13", "=INDIRECT(\"C1\")");
    grid.recalc();
    grid.expect("More!A4", "#CIRC!")
        .expect("More!B13", "#CIRC!")
        .expect("More!C1", "#CIRC!");
    // The branch that would read these is not taken, so they only read what goes in circles.
    grid.expect("Data!D6", "0").expect("More!D6", "#N/A");
    grid.set("More!A4", "1");
    grid.recalc();
    grid.expect("Data!D6", "1")
        .expect("More!C1", "2")
        .expect("More!B13", "2");
}

#[test]
fn a_circle_through_a_branch_not_taken_is_none() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "=IF(C1,B1,1)")
        .set("B1", "=IF(C1,2,A1+1)")
        .set("A3", "=SUM(A1:INDEX(A:A,2))")
        .set("A4", "=CHOOSE(2,A4,7)");
    grid.recalc();
    grid.expect("A1", "1")
        .expect("B1", "2")
        .expect("A3", "1")
        .expect("A4", "7");
    grid.set("C1", "TRUE");
    grid.recalc();
    grid.expect("A1", "2").expect("B1", "2");
    grid.set("B1", "=IF(C1,A1,A1+1)");
    grid.recalc();
    grid.expect("A1", "#CIRC!").expect("B1", "#CIRC!");
    grid.set("C1", "FALSE");
    grid.recalc();
    grid.expect("A1", "1").expect("B1", "2");
}
