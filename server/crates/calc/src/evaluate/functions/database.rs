//! The functions of databases: `DSUM`, `DGET` and their kin.

use daylight_model::{ErrorCode, Value};

use super::{
    block::Block,
    call::{Answer, Call, Given, Ours, whole},
    criteria::Criterion,
    values::{integer, number},
};

/// Cells that one call may compare; more is `#NUM!`.
const MOST_WORK: usize = 100_000_000;

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        whole("DAVERAGE", 3..=3, |call, given| {
            let all = numbers(call, given)?;
            finite(all.iter().sum::<f64>() / all.len() as f64)
        }),
        whole("DCOUNT", 3..=3, |call, given| {
            let counts = |v: &Value| matches!(v, Value::Number(_));
            counted(call, given, counts)
        }),
        whole("DCOUNTA", 3..=3, |call, given| {
            counted(call, given, |v| *v != Value::Empty)
        }),
        whole("DGET", 3..=3, |call, given| match &*found(call, given)? {
            [] => Err(ErrorCode::Value),
            [one] => Ok(Block::one(one.clone())),
            _ => Err(ErrorCode::Num),
        }),
        whole("DMAX", 3..=3, |call, given| {
            let all = numbers(call, given)?.into_iter();
            Ok(Block::number(all.reduce(f64::max).unwrap_or(0.0)))
        }),
        whole("DMIN", 3..=3, |call, given| {
            let all = numbers(call, given)?.into_iter();
            Ok(Block::number(all.reduce(f64::min).unwrap_or(0.0)))
        }),
        whole("DPRODUCT", 3..=3, |call, given| {
            let all = numbers(call, given)?.into_iter();
            Ok(Block::number(all.reduce(|a, b| a * b).unwrap_or(0.0)))
        }),
        whole("DSUM", 3..=3, |call, given| {
            Ok(Block::number(numbers(call, given)?.iter().sum()))
        }),
        whole("DSTDEV", 3..=3, |call, given| {
            finite(variance(&numbers(call, given)?, 1.0).sqrt())
        }),
        whole("DSTDEVP", 3..=3, |call, given| {
            finite(variance(&numbers(call, given)?, 0.0).sqrt())
        }),
        whole("DVAR", 3..=3, |call, given| {
            finite(variance(&numbers(call, given)?, 1.0))
        }),
        whole("DVARP", 3..=3, |call, given| {
            finite(variance(&numbers(call, given)?, 0.0))
        }),
    ]
}

fn finite(n: f64) -> Answer<Block> {
    if n.is_finite() {
        Ok(Block::number(n))
    } else {
        Err(ErrorCode::Div0)
    }
}

fn variance(all: &[f64], less: f64) -> f64 {
    let count = all.len() as f64;
    let mean = all.iter().sum::<f64>() / count;
    let squares = all.iter().map(|n| (n - mean) * (n - mean)).sum::<f64>();
    if count > less {
        squares / (count - less)
    } else {
        f64::NAN
    }
}

/// How many records have something of a kind in the field, or how many there are where no field is named.
fn counted(call: &Call, given: &[Given<'_>], counts: fn(&Value) -> bool) -> Answer<Block> {
    let unnamed = given[1].omitted || given[1].first() == Value::Empty;
    let n = if unnamed {
        records(call, given)?.len()
    } else {
        found(call, given)?.iter().filter(|v| counts(v)).count()
    };
    Ok(Block::number(n as f64))
}

/// The numbers of the field.
fn numbers(call: &Call, given: &[Given<'_>]) -> Answer<Vec<f64>> {
    let mut all = vec![];
    for value in found(call, given)? {
        match value {
            Value::Number(n) => all.push(n),
            Value::Error(e) => return Err(e),
            _ => {}
        }
    }
    Ok(all)
}

/// The field's values in the records that meet the criteria.
fn found(call: &Call, given: &[Given<'_>]) -> Answer<Vec<Value>> {
    let field = match given[1].first() {
        Value::Error(e) => return Err(e),
        Value::Text(name) => column(&given[0], &name).ok_or(ErrorCode::Value)?,
        other => {
            let n = integer(number(&other, call)?)?;
            let width = given[0].dims().1;
            let at = usize::try_from(n).ok().and_then(|n| n.checked_sub(1));
            at.filter(|at| *at < width).ok_or(ErrorCode::Value)?
        }
    };
    let rows = records(call, given)?.into_iter();
    Ok(rows.map(|row| given[0].at(row, field)).collect())
}

/// The column under a name.
fn column(database: &Given<'_>, name: &str) -> Option<usize> {
    let name = name.trim().to_lowercase();
    (0..database.dims().1).find(|col| match database.at(0, *col) {
        Value::Empty | Value::Error(_) => false,
        header => convert_text(&header).trim().to_lowercase() == name,
    })
}

fn convert_text(value: &Value) -> String {
    daylight_model::display::text(value, None, false)
}

/// The rows of the records that meet the criteria: all in a row of them, or all in another.
fn records(call: &Call, given: &[Given<'_>]) -> Answer<Vec<usize>> {
    let (database, criteria) = (&given[0], &given[2]);
    let (rows, cols) = criteria.dims();
    let count = database.dims().0;
    if rows.saturating_mul(cols).saturating_mul(count) > MOST_WORK {
        return Err(ErrorCode::Num);
    }
    if rows < 2 || count < 1 {
        return Err(ErrorCode::Value);
    }
    let mut lines: Vec<Vec<(Option<usize>, Criterion)>> = vec![];
    for row in 1..rows {
        let mut line = vec![];
        for col in 0..cols {
            let value = criteria.at(row, col);
            if value == Value::Empty {
                continue;
            }
            let header = criteria.at(0, col);
            let at = column(database, &convert_text(&header));
            let criterion = match (at, &value) {
                (Some(_), value) => Criterion::of_database(value, call),
                // Under another name stands a formula, of which only the result is known here.
                (None, Value::Bool(true)) => continue,
                (None, _) => Criterion::Never,
            };
            line.push((at, criterion));
        }
        lines.push(line);
    }
    let meets = |row: usize| {
        lines.iter().any(|line| {
            line.iter().all(|(col, criterion)| match col {
                Some(col) => criterion.takes(&database.at(row, *col)),
                None => false,
            })
        })
    };
    Ok((1..count).filter(|row| meets(*row)).collect())
}
