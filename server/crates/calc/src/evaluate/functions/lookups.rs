//! `MATCH`, `XMATCH`, `VLOOKUP`, `HLOOKUP`, `LOOKUP` and `XLOOKUP`, where no index of a stored column serves.

use std::cmp::Ordering;

use daylight_model::{ErrorCode, Value};

use super::{
    block::Block,
    call::{Answer, Call, Given, Ours, whole},
    search::{Line, ascending, descending, exact, halving, nearest},
    values::{integer, number, truth},
};

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        whole("MATCH", 2..=3, |call, given| {
            let mode = match given.get(2) {
                Some(mode) => number(&mode.first(), call),
                None => Ok(1.0),
            };
            repeated(&given[0], |needle| {
                let line = Line::whole(&given[1]).ok_or(ErrorCode::Na)?;
                let mode = mode?;
                let found = if mode == 0.0 {
                    exact(&line, needle, true, false)
                } else if mode > 0.0 {
                    ascending(&line, needle)
                } else {
                    descending(&line, needle)
                };
                place(found)
            })
        }),
        whole("XMATCH", 2..=4, |call, given| {
            let mode = Mode::of(call, given, 2)?;
            repeated(&given[0], |needle| {
                let line = Line::whole(&given[1]).ok_or(ErrorCode::Value)?;
                place(mode.find(&line, needle))
            })
        }),
        whole("VLOOKUP", 3..=4, |call, given| table(call, given, true)),
        whole("HLOOKUP", 3..=4, |call, given| table(call, given, false)),
        whole("LOOKUP", 2..=3, |_, given| {
            let (rows, cols) = given[1].dims();
            let down = rows >= cols;
            repeated(&given[0], |needle| {
                let at = ascending(&Line::first(&given[1], down), needle).ok_or(ErrorCode::Na)?;
                let Some(result) = given.get(2) else {
                    let (row, col) = if down { (at, cols - 1) } else { (rows - 1, at) };
                    return Ok(given[1].at(row, col));
                };
                let line = Line::whole(result).ok_or(ErrorCode::Na)?;
                Ok(if line.is_down() && (line.len > 1 || down) {
                    result.at(at, 0)
                } else {
                    result.at(0, at)
                })
            })
        }),
        whole("XLOOKUP", 3..=6, across),
    ]
}

fn place(found: Option<usize>) -> Answer {
    found.map_or(Err(ErrorCode::Na), |i| Ok(Value::Number((i + 1) as f64)))
}

/// Looks every element of an argument up; an empty cell is looked up as zero.
fn repeated(needles: &Given<'_>, look: impl Fn(&Value) -> Answer) -> Answer<Block> {
    let (rows, cols) = needles.dims();
    Block::make(rows, cols, |row, col| {
        let found = match needles.at(row, col) {
            Value::Error(e) => Err(e),
            Value::Empty => look(&Value::Number(0.0)),
            needle => look(&needle),
        };
        Ok(match found {
            Ok(Value::Empty) => Value::Number(0.0),
            Ok(value) => value,
            Err(e) => Value::Error(e),
        })
    })
}

