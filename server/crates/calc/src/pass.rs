//! The working space of a pass: what takes part, what each waits for, and what follows when it is done.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::{
    book::Book,
    graph::{Graph, flag},
    narrow,
    ranges::{LEVELS, block_of},
    reference::{Cell, SheetIndex},
};

/// Set in the number of a collector, among numbers of formulas. Collectors are ranges and, beyond the last of
/// those, blocks of cells.
pub(crate) const COLLECTOR: u32 = 1 << 31;
/// Set in a count of what is waited for, as long as the formula or collector takes part.
const MEMBER: u32 = 1 << 30;
/// A block that nothing depends on.
const NONE: u32 = u32::MAX;

/// What a pass knows of a formula or a collector.
#[derive(Clone, Copy, Default)]
struct Mark {
    /// [`MEMBER`] and how many inputs are still to come; 0: takes no part (any more).
    pending: u32,
    /// An input changed.
    hot: bool,
}

/// A block of a column: sheet, column position, level, number.
type Block = (SheetIndex, u32, usize, u32);

/// Working space, kept to be used again.
#[derive(Default)]
pub(crate) struct Scratch {
    formulas: Vec<Mark>,
    collectors: Vec<Mark>,
    /// Where a formula's successors stand in `edges`.
    spans: Vec<(u32, u32)>,
    edges: Vec<u32>,
    /// Number of ranges, which is the number of the first block.
    ranges: u32,
    blocks: FxHashMap<Block, u32>,
    /// Where a block's successors stand in `block_edges`.
    block_spans: Vec<(u32, u32)>,
    block_edges: Vec<u32>,
    seen: Vec<u32>,
    seen_collectors: Vec<u32>,
    stack: Vec<u32>,
    ready: VecDeque<u32>,
}

impl Scratch {
    pub(crate) fn reset(&mut self, graph: &Graph) {
        self.formulas.resize(graph.nodes.len(), Mark::default());
        self.spans.resize(graph.nodes.len(), (0, 0));
        self.collectors.resize(graph.ranges.len(), Mark::default());
        self.ranges = narrow(graph.ranges.len());
        self.edges.clear();
        self.blocks.clear();
        self.block_spans.clear();
        self.block_edges.clear();
        self.seen.clear();
        self.seen_collectors.clear();
        self.stack.clear();
        self.ready.clear();
    }

    /// A formula that must be evaluated.
    pub(crate) fn start(&mut self, id: u32) {
        self.join(id, 0);
        self.formulas[id as usize].hot = true;
    }

    /// Formulas that take part, in the order found.
    pub(crate) fn seen(&self) -> &[u32] {
        &self.seen
    }

    /// Numbers of formulas and of collectors.
    pub(crate) fn sizes(&self) -> (usize, usize) {
        (self.formulas.len(), self.collectors.len())
    }

    /// Whether a formula or collector still waits for an input.
    pub(crate) fn waits(&self, number: u32) -> bool {
        let at = (number & !COLLECTOR) as usize;
        let marks = match number & COLLECTOR {
            0 => &self.formulas,
            _ => &self.collectors,
        };
        marks[at].pending != 0
    }

    /// Whether any formula still waits for an input.
    pub(crate) fn any_waits(&self) -> bool {
        self.seen.iter().any(|id| self.waits(*id))
    }

    /// Calls `f` with what depends on a formula or collector directly.
    pub(crate) fn successors(&self, number: u32, graph: &Graph, mut f: impl FnMut(u32)) {
        let at = number & !COLLECTOR;
        if number & COLLECTOR == 0 {
            let (from, to) = self.spans[at as usize];
            self.edges[from as usize..to as usize]
                .iter()
                .for_each(|e| f(*e));
        } else if at < self.ranges {
            graph.users(at, |id| {
                if !graph.nodes[id as usize].is(flag::PARKED) {
                    f(id);
                }
            });
        } else {
            let (from, to) = self.block_spans[(at - self.ranges) as usize];
            self.block_edges[from as usize..to as usize]
                .iter()
                .for_each(|e| f(*e));
        }
    }

    /// One more input for a formula or collector, which joins the pass with the first.
    fn join(&mut self, number: u32, inputs: u32) {
        let at = (number & !COLLECTOR) as usize;
        let (mark, seen) = match number & COLLECTOR {
            0 => (&mut self.formulas[at], &mut self.seen),
            _ => (&mut self.collectors[at], &mut self.seen_collectors),
        };
        if mark.pending == 0 {
            *mark = Mark {
                pending: MEMBER,
                hot: false,
            };
            self.stack.push(number);
            seen.push(number & !COLLECTOR);
        }
        mark.pending += inputs;
    }

    /// Follows the edges from what was started, so that everything knows how many inputs to wait for.
    pub(crate) fn discover(&mut self, graph: &mut Graph, book: &Book) {
        while let Some(next) = self.stack.pop() {
            if next & COLLECTOR == 0 {
                self.leave_edges(next, graph, book);
            }
            // Ranges have their users in the graph; the list is put aside while it is followed.
            let at = next & !COLLECTOR;
            if next & COLLECTOR != 0 && at < self.ranges {
                graph.users(at, |id| {
                    if !graph.nodes[id as usize].is(flag::PARKED) {
                        self.join(id, 1);
                    }
                });
                continue;
            }
            let (blocks, (from, to)) = match next & COLLECTOR {
                0 => (false, self.spans[at as usize]),
                _ => (true, self.block_spans[(at - self.ranges) as usize]),
            };
            for i in from as usize..to as usize {
                let edge = if blocks {
                    self.block_edges[i]
                } else {
                    self.edges[i]
                };
                self.join(edge, 1);
            }
        }
        for id in &self.seen {
            if self.formulas[*id as usize].pending == MEMBER {
                self.ready.push_back(*id);
            }
        }
    }

