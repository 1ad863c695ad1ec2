//! Filters: which rows of a range show.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{
    asset::LineRun,
    content::Value,
    form::is_color,
    id::{CellId, LineId, MAX_RUN},
    json,
};

/// Most texts that a criterion lists.
pub const MAX_TEXTS: usize = 10_000;
/// Longest such text, and longest operand, in characters.
const MAX_TEXT: usize = 1_024;

/// Which cells a filter is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterCells {
    /// From one cell to another, the first row being headings.
    Range(CellId, CellId),
    /// Those of the table with the filter's id.
    Table,
}

impl FilterCells {
    /// As stored.
    pub fn from_json(j: &Json) -> Option<Self> {
        if j == &Json::Bool(true) {
            return Some(Self::Table);
        }
        let [r1, c1, r2, c2] = j.as_array()?.as_slice() else {
            return None;
        };
        let line = |j| json::whole(j).map(LineId).filter(|l| l.run() <= MAX_RUN);
        let cell = |row, col| {
            Some(CellId {
                row: line(row)?,
                col: line(col)?,
            })
        };
        Some(Self::Range(cell(r1, c1)?, cell(r2, c2)?))
    }

    /// As stored.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Table => Json::Bool(true),
            Self::Range(from, to) => {
                serde_json::json!([from.row.0, from.col.0, to.row.0, to.col.0])
            }
        }
    }
}

/// What rows show by one of their cells.
#[derive(Clone, Debug, PartialEq)]
pub enum Criterion {
    /// Those that read like one of the texts, which are in lower case.
    In(Vec<Arc<str>>),
    /// Those that do not.
    Out(Vec<Arc<str>>),
    /// Those for which a comparison holds, or two, joined by "or" (true) or "and".
    If(Test, Option<(bool, Test)>),
    /// The n largest numbers, or as many in a hundred.
    Top { count: u32, percent: bool },
    /// The n smallest.
    Bottom { count: u32, percent: bool },
    /// Numbers above the average.
    Above,
    /// Numbers below it.
    Below,
    /// A fill.
    Fill(Option<Arc<str>>),
    /// A colour of text.
    Color(Option<Arc<str>>),
}

/// One comparison of a criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// How.
    pub op: TestOp,
    /// With what.
    pub with: Value,
}

/// How a criterion compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestOp {
    /// `=`
    Equal,
    /// `<>`
    Other,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// Holds a text.
    Contains,
    /// Does not.
    Lacks,
    /// Begins with it.
    Begins,
    /// Ends with it.
    Ends,
    /// Nothing in it.
    Empty,
    /// Something in it.
    Filled,
}

impl TestOp {
    const ALL: [(Self, &'static str); 12] = [
        (Self::Equal, "="),
        (Self::Other, "<>"),
        (Self::Greater, ">"),
        (Self::AtLeast, ">="),
        (Self::Less, "<"),
        (Self::AtMost, "<="),
        (Self::Contains, "contains"),
        (Self::Lacks, "lacks"),
        (Self::Begins, "begins"),
        (Self::Ends, "ends"),
        (Self::Empty, "empty"),
        (Self::Filled, "filled"),
    ];

    fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|(_, t)| *t == text)
            .map(|(op, _)| op)
    }

    fn as_str(self) -> &'static str {
        Self::ALL
            .into_iter()
            .find(|(op, _)| *op == self)
            .map_or("=", |(_, text)| text)
    }
}

fn short(text: &str) -> bool {
    text.chars().count() <= MAX_TEXT
}

fn operand(j: &Json) -> Option<Value> {
    match j {
        Json::Null => Some(Value::Empty),
        Json::Bool(b) => Some(Value::Bool(*b)),
        Json::Number(n) => n.as_f64().filter(|n| n.is_finite()).map(Value::Number),
        Json::String(s) => short(s).then(|| Value::Text(s.as_str().into())),
        _ => None,
    }
}

fn test(op: &Json, with: &Json) -> Option<Test> {
    let op = TestOp::parse(op.as_str()?)?;
    let with = operand(with)?;
    let bare = matches!(op, TestOp::Empty | TestOp::Filled);
    (bare == (with == Value::Empty)).then_some(Test { op, with })
}

