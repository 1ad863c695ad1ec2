//! Places in the order of numbers: `LARGE`, `SMALL`, percentiles and quartiles.

use daylight_model::{ErrorCode, Value};

use super::{
    block::Block,
    call::{Answer, Call, Given, Ours, whole},
    values::number,
};

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        whole("LARGE", 2..=2, |call, given| each_place(call, given, large)),
        whole("SMALL", 2..=2, |call, given| each_place(call, given, small)),
        whole("PERCENTILE", 2..=2, |call, given| {
            each_place(call, given, percentile)
        }),
        whole("PERCENTILE.INC", 2..=2, |call, given| {
            each_place(call, given, percentile)
        }),
        whole("PERCENTILE.EXC", 2..=2, |call, given| {
            each_place(call, given, percentile_inside)
        }),
        whole("QUARTILE", 2..=2, |call, given| {
            each_place(call, given, quartile)
        }),
        whole("QUARTILE.INC", 2..=2, |call, given| {
            each_place(call, given, quartile)
        }),
        whole("QUARTILE.EXC", 2..=2, |call, given| {
            each_place(call, given, quartile_inside)
        }),
    ]
}

/// What stands at a place among sorted numbers.
type Place = fn(&[f64], f64) -> Answer<f64>;

/// The numbers of an area, sorted; errors in it are the result, or passed over.
fn sorted(call: &Call, given: &Given<'_>, over_errors: bool) -> Answer<Vec<f64>> {
    if given.is_direct() {
        return Ok(vec![number(&given.first(), call)?]);
    }
    let (rows, cols) = given.dims();
    let mut all = vec![];
    for row in 0..rows {
        for col in 0..cols {
            match given.at(row, col) {
                Value::Number(n) => all.push(n),
                Value::Error(e) if !over_errors => return Err(e),
                _ => {}
            }
        }
    }
    all.sort_unstable_by(f64::total_cmp);
    Ok(all)
}

fn each_place(call: &Call, given: &[Given<'_>], place: Place) -> Answer<Block> {
    let all = sorted(call, &given[0], false)?;
    let (rows, cols) = given[1].dims();
    Block::make(rows, cols, |row, col| {
        let found = number(&given[1].at(row, col), call).and_then(|k| place(&all, k));
        Ok(found.map_or_else(Value::Error, Value::Number))
    })
}

/// The k-th, counted from one.
fn small(all: &[f64], k: f64) -> Answer<f64> {
    let k = k.ceil();
    if k < 1.0 || k > all.len() as f64 {
        return Err(ErrorCode::Num);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked above"
    )]
    Ok(all[k as usize - 1])
}

fn large(all: &[f64], k: f64) -> Answer<f64> {
    small(all, all.len() as f64 - k.ceil() + 1.0)
}

/// Between two numbers, at a place counted from zero.
fn between(all: &[f64], at: f64) -> Answer<f64> {
    let low = small(all, at.floor() + 1.0)?;
    let share = at - at.floor();
    if share == 0.0 {
        return Ok(low);
    }
    Ok(low + share * (small(all, at.floor() + 2.0)? - low))
}

fn percentile(all: &[f64], k: f64) -> Answer<f64> {
    if !(0.0..=1.0).contains(&k) || all.is_empty() {
        return Err(ErrorCode::Num);
    }
    between(all, k * (all.len() as f64 - 1.0))
}

fn percentile_inside(all: &[f64], k: f64) -> Answer<f64> {
    let at = k * (all.len() as f64 + 1.0) - 1.0;
    if all.is_empty() || at < 0.0 || at > all.len() as f64 - 1.0 {
        return Err(ErrorCode::Num);
    }
    between(all, at)
}

fn quartile(all: &[f64], k: f64) -> Answer<f64> {
    percentile(all, k.trunc() / 4.0)
}

fn quartile_inside(all: &[f64], k: f64) -> Answer<f64> {
    percentile_inside(all, k.trunc() / 4.0)
}