    /// Writes down what depends on a formula.
    fn leave_edges(&mut self, id: u32, graph: &mut Graph, book: &Book) {
        let at = graph.nodes[id as usize].at;
        let from = narrow(self.edges.len());
        self.edges_of(at, graph, book);
        // Its array is as much its value as its own cell.
        for cell in book.spills.cells(at) {
            self.edges_of(cell, graph, book);
        }
        self.spans[id as usize] = (from, narrow(self.edges.len()));
    }

    /// Adds what depends on a cell.
    fn edges_of(&mut self, at: Cell, graph: &mut Graph, book: &Book) {
        let edges = &mut self.edges;
        graph.direct(at, |id| {
            if !graph.nodes[id as usize].is(flag::PARKED) {
                edges.push(id);
            }
        });
        if let Some(position) = book.position(at) {
            graph.covering(at.sheet, position, |range| edges.push(range | COLLECTOR));
            let around = (at.sheet, position.1, 1, block_of(1, position.0));
            let block = self.block(graph, around);
            self.edges.extend(block);
        }
    }

    /// The collector of a block, if anything depends on it.
    fn block(&mut self, graph: &mut Graph, block: Block) -> Option<u32> {
        let (sheet, col, level, number) = block;
        if level == LEVELS
            || !graph
                .index(sheet)
                .is_some_and(|index| index.has_blocks(level))
        {
            return None;
        }
        if let Some(known) = self.blocks.get(&block) {
            return Some(*known).filter(|known| *known != NONE);
        }
        let around = self.block(graph, (sheet, col, level + 1, block_of(1, number)));
        let from = narrow(self.block_edges.len());
        self.block_edges.extend(around);
        if let Some(index) = graph.index(sheet) {
            index.holding_block(level, number, col, |range| {
                self.block_edges.push(range | COLLECTOR);
            });
        }
        let to = narrow(self.block_edges.len());
        if from == to {
            self.blocks.insert(block, NONE);
            return None;
        }
        let collector = narrow(self.collectors.len()) | COLLECTOR;
        self.collectors.push(Mark::default());
        self.block_spans.push((from, to));
        self.blocks.insert(block, collector);
        Some(collector)
    }

    /// How many formulas have all their inputs.
    pub(crate) fn ready(&self) -> usize {
        self.ready.len()
    }

    /// The next formula whose inputs are all there.
    pub(crate) fn peek(&self) -> Option<u32> {
        self.ready.front().copied()
    }

    /// Takes that formula out of the pass; true when an input changed.
    pub(crate) fn take(&mut self, id: u32) -> bool {
        if self.ready.front() == Some(&id) {
            self.ready.pop_front();
        }
        std::mem::take(&mut self.formulas[id as usize]).hot
    }

    /// Tells what depends on a formula that it is done.
    pub(crate) fn release(&mut self, id: u32, changed: bool, graph: &Graph) {
        let (from, to) = self.spans[id as usize];
        for i in from as usize..to as usize {
            self.release_one(self.edges[i], changed, graph);
        }
    }

    fn release_one(&mut self, number: u32, changed: bool, graph: &Graph) {
        let at = number & !COLLECTOR;
        let mark = match number & COLLECTOR {
            0 => &mut self.formulas[at as usize],
            _ => &mut self.collectors[at as usize],
        };
        if mark.pending == 0 {
            return;
        }
        mark.pending -= 1;
        mark.hot |= changed;
        if mark.pending != MEMBER {
            return;
        }
        if number & COLLECTOR == 0 {
            self.ready.push_back(at);
            return;
        }
        let hot = std::mem::take(mark).hot;
        if at < self.ranges {
            graph.users(at, |id| self.release_one(id, hot, graph));
            return;
        }
        let (from, to) = self.block_spans[(at - self.ranges) as usize];
        for i in from as usize..to as usize {
            self.release_one(self.block_edges[i], hot, graph);
        }
    }

    /// Empties the working space and returns what was not done: formulas that still wait, and whether an input of
    /// each changed.
    pub(crate) fn leave(&mut self, graph: &Graph) -> Vec<(u32, bool)> {
        let mut left = vec![];
        let mut hot: Vec<u32> = vec![];
        for at in std::mem::take(&mut self.seen_collectors) {
            let mark = std::mem::take(&mut self.collectors[at as usize]);
            if mark.pending != 0 && mark.hot {
                hot.push(at | COLLECTOR);
            }
        }
        while let Some(collector) = hot.pop() {
            self.successors(collector, graph, |next| match next & COLLECTOR {
                0 => left.push((next, true)),
                _ => hot.push(next),
            });
        }
        for id in std::mem::take(&mut self.seen) {
            let mark = std::mem::take(&mut self.formulas[id as usize]);
            if mark.pending != 0 {
                left.push((id, mark.hot));
            }
        }
        left
    }
}
