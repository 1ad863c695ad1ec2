//! Dates out of parts, and days between dates: `DATE`, `TIME`, `EDATE`, `EOMONTH`, `NETWORKDAYS`, `NETWORKDAYS.INTL`.

use chrono::{Datelike, NaiveDate};
use daylight_model::{ErrorCode, Value};

use super::{
    block::Block,
    call::{Answer, Call, Given, Ours, each, whole},
    values::{self, Values, integer, typed},
};

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        each("DATE", 3..=3, |call, args| {
            let year = match args.integer(0)? {
                year @ 0..1900 => year + 1900,
                year => year,
            };
            if !(0..10_000).contains(&year) {
                return Err(ErrorCode::Num);
            }
            let first = month(year, args.integer(1)?.saturating_sub(1))?;
            in_range(call, call.serial(first)? + args.number(2)?.trunc() - 1.0)
        }),
        each("TIME", 3..=3, |_, args| {
            let mut seconds = 0.0;
            for (i, length) in [(0, 3600.0), (1, 60.0), (2, 1.0)] {
                let n = args.number(i)?.trunc();
                if n > 32_767.0 {
                    return Err(ErrorCode::Num);
                }
                seconds += n * length;
            }
            if seconds < 0.0 {
                return Err(ErrorCode::Num);
            }
            Ok(Value::Number(seconds % 86_400.0 / 86_400.0))
        }),
        each("EDATE", 2..=2, |call, args| {
            let (date, first) = months_later(call, args)?;
            let days = length(first);
            let date = first.with_day(date.day().min(days)).ok_or(ErrorCode::Num)?;
            Ok(Value::Number(call.serial(date)?))
        }),
        each("EOMONTH", 2..=2, |call, args| {
            let (_, first) = months_later(call, args)?;
            let last = first.with_day(length(first)).ok_or(ErrorCode::Num)?;
            Ok(Value::Number(call.serial(last)?))
        }),
        whole("NETWORKDAYS", 2..=3, |call, given| {
            work_days(call, given, SATURDAY_AND_SUNDAY, given.get(2))
        }),
        whole("NETWORKDAYS.INTL", 2..=4, |call, given| {
            work_days(call, given, weekend(call, given.get(2))?, given.get(3))
        }),
    ]
}

/// The first day of a month, counted on from January of a year.
fn month(year: i64, month: i64) -> Answer<NaiveDate> {
    let all = (year * 12).saturating_add(month);
    let year = i32::try_from(all.div_euclid(12)).map_err(|_| ErrorCode::Num)?;
    let month = u32::try_from(all.rem_euclid(12)).map_err(|_| ErrorCode::Num)?;
    NaiveDate::from_ymd_opt(year, month + 1, 1).ok_or(ErrorCode::Num)
}

/// Days of the month that a date is in.
fn length(date: NaiveDate) -> u32 {
    u32::from(date.num_days_in_month())
}

/// A date, and the first of the month that lies so many months later.
fn months_later(call: &Call, args: &Values<'_>) -> Answer<(NaiveDate, NaiveDate)> {
    let date = call.date(args.number(0)?)?;
    let months = i64::from(date.month0()).saturating_add(args.integer(1)?);
    Ok((date, month(date.year().into(), months)?))
}

/// A serial, when it is one of a day.
fn in_range(call: &Call, serial: f64) -> Answer {
    call.date(serial)?;
    Ok(Value::Number(serial))
}

/// The days of a week that are free, from Monday on.
type Weekend = [bool; 7];

const SATURDAY_AND_SUNDAY: Weekend = [false, false, false, false, false, true, true];

/// The weekend of a number, or of a text such as `0000011`.
fn weekend(call: &Call, given: Option<&Given<'_>>) -> Answer<Weekend> {
    let Some(given) = given.filter(|g| !g.omitted) else {
        return Ok(SATURDAY_AND_SUNDAY);
    };
    let mut free = [false; 7];
    match given.first() {
        Value::Text(text) => {
            if text.len() != 7 || text.bytes().any(|b| !matches!(b, b'0' | b'1')) {
                return Err(ErrorCode::Value);
            }
            for (day, letter) in free.iter_mut().zip(text.bytes()) {
                *day = letter == b'1';
            }
        }
        other => {
            let n = values::size(integer(values::number(&other, call)?)?);
            match n.map_err(|_| ErrorCode::Num)? {
                n @ 1..=7 => {
                    free[(n + 4) % 7] = true;
                    free[(n + 5) % 7] = true;
                }
                n @ 11..=17 => free[(n - 5) % 7] = true,
                _ => return Err(ErrorCode::Num),
            }
        }
    }
    Ok(free)
}

/// Days from one date to another, both included, that are neither weekend nor holiday; negative when it goes back.
fn work_days(
    call: &Call,
    given: &[Given<'_>],
    weekend: Weekend,
    holidays: Option<&Given<'_>>,
) -> Answer<Block> {
    let day = |g: &Given<'_>| {
        let date = call.date(values::number(&g.first(), call)?)?;
        Ok(i64::from(date.num_days_from_ce()))
    };
    let (start, end) = (day(&given[0])?, day(&given[1])?);
    let (first, last) = (start.min(end), start.max(end));
    // Day 1 of the common era was a Monday.
    let works = |day: i64| !weekend[usize::try_from((day - 1).rem_euclid(7)).unwrap_or(0)];
    let (weeks, rest) = ((last - first + 1) / 7, (last - first + 1) % 7);
    let a_week = (first..first + 7).filter(|day| works(*day)).count();
    let over = (first..first + rest).filter(|day| works(*day)).count();
    let mut free = vec![];
    if let Some(holidays) = holidays.filter(|g| !g.omitted) {
        let (rows, cols) = holidays.dims();
        for (row, col) in (0..rows).flat_map(|row| (0..cols).map(move |col| (row, col))) {
            let serial = match holidays.at(row, col) {
                Value::Empty => continue,
                Value::Number(n) => n,
                Value::Text(text) => typed(&text, call).ok_or(ErrorCode::Value)?,
                Value::Bool(_) => return Err(ErrorCode::Value),
                Value::Error(e) => return Err(e),
            };
            free.push(i64::from(call.date(serial)?.num_days_from_ce()));
        }
    }
    free.sort_unstable();
    free.dedup();
    let inside = free
        .iter()
        .filter(|day| (first..=last).contains(*day) && works(**day))
        .count();
    let count = weeks as f64 * a_week as f64 + over as f64 - inside as f64;
    Ok(Block::number(if start > end { -count } else { count }))
}
