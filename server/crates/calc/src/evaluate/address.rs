//! What can be said of a reference beside what it holds: ROW, COLUMN, ROWS, COLUMNS, AREAS, CELL and ISFORMULA.

use daylight_model::{ErrorCode, Value, a1};

use super::{
    array::Array,
    evaluation::{Evaluation, Out},
    place::Place,
};
use crate::{
    book::Sheet,
    expression::{Expr, How},
    reference::{Cell, Rect},
};

impl<'e> Evaluation<'e> {
    /// AREAS: how many rectangles a reference has.
    pub(super) fn count_areas(&self, args: &'e [Expr]) -> Out<'e> {
        match self.places(&args[0]) {
            Ok(places) => Out::One(Value::Number(crate::narrow(places.len()).into())),
            Err(e) => e.into(),
        }
    }

    /// ISFORMULA: whether a formula stands in a cell.
    pub(super) fn is_formula(&self, args: &'e [Expr]) -> Out<'e> {
        let (sheet, rect) = match self.places(&args[0]) {
            Ok(places) => (places[0].sheet, places[0].rect),
            Err(e) => return e.into(),
        };
        let stands = |s: &Sheet| {
            let (row, col) = (s.rows.slot_at(rect.row1)?, s.cols.slot_at(rect.col1)?);
            s.formulas.get(Cell { sheet, row, col })
        };
        let formula = self.context.book.sheet(sheet).and_then(stands);
        Out::One(Value::Bool(formula.is_some()))
    }

    /// CELL: where a cell is, what it holds, or how it looks as far as that is known here.
    pub(super) fn about(&self, args: &'e [Expr]) -> Out<'e> {
        let kind = match self.single(&args[0]) {
            Some(Value::Text(kind)) => kind.to_lowercase(),
            Some(Value::Error(e)) => return e.into(),
            _ => return ErrorCode::Value.into(),
        };
        let place = match args.get(1) {
            None => Ok((self.at.sheet, self.position)),
            Some(arg) => self.places(arg).map(|places| {
                let place = &places[0];
                (place.sheet, (place.rect.row1, place.rect.col1))
            }),
        };
        let (sheet, (row, col)) = match place {
            Ok(place) => place,
            Err(e) => return e.into(),
        };
        let text = |text: String| Out::One(Value::Text(text.into()));
        let number = |n: u32| Out::One(Value::Number(n.into()));
        let sheet_name = || {
            let name = self.context.book.sheet(sheet).map(|s| s.name.clone());
            name.unwrap_or_else(|| "".into())
        };
        match kind.as_str() {
            "row" => number(row + 1),
            "col" => number(col + 1),
            "address" | "adresse" => {
                let cell = format!("${}${}", a1::column_name(col), row + 1);
                if sheet == self.at.sheet {
                    return text(cell);
                }
                let name = daylight_model::formula::quote_sheet(&sheet_name());
                text(format!("{name}!{cell}"))
            }
            "contents" => Out::One(self.value_in(sheet, (row, col))),
            "type" => text(match self.value_in(sheet, (row, col)) {
                Value::Empty => "b".to_owned(),
                Value::Text(_) => "l".to_owned(),
                _ => "v".to_owned(),
            }),
            // There is no file; what people cut out of this is the name of the sheet.
            "filename" => text(format!("[workbook]{}", sheet_name())),
            "prefix" => text(String::new()),
            "protect" => number(1),
            "color" | "parentheses" => number(0),
            "format" => text("G".to_owned()),
            _ => ErrorCode::Value.into(),
        }
    }

    /// ROW, COLUMN, ROWS and COLUMNS.
    pub(super) fn address(&self, how: How, args: &'e [Expr]) -> Out<'e> {
        let own = Place {
            sheet: self.at.sheet,
            rect: Rect {
                row1: self.position.0,
                col1: self.position.1,
                row2: self.position.0,
                col2: self.position.1,
            },
        };
        let place = match args.first() {
            None => own,
            Some(arg) => match self.referring(arg) {
                Out::Cells(places) => match &*places {
                    [place, ..] => *place,
                    [] => return ErrorCode::Ref.into(),
                },
                Out::Many(array) => {
                    return match how {
                        How::Rows => Out::One(Value::Number(array.rows().into())),
                        How::Columns => Out::One(Value::Number(array.cols().into())),
                        _ => ErrorCode::Value.into(),
                    };
                }
                Out::One(Value::Error(e)) => return e.into(),
                Out::One(_) if matches!(how, How::Rows | How::Columns) => {
                    return Out::One(Value::Number(1.0));
                }
                _ => return ErrorCode::Value.into(),
            },
        };
        let shown = self.context.shown(place.sheet);
        let count = |first: u32, last: u32, all: u32| {
            if last == Rect::OPEN {
                all
            } else {
                last - first + 1
            }
        };
        let Rect {
            row1,
            row2,
            col1,
            col2,
        } = place.rect;
        let (rows, cols) = (count(row1, row2, shown.0), count(col1, col2, shown.1));
        let number = |n: u32| Value::Number(n.into());
        match how {
            How::Rows => Out::One(number(rows)),
            How::Columns => Out::One(number(cols)),
            // In an old formula the first one counts.
            How::Row if rows == 1 || self.implicit => Out::One(number(row1 + 1)),
            How::Row => Array::build(rows, 1, |row, _| number(row1 + row + 1)).into(),
            _ if cols == 1 || self.implicit => Out::One(number(col1 + 1)),
            _ => Array::build(1, cols, |_, col| number(col1 + col + 1)).into(),
        }
    }
}
