//! Template and references → the text of the moment.

use super::{Resolve, quote_sheet, structured};
use crate::{
    a1::column_name,
    axis::Axis,
    content::{ErrorCode, Formula, SLOT},
    id::SheetId,
    reference::{Corner, End, Reference},
};

/// The text of a formula on sheet `own`, without its `=`. What is dead shows as `#REF!`.
pub fn render_formula(formula: &Formula, own: &SheetId, ctx: &dyn Resolve) -> String {
    let mut text = String::with_capacity(formula.template.len() + formula.refs.len() * 4);
    let mut refs = formula.refs.iter();
    for piece in formula.template.split_inclusive(SLOT) {
        let Some(plain) = piece.strip_suffix(SLOT) else {
            text.push_str(piece);
            continue;
        };
        text.push_str(plain);
        match refs.next().and_then(|r| render_reference(r, own, ctx)) {
            Some(reference) => text.push_str(&reference),
            None => text.push_str(ErrorCode::Ref.as_str()),
        }
    }
    text
}

/// The text of one reference; `None` when what it points at is dead.
pub fn render_reference(reference: &Reference, own: &SheetId, ctx: &dyn Resolve) -> Option<String> {
    let sheet = reference.sheet().unwrap_or(own);
    let body = match reference {
        Reference::Name { id } => {
            let (name, scope) = ctx.name_text(id)?;
            return match scope.filter(|scope| *scope != own) {
                Some(scope) => Some(format!("{}!{name}", quote_sheet(ctx.sheet_name(scope)?))),
                None => Some(name.to_owned()),
            };
        }
        Reference::Stack { first, last, area } => {
            let names = [ctx.sheet_name(first)?, ctx.sheet_name(last)?];
            let body = render_reference(area, first, ctx)?;
            let plain = names.iter().all(|name| quote_sheet(name) == *name);
            let [first, last] = names.map(|name| name.replace('\'', "''"));
            return Some(if plain {
                format!("{first}:{last}!{body}")
            } else {
                format!("'{first}:{last}'!{body}")
            });
        }
        Reference::Table { id, part, columns } => {
            let table = ctx.table(id)?;
            let axes = ctx.rows(&table.sheet).zip(ctx.cols(&table.sheet))?;
            return structured::render(table, *part, *columns, axes);
        }
        Reference::Cell { at, .. } => cell(at, ctx.rows(sheet)?, ctx.cols(sheet)?)?,
        Reference::Range { from, to, .. } => {
            let rows = span(ctx.rows(sheet)?, from.row, to.row)?;
            let cols = span(ctx.cols(sheet)?, from.col, to.col)?;
            format!(
                "{}{}:{}{}",
                column(cols.0),
                row(rows.0),
                column(cols.1),
                row(rows.1)
            )
        }
        Reference::Rows { from, to, .. } => {
            let (first, last) = span(ctx.rows(sheet)?, *from, *to)?;
            format!("{}:{}", row(first), row(last))
        }
        Reference::Columns { from, to, .. } => {
            let (first, last) = span(ctx.cols(sheet)?, *from, *to)?;
            format!("{}:{}", column(first), column(last))
        }
    };
    match reference.sheet() {
        Some(id) => Some(format!("{}!{body}", quote_sheet(ctx.sheet_name(id)?))),
        None => Some(body),
    }
}

fn cell(at: &Corner, rows: &Axis, cols: &Axis) -> Option<String> {
    let r = rows.index_of(at.row.line)?;
    let c = cols.index_of(at.col.line)?;
    Some(column((c, at.col.absolute)) + &row((r, at.row.absolute)))
}

fn span(axis: &Axis, from: End, to: End) -> Option<((u32, bool), (u32, bool))> {
    let (first, last) = axis.span(from.line, to.line)?;
    Some(((first, from.absolute), (last, to.absolute)))
}

fn dollar(absolute: bool) -> &'static str {
    if absolute { "$" } else { "" }
}

fn column((index, absolute): (u32, bool)) -> String {
    format!("{}{}", dollar(absolute), column_name(index))
}

fn row((index, absolute): (u32, bool)) -> String {
    format!("{}{}", dollar(absolute), index + 1)
}
