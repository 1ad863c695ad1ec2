//! Cells in, blocks and a manifest out (FORMAT.md §5).

use std::sync::Arc;

use daylight_model::{
    Block, BlockColumn, BlockEntry, Hash, Manifest,
    asset::BlockValue,
    id::{MAX_COLS, MAX_ROWS},
};

use crate::{
    error::{ImportError, Quantity},
    job::{Job, within},
    lines::Lines,
    report::{Ledger, Loss},
};

const BLOCK_ROWS: u32 = 256;
/// Most UTF-16 units of a text in a cell.
pub(crate) const TEXT_UNITS: usize = 32_767;

/// Builds one sheet. Cells of one block of rows must come before those of the next; within it any order goes.
pub(crate) struct SheetBuilder {
    /// Path of the part that is being read, for errors.
    part: String,
    open: OpenBlock,
    blocks: Vec<BlockEntry>,
    /// Blocks kept open because rows do not come in order.
    held: Option<Vec<OpenBlock>>,
    used_rows: u32,
    used_cols: u32,
    pub(crate) columns: Lines,
    pub(crate) rows: Lines,
    pub(crate) merges: Vec<(u64, u64, u64, u64)>,
    pub(crate) row_height: f64,
    pub(crate) col_width: f64,
    pub(crate) ledger: Ledger,
    pub(crate) cells: u64,
    pub(crate) formulas: u64,
}

/// A cell as read.
#[derive(Debug)]
pub(crate) struct NewCell {
    pub(crate) row: u32,
    pub(crate) col: u32,
    pub(crate) value: BlockValue,
    /// Stored form, `[tag, template, ref…]`.
    pub(crate) formula: Option<Vec<String>>,
    pub(crate) style: u32,
}

/// Rows do not come in order.
#[derive(Debug)]
pub(crate) enum Misplaced {
    /// Start over with [`SheetBuilder::holding`].
    OutOfOrder,
    /// The import fails.
    Failed(ImportError),
}

impl From<ImportError> for Misplaced {
    fn from(e: ImportError) -> Self {
        Self::Failed(e)
    }
}

#[derive(Default)]
struct OpenBlock {
    /// Number of the block: its first row / 256.
    number: u32,
    /// Column → place in `columns` + 1.
    places: Vec<u32>,
    columns: Vec<OpenColumn>,
    formulas: Vec<Vec<String>>,
}

#[derive(Default)]
struct OpenColumn {
    id: u32,
    at: Vec<u16>,
    v: Vec<BlockValue>,
    /// Place in `v` and in the block's formulas.
    f: Vec<(u16, u32)>,
    /// Row offset and style, for rows that have one.
    styles: Vec<(u16, u32)>,
}

impl SheetBuilder {
    pub(crate) fn new(part: &str) -> Self {
        Self {
            part: part.to_owned(),
            open: OpenBlock::default(),
            blocks: Vec::new(),
            held: None,
            used_rows: 0,
            used_cols: 0,
            columns: Lines::default(),
            rows: Lines::default(),
            merges: Vec::new(),
            row_height: 20.0,
            col_width: 64.0,
            ledger: Ledger::default(),
            cells: 0,
            formulas: 0,
        }
    }

    /// A builder that takes rows in any order, at the price of memory.
    pub(crate) fn holding(part: &str) -> Self {
        Self {
            held: Some(Vec::new()),
            ..Self::new(part)
        }
    }

    /// Path of the part that is being read.
    pub(crate) fn part(&self) -> &str {
        &self.part
    }

    /// Adds a cell.
    pub(crate) fn put(&mut self, job: &mut Job<'_>, cell: NewCell) -> Result<(), Misplaced> {
        job.cell(&self.part)?;
        if cell.row >= MAX_ROWS || cell.col >= MAX_COLS {
            return Err(Misplaced::Failed(ImportError::BeyondSheet {
                part: self.part.clone(),
                cell: daylight_model::a1::cell_name(cell.row, cell.col),
            }));
        }
        let number = cell.row / BLOCK_ROWS;
        if number != self.open.number {
            self.turn_to(job, number)?;
        }
        let filled = cell.formula.is_some() || cell.value != BlockValue::Null;
        if !filled && cell.style == 0 {
            return Ok(());
        }
        if let BlockValue::Text(text) = &cell.value {
            job.text(text.len(), &self.part)?;
        }
        if let Some(parts) = &cell.formula {
            job.formula(parts.iter().map(String::len).sum(), &self.part)?;
        }
        if filled {
            self.used_rows = self.used_rows.max(cell.row + 1);
            self.used_cols = self.used_cols.max(cell.col + 1);
        }
        self.open.put(cell);
        Ok(())
    }

