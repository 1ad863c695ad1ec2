//! A workbook for tests: cells by address, the engine behind.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use daylight_calc::{Clock, Engine, NameDef, Recalc};
use daylight_model::{
    Axis, CellId, Content, Formula, FormulaKind, Resolve, SheetId, Table, Value,
    a1::parse_cell,
    formula::parse_formula,
    id::{MAX_COLS, MAX_ROWS},
};
use serde_json::Value as Json;

/// 2026-11-02 12:00.
pub(crate) const CLOCK: Clock = Clock {
    now: 46_328.5,
    seed: 7,
};

/// Rows or columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lines {
    Rows,
    Cols,
}

#[derive(Clone)]
pub(crate) struct Sheet {
    pub id: SheetId,
    pub name: String,
    pub exists: bool,
    row_entries: BTreeMap<String, Json>,
    col_entries: BTreeMap<String, Json>,
    rows: Axis,
    cols: Axis,
}

impl Sheet {
    fn entries(&mut self, lines: Lines) -> &mut BTreeMap<String, Json> {
        match lines {
            Lines::Rows => &mut self.row_entries,
            Lines::Cols => &mut self.col_entries,
        }
    }

    pub(crate) fn axis(&self, lines: Lines) -> &Axis {
        match lines {
            Lines::Rows => &self.rows,
            Lines::Cols => &self.cols,
        }
    }

    fn rebuild(&mut self) {
        let axis = |limit, entries: &BTreeMap<String, Json>| {
            Axis::build(limit, entries.iter().map(|(k, v)| (k.as_str(), v)))
        };
        self.rows = axis(MAX_ROWS, &self.row_entries);
        self.cols = axis(MAX_COLS, &self.col_entries);
    }
}

/// What the names in formulas mean.
#[derive(Default, Clone)]
pub(crate) struct Book {
    pub sheets: Vec<Sheet>,
    pub names: BTreeMap<String, NameDef>,
    pub tables: BTreeMap<String, Table>,
}

impl Book {
    fn sheet(&self, id: &SheetId) -> Option<&Sheet> {
        self.sheets.iter().find(|s| s.exists && s.id == *id)
    }

    /// Sheet and cell of an address such as `B7` or `Data!B7`.
    pub(crate) fn locate(&self, address: &str) -> (SheetId, CellId) {
        let (sheet, cell) = match address.split_once('!') {
            Some((name, cell)) => (self.sheets.iter().find(|s| s.name == name).unwrap(), cell),
            None => (&self.sheets[0], address),
        };
        let (row, col) = parse_cell(cell).unwrap();
        let row = sheet.rows.id_at(row).unwrap();
        let col = sheet.cols.id_at(col).unwrap();
        (sheet.id.clone(), CellId { row, col })
    }
}

impl Resolve for Book {
    fn sheet_by_name(&self, name: &str) -> Option<SheetId> {
        let found = |s: &&Sheet| s.exists && s.name.eq_ignore_ascii_case(name);
        self.sheets.iter().find(found).map(|s| s.id.clone())
    }
    fn sheet_name(&self, id: &SheetId) -> Option<&str> {
        self.sheet(id).map(|s| s.name.as_str())
    }
    fn rows(&self, sheet: &SheetId) -> Option<&Axis> {
        self.sheet(sheet).map(|s| &s.rows)
    }
    fn cols(&self, sheet: &SheetId) -> Option<&Axis> {
        self.sheet(sheet).map(|s| &s.cols)
    }
    fn name_by_text(&self, name: &str, own: &SheetId) -> Option<Arc<str>> {
        let called = |d: &NameDef| d.name.eq_ignore_ascii_case(name);
        let scoped = |scope: Option<&SheetId>| {
            let found = |(_, d): &(&String, &NameDef)| called(d) && d.scope.as_ref() == scope;
            self.names
                .iter()
                .find(found)
                .map(|(id, _)| Arc::from(id.as_str()))
        };
        scoped(Some(own)).or_else(|| scoped(None))
    }
    fn name_text(&self, id: &str) -> Option<(&str, Option<&SheetId>)> {
        self.names.get(id).map(|d| (&*d.name, d.scope.as_ref()))
    }
    fn table_by_text(&self, text: &str) -> Option<&Table> {
        let mut tables = self.tables.values();
        tables.find(|t| t.name.eq_ignore_ascii_case(text))
    }
    fn table(&self, id: &str) -> Option<&Table> {
        self.tables.get(id)
    }
    fn table_at(&self, sheet: &SheetId, cell: CellId) -> Option<&Table> {
        let (rows, cols) = (self.rows(sheet)?, self.cols(sheet)?);
        let mut tables = self.tables.values();
        tables.find(|t| t.sheet == *sheet && t.holds(cell, rows, cols))
    }
}

