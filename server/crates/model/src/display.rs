//! Values as cells show them, under their number format (ECMA-376 part 1, §18.8.31).

use std::panic::{AssertUnwindSafe, catch_unwind};

use ssfmt::{DateSystem, FormatOptions, NumberFormat};

use crate::content::Value;

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
        Value::Bool(true) => "TRUE".to_owned(),
        Value::Bool(false) => "FALSE".to_owned(),
        Value::Error(code) => code.as_str().to_owned(),
        Value::Text(text) => match format.filter(|f| f.contains('@')) {
            Some(format) => guarded(|| {
                let format = NumberFormat::parse(format).ok()?;
                Some(format.format_text(text, &options(date1904)))
            })
            .unwrap_or_else(|| text.to_string()),
            None => text.to_string(),
        },
        Value::Number(n) => {
            let options = options(date1904);
            format
                .and_then(|f| guarded(|| ssfmt::format(*n, f, &options).ok()))
                .or_else(|| guarded(|| ssfmt::format(*n, "General", &options).ok()))
                .unwrap_or_else(|| n.to_string())
        }
    }
}

fn options(date1904: bool) -> FormatOptions {
    let date_system = if date1904 {
        DateSystem::Date1904
    } else {
        DateSystem::Date1900
    };
    FormatOptions {
        date_system,
        ..FormatOptions::default()
    }
}

/// Format codes come from strangers' files: what the library cannot stand must not end the caller.
fn guarded(format: impl FnOnce() -> Option<String>) -> Option<String> {
    catch_unwind(AssertUnwindSafe(format)).ok().flatten()
}
