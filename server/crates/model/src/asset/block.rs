//! Reading and checking blocks and manifests.

use std::sync::Arc;

use super::{Block, BlockColumn, BlockValue, LineRun, Manifest};
use crate::{
    content::{Content, ContentError, Formula},
    id::{LineId, MAX_RUN, RUN_SPAN},
};

/// Rows of a block at most.
pub const MAX_BLOCK_ROWS: u32 = 256;

/// What is wrong with a block or a manifest.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BadAsset {
    /// A version that this code does not know.
    #[error("version {0}, expected 1")]
    Version(u32),
    /// A run of lines that cannot be.
    #[error("impossible run of lines {0:?}")]
    Run(LineRun),
    /// More rows than a block may hold.
    #[error("{0} rows in a block")]
    Rows(u64),
    /// Something in a column contradicts the rest.
    #[error("column {col}: {what}")]
    Column {
        /// Column id.
        col: u64,
        /// What contradicts.
        what: &'static str,
    },
    /// A formula is malformed.
    #[error("formula {index}: {source}")]
    Formula {
        /// Its place in `formulas`.
        index: usize,
        /// Why.
        source: ContentError,
    },
    /// The hash of a block is malformed.
    #[error("block {index} has no valid hash")]
    BlockHash {
        /// Its place in the manifest.
        index: usize,
    },
    /// A size is negative or not finite.
    #[error("an impossible size")]
    Size,
}

/// A cell of a block that holds something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BlockCell<'a> {
    /// Offset of its row.
    pub offset: u32,
    /// Column id.
    pub col: LineId,
    /// Value, or a formula's cached result.
    pub value: &'a BlockValue,
    /// Index into `formulas`.
    pub formula: Option<u32>,
}

/// True for ids of lines that can be, as `[first, count]`.
pub fn is_run(run: LineRun) -> bool {
    let (first, count) = run;
    let id = LineId(first);
    count > 0 && id.run() <= MAX_RUN && id.offset() + u64::from(count) <= RUN_SPAN
}

impl BlockColumn {
    fn offset(&self, i: usize) -> Option<u32> {
        match &self.at {
            Some(at) => at.get(i).copied().map(u32::from),
            None => u32::try_from(i).ok(),
        }
    }

    /// Index into `v` of the cell at a row offset.
    pub fn index(&self, offset: u32) -> Option<usize> {
        match &self.at {
            Some(at) => at.binary_search(&u16::try_from(offset).ok()?).ok(),
            None => usize::try_from(offset).ok().filter(|i| *i < self.v.len()),
        }
    }

    /// Index into `formulas` of the cell at index `i` of `v`.
    pub fn formula(&self, i: usize) -> Option<u32> {
        let i = u16::try_from(i).ok()?;
        let at = self.f.binary_search_by_key(&i, |f| f.0).ok()?;
        self.f.get(at).map(|f| f.1)
    }

    /// Style at a row offset.
    pub fn style(&self, offset: u32) -> u32 {
        let mut end = 0u32;
        for (style, len) in &self.s {
            end += u32::from(*len);
            if offset < end {
                return *style;
            }
        }
        0
    }

    fn check(&self, rows: u32, formulas: usize) -> Result<(), &'static str> {
        let rows = usize::try_from(rows).unwrap_or(usize::MAX);
        if let Some(at) = &self.at {
            if at.len() != self.v.len() {
                return Err("as many offsets as values are needed");
            }
            if !at.is_sorted_by(|a, b| a < b) {
                return Err("offsets must ascend");
            }
            if at.last().is_some_and(|last| usize::from(*last) >= rows) {
                return Err("an offset beyond the block");
            }
        } else if self.v.len() > rows {
            return Err("more values than rows");
        }
        if !self.f.is_sorted_by(|a, b| a.0 < b.0) {
            return Err("formula indices must ascend");
        }
        let known = |f: &(u16, u32)| usize::from(f.0) < self.v.len() && (f.1 as usize) < formulas;
        if !self.f.iter().all(known) {
            return Err("a formula beyond the block");
        }
        if self.s.iter().map(|s| usize::from(s.1)).sum::<usize>() > rows {
            return Err("more styles than rows");
        }
        let finite = |v: &BlockValue| !matches!(v, BlockValue::Number(n) if !n.is_finite());
        if !self.v.iter().all(finite) {
            return Err("a number that is not finite");
        }
        Ok(())
    }
}

