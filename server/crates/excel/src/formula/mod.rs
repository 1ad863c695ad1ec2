//! Formula text of files → stored form. At an import the identity of a line is its position.

use std::sync::Arc;

use daylight_model::{
    Axis, CellId, Formula, FormulaKind, LineId, Reference, SheetId, Table, TablePart,
    a1::Area,
    formula::{Resolve, parse_formula},
    id::{MAX_COLS, MAX_ROWS},
    reference::{Corner, End},
};
use rustc_hash::FxHashMap;

mod clean;

pub(crate) use clean::clean;

/// What formulas of a workbook can point at.
pub(crate) struct Book {
    pub(crate) date1904: bool,
    /// Names of linked files, by their number in formulas less one.
    pub(crate) externals: Vec<String>,
    /// The tables, in order.
    pub(crate) tables: Vec<Table>,
    /// Their places by lower-case name.
    table_names: FxHashMap<String, usize>,
    sheets: FxHashMap<String, SheetId>,
    sheet_names: FxHashMap<SheetId, String>,
    names: FxHashMap<(Option<SheetId>, String), Arc<str>>,
    name_texts: FxHashMap<Arc<str>, (String, Option<SheetId>)>,
    rows: Axis,
    cols: Axis,
}

impl Default for Book {
    fn default() -> Self {
        Self {
            date1904: false,
            externals: Vec::new(),
            tables: Vec::new(),
            table_names: FxHashMap::default(),
            sheets: FxHashMap::default(),
            sheet_names: FxHashMap::default(),
            names: FxHashMap::default(),
            name_texts: FxHashMap::default(),
            rows: Axis::base(MAX_ROWS),
            cols: Axis::base(MAX_COLS),
        }
    }
}

impl Book {
    /// Makes a sheet known under the name that formulas of the file use.
    pub(crate) fn add_sheet(&mut self, name: &str, id: &SheetId) {
        self.sheets
            .entry(name.to_lowercase())
            .or_insert_with(|| id.clone());
        self.sheet_names.insert(id.clone(), name.to_owned());
    }

    /// Makes a defined name known; false when there is one already.
    pub(crate) fn add_name(&mut self, name: &str, scope: Option<&SheetId>, id: &str) -> bool {
        let key = (scope.cloned(), name.to_lowercase());
        if self.names.contains_key(&key) {
            return false;
        }
        let id: Arc<str> = id.into();
        self.names.insert(key, id.clone());
        self.name_texts
            .insert(id, (name.to_owned(), scope.cloned()));
        true
    }

    /// Makes a table known; false when there is one of that name already.
    pub(crate) fn add_table(&mut self, table: Table) -> bool {
        let name = table.name.to_lowercase();
        let new = !self.table_names.contains_key(&name);
        if new {
            self.table_names.insert(name, self.tables.len());
            self.tables.push(table);
        }
        new
    }

    /// Reads a cleaned formula. `None`: it is too long to be kept.
    pub(crate) fn parse(&self, text: &str, own: &SheetId) -> Option<Formula> {
        let formula = parse_formula(text, own, self);
        formula.check().is_ok().then_some(formula)
    }
}

impl Resolve for Book {
    fn sheet_by_name(&self, name: &str) -> Option<SheetId> {
        self.sheets.get(&name.to_lowercase()).cloned()
    }

    fn sheet_name(&self, id: &SheetId) -> Option<&str> {
        self.sheet_names.get(id).map(String::as_str)
    }

    fn rows(&self, sheet: &SheetId) -> Option<&Axis> {
        self.sheet_names.contains_key(sheet).then_some(&self.rows)
    }

    fn cols(&self, sheet: &SheetId) -> Option<&Axis> {
        self.sheet_names.contains_key(sheet).then_some(&self.cols)
    }

    fn name_by_text(&self, name: &str, own: &SheetId) -> Option<Arc<str>> {
        if self.names.is_empty() {
            return None;
        }
        let mut key = (Some(own.clone()), name.to_lowercase());
        if let Some(id) = self.names.get(&key) {
            return Some(id.clone());
        }
        key.0 = None;
        self.names.get(&key).cloned()
    }

