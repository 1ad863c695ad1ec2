//! Loading the base: blocks of imported cells with their cached results.

use std::collections::BTreeMap;

use daylight_model::{
    Block, LineId, SheetId, Value,
    asset::{BadAsset, BlockColumn, BlockValue},
    content::ContentError,
};
use rustc_hash::FxHashMap;

use crate::{
    engine::{Engine, Under},
    graph::flag,
    reference::{Cell, Ref, SheetIndex},
    storage::Scalar,
};

/// Why a block was not loaded. Nothing of it was taken.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LoadError {
    /// The block contradicts itself.
    #[error("block of sheet {sheet}: {source}")]
    Block {
        /// The sheet it was meant for.
        sheet: SheetId,
        /// What is wrong.
        source: BadAsset,
    },
    /// A formula of the block is malformed.
    #[error("block of sheet {sheet}, formula {index}: {source}")]
    Formula {
        /// The sheet it was meant for.
        sheet: SheetId,
        /// Its place among the block's formulas.
        index: u32,
        /// What is wrong.
        source: ContentError,
    },
}

/// A formula as the engine keeps it, until a cell takes its references.
type Compact = (u32, Box<[Ref]>);

/// Rows that blocks were loaded for: first slot → one past the last.
#[derive(Default)]
pub(crate) struct Loaded(FxHashMap<SheetIndex, BTreeMap<u32, u32>>);

impl Loaded {
    /// Notes rows; true when some of them were noted before.
    fn add(&mut self, sheet: SheetIndex, first: u32, count: u32) -> bool {
        let runs = self.0.entry(sheet).or_default();
        let end = first + count;
        let before = runs.range(..end).next_back();
        let overlaps = before.is_some_and(|(_, e)| *e > first);
        let known = runs.entry(first).or_insert(end);
        *known = end.max(*known);
        overlaps
    }
}

impl Engine {
    /// Loads the base cells of some rows, in the place of what was loaded for them before. Their formulas keep their
    /// cached results until an input changes, or until the next recalculation when there was one already.
    pub fn load_block(&mut self, sheet: &SheetId, block: &Block) -> Result<(), LoadError> {
        block.check().map_err(|source| LoadError::Block {
            sheet: sheet.clone(),
            source,
        })?;
        let own = self.book.intern(sheet);
        let formulas = self.block_formulas(own, sheet, block)?;
        let mut rows = vec![];
        let mut again = self.waiting.is_none();
        for (first, count) in &block.rows {
            let lines = *first..first + u64::from(*count);
            let slots = lines.map(|id| self.book.slots(own, LineId(id), LineId(0)).0);
            let start = rows.len();
            rows.extend(slots);
            again |= self.loaded.add(own, rows[start], *count);
        }
        if again {
            self.replace_rows(own, &rows, block, &formulas);
        } else {
            for column in &block.cols {
                self.load_column(own, &rows, column, &formulas);
            }
        }
        Ok(())
    }

    fn block_formulas(
        &mut self,
        own: SheetIndex,
        sheet: &SheetId,
        block: &Block,
    ) -> Result<Vec<Compact>, LoadError> {
        let mut formulas = Vec::with_capacity(block.formulas.len());
        for (index, parts) in (0..).zip(&block.formulas) {
            let formula = daylight_model::Formula::from_parts(parts.iter().map(String::as_str));
            let formula = formula.map_err(|source| LoadError::Formula {
                sheet: sheet.clone(),
                index,
                source,
            })?;
            formulas.push(self.compact(&formula, own));
        }
        Ok(formulas)
    }

    /// Loads a column of rows that were never loaded.
    fn load_column(
        &mut self,
        own: SheetIndex,
        rows: &[u32],
        column: &BlockColumn,
        formulas: &[Compact],
    ) {
        let col = self.book.slots(own, LineId(0), LineId(column.id)).1;
        if let (Some(first), Some(sheet)) = (rows.first(), self.book.sheets.get_mut(own.0 as usize))
        {
            sheet.cells.reserve(*first, col, column.v.len());
        }
        let mut with_formula = column.f.iter().peekable();
        for (i, value) in column.v.iter().enumerate() {
            let formula = with_formula
                .next_if(|f| f.0 as usize == i)
                .map(|f| &formulas[f.1 as usize]);
            if formula.is_none() && *value == BlockValue::Null {
                continue;
            }
            let offset = column.at.as_ref().map_or(i, |at| at[i] as usize);
            let at = Cell {
                sheet: own,
                row: rows[offset],
                col,
            };
            if !self.edits.is_empty()
                && let Some(under) = self.edits.get_mut(&at)
            {
                under.value = value.into();
                under.formula = formula.cloned();
                continue;
            }
            match (value, self.book.sheets.get_mut(own.0 as usize)) {
                (BlockValue::Number(n), Some(sheet)) if n.is_finite() => {
                    sheet.cells.set(at.row, at.col, Scalar::Number(*n));
                }
                _ => {
                    self.book.write(at, &value.into());
                }
            }
            if let Some((template, refs)) = formula {
                let id = self.put_formula(at, *template, refs.clone());
                if *value == BlockValue::Null {
                    self.soil(id);
                } else {
                    self.graph.nodes[id as usize].raise(flag::TRUSTED);
                }
            }
        }
    }

    /// Loads rows again: what is not in the block goes, what is in it and differs comes.
    fn replace_rows(&mut self, own: SheetIndex, rows: &[u32], block: &Block, formulas: &[Compact]) {
        let mut old: Vec<Cell> = vec![];
        if let Some(sheet) = self.book.sheet(own) {
            for row in rows {
                for col in sheet.cells.columns_in(*row, 1) {
                    old.push(Cell {
                        sheet: own,
                        row: *row,
                        col,
                    });
                }
            }
        }
        let mut new: FxHashMap<Cell, Under> = FxHashMap::default();
        for cell in block.cells() {
            let at = Cell {
                sheet: own,
                row: rows[cell.offset as usize],
                col: self.book.slots(own, LineId(0), cell.col).1,
            };
            let under = Under {
                value: cell.value.into(),
                formula: cell.formula.map(|f| formulas[f as usize].clone()),
            };
            new.insert(at, under);
        }
        let nothing = || Under {
            value: Value::Empty,
            formula: None,
        };
        for at in old {
            new.entry(at).or_insert_with(nothing);
        }
        for (at, under) in new {
            if let Some(edit) = self.edits.get_mut(&at) {
                *edit = under;
            } else if !self.has(at, &under) {
                self.uncover(at, under);
            }
        }
    }

    /// Whether a base cell is already what a block says.
    fn has(&self, at: Cell, base: &Under) -> bool {
        let node = self.formula_at(at).map(|id| &self.graph.nodes[id as usize]);
        match (node, &base.formula) {
            (None, None) => self.book.value(at) == base.value,
            (Some(node), Some((template, refs))) => {
                let cached = self
                    .cached
                    .get(&at)
                    .cloned()
                    .unwrap_or_else(|| self.book.value(at));
                node.template == *template && node.refs == *refs && cached == base.value
            }
            _ => false,
        }
    }
}
