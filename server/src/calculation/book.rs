//! A workbook as the calculation holds it: the engine, and what it takes to write formulas as text.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use daylight_calc::{Clock, Engine, LookCache, Misfit, NameDef};
use daylight_model::formula::{Resolve, render_formula};
use daylight_model::{
    Axis, Block, CellId, Content, Hash, LineRun, Manifest, SheetId, Table, Value,
};

use super::cells::{CellRead, CellsRead, Prepared};
use super::delta::{Delta, Shape};
use super::screen::{Looks, Runs, Values, View};
use crate::clock;
use crate::ids::Seq;

/// Engine and shape of one workbook.
pub(super) struct Book {
    engine: Engine,
    shapes: Shapes,
    seq: Seq,
    /// Rows that the bases of sheets hide.
    hidden: BTreeMap<SheetId, Vec<LineRun>>,
    /// Bases whose blocks are in the engine.
    loaded: BTreeMap<SheetId, Hash>,
    /// Rows that filters of sheets hide, and by which lists.
    filtered: BTreeMap<SheetId, (Vec<Hash>, Vec<LineRun>)>,
    /// What has changed and is not yet shown.
    news: News,
    /// What is known of the ranges of conditional formats.
    look_cache: LookCache,
    /// How what is on screens was last said to look.
    looks: HashMap<View, Arc<Looks>>,
}

/// A sheet whose blocks are others than those in the engine.
pub(super) struct Rebase {
    pub sheet: SheetId,
    /// The manifest whose blocks are there.
    pub old: Option<Hash>,
    /// The one whose blocks are to be there.
    pub new: Option<Hash>,
}

/// What a screen may have to hear of.
#[derive(Default)]
struct News {
    values: HashMap<(SheetId, CellId), Value>,
    /// Sheets whose lines are others now.
    moved: BTreeSet<SheetId>,
    /// Cells that were given a content.
    set: BTreeSet<(SheetId, CellId)>,
}

impl Book {
    pub(super) fn new(date1904: bool) -> Self {
        Self {
            engine: Engine::new(date1904),
            shapes: Shapes::default(),
            seq: Seq::default(),
            hidden: BTreeMap::new(),
            loaded: BTreeMap::new(),
            filtered: BTreeMap::new(),
            news: News::default(),
            look_cache: LookCache::default(),
            looks: HashMap::new(),
        }
    }

    /// Takes in sheets and names; says of which sheets other blocks are to be loaded before the cells.
    pub(super) fn reshape(&mut self, delta: &Delta) -> Vec<Rebase> {
        if delta.whole {
            *self = Self::new(delta.date1904);
            self.engine.set_iteration(delta.iteration);
        }
        let mut missing = Vec::new();
        for (id, shape) in &delta.sheets {
            if let Some(shape) = shape {
                self.engine
                    .put_sheet(id, &shape.name, shape.rows.clone(), shape.cols.clone());
                self.shapes.sheets.insert(id.clone(), shape.clone());
                self.hide(id);
                let old = match shape.base {
                    Some(base) => self.loaded.insert(id.clone(), base),
                    None => self.loaded.remove(id),
                };
                if old != shape.base {
                    missing.push(Rebase {
                        sheet: id.clone(),
                        old,
                        new: shape.base,
                    });
                }
            } else {
                self.engine.remove_sheet(id);
                self.shapes.sheets.remove(id);
            }
            self.news.moved.insert(id.clone());
            self.look_cache.drop_sheet(&self.engine, id);
        }
        if let Some(order) = &delta.order {
            self.engine.put_order(order);
        }
        for (id, definition) in &delta.names {
            self.engine.put_name(id, definition.clone());
            match definition {
                Some(definition) => self.shapes.names.insert(Arc::clone(id), definition.clone()),
                None => self.shapes.names.remove(id),
            };
        }
        for (id, table) in &delta.tables {
            self.engine.put_table(id, table.clone());
            match table {
                Some(table) => self.shapes.tables.insert(Arc::clone(id), table.clone()),
                None => self.shapes.tables.remove(id),
            };
        }
        missing
    }

    /// Sheets whose filters hide other rows than is known here, and the lists of these.
    pub(super) fn unknown_filters(&self) -> Vec<(SheetId, Vec<Hash>)> {
        let known = |id: &SheetId| self.filtered.get(id).map_or(&[][..], |known| &known.0);
        let wanted = self.shapes.sheets.iter().map(|(id, shape)| {
            let lists: Vec<Hash> = shape.marks.all_hidden().collect();
            (id.clone(), lists)
        });
        wanted.filter(|(id, lists)| known(id) != lists).collect()
    }