impl Block {
    /// Rows that it covers.
    pub fn row_count(&self) -> u32 {
        self.rows.iter().map(|r| r.1).sum()
    }

    /// The row at an offset.
    pub fn row_at(&self, offset: u32) -> Option<LineId> {
        let mut left = offset;
        for (first, count) in &self.rows {
            if left < *count {
                return Some(LineId(first + u64::from(left)));
            }
            left -= count;
        }
        None
    }

    /// The offset of a row.
    pub fn offset_of(&self, row: LineId) -> Option<u32> {
        let mut before = 0;
        for (first, count) in &self.rows {
            if let Some(n) = row.0.checked_sub(*first)
                && n < u64::from(*count)
            {
                return Some(before + u32::try_from(n).ok()?);
            }
            before += count;
        }
        None
    }

    /// The column with an id.
    pub fn column(&self, col: LineId) -> Option<&BlockColumn> {
        let at = self.cols.binary_search_by_key(&col.0, |c| c.id).ok()?;
        self.cols.get(at)
    }

    /// The cell at a row offset and a column, when it holds something.
    pub fn get(&self, offset: u32, col: LineId) -> Option<BlockCell<'_>> {
        let column = self.column(col)?;
        let i = column.index(offset)?;
        let formula = column.formula(i);
        let value = column.v.get(i)?;
        (formula.is_some() || *value != BlockValue::Null).then_some(BlockCell {
            offset,
            col,
            value,
            formula,
        })
    }

    /// What the cell at a row offset and a column holds; `None` for nothing. A formula that cannot be read is an error.
    pub fn content(&self, offset: u32, col: LineId) -> Option<Result<Content, ContentError>> {
        let cell = self.get(offset, col)?;
        Some(match cell.formula {
            Some(index) => self.formula(index)?.map(|f| Content::Formula(Arc::new(f))),
            None => Ok(Content::Value(cell.value.into())),
        })
    }

    /// All cells that hold something, column by column.
    pub fn cells(&self) -> impl Iterator<Item = BlockCell<'_>> {
        self.cols.iter().flat_map(|column| {
            let mut formulas = column.f.iter().peekable();
            column.v.iter().enumerate().filter_map(move |(i, value)| {
                let formula = formulas.next_if(|f| usize::from(f.0) == i).map(|f| f.1);
                (formula.is_some() || *value != BlockValue::Null).then_some(BlockCell {
                    offset: column.offset(i)?,
                    col: LineId(column.id),
                    value,
                    formula,
                })
            })
        })
    }

    /// The formula at an index of `formulas`.
    pub fn formula(&self, index: u32) -> Option<Result<Formula, ContentError>> {
        let parts = self.formulas.get(usize::try_from(index).ok()?)?;
        Some(Formula::from_parts(parts.iter().map(String::as_str)))
    }

    /// Checks everything that readers rely on.
    pub fn check(&self) -> Result<(), BadAsset> {
        if self.v != 1 {
            return Err(BadAsset::Version(self.v));
        }
        check_runs(&self.rows)?;
        let rows: u64 = self.rows.iter().map(|r| u64::from(r.1)).sum();
        if rows > u64::from(MAX_BLOCK_ROWS) {
            return Err(BadAsset::Rows(rows));
        }
        if !self.cols.is_sorted_by(|a, b| a.id < b.id) {
            let col = self.cols.first().map_or(0, |c| c.id);
            let what = "columns must ascend";
            return Err(BadAsset::Column { col, what });
        }
        for column in &self.cols {
            column
                .check(self.row_count(), self.formulas.len())
                .and_then(|()| {
                    let fits = is_run((column.id, 1));
                    fits.then_some(()).ok_or("an impossible id")
                })
                .map_err(|what| BadAsset::Column {
                    col: column.id,
                    what,
                })?;
        }
        for (index, parts) in self.formulas.iter().enumerate() {
            Formula::from_parts(parts.iter().map(String::as_str))
                .map_err(|source| BadAsset::Formula { index, source })?;
        }
        Ok(())
    }
}

fn check_runs(runs: &[LineRun]) -> Result<(), BadAsset> {
    match runs.iter().find(|r| !is_run(**r)) {
        Some(run) => Err(BadAsset::Run(*run)),
        None => Ok(()),
    }
}

