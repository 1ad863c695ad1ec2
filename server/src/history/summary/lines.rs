//! Rows and columns inserted, deleted, moved, and all of that taken back.

use daylight_model::{Axis, Key, LineId, Workbook, a1, json};
use serde_json::Value as Json;

use super::{Change, counted, on};

/// Which lines, and how to name them.
struct Kind {
    one: &'static str,
    many: &'static str,
    before: &'static str,
    name: fn(u32) -> String,
}

const ROWS: Kind = Kind {
    one: "row",
    many: "rows",
    before: "above",
    name: |index| (index + 1).to_string(),
};
const COLUMNS: Kind = Kind {
    one: "column",
    many: "columns",
    before: "before",
    name: a1::column_name,
};

/// The last base line: everything that was imported is before it.
const LAST: LineId = LineId(daylight_model::id::RUN_SPAN - 1);

pub(super) fn words(changes: &[&Change<'_>], workbook: &Workbook) -> Option<String> {
    let change = changes.first()?;
    let (kind, sheet, entry) = match &change.key {
        Key::Rows(sheet, entry) => (ROWS, sheet, entry),
        Key::Cols(sheet, entry) => (COLUMNS, sheet, entry),
        _ => return None,
    };
    let axis = workbook.sheet(sheet).map(|s| {
        if kind.one == ROWS.one {
            s.rows()
        } else {
            s.cols()
        }
    });
    let value = change.new.or(change.old)?;
    let (what, op) = entry.split_at_checked(1)?;
    let count = count(what, value);
    let counted = counted(count, kind.one, kind.many);
    let words = match (what, change.new.is_some()) {
        ("i", true) => {
            let at = op
                .parse()
                .ok()
                .and_then(|run| axis?.index_of(LineId::of_run(run, 0)));
            let at = at.map(|at| format!(" {} {} {}", kind.before, kind.one, (kind.name)(at)));
            format!("Inserted {counted}{}", at.unwrap_or_default())
        }
        ("i", false) => format!("Took {counted} that had been inserted away"),
        ("d", true) => {
            deleted(&kind, value, count, axis).unwrap_or_else(|| format!("Deleted {counted}"))
        }
        ("d", false) => format!("Brought {counted} back"),
        (_, true) => format!("Moved {counted}"),
        (_, false) => format!("Moved {counted} back"),
    };
    Some(format!("{words}{}", on(Some(sheet), workbook)))
}

/// How many lines an entry is about.
fn count(what: &str, value: &Json) -> usize {
    let number = |part: &Json| {
        json::whole(part)
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or(0)
    };
    let Some(parts) = value.as_array() else {
        return 0;
    };
    match what {
        "i" => parts.get(2).map_or(0, number),
        "d" => parts.iter().skip(1).step_by(2).map(number).sum(),
        _ => parts.iter().skip(4).step_by(2).map(number).sum(),
    }
}

/// Where deleted lines stood: the first line after them tells.
fn deleted(kind: &Kind, value: &Json, count: usize, axis: Option<&Axis>) -> Option<String> {
    let spans = value.as_array()?;
    if spans.len() != 2 {
        return None;
    }
    let first = LineId(json::whole(spans.first()?)?);
    let (first, _) = axis?.span(first, LAST)?;
    let last = first + u32::try_from(count).ok()?.checked_sub(1)?;
    let name = kind.name;
    Some(match count {
        1 => format!("Deleted {} {}", kind.one, name(first)),
        _ => format!("Deleted {} {} to {}", kind.many, name(first), name(last)),
    })
}
