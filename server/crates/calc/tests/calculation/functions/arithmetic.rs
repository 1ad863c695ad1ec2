//! Arithmetic, kinds of values, units, and dates made of parts.

use super::check_all;
use crate::grid::Grid;

#[test]
fn arithmetic() {
    check_all(
        &[
            ("A1", "7"),
            ("A2", "tea"),
            ("A3", "TRUE"),
            ("A5", "=\"12\""),
            ("B1", "12"),
            ("B2", "18"),
        ],
        &[
            ("=MOD(5.5,1.1)", "0"),
            ("=MOD(-3,2)", "1"),
            ("=MOD(3,-2)", "-1"),
            ("=MOD(1,0)", "#DIV/0!"),
            ("=MOD(1E20,3)", "#NUM!"),
            ("=POWER(0,0)", "#NUM!"),
            ("=POWER(0,-1)", "#DIV/0!"),
            ("=POWER(4,0.5)", "2"),
            ("=LOG(8,1)", "#DIV/0!"),
            ("=LOG(100,)", "#NUM!"),
            ("=LOG(8,2)", "3"),
            ("=GCD(B1:B2)", "6"),
            ("=LCM(B1:B3)", "36"),
            ("=LCM(0,4)", "0"),
            ("=GCD(-1)", "#NUM!"),
            ("=GCD(A2)", "#VALUE!"),
            ("=PRODUCT(A1:A5)", "7"),
            ("=PRODUCT(2,\"3\",TRUE)", "6"),
            ("=PRODUCT(2,\"x\")", "#VALUE!"),
            ("=PRODUCT(Z1:Z2)", "0"),
            ("=SUMPRODUCT(A1:A5,{1;10;100;1000;10000})", "7"),
            ("=SUMPRODUCT((B1:B2>12)*B1:B2)", "18"),
            ("=SUMPRODUCT(B1:B2,B1:B3)", "#VALUE!"),
            ("=SUM(CHOOSE(2,A1,B1:B2))", "30"),
            ("=MAXIFS(B1:B2,A1:A2,\"*\")", "18"),
            ("=MINIFS(B1:B2,B1:B2,\">0\")", "12"),
            ("=MAXIFS(B1:B2,A1:A3,1)", "#VALUE!"),
            ("=MAXIFS(B1:B2,B1:B2,99)", "0"),
            ("=CONFIDENCE.T(0.05,1,1)", "#DIV/0!"),
        ],
    );
}

#[test]
fn kinds_of_values() {
    let mut grid = Grid::new(&["Plan", "Data"]);
    grid.set("A1", "=1/0");
    grid.set("Data!B2", "=1+1");
    let cases = [
        ("B1", "=TYPE(A1)", "16"),
        ("B2", "=TYPE({1,2})", "64"),
        ("B3", "=ISEVEN(Z1)", "TRUE"),
        ("B4", "=ISODD(\"3\")", "TRUE"),
        ("B5", "=ISEVEN(TRUE)", "#VALUE!"),
        ("B6", "=SHEET()", "1"),
        ("B7", "=SHEET(Data!A1)", "2"),
        ("B8", "=SHEET(\"data\")", "2"),
        ("B9", "=SHEETS(Data!A1)", "1"),
        ("B10", "=ISFORMULA(Data!B2)", "TRUE"),
        ("B11", "=ISFORMULA(Data!B3)", "FALSE"),
        ("B12", "=ISFORMULA(5)", "#VALUE!"),
    ];
    for (address, formula, _) in cases {
        grid.set(address, formula);
    }
    grid.recalc();
    for (address, formula, expected) in cases {
        assert_eq!(grid.text(address), expected, "{formula}");
    }
}

#[test]
fn units_and_engineering() {
    check_all(
        &[],
        &[
            ("=CONVERT(68,\"F\",\"C\")", "20"),
            ("=CONVERT(0,\"C\",\"K\")", "273.15"),
            ("=CONVERT(80,\"Reau\",\"C\")", "100"),
            ("=CONVERT(1,\"lbm\",\"kg\")", "0.45359237"),
            ("=CONVERT(2.5,\"ft\",\"cm\")", "76.2"),
            ("=CONVERT(1,\"hr\",\"sec\")", "3600"),
            ("=CONVERT(1,\"km2\",\"m2\")", "1000000"),
            ("=CONVERT(1,\"cm^3\",\"mm3\")", "1000"),
            ("=CONVERT(1,\"kibyte\",\"bit\")", "8192"),
            ("=CONVERT(1,\"kibit\",\"m\")", "#N/A"),
            ("=CONVERT(1,\"kft\",\"m\")", "#N/A"),
            ("=CONVERT(1,\"FT\",\"m\")", "#N/A"),
            ("=SUM(CONVERT({1,2},\"m\",\"cm\"))", "300"),
            ("=BESSELI(1.5,1)", "0.981666429"),
            ("=BESSELI(-1.5,1)", "-0.981666429"),
            ("=BESSELK(1.5,0)", "0.213805563"),
            ("=BESSELK(0,0)", "#NUM!"),
            ("=IMDIV(\"1+i\",\"0\")", "#NUM!"),
            ("=IMSUM(\"i\",\"j\")", "#VALUE!"),
        ],
    );
}

#[test]
fn dates_of_parts() {
    check_all(
        &[("A1", "2006-01-02"), ("A2", "2006-01-16")],
        &[
            ("=DATE(10000,1,1)", "#NUM!"),
            ("=DATE(-1,1,1)", "#NUM!"),
            ("=DATE(1900,1,-1)", "#NUM!"),
            ("=DATE(108,1,2)", "39449"),
            ("=DATE(1900,2,29)", "60"),
            ("=DATE(2024,14,-1)", "45687"),
            ("=EDATE(1,-2)", "#NUM!"),
            ("=EDATE(DATE(2024,1,31),1)=DATE(2024,2,29)", "TRUE"),
            ("=EOMONTH(1,-2)", "#NUM!"),
            ("=EOMONTH(DATE(2023,1,5),1)=DATE(2023,2,28)", "TRUE"),
            ("=TIME(-1,0,0)", "#NUM!"),
            ("=TIME(27,0,0)", "0.125"),
            (
                "=NETWORKDAYS.INTL(DATE(2006,1,1),DATE(2006,2,1),7,A1:A3)",
                "22",
            ),
            (
                "=NETWORKDAYS.INTL(DATE(2006,1,1),DATE(2006,2,1),7,{\"2006/1/2\",\"2006/1/16\"})",
                "22",
            ),
            (
                "=NETWORKDAYS.INTL(DATE(2006,2,1),DATE(2006,1,1),\"0000011\")",
                "-23",
            ),
            (
                "=NETWORKDAYS.INTL(DATE(2006,1,1),DATE(2006,2,1),\"1111111\")",
                "0",
            ),
            (
                "=NETWORKDAYS.INTL(DATE(2006,1,1),DATE(2006,2,1),\"00x\")",
                "#VALUE!",
            ),
            (
                "=NETWORKDAYS.INTL(DATE(2006,1,1),DATE(2006,2,1),8)",
                "#NUM!",
            ),
            ("=VALUE(\"1 2\")", "#VALUE!"),
            ("=DB(1000000,100000,6,7,7)", "15845.098473848"),
            ("=DB(1000,100,5,7)", "#NUM!"),
            ("=DOLLARDE(1.02,16)", "1.125"),
            ("=DOLLARDE(1.1,0.5)", "#DIV/0!"),
            ("=DOLLARFR(1.125,16)", "1.02"),
            ("=DOLLARFR(1.1,-1)", "#NUM!"),
        ],
    );
}
