//! Tables: references to their parts, as tables and their lines come, go and change.

use daylight_calc::Reason;

use crate::grid::{Grid, Lines};

/// Headings in row 2, four rows of data, totals in row 7; columns B to D.
fn orders() -> Grid {
    let mut grid = Grid::new(&["Plan", "Data"]);
    for (row, region, net) in [
        (3, "North", 10),
        (4, "South", 20),
        (5, "North", 30),
        (6, "West", 40),
    ] {
        grid.set(&format!("B{row}"), region);
        grid.set(&format!("C{row}"), &net.to_string());
    }
    for (cell, text) in [
        ("B2", "Region"),
        ("C2", "Net"),
        ("D2", "Share [%]"),
        ("C7", "100"),
    ] {
        grid.set(cell, text);
    }
    grid.table(
        "t1",
        "Orders",
        "B2:D7",
        &["Region", "Net", "Share [%]"],
        true,
    );
    for row in 3..=6 {
        grid.set(&format!("D{row}"), "=Orders[@Net]/Orders[[#Totals],[Net]]");
    }
    grid.recalc();
    grid
}

#[track_caller]
fn expect(grid: &mut Grid, formula: &str, text: &str) {
    grid.set("H9", formula);
    grid.recalc();
    assert_eq!(grid.text("H9"), text, "{formula}");
}

#[test]
fn parts() {
    let mut grid = orders();
    for (formula, text) in [
        ("=SUM(Orders[Net])", "100"),
        ("=SUM(orders[[#All],[Net]])", "200"),
        ("=COUNTA(Orders)", "12"),
        ("=ROWS(Orders[#All])&COLUMNS(Orders[#All])", "63"),
        ("=Orders[[#Headers],[Net]]", "Net"),
        ("=SUM(Orders[[#Data],[#Totals],[Net]])", "200"),
        ("=COUNTA(Orders[[#Headers],[#Data],[Region]:[Net]])", "10"),
        ("=SUMIFS(Orders[Net],Orders[Region],\"North\")", "40"),
        ("=ROUND(SUM(Orders[Share '[%']]),9)", "1"),
        ("=SUM(Orders[Region]:Orders[Net])", "100"),
        ("=XLOOKUP(\"West\",Orders[Region],Orders[Net])", "40"),
        ("=SUM(INDIRECT(\"orders[[#All],[Net]]\"))", "200"),
        ("=ROWS(INDIRECT(\"Orders\"))", "4"),
        ("=INDIRECT(\"Orders[None]\")", "#REF!"),
        // H9 is on no row of the table.
        ("=Orders[@Net]", "#VALUE!"),
        ("=SUM(Orders[@])", "#VALUE!"),
        ("=Orders[Nothing]", "#NAME?"),
        ("=Nowhere[Net]", "#NAME?"),
    ] {
        expect(&mut grid, formula, text);
    }
    assert_eq!(grid.text("D4"), "0.2");
    grid.set("G5", "=Orders[@Net]&COUNTA(Orders[@])");
    grid.set("G2", "=Orders[@Net]");
    grid.set("G7", "=Orders[@Net]");
    grid.set("Data!G5", "=Orders[@Net]");
    grid.recalc();
    let shown = ["G5", "G2", "G7", "Data!G5"].map(|cell| grid.text(cell));
    assert_eq!(shown, ["303", "#VALUE!", "#VALUE!", "#VALUE!"]);
}

#[test]
fn rows_come_and_go() {
    let mut grid = orders();
    grid.set("H9", "=SUM(Orders[Net])");
    grid.set("H10", "=ROWS(Orders)");
    grid.recalc();
    // Directly below the headings: inside the table, though before its first row.
    let above = grid.insert(0, Lines::Rows, 3, 1);
    grid.recalc();
    grid.set("C3", "5");
    grid.recalc();
    assert_eq!(
        (grid.text("H10"), grid.text("H11")),
        ("105".into(), "5".into())
    );
    // Directly above the totals.
    grid.insert(0, Lines::Rows, 8, 1);
    grid.set("C8", "7");
    grid.recalc();
    assert_eq!(
        (grid.text("H11"), grid.text("H12")),
        ("112".into(), "6".into())
    );
    grid.entry(0, Lines::Rows, &above, None);
    grid.recalc();
    assert_eq!(grid.text("H10"), "107");
    // All data, and back.
    let all = grid.delete(0, Lines::Rows, 3, 7);
    grid.recalc();
    assert_eq!(grid.text("H5"), "#REF!");
    grid.entry(0, Lines::Rows, &all, None);
    grid.recalc();
    assert_eq!(grid.text("H10"), "107");
    // The row of totals takes its place with it.
    grid.delete(0, Lines::Rows, 8, 8);
    expect(&mut grid, "=Orders[[#Totals],[Net]]", "#REF!");
}

