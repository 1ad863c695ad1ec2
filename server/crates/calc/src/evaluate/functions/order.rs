//! `SORTBY` and `UNIQUE`.

use std::{cmp::Ordering, fmt::Write as _};

use daylight_model::{ErrorCode, Value};
use rustc_hash::FxHashMap;

use super::{
    block::Block,
    call::{Answer, Call, Given, Ours, whole},
    search,
    values::{integer, number, truth},
};

/// Both of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        whole("SORTBY", 2..=255, sorted),
        whole("UNIQUE", 1..=3, distinct),
    ]
}

/// Numbers before text before booleans before errors, and empty cells last, whichever way the order goes.
fn compare(a: &Value, b: &Value, falling: bool) -> Ordering {
    let rank = |v: &Value| match v {
        Value::Number(_) => 0,
        Value::Text(_) => 1,
        Value::Bool(_) => 2,
        Value::Error(_) => 3,
        Value::Empty => 4,
    };
    if *a == Value::Empty || *b == Value::Empty {
        return rank(a).cmp(&rank(b));
    }
    let order = search::order(a, b).unwrap_or_else(|| rank(a).cmp(&rank(b)));
    if falling { order.reverse() } else { order }
}

/// An array by other arrays, each with 1 for a rising order or -1 for a falling one.
fn sorted(call: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let block = given[0].block()?;
    let mut keys: Vec<(Vec<Value>, bool)> = vec![];
    let mut down = None;
    for pair in given[1..].chunks(2) {
        let by = pair[0].block()?;
        let falling = match pair.get(1).filter(|g| !g.omitted) {
            Some(order) => match integer(number(&order.first(), call)?)? {
                1 => false,
                -1 => true,
                _ => return Err(ErrorCode::Value),
            },
            None => false,
        };
        let along_rows = by.cols == 1 && by.rows == block.rows;
        let along_cols = by.rows == 1 && by.cols == block.cols;
        if !along_rows && !along_cols {
            return Err(ErrorCode::Value);
        }
        if *down.get_or_insert(along_rows) != along_rows {
            return Err(ErrorCode::Value);
        }
        keys.push((by.cells, falling));
    }
    picked(&block, &by_keys(&keys), down.unwrap_or(true))
}

/// The order of lines by keys, each with whether it falls.
pub(super) fn by_keys(keys: &[(Vec<Value>, bool)]) -> Vec<usize> {
    let count = keys.first().map_or(0, |(by, _)| by.len());
    let mut lines: Vec<usize> = (0..count).collect();
    lines.sort_by(|a, b| {
        let orders = keys
            .iter()
            .map(|(by, falling)| compare(&by[*a], &by[*b], *falling));
        orders.fold(Ordering::Equal, Ordering::then)
    });
    lines
}

/// These lines of an array.
pub(super) fn picked(block: &Block, lines: &[usize], down: bool) -> Answer<Block> {
    if down {
        Block::make(lines.len(), block.cols, |row, col| {
            Ok(block.at(lines[row], col).clone())
        })
    } else {
        Block::make(block.rows, lines.len(), |row, col| {
            Ok(block.at(row, lines[col]).clone())
        })
    }
}

/// The different rows, or columns; or those alone that are there once.
fn distinct(_: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let flag = |i: usize| match given.get(i).filter(|g| !g.omitted) {
        Some(g) => truth(&g.first()),
        None => Ok(false),
    };
    let (down, once) = (!flag(1)?, flag(2)?);
    let block = given[0].block()?;
    let count = if down { block.rows } else { block.cols };
    let mut seen: FxHashMap<String, u32> = FxHashMap::default();
    let mut lines = vec![];
    let keys: Vec<String> = (0..count).map(|line| key(&block, line, down)).collect();
    for key in &keys {
        *seen.entry(key.clone()).or_default() += 1;
    }
    for (line, key) in keys.iter().enumerate() {
        match seen.get_mut(key) {
            Some(times) if once && *times == 1 => lines.push(line),
            Some(times) if !once && *times > 0 => {
                *times = 0;
                lines.push(line);
            }
            _ => {}
        }
    }
    if lines.is_empty() {
        return Err(ErrorCode::Calc);
    }
    picked(&block, &lines, down)
}

/// What is the same for lines that are equal; case makes no difference.
fn key(block: &Block, line: usize, down: bool) -> String {
    let length = if down { block.cols } else { block.rows };
    let mut key = String::new();
    for i in 0..length {
        let value = if down {
            block.at(line, i)
        } else {
            block.at(i, line)
        };
        let _ = match value {
            Value::Empty => write!(key, "|"),
            Value::Number(n) => write!(key, "n{:x}|", (n + 0.0).to_bits()),
            Value::Text(t) => write!(key, "t{}:{}|", t.len(), t.to_lowercase()),
            Value::Bool(b) => write!(key, "b{b}|"),
            Value::Error(e) => write!(key, "e{}|", e.as_str()),
        };
    }
    key
}