fn table(call: &Call, given: &[Given<'_>], down: bool) -> Answer<Block> {
    let (rows, cols) = given[1].dims();
    let width = if down { cols } else { rows };
    let sorted = given.get(3).map_or(Ok(true), |g| truth(&g.first()));
    // What is no number at all lies beyond the table.
    let index = |value: &Value| {
        let n = number(value, call).map_err(|_| ErrorCode::Ref)?;
        let i = integer(n).map_err(|_| ErrorCode::Value)?;
        match usize::try_from(i) {
            Ok(i) if i > width => Err(ErrorCode::Ref),
            Ok(i) if i > 0 => Ok(i - 1),
            _ => Err(ErrorCode::Value),
        }
    };
    let found = |needle: &Value, column: &Value| {
        let line = Line::first(&given[1], down);
        let (sorted, column) = (sorted?, index(column)?);
        let at = if sorted {
            ascending(&line, needle)
        } else {
            exact(&line, needle, true, false)
        };
        let at = at.ok_or(ErrorCode::Na)?;
        Ok(if down {
            given[1].at(at, column)
        } else {
            given[1].at(column, at)
        })
    };
    let columns = given[2].block()?;
    if let [column] = &*columns.cells {
        return repeated(&given[0], |needle| found(needle, column));
    }
    // An array of columns takes one value of each.
    let needle = match given[0].first() {
        Value::Empty => Value::Number(0.0),
        other => other,
    };
    Block::make(columns.rows, columns.cols, |row, col| {
        if let Value::Error(e) = needle {
            return Ok(Value::Error(e));
        }
        Ok(found(&needle, columns.at(row, col)).unwrap_or_else(Value::Error))
    })
}

/// How `XLOOKUP` and `XMATCH` compare and search.
struct Mode {
    compare: i64,
    search: i64,
}

impl Mode {
    fn of(call: &Call, given: &[Given<'_>], at: usize) -> Answer<Self> {
        let option = |i: usize, default: i64| match given.get(i).filter(|g| !g.omitted) {
            Some(g) => integer(number(&g.first(), call)?),
            None => Ok(default),
        };
        let (compare, search) = (option(at, 0)?, option(at + 1, 1)?);
        if !(-1..=2).contains(&compare) || !matches!(search, -2 | -1 | 1 | 2) {
            return Err(ErrorCode::Value);
        }
        Ok(Self { compare, search })
    }

    fn find(&self, line: &Line<'_, '_>, needle: &Value) -> Option<usize> {
        let last = self.search == -1;
        let side = match self.compare {
            -1 => Some(Ordering::Less),
            1 => Some(Ordering::Greater),
            _ => None,
        };
        match self.compare {
            2 if self.search.abs() == 2 => None,
            _ if self.search.abs() == 2 => halving(line, needle, self.search < 0, side),
            0 => exact(line, needle, false, last),
            2 => exact(line, needle, true, last),
            -1 => nearest(line, needle, false, last),
            _ => nearest(line, needle, true, last),
        }
    }
}

fn across(call: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let mode = Mode::of(call, given, 4)?;
    let line = Line::whole(&given[1]).ok_or(ErrorCode::Value)?;
    let (rows, cols) = given[2].dims();
    let down = line.is_down() && (rows == line.len || line.len > 1);
    if line.len != if down { rows } else { cols } {
        return Err(ErrorCode::Value);
    }
    let missing = given.get(3).filter(|g| !g.omitted);
    let (count, width) = (given[0].dims(), if down { cols } else { rows });
    if count == (1, 1) && width > 1 {
        let needle = needle(&given[0].first())?;
        let Some(at) = mode.find(&line, &needle) else {
            return missing.map_or(Err(ErrorCode::Na), Given::block);
        };
        let (rows, cols) = if down { (1, width) } else { (width, 1) };
        return Block::make(rows, cols, |row, col| {
            Ok(if down {
                given[2].at(at, col)
            } else {
                given[2].at(row, at)
            })
        });
    }
    let at = |i| {
        if down {
            given[2].at(i, 0)
        } else {
            given[2].at(0, i)
        }
    };
    Block::make(count.0, count.1, |row, col| {
        let found = needle(&given[0].at(row, col)).map(|n| mode.find(&line, &n));
        Ok(match (found, missing) {
            (Err(e), _) => Value::Error(e),
            (Ok(Some(i)), _) => at(i),
            (Ok(None), Some(missing)) => missing.first(),
            (Ok(None), None) => Value::Error(ErrorCode::Na),
        })
    })
}

fn needle(value: &Value) -> Answer {
    match value {
        Value::Error(e) => Err(*e),
        Value::Empty => Ok(Value::Text("".into())),
        other => Ok(other.clone()),
    }
}
