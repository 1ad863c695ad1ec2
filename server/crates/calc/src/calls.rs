//! Calls: which are computed here, and which by the library.

use crate::{
    evaluate::functions::Traits,
    expression::{Aggregate, Bound, Conditional, Expr, How, Lookup},
};

/// A function's name without the prefixes that files put before newer ones.
pub(crate) fn canonical(name: &str) -> String {
    let upper = name.to_ascii_uppercase();
    let plain = upper.strip_prefix("_XLFN.").unwrap_or(&upper);
    let plain = plain.strip_prefix("_XLWS.").unwrap_or(plain);
    plain.to_owned()
}

/// Functions that look at where their arguments are and not at what they hold.
pub(crate) fn addresses(name: &str) -> bool {
    matches!(
        name,
        "ROW" | "COLUMN" | "ROWS" | "COLUMNS" | "AREAS" | "ISREF"
    )
}

/// Who computes a call with such arguments.
pub(crate) fn how(name: &str, args: &[Expr], traits: Option<Traits>) -> How {
    match (name, args.len()) {
        ("IF", 2 | 3) => How::If,
        ("IFERROR", 2) => How::IfError,
        ("IFNA", 2) => How::IfNa,
        ("IFS", 2..) if args.len().is_multiple_of(2) => How::Ifs,
        ("SWITCH", 3..) => How::Switch,
        ("CHOOSE", 2..) => How::Choose,
        ("AND", 1..) => How::And,
        ("OR", 1..) => How::Or,
        ("NOT", 1) => How::Not,
        ("TEXT", 2) => How::Shown,
        ("ROW", 0 | 1) => How::Row,
        ("COLUMN", 0 | 1) => How::Column,
        ("ROWS", 1) => How::Rows,
        ("COLUMNS", 1) => How::Columns,
        ("AREAS", 1) => How::Areas,
        ("CELL", 1 | 2) => How::About,
        ("ISFORMULA", 1) => How::IsFormula,
        ("OFFSET", 3..=5) => How::Offset,
        ("INDIRECT", 1 | 2) => How::Indirect,
        ("INDEX", 2..=4) => How::Index,
        ("SUM", 1..) => How::Aggregate(Aggregate::Sum),
        ("COUNT", 1..) => How::Aggregate(Aggregate::Count),
        ("COUNTA", 1..) => How::Aggregate(Aggregate::CountA),
        ("AVERAGE", 1..) => How::Aggregate(Aggregate::Average),
        ("MIN", 1..) => How::Aggregate(Aggregate::Min),
        ("MAX", 1..) => How::Aggregate(Aggregate::Max),
        ("SUBTOTAL", 2..) => How::Subtotal,
        ("AGGREGATE", 3..) => How::SubtotalOf,
        _ => match (traits, bound(name, args.len())) {
            (_, Some(bound)) => How::Bound(bound),
            (Some(_), _) if let Some(how) = searches(name, args) => how,
            (Some(t), _) if t.environment => How::Environment,
            (Some(_), _) => How::Library,
            (None, _) => How::Unknown,
        },
    }
}

/// Functions that call a lambda, given so many arguments.
fn bound(name: &str, args: usize) -> Option<Bound> {
    Some(match (name, args) {
        ("MAP", 2..) => Bound::Map,
        ("REDUCE", 2 | 3) => Bound::Reduce,
        ("SCAN", 2 | 3) => Bound::Scan,
        ("BYROW", 2) => Bound::ByRow,
        ("BYCOL", 2) => Bound::ByCol,
        ("MAKEARRAY", 3) => Bound::MakeArray,
        ("ISOMITTED", 1) => Bound::IsOmitted,
        _ => return None,
    })
}

/// How many values the lambda of a function is called with, when so many arguments stand beside it. `None` for
/// functions that take no lambda.
pub(crate) fn lambda_arity(name: &str, others: usize) -> Option<usize> {
    Some(match name {
        "MAP" => others,
        "REDUCE" | "SCAN" | "MAKEARRAY" => 2,
        "BYROW" | "BYCOL" | "GROUPBY" | "PIVOTBY" => 1,
        _ => return None,
    })
}

/// True for functions that are computed here and that the library need not know.
pub(crate) fn is_ours(name: &str) -> bool {
    OURS.contains(&name)
}

/// Functions that are computed here and that the library need not know.
pub(crate) const OURS: [&str; 8] = [
    "AREAS",
    "MAP",
    "REDUCE",
    "SCAN",
    "BYROW",
    "BYCOL",
    "MAKEARRAY",
    "ISOMITTED",
];

/// True for functions that decide what they read as they go.
pub(crate) fn is_dynamic(name: &str) -> bool {
    matches!(name, "OFFSET" | "INDIRECT")
}
/// Lookups and conditional sums whose ranges are plain ranges.
fn searches(name: &str, args: &[Expr]) -> Option<How> {
    let area = |i: usize| matches!(args.get(i), Some(Expr::Area(_)));
    let areas = |from: usize| (from..args.len()).step_by(2).all(area);
    let even = args.len().is_multiple_of(2);
    Some(match (name, args.len()) {
        ("VLOOKUP", 3 | 4) if area(1) => How::Lookup(Lookup::Vertical),
        ("MATCH", 2 | 3) if area(1) => How::Lookup(Lookup::Match),
        ("XLOOKUP", 3 | 4) if area(1) && area(2) => How::Lookup(Lookup::Across),
        ("SUMIF", 2 | 3) if areas(0) => How::Conditional(Conditional::Sum),
        ("AVERAGEIF", 2 | 3) if areas(0) => How::Conditional(Conditional::Average),
        ("COUNTIF", 2) if area(0) => How::Conditional(Conditional::Count),
        ("COUNTIFS", 2..) if even && areas(0) => How::Conditional(Conditional::CountAll),
        ("SUMIFS", 3..) if !even && area(0) && areas(1) => How::Conditional(Conditional::SumAll),
        ("AVERAGEIFS", 3..) if !even && area(0) && areas(1) => {
            How::Conditional(Conditional::AverageAll)
        }
        _ => return None,
    })
}
