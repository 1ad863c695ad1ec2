//! The engine: cells in, recalculation, values out.

use std::sync::Arc;

use daylight_model::{CellId, Content, ErrorCode, Formula, LineRun, SheetId, Value};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    book::Book,
    compile::Lookup,
    evaluate::{Evaluator, functions::Functions},
    graph::{Graph, flag},
    load::Loaded,
    pass::Scratch,
    reference::{Cell, Ref, SheetIndex},
    structure::Waiting,
    template::Templates,
};

/// The moment of a recalculation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    /// Local date and time as a serial number of the workbook.
    pub now: f64,
    /// Seed of random numbers.
    pub seed: u64,
}

/// What a recalculation did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recalc {
    /// Formula cells whose value changed, and those whose formula is new.
    pub changed: Vec<(SheetId, CellId, Value)>,
    /// False when it was cancelled; the next recalculation goes on with the rest.
    pub finished: bool,
}

/// What the base has in a cell that an edit covers.
pub(crate) struct Under {
    /// The value, or a formula's result in the file.
    pub value: Value,
    /// Template and references.
    pub formula: Option<(u32, Box<[Ref]>)>,
}

/// Calculates one workbook.
///
/// Put the sheets and names, load the base blocks, set the edited cells, then [`recalc`](Self::recalc). Until the
/// first recalculation results from the base are trusted; after that they change as their inputs do.
pub struct Engine {
    pub(crate) book: Book,
    pub(crate) templates: Templates,
    pub(crate) graph: Graph,
    /// One for each thread that computes; the first one for what is computed alone.
    pub(crate) evaluators: Vec<Evaluator>,
    /// Formulas marked [`flag::DIRTY`], each once.
    pub(crate) dirty: Vec<u32>,
    /// Cells whose value changed otherwise than by recalculation.
    pub(crate) touched: Vec<Cell>,
    /// Edited cells and what they cover.
    pub(crate) edits: FxHashMap<Cell, Under>,
    /// Results in the file, of base formulas that show another one now.
    pub(crate) cached: FxHashMap<Cell, Value>,
    /// What is done when the first recalculation starts; `None` afterwards.
    pub(crate) waiting: Option<Waiting>,
    pub(crate) loaded: Loaded,
    pub(crate) scratch: Scratch,
    /// Formulas whose array finds no room, and the cell in its way.
    pub(crate) blocked: FxHashMap<Cell, Option<Cell>>,
    /// Formulas that go in circles through what one of them would spill. Without that no edge joins them, so they are
    /// looked at each time.
    ///
    /// How often each was found so in this recalculation: two such circles can open each other for ever, so after a few
    /// times they stay closed until the next one.
    pub(crate) entangled: FxHashMap<Cell, u8>,
    /// Cells beside array formulas whose value changed since the last report.
    pub(crate) spilled: FxHashSet<Cell>,
    /// How often what goes in circles is computed, and the change below which it is left; `None`: never.
    pub(crate) iteration: Option<Iteration>,
    /// Whether to give up on formulas that stand in no cell; those of people's rules may take long.
    pub(crate) patience: Option<Patience>,
}

/// Asked now and then whether to give up.
pub(crate) type Patience = Arc<dyn Fn() -> bool + Send + Sync>;

/// Threads that one workbook is computed on at most.
const MOST_THREADS: usize = 4;

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |n| n.get().min(MOST_THREADS))
}

/// How formulas that depend on themselves are computed, where a workbook allows them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Iteration {
    /// Rounds at most.
    pub rounds: u32,
    /// Largest change of a value in a round after which it ends.
    pub change: f64,
}