impl Manifest {
    /// Checks everything that readers rely on.
    pub fn check(&self) -> Result<(), BadAsset> {
        if self.v != 1 {
            return Err(BadAsset::Version(self.v));
        }
        for (index, block) in self.blocks.iter().enumerate() {
            check_runs(&block.rows)?;
            if block.hash.parse::<super::Hash>().is_err() {
                return Err(BadAsset::BlockHash { index });
            }
        }
        let size = |s: f64| s.is_finite() && s >= 0.0;
        for (first, count, length, _, _) in self.columns.iter().chain(&self.heights) {
            check_runs(&[(*first, *count)])?;
            if !length.is_none_or(size) {
                return Err(BadAsset::Size);
            }
        }
        if !(size(self.row_height) && size(self.col_width)) {
            return Err(BadAsset::Size);
        }
        Ok(())
    }

    /// Where rows are, to ask for many of them.
    pub fn places(&self) -> RowPlaces {
        let runs = |(place, block): (usize, &super::BlockEntry)| {
            let runs = block.rows.iter();
            runs.map(move |(first, count)| (*first, *first + u64::from(*count), place))
                .collect::<Vec<_>>()
        };
        let mut places: Vec<_> = self.blocks.iter().enumerate().flat_map(runs).collect();
        places.sort_unstable();
        RowPlaces(places)
    }
}

/// Which blocks of a manifest hold which rows.
#[derive(Clone, Debug, Default)]
pub struct RowPlaces(Vec<(u64, u64, usize)>);

impl RowPlaces {
    /// The place of the block that holds a row.
    pub fn of(&self, row: LineId) -> Option<usize> {
        let after = self.0.partition_point(|(first, ..)| *first <= row.0);
        let (_, end, place) = self.0.get(after.checked_sub(1)?)?;
        (row.0 < *end).then_some(*place)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use serde_json::json;

    use super::*;

    fn block() -> Block {
        serde_json::from_value(json!({
            "v": 1, "rows": [[0, 4], [2_097_152, 2]],
            "cols": [
                {"id": 0, "v": [1, null, "x", 2.5, ["#", "#N/A"], true]},
                {"id": 3, "at": [0, 5], "v": [2, null], "f": [[1, 0]], "s": [[2, 3], [0, 3]]},
            ],
            "formulas": [["=", "\u{FFFC}*2", "11,3"]],
        }))
        .unwrap()
    }

    #[test]
    fn cells_are_found_by_offset_and_column() {
        let block = block();
        block.check().unwrap();
        assert_eq!(block.row_count(), 6);
        assert_eq!(block.row_at(5), Some(LineId(2_097_153)));
        assert_eq!(block.offset_of(LineId(2_097_152)), Some(4));
        assert_eq!(block.offset_of(LineId(4)), None);
        assert_eq!(block.get(1, LineId(0)), None);
        assert_eq!(
            block.get(2, LineId(0)).unwrap().value,
            &BlockValue::Text("x".into())
        );
        assert_eq!(block.get(5, LineId(3)).unwrap().formula, Some(0));
        assert_eq!(block.column(LineId(3)).unwrap().style(2), 2);
        assert_eq!(block.column(LineId(3)).unwrap().style(3), 0);
        let cells: Vec<_> = block.cells().map(|c| (c.offset, c.col.0)).collect();
        assert_eq!(
            cells,
            [(0, 0), (2, 0), (3, 0), (4, 0), (5, 0), (0, 3), (5, 3)]
        );
    }

    #[test]
    fn json_survives() {
        let block = block();
        let text = serde_json::to_string(&block).unwrap();
        assert!(text.contains(r##""v":[1,null,"x",2.5,["#","#N/A"],true]"##));
        assert_eq!(serde_json::from_str::<Block>(&text).unwrap(), block);
    }

    #[test]
    fn contradictions_are_refused() {
        type Break = fn(&mut Block);
        let breaks: [Break; 9] = [
            |b| b.v = 2,
            |b| b.rows[0].1 = 0,
            |b| b.rows.push((10, 300)),
            |b| b.cols[1].at = Some(vec![5, 0]),
            |b| b.cols[1].at = Some(vec![0, 6]),
            |b| b.cols[1].at = None,
            |b| b.cols[1].f = vec![(1, 1)],
            |b| b.cols.swap(0, 1),
            |b| b.formulas[0][2] = "x".into(),
        ];
        let mut passed = vec![];
        for (i, change) in breaks.iter().enumerate() {
            let mut b = block();
            change(&mut b);
            if b.check().is_ok() {
                passed.push(i);
            }
        }
        // Without offsets two values simply stand in the first two rows; the formula moves along.
        assert_eq!(passed, [5]);
    }
}
