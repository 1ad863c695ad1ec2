//! VLOOKUP, MATCH and XLOOKUP in stored columns, by index.

use daylight_model::{ErrorCode, Value};

use super::{
    evaluation::Evaluation,
    index::{Key, Stretch},
    mirror::clamp,
    scalar,
};
use crate::{
    expression::{Expr, Lookup},
    reference::{Cell, Rect, SheetIndex},
};

/// Offset of the row that a lookup found, if any.
struct Found(Option<u32>);

impl<'e> Evaluation<'e> {
    /// The result, or `None` where the call is for the library.
    pub(super) fn look_up(&self, what: Lookup, args: &'e [Expr]) -> Option<Value> {
        let needle = self.single(&args[0])?;
        let (sheet, rect) = self.area(&args[1])?;
        let sorted = match (what, args.get(if what == Lookup::Vertical { 3 } else { 2 })) {
            (Lookup::Across, _) => false,
            (Lookup::Match | Lookup::Vertical, None) => true,
            (Lookup::Match, Some(mode)) => {
                let mode = scalar::as_number(&self.single(mode)?)?;
                if mode < 0.0 {
                    return None;
                }
                mode > 0.0
            }
            (Lookup::Vertical, Some(mode)) => scalar::as_condition(&self.single(mode)?).ok()?,
        };
        if what != Lookup::Vertical && rect.col1 != rect.col2 {
            return None;
        }
        let Found(found) = self.find(&needle, sheet, rect, sorted)?;
        match what {
            Lookup::Match => Some(found.map_or(Value::Error(ErrorCode::Na), |i| {
                Value::Number((i + 1).into())
            })),
            Lookup::Vertical => {
                let col = scalar::as_number(&self.single(&args[2])?)?.trunc();
                if !(1.0..=f64::from(rect.col2 - rect.col1 + 1)).contains(&col) {
                    return None;
                }
                // Between 1 and the number of columns.
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "checked above"
                )]
                let col = rect.col1 + col as u32 - 1;
                Some(match found {
                    Some(i) => self.value_at(sheet, rect.row1 + i, col),
                    None => Value::Error(ErrorCode::Na),
                })
            }
            Lookup::Across => {
                let (target, result) = self.area(&args[2])?;
                if result.col1 != result.col2 || result.row2 - result.row1 != rect.row2 - rect.row1
                {
                    return None;
                }
                match (found, args.get(3)) {
                    (Some(i), _) => Some(self.value_at(target, result.row1 + i, result.col1)),
                    (None, None | Some(Expr::Omitted)) => Some(Value::Error(ErrorCode::Na)),
                    (None, Some(other)) => self.single(other),
                }
            }
        }
    }

    /// Where a value stands in the first column of a rectangle; `None` when that is for the library to say.
    fn find(&self, needle: &Value, sheet: SheetIndex, rect: Rect, sorted: bool) -> Option<Found> {
        let wild = matches!(needle, Value::Text(t) if t.contains(['*', '?', '~']));
        let key = Key::of(needle).filter(|_| !wild)?;
        let col = self.context.book.sheet(sheet)?.cols.slot_at(rect.col1)?;
        let at = Stretch {
            sheet,
            col,
            first: rect.row1,
            last: rect.row2,
        };
        let index = self.indexes.borrow_mut().get(self.context.book, &at)?;
        if !sorted {
            let found = index.rows(&key).first().copied();
            // The library also finds numbers that are not quite the same.
            let near = matches!(needle, Value::Number(n) if n.fract() != 0.0);
            return (found.is_some() || !near).then_some(Found(found));
        }
        let Value::Number(n) = needle else {
            return None;
        };
        let values = index.ascending.as_ref()?;
        let before = values.partition_point(|v| *v <= *n || (*v - *n).abs() < 1e-12);
        Some(Found(before.checked_sub(1).map(crate::narrow)))
    }

    /// Sheet and clamped rectangle of a range.
    pub(super) fn area(&self, expr: &Expr) -> Option<(SheetIndex, Rect)> {
        let Expr::Area(n) = expr else { return None };
        let rect = clamp(self.context.book, self.rect(*n)?);
        (rect.row1 <= rect.row2 && rect.col1 <= rect.col2)
            .then(|| (self.refs[*n as usize].area.sheet, rect))
    }

    fn value_at(&self, sheet: SheetIndex, row: u32, col: u32) -> Value {
        let book = self.context.book;
        let slots = book
            .sheet(sheet)
            .and_then(|s| Some((s.rows.slot_at(row)?, s.cols.slot_at(col)?)));
        slots.map_or(Value::Empty, |(row, col)| {
            book.value(Cell { sheet, row, col })
        })
    }
}
