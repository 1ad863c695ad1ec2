//! Taking one change back: its old values where they are still its new ones, and a list of what others changed since.

mod contents;
mod structure;

use std::collections::{BTreeMap, HashSet};

use daylight_model::document::Edit;
use daylight_model::key::Key;
use daylight_model::{CellId, Document, Root, SheetId};
use serde_json::Value as Json;

use crate::db::log::CellRow;
use crate::history::rows::{Imported, key_of};

/// Conflicts that are listed.
const MOST_CONFLICTS: usize = 100;

/// What it takes to take a change back.
#[derive(Debug, Default)]
pub struct Plan {
    /// What to write.
    pub edits: Vec<Edit>,
    /// How many of the change's entries are taken back.
    pub reverted: usize,
    /// Where somebody changed something since; the first hundred.
    pub conflicts: Vec<Conflict>,
}

/// Something that was changed since and is left as it is, unless overwriting was asked for.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// Which entry.
    pub key: Key,
    /// What it holds now, as stored.
    pub now: Option<Json>,
    /// What the change had found there.
    pub was: Option<Json>,
}

/// One entry of the change that is taken back.
struct Undo<'a> {
    key: Key,
    /// As in the document.
    text: String,
    old: Option<Json>,
    new: Option<Json>,
    row: &'a CellRow,
}

/// What stands where now.
struct Present<'a> {
    document: &'a Document,
    imported: &'a Imported,
    /// Cells that the change itself wrote.
    own: HashSet<(SheetId, CellId)>,
    /// Whether what was changed since is to be overwritten.
    overwrite: bool,
}

/// Works out how to take back the change with these rows.
pub fn plan(rows: &[CellRow], imported: &Imported, document: &Document, overwrite: bool) -> Plan {
    let undos = undos(rows);
    let own = undos.iter().filter_map(|undo| match &undo.key {
        Key::Cell(sheet, cell) => Some((sheet.clone(), *cell)),
        _ => None,
    });
    let present = Present {
        document,
        imported,
        own: own.collect(),
        overwrite,
    };
    let mut plan = Plan::default();
    let added = structure::added_sheets(&undos);
    for undo in &undos {
        let of_added = undo.key.sheet().is_some_and(|sheet| added.contains(sheet));
        match &undo.key {
            // The rows that a filter hides go with its criteria.
            key if key.server_only() && !matches!(key, Key::FilterRows(..)) => {}
            Key::Sheet(sheet, _) if of_added => structure::sheet(&mut plan, &present, undo, sheet),
            _ if of_added => {}
            Key::Cell(sheet, cell) => contents::cell(&mut plan, &present, undo, sheet, *cell),
            Key::Format(..) => contents::format(&mut plan, &present, undo),
            Key::Rows(sheet, entry) | Key::Cols(sheet, entry) => {
                structure::lines(&mut plan, &present, undo, sheet, entry);
            }
            _ => contents::entry(&mut plan, &present, undo),
        }
    }
    plan
}

/// The cells whose imported content a plan has to know.
pub fn cells_of(rows: &[CellRow]) -> Vec<(SheetId, CellId)> {
    let cells = rows
        .iter()
        .filter(|row| row.root == Root::Cells.as_str())
        .filter_map(key_of);
    cells
        .filter_map(|(_, key, _)| {
            if let Key::Cell(sheet, cell) = key {
                Some((sheet, cell))
            } else {
                None
            }
        })
        .collect()
}

/// Entries touched several times in one change count once, from the first old to the last new value.
fn undos(rows: &[CellRow]) -> Vec<Undo<'_>> {
    let mut by_entry: BTreeMap<(Root, String), Undo<'_>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.superseded) {
        let Some((root, key, text)) = key_of(row) else {
            continue;
        };
        let value = |stored: &Option<String>| {
            stored
                .as_deref()
                .and_then(|json| serde_json::from_str(json).ok())
        };
        let new = value(&row.new);
        by_entry
            .entry((root, text.clone()))
            .and_modify(|undo| undo.new.clone_from(&new))
            .or_insert_with(|| Undo {
                key,
                text,
                old: value(&row.old),
                new,
                row,
            });
    }
    let mut undos: Vec<Undo<'_>> = by_entry.into_values().collect();
    undos.sort_by_key(|undo| undo.row.n);
    undos
}

impl Plan {
    fn write(&mut self, undo: &Undo<'_>, value: Option<Json>) {
        self.edits.push(Edit {
            root: undo.key.root(),
            key: undo.text.clone(),
            value,
        });
        self.reverted += 1;
    }

    fn conflict(&mut self, key: &Key, now: Option<Json>, was: Option<Json>) {
        if self.conflicts.len() < MOST_CONFLICTS {
            self.conflicts.push(Conflict {
                key: key.clone(),
                now,
                was,
            });
        }
    }
}

#[cfg(test)]
mod tests;
