//! Rows, columns and sheets. What others may refer to is never unmade: an inserted run is covered by a deletion and an
//! added sheet becomes a deleted one, so that going forward again brings everything back.

use std::collections::HashSet;

use daylight_model::document::Edit;
use daylight_model::key::{Key, SheetField};
use daylight_model::{CellId, Content, LineId, Root, SheetId, Value, json};
use rand::Rng as _;

use super::{Plan, Present, Undo};

/// Sheets that the change added.
pub(super) fn added_sheets(undos: &[Undo<'_>]) -> HashSet<SheetId> {
    let names = undos
        .iter()
        .filter(|undo| undo.old.is_none() && undo.new.is_some());
    names
        .filter_map(|undo| match &undo.key {
            Key::Sheet(sheet, SheetField::Name) => Some(sheet.clone()),
            _ => None,
        })
        .collect()
}

/// An entry of a sheet that the change added: the sheet as a whole goes.
pub(super) fn sheet(plan: &mut Plan, present: &Present<'_>, undo: &Undo<'_>, sheet: &SheetId) {
    let Key::Sheet(_, SheetField::Name) = &undo.key else {
        return;
    };
    let Some(there) = present
        .document
        .workbook()
        .sheet(sheet)
        .filter(|sheet| !sheet.is_deleted())
    else {
        return;
    };
    let others = there.cells().iter().map(|(cell, content)| (*cell, content));
    if conflicts_with(plan, present, undo, sheet, others) && !present.overwrites(undo) {
        return;
    }
    let key = Key::Sheet(sheet.clone(), SheetField::State);
    plan.edits
        .push(Edit::new(&key, Some(serde_json::json!("deleted"))));
    plan.reverted += 1;
}

/// An insertion, deletion or move of lines.
pub(super) fn lines(
    plan: &mut Plan,
    present: &Present<'_>,
    undo: &Undo<'_>,
    sheet: &SheetId,
    entry: &str,
) {
    match (&undo.old, &undo.new) {
        (None, Some(inserted)) if entry.starts_with('i') => {
            let run = entry.get(1..).and_then(|run| run.parse::<u64>().ok());
            let count = inserted.get(2).and_then(json::whole);
            if let (Some(run), Some(count)) = (run, count) {
                take_away(plan, present, undo, sheet, LineId::of_run(run, 0), count);
            }
        }
        _ => super::contents::entry(plan, present, undo),
    }
}

/// Covers an inserted run with a deletion, unless others have written into it.
fn take_away(
    plan: &mut Plan,
    present: &Present<'_>,
    undo: &Undo<'_>,
    sheet: &SheetId,
    first: LineId,
    count: u64,
) {
    let Some(there) = present.document.workbook().sheet(sheet) else {
        return;
    };
    let root = undo.key.root();
    let axis = if root == Root::Rows {
        there.rows()
    } else {
        there.cols()
    };
    let mut lines = (first.0..first.0 + count).map(LineId);
    if !lines.any(|line| axis.index_of(line).is_some()) {
        return;
    }
    let inside = |cell: CellId| {
        let line = if root == Root::Rows {
            cell.row
        } else {
            cell.col
        };
        (first.0..first.0 + count).contains(&line.0)
    };
    let others = there
        .cells()
        .iter()
        .filter(|(cell, _)| inside(**cell))
        .map(|(cell, content)| (*cell, content));
    if conflicts_with(plan, present, undo, sheet, others) && !present.overwrites(undo) {
        return;
    }
    let key = format!("{sheet}/d{}", operation());
    plan.edits.push(Edit {
        root,
        key,
        value: Some(serde_json::json!([first.0, count])),
    });
    plan.reverted += 1;
}

/// Notes what others have written into cells that would go.
fn conflicts_with<'a>(
    plan: &mut Plan,
    present: &Present<'_>,
    undo: &Undo<'_>,
    sheet: &SheetId,
    cells: impl Iterator<Item = (CellId, &'a Content)>,
) -> bool {
    let mut found: Vec<_> = cells
        .filter(|(cell, content)| {
            **content != Content::Value(Value::Empty)
                && !present.own.contains(&(sheet.clone(), *cell))
        })
        .collect();
    found.sort_by_key(|(cell, _)| *cell);
    for (cell, content) in &found {
        plan.conflict(
            undo,
            &Key::Cell(sheet.clone(), *cell),
            Some(content.to_json()),
            None,
        );
    }
    !found.is_empty()
}

/// A name for a deletion that nobody has used.
fn operation() -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut random = rand::rng();
    (0..10)
        .map(|_| char::from(DIGITS[random.random_range(0..DIGITS.len())]))
        .collect()
}
