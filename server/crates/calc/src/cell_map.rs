//! Something for some cells of a sheet, that can be asked which of them lie on given lines.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::reference::{Cell, SheetIndex};

/// Lines that are looked up one by one; with more of them everything is looked through.
const FEW: u32 = 256;

/// A number for some cells of a sheet, by [`Cell::key`].
#[derive(Default)]
pub(crate) struct CellMap {
    numbers: FxHashMap<u64, u32>,
    /// Columns that ever held one.
    cols: FxHashSet<u32>,
}

impl CellMap {
    #[inline]
    pub(crate) fn get(&self, cell: Cell) -> Option<u32> {
        self.numbers.get(&cell.key()).copied()
    }

    /// Sets a cell's number and hands back the former one.
    pub(crate) fn insert(&mut self, cell: Cell, number: u32) -> Option<u32> {
        let old = self.numbers.insert(cell.key(), number);
        if old.is_none() {
            self.cols.insert(cell.col);
        }
        old
    }

    pub(crate) fn remove(&mut self, cell: Cell) -> Option<u32> {
        self.numbers.remove(&cell.key())
    }

    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// All cells and their numbers.
    pub(crate) fn iter(&self, sheet: SheetIndex) -> impl Iterator<Item = (Cell, u32)> + '_ {
        self.numbers
            .iter()
            .map(move |(key, n)| (Cell::of_key(sheet, *key), *n))
    }

    /// The cells on any of the lines, given as `(slot, count)`.
    pub(crate) fn on_lines(
        &self,
        sheet: SheetIndex,
        rows: &[(u32, u32)],
        cols: &[(u32, u32)],
    ) -> Vec<(Cell, u32)> {
        let count = |runs: &[(u32, u32)]| runs.iter().map(|r| r.1).fold(0_u32, u32::saturating_add);
        if count(rows) == 0 && count(cols) == 0 {
            return vec![];
        }
        if count(cols) == 0 && count(rows) <= FEW {
            let mut found = vec![];
            for row in rows.iter().flat_map(|r| r.0..r.0 + r.1) {
                for col in &self.cols {
                    let cell = Cell {
                        sheet,
                        row,
                        col: *col,
                    };
                    found.extend(self.get(cell).map(|n| (cell, n)));
                }
            }
            return found;
        }
        let mut rows = rows.to_vec();
        let mut cols = cols.to_vec();
        rows.sort_unstable();
        cols.sort_unstable();
        let on = |runs: &[(u32, u32)], slot: u32| {
            let at = runs.partition_point(|r| r.0 <= slot);
            at > 0 && slot - runs[at - 1].0 < runs[at - 1].1
        };
        self.iter(sheet)
            .filter(|(cell, _)| on(&rows, cell.row) || on(&cols, cell.col))
            .collect()
    }
}
