//! Values of the model ↔ values of the function library.

use daylight_model::{ErrorCode, Value};
use formualizer_common::{DateSystem, ExcelError, ExcelErrorKind, LiteralValue};

/// The longest text that a cell holds, in UTF-16 units.
const MAX_TEXT: usize = 32_767;

/// How the library counts days.
pub(crate) fn date_system(date1904: bool) -> DateSystem {
    if date1904 {
        DateSystem::Excel1904
    } else {
        DateSystem::Excel1900
    }
}

/// A value for the library.
pub(crate) fn literal(value: &Value) -> LiteralValue {
    match value {
        Value::Empty => LiteralValue::Empty,
        Value::Number(n) => LiteralValue::Number(*n),
        Value::Text(t) => LiteralValue::Text((**t).to_owned()),
        Value::Bool(b) => LiteralValue::Boolean(*b),
        Value::Error(e) => LiteralValue::Error(ExcelError::new(kind(*e))),
    }
}

/// A single value from the library; of an array the first.
pub(crate) fn value(literal: &LiteralValue, date1904: bool) -> Value {
    match literal {
        LiteralValue::Empty | LiteralValue::Pending => Value::Empty,
        LiteralValue::Number(n) => number(*n),
        #[expect(
            clippy::cast_precision_loss,
            reason = "a spreadsheet's numbers are doubles"
        )]
        LiteralValue::Int(n) => Value::Number(*n as f64),
        LiteralValue::Boolean(b) => Value::Bool(*b),
        LiteralValue::Text(t) if t.len() > MAX_TEXT && t.encode_utf16().count() > MAX_TEXT => {
            Value::Error(ErrorCode::Value)
        }
        LiteralValue::Text(t) => Value::Text(t.as_str().into()),
        LiteralValue::Error(e) => Value::Error(code(e.kind)),
        LiteralValue::Array(rows) => match rows.first().and_then(|r| r.first()) {
            Some(first) => value(first, date1904),
            None => Value::Error(ErrorCode::Calc),
        },
        temporal => match temporal.as_serial_number_for(date_system(date1904)) {
            Some(n) => number(n),
            None => Value::Error(ErrorCode::Value),
        },
    }
}

/// A number, or the error of one that is none.
pub(crate) fn number(n: f64) -> Value {
    if n.is_finite() {
        Value::Number(n)
    } else {
        Value::Error(ErrorCode::Num)
    }
}

/// The library's name of an error.
pub(crate) fn kind(code: ErrorCode) -> ExcelErrorKind {
    match code {
        ErrorCode::Null => ExcelErrorKind::Null,
        ErrorCode::Div0 => ExcelErrorKind::Div,
        ErrorCode::Value => ExcelErrorKind::Value,
        ErrorCode::Ref => ExcelErrorKind::Ref,
        ErrorCode::Name => ExcelErrorKind::Name,
        ErrorCode::Num => ExcelErrorKind::Num,
        ErrorCode::Na => ExcelErrorKind::Na,
        ErrorCode::Spill => ExcelErrorKind::Spill,
        ErrorCode::Calc => ExcelErrorKind::Calc,
        ErrorCode::Circ => ExcelErrorKind::Circ,
    }
}

/// Our name of an error of the library.
pub(crate) fn code(kind: ExcelErrorKind) -> ErrorCode {
    match kind {
        ExcelErrorKind::Null => ErrorCode::Null,
        ExcelErrorKind::Div => ErrorCode::Div0,
        ExcelErrorKind::Ref => ErrorCode::Ref,
        ExcelErrorKind::Name | ExcelErrorKind::NImpl => ErrorCode::Name,
        ExcelErrorKind::Num => ErrorCode::Num,
        ExcelErrorKind::Na => ErrorCode::Na,
        ExcelErrorKind::Spill => ErrorCode::Spill,
        ExcelErrorKind::Calc => ErrorCode::Calc,
        ExcelErrorKind::Circ => ErrorCode::Circ,
        _ => ErrorCode::Value,
    }
}