pub(crate) struct Grid {
    pub engine: Engine,
    pub book: Book,
    pub contents: HashMap<(SheetId, CellId), Content>,
    /// Sheets by place, in the order of their tabs.
    order: Vec<usize>,
    count: u32,
}

impl Grid {
    /// A workbook with these sheets.
    pub(crate) fn new(sheets: &[&str]) -> Self {
        let mut grid = Self {
            engine: Engine::new(false),
            book: Book::default(),
            contents: HashMap::new(),
            order: vec![],
            count: 0,
        };
        for name in sheets {
            grid.add_sheet(name);
        }
        grid
    }

    pub(crate) fn add_sheet(&mut self, name: &str) {
        let sheet = Sheet {
            id: (self.book.sheets.len() + 1).to_string().parse().unwrap(),
            name: name.to_owned(),
            exists: true,
            row_entries: BTreeMap::new(),
            col_entries: BTreeMap::new(),
            rows: Axis::base(MAX_ROWS),
            cols: Axis::base(MAX_COLS),
        };
        self.book.sheets.push(sheet);
        self.order.push(self.book.sheets.len() - 1);
        self.put(self.book.sheets.len() - 1);
    }

    /// Turns the tabs by so many places.
    pub(crate) fn reorder(&mut self, by: usize) {
        self.order.rotate_left(by);
        self.engine.put_order(&self.tabs());
    }

    fn tabs(&self) -> Vec<SheetId> {
        let sheets = self.order.iter().map(|n| &self.book.sheets[*n]);
        sheets.filter(|s| s.exists).map(|s| s.id.clone()).collect()
    }

    pub(crate) fn rename_sheet(&mut self, sheet: usize, name: &str) {
        name.clone_into(&mut self.book.sheets[sheet].name);
        self.put(sheet);
    }

    pub(crate) fn remove_sheet(&mut self, sheet: usize) {
        self.book.sheets[sheet].exists = false;
        self.engine.remove_sheet(&self.book.sheets[sheet].id);
        self.engine.put_order(&self.tabs());
    }

    pub(crate) fn restore_sheet(&mut self, sheet: usize) {
        self.book.sheets[sheet].exists = true;
        self.put(sheet);
    }

    fn put(&mut self, sheet: usize) {
        put_sheet(&mut self.engine, &self.book.sheets[sheet]);
        self.engine.put_order(&self.tabs());
    }

    /// The content of typed text: a formula, a number, a boolean, an error or text.
    pub(crate) fn content(&self, sheet: &SheetId, text: &str) -> Content {
        if let Some(formula) = text.strip_prefix('=') {
            return Content::Formula(Arc::new(parse_formula(formula, sheet, &self.book)));
        }
        Content::Value(match text {
            "" => Value::Empty,
            "TRUE" => Value::Bool(true),
            "FALSE" => Value::Bool(false),
            t if t.starts_with('#') => Value::Error(t.parse().unwrap()),
            t => t
                .parse()
                .map_or_else(|_| Value::Text(t.into()), Value::Number),
        })
    }

