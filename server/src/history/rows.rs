//! What a change touched, as rows of the log: for cells with what was really there before, imported contents included.

use std::collections::HashMap;

use daylight_model::document::EntryChange;
use daylight_model::key::{Key, Root};
use daylight_model::{CellId, Document, Hash, LineId, SheetId};
use serde_json::Value as Json;

use crate::db::log::CellRow;
use crate::history::base::{BaseError, BasePart, Bases};
use crate::ids::{Seq, WorkbookId};

/// Cells of one sheet whose imported content is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The sheet.
    pub sheet: SheetId,
    /// Its manifest.
    pub manifest: Hash,
    /// The cells.
    pub cells: Vec<CellId>,
}

/// Parts of the bases of some sheets.
#[derive(Debug, Clone, Default)]
pub struct Imported(HashMap<SheetId, BasePart>);

impl Imported {
    /// What was imported into a cell, as JSON.
    pub fn content(&self, sheet: &SheetId, cell: CellId) -> Option<Json> {
        Some(self.0.get(sheet)?.content(cell)?.to_json())
    }

    /// The style a cell was imported with.
    pub fn style(&self, sheet: &SheetId, cell: CellId) -> u32 {
        self.0.get(sheet).map_or(0, |part| part.style(cell))
    }
}

impl Bases {
    /// Reads the wanted parts.
    pub async fn imported(
        &self,
        workbook: WorkbookId,
        wanted: Vec<Wanted>,
    ) -> Result<Imported, BaseError> {
        let mut parts = HashMap::with_capacity(wanted.len());
        for Wanted {
            sheet,
            manifest,
            cells,
        } in wanted
        {
            parts.insert(sheet, self.part(workbook, manifest, cells).await?);
        }
        Ok(Imported(parts))
    }
}

/// Groups cells by sheet, leaving out sheets that were not imported.
pub fn wanted_cells(
    cells: impl IntoIterator<Item = (SheetId, CellId)>,
    document: &Document,
) -> Vec<Wanted> {
    let mut sheets: HashMap<SheetId, Vec<CellId>> = HashMap::new();
    for (sheet, cell) in cells {
        sheets.entry(sheet).or_default().push(cell);
    }
    sheets
        .into_iter()
        .filter_map(|(sheet, cells)| {
            let manifest = document.workbook().sheet(&sheet)?.base()?;
            Some(Wanted {
                sheet,
                manifest,
                cells,
            })
        })
        .collect()
}

/// The cells of which a change has to know what was imported: those without an entry before or after.
pub fn wanted_base<'a>(
    entries: impl IntoIterator<Item = &'a EntryChange>,
    document: &Document,
) -> Vec<Wanted> {
    let bare = entries
        .into_iter()
        .filter(|entry| entry.root == Root::Cells && (entry.old.is_none() || entry.new.is_none()));
    let cells = bare.filter_map(|entry| match Key::parse(entry.root, &entry.key) {
        Ok(Key::Cell(sheet, cell)) => Some((sheet, cell)),
        _ => None,
    });
    wanted_cells(cells, document)
}

/// The rows of a change; where they stand in the log is filled in when it gets a place.
pub fn rows(entries: &[EntryChange], imported: &Imported) -> Vec<CellRow> {
    entries.iter().map(|entry| row(entry, imported)).collect()
}

fn row(entry: &EntryChange, imported: &Imported) -> CellRow {
    let place = Place::of(entry.root, &entry.key);
    let text = |value: &Option<Json>| match (value, entry.root, place.cell) {
        (Some(json), ..) => Some(json.to_string()),
        (None, Root::Cells, Some(cell)) => {
            let sheet = place.sheet.parse().ok()?;
            imported.content(&sheet, cell).map(|json| json.to_string())
        }
        (None, ..) => None,
    };
    CellRow {
        seq: Seq(0),
        n: 0,
        root: entry.root.as_str().to_owned(),
        sheet: place.sheet.clone(),
        row: place.cell.map_or(-1, |cell| signed(cell.row)),
        col: place.cell.map_or(-1, |cell| signed(cell.col)),
        entry: place.entry.clone(),
        old: text(&entry.old),
        new: text(&entry.new),
        superseded: entry.superseded,
    }
}

/// A line id as the database has it; ids stay below 2^53.
pub fn signed(line: LineId) -> i64 {
    line.0.cast_signed()
}

/// Where an entry stands in the log's columns.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    sheet: String,
    cell: Option<CellId>,
    entry: Option<String>,
}

impl Place {
    fn of(root: Root, key: &str) -> Self {
        match Key::parse(root, key) {
            Ok(parsed) => {
                let sheet = parsed.sheet().map(ToString::to_string).unwrap_or_default();
                let cell = parsed.cell();
                let rest = if sheet.is_empty() {
                    key
                } else {
                    &key[sheet.len() + 1..]
                };
                Self {
                    cell,
                    entry: cell.is_none().then(|| rest.to_owned()),
                    sheet,
                }
            }
            Err(_) => Self {
                sheet: String::new(),
                cell: None,
                entry: Some(key.to_owned()),
            },
        }
    }
}

/// The root and the key of the entry that a row is about.
pub fn key_of(row: &CellRow) -> Option<(Root, Key, String)> {
    let root: Root = row.root.parse().ok()?;
    let text = match &row.entry {
        Some(entry) if row.sheet.is_empty() => entry.clone(),
        Some(entry) => format!("{}/{entry}", row.sheet),
        None => format!("{}/{}:{}", row.sheet, row.row, row.col),
    };
    let key = Key::parse(root, &text).ok()?;
    Some((root, key, text))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn keys_go_to_columns_and_back() {
        let keys = [
            (Root::Cells, "1/11:3"),
            (Root::Formats, "1/11:3"),
            (Root::Formats, "1/11:*"),
            (Root::Formats, "ab9/*:3"),
            (Root::Rows, "1/i77"),
            (Root::Layout, "1/m:1:2"),
            (Root::Sheets, "1/name"),
            (Root::Names, "n1"),
            (Root::Tables, "t1"),
            (Root::Tables, "t1/4"),
            (Root::Charts, "1/c1"),
            (Root::Notes, "1/11:3"),
            (Root::Links, "1/11:3"),
            (Root::Book, "styles"),
        ];
        for (root, key) in keys {
            let entry = EntryChange {
                root,
                key: key.into(),
                old: None,
                new: Some(Json::Null),
                superseded: false,
            };
            let row = row(&entry, &Imported::default());
            let (back_root, _, back) = key_of(&row).unwrap();
            assert_eq!((back_root, back.as_str()), (root, key));
        }
    }
}
