//! What our own functions yield.

use crate::grid::Grid;

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

#[test]
fn regular_expressions() {
    check_all(
        &[("A1", "b2"), ("A2", "c"), ("A3", "dd44")],
        &[
            ("=REGEXTEST(\"alfalfa\",\"a\")", "TRUE"),
            ("=REGEXTEST(\"alfalfa\",\"[0-9]\")", "FALSE"),
            ("=REGEXTEST(\"ALFA\",\"a\")", "FALSE"),
            ("=REGEXTEST(\"ALFA\",\"a\",1)", "TRUE"),
            ("=REGEXTEST(\"ALFA\",\"a\",2)", "#VALUE!"),
            ("=REGEXTEST(\"a\",\"(\")", "#VALUE!"),
            ("=REGEXTEST(1/0,\"a\")", "#DIV/0!"),
            ("=REGEXTEST(\"foobar\",\"foo(?!baz)\")", "TRUE"),
            ("=REGEXTEST(\"abab\",\"^(ab)\\1$\")", "TRUE"),
            ("=SUM(--REGEXTEST(A1:A3,\"[0-9]\"))", "2"),
            ("=REGEXEXTRACT(\"DylanWilliams\",\"[A-Z][a-z]+\")", "Dylan"),
            (
                "=TEXTJOIN(\" \",TRUE,REGEXEXTRACT(\"DylanWilliams\",\"[A-Z][a-z]+\",1))",
                "Dylan Williams",
            ),
            ("=ROWS(REGEXEXTRACT(\"a1b2\",\"[0-9]\",1))", "2"),
            (
                "=TEXTJOIN(\"-\",TRUE,REGEXEXTRACT(\"2024-05\",\"(\\d+)-(\\d+)\",2))",
                "2024-05",
            ),
            (
                "=INDEX(REGEXEXTRACT(\"2024-05\",\"(\\d+)-(\\d+)\",2),1,2)",
                "05",
            ),
            ("=REGEXEXTRACT(\"abc\",\"[0-9]\")", "#N/A"),
            ("=REGEXEXTRACT(\"abc\",\"B\",0,1)", "b"),
            (
                "=TEXTJOIN(\",\",TRUE,IFERROR(REGEXEXTRACT(A1:A3,\"[0-9]+\"),\"none\"))",
                "2,none,44",
            ),
            ("=REGEXEXTRACT(\"abc\",\"b\",3)", "#VALUE!"),
            ("=REGEXREPLACE(\"a1b22\",\"[0-9]+\",\"#\")", "a#b#"),
            ("=REGEXREPLACE(\"a1b22\",\"[0-9]+\",\"#\",2)", "a1b#"),
            ("=REGEXREPLACE(\"a1b22\",\"[0-9]+\",\"#\",-1)", "a1b#"),
            ("=REGEXREPLACE(\"a1b22\",\"[0-9]+\",\"#\",5)", "a1b22"),
            (
                "=REGEXREPLACE(\"SoniaBrown\",\"([A-Z][a-z]+)([A-Z][a-z]+)\",\"$2, $1\")",
                "Brown, Sonia",
            ),
            ("=REGEXREPLACE(\"x\",\"(?<n>x)\",\"${n}$0a$$\")", "xxa$"),
            ("=REGEXREPLACE(\"aA\",\"a\",\"b\",,1)", "bb"),
            (
                "=REGEXTEST(REPT(\"a\",5000)&\"b\",\"(?=(a+)+$)x\")",
                "FALSE",
            ),
            ("=REGEXTEST(\"a\",REPT(\"(a{1000}){1000}\",3))", "#VALUE!"),
            (
                "=LEN(REGEXREPLACE(REPT(\"a\",30000),\"a\",\"bb\"))",
                "#VALUE!",
            ),
        ],
    );
}

#[test]
fn shapes() {
    check_all(
        &[
            ("A1", "1"),
            ("A2", "2"),
            ("A3", "3"),
            ("C5", "7"),
            ("D6", "8"),
        ],
        &[
            ("=SUM(EXPAND(A1:A3,4,2,1))", "11"),
            ("=EXPAND(A1:A3,2)", "#VALUE!"),
            ("=INDEX(EXPAND(A1:A3,4),4,1)", "#N/A"),
            ("=COLUMNS(EXPAND(A1:A3,,3))", "3"),
            ("=INDEX(WRAPROWS(A1:A3,2,0),2,1)", "3"),
            ("=INDEX(WRAPROWS(A1:A3,2),2,2)", "#N/A"),
            ("=INDEX(WRAPCOLS(A1:A3,2,\"x\"),2,2)", "x"),
            ("=ROWS(WRAPCOLS({1,2,3,4,5,6},4))", "4"),
            ("=WRAPROWS(A1:A3,0)", "#NUM!"),
            ("=WRAPROWS({1,2;3,4},2)", "#VALUE!"),
            ("=SUM(MUNIT(3))", "3"),
            ("=INDEX(MUNIT(3),2,2)", "1"),
            ("=MUNIT(0)", "#VALUE!"),
            ("=SUM(MUNIT(5000))", "#NUM!"),
            ("=ROWS(TRIMRANGE(B1:E20))", "2"),
            ("=COLUMNS(TRIMRANGE(B1:E20))", "2"),
            ("=ROWS(TRIMRANGE(B1:E20,2))", "6"),
            ("=ROWS(TRIMRANGE(B1:E20,0,0))", "20"),
            ("=TRIMRANGE(F1:G9)", "#REF!"),
            ("=PERCENTOF(A1:A2,A1:A3)", "0.5"),
            ("=PERCENTOF(A1:A2,F1)", "#DIV/0!"),
        ],
    );
}

#[test]
fn notations() {
    check_all(
        &[],
        &[
            ("=ROMAN(499)", "CDXCIX"),
            ("=ROMAN(499,0)", "CDXCIX"),
            ("=ROMAN(499,1)", "LDVLIV"),
            ("=ROMAN(499,2)", "XDIX"),
            ("=ROMAN(499,3)", "VDIV"),
            ("=ROMAN(499,4)", "ID"),
            ("=ROMAN(499,TRUE)", "CDXCIX"),
            ("=ROMAN(499,FALSE)", "ID"),
            ("=ROMAN(45,1)", "VL"),
            ("=ROMAN(95,1)", "VC"),
            ("=ROMAN(450,1)", "LD"),
            ("=ROMAN(950,1)", "LM"),
            ("=ROMAN(1999,4)", "MIM"),
            ("=ROMAN(0)", ""),
            ("=ROMAN(4000)", "#VALUE!"),
            ("=ROMAN(-1)", "#VALUE!"),
            ("=ROMAN(1,5)", "#VALUE!"),
            ("=USDOLLAR(1234.567,2)", "$1,234.57"),
            ("=DBCS(\"Ab 1\")", "Ａｂ　１"),
            ("=JIS(\"ｶﾞﾊﾟｱ\")", "ガパア"),
            (
                "=ENCODEURL(\"http://a.b/c d?é=1\")",
                "http%3A%2F%2Fa.b%2Fc%20d%3F%C3%A9%3D1",
            ),
            ("=COMPLEX(3,4)", "3+4i"),
            ("=COMPLEX(3,4,\"j\")", "3+4j"),
            ("=COMPLEX(3,4,\"I\")", "#VALUE!"),
            ("=COMPLEX(0,1)", "i"),
            ("=COMPLEX(1,-1)", "1-i"),
            ("=COMPLEX(0,0)", "0"),
            ("=COMPLEX(1/3,-2.5)", "0.333333333333333-2.5i"),
        ],
    );
}

