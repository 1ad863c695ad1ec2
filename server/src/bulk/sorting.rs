//! Sorting the rows of a range: what the cells hold, look like, say and link to changes places.

use std::collections::BTreeSet;

use daylight_model::a1::Area;
use daylight_model::document::Edit;
use daylight_model::formula::{Shift, shift_formula};
use daylight_model::key::{FormatTarget, Key};
use daylight_model::workbook::Sheet;
use daylight_model::{
    CellId, Content, Document, Format, FormulaKind, Hash, LineId, Manifest, Reference, SheetId,
};
use serde_json::Value as Json;

use crate::history::Imported;

/// A range whose rows are sorted, and how.
#[derive(Debug)]
pub struct Block {
    /// Its sheet.
    pub sheet: SheetId,
    /// Hash of the sheet's manifest when the order was found.
    pub base: Option<Hash>,
    /// Visible index of the first row.
    pub top: u32,
    /// All rows of the range then, in order.
    pub rows: Vec<LineId>,
    /// Its columns, in order.
    pub cols: Vec<LineId>,
    /// Places among `rows` of those that change places: the ones that are not hidden.
    pub moving: Vec<usize>,
    /// For each of `moving`, which of them stands there afterwards.
    pub order: Vec<usize>,
}

/// What was imported into the cells of a block.
#[derive(Debug, Default)]
pub struct Base {
    /// Contents and styles.
    pub imported: Imported,
    /// The workbook's style table.
    pub styles: Option<std::sync::Arc<Vec<Format>>>,
}

impl Base {
    fn content(&self, sheet: &SheetId, cell: CellId) -> Option<Json> {
        self.imported.content(sheet, cell)
    }

    fn format(&self, sheet: &SheetId, cell: CellId) -> Format {
        let style = self.imported.style(sheet, cell) as usize;
        let styles = self.styles.as_ref();
        styles
            .and_then(|styles| styles.get(style))
            .cloned()
            .unwrap_or_default()
    }
}

/// Why a range is not sorted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SortError {
    /// Its rows or columns are others by now.
    #[error("the rows of the range have changed meanwhile")]
    Moved,
    /// A cell belongs to an array formula of several cells.
    #[error("an array formula fills several cells of the range")]
    Array(CellId),
}

/// A sorted range as edits.
#[derive(Debug)]
pub struct Sorted {
    /// What is to be written.
    pub edits: Vec<Edit>,
    /// How many rows stand elsewhere.
    pub rows: usize,
}

/// The merges of a sheet that meet an area, as it is now: the first cell of the first one.
pub fn merged(sheet: &Sheet, manifest: Option<&Manifest>, area: &Area) -> Option<CellId> {
    let based = manifest.into_iter().flat_map(|m| &m.merges);
    let based = based.map(|(r1, c1, r2, c2)| (CellId::new(*r1, *c1), CellId::new(*r2, *c2)));
    let over = sheet.merges();
    let still = based.filter(|(from, _)| !over.contains_key(from));
    let since = over.iter().filter_map(|(from, to)| Some((*from, (*to)?)));
    let meets = |from: CellId, to: CellId| {
        let rows = sheet.rows().span(from.row, to.row)?;
        let cols = sheet.cols().span(from.col, to.col)?;
        let apart =
            rows.1 < area.top || rows.0 > area.bottom || cols.1 < area.left || cols.0 > area.right;
        (!apart).then_some(())
    };
    still
        .chain(since)
        .find(|(from, to)| meets(*from, *to).is_some())
        .map(|(from, _)| from)
}

/// What it takes to sort a block in a document, provided that its lines are still those for which the order was found.
pub fn sort(block: &Block, base: &Base, document: &Document) -> Result<Sorted, SortError> {
    let sheet = document
        .workbook()
        .sheet(&block.sheet)
        .filter(|sheet| !sheet.is_deleted() && sheet.base() == block.base)
        .ok_or(SortError::Moved)?;
    let shown = |index: usize| u32::try_from(index).ok().map(|index| block.top + index);
    let same = block
        .rows
        .iter()
        .enumerate()
        .all(|(i, row)| shown(i).and_then(|at| sheet.rows().id_at(at)) == Some(*row));
    if !same {
        return Err(SortError::Moved);
    }
    let sorting = Sorting {
        block,
        base,
        document,
        sheet,
    };
    let mut sorted = Sorted {
        edits: Vec::new(),
        rows: 0,
    };
    for row in &block.moving {
        sorting.check(block.rows[*row])?;
    }
    for (place, from) in block.order.iter().enumerate() {
        if place != *from {
            sorted.rows += 1;
            sorting.carry(block.moving[*from], block.moving[place], &mut sorted.edits);
        }
    }
    Ok(sorted)
}

