//! Recalculation: what depends on a change is put in order and evaluated once, as far as values really change.

use daylight_model::{CellId, ErrorCode, Value};
use rustc_hash::FxHashSet;

use crate::{
    engine::{Clock, Engine, Recalc},
    evaluate::Job,
    graph::flag,
    ranges::{LEVELS, block_of},
    reference::{Area, Kind, Rect, SheetIndex},
};

/// Evaluations between two looks at whether to go on.
const POLL: u32 = 32;
/// Times that dynamic references may lead elsewhere before that is left as it is.
const ROUNDS: u32 = 32;

/// What a recalculation gathers.
#[derive(Default)]
struct Gathered {
    /// Formulas whose value changed, and fresh ones.
    changed: Vec<u32>,
    /// What dynamic formulas read.
    reads: Vec<(u32, Vec<Area>)>,
    /// Dynamic formulas whose reads are of this recalculation.
    followed: FxHashSet<u32>,
    evaluations: u32,
}

impl Engine {
    /// Brings all values up to date. `cancel` is asked now and then; what is not done when it says so is done by the
    /// next recalculation.
    pub fn recalc(&mut self, clock: Clock, cancel: &dyn Fn() -> bool) -> Recalc {
        self.open();
        self.evaluator
            .set_moment(clock.now, clock.seed, self.book.date1904);
        self.mark_volatile();
        self.mark_touched();
        let mut gathered = Gathered::default();
        let mut finished = self.pass(cancel, &mut gathered);
        for _ in 0..ROUNDS {
            if !self.follow_reads(&mut gathered) || !finished {
                break;
            }
            finished = self.pass(cancel, &mut gathered);
        }
        self.graph.tidy(&mut self.book, &self.templates);
        gathered.changed.sort_unstable();
        gathered.changed.dedup();
        let changed = gathered.changed.into_iter();
        let report = |id: u32| {
            let at = self.graph.nodes[id as usize].at;
            let (row, col) = self.book.lines(at.sheet, at.row, at.col);
            let sheet = self.book.sheet_id(at.sheet).clone();
            (sheet, CellId { row, col }, self.book.value(at))
        };
        Recalc {
            changed: changed.map(report).collect(),
            finished,
        }
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
    fn pass(&mut self, cancel: &dyn Fn() -> bool, gathered: &mut Gathered) -> bool {
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
            if self.retry_dynamic(gathered) {
                return self.pass(cancel, gathered);
            }
            self.break_cycles(gathered);
            finished = self.drain(cancel, gathered);
        }
        self.leave();
        finished
    }

    /// Evaluates what is ready until nothing is. False when cancelled.
    fn drain(&mut self, cancel: &dyn Fn() -> bool, gathered: &mut Gathered) -> bool {
        while let Some(id) = self.scratch.peek() {
            gathered.evaluations += 1;
            if gathered.evaluations.is_multiple_of(POLL) && cancel() {
                return false;
            }
            let hot = self.scratch.take(id);
            let node = &mut self.graph.nodes[id as usize];
            // What was in a cycle and is no longer has to find its value again.
            let freed = node.is(flag::CIRCULAR);
            node.lower(flag::CIRCULAR | flag::DIRTY);
            let changed = (hot || freed) && self.evaluate(id, gathered);
            self.scratch.release(id, changed, &self.graph);
        }
        true
    }

    /// Evaluates a formula; true when its value changed.
    fn evaluate(&mut self, id: u32, gathered: &mut Gathered) -> bool {
        let node = &self.graph.nodes[id as usize];
        let at = node.at;
        let Some(position) = self.book.position(at) else {
            return false;
        };
        let shape = self.templates.shape(node.shape);
        let job = Job {
            shape,
            refs: node.bound(),
            at,
            position,
        };
        let mut reads = vec![];
        let value = self.evaluator.evaluate(&self.book, &job, &mut reads);
        if shape.dynamic {
            gathered.followed.insert(id);
            gathered.reads.push((id, self.areas(reads)));
        }
        self.show(id, &value, gathered)
    }

    /// Writes a formula's value; true when it is another one.
    fn show(&mut self, id: u32, value: &Value, gathered: &mut Gathered) -> bool {
        let node = &mut self.graph.nodes[id as usize];
        let at = node.at;
        if node.is(flag::FRESH) {
            gathered.changed.push(id);
        }
        node.lower(flag::TRUSTED | flag::FRESH);
        let old = self.book.scalar(at);
        if old.is(value, &self.book.texts) {
            return false;
        }
        if !self.edits.contains_key(&at) {
            // The first difference from the result in the file is remembered until it vanishes.
            match self.cached.get(&at) {
                None => {
                    self.cached.insert(at, old.value(&self.book.texts));
                }
                Some(cached) if cached == value => {
                    self.cached.remove(&at);
                }
                Some(_) => {}
            }
        }
        gathered.changed.push(id);
        self.write(at, value)
    }

    /// Gives `#CIRC!` to every formula that depends on itself and lets go what depends on those.
    fn break_cycles(&mut self, gathered: &mut Gathered) {
        let circular = self.circular();
        let mut changed = vec![];
        for id in &circular {
            self.scratch.take(*id);
            let node = &mut self.graph.nodes[*id as usize];
            node.raise(flag::CIRCULAR);
            node.lower(flag::DIRTY);
            changed.push(self.show(*id, &Value::Error(ErrorCode::Circ), gathered));
        }
        for (id, changed) in circular.into_iter().zip(changed) {
            self.scratch.release(id, changed, &self.graph);
        }
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

    /// When dynamic formulas wait for something that waits for them, they try without what they read in former
    /// recalculations. True when there are any; then everything left is marked again.
    fn retry_dynamic(&mut self, gathered: &mut Gathered) -> bool {
        let stuck = |id: &u32| {
            self.scratch.waits(*id) && self.graph.has_reads(*id) && !gathered.followed.contains(id)
        };
        let dynamic: Vec<u32> = self.scratch.seen().iter().copied().filter(stuck).collect();
        if dynamic.is_empty() {
            return false;
        }
        self.leave();
        for id in dynamic {
            gathered.followed.insert(id);
            self.graph.set_reads(id, vec![]);
            self.lay(id);
            self.soil(id);
        }
        true
    }
}
