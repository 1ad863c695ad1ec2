//! Which fields are numbers, dates or booleans. Whatever could lose something by it stays text: leading zeros,
//! long digit strings, telephone numbers, ambiguous dates, formulas.

use daylight_model::{ErrorCode, asset::BlockValue};

use crate::xlsx::day_serial;

/// A field that is more than text.
#[derive(Debug, PartialEq)]
pub(crate) struct Typed {
    pub(crate) value: BlockValue,
    pub(crate) format: Option<&'static str>,
}

/// Most significant digits that a number holds exactly.
const DIGITS: usize = 15;

/// The value of a field; `None`: it is text.
pub(crate) fn typed(field: &str, decimal_comma: bool) -> Option<Typed> {
    let text = field.trim_matches(' ');
    let first = *text.as_bytes().first()?;
    match first {
        b'0'..=b'9' | b'-' => number(text, decimal_comma).or_else(|| date(text)),
        b't' | b'T' if text.eq_ignore_ascii_case("true") => plain(BlockValue::Bool(true)),
        b'f' | b'F' if text.eq_ignore_ascii_case("false") => plain(BlockValue::Bool(false)),
        b'#' => text
            .parse::<ErrorCode>()
            .ok()
            .and_then(|code| plain(BlockValue::Error(code))),
        _ => None,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "as the callers want it")]
fn plain(value: BlockValue) -> Option<Typed> {
    Some(Typed {
        value,
        format: None,
    })
}

fn number(text: &str, decimal_comma: bool) -> Option<Typed> {
    let (body, percent) = match text.strip_suffix('%') {
        Some(body) => (body.trim_end(), true),
        None => (text, false),
    };
    let (sign, body) = match body.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", body),
    };
    let (point, group) = if decimal_comma {
        (',', '.')
    } else {
        ('.', ',')
    };
    let (mantissa, exponent) = match body.find(['e', 'E']) {
        Some(at) => (&body[..at], &body[at..]),
        None => (body, ""),
    };
    let (whole, fraction) = match mantissa.split_once(point) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let grouped = whole.contains(group);
    let digits = if grouped {
        ungrouped(whole, group)?
    } else {
        whole.to_owned()
    };
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(&digits) || (digits.len() > 1 && digits.starts_with('0')) {
        return None;
    }
    if fraction.is_some_and(|f| !all_digits(f)) {
        return None;
    }
    // Under a decimal comma 1.234 may be a number of a version, a chapter or a thousand.
    if decimal_comma && grouped && fraction.is_none() {
        return None;
    }
    let significant = digits.trim_start_matches('0').len() + fraction.map_or(0, str::len);
    if significant > DIGITS || !exponent_fits(exponent, fraction.is_some()) {
        return None;
    }
    let fraction_text = fraction.map_or(String::new(), |f| format!(".{f}"));
    let mut n: f64 = format!("{sign}{digits}{fraction_text}{exponent}")
        .parse()
        .ok()?;
    if percent {
        n /= 100.0;
    }
    // -0 would come back as 0.
    if !n.is_finite() || (n == 0.0 && !sign.is_empty()) {
        return None;
    }
    let format = match (percent, grouped, fraction.is_some()) {
        (true, _, false) => Some("0%"),
        (true, _, true) => Some("0.00%"),
        (false, true, false) => Some("#,##0"),
        (false, true, true) => Some("#,##0.00"),
        (false, false, _) => None,
    };
    Some(Typed {
        value: BlockValue::Number(n),
        format,
    })
}

