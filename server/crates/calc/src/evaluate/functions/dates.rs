//! Dates and times out of text, as typed in the United States: `DATEVALUE` and `TIMEVALUE`.

use chrono::{Datelike, NaiveDate};
use daylight_model::{ErrorCode, Value};

use super::{
    call::{Answer, Call, Ours, each},
    values::Values,
};

/// The longest text that is read as a date.
const LONGEST: usize = 64;

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

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        each("DATEVALUE", 1..=1, |call, args| {
            let (date, _) = parts(&given(args)?, call).ok_or(ErrorCode::Value)?;
            Ok(Value::Number(date))
        }),
        each("TIMEVALUE", 1..=1, |call, args| {
            let (_, time) = parts(&given(args)?, call).ok_or(ErrorCode::Value)?;
            Ok(Value::Number(time.fract()))
        }),
    ]
}

/// The text; a date in a number is none.
fn given(args: &Values<'_>) -> Answer<String> {
    match args.value(0)? {
        Value::Text(text) => Ok((*text).to_owned()),
        _ => Err(ErrorCode::Value),
    }
}

/// The serial of a date, a time or both.
pub(super) fn read(text: &str, call: &Call) -> Option<f64> {
    let (date, time) = parts(text, call)?;
    Some(date + time)
}

/// Serial of the date, and time as part of a day.
fn parts(text: &str, call: &Call) -> Option<(f64, f64)> {
    if text.len() > LONGEST || !text.is_ascii() {
        return None;
    }
    let lower = text.trim().to_ascii_lowercase();
    // In ISO's form a letter stands between the two.
    let lower = match lower.split_once('t') {
        Some((date, time)) if date.len() == 10 && time.contains(':') => format!("{date} {time}"),
        _ => lower,
    };
    let words: Vec<&str> = lower.split_ascii_whitespace().collect();
    let is_time = |w: &&str| w.contains(':') || is_half(w);
    let start = words.iter().position(|w| w.contains(':'));
    // "6 pm" has no colon: the number before the half of the day is the hour.
    let start = start.or_else(|| {
        let half = words.iter().position(|w| is_half(w))?;
        half.checked_sub(1)
    });
    let (date, time) = words.split_at(start.unwrap_or(words.len()));
    if time.iter().skip(1).any(|w| !is_time(w)) {
        return None;
    }
    let time = if time.is_empty() {
        None
    } else {
        Some(clock(&time.concat())?)
    };
    match (date.is_empty(), time) {
        (true, None) => None,
        (true, Some(time)) => Some((0.0, time)),
        (false, time) => Some((calendar(&date.join(" "), call)?, time.unwrap_or(0.0))),
    }
}

fn is_half(word: &str) -> bool {
    matches!(word, "am" | "pm" | "a" | "p")
}

/// The part of a day of a time such as `9:30pm`.
fn clock(text: &str) -> Option<f64> {
    let digits = text.trim_end_matches(['a', 'm', 'p']);
    let half = &text[digits.len()..];
    if !half.is_empty() && !is_half(half) {
        return None;
    }
    let mut numbers = digits.split(':').map(|n| {
        let plain = !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        plain.then(|| n.parse::<f64>().ok()).flatten()
    });
    let hours = numbers.next()??;
    let minutes = numbers.next().map_or(Some(0.0), |n| n)?;
    let seconds = numbers.next().map_or(Some(0.0), |n| n)?;
    if numbers.next().is_some() || hours.fract() != 0.0 || hours > 9999.0 {
        return None;
    }
    let hours = match half.bytes().next() {
        None => hours,
        Some(_) if hours > 12.0 => return None,
        Some(b'a') => hours % 12.0,
        Some(_) => hours % 12.0 + 12.0,
    };
    Some((hours * 3600.0 + minutes * 60.0 + seconds) / 86_400.0)
}

/// A number with how many digits it has, or a month.
enum Part {
    Number(u32, usize),
    Month(u32),
}

fn calendar(text: &str, call: &Call) -> Option<f64> {
    let mut found: Vec<Part> = vec![];
    let marked = text.contains(['/', '-']);
    for word in text.split(['/', '-', ' ', ',']).filter(|w| !w.is_empty()) {
        if word.bytes().all(|b| b.is_ascii_digit()) {
            found.push(Part::Number(word.parse().ok()?, word.len()));
        } else if let Some(month) = named(word, &MONTHS) {
            found.push(Part::Month(month));
        } else if named(word, &WEEKDAYS).is_none() || !found.is_empty() {
            return None;
        }
    }
    // Without a mark between them numbers are no date; with a month's name they are.
    if !marked && !found.iter().any(|part| matches!(part, Part::Month(_))) {
        return None;
    }
    let this = call.today.year();
    let day_of = |y: i32, m: u32, d: u32| NaiveDate::from_ymd_opt(y, m, d);
    let date = match *found {
        [
            Part::Number(y, 4),
            Part::Number(m, ..=2) | Part::Month(m),
            Part::Number(d, ..=2),
        ] => day_of(year(y, 4)?, m, d),
        [
            Part::Number(m, ..=2) | Part::Month(m),
            Part::Number(d, ..=2),
            Part::Number(y, n),
        ]
        | [Part::Number(d, ..=2), Part::Month(m), Part::Number(y, n)] => day_of(year(y, n)?, m, d),
        [Part::Number(m, ..=2), Part::Number(d, ..=2)] => {
            day_of(this, m, d).or_else(|| day_of(year(d, 2)?, m, 1))
        }
        [Part::Number(m, ..=2), Part::Number(y, 4)] => day_of(year(y, 4)?, m, 1),
        [Part::Month(m), Part::Number(n, digits)] | [Part::Number(n, digits), Part::Month(m)] => {
            let day = if digits < 3 { day_of(this, m, n) } else { None };
            day.or_else(|| day_of(year(n, digits)?, m, 1))
        }
        _ => None,
    };
    call.serial(date?).ok()
}

/// The number of a name or of its first three letters.
fn named(word: &str, names: &[&str]) -> Option<u32> {
    let is = |name: &&str| *name == word || name[..3] == *word;
    let found = names.iter().position(is)?;
    u32::try_from(found + 1).ok()
}

/// Two digits mean a year from 1930 to 2029.
fn year(n: u32, digits: usize) -> Option<i32> {
    let full = match (digits, n) {
        (1 | 2, ..30) => n + 2000,
        (1 | 2, _) => n + 1900,
        (4, 1900..) => n,
        _ => return None,
    };
    i32::try_from(full).ok()
}
