//! A change in plain words, from the entries it touched: what matters most of it, as people would say it.

mod layout;
mod lines;
mod objects;
mod sheets;

use std::collections::{BTreeMap, BTreeSet};

use daylight_model::a1;
use daylight_model::document::EntryChange;
use daylight_model::key::{FormatTarget, Key};
use daylight_model::{CellId, Root, Sheet, SheetId, Workbook};
use serde_json::Value as Json;

/// Longest summary.
const MOST: usize = 200;

/// One entry with its key taken apart.
struct Change<'a> {
    key: Key,
    old: Option<&'a Json>,
    new: Option<&'a Json>,
}

/// What a change did, given the workbook that has it already.
pub fn summary(entries: &[EntryChange], workbook: &Workbook) -> String {
    let in_vain = entries.iter().all(|entry| entry.superseded);
    let changes: Vec<Change<'_>> = entries
        .iter()
        .filter(|entry| in_vain || !entry.superseded)
        .filter_map(|entry| {
            let key = Key::parse(entry.root, &entry.key).ok()?;
            Some(Change {
                key,
                old: entry.old.as_ref(),
                new: entry.new.as_ref(),
            })
        })
        .collect();
    let mut words = words(&changes, workbook);
    words.retain(|c| !c.is_control());
    if in_vain {
        words.push_str(", overtaken by another change");
    }
    if words.chars().count() > MOST {
        words = words.chars().take(MOST - 1).chain(['…']).collect();
    }
    words
}