    fn turn_to(&mut self, job: &mut Job<'_>, number: u32) -> Result<(), Misplaced> {
        let next = OpenBlock {
            number,
            ..OpenBlock::default()
        };
        if let Some(held) = &mut self.held {
            let known = held.binary_search_by_key(&number, |b| b.number);
            let next = known.map_or(next, |i| held.remove(i));
            let closed = std::mem::replace(&mut self.open, next);
            let at = held.partition_point(|b| b.number < closed.number);
            held.insert(at, closed);
        } else {
            if number < self.open.number {
                return Err(Misplaced::OutOfOrder);
            }
            let mut next = next;
            next.places = std::mem::take(&mut self.open.places);
            let closed = std::mem::replace(&mut self.open, next);
            self.close(job, closed)?;
        }
        job.progress();
        Ok(())
    }

    fn close(&mut self, job: &mut Job<'_>, block: OpenBlock) -> Result<(), ImportError> {
        let columns = &block.columns;
        self.open.forget(columns);
        if block.columns.is_empty() {
            return Ok(());
        }
        let first = u64::from(block.number * BLOCK_ROWS);
        let packed = block.pack(first, &mut self.ledger);
        let cells = packed.cells().count();
        let formulas = packed.cells().filter(|c| c.formula.is_some()).count();
        self.cells += cells as u64;
        self.formulas += formulas as u64;
        let hash = job.asset(&packed)?;
        self.blocks.push(BlockEntry {
            rows: packed.rows,
            hash: hash.to_string(),
            cells: u32::try_from(cells).unwrap_or(u32::MAX),
            formulas: u32::try_from(formulas).unwrap_or(u32::MAX),
        });
        Ok(())
    }

    /// Adds a merged area, corners included.
    pub(crate) fn merge(
        &mut self,
        job: &Job<'_>,
        (r1, c1): (u32, u32),
        (r2, c2): (u32, u32),
    ) -> Result<(), ImportError> {
        let fits = r1 <= r2 && c1 <= c2 && r2 < MAX_ROWS && c2 < MAX_COLS;
        if !fits || (r1, c1) == (r2, c2) {
            return Ok(());
        }
        within(
            self.merges.len() as u64 + 1,
            job.limits.merges,
            Quantity::Merges,
            &self.part,
        )?;
        self.merges
            .push((r1.into(), c1.into(), r2.into(), c2.into()));
        Ok(())
    }

    /// The used extent so far: one past the last non-empty row and column.
    pub(crate) fn extent(&self) -> (u32, u32) {
        (self.used_rows, self.used_cols)
    }

    /// Packs what is left and the manifest.
    pub(crate) fn finish(&mut self, job: &mut Job<'_>) -> Result<Hash, ImportError> {
        let last = std::mem::take(&mut self.open);
        if let Some(mut held) = self.held.take() {
            let at = held.partition_point(|b| b.number < last.number);
            held.insert(at, last);
            for block in held {
                self.close(job, block)?;
            }
        } else {
            self.close(job, last)?;
        }
        let most = usize::try_from(job.limits.line_runs).unwrap_or(usize::MAX);
        for lines in [&mut self.columns, &mut self.rows] {
            let dropped = lines.shorten(most);
            self.ledger.add(Loss::LineSizes, dropped, || None);
        }
        self.merges.sort_unstable();
        self.merges.dedup();
        job.asset(&Manifest {
            v: 1,
            rows: self.used_rows,
            cols: self.used_cols,
            row_height: self.row_height,
            col_width: self.col_width,
            blocks: std::mem::take(&mut self.blocks),
            columns: self.columns.runs(),
            heights: self.rows.runs(),
            merges: std::mem::take(&mut self.merges),
        })
    }
}

impl OpenBlock {
    fn put(&mut self, cell: NewCell) {
        let place = cell.col as usize;
        if self.places.len() <= place {
            self.places.resize(place + 1, 0);
        }
        if self.places[place] == 0 {
            self.columns.push(OpenColumn {
                id: cell.col,
                ..OpenColumn::default()
            });
            self.places[place] = u32::try_from(self.columns.len()).unwrap_or(u32::MAX);
        }
        let column = &mut self.columns[self.places[place] as usize - 1];
        let offset = (cell.row % BLOCK_ROWS) as u16;
        if cell.style != 0 {
            column.styles.push((offset, cell.style));
        }
        if let Some(parts) = cell.formula {
            let at = u16::try_from(column.v.len()).unwrap_or(u16::MAX);
            column
                .f
                .push((at, u32::try_from(self.formulas.len()).unwrap_or(u32::MAX)));
            self.formulas.push(parts);
        } else if cell.value == BlockValue::Null {
            return;
        }
        column.at.push(offset);
        column.v.push(cell.value);
    }

