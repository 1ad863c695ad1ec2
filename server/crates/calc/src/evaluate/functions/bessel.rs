//! Modified Bessel functions: `BESSELI`, `BESSELK`.

use daylight_model::{ErrorCode, Value};

use super::{
    super::convert,
    call::{Answer, Ours, each},
    values::Values,
};

/// The largest order.
const MOST: i32 = 10_000;

/// Both of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        each("BESSELI", 2..=2, |_, args| {
            let (x, order) = (args.number(0)?, order(args)?);
            Ok(finite(first_kind(x, order)))
        }),
        each("BESSELK", 2..=2, |_, args| {
            let (x, order) = (args.number(0)?, order(args)?);
            if x <= 0.0 {
                return Err(ErrorCode::Num);
            }
            Ok(finite(second_kind(x, order)))
        }),
    ]
}

fn order(args: &Values<'_>) -> Answer<i32> {
    let order = i32::try_from(args.integer(1)?).map_err(|_| ErrorCode::Num)?;
    (0..=MOST)
        .contains(&order)
        .then_some(order)
        .ok_or(ErrorCode::Num)
}

fn finite(n: f64) -> Value {
    if n.is_finite() {
        convert::number(n)
    } else {
        Value::Error(ErrorCode::Num)
    }
}

/// The power series, whose terms have all the same sign.
fn first_kind(x: f64, order: i32) -> f64 {
    let half = x / 2.0;
    let mut term = (1..=order).fold(1.0, |term, k| term * half / f64::from(k));
    let mut sum = term;
    let mut k = 1.0;
    while term.is_finite() && term.abs() > sum.abs() * 1e-18 {
        term *= half * half / (k * (k + f64::from(order)));
        sum += term;
        k += 1.0;
    }
    sum
}

/// The integral of `exp(-x cosh t) cosh(order t)` by the trapezoidal rule, which is exact to the last digits there.
fn second_kind(x: f64, order: i32) -> f64 {
    const STEP: f64 = 1.0 / 16.0;
    let order = f64::from(order);
    let mut sum = 0.5 * (-x).exp();
    let mut t = STEP;
    loop {
        let falls = -x * t.cosh();
        let term = 0.5 * ((falls + order * t).exp() + (falls - order * t).exp());
        sum += term;
        // Past its peak the integrand only falls.
        if !sum.is_finite() || (x * t.sinh() > order && term <= sum * 1e-18) {
            return sum * STEP;
        }
        t += STEP;
    }
}