    fn name_text(&self, id: &str) -> Option<(&str, Option<&SheetId>)> {
        let (name, scope) = self.name_texts.get(id)?;
        Some((name, scope.as_ref()))
    }

    fn table_by_text(&self, text: &str) -> Option<&Table> {
        if self.tables.is_empty() {
            return None;
        }
        let place = self.table_names.get(&text.to_lowercase())?;
        self.tables.get(*place)
    }

    fn table(&self, id: &str) -> Option<&Table> {
        self.tables.iter().find(|table| *table.id == *id)
    }

    /// Files name the table in every reference.
    fn table_at(&self, _: &SheetId, _: CellId) -> Option<&Table> {
        None
    }
}

/// A plain formula of a file computes as before dynamic arrays. That only matters where a formula can meet more
/// than one value, so one that reads single cells alone is an ordinary one.
pub(crate) fn scalar_kind(formula: &Formula) -> FormulaKind {
    let single = formula.refs.iter().all(|r| match r {
        Reference::Cell { .. } => true,
        Reference::Table { part, columns, .. } => {
            *part == TablePart::ThisRow && columns.is_some_and(|(first, last)| first == last)
        }
        _ => false,
    });
    // What is put together from references, or spelled out, may be a range.
    let upper = formula.template.to_ascii_uppercase();
    let composed = ["OFFSET(", "INDIRECT(", "INDEX(", "CHOOSE("]
        .iter()
        .any(|call| upper.contains(call));
    if single && !composed && !upper.contains(['[', '{', ':']) {
        FormulaKind::Ordinary
    } else {
        FormulaKind::Implicit
    }
}

/// The formula as it reads when copied so many rows down and columns to the right. Lines that leave the sheet
/// come in again at the other end, as Excel has it.
pub(crate) fn shifted(formula: &Formula, rows: i64, cols: i64) -> Formula {
    fn end(end: End, by: i64, size: u32) -> End {
        if end.absolute {
            return end;
        }
        let line = i64::try_from(end.line.0).unwrap_or(0) + by;
        End {
            line: LineId(line.rem_euclid(i64::from(size)).unsigned_abs()),
            absolute: false,
        }
    }
    let row = |e| end(e, rows, MAX_ROWS);
    let col = |e| end(e, cols, MAX_COLS);
    let corner = |c: Corner| Corner {
        row: row(c.row),
        col: col(c.col),
    };
    let moved = |r: Reference| match r {
        Reference::Cell { sheet, at } => Reference::Cell {
            sheet,
            at: corner(at),
        },
        Reference::Range { sheet, from, to } => Reference::Range {
            sheet,
            from: corner(from),
            to: corner(to),
        },
        Reference::Rows { sheet, from, to } => Reference::Rows {
            sheet,
            from: row(from),
            to: row(to),
        },
        Reference::Columns { sheet, from, to } => Reference::Columns {
            sheet,
            from: col(from),
            to: col(to),
        },
        other => other,
    };
    let refs = formula.refs.iter().map(|r| match r.clone() {
        Reference::Stack { first, last, area } => Reference::Stack {
            first,
            last,
            area: Box::new(moved(*area)),
        },
        reference => moved(reference),
    });
    Formula {
        kind: formula.kind,
        template: formula.template.clone(),
        refs: refs.collect(),
    }
}

/// The range that an array formula fills.
pub(crate) fn filled(area: &Area) -> Reference {
    let end = |line: u32| End {
        line: LineId(line.into()),
        absolute: false,
    };
    let corner = |row, col| Corner {
        row: end(row),
        col: end(col),
    };
    let from = corner(area.top, area.left);
    if (area.top, area.left) == (area.bottom, area.right) {
        return Reference::Cell {
            sheet: None,
            at: from,
        };
    }
    Reference::Range {
        sheet: None,
        from,
        to: corner(area.bottom, area.right),
    }
}
