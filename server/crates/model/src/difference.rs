//! What must be written to bring a document back to how another one is.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Value as Json, json};

use crate::{
    axis::{Entry, path::base36},
    document::{Document, Edit},
    id::{RUN_SPAN, SheetId},
    key::{Key, Root, SheetField},
};

/// The edits that bring `now` to where `then` was, in an order that does not depend on chance.
///
/// Nothing that others may refer to is unmade: lines inserted since become deleted lines, and sheets added since
/// become deleted sheets with all that is in them, so that going forward again brings everything back.
/// The server's own entries stay, but for bases of sheets and the style table.
pub fn difference(now: &Document, then: &Document) -> Vec<Edit> {
    let new_sheets = new_sheets(now, then);
    let mut edits = vec![];
    for root in Root::ALL {
        let old: HashMap<String, Json> = then.entries(root).into_iter().collect();
        let new: HashMap<String, Json> = now.entries(root).into_iter().collect();
        let mut target: BTreeMap<&str, Option<Json>> = BTreeMap::new();
        for (key, value) in &old {
            if new.get(key) != Some(value) {
                target.insert(key, Some(value.clone()));
            }
        }
        for key in new.keys().filter(|key| !old.contains_key(*key)) {
            target.insert(key, None);
        }
        target.retain(|key, _| {
            Key::parse(root, key).is_ok_and(|key| {
                let of_new_sheet = key.sheet().is_some_and(|s| new_sheets.contains(s));
                comes_back(&key) && !of_new_sheet
            })
        });
        let covered = cover_new_lines(root, &mut target, &new);
        let change = |(key, value): (&str, Option<Json>)| Edit {
            root,
            key: key.to_owned(),
            value,
        };
        edits.extend(target.into_iter().map(change));
        edits.extend(covered);
    }
    let deleted = |s: &SheetId| {
        now.workbook()
            .sheet(s)
            .is_some_and(crate::Sheet::is_deleted)
    };
    let mut gone: Vec<_> = new_sheets.into_iter().filter(|s| !deleted(s)).collect();
    gone.sort_unstable();
    edits.extend(gone.into_iter().map(|sheet| {
        let key = Key::Sheet(sheet, SheetField::State);
        Edit::new(&key, Some(json!("deleted")))
    }));
    edits
}

/// Sheets that exist now and did not then, also deleted ones.
fn new_sheets(now: &Document, then: &Document) -> HashSet<SheetId> {
    now.workbook()
        .all_sheets()
        .filter(|s| then.workbook().sheet(s.id()).is_none())
        .map(|s| s.id().clone())
        .collect()
}

fn comes_back(key: &Key) -> bool {
    !key.server_only()
        || matches!(
            key,
            Key::Styles | Key::Sheet(_, SheetField::Base) | Key::FilterRows(..)
        )
}

/// Insertions that are to vanish stay, and a deletion of their own covers them instead.
fn cover_new_lines(
    root: Root,
    target: &mut BTreeMap<&str, Option<Json>>,
    new: &HashMap<String, Json>,
) -> Vec<Edit> {
    if !matches!(root, Root::Rows | Root::Cols) {
        return vec![];
    }
    let inserted: Vec<&str> = target
        .iter()
        .filter(|(key, value)| value.is_none() && key.contains("/i"))
        .map(|(key, _)| *key)
        .collect();
    let mut edits = vec![];
    for key in inserted {
        target.remove(key);
        let Some((sheet, entry)) = key.split_once('/') else {
            continue;
        };
        let Some(Ok(Entry::Insert(insert))) = new.get(key).map(|v| Entry::parse(entry, v)) else {
            continue;
        };
        let cover = format!("{sheet}/d{}", cover_op(insert.run));
        let value = json!([insert.run * RUN_SPAN, insert.count]);
        let there = new.get(&cover) == Some(&value);
        target.remove(cover.as_str());
        if !there {
            edits.push(Edit {
                root,
                key: cover,
                value: Some(value),
            });
        }
    }
    edits.sort_unstable_by(|a, b| a.key.cmp(&b.key));
    edits
}

/// The operation that covers an insertion: the same whenever it is taken back.
fn cover_op(run: u64) -> String {
    format!("undo{}", base36(run, 1))
}