    pub(crate) fn set(&mut self, address: &str, text: &str) -> &mut Self {
        let (sheet, _) = self.book.locate(address);
        let content = self.content(&sheet, text);
        self.set_content(address, Some(content));
        self
    }

    /// Sets a formula as files from before dynamic arrays have it.
    pub(crate) fn set_old(&mut self, address: &str, text: &str) -> &mut Self {
        let (sheet, _) = self.book.locate(address);
        let Content::Formula(formula) = self.content(&sheet, text) else {
            panic!("no formula: {text}")
        };
        let formula = Formula {
            kind: FormulaKind::Implicit,
            ..(*formula).clone()
        };
        self.set_content(address, Some(Content::Formula(Arc::new(formula))));
        self
    }

    pub(crate) fn set_content(&mut self, address: &str, content: Option<Content>) {
        let (sheet, cell) = self.book.locate(address);
        match &content {
            Some(content) => self.contents.insert((sheet.clone(), cell), content.clone()),
            None => self.contents.remove(&(sheet.clone(), cell)),
        };
        self.engine.set(&sheet, cell, content);
    }

    /// Defines a name for the workbook, or for a sheet.
    pub(crate) fn name(&mut self, id: &str, name: &str, scope: Option<usize>, text: &str) {
        let scope = scope.map(|s| self.book.sheets[s].id.clone());
        let own = scope
            .clone()
            .unwrap_or_else(|| self.book.sheets[0].id.clone());
        let text = text.strip_prefix('=').unwrap();
        let def = NameDef {
            name: name.into(),
            scope,
            formula: Arc::new(parse_formula(text, &own, &self.book)),
        };
        self.book.names.insert(id.to_owned(), def.clone());
        self.engine.put_name(id, Some(def));
    }

    /// Makes a table of a range, whose columns are called so; with headings, and with totals where it is said.
    pub(crate) fn table(
        &mut self,
        id: &str,
        name: &str,
        range: &str,
        columns: &[&str],
        totals: bool,
    ) {
        let (sheet, from) = self.book.locate(range.split_once(':').unwrap().0);
        let prefix = range
            .split_once('!')
            .map_or(String::new(), |(s, _)| format!("{s}!"));
        let (_, to) = self
            .book
            .locate(&(prefix + range.split_once(':').unwrap().1));
        let cols = self.book.cols(&sheet).unwrap();
        let (first, last) = cols.span(from.col, to.col).unwrap();
        let ids = (first..=last).map(|at| cols.id_at(at).unwrap());
        let columns = ids.zip(columns.iter().map(|c| Arc::from(*c))).collect();
        self.put_table(Table {
            id: id.into(),
            name: name.into(),
            sheet,
            from,
            to,
            header: true,
            totals,
            style: "".into(),
            columns,
        });
    }

    pub(crate) fn put_table(&mut self, table: Table) {
        self.engine.put_table(&table.id, Some(table.clone()));
        self.book.tables.insert(table.id.to_string(), table);
    }

    pub(crate) fn remove_table(&mut self, id: &str) {
        self.book.tables.remove(id);
        self.engine.put_table(id, None);
    }

    pub(crate) fn remove_name(&mut self, id: &str) {
        self.book.names.remove(id);
        self.engine.put_name(id, None);
    }

    pub(crate) fn recalc(&mut self) -> Recalc {
        let done = self.engine.recalc(CLOCK, &|| false);
        assert!(done.finished);
        done
    }

    /// Recalculates and returns the addresses whose values changed, sorted.
    pub(crate) fn changed(&mut self) -> Vec<String> {
        let mut changed: Vec<String> = vec![];
        for (sheet, cell, value) in self.recalc().changed {
            let s = self.book.sheet(&sheet).unwrap();
            let (row, col) = (
                s.rows.index_of(cell.row).unwrap(),
                s.cols.index_of(cell.col).unwrap(),
            );
            assert_eq!(self.engine.value(&sheet, cell), value);
            let prefix = if s.id == self.book.sheets[0].id {
                String::new()
            } else {
                format!("{}!", s.name)
            };
            changed.push(format!(
                "{prefix}{}{}",
                daylight_model::a1::column_name(col),
                row + 1
            ));
        }
        changed.sort();
        changed
    }

