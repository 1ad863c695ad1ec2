//! What an import hands over: a sink takes the assets as they come, the rest is [`Imported`].

use std::io;

use daylight_model::{Edit, Hash, Root, SheetId, Table};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::report::Report;

/// Takes what an import makes, while it reads.
pub trait Sink {
    /// An asset, gzip-compressed, under the hash of its JSON. The same one may come twice.
    fn asset(&mut self, hash: Hash, gzip: Vec<u8>) -> io::Result<()>;
    /// How far it is, 0 to 1, and what is being read.
    fn progress(&mut self, share: f32, what: &str);
}

/// A workbook as imported. The cells are in the assets that went to the sink.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    /// Name of the workbook: the file's name without its ending.
    pub title: String,
    /// Serial dates count from 1904.
    pub date1904: bool,
    /// Rounds in which formulas that depend on themselves are computed, and the change after which they end.
    pub iteration: Option<(u32, f64)>,
    /// Hash of the style table.
    pub styles: Hash,
    /// The worksheets, in order.
    pub sheets: Vec<ImportedSheet>,
    /// The defined names.
    pub names: Vec<ImportedName>,
    /// The tables.
    pub tables: Vec<ImportedTable>,
    /// What was kept and what was not.
    pub report: Report,
}

/// One worksheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportedSheet {
    /// `1`, `2`, …
    pub id: SheetId,
    /// Name of the tab.
    pub name: String,
    /// Visibility.
    pub state: SheetState,
    /// Colour of the tab, `#rrggbb`.
    pub color: Option<String>,
    /// Hash of the manifest.
    pub manifest: Hash,
    /// Last frozen row and column, -1 for none.
    pub freeze: Option<(i64, i64)>,
    /// Whether grid lines are shown.
    pub grid: bool,
    /// Notes by row and column id.
    pub notes: Vec<(u64, u64, String)>,
    /// Links likewise, as the document holds them.
    pub links: Vec<(u64, u64, String)>,
    /// Conditional formats, what may be entered and filters: root, key and value of entries.
    pub marks: Vec<(String, String, Json)>,
}

/// Visibility of a sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SheetState {
    /// In the tabs.
    #[default]
    Visible,
    /// Can be shown from the menu.
    Hidden,
    /// Can be shown by a program only.
    VeryHidden,
}

/// A defined name in stored form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedName {
    /// Its id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Sheet it belongs to; `None`: the workbook.
    pub scope: Option<SheetId>,
    /// `[tag, template, ref…]`.
    pub formula: Vec<String>,
}

/// A table in stored form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedTable {
    /// Its id.
    pub id: String,
    /// Its entry.
    pub entry: Json,
    /// Names of its columns, by the columns' ids.
    pub columns: Vec<(u64, String)>,
}

impl From<Table> for ImportedTable {
    fn from(table: Table) -> Self {
        let columns = table.columns.iter();
        let mut columns: Vec<_> = columns.map(|(id, name)| (id.0, name.to_string())).collect();
        columns.sort_unstable();
        Self {
            id: table.id.to_string(),
            entry: table.to_json(),
            columns,
        }
    }
}

impl Imported {
    /// The entries of the new document.
    pub fn edits(&self) -> Vec<Edit> {
        let mut edits = vec![
            edit(Root::Book, "epoch".to_owned(), json!(1)),
            edit(Root::Book, "styles".to_owned(), json!(self.styles)),
        ];
        if self.date1904 {
            edits.push(edit(Root::Book, "date1904".to_owned(), json!(true)));
        }
        if let Some((rounds, change)) = self.iteration {
            edits.push(edit(
                Root::Book,
                "iterate".to_owned(),
                json!([rounds, change]),
            ));
        }
        let places = positions(self.sheets.len());
        for (sheet, place) in self.sheets.iter().zip(places) {
            let mut put = |key: &str, value: Json| {
                edits.push(edit(Root::Sheets, format!("{}/{key}", sheet.id), value));
            };
            put("name", json!(sheet.name));
            put("pos", json!(place));
            put("base", json!(sheet.manifest));
            match sheet.state {
                SheetState::Visible => {}
                SheetState::Hidden => put("state", json!("hidden")),
                SheetState::VeryHidden => put("state", json!("veryhidden")),
            }
            if let Some(color) = &sheet.color {
                put("color", json!(color));
            }
            if let Some((row, col)) = sheet.freeze {
                put("freeze", json!([row, col]));
            }
            if !sheet.grid {
                put("grid", json!(false));
            }
            for (root, remarks) in [(Root::Notes, &sheet.notes), (Root::Links, &sheet.links)] {
                for (row, col, text) in remarks {
                    let key = format!("{}/{row}:{col}", sheet.id);
                    edits.push(edit(root, key, json!(text)));
                }
            }
            for (root, key, value) in &sheet.marks {
                if let Ok(root) = root.parse::<Root>() {
                    edits.push(edit(root, key.clone(), value.clone()));
                }
            }
        }
        for name in &self.names {
            let scope = name.scope.as_ref().map_or("", SheetId::as_str);
            let mut entry = vec![json!(name.name), json!(scope)];
            entry.extend(name.formula.iter().map(|part| json!(part)));
            edits.push(edit(Root::Names, name.id.clone(), Json::Array(entry)));
        }
        for table in &self.tables {
            let mut put = |key: String, value| edits.push(edit(Root::Tables, key, value));
            put(table.id.clone(), table.entry.clone());
            for (col, name) in &table.columns {
                put(format!("{}/{col}", table.id), json!(name));
            }
        }
        edits
    }
}

fn edit(root: Root, key: String, value: Json) -> Edit {
    Edit {
        root,
        key,
        value: Some(value),
    }
}

/// Evenly spread fractional keys, in order, none ending in `0`.
pub(crate) fn positions(count: usize) -> Vec<String> {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut space = 62;
    let mut width = 1;
    while space <= count {
        space *= 62;
        width += 1;
    }
    let step = space / (count + 1);
    (1..=count)
        .map(|i| {
            let mut rest = i * step;
            let mut key = vec![b'0'; width];
            for digit in key.iter_mut().rev() {
                *digit = DIGITS[rest % 62];
                rest /= 62;
            }
            String::from_utf8_lossy(&key)
                .trim_end_matches('0')
                .to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::positions;

    #[test]
    fn positions_are_ordered_and_end_in_no_zero() {
        for count in [1, 2, 3, 30, 60, 61, 62, 63, 500, 5000] {
            let keys = positions(count);
            assert_eq!(keys.len(), count);
            assert!(keys.windows(2).all(|w| w[0] < w[1]), "{count}");
            assert!(keys.iter().all(|k| !k.is_empty() && !k.ends_with('0')));
        }
    }
}
