//! Cycles: strongly connected components among what waits for itself.

use crate::{engine::Engine, recalc::RANGE};

/// A formula or range on the way down.
struct Frame {
    node: usize,
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

impl Engine {
    /// The formulas left in a pass that depend on themselves.
    pub(crate) fn circular(&self) -> Vec<u32> {
        let formulas = self.scratch.formulas.len();
        let total = formulas + self.scratch.ranges.len();
        let mut search = Search {
            order: vec![0; total],
            low: vec![0; total],
            on_stack: vec![false; total],
            ..Search::default()
        };
        let mut circular = vec![];
        for root in self.scratch.seen.iter().filter(|id| self.waits(**id)) {
            if search.order[*root as usize] == 0 {
                self.search(*root as usize, &mut search, &mut circular);
            }
        }
        circular.sort_unstable();
        circular
    }

    fn search(&self, root: usize, search: &mut Search, circular: &mut Vec<u32>) {
        let formulas = self.scratch.formulas.len();
        search.enter(root);
        let mut frames = vec![self.frame(root)];
        while let Some(frame) = frames.last_mut() {
            let node = frame.node;
            if let Some(successor) = frame.successors.get(frame.next).copied() {
                frame.next += 1;
                let to = place(successor, formulas);
                if search.order[to] == 0 {
                    search.enter(to);
                    frames.push(self.frame(to));
                } else if search.on_stack[to] {
                    search.low[node] = search.low[node].min(search.order[to]);
                }
                continue;
            }
            let loops = frame.successors.iter().any(|s| place(*s, formulas) == node);
            frames.pop();
            if let Some(above) = frames.last() {
                search.low[above.node] = search.low[above.node].min(search.low[node]);
            }
            if let Some(members) = search.component(node)
                && (members.len() > 1 || loops)
            {
                let found = members.into_iter().filter(|m| *m < formulas);
                circular.extend(found.map(crate::narrow));
            }
        }
    }

    fn frame(&self, node: usize) -> Frame {
        let formulas = self.scratch.formulas.len();
        let mut successors = vec![];
        match node.checked_sub(formulas) {
            None => {
                let all = self.scratch.successors(crate::narrow(node)).iter();
                successors.extend(all.copied().filter(|s| self.waits(*s)));
            }
            Some(range) => self.graph.users(crate::narrow(range), |id| {
                if self.waits(id) {
                    successors.push(id);
                }
            }),
        }
        Frame {
            node,
            successors,
            next: 0,
        }
    }

    /// Whether a formula or range still waits for an input.
    fn waits(&self, number: u32) -> bool {
        let at = (number & !RANGE) as usize;
        let marks = if number & RANGE == 0 {
            &self.scratch.formulas
        } else {
            &self.scratch.ranges
        };
        marks[at].pending != 0
    }
}

/// Ranges come after all formulas.
fn place(number: u32, formulas: usize) -> usize {
    if number & RANGE == 0 {
        number as usize
    } else {
        formulas + (number & !RANGE) as usize
    }
}