impl Engine {
    /// An engine without sheets. `date1904`: serial dates count from 1904.
    pub fn new(date1904: bool) -> Self {
        Self {
            book: Book::new(date1904),
            templates: Templates::default(),
            graph: Graph::default(),
            evaluators: (0..threads()).map(|_| Evaluator::new()).collect(),
            dirty: vec![],
            touched: vec![],
            edits: FxHashMap::default(),
            cached: FxHashMap::default(),
            waiting: Some(Waiting::default()),
            loaded: Loaded::default(),
            scratch: Scratch::default(),
            blocked: FxHashMap::default(),
            entangled: FxHashMap::default(),
            spilled: FxHashSet::default(),
            iteration: None,
            patience: None,
        }
    }

    /// Says how formulas that depend on themselves are computed; `None`: they are `#CIRC!`.
    pub fn set_iteration(&mut self, iteration: Option<Iteration>) {
        self.iteration = iteration;
    }

    /// Says when formulas of conditional formats and rules for input are given up: these then hold for nothing more. `None`:
    /// never.
    pub fn set_patience(&mut self, patience: Option<Arc<dyn Fn() -> bool + Send + Sync>>) {
        self.patience = patience;
    }

    /// Whether it has run out.
    pub(crate) fn gives_up(&self) -> bool {
        self.patience.as_ref().is_some_and(|patience| patience())
    }

    /// Gives a cell another content; `None`: what the base has.
    ///
    /// Cells of rows and columns that do not show may be set; they count once their lines do.
    pub fn set(&mut self, sheet: &SheetId, cell: CellId, content: Option<Content>) {
        let at = self.intern(sheet, cell);
        let Some(content) = content else {
            if let Some(under) = self.edits.remove(&at) {
                self.cut_out(at);
                self.uncover(at, under);
            }
            return;
        };
        let cleared = content == Content::Value(Value::Empty);
        if !self.edits.contains_key(&at) {
            let under = self.covered(at);
            self.edits.insert(at, under);
        }
        self.cached.remove(&at);
        if self.book.spills.owner(at).is_some() {
            // What is spilled into a cell is not cleared by clearing that cell.
            if cleared {
                return;
            }
            self.cut_out(at);
        }
        match content {
            Content::Value(value) => self.put_value(at, &value),
            Content::Formula(formula) => {
                let (template, refs) = self.compact(&formula, at.sheet);
                let id = self.put_formula(at, template, refs);
                self.graph.nodes[id as usize].raise(flag::FRESH);
                self.soil(id);
            }
        }
    }

    /// The value of a cell; of a formula not yet recalculated the former one.
    pub fn value(&self, sheet: &SheetId, cell: CellId) -> Value {
        self.find(sheet, cell)
            .map_or(Value::Empty, |at| self.book.value(at))
    }

    /// The formula or value of a cell; `None` when there is nothing.
    pub fn content(&self, sheet: &SheetId, cell: CellId) -> Option<Content> {
        let at = self.find(sheet, cell)?;
        if let Some(id) = self.formula_at(at) {
            let node = &self.graph.nodes[id as usize];
            let template = self.templates.get(node.template);
            let refs = node.refs.iter().map(|r| r.reference(&self.book));
            return Some(Content::Formula(Arc::new(Formula {
                kind: template.kind,
                template: template.text.clone(),
                refs: refs.collect(),
            })));
        }
        match self.book.value(at) {
            Value::Empty => None,
            value => Some(Content::Value(value)),
        }
    }

