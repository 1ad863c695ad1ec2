//! Where a value stands in a line of cells.

use std::cmp::Ordering;

use daylight_model::Value;

use super::{super::scalar::compare_numbers, call::Given, wildcard::Wildcard};

/// A row or a column of an argument.
pub(super) struct Line<'a, 'b> {
    of: &'a Given<'b>,
    down: bool,
    pub len: usize,
}

impl<'a, 'b> Line<'a, 'b> {
    /// The first column, or the first row.
    pub(super) fn first(of: &'a Given<'b>, down: bool) -> Self {
        let (rows, cols) = of.dims();
        let len = match (down, rows == 0 || cols == 0) {
            (_, true) => 0,
            (true, false) => rows,
            (false, false) => cols,
        };
        Self { of, down, len }
    }

    /// The line that an argument is; `None` for an area of several rows and columns.
    pub(super) fn whole(of: &'a Given<'b>) -> Option<Self> {
        let (rows, cols) = of.dims();
        (rows == 1 || cols == 1).then(|| Self::first(of, cols == 1))
    }

    pub(super) fn is_down(&self) -> bool {
        self.down
    }

    fn at(&self, i: usize) -> Value {
        if self.down {
            self.of.at(i, 0)
        } else {
            self.of.at(0, i)
        }
    }
}

/// How one value stands to another of its kind; `None` when they are of different kinds.
pub(super) fn order(cell: &Value, needle: &Value) -> Option<Ordering> {
    match (cell, needle) {
        (Value::Number(a), Value::Number(b)) => Some(compare_numbers(*a, *b)),
        (Value::Text(a), Value::Text(b)) => Some(if a.is_ascii() && b.is_ascii() {
            let lower = |t: &str| t.to_ascii_lowercase();
            lower(a).cmp(&lower(b))
        } else {
            a.to_lowercase().cmp(&b.to_lowercase())
        }),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// The first or last place that equals a value; text may hold wildcards.
pub(super) fn exact(line: &Line<'_, '_>, needle: &Value, wild: bool, last: bool) -> Option<usize> {
    let pattern = match needle {
        Value::Text(t) if wild => Wildcard::of(t),
        _ => None,
    };
    let is = |i: &usize| match (&pattern, line.at(*i)) {
        (Some(pattern), Value::Text(t)) => pattern.matches(&t),
        (Some(_), _) => false,
        (None, cell) => order(&cell, needle).is_some_and(Ordering::is_eq),
    };
    if last {
        (0..line.len).rev().find(is)
    } else {
        (0..line.len).find(is)
    }
}

/// The last place, in an ascending line, of what is not more than a value. Cells of other kinds are passed over.
pub(super) fn ascending(line: &Line<'_, '_>, needle: &Value) -> Option<usize> {
    let (mut low, mut high) = (None, line.len);
    loop {
        let start = low.map_or(0, |l: usize| l + 1);
        if start >= high {
            return low;
        }
        let middle = start.midpoint(high - 1);
        let same = |i: usize| order(&line.at(i), needle).map(|o| (i, o));
        match (middle..high).find_map(same) {
            None => high = middle,
            Some((i, Ordering::Greater)) => high = if i > middle { middle } else { i },
            Some((i, Ordering::Less)) => low = Some(i),
            Some((i, Ordering::Equal)) => {
                let rest = i + 1..line.len;
                let equal = |j: &usize| same(*j).is_some_and(|(_, o)| o.is_eq());
                return rest.take_while(equal).last().or(Some(i));
            }
        }
    }
}

/// The last place, in a descending line, of what is not less than a value; the first of equal ones.
pub(super) fn descending(line: &Line<'_, '_>, needle: &Value) -> Option<usize> {
    let mut found = None;
    for i in 0..line.len {
        match order(&line.at(i), needle) {
            Some(Ordering::Greater) => found = Some(i),
            Some(Ordering::Equal) => return Some(i),
            Some(Ordering::Less) => return found,
            None => {}
        }
    }
    found
}

/// The place of the value, or else of the nearest one below it, or above where `above`, in a line of any order.
pub(super) fn nearest(
    line: &Line<'_, '_>,
    needle: &Value,
    above: bool,
    last: bool,
) -> Option<usize> {
    let beyond = if above {
        Ordering::Greater
    } else {
        Ordering::Less
    };
    let mut best: Option<(usize, Value)> = None;
    for step in 0..line.len {
        let i = if last { line.len - 1 - step } else { step };
        let cell = line.at(i);
        match order(&cell, needle) {
            Some(Ordering::Equal) => return Some(i),
            Some(side) if side == beyond => {
                let nearer = best
                    .as_ref()
                    .is_none_or(|(_, b)| order(b, &cell) == Some(beyond));
                if nearer {
                    best = Some((i, cell));
                }
            }
            _ => {}
        }
    }
    best.map(|(i, _)| i)
}

/// The place of a value in a line that is sorted, numbers before text before booleans; or else of the neighbour at
/// that side.
pub(super) fn halving(
    line: &Line<'_, '_>,
    needle: &Value,
    falling: bool,
    side: Option<Ordering>,
) -> Option<usize> {
    let (mut start, mut end) = (0, line.len);
    while start < end {
        let middle = start.midpoint(end);
        let cell = line.at(middle);
        let found = order(&cell, needle).unwrap_or_else(|| rank(&cell).cmp(&rank(needle)));
        match if falling { found.reverse() } else { found } {
            Ordering::Equal => return Some(middle),
            Ordering::Less => start = middle + 1,
            Ordering::Greater => end = middle,
        }
    }
    match (side?, falling) {
        (Ordering::Less, false) | (Ordering::Greater, true) => start.checked_sub(1),
        _ => (start < line.len).then_some(start),
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Number(_) => 0,
        Value::Text(_) => 1,
        Value::Bool(_) => 2,
        Value::Empty | Value::Error(_) => 3,
    }
}
