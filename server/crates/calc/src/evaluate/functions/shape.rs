//! Arrays of other shapes: `EXPAND`, `WRAPROWS`, `WRAPCOLS`, `MUNIT`, `TRIMRANGE`, and `PERCENTOF`.

use daylight_model::{ErrorCode, Value};

use super::{
    block::Block,
    call::{Answer, Call, Given, Ours, all_of, whole},
    values,
};

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        whole("EXPAND", 2..=4, expand),
        whole("WRAPROWS", 2..=3, |call, given| wrap(call, given, false)),
        whole("WRAPCOLS", 2..=3, |call, given| wrap(call, given, true)),
        whole("MUNIT", 1..=1, |call, given| {
            let n = positive(call, &given[0])?;
            Block::make(n, n, |row, col| Ok(Value::Number(f64::from(row == col))))
        }),
        whole("TRIMRANGE", 1..=3, trim),
        whole("PERCENTOF", 2..=2, |_, given| {
            let sum = |g: &Given<'_>| {
                all_of(g)?
                    .into_iter()
                    .try_fold(0.0, |sum, value| match value {
                        Value::Number(n) => Ok(sum + n),
                        Value::Error(e) => Err(e),
                        _ => Ok(sum),
                    })
            };
            let (part, all) = (sum(&given[0])?, sum(&given[1])?);
            if all == 0.0 {
                return Err(ErrorCode::Div0);
            }
            Ok(Block::number(part / all))
        }),
    ]
}

fn present<'a, 'b>(given: &'a [Given<'b>], i: usize) -> Option<&'a Given<'b>> {
    given.get(i).filter(|g| !g.omitted)
}

/// A count of at least one.
fn positive(call: &Call, given: &Given<'_>) -> Answer<usize> {
    let n = values::integer(values::number(&given.first(), call)?)?;
    if n < 1 {
        return Err(ErrorCode::Value);
    }
    values::size(n)
}

/// What fills the places that nothing else does.
fn filling(given: &[Given<'_>], i: usize) -> Value {
    present(given, i).map_or(Value::Error(ErrorCode::Na), Given::first)
}

fn expand(call: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let array = given[0].block()?;
    let rows = present(given, 1).map_or(Ok(array.rows), |g| positive(call, g))?;
    let cols = present(given, 2).map_or(Ok(array.cols), |g| positive(call, g))?;
    if rows < array.rows || cols < array.cols {
        return Err(ErrorCode::Value);
    }
    let filling = filling(given, 3);
    Block::make(rows, cols, |row, col| {
        let inside = row < array.rows && col < array.cols;
        Ok(if inside { array.at(row, col) } else { &filling }.clone())
    })
}

fn wrap(call: &Call, given: &[Given<'_>], down: bool) -> Answer<Block> {
    let line = given[0].block()?;
    if line.rows > 1 && line.cols > 1 {
        return Err(ErrorCode::Value);
    }
    let length = values::integer(values::number(&given[1].first(), call)?)?;
    let length = values::size(length)
        .ok()
        .filter(|n| *n > 0)
        .ok_or(ErrorCode::Num)?;
    let filling = filling(given, 2);
    let count = line.cells.len();
    let lines = count.div_ceil(length);
    // A line that is not full is filled up only where there are others.
    let length = if lines <= 1 { count } else { length };
    let at = |n: usize| Ok(line.cells.get(n).unwrap_or(&filling).clone());
    if down {
        Block::make(length, lines, |row, col| at(col * length + row))
    } else {
        Block::make(lines, length, |row, col| at(row * length + col))
    }
}

/// Cuts empty lines off: 1 those before, 2 those after, 3 both, 0 none.
fn trim(call: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let how = |i: usize| match present(given, i) {
        Some(g) => match values::integer(values::number(&g.first(), call)?)? {
            n @ 0..=3 => Ok(n),
            _ => Err(ErrorCode::Value),
        },
        None => Ok(3),
    };
    let (by_row, by_col) = (how(1)?, how(2)?);
    let block = given[0].block()?;
    let row_used = |r: &usize| (0..block.cols).any(|c| *block.at(*r, c) != Value::Empty);
    let col_used = |c: &usize| (0..block.rows).any(|r| *block.at(r, *c) != Value::Empty);
    let cut = |count: usize, how: i64, used: &dyn Fn(&usize) -> bool| {
        let first = (0..count).find(used)?;
        let last = (0..count).rev().find(used)?;
        let start = if how & 1 == 1 { first } else { 0 };
        let end = if how & 2 == 2 { last + 1 } else { count };
        Some((start, end))
    };
    let (top, bottom) = cut(block.rows, by_row, &row_used).ok_or(ErrorCode::Ref)?;
    let (left, right) = cut(block.cols, by_col, &col_used).ok_or(ErrorCode::Ref)?;
    Block::make(bottom - top, right - left, |row, col| {
        Ok(block.at(top + row, left + col).clone())
    })
}
