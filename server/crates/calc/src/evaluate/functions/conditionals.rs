//! `SUMIFS` and its kin over what is no stored range, or with several criteria at once.

use daylight_model::{ErrorCode, Value};
use rustc_hash::FxHashMap;

use super::{
    super::{convert, index::Key},
    block::Block,
    call::{Answer, Call, Given, Ours, whole},
    criteria::{Criterion, number_in},
};

/// Arguments of one call at most.
const MOST: usize = 255;
/// Cells that one call may look at; more is `#NUM!`.
const MOST_WORK: usize = 200_000_000;
/// Criteria for which cells are looked through one by one.
const FEW: usize = 8;

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        whole("COUNTIF", 2..=2, |call, given| {
            repeated(call, None, given, |tally| Ok(Value::Number(tally.cells)))
        }),
        whole("COUNTIFS", 2..=MOST, |call, given| {
            repeated(call, None, given, |tally| Ok(Value::Number(tally.cells)))
        }),
        whole("SUMIF", 2..=3, |call, given| {
            let target = given.get(2).unwrap_or(&given[0]);
            repeated(call, Some(target), &given[..2], Tally::sum)
        }),
        whole("SUMIFS", 3..=MOST, |call, given| {
            same_size(given)?;
            repeated(call, given.first(), &given[1..], Tally::sum)
        }),
        whole("AVERAGEIF", 2..=3, |call, given| {
            let target = given.get(2).unwrap_or(&given[0]);
            repeated(call, Some(target), &given[..2], Tally::average)
        }),
        whole("AVERAGEIFS", 3..=MOST, |call, given| {
            same_size(given)?;
            repeated(call, given.first(), &given[1..], Tally::average)
        }),
        whole("MINIFS", 3..=MOST, |call, given| {
            same_size(given)?;
            repeated(call, given.first(), &given[1..], Tally::least)
        }),
        whole("MAXIFS", 3..=MOST, |call, given| {
            same_size(given)?;
            repeated(call, given.first(), &given[1..], Tally::most)
        }),
    ]
}

/// What the cells that meet all criteria add up to.
#[derive(Default)]
struct Tally {
    sum: f64,
    least: f64,
    most: f64,
    numbers: f64,
    cells: f64,
    error: Option<ErrorCode>,
}

impl Tally {
    fn add(&mut self, value: &Value) {
        match value {
            Value::Number(n) => {
                let first = self.numbers == 0.0;
                self.sum += n;
                self.least = if first { *n } else { self.least.min(*n) };
                self.most = if first { *n } else { self.most.max(*n) };
                self.numbers += 1.0;
            }
            Value::Error(e) => self.error = self.error.or(Some(*e)),
            _ => {}
        }
    }

    /// Takes a cell that meets all criteria in.
    fn note(&mut self, target: Option<&Given<'_>>, row: usize, col: usize) {
        self.cells += 1.0;
        if let Some(target) = target {
            self.add(&target.at(row, col));
        }
    }

    fn sum(&self) -> Answer {
        self.error.map_or(Ok(convert::number(self.sum)), Err)
    }

    fn least(&self) -> Answer {
        self.error.map_or(Ok(convert::number(self.least)), Err)
    }

    fn most(&self) -> Answer {
        self.error.map_or(Ok(convert::number(self.most)), Err)
    }

    fn average(&self) -> Answer {
        match self.error {
            Some(e) => Err(e),
            None if self.numbers == 0.0 => Err(ErrorCode::Div0),
            None => Ok(convert::number(self.sum / self.numbers)),
        }
    }
}

