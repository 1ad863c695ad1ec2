//! Operators on single values.

use std::cmp::Ordering;

use daylight_model::{ErrorCode, Value, display};

use super::{convert::number, functions::digits};
use crate::expression::Operator;

/// Numbers closer than this share are equal: a spreadsheet shows and compares 15 digits.
const CLOSE: f64 = 5e-16;

/// The number that arithmetic sees; `None` for text, which the library reads.
pub(crate) fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Empty => Some(0.0),
        Value::Number(n) => Some(*n),
        Value::Bool(b) => Some(f64::from(*b)),
        Value::Text(_) | Value::Error(_) => None,
    }
}

/// What a condition decides; `Err` holds the error it yields instead.
pub(crate) fn as_condition(value: &Value) -> Result<bool, ErrorCode> {
    match value {
        Value::Empty => Ok(false),
        Value::Number(n) => Ok(*n != 0.0),
        Value::Bool(b) => Ok(*b),
        Value::Text(t) if t.eq_ignore_ascii_case("true") => Ok(true),
        Value::Text(t) if t.eq_ignore_ascii_case("false") => Ok(false),
        Value::Text(_) => Err(ErrorCode::Value),
        Value::Error(e) => Err(*e),
    }
}

/// Applies an operator; `None` when the library has to read or write text.
pub(crate) fn binary(op: Operator, left: &Value, right: &Value) -> Option<Value> {
    if let Value::Error(e) = left {
        return Some(Value::Error(*e));
    }
    if let Value::Error(e) = right {
        return Some(Value::Error(*e));
    }
    match op {
        Operator::Concat => concat(left, right),
        Operator::Add
        | Operator::Subtract
        | Operator::Multiply
        | Operator::Divide
        | Operator::Power => Some(match arithmetic(op, as_number(left)?, as_number(right)?) {
            Ok(n) => Value::Number(n),
            Err(e) => Value::Error(e),
        }),
        _ => Some(Value::Bool(holds(op, compare(left, right)))),
    }
}

/// Arithmetic on numbers.
#[inline]
pub(crate) fn arithmetic(op: Operator, x: f64, y: f64) -> Result<f64, ErrorCode> {
    let n = match op {
        Operator::Add => x + y,
        Operator::Subtract => x - y,
        Operator::Multiply => x * y,
        Operator::Divide if y == 0.0 => return Err(ErrorCode::Div0),
        Operator::Divide => x / y,
        Operator::Power if x == 0.0 && y == 0.0 => return Err(ErrorCode::Num),
        Operator::Power if x == 0.0 && y < 0.0 => return Err(ErrorCode::Div0),
        _ => x.powf(y),
    };
    if n.is_finite() {
        Ok(n)
    } else {
        Err(ErrorCode::Num)
    }
}

/// Whether a comparison holds for values in that order.
#[inline]
pub(crate) fn holds(op: Operator, order: Ordering) -> bool {
    match op {
        Operator::Equal => order.is_eq(),
        Operator::NotEqual => order.is_ne(),
        Operator::Less => order.is_lt(),
        Operator::LessEqual => order.is_le(),
        Operator::Greater => order.is_gt(),
        _ => order.is_ge(),
    }
}

/// The order of two numbers, to 15 digits.
#[inline]
pub(crate) fn compare_numbers(x: f64, y: f64) -> Ordering {
    if (x - y).abs() <= CLOSE * x.abs().max(y.abs()) {
        return Ordering::Equal;
    }
    x.partial_cmp(&y).unwrap_or(Ordering::Equal)
}

/// Numbers come before text and text before booleans; what is empty is like the other's least.
pub(crate) fn compare(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Empty, Value::Empty) => Ordering::Equal,
        (Value::Empty, _) => compare(&least(right), right),
        (_, Value::Empty) => compare(left, &least(left)),
        (Value::Number(x), Value::Number(y)) => compare_numbers(*x, *y),
        (Value::Text(a), Value::Text(b)) => {
            let lower = |t: &'_ str| t.to_lowercase();
            if a.is_ascii() && b.is_ascii() {
                let lower = |t: &[u8]| t.to_ascii_lowercase();
                return lower(a.as_bytes()).cmp(&lower(b.as_bytes()));
            }
            lower(a).cmp(&lower(b))
        }
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        _ => rank(left).cmp(&rank(right)),
    }
}

/// Whether two values are equal as `=` has it.
pub(crate) fn equal(left: &Value, right: &Value) -> bool {
    !matches!(right, Value::Error(_)) && compare(left, right).is_eq()
}

fn least(like: &Value) -> Value {
    match like {
        Value::Text(_) => Value::Text("".into()),
        Value::Bool(_) => Value::Bool(false),
        _ => Value::Number(0.0),
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Empty | Value::Number(_) => 0,
        Value::Text(_) => 1,
        Value::Bool(_) => 2,
        Value::Error(_) => 3,
    }
}

fn concat(left: &Value, right: &Value) -> Option<Value> {
    let (a, b) = (as_text(left)?, as_text(right)?);
    let text = format!("{a}{b}");
    let fits = text.len() <= 32_767 || text.encode_utf16().count() <= 32_767;
    Some(if fits {
        Value::Text(text.into())
    } else {
        Value::Error(ErrorCode::Value)
    })
}

/// The text of a value, where it needs no number format.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::Empty => Some(String::new()),
        Value::Text(t) => Some((**t).to_owned()),
        Value::Bool(true) => Some("TRUE".to_owned()),
        Value::Bool(false) => Some("FALSE".to_owned()),
        Value::Number(n) if n.fract() == 0.0 && n.abs() < 1e11 => Some(format!("{}", n + 0.0)),
        Value::Number(n) => Some(digits(*n)),
        Value::Error(_) => None,
    }
}

/// A value as a cell with this number format shows it: `TEXT`.
pub(crate) fn shown(value: &Value, format: &Value, date1904: bool) -> Value {
    if let (Value::Error(e), _) | (_, Value::Error(e)) = (value, format) {
        return Value::Error(*e);
    }
    let code = display::text(format, None, date1904);
    if code.len() > display::MAX_FORMAT {
        return Value::Error(ErrorCode::Value);
    }
    let value = match value {
        Value::Empty => Value::Number(0.0),
        Value::Text(text) => match text.trim().parse::<f64>() {
            Ok(n) if n.is_finite() => Value::Number(n),
            _ => value.clone(),
        },
        other => other.clone(),
    };
    if code.is_empty() && !matches!(value, Value::Text(_)) {
        return Value::Text("".into());
    }
    Value::Text(display::text(&value, Some(&code), date1904).into())
}

/// A value with its sign turned; `None` for text.
pub(crate) fn negate(value: &Value) -> Option<Value> {
    match value {
        Value::Error(e) => Some(Value::Error(*e)),
        other => Some(number(0.0 - as_number(other)?)),
    }
}

/// A hundredth; `None` for text.
pub(crate) fn percent(value: &Value) -> Option<Value> {
    match value {
        Value::Error(e) => Some(Value::Error(*e)),
        other => Some(number(as_number(other)? / 100.0)),
    }
}
