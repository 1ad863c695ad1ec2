//! Dates and times as people type them → serial numbers.

/// A serial and the format its text suggests.
type Read = (f64, Option<&'static str>);

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// How a date was written: alone, and the format with a time behind it.
type Shape = (&'static str, &'static str);

const ISO: Shape = ("yyyy-mm-dd", "yyyy-mm-dd hh:mm");
const SLASHED: Shape = ("m/d/yyyy", "m/d/yyyy h:mm");
const DAY_FIRST: Shape = ("dd/mm/yyyy", "dd/mm/yyyy hh:mm");
const DOTTED: Shape = ("dd.mm.yyyy", "dd.mm.yyyy hh:mm");
const NAMED: Shape = ("d mmm yyyy", "d mmm yyyy hh:mm");
const MONTH: Shape = ("mmm yyyy", "mmm yyyy");

/// Reads a date, a time or both; `None` when the text is neither.
pub(super) fn read(text: &str, date1904: bool) -> Option<Read> {
    // Longer texts are no dates; this keeps the work small.
    if text.len() > 40 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    if let Some((time, format)) = time(text) {
        return Some((time, Some(format)));
    }
    if let Some((serial, shape)) = day(text, date1904) {
        return Some((serial, Some(shape.0)));
    }
    // A date, then a blank or T, then a time.
    let breaks = text.char_indices().filter(|(_, c)| *c == ' ' || *c == 'T');
    for (at, _) in breaks {
        let (date, clock) = (text[..at].trim_end(), text[at + 1..].trim_start());
        if let (Some((serial, shape)), Some((time, _))) = (day(date, date1904), time(clock)) {
            return (time < 1.0 && shape.1 != MONTH.1).then_some((serial + time, Some(shape.1)));
        }
    }
    None
}

fn whole(text: &str, most: usize) -> Option<u32> {
    let fits = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

/// `14:05`, `14:05:09.5`, `2:05 pm`, `2 pm`; hours beyond a day stay hours.
fn time(text: &str) -> Option<(f64, &'static str)> {
    let lower = text.to_ascii_lowercase();
    let (clock, half) = match lower.strip_suffix('m').and_then(|t| {
        t.strip_suffix('a')
            .map(|t| (t, 0))
            .or_else(|| t.strip_suffix('p').map(|t| (t, 12)))
    }) {
        Some((clock, half)) => (clock.trim_end().to_owned(), Some(half)),
        None => (lower, None),
    };
    let mut parts = clock.split(':');
    let hours = whole(parts.next()?, 4)?;
    let minutes = parts.next();
    if minutes.is_none() && half.is_none() {
        return None;
    }
    let minutes = minutes.map_or(Some(0), |m| whole(m, 2))?;
    let seconds = parts.next();
    let exact = match seconds {
        Some(s) => {
            let (whole_part, part) = s.split_once('.').unwrap_or((s, "0"));
            whole(whole_part, 2)?;
            whole(part, 6)?;
            s.parse::<f64>().ok()?
        }
        None => 0.0,
    };
    if parts.next().is_some() || minutes > 59 || exact >= 60.0 || hours > 9999 {
        return None;
    }
    let hours = match half {
        Some(_) if !(1..=12).contains(&hours) => return None,
        Some(half) => hours % 12 + half,
        None => hours,
    };
    let format = match (half.is_some(), seconds.is_some(), hours > 23) {
        (true, false, _) => "h:mm AM/PM",
        (true, true, _) => "h:mm:ss AM/PM",
        (false, _, true) => "[h]:mm:ss",
        (false, false, false) => "h:mm",
        (false, true, false) => "h:mm:ss",
    };
    let seconds = f64::from(hours * 3600 + minutes * 60) + exact;
    Some((seconds / 86_400.0, format))
}

fn day(text: &str, date1904: bool) -> Option<(f64, Shape)> {
    let (y, m, d, shape) = numeric(text).or_else(|| named(text))?;
    Some((serial(y, m, d, date1904)?, shape))
}

/// `2026-11-22`, `11/22/2026`, `22/11/2026`, `22.11.2026`.
fn numeric(text: &str) -> Option<(u32, u32, u32, Shape)> {
    let separator = text.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = text.split(separator);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    if a.len() == 4 && separator != '.' {
        return Some((whole(a, 4)?, whole(b, 2)?, whole(c, 2)?, ISO));
    }
    let (first, second, year) = (whole(a, 2)?, whole(b, 2)?, year(c)?);
    match separator {
        '.' => Some((year, second, first, DOTTED)),
        _ if first > 12 => Some((year, second, first, DAY_FIRST)),
        _ => Some((year, first, second, SLASHED)),
    }
}

/// `22 Nov 2026`, `22-Nov-26`, `Nov 22, 2026`, `November 2026`.
fn named(text: &str) -> Option<(u32, u32, u32, Shape)> {
    let parts: Vec<&str> = text
        .split([' ', '-', ',', '.', '/'])
        .filter(|p| !p.is_empty())
        .collect();
    match parts[..] {
        [a, b, c] => match (month(a), month(b)) {
            (Some(m), None) => Some((year(c)?, m, whole(b, 2)?, NAMED)),
            (None, Some(m)) => Some((year(c)?, m, whole(a, 2)?, NAMED)),
            _ => None,
        },
        [a, b] if b.len() == 4 => Some((whole(b, 4)?, month(a)?, 1, MONTH)),
        _ => None,
    }
}

fn month(text: &str) -> Option<u32> {
    let lower = text.to_ascii_lowercase();
    let lower = if lower == "sept" {
        "sep"
    } else {
        lower.as_str()
    };
    let found = MONTHS
        .iter()
        .position(|m| lower.len() >= 3 && (*m == lower || m[..3] == *lower));
    found.and_then(|i| u32::try_from(i + 1).ok())
}

/// Four digits, or two: 00–29 are of this century, 30–99 of the last.
fn year(text: &str) -> Option<u32> {
    match text.len() {
        4 => whole(text, 4),
        2 => whole(text, 2).map(|y| if y < 30 { 2000 + y } else { 1900 + y }),
        _ => None,
    }
}

/// Days since the start of the workbook's date system; `None` for days that are none or lie before it. Serial 60, the
/// 29th of February 1900 that never was, is kept free as Excel does.
fn serial(y: u32, m: u32, d: u32, date1904: bool) -> Option<f64> {
    let leap = y.is_multiple_of(4) && (!y.is_multiple_of(100) || y.is_multiple_of(400));
    let length = match m {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        1..=12 => 31,
        _ => return None,
    };
    if d == 0 || d > length || !(1900..=9999).contains(&y) || (date1904 && y < 1904) {
        return None;
    }
    // Days since 1899-12-30, counted over years that begin in March.
    let (y, m) = if m > 2 { (y, m - 3) } else { (y - 1, m + 9) };
    let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d;
    let days = days - 693_900;
    let days = if date1904 {
        days - 1462
    } else if days < 61 {
        days - 1
    } else {
        days
    };
    Some(f64::from(days))
}
