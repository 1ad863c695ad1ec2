//! What formulas yield.

use crate::grid::{CLOCK, Grid};

#[track_caller]
fn check(cells: &[(&str, &str)], formula: &str, expected: &str) {
    let mut grid = Grid::new(&["Plan", "Data"]);
    for (address, text) in cells {
        grid.set(address, text);
    }
    grid.set("Z99", formula);
    grid.recalc();
    assert_eq!(grid.text("Z99"), expected, "{formula}");
}

const NUMBERS: &[(&str, &str)] = &[
    ("A1", "1"),
    ("A2", "2"),
    ("A3", "3.5"),
    ("A4", "text"),
    ("A5", "TRUE"),
    ("B1", "10"),
    ("B2", "20"),
    ("B3", "30"),
    ("Data!A1", "100"),
    ("Data!B9", "5"),
];

#[test]
fn operators() {
    for (formula, expected) in [
        ("=1+2*3", "7"),
        ("=-2^2", "4"),
        ("=A1+B2", "21"),
        ("=A9+1", "1"),
        ("=A5+1", "2"),
        ("=A4+1", "#VALUE!"),
        ("=\"5\"+1", "6"),
        ("=1/0", "#DIV/0!"),
        ("=1/A9", "#DIV/0!"),
        ("=50%", "0.5"),
        ("=A1&\"x\"&A5", "1xTRUE"),
        ("=1.5&\"\"", "1.5"),
        ("=0.1+0.2=0.3", "TRUE"),
        ("=\"abc\"=\"ABC\"", "TRUE"),
        ("=\"a\"<1", "FALSE"),
        ("=A9=0", "TRUE"),
        ("=A9=\"\"", "TRUE"),
        ("=A4", "text"),
        ("=A9", "0"),
        ("=0^0", "#NUM!"),
        ("=1e308*10", "#NUM!"),
        ("=#REF!+1", "#REF!"),
        ("=+A4", "text"),
    ] {
        check(NUMBERS, formula, expected);
    }
}

#[test]
fn functions() {
    for (formula, expected) in [
        ("=SUM(A1:A5)", "6.5"),
        ("=SUM(A1:A5,B1,4)", "20.5"),
        ("=SUM(A:A)", "6.5"),
        ("=SUM(1:1)", "11"),
        ("=SUM(A1:B3)*2", "133"),
        ("=COUNT(A1:A9)", "3"),
        ("=COUNTA(A1:A9)", "5"),
        ("=AVERAGE(A1:A3)", "2.166666667"),
        ("=AVERAGE(C1:C3)", "#DIV/0!"),
        ("=MIN(A1:B3)", "1"),
        ("=MAX(A1:B3,99)", "99"),
        ("=MAX(C1:C9)", "0"),
        ("=IF(A1>0,\"yes\",\"no\")", "yes"),
        ("=IF(A1>5,1)", "FALSE"),
        ("=IF(1/0,1,2)", "#DIV/0!"),
        ("=IF(A9,1,2)", "2"),
        ("=IFERROR(1/0,\"none\")", "none"),
        ("=IFNA(NA(),1)", "1"),
        ("=AND(A1>0,B1>0)", "TRUE"),
        ("=OR(A1>5,B1>50)", "FALSE"),
        ("=NOT(A1>5)", "TRUE"),
        ("=ROUND(A3*1.111,2)", "3.89"),
        ("=LEN(A4)", "4"),
        ("=LEFT(A4,2)&MID(A4,3,9)", "text"),
        ("=UPPER(A4)", "TEXT"),
        ("=VLOOKUP(2,A1:B3,2,FALSE)", "20"),
        ("=INDEX(A1:B3,2,2)", "20"),
        ("=MATCH(2,A1:A3,0)", "2"),
        ("=INDEX(B1:B3,MATCH(2,A1:A3,0))", "20"),
        ("=XLOOKUP(2,A1:A3,B1:B3)", "20"),
        ("=SUMIF(A1:A3,\">1\",B1:B3)", "50"),
        ("=SUMIFS(B1:B3,A1:A3,\">1\",B1:B3,\"<25\")", "20"),
        ("=COUNTIF(A:A,\">1\")", "2"),
        ("=SUMPRODUCT(A1:A3,B1:B3)", "155"),
        ("=SUMPRODUCT((A1:A3>1)*B1:B3)", "50"),
        ("=TEXT(1234.5,\"#,##0.00\")", "1,234.50"),
        ("=TEXT(\"1234.5\",\"0.0\")", "1234.5"),
        ("=TEXT(A9,\"0.00\")", "0.00"),
        ("=TEXT(46328,\"yyyy-mm-dd\")", "2026-11-02"),
        ("=TEXT(TRUE,\"0\")", "TRUE"),
        ("=TEXT(1/0,\"0\")", "#DIV/0!"),
        ("=TEXT(1.5,\"\")", ""),
        ("=MDETERM({1,2;3,4})", "-2"),
        ("=MDETERM({0,2;3,0})", "-6"),
        ("=MDETERM({1,2;2,4})", "0"),
        ("=MDETERM(A1:B3)", "#VALUE!"),
        ("=MDETERM({1,\"x\";2,3})", "#VALUE!"),
        ("=SUM(MMULT({1,2;3,4},{5;6}))", "56"),
        ("=MMULT(A1:A3,A1:A3)", "#VALUE!"),
        ("=SUM(MMULT(TRANSPOSE(A1:A3),B1:B3))", "155"),
        ("=INDEX(MINVERSE({4,7;2,6}),1,2)", "-0.7"),
        ("=MINVERSE({1,2;2,4})", "#NUM!"),
        ("=DATE(2026,11,2)", "46328"),
        ("=TODAY()", "46328"),
        ("=NOW()", "46328.5"),
        ("=YEAR(TODAY())", "2026"),
        ("=ROW()", "99"),
        ("=COLUMN()", "26"),
        ("=ROW(B3)+COLUMN(B3)", "5"),
        ("=ROWS(A1:B3)*COLUMNS(A1:B3)", "6"),
        ("=SUM(OFFSET(A1,0,0,3,1))", "6.5"),
        ("=INDIRECT(\"B\"&2)", "20"),
        ("=SUM(INDIRECT(\"Data!A1:B9\"))", "105"),
        ("=SUM(A1:INDEX(A1:A3,2))", "3"),
        ("=LET(x,A2,x*x)", "4"),
        ("=CHOOSE(2,A1,B2,9)", "20"),
        ("=Data!A1+Data!B9", "105"),
        ("=SUM(Data!A:B)", "105"),
        ("=A1:A3*2", "2"),
        ("=SUM(A1:A3*2)", "13"),
        ("=ISBLANK(A9)", "TRUE"),
        ("=SUM(1,\"2\",TRUE)", "4"),
        ("=SWITCH(A1,1,\"one\",\"other\")", "one"),
        ("=NOSUCH(1)", "#NAME?"),
        ("=nothing", "#NAME?"),
        ("=Gone!A1", "#REF!"),
        ("=SUM(", "#NAME?"),
    ] {
        check(NUMBERS, formula, expected);
    }
}