struct Sorting<'a> {
    block: &'a Block,
    base: &'a Base,
    document: &'a Document,
    sheet: &'a Sheet,
}

impl Sorting<'_> {
    fn content(&self, cell: CellId) -> Option<Json> {
        let key = Key::Cell(self.block.sheet.clone(), cell);
        let entry = self.document.get(key.root(), &key.to_string());
        entry.or_else(|| self.base.content(&self.block.sheet, cell))
    }

    /// An array over several cells does not come apart.
    fn check(&self, row: LineId) -> Result<(), SortError> {
        for col in &self.block.cols {
            let cell = CellId { row, col: *col };
            let content = self.content(cell).map(|json| Content::from_json(&json));
            if let Some(Ok(Content::Formula(formula))) = content
                && formula.kind == FormulaKind::Array
                && matches!(formula.refs.last(), Some(Reference::Range { .. }))
            {
                return Err(SortError::Array(cell));
            }
        }
        Ok(())
    }

    /// Writes to one row what another one has now.
    fn carry(&self, from: usize, to: usize, edits: &mut Vec<Edit>) {
        let by = i64::try_from(to).unwrap_or(0) - i64::try_from(from).unwrap_or(0);
        for col in &self.block.cols {
            let cell = |row: usize| CellId {
                row: self.block.rows[row],
                col: *col,
            };
            let (from, to) = (cell(from), cell(to));
            edits.extend(self.content_edit(from, to, by));
            edits.extend(self.format_edit(from, to));
            edits.extend(self.entry_edit(from, to, Key::Note));
            edits.extend(self.entry_edit(from, to, Key::Link));
        }
    }

    fn content_edit(&self, from: CellId, to: CellId, by: i64) -> Option<Edit> {
        let now = self.content(to).unwrap_or(Json::Null);
        let mut new = self.content(from).unwrap_or(Json::Null);
        if let Ok(Content::Formula(formula)) = Content::from_json(&new) {
            let shift = Shift { rows: by, cols: 0 };
            let book = self.document.workbook();
            let moved = shift_formula(&formula, shift, &self.block.sheet, book);
            new = Content::Formula(moved.into()).to_json();
        }
        let key = Key::Cell(self.block.sheet.clone(), to);
        (new != now).then(|| Edit::new(&key, Some(new)))
    }

    /// Makes a cell look as another one does, by its own format alone: those of rows and columns stay where they are.
    fn format_edit(&self, from: CellId, to: CellId) -> Option<Edit> {
        let own = self.sheet.cell_formats();
        let mut wanted = self.base.format(&self.block.sheet, from);
        if let Some(over) = own.get(&from) {
            wanted.put(over);
        }
        let under = self.base.format(&self.block.sheet, to);
        let properties: BTreeSet<&String> = wanted.0.keys().chain(under.0.keys()).collect();
        let mut entry = Format::default();
        for property in properties {
            let value = wanted.0.get(property).filter(|value| !value.is_null());
            if value != under.0.get(property).filter(|value| !value.is_null()) {
                let value = value.cloned().unwrap_or_default();
                entry.0.insert(property.clone(), value);
            }
        }
        let there = own.get(&to).cloned().unwrap_or_default();
        let key = Key::Format(self.block.sheet.clone(), FormatTarget::Cell(to));
        let value = (!entry.0.is_empty()).then(|| entry.to_json());
        (entry != there).then(|| Edit::new(&key, value))
    }

    /// Carries an entry that is simply there or not.
    fn entry_edit(
        &self,
        from: CellId,
        to: CellId,
        key: impl Fn(SheetId, CellId) -> Key,
    ) -> Option<Edit> {
        let get = |cell| {
            let key = key(self.block.sheet.clone(), cell);
            let entry = self.document.get(key.root(), &key.to_string());
            (key, entry.filter(|value| !value.is_null()))
        };
        let ((_, new), (key, now)) = (get(from), get(to));
        (new != now).then(|| Edit::new(&key, Some(new.unwrap_or_default())))
    }
}
