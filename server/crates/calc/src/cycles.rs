//! Cycles: strongly connected components among what waits for itself.

use daylight_model::{ErrorCode, Value};
use rustc_hash::FxHashSet;

use crate::{
    engine::{Engine, Iteration},
    evaluate::{Outcome, Stop, context::Pending},
    graph::flag,
    pass::COLLECTOR,
    recalc::Gathered,
    reference::{Cell, SheetIndex},
};

/// Times that formulas may be found in circles through the same arrays in one recalculation.
const PATIENCE: u8 = 5;

/// A formula or collector on the way down.
struct Frame {
    number: u32,
    successors: Vec<u32>,
    next: usize,
}

/// Tarjan's algorithm, without recursion.
#[derive(Default)]
struct Search {
    /// Order of discovery plus 1; 0: not seen.
    order: Vec<u32>,
    low: Vec<u32>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    count: u32,
}

impl Search {
    fn enter(&mut self, node: usize) {
        self.count += 1;
        self.order[node] = self.count;
        self.low[node] = self.count;
        self.on_stack[node] = true;
        self.stack.push(node);
    }

    /// Takes a finished component off the stack, when `node` is its root.
    fn component(&mut self, node: usize) -> Option<Vec<usize>> {
        if self.low[node] != self.order[node] {
            return None;
        }
        let mut members = vec![];
        while let Some(member) = self.stack.pop() {
            self.on_stack[member] = false;
            members.push(member);
            if member == node {
                break;
            }
        }
        Some(members)
    }
}

/// A formula whose value others wait for, and what it waits for itself.
struct Waiting {
    id: u32,
    needs: Vec<u32>,
}

impl Engine {
    /// Evaluates what is left in a pass: formulas that depend on themselves, as far as edges tell. False when
    /// cancelled.
    ///
    /// Each component is evaluated on demand: a formula that finds another one without a value waits for that. So a
    /// circle that closes only through a branch that is not taken is none; in a true one all are `#CIRC!`.
    pub(crate) fn untangle(
        &mut self,
        cancel: &(dyn Fn() -> bool + Sync),
        gathered: &mut Gathered,
    ) -> bool {
        for component in self.components() {
            let done = match self.iteration {
                Some(iteration) => self.iterate(&component, iteration, cancel, gathered),
                None => self.solve(&component, cancel, gathered),
            };
            for (id, changed) in done {
                self.scratch.release(id, changed, &self.graph);
            }
            if cancel() || !self.drain(cancel, gathered) {
                return false;
            }
        }
        true
    }

    /// Evaluates the formulas of a component on demand; returns which changed.
    fn solve(
        &mut self,
        component: &[u32],
        cancel: &(dyn Fn() -> bool + Sync),
        gathered: &mut Gathered,
    ) -> Vec<(u32, bool)> {
        let mut pending = Pending::default();
        for id in component {
            self.scratch.take(*id);
            for (sheet, position) in self.positions(*id) {
                pending.add(sheet, position, *id);
            }
        }
        let mut done: Vec<(u32, bool)> = Vec::with_capacity(component.len());
        let mut finished = FxHashSet::default();
        for id in component {
            if self.stays_entangled(*id) {
                self.finish(*id, &mut pending);
                finished.insert(*id);
                done.push((*id, false));
            }
        }
        for start in component {
            if finished.contains(start) {
                continue;
            }
            let mut path = vec![Waiting {
                id: *start,
                needs: vec![],
            }];
            while let Some(last) = path.last_mut() {
                let id = last.id;
                if let Some(next) = last.needs.pop() {
                    if finished.contains(&next) {
                        continue;
                    }
                    let Some(from) = path.iter().position(|w| w.id == next) else {
                        path.push(Waiting {
                            id: next,
                            needs: vec![],
                        });
                        continue;
                    };
                    let at = |w: &Waiting| self.graph.nodes[w.id as usize].at;
                    let circle = || path[from..].iter().map(at);
                    if circle().any(|at| self.book.spills.size(at).is_some()) {
                        let cells: Vec<Cell> = circle().collect();
                        for at in cells {
                            let times = self.entangled.entry(at).or_default();
                            *times = times.saturating_add(1);
                        }
                    }
                    for waiting in path.drain(from..) {
                        self.finish(waiting.id, &mut pending);
                        finished.insert(waiting.id);
                        let node = &mut self.graph.nodes[waiting.id as usize];
                        node.raise(flag::CIRCULAR);
                        let outcome = Outcome::from(Value::Error(ErrorCode::Circ));
                        done.push((waiting.id, self.show(waiting.id, outcome, gathered)));
                    }
                    continue;
                }
                self.graph.nodes[id as usize].lower(flag::CIRCULAR);
                let before = self.positions(id);
                match self.evaluate(id, Some(&pending), cancel, gathered) {
                    Ok(changed) => {
                        for (sheet, position) in before {
                            pending.remove(sheet, position);
                        }
                        self.graph.nodes[id as usize].lower(flag::DIRTY);
                        finished.insert(id);
                        done.push((id, changed));
                        path.pop();
                    }
                    Err(Stop::Demand(mut needs)) => {
                        needs.reverse();
                        last.needs = needs;
                    }
                    Err(Stop::Cancelled) => {
                        for id in component.iter().filter(|id| !finished.contains(*id)) {
                            self.graph.nodes[*id as usize].lower(flag::DIRTY);
                            self.soil(*id);
                        }
                        return done;
                    }
                }
            }
        }
        done
    }

