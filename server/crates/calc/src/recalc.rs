//! Recalculation: what depends on a change is put in order and evaluated once, as far as values really change.

use std::thread;

use daylight_model::{CellId, FormulaKind, SheetId, Value};
use rustc_hash::FxHashSet;

use crate::{
    book::Book,
    engine::{Clock, Engine, Recalc},
    evaluate::{
        Evaluator, Job, Outcome, Stop,
        context::{Pending, Read},
    },
    graph::{Graph, flag},
    ranges::{LEVELS, block_of},
    reference::{Area, Cell, Kind, Rect, SheetIndex},
    template::Templates,
};

/// Evaluations between two looks at whether to go on.
const POLL: u32 = 32;
/// Formulas that are ready at the same time from which on several threads evaluate them.
const TOGETHER: usize = 1024;
/// Times that dynamic references may lead elsewhere, or arrays find another size, before that is left as it is.
const ROUNDS: u32 = 32;

/// What a recalculation gathers.
#[derive(Default)]
pub(crate) struct Gathered {
    /// Formulas whose value changed, and fresh ones.
    changed: Vec<u32>,
    /// What dynamic formulas read.
    reads: Vec<(u32, Vec<Area>)>,
    evaluations: u32,
}

/// What evaluating needs to know, and does not change.
#[derive(Clone, Copy)]
struct Known<'a> {
    book: &'a Book,
    graph: &'a Graph,
    templates: &'a Templates,
}

/// What a formula came to, and what it read when only its evaluation tells.
type Evaluated = (Result<Outcome, Stop>, Vec<Read>);

impl Known<'_> {
    fn one(
        &self,
        evaluator: &mut Evaluator,
        id: u32,
        pending: Option<&Pending>,
        cancel: &(dyn Fn() -> bool + Sync),
    ) -> Evaluated {
        let node = &self.graph.nodes[id as usize];
        let mut reads = vec![];
        let Some(position) = self.book.position(node.at) else {
            return (Ok(Value::Empty.into()), reads);
        };
        let job = Job {
            shape: self.templates.shape(node.shape),
            refs: node.bound(),
            at: node.at,
            position,
            kind: self.templates.get(node.template).kind,
            pending,
        };
        let outcome = evaluator.evaluate(self.book, &job, &mut reads, cancel);
        (outcome, reads)
    }

    /// Evaluates formulas that do not depend on each other. Once it is given up, all that are left are.
    fn all(
        &self,
        evaluator: &mut Evaluator,
        ids: &[u32],
        cancel: &(dyn Fn() -> bool + Sync),
    ) -> Vec<Evaluated> {
        let mut cancelled = false;
        let each = |(n, id): (usize, &u32)| {
            cancelled = cancelled || (n.is_multiple_of(POLL as usize) && cancel());
            if cancelled {
                return (Err(Stop::Cancelled), vec![]);
            }
            self.one(evaluator, *id, None, cancel)
        };
        ids.iter().enumerate().map(each).collect()
    }
}

impl Engine {
    /// Brings all values up to date. `cancel` is asked now and then; what is not done when it says so is done by the
    /// next recalculation.
    pub fn recalc(&mut self, clock: Clock, cancel: &(dyn Fn() -> bool + Sync)) -> Recalc {
        self.open();
        for evaluator in &mut self.evaluators {
            evaluator.set_moment(clock.now, clock.seed, self.book.date1904);
        }
        self.mark_volatile();
        for at in std::mem::take(&mut self.entangled).into_keys() {
            if let Some(id) = self.formula_at(at) {
                self.soil(id);
            }
        }
        let mut gathered = Gathered::default();
        let mut finished = true;
        for _ in 0..ROUNDS {
            self.mark_touched();
            finished = self.pass(cancel, &mut gathered);
            // What was read, written or freed elsewhere than expected concerns others.
            let again = self.follow_reads(&mut gathered)
                | self.unblock()
                | self.retry_entangled()
                | !self.touched.is_empty();
            if !again || !finished {
                break;
            }
        }
        self.graph.tidy(&mut self.book, &self.templates);
        Recalc {
            changed: self.report(gathered.changed),
            finished,
        }
    }

    /// The cells whose values changed, with these.
    fn report(&mut self, mut formulas: Vec<u32>) -> Vec<(SheetId, CellId, Value)> {
        formulas.sort_unstable();
        formulas.dedup();
        let cells = formulas.iter().map(|id| self.graph.nodes[*id as usize].at);
        let cells: Vec<Cell> = cells.chain(std::mem::take(&mut self.spilled)).collect();
        let report = |at: Cell| {
            let (row, col) = self.book.lines(at.sheet, at.row, at.col);
            let sheet = self.book.sheet_id(at.sheet).clone();
            (sheet, CellId { row, col }, self.book.value(at))
        };
        cells.into_iter().map(report).collect()
    }

