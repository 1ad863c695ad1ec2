//! Sizes, hidden lines, merges.

use daylight_model::key::{Key, LayoutItem};
use daylight_model::{Workbook, a1};
use serde_json::Value as Json;

use super::{Change, counted, on};

pub(super) fn words(changes: &[&Change<'_>], workbook: &Workbook) -> Option<String> {
    let change = changes.first()?;
    let Key::Layout(sheet, item) = &change.key else {
        return None;
    };
    let shape = workbook.sheet(sheet);
    let hidden = change.new == Some(&Json::Bool(true));
    let verb = if hidden { "Hid" } else { "Showed" };
    let column = |line| {
        shape
            .and_then(|s| s.cols().index_of(line))
            .map(a1::column_name)
    };
    let row = |line| {
        shape
            .and_then(|s| s.rows().index_of(line))
            .map(|index| (index + 1).to_string())
    };
    let lines = |one: &str, many: &str, name: Option<String>| match (changes.len(), name) {
        (1, Some(name)) => format!("{one} {name}"),
        (count, _) => counted(count, one, many),
    };
    let words = match item {
        LayoutItem::Width(line) => format!("Resized {}", lines("column", "columns", column(*line))),
        LayoutItem::Height(line) => format!("Resized {}", lines("row", "rows", row(*line))),
        LayoutItem::RowHidden(line) => format!("{verb} {}", lines("row", "rows", row(*line))),
        LayoutItem::ColHidden(line) => {
            format!("{verb} {}", lines("column", "columns", column(*line)))
        }
        LayoutItem::Merge(cell) => {
            let verb = if change.new.is_some_and(|new| !new.is_null()) {
                "Merged"
            } else {
                "Unmerged"
            };
            let first = column(cell.col)
                .zip(row(cell.row))
                .map(|(col, row)| format!("{col}{row}"));
            match first {
                Some(first) => format!("{verb} cells at {first}"),
                None => format!("{verb} cells"),
            }
        }
    };
    Some(format!("{words}{}", on(Some(sheet), workbook)))
}
