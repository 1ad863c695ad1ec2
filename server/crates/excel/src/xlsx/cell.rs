//! The attributes of cells and formulas, and dates as text.

use daylight_model::id::{MAX_COLS, MAX_ROWS};

use crate::xml::{Tag, is_true};

/// How a cell's value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellKind {
    Number,
    Shared,
    Bool,
    Error,
    /// Result of a formula.
    Text,
    Inline,
    /// ISO 8601.
    Date,
}

/// What a `c` element says.
#[derive(Debug)]
pub(crate) struct CellHead {
    /// Row and column; beyond the sheet when the address is.
    pub(crate) place: Option<(u32, u32)>,
    pub(crate) kind: CellKind,
    pub(crate) format: usize,
    /// 1-based cell metadata, 0 none.
    pub(crate) meta: usize,
}

impl CellHead {
    /// Fails with an address that is none.
    pub(crate) fn of(tag: &Tag<'_>) -> Result<Self, String> {
        let mut head = Self {
            place: None,
            kind: CellKind::Number,
            format: 0,
            meta: 0,
        };
        for (key, value) in tag.attrs() {
            match key {
                "r" => {
                    let place = address(value.as_bytes());
                    head.place =
                        Some(place.ok_or_else(|| value.chars().take(32).collect::<String>())?);
                }
                "s" => head.format = value.parse().unwrap_or(0),
                "cm" => head.meta = value.parse().unwrap_or(0),
                "t" => {
                    head.kind = match &*value {
                        "s" => CellKind::Shared,
                        "b" => CellKind::Bool,
                        "e" => CellKind::Error,
                        "str" => CellKind::Text,
                        "inlineStr" => CellKind::Inline,
                        "d" => CellKind::Date,
                        _ => CellKind::Number,
                    }
                }
                _ => {}
            }
        }
        Ok(head)
    }
}

/// Where a cell stands; one without an address follows the one before it.
pub(crate) fn next_place(head: &CellHead, row: u32, col: u32) -> (u32, u32) {
    head.place.unwrap_or((row, col))
}

/// Reads `B7` as `(row, column)`. Addresses beyond the sheet come out as places beyond it.
fn address(text: &[u8]) -> Option<(u32, u32)> {
    let mut col = 0_u32;
    let mut row = 0_u32;
    let mut at = 0;
    while let Some(letter) = text.get(at).filter(|b| b.is_ascii_alphabetic()) {
        let digit = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        col = col
            .saturating_mul(26)
            .saturating_add(digit)
            .min(MAX_COLS + 1);
        at += 1;
    }
    let digits = text.get(at..)?;
    if at == 0 || digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    for digit in digits {
        row = row
            .saturating_mul(10)
            .saturating_add(u32::from(digit - b'0'))
            .min(MAX_ROWS + 1);
    }
    Some((row.checked_sub(1)?, col - 1))
}

/// How an `f` element applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormulaForm {
    Plain,
    Shared,
    Array,
    DataTable,
}

/// What an `f` element says.
#[derive(Debug)]
pub(crate) struct FormulaHead {
    pub(crate) form: FormulaForm,
    pub(crate) range: Option<daylight_model::a1::Area>,
    pub(crate) shared: Option<u32>,
}

impl FormulaHead {
    pub(crate) fn of(tag: &Tag<'_>) -> Self {
        let mut head = Self {
            form: FormulaForm::Plain,
            range: None,
            shared: None,
        };
        let mut deleted = false;
        for (key, value) in tag.attrs() {
            match key {
                "t" => {
                    head.form = match &*value {
                        "shared" => FormulaForm::Shared,
                        "array" => FormulaForm::Array,
                        "dataTable" => FormulaForm::DataTable,
                        _ => FormulaForm::Plain,
                    }
                }
                "ref" => head.range = daylight_model::a1::parse_range(&value),
                "si" => head.shared = value.parse().ok(),
                "del1" | "del2" => deleted |= is_true(&value),
                _ => {}
            }
        }
        if deleted {
            head.form = FormulaForm::DataTable;
        }
        head
    }
}

/// A date, a time or both in ISO 8601, as a serial number.
pub(crate) fn iso_serial(text: &str, date1904: bool) -> Option<f64> {
    let text = text.trim_end_matches('Z');
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None if text.contains(':') => ("", Some(text)),
        None => (text, None),
    };
    let mut serial = 0.0;
    if !date.is_empty() {
        let mut parts = date.splitn(3, '-');
        let year: i64 = parts.next()?.parse().ok()?;
        let month: i64 = parts.next()?.parse().ok()?;
        let day: i64 = parts.next()?.parse().ok()?;
        serial += day_serial(year, month, day, date1904)?;
    }
    if let Some(time) = time {
        let mut parts = time.splitn(3, ':');
        let hours: f64 = parts.next()?.parse().ok()?;
        let minutes: f64 = parts.next()?.parse().ok()?;
        let seconds: f64 = parts.next().map_or(Some(0.0), |s| s.parse().ok())?;
        serial += (hours * 3600.0 + minutes * 60.0 + seconds) / 86_400.0;
    }
    Some(serial).filter(|s| s.is_finite())
}

/// The serial number of a day of the Gregorian calendar.
pub(crate) fn day_serial(year: i64, month: i64, day: i64, date1904: bool) -> Option<f64> {
    let fits = (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    if !fits {
        return None;
    }
    // Days since 1 March of year 0, with March as the first month of the year.
    let (y, m) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let days = y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1;
    // 30 December 1899 and 1 January 1904 on the same scale.
    let serial = days - if date1904 { 695_361 } else { 693_899 };
    // Serial 60 is a day that never was, so those before it are one less.
    let serial = if !date1904 && serial < 61 {
        serial - 1
    } else {
        serial
    };
    (serial >= 0).then_some(serial as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        assert_eq!(address(b"B7"), Some((6, 1)));
        assert_eq!(address(b"xfd1048576"), Some((1_048_575, 16_383)));
        assert_eq!(address(b"XFE1").map(|p| p.1 >= MAX_COLS), Some(true));
        assert_eq!(
            address(b"ZZZZZZZZZZZZ1").map(|p| p.1 >= MAX_COLS),
            Some(true)
        );
        assert_eq!(
            address(b"A99999999999999").map(|p| p.0 >= MAX_ROWS),
            Some(true)
        );
        for bad in ["", "A", "7", "A0", "A1B", "$A$1", "A-1"] {
            assert_eq!(address(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn iso_dates() {
        assert_eq!(iso_serial("1900-01-01", false), Some(1.0));
        assert_eq!(iso_serial("1900-02-28", false), Some(59.0));
        assert_eq!(iso_serial("1900-03-01", false), Some(61.0));
        assert_eq!(iso_serial("2026-11-22", false), Some(46_348.0));
        assert_eq!(iso_serial("1904-01-02", true), Some(1.0));
        assert_eq!(iso_serial("2026-11-22T12:00:00", false), Some(46_348.5));
        assert_eq!(iso_serial("06:00:00", false), Some(0.25));
        assert_eq!(iso_serial("2026-13-01", false), None);
        assert_eq!(iso_serial("soon", false), None);
    }
}
