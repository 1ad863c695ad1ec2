//! Taking changes back: their old values where they are still their new ones, and a list of what others changed since.

mod contents;
mod structure;

use std::collections::btree_map::Entry::{Occupied, Vacant};
use std::collections::{BTreeMap, BTreeSet, HashSet};

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
    /// Where somebody changed something since; a hundred, after those that were to be skipped.
    pub conflicts: Vec<Conflict>,
    /// Conflicts still to be skipped.
    skip: usize,
}

/// What to do where somebody changed something since.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Overwrite {
    /// It stays as it is.
    #[default]
    Nothing,
    /// It is overwritten.
    Everything,
    /// What was chosen is overwritten, by [`Conflict::entry`].
    These(HashSet<String>),
}

/// Something that was changed since and is left as it is, unless overwriting was asked for.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// Which entry.
    pub key: Key,
    /// Names the choice: root and key of the entry that is taken back.
    pub entry: String,
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
    overwrite: &'a Overwrite,
}

impl Present<'_> {
    fn overwrites(&self, undo: &Undo<'_>) -> bool {
        match self.overwrite {
            Overwrite::Nothing => false,
            Overwrite::Everything => true,
            Overwrite::These(chosen) => chosen.contains(&undo.name()),
        }
    }
}

impl Undo<'_> {
    fn name(&self) -> String {
        format!("{} {}", self.key.root().as_str(), self.text)
    }
}

/// Works out how to take back the changes with these rows, which are in the order of the log. The first `skip` conflicts
/// are not listed.
pub fn plan(
    rows: &[CellRow],
    imported: &Imported,
    document: &Document,
    overwrite: &Overwrite,
    skip: usize,
) -> Plan {
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
    let mut plan = Plan {
        skip,
        ..Plan::default()
    };
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

/// Entries touched several times count once, from the first old to the last new value. Where somebody else wrote in
/// between, only what came after that is to be taken back.
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
        let (old, new) = (value(&row.old), value(&row.new));
        match by_entry.entry((root, text.clone())) {
            Occupied(mut known) => {
                let known = known.get_mut();
                if root == Root::Formats {
                    known.join_format(old.as_ref(), new.as_ref());
                } else {
                    if shown(known.new.as_ref()) != shown(old.as_ref()) {
                        known.old = old;
                    }
                    known.new = new;
                }
            }
            Vacant(place) => {
                place.insert(Undo {
                    key,
                    text,
                    old,
                    new,
                    row,
                });
            }
        }
    }
    let mut undos: Vec<Undo<'_>> = by_entry.into_values().collect();
    undos.sort_by_key(|undo| (undo.row.seq, undo.row.n));
    undos
}

/// Nothing and cleared are the same to whoever looks at a cell.
fn shown(content: Option<&Json>) -> &Json {
    content.unwrap_or(&Json::Null)
}

impl Undo<'_> {
    /// Takes a later change of the same format in, property by property, so that what others set in between stays.
    fn join_format(&mut self, old: Option<&Json>, new: Option<&Json>) {
        let get = |format: Option<&Json>, property: &str| {
            format.and_then(|format| format.get(property)).cloned()
        };
        let properties: BTreeSet<String> = [old, new]
            .into_iter()
            .flatten()
            .filter_map(Json::as_object)
            .flat_map(|format| format.keys().cloned())
            .collect();
        for property in properties {
            let (was, is) = (get(old, &property), get(new, &property));
            if was == is {
                continue;
            }
            if get(self.new.as_ref(), &property) != was {
                put(&mut self.old, &property, was);
            }
            put(&mut self.new, &property, is);
        }
    }
}

fn put(format: &mut Option<Json>, property: &str, value: Option<Json>) {
    let format = format.get_or_insert_with(|| Json::Object(serde_json::Map::new()));
    if let Some(format) = format.as_object_mut() {
        match value {
            Some(value) => format.insert(property.to_owned(), value),
            None => format.remove(property),
        };
    }
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

    fn conflict(&mut self, undo: &Undo<'_>, key: &Key, now: Option<Json>, was: Option<Json>) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if self.conflicts.len() < MOST_CONFLICTS {
            self.conflicts.push(Conflict {
                key: key.clone(),
                entry: undo.name(),
                now,
                was,
            });
        }
    }
}

#[cfg(test)]
mod tests;
