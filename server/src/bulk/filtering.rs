//! Which rows show by a filter's criteria.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use daylight_model::marks::{Criterion, Test, TestOp};
use daylight_model::{LineId, LineRun, Value};

use super::pattern::{How, Pattern};

/// A cell of a filtered column as people see it.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// What it holds.
    pub value: &'a Value,
    /// How that reads.
    pub text: &'a str,
    /// Its fill, `#rrggbb`.
    pub fill: Option<&'a str>,
    /// The colour of its text.
    pub color: Option<&'a str>,
}

/// An empty cell.
pub const NOTHING: Seen<'static> = Seen {
    value: &Value::Empty,
    text: "",
    fill: None,
    color: None,
};

/// A criterion, fed with the cells of its column.
#[derive(Debug)]
pub struct Sieve(Inner);

#[derive(Debug)]
enum Inner {
    Texts {
        wanted: HashSet<Arc<str>>,
        inside: bool,
    },
    Tests {
        first: Ready,
        second: Option<(bool, Ready)>,
    },
    Numbers {
        found: Vec<(usize, f64)>,
        pick: Pick,
    },
    Fill(Option<Arc<str>>),
    Color(Option<Arc<str>>),
}

#[derive(Debug, Clone, Copy)]
enum Pick {
    Top { count: usize, percent: bool },
    Bottom { count: usize, percent: bool },
    Above,
    Below,
}

/// A test with what it takes to do it often.
#[derive(Debug)]
struct Ready {
    op: TestOp,
    with: Value,
    /// In lower case, as it reads.
    text: String,
    /// Where the text holds wildcards.
    pattern: Option<Pattern>,
}

impl Ready {
    fn new(test: &Test) -> Self {
        let text = daylight_model::display::text(&test.with, None, false).to_lowercase();
        let wild = matches!(test.op, TestOp::Equal | TestOp::Other) && text.contains(['*', '?']);
        let pattern = wild.then(|| wildcards(&text)).flatten();
        Self {
            op: test.op,
            with: test.with.clone(),
            text,
            pattern,
        }
    }

    /// Whether it asks how a cell reads; numbers compare without.
    fn needs_text(&self) -> bool {
        let ordered = matches!(
            self.op,
            TestOp::Greater | TestOp::AtLeast | TestOp::Less | TestOp::AtMost
        );
        !(ordered && matches!(self.with, Value::Number(_)))
    }

    fn equals(&self, seen: &Seen<'_>) -> bool {
        if let Some(pattern) = &self.pattern {
            return pattern.is_in(seen.text);
        }
        match (seen.value, &self.with) {
            (Value::Number(a), Value::Number(b)) => close(*a, *b),
            (Value::Bool(a), Value::Bool(b)) => a == b,
            _ => lower(seen.text) == self.text,
        }
    }

    fn order(&self, seen: &Seen<'_>) -> Option<std::cmp::Ordering> {
        match (seen.value, &self.with) {
            (Value::Number(a), Value::Number(b)) if close(*a, *b) => {
                Some(std::cmp::Ordering::Equal)
            }
            (Value::Number(a), Value::Number(b)) => a.partial_cmp(b),
            (Value::Text(_), Value::Text(_)) => Some((*lower(seen.text)).cmp(&self.text)),
            _ => None,
        }
    }

    fn holds(&self, seen: &Seen<'_>) -> bool {
        let order = |f: fn(std::cmp::Ordering) -> bool| self.order(seen).is_some_and(f);
        match self.op {
            TestOp::Equal => self.equals(seen),
            TestOp::Other => !self.equals(seen),
            TestOp::Greater => order(std::cmp::Ordering::is_gt),
            TestOp::AtLeast => order(std::cmp::Ordering::is_ge),
            TestOp::Less => order(std::cmp::Ordering::is_lt),
            TestOp::AtMost => order(std::cmp::Ordering::is_le),
            TestOp::Contains => lower(seen.text).contains(&self.text),
            TestOp::Lacks => !lower(seen.text).contains(&self.text),
            TestOp::Begins => lower(seen.text).starts_with(&self.text),
            TestOp::Ends => lower(seen.text).ends_with(&self.text),
            TestOp::Empty => seen.text.is_empty(),
            TestOp::Filled => !seen.text.is_empty(),
        }
    }
}

/// Numbers that are the same to 15 digits.
fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-15 * a.abs().max(b.abs())
}

fn lower(text: &str) -> Cow<'_, str> {
    if text
        .bytes()
        .all(|b| b.is_ascii() && !b.is_ascii_uppercase())
    {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

/// `*` stands for any text, `?` for one character, `~` before either for itself.
fn wildcards(text: &str) -> Option<Pattern> {
    let mut expression = String::from("(?s)");
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '*' => expression.push_str(".*"),
            '?' => expression.push('.'),
            '~' if chars.peek().is_some_and(|c| matches!(c, '*' | '?' | '~')) => {
                let literal = chars.next().map(String::from).unwrap_or_default();
                expression.push_str(&regex::escape(&literal));
            }
            c => expression.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
        }
    }
    let how = How {
        regex: true,
        whole: true,
        case: false,
    };
    Pattern::new(&expression, how).ok()
}

