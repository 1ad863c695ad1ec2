//! Cells, formats and settings.

use daylight_model::{CellId, SheetId};
use serde_json::{Map, Value as Json};

use super::{Plan, Present, Undo, shown};

pub(super) fn cell(
    plan: &mut Plan,
    present: &Present<'_>,
    undo: &Undo<'_>,
    sheet: &SheetId,
    cell: CellId,
) {
    let imported = present.imported.content(sheet, cell);
    let entry = present.document.get(undo.key.root(), &undo.text);
    let now = entry.or_else(|| imported.clone());
    if shown(now.as_ref()) == shown(undo.old.as_ref()) {
        return;
    }
    let untouched = shown(now.as_ref()) == shown(undo.new.as_ref());
    if !untouched {
        plan.conflict(undo, &undo.key, now, undo.old.clone());
    }
    if untouched || present.overwrites(undo) {
        // What was imported shows through where no entry stands above it.
        let value = if undo.old == imported {
            None
        } else {
            Some(shown(undo.old.as_ref()).clone())
        };
        plan.write(undo, value);
    }
}

/// Formats are taken back property by property, so that a colour set since stays.
pub(super) fn format(plan: &mut Plan, present: &Present<'_>, undo: &Undo<'_>) {
    let entry = present.document.get(undo.key.root(), &undo.text);
    let properties = |format: Option<&Json>| {
        format
            .and_then(Json::as_object)
            .cloned()
            .unwrap_or_default()
    };
    let (old, new) = (properties(undo.old.as_ref()), properties(undo.new.as_ref()));
    let mut format: Map<String, Json> = properties(entry.as_ref());
    let (mut changed, mut conflicts) = (false, false);
    let touched = old
        .keys()
        .chain(new.keys())
        .filter(|property| old.get(*property) != new.get(*property));
    for property in touched {
        let (was, now) = (old.get(property), format.get(property).cloned());
        if now.as_ref() == was {
            continue;
        }
        let untouched = now.as_ref() == new.get(property);
        conflicts |= !untouched;
        if untouched || present.overwrites(undo) {
            match was {
                Some(was) => format.insert(property.clone(), was.clone()),
                None => format.remove(property),
            };
            changed = true;
        }
    }
    if conflicts {
        plan.conflict(undo, &undo.key, entry, undo.old.clone());
    }
    if changed {
        let empty = format.is_empty() || (format.len() == 1 && format.contains_key("at"));
        plan.write(undo, (!empty).then_some(Json::Object(format)));
    }
}

/// Anything else is one value.
pub(super) fn entry(plan: &mut Plan, present: &Present<'_>, undo: &Undo<'_>) {
    let now = present.document.get(undo.key.root(), &undo.text);
    if now == undo.old {
        return;
    }
    let untouched = now == undo.new;
    if !untouched {
        plan.conflict(undo, &undo.key, now, undo.old.clone());
    }
    if untouched || present.overwrites(undo) {
        plan.write(undo, undo.old.clone());
    }
}
