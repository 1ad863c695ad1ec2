//! The form that the value of each kind of entry has (FORMAT.md §2, §4, §6).

use serde_json::Value as Json;

use crate::{
    asset::Hash,
    axis::{Entry, EntryError},
    content::{Content, ContentError, Formula},
    id::{LineId, MAX_RUN, SheetId},
    json,
    key::{FormatTarget, Key, LayoutItem, SheetField},
    marks::{Check, Criterion, FilterCells, Rule},
    reference::Reference,
    table::{Table, is_column_name},
};

/// Longest name of a sheet, in characters.
pub const MAX_SHEET_NAME: usize = 31;
/// Longest defined name, in characters.
pub const MAX_NAME: usize = 255;
/// Largest width or height, CSS pixels.
pub const MAX_SIZE: f64 = 10_000.0;
/// Longest font name or number format, in bytes.
const MAX_PROPERTY: usize = 1_024;

/// What is wrong with an entry's value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// Not what this kind of entry holds.
    #[error("the value must be {0}")]
    Expected(&'static str),
    /// Not a content.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// Not an entry of an axis.
    #[error(transparent)]
    Axis(#[from] EntryError),
    /// A format property that does not exist or has not its type.
    #[error("format property {0:?} is unknown or has a wrong value")]
    Property(String),
}

/// True for a name that a sheet may have.
pub fn is_sheet_name(name: &str) -> bool {
    let chars = name.chars().count();
    (1..=MAX_SHEET_NAME).contains(&chars)
        && !name.contains([':', '\\', '/', '?', '*', '[', ']'])
        && !name.chars().any(char::is_control)
        && !name.starts_with('\'')
        && !name.ends_with('\'')
}

/// True for a text that a defined name may have: a letter, `_` or `\` first, then also digits, `.` and `?`.
pub fn is_defined_name(name: &str) -> bool {
    let mut chars = name.chars();
    let first = chars
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '_' || c == '\\');
    let rest = |c: char| c.is_alphanumeric() || matches!(c, '_' | '\\' | '.' | '?');
    first && chars.all(rest) && name.chars().count() <= MAX_NAME
}

/// `#rrggbb`
pub fn is_color(s: &str) -> bool {
    s.len() == 7 && s.starts_with('#') && s.bytes().skip(1).all(|b| b.is_ascii_hexdigit())
}

fn want(ok: bool, what: &'static str) -> Result<(), FormError> {
    if ok {
        Ok(())
    } else {
        Err(FormError::Expected(what))
    }
}

/// Rounds of a calculation in circles, and the change of a value below which they end.
pub(crate) fn iteration(value: &Json) -> Option<(u32, f64)> {
    let [rounds, change] = value.as_array()?.as_slice() else {
        return None;
    };
    let rounds = rounds
        .as_f64()
        .filter(|n| n.fract() == 0.0 && (1.0..=32_767.0).contains(n))?;
    let change = change.as_f64().filter(|n| n.is_finite() && *n >= 0.0)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked above"
    )]
    Some((rounds as u32, change))
}

/// Checks that a value has the form that its key asks for.
pub fn check(key: &Key, value: &Json) -> Result<(), FormError> {
    match key {
        Key::Epoch => want(
            json::whole32(value).is_some_and(|n| n > 0),
            "a positive whole number",
        ),
        Key::Date1904 => want(value.is_boolean(), "a boolean"),
        Key::Iterate => want(
            iteration(value).is_some(),
            "how many rounds (1 to 32,767) and the change after which they end",
        ),
        Key::Styles | Key::FilterRows(..) => hash(value),
        Key::Sheet(_, field) => sheet(*field, value),
        Key::Rows(_, entry) | Key::Cols(_, entry) => {
            Entry::parse(entry, value)?;
            Ok(())
        }
        Key::Cell(..) | Key::RuleOperand(..) | Key::CheckOperand(..) => {
            Content::from_json(value)?;
            Ok(())
        }
        Key::Format(_, target) => format(value, !matches!(target, FormatTarget::Cell(_))),
        Key::Layout(_, item) => layout(*item, value),
        Key::Name(_) => name(value),
        Key::Table(id) => want(
            value.is_null() || Table::from_json(id, value).is_some(),
            "[name, sheet, first row, first column, last row, last column, header, totals, style] or null",
        ),
        Key::TableColumn(..) => want(
            value.as_str().is_some_and(is_column_name),
            "the name of a column",
        ),
        Key::Chart(..) => chart(value),
        Key::Note(..) => want(
            value.is_null() || value.as_str().is_some_and(is_note),
            "a text of at most 8,192 characters, or null",
        ),
        Key::Link(..) => want(
            value.is_null() || value.as_str().is_some_and(is_link),
            "an http, https, mailto or tel address, # and a reference, or null",
        ),
        Key::Filter(..) => want(
            value.is_null() || FilterCells::from_json(value).is_some(),
            "[first row, first column, last row, last column], true or null",
        ),
        Key::FilterColumn(..) => want(
            value.is_null() || Criterion::from_json(value).is_some(),
            "a criterion of a filter, or null",
        ),
        Key::Rule(..) => want(
            value.is_null() || Rule::from_json(value).is_some(),
            "a conditional format or null",
        ),
        Key::Check(..) => want(
            value.is_null() || Check::from_json(value).is_some(),
            "what may be entered in some cells, or null",
        ),
    }
}