impl Sieve {
    /// A criterion that has seen nothing yet.
    pub fn new(criterion: &Criterion) -> Self {
        let numbers = |pick| Inner::Numbers {
            found: Vec::new(),
            pick,
        };
        Self(match criterion {
            Criterion::In(texts) => Inner::Texts {
                wanted: texts.iter().cloned().collect(),
                inside: true,
            },
            Criterion::Out(texts) => Inner::Texts {
                wanted: texts.iter().cloned().collect(),
                inside: false,
            },
            Criterion::If(first, second) => Inner::Tests {
                first: Ready::new(first),
                second: second.as_ref().map(|(or, test)| (*or, Ready::new(test))),
            },
            Criterion::Top { count, percent } => numbers(Pick::Top {
                count: *count as usize,
                percent: *percent,
            }),
            Criterion::Bottom { count, percent } => numbers(Pick::Bottom {
                count: *count as usize,
                percent: *percent,
            }),
            Criterion::Above => numbers(Pick::Above),
            Criterion::Below => numbers(Pick::Below),
            Criterion::Fill(color) => Inner::Fill(color.clone()),
            Criterion::Color(color) => Inner::Color(color.clone()),
        })
    }

    /// Whether it asks how a cell reads or looks, not only for what it holds.
    pub fn needs_texts(&self) -> bool {
        match &self.0 {
            Inner::Numbers { .. } => false,
            Inner::Tests { first, second } => {
                let second = second.as_ref().map(|(_, test)| test);
                [Some(first), second]
                    .into_iter()
                    .flatten()
                    .any(Ready::needs_text)
            }
            Inner::Texts { .. } | Inner::Fill(_) | Inner::Color(_) => true,
        }
    }

    /// Takes a cell in and says whether its row shows, as far as that can be said of it alone.
    pub fn take(&mut self, row: usize, seen: &Seen<'_>) -> bool {
        match &mut self.0 {
            Inner::Texts { wanted, inside } => wanted.contains(&*lower(seen.text)) == *inside,
            Inner::Tests { first, second } => {
                let holds = first.holds(seen);
                match second {
                    None => holds,
                    Some((true, second)) => holds || second.holds(seen),
                    Some((false, second)) => holds && second.holds(seen),
                }
            }
            Inner::Numbers { found, .. } => {
                if let Value::Number(n) = seen.value {
                    found.push((row, *n));
                }
                true
            }
            Inner::Fill(color) => seen.fill == color.as_deref(),
            Inner::Color(color) => seen.color == color.as_deref(),
        }
    }

    /// Says of all rows whether they show, once all cells are in.
    pub fn finish(self, shown: &mut [bool]) {
        let Inner::Numbers { mut found, pick } = self.0 else {
            return;
        };
        let average = found.iter().map(|(_, n)| n).sum::<f64>() / found.len().max(1) as f64;
        let many = |count: usize, percent: bool| {
            if percent {
                (found.len() * count / 100).max(1)
            } else {
                count
            }
        };
        let chosen: HashSet<usize> = match pick {
            Pick::Above | Pick::Below => {
                let fits = |n: f64| match pick {
                    Pick::Above => n > average,
                    _ => n < average,
                };
                let rows = found.iter().filter(|(_, n)| fits(*n));
                rows.map(|(row, _)| *row).collect()
            }
            Pick::Top { count, percent } | Pick::Bottom { count, percent } => {
                let most = many(count, percent);
                let top = matches!(pick, Pick::Top { .. });
                found.sort_by(|a, b| {
                    let order = a.1.total_cmp(&b.1);
                    if top { order.reverse() } else { order }
                });
                // Those that equal the last one are in as well.
                let last = found.get(most.saturating_sub(1)).map(|(_, n)| *n);
                let within = |n: f64| match last {
                    Some(last) if top => n >= last,
                    Some(last) => n <= last,
                    None => true,
                };
                let rows = found.iter().filter(|(_, n)| within(*n));
                rows.map(|(row, _)| *row).collect()
            }
        };
        for (row, shown) in shown.iter_mut().enumerate() {
            *shown &= chosen.contains(&row);
        }
    }
}

/// The rows that do not show, as runs of ids.
pub fn hidden_runs(rows: &[LineId], shown: &[bool]) -> Vec<LineRun> {
    let mut runs: Vec<LineRun> = Vec::new();
    for (row, _) in rows.iter().zip(shown).filter(|(_, shown)| !**shown) {
        match runs.last_mut() {
            Some((first, count)) if *first + u64::from(*count) == row.0 => *count += 1,
            _ => runs.push((row.0, 1)),
        }
    }
    // By id, so that a row is found by halving.
    runs.sort_unstable();
    runs
}

