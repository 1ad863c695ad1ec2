//! Coupons between settlement and maturity: `COUPNUM` and its kin, `DURATION`, `MDURATION`.

use chrono::{Months, NaiveDate};
use daylight_model::{ErrorCode, Value};

use super::{
    call::{Answer, Call, Ours, each},
    days::{Basis, days_between, is_month_end, span},
    values::Values,
};

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        each("COUPNUM", 3..=4, |call, args| {
            Ok(Value::Number(f64::from(Coupons::of(call, args, 2)?.count)))
        }),
        each("COUPPCD", 3..=4, |call, args| {
            Ok(Value::Number(
                call.serial(Coupons::of(call, args, 2)?.before)?,
            ))
        }),
        each("COUPNCD", 3..=4, |call, args| {
            Ok(Value::Number(
                call.serial(Coupons::of(call, args, 2)?.next)?,
            ))
        }),
        each("COUPDAYS", 3..=4, |call, args| {
            Ok(Value::Number(Coupons::of(call, args, 2)?.days()))
        }),
        each("COUPDAYBS", 3..=4, |call, args| {
            Ok(Value::Number(Coupons::of(call, args, 2)?.days_before()))
        }),
        each("COUPDAYSNC", 3..=4, |call, args| {
            Ok(Value::Number(Coupons::of(call, args, 2)?.days_to_next()))
        }),
        each("DURATION", 5..=6, |call, args| {
            Ok(Value::Number(duration(call, args)?.0))
        }),
        each("MDURATION", 5..=6, |call, args| {
            let (years, per_coupon) = duration(call, args)?;
            Ok(Value::Number(years / (1.0 + per_coupon)))
        }),
    ]
}

/// The coupons of a security at its settlement.
struct Coupons {
    settlement: NaiveDate,
    /// The last one that is not after it.
    before: NaiveDate,
    next: NaiveDate,
    /// Those still to come.
    count: u32,
    /// In a year.
    frequency: u32,
    basis: Basis,
}

impl Coupons {
    /// From settlement and maturity, the frequency at that place and the basis after it.
    fn of(call: &Call, args: &Values<'_>, frequency: usize) -> Answer<Self> {
        let (settlement, maturity) = span(call, args)?;
        let basis = Basis::of(args, frequency + 1)?;
        let frequency = match args.integer(frequency)? {
            1 => 1,
            2 => 2,
            4 => 4,
            _ => return Err(ErrorCode::Num),
        };
        let at = |count: u32| {
            let back = maturity.checked_sub_months(Months::new(count * 12 / frequency));
            back.map(|d| {
                if is_month_end(maturity) {
                    month_end(d)
                } else {
                    d
                }
            })
        };
        let mut next = maturity;
        // Ten thousand years have at most this many.
        for count in 1..=40_000 {
            let before = at(count).ok_or(ErrorCode::Num)?;
            if before <= settlement {
                return Ok(Self {
                    settlement,
                    before,
                    next,
                    count,
                    frequency,
                    basis,
                });
            }
            next = before;
        }
        Err(ErrorCode::Num)
    }

    /// Days of the period of the settlement.
    fn days(&self) -> f64 {
        match self.basis {
            Basis::Actual => days_between(self.before, self.next),
            Basis::Actual365 => 365.0 / f64::from(self.frequency),
            _ => 360.0 / f64::from(self.frequency),
        }
    }

    fn days_before(&self) -> f64 {
        self.basis.days(self.before, self.settlement)
    }

    fn days_to_next(&self) -> f64 {
        match self.basis {
            Basis::American | Basis::European => self.days() - self.days_before(),
            _ => days_between(self.settlement, self.next),
        }
    }
}

fn month_end(date: NaiveDate) -> NaiveDate {
    (28..=31)
        .rev()
        .find_map(|day| chrono::Datelike::with_day(&date, day))
        .unwrap_or(date)
}

/// Macaulay's duration in years, and the yield of one period.
fn duration(call: &Call, args: &Values<'_>) -> Answer<(f64, f64)> {
    let coupons = Coupons::of(call, args, 4)?;
    let (rate, yields) = (args.number(2)?, args.number(3)?);
    if rate < 0.0 || yields < 0.0 {
        return Err(ErrorCode::Num);
    }
    let frequency = f64::from(coupons.frequency);
    let (coupon, per_coupon) = (100.0 * rate / frequency, yields / frequency);
    let first = coupons.days_to_next() / coupons.days();
    let (mut worth, mut weighted) = (0.0, 0.0);
    for n in 0..coupons.count {
        let periods = first + f64::from(n);
        let paid = if n + 1 == coupons.count {
            coupon + 100.0
        } else {
            coupon
        };
        let now = paid / (1.0 + per_coupon).powf(periods);
        worth += now;
        weighted += periods * now;
    }
    Ok((weighted / worth / frequency, per_coupon))
}
