//! Why a cell shows an error: where it first arose, and what it takes to make it go.

use std::sync::Arc;

use daylight_model::{CellId, ErrorCode, Reference, SheetId};
use rustc_hash::FxHashSet;

use crate::{
    engine::Engine,
    evaluate::place::Place,
    expression::{Expr, How},
    reference::{Cell, Kind},
    storage::Scalar,
    tables::Meaning,
};

/// Steps that an error is followed back.
const MOST_STEPS: usize = 1000;
/// Cells of one formula's inputs that are looked at for an error.
const MOST_CELLS: u64 = 100_000;

/// Why a cell shows an error.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The error.
    pub code: ErrorCode,
    /// The cell in which it arose, from which others have it.
    pub origin: (SheetId, CellId),
    /// What it comes from.
    pub reason: Reason,
}

/// What an error comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// Somebody typed it, or a file brought it.
    Typed,
    /// The formula refers to what is no longer there.
    Deleted(Vec<Reference>),
    /// The formula depends on itself, through these cells.
    Loop(Vec<(SheetId, CellId)>),
    /// The array finds no room: this cell is in its way, or the sheet ends.
    Blocked(Option<(SheetId, CellId)>),
    /// No function has this name.
    UnknownFunction(Arc<str>),
    /// Nothing has this name.
    UnknownName(Arc<str>),
    /// The values are such.
    Computed,
}

impl Engine {
    /// Why a cell shows an error; `None` when it shows none.
    pub fn fault(&self, sheet: &SheetId, cell: CellId) -> Option<Fault> {
        let at = self.find(sheet, cell)?;
        let Scalar::Error(code) = self.book.scalar(at) else {
            return None;
        };
        let origin = self.origin(at, code);
        Some(Fault {
            code,
            origin: self.named(origin),
            reason: self.reason(origin, code),
        })
    }

    /// The cell from which a cell has its error.
    fn origin(&self, mut at: Cell, code: ErrorCode) -> Cell {
        let mut seen = FxHashSet::default();
        while seen.insert(at) && seen.len() < MOST_STEPS {
            if let Some(owner) = self.book.spills.owner(at) {
                at = owner;
                continue;
            }
            // Who goes in circles has it from itself.
            let circular = code == ErrorCode::Circ && !self.circle_of(at).is_empty();
            match self.failing_input(at, code).filter(|_| !circular) {
                Some(input) => at = input,
                None => break,
            }
        }
        at
    }

    fn circle_of(&self, at: Cell) -> Vec<(SheetId, CellId)> {
        let (sheet, cell) = self.named(at);
        self.circle(&sheet, cell)
    }

    /// An input of a formula that shows the same error.
    fn failing_input(&self, at: Cell, code: ErrorCode) -> Option<Cell> {
        let id = self.formula_at(at)?;
        let mut left = MOST_CELLS;
        for area in self.areas_read(id) {
            let Some(rect) = self.book.rect(&area) else {
                continue;
            };
            let sheet = area.sheet;
            let rect = crate::evaluate::clamped(&self.book, Place { sheet, rect });
            for row in rect.row1..=rect.row2 {
                for col in rect.col1..=rect.col2 {
                    left = left.checked_sub(1)?;
                    let found = self.book.cell_at(sheet, (row, col));
                    let fails =
                        |cell: &Cell| *cell != at && self.book.scalar(*cell) == Scalar::Error(code);
                    if let Some(cell) = found.filter(fails) {
                        return Some(cell);
                    }
                }
            }
        }
        None
    }

    fn reason(&self, at: Cell, code: ErrorCode) -> Reason {
        let Some(id) = self.formula_at(at) else {
            return Reason::Typed;
        };
        match code {
            ErrorCode::Circ => return Reason::Loop(self.circle_of(at)),
            ErrorCode::Spill => {
                if let Some(by) = self.blocked.get(&at) {
                    return Reason::Blocked(by.map(|cell| self.named(cell)));
                }
            }
            _ => {}
        }
        let node = &self.graph.nodes[id as usize];
        let shape = self.templates.shape(node.shape);
        let dead = node
            .bound()
            .iter()
            .filter(|r| !r.area.kind.is_number() && self.book.rect(&r.area).is_none());
        let parts = node.refs.iter().filter(|r| {
            let is_part = r.area.kind == Kind::Table;
            is_part && matches!(self.book.meaning(&r.reference(&self.book)), Meaning::Gone)
        });
        let dead: Vec<Reference> = dead.chain(parts).map(|r| r.reference(&self.book)).collect();
        if code == ErrorCode::Ref && !dead.is_empty() {
            return Reason::Deleted(dead);
        }
        if code == ErrorCode::Name {
            if let Some(name) = unknown_function(&shape.expr) {
                return Reason::UnknownFunction(name.into());
            }
            if let Some(name) = shape.texts.first() {
                return Reason::UnknownName(name.clone());
            }
        }
        Reason::Computed
    }

    /// A cell by its sheet and identities.
    pub(crate) fn named(&self, at: Cell) -> (SheetId, CellId) {
        let (row, col) = self.book.lines(at.sheet, at.row, at.col);
        (self.book.sheet_id(at.sheet).clone(), CellId { row, col })
    }

    /// The cell of the array formula that a cell is spilled from, and the size of its array; for that cell itself too.
    pub fn spill_of(
        &self,
        sheet: &SheetId,
        cell: CellId,
    ) -> Option<((SheetId, CellId), (u32, u32))> {
        let at = self.find(sheet, cell)?;
        let anchor = self.book.spills.owner(at).unwrap_or(at);
        let size = self.book.spills.size(anchor)?;
        Some((self.named(anchor), size))
    }
}

/// The first function in an expression that nobody knows.
fn unknown_function(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Call(How::Unknown, name, _) => Some(name),
        Expr::Call(_, _, args) => args.iter().find_map(unknown_function),
        Expr::Negate(e)
        | Expr::Plus(e)
        | Expr::Percent(e)
        | Expr::Intersect(e)
        | Expr::Spill(e)
        | Expr::Lambda(_, e)
        | Expr::Function(e) => unknown_function(e),
        Expr::Binary(_, pair) | Expr::Join(_, pair) => pair.iter().find_map(unknown_function),
        Expr::Let(bindings, body) => bindings
            .iter()
            .map(|(_, e)| e)
            .chain([&**body])
            .find_map(unknown_function),
        Expr::Apply(callee, args) => {
            unknown_function(callee).or_else(|| args.iter().find_map(unknown_function))
        }
        Expr::Array(rows) => rows.iter().flatten().find_map(unknown_function),
        Expr::Literal(_)
        | Expr::Omitted
        | Expr::Cell(_)
        | Expr::Area(_)
        | Expr::Sheets(_)
        | Expr::Foreign
        | Expr::Local(_) => None,
    }
}
