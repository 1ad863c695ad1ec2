//! References that are put together, through several sheets, or spelled out; names that a formula binds itself.

use crate::grid::{Grid, Lines};

fn numbers() -> Grid {
    let mut grid = Grid::new(&["Plan", "Data", "More"]);
    let cells = ["A1", "B1", "C1", "A2", "B2", "C2", "A3", "B3", "C3"];
    for (n, cell) in (1..).zip(cells) {
        grid.set(cell, &n.to_string());
    }
    grid
}

#[track_caller]
fn expect(grid: &mut Grid, formula: &str, text: &str) {
    grid.set("H9", formula);
    grid.recalc();
    assert_eq!(grid.text("H9"), text, "{formula}");
}

#[test]
fn unions_intersections_and_ranges() {
    let mut grid = numbers();
    for (formula, text) in [
        ("=SUM((A1:B1,C3))", "12"),
        ("=SUM(A1:B2 B1:C3)", "7"),
        ("=SUM(A1:B2 B2:C3, 1)", "6"),
        ("=A1:C1 B1:B3", "2"),
        ("=A1:A3 C1:C3", "#NULL!"),
        ("=SUM(A1:INDEX(A:C,2,2))", "12"),
        ("=SUM(INDEX(A1:C3,2,0))", "15"),
        ("=SUM(INDEX((A1:A3,C1:C3),0,1,2))", "18"),
        ("=SUM(OFFSET(A1,1,1,2,2))", "28"),
        ("=AREAS((A1:B2,C3,A2))", "3"),
        ("=RANK(B1,(A1,B1,C1),1)", "2"),
        ("=COUNT(IF(A1:A3>1,A1:C3))", "6"),
        ("=SUM(CHOOSE(2,A1:A3,B1:B3))", "15"),
    ] {
        expect(&mut grid, formula, text);
    }
}

#[test]
fn unions_and_intersections_of_names() {
    let mut grid = numbers();
    grid.name("n1", "Left", None, "=$A$1:$B$2");
    grid.name("n2", "Right", None, "=$B$1:$C$3");
    for (formula, text) in [
        ("=SUM(Left Right)", "7"),
        ("=SUM((Left,Right))", "45"),
        ("=SUM(Left:C3)", "45"),
        ("=SUM(Left A2:C2)", "9"),
        ("=AREAS((Left,Right))", "2"),
    ] {
        expect(&mut grid, formula, text);
    }
}

#[test]
fn spelled_out_references() {
    let mut grid = numbers();
    grid.name("n1", "Block", None, "=$B$1:$B$3");
    for (formula, text) in [
        ("=SUM(INDIRECT(\"A1:B2\"))", "12"),
        ("=INDIRECT(\"R2C3\",FALSE)", "6"),
        ("=INDIRECT(\"R[-6]C[-7]\",FALSE)", "7"),
        ("=SUM(INDIRECT(\"R1:R2\",FALSE))", "21"),
        ("=SUM(INDIRECT(\"C2\",FALSE))", "15"),
        ("=SUM(INDIRECT(\"Plan!B:B\"))", "15"),
        ("=SUM(INDIRECT(\"Block\"))", "15"),
        ("=INDIRECT(\"Nowhere!A1\")", "#REF!"),
        ("=INDIRECT(\"A1 \"&\"2\")", "#REF!"),
        ("=ROWS(INDIRECT(\"5:7\"))", "3"),
    ] {
        expect(&mut grid, formula, text);
    }
    expect(&mut grid, "=INDIRECT(\"A2\")", "4");
    grid.insert(0, Lines::Rows, 2, 1);
    grid.recalc();
    // The text stays as it is, what stands there does not.
    assert_eq!(grid.text("H10"), "0");
}

#[test]
fn through_several_sheets() {
    let mut grid = Grid::new(&["Plan", "Data", "More", "Total"]);
    grid.set("Plan!A1", "1")
        .set("Data!A1", "2")
        .set("More!A1", "4")
        .set("Data!B2", "8");
    grid.set("Total!A1", "=SUM(Plan:More!A1)")
        .set("Total!A2", "=SUM(Data:More!A1:B2)")
        .set("Total!A3", "=COUNT(More:Plan!A:A)");
    grid.recalc();
    grid.expect("Total!A1", "7")
        .expect("Total!A2", "14")
        .expect("Total!A3", "3");
    grid.set("Data!A1", "20");
    grid.recalc();
    grid.expect("Total!A1", "25").expect("Total!A2", "32");
    // Plan goes to the end, and the sheet with the sums stands between.
    grid.reorder(1);
    grid.recalc();
    grid.expect("Total!A1", "#CIRC!");
    grid.reorder(3);
    grid.recalc();
    grid.expect("Total!A1", "25");
    grid.remove_sheet(1);
    grid.recalc();
    grid.expect("Total!A1", "5").expect("Total!A2", "#REF!");
    grid.restore_sheet(1);
    grid.rename_sheet(0, "First one");
    grid.recalc();
    grid.expect("Total!A1", "25").expect("Total!A2", "32");
}

