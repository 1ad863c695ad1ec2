//! The read model of a workbook, kept current entry by entry.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use serde_json::Value as Json;

mod marks;
mod sheet;

pub use marks::Marks;
pub use sheet::{Sheet, SheetState};

use crate::{
    asset::Hash,
    axis::Axis,
    content::Formula,
    formula::Resolve,
    id::{CellId, LineId, SheetId},
    json,
    key::{Key, Root},
    table::Table,
};

/// A defined name.
#[derive(Clone, Debug, PartialEq)]
pub struct DefinedName {
    /// Its id.
    pub id: Arc<str>,
    /// Its text.
    pub name: Arc<str>,
    /// The sheet it is for; `None`: the workbook.
    pub scope: Option<SheetId>,
    /// What it stands for.
    pub formula: Arc<Formula>,
}

impl DefinedName {
    /// Reads `[name, scope, tag, template, reference…]`.
    pub fn from_json(id: &str, j: &Json) -> Option<Self> {
        let parts: Vec<&str> = j
            .as_array()?
            .iter()
            .map(Json::as_str)
            .collect::<Option<_>>()?;
        let [name, scope, formula @ ..] = parts.as_slice() else {
            return None;
        };
        let scope = match *scope {
            "" => None,
            sheet => Some(sheet.parse().ok()?),
        };
        Some(Self {
            id: id.into(),
            name: (*name).into(),
            scope,
            formula: Arc::new(Formula::from_parts(formula.iter().copied()).ok()?),
        })
    }

    /// As stored.
    pub fn to_json(&self) -> Json {
        let scope = self.scope.as_ref().map_or("", SheetId::as_str);
        let head = [self.name.to_string(), scope.to_owned()];
        let parts = head.into_iter().chain(self.formula.to_parts());
        parts.map(Json::String).collect()
    }
}

/// What a workbook holds above its blocks.
#[derive(Debug, Default)]
pub struct Workbook {
    epoch: Option<u32>,
    date1904: bool,
    iteration: Option<(u32, f64)>,
    styles: Option<Hash>,
    sheets: HashMap<SheetId, Sheet>,
    order: OnceLock<Vec<SheetId>>,
    names: HashMap<Arc<str>, DefinedName>,
    /// Lower-case text of a name to ids, in order of ids.
    by_text: HashMap<String, Vec<Arc<str>>>,
    tables: HashMap<Arc<str>, Table>,
    /// Names of columns by table, also of tables that are not there.
    table_columns: HashMap<Arc<str>, HashMap<LineId, Arc<str>>>,
}

impl Workbook {
    /// The document's epoch.
    pub fn epoch(&self) -> u32 {
        self.epoch.unwrap_or(1)
    }

    /// True when serial dates count from 1904.
    pub fn date1904(&self) -> bool {
        self.date1904
    }

    /// How many rounds formulas that depend on themselves are computed at most, and the change of a value after which they
    /// end; `None`: such formulas are an error.
    pub fn iteration(&self) -> Option<(u32, f64)> {
        self.iteration
    }

    /// Hash of the style table.
    pub fn styles(&self) -> Option<Hash> {
        self.styles
    }