/// A value, how it reads, and how often it is there.
pub type Counted = (Value, Arc<str>, u32);

/// What stands in a column, and how often.
#[derive(Debug, Default)]
pub struct Distinct {
    values: HashMap<Arc<str>, Counted>,
    fills: HashSet<Option<Arc<str>>>,
    colors: HashSet<Option<Arc<str>>>,
}

impl Distinct {
    /// Takes a cell in.
    pub fn take(&mut self, seen: &Seen<'_>) {
        let key = lower(seen.text);
        if let Some((_, _, count)) = self.values.get_mut(&*key) {
            *count += 1;
        } else {
            let found = (seen.value.clone(), Arc::from(seen.text), 1);
            self.values.insert(Arc::from(&*key), found);
        }
        if !self.fills.iter().any(|fill| fill.as_deref() == seen.fill) {
            self.fills.insert(seen.fill.map(Arc::from));
        }
        if !self
            .colors
            .iter()
            .any(|color| color.as_deref() == seen.color)
        {
            self.colors.insert(seen.color.map(Arc::from));
        }
    }

    /// Values with their texts and counts: numbers, then texts, booleans, errors, and what is empty.
    pub fn values(self) -> (Vec<Counted>, Colors, Colors) {
        let mut values: Vec<_> = self.values.into_values().collect();
        values.sort_by(|a, b| {
            let rank = |(value, text, _): &Counted| match value {
                _ if text.is_empty() => 4,
                Value::Number(_) => 0,
                Value::Text(_) | Value::Empty => 1,
                Value::Bool(_) => 2,
                Value::Error(_) => 3,
            };
            let order = rank(a).cmp(&rank(b));
            order.then_with(|| match (&a.0, &b.0) {
                (Value::Number(x), Value::Number(y)) => x.total_cmp(y),
                _ => lower(&a.1).cmp(&lower(&b.1)),
            })
        });
        (values, sorted(self.fills), sorted(self.colors))
    }
}

/// Colours `#rrggbb`; `None`: none of its own.
pub type Colors = Vec<Option<Arc<str>>>;

fn sorted(colors: HashSet<Option<Arc<str>>>) -> Colors {
    let mut colors: Vec<_> = colors.into_iter().collect();
    colors.sort_unstable();
    colors
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use serde_json::json;

    use super::*;

    fn showing(criterion: &serde_json::Value, values: &[Value]) -> Vec<usize> {
        let criterion = Criterion::from_json(criterion).unwrap();
        let mut sieve = Sieve::new(&criterion);
        let take = |(row, value): (usize, &Value)| {
            let text = daylight_model::display::text(value, None, false);
            let seen = Seen {
                value,
                text: &text,
                ..NOTHING
            };
            sieve.take(row, &seen)
        };
        let mut shown: Vec<bool> = values.iter().enumerate().map(take).collect();
        sieve.finish(&mut shown);
        let rows = shown.iter().enumerate().filter(|(_, shown)| **shown);
        rows.map(|(row, _)| row).collect()
    }

    #[test]
    fn rows_show_by_what_they_hold() {
        let text = |t: &str| Value::Text(t.into());
        let values = [
            text("North"),
            text("south"),
            Value::Number(3.0),
            Value::Empty,
            Value::Number(10.0),
            Value::Bool(true),
        ];
        for (criterion, expected) in [
            (json!(["in", "NORTH", "3", ""]), vec![0, 2, 3]),
            (json!(["out", "north"]), vec![1, 2, 3, 4, 5]),
            (json!(["if", ">", 3]), vec![4]),
            (json!(["if", ">=", 3, "and", "<", 10]), vec![2]),
            (json!(["if", "=", 3, "or", "empty", null]), vec![2, 3]),
            (json!(["if", "=", "?o*th"]), vec![0, 1]),
            (json!(["if", "<>", "*th"]), vec![2, 3, 4, 5]),
            (json!(["if", "contains", "OU"]), vec![1]),
            (json!(["if", "lacks", "o"]), vec![2, 3, 4, 5]),
            (json!(["if", "begins", "n"]), vec![0]),
            (json!(["if", "ends", "h"]), vec![0, 1]),
            (json!(["if", "<", "p"]), vec![0]),
            (json!(["if", "=", true]), vec![5]),
            (json!(["if", "filled", null]), vec![0, 1, 2, 4, 5]),
            (json!(["top", 1]), vec![4]),
            (json!(["top", 5]), vec![2, 4]),
            (json!(["bottom%", 50]), vec![2]),
            (json!(["above"]), vec![4]),
            (json!(["below"]), vec![2]),
        ] {
            assert_eq!(showing(&criterion, &values), expected, "{criterion}");
        }
    }

    #[test]
    fn hidden_rows_are_runs() {
        let rows = [5, 6, 7, 1, 2].map(LineId);
        let shown = [false, false, true, false, false];
        assert_eq!(hidden_runs(&rows, &shown), [(1, 2), (5, 2)]);
    }
}
