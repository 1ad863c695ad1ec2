//! Where a formula from before dynamic arrays wants one value, so that a range given there intersects.

/// Functions of which every argument wants one value.
const SCALAR: &[&str] = &[
    "IF",
    "IFERROR",
    "IFNA",
    "IFS",
    "NOT",
    "CHOOSE",
    "SWITCH",
    "ABS",
    "INT",
    "SIGN",
    "SQRT",
    "EXP",
    "LN",
    "LOG",
    "LOG10",
    "MOD",
    "POWER",
    "ROUND",
    "ROUNDUP",
    "ROUNDDOWN",
    "MROUND",
    "TRUNC",
    "CEILING",
    "FLOOR",
    "EVEN",
    "ODD",
    "FACT",
    "QUOTIENT",
    "SIN",
    "COS",
    "TAN",
    "ASIN",
    "ACOS",
    "ATAN",
    "ATAN2",
    "RADIANS",
    "DEGREES",
    "LEN",
    "LEFT",
    "RIGHT",
    "MID",
    "TRIM",
    "CLEAN",
    "UPPER",
    "LOWER",
    "PROPER",
    "VALUE",
    "TEXT",
    "FIND",
    "SEARCH",
    "SUBSTITUTE",
    "REPLACE",
    "REPT",
    "EXACT",
    "CHAR",
    "CODE",
    "CONCATENATE",
    "FIXED",
    "DOLLAR",
    "T",
    "N",
    "DATE",
    "TIME",
    "YEAR",
    "MONTH",
    "DAY",
    "HOUR",
    "MINUTE",
    "SECOND",
    "WEEKDAY",
    "WEEKNUM",
    "EDATE",
    "EOMONTH",
    "DATEVALUE",
    "TIMEVALUE",
    "DAYS",
    "DAYS360",
    "DATEDIF",
    "YEARFRAC",
    "ISBLANK",
    "ISERROR",
    "ISERR",
    "ISNA",
    "ISNUMBER",
    "ISTEXT",
    "ISNONTEXT",
    "ISLOGICAL",
    "ISEVEN",
    "ISODD",
    "PMT",
    "PV",
    "FV",
    "RATE",
    "NPER",
    "IPMT",
    "PPMT",
    "SLN",
    "DB",
    "DDB",
];

/// True when the argument of that number wants one value.
pub(crate) fn wants_one(function: &str, argument: usize) -> bool {
    let first = |n| argument < n;
    match function {
        "VLOOKUP" | "HLOOKUP" | "MATCH" | "RANK" | "RANK.EQ" | "RANK.AVG" => argument != 1,
        "INDEX" | "OFFSET" => argument > 0,
        "XLOOKUP" | "XMATCH" | "LOOKUP" => argument == 0,
        "SUMIF" | "COUNTIF" | "AVERAGEIF" | "LARGE" | "SMALL" | "PERCENTILE" | "QUARTILE"
        | "PERCENTRANK" => argument == 1,
        "SUMIFS" | "AVERAGEIFS" | "MAXIFS" | "MINIFS" => argument > 0 && argument.is_multiple_of(2),
        "COUNTIFS" => !argument.is_multiple_of(2),
        "WORKDAY" | "NETWORKDAYS" => first(2),
        _ => SCALAR.contains(&function),
    }
}

/// True for functions that have always computed with arrays.
pub(crate) fn takes_arrays(function: &str) -> bool {
    matches!(
        function,
        "SUMPRODUCT"
            | "LOOKUP"
            | "MMULT"
            | "MINVERSE"
            | "MDETERM"
            | "TRANSPOSE"
            | "FREQUENCY"
            | "LINEST"
            | "LOGEST"
            | "TREND"
            | "GROWTH"
            | "MODE.MULT"
            | "FILTER"
            | "SORT"
            | "SORTBY"
            | "UNIQUE"
            | "XLOOKUP"
            | "XMATCH"
            | "AGGREGATE"
    )
}
