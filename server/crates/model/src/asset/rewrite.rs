//! New blocks and manifests from old ones, in which some cells are others.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Block, BlockColumn, BlockEntry, BlockValue, Hash, LineRun, MAX_BLOCK_ROWS, Manifest};
use crate::{
    content::Content,
    id::{CellId, LineId, RUN_SPAN},
};

/// What a cell of the base is to be; `None` leaves it as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CellWrite {
    /// What it holds. Formulas come without a cached result.
    pub content: Option<Content>,
    /// Its place in the style table.
    pub style: Option<u32>,
}

/// One cell while its block is made.
#[derive(Clone, Default)]
struct Cell {
    value: BlockValue,
    formula: Option<Vec<String>>,
    style: u32,
}

impl Block {
    /// An empty block of some rows.
    pub fn empty(rows: Vec<LineRun>) -> Self {
        Self {
            v: 1,
            rows,
            cols: vec![],
            formulas: vec![],
        }
    }

    /// This block with some of its cells written over. Cells of other rows are passed over.
    #[must_use]
    pub fn rewritten<'a>(&self, writes: impl IntoIterator<Item = (CellId, &'a CellWrite)>) -> Self {
        let count = self.row_count() as usize;
        let mut columns: BTreeMap<u64, Vec<Cell>> = BTreeMap::new();
        for column in &self.cols {
            columns.insert(column.id, self.opened(column, count));
        }
        for (cell, write) in writes {
            let Some(offset) = self.offset_of(cell.row) else {
                continue;
            };
            let column = columns.entry(cell.col.0);
            let column = column.or_insert_with(|| vec![Cell::default(); count]);
            let Some(there) = column.get_mut(offset as usize) else {
                continue;
            };
            match &write.content {
                None => {}
                Some(Content::Value(value)) => {
                    there.value = value.into();
                    there.formula = None;
                }
                Some(Content::Formula(formula)) => {
                    there.value = BlockValue::Null;
                    there.formula = Some(formula.to_parts());
                }
            }
            there.style = write.style.unwrap_or(there.style);
        }
        let mut made = Self::empty(self.rows.clone());
        let mut known: HashMap<Vec<String>, u32> = HashMap::new();
        for (id, cells) in columns {
            let column = made.closed(id, cells, &mut known);
            if !column.v.is_empty() || !column.s.is_empty() {
                made.cols.push(column);
            }
        }
        made
    }

    fn opened(&self, column: &BlockColumn, count: usize) -> Vec<Cell> {
        let mut cells = vec![Cell::default(); count];
        let mut from = 0;
        for (style, length) in &column.s {
            let end = (from + usize::from(*length)).min(count);
            for cell in &mut cells[from..end] {
                cell.style = *style;
            }
            from = end;
        }
        for (i, value) in column.v.iter().enumerate() {
            let offset = column.at.as_ref().map_or(i, |at| usize::from(at[i]));
            if let Some(cell) = cells.get_mut(offset) {
                cell.value = value.clone();
                let formula = column
                    .formula(i)
                    .and_then(|n| self.formulas.get(n as usize));
                cell.formula = formula.cloned();
            }
        }
        cells
    }

    fn closed(
        &mut self,
        id: u64,
        cells: Vec<Cell>,
        known: &mut HashMap<Vec<String>, u32>,
    ) -> BlockColumn {
        let mut column = BlockColumn {
            id,
            ..BlockColumn::default()
        };
        let mut at: Vec<u16> = vec![];
        for (offset, cell) in (0_u16..).zip(cells) {
            match column.s.last_mut() {
                Some((style, length)) if *style == cell.style => *length += 1,
                _ => column.s.push((cell.style, 1)),
            }
            if cell.formula.is_none() && cell.value == BlockValue::Null {
                continue;
            }
            if let (Some(parts), Ok(i)) = (cell.formula, u16::try_from(column.v.len())) {
                let next = u32::try_from(self.formulas.len()).unwrap_or(u32::MAX);
                let n = *known.entry(parts).or_insert_with_key(|parts| {
                    self.formulas.push(parts.clone());
                    next
                });
                column.f.push((i, n));
            }
            column.v.push(cell.value);
            at.push(offset);
        }
        while column.s.last().is_some_and(|(style, _)| *style == 0) {
            column.s.pop();
        }
        let dense = (0_u16..).zip(&at).all(|(i, offset)| i == *offset);
        column.at = (!dense).then_some(at);
        column
    }

    /// Cells that hold something, and formulas among them.
    pub fn counts(&self) -> (u32, u32) {
        let cells = self.cells();
        cells.fold((0, 0), |(all, formulas), cell| {
            (all + 1, formulas + u32::from(cell.formula.is_some()))
        })
    }
}

/// Rows that no block holds, in the runs of blocks that could: of neighbours, not more than a block takes.
pub fn new_rows(rows: &BTreeSet<LineId>) -> Vec<Vec<LineRun>> {
    let mut blocks: Vec<(u64, Vec<LineRun>)> = vec![];
    for row in rows {
        let part = row.0 / u64::from(MAX_BLOCK_ROWS);
        match blocks.last_mut().filter(|(last, _)| *last == part) {
            Some((_, runs)) => match runs.last_mut() {
                Some((first, count)) if *first + u64::from(*count) == row.0 => *count += 1,
                _ => runs.push((row.0, 1)),
            },
            None => blocks.push((part, vec![(row.0, 1)])),
        }
    }
    blocks.into_iter().map(|(_, runs)| runs).collect()
}