/// The target and all ranges must be equally large.
fn same_size(given: &[Given<'_>]) -> Answer<()> {
    let size = given[0].dims();
    let ranges = given.iter().skip(1).step_by(2);
    if ranges.into_iter().any(|g| g.dims() != size) {
        return Err(ErrorCode::Value);
    }
    Ok(())
}

/// One result for each element of the criteria.
fn repeated(
    call: &Call,
    target: Option<&Given<'_>>,
    pairs: &[Given<'_>],
    result: impl Fn(&Tally) -> Answer,
) -> Answer<Block> {
    if !pairs.len().is_multiple_of(2) {
        return Err(ErrorCode::Value);
    }
    let size = pairs[0].dims();
    let pairs: Vec<(&Given<'_>, Block)> = pairs
        .chunks_exact(2)
        .map(|pair| Ok((&pair[0], pair[1].block()?)))
        .collect::<Answer<_>>()?;
    if pairs.iter().any(|(range, _)| range.dims() != size) {
        return Err(ErrorCode::Value);
    }
    let most = |f: fn(&Block) -> usize| pairs.iter().map(|(_, b)| f(b)).max().unwrap_or(1);
    let (rows, cols) = (most(|b| b.rows), most(|b| b.cols));
    let count = rows.saturating_mul(cols);
    let table = match &*pairs {
        [(range, _)] if count > FEW => Some(table(range, target)),
        _ => None,
    };
    let work = count.saturating_mul(size.0.saturating_mul(size.1));
    if table.is_none() && work > MOST_WORK {
        return Err(ErrorCode::Num);
    }
    let mut scanned = 0_usize;
    Block::make(rows, cols, |row, col| {
        let mut criteria = vec![];
        for (range, block) in &pairs {
            let row = if block.rows == 1 { 0 } else { row };
            let col = if block.cols == 1 { 0 } else { col };
            if row >= block.rows || col >= block.cols {
                return Ok(Value::Error(ErrorCode::Na));
            }
            criteria.push((*range, Criterion::read(block.at(row, col), call)));
        }
        if let (Some(table), [(_, Criterion::Is(value))]) = (&table, &*criteria)
            && let Some(key) = Key::of(value)
        {
            return Ok(result(&looked_up(table, &key)).unwrap_or_else(Value::Error));
        }
        scanned = scanned.saturating_add(size.0 * size.1);
        if scanned > MOST_WORK {
            return Err(ErrorCode::Num);
        }
        let mut tally = Tally::default();
        for row in 0..size.0 {
            for col in 0..size.1 {
                let takes = |(range, c): &(&Given<'_>, Criterion)| c.takes(&range.at(row, col));
                if criteria.iter().all(takes) {
                    tally.note(target, row, col);
                }
            }
        }
        Ok(result(&tally).unwrap_or_else(Value::Error))
    })
}

/// What the cells of each value add up to.
fn table(range: &Given<'_>, target: Option<&Given<'_>>) -> FxHashMap<Key, Tally> {
    let mut table: FxHashMap<Key, Tally> = FxHashMap::default();
    let (rows, cols) = range.dims();
    for row in 0..rows {
        for col in 0..cols {
            let value = range.at(row, col);
            let mut note = |key: Key| table.entry(key).or_default().note(target, row, col);
            if let Value::Text(text) = &value
                && let Some(n) = number_in(text)
                && let Key::Number(bits) = Key::number(n)
            {
                note(Key::Written(bits));
            }
            Key::of(&value).into_iter().for_each(note);
        }
    }
    table
}

/// A number is what it is, and what is written as text.
fn looked_up(table: &FxHashMap<Key, Tally>, key: &Key) -> Tally {
    let mut tally = Tally::default();
    let written = match key {
        Key::Number(bits) => table.get(&Key::Written(*bits)),
        _ => None,
    };
    for part in table.get(key).into_iter().chain(written) {
        if part.numbers > 0.0 {
            let first = tally.numbers == 0.0;
            tally.least = if first {
                part.least
            } else {
                tally.least.min(part.least)
            };
            tally.most = if first {
                part.most
            } else {
                tally.most.max(part.most)
            };
        }
        tally.sum += part.sum;
        tally.numbers += part.numbers;
        tally.cells += part.cells;
        tally.error = tally.error.or(part.error);
    }
    tally
}
