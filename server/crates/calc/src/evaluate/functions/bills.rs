//! Securities that pay at maturity: `DISC`, `INTRATE`, `RECEIVED`, `PRICEDISC`, `YIELDDISC`, `PRICEMAT`,
//! `YIELDMAT`; and `FVSCHEDULE`, `DOLLARDE`, `DOLLARFR`.

use daylight_model::{ErrorCode, Value};

use super::{
    block::Block,
    call::{Answer, Call, Ours, all_of, each, whole},
    days::{Basis, date, span},
    values::{self, Values},
};

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        each("DISC", 4..=5, |call, args| {
            two(call, args, |price, redemption, years| {
                (redemption - price) / redemption / years
            })
        }),
        each("INTRATE", 4..=5, |call, args| {
            two(call, args, |invested, redemption, years| {
                (redemption - invested) / invested / years
            })
        }),
        each("RECEIVED", 4..=5, |call, args| {
            two(call, args, |invested, discount, years| {
                invested / (1.0 - discount * years)
            })
        }),
        each("PRICEDISC", 4..=5, |call, args| {
            two(call, args, |discount, redemption, years| {
                redemption * (1.0 - discount * years)
            })
        }),
        each("YIELDDISC", 4..=5, |call, args| {
            two(call, args, |price, redemption, years| {
                (redemption / price - 1.0) / years
            })
        }),
        each("PRICEMAT", 5..=6, |call, args| {
            let terms = Terms::of(call, args)?;
            let (rate, yields) = (not_negative(args, 3)?, not_negative(args, 4)?);
            let paid = 100.0 * (1.0 + terms.life * rate);
            finite(paid / (1.0 + terms.left * yields) - 100.0 * terms.accrued * rate)
        }),
        each("YIELDMAT", 5..=6, |call, args| {
            let terms = Terms::of(call, args)?;
            let (rate, price) = (not_negative(args, 3)?, positive(args, 4)?);
            let cost = price / 100.0 + terms.accrued * rate;
            finite(((1.0 + terms.life * rate) / cost - 1.0) / terms.left)
        }),
        each("DOLLARDE", 2..=2, |_, args| {
            let (whole, part, fraction, scale) = price(args)?;
            Ok(Value::Number(whole + part * scale / fraction))
        }),
        each("DOLLARFR", 2..=2, |_, args| {
            let (whole, part, fraction, scale) = price(args)?;
            Ok(Value::Number(whole + part * fraction / scale))
        }),
        whole("FVSCHEDULE", 2..=2, |call, given| {
            let principal = values::number(&given[0].first(), call)?;
            let rates = all_of(&given[1])?.into_iter();
            let grown = rates.map(|rate| match rate {
                Value::Number(n) => Ok(n),
                Value::Empty => Ok(0.0),
                Value::Error(e) => Err(e),
                _ => Err(ErrorCode::Value),
            });
            let result = grown
                .into_iter()
                .try_fold(principal, |sum, rate| Ok(sum * (1.0 + rate?)));
            Ok(Block::number(result?))
        }),
    ]
}

/// A function of settlement, maturity, two positive numbers and the years between the dates.
fn two(call: &Call, args: &Values<'_>, f: impl Fn(f64, f64, f64) -> f64) -> Answer {
    let (settlement, maturity) = span(call, args)?;
    let (a, b) = (positive(args, 2)?, positive(args, 3)?);
    let years = Basis::of(args, 4)?.years(settlement, maturity);
    finite(f(a, b, years))
}

fn positive(args: &Values<'_>, i: usize) -> Answer<f64> {
    let n = args.number(i)?;
    if n > 0.0 { Ok(n) } else { Err(ErrorCode::Num) }
}

fn not_negative(args: &Values<'_>, i: usize) -> Answer<f64> {
    let n = args.number(i)?;
    if n >= 0.0 { Ok(n) } else { Err(ErrorCode::Num) }
}

fn finite(n: f64) -> Answer {
    if n.is_finite() {
        Ok(Value::Number(n))
    } else {
        Err(ErrorCode::Num)
    }
}

/// Years of a security that pays its interest at maturity.
struct Terms {
    /// From issue to maturity.
    life: f64,
    /// From settlement to maturity.
    left: f64,
    /// From issue to settlement.
    accrued: f64,
}

impl Terms {
    fn of(call: &Call, args: &Values<'_>) -> Answer<Self> {
        let (settlement, maturity) = span(call, args)?;
        let issue = date(call, args, 2)?;
        if issue > settlement {
            return Err(ErrorCode::Num);
        }
        let basis = Basis::of(args, 5)?;
        Ok(Self {
            life: basis.years(issue, maturity),
            left: basis.years(settlement, maturity),
            accrued: basis.years(issue, settlement),
        })
    }
}

/// Whole and fraction of a price, into how many parts it is divided, and the power of ten that has their digits.
fn price(args: &Values<'_>) -> Answer<(f64, f64, f64, f64)> {
    let (n, fraction) = (args.number(0)?, args.number(1)?.trunc());
    if fraction < 0.0 {
        return Err(ErrorCode::Num);
    }
    if fraction == 0.0 {
        return Err(ErrorCode::Div0);
    }
    let scale = 10_f64.powf(fraction.log10().ceil());
    Ok((n.trunc(), n.fract(), fraction, scale))
}
