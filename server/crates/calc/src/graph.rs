//! Which formula depends on what: single cells by identity, ranges through shared nodes.
//!
//! Edges are never taken out one by one: each carries the epoch of its formula's binding, and counts
//! only while that is the present one. When too many are stale all are laid anew.

use rustc_hash::FxHashMap;

use crate::{
    book::Book,
    cell_map::CellMap,
    narrow,
    ranges::RangeIndex,
    reference::{Area, Cell, Kind, Rect, Ref, SheetIndex},
    template::Templates,
};

/// No edge.
const NONE: u32 = u32::MAX;
/// Stale edges that are tolerated in any case.
const TOLERATED: usize = 4096;

/// What is so about a formula.
pub(crate) mod flag {
    /// Waits to be evaluated.
    pub(crate) const DIRTY: u8 = 1;
    /// Its value came with the file, and no input has changed since.
    pub(crate) const TRUSTED: u8 = 2;
    /// Its value is `#CIRC!` because it depends on itself.
    pub(crate) const CIRCULAR: u8 = 4;
    /// Its cell does not show.
    pub(crate) const PARKED: u8 = 8;
    /// To be reported even when its value stays.
    pub(crate) const FRESH: u8 = 16;
    /// In use; free otherwise.
    pub(crate) const USED: u8 = 32;
}

/// A formula.
pub(crate) struct Node {
    pub at: Cell,
    pub template: u32,
    pub shape: u32,
    /// Counts bindings; an edge of another epoch is stale.
    pub epoch: u32,
    flags: u8,
    /// As it came.
    pub refs: Box<[Ref]>,
    /// With defined names written out, where there are any.
    pub bound: Option<Box<[Ref]>>,
}

impl Node {
    pub(crate) fn is(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    pub(crate) fn raise(&mut self, flag: u8) {
        self.flags |= flag;
    }

    pub(crate) fn lower(&mut self, flag: u8) {
        self.flags &= !flag;
    }

    /// The references it is evaluated with.
    pub(crate) fn bound(&self) -> &[Ref] {
        self.bound.as_deref().unwrap_or(&self.refs)
    }
}

#[derive(Clone, Copy)]
struct Edge {
    formula: u32,
    epoch: u32,
    next: u32,
}

/// A range that formulas depend on.
pub(crate) struct RangeNode {
    pub area: Area,
    /// What it covers at present.
    pub rect: Option<Rect>,
    /// Formulas and the epochs of their bindings.
    pub users: Vec<(u32, u32)>,
}

/// Formulas whose template has some property, at a binding.
type Listed = Vec<(u32, u32)>;

/// All formulas and what they depend on.
#[derive(Default)]
pub(crate) struct Graph {
    pub nodes: Vec<Node>,
    free: Vec<u32>,
    /// Per sheet, cell → its first edge.
    dependents: Vec<CellMap>,
    edges: Vec<Edge>,
    pub ranges: Vec<RangeNode>,
    range_ids: FxHashMap<Area, u32>,
    indexes: Vec<RangeIndex>,
    /// Edges laid, and those of bindings that are no longer.
    laid: usize,
    stale: usize,
    /// Areas that dynamic formulas were seen to read.
    reads: FxHashMap<u32, Vec<Area>>,
    pub volatile: Listed,
    pub positional: Listed,
    /// Formulas that go through a stack of sheets.
    pub stacked: Listed,
}

impl Graph {
    /// Takes a formula in, unbound.
    pub(crate) fn add(&mut self, at: Cell, template: u32, refs: Box<[Ref]>) -> u32 {
        if let Some(id) = self.free.pop() {
            let node = &mut self.nodes[id as usize];
            node.at = at;
            node.template = template;
            node.refs = refs;
            node.flags = flag::USED;
            return id;
        }
        self.nodes.push(Node {
            at,
            template,
            shape: 0,
            epoch: 0,
            flags: flag::USED,
            refs,
            bound: None,
        });
        narrow(self.nodes.len() - 1)
    }

