//! Arrays that fill more than the cell of their formula.
//!
//! The array of an ordinary formula spills: its cells must be free, or the formula shows `#SPILL!` and looks again
//! when what is in the way has gone. An array formula of a file fills the range that it was entered for, whatever
//! stands there, except what somebody has typed since. Where two arrays want a cell, the formula further up, or
//! further left in the same row, has it.

use daylight_model::{ErrorCode, FormulaKind, Value};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    engine::Engine,
    evaluate::{Outcome, array::Array, shown},
    reference::{Cell, Rect},
    storage::Scalar,
};

/// What one formula has written beside itself.
struct Spill {
    rows: u32,
    cols: u32,
    /// Cells beside its own, with what the base has there.
    cells: Vec<(Cell, Value)>,
}

/// What all formulas have written beside themselves.
#[derive(Default)]
pub(crate) struct Spills {
    spills: FxHashMap<Cell, Spill>,
    /// Cell → the cell of the formula that wrote it.
    owners: FxHashMap<Cell, Cell>,
}

impl Spills {
    /// The size of the array that a formula spilled, its own cell included.
    pub(crate) fn size(&self, anchor: Cell) -> Option<(u32, u32)> {
        self.spills.get(&anchor).map(|s| (s.rows, s.cols))
    }

    /// The cell of the formula that wrote a cell beside itself.
    pub(crate) fn owner(&self, cell: Cell) -> Option<Cell> {
        if self.owners.is_empty() {
            return None;
        }
        self.owners.get(&cell).copied()
    }

    /// The cells that a formula wrote beside its own.
    pub(crate) fn cells(&self, anchor: Cell) -> impl Iterator<Item = Cell> + '_ {
        let spill = if self.spills.is_empty() {
            None
        } else {
            self.spills.get(&anchor)
        };
        spill
            .into_iter()
            .flat_map(|s| s.cells.iter().map(|(cell, _)| *cell))
    }

    /// All cells that are spilled into.
    pub(crate) fn owned(&self) -> impl ExactSizeIterator<Item = Cell> + '_ {
        self.owners.keys().copied()
    }

    /// All cells whose formulas have spilled.
    pub(crate) fn anchors(&self) -> impl Iterator<Item = Cell> + '_ {
        self.spills.keys().copied()
    }

    /// What the base has in a cell that is spilled into.
    fn under(&self, cell: Cell) -> Option<&Value> {
        let spill = self.spills.get(self.owners.get(&cell)?)?;
        let found = spill.cells.iter().find(|(at, _)| *at == cell);
        found.map(|(_, value)| value)
    }
}

/// Why an array could not be laid out: the cell in the way, or none when the sheet ends.
struct Blocked(Option<Cell>);

impl Engine {
    /// Writes what a formula came to; true when anything changed.
    pub(crate) fn lay_out(
        &mut self,
        at: Cell,
        kind: FormulaKind,
        outcome: Outcome,
    ) -> (Value, bool) {
        let Outcome { value, array } = outcome;
        self.blocked.remove(&at);
        let area = match (kind, &array) {
            (FormulaKind::Array, _) => self.filled(at),
            (FormulaKind::Ordinary, Some(array)) => self.book.position(at).map(|(row, col)| Rect {
                row1: row,
                col1: col,
                row2: row.saturating_add(array.rows() - 1),
                col2: col.saturating_add(array.cols() - 1),
            }),
            _ => None,
        };
        let single = |r: &Rect| r.row1 == r.row2 && r.col1 == r.col2;
        let Some(rect) = area.filter(|r| !single(r)) else {
            return (value, self.unspill(at, false));
        };
        let array = array.unwrap_or_else(|| Array::single(value.clone()));
        let fixed = kind == FormulaKind::Array;
        match self.free(at, rect, fixed) {
            Ok(cells) => {
                let changed = self.spill(at, rect, &array, cells);
                (value, changed)
            }
            Err(Blocked(by)) => {
                self.blocked.insert(at, by);
                (Value::Error(ErrorCode::Spill), self.unspill(at, false))
            }
        }
    }

    /// The range that an array formula was entered for, with its own cell first.
    fn filled(&self, at: Cell) -> Option<Rect> {
        let node = &self.graph.nodes[self.formula_at(at)? as usize];
        let rect = self.book.rect(&node.refs.last()?.area)?;
        (self.book.position(at)? == (rect.row1, rect.col1)).then_some(rect)
    }