    /// Clears the places of columns, so that the table can serve the next block.
    fn forget(&mut self, columns: &[OpenColumn]) {
        for column in columns {
            if let Some(place) = self.places.get_mut(column.id as usize) {
                *place = 0;
            }
        }
    }

    fn pack(mut self, first: u64, ledger: &mut Ledger) -> Block {
        self.columns.sort_unstable_by_key(|c| c.id);
        let name = |id: u32, offset: u16| {
            let row = u32::try_from(first).unwrap_or(0) + u32::from(offset);
            Some(daylight_model::a1::cell_name(row, id))
        };
        let mut cols = Vec::with_capacity(self.columns.len());
        for mut column in self.columns {
            let twice = column.sort();
            if let Some(&offset) = twice.first() {
                ledger.add(Loss::Duplicates, twice.len() as u64, || {
                    name(column.id, offset)
                });
            }
            cols.push(column.pack());
        }
        let mut block = Block {
            v: 1,
            rows: vec![(first, BLOCK_ROWS)],
            cols,
            formulas: self.formulas,
        };
        drop_unused_formulas(&mut block);
        block
    }
}

/// Formulas of cells that were overwritten by a duplicate are not kept.
fn drop_unused_formulas(block: &mut Block) {
    let used: usize = block.cols.iter().map(|c| c.f.len()).sum();
    if used == block.formulas.len() {
        return;
    }
    let mut old = std::mem::take(&mut block.formulas);
    for (_, index) in block.cols.iter_mut().flat_map(|c| c.f.iter_mut()) {
        let parts = old
            .get_mut(*index as usize)
            .map(std::mem::take)
            .unwrap_or_default();
        *index = u32::try_from(block.formulas.len()).unwrap_or(u32::MAX);
        block.formulas.push(parts);
    }
}

impl OpenColumn {
    /// Puts the cells in order of rows; of cells at the same place the last one stays. Returns the places that
    /// were there twice.
    fn sort(&mut self) -> Vec<u16> {
        if !self.styles.is_sorted_by(|a, b| a.0 < b.0) {
            self.styles.sort_by_key(|s| s.0);
            self.styles.reverse();
            self.styles.dedup_by_key(|s| s.0);
            self.styles.reverse();
        }
        if self.at.is_sorted_by(|a, b| a < b) {
            return Vec::new();
        }
        let formulas: rustc_hash::FxHashMap<u16, u32> = self.f.drain(..).collect();
        let mut order: Vec<usize> = (0..self.at.len()).collect();
        order.sort_by_key(|&i| self.at[i]);
        let mut twice = Vec::new();
        let (mut at, mut v) = (Vec::new(), Vec::new());
        for (n, &i) in order.iter().enumerate() {
            if order.get(n + 1).is_some_and(|&j| self.at[j] == self.at[i]) {
                twice.push(self.at[i]);
                continue;
            }
            let place = u16::try_from(at.len()).unwrap_or(u16::MAX);
            if let Some(&formula) = u16::try_from(i).ok().and_then(|i| formulas.get(&i)) {
                self.f.push((place, formula));
            }
            at.push(self.at[i]);
            v.push(std::mem::take(&mut self.v[i]));
        }
        self.at = at;
        self.v = v;
        twice
    }

    fn pack(self) -> BlockColumn {
        let dense = self.at.iter().enumerate().all(|(i, &at)| i == at as usize);
        BlockColumn {
            id: self.id.into(),
            at: (!dense).then_some(self.at),
            v: self.v,
            f: self.f,
            s: style_runs(&self.styles),
        }
    }
}

/// `(style, run length)` from offset 0 on; the last run of style 0 is left out.
fn style_runs(styles: &[(u16, u32)]) -> Vec<(u32, u16)> {
    let mut runs: Vec<(u32, u16)> = Vec::new();
    let mut next = 0;
    for &(offset, style) in styles {
        if offset > next {
            runs.push((0, offset - next));
        }
        match runs.last_mut() {
            Some((last, length)) if *last == style && offset == next => *length += 1,
            _ => runs.push((style, 1)),
        }
        next = offset + 1;
    }
    runs
}

/// A text as a cell may hold it; true when its end was cut off.
pub(crate) fn fitting(text: &str) -> (Arc<str>, bool) {
    if text.len() <= TEXT_UNITS {
        return (text.into(), false);
    }
    let mut units = 0;
    for (i, c) in text.char_indices() {
        units += c.len_utf16();
        if units > TEXT_UNITS {
            return (text[..i].into(), true);
        }
    }
    (text.into(), false)
}