    /// Takes in the rows that the filters of a sheet hide.
    pub(super) fn filter(&mut self, sheet: &SheetId, lists: Vec<Hash>, rows: Vec<LineRun>) {
        self.filtered.insert(sheet.clone(), (lists, rows));
        self.hide(sheet);
    }

    /// Takes in what is to be known of a base beside its blocks.
    pub(super) fn load_manifest(&mut self, sheet: &SheetId, manifest: &Manifest) {
        let hidden = manifest
            .heights
            .iter()
            .filter(|(.., hidden, _)| *hidden != 0);
        let runs = hidden.map(|(first, count, ..)| (*first, *count)).collect();
        self.hidden.insert(sheet.clone(), runs);
        self.hide(sheet);
    }

    /// Tells the engine which rows of a sheet are hidden: those of the base, and what was hidden or shown since.
    fn hide(&mut self, sheet: &SheetId) {
        let Some(shape) = self.shapes.sheets.get(sheet) else {
            return;
        };
        let since = |hidden| {
            let lines = shape.hidden.iter().filter(move |(_, now)| **now == hidden);
            lines.map(|(line, _)| line.0)
        };
        let shown: BTreeSet<u64> = since(false).collect();
        let mut runs: Vec<LineRun> = since(true).map(|line| (line, 1)).collect();
        for (first, count) in self.hidden.get(sheet).into_iter().flatten() {
            let (mut from, end) = (*first, *first + u64::from(*count));
            let length = |from: u64, to: u64| u32::try_from(to - from).unwrap_or(0);
            for line in shown.range(from..end) {
                runs.push((from, length(from, *line)));
                from = line + 1;
            }
            runs.push((from, length(from, end)));
        }
        runs.retain(|(_, count)| *count > 0);
        let filtered = self.filtered.get(sheet).map_or(&[][..], |known| &known.1);
        self.engine.put_hidden(sheet, &runs, filtered);
    }

    /// Takes in a block of what was imported.
    pub(super) fn load_block(&mut self, sheet: &SheetId, block: &Block) {
        if let Err(error) = self.engine.load_block(sheet, block) {
            // What can be read of it counts; the rest shows as empty.
            tracing::error!(sheet = %sheet, error = &error as &dyn std::error::Error, "a block could not be loaded");
        }
    }

    /// Takes in contents.
    pub(super) fn fill(&mut self, delta: Delta) {
        if delta.seq > self.seq {
            self.seq = delta.seq;
        }
        for ((sheet, cell), content) in delta.cells {
            self.engine.set(&sheet, cell, content);
            self.look_cache.touch(&self.engine, &sheet, cell);
            self.news.set.insert((sheet, cell));
        }
    }

    /// Computes; false when it was given up before it was done.
    pub(super) fn recalc(&mut self, cancel: &(dyn Fn() -> bool + Sync)) -> bool {
        let recalc = self.engine.recalc(now(), cancel);
        for (sheet, cell, value) in recalc.changed {
            self.look_cache.touch(&self.engine, &sheet, cell);
            self.news.values.insert((sheet, cell), value);
        }
        recalc.finished
    }

    /// The computed values of a view that differ from what was imported.
    pub(super) fn all_values(&self, view: &View) -> Values {
        let mut values = Values::new(self.seq, view.sheet.clone(), true);
        if let Some(shape) = self.shapes.sheets.get(&view.sheet) {
            let (rows, cols) = shape.spans(view);
            for (cell, value, differs) in self.engine.formulas_in(&view.sheet, &rows, &cols) {
                if differs {
                    values.push(cell, &value);
                }
            }
        }
        values
    }

    /// What a screen is to be sent; `None` when nothing. `all`: it is new to it.
    pub(super) fn frame(&mut self, view: &View, all: bool) -> Option<Values> {
        let values = if all {
            Some(self.all_values(view))
        } else {
            self.new_values(view)
        };
        let looks = self.looks(view, all);
        if values.is_none() && looks.is_none() {
            return None;
        }
        let blank = || Values::new(self.seq, view.sheet.clone(), false);
        let mut values = values.unwrap_or_else(blank);
        values.looks = looks;
        Some(values)
    }