fn hash(value: &Json) -> Result<(), FormError> {
    let ok = value.as_str().is_some_and(|s| s.parse::<Hash>().is_ok());
    want(ok, "a hash")
}

fn sheet(field: SheetField, value: &Json) -> Result<(), FormError> {
    let text = value.as_str();
    match field {
        SheetField::Name => want(text.is_some_and(is_sheet_name), "a sheet name"),
        SheetField::Pos => {
            let fits = |s: &str| {
                (1..=256).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric())
            };
            want(text.is_some_and(fits), "a fractional key")
        }
        SheetField::State => want(
            matches!(text, Some("visible" | "hidden" | "veryhidden" | "deleted")),
            "visible, hidden, veryhidden or deleted",
        ),
        SheetField::Color => want(
            value.is_null() || text.is_some_and(is_color),
            "#rrggbb or null",
        ),
        SheetField::Base => hash(value),
        SheetField::Freeze => {
            let end = |j: &Json| j.as_f64() == Some(-1.0) || is_line(j);
            let ok = value
                .as_array()
                .is_some_and(|a| a.len() == 2 && a.iter().all(end));
            want(ok, "[row, column], -1 for none")
        }
        SheetField::Grid => want(value.is_boolean(), "a boolean"),
    }
}

fn is_line(j: &Json) -> bool {
    json::whole(j).is_some_and(|n| LineId(n).run() <= MAX_RUN)
}

fn layout(item: LayoutItem, value: &Json) -> Result<(), FormError> {
    match item {
        LayoutItem::Width(_) | LayoutItem::Height(_) => {
            let size = value
                .as_f64()
                .is_some_and(|n| (0.0..=MAX_SIZE).contains(&n));
            want(value.is_null() || size, "a size in pixels or null")
        }
        LayoutItem::RowHidden(_) | LayoutItem::ColHidden(_) => {
            want(value.is_boolean(), "a boolean")
        }
        LayoutItem::Merge(_) => {
            let pair = value
                .as_array()
                .is_some_and(|a| a.len() == 2 && a.iter().all(is_line));
            want(value.is_null() || pair, "[row, column] or null")
        }
    }
}

fn name(value: &Json) -> Result<(), FormError> {
    const WHAT: &str = "[name, scope, tag, template, reference…] or null";
    if value.is_null() {
        return Ok(());
    }
    let parts: Option<Vec<&str>> = value
        .as_array()
        .and_then(|a| a.iter().map(Json::as_str).collect());
    let Some([name, scope, formula @ ..]) = parts.as_deref() else {
        return Err(FormError::Expected(WHAT));
    };
    let scoped = scope.is_empty() || scope.parse::<SheetId>().is_ok();
    want(is_defined_name(name) && scoped, WHAT)?;
    Formula::from_parts(formula.iter().copied())?;
    Ok(())
}

/// Longest note, in characters.
pub const MAX_NOTE: usize = 8_192;
/// Longest address of a link, in bytes.
pub const MAX_LINK: usize = 2_083;

fn is_note(s: &str) -> bool {
    !s.is_empty() && s.chars().count() <= MAX_NOTE
}

/// True for what a link may point at: a page, a mail, a call, or a reference in the workbook. An address that runs a script
/// must never be followed.
pub fn is_link(s: &str) -> bool {
    let fits = s.len() <= MAX_LINK && !s.chars().any(char::is_control);
    let scheme = |name: &str| {
        let head = s.get(..name.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(name)) && s.len() > name.len()
    };
    let inside = s.strip_prefix('#').map(str::parse::<Reference>);
    let known = ["http://", "https://", "mailto:", "tel:"];
    fits && (known.into_iter().any(scheme) || inside.is_some_and(|r| r.is_ok()))
}

/// Properties that every chart has.
const CHART_NEEDS: [&str; 6] = ["kind", "data", "row", "col", "width", "height"];

