//! A formula as it reads when copied to another place.

use super::Resolve;
use crate::{
    axis::Axis,
    content::{ErrorCode, Formula, FormulaKind, SLOT},
    id::SheetId,
    reference::{Corner, End, Reference},
};

/// How far a formula is carried, in visible rows and columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Rows down.
    pub rows: i64,
    /// Columns to the right.
    pub cols: i64,
}

/// The formula as it reads when copied by `shift`: parts without `$` move along, and what leaves the sheet becomes
/// `#REF!`. References without a sheet belong to `own`. Names and parts of tables stay.
pub fn shift_formula(formula: &Formula, shift: Shift, own: &SheetId, ctx: &dyn Resolve) -> Formula {
    let mut template = String::with_capacity(formula.template.len());
    let mut refs = Vec::with_capacity(formula.refs.len());
    let mut old = formula.refs.iter();
    for piece in formula.template.split_inclusive(SLOT) {
        let Some(plain) = piece.strip_suffix(SLOT) else {
            template.push_str(piece);
            continue;
        };
        template.push_str(plain);
        match old.next().and_then(|r| shifted(r, shift, own, ctx)) {
            Some(reference) => {
                template.push(SLOT);
                refs.push(reference);
            }
            None => template.push_str(ErrorCode::Ref.as_str()),
        }
    }
    Formula {
        kind: match formula.kind {
            FormulaKind::Array => FormulaKind::Ordinary,
            kind => kind,
        },
        template: template.into(),
        refs,
    }
}

fn shifted(
    reference: &Reference,
    shift: Shift,
    own: &SheetId,
    ctx: &dyn Resolve,
) -> Option<Reference> {
    let sheet = match reference {
        Reference::Name { .. } | Reference::Table { .. } => return Some(reference.clone()),
        Reference::Stack { first, last, area } => {
            return Some(Reference::Stack {
                first: first.clone(),
                last: last.clone(),
                area: Box::new(shifted(area, shift, first, ctx)?),
            });
        }
        plain => plain.sheet().unwrap_or(own),
    };
    let (rows, cols) = (ctx.rows(sheet)?, ctx.cols(sheet)?);
    let corner = |corner: Corner| {
        Some(Corner {
            row: moved(corner.row, shift.rows, rows)?,
            col: moved(corner.col, shift.cols, cols)?,
        })
    };
    let mut reference = reference.clone();
    match &mut reference {
        Reference::Cell { at, .. } => *at = corner(*at)?,
        Reference::Range { from, to, .. } => (*from, *to) = (corner(*from)?, corner(*to)?),
        Reference::Rows { from, to, .. } => {
            (*from, *to) = (
                moved(*from, shift.rows, rows)?,
                moved(*to, shift.rows, rows)?,
            );
        }
        Reference::Columns { from, to, .. } => {
            (*from, *to) = (
                moved(*from, shift.cols, cols)?,
                moved(*to, shift.cols, cols)?,
            );
        }
        Reference::Name { .. } | Reference::Stack { .. } | Reference::Table { .. } => {}
    }
    Some(reference)
}

fn moved(end: End, by: i64, axis: &Axis) -> Option<End> {
    if end.absolute || by == 0 {
        return Some(end);
    }
    let index = i64::from(axis.index_of(end.line)?) + by;
    let line = axis.id_at(u32::try_from(index).ok()?)?;
    Some(End {
        line,
        absolute: false,
    })
}
