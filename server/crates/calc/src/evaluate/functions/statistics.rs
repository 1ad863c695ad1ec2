//! `PERMUTATIONA` and `PROB`.

use daylight_model::{ErrorCode, Value};

use super::{
    super::convert,
    block::Block,
    call::{Answer, Call, Given, Ours, all_of, each, whole},
    values,
};

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        each("PERMUTATIONA", 2..=2, |_, args| {
            let (n, chosen) = (args.integer(0)?, args.integer(1)?);
            if n < 0 || chosen < 0 {
                return Err(ErrorCode::Num);
            }
            Ok(convert::number((n as f64).powf(chosen as f64)))
        }),
        whole("PROB", 3..=4, probability),
    ]
}

fn probability(call: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let (xs, shares) = (all_of(&given[0])?, all_of(&given[1])?);
    let lower = values::number(&given[2].first(), call)?;
    let upper = match given.get(3).filter(|g| !g.omitted) {
        Some(upper) => values::number(&upper.first(), call)?,
        None => lower,
    };
    if xs.len() != shares.len() {
        return Err(ErrorCode::Na);
    }
    let (mut all, mut inside) = (0.0, 0.0);
    for pair in xs.into_iter().zip(shares) {
        let (x, share) = match pair {
            (Value::Error(e), _) | (_, Value::Error(e)) => return Err(e),
            (Value::Number(x), Value::Number(share)) => (x, share),
            _ => continue,
        };
        if share <= 0.0 || share > 1.0 {
            return Err(ErrorCode::Num);
        }
        all += share;
        if lower <= x && x <= upper {
            inside += share;
        }
    }
    if (all - 1.0).abs() > 1e-7 {
        return Err(ErrorCode::Num);
    }
    Ok(Block::number(inside))
}