    pub(crate) fn value(&self, address: &str) -> Value {
        let (sheet, cell) = self.book.locate(address);
        self.engine.value(&sheet, cell)
    }

    pub(crate) fn text(&self, address: &str) -> String {
        show(&self.value(address))
    }

    #[track_caller]
    pub(crate) fn expect(&self, address: &str, text: &str) -> &Self {
        assert_eq!(self.text(address), text, "{address}");
        self
    }

    /// Inserts lines before a line counted from 1.
    pub(crate) fn insert(&mut self, sheet: usize, lines: Lines, before: u32, count: u32) -> String {
        self.count += 1;
        let axis = self.book.sheets[sheet].axis(lines);
        let (key, value) = axis.insert_before(before - 1, count, self.count).unwrap();
        self.entry(sheet, lines, &key, Some(value));
        key
    }

    /// Deletes the lines `first..=last`, counted from 1.
    pub(crate) fn delete(&mut self, sheet: usize, lines: Lines, first: u32, last: u32) -> String {
        self.count += 1;
        let axis = self.book.sheets[sheet].axis(lines);
        let (key, value) = axis
            .delete(first - 1, last - 1, &format!("op{}", self.count))
            .unwrap();
        self.entry(sheet, lines, &key, Some(value));
        key
    }

    /// Moves the lines `first..=last` before another one, all counted from 1.
    pub(crate) fn move_lines(
        &mut self,
        sheet: usize,
        lines: Lines,
        range: (u32, u32),
        before: u32,
    ) -> Option<String> {
        self.count += 1;
        let axis = self.book.sheets[sheet].axis(lines);
        let op = format!("op{}", self.count);
        let (key, value) = axis
            .move_to(range.0 - 1, range.1 - 1, before - 1, &op)
            .ok()?;
        self.entry(sheet, lines, &key, Some(value));
        Some(key)
    }

    /// Sets or removes an entry of an axis.
    pub(crate) fn entry(
        &mut self,
        sheet: usize,
        lines: Lines,
        key: &str,
        value: Option<Json>,
    ) -> Option<Json> {
        let s = &mut self.book.sheets[sheet];
        let old = match value {
            Some(value) => s.entries(lines).insert(key.to_owned(), value),
            None => s.entries(lines).remove(key),
        };
        s.rebuild();
        if s.exists {
            self.put(sheet);
        }
        old
    }

    /// The same workbook in a new engine, calculated from nothing.
    pub(crate) fn fresh(&self) -> Engine {
        let mut engine = Engine::new(false);
        for sheet in self.book.sheets.iter().filter(|s| s.exists) {
            put_sheet(&mut engine, sheet);
        }
        engine.put_order(&self.tabs());
        for (id, def) in &self.book.names {
            engine.put_name(id, Some(def.clone()));
        }
        for (id, table) in &self.book.tables {
            engine.put_table(id, Some(table.clone()));
        }
        for ((sheet, cell), content) in &self.contents {
            engine.set(sheet, *cell, Some(content.clone()));
        }
        assert!(engine.recalc(CLOCK, &|| false).finished);
        engine
    }
}

fn put_sheet(engine: &mut Engine, sheet: &Sheet) {
    engine.put_sheet(
        &sheet.id,
        &sheet.name,
        sheet.rows.clone(),
        sheet.cols.clone(),
    );
}

pub(crate) fn show(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Number(n) => format!("{}", (n * 1e9).round() / 1e9 + 0.0),
        Value::Text(t) => t.to_string(),
        Value::Bool(b) => b.to_string().to_uppercase(),
        Value::Error(e) => e.to_string(),
    }
}
