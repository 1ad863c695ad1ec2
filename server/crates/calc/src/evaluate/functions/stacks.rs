//! Arrays out of arrays: `SORT`, `FILTER`, `TAKE`, `HSTACK`, `VSTACK`, `SEQUENCE`.

use daylight_model::{ErrorCode, Value};

use super::{
    block::Block,
    call::{Answer, Call, Given, Ours, whole},
    order::{by_keys, picked},
    values::{integer, number, size, truth},
};

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        whole("SORT", 1..=4, sorted),
        whole("FILTER", 2..=3, filtered),
        whole("TAKE", 2..=3, taken),
        whole("HSTACK", 1..=255, |_, given| stacked(given, false)),
        whole("VSTACK", 1..=255, |_, given| stacked(given, true)),
        whole("SEQUENCE", 1..=4, sequence),
    ]
}

fn present<'a, 'b>(given: &'a [Given<'b>], i: usize) -> Option<&'a Given<'b>> {
    given.get(i).filter(|g| !g.omitted)
}

fn sorted(call: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let block = given[0].block()?;
    let whole_numbers = |i: usize| match present(given, i) {
        Some(g) => {
            let cells = g.block()?.cells;
            cells
                .iter()
                .map(|v| integer(number(v, call)?))
                .collect::<Answer<Vec<_>>>()
        }
        None => Ok(vec![1]),
    };
    let (lines, orders) = (whole_numbers(1)?, whole_numbers(2)?);
    let down = !present(given, 3).map_or(Ok(false), |g| truth(&g.first()))?;
    let across = if down { block.cols } else { block.rows };
    if orders.len() != 1 && orders.len() != lines.len() {
        return Err(ErrorCode::Value);
    }
    let mut keys = vec![];
    for (i, line) in lines.iter().enumerate() {
        let at = size(*line)?;
        let falling = match orders[if orders.len() == 1 { 0 } else { i }] {
            1 => false,
            -1 => true,
            _ => return Err(ErrorCode::Value),
        };
        if at == 0 || at > across {
            return Err(ErrorCode::Value);
        }
        let count = if down { block.rows } else { block.cols };
        let key = |n: usize| {
            if down {
                block.at(n, at - 1)
            } else {
                block.at(at - 1, n)
            }
        };
        keys.push(((0..count).map(|n| key(n).clone()).collect(), falling));
    }
    picked(&block, &by_keys(&keys), down)
}

/// The rows, or the columns, where a condition holds.
fn filtered(_: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let (rows, cols) = given[0].dims();
    let down = match given[1].dims() {
        (n, 1) if n == rows => true,
        (1, n) if n == cols => false,
        _ => return Err(ErrorCode::Value),
    };
    let mut lines = vec![];
    for line in 0..if down { rows } else { cols } {
        let condition = if down {
            given[1].at(line, 0)
        } else {
            given[1].at(0, line)
        };
        if truth(&condition)? {
            lines.push(line);
        }
    }
    match (&*lines, present(given, 2)) {
        ([], Some(otherwise)) => otherwise.block(),
        ([], None) => Err(ErrorCode::Calc),
        _ if down => Block::make(lines.len(), cols, |row, col| {
            Ok(given[0].at(lines[row], col))
        }),
        _ => Block::make(rows, lines.len(), |row, col| {
            Ok(given[0].at(row, lines[col]))
        }),
    }
}

/// So many lines from the start, or from the end where the number is negative.
fn taken(call: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let (rows, cols) = given[0].dims();
    let part = |i: usize, all: usize| match present(given, i) {
        Some(g) => {
            let n = integer(number(&g.first(), call)?)?;
            let count = size(n.saturating_abs())?.min(all);
            let start = if n < 0 { all - count } else { 0 };
            if n == 0 {
                return Err(ErrorCode::Calc);
            }
            Ok((start, count))
        }
        None => Ok((0, all)),
    };
    let ((top, rows), (left, cols)) = (part(1, rows)?, part(2, cols)?);
    Block::make(
        rows,
        cols,
        |row, col| Ok(given[0].at(top + row, left + col)),
    )
}

/// Arrays one after the other; where one is smaller than the largest, `#N/A` fills it up.
fn stacked(given: &[Given<'_>], down: bool) -> Answer<Block> {
    let dims: Vec<(usize, usize)> = given.iter().map(Given::dims).collect();
    let along = |(rows, cols): (usize, usize)| if down { rows } else { cols };
    let across = |(rows, cols): (usize, usize)| if down { cols } else { rows };
    let length = dims.iter().map(|d| along(*d)).sum();
    let width = dims.iter().map(|d| across(*d)).max().unwrap_or(0);
    let lines: Vec<(usize, usize)> = dims
        .iter()
        .enumerate()
        .flat_map(|(i, d)| (0..along(*d)).map(move |line| (i, line)))
        .collect();
    let cell = |line: usize, other: usize| {
        let (i, line) = lines[line];
        if other >= across(dims[i]) {
            return Ok(Value::Error(ErrorCode::Na));
        }
        Ok(if down {
            given[i].at(line, other)
        } else {
            given[i].at(other, line)
        })
    };
    if down {
        Block::make(length, width, cell)
    } else {
        Block::make(width, length, |row, col| cell(col, row))
    }
}

fn sequence(call: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let option = |i: usize| match present(given, i) {
        Some(g) => number(&g.first(), call),
        None => Ok(1.0),
    };
    let (rows, cols) = (size(integer(option(0)?)?)?, size(integer(option(1)?)?)?);
    let (start, step) = (option(2)?, option(3)?);
    if rows == 0 || cols == 0 {
        return Err(ErrorCode::Calc);
    }
    Block::make(rows, cols, |row, col| {
        Ok(Value::Number(start + step * (row * cols + col) as f64))
    })
}