    fn mark_volatile(&mut self) {
        let mut listed = std::mem::take(&mut self.graph.volatile);
        listed.retain(|user| self.graph.current(*user));
        for (id, _) in &listed {
            self.touch(*id);
        }
        self.graph.volatile = listed;
    }

    /// Marks what depends on cells that were given other values.
    fn mark_touched(&mut self) {
        let mut ranges = FxHashSet::default();
        let mut blocks = FxHashSet::default();
        let mut users = vec![];
        for cell in std::mem::take(&mut self.touched) {
            self.graph.direct(cell, |id| users.push(id));
            let Some(position) = self.book.position(cell) else {
                continue;
            };
            self.graph.covering(cell.sheet, position, |range| {
                ranges.insert(range);
            });
            for level in 1..LEVELS {
                blocks.insert((cell.sheet, position.1, level, block_of(level, position.0)));
            }
        }
        for (sheet, col, level, block) in blocks {
            if let Some(index) = self.graph.index(sheet) {
                index.holding_block(level, block, col, |range| {
                    ranges.insert(range);
                });
            }
        }
        for range in ranges {
            self.graph.users(range, |id| users.push(id));
        }
        for id in users {
            self.soil(id);
        }
    }

    /// Evaluates what is marked and what follows from it. False when cancelled.
    fn pass(&mut self, cancel: &(dyn Fn() -> bool + Sync), gathered: &mut Gathered) -> bool {
        self.scratch.reset(&self.graph);
        for id in std::mem::take(&mut self.dirty) {
            let node = &self.graph.nodes[id as usize];
            if node.is(flag::DIRTY) && !node.is(flag::PARKED) {
                self.scratch.start(id);
            }
        }
        self.scratch.discover(&mut self.graph, &self.book);
        let mut finished = self.drain(cancel, gathered);
        if finished && self.scratch.any_waits() {
            finished = self.untangle(cancel, gathered);
        }
        self.leave();
        finished
    }

    /// Evaluates what is ready until nothing is. False when cancelled.
    pub(crate) fn drain(
        &mut self,
        cancel: &(dyn Fn() -> bool + Sync),
        gathered: &mut Gathered,
    ) -> bool {
        while let Some(id) = self.scratch.peek() {
            if self.scratch.ready() >= TOGETHER && self.evaluators.len() > 1 {
                if cancel() || !self.drain_together(cancel, gathered) {
                    return false;
                }
                continue;
            }
            gathered.evaluations += 1;
            if gathered.evaluations.is_multiple_of(POLL) && cancel() {
                return false;
            }
            if !self.take(id) {
                continue;
            }
            let Ok(changed) = self.evaluate(id, None, cancel, gathered) else {
                // What is here does not wait for anything: it was given up.
                self.soil(id);
                return false;
            };
            self.scratch.release(id, changed, &self.graph);
        }
        true
    }

    /// Takes a formula out of the pass. True when it has to be evaluated; otherwise what depends on it is told that it is
    /// as it was.
    fn take(&mut self, id: u32) -> bool {
        let hot = self.scratch.take(id);
        let node = &mut self.graph.nodes[id as usize];
        // What was in a cycle and is no longer has to find its value again.
        let freed = node.is(flag::CIRCULAR);
        node.lower(flag::DIRTY);
        if self.stays_entangled(id) || !(hot || freed) {
            self.scratch.release(id, false, &self.graph);
            return false;
        }
        self.graph.nodes[id as usize].lower(flag::CIRCULAR);
        true
    }

