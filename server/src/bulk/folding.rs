//! Many cells into new blocks: what a change writes goes into the base of its sheet, and the entries that it covers go. The
//! change itself is then a few entries, however many cells it is about.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use daylight_model::asset::{self, AssetError, CellWrite};
use daylight_model::document::Edit;
use daylight_model::key::{FormatTarget, Key, SheetField};
use daylight_model::{Block, CellId, Content, Document, Format, Hash, LineId, Sheet, SheetId};
use serde_json::{Value as Json, json};

use crate::history::BasePart;

/// Cells of a sheet from which on they go into blocks.
pub const MANY: usize = 5_000;
/// Runs of lines that the log names; of more it names the first and the last line.
const MOST_RUNS: usize = 200;

/// The edits of a change, those of many cells apart.
#[derive(Debug, Default, PartialEq)]
pub struct Sifted {
    /// What is written entry by entry.
    rest: Vec<Edit>,
    /// What goes into blocks.
    pub sheets: Vec<Part>,
    /// The style table at the time.
    pub styles: Option<Hash>,
}

/// What goes into the blocks of a sheet.
#[derive(Debug, PartialEq)]
pub struct Part {
    /// The sheet.
    pub sheet: SheetId,
    /// Its manifest at the time.
    pub base: Option<Hash>,
    cells: BTreeMap<CellId, Write>,
}

#[derive(Debug, Default, PartialEq)]
struct Write {
    /// `None`: the content stays.
    content: Option<Over>,
    /// An entry over the imported format; `None`: the format stays.
    format: Option<Json>,
}

#[derive(Debug, PartialEq)]
enum Over {
    /// The base is given this.
    Content(Content),
    /// What the base holds shows again.
    Base,
}

impl Sifted {
    /// Looks at the edits of a change to a document.
    pub fn of(edits: Vec<Edit>, document: &Document) -> Self {
        let mut counts: HashMap<SheetId, usize> = HashMap::new();
        let keys: Vec<Option<Key>> = edits
            .iter()
            .map(|edit| Key::parse(edit.root, &edit.key).ok())
            .collect();
        for key in keys.iter().flatten() {
            if let Key::Cell(sheet, _) | Key::Format(sheet, FormatTarget::Cell(_)) = key {
                *counts.entry(sheet.clone()).or_default() += 1;
            }
        }
        counts.retain(|_, count| *count >= MANY);
        let book = document.workbook();
        let mut parts: BTreeMap<SheetId, Part> = BTreeMap::new();
        let mut rest = Vec::new();
        for (edit, key) in edits.into_iter().zip(keys) {
            let sheet = key.as_ref().and_then(Key::sheet);
            let there = sheet
                .filter(|sheet| counts.contains_key(*sheet))
                .and_then(|sheet| book.sheet(sheet));
            let taken = there.zip(key).is_some_and(|(there, key)| {
                let part = parts
                    .entry(there.id().clone())
                    .or_insert_with(|| Part::of(there));
                part.take(&key, edit.value.as_ref(), there)
            });
            if !taken {
                rest.push(edit);
            }
        }
        Self {
            rest,
            sheets: parts
                .into_values()
                .filter(|p| !p.cells.is_empty())
                .collect(),
            styles: book.styles(),
        }
    }

    /// The edits that make the change, once its blocks are there: the new base in, and the entries that it covers out.
    pub fn edits(self, folded: &Folded, document: &Document) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (part, hash) in self.sheets.iter().zip(&folded.manifests) {
            let key = Key::Sheet(part.sheet.clone(), SheetField::Base);
            edits.push(Edit::new(&key, Some(json!(hash.to_string()))));
        }
        if let Some(styles) = folded.styles {
            edits.push(Edit::new(&Key::Styles, Some(json!(styles.to_string()))));
        }
        for part in &self.sheets {
            if let Some(sheet) = document.workbook().sheet(&part.sheet) {
                edits.extend(part.uncovered(sheet));
            }
        }
        edits.extend(self.rest);
        edits
    }

    /// Which cells it is about, for the log: by sheet, rows and columns as runs of ids.
    pub fn areas(&self) -> Json {
        let area = |part: &Part| {
            let rows: BTreeSet<LineId> = part.cells.keys().map(|cell| cell.row).collect();
            let cols: BTreeSet<LineId> = part.cells.keys().map(|cell| cell.col).collect();
            json!({"sheet": part.sheet.to_string(), "rows": runs(&rows), "cols": runs(&cols), "cells": part.cells.len()})
        };
        self.sheets.iter().map(area).collect()
    }
}