    /// Whether there is anything to tell screens.
    /// What a cell gives.
    pub(super) fn value(&self, sheet: &SheetId, cell: CellId) -> Value {
        self.engine.value(sheet, cell)
    }

    /// What a cell holds.
    pub(super) fn content(&self, sheet: &SheetId, cell: CellId) -> Option<Content> {
        self.engine.content(sheet, cell)
    }

    /// Lets a cell hold something else, without a change of the document.
    pub(super) fn put(&mut self, sheet: &SheetId, cell: CellId, content: Option<Content>) {
        self.engine.set(sheet, cell, content);
    }

    /// The value of every formula.
    pub(super) fn formula_values(&self) -> Vec<(SheetId, CellId, Value)> {
        let mut values = Vec::new();
        for (id, shape) in &self.shapes.sheets {
            let lines = |axis: &Axis| axis.spans_of(0, axis.shown().saturating_sub(1));
            let (rows, cols) = (lines(&shape.rows), lines(&shape.cols));
            let found = self.engine.formulas_in(id, &rows, &cols);
            values.extend(
                found
                    .into_iter()
                    .map(|(cell, value, _)| (id.clone(), cell, value)),
            );
        }
        values
    }

    pub(super) fn has_news(&self) -> bool {
        !self.news.values.is_empty() || !self.news.moved.is_empty() || !self.news.set.is_empty()
    }

    /// What a screen has to hear since the last time; `None` when nothing.
    pub(super) fn new_values(&self, view: &View) -> Option<Values> {
        if self.news.moved.contains(&view.sheet) {
            return Some(self.all_values(view));
        }
        let shape = self.shapes.sheets.get(&view.sheet)?;
        let (rows, cols) = shape.spans(view);
        let (rows, cols) = (Runs::new(&rows), Runs::new(&cols));
        let shows = |(sheet, cell): &(SheetId, CellId)| {
            *sheet == view.sheet && rows.contains(cell.row) && cols.contains(cell.col)
        };
        let mut values = Values::new(self.seq, view.sheet.clone(), false);
        for (at, value) in self.news.values.iter().filter(|(at, _)| shows(at)) {
            values.push(at.1, value);
        }
        // A formula just written must be shown even when it comes out as what stood there before.
        for at in self
            .news
            .set
            .iter()
            .filter(|at| shows(at) && !self.news.values.contains_key(*at))
        {
            if matches!(self.engine.content(&at.0, at.1), Some(Content::Formula(_))) {
                values.push(at.1, &self.engine.value(&at.0, at.1));
            }
        }
        (!values.cells.is_empty()).then_some(values)
    }

    /// How a view looks, when that is to be said: to whoever sees it for the first time, and when it changed.
    pub(super) fn looks(&mut self, view: &View, fresh: bool) -> Option<Arc<Looks>> {
        let shape = self.shapes.sheets.get(&view.sheet);
        let marked = shape.filter(|shape| shape.marks.has_looks());
        let cells = marked.map_or_else(Vec::new, |shape| {
            let (marks, rect) = (&shape.marks, view.rect());
            self.engine.set_patience(Some(patience()));
            self.engine
                .looks(&view.sheet, marks, &rect, now().now, &mut self.look_cache)
        });
        let looks = Looks::new(cells);
        let same = match self.looks.get(view) {
            Some(told) => **told == looks,
            None => looks == Looks::default(),
        };
        if same && !fresh {
            return None;
        }
        let looks = Arc::new(looks);
        self.looks.insert(view.clone(), Arc::clone(&looks));
        Some(looks)
    }

    /// Forgets how views look that nobody has on screen.
    pub(super) fn keep_looks(&mut self, seen: impl Fn(&View) -> bool) {
        self.looks.retain(|view, _| seen(view));
    }

    /// What is wrong with contents for cells of a sheet: their places in the list, and why.
    pub(super) fn misfits(
        &mut self,
        sheet: &SheetId,
        contents: &[(CellId, Content)],
    ) -> Vec<(usize, Misfit)> {
        let Some(shape) = self.shapes.sheets.get(sheet) else {
            return Vec::new();
        };
        self.engine.set_patience(Some(patience()));
        self.engine.misfits(sheet, &shape.marks, contents)
    }

    /// What the list offers that a cell is to hold one of.
    pub(super) fn choices(&mut self, sheet: &SheetId, cell: CellId) -> Option<Vec<Value>> {
        let shape = self.shapes.sheets.get(sheet)?;
        self.engine.set_patience(Some(patience()));
        self.engine.choices(sheet, &shape.marks, cell)
    }

