//! Where a formula from before dynamic arrays wants one value, so that a range given there intersects.

use crate::evaluate::functions::SCALARS;

/// Functions of which every argument wants one value, beside those whose values the library computes one by one.
const SCALAR: &[&str] = &[
    "IFERROR",
    "IFNA",
    "IFS",
    "NOT",
    "SWITCH",
    "CEILING",
    "CEILING.MATH",
    "FLOOR",
    "FLOOR.MATH",
    "VALUE",
    "TEXT",
    "CONCATENATE",
    "T",
    "N",
    "DATEVALUE",
    "TIMEVALUE",
    "YEARFRAC",
];

/// True when the argument of that number wants one value.
pub(crate) fn wants_one(function: &str, argument: usize) -> bool {
    let first = |n| argument < n;
    match function {
        "VLOOKUP" | "HLOOKUP" | "MATCH" | "RANK" | "RANK.EQ" | "RANK.AVG" => argument != 1,
        "INDEX" | "OFFSET" => argument > 0,
        // What IF and CHOOSE choose between may be ranges, of which the whole is chosen.
        "IF" | "CHOOSE" | "XLOOKUP" | "XMATCH" | "LOOKUP" => argument == 0,
        "SUMIF" | "COUNTIF" | "AVERAGEIF" | "LARGE" | "SMALL" | "PERCENTILE" | "QUARTILE"
        | "PERCENTRANK" => argument == 1,
        "SUMIFS" | "AVERAGEIFS" | "MAXIFS" | "MINIFS" => argument > 0 && argument.is_multiple_of(2),
        "COUNTIFS" => !argument.is_multiple_of(2),
        "WORKDAY" | "NETWORKDAYS" => first(2),
        _ => SCALAR.contains(&function) || SCALARS.contains(&function),
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