fn runs(lines: &BTreeSet<LineId>) -> Vec<(u64, u64)> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for line in lines {
        match runs.last_mut() {
            Some((first, count)) if *first + *count == line.0 => *count += 1,
            _ => runs.push((line.0, 1)),
        }
    }
    if runs.len() > MOST_RUNS
        && let (Some(first), Some(last)) = (lines.first(), lines.last())
    {
        runs = vec![(first.0, last.0 - first.0 + 1)];
    }
    runs
}

impl Part {
    fn of(sheet: &Sheet) -> Self {
        Self {
            sheet: sheet.id().clone(),
            base: sheet.base(),
            cells: BTreeMap::new(),
        }
    }

    /// Takes an edit if it can go into a block.
    fn take(&mut self, key: &Key, value: Option<&Json>, sheet: &Sheet) -> bool {
        match (key, value) {
            (Key::Cell(_, cell), value) if asset::takes(*cell) => {
                let over = match value.map(Content::from_json) {
                    Some(Ok(content)) => Over::Content(content),
                    Some(Err(_)) => return false,
                    None => Over::Base,
                };
                self.cells.entry(*cell).or_default().content = Some(over);
                true
            }
            // A row's or column's own format would lie over that of a block.
            (Key::Format(_, FormatTarget::Cell(cell)), Some(entry))
                if asset::takes(*cell)
                    && !sheet.row_formats().contains_key(&cell.row)
                    && !sheet.col_formats().contains_key(&cell.col) =>
            {
                self.cells.entry(*cell).or_default().format = Some(entry.clone());
                true
            }
            _ => false,
        }
    }

    /// Entries over what goes into the blocks.
    fn uncovered(&self, sheet: &Sheet) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (cell, write) in &self.cells {
            if write.content.is_some() && sheet.cells().contains_key(cell) {
                edits.push(Edit::new(&Key::Cell(self.sheet.clone(), *cell), None));
            }
            if write.format.is_some() && sheet.cell_formats().contains_key(cell) {
                let key = Key::Format(self.sheet.clone(), FormatTarget::Cell(*cell));
                edits.push(Edit::new(&key, None));
            }
        }
        edits
    }

    /// One cell of each row, which brings its block.
    pub fn rows(&self) -> Vec<CellId> {
        let mut cells: Vec<CellId> = self.cells.keys().copied().collect();
        cells.dedup_by_key(|cell| cell.row);
        cells
    }
}

/// New assets.
#[derive(Debug, Default)]
pub struct Folded {
    /// To be stored before the change is made.
    pub assets: Vec<(Hash, Vec<u8>)>,
    /// The new manifests, in the order of the sheets.
    manifests: Vec<Hash>,
    /// The new style table, if it is another one.
    styles: Option<Hash>,
}

/// Makes the blocks; `bases` are those of the sheets, with the blocks that hold the rows.
pub fn fold(
    sifted: &Sifted,
    bases: &[BasePart],
    styles: Option<&Arc<Vec<Format>>>,
) -> Result<Folded, AssetError> {
    let mut folded = Folded::default();
    let mut styles = Styles::of(styles);
    for (part, base) in sifted.sheets.iter().zip(bases) {
        let hash = fold_sheet(part, base, &mut styles, &mut folded.assets)?;
        folded.manifests.push(hash);
    }
    if styles.grown {
        let (hash, packed) = asset::pack(&styles.table)?;
        folded.assets.push((hash, packed));
        folded.styles = Some(hash);
    }
    Ok(folded)
}