#[test]
fn a_row_that_leaves_the_table() {
    let mut grid = orders();
    grid.set("G4", "=Orders[@Net]*2");
    grid.set("G12", "=Orders[@Net]*2");
    grid.recalc();
    assert_eq!(
        (grid.text("G4"), grid.text("G12")),
        ("40".into(), "#VALUE!".into())
    );
    let moved = grid.move_lines(0, Lines::Rows, (4, 4), 12).unwrap();
    grid.recalc();
    assert_eq!(
        (grid.text("G11"), grid.text("D11")),
        ("#VALUE!".into(), "#VALUE!".into())
    );
    grid.entry(0, Lines::Rows, &moved, None);
    grid.recalc();
    assert_eq!(grid.text("G4"), "40");
}

#[test]
fn columns_come_and_go() {
    let mut grid = orders();
    grid.set("H9", "=SUM(Orders[Net])");
    grid.set("H10", "=COUNTA(Orders[[Region]:[Share '[%']]])");
    grid.recalc();
    grid.insert(0, Lines::Cols, 3, 1);
    grid.set("C4", "x");
    grid.recalc();
    assert_eq!(
        (grid.text("I9"), grid.text("I10")),
        ("100".into(), "13".into())
    );
    let gone = grid.delete(0, Lines::Cols, 4, 4);
    grid.recalc();
    assert_eq!(
        (grid.text("H9"), grid.text("H10")),
        ("#REF!".into(), "9".into())
    );
    grid.entry(0, Lines::Cols, &gone, None);
    grid.recalc();
    assert_eq!(
        (grid.text("I9"), grid.text("I10")),
        ("100".into(), "13".into())
    );
}

#[test]
fn tables_come_go_and_grow() {
    let mut grid = orders();
    grid.set("H9", "=SUM(Orders[Net])");
    grid.set("H10", "=Orders[[#Totals],[Net]]");
    grid.recalc();
    let table = grid.book.tables["t1"].clone();
    grid.remove_table("t1");
    grid.recalc();
    assert_eq!(
        (grid.text("H9"), grid.text("D4")),
        ("#REF!".into(), "#REF!".into())
    );
    let mut other = table.clone();
    other.totals = false;
    grid.put_table(other);
    grid.recalc();
    assert_eq!(
        (grid.text("H9"), grid.text("H10")),
        ("200".into(), "#REF!".into())
    );
    let mut longer = table;
    longer.to.row = daylight_model::LineId(8);
    grid.put_table(longer);
    grid.set("C9", "1000");
    grid.recalc();
    assert_eq!(
        (grid.text("H9"), grid.text("H10")),
        ("200".into(), "1000".into())
    );
    grid.set("Data!A1", "=SUM(Orders[Net])");
    grid.remove_sheet(0);
    grid.recalc();
    assert_eq!(grid.text("Data!A1"), "#REF!");
    grid.restore_sheet(0);
    grid.recalc();
    assert_eq!(grid.text("Data!A1"), "200");
}

#[test]
fn names_and_old_formulas_use_tables() {
    let mut grid = orders();
    grid.name("n1", "Nets", None, "=Orders[Net]");
    expect(&mut grid, "=SUM(Nets)", "100");
    grid.set_old("G4", "=Orders[Net]");
    grid.set_old("G9", "=Orders[Net]");
    grid.set("F12", "=Orders[Net]");
    grid.recalc();
    let shown = ["G4", "G9", "F12", "F15"].map(|cell| grid.text(cell));
    assert_eq!(shown, ["20", "#VALUE!", "10", "40"]);
}

#[test]
fn a_table_that_is_gone_is_named_as_the_reason() {
    let mut grid = orders();
    grid.set("H9", "=SUM(Orders[Net])");
    grid.set("H10", "=ROWS(INDIRECT(\"Orders\"))");
    grid.remove_table("t1");
    grid.recalc();
    assert_eq!(grid.text("H10"), "#REF!");
    let (sheet, cell) = grid.book.locate("H9");
    let fault = grid.engine.fault(&sheet, cell).unwrap();
    let gone = Reason::Deleted(vec!["t:t1:d:2".parse().unwrap()]);
    assert_eq!(fault.reason, gone);
}

#[test]
fn a_table_goes_with_its_sheet() {
    let mut grid = orders();
    grid.add_sheet("Other");
    grid.set("Other!A1", "=Orders[@Net]");
    grid.set("Other!A2", "=SUM(Orders[Net])");
    grid.recalc();
    let texts = |grid: &Grid| (grid.text("Other!A1"), grid.text("Other!A2"));
    assert_eq!(texts(&grid), ("#VALUE!".into(), "100".into()));
    grid.remove_sheet(0);
    grid.recalc();
    assert_eq!(texts(&grid), ("#REF!".into(), "#REF!".into()));
    grid.restore_sheet(0);
    grid.recalc();
    assert_eq!(texts(&grid), ("#VALUE!".into(), "100".into()));
}
