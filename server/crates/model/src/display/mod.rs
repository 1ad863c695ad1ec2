//! Values as cells show them, under their number format (ECMA-376 part 1, §18.8.31).

use self::code::{Code, Section};
use crate::content::Value;

mod code;
mod decimal;
mod fraction;
mod general;
mod moment;
mod number;
mod token;

/// Longest number format code that is looked at; longer ones count as `General`.
pub const MAX_FORMAT: usize = 255;

/// What a cell with this value shows. A format code that cannot be read counts as `General`.
///
/// ```
/// use daylight_model::{Value, display::text};
/// assert_eq!(text(&Value::Number(1240.5), Some("#,##0.00"), false), "1,240.50");
/// ```
pub fn text(value: &Value, format: Option<&str>, date1904: bool) -> String {
    let format = format.filter(|f| !f.is_empty() && f.len() <= MAX_FORMAT);
    match value {
        Value::Empty => String::new(),
        Value::Bool(true) => written("TRUE", format),
        Value::Bool(false) => written("FALSE", format),
        Value::Error(code) => code.as_str().to_owned(),
        Value::Text(text) => written(text, format),
        Value::Number(n) => match format.and_then(Code::read) {
            Some(code) => counted(*n, &code, date1904),
            None => general::signed(*n),
        },
    }
}

/// Text under the section for text, if there is one.
fn written(text: &str, format: Option<&str>) -> String {
    let code = format
        .filter(|f| f.contains(['@', ';']))
        .and_then(Code::read);
    match code.as_ref().and_then(Code::for_text) {
        Some(section) => section.with_text(text),
        None => text.to_owned(),
    }
}

/// A number under the section for it.
fn counted(n: f64, code: &Code, date1904: bool) -> String {
    if !n.is_finite() {
        return general::signed(n);
    }
    let Some((section, signed)) = code.for_number(n) else {
        return general::signed(n);
    };
    let body = match section.kind() {
        code::Kind::Moment => return moment::shown(n, section, signed, date1904),
        code::Kind::Plain => plain(n.abs(), section),
        code::Kind::Fraction => fraction::shown(n.abs(), section),
        code::Kind::Number => number::shown(n.abs(), section),
    };
    if n < 0.0 && signed {
        format!("-{body}")
    } else {
        body
    }
}

/// Literals, around the number in `General` where it is asked for.
fn plain(n: f64, section: &Section) -> String {
    let mut out = String::new();
    for token in &section.tokens {
        match token {
            token::Token::General | token::Token::Text => out.push_str(&general::unsigned(n)),
            other => other.literal(&mut out),
        }
    }
    out
}
