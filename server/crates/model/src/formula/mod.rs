//! Formula text ↔ stored form: references become identities and back (FORMAT.md §4).

mod parse;
mod render;
mod shift;
mod structured;

use std::sync::Arc;

use crate::{
    axis::Axis,
    id::{CellId, SheetId},
    table::Table,
};

pub use parse::parse_formula;
pub use render::{render_formula, render_reference};
pub use shift::{Shift, shift_formula};

/// What the names in a formula mean at this moment.
pub trait Resolve {
    /// The sheet that shows this name, whatever its case.
    fn sheet_by_name(&self, name: &str) -> Option<SheetId>;
    /// The name of a sheet; `None` when it is deleted or unknown.
    fn sheet_name(&self, id: &SheetId) -> Option<&str>;
    /// The rows of a sheet; `None` when it is deleted or unknown.
    fn rows(&self, sheet: &SheetId) -> Option<&Axis>;
    /// The columns of a sheet; `None` when it is deleted or unknown.
    fn cols(&self, sheet: &SheetId) -> Option<&Axis>;
    /// The id of a defined name as seen from `own`: a name of that sheet first, then one of the workbook.
    fn name_by_text(&self, name: &str, own: &SheetId) -> Option<Arc<str>>;
    /// Text and scope of a defined name; scope `None` is the workbook.
    fn name_text(&self, id: &str) -> Option<(&str, Option<&SheetId>)>;
    /// The table that a text means.
    fn table_by_text(&self, text: &str) -> Option<&Table>;
    /// A table by id.
    fn table(&self, id: &str) -> Option<&Table>;
    /// The table that holds a cell.
    fn table_at(&self, sheet: &SheetId, cell: CellId) -> Option<&Table>;
}

/// Where a formula is typed.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    /// The sheet that references mean which name none.
    pub sheet: &'a SheetId,
    /// The cell, whose table a reference means that names none: `[@Amount]`.
    pub cell: Option<CellId>,
}

impl<'a> From<&'a SheetId> for Origin<'a> {
    fn from(sheet: &'a SheetId) -> Self {
        Self { sheet, cell: None }
    }
}

/// True for a character that continues a name, a function or an address.
fn continues(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '\\' | '?' | '$')
}

/// A sheet's name as a formula writes it: quoted where it could be read as something else.
///
/// ```
/// use daylight_model::formula::quote_sheet;
/// assert_eq!(quote_sheet("Plan"), "Plan");
/// assert_eq!(quote_sheet("Actuals 2026"), "'Actuals 2026'");
/// assert_eq!(quote_sheet("Q1"), "'Q1'");
/// ```
pub fn quote_sheet(name: &str) -> String {
    let plain = name
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '_')
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))
        && crate::a1::parse_cell(name).is_none()
        && !looks_like_r1c1(name)
        && !name.eq_ignore_ascii_case("true")
        && !name.eq_ignore_ascii_case("false");
    if plain {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', "''"))
    }
}

/// `R`, `C`, `R1`, `RC`, `R1C1`, …
fn looks_like_r1c1(name: &str) -> bool {
    let digits = |s: &str| s.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after_row = name
        .strip_prefix(['r', 'R'])
        .map_or(name, |rest| &rest[rest.len() - digits(rest)..]);
    let after_col = after_row
        .strip_prefix(['c', 'C'])
        .map_or(after_row, |rest| &rest[rest.len() - digits(rest)..]);
    after_col.is_empty() && !name.is_empty()
}