    /// Screens have been told.
    pub(super) fn told(&mut self) {
        self.news = News::default();
    }

    pub(super) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The change up to which it is computed.
    pub(super) fn seq(&self) -> Seq {
        self.seq
    }

    /// The cells that somebody wants.
    pub(super) fn read(&self, wanted: Prepared) -> CellsRead {
        let mut cells = Vec::new();
        for (row, row_id) in (0..).zip(&wanted.rows) {
            for (col, col_id) in (0..).zip(&wanted.cols) {
                let cell = CellId {
                    row: *row_id,
                    col: *col_id,
                };
                let content = self.engine.content(&wanted.sheet, cell);
                let value = self.engine.value(&wanted.sheet, cell);
                let formula = match &content {
                    Some(Content::Formula(formula)) => {
                        Some(render_formula(formula, &wanted.sheet, &self.shapes))
                    }
                    _ => None,
                };
                if value != Value::Empty || formula.is_some() {
                    cells.push(CellRead {
                        row,
                        col,
                        value,
                        formula,
                    });
                }
            }
        }
        CellsRead { wanted, cells }
    }
}

/// Formulas of rules may keep a workbook's values waiting for that long.
const PATIENCE: Duration = Duration::from_secs(2);

fn patience() -> Arc<dyn Fn() -> bool + Send + Sync> {
    let started = Instant::now();
    Arc::new(move || started.elapsed() > PATIENCE)
}

impl Shape {
    fn spans(&self, view: &View) -> (Vec<daylight_model::LineRun>, Vec<daylight_model::LineRun>) {
        let (top, bottom) = view.row_span();
        let (left, right) = view.col_span();
        (
            self.rows.spans_of(top, bottom),
            self.cols.spans_of(left, right),
        )
    }
}

/// The moment of a calculation, as a serial number in UTC, and its dice.
fn now() -> Clock {
    const DAY: f64 = 86_400.0;
    /// 1970-01-01 as a serial.
    const EPOCH: f64 = 25_569.0;
    let now = clock::now();
    let seconds = now.unix_timestamp() as f64 + f64::from(now.microsecond()) / 1e6;
    Clock {
        now: EPOCH + seconds / DAY,
        seed: rand::random(),
    }
}

/// Names of things, as formulas show them.
#[derive(Default)]
struct Shapes {
    sheets: BTreeMap<SheetId, Shape>,
    names: BTreeMap<Arc<str>, NameDef>,
    tables: BTreeMap<Arc<str>, Table>,
}

impl Resolve for Shapes {
    fn sheet_by_name(&self, name: &str) -> Option<SheetId> {
        let wanted = name.to_lowercase();
        self.sheets
            .iter()
            .find(|(_, shape)| shape.name.to_lowercase() == wanted)
            .map(|(id, _)| id.clone())
    }

    fn sheet_name(&self, id: &SheetId) -> Option<&str> {
        self.sheets.get(id).map(|shape| shape.name.as_str())
    }

    fn rows(&self, sheet: &SheetId) -> Option<&Axis> {
        self.sheets.get(sheet).map(|shape| &shape.rows)
    }

    fn cols(&self, sheet: &SheetId) -> Option<&Axis> {
        self.sheets.get(sheet).map(|shape| &shape.cols)
    }

    fn name_by_text(&self, name: &str, own: &SheetId) -> Option<Arc<str>> {
        let wanted = name.to_lowercase();
        let named = || {
            self.names
                .iter()
                .filter(|(_, def)| def.name.to_lowercase() == wanted)
        };
        named()
            .find(|(_, def)| def.scope.as_ref() == Some(own))
            .or_else(|| named().find(|(_, def)| def.scope.is_none()))
            .map(|(id, _)| Arc::clone(id))
    }

    fn name_text(&self, id: &str) -> Option<(&str, Option<&SheetId>)> {
        self.names
            .get(id)
            .map(|def| (&*def.name, def.scope.as_ref()))
    }

    fn table_by_text(&self, text: &str) -> Option<&Table> {
        let wanted = text.to_lowercase();
        self.tables
            .values()
            .find(|table| table.name.to_lowercase() == wanted)
    }

    fn table(&self, id: &str) -> Option<&Table> {
        self.tables.get(id)
    }

    /// Formulas are only written out here.
    fn table_at(&self, _: &SheetId, _: CellId) -> Option<&Table> {
        None
    }
}