fn words(changes: &[Change<'_>], workbook: &Workbook) -> String {
    let by_root = |root: Root| {
        changes
            .iter()
            .filter(|change| change.key.root() == root)
            .collect::<Vec<_>>()
    };
    let (sheets, rows, cols) = (
        by_root(Root::Sheets),
        by_root(Root::Rows),
        by_root(Root::Cols),
    );
    let (cells, names) = (by_root(Root::Cells), by_root(Root::Names));
    let (formats, layout) = (by_root(Root::Formats), by_root(Root::Layout));
    let (tables, charts) = (by_root(Root::Tables), by_root(Root::Charts));
    let (notes, links) = (by_root(Root::Notes), by_root(Root::Links));
    let (filters, rules, checks) = (
        by_root(Root::Filters),
        by_root(Root::Rules),
        by_root(Root::Checks),
    );
    let marks = |changes: &[&Change<'_>], names, is_whole| {
        objects::of_marks(changes, names, is_whole, workbook)
    };
    sheets::words(&sheets, workbook)
        .or_else(|| lines::words(&rows, workbook))
        .or_else(|| lines::words(&cols, workbook))
        .or_else(|| objects::of_tables(&tables, workbook))
        .or_else(|| of_cells(&cells, workbook))
        .or_else(|| of_names(&names))
        .or_else(|| objects::of_charts(&charts, workbook))
        .or_else(|| objects::of_remarks(&notes, "note", "notes", workbook))
        .or_else(|| objects::of_remarks(&links, "link", "links", workbook))
        .or_else(|| {
            let is_rule = |key: &Key| matches!(key, Key::Rule(..));
            marks(
                &rules,
                ("conditional format", "conditional formats"),
                is_rule,
            )
        })
        .or_else(|| {
            let is_check = |key: &Key| matches!(key, Key::Check(..));
            marks(&checks, ("rule for input", "rules for input"), is_check)
        })
        .or_else(|| {
            let is_filter = |key: &Key| matches!(key, Key::Filter(..));
            marks(&filters, ("filter", "filters"), is_filter)
        })
        .or_else(|| of_formats(&formats, workbook))
        .or_else(|| layout::words(&layout, workbook))
        .unwrap_or_else(|| "Changed settings".to_owned())
}

fn of_cells(changes: &[&Change<'_>], workbook: &Workbook) -> Option<String> {
    let cells = changes.iter().filter_map(|change| match &change.key {
        Key::Cell(sheet, cell) => Some((sheet, *cell)),
        _ => None,
    });
    let place = place(cells, workbook)?;
    let cleared = changes
        .iter()
        .all(|change| change.new.is_none_or(Json::is_null));
    Some(format!(
        "{} {place}",
        if cleared { "Cleared" } else { "Set" }
    ))
}

fn of_formats(changes: &[&Change<'_>], workbook: &Workbook) -> Option<String> {
    let cells = changes.iter().filter_map(|change| match &change.key {
        Key::Format(sheet, FormatTarget::Cell(cell)) => Some((sheet, *cell)),
        _ => None,
    });
    if let Some(place) = place(cells, workbook) {
        return Some(format!("Formatted {place}"));
    }
    let first = changes.first()?;
    let rows = changes
        .iter()
        .filter(|c| matches!(c.key, Key::Format(_, FormatTarget::Row(_))))
        .count();
    let what = if rows > 0 {
        counted(rows, "row", "rows")
    } else {
        counted(changes.len(), "column", "columns")
    };
    Some(format!(
        "Formatted {what}{}",
        on(first.key.sheet(), workbook)
    ))
}

fn of_names(changes: &[&Change<'_>]) -> Option<String> {
    let change = changes.first()?;
    let text = |value: Option<&Json>| {
        value
            .and_then(|json| json.get(0))
            .and_then(Json::as_str)
            .map(str::to_owned)
    };
    let words = match (text(change.old), text(change.new)) {
        (None, Some(new)) => format!("Defined the name {new}"),
        (Some(old), Some(new)) if old != new => format!("Renamed the name {old} to {new}"),
        (Some(old), Some(_)) => format!("Changed what the name {old} stands for"),
        (Some(old), None) => format!("Deleted the name {old}"),
        (None, None) => "Changed a name".to_owned(),
    };
    Some(and_more(words, changes.len() - 1, "name", "names"))
}

/// Cells as people would name them: an address, a range, or how many on which sheet.
fn place<'a>(
    cells: impl Iterator<Item = (&'a SheetId, CellId)>,
    workbook: &Workbook,
) -> Option<String> {
    let mut sheets: BTreeMap<&SheetId, BTreeSet<CellId>> = BTreeMap::new();
    for (sheet, cell) in cells {
        sheets.entry(sheet).or_default().insert(cell);
    }
    let count: usize = sheets.values().map(BTreeSet::len).sum();
    let (sheet, cells) = sheets.first_key_value()?;
    if sheets.len() > 1 {
        return Some(format!(
            "{} on {} sheets",
            counted(count, "cell", "cells"),
            sheets.len()
        ));
    }
    let range = workbook.sheet(sheet).and_then(|sheet| range(sheet, cells));
    let what = range.unwrap_or_else(|| counted(count, "cell", "cells"));
    Some(format!("{what}{}", on(Some(sheet), workbook)))
}

/// The address of cells that fill a rectangle.
fn range(sheet: &Sheet, cells: &BTreeSet<CellId>) -> Option<String> {
    let (mut top, mut left, mut bottom, mut right) = (u32::MAX, u32::MAX, 0, 0);
    for cell in cells {
        let (row, col) = (
            sheet.rows().index_of(cell.row)?,
            sheet.cols().index_of(cell.col)?,
        );
        (top, left) = (top.min(row), left.min(col));
        (bottom, right) = (bottom.max(row), right.max(col));
    }
    let fills = u64::from(bottom - top + 1) * u64::from(right - left + 1) == cells.len() as u64;
    let first = a1::cell_name(top, left);
    match cells.len() {
        1 => Some(first),
        _ if fills => Some(format!("{first}:{}", a1::cell_name(bottom, right))),
        _ => None,
    }
}

/// ` on Plan`, where there is more than one sheet to choose from.
fn on(sheet: Option<&SheetId>, workbook: &Workbook) -> String {
    let named = sheet.and_then(|id| workbook.sheet(id));
    match named {
        Some(sheet) if workbook.sheets().nth(1).is_some() => format!(" on {}", sheet.name()),
        _ => String::new(),
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn and_more(words: String, more: usize, one: &str, many: &str) -> String {
    if more == 0 {
        words
    } else {
        format!(
            "{words} and {} more {}",
            more,
            if more == 1 { one } else { many }
        )
    }
}

#[cfg(test)]
mod tests;