#[test]
fn newer_functions_by_their_names_in_files() {
    check(NUMBERS, "=_xlfn.XLOOKUP(2,A1:A3,B1:B3)", "20");
    check(NUMBERS, "=_xlfn.LET(_xlpm.x,A2,_xlpm.x+1)", "3");
}

#[test]
fn an_old_formula_intersects_ranges() {
    let mut grid = Grid::new(&["Plan"]);
    for (row, value) in [(1, "10"), (2, "20"), (3, "30")] {
        grid.set(&format!("A{row}"), value);
    }
    grid.set_old("C2", "=A1:A3*2")
        .set_old("C3", "=SUM(A1:A3)")
        .set_old("C4", "=A1:A3");
    grid.set_old("D2", "=IF(A1:A3>15,\"big\",\"small\")")
        .set_old("D3", "=SUMPRODUCT(A1:A3*2)");
    grid.set("E2", "=@A1:A3+1");
    grid.recalc();
    grid.expect("C2", "40")
        .expect("C3", "60")
        .expect("C4", "#VALUE!");
    grid.expect("D2", "big")
        .expect("D3", "120")
        .expect("E2", "21");
    grid.set("A2", "7");
    assert_eq!(grid.changed(), ["C2", "C3", "D2", "D3", "E2"]);
    grid.expect("C2", "14")
        .expect("D2", "small")
        .expect("E2", "8");
}

#[test]
fn only_what_changed_is_reported() {
    let mut grid = Grid::new(&["Plan", "Data"]);
    grid.set("A1", "1")
        .set("B1", "=A1*2")
        .set("C1", "=IF(B1>0,1,0)")
        .set("D1", "=C1+1");
    grid.set("Data!A1", "=Plan!B1+1");
    assert_eq!(grid.changed(), ["B1", "C1", "D1", "Data!A1"]);
    grid.set("A1", "5");
    // C1 comes out the same, so D1 is not asked.
    assert_eq!(grid.changed(), ["B1", "Data!A1"]);
    grid.set("A1", "5");
    assert!(grid.changed().is_empty());
    // A new formula is reported even when its value is what was there.
    grid.set("B1", "=5*2");
    assert_eq!(grid.changed(), ["B1"]);
}

#[test]
fn volatile_formulas_change_with_the_clock() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "=NOW()")
        .set("A2", "=A1+1")
        .set("A3", "=RAND()")
        .set("A4", "=1+1");
    grid.recalc();
    let (then, random) = (grid.text("A2"), grid.text("A3"));
    assert!(grid.changed().is_empty(), "same clock, same seed");
    let clock = daylight_calc::Clock {
        now: CLOCK.now + 0.25,
        seed: CLOCK.seed + 1,
    };
    assert_eq!(grid.engine.recalc(clock, &|| false).changed.len(), 3);
    assert_ne!(grid.text("A2"), then);
    assert_ne!(grid.text("A3"), random);
}

