//! SUM, COUNT and their kin, straight from the stored columns.

use daylight_model::{ErrorCode, Value};

use super::{Evaluation, convert::number, evaluation::Out, mirror::clamp, scalar};
use crate::{
    expression::{Aggregate, Expr},
    reference::{Rect, SheetIndex},
    storage::Scalar,
};

/// What has been added up so far.
struct Tally {
    sum: f64,
    numbers: u32,
    filled: u32,
    least: f64,
    most: f64,
    error: Option<ErrorCode>,
}

impl Tally {
    #[inline]
    fn number(&mut self, n: f64) {
        self.sum += n;
        self.numbers += 1;
        self.least = self.least.min(n);
        self.most = self.most.max(n);
    }

    /// Takes a cell of a reference: text and booleans there do not count as numbers.
    #[inline]
    fn cell(&mut self, value: Scalar) {
        match value {
            Scalar::Empty => return,
            Scalar::Number(n) => self.number(n),
            Scalar::Error(e) => self.error = self.error.or(Some(e)),
            Scalar::Text(_) | Scalar::Bool(_) => {}
        }
        self.filled += 1;
    }

    fn result(&self, what: Aggregate) -> Value {
        match (what, self.error) {
            (Aggregate::Count, _) => Value::Number(self.numbers.into()),
            (Aggregate::CountA, _) => Value::Number(self.filled.into()),
            (_, Some(e)) => Value::Error(e),
            (Aggregate::Sum, None) => number(self.sum),
            (Aggregate::Average, None) if self.numbers == 0 => Value::Error(ErrorCode::Div0),
            (Aggregate::Average, None) => number(self.sum / f64::from(self.numbers)),
            (Aggregate::Min | Aggregate::Max, None) if self.numbers == 0 => Value::Number(0.0),
            (Aggregate::Min, None) => Value::Number(self.least),
            (Aggregate::Max, None) => Value::Number(self.most),
        }
    }
}

impl Evaluation<'_> {
    /// The result, or `None` where an argument is for the library to read.
    pub(super) fn aggregate(&self, what: Aggregate, args: &[Expr]) -> Option<Value> {
        let mut tally = Tally {
            sum: 0.0,
            numbers: 0,
            filled: 0,
            least: f64::INFINITY,
            most: f64::NEG_INFINITY,
            error: None,
        };
        for arg in args {
            match arg {
                Expr::Cell(n) | Expr::Area(n) => match self.rect(*n) {
                    Some(rect) => {
                        let sheet = self.refs[*n as usize].area.sheet;
                        self.visit(sheet, rect, &mut |v| tally.cell(v));
                    }
                    None => tally.cell(Scalar::Error(ErrorCode::Ref)),
                },
                other => match self.eval(other) {
                    Out::One(Value::Error(e)) => tally.cell(Scalar::Error(e)),
                    Out::One(Value::Text(_)) | Out::Many(_) => return None,
                    Out::One(Value::Empty) if matches!(other, Expr::Intersect(_)) => {}
                    Out::One(value) => {
                        tally.number(scalar::as_number(&value)?);
                        tally.filled += 1;
                    }
                },
            }
        }
        Some(tally.result(what))
    }

    /// Calls `f` with every cell of a rectangle that is not empty.
    #[inline]
    pub(super) fn visit(&self, sheet: SheetIndex, rect: Rect, f: &mut impl FnMut(Scalar)) {
        let book = self.context.book;
        let rect = clamp(book, rect);
        let Some(s) = book.sheet(sheet) else { return };
        for (col, cols) in s.cols.slots(rect.col1, rect.col2) {
            for col in col..col + cols {
                for (row, rows) in s.rows.slots(rect.row1, rect.row2) {
                    s.cells.visit(col, row, rows, &mut |_, value| f(value));
                }
            }
        }
    }
}