    /// The formulas in some rows and columns, with their values and whether those differ from the results in the
    /// base. (An edited formula has none there, so its value always counts as different.)
    pub fn formulas_in(
        &self,
        sheet: &SheetId,
        rows: &[LineRun],
        cols: &[LineRun],
    ) -> Vec<(CellId, Value, bool)> {
        let Some(index) = self.book.find(sheet) else {
            return vec![];
        };
        let Some(s) = self.book.sheet(index) else {
            return vec![];
        };
        let size = |runs: &[LineRun]| runs.iter().map(|r| u64::from(r.1)).sum::<u64>();
        let mut found = vec![];
        let mut take = |at: Cell, id: u32| {
            let (row, col) = self.book.lines(index, at.row, at.col);
            let node = &self.graph.nodes[id as usize];
            let differs = self.edits.contains_key(&at) || self.cached.contains_key(&at);
            debug_assert_eq!(node.at, at);
            found.push((CellId { row, col }, self.book.value(at), differs));
        };
        if size(rows).saturating_mul(size(cols)) > s.formulas.len() as u64 {
            let within = |runs: &[LineRun], id: u64| {
                runs.iter().any(|r| id >= r.0 && id - r.0 < u64::from(r.1))
            };
            for (at, id) in s.formulas.iter(index) {
                let (row, col) = self.book.lines(index, at.row, at.col);
                if within(rows, row.0) && within(cols, col.0) {
                    take(at, id);
                }
            }
        } else {
            let lines = |runs: &[LineRun]| {
                runs.iter()
                    .flat_map(|r| r.0..r.0 + u64::from(r.1))
                    .collect::<Vec<_>>()
            };
            let cols = lines(cols);
            for row in lines(rows) {
                for col in &cols {
                    let at = self.find(sheet, CellId::new(row, *col));
                    if let Some((at, id)) = at.and_then(|at| Some((at, s.formulas.get(at)?))) {
                        take(at, id);
                    }
                }
            }
        }
        self.spilled_in(index, rows, cols, &mut found);
        found
    }

    /// Adds the cells beside array formulas in some rows and columns.
    fn spilled_in(
        &self,
        index: SheetIndex,
        rows: &[LineRun],
        cols: &[LineRun],
        found: &mut Vec<(CellId, Value, bool)>,
    ) {
        let within =
            |runs: &[LineRun], id: u64| runs.iter().any(|r| id >= r.0 && id - r.0 < u64::from(r.1));
        for at in self.book.spills.owned().filter(|at| at.sheet == index) {
            let (row, col) = self.book.lines(index, at.row, at.col);
            if within(rows, row.0) && within(cols, col.0) {
                found.push((CellId { row, col }, self.book.value(at), true));
            }
        }
    }

    pub(crate) fn intern(&mut self, sheet: &SheetId, cell: CellId) -> Cell {
        let sheet = self.book.intern(sheet);
        let (row, col) = self.book.slots(sheet, cell.row, cell.col);
        Cell { sheet, row, col }
    }

    pub(crate) fn find(&self, sheet: &SheetId, cell: CellId) -> Option<Cell> {
        let sheet = self.book.find(sheet)?;
        let s = self.book.sheet(sheet)?;
        Some(Cell {
            sheet,
            row: s.rows.find(cell.row)?,
            col: s.cols.find(cell.col)?,
        })
    }

    pub(crate) fn formula_at(&self, at: Cell) -> Option<u32> {
        self.book.sheet(at.sheet)?.formulas.get(at)
    }

    /// Template and references of a formula on a sheet.
    pub(crate) fn compact(&mut self, formula: &Formula, own: SheetIndex) -> (u32, Box<[Ref]>) {
        let template = self.templates.intern(formula.kind, &formula.template);
        let refs = formula
            .refs
            .iter()
            .map(|r| Ref::new(r, own, &mut self.book));
        (template, refs.collect())
    }

    /// What the base has in a cell that was not edited so far.
    fn covered(&self, at: Cell) -> Under {
        if let Some(value) = self.under_spill(at) {
            return Under {
                value,
                formula: None,
            };
        }
        let value = self.book.value(at);
        match self.formula_at(at) {
            Some(id) => {
                let node = &self.graph.nodes[id as usize];
                Under {
                    value: self.cached.get(&at).cloned().unwrap_or(value),
                    formula: Some((node.template, node.refs.clone())),
                }
            }
            None => Under {
                value,
                formula: None,
            },
        }
    }

    /// Brings back what the base has.
    pub(crate) fn uncover(&mut self, at: Cell, under: Under) {
        self.cached.remove(&at);
        self.put_value(at, &under.value);
        if let Some((template, refs)) = under.formula {
            let id = self.put_formula(at, template, refs);
            self.graph.nodes[id as usize].raise(flag::TRUSTED | flag::FRESH);
            self.touch(id);
        }
    }

