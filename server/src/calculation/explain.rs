//! What stands behind a computed cell: what it reads, what reads it, and why it shows an error.

use std::sync::Arc;

use daylight_calc::{Fault, Traced};
use daylight_model::{CellId, Formula, SheetId, Value};

use super::book::Book;
use crate::ids::Seq;

/// Dependents that are listed; of more it is said how many.
const MOST_DEPENDENTS: usize = 500;

/// Formulas that one answer holds at most.
const MOST_READERS: usize = 20_000;

/// What stands behind a computed cell.
#[derive(Debug)]
pub struct Explained {
    /// The change after which it is so.
    pub seq: Seq,
    /// What the cell shows.
    pub value: Value,
    /// What its formula reads.
    pub precedents: Vec<Traced>,
    /// Cells whose formulas read it, the first of them.
    pub dependents: Vec<Traced>,
    /// How many there are.
    pub dependents_count: usize,
    /// The cell that its array is spilled from, and the size of that array.
    pub spill: Option<((SheetId, CellId), (u32, u32))>,
    /// Why it shows an error.
    pub fault: Option<Fault>,
}

/// A formula and where it stands.
pub type Placed = (SheetId, CellId, Arc<Formula>);

impl Book {
    /// The formulas that refer to cells of an area, or to ranges within it; `None` when there are too many.
    pub(super) fn readers(&self, area: &Traced) -> (Seq, Option<Vec<Placed>>) {
        (self.seq(), self.engine().readers(area, MOST_READERS))
    }

    /// Explains a cell.
    pub(super) fn explain(&self, sheet: &SheetId, cell: CellId) -> Explained {
        let engine = self.engine();
        let (dependents, dependents_count) = engine.dependents(sheet, cell, MOST_DEPENDENTS);
        Explained {
            seq: self.seq(),
            value: engine.value(sheet, cell),
            precedents: engine.precedents(sheet, cell),
            dependents,
            dependents_count,
            spill: engine.spill_of(sheet, cell),
            fault: engine.fault(sheet, cell),
        }
    }
}
