//! Formulas of one worksheet: plain, shared and array ones.

use daylight_model::{
    Formula, FormulaKind, SheetId,
    a1::{Area, cell_name},
};
use rustc_hash::FxHashMap;

use super::cell::{FormulaForm, FormulaHead};
use crate::{
    formula::{Book, clean, filled, scalar_kind, shifted},
    report::{Ledger, Loss},
};

/// Formulas of a sheet that concern more than one cell.
pub(crate) struct SheetFormulas {
    own: SheetId,
    /// First cell and formula of each shared one.
    shared: FxHashMap<u32, ((u32, u32), Formula)>,
    /// What formulas further up spill into.
    spills: Vec<Area>,
}

impl SheetFormulas {
    pub(crate) fn new(own: SheetId) -> Self {
        Self {
            own,
            shared: FxHashMap::default(),
            spills: vec![],
        }
    }

    /// Whether a cell holds part of an array that spilled, whose values come with its formula. Cells are asked about row by
    /// row.
    pub(crate) fn is_spilled(&mut self, (row, col): (u32, u32)) -> bool {
        if self.spills.is_empty() {
            return false;
        }
        self.spills.retain(|a| a.bottom >= row);
        let holds = |a: &Area| a.top <= row && (a.left..=a.right).contains(&col);
        self.spills.iter().any(holds)
    }

    /// The stored form of a formula; `None` when only its value can be kept.
    pub(crate) fn stored(
        &mut self,
        head: &FormulaHead,
        text: &str,
        place: (u32, u32),
        dynamic: bool,
        book: &Book,
        ledger: &mut Ledger,
    ) -> Option<Vec<String>> {
        let name = || Some(cell_name(place.0, place.1));
        if head.form == FormulaForm::DataTable {
            ledger.add(Loss::DataTables, 1, name);
            return None;
        }
        let formula = if text.trim().is_empty() {
            self.copy_of_shared(head, place)
        } else {
            self.read(head, text, place, dynamic, book, ledger)
        };
        if formula.is_none() {
            ledger.add(Loss::Formulas, 1, name);
        }
        formula.map(|f| f.to_parts())
    }

    fn copy_of_shared(&self, head: &FormulaHead, place: (u32, u32)) -> Option<Formula> {
        let (from, formula) = self.shared.get(&head.shared?)?;
        let rows = i64::from(place.0) - i64::from(from.0);
        let cols = i64::from(place.1) - i64::from(from.1);
        Some(shifted(formula, rows, cols))
    }

    fn read(
        &mut self,
        head: &FormulaHead,
        text: &str,
        place: (u32, u32),
        dynamic: bool,
        book: &Book,
        ledger: &mut Ledger,
    ) -> Option<Formula> {
        let name = || Some(cell_name(place.0, place.1));
        let cleaned = clean(text, book);
        ledger.add(Loss::ExternalLinks, u64::from(cleaned.external), name);
        let mut formula = book.parse(&cleaned.text, &self.own)?;
        if head.form == FormulaForm::Array {
            let area = head.range.unwrap_or(Area {
                top: place.0,
                left: place.1,
                bottom: place.0,
                right: place.1,
            });
            let single = (area.top, area.left) == (area.bottom, area.right);
            if !dynamic {
                formula.kind = FormulaKind::Array;
                formula.refs.push(filled(&area));
            } else if !single {
                self.spills.push(area);
            }
        } else {
            formula.kind = scalar_kind(&formula);
            if let (FormulaForm::Shared, Some(index)) = (head.form, head.shared) {
                self.shared.insert(index, (place, formula.clone()));
            }
        }
        Some(formula)
    }
}