    /// Drops a formula.
    pub(crate) fn remove(&mut self, id: u32) {
        self.unbind(id);
        let node = &mut self.nodes[id as usize];
        node.flags = 0;
        node.refs = Box::default();
        node.bound = None;
        self.free.push(id);
    }

    /// Makes the edges of a formula stale.
    pub(crate) fn unbind(&mut self, id: u32) {
        let reads = self.reads.remove(&id).map_or(0, |r| r.len());
        let node = &mut self.nodes[id as usize];
        node.epoch += 1;
        self.stale += node.bound().len() + reads;
    }

    /// Whether an edge of that epoch counts.
    pub(crate) fn current(&self, (id, epoch): (u32, u32)) -> bool {
        let node = &self.nodes[id as usize];
        node.epoch == epoch && node.is(flag::USED)
    }

    /// Lays the edges of a formula whose shape and bound references are set.
    pub(crate) fn link(&mut self, id: u32, book: &Book, templates: &Templates) {
        let node = &self.nodes[id as usize];
        let epoch = node.epoch;
        let shape = templates.shape(node.shape);
        if shape.volatile {
            self.volatile.push((id, epoch));
        }
        if shape.positional {
            self.positional.push((id, epoch));
        }
        if shape.stacked {
            self.stacked.push((id, epoch));
        }
        for i in 0..node.bound().len() {
            if !shape.passive[i] {
                let area = self.nodes[id as usize].bound()[i].area;
                self.depend((id, epoch), area, book);
            }
        }
        if let Some(reads) = self.reads.get(&id).cloned() {
            for area in reads {
                self.depend((id, epoch), area, book);
            }
        }
    }

    /// Notes what a dynamic formula read, instead of what it read before. True when that is something else:
    /// then it is unbound.
    pub(crate) fn set_reads(&mut self, id: u32, areas: Vec<Area>) -> bool {
        if self.reads.get(&id).map_or(&[][..], Vec::as_slice) == areas {
            return false;
        }
        self.unbind(id);
        if !areas.is_empty() {
            self.reads.insert(id, areas);
        }
        true
    }

