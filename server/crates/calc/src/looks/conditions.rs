//! Whether a value is what a condition asks for.

use std::cmp::Ordering;

use daylight_model::{
    Value, display,
    marks::{Compare, DateTest, Is, TextMatch},
};

use crate::evaluate::{as_condition, compare_values};

/// Days by which the serials of a workbook that counts from 1904 are behind.
const SINCE_1904: f64 = 1462.0;

/// Whether values compare so. An empty cell compares with nothing, and only values of one type are larger or smaller.
pub(super) fn compares(how: Compare, value: &Value, a: Option<&Value>, b: Option<&Value>) -> bool {
    let Some(a) = a.filter(|a| !matches!(a, Value::Error(_))) else {
        return false;
    };
    if matches!(value, Value::Empty | Value::Error(_)) {
        return false;
    }
    let order = |with: &Value| {
        let alike = std::mem::discriminant(value) == std::mem::discriminant(with);
        // What a formula yields of an empty cell counts as zero, as elsewhere.
        let with = match with {
            Value::Empty => &Value::Number(0.0),
            with => with,
        };
        (alike || matches!(with, Value::Number(_)) && matches!(value, Value::Number(_)))
            .then(|| compare_values(value, with))
    };
    let first = order(a);
    match how {
        Compare::Equal => first.is_some_and(Ordering::is_eq),
        Compare::Other => first.is_none_or(Ordering::is_ne),
        Compare::Greater => first.is_some_and(Ordering::is_gt),
        Compare::AtLeast => first.is_some_and(Ordering::is_ge),
        Compare::Less => first.is_some_and(Ordering::is_lt),
        Compare::AtMost => first.is_some_and(Ordering::is_le),
        Compare::Between | Compare::Outside => {
            let (Some(first), Some(second)) = (first, b.and_then(order)) else {
                return false;
            };
            // Either of the two may be the smaller one.
            let between = first.is_ge() && second.is_le() || first.is_le() && second.is_ge();
            between == (how == Compare::Between)
        }
    }
}

/// What a value reads like without a format, in lower case.
pub(super) fn reading(value: &Value, date1904: bool) -> String {
    display::text(value, None, date1904).to_lowercase()
}

/// Whether a value reads so with another.
pub(super) fn reads(how: TextMatch, value: &Value, with: &Value, date1904: bool) -> bool {
    let with = reading(with, date1904);
    let text = reading(value, date1904);
    match value {
        Value::Error(_) => false,
        Value::Empty => how == TextMatch::Lacks && !with.is_empty(),
        _ => !with.is_empty() && how.holds(&text, &with),
    }
}

/// Whether a value is empty, an error, or not.
pub(super) fn is(what: Is, value: &Value) -> bool {
    let empty = match value {
        Value::Empty => true,
        Value::Text(text) => text.trim().is_empty(),
        _ => false,
    };
    let error = matches!(value, Value::Error(_));
    match what {
        Is::Empty => empty,
        Is::Filled => !empty,
        Is::Error => error,
        Is::Fine => !error,
    }
}

/// Whether a formula says yes.
pub(super) fn is_true(answer: &Value) -> bool {
    matches!(as_condition(answer), Ok(true)) && !matches!(answer, Value::Empty)
}

/// Whether a value is a date near `now`.
pub(super) fn near(when: DateTest, value: &Value, now: f64, date1904: bool) -> bool {
    let Value::Number(n) = value else {
        return false;
    };
    let (day, today) = (n.floor(), now.floor());
    #[expect(clippy::cast_possible_truncation, reason = "casts of floats saturate")]
    let from_today = (day - today) as i64;
    // Serial 1 counts as a Sunday, so that weeks come right from March 1900 on: that year has a 29 February that never was.
    let serial = today + if date1904 { SINCE_1904 } else { 0.0 };
    #[expect(clippy::cast_possible_truncation, reason = "casts of floats saturate")]
    let weekday = (serial - 1.0) as i64;
    let week = |n: i64| {
        let start = 7 * n - weekday.rem_euclid(7);
        (start..start + 7).contains(&from_today)
    };
    let month = |by: i32| match (month_of(day, date1904), month_of(today, date1904)) {
        (Some(of), Some(now)) => of == now + by,
        _ => false,
    };
    match when {
        DateTest::Yesterday => from_today == -1,
        DateTest::Today => from_today == 0,
        DateTest::Tomorrow => from_today == 1,
        DateTest::Last7 => (-6..=0).contains(&from_today),
        DateTest::LastWeek => week(-1),
        DateTest::ThisWeek => week(0),
        DateTest::NextWeek => week(1),
        DateTest::LastMonth => month(-1),
        DateTest::ThisMonth => month(0),
        DateTest::NextMonth => month(1),
    }
}

/// Months since year 0 of a serial day.
fn month_of(serial: f64, date1904: bool) -> Option<i32> {
    use chrono::Datelike;
    let serial = serial + if date1904 { SINCE_1904 } else { 0.0 };
    if !(0.0..3_000_000.0).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked above")]
    let days = serial as i64;
    let start = chrono::NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let date = start.checked_add_signed(chrono::TimeDelta::try_days(days)?)?;
    Some(date.year() * 12 + i32::try_from(date.month()).ok()?)
}