impl Default for Manifest {
    /// The manifest of a sheet that has no base.
    fn default() -> Self {
        Self {
            v: 1,
            rows: 0,
            cols: 0,
            row_height: 24.0,
            col_width: 84.0,
            blocks: vec![],
            columns: vec![],
            heights: vec![],
            merges: vec![],
        }
    }
}

impl Manifest {
    /// Puts a block where one of its rows was, or where it belongs.
    pub fn put(&mut self, place: Option<usize>, block: &Block, hash: Hash) {
        let (cells, formulas) = block.counts();
        let entry = BlockEntry {
            rows: block.rows.clone(),
            hash: hash.to_string(),
            cells,
            formulas,
        };
        match place.and_then(|place| self.blocks.get_mut(place)) {
            Some(there) => *there = entry,
            None => self.blocks.push(entry),
        }
        let rows = block.rows.iter().filter(|run| run.0 < RUN_SPAN);
        let end = |run: &LineRun| {
            u32::try_from(run.0)
                .unwrap_or(u32::MAX)
                .saturating_add(run.1)
        };
        self.rows = rows.map(end).fold(self.rows, u32::max);
        let cols = block.cols.iter().filter(|col| col.id < RUN_SPAN);
        let end = |id: u64| u32::try_from(id).unwrap_or(u32::MAX).saturating_add(1);
        self.cols = cols.map(|col| end(col.id)).fold(self.cols, u32::max);
    }

    /// Puts the blocks in the order of their rows.
    pub fn sort(&mut self) {
        let first = |entry: &BlockEntry| entry.rows.first().map_or(0, |run| run.0);
        self.blocks.sort_by_key(first);
    }
}

/// Whether a cell can lie in a base: lines that were inserted stay in the overlay.
pub fn takes(cell: CellId) -> bool {
    cell.row.0 < RUN_SPAN && cell.col.0 < RUN_SPAN
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use serde_json::json;

    use super::*;
    use crate::content::Value;

    fn write(content: &serde_json::Value, style: Option<u32>) -> CellWrite {
        CellWrite {
            content: Some(Content::from_json(content).unwrap()),
            style,
        }
    }

    #[test]
    fn cells_are_written_over_and_the_others_stay() {
        let block: Block = serde_json::from_value(json!({
            "v": 1, "rows": [[0, 4]],
            "cols": [
                {"id": 0, "v": [1, 2, "x"], "f": [[1, 0]], "s": [[3, 2]]},
                {"id": 2, "at": [3], "v": [true]},
            ],
            "formulas": [["=", "\u{FFFC}*2", "0,0"]],
        }))
        .unwrap();
        let writes = [
            (CellId::new(0, 0), write(&json!(null), None)),
            (
                CellId::new(2, 0),
                write(&json!(["=", "\u{FFFC}*2", "0,0"]), Some(5)),
            ),
            (CellId::new(3, 1), write(&json!("new"), None)),
            (CellId::new(3, 2), write(&json!(null), None)),
            (CellId::new(9, 9), write(&json!("elsewhere"), None)),
        ];
        let made = block.rewritten(writes.iter().map(|(cell, write)| (*cell, write)));
        made.check().unwrap();
        assert_eq!(
            serde_json::to_value(&made).unwrap(),
            json!({
                "v": 1, "rows": [[0, 4]],
                "cols": [
                    {"id": 0, "at": [1, 2], "v": [2, null], "f": [[0, 0], [1, 0]], "s": [[3, 2], [5, 1]]},
                    {"id": 1, "at": [3], "v": ["new"]},
                ],
                "formulas": [["=", "\u{FFFC}*2", "0,0"]],
            })
        );
        assert_eq!(made.counts(), (3, 2));
        let same = made.rewritten([]);
        assert_eq!(same, made);
    }

    #[test]
    fn new_rows_come_in_blocks_and_a_manifest_knows_how_far_they_reach() {
        let rows: BTreeSet<LineId> = (250..600).chain([700]).map(LineId).collect();
        let runs = new_rows(&rows);
        assert_eq!(
            runs,
            [vec![(250, 6)], vec![(256, 256)], vec![(512, 88), (700, 1)]]
        );
        let mut manifest = Manifest::default();
        let value = CellWrite {
            content: Some(Content::Value(Value::Bool(true))),
            style: None,
        };
        for rows in runs.into_iter().rev() {
            let cell = CellId {
                row: LineId(rows[0].0),
                col: LineId(4),
            };
            let block = Block::empty(rows).rewritten([(cell, &value)]);
            manifest.put(None, &block, Hash([7; 32]));
        }
        manifest.sort();
        manifest.check().unwrap();
        assert_eq!((manifest.rows, manifest.cols), (701, 5));
        assert_eq!(manifest.blocks[0].rows, [(250, 6)]);
        assert_eq!(manifest.places().of(LineId(700)), Some(2));
    }
}