#[test]
fn dates_out_of_text() {
    check_all(
        &[],
        &[
            ("=DATEVALUE(\"FEB-01\")=DATE(2026,2,1)", "TRUE"),
            ("=DATEVALUE(\"2020-FEB-01\")=DATE(2020,2,1)", "TRUE"),
            ("=DATEVALUE(\"01-FEBRUARY-2020\")=DATE(2020,2,1)", "TRUE"),
            ("=DATEVALUE(\"FEBRUARY-01\")=DATE(2026,2,1)", "TRUE"),
            ("=DATEVALUE(\"Feb 1, 2020\")=DATE(2020,2,1)", "TRUE"),
            ("=DATEVALUE(\"1 Feb 20\")=DATE(2020,2,1)", "TRUE"),
            ("=DATEVALUE(\"8/22/2011\")", "40777"),
            ("=DATEVALUE(\"22-MAY-2011\")", "40685"),
            ("=DATEVALUE(\"2011/02/23\")", "40597"),
            ("=DATEVALUE(\"5-JUL\")=DATE(2026,7,5)", "TRUE"),
            ("=DATEVALUE(\"1/1/30\")", "10959"),
            ("=DATEVALUE(\"1/1/29\")=DATE(2029,1,1)", "TRUE"),
            ("=DATEVALUE(\"2011-02-23 18:30\")", "40597"),
            ("=DATEVALUE(\"10:00\")", "0"),
            ("=DATEVALUE(\"13/13/2011\")", "#VALUE!"),
            ("=DATEVALUE(\"2011-02-30\")", "#VALUE!"),
            ("=DATEVALUE(\"\")", "#VALUE!"),
            ("=DATEVALUE(40777)", "#VALUE!"),
            ("=DATEVALUE(NA())", "#N/A"),
            ("=TIMEVALUE(\"2:24 AM\")", "0.1"),
            ("=TIMEVALUE(\"22-Aug-2011 6:35 AM\")", "0.274305556"),
            ("=TIMEVALUE(\"6 pm\")", "0.75"),
            ("=TIMEVALUE(\"24:00\")", "0"),
            ("=TIMEVALUE(\"x\")", "#VALUE!"),
            ("=YEARFRAC(\"1/1/2012\",\"7/30/2012\")", "0.580555556"),
            ("=YEARFRAC(\"1/1/2012\",\"7/30/2012\",1)", "0.576502732"),
            ("=YEARFRAC(\"1/1/2012\",\"7/30/2012\",3)", "0.578082192"),
            ("=YEARFRAC(DATE(2012,7,30),DATE(2012,1,1),3)", "0.578082192"),
            ("=YEARFRAC(1,2,5)", "#NUM!"),
        ],
    );
}

#[test]
fn securities() {
    check_all(
        &[],
        &[
            (
                "=DURATION(DATE(2018,7,1),DATE(2048,1,1),0.08,0.09,2,1)",
                "10.919145282",
            ),
            (
                "=MDURATION(DATE(2008,1,1),DATE(2016,1,1),0.08,0.09,2,1)",
                "5.735669814",
            ),
            ("=COUPDAYBS(DATE(2011,1,25),DATE(2011,11,15),2,1)", "71"),
            ("=COUPDAYS(DATE(2011,1,25),DATE(2011,11,15),2,1)", "181"),
            ("=COUPDAYSNC(DATE(2011,1,25),DATE(2011,11,15),2,1)", "110"),
            (
                "=COUPNCD(\"2011-01-25\",\"2011-11-15\",2,1)=DATE(2011,5,15)",
                "TRUE",
            ),
            (
                "=COUPPCD(\"2011-01-25\",\"2011-11-15\",2,1)=DATE(2010,11,15)",
                "TRUE",
            ),
            ("=COUPNUM(\"2007-01-25\",\"2008-11-15\",2,1)", "4"),
            ("=COUPNUM(\"2007-01-25\",\"2008-11-15\",3,1)", "#NUM!"),
            ("=COUPNUM(\"2009-01-25\",\"2008-11-15\",2,1)", "#NUM!"),
            (
                "=DISC(\"2007-01-25\",\"2007-06-15\",97.975,100,1)",
                "0.052420213",
            ),
            (
                "=INTRATE(\"2008-02-15\",\"2008-05-15\",1000000,1014420,2)",
                "0.05768",
            ),
            (
                "=ROUND(RECEIVED(\"2008-02-15\",\"2008-05-15\",1000000,0.0575,2),2)",
                "1014584.65",
            ),
            (
                "=PRICEDISC(\"2008-02-16\",\"2008-03-01\",0.0525,100,2)",
                "99.795833333",
            ),
            (
                "=ROUND(YIELDDISC(\"2008-02-16\",\"2008-03-01\",99.795,100,2),6)",
                "0.052823",
            ),
            (
                "=PRICEMAT(\"2008-02-15\",\"2008-04-13\",\"2007-11-11\",0.061,0.061,0)",
                "99.984498876",
            ),
            (
                "=YIELDMAT(\"2008-03-15\",\"2008-11-03\",\"2007-11-08\",0.0625,100.0123,0)",
                "0.060954334",
            ),
            ("=AMORLINC(2400,39679,39813,300,1,0.15,1)", "360"),
            ("=AMORDEGRC(2400,39679,39813,300,1,0.15,1)", "776"),
            ("=ROUND(VDB(2400,300,3650,0,1),2)", "1.32"),
            ("=VDB(2400,300,10,0,1)", "480"),
            ("=ROUND(VDB(2400,300,120,6,18),2)", "396.31"),
            ("=ROUND(VDB(2400,300,120,6,18,1.5),2)", "311.81"),
            ("=VDB(2400,300,10,0,0.875,1.5)", "315"),
            ("=VDB(2400,300,10,0,10)", "2100"),
            ("=VDB(2400,300,10,5,4)", "#NUM!"),
            ("=FVSCHEDULE(1,{0.09,0.11,0.1})", "1.33089"),
            ("=FVSCHEDULE(1,{\"x\"})", "#VALUE!"),
            ("=PERMUTATIONA(3,2)", "9"),
            ("=PROB({0;1;2;3},{0.2;0.3;0.1;0.4},2)", "0.1"),
            ("=PROB({0;1;2;3},{0.2;0.3;0.1;0.4},1,3)", "0.8"),
            ("=PROB({0;1},{0.2;0.3},1)", "#NUM!"),
        ],
    );
}

