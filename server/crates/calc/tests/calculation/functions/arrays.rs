//! Arrays.

use super::check_all;

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
fn lines_of_arrays() {
    check_all(
        &[("A1", "3"), ("A2", "1"), ("A3", "2"), ("B1", "x")],
        &[
            ("=CONCAT(SORT(A1:A3))", "123"),
            ("=CONCAT(SORT({3,1,2},1,-1,TRUE))", "321"),
            ("=CONCAT(SORT({2,1;1,2;1,1},{1,2},{1,-1}))", "121121"),
            ("=SORT(A1:A3,1,2)", "#VALUE!"),
            ("=SORT(A1:A3,2)", "#VALUE!"),
            ("=CONCAT(FILTER({1,2,3},{1,0,1}))", "13"),
            ("=CONCAT(FILTER(A1:B3,A1:A3>2))", "3x"),
            ("=FILTER(A1:A3,A1:A3>9)", "#CALC!"),
            ("=FILTER(A1:A3,A1:A2>0)", "#VALUE!"),
            ("=FILTER(A1:A3,B1:B3)", "#VALUE!"),
            ("=SUM(TAKE(A1:A3,99))", "6"),
            ("=SUM(TAKE(A1:A3,-2))", "3"),
            ("=TAKE(A1:A3,0)", "#CALC!"),
            ("=INDEX(HSTACK(A1:A3,{1;2}),3,2)", "#N/A"),
            ("=INDEX(VSTACK({1,2},3),2,2)", "#N/A"),
            ("=CONCAT(VSTACK({1,2},{3,4}))", "1234"),
            ("=CONCAT(SEQUENCE(2,2,0,5))", "051015"),
            ("=SEQUENCE(0)", "#CALC!"),
            ("=SEQUENCE(-1)", "#VALUE!"),
        ],
    );
}
