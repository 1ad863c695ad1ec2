//! Days and parts of years between dates, as securities count them: `YEARFRAC`.

use chrono::{Datelike, Days, NaiveDate};
use daylight_model::{ErrorCode, Value};

use super::{
    call::{Answer, Call, Ours, each},
    values::Values,
};

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![each("YEARFRAC", 2..=3, |call, args| {
        let (start, end) = (date(call, args, 0)?, date(call, args, 1)?);
        let basis = Basis::of(args, 2)?;
        Ok(Value::Number(basis.years(start.min(end), start.max(end))))
    })]
}

/// A date among arguments.
pub(super) fn date(call: &Call, args: &Values<'_>, i: usize) -> Answer<NaiveDate> {
    call.date(args.number(i)?)
}

/// Two dates of which the first must come before the second.
pub(super) fn span(call: &Call, args: &Values<'_>) -> Answer<(NaiveDate, NaiveDate)> {
    let (start, end) = (date(call, args, 0)?, date(call, args, 1)?);
    if start >= end {
        return Err(ErrorCode::Num);
    }
    Ok((start, end))
}

/// How days are counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// Months of 30 days, as in the United States.
    American,
    /// As the calendar has them.
    Actual,
    /// Years of 360 days.
    Actual360,
    /// Years of 365 days.
    Actual365,
    /// Months of 30 days, as in Europe.
    European,
}

impl Basis {
    /// The basis that an argument names.
    pub(super) fn of(args: &Values<'_>, i: usize) -> Answer<Self> {
        Ok(match args.integer_or(i, 0)? {
            0 => Self::American,
            1 => Self::Actual,
            2 => Self::Actual360,
            3 => Self::Actual365,
            4 => Self::European,
            _ => return Err(ErrorCode::Num),
        })
    }

    /// Days from one date to a later one.
    pub(super) fn days(self, start: NaiveDate, end: NaiveDate) -> f64 {
        let (mut first, mut last) = (start.day(), end.day());
        match self {
            Self::Actual | Self::Actual360 | Self::Actual365 => {
                return days_between(start, end);
            }
            Self::European => {
                first = first.min(30);
                last = last.min(30);
            }
            Self::American => {
                let february = |d: NaiveDate| d.month() == 2 && is_month_end(d);
                if february(start) && february(end) {
                    last = 30;
                }
                if february(start) || first == 31 {
                    first = 30;
                }
                if last == 31 && first >= 30 {
                    last = 30;
                }
            }
        }
        let months = f64::from(end.year() - start.year()) * 12.0 + f64::from(end.month())
            - f64::from(start.month());
        months * 30.0 + f64::from(last) - f64::from(first)
    }

    /// Years from one date to a later one.
    pub(super) fn years(self, start: NaiveDate, end: NaiveDate) -> f64 {
        let year = match self {
            Self::American | Self::European | Self::Actual360 => 360.0,
            Self::Actual365 => 365.0,
            Self::Actual => year_between(start, end),
        };
        self.days(start, end) / year
    }
}

pub(super) fn days_between(start: NaiveDate, end: NaiveDate) -> f64 {
    f64::from(end.num_days_from_ce() - start.num_days_from_ce())
}

pub(super) fn is_month_end(date: NaiveDate) -> bool {
    date.checked_add_days(Days::new(1))
        .is_none_or(|next| next.day() == 1)
}

/// The length of the year that days between two dates are parts of.
fn year_between(start: NaiveDate, end: NaiveDate) -> f64 {
    let within_a_year = end.year() == start.year()
        || (end.year() == start.year() + 1
            && (end.month(), end.day()) <= (start.month(), start.day()));
    if within_a_year {
        let leap = |d: NaiveDate| d.leap_year();
        let february = |year: i32| NaiveDate::from_ymd_opt(year, 2, 29);
        let inside = [start.year(), end.year()]
            .into_iter()
            .filter_map(february)
            .any(|d| start <= d && d <= end);
        let long = if start.year() == end.year() {
            leap(start)
        } else {
            inside
        };
        return if long { 366.0 } else { 365.0 };
    }
    let first = NaiveDate::from_ymd_opt(start.year(), 1, 1);
    let after = NaiveDate::from_ymd_opt(end.year() + 1, 1, 1);
    match (first, after) {
        (Some(first), Some(after)) => {
            days_between(first, after) / f64::from(end.year() - start.year() + 1)
        }
        _ => 365.25,
    }
}
