//! The fast path: formulas of numbers, computed without building a value for each step.

use super::{Evaluation, index::Stretch, mirror::clamp, scalar, sums::Sum};
use crate::{
    expression::{Aggregate, Expr, How, Operator},
    reference::{Kind, Rect, SheetIndex},
    storage::Scalar,
};

impl Evaluation<'_> {
    /// The number that an expression yields, `None` as soon as anything but numbers is met.
    pub(super) fn number(&self, expr: &Expr) -> Option<f64> {
        match expr {
            Expr::Literal(daylight_model::Value::Number(n)) => Some(*n),
            Expr::Cell(n) => self.number_at(*n),
            Expr::Negate(e) => Some(0.0 - self.number(e)?),
            Expr::Binary(op, pair) if is_arithmetic(*op) => {
                let (x, y) = (self.number(&pair[0])?, self.number(&pair[1])?);
                scalar::arithmetic(*op, x, y).ok()
            }
            Expr::Call(How::If, _, args) if args.len() == 3 => {
                let Expr::Binary(op, pair) = &args[0] else {
                    return None;
                };
                if is_arithmetic(*op) || *op == Operator::Concat {
                    return None;
                }
                let (x, y) = (self.number(&pair[0])?, self.number(&pair[1])?);
                let holds = scalar::holds(*op, scalar::compare_numbers(x, y));
                self.number(&args[if holds { 1 } else { 2 }])
            }
            Expr::Call(How::Aggregate(Aggregate::Sum), _, args) => self.sum_up(args),
            _ => None,
        }
    }

    fn number_at(&self, n: u16) -> Option<f64> {
        let area = &self.refs[n as usize].area;
        let sheet = self.context.book.sheet(area.sheet).filter(|s| s.exists)?;
        if area.kind != Kind::Cell {
            return None;
        }
        match sheet.cells.get(area.row1, area.col1) {
            Scalar::Number(n) => {
                sheet.rows.position(area.row1)?;
                sheet.cols.position(area.col1)?;
                Some(n)
            }
            // Empty cells are numbers only where they show.
            Scalar::Empty => {
                sheet.rows.position(area.row1)?;
                sheet.cols.position(area.col1)?;
                Some(0.0)
            }
            _ => None,
        }
    }

    fn sum_up(&self, args: &[Expr]) -> Option<f64> {
        let mut sum = 0.0;
        for arg in args {
            let Expr::Area(n) = arg else { return None };
            let rect = clamp(self.context.book, self.rect(*n)?);
            // Range by range, so that it comes out the same whether a range's sum is known or not.
            sum += self.sum_of(self.refs[*n as usize].area.sheet, rect)?;
        }
        f64::is_finite(sum).then_some(sum)
    }

    fn sum_of(&self, index: SheetIndex, rect: Rect) -> Option<f64> {
        let book = self.context.book;
        let sheet = book.sheet(index)?;
        if rect.col1 == rect.col2
            && let Some(col) = sheet.cols.slot_at(rect.col1)
        {
            let at = Stretch {
                sheet: index,
                col,
                first: rect.row1,
                last: rect.row2,
            };
            match self.sums.borrow_mut().get(book, &at) {
                Sum::Number(n) => return Some(n),
                Sum::Error => return None,
                Sum::Unknown => {}
            }
        }
        let mut sum = 0.0;
        for (col, cols) in sheet.cols.slots(rect.col1, rect.col2) {
            for col in col..col + cols {
                for (row, rows) in sheet.rows.slots(rect.row1, rect.row2) {
                    if !sheet.cells.add(col, row, rows, &mut sum) {
                        return None;
                    }
                }
            }
        }
        Some(sum)
    }
}

fn is_arithmetic(op: Operator) -> bool {
    matches!(
        op,
        Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Power
    )
}