    /// Evaluates all that is ready, on several threads. False when cancelled.
    fn drain_together(
        &mut self,
        cancel: &(dyn Fn() -> bool + Sync),
        gathered: &mut Gathered,
    ) -> bool {
        let mut due = Vec::with_capacity(self.scratch.ready());
        while let Some(id) = self.scratch.peek() {
            if self.take(id) {
                due.push(id);
            }
        }
        let share = due.len().div_ceil(self.evaluators.len()).max(1);
        let known = Known {
            book: &self.book,
            graph: &self.graph,
            templates: &self.templates,
        };
        let evaluated: Vec<Vec<Evaluated>> = thread::scope(|scope| {
            let shares = self.evaluators.iter_mut().zip(due.chunks(share));
            let running: Vec<_> = shares
                .map(|(evaluator, ids)| scope.spawn(move || known.all(evaluator, ids, cancel)))
                .collect();
            let results = running.into_iter().map(thread::ScopedJoinHandle::join);
            results
                .map(|result| result.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        });
        let mut finished = true;
        for (id, (outcome, reads)) in due.into_iter().zip(evaluated.into_iter().flatten()) {
            let Ok(outcome) = outcome else {
                self.soil(id);
                finished = false;
                continue;
            };
            let changed = self.take_in(id, outcome, reads, gathered);
            self.scratch.release(id, changed, &self.graph);
        }
        finished
    }

    /// Evaluates a formula; true when its value changed. `Err`: it has none yet.
    pub(crate) fn evaluate(
        &mut self,
        id: u32,
        pending: Option<&Pending>,
        cancel: &(dyn Fn() -> bool + Sync),
        gathered: &mut Gathered,
    ) -> Result<bool, Stop> {
        let known = Known {
            book: &self.book,
            graph: &self.graph,
            templates: &self.templates,
        };
        let Some(evaluator) = self.evaluators.first_mut() else {
            return Ok(false);
        };
        let (outcome, reads) = known.one(evaluator, id, pending, cancel);
        Ok(self.take_in(id, outcome?, reads, gathered))
    }

    /// Takes in what a formula came to; true when its value changed.
    fn take_in(
        &mut self,
        id: u32,
        outcome: Outcome,
        reads: Vec<Read>,
        gathered: &mut Gathered,
    ) -> bool {
        let node = &self.graph.nodes[id as usize];
        if self.book.position(node.at).is_none() {
            return false;
        }
        if self.templates.shape(node.shape).dynamic {
            gathered.reads.push((id, self.areas(reads)));
        }
        self.show(id, outcome, gathered)
    }

    /// Writes what a formula came to; true when its value or one beside it is another one.
    pub(crate) fn show(&mut self, id: u32, outcome: Outcome, gathered: &mut Gathered) -> bool {
        let node = &mut self.graph.nodes[id as usize];
        let at = node.at;
        if node.is(flag::FRESH) {
            gathered.changed.push(id);
        }
        node.lower(flag::TRUSTED | flag::FRESH);
        let kind = self.templates.get(node.template).kind;
        let plain = outcome.array.is_none() && kind != FormulaKind::Array;
        let (value, beside) =
            if plain && self.book.spills.size(at).is_none() && self.blocked.is_empty() {
                (outcome.value, false)
            } else {
                self.lay_out(at, kind, outcome)
            };
        let old = self.book.scalar(at);
        if old.is(&value, &self.book.texts) {
            return beside;
        }
        if !self.edits.contains_key(&at) {
            // The first difference from the result in the file is remembered until it vanishes.
            match self.cached.get(&at) {
                None => {
                    self.cached.insert(at, old.value(&self.book.texts));
                }
                Some(cached) if *cached == value => {
                    self.cached.remove(&at);
                }
                Some(_) => {}
            }
        }
        gathered.changed.push(id);
        self.write(at, &value)
    }

    /// Ends a pass, and marks what it did not come to.
    fn leave(&mut self) {
        for (id, hot) in self.scratch.leave(&self.graph) {
            let node = &mut self.graph.nodes[id as usize];
            if hot || node.is(flag::CIRCULAR) {
                node.lower(flag::DIRTY);
                self.soil(id);
            }
        }
    }

    /// What was read, by identities: cells and ranges that move with their lines.
    fn areas(&self, reads: Vec<(SheetIndex, Rect)>) -> Vec<Area> {
        let mut areas: Vec<Area> = reads
            .into_iter()
            .filter_map(|(s, r)| self.area(s, r))
            .collect();
        areas.sort_unstable_by_key(|a| (a.sheet, a.row1, a.col1, a.row2, a.col2));
        areas.dedup();
        areas
    }

    fn area(&self, sheet: SheetIndex, rect: Rect) -> Option<Area> {
        let s = self.book.sheet(sheet)?;
        let kind = match (rect.row2 == Rect::OPEN, rect.col2 == Rect::OPEN) {
            (true, true) => return None,
            (true, false) => Kind::Columns,
            (false, true) => Kind::Rows,
            (false, false) if rect.row1 == rect.row2 && rect.col1 == rect.col2 => Kind::Cell,
            (false, false) => Kind::Range,
        };
        let row = |at: u32| {
            if kind == Kind::Columns {
                Some(0)
            } else {
                s.rows.slot_at(at)
            }
        };
        let col = |at: u32| {
            if kind == Kind::Rows {
                Some(0)
            } else {
                s.cols.slot_at(at)
            }
        };
        Some(Area {
            kind,
            sheet,
            row1: row(rect.row1)?,
            col1: col(rect.col1)?,
            row2: row(rect.row2)?,
            col2: col(rect.col2)?,
        })
    }

    /// Takes over what dynamic formulas read. True when some must be evaluated once more, after what they read.
    fn follow_reads(&mut self, gathered: &mut Gathered) -> bool {
        let mut again = false;
        for (id, areas) in std::mem::take(&mut gathered.reads) {
            if self.graph.set_reads(id, areas) {
                self.lay(id);
                self.soil(id);
                again = true;
            }
        }
        again
    }
}
