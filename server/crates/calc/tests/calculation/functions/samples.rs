//! Samples and regression.

use super::check_all;

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
