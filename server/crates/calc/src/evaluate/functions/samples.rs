//! Functions of samples: `SUMX2PY2` and its kin, `MODE`, `AVERAGE`, `FREQUENCY`, `MIRR`; and `FLOOR` and `CEILING`.

use daylight_model::{ErrorCode, Value};
use rustc_hash::FxHashMap;

use super::{
    super::convert,
    block::Block,
    call::{Answer, Call, Given, Ours, all_of, each, whole},
    values::{Values, number},
};

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        whole("SUMX2PY2", 2..=2, |_, given| {
            pairs(given, |x, y| x * x + y * y)
        }),
        whole("SUMX2MY2", 2..=2, |_, given| {
            pairs(given, |x, y| x * x - y * y)
        }),
        whole("SUMXMY2", 2..=2, |_, given| {
            pairs(given, |x, y| (x - y) * (x - y))
        }),
        whole("MODE", 1..=255, most_frequent),
        whole("MODE.SNGL", 1..=255, most_frequent),
        whole("AVERAGE", 1..=255, average),
        whole("FREQUENCY", 2..=2, frequency),
        whole("MIRR", 3..=3, modified_return),
        each("FLOOR", 2..=2, |_, args| {
            stepped(args, f64::floor, Some(ErrorCode::Div0))
        }),
        each("CEILING.MATH", 1..=3, |_, args| towards(args, f64::ceil)),
        each("FLOOR.MATH", 1..=3, |_, args| towards(args, f64::floor)),
        each("CEILING", 2..=2, |_, args| stepped(args, f64::ceil, None)),
    ]
}

/// The numbers of an area; an error in it is the result.
fn numbers(given: &Given<'_>) -> Answer<Vec<f64>> {
    let mut found = vec![];
    for value in all_of(given)? {
        match value {
            Value::Number(n) => found.push(n),
            Value::Error(e) => return Err(e),
            _ => {}
        }
    }
    Ok(found)
}

/// A sum over the pairs of which both are numbers.
fn pairs(given: &[Given<'_>], f: impl Fn(f64, f64) -> f64) -> Answer<Block> {
    let (xs, ys) = (all_of(&given[0])?, all_of(&given[1])?);
    if xs.len() != ys.len() {
        return Err(ErrorCode::Na);
    }
    let (mut sum, mut count) = (0.0, 0);
    for pair in xs.into_iter().zip(ys) {
        match pair {
            (Value::Error(e), _) | (_, Value::Error(e)) => return Err(e),
            (Value::Number(x), Value::Number(y)) => {
                sum += f(x, y);
                count += 1;
            }
            _ => {}
        }
    }
    if count == 0 {
        return Err(ErrorCode::Div0);
    }
    Ok(Block::number(sum))
}

/// The numbers of an argument, which itself must be one where it is no area.
pub(super) fn counted(call: &Call, argument: &Given<'_>) -> Answer<Vec<f64>> {
    if argument.is_direct() {
        return Ok(vec![number(&argument.first(), call)?]);
    }
    numbers(argument)
}

fn average(call: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let (mut sum, mut count) = (0.0, 0.0);
    for argument in given {
        for n in counted(call, argument)? {
            sum += n;
            count += 1.0;
        }
    }
    if count == 0.0 {
        return Err(ErrorCode::Div0);
    }
    Ok(Block::number(sum / count))
}

/// Of numbers that are equally frequent the one that comes first.
fn most_frequent(call: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let mut counts: FxHashMap<u64, (u32, usize, f64)> = FxHashMap::default();
    let mut place = 0;
    for argument in given {
        for n in counted(call, argument)? {
            let entry = counts.entry((n + 0.0).to_bits()).or_insert((0, place, n));
            entry.0 += 1;
            place += 1;
        }
    }
    let all = counts.into_values();
    let best = all.max_by_key(|(count, place, _)| (*count, std::cmp::Reverse(*place)));
    match best {
        Some((2.., _, n)) => Ok(Block::number(n)),
        _ => Err(ErrorCode::Na),
    }
}

/// How many numbers lie up to each bound and above the one below it, and above all.
fn frequency(_: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let (data, bounds) = (numbers(&given[0])?, numbers(&given[1])?);
    let mut order: Vec<usize> = (0..bounds.len()).collect();
    order.sort_by(|a, b| bounds[*a].total_cmp(&bounds[*b]));
    let mut counts = vec![0.0; bounds.len() + 1];
    for n in data {
        let below = order.partition_point(|i| bounds[*i] < n);
        counts[order.get(below).copied().unwrap_or(bounds.len())] += 1.0;
    }
    Block::make(counts.len(), 1, |row, _| Ok(Value::Number(counts[row])))
}

fn modified_return(call: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let flows = numbers(&given[0])?;
    let financed = 1.0 + number(&given[1].first(), call)?;
    let invested = 1.0 + number(&given[2].first(), call)?;
    let (mut paid, mut earned) = (0.0, 0.0);
    for (i, flow) in (0_i32..).zip(&flows) {
        if *flow < 0.0 {
            paid -= flow / financed.powi(i);
        } else {
            earned += flow / invested.powi(i);
        }
    }
    if paid == 0.0 || flows.len() < 2 || financed == 0.0 || invested == 0.0 {
        return Err(ErrorCode::Div0);
    }
    let periods = flows.len() as f64 - 1.0;
    let grown = earned * invested.powf(periods) / paid;
    Ok(Block::number(grown.powf(1.0 / periods) - 1.0))
}

/// A multiple of a step beside a number. A quotient that is whole but for the last digits of a double is whole.
fn stepped(args: &Values<'_>, round: fn(f64) -> f64, of_zero: Option<ErrorCode>) -> Answer {
    let (n, step) = (args.number(0)?, args.number(1)?);
    if n == 0.0 || step == 0.0 {
        return match of_zero {
            Some(e) if n != 0.0 => Err(e),
            _ => Ok(Value::Number(0.0)),
        };
    }
    if n > 0.0 && step < 0.0 {
        return Err(ErrorCode::Num);
    }
    let quotient = n / step;
    let whole = quotient.round();
    let near = (quotient - whole).abs() <= 1e-14 * quotient.abs();
    Ok(convert::number(
        if near { whole } else { round(quotient) } * step,
    ))
}

/// A multiple of a step, whichever its sign; negative numbers are turned around where a mode says so.
fn towards(args: &Values<'_>, round: fn(f64) -> f64) -> Answer {
    let n = args.number(0)?;
    let step = args.number_or(1, 1.0)?.abs();
    let turned = args.number_or(2, 0.0)? != 0.0 && n < 0.0;
    if n == 0.0 || step == 0.0 {
        return Ok(Value::Number(0.0));
    }
    let quotient = n / step * if turned { -1.0 } else { 1.0 };
    let whole = quotient.round();
    let near = (quotient - whole).abs() <= 1e-14 * quotient.abs();
    let steps = if near { whole } else { round(quotient) };
    Ok(convert::number(
        steps * step * if turned { -1.0 } else { 1.0 },
    ))
}
