//! LAMBDAs called over and over, and arguments nobody expects.

use super::check_all;
use crate::grid::Grid;

#[test]
fn lambdas() {
    check_all(
        &[
            ("A1", "1"),
            ("A2", "2"),
            ("A3", "3"),
            ("B1", "10"),
            ("B2", "20"),
            ("B3", "30"),
            ("C1", "7"),
        ],
        &[
            ("=SUM(MAP(A1:A3,LAMBDA(x,x*x)))", "14"),
            ("=SUM(MAP(A1:A3,B1:B3,LAMBDA(x,y,x*y)))", "140"),
            ("=SUM(MAP(A1:A3,LAMBDA(x,x+C1)))", "27"),
            ("=SUM(MAP(A1:A3,LAMBDA(x,SUM(B1:B3)*x)))", "360"),
            ("=SUM(MAP({1,2},LAMBDA(x,x+1)))", "5"),
            ("=MAP(A1:A3,LAMBDA(x,y,x))", "#VALUE!"),
            ("=MAP(A1:A3,5)", "#VALUE!"),
            ("=MAP(5,LAMBDA(x,{1,2}))", "#CALC!"),
            ("=REDUCE(0,A1:A3,LAMBDA(a,b,a+b))", "6"),
            ("=REDUCE(,A1:A3,LAMBDA(a,b,a*b))", "6"),
            ("=REDUCE(\"\",A1:A3,LAMBDA(a,b,a&b))", "123"),
            ("=CONCAT(SCAN(0,A1:A3,LAMBDA(a,b,a+b)))", "136"),
            ("=SUM(BYROW(A1:B3,LAMBDA(r,MAX(r))))", "60"),
            ("=CONCAT(BYCOL(A1:B3,LAMBDA(c,SUM(c))))", "660"),
            ("=SUM(MAKEARRAY(2,3,LAMBDA(r,c,r*c)))", "18"),
            ("=MAKEARRAY(0,3,LAMBDA(r,c,r*c))", "#VALUE!"),
            ("=LET(k,3,SUM(MAP(A1:A3,LAMBDA(x,x*k))))", "18"),
            ("=LET(f,LAMBDA(x,x+1),SUM(MAP(A1:A3,f)))", "9"),
            (
                "=SUM(MAP(A1:A3,LAMBDA(x,REDUCE(0,B1:B3,LAMBDA(a,b,a+b*x)))))",
                "360",
            ),
            ("=SUM(MAKEARRAY(10000,10000,LAMBDA(r,c,1)))", "#CALC!"),
        ],
    );
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "2")
        .set("B1", "5")
        .set("C1", "=SUM(MAP(A1:A2,LAMBDA(x,x*B1)))");
    grid.recalc();
    grid.expect("C1", "10");
    grid.set("B1", "6");
    grid.recalc();
    grid.expect("C1", "12");
}

/// Arguments nobody expects: a value comes out, and nothing else happens.
#[test]
fn odd_arguments() {
    const NAMES: &str = "DISC INTRATE RECEIVED PRICEDISC YIELDDISC PRICEMAT YIELDMAT FVSCHEDULE COUNTIF COUNTIFS \
        SUMIF SUMIFS AVERAGEIF AVERAGEIFS COUPNUM COUPPCD COUPNCD COUPDAYS COUPDAYBS COUPDAYSNC DURATION MDURATION \
        DAVERAGE DCOUNT DGET DSUM DVAR DATEVALUE TIMEVALUE YEARFRAC VDB AMORLINC AMORDEGRC MATCH XMATCH VLOOKUP \
        HLOOKUP LOOKUP XLOOKUP INDEX ROMAN DBCS ENCODEURL COMPLEX TEXT REGEXTEST REGEXEXTRACT REGEXREPLACE \
        LINEST LOGEST TREND GROWTH SUMX2PY2 AVERAGE FREQUENCY MIRR MODE FLOOR CEILING EXPAND WRAPROWS WRAPCOLS \
        MUNIT TRIMRANGE PERCENTOF PERMUTATIONA PROB MAP REDUCE SCAN BYROW BYCOL MAKEARRAY USDOLLAR ABS MID LEN";
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
        "\"é*\"",
        "\"2020-13-45\"",
        "TRUE",
        "NA()",
        "{1,2;3,4}",
        "A:A",
        "",
        "45000",
        "2",
        "\"(\"",
        "LAMBDA(x,x)",
        "LAMBDA(x,y,x&y)",
        "A:C",
        "1:1",
    ];
    let mut grid = Grid::new(&["Plan"]);
    grid.set("A1", "1").set("A2", "text").set("A3", "#N/A");
    grid.set("B1", "TRUE").set("B2", "-3").set("B3", "45000");
    for name in NAMES.split_ascii_whitespace() {
        grid.set("D5", &format!("={name}()"));
        grid.recalc();
        for count in 1..=7 {
            for shift in 0..ODD.len() {
                let arg = |i: usize| ODD[(shift + i * (shift + 3)) % ODD.len()];
                let args: Vec<&str> = (0..count).map(arg).collect();
                grid.set("D5", &format!("=COUNTA({name}({}))", args.join(",")));
                grid.recalc();
            }
        }
    }
}