#[test]
fn older_names() {
    check_all(
        &[
            ("A1", "1"),
            ("A2", "2"),
            ("A3", "4"),
            ("B1", "2"),
            ("B2", "3"),
            ("B3", "9"),
        ],
        &[
            ("=ROUND(COVAR(A1:A3,B1:B3),6)", "3.777778"),
            ("=CRITBINOM(6,0.5,0.75)", "4"),
            ("=ROUND(FORECAST(5,A1:A3,B1:B3),6)", "2.465116"),
            ("=ROUND(CHITEST(A1:A3,B1:B3),6)", "0.164383"),
            ("=ROUND(STDEV(A1:A3),6)", "1.527525"),
            ("=MODE({1,2,2})", "2"),
            ("=RANK(2,A1:A3)", "2"),
            ("=PERCENTILE(A1:A3,0.5)", "2"),
            ("=QUARTILE(A1:A3,2)", "2"),
            ("=ROUND(NORMDIST(1,0,1,TRUE),6)", "0.841345"),
            ("=ROUND(POISSON(2,5,FALSE),6)", "0.084224"),
            ("=ROUND(WEIBULL(105,20,100,TRUE),6)", "0.929581"),
            ("=SUMX2PY2(A1:A3,B1:B3)", "115"),
            ("=SUMX2MY2(A1:A3,B1:B3)", "-73"),
            ("=SUMXMY2(A1:A3,B1:B3)", "27"),
        ],
    );
}

const TABLE: &[(&str, &str)] = &[
    ("A1", "5"),
    ("A2", "30"),
    ("A3", "30"),
    ("A4", "45"),
    ("B1", "r0"),
    ("B2", "r1"),
    ("B3", "r2"),
    ("B4", "r3"),
    ("C1", "Albert"),
    ("C2", "Charles"),
    ("C3", "Ed"),
    ("C4", "Greg"),
    ("D1", "9"),
    ("D2", "6"),
    ("D3", "x"),
    ("D4", "3"),
    ("E1", "9700"),
    ("E2", "xyz39475"),
    ("E3", "xyz84200"),
    ("E4", "160726"),
    ("F1", "0.5"),
    ("F2", "~x"),
];

#[test]
fn lookups() {
    check_all(
        TABLE,
        &[
            ("=MATCH(30,A1:A4)", "3"),
            ("=MATCH(30,A1:A4,0)", "2"),
            ("=MATCH(30,A1:A4,FALSE)", "2"),
            ("=MATCH(30,A1:A4,\"0\")", "2"),
            ("=MATCH(30,A1:A4,Z1)", "2"),
            ("=MATCH(30,A1:A4,\"x\")", "#VALUE!"),
            ("=MATCH(30,A1:A4,NA())", "#N/A"),
            ("=MATCH(4,A1:A4)", "#N/A"),
            ("=MATCH(99,A1:A4)", "4"),
            ("=MATCH(99,A:A)", "4"),
            ("=MATCH(30,A1:B4,0)", "#N/A"),
            ("=MATCH(5,D1:D4,-1)", "2"),
            ("=MATCH(3,D1:D4,-1)", "4"),
            ("=MATCH(10,D1:D4,-1)", "#N/A"),
            ("=MATCH(\"ed*\",C1:C4,0)", "3"),
            ("=MATCH(\"Dora\",C1:C4)", "2"),
            ("=MATCH(\"??eg\",C1:C4,0)", "4"),
            ("=MATCH(\"ed*\",C1:C4,-1)", "#N/A"),
            ("=MATCH(\"~~x\",F1:F2,0)", "2"),
            ("=SUM(MATCH({5,45},A1:A4,0))", "5"),
            ("=MATCH(2,{1,2,3},0)", "2"),
            ("=MATCH(TRUE,{FALSE,TRUE},0)", "2"),
            ("=VLOOKUP(30,A1:B4,2)", "r2"),
            ("=VLOOKUP(30,A1:B4,2,FALSE)", "r1"),
            ("=VLOOKUP(30,A1:B4,2.99,0)", "r1"),
            ("=VLOOKUP(30,A1:B4,\"2\",0)", "r1"),
            ("=VLOOKUP(30,A1:B4,3,0)", "#REF!"),
            ("=VLOOKUP(30,A1:B4,0,0)", "#VALUE!"),
            ("=VLOOKUP(30,A1:B4,\"abc\",0)", "#REF!"),
            ("=VLOOKUP(30,A1:B4,2,\"abc\")", "#VALUE!"),
            ("=VLOOKUP(30,A1:B4,2,\"false\")", "r1"),
            ("=VLOOKUP(NA(),A1:B4,3,0)", "#N/A"),
            ("=VLOOKUP(4,A1:B4,2)", "#N/A"),
            ("=VLOOKUP(Z1,A1:B4,2,0)", "#N/A"),
            ("=VLOOKUP(\"gr*\",C1:D4,2,0)", "3"),
            ("=VLOOKUP(\"Ed\",C1:D4,2)", "x"),
            ("=SUM(VLOOKUP(9700,E1:F4,{1,2},0))", "9700.5"),
            ("=HLOOKUP(30,TRANSPOSE(A1:B4),2,0)", "r1"),
            ("=HLOOKUP(30,TRANSPOSE(A1:B4),3,0)", "#REF!"),
            ("=LOOKUP(31,A1:A4,B1:B4)", "r2"),
            ("=LOOKUP(31,A1:B4)", "r2"),
            ("=LOOKUP(1,A1:A4,B1:B4)", "#N/A"),
            ("=LOOKUP(2,1/(A1:A4=30),B1:B4)", "r2"),
            ("=LOOKUP(31,A1:A4,TRANSPOSE(B1:B4))", "r2"),
            ("=XLOOKUP(30,A1:A4,B1:B4)", "r1"),
            ("=XLOOKUP(30,A1:A4,B1:B4,,0,-1)", "r2"),
            ("=XLOOKUP(31,A1:A4,B1:B4,\"none\")", "none"),
            ("=XLOOKUP(31,A1:A4,B1:B4,,1)", "r3"),
            ("=XLOOKUP(31,A1:A4,B1:B4,,-1)", "r1"),
            ("=XLOOKUP(31,A1:A4,B1:B4,,1,2)", "r3"),
            ("=XLOOKUP(31,A1:A4,B1:B4,,-1,2)", "r2"),
            ("=XLOOKUP(5,{9;6;3},{1;2;3},,1,-2)", "2"),
            ("=XLOOKUP(5,{9;6;3},{1;2;3},,-1,-2)", "3"),
            ("=XLOOKUP(46523,E1:E4,A1:A4,0,1,2)", "30"),
            ("=XLOOKUP(\"gr*\",C1:C4,A1:A4,,2)", "45"),
            ("=XLOOKUP(\"gr*\",C1:C4,A1:A4)", "#N/A"),
            ("=XLOOKUP(5,A1:A4,A1:A4,,3)", "#VALUE!"),
            ("=XLOOKUP(5,A1:A4,A1:A3)", "#VALUE!"),
            ("=CONCAT(XLOOKUP(45,A1:A4,B1:C4))", "r3Greg"),
            ("=CONCAT(XLOOKUP({5;45},A1:A4,B1:B4))", "r0r3"),
            ("=XMATCH(31,A1:A4,1)", "4"),
            ("=XMATCH(30,A1:A4,0,-1)", "3"),
            ("=INDEX(A1:B4,-1,1)", "#VALUE!"),
            ("=INDEX(A1:B4,5,1)", "#REF!"),
            ("=INDEX(A1:B4,2)", "#REF!"),
            ("=INDEX(A1:A4,2)", "30"),
            ("=SUM(INDEX(A1:B4,0,1))", "110"),
            ("=SUM(A1:INDEX(A1:A4,2))", "35"),
            ("=SUM(INDEX(A1:A4,-1):A2)", "#VALUE!"),
        ],
    );
}

