//! Rows of the log as people read them, with the names and addresses that things have now.

use daylight_model::document::EntryChange;
use daylight_model::formula::render_formula;
use daylight_model::key::{FormatTarget, Key};
use daylight_model::{CellId, Content, Root, Sheet, SheetId, Value, Workbook, a1};
use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::db::log::CellRow;
use crate::history::rows::key_of;
use crate::history::summary;

/// What kind of thing was touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// What a cell holds.
    Value,
    /// How something looks.
    Format,
    /// Sheets, rows, columns, sizes, names.
    Structure,
    /// What a formula gives, where only what it reads is different.
    Computed,
}

/// One thing that a change touched.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Touched {
    /// The sheet's name now; null where it belongs to none.
    #[schema(example = "Plan")]
    pub sheet: Option<String>,
    /// The sheet's id.
    pub sheet_id: Option<String>,
    /// Where the cell is now; null when it is no cell, or deleted.
    #[schema(example = "B7")]
    pub cell: Option<String>,
    /// Row id of the cell.
    pub row: Option<u64>,
    /// Column id of the cell.
    pub col: Option<u64>,
    pub kind: Kind,
    /// Before: a scalar, `{"error": …}`, formula text with its `=`, or null for nothing.
    #[schema(value_type = Option<Object>)]
    pub old: Json,
    /// After, likewise.
    #[schema(value_type = Option<Object>)]
    pub new: Json,
    /// In words, where it is no cell.
    pub label: Option<String>,
    /// Written in vain: a concurrent change won.
    pub superseded: bool,
}

/// A row of the log as people read it.
pub fn describe(row: &CellRow, workbook: &Workbook) -> Option<Touched> {
    let (root, key, text) = key_of(row)?;
    let value = |stored: &Option<String>| {
        stored
            .as_deref()
            .and_then(|json| serde_json::from_str::<Json>(json).ok())
    };
    let (old, new) = (value(&row.old), value(&row.new));
    let sheet = key.sheet().and_then(|id| workbook.sheet(id));
    let at = key.cell();
    let touched = Touched {
        sheet: sheet.map(|sheet| sheet.name().to_owned()),
        sheet_id: key.sheet().map(ToString::to_string),
        cell: at.zip(sheet).and_then(|(cell, sheet)| address(sheet, cell)),
        row: at.map(|cell| cell.row.0),
        col: at.map(|cell| cell.col.0),
        kind: Kind::Value,
        old: Json::Null,
        new: Json::Null,
        label: None,
        superseded: row.superseded,
    };
    Some(match &key {
        Key::Cell(own, _) => Touched {
            old: content(old.as_ref(), own, workbook),
            new: content(new.as_ref(), own, workbook),
            label: touched
                .cell
                .is_none()
                .then(|| "A cell that is deleted now".to_owned()),
            ..touched
        },
        Key::Format(_, target) => {
            let (old, new) = format_words(old.as_ref(), new.as_ref());
            let label = match target {
                FormatTarget::Cell(_) => "Format".to_owned(),
                FormatTarget::Row(_) => "Format of a row".to_owned(),
                FormatTarget::Col(_) => "Format of a column".to_owned(),
            };
            Touched {
                kind: Kind::Format,
                old,
                new,
                label: Some(label),
                ..touched
            }
        }
        _ => {
            let entry = EntryChange {
                root,
                key: text,
                old,
                new,
                superseded: false,
            };
            let label = Some(summary(std::slice::from_ref(&entry), workbook));
            // Names of assets say nothing to people.
            let told = root != Root::Book && !key.server_only();
            let plain = |value: Option<Json>| {
                value
                    .filter(|json| told && !json.is_array() && !json.is_object())
                    .unwrap_or_default()
            };
            let (old, new) = (plain(entry.old), plain(entry.new));
            Touched {
                kind: Kind::Structure,
                old,
                new,
                label,
                cell: None,
                ..touched
            }
        }
    })
}

/// Where a cell is now.
pub fn address(sheet: &Sheet, cell: CellId) -> Option<String> {
    Some(a1::cell_name(
        sheet.rows().index_of(cell.row)?,
        sheet.cols().index_of(cell.col)?,
    ))
}

/// A stored content as the API shows it.
pub fn content(stored: Option<&Json>, own: &SheetId, workbook: &Workbook) -> Json {
    match stored.map(Content::from_json) {
        Some(Ok(Content::Value(value))) => scalar(&value),
        Some(Ok(Content::Formula(formula))) => {
            Json::String(format!("={}", render_formula(&formula, own, workbook)))
        }
        Some(Err(_)) | None => Json::Null,
    }
}

/// A value as the API shows it.
pub fn scalar(value: &Value) -> Json {
    match value {
        Value::Error(code) => json!({"error": code.as_str()}),
        plain => plain.to_json(),
    }
}

/// The properties of a format that differ, before and after, in words.
fn format_words(old: Option<&Json>, new: Option<&Json>) -> (Json, Json) {
    let get = |format: Option<&Json>, property: &str| {
        format
            .and_then(|f| f.get(property))
            .cloned()
            .unwrap_or_default()
    };
    let mut properties: Vec<&String> = [old, new]
        .into_iter()
        .flatten()
        .filter_map(Json::as_object)
        .flat_map(|map| map.keys())
        .collect();
    properties.sort();
    properties.dedup();
    properties.retain(|property| *property != "at" && get(old, property) != get(new, property));
    let words = |format: Option<&Json>| {
        let words: Vec<String> = properties
            .iter()
            .filter_map(|property| match get(format, property) {
                Json::Null => None,
                Json::Bool(true) => Some((*property).clone()),
                Json::Bool(false) => Some(format!("not {property}")),
                Json::String(text) => Some(format!("{property} {text}")),
                other => Some(format!("{property} {other}")),
            })
            .collect();
        if words.is_empty() {
            Json::Null
        } else {
            Json::String(words.join(", "))
        }
    };
    (words(old), words(new))
}
