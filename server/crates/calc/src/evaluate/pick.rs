//! References out of references: OFFSET and INDEX.

use std::rc::Rc;

use daylight_model::{ErrorCode, Value};

use super::{
    array::Array,
    evaluation::{Evaluation, Out},
    place::Place,
};
use crate::{expression::Expr, reference::Rect};

impl<'e> Evaluation<'e> {
    /// OFFSET: a reference moved and resized.
    pub(super) fn offset(&self, args: &'e [Expr]) -> Out<'e> {
        let number = |i: usize| match args.get(i) {
            None | Some(Expr::Omitted) => Ok(None),
            Some(arg) => match self.value(arg) {
                Out::One(Value::Error(e)) => Err(e),
                Out::One(value) => self.whole(&value).map(Some).ok_or(ErrorCode::Value),
                _ => Err(ErrorCode::Value),
            },
        };
        let moved = || {
            let places = self.places(&args[0])?;
            let [Place { sheet, rect }] = *places else {
                return Err(ErrorCode::Value);
            };
            let shown = self.context.shown(sheet);
            let line = |first: u32, last: u32, by: Option<i64>, size: Option<i64>, shown: u32| {
                let whole = last == Rect::OPEN;
                let last = if whole { shown - 1 } else { last };
                let start = i64::from(first).checked_add(by.unwrap_or(0));
                let size = size.unwrap_or(i64::from(last - first) + 1);
                let (from, to) = match (start, size) {
                    (Some(start), 1..) => (Some(start), start.checked_add(size - 1)),
                    (Some(start), ..=-1) => (start.checked_add(size + 1), Some(start)),
                    _ => (None, None),
                };
                let fits = |n: Option<i64>| {
                    n.and_then(|n| u32::try_from(n).ok())
                        .filter(|n| *n < shown)
                        .ok_or(ErrorCode::Ref)
                };
                Ok((fits(from)?, fits(to)?))
            };
            let (row1, row2) = line(rect.row1, rect.row2, number(1)?, number(3)?, shown.0)?;
            let (col1, col2) = line(rect.col1, rect.col2, number(2)?, number(4)?, shown.1)?;
            let rect = Rect {
                row1,
                col1,
                row2,
                col2,
            };
            Ok(Place { sheet, rect })
        };
        match moved() {
            Ok(place) => Out::Cells(Rc::new([place])),
            Err(e) => e.into(),
        }
    }

    /// INDEX: a cell, row or column of a reference or array.
    pub(super) fn index_of(&self, args: &'e [Expr]) -> Out<'e> {
        let number = |i: usize| match args.get(i) {
            None | Some(Expr::Omitted) => Ok(None),
            Some(arg) => match self.value(arg) {
                Out::One(Value::Error(e)) => Err(e),
                Out::One(value) => {
                    let n = self.whole(&value).ok_or(ErrorCode::Value)?;
                    if n < 0 {
                        return Err(ErrorCode::Value);
                    }
                    Ok(Some(u32::try_from(n).unwrap_or(u32::MAX)))
                }
                _ => Err(ErrorCode::Value),
            },
        };
        let numbers = number(1).and_then(|row| Ok((row, number(2)?, number(3)?)));
        let (row, col, area) = match numbers {
            Ok(numbers) => numbers,
            Err(e) => return e.into(),
        };
        // Of a single row, one number counts along it.
        let along = |rows: u32, cols: u32| match (row, col) {
            (Some(n), None) if rows == 1 && cols > 1 => (0, n),
            (row, col) => (row.unwrap_or(0), col.unwrap_or(0)),
        };
        let part = |n: u32, size: u32| match n {
            0 => Ok((0, size - 1)),
            n if n <= size => Ok((n - 1, n - 1)),
            _ => Err(ErrorCode::Ref),
        };
        match self.referring(&args[0]) {
            Out::Cells(places) => {
                let one_number = args.len() == 2;
                let of = area.unwrap_or(1).checked_sub(1).ok_or(ErrorCode::Value);
                let place = of.and_then(|of| {
                    let place = places.get(of as usize).ok_or(ErrorCode::Ref)?;
                    let Place { sheet, rect } = *place;
                    let shown = self.context.shown(sheet);
                    let size = |first: u32, last: u32, shown: u32| {
                        if last == Rect::OPEN {
                            shown
                        } else {
                            last - first + 1
                        }
                    };
                    let rows = size(rect.row1, rect.row2, shown.0);
                    let cols = size(rect.col1, rect.col2, shown.1);
                    if one_number && rows > 1 && cols > 1 && row != Some(0) {
                        return Err(ErrorCode::Ref);
                    }
                    let (row, col) = along(rows, cols);
                    let (top, bottom) = part(row, rows)?;
                    let (left, right) = part(col, cols)?;
                    let end = |first: u32, last: u32, n: u32, to: u32| {
                        if n == 0 { last } else { first + to }
                    };
                    let rect = Rect {
                        row1: rect.row1 + top,
                        col1: rect.col1 + left,
                        row2: end(rect.row1, rect.row2, row, bottom),
                        col2: end(rect.col1, rect.col2, col, right),
                    };
                    Ok(Place { sheet, rect })
                });
                match place {
                    Ok(place) => Out::Cells(Rc::new([place])),
                    Err(e) => e.into(),
                }
            }
            out => {
                let array = match out {
                    Out::One(Value::Error(e)) => return e.into(),
                    Out::One(value) => Array::single(value),
                    Out::Many(array) => array,
                    _ => return ErrorCode::Value.into(),
                };
                let (row, col) = along(array.rows(), array.cols());
                let parts =
                    part(row, array.rows()).and_then(|rows| Ok((rows, part(col, array.cols())?)));
                let ((top, bottom), (left, right)) = match parts {
                    Ok(parts) => parts,
                    Err(e) => return e.into(),
                };
                let at = |row, col| array.at(top + row, left + col).clone();
                Array::build(bottom - top + 1, right - left + 1, at).into()
            }
        }
    }
}