#[test]
fn criteria() {
    let mut cells: Vec<(String, &str)> = vec![];
    let column = [
        "5", "=\"5\"", "05x", "tea", "Tea cake", "TRUE", "FALSE", "", "=\"\"", "#N/A", "-1", "0",
    ];
    for (row, text) in (1..).zip(column) {
        cells.push((format!("A{row}"), text));
        cells.push((format!("B{row}"), "1"));
    }
    // The same again further down, in columns long enough for an index.
    for row in 1..=30 {
        cells.push((format!("C{row}"), column[row % column.len()]));
        cells.push((format!("D{row}"), "1"));
    }
    let cells: Vec<(&str, &str)> = cells.iter().map(|(a, t)| (a.as_str(), *t)).collect();
    check_all(
        &cells,
        &[
            ("=COUNTIF(A1:A12,5)", "2"),
            ("=COUNTIF(A1:A12,\"5\")", "2"),
            ("=COUNTIF(A1:A12,\"=5\")", "2"),
            ("=COUNTIF(A1:A12,\"<>5\")", "10"),
            ("=COUNTIF(A1:A12,0)", "1"),
            ("=COUNTIF(A1:A12,Z1)", "1"),
            ("=COUNTIF(A1:A12,\"tea\")", "1"),
            ("=COUNTIF(A1:A12,\"tea*\")", "2"),
            ("=COUNTIF(A1:A12,\"<>tea*\")", "10"),
            ("=COUNTIF(A1:A12,\"?ea\")", "1"),
            ("=COUNTIF(A1:A12,\"*\")", "5"),
            ("=COUNTIF(A1:A12,TRUE)", "1"),
            ("=COUNTIF(A1:A12,\"true\")", "1"),
            ("=COUNTIF(A1:A12,\"<TRUE\")", "1"),
            ("=COUNTIF(A1:A12,\">=FALSE\")", "2"),
            ("=COUNTIF(A1:A12,\"=\")", "1"),
            ("=COUNTIF(A1:A12,\"<>\")", "11"),
            ("=COUNTIF(A1:A12,\"\")", "2"),
            ("=COUNTIF(A1:A12,\">=\")", "0"),
            ("=COUNTIF(A1:A12,\"<5\")", "2"),
            ("=COUNTIF(A1:A12,\">=0\")", "2"),
            ("=COUNTIF(A1:A12,\">t\")", "2"),
            ("=COUNTIF(A1:A12,NA())", "1"),
            ("=COUNTIF(A1:A12,\"#N/A\")", "1"),
            ("=COUNTIF(C1:C30,5)", "5"),
            ("=COUNTIF(C1:C30,\"tea\")", "3"),
            ("=COUNTIF(C1:C30,\"\")", "4"),
            ("=SUMIF(A1:A12,\"tea*\",B1:B12)", "2"),
            ("=SUMIF(A1:A12,\">0\")", "5"),
            ("=SUMIFS(B1:B12,A1:A12,\"<>\",A1:A12,\"<>tea\")", "10"),
            ("=AVERAGEIF(A1:A12,\">=0\")", "2.5"),
            ("=AVERAGEIF(A1:A12,\"none\",B1:B12)", "#DIV/0!"),
            ("=COUNTIFS(A1:B12,1)", "12"),
            ("=SUMIFS(A1:B1,A1:B1,\">1\")", "5"),
            ("=SUMIF(A1:B12,1,A1:B12)", "12"),
            ("=SUMIFS(B1:B12,A1:A11,5)", "#VALUE!"),
            ("=SUM(COUNTIF(A1:A12,{5,\"tea\"}))", "3"),
            ("=SUM(COUNTIF(C1:C30,C1:C30))", "94"),
            ("=SUM(COUNTIFS(OFFSET(A1,0,0,12,1),\"tea*\"))", "2"),
        ],
    );
}

#[test]
fn samples() {
    check_all(
        &[
            ("A1", "1"),
            ("A2", "x"),
            ("A3", "3"),
            ("A4", "3"),
            ("B1", "2"),
            ("B2", "5"),
            ("B4", "1"),
        ],
        &[
            ("=SUMX2PY2(A1:A4,B1:B4)", "15"),
            ("=SUMX2PY2(A1:A3,B1:B4)", "#N/A"),
            ("=SUMX2PY2(A2,B2)", "#DIV/0!"),
            ("=SUMXMY2({1,2},{3;5})", "13"),
            ("=MODE(4,1,1,4,2)", "4"),
            ("=MODE(A1:A4)", "3"),
            ("=MODE(1,2,3)", "#N/A"),
            ("=MODE.SNGL({2,2,1,1})", "2"),
            ("=SUM(FREQUENCY({1,2,3,4,9},{2;4}))", "5"),
            ("=INDEX(FREQUENCY({1,2,3,4,9},{4;2}),1)", "2"),
            ("=INDEX(FREQUENCY({1,2,3,4,9},{2;2}),2)", "0"),
            ("=ROWS(FREQUENCY(A1:A4,B1:B4))", "4"),
            ("=SUM(ABS(FREQUENCY(A1:A4,B1:B4)))", "3"),
            (
                "=ROUND(MIRR({-120000,39000,30000,21000,37000,46000},0.1,0.12),6)",
                "0.126094",
            ),
            ("=MIRR({1,2,3},0.1,0.1)", "#DIV/0!"),
            ("=MIRR({-1,-2,-3},0.1,0.1)", "-1"),
            ("=FLOOR(0,0)", "0"),
            ("=FLOOR(5,0)", "#DIV/0!"),
            ("=FLOOR(-2.2,-1.1)", "-2.2"),
            ("=FLOOR(2.5,-1)", "#NUM!"),
            ("=FLOOR(-2.5,1)", "-3"),
            ("=CEILING(5,0)", "0"),
            ("=CEILING(-2.5,2)", "-2"),
            ("=CEILING(0.3,0.1)", "0.3"),
            ("=SUM(CEILING({1.2,2.3},1))", "5"),
        ],
    );
}

