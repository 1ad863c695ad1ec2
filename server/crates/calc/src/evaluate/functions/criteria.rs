//! Criteria of COUNTIF and its kin, and of the functions of databases.

use std::cmp::Ordering;

use daylight_model::{ErrorCode, Value};

use super::{
    super::scalar::compare_numbers, call::Call, search::order, values::typed, wildcard::Wildcard,
};

/// Which sides of a value a comparison takes.
#[derive(Clone, Copy)]
pub(in super::super) struct Sides {
    less: bool,
    equal: bool,
    greater: bool,
}

impl Sides {
    fn take(self, order: Ordering) -> bool {
        match order {
            Ordering::Less => self.less,
            Ordering::Equal => self.equal,
            Ordering::Greater => self.greater,
        }
    }
}

/// What a cell must be.
pub(in super::super) enum Criterion {
    /// This value; a number may also be written as text.
    Is(Value),
    Like(Wildcard),
    /// A cell with nothing in it.
    Blank,
    /// The same, or empty text.
    Nothing,
    /// Of the value's kind, and on that side of it.
    Beside(Sides, Value),
    Not(Box<Self>),
    Never,
}

impl Criterion {
    /// What a criterion states.
    pub(in super::super) fn read(criterion: &Value, call: &Call) -> Self {
        Self::stated(criterion, call, false)
    }

    /// The same in a database, where text alone means all that begins with it.
    pub(super) fn of_database(criterion: &Value, call: &Call) -> Self {
        Self::stated(criterion, call, true)
    }

    fn stated(criterion: &Value, call: &Call, beginning: bool) -> Self {
        let text = match criterion {
            Value::Empty => return Self::Is(Value::Number(0.0)),
            Value::Text(text) => text,
            other => return Self::Is(other.clone()),
        };
        let operators = ["<=", ">=", "<>", "<", ">", "="];
        let found = operators
            .into_iter()
            .find_map(|o| Some((o, text.strip_prefix(o)?)));
        let Some((operator, operand)) = found else {
            return match operand(text, call) {
                Value::Text(t) if t.is_empty() && !beginning => Self::Nothing,
                Value::Text(t) if beginning => Self::Like(Wildcard::read(&t).beginning()),
                value => Self::equal(value),
            };
        };
        let value = self::operand(operand, call);
        let (less, equal, greater) = match operator {
            "=" if operand.is_empty() => return Self::Blank,
            "<>" if operand.is_empty() => return Self::Not(Box::new(Self::Blank)),
            "=" => return Self::equal(value),
            "<>" => return Self::Not(Box::new(Self::equal(value))),
            _ if operand.is_empty() => return Self::Never,
            "<" => (true, false, false),
            "<=" => (true, true, false),
            ">=" => (false, true, true),
            _ => (false, false, true),
        };
        let sides = Sides {
            less,
            equal,
            greater,
        };
        Self::Beside(sides, value)
    }

    fn equal(value: Value) -> Self {
        match &value {
            Value::Text(text) => match Wildcard::of(text) {
                Some(pattern) => Self::Like(pattern),
                None => Self::Is(value),
            },
            _ => Self::Is(value),
        }
    }

    pub(in super::super) fn takes_empty(&self) -> bool {
        match self {
            Self::Blank | Self::Nothing => true,
            Self::Not(other) => !other.takes_empty(),
            _ => false,
        }
    }

    pub(in super::super) fn takes_text(&self, text: &str) -> bool {
        match self {
            Self::Is(Value::Text(t)) => {
                t.eq_ignore_ascii_case(text)
                    || (!t.is_ascii() && t.to_lowercase() == text.to_lowercase())
            }
            Self::Is(Value::Number(n)) => {
                number_in(text).is_some_and(|other| compare_numbers(other, *n).is_eq())
            }
            Self::Like(pattern) => pattern.matches(text),
            Self::Nothing => text.is_empty(),
            Self::Beside(sides, limit @ Value::Text(_)) => {
                order(&Value::Text(text.into()), limit).is_some_and(|o| sides.take(o))
            }
            Self::Not(other) => !other.takes_text(text),
            _ => false,
        }
    }

    pub(in super::super) fn takes_number(&self, n: f64) -> bool {
        match self {
            Self::Is(Value::Number(other)) => compare_numbers(n, *other).is_eq(),
            Self::Beside(sides, Value::Number(limit)) => sides.take(compare_numbers(n, *limit)),
            Self::Not(other) => !other.takes_number(n),
            _ => false,
        }
    }

    pub(in super::super) fn takes_bool(&self, b: bool) -> bool {
        match self {
            Self::Is(Value::Bool(other)) => b == *other,
            Self::Beside(sides, Value::Bool(limit)) => sides.take(b.cmp(limit)),
            Self::Not(other) => !other.takes_bool(b),
            _ => false,
        }
    }

    pub(in super::super) fn takes_error(&self, e: ErrorCode) -> bool {
        match self {
            Self::Is(Value::Error(other)) => e == *other,
            Self::Not(other) => !other.takes_error(e),
            _ => false,
        }
    }

    pub(in super::super) fn takes(&self, value: &Value) -> bool {
        match value {
            Value::Empty => self.takes_empty(),
            Value::Number(n) => self.takes_number(*n),
            Value::Text(t) => self.takes_text(t),
            Value::Bool(b) => self.takes_bool(*b),
            Value::Error(e) => self.takes_error(*e),
        }
    }
}

/// A number written in a cell of text.
pub(in super::super) fn number_in(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.trim_start_matches(['+', '-']);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    text.parse().ok().filter(|n: &f64| n.is_finite())
}

/// What is compared with, read as if typed into a cell.
fn operand(text: &str, call: &Call) -> Value {
    if text.eq_ignore_ascii_case("true") {
        return Value::Bool(true);
    }
    if text.eq_ignore_ascii_case("false") {
        return Value::Bool(false);
    }
    if let Ok(error) = text.parse::<ErrorCode>() {
        return Value::Error(error);
    }
    match typed(text, call) {
        Some(n) => Value::Number(n),
        None => Value::Text(text.into()),
    }
}
