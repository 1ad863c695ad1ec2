//! Cycles: strongly connected components among what waits for itself.

use crate::{engine::Engine, pass::COLLECTOR};

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

impl Engine {
    /// The formulas left in a pass that depend on themselves.
    pub(crate) fn circular(&self) -> Vec<u32> {
        let (formulas, collectors) = self.scratch.sizes();
        let total = formulas + collectors;
        let mut search = Search {
            order: vec![0; total],
            low: vec![0; total],
            on_stack: vec![false; total],
            ..Search::default()
        };
        let mut circular = vec![];
        let left = self
            .scratch
            .seen()
            .iter()
            .filter(|id| self.scratch.waits(**id));
        for root in left {
            if search.order[*root as usize] == 0 {
                self.search(*root, &mut search, &mut circular);
            }
        }
        circular.sort_unstable();
        circular
    }

    fn search(&self, root: u32, search: &mut Search, circular: &mut Vec<u32>) {
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
                circular.extend(found.map(crate::narrow));
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