fn fold_sheet(
    part: &Part,
    base: &BasePart,
    styles: &mut Styles,
    assets: &mut Vec<(Hash, Vec<u8>)>,
) -> Result<Hash, AssetError> {
    let mut manifest = base.manifest().cloned().unwrap_or_default();
    let places = manifest.places();
    let mut blocks: BTreeMap<usize, Vec<(CellId, CellWrite)>> = BTreeMap::new();
    let mut fresh: Vec<(CellId, CellWrite)> = Vec::new();
    let mut last: Option<(LineId, Option<usize>)> = None;
    for (cell, write) in &part.cells {
        let place = match last.filter(|(row, _)| *row == cell.row) {
            Some((_, place)) => place,
            None => places.of(cell.row),
        };
        last = Some((cell.row, place));
        let content = match &write.content {
            Some(Over::Content(content)) => Some(content.clone()),
            Some(Over::Base) | None => None,
        };
        let format = write.format.as_ref().and_then(Format::from_json);
        let style = format.map(|entry| styles.over(base.style(*cell), &entry));
        if content.is_none() && style.is_none() {
            continue;
        }
        let write = (*cell, CellWrite { content, style });
        match place {
            Some(place) => blocks.entry(place).or_default().push(write),
            None => fresh.push(write),
        }
    }
    for (place, writes) in blocks {
        let Some(block) = base.block(place) else {
            continue;
        };
        let made = block.rewritten(writes.iter().map(|(cell, write)| (*cell, write)));
        if made != *block {
            let (hash, packed) = asset::pack(&made)?;
            assets.push((hash, packed));
            manifest.put(Some(place), &made, hash);
        }
    }
    let rows: BTreeSet<LineId> = fresh.iter().map(|(cell, _)| cell.row).collect();
    let mut from = 0;
    for runs in asset::new_rows(&rows) {
        // Rows come in order, in the blocks as in the writes.
        let block = Block::empty(runs);
        let end = fresh[from..]
            .iter()
            .position(|(cell, _)| block.offset_of(cell.row).is_none());
        let end = end.map_or(fresh.len(), |count| from + count);
        let writes = fresh[from..end].iter();
        let made = block.rewritten(writes.map(|(cell, write)| (*cell, write)));
        from = end;
        let (hash, packed) = asset::pack(&made)?;
        assets.push((hash, packed));
        manifest.put(None, &made, hash);
    }
    manifest.sort();
    let (hash, packed) = asset::pack(&manifest)?;
    assets.push((hash, packed));
    Ok(hash)
}

/// A style table that grows.
struct Styles {
    table: Vec<Format>,
    known: HashMap<String, u32>,
    /// What an entry makes of a style, found before.
    made: HashMap<(u32, String), u32>,
    grown: bool,
}

impl Styles {
    fn of(table: Option<&Arc<Vec<Format>>>) -> Self {
        let table = table.map_or_else(|| vec![Format::default()], |table| table.to_vec());
        let mut known = HashMap::with_capacity(table.len());
        // The first one says that nothing is said: it is not used for a cell that is to look plain.
        for (n, format) in (0..).zip(&table).skip(1) {
            known.entry(format.to_json().to_string()).or_insert(n);
        }
        Self {
            table,
            known,
            made: HashMap::new(),
            grown: false,
        }
    }

    /// The style of a cell that has one and is given an entry over it.
    fn over(&mut self, style: u32, entry: &Format) -> u32 {
        let key = (style, entry.to_json().to_string());
        if let Some(made) = self.made.get(&key) {
            return *made;
        }
        let mut format = self.table.get(style as usize).cloned().unwrap_or_default();
        format.put(entry);
        let made = if format.0.is_empty() && style == 0 {
            0
        } else {
            self.intern(format)
        };
        self.made.insert(key, made);
        made
    }

    fn intern(&mut self, format: Format) -> u32 {
        let next = u32::try_from(self.table.len()).unwrap_or(u32::MAX);
        let text = format.to_json().to_string();
        let made = *self.known.entry(text).or_insert(next);
        if made == next {
            self.table.push(format);
            self.grown = true;
        }
        made
    }
}
