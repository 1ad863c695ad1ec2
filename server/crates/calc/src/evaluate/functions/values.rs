//! The arguments of a function of single values, as what it wants them to be.

use daylight_model::{ErrorCode, Value, display};

use super::{
    call::{Answer, Call},
    dates,
    notation::digits,
};

/// The longest text that a cell holds, in UTF-16 units.
pub(super) const MOST_TEXT: usize = 32_767;

/// Arguments; `None` for what was left out between commas.
pub(super) struct Values<'a> {
    all: &'a [Option<Value>],
    call: &'a Call,
}

impl<'a> Values<'a> {
    pub(super) fn of(all: &'a [Option<Value>], call: &'a Call) -> Self {
        Self { all, call }
    }

    /// How many arguments there are, those left out between commas among them.
    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    /// An argument, if it was given.
    pub(super) fn get(&self, i: usize) -> Option<&Value> {
        self.all.get(i)?.as_ref()
    }

    /// An argument as it is; nothing when it was left out.
    pub(super) fn value(&self, i: usize) -> Answer {
        match self.get(i) {
            Some(Value::Error(e)) => Err(*e),
            Some(value) => Ok(value.clone()),
            None => Ok(Value::Empty),
        }
    }

    pub(super) fn number(&self, i: usize) -> Answer<f64> {
        number(&self.value(i)?, self.call)
    }

    pub(super) fn number_or(&self, i: usize, default: f64) -> Answer<f64> {
        match self.get(i) {
            Some(_) => self.number(i),
            None => Ok(default),
        }
    }

    /// A number without what comes after its point.
    pub(super) fn integer(&self, i: usize) -> Answer<i64> {
        integer(self.number(i)?)
    }

    pub(super) fn integer_or(&self, i: usize, default: i64) -> Answer<i64> {
        match self.get(i) {
            Some(_) => self.integer(i),
            None => Ok(default),
        }
    }

    pub(super) fn truth_or(&self, i: usize, default: bool) -> Answer<bool> {
        match self.get(i) {
            Some(value) => truth(value),
            None => Ok(default),
        }
    }

    pub(super) fn text(&self, i: usize) -> Answer<String> {
        text(&self.value(i)?)
    }
}

/// Text as a result, unless it is longer than a cell holds.
pub(super) fn written(text: String) -> Answer {
    if text.len() > MOST_TEXT && text.encode_utf16().count() > MOST_TEXT {
        return Err(ErrorCode::Value);
    }
    Ok(Value::Text(text.into()))
}

/// The text that a value is for a function that wants text.
pub(super) fn text(value: &Value) -> Answer<String> {
    match value {
        Value::Error(e) => Err(*e),
        Value::Text(t) => Ok((**t).to_owned()),
        Value::Number(n) => Ok(digits(*n)),
        other => Ok(display::text(other, None, false)),
    }
}

/// The number that a value is for a function that wants one.
pub(super) fn number(value: &Value, call: &Call) -> Answer<f64> {
    match value {
        Value::Empty => Ok(0.0),
        Value::Number(n) => Ok(*n),
        Value::Bool(b) => Ok(f64::from(*b)),
        Value::Error(e) => Err(*e),
        Value::Text(t) => typed(t, call).ok_or(ErrorCode::Value),
    }
}

/// A number as somebody types it: plain, with a percent sign, with grouped thousands, or a date.
pub(super) fn typed(text: &str, call: &Call) -> Option<f64> {
    let text = text.trim();
    // Brackets mean a negative number, and a dollar sign nothing.
    let inside = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
    if let Some(inside) = inside {
        let signed = inside.contains(['+', '-', '(']);
        return if signed {
            None
        } else {
            typed(inside, call).map(|n| -n)
        };
    }
    if let Some(at) = text
        .find('$')
        .filter(|at| matches!(&text[..*at], "" | "-" | "+"))
    {
        let rest = &text[at + 1..];
        let plain = rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '));
        return if plain {
            typed(&format!("{}{}", &text[..at], rest.trim_start()), call)
        } else {
            None
        };
    }
    let (digits, scale) = match text.strip_suffix('%') {
        Some(rest) => (rest.trim_end(), 0.01),
        None => (text, 1.0),
    };
    let plain = |t: &str| {
        let starts = t.trim_start_matches(['+', '-']);
        let digit = starts.starts_with(|c: char| c.is_ascii_digit() || c == '.');
        digit.then(|| t.parse::<f64>().ok()).flatten()
    };
    let n = match plain(digits) {
        Some(n) => n * scale,
        None if digits.contains(',') && !digits.contains(['/', ':']) => {
            let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
            let mut groups = whole.split(',').skip(1);
            if !groups.all(|g| g.len() == 3 && g.bytes().all(|b| b.is_ascii_digit())) {
                return dates::read(text, call);
            }
            plain(&format!("{}.{rest}", whole.replace(',', "")))? * scale
        }
        None => dates::read(text, call)?,
    };
    n.is_finite().then_some(n)
}

/// What a value decides.
pub(super) fn truth(value: &Value) -> Answer<bool> {
    super::super::scalar::as_condition(value)
}

/// A number without what comes after its point.
pub(super) fn integer(n: f64) -> Answer<i64> {
    let n = n.trunc();
    if n.abs() >= 9e15 {
        return Err(ErrorCode::Num);
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked above")]
    Ok(n as i64)
}

/// A size that cannot be negative.
pub(super) fn size(n: i64) -> Answer<usize> {
    usize::try_from(n).map_err(|_| ErrorCode::Value)
}
