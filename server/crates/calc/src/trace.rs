//! What a formula reads, what reads a cell, and how a circle closes: for people who look at numbers.

use std::{collections::VecDeque, sync::Arc};

use daylight_model::{CellId, Content, Formula, SheetId};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    engine::Engine,
    evaluate::place::Place,
    graph::flag,
    reference::{Area, Cell, Rect},
};

/// Cells of one sheet, by visible index, inclusive. Whole rows and columns end where the sheet does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Traced {
    /// The sheet.
    pub sheet: SheetId,
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

/// Formulas that are looked through for a circle.
const MOST_CIRCULAR: usize = 4096;

impl Engine {
    /// What the formula in a cell reads: its references as they are now, and what it was seen to read otherwise.
    /// For a cell that an array formula spilled into, the cell of that formula.
    pub fn precedents(&self, sheet: &SheetId, cell: CellId) -> Vec<Traced> {
        let Some(at) = self.find(sheet, cell) else {
            return vec![];
        };
        if let Some(owner) = self.book.spills.owner(at) {
            return self.traced_cell(owner).into_iter().collect();
        }
        let Some(id) = self.formula_at(at) else {
            return vec![];
        };
        let mut found = vec![];
        for area in self.areas_read(id) {
            if let Some(traced) = self.traced(&area).filter(|t| !found.contains(t)) {
                found.push(traced);
            }
        }
        found
    }

    /// The cells whose formulas read a cell by themselves, up to `most`, and how many there are in all.
    pub fn dependents(&self, sheet: &SheetId, cell: CellId, most: usize) -> (Vec<Traced>, usize) {
        let Some(at) = self.find(sheet, cell) else {
            return (vec![], 0);
        };
        let mut users = FxHashSet::default();
        for cell in std::iter::once(at).chain(self.book.spills.cells(at)) {
            self.graph.direct(cell, |id| {
                users.insert(id);
            });
            if let Some((row, col)) = self.book.position(cell) {
                self.graph.each_range(cell.sheet, |range, rect| {
                    if rect.holds(row, col) {
                        self.graph.users(range, |id| {
                            users.insert(id);
                        });
                    }
                });
            }
        }
        let cells = users.into_iter().map(|id| self.graph.nodes[id as usize].at);
        let mut shown: Vec<(Cell, (u32, u32))> = cells
            .filter_map(|cell| Some((cell, self.book.position(cell)?)))
            .collect();
        let count = shown.len();
        shown.sort_unstable_by_key(|(cell, position)| {
            (cell.sheet != at.sheet, cell.sheet, *position)
        });
        let found = shown.iter().take(most);
        (
            found
                .filter_map(|(cell, _)| self.traced_cell(*cell))
                .collect(),
            count,
        )
    }

    /// The formulas that refer to cells of an area by themselves, or to a range within it: those that have to be written
    /// anew when the area moves. `None` when they are more than `most`.
    pub fn readers(
        &self,
        area: &Traced,
        most: usize,
    ) -> Option<Vec<(SheetId, CellId, Arc<Formula>)>> {
        let Some(index) = self.book.find(&area.sheet) else {
            return Some(vec![]);
        };
        let moved = Rect {
            row1: area.top,
            col1: area.left,
            row2: area.bottom,
            col2: area.right,
        };
        let mut users = FxHashSet::default();
        for cell in self.graph.all_referred(index) {
            if self
                .book
                .position(cell)
                .is_some_and(|(row, col)| moved.holds(row, col))
            {
                self.graph.direct(cell, |id| {
                    users.insert(id);
                });
            }
        }
        self.graph.each_range(index, |range, rect| {
            if moved.common(rect) == Some(rect) {
                self.graph.users(range, |id| {
                    users.insert(id);
                });
            }
        });
        if users.len() > most {
            return None;
        }
        let formula = |id: u32| {
            let (sheet, cell) = self.named(self.graph.nodes[id as usize].at);
            match self.content(&sheet, cell) {
                Some(Content::Formula(formula)) => Some((sheet, cell, formula)),
                _ => None,
            }
        };
        let mut found: Vec<_> = users.into_iter().filter_map(formula).collect();
        found.sort_unstable_by(|a, b| (&a.0, a.1.row, a.1.col).cmp(&(&b.0, b.1.row, b.1.col)));
        Some(found)
    }

    /// The shortest circle through a cell that is `#CIRC!`, beginning with it; empty when there is none.
    pub fn circle(&self, sheet: &SheetId, cell: CellId) -> Vec<(SheetId, CellId)> {
        let start = self.find(sheet, cell).and_then(|at| self.formula_at(at));
        let is_circular = |id: u32| self.graph.nodes[id as usize].is(flag::CIRCULAR);
        let Some(start) = start.filter(|id| is_circular(*id)) else {
            return vec![];
        };
        let all = 0..crate::narrow(self.graph.nodes.len());
        let circular: Vec<(u32, Cell, (u32, u32))> = all
            .filter(|id| is_circular(*id))
            .filter_map(|id| {
                let at = self.graph.nodes[id as usize].at;
                Some((id, at, self.book.position(at)?))
            })
            .take(MOST_CIRCULAR)
            .collect();
        let reads = |id: u32| {
            let areas = self.areas_read(id);
            let places: Vec<Place> = areas
                .filter_map(|area| {
                    let rect = self.book.rect(&area)?;
                    let sheet = area.sheet;
                    Some(Place { sheet, rect })
                })
                .collect();
            let read = circular.iter().filter(move |(_, at, (row, col))| {
                let covers = |p: &Place| p.sheet == at.sheet && p.rect.holds(*row, *col);
                places.iter().any(covers)
            });
            read.map(|(id, ..)| *id).collect::<Vec<u32>>()
        };
        let mut came_from: FxHashMap<u32, u32> = FxHashMap::default();
        let mut queue = VecDeque::from([start]);
        while let Some(id) = queue.pop_front() {
            for next in reads(id) {
                if next == start {
                    let mut path = vec![id];
                    while let Some(before) = path.last().and_then(|id| came_from.get(id)) {
                        path.push(*before);
                    }
                    path.reverse();
                    let cells = path.into_iter().map(|id| self.graph.nodes[id as usize].at);
                    return cells.map(|at| self.named(at)).collect();
                }
                if next != start && !came_from.contains_key(&next) {
                    came_from.insert(next, id);
                    queue.push_back(next);
                }
            }
        }
        vec![]
    }

    /// What a formula depends on.
    pub(crate) fn areas_read(&self, id: u32) -> impl Iterator<Item = Area> + '_ {
        let node = &self.graph.nodes[id as usize];
        let bound = node.bound().iter().map(|r| r.area);
        bound.chain(self.graph.reads_of(id).iter().copied())
    }

    fn traced_cell(&self, at: Cell) -> Option<Traced> {
        let (row, col) = self.book.position(at)?;
        Some(Traced {
            sheet: self.book.sheet_id(at.sheet).clone(),
            top: row,
            left: col,
            bottom: row,
            right: col,
        })
    }

    fn traced(&self, area: &Area) -> Option<Traced> {
        if area.kind.is_number() {
            return None;
        }
        let rect = self.book.rect(area)?;
        let s = self.book.sheet(area.sheet)?;
        Some(Traced {
            sheet: self.book.sheet_id(area.sheet).clone(),
            top: rect.row1,
            left: rect.col1,
            bottom: rect.row2.min(s.rows.shown().saturating_sub(1)),
            right: rect.col2.min(s.cols.shown().saturating_sub(1)),
        })
    }
}
