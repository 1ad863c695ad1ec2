//! Arithmetic as Excel has it: `MOD`, `POWER`, `LOG`, `GCD`, `LCM`, `PRODUCT`, `SUMPRODUCT`, `ISEVEN`, `ISODD`, `TYPE`.

use daylight_model::{ErrorCode, Value};

use super::{
    super::{convert, scalar},
    block::Block,
    call::{Answer, Call, Given, Ours, each, whole},
    samples::counted,
    values::{self, Values},
};
use crate::expression::Operator;

/// Quotients from here on have no remainder that means anything.
const LARGEST_QUOTIENT: f64 = 1_125_899_906_842_624.0;
/// Whole numbers up to here are exact.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        each("MOD", 2..=2, |_, args| {
            let (n, by) = (args.number(0)?, args.number(1)?);
            if by == 0.0 {
                return Err(ErrorCode::Div0);
            }
            if (n / by).abs() >= LARGEST_QUOTIENT {
                return Err(ErrorCode::Num);
            }
            // Not the exact remainder: of 5.5 by 1.1, whose doubles do not divide evenly, nothing is left.
            Ok(convert::number(n - by * (n / by).floor()))
        }),
        each("POWER", 2..=2, |_, args| {
            let (n, power) = (args.number(0)?, args.number(1)?);
            scalar::arithmetic(Operator::Power, n, power).map(convert::number)
        }),
        each("LOG", 1..=2, logarithm),
        whole("GCD", 1..=255, |call, given| {
            folded(call, given, 0.0, common_divisor)
        }),
        whole("LCM", 1..=255, |call, given| {
            folded(call, given, 1.0, |a, b| match common_divisor(a, b) {
                0.0 => 0.0,
                divisor => a / divisor * b,
            })
        }),
        whole("PRODUCT", 1..=255, |call, given| {
            let mut product = None;
            for argument in given {
                for n in counted(call, argument)? {
                    product = Some(product.unwrap_or(1.0) * n);
                }
            }
            Ok(Block::number(product.unwrap_or(0.0)))
        }),
        whole("SUMPRODUCT", 1..=255, |_, given| sum_of_products(given)),
        each("ISEVEN", 1..=1, |_, args| {
            Ok(Value::Bool(halved(args)? == 0.0))
        }),
        each("ISODD", 1..=1, |_, args| {
            Ok(Value::Bool(halved(args)? != 0.0))
        }),
        whole("TYPE", 1..=1, |_, given| {
            let code = match given[0].first() {
                _ if given[0].dims() != (1, 1) => 64.0,
                Value::Number(_) | Value::Empty => 1.0,
                Value::Text(_) => 2.0,
                Value::Bool(_) => 4.0,
                Value::Error(_) => 16.0,
            };
            Ok(Block::number(code))
        }),
    ]
}

fn logarithm(_: &Call, args: &Values<'_>) -> Answer {
    let n = args.number(0)?;
    // A base that is left empty is 0.
    let base = if args.count() > 1 {
        args.number(1)?
    } else {
        10.0
    };
    if n <= 0.0 || base <= 0.0 {
        return Err(ErrorCode::Num);
    }
    let is = |whole: f64| base.total_cmp(&whole).is_eq();
    Ok(convert::number(if is(10.0) {
        n.log10()
    } else if is(2.0) {
        n.log2()
    } else if is(1.0) {
        return Err(ErrorCode::Div0);
    } else {
        n.ln() / base.ln()
    }))
}

fn common_divisor(mut a: f64, mut b: f64) -> f64 {
    while b > 0.0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Puts whole numbers together that must not be negative; nothing of a range counts as none.
fn folded(
    call: &Call,
    given: &[Given<'_>],
    start: f64,
    f: impl Fn(f64, f64) -> f64,
) -> Answer<Block> {
    let mut result = start;
    for argument in given {
        let (rows, cols) = argument.dims();
        for row in 0..rows {
            for col in 0..cols {
                let value = argument.at(row, col);
                if value == Value::Empty && !argument.is_direct() {
                    continue;
                }
                let n = values::number(&value, call)?.trunc();
                if n < 0.0 {
                    return Err(ErrorCode::Num);
                }
                result = f(result, n);
                if result > LARGEST_WHOLE {
                    return Err(ErrorCode::Num);
                }
            }
        }
    }
    Ok(Block::number(result))
}

/// What is no number counts as 0.
fn sum_of_products(given: &[Given<'_>]) -> Answer<Block> {
    let (rows, cols) = given[0].dims();
    if given.iter().any(|g| g.dims() != (rows, cols)) {
        return Err(ErrorCode::Value);
    }
    let mut sum = 0.0;
    for row in 0..rows {
        for col in 0..cols {
            let mut product = 1.0;
            for argument in given {
                product *= match argument.at(row, col) {
                    Value::Number(n) => n,
                    Value::Error(e) => return Err(e),
                    _ => 0.0,
                };
            }
            sum += product;
        }
    }
    Ok(Block::number(sum))
}

/// What is left of a whole number by two.
fn halved(args: &Values<'_>) -> Answer<f64> {
    match args.value(0)? {
        Value::Bool(_) => Err(ErrorCode::Value),
        _ => Ok(args.number(0)?.trunc() % 2.0),
    }
}
