//! Criteria and databases.

use super::check_all;

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