/// `1E5` may be the name of something; `1.5E+5` is a number.
fn exponent_fits(exponent: &str, has_fraction: bool) -> bool {
    if exponent.is_empty() {
        return true;
    }
    let digits = exponent[1..].trim_start_matches(['+', '-']);
    let signed = digits.len() + 1 < exponent.len();
    (signed || has_fraction)
        && (1..=3).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// `1,234,567` without its marks; `None` when they do not stand after every three digits.
fn ungrouped(whole: &str, group: char) -> Option<String> {
    let mut parts = whole.split(group);
    let first = parts.next()?;
    let well = (1..=3).contains(&first.len()) && first != "0";
    (well && parts.all(|p| p.len() == 3)).then(|| whole.replace(group, ""))
}

/// `2026-11-22`, also with a time, or `22.11.2026`.
fn date(text: &str) -> Option<Typed> {
    let (day, time) = match text.split_once([' ', 'T']) {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let (serial, dotted) = if let Some(serial) = iso_day(day) {
        (serial, false)
    } else {
        (dotted_day(day)?, true)
    };
    let (share, format) = match time {
        None if dotted => (0.0, "dd.mm.yyyy"),
        None => (0.0, "yyyy-mm-dd"),
        Some(time) => {
            let (share, seconds) = clock(time)?;
            let format = match (dotted, seconds) {
                (false, false) => "yyyy-mm-dd hh:mm",
                (false, true) => "yyyy-mm-dd hh:mm:ss",
                (true, false) => "dd.mm.yyyy hh:mm",
                (true, true) => "dd.mm.yyyy hh:mm:ss",
            };
            (share, format)
        }
    };
    Some(Typed {
        value: BlockValue::Number(serial + share),
        format: Some(format),
    })
}

fn digits(text: &str, length: usize) -> Option<i64> {
    let fits = text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

fn iso_day(text: &str) -> Option<f64> {
    let mut parts = text.splitn(3, '-');
    let year = digits(parts.next()?, 4)?;
    let month = digits(parts.next()?, 2)?;
    let day = digits(parts.next()?, 2)?;
    real_day(year, month, day)
}

fn dotted_day(text: &str) -> Option<f64> {
    let mut parts = text.splitn(3, '.');
    let day = digits(parts.next()?, 2)?;
    let month = digits(parts.next()?, 2)?;
    let year = digits(parts.next()?, 4)?;
    real_day(year, month, day)
}

fn real_day(year: i64, month: i64, day: i64) -> Option<f64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    };
    if year < 1900 || day > length {
        return None;
    }
    day_serial(year, month, day, false)
}

/// The share of a day, and whether seconds were written.
fn clock(text: &str) -> Option<(f64, bool)> {
    let mut parts = text.splitn(3, ':');
    let hours = digits(parts.next()?, 2)?;
    let minutes = digits(parts.next()?, 2)?;
    let seconds = parts.next();
    let s = seconds.map_or(Some(0), |s| digits(s, 2))?;
    if hours > 23 || minutes > 59 || s > 59 {
        return None;
    }
    let all = hours * 3600 + minutes * 60 + s;
    Some((all as f64 / 86_400.0, seconds.is_some()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;

    #[test]
    fn what_is_a_number() {
        for (text, value, format) in [
            ("12", 12.0, None),
            ("-12.5", -12.5, None),
            (" 7 ", 7.0, None),
            ("0.05", 0.05, None),
            ("1.5E+10", 1.5e10, None),
            ("1,234", 1234.0, Some("#,##0")),
            ("1,234,567.89", 1_234_567.89, Some("#,##0.00")),
            ("12%", 0.12, Some("0%")),
            ("12.5%", 0.125, Some("0.00%")),
            ("2026-11-22", 46_348.0, Some("yyyy-mm-dd")),
            ("2026-11-22 12:00", 46_348.5, Some("yyyy-mm-dd hh:mm")),
            (
                "2026-11-22T06:00:00",
                46_348.25,
                Some("yyyy-mm-dd hh:mm:ss"),
            ),
            ("22.11.2026", 46_348.0, Some("dd.mm.yyyy")),
        ] {
            let typed = typed(text, false).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(typed.value, BlockValue::Number(value), "{text}");
            assert_eq!(typed.format, format, "{text}");
        }
        assert_eq!(
            typed("1.234,5", true).unwrap().value,
            BlockValue::Number(1234.5)
        );
        assert_eq!(typed("3,5", true).unwrap().value, BlockValue::Number(3.5));
        assert_eq!(typed("TRUE", false).unwrap().value, BlockValue::Bool(true));
        assert_eq!(
            typed("#N/A", false).unwrap().value,
            BlockValue::Error(ErrorCode::Na)
        );
    }

    #[test]
    fn what_stays_text() {
        for text in [
            "00123",
            "007",
            "1234567890123456",
            "+49 30 1234",
            "1E5",
            "12-34",
            "1,23",
            "12,34,567",
            "0,123",
            "1.2.3",
            "-",
            "",
            "--5",
            "-0",
            "1/2",
            "11/22/2026",
            "2026-02-30",
            "2026-1-2",
            "31.02.2026",
            "12:30",
            "=1+2",
            "@x",
            "truely",
            "5 km",
            "0x10",
            "inf",
            "NaN",
            "1e999",
            "1.",
            ".5",
            "#REF",
            "２",
        ] {
            assert_eq!(typed(text, false), None, "{text}");
        }
        assert_eq!(typed("1.234", true), None);
    }
}