fn chart(value: &Json) -> Result<(), FormError> {
    let Some(map) = value.as_object() else {
        return want(value.is_null(), "a chart or null");
    };
    for (property, value) in map {
        if !chart_property_fits(property, value) {
            return Err(FormError::Property(property.chars().take(32).collect()));
        }
    }
    let whole = CHART_NEEDS.iter().all(|need| map.contains_key(*need));
    want(whole, "a chart with its kind, data, place and size")
}

fn chart_property_fits(property: &str, value: &Json) -> bool {
    let text = value.as_str();
    let one_of = |list: &[&str]| text.is_some_and(|t| list.contains(&t));
    let pixels = |low: f64| {
        value
            .as_f64()
            .is_some_and(|n| (low..=MAX_SIZE).contains(&n))
    };
    match property {
        "kind" => one_of(&[
            "column", "bar", "line", "area", "pie", "doughnut", "scatter", "combo",
        ]),
        "data" => text
            .and_then(|t| t.parse::<Reference>().ok())
            .is_some_and(|r| r.sheet().is_some() && matches!(r, Reference::Range { .. })),
        "row" | "col" => is_line(value),
        "dx" | "dy" => pixels(0.0),
        "width" | "height" => pixels(40.0),
        "title" | "xTitle" | "yTitle" => text.is_some_and(|t| t.chars().count() <= 255),
        "by" => one_of(&["cols", "rows"]),
        "heads" | "labels" | "smooth" => value.is_boolean(),
        "stack" => one_of(&["none", "stacked", "percent"]),
        "legend" => one_of(&["none", "top", "right", "bottom", "left"]),
        // Series of a combined chart that are drawn as lines, by number.
        "lines" => text.is_some_and(|t| {
            t.len() <= 255
                && t.split(',')
                    .all(|n| n.is_empty() || n.parse::<u8>().is_ok())
        }),
        _ => false,
    }
}

fn format(value: &Json, whole_line: bool) -> Result<(), FormError> {
    let Some(map) = value.as_object() else {
        return want(value.is_null(), "a format or null");
    };
    for (property, value) in map {
        if !property_fits(property, value, whole_line) {
            return Err(FormError::Property(property.chars().take(32).collect()));
        }
    }
    Ok(())
}

pub(crate) fn property_fits(property: &str, value: &Json, whole_line: bool) -> bool {
    let text = value.as_str();
    let one_of = |list: &[&str]| text.is_some_and(|t| list.contains(&t));
    let number = |low: f64, high: f64| value.as_f64().is_some_and(|n| (low..=high).contains(&n));
    if property == "at" {
        return whole_line && value.as_f64().is_some_and(f64::is_finite);
    }
    match property {
        "font" | "format" => value.is_null() || text.is_some_and(|t| t.len() <= MAX_PROPERTY),
        "size" => value.is_null() || number(1.0, 409.0),
        "bold" | "italic" | "underline" | "strike" | "wrap" => {
            value.is_null() || value.is_boolean()
        }
        "color" | "fill" => value.is_null() || text.is_some_and(is_color),
        "align" => value.is_null() || one_of(&["left", "center", "right", "justify", "fill"]),
        "valign" => value.is_null() || one_of(&["top", "middle", "bottom"]),
        "indent" => value.is_null() || number(0.0, 15.0),
        "borderTop" | "borderRight" | "borderBottom" | "borderLeft" => {
            value.is_null() || text.is_some_and(is_border)
        }
        _ => false,
    }
}