    /// Marks formulas that were found in circles through arrays for the first time: without those arrays, which are gone now,
    /// there may be none. True when there are any.
    pub(crate) fn retry_entangled(&mut self) -> bool {
        let first = self.entangled.iter_mut().filter(|(_, times)| **times == 1);
        let cells: Vec<Cell> = first
            .map(|(at, times)| {
                *times = 2;
                *at
            })
            .collect();
        for at in &cells {
            if let Some(id) = self.formula_at(*at) {
                self.soil(id);
            }
        }
        !cells.is_empty()
    }

    /// Whether a formula has been found in circles through arrays so often that it is left there.
    pub(crate) fn stays_entangled(&self, id: u32) -> bool {
        let at = self.graph.nodes[id as usize].at;
        self.entangled
            .get(&at)
            .is_some_and(|times| *times >= PATIENCE)
    }

    /// Takes a formula for evaluated.
    fn finish(&mut self, id: u32, pending: &mut Pending) {
        for (sheet, position) in self.positions(id) {
            pending.remove(sheet, position);
        }
        self.graph.nodes[id as usize].lower(flag::DIRTY);
    }

    /// Where a formula's values stand.
    fn positions(&self, id: u32) -> Vec<(SheetIndex, (u32, u32))> {
        let at = self.graph.nodes[id as usize].at;
        let cells = std::iter::once(at).chain(self.book.spills.cells(at));
        cells
            .filter_map(|cell| Some((cell.sheet, self.book.position(cell)?)))
            .collect()
    }

    /// Evaluates the formulas of a component round after round, until nothing changes much any more.
    fn iterate(
        &mut self,
        component: &[u32],
        iteration: Iteration,
        cancel: &(dyn Fn() -> bool + Sync),
        gathered: &mut Gathered,
    ) -> Vec<(u32, bool)> {
        let mut changed = vec![false; component.len()];
        for id in component {
            self.scratch.take(*id);
            self.graph.nodes[*id as usize].lower(flag::CIRCULAR | flag::DIRTY);
        }
        for _ in 0..iteration.rounds.max(1) {
            let mut largest: f64 = 0.0;
            for (id, changed) in component.iter().zip(&mut changed) {
                let at = self.graph.nodes[*id as usize].at;
                let old = self.book.value(at);
                let evaluated = self.evaluate(*id, None, cancel, gathered);
                if evaluated == Err(Stop::Cancelled) {
                    self.soil(*id);
                }
                let differs = evaluated == Ok(true);
                *changed |= differs;
                largest = largest.max(match (old, self.book.value(at)) {
                    (Value::Number(a), Value::Number(b)) => (a - b).abs(),
                    (Value::Empty, Value::Number(b)) => b.abs(),
                    _ if differs => f64::INFINITY,
                    _ => 0.0,
                });
            }
            if largest <= iteration.change || cancel() {
                break;
            }
        }
        component.iter().copied().zip(changed).collect()
    }

    /// The formulas left in a pass that depend on themselves, by components; one that others wait for comes before
    /// these. Within one, by sheet, row and column.
    fn components(&self) -> Vec<Vec<u32>> {
        let (formulas, collectors) = self.scratch.sizes();
        let total = formulas + collectors;
        let mut search = Search {
            order: vec![0; total],
            low: vec![0; total],
            on_stack: vec![false; total],
            ..Search::default()
        };
        let mut components = vec![];
        let left = self
            .scratch
            .seen()
            .iter()
            .filter(|id| self.scratch.waits(**id));
        for root in left {
            if search.order[*root as usize] == 0 {
                self.search(*root, &mut search, &mut components);
            }
        }
        // Found from the far end.
        components.reverse();
        for component in &mut components {
            component.sort_unstable_by_key(|id| {
                let at = self.graph.nodes[*id as usize].at;
                (at.sheet, self.book.position(at), *id)
            });
        }
        components
    }

    fn search(&self, root: u32, search: &mut Search, components: &mut Vec<Vec<u32>>) {
        let (formulas, _) = self.scratch.sizes();
        search.enter(place(root, formulas));
        let mut frames = vec![self.frame(root)];
        while let Some(frame) = frames.last_mut() {
            let node = place(frame.number, formulas);
            if let Some(successor) = frame.successors.get(frame.next).copied() {
                frame.next += 1;
                let to = place(successor, formulas);
                if search.order[to] == 0 {
                    search.enter(to);
                    frames.push(self.frame(successor));
                } else if search.on_stack[to] {
                    search.low[node] = search.low[node].min(search.order[to]);
                }
                continue;
            }
            let loops = frame.successors.contains(&frame.number);
            frames.pop();
            if let Some(above) = frames.last() {
                let above = place(above.number, formulas);
                search.low[above] = search.low[above].min(search.low[node]);
            }
            if let Some(members) = search.component(node)
                && (members.len() > 1 || loops)
            {
                let found = members.into_iter().filter(|m| *m < formulas);
                components.push(found.map(crate::narrow).collect());
            }
        }
    }

    fn frame(&self, number: u32) -> Frame {
        let mut successors = vec![];
        self.scratch.successors(number, &self.graph, |next| {
            if self.scratch.waits(next) {
                successors.push(next);
            }
        });
        Frame {
            number,
            successors,
            next: 0,
        }
    }
}

/// Collectors come after all formulas.
fn place(number: u32, formulas: usize) -> usize {
    match number & COLLECTOR {
        0 => number as usize,
        _ => formulas + (number & !COLLECTOR) as usize,
    }
}