#[test]
fn dates_may_count_from_1904() {
    let mut grid = Grid::new(&["Plan"]);
    grid.engine = daylight_calc::Engine::new(true);
    grid.rename_sheet(0, "Plan");
    grid.set("A1", "=DATE(1904,1,2)")
        .set("A2", "=YEAR(TODAY())");
    let clock = daylight_calc::Clock {
        now: CLOCK.now - 1462.0,
        seed: 0,
    };
    grid.engine.recalc(clock, &|| false);
    grid.expect("A1", "1").expect("A2", "2026");
}

#[test]
fn dynamic_references_follow_what_they_read() {
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "B1")
        .set("B1", "=C1*2")
        .set("C1", "4")
        .set("D1", "=INDIRECT(A1)");
    grid.set("D2", "=SUM(OFFSET(C1,0,0,C3,1))")
        .set("C2", "=C1+1")
        .set("C3", "2");
    grid.recalc();
    grid.expect("D1", "8").expect("D2", "9");
    grid.set("C1", "5");
    assert_eq!(grid.changed(), ["B1", "C2", "D1", "D2"]);
    grid.expect("D1", "10").expect("D2", "11");
    grid.set("A1", "D1");
    grid.recalc();
    grid.expect("D1", "#CIRC!");
    grid.set("A1", "C2");
    grid.recalc();
    grid.expect("D1", "6");
    grid.set("B1", "1");
    assert!(grid.changed().is_empty(), "no longer read");
}

#[test]
fn deep_and_long_formulas() {
    let mut deep = "A1".to_owned();
    for i in 0..60 {
        deep = format!("IF(A1={},{i},{deep})", i + 100);
    }
    check(NUMBERS, &format!("={deep}"), "1");
    let sum = vec!["A1"; 2000].join("+");
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "1").set("B1", &format!("={sum}"));
    grid.set("B2", &format!("={}1{}", "(".repeat(2000), ")".repeat(2000)));
    grid.set(
        "B3",
        &format!("={}1{}", "ABS(".repeat(150), ")".repeat(150)),
    );
    grid.recalc();
}

#[test]
fn hostile_formulas_fail_alone() {
    let mut grid = Grid::new(&["Plan"]);
    let formulas = [
        "=REPT(\"x\",1000000)",
        "=SEQUENCE(1000000,1000000)",
        "=A:XFD*1:1048576",
        "=BASE(1E300,2)",
        "=DATE(1E300,1E300,-1E300)",
        "=COMBIN(1E9,5E8)",
        "=FACT(1E9)",
        "=CHAR(-1)",
        "=MID(\"é\",1,1E18)",
        "=OFFSET(A1,-5,0)",
        "=INDEX(A1:B2,99,99)",
        "=TEXT(1,\"[$-zzz]\")",
        "=DEC2BIN(-1E99)",
        "=EDATE(1E15,1)",
        "=XIRR({1;2},{3;4})",
    ];
    for (i, formula) in formulas.iter().enumerate() {
        grid.set(&format!("B{}", i + 1), formula);
    }
    grid.set("C1", "=1+1");
    grid.recalc();
    grid.expect("C1", "2");
}

#[test]
fn nesting_as_deep_as_it_goes_does_not_exhaust_the_stack() {
    let nest = |n: usize, open: &str, inner: &str, close: &str| {
        format!("={}{inner}{}", open.repeat(n), close.repeat(n))
    };
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "1").set("A2", "2");
    for n in [100, 180, 240, 255, 256, 300, 1000] {
        grid.set("B1", &nest(n, "ABS(", "A1", ")"));
        grid.set(
            "B2",
            &format!("=LET(x,1,{})", &nest(n, "ABS(", "x", ")")[1..]),
        );
        grid.set("B3", &nest(n, "IF(A1:A2>0,", "A1:A2", ",0)"));
        grid.set("B4", &nest(n, "-(1+", "A1", ")"));
        grid.set("B5", &nest(n, "SUM(1,", "A1:A2", ")"));
        grid.set("B6", &nest(n, "LET(y,A1,", "y", ")"));
        grid.set("B7", &nest(n, "CHOOSE(1,", "A1:A2", ")"));
        grid.set("B8", &nest(n, "INDEX(A1:A2,", "1", ")"));
        grid.set("B9", &nest(n, "SUMPRODUCT(", "A1:A2", ")"));
        grid.set("C1", &nest(n, "IFERROR(", "A1:A2", ",1)"));
        grid.set("C2", &nest(n, "{", "1", "}"));
        grid.set("C3", &format!("={}A1", "-".repeat(n)));
        grid.set("C4", &format!("=A1{}", "%".repeat(n)));
        grid.set("C5", &format!("=A1{}", "&A1".repeat(n)));
        grid.set("C6", &format!("=A1:A2{}", "+A1:A2".repeat(n)));
        grid.set("C7", &format!("={}A1{}", "@".repeat(n), "#".repeat(n)));
        grid.recalc();
    }
    grid.expect("A1", "1");
}

#[test]
fn an_engine_may_go_to_another_thread() {
    fn check<T: Send>() {}
    check::<daylight_calc::Engine>();
}