fn is_border(s: &str) -> bool {
    s.split_once(' ').is_some_and(|(style, color)| {
        let styles = [
            "thin", "medium", "thick", "dashed", "dotted", "double", "hair",
        ];
        styles.contains(&style) && is_color(color)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use serde_json::json;

    use super::*;
    use crate::key::Root;

    fn fits(root: Root, key: &str, value: &Json) -> bool {
        check(&Key::parse(root, key).unwrap(), value).is_ok()
    }

    #[test]
    fn values_of_the_form_pass() {
        let hash = "ab".repeat(32);
        for (root, key, value) in [
            (Root::Book, "epoch", json!(1)),
            (Root::Book, "styles", json!(hash)),
            (Root::Sheets, "1/name", json!("Übersicht 2026")),
            (Root::Sheets, "1/pos", json!("V")),
            (Root::Sheets, "1/color", json!(null)),
            (Root::Sheets, "1/freeze", json!([-1, 3])),
            (Root::Rows, "1/i5", json!([-1, "V-5", 2])),
            (Root::Rows, "1/dx", json!([1, 2, 5, 1])),
            (Root::Cols, "1/mx", json!([1, 0, "V-x", 5, 1])),
            (Root::Cells, "1/1:1", json!(["=", "1+1"])),
            (
                Root::Formats,
                "1/1:1",
                json!({"bold": true, "fill": "#ffCC00", "format": null}),
            ),
            (
                Root::Formats,
                "1/1:*",
                json!({"at": 12, "borderTop": "thin #000000"}),
            ),
            (Root::Layout, "1/w:1", json!(84.5)),
            (Root::Layout, "1/hr:1", json!(false)),
            (Root::Layout, "1/m:1:1", json!([2, 2])),
            (
                Root::Names,
                "n1",
                json!(["Tax_Rate", "", "=", "\u{FFFC}", "1!$0,$0"]),
            ),
            (Root::Names, "n1", json!(null)),
            (
                Root::Tables,
                "t1",
                json!(["Sales", "1", 2, 1, 12, 4, true, false, "blue"]),
            ),
            (Root::Tables, "t1", json!(null)),
            (Root::Tables, "t1/4", json!("Amount\n(net)")),
            (
                Root::Charts,
                "1/c1",
                json!({"kind": "line", "data": "1!0,0:9,3", "row": 1, "col": 2, "dx": 4.5,
                    "width": 480, "height": 300, "title": "", "heads": true, "lines": "1,2"}),
            ),
            (Root::Charts, "1/c1", json!(null)),
            (Root::Notes, "1/1:1", json!("Ask Kate.\nTwice.")),
            (Root::Links, "1/1:1", json!("https://example.org/?a=1#b")),
            (Root::Links, "1/1:1", json!("MailTo:kate@example.org")),
            (Root::Links, "1/1:1", json!("#2!0,0:3,4")),
            (Root::Links, "1/1:1", json!("#n:rate")),
        ] {
            assert!(fits(root, key, &value), "{root} {key} {value}");
        }
    }

    #[test]
    fn other_values_are_refused() {
        for (root, key, value) in [
            (Root::Book, "epoch", json!(0)),
            (Root::Book, "styles", json!("x")),
            (Root::Sheets, "1/name", json!("a/b")),
            (Root::Sheets, "1/name", json!("'a")),
            (Root::Sheets, "1/name", json!("")),
            (Root::Sheets, "1/name", json!("x".repeat(32))),
            (Root::Sheets, "1/state", json!("gone")),
            (Root::Sheets, "1/color", json!("red")),
            (Root::Sheets, "1/freeze", json!([-2, 3])),
            (Root::Rows, "1/i5", json!([-1, "V-6", 2])),
            (Root::Rows, "1/i5", json!([-2, "V-5", 2])),
            (Root::Rows, "1/dx", json!([1])),
            (Root::Cells, "1/1:1", json!({})),
            (Root::Formats, "1/1:1", json!({"blink": true})),
            (Root::Formats, "1/1:1", json!({"at": 1})),
            (Root::Formats, "1/1:1", json!({"font": 3})),
            (Root::Formats, "1/1:1", json!([1])),
            (Root::Layout, "1/w:1", json!(-1)),
            (Root::Layout, "1/hr:1", json!(1)),
            (Root::Names, "n1", json!(["1x", "", "=", "1"])),
            (Root::Names, "n1", json!(["x", "", "="])),
            (
                Root::Tables,
                "t1",
                json!(["Sales", "1", 2, 1, 12, 4, true, false]),
            ),
            (
                Root::Tables,
                "t1",
                json!(["1Sales", "1", 2, 1, 12, 4, true, false, ""]),
            ),
            (
                Root::Tables,
                "t1",
                json!(["Sales", "1", -2, 1, 12, 4, true, false, ""]),
            ),
            (
                Root::Tables,
                "t1",
                json!(["Sales", "1", 2, 1, 12, 4, 1, false, ""]),
            ),
            (Root::Tables, "t1/4", json!("")),
            (Root::Tables, "t1/4", json!(null)),
            (
                Root::Charts,
                "1/c1",
                json!({"kind": "line", "data": "1!0,0:9,3", "row": 1, "col": 2, "width": 480}),
            ),
            (
                Root::Charts,
                "1/c1",
                json!({"kind": "line", "data": "0,0:9,3", "row": 1, "col": 2, "width": 480, "height": 300}),
            ),
            (Root::Charts, "1/c1", json!({"blink": true})),
            (Root::Notes, "1/1:1", json!("")),
            (Root::Notes, "1/1:1", json!("x".repeat(8_193))),
            (Root::Links, "1/1:1", json!("javascript:alert(1)")),
            (Root::Links, "1/1:1", json!(" https://example.org")),
            (Root::Links, "1/1:1", json!("https://")),
            (Root::Links, "1/1:1", json!("#there")),
        ] {
            assert!(!fits(root, key, &value), "{root} {key} {value}");
        }
    }
}
