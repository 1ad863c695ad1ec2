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