    /// What a dynamic formula was seen to read.
    pub(crate) fn reads_of(&self, id: u32) -> &[Area] {
        self.reads.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Calls `f` with each range on a sheet that covers anything.
    pub(crate) fn each_range(&self, sheet: SheetIndex, mut f: impl FnMut(u32, Rect)) {
        if let Some(index) = self.indexes.get(sheet.0 as usize) {
            for range in index.members() {
                if let Some(rect) = self.ranges[*range as usize].rect {
                    f(*range, rect);
                }
            }
        }
    }

    fn depend(&mut self, user: (u32, u32), area: Area, book: &Book) {
        if area.sheet == SheetIndex::NOWHERE {
            return;
        }
        self.laid += 1;
        let sheet = area.sheet.0 as usize;
        if self.dependents.len() <= sheet {
            self.dependents.resize_with(sheet + 1, CellMap::default);
            self.indexes.resize_with(sheet + 1, RangeIndex::default);
        }
        if area.kind == Kind::Cell {
            let cell = Cell {
                sheet: area.sheet,
                row: area.row1,
                col: area.col1,
            };
            let edge = narrow(self.edges.len());
            let former = self.dependents[sheet].insert(cell, edge);
            self.edges.push(Edge {
                formula: user.0,
                epoch: user.1,
                next: former.unwrap_or(NONE),
            });
            return;
        }
        let range = self.range_ids.get(&area).copied().unwrap_or_else(|| {
            let range = narrow(self.ranges.len());
            let rect = book.rect(&area);
            self.ranges.push(RangeNode {
                area,
                rect,
                users: vec![],
            });
            self.range_ids.insert(area, range);
            self.indexes[sheet].add(range, rect);
            range
        });
        self.ranges[range as usize].users.push(user);
    }

    /// Calls `f` with each formula that refers to that very cell.
    #[inline]
    pub(crate) fn direct(&self, cell: Cell, mut f: impl FnMut(u32)) {
        let Some(map) = self.dependents.get(cell.sheet.0 as usize) else {
            return;
        };
        let mut at = map.get(cell).unwrap_or(NONE);
        while let Some(edge) = self.edges.get(at as usize) {
            if self.current((edge.formula, edge.epoch)) {
                f(edge.formula);
            }
            at = edge.next;
        }
    }

    /// The ranges of a sheet.
    #[inline]
    pub(crate) fn index(&mut self, sheet: SheetIndex) -> Option<&mut RangeIndex> {
        self.indexes.get_mut(sheet.0 as usize)
    }

    /// Calls `f` with each range that depends on a cell at that position by itself, and not on a block around it.
    #[inline]
    pub(crate) fn covering(&mut self, sheet: SheetIndex, position: (u32, u32), f: impl FnMut(u32)) {
        if let Some(index) = self.indexes.get_mut(sheet.0 as usize) {
            index.holding(position.0, position.1, f);
        }
    }

    /// Calls `f` with each formula that depends on a range.
    #[inline]
    pub(crate) fn users(&self, range: u32, mut f: impl FnMut(u32)) {
        for user in &self.ranges[range as usize].users {
            if self.current(*user) {
                f(user.0);
            }
        }
    }

    /// Cells that formulas refer to by themselves, on the given lines.
    pub(crate) fn referred(
        &self,
        sheet: SheetIndex,
        rows: &[(u32, u32)],
        cols: &[(u32, u32)],
    ) -> Vec<Cell> {
        match self.dependents.get(sheet.0 as usize) {
            Some(map) => map
                .on_lines(sheet, rows, cols)
                .into_iter()
                .map(|c| c.0)
                .collect(),
            None => vec![],
        }
    }

    /// All cells of a sheet that formulas refer to by themselves.
    pub(crate) fn all_referred(&self, sheet: SheetIndex) -> Vec<Cell> {
        match self.dependents.get(sheet.0 as usize) {
            Some(map) => map.iter(sheet).map(|c| c.0).collect(),
            None => vec![],
        }
    }

    /// Brings the ranges of a sheet up to date: `f` gives what each covers now.
    pub(crate) fn update_ranges(
        &mut self,
        sheet: SheetIndex,
        mut f: impl FnMut(u32, &RangeNode) -> Option<Rect>,
    ) {
        let Some(index) = self.indexes.get_mut(sheet.0 as usize) else {
            return;
        };
        let mut changed = vec![];
        for range in index.members() {
            let node = &mut self.ranges[*range as usize];
            let rect = f(*range, node);
            if rect != node.rect {
                changed.push((*range, std::mem::replace(&mut node.rect, rect)));
            }
        }
        index.refresh(&changed, |range| self.ranges[range as usize].rect);
    }

    /// Lays all edges anew when too many are stale.
    pub(crate) fn tidy(&mut self, book: &mut Book, templates: &Templates) {
        if self.stale < TOLERATED || self.stale < self.laid / 2 {
            return;
        }
        self.stale = 0;
        self.laid = 0;
        self.dependents.clear();
        self.edges.clear();
        self.ranges.clear();
        self.range_ids.clear();
        self.indexes.clear();
        self.volatile.clear();
        self.positional.clear();
        self.stacked.clear();
        for id in 0..narrow(self.nodes.len()) {
            if self.nodes[id as usize].is(flag::USED) {
                self.link(id, book, templates);
            }
        }
        let nodes = &self.nodes;
        let current = |(id, epoch): (u32, u32)| {
            nodes[id as usize].epoch == epoch && nodes[id as usize].is(flag::USED)
        };
        book.names.retain_users(current);
        book.tables.retain_users(current);
    }
}
