//! What a person types into a cell → content and, where the text suggests one, a number format.
//!
//! English conventions: `.` decimals, `,` thousands, month before day where both could be meant, as Excel
//! reads them in the US; ISO and dotted European dates are unambiguous and read as such.

mod date;
mod number;

use std::sync::Arc;

use crate::{
    content::{Content, ErrorCode, MAX_TEMPLATE, MAX_TEXT, Value},
    formula::{Origin, Resolve, parse_formula},
};

/// A typed text, understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// What the cell gets.
    pub content: Content,
    /// The number format that such an input brings along, for cells that have none.
    pub format: Option<&'static str>,
}

/// The text cannot be stored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// More text than a cell holds.
    #[error("a cell holds at most {MAX_TEXT} characters, this text has {0}")]
    TextTooLong(usize),
    /// A longer formula than a cell holds.
    #[error("a formula has at most {MAX_TEMPLATE} characters, this one has {0}")]
    FormulaTooLong(usize),
}

impl Input {
    fn value(value: Value, format: Option<&'static str>) -> Self {
        Self {
            content: Content::Value(value),
            format,
        }
    }
}

/// Reads `text` as typed on a sheet, or in a cell of it.
pub fn parse_input<'a>(
    text: &'a str,
    origin: impl Into<Origin<'a>>,
    date1904: bool,
    ctx: &'a dyn Resolve,
) -> Result<Input, InputError> {
    if text.is_empty() {
        return Ok(Input::value(Value::Empty, None));
    }
    if let Some(formula) = formula_text(text) {
        let length = formula.encode_utf16().count();
        if length > MAX_TEMPLATE {
            return Err(InputError::FormulaTooLong(length));
        }
        let formula = Arc::new(parse_formula(formula, origin, ctx));
        return Ok(Input {
            content: Content::Formula(formula),
            format: None,
        });
    }
    let trimmed = text.trim();
    if let Some(input) = plain(trimmed, date1904) {
        return Ok(input);
    }
    let text = text.strip_prefix('\'').unwrap_or(text);
    let length = text.encode_utf16().count();
    if length > MAX_TEXT {
        return Err(InputError::TextTooLong(length));
    }
    Ok(Input::value(Value::Text(text.into()), None))
}

/// The formula in a text that is one: behind `=`, or a text that starts with a sign and is no number.
fn formula_text(text: &str) -> Option<&str> {
    let trimmed = text.trim_end();
    if let Some(rest) = trimmed.strip_prefix('=') {
        return (!rest.trim().is_empty()).then_some(rest);
    }
    let signed = trimmed.strip_prefix(['+', '-'])?;
    let starts =
        signed.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '(' | '$' | '\''));
    let is_formula = starts && number::read(trimmed).is_none() && has_operand(signed);
    is_formula.then(|| trimmed.strip_prefix('+').unwrap_or(trimmed))
}

/// True when the text holds an address or a call, so that "-none" stays text.
fn has_operand(text: &str) -> bool {
    text.contains('(')
        || text
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '$')
            .any(|word| crate::a1::parse_cell(word).is_some())
}

/// Whether a text reads like a date or a time, as people type it.
pub fn reads_as_date(text: &str) -> bool {
    let text = text.trim();
    number::read(text).is_none() && date::read(text, false).is_some()
}

/// The value of a text as typed that is no formula; `None` for one that stays text.
pub fn typed_value(text: &str, date1904: bool) -> Option<Value> {
    match plain(text.trim(), date1904)?.content {
        Content::Value(value) => Some(value),
        Content::Formula(_) => None,
    }
}

fn plain(text: &str, date1904: bool) -> Option<Input> {
    if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") {
        let value = Value::Bool(text.eq_ignore_ascii_case("true"));
        return Some(Input::value(value, None));
    }
    if let Ok(code) = text.parse::<ErrorCode>() {
        return Some(Input::value(Value::Error(code), None));
    }
    let (number, format) = number::read(text).or_else(|| date::read(text, date1904))?;
    Some(Input::value(Value::Number(number), format))
}
