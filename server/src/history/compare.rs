//! What is different between two moments, as if it were one change from the earlier to the later.

use std::collections::HashMap;

use daylight_model::document::{Edit, EntryChange};
use daylight_model::{Document, Root};
use serde_json::Value as Json;

use crate::db::log::CellRow;
use crate::history::rows::{Imported, rows};

/// The entries that differ between two documents, in an order that does not depend on chance.
pub fn entries_between(before: &Document, after: &Document) -> Vec<EntryChange> {
    let mut changes = Vec::new();
    for root in Root::ALL {
        let mut old: HashMap<String, Json> = before.entries(root).into_iter().collect();
        let first = changes.len();
        for (key, new) in after.entries(root) {
            let old = old.remove(&key);
            if old.as_ref() != Some(&new) {
                changes.push(change(root, key, old, Some(new)));
            }
        }
        changes.extend(
            old.into_iter()
                .map(|(key, old)| change(root, key, Some(old), None)),
        );
        if let Some(own) = changes.get_mut(first..) {
            own.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        }
    }
    changes
}

fn change(root: Root, key: String, old: Option<Json>, new: Option<Json>) -> EntryChange {
    EntryChange {
        root,
        key,
        old,
        new,
        superseded: false,
    }
}

/// The rows of such a change: what was imported shows through where there is no entry, each at its own moment.
pub fn rows_between(entries: &[EntryChange], before: &Imported, after: &Imported) -> Vec<CellRow> {
    let mut made = rows(entries, before);
    for (n, (row, later)) in (0..).zip(made.iter_mut().zip(rows(entries, after))) {
        row.n = n;
        row.new = later.new;
    }
    made.retain(|row| row.old != row.new);
    made
}

/// The rows of a change that these edits would make.
pub fn rows_of_edits(edits: &[Edit], imported: &Imported, document: &Document) -> Vec<CellRow> {
    let entries: Vec<EntryChange> = edits
        .iter()
        .map(|edit| {
            let old = document.get(edit.root, &edit.key);
            change(edit.root, edit.key.clone(), old, edit.value.clone())
        })
        .collect();
    rows(&entries, imported)
}
