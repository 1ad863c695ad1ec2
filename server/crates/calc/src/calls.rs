//! Calls: which are computed here, and which by the library.

use daylight_model::Value;

use crate::{
    evaluate::functions::Traits,
    expression::{Aggregate, Conditional, Expr, How, Lookup},
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
    let plain = !args.iter().any(Expr::is_reference);
    let one_cell = args.is_empty() || matches!(args, [Expr::Cell(_)]);
    let counted = args.iter().all(aggregates);
    match (name, args.len()) {
        ("IF", 2 | 3) => How::If,
        ("IFERROR", 2) => How::IfError,
        ("IFNA", 2) => How::IfNa,
        ("AND", 1..) if plain => How::And,
        ("OR", 1..) if plain => How::Or,
        ("NOT", 1) => How::Not,
        ("TEXT", 2) => How::Shown,
        ("ROW", _) if one_cell => How::Row,
        ("COLUMN", _) if one_cell => How::Column,
        ("ROWS", 1) if matches!(args, [Expr::Cell(_) | Expr::Area(_)]) => How::Rows,
        ("COLUMNS", 1) if matches!(args, [Expr::Cell(_) | Expr::Area(_)]) => How::Columns,
        ("SUM", 1..) if counted => How::Aggregate(Aggregate::Sum),
        ("COUNT", 1..) if counted => How::Aggregate(Aggregate::Count),
        ("COUNTA", 1..) if counted => How::Aggregate(Aggregate::CountA),
        ("AVERAGE", 1..) if counted => How::Aggregate(Aggregate::Average),
        ("MIN", 1..) if counted => How::Aggregate(Aggregate::Min),
        ("MAX", 1..) if counted => How::Aggregate(Aggregate::Max),
        _ => match traits {
            Some(_) if let Some(how) = searches(name, args) => how,
            Some(t) if t.environment => How::Environment,
            Some(t) if t.reference => How::Reference,
            Some(_) => How::Library,
            None => How::Unknown,
        },
    }
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

/// Arguments that our own aggregates add up: references, and what can only be one value.
fn aggregates(arg: &Expr) -> bool {
    match arg {
        Expr::Cell(_)
        | Expr::Area(_)
        | Expr::Intersect(_)
        | Expr::Negate(_)
        | Expr::Percent(_)
        | Expr::Binary(..) => true,
        Expr::Literal(value) => matches!(value, Value::Number(_)),
        Expr::Call(how, ..) => !matches!(
            how,
            How::If
                | How::IfError
                | How::IfNa
                | How::Library
                | How::Reference
                | How::Environment
                | How::Unknown
        ),
        _ => false,
    }
}