    /// The cells of a rectangle beside the first, when they are free.
    fn free(
        &mut self,
        at: Cell,
        rect: Rect,
        fixed: bool,
    ) -> Result<Vec<(Cell, u32, u32)>, Blocked> {
        let place = self.book.position(at);
        let (mut cells, mut evicted) = (vec![], vec![]);
        for row in rect.row1..=rect.row2 {
            for col in rect.col1..=rect.col2 {
                let Some(cell) = self.book.cell_at(at.sheet, (row, col)) else {
                    return Err(Blocked(None));
                };
                if cell == at {
                    continue;
                }
                match self.book.spills.owner(cell) {
                    Some(owner) if owner == at => {}
                    // The one further up has it.
                    Some(owner) if self.book.position(owner) < place => {
                        return Err(Blocked(Some(cell)));
                    }
                    Some(owner) => evicted.push(owner),
                    None => {
                        let typed = self.formula_at(cell).is_some() || self.is_typed(cell);
                        if fixed && typed {
                            continue;
                        }
                        if typed || (!fixed && self.book.scalar(cell) != Scalar::Empty) {
                            return Err(Blocked(Some(cell)));
                        }
                    }
                }
                cells.push((cell, row - rect.row1, col - rect.col1));
            }
        }
        for owner in evicted {
            if self.unspill(owner, true)
                && let Some(id) = self.formula_at(owner)
            {
                self.soil(id);
            }
        }
        Ok(cells)
    }

    /// Whether somebody has typed something into a cell that is not spilled into.
    fn is_typed(&self, cell: Cell) -> bool {
        self.edits.contains_key(&cell) && self.book.scalar(cell) != Scalar::Empty
    }

    /// Writes an array beside its formula; true when a cell changed.
    fn spill(&mut self, at: Cell, rect: Rect, array: &Array, cells: Vec<(Cell, u32, u32)>) -> bool {
        let former = self.book.spills.spills.remove(&at);
        let mut former: FxHashMap<Cell, Value> =
            former.map_or_else(FxHashMap::default, |f| f.cells.into_iter().collect());
        let mut changed = false;
        let mut kept = Vec::with_capacity(cells.len());
        for (cell, row, col) in cells {
            let value = array.spread(row, col).cloned();
            let value = shown(value.unwrap_or(Value::Error(ErrorCode::Na)));
            let known = former.remove(&cell);
            let is_new = known.is_none();
            let under = known.unwrap_or_else(|| self.book.value(cell));
            if self.write(cell, &value) {
                changed = true;
                self.spilled.insert(cell);
                if is_new {
                    self.touched.push(cell);
                }
            } else if is_new {
                self.spilled.insert(cell);
            }
            self.book.spills.owners.insert(cell, at);
            kept.push((cell, under));
        }
        for (cell, under) in former {
            changed |= self.release(cell, &under, false);
        }
        let spill = Spill {
            rows: rect.row2 - rect.row1 + 1,
            cols: rect.col2 - rect.col1 + 1,
            cells: kept,
        };
        self.book.spills.spills.insert(at, spill);
        changed
    }

    /// Gives a cell back what the base has there.
    fn release(&mut self, cell: Cell, under: &Value, touch: bool) -> bool {
        self.book.spills.owners.remove(&cell);
        self.spilled.insert(cell);
        let changed = self.write(cell, under);
        if changed && touch {
            self.touched.push(cell);
        }
        changed
    }

    /// Takes back what a formula wrote beside itself; true when a cell changed. `touch`: what depends on those cells is
    /// not told otherwise.
    pub(crate) fn unspill(&mut self, at: Cell, touch: bool) -> bool {
        if self.book.spills.spills.is_empty() {
            return false;
        }
        let Some(spill) = self.book.spills.spills.remove(&at) else {
            return false;
        };
        let mut changed = false;
        for (cell, under) in spill.cells {
            changed |= self.release(cell, &under, touch);
        }
        changed
    }

    /// What the base has in a cell that is spilled into.
    pub(crate) fn under_spill(&self, cell: Cell) -> Option<Value> {
        self.book.spills.under(cell).cloned()
    }

    /// Takes a cell out of the array that was spilled into it, which then has to find out where it fits.
    pub(crate) fn cut_out(&mut self, cell: Cell) {
        let Some(owner) = self.book.spills.owner(cell) else {
            return;
        };
        self.unspill(owner, true);
        if let Some(id) = self.formula_at(owner) {
            self.soil(id);
        }
    }

    /// Marks formulas whose array found something in its way that has gone. True when there are any.
    pub(crate) fn unblock(&mut self) -> bool {
        let gone = |by: &Option<Cell>| {
            by.is_some_and(|cell| {
                self.book.spills.owner(cell).is_none()
                    && self.book.scalar(cell) == Scalar::Empty
                    && self.formula_at(cell).is_none()
                    || self.book.position(cell).is_none()
            })
        };
        let freed: FxHashSet<Cell> = self
            .blocked
            .iter()
            .filter(|(_, by)| gone(by))
            .map(|(at, _)| *at)
            .collect();
        for at in &freed {
            self.blocked.remove(at);
            if let Some(id) = self.formula_at(*at) {
                self.soil(id);
            }
        }
        !freed.is_empty()
    }
}