#[test]
fn regression() {
    let points = [(1, 2, 3), (2, 1, 5), (3, 5, 4), (4, 3, 9), (5, 8, 6)];
    let mut cells: Vec<(String, String)> = vec![];
    for (row, (x, z, y)) in (1..).zip(points) {
        cells.push((format!("A{row}"), x.to_string()));
        cells.push((format!("B{row}"), z.to_string()));
        cells.push((format!("C{row}"), y.to_string()));
    }
    let cells: Vec<(&str, &str)> = cells
        .iter()
        .map(|(a, t)| (a.as_str(), t.as_str()))
        .collect();
    check_all(
        &cells,
        &[
            ("=INDEX(LINEST(C1:C5),1)", "1"),
            ("=INDEX(LINEST(C1:C5,A1:A5),2)", "2.4"),
            ("=ROUND(SUM(TREND(C1:C5,A1:A5)),9)", "27"),
            ("=TREND(C1:C5,A1:A5,6)", "8.4"),
            ("=SUM(TREND(C1:C5,,{6,7}))", "17.8"),
            ("=TREND({1,2,3},{2,4,6},10)", "5"),
            ("=TREND({1,2,3},{2,4,6},10,FALSE)", "5"),
            ("=COLUMNS(LINEST(C1:C5,A1:B5))", "3"),
            ("=ROUND(TREND(C1:C5,A1:B5,{6,4}),6)", "12.185714"),
            ("=ROWS(LINEST(C1:C5,A1:B5,TRUE,TRUE))", "5"),
            ("=INDEX(LINEST(C1:C5,A1:B5,TRUE,TRUE),4,2)", "2"),
            ("=INDEX(LINEST(C1:C5,A1:B5,TRUE,TRUE),3,3)", "#N/A"),
            (
                "=ROUND(INDEX(LINEST(C1:C5,A1:A5,TRUE,TRUE),3,1),6)",
                "0.471698",
            ),
            ("=INDEX(LINEST(C1:C5,A1:A5,FALSE,TRUE),2,2)", "#N/A"),
            ("=ROUND(GROWTH({2,4,8},{1,2,3},4),6)", "16"),
            ("=ROUND(INDEX(LOGEST({2,4,8}),1),6)", "2"),
            ("=GROWTH({-1,2},{1,2})", "#NUM!"),
            ("=TREND(C1:C5,A1:A4)", "#REF!"),
            ("=TREND(C1:C6,A1:A6)", "#VALUE!"),
            ("=INDEX(LINEST({1,2,3},{2,2,2}),1)", "0"),
        ],
    );
}
#[test]
fn functions_of_single_values_take_arrays() {
    check_all(
        &[
            ("A1", "-1.26"),
            ("A2", "2.34"),
            ("A3", "tea"),
            ("B1", "46348"),
            ("B2", "46380"),
        ],
        &[
            ("=SUM(ABS({-1,2}))", "3"),
            ("=SUM(ABS(A1:A2*1))", "3.6"),
            ("=SUM(ABS(A1:A2))", "3.6"),
            ("=SUM(ABS(TRANSPOSE(A1:A2)))", "3.6"),
            ("=SUM(ABS(SEQUENCE(3)))", "6"),
            ("=SUM(ABS(FREQUENCY({1,2},{1})))", "2"),
            ("=SUM(ROUND(A1:A2,{0,1}))", "2"),
            ("=SUM(ROUND(CEILING({1,2},2),1))", "4"),
            ("=SUM(LEN({\"a\",\"bb\"}&\"x\"))", "5"),
            ("=SUM(LEN(A1:A4))", "12"),
            ("=SUMPRODUCT(LEN(A1:A3))", "12"),
            ("=SUMPRODUCT(--ISNUMBER(SEARCH(\"e\",A1:A3)))", "1"),
            ("=SUMPRODUCT(--(MONTH(B1:B2)=12))", "1"),
            ("=SUM(--ISBLANK(A1:A5))", "2"),
            ("=SUM(--ISERROR(1/{0,1}))", "1"),
            ("=SUM(INT(VLOOKUP({1,2},{1,2;2,3},2)))", "5"),
            ("=SUM(TANH({0,0}))", "0"),
            ("=CONCAT(LEFT({\"ab\";\"cd\"}))", "ac"),
            ("=CONCAT(TEXT({1,2},\"0.0\"))", "1.02.0"),
            ("=CONCAT(IFERROR(MOD({5,6},{2;0}),\"!\"))", "10!!"),
            ("=INDEX(MOD({5,6,7},{2,3}),3)", "#N/A"),
            ("=SUM(DATE(2026,{1,2},1))", "92077"),
            ("=AVERAGE(\"a\",\"b\")", "#VALUE!"),
            ("=AVERAGE(\"1\",3)", "2"),
            ("=AVERAGE(A1:A3,TRUE)", "0.693333333"),
            ("=AND(TRUE,\"x\")", "#VALUE!"),
            ("=AND(TRUE,A9)", "TRUE"),
            ("=RIGHT(TRUE,2)", "UE"),
            ("=LEN(FALSE)", "5"),
            ("=UPPER(TRUE)&LOWER(FALSE)", "TRUEfalse"),
            ("=REPLACE(\"ABCDEF\",\"3.9\",\"40\",\"x\")", "ABx"),
            ("=MID(\"abcdef\",\"2\",\"3\")", "bcd"),
            ("=MID(\"abcdef\",\"x\",3)", "#VALUE!"),
            (
                "=ROUND(PMT(\"0.01\",\"12\",\"200\",\"-300\",TRUE),6)",
                "5.826613",
            ),
            ("=ROUND(NPER(\"0.01\",TRUE,\"10\",-20),6)", "8.744571"),
            ("=YEAR(\"2026-11-02\")", "2026"),
            ("=ABS(\"-3%\")", "0.03"),
            ("=ABS(\"x\")", "#VALUE!"),
            ("=REGEXEXTRACT(1/3,\".+\")", "0.333333333333333"),
            ("=REGEXEXTRACT(123456789012,\".+\")", "123456789012"),
        ],
    );
}

#[test]
fn complex_numbers_have_fifteen_digits() {
    check_all(
        &[],
        &[
            ("=IMLN(\"3+4i\")", "1.6094379124341+0.927295218001612i"),
            ("=IMSQRT(\"1+i\")", "1.09868411346781+0.455089860562227i"),
            ("=IMSUM(\"0.1+0.1i\",\"0.2+0.2i\")", "0.3+0.3i"),
            ("=IMPRODUCT(\"3+4i\",\"5-3i\")", "27+11i"),
            ("=IMDIV(\"-238+240i\",\"10+24i\")", "5+12i"),
            ("=IMPOWER(\"2+3i\",3)", "-46+9i"),
            ("=IMCOS(\"1+j\")", "0.833730025131149-0.988897705762865j"),
            ("=IMSUB(\"1+i\",\"1\")", "i"),
            ("=IMREAL(\"1e-3+2E+2i\")", "0.001"),
        ],
    );
}