    /// The sheets that exist and are not deleted, hidden ones too, in the order of their tabs.
    pub fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        self.all_sheets().filter(|s| !s.is_deleted())
    }

    /// Deleted sheets too: their contents stay, so that they can be brought back.
    pub fn all_sheets(&self) -> impl Iterator<Item = &Sheet> {
        let order = self.order.get_or_init(|| {
            let mut list: Vec<_> = self.sheets.values().filter(|s| s.exists()).collect();
            list.sort_unstable_by(|a, b| (a.pos(), a.id()).cmp(&(b.pos(), b.id())));
            list.into_iter().map(|s| s.id().clone()).collect()
        });
        order.iter().filter_map(|id| self.sheets.get(id))
    }

    /// A sheet that exists, deleted or not.
    pub fn sheet(&self, id: &SheetId) -> Option<&Sheet> {
        self.sheets.get(id).filter(|s| s.exists())
    }

    /// The sheet with a name, in any case; the first tab when two people gave the same name.
    pub fn sheet_named(&self, name: &str) -> Option<&Sheet> {
        let name = fold(name);
        self.sheets().find(|s| fold(s.name()) == name)
    }

    /// All defined names.
    pub fn names(&self) -> impl Iterator<Item = &DefinedName> {
        self.names.values()
    }

    /// A defined name by id.
    pub fn name(&self, id: &str) -> Option<&DefinedName> {
        self.names.get(id)
    }

    /// The defined name that a text on a sheet means: the sheet's own one first.
    pub fn name_for(&self, text: &str, own: &SheetId) -> Option<&DefinedName> {
        let ids = self.by_text.get(&fold(text))?;
        let all = || ids.iter().filter_map(|id| self.names.get(id));
        all()
            .find(|n| n.scope.as_ref() == Some(own))
            .or_else(|| all().find(|n| n.scope.is_none()))
    }

    /// All tables.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.values()
    }

    /// A table by id.
    pub fn table_by_id(&self, id: &str) -> Option<&Table> {
        self.tables.get(id)
    }

    /// The table that a text means; the one with the smallest id when two people gave the same name.
    pub fn table_named(&self, text: &str) -> Option<&Table> {
        let text = fold(text);
        let named = self.tables.values().filter(|t| fold(&t.name) == text);
        named.min_by(|a, b| a.id.cmp(&b.id))
    }

    /// Takes in the present value of an entry.
    pub(crate) fn set(&mut self, root: Root, key: &str, value: Option<&Json>) {
        let Ok(key) = Key::parse(root, key) else {
            return;
        };
        match &key {
            Key::Epoch => self.epoch = value.and_then(json::whole32),
            Key::Date1904 => self.date1904 = value == Some(&Json::Bool(true)),
            Key::Iterate => self.iteration = value.and_then(crate::form::iteration),
            Key::Styles => self.styles = value.and_then(Json::as_str).and_then(|s| s.parse().ok()),
            Key::Name(id) => self.set_name(id, value),
            Key::Table(id) => self.set_table(id, value),
            Key::TableColumn(id, col) => self.set_table_column(id, *col, value),
            _ => {
                if let Some(id) = key.sheet() {
                    let sheet = self
                        .sheets
                        .entry(id.clone())
                        .or_insert_with(|| Sheet::new(id.clone()));
                    sheet.set(&key, value);
                    if root == Root::Sheets {
                        self.order = OnceLock::new();
                    }
                }
            }
        }
    }

    fn set_name(&mut self, id: &Arc<str>, value: Option<&Json>) {
        if let Some(old) = self.names.remove(id) {
            let text = fold(&old.name);
            if let Some(ids) = self.by_text.get_mut(&text) {
                ids.retain(|i| i != id);
                if ids.is_empty() {
                    self.by_text.remove(&text);
                }
            }
        }
        if let Some(name) = value.and_then(|v| DefinedName::from_json(id, v)) {
            let ids = self.by_text.entry(fold(&name.name)).or_default();
            let at = ids.partition_point(|i| i < id);
            ids.insert(at, Arc::clone(id));
            self.names.insert(Arc::clone(id), name);
        }
    }

    fn set_table(&mut self, id: &Arc<str>, value: Option<&Json>) {
        match value.and_then(|v| Table::from_json(id, v)) {
            Some(mut table) => {
                table.columns = self.table_columns.get(id).cloned().unwrap_or_default();
                self.tables.insert(Arc::clone(id), table);
            }
            None => {
                self.tables.remove(id);
            }
        }
    }

    fn set_table_column(&mut self, id: &Arc<str>, col: LineId, value: Option<&Json>) {
        let columns = self.table_columns.entry(Arc::clone(id)).or_default();
        match value.and_then(Json::as_str) {
            Some(name) => columns.insert(col, name.into()),
            None => columns.remove(&col),
        };
        if let Some(table) = self.tables.get_mut(id) {
            table.columns.clone_from(columns);
        }
    }
}

/// Names are equal whatever their case.
pub(crate) fn fold(name: &str) -> String {
    name.chars().flat_map(char::to_lowercase).collect()
}

impl Resolve for Workbook {
    fn sheet_by_name(&self, name: &str) -> Option<SheetId> {
        self.sheet_named(name).map(|s| s.id().clone())
    }

    fn sheet_name(&self, id: &SheetId) -> Option<&str> {
        let sheet = self.sheet(id).filter(|s| !s.is_deleted())?;
        Some(sheet.name())
    }

    fn rows(&self, id: &SheetId) -> Option<&Axis> {
        Some(self.sheet(id).filter(|s| !s.is_deleted())?.rows())
    }

    fn cols(&self, id: &SheetId) -> Option<&Axis> {
        Some(self.sheet(id).filter(|s| !s.is_deleted())?.cols())
    }

    fn name_by_text(&self, text: &str, own: &SheetId) -> Option<Arc<str>> {
        self.name_for(text, own).map(|n| Arc::clone(&n.id))
    }

    fn name_text(&self, id: &str) -> Option<(&str, Option<&SheetId>)> {
        self.name(id).map(|n| (&*n.name, n.scope.as_ref()))
    }

    fn table_by_text(&self, text: &str) -> Option<&Table> {
        self.table_named(text)
    }

    fn table(&self, id: &str) -> Option<&Table> {
        self.table_by_id(id)
    }

    fn table_at(&self, sheet: &SheetId, cell: CellId) -> Option<&Table> {
        let (rows, cols) = (self.rows(sheet)?, self.cols(sheet)?);
        let here = self.tables.values().filter(|t| t.sheet == *sheet);
        here.filter(|t| t.holds(cell, rows, cols))
            .min_by(|a, b| a.id.cmp(&b.id))
    }
}