#[test]
fn lambdas() {
    let mut grid = numbers();
    grid.name("n1", "Twice", None, "=LAMBDA(x,x*2)");
    for (formula, text) in [
        ("=LAMBDA(a,b,a*b)(6,7)", "42"),
        ("=LET(x,A1:A3,y,SUM(x),y*2)", "24"),
        ("=LET(f,LAMBDA(x,x+1),f(f(1)))", "3"),
        ("=SUM(MAP(A1:C3,LAMBDA(v,v*v)))", "285"),
        ("=SUM(MAP(A1:A3,C1:C3,LAMBDA(a,c,c-a)))", "6"),
        ("=REDUCE(0,A1:C3,LAMBDA(t,v,t+v))", "45"),
        ("=REDUCE(,A1:A3,LAMBDA(t,v,t*v))", "28"),
        ("=INDEX(SCAN(0,A1:A3,LAMBDA(t,v,t+v)),3)", "12"),
        ("=SUM(BYROW(A1:C3,LAMBDA(r,MAX(r))))", "18"),
        ("=INDEX(BYCOL(A1:C3,SUM),2)", "15"),
        ("=SUM(BYROW(A1:C3,AVERAGE))", "15"),
        ("=SUM(MAKEARRAY(3,2,LAMBDA(r,c,r*c)))", "18"),
        ("=Twice(21)", "42"),
        ("=SUM(MAP(A1:A3,Twice))", "24"),
        ("=LAMBDA(x,[y],IF(ISOMITTED(y),x,y))(1,)", "1"),
        ("=LAMBDA(x,x)", "#CALC!"),
        ("=LAMBDA(x,x)(1,2)", "#VALUE!"),
        ("=LET(x,1,x+x+x)", "3"),
        ("=LET(1,2,3)", "#NAME?"),
    ] {
        expect(&mut grid, formula, text);
    }
}

#[test]
fn single_values_spread_over_arrays() {
    let mut grid = numbers();
    grid.set("E1", "x").set("E2", "").set("E3", "yy");
    for (formula, text) in [
        ("=SUM(LEN(E1:E3))", "3"),
        ("=SUM(1*NOT(ISBLANK(E1:E4)))", "2"),
        ("=SUM(--(A1:A3>1))", "2"),
        ("=SUM(ROUND(A1:C1/3,0))", "2"),
        ("=SUM(IFERROR(1/(A1:A3-1),0))", "0.5"),
        ("=SUM(IF(A1:A3>1,B1:B3,0))", "13"),
        ("=TEXTJOIN(\"-\",TRUE,IF(A1:C1>1,A1:C1,\"\"))", "2-3"),
        ("=SUM(SUMIF(A1:A3,{1,4},B1:B3))", "7"),
        ("=SUM(VLOOKUP({1,7},A1:C3,3,FALSE))", "12"),
        ("=SUM({1,2;3,4}*{10;20})", "170"),
        ("=SUM({1,2,3}+{1,2})", "#N/A"),
        ("=COUNT({1,2,3}+{1;2})", "6"),
        ("=SUMPRODUCT((A1:A3>1)*(B1:B3<8)*C1:C3)", "6"),
        ("=MAX(INDEX((A1:A3>1)*B1:B3,0))", "8"),
        ("=IFS(FALSE,1,TRUE,2)", "2"),
        ("=SWITCH(3,1,\"a\",3,\"c\",\"other\")", "c"),
        ("=SWITCH(9,1,\"a\",\"other\")", "other"),
        ("=AND(A1:A3>0,TRUE)", "TRUE"),
        ("=OR(E1:E3=\"yy\")", "TRUE"),
        ("=SUBTOTAL(9,A1:A3)+SUBTOTAL(101,A1:A3)", "16"),
    ] {
        expect(&mut grid, formula, text);
    }
}

#[test]
fn subtotals_pass_each_other_over() {
    let mut grid = numbers();
    grid.set("A4", "=SUBTOTAL(9,A1:A3)")
        .set("A5", "=SUBTOTAL(9,A1:A4)")
        .set("A6", "=SUM(A1:A5)");
    grid.recalc();
    grid.expect("A4", "12")
        .expect("A5", "12")
        .expect("A6", "36");
}

#[test]
fn what_a_cell_is() {
    let mut grid = numbers();
    for (formula, text) in [
        ("=CELL(\"address\",Data!B7)", "Data!$B$7"),
        ("=CELL(\"address\",H9)", "$H$9"),
        ("=CELL(\"row\",B7:C9)+CELL(\"col\",B7)", "9"),
        ("=CELL(\"contents\",B2)", "5"),
        ("=CELL(\"type\",B2)&CELL(\"type\",Z99)", "vb"),
    ] {
        expect(&mut grid, formula, text);
    }
}

#[test]
fn totals_pass_hidden_rows_over_where_they_are_told() {
    let mut grid = numbers();
    grid.set("A4", "=SUBTOTAL(1,A1:A3)").set("A5", "=1/0");
    let plan = grid.book.sheets[0].id.clone();
    grid.engine.put_hidden(&plan, &[(1, 1)], &[]);
    for (formula, text) in [
        ("=SUBTOTAL(9,A1:A3)", "12"),
        ("=SUBTOTAL(109,A1:A3)", "8"),
        ("=AGGREGATE(9,5,A1:A3)", "8"),
        ("=AGGREGATE(9,6,A1:A5)", "16"),
        ("=AGGREGATE(9,2,A1:A5)", "12"),
        ("=AGGREGATE(14,6,A1:A5,2)", "4"),
        ("=AGGREGATE(12,7,A1:A5)", "4"),
        ("=AGGREGATE(4,4,A1:A5)", "#DIV/0!"),
        ("=AGGREGATE(20,4,A1:A5)", "#VALUE!"),
    ] {
        expect(&mut grid, formula, text);
    }
    grid.engine.put_hidden(&plan, &[], &[(2, 1)]);
    expect(&mut grid, "=SUBTOTAL(9,A1:A3)", "5");
}
