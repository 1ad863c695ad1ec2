//! Text and other writing.

use super::check_all;

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
            ("=DEC2HEX(-54,2)", "FFFFFFFFCA"),
            ("=DEC2HEX(54,4)", "0036"),
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
fn letters_and_writing() {
    check_all(
        &[("A1", "b"), ("A3", "TRUE")],
        &[
            ("=UPPER(\"straße äöü\")", "STRAßE ÄÖÜ"),
            ("=LOWER(\"ÄÖÜ É\")", "äöü é"),
            (
                "=PROPER(\"76BudGet o'neill ÉMILE\")",
                "76Budget O'Neill Émile",
            ),
            ("=REPLACE(\"abc\",10,1,\"x\")", "abcx"),
            ("=REPLACE(\"abc\",2,1,\"-\")", "a-c"),
            ("=REPLACE(\"abc\",0,1,\"x\")", "#VALUE!"),
            ("=NUMBERVALUE(\"  1 2 3 \")", "123"),
            ("=NUMBERVALUE(\"\")", "0"),
            ("=NUMBERVALUE(\"2.500,27\",\",\",\".\")", "2500.27"),
            ("=NUMBERVALUE(\"9%%\")", "0.0009"),
            ("=NUMBERVALUE(\"1.2.3\")", "#VALUE!"),
            ("=NUMBERVALUE(\"1,2\",\".\",\"\")", "#VALUE!"),
            ("=NUMBERVALUE(\"inf\")", "#VALUE!"),
            ("=TEXTJOIN({\",\",\";\"},TRUE,\"a\",\"b\",\"c\")", "a,b;c"),
            ("=TEXTJOIN(\"-\",FALSE,A1:A3)", "b--TRUE"),
            ("=TEXTJOIN(\"-\",TRUE,A1:A3)", "b-TRUE"),
            ("=TEXTJOIN(\"-\",TRUE,1/0)", "#DIV/0!"),
            ("=VALUETOTEXT(5,2)", "#VALUE!"),
            ("=VALUETOTEXT(NA())", "#N/A"),
            ("=ARRAYTOTEXT({1,\"a\";TRUE,2},1)", "{1,\"a\";TRUE,2}"),
            ("=ARRAYTOTEXT({1,2},2)", "#VALUE!"),
        ],
    );
}