impl Criterion {
    /// As stored.
    pub fn from_json(j: &Json) -> Option<Self> {
        let list = j.as_array()?;
        let (kind, rest) = list.split_first()?;
        let texts = || {
            let text = |j: &Json| {
                let text = j.as_str().filter(|t| short(t))?;
                Some(Arc::from(text.to_lowercase()))
            };
            (rest.len() <= MAX_TEXTS).then(|| rest.iter().map(text).collect::<Option<Vec<_>>>())?
        };
        let count = || match rest {
            [n] => json::whole32(n).filter(|n| (1..=1_000_000).contains(n)),
            _ => None,
        };
        let part = || count().filter(|n| *n <= 100);
        let color = || match rest {
            [Json::Null] => Some(None),
            [Json::String(s)] if is_color(s) => Some(Some(Arc::from(s.to_lowercase()))),
            _ => None,
        };
        Some(match (kind.as_str()?, rest) {
            ("in", _) => Self::In(texts()?),
            ("out", _) => Self::Out(texts()?),
            ("if", [op, with]) => Self::If(test(op, with)?, None),
            ("if", [op, with, join, op2, with2]) => {
                let or = match join.as_str()? {
                    "or" => true,
                    "and" => false,
                    _ => return None,
                };
                Self::If(test(op, with)?, Some((or, test(op2, with2)?)))
            }
            ("top", _) => Self::Top {
                count: count()?,
                percent: false,
            },
            ("bottom", _) => Self::Bottom {
                count: count()?,
                percent: false,
            },
            ("top%", _) => Self::Top {
                count: part()?,
                percent: true,
            },
            ("bottom%", _) => Self::Bottom {
                count: part()?,
                percent: true,
            },
            ("above", []) => Self::Above,
            ("below", []) => Self::Below,
            ("fill", _) => Self::Fill(color()?),
            ("color", _) => Self::Color(color()?),
            _ => return None,
        })
    }

    /// As stored.
    pub fn to_json(&self) -> Json {
        let texts = |kind: &str, texts: &[Arc<str>]| {
            let head = std::iter::once(Json::from(kind));
            head.chain(texts.iter().map(|t| Json::from(&**t))).collect()
        };
        let count = |kind: &str, percent: bool, count: u32| {
            let kind = if percent {
                format!("{kind}%")
            } else {
                kind.to_owned()
            };
            serde_json::json!([kind, count])
        };
        let test = |t: &Test| [Json::from(t.op.as_str()), t.with.to_json()];
        match self {
            Self::In(list) => texts("in", list),
            Self::Out(list) => texts("out", list),
            Self::If(first, second) => {
                let mut list = vec![Json::from("if")];
                list.extend(test(first));
                if let Some((or, second)) = second {
                    list.push(Json::from(if *or { "or" } else { "and" }));
                    list.extend(test(second));
                }
                Json::Array(list)
            }
            Self::Top { count: n, percent } => count("top", *percent, *n),
            Self::Bottom { count: n, percent } => count("bottom", *percent, *n),
            Self::Above => serde_json::json!(["above"]),
            Self::Below => serde_json::json!(["below"]),
            Self::Fill(color) => serde_json::json!(["fill", color.as_deref()]),
            Self::Color(color) => serde_json::json!(["color", color.as_deref()]),
        }
    }
}

/// The rows that a filter hides, as an asset (FORMAT.md §8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenRows {
    /// Version of this form.
    pub v: u32,
    /// Ids, as runs.
    pub rows: Vec<LineRun>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use serde_json::json;

    use super::*;

    #[test]
    fn criteria_round_trip() {
        for criterion in [
            json!(["in", "north", ""]),
            json!(["out"]),
            json!(["if", ">=", 3]),
            json!(["if", "contains", "x", "or", "empty", null]),
            json!(["if", "=", "#N/A", "and", "<>", true]),
            json!(["top", 10]),
            json!(["bottom%", 100]),
            json!(["above"]),
            json!(["fill", "#ff0000"]),
            json!(["color", null]),
        ] {
            let parsed = Criterion::from_json(&criterion);
            assert_eq!(parsed.unwrap().to_json(), criterion);
        }
        for bad in [
            json!([]),
            json!("in"),
            json!(["in", 3]),
            json!(["if", "~", 3]),
            json!(["if", "empty", 3]),
            json!(["if", "=", null]),
            json!(["if", "=", 1, "xor", "=", 2]),
            json!(["top", 0]),
            json!(["top%", 101]),
            json!(["above", 1]),
            json!(["fill", "red"]),
            json!(["in", "x".repeat(1_025)]),
            json!(vec!["in"; MAX_TEXTS + 2]),
        ] {
            assert_eq!(Criterion::from_json(&bad), None, "{bad}");
        }
    }

    #[test]
    fn cells_round_trip() {
        for cells in [json!(true), json!([1, 2, 30, 4])] {
            assert_eq!(FilterCells::from_json(&cells).unwrap().to_json(), cells);
        }
        for bad in [json!(false), json!([1, 2, 3]), json!([1, 2, 3, -4])] {
            assert_eq!(FilterCells::from_json(&bad), None);
        }
    }
}
