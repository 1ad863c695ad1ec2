//! Rows, columns and sheets that come, go and move.

use crate::grid::{
    Grid,
    Lines::{Cols, Rows},
};

#[test]
fn ranges_grow_shrink_die_and_heal() {
    let mut grid = Grid::new(&["Plan"]);
    for row in 1..=4 {
        grid.set(&format!("A{row}"), &row.to_string());
    }
    grid.set("C9", "=SUM(A2:A3)")
        .set("D9", "=A2")
        .set("E9", "=ROWS(A2:A3)");
    grid.recalc();
    grid.expect("C9", "5").expect("D9", "2").expect("E9", "2");
    grid.insert(0, Rows, 3, 1);
    grid.set("A3", "10");
    grid.recalc();
    grid.expect("C10", "15")
        .expect("D10", "2")
        .expect("E10", "3");
    let first = grid.delete(0, Rows, 2, 2);
    grid.recalc();
    grid.expect("C9", "13")
        .expect("D9", "#REF!")
        .expect("E9", "2");
    let rest = grid.delete(0, Rows, 2, 3);
    grid.recalc();
    grid.expect("C7", "#REF!").expect("E7", "#REF!");
    grid.entry(0, Rows, &rest, None);
    grid.entry(0, Rows, &first, None);
    grid.recalc();
    grid.expect("C10", "15")
        .expect("D10", "2")
        .expect("E10", "3");
}

#[test]
fn a_row_inserted_elsewhere_recalculates_nothing() {
    let mut grid = Grid::new(&["Plan"]);
    for row in 1..=50 {
        grid.set(&format!("A{row}"), "1")
            .set(&format!("B{row}"), &format!("=SUM(A{row}:A{row})+A{row}"));
    }
    grid.recalc();
    grid.insert(0, Rows, 25, 3);
    assert!(grid.changed().is_empty());
    grid.set("A40", "5");
    assert_eq!(grid.changed(), ["B40"]);
    grid.expect("B40", "10")
        .expect("B39", "2")
        .expect("B25", "");
}

#[test]
fn columns_like_rows() {
    let mut grid = Grid::new(&["Plan", "Data"]);
    grid.set("Data!A1", "1")
        .set("Data!B1", "2")
        .set("Data!C1", "3");
    grid.set("A1", "=SUM(Data!A1:C1)")
        .set("A2", "=SUM(Data!A:B)")
        .set("A3", "=Data!B1")
        .set("A4", "=COLUMNS(Data!A:C)");
    grid.recalc();
    let op = grid.delete(1, Cols, 2, 2);
    grid.recalc();
    grid.expect("A1", "4")
        .expect("A2", "1")
        .expect("A3", "#REF!")
        .expect("A4", "2");
    grid.insert(1, Cols, 2, 1);
    grid.set("Data!B1", "7");
    grid.recalc();
    grid.expect("A1", "11");
    grid.entry(1, Cols, &op, None);
    grid.recalc();
    grid.expect("A1", "13").expect("A3", "2");
}

#[test]
fn moved_rows_carry_their_references() {
    let mut grid = Grid::new(&["Plan"]);
    for row in 1..=6 {
        grid.set(&format!("A{row}"), &row.to_string());
    }
    grid.set("C1", "=A2")
        .set("D1", "=SUM(A1:A3)")
        .set("E1", "=MATCH(4,A1:A6,0)")
        .set("F1", "=ROW(A2)");
    grid.recalc();
    grid.move_lines(0, Rows, (2, 2), 6).unwrap();
    grid.recalc();
    grid.expect("A5", "2")
        .expect("C1", "2")
        .expect("D1", "4")
        .expect("E1", "3")
        .expect("F1", "5");
}

#[test]
fn positions_are_followed() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A5", "=ROW()")
        .set("A6", "=ADDRESS(ROW(A5),1)")
        .set("A7", "=INDIRECT(\"B2\")")
        .set("B2", "1")
        .set("B3", "2");
    grid.recalc();
    grid.expect("A5", "5").expect("A7", "1");
    grid.insert(0, Rows, 1, 1);
    grid.recalc();
    grid.expect("A6", "6")
        .expect("A7", "$A$6")
        .expect("A8", "0");
}

#[test]
fn sheets_are_removed_renamed_and_restored() {
    let mut grid = Grid::new(&["Plan", "Data"]);
    grid.set("Data!A1", "3")
        .set("Data!A2", "=A1*2")
        .set("Data!A3", "=Plan!B1");
    grid.set("A1", "=Data!A2+1")
        .set("A2", "=SUM(Data!A:A)")
        .set("A3", "=INDIRECT(\"Data!A1\")")
        .set("B1", "1");
    grid.recalc();
    grid.expect("A1", "7").expect("A2", "10").expect("A3", "3");
    grid.remove_sheet(1);
    grid.recalc();
    grid.expect("A1", "#REF!")
        .expect("A2", "#REF!")
        .expect("A3", "#REF!");
    grid.set("B1", "5");
    grid.recalc();
    grid.restore_sheet(1);
    grid.recalc();
    grid.expect("A1", "7")
        .expect("A2", "14")
        .expect("A3", "3")
        .expect("Data!A3", "5");
    grid.rename_sheet(1, "Figures");
    grid.recalc();
    grid.expect("A1", "7").expect("A3", "#REF!");
    grid.rename_sheet(1, "Data");
    grid.recalc();
    grid.expect("A3", "3");
}

#[test]
fn a_reference_to_a_sheet_that_comes_later() {
    let mut grid = Grid::new(&["Plan", "Data"]);
    grid.set("A1", "=Data!A1+1").set("Data!A1", "1");
    grid.recalc();
    grid.expect("A1", "2");
    grid.remove_sheet(1);
    grid.add_sheet("Data");
    grid.recalc();
    // A sheet of the same name is another sheet.
    grid.expect("A1", "#REF!");
}

#[test]
fn the_last_lines_of_a_sheet() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1048576", "5")
        .set("B1", "=A1048576")
        .set("C1", "=SUM(A1048575:A1048576)")
        .set("D1", "=SUM(A:A)");
    grid.recalc();
    grid.expect("B1", "5").expect("C1", "5").expect("D1", "5");
    let key = grid.insert(0, Rows, 2, 1);
    grid.recalc();
    grid.expect("B1", "#REF!")
        .expect("C1", "0")
        .expect("D1", "0");
    grid.entry(0, Rows, &key, None);
    grid.recalc();
    grid.expect("B1", "5").expect("C1", "5").expect("D1", "5");
}

#[test]
fn an_end_of_a_range_that_was_never_seen_alive() {
    // A column inserted and deleted before the engine hears of it is still an end of the range.
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "1").set("B1", "2").set("C1", "3");
    grid.insert(0, Cols, 1, 1);
    grid.set("F1", "=SUM(A1:C1)");
    grid.delete(0, Cols, 1, 1);
    grid.recalc();
    grid.expect("E1", "3");
    let (sheet, cell) = grid.book.locate("E1");
    assert_eq!(grid.fresh().value(&sheet, cell), grid.value("E1"));
}
