//! Dates and times.

use std::fmt::Write as _;

use super::{
    code::Section,
    general,
    token::{Token, Unit},
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

/// The day after the last one.
const END: f64 = 2_958_466.0;
/// Days that 1904's count is behind.
const LATER: f64 = 1462.0;
/// Parts of a second that are told apart.
const FINE: f64 = 1e6;

/// A serial as date and time; a minus goes before passed time.
pub(super) fn shown(n: f64, section: &Section, signed: bool, date1904: bool) -> String {
    let tokens = &section.tokens;
    let passed = tokens.iter().any(|t| matches!(t, Token::Elapsed(..)));
    if n.abs() >= END || (n < 0.0 && !passed) {
        // No such day: the number itself tells more than the hashes that fill a spreadsheet's cell.
        return general::signed(n);
    }
    let days = n.abs() + if date1904 && !passed { LATER } else { 0.0 };
    let places = tokens.iter().filter_map(|t| match t {
        Token::SubSecond(count) => Some(*count),
        _ => None,
    });
    let places = places.max().unwrap_or(0).min(6);
    let moment = Moment::of(days, places);
    let mut out = String::new();
    if n < 0.0 && signed {
        out.push('-');
    }
    let half = tokens.iter().any(|t| matches!(t, Token::Half(..)));
    for token in tokens {
        moment.write(token, section, half, &mut out);
    }
    out
}

struct Moment {
    /// Whole days since the day before the first.
    day: u32,
    /// Since midnight.
    hour: u32,
    minute: u32,
    second: u32,
    /// Millionths of a second.
    part: u32,
}

impl Moment {
    /// Rounded to so many digits of seconds.
    fn of(days: f64, places: usize) -> Self {
        let unit = 10_f64.powi(-i32::try_from(places).unwrap_or(0));
        let day = days.floor();
        // What a double does not hold of a second is rounded away first.
        let seconds = ((days - day) * 86_400.0 * 1e5).round() / 1e5;
        let units = (seconds / unit + 1e-7).round();
        let mut micros = units * unit * FINE;
        let mut day = day;
        if micros >= 86_400.0 * FINE {
            micros -= 86_400.0 * FINE;
            day += 1.0;
        }
        // Neither is negative, days end before four millions, and a day has fewer than 1e11 of the other.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "bounded above"
        )]
        let (day, micros) = (day as u32, micros.round() as u64);
        let narrow = |n: u64| u32::try_from(n).unwrap_or(0);
        let second = micros / 1_000_000;
        Self {
            day,
            hour: narrow(second / 3600),
            minute: narrow(second / 60 % 60),
            second: narrow(second % 60),
            part: narrow(micros % 1_000_000),
        }
    }

    fn write(&self, token: &Token, section: &Section, half: bool, out: &mut String) {
        let passed = |unit: Unit| {
            let is = |t: &Token| matches!(t, Token::Elapsed(u, _) if *u == unit);
            section.tokens.iter().any(is)
        };
        match token {
            Token::Elapsed(unit, count) => self.total(*unit, *count, out),
            Token::Unit(unit, count) if passed(*unit) => self.total(*unit, *count, out),
            Token::Unit(Unit::Hour, count) => {
                let hour = if half {
                    (self.hour + 11) % 12 + 1
                } else {
                    self.hour
                };
                padded(hour.into(), (*count).min(2), out);
            }
            Token::Unit(Unit::Minute, count) => padded(self.minute.into(), (*count).min(2), out),
            Token::Unit(Unit::Second, count) => padded(self.second.into(), (*count).min(2), out),
            Token::Unit(unit, count) => self.date(*unit, *count, out),
            Token::SubSecond(count) => {
                let digits = format!("{:06}", self.part);
                let _ = write!(
                    out,
                    ".{:0<width$}",
                    &digits[..(*count).min(6)],
                    width = *count
                );
            }
            Token::Half(am, pm) => out.push_str(if self.hour < 12 { am } else { pm }),
            other => other.literal(out),
        }
    }

    /// All hours, minutes or seconds.
    fn total(&self, unit: Unit, count: usize, out: &mut String) {
        let hours = u64::from(self.day) * 24 + u64::from(self.hour);
        let minutes = hours * 60 + u64::from(self.minute);
        let total = match unit {
            Unit::Hour => hours,
            Unit::Minute => minutes,
            _ => minutes * 60 + u64::from(self.second),
        };
        padded(total, count, out);
    }

    fn date(&self, unit: Unit, count: usize, out: &mut String) {
        let (year, month, day) = calendar(self.day);
        let name = MONTHS[(month.max(1) as usize - 1).min(11)];
        let weekday = WEEKDAYS[(self.day as usize + 6) % 7];
        match (unit, count) {
            (Unit::Year, ..3) => padded((year % 100).into(), 2, out),
            (Unit::Year, _) => padded(year.into(), 4, out),
            (Unit::Buddhist, ..3) => padded(((year + 543) % 100).into(), 2, out),
            (Unit::Buddhist, _) => padded((year + 543).into(), 4, out),
            (Unit::Month, ..3) => padded(month.into(), count, out),
            (Unit::Month, 3) => out.push_str(&name[..3]),
            (Unit::Month, 5) => out.push_str(&name[..1]),
            (Unit::Month, _) => out.push_str(name),
            (_, ..3) => padded(day.into(), count, out),
            (_, 3) => out.push_str(&weekday[..3]),
            _ => out.push_str(weekday),
        }
    }
}

fn padded(n: u64, width: usize, out: &mut String) {
    let _ = write!(out, "{n:0width$}", width = width.min(255));
}

/// Year, month and day of a serial, counted as Excel does: day 0 is the 0th of January 1900, and day 60 the 29th of
/// February of that year, which never was.
fn calendar(serial: u32) -> (u32, u32, u32) {
    match serial {
        0 => return (1900, 1, 0),
        60 => return (1900, 2, 29),
        _ => {}
    }
    // Days since the first of March of the year 0, after which leap days come last.
    let since = serial + if serial < 60 { 693_900 } else { 693_899 };
    let era = since / 146_097;
    let in_era = since % 146_097;
    let year = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * year + year / 4 - year / 100);
    let month = (5 * in_year + 2) / 153;
    let day = in_year - (153 * month + 2) / 5 + 1;
    let (year, month) = (
        year + era * 400,
        if month < 10 { month + 3 } else { month - 9 },
    );
    (year + u32::from(month <= 2), month, day)
}
