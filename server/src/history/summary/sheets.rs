//! Sheets added, renamed, moved, hidden, deleted.

use daylight_model::Workbook;
use daylight_model::key::{Key, SheetField};
use serde_json::Value as Json;

use super::{Change, and_more};

pub(super) fn words(changes: &[&Change<'_>], workbook: &Workbook) -> Option<String> {
    let field = |change: &Change<'_>| {
        if let Key::Sheet(_, field) = &change.key {
            Some(*field)
        } else {
            None
        }
    };
    let having = |wanted: SheetField| {
        changes
            .iter()
            .filter(move |change| field(change) == Some(wanted))
    };
    let added = having(SheetField::Name)
        .filter(|change| change.old.is_none() && change.new.is_some())
        .count();
    if added > 0 {
        let first = having(SheetField::Name).find(|change| change.old.is_none())?;
        let words = format!("Added sheet {}", text(first.new));
        return Some(and_more(words, added - 1, "sheet", "sheets"));
    }
    let order = [
        SheetField::Name,
        SheetField::State,
        SheetField::Pos,
        SheetField::Color,
        SheetField::Freeze,
        SheetField::Grid,
        SheetField::Base,
    ];
    let change = order.into_iter().find_map(|wanted| having(wanted).next())?;
    let name = change
        .key
        .sheet()
        .and_then(|id| workbook.sheet(id))
        .map_or_else(|| "?".to_owned(), |s| s.name().into());
    Some(match field(change)? {
        SheetField::Name => format!("Renamed sheet {} to {}", text(change.old), text(change.new)),
        SheetField::State => match (text(change.old).as_str(), text(change.new).as_str()) {
            (_, "deleted") => format!("Deleted sheet {name}"),
            ("deleted", _) => format!("Brought sheet {name} back"),
            (_, "hidden" | "veryhidden") => format!("Hid sheet {name}"),
            _ => format!("Showed sheet {name}"),
        },
        SheetField::Pos => format!("Moved sheet {name}"),
        SheetField::Color => format!("Coloured the tab of {name}"),
        SheetField::Freeze if is_frozen(change.new) => format!("Froze panes on {name}"),
        SheetField::Freeze => format!("Unfroze panes on {name}"),
        SheetField::Grid if change.new == Some(&Json::Bool(false)) => {
            format!("Hid the grid lines of {name}")
        }
        SheetField::Grid => format!("Showed the grid lines of {name}"),
        SheetField::Base => format!("Replaced what sheet {name} is based on"),
    })
}

fn text(value: Option<&Json>) -> String {
    value.and_then(Json::as_str).unwrap_or_default().to_owned()
}

fn is_frozen(value: Option<&Json>) -> bool {
    let lines = value.and_then(Json::as_array);
    lines.is_some_and(|lines| {
        lines
            .iter()
            .any(|line| line.as_f64().is_some_and(|line| line >= 0.0))
    })
}
