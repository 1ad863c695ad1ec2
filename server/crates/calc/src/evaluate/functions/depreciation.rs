//! Depreciation: `DB`, `VDB`, `AMORLINC`, `AMORDEGRC`.

use daylight_model::{ErrorCode, Value};

use super::{
    call::{Answer, Call, Ours, each},
    days::{Basis, date},
    values::Values,
};

/// Periods that are computed at most.
const MOST_PERIODS: f64 = 1e6;

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        each("DB", 4..=5, fixed_rate),
        each("VDB", 5..=7, declining),
        each("AMORLINC", 6..=7, linear),
        each("AMORDEGRC", 6..=7, degressive),
    ]
}

/// A fixed share of what is left, of three digits; the first and the last year are parts of one.
fn fixed_rate(_: &Call, args: &Values<'_>) -> Answer {
    let (cost, salvage) = (args.number(0)?, args.number(1)?);
    let (life, period) = (args.number(2)?.trunc(), args.number(3)?.trunc());
    let months = args.number_or(4, 12.0)?.trunc();
    let last = if months < 12.0 { life + 1.0 } else { life };
    let sound = cost >= 0.0 && salvage >= 0.0 && life >= 1.0 && (1.0..=12.0).contains(&months);
    if !sound || period < 1.0 || period > last || period > MOST_PERIODS {
        return Err(ErrorCode::Num);
    }
    if cost == 0.0 {
        return Ok(Value::Number(0.0));
    }
    let rate = ((1.0 - (salvage / cost).powf(1.0 / life)) * 1000.0).round() / 1000.0;
    let mut lost = cost * rate * months / 12.0;
    let mut left = cost - lost;
    let mut year = 1.0;
    while year < period {
        year += 1.0;
        let part = if year > life { 12.0 - months } else { 12.0 };
        lost = left * rate * part / 12.0;
        left -= lost;
    }
    Ok(Value::Number(lost))
}

/// The declining balance, and from where that is more the straight line, unless told not to change.
fn declining(_: &Call, args: &Values<'_>) -> Answer {
    let (cost, salvage, life) = (args.number(0)?, args.number(1)?, args.number(2)?);
    let (start, end) = (args.number(3)?, args.number(4)?);
    let factor = args.number_or(5, 2.0)?;
    let stay = args.truth_or(6, false)?;
    let sound = cost >= 0.0 && salvage >= 0.0 && life > 0.0 && factor > 0.0;
    if !sound || start < 0.0 || end < start || end > life || end > MOST_PERIODS {
        return Err(ErrorCode::Num);
    }
    let mut book = cost;
    let mut sum = 0.0;
    let mut period = 0.0;
    while period < end {
        let fast = (book * (factor / life).min(1.0)).min((book - salvage).max(0.0));
        let straight = (book - salvage).max(0.0) / (life - period).max(1.0);
        let lost = if !stay && straight > fast {
            straight
        } else {
            fast
        };
        let covered = (period + 1.0).min(end) - period.max(start);
        sum += lost * covered.max(0.0);
        book -= lost;
        period += 1.0;
    }
    Ok(Value::Number(sum))
}

/// What both French ways of depreciation take.
struct Asset {
    cost: f64,
    salvage: f64,
    period: f64,
    rate: f64,
    /// Years of the first, shorter period.
    first: f64,
}

impl Asset {
    fn of(call: &Call, args: &Values<'_>) -> Answer<Self> {
        let (cost, salvage) = (args.number(0)?, args.number(3)?);
        let (bought, first) = (date(call, args, 1)?, date(call, args, 2)?);
        let (period, rate) = (args.number(4)?.trunc(), args.number(5)?);
        let basis = Basis::of(args, 6)?;
        let sound = cost > 0.0 && salvage >= 0.0 && salvage <= cost && rate > 0.0;
        if !sound
            || bought > first
            || !(0.0..=MOST_PERIODS).contains(&period)
            || basis == Basis::Actual360
        {
            return Err(ErrorCode::Num);
        }
        Ok(Self {
            cost,
            salvage,
            period,
            rate,
            first: basis.years(bought, first),
        })
    }
}

fn linear(call: &Call, args: &Values<'_>) -> Answer {
    let asset = Asset::of(call, args)?;
    let year = asset.cost * asset.rate;
    let first = year * asset.first;
    let before = if asset.period == 0.0 {
        0.0
    } else {
        first + (asset.period - 1.0) * year
    };
    let wanted = if asset.period == 0.0 { first } else { year };
    let left = (asset.cost - asset.salvage - before).max(0.0);
    Ok(Value::Number(wanted.min(left)))
}

/// Whole amounts of what is left; in the last two periods half of it each.
fn degressive(call: &Call, args: &Values<'_>) -> Answer {
    let asset = Asset::of(call, args)?;
    let rate = asset.rate
        * match 1.0 / asset.rate {
            life if life < 3.0 => 1.0,
            life if life < 5.0 => 1.5,
            life if life <= 6.0 => 2.0,
            _ => 2.5,
        };
    let mut lost = (asset.first * rate * asset.cost).round();
    let mut book = asset.cost - lost;
    let mut left = book - asset.salvage;
    let mut period = 0.0;
    while period < asset.period {
        lost = (rate * book).round();
        left -= lost;
        if left < 0.0 {
            let near = asset.period - period <= 1.0;
            return Ok(Value::Number(if near { (book * 0.5).round() } else { 0.0 }));
        }
        book -= lost;
        period += 1.0;
    }
    Ok(Value::Number(lost))
}
