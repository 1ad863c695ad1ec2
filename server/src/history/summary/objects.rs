//! Words for tables, charts, notes, links, filters, conditional formats and what may be entered.

use daylight_model::Workbook;
use daylight_model::key::Key;
use serde_json::Value as Json;

use super::{Change, and_more, on, place};

/// What was done to tables. A heading that was typed over is a change of a cell first of all.
pub(super) fn of_tables(changes: &[&Change<'_>], workbook: &Workbook) -> Option<String> {
    let whole: Vec<_> = changes
        .iter()
        .filter(|change| matches!(change.key, Key::Table(_)))
        .collect();
    let change = whole.first()?;
    let text = |value: Option<&Json>| value?.get(0)?.as_str().map(str::to_owned);
    let sheet = change
        .new
        .or(change.old)
        .and_then(|table| table.get(1)?.as_str()?.parse().ok());
    let on = on(sheet.as_ref(), workbook);
    let words = match (text(change.old), text(change.new)) {
        (None, Some(new)) => format!("Made the table {new}{on}"),
        (Some(old), Some(new)) if old != new => format!("Renamed the table {old} to {new}"),
        (Some(old), Some(_)) => format!("Changed the table {old}{on}"),
        (Some(old), None) => format!("Turned the table {old} into plain cells{on}"),
        (None, None) => "Changed a table".to_owned(),
    };
    Some(and_more(words, whole.len() - 1, "table", "tables"))
}

/// What was done to charts.
pub(super) fn of_charts(changes: &[&Change<'_>], workbook: &Workbook) -> Option<String> {
    let change = changes.first()?;
    let on = on(change.key.sheet(), workbook);
    let there = |value: Option<&Json>| value.is_some_and(Json::is_object);
    let words = match (there(change.old), there(change.new)) {
        (false, true) => format!("Made a chart{on}"),
        (true, false) => format!("Deleted a chart{on}"),
        _ => format!("Changed a chart{on}"),
    };
    Some(and_more(words, changes.len() - 1, "chart", "charts"))
}

/// What was done to conditional formats, or to rules for input. `is_whole`: the key is that of the thing itself, not of what it
/// compares with.
pub(super) fn of_marks(
    changes: &[&Change<'_>],
    (one, many): (&str, &str),
    is_whole: fn(&Key) -> bool,
    workbook: &Workbook,
) -> Option<String> {
    let first = changes.first()?;
    let on = on(first.key.sheet(), workbook);
    let whole: Vec<_> = changes.iter().filter(|c| is_whole(&c.key)).collect();
    let Some(change) = whole.first() else {
        return Some(format!("Changed a {one}{on}"));
    };
    let there = |value: Option<&Json>| value.is_some_and(|value| !value.is_null());
    let words = match (there(change.old), there(change.new)) {
        (false, true) => format!("Added a {one}{on}"),
        (true, false) => format!("Removed a {one}{on}"),
        _ => format!("Changed a {one}{on}"),
    };
    Some(and_more(words, whole.len() - 1, one, many))
}

/// What was done to notes, or to links.
pub(super) fn of_remarks(
    changes: &[&Change<'_>],
    one: &str,
    many: &str,
    workbook: &Workbook,
) -> Option<String> {
    let cells = changes.iter().filter_map(|change| match &change.key {
        Key::Note(sheet, cell) | Key::Link(sheet, cell) => Some((sheet, *cell)),
        _ => None,
    });
    let place = place(cells, workbook)?;
    let there = |value: Option<&Json>| value.is_some_and(Json::is_string);
    let added = changes.iter().all(|c| !there(c.old) && there(c.new));
    let removed = changes.iter().all(|c| !there(c.new));
    let what = if changes.len() == 1 {
        format!("the {one}")
    } else {
        many.to_owned()
    };
    Some(if added {
        let what = if changes.len() == 1 {
            format!("a {one}")
        } else {
            many.to_owned()
        };
        format!("Added {what} to {place}")
    } else if removed {
        format!("Removed {what} of {place}")
    } else {
        format!("Changed {what} of {place}")
    })
}