    /// Writes a plain value.
    pub(crate) fn put_value(&mut self, at: Cell, value: &Value) {
        let Some(sheet) = self.book.sheets.get_mut(at.sheet.0 as usize) else {
            return;
        };
        let mut spread = false;
        if let Some(id) = sheet.formulas.remove(at) {
            spread = self.graph.nodes[id as usize].is(flag::CIRCULAR | flag::DIRTY);
            self.graph.remove(id);
            self.forget(at);
        }
        spread |= self.write(at, value);
        if spread {
            self.touched.push(at);
        }
    }

    /// Writes a value and tells the evaluator; true when it is another one.
    pub(crate) fn write(&mut self, at: Cell, value: &Value) -> bool {
        let value = match value {
            Value::Number(n) if !n.is_finite() => &Value::Error(ErrorCode::Num),
            value => value,
        };
        let changed = self.book.write(at, value);
        if changed {
            for evaluator in &mut self.evaluators {
                evaluator.cell_changed(&self.book, at);
            }
        }
        changed
    }

    /// Puts a formula into a cell and binds it; its value is still the cell's former one.
    pub(crate) fn put_formula(&mut self, at: Cell, template: u32, refs: Box<[Ref]>) -> u32 {
        let id = self.graph.add(at, template, refs);
        if self.book.position(at).is_none() {
            self.graph.nodes[id as usize].raise(flag::PARKED);
        }
        if let Some(sheet) = self.book.sheets.get_mut(at.sheet.0 as usize)
            && let Some(former) = sheet.formulas.insert(at, id)
        {
            self.graph.remove(former);
            self.forget(at);
        }
        self.bind(id);
        id
    }

    /// Forgets what a formula that goes left beside its value.
    fn forget(&mut self, at: Cell) {
        self.blocked.remove(&at);
        self.entangled.remove(&at);
        self.book.subtotals.remove(&at);
        self.unspill(at, true);
    }

    /// Finds the shape of a formula and lays its edges.
    pub(crate) fn bind(&mut self, id: u32) {
        let node = &self.graph.nodes[id as usize];
        let (at, template) = (node.at, node.template);
        let lookup = Lookup {
            book: &self.book,
            functions: Functions::all(),
        };
        let shape = self
            .templates
            .shape_of(template, &node.refs, at.sheet, &lookup);
        let bound = self.templates.bind(shape, &node.refs, at, &mut self.book);
        let node = &mut self.graph.nodes[id as usize];
        node.shape = shape;
        node.bound = bound;
        if self.templates.shape(shape).subtotal {
            self.book.subtotals.insert(at);
        }
        self.lay(id);
    }

    /// Lays the edges of a formula.
    pub(crate) fn lay(&mut self, id: u32) {
        let node = &self.graph.nodes[id as usize];
        let user = (id, node.epoch);
        let compiled = self.templates.shape(node.shape);
        for n in &compiled.names {
            self.book.names.add_user(*n, user);
        }
        for n in &compiled.tables {
            self.book.tables.add_user(*n, user);
        }
        for text in &compiled.texts {
            self.book.names.add_text_user(text, user);
        }
        self.graph.link(id, &self.book, &self.templates);
    }

    /// Marks a formula whose inputs changed.
    pub(crate) fn soil(&mut self, id: u32) {
        let node = &mut self.graph.nodes[id as usize];
        if !node.is(flag::PARKED | flag::DIRTY) {
            node.raise(flag::DIRTY);
            self.dirty.push(id);
        }
    }

    /// Marks a formula that may yield something else, though no input changed. What cannot be computed at all
    /// keeps a result that came with the file.
    pub(crate) fn touch(&mut self, id: u32) {
        let node = &self.graph.nodes[id as usize];
        let keeps = node.is(flag::TRUSTED) && self.templates.shape(node.shape).unsupported;
        if !keeps {
            self.soil(id);
        }
    }
}