#[test]
fn databases() {
    let rows = [
        ["name", "age", "hat"],
        ["Huey", "6", "cap~"],
        ["Dewey", "7", "cap?"],
        ["Louie", "8", "cap*"],
        ["Donald", "32", "sailor's hat"],
        ["Scrooge", "62", "top hat"],
    ];
    let mut cells: Vec<(String, &str)> = vec![];
    for (row, line) in (1..).zip(rows) {
        for (col, text) in ["A", "B", "C"].into_iter().zip(line) {
            cells.push((format!("{col}{row}"), text));
        }
    }
    let criteria = [
        ("E", ["age", "<7", ""]),
        ("F", ["hat", "top", ""]),
        ("G", ["hat", "=top hat", ""]),
        ("H", ["hat", "=cap~?", ""]),
        ("I", ["age", ">7", "6"]),
        ("J", ["Age", "", ""]),
        ("K", ["name", "=top", ""]),
        ("L", ["hat", "=t*p hat", ""]),
    ];
    for (col, lines) in criteria {
        for (row, text) in (1..).zip(lines) {
            cells.push((format!("{col}{row}"), text));
        }
    }
    let quoted: Vec<(String, String)> = cells
        .into_iter()
        .map(|(address, text)| match text.strip_prefix('=') {
            Some(rest) => (address, format!("=\"={rest}\"")),
            None => (address, text.to_owned()),
        })
        .collect();
    let cells: Vec<(&str, &str)> = quoted
        .iter()
        .map(|(a, t)| (a.as_str(), t.as_str()))
        .collect();
    check_all(
        &cells,
        &[
            ("=DGET(A1:C6,\"name\",E1:E2)", "Huey"),
            ("=DGET(A1:C6,\"name\",F1:F2)", "Scrooge"),
            ("=DGET(A1:C6,1,G1:G2)", "Scrooge"),
            ("=DGET(A1:C6,\"name\",H1:H2)", "Dewey"),
            ("=DGET(A1:C6,\"name\",L1:L2)", "Scrooge"),
            ("=DGET(A1:C6,\"name\",K1:K2)", "#VALUE!"),
            ("=DGET(A1:C6,\"name\",I1:I2)", "#NUM!"),
            ("=DGET(A1:C6,\"none\",E1:E2)", "#VALUE!"),
            ("=DGET(A1:C6,4,E1:E2)", "#VALUE!"),
            ("=DSUM(A1:C6,\"AGE\",I1:I3)", "108"),
            ("=DCOUNT(A1:C6,\"age\",I1:I3)", "4"),
            ("=DCOUNT(A1:C6,,J1:J2)", "5"),
            ("=DCOUNTA(A1:C6,\"hat\",I1:I2)", "3"),
            ("=DMAX(A1:C6,2,J1:J2)", "62"),
            ("=DMIN(A1:C6,2,I1:I2)", "8"),
            ("=DAVERAGE(A1:C6,2,I1:I2)", "34"),
            ("=DAVERAGE(A1:C6,2,K1:K2)", "#DIV/0!"),
            ("=DPRODUCT(A1:C6,2,E1:E2)", "6"),
            ("=DVARP(A1:C6,2,I1:I2)", "488"),
            ("=DVAR(A1:C6,2,E1:E2)", "#DIV/0!"),
        ],
    );
}

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
            ("=SUM(MAKEARRAY(10000,10000,LAMBDA(r,c,1)))", "#NUM!"),
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
                grid.set("D5", &format!("={name}({})", args.join(",")));
                grid.recalc();
            }
        }
    }
}
#[test]
fn what_excels_documentation_shows() {
    check_all(
        &[
            ("A1", "3"),
            ("A2", "1"),
            ("A3", "2"),
            ("B1", "c"),
            ("B2", "a"),
            ("B3", "b"),
            ("C1", "10"),
            ("C2", "10"),
            ("C3", "5"),
            ("D1", "2026-11-02"),
            ("E1", "hello world"),
        ],
        &[
            ("=CONCAT(SORT(A1:A3))", "123"),
            ("=CONCAT(SORT(A1:A3,1,-1))", "321"),
            ("=CONCAT(SORTBY(B1:B3,A1:A3))", "abc"),
            ("=CONCAT(UNIQUE(C1:C3))", "105"),
            ("=CONCAT(UNIQUE(C1:C3,,TRUE))", "5"),
            ("=CONCAT(FILTER(B1:B3,A1:A3>1))", "cb"),
            ("=FILTER(B1:B3,A1:A3>9)", "#CALC!"),
            ("=FILTER(B1:B3,A1:A3>9,\"none\")", "none"),
            ("=CONCAT(TAKE(A1:A3,2))", "31"),
            ("=CONCAT(TAKE(A1:A3,-1))", "2"),
            ("=CONCAT(DROP(A1:A3,1))", "12"),
            ("=CONCAT(TOCOL(A1:B3))", "3c1a2b"),
            ("=CONCAT(TOROW(A1:B3,,TRUE))", "312cab"),
            ("=CONCAT(CHOOSECOLS(A1:C3,-1))", "10105"),
            ("=CONCAT(HSTACK(A1:A2,B1:B2))", "3c1a"),
            ("=CONCAT(VSTACK(A1:A2,B1:B2))", "31ca"),
            ("=CONCAT(TEXTSPLIT(\"a,b;c\",\",\",\";\"))", "#N/A"),
            ("=CONCAT(TEXTSPLIT(\"a,b\",\",\"))", "ab"),
            ("=TEXTBEFORE(\"a-b-c\",\"-\",2)", "a-b"),
            ("=TEXTAFTER(\"a-b-c\",\"-\",-1)", "c"),
            ("=TEXTBEFORE(\"abc\",\"x\")", "#N/A"),
            ("=TEXTJOIN(\",\",TRUE,B1:B3,Z1,\"d\")", "c,a,b,d"),
            ("=SWITCH(3,1,\"a\",2,\"b\",\"z\")", "z"),
            ("=SWITCH(3,1,\"a\")", "#N/A"),
            ("=IFS(FALSE,1,TRUE,2)", "2"),
            ("=IFS(FALSE,1)", "#N/A"),
            ("=NETWORKDAYS(DATE(2026,11,1),DATE(2026,11,30))", "21"),
            (
                "=NETWORKDAYS.INTL(DATE(2026,11,1),DATE(2026,11,30),11)",
                "25",
            ),
            ("=WORKDAY(DATE(2026,11,2),5)-DATE(2026,11,2)", "7"),
            (
                "=WORKDAY.INTL(DATE(2026,11,2),5,\"0000011\")-DATE(2026,11,2)",
                "7",
            ),
            ("=DATEDIF(DATE(2020,1,31),DATE(2021,3,1),\"m\")", "13"),
            ("=DATEDIF(DATE(2020,1,31),DATE(2021,3,1),\"md\")", "-2"),
            ("=DATEDIF(DATE(2020,1,31),DATE(2021,3,1),\"yd\")", "29"),
            ("=WEEKNUM(DATE(2026,1,4))", "2"),
            ("=WEEKNUM(DATE(2026,1,4),2)", "1"),
            ("=WEEKNUM(DATE(2026,1,4),21)", "1"),
            ("=ISOWEEKNUM(DATE(2027,1,1))", "53"),
            ("=WEEKDAY(DATE(2026,11,2),2)", "1"),
            ("=EOMONTH(DATE(2026,1,31),1)-DATE(2026,2,28)", "0"),
            ("=EDATE(DATE(2026,1,31),1)-DATE(2026,2,28)", "0"),
            ("=DAYS360(DATE(2026,1,31),DATE(2026,3,31))", "60"),
            ("=DAYS(\"3/15/21\",\"2/1/21\")", "42"),
            ("=DATE(2026,14,1)-DATE(2027,2,1)", "0"),
            ("=DATE(108,1,2)-DATE(2008,1,2)", "0"),
            ("=TIME(27,0,0)", "0.125"),
            ("=HOUR(\"7:45 PM\")", "19"),
            ("=MINUTE(0.78125)", "45"),
            ("=SECOND(\"4:48:18 PM\")", "18"),
            ("=ROUND(2.15,1)", "2.2"),
            ("=ROUND(-1.475,2)", "-1.48"),
            ("=ROUND(626.3,-3)", "1000"),
            ("=ROUND(1.005,2)", "1.01"),
            ("=ROUNDUP(-3.14159,1)", "-3.2"),
            ("=ROUNDDOWN(31415.92654,-2)", "31400"),
            ("=MROUND(-10,-3)", "-9"),
            ("=MROUND(5,-2)", "#NUM!"),
            ("=TRUNC(-8.9)", "-8"),
            ("=INT(-8.9)", "-9"),
            ("=MOD(-3,2)", "1"),
            ("=MOD(3,-2)", "-1"),
            ("=MOD(3,0)", "#DIV/0!"),
            ("=MOD(1.1,0.1)", "0"),
            ("=EVEN(-1)", "-2"),
            ("=ODD(-2)", "-3"),
            ("=CEILING.MATH(-5.5,2,-1)", "-6"),
            ("=FLOOR.MATH(-5.5,2,-1)", "-4"),
            ("=SIGN(-3)", "-1"),
            ("=POWER(98.6,3.2)", "2401077.222069578"),
            ("=SQRT(-1)", "#NUM!"),
            ("=LOG(8,2)", "3"),
            ("=LN(0)", "#NUM!"),
            ("=FACT(1.9)", "1"),
            ("=FACT(-1)", "#NUM!"),
            ("=COMBIN(8,2)", "28"),
            ("=GCD(24,36)", "12"),
            ("=LCM(24,36)", "72"),
            ("=QUOTIENT(-10,3)", "-3"),
            ("=BASE(7,2,8)", "00000111"),
            ("=DECIMAL(\"FF\",16)", "255"),
            ("=ARABIC(\"LVII\")", "57"),
            ("=SUMSQ(3,4)", "25"),
            ("=SERIESSUM(2,0,1,{1,1,1})", "7"),
            ("=MULTINOMIAL(2,3,4)", "1260"),
            ("=RANDBETWEEN(3,3)", "3"),
            ("=SEQUENCE(2)", "1"),
            ("=PROPER(\"2-way street's\")", "2-Way Street'S"),
            ("=TRIM(\"  a   b \")", "a b"),
            ("=SUBSTITUTE(\"aaa\",\"a\",\"b\",2)", "aba"),
            ("=SEARCH(\"~?\",\"a?\")", "2"),
            ("=FIND(\"b\",\"abcb\",3)", "4"),
            ("=FIND(\"x\",\"abc\")", "#VALUE!"),
            ("=FIND(\"\",\"abc\")", "1"),
            ("=NUMBERVALUE(\"2.500,27\",\",\",\".\")", "2500.27"),
            ("=NUMBERVALUE(\"3.5%\")", "0.035"),
            ("=VALUE(\"$1,000\")", "1000"),
            ("=VALUE(\"-$5.5\")", "-5.5"),
            ("=VALUE(\"(1,000)\")", "-1000"),
            ("=VALUE(\"x\")", "#VALUE!"),
            ("=VALUE(\"\")", "#VALUE!"),
            ("=VALUE(\"1e3\")", "1000"),
            ("=VALUE(\"12%\")", "0.12"),
            ("=VALUE(TRUE)", "#VALUE!"),
            ("=VALUE(A9)", "0"),
            ("=SUM(SMALL(A1:A3,ROW(A1:A2)))", "3"),
            ("=LARGE(A1:A3,0)", "#NUM!"),
            ("=PERCENTILE.EXC({1,2,3},0.1)", "#NUM!"),
            ("=QUARTILE.EXC({6,7,15,36,39,40,41,42,43,47,49},1)", "15"),
            ("=AGGREGATE(15,6,{1,2,3}/{0,1,1},1)", "2"),
            ("=AGGREGATE(9,4,A1:A3)", "6"),
            ("=VLOOKUP(\"a\",IF({1,0},B1:B3,A1:A3),2,FALSE)", "1"),
            ("=VALUE(\"16:48:00\")-VALUE(\"12:00:00\")", "0.2"),
            ("=FIXED(1234.567,1)", "1,234.6"),
            ("=FIXED(-1234.567,-1,TRUE)", "-1230"),
            ("=DOLLAR(-1234.567,-2)", "($1,200)"),
            ("=CODE(\"A\")", "65"),
            ("=CHAR(128)", "€"),
            ("=UNICHAR(66)", "B"),
            ("=CLEAN(CHAR(9)&\"a\")", "a"),
            ("=EXACT(\"a\",\"A\")", "FALSE"),
            ("=REPT(\"ab\",2.9)", "abab"),
            ("=T(5)", ""),
            ("=N(\"x\")", "0"),
            ("=LEFT(\"abc\",-1)", "#VALUE!"),
            ("=MID(\"abc\",0,1)", "#VALUE!"),
            ("=MID(\"abc\",5,1)", ""),
            ("=REPLACE(\"abc\",2,1,\"\")", "ac"),
            ("=CONCAT(A1:B2)", "3c1a"),
            ("=VALUETOTEXT(\"a\",1)", "\"a\""),
            ("=ARRAYTOTEXT({1,2;3,4},1)", "{1,2;3,4}"),
            ("=LARGE(A1:A3,2)", "2"),
            ("=SMALL({3,1,2},1)", "1"),
            ("=LARGE(A1:A3,4)", "#NUM!"),
            ("=RANK(2,A1:A3)", "2"),
            ("=RANK.AVG(10,C1:C3)", "1.5"),
            ("=MEDIAN(A1:A3,10)", "2.5"),
            ("=PERCENTILE({1,2,3,4},0.3)", "1.9"),
            ("=QUARTILE({1,2,4,7,8,9,10,12},1)", "3.5"),
            ("=PERCENTRANK({13,12,11,8,4,3,2,1,1,1},2)", "0.333"),
            ("=STDEV(A1:A3)", "1"),
            ("=VAR.P(A1:A3)", "0.666666667"),
            ("=CORREL(A1:A3,C1:C3)", "0"),
            ("=SLOPE({1,2,3},{2,4,6})", "0.5"),
            ("=COUNTBLANK(A1:B5)", "4"),
            ("=MAXIFS(A1:A3,C1:C3,10)", "3"),
            ("=MINIFS(A1:A3,B1:B3,\"<>a\")", "2"),
            ("=AGGREGATE(14,6,A1:A3/(A1:A3>1),1)", "3"),
            ("=SUBTOTAL(9,A1:A3)", "6"),
            ("=TRIMMEAN({4,5,6,7,2,3,4,5,1,2,3},0.2)", "3.777777778"),
            ("=GEOMEAN({4,5,8,7,11,4,3})", "5.47698697"),
            ("=KURT({3,4,5,2,3,4,5,6,4,7})", "-0.151799637"),
            ("=SKEW({3,4,5,2,3,4,5,6,4,7})", "0.359543071"),
            (
                "=FORECAST(30,{6,7,9,15,21},{20,28,31,38,40})",
                "10.607253086",
            ),
            ("=ROUND(PMT(0.08/12,10,10000),2)", "-1037.03"),
            ("=ROUND(FV(0.06/12,10,-200,-500,1),2)", "2581.4"),
            ("=ROUND(PV(0.08/12,240,500),2)", "-59777.15"),
            ("=ROUND(NPER(0.01,-100,-1000,10000,1),4)", "59.6739"),
            ("=ROUND(RATE(48,-200,8000),6)", "0.007701"),
            ("=ROUND(IPMT(0.1/12,1,36,8000),2)", "-66.67"),
            ("=ROUND(PPMT(0.1/12,1,24,2000),2)", "-75.62"),
            ("=ROUND(NPV(0.1,-10000,3000,4200,6800),2)", "1188.44"),
            (
                "=ROUND(IRR({-70000,12000,15000,18000,21000,26000}),6)",
                "0.086631",
            ),
            (
                "=ROUND(XNPV(0.09,{-10000,2750,4250,3250,2750},{39448,39508,39751,39859,39904}),2)",
                "2086.65",
            ),
            (
                "=ROUND(XIRR({-10000,2750,4250,3250,2750},{39448,39508,39751,39859,39904}),6)",
                "0.373363",
            ),
            ("=ROUND(DB(1000000,100000,6,1,7),2)", "186083.33"),
            ("=ROUND(DDB(2400,300,3650,1),2)", "1.32"),
            ("=SLN(30000,7500,10)", "2250"),
            ("=ROUND(SYD(30000,7500,10,1),2)", "4090.91"),
            ("=ROUND(EFFECT(0.0525,4),6)", "0.053543"),
            ("=ROUND(NOMINAL(0.053543,4),4)", "0.0525"),
            ("=ROUND(CUMIPMT(0.09/12,360,125000,13,24,0),2)", "-11135.23"),
            (
                "=ROUND(PRICE(DATE(2008,2,15),DATE(2017,11,15),0.0575,0.065,100,2,0),4)",
                "94.6344",
            ),
            (
                "=ROUND(YIELD(DATE(2008,2,15),DATE(2016,11,15),0.0575,95.04287,100,2,0),6)",
                "0.065",
            ),
            (
                "=ROUND(ACCRINT(DATE(2008,3,1),DATE(2008,8,31),DATE(2008,5,1),0.1,1000,2,0),6)",
                "16.666667",
            ),
            (
                "=ROUND(TBILLEQ(DATE(2008,3,31),DATE(2008,6,1),0.0914),6)",
                "0.094151",
            ),
            ("=DOLLARDE(1.02,16)", "1.125"),
            ("=ADDRESS(2,3)", "$C$2"),
            (
                "=ADDRESS(2,3,2,FALSE,\"EXCEL SHEET\")",
                "'EXCEL SHEET'!R2C[3]",
            ),
            ("=CHOOSE(2,\"a\",\"b\")", "b"),
            ("=CHOOSE(3,\"a\",\"b\")", "#VALUE!"),
            ("=ROWS({1,2;3,4})", "2"),
            ("=COLUMNS(A1:C3)", "3"),
            ("=TYPE({1,2})", "64"),
            ("=ERROR.TYPE(NA())", "7"),
            ("=ISEVEN(-1)", "FALSE"),
            ("=ISTEXT(E1)", "TRUE"),
            ("=XOR(TRUE,TRUE,TRUE)", "TRUE"),
            ("=CONVERT(68,\"F\",\"C\")", "20"),
            ("=CONVERT(1,\"lbm\",\"kg\")", "0.45359237"),
            ("=DEC2HEX(-54)", "FFFFFFFFCA"),
            ("=DEC2BIN(9,4)", "1001"),
            ("=BIN2DEC(1111111111)", "-1"),
            ("=HEX2DEC(\"FFFFFFFF5B\")", "-165"),
            ("=BITAND(13,25)", "9"),
            ("=DELTA(5,5)", "1"),
            ("=ERF(1)", "0.842700793"),
            ("=GAMMA(2.5)", "1.329340388"),
            ("=NORM.DIST(42,40,1.5,TRUE)", "0.90878878"),
            ("=T.INV.2T(0.546449,60)", "0.606533076"),
            ("=CHISQ.DIST(0.5,1,TRUE)", "0.520499878"),
            ("=BINOM.DIST(6,10,0.5,FALSE)", "0.205078125"),
            ("=HYPGEOM.DIST(1,4,8,20,FALSE)", "0.363261094"),
            ("=F.DIST(15.20686486,6,4,TRUE)", "0.99"),
            ("=GAMMA.DIST(10.00001131,9,2,TRUE)", "0.068094004"),
            ("=WEIBULL(105,20,100,TRUE)", "0.92958139"),
            ("=BETA.DIST(2,8,10,TRUE,1,3)", "0.685470581"),
            ("=Z.TEST({3,6,7,8,6,5,4,2,1,9},4)", "0.090574197"),
            (
                "=T.TEST({3,4,5,8,9,1,2,4,5},{6,19,3,2,14,4,5,17,1},2,1)",
                "0.196015785",
            ),
            ("=CONFIDENCE(0.05,2.5,50)", "0.692951912"),
            ("=SUMPRODUCT((A1:A3>1)*(C1:C3=10)*A1:A3)", "3"),
            ("=SUMPRODUCT(A1:A3,C1:C3)", "50"),
            ("=SUM(IF(A1:A3>1,C1:C3))", "15"),
            ("=SUM((A1:A3={1,2})*1)", "2"),
            ("=MAX(IF(B1:B3=\"a\",A1:A3))", "1"),
            ("=INDEX(B1:B3,MATCH(1,(A1:A3=2)*(C1:C3=5),0))", "b"),
            ("=SUM(LARGE(A1:A3,{1,2}))", "5"),
            ("=SUM(A1:A3*TRANSPOSE(A1:A3))", "36"),
            ("=AVERAGE(IF(A1:A3>1,A1:A3))", "2.5"),
            ("=LOOKUP(2,1/(A1:A3=1),B1:B3)", "a"),
            ("=COUNT(1/(A1:A3>1))", "2"),
            ("=TEXTJOIN(\",\",TRUE,IF(A1:A3>1,B1:B3,\"\"))", "c,b"),
            ("=OR(A1:A3=2)", "TRUE"),
            ("=AND(A1:A3>0)", "TRUE"),
            ("=SUM(--(LEFT(B1:B3)=\"a\"))", "1"),
            ("=SUM(CHOOSE({1,2},A1:A3,C1:C3))", "31"),
            ("=VLOOKUP(\"a\",CHOOSE({1,2},B1:B3,A1:A3),2,FALSE)", "1"),
        ],
    );
}
