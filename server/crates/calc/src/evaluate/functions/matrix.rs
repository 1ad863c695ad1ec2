//! Functions of matrices, which the library does not have: `MMULT`, `MDETERM`, `MINVERSE`.

use std::sync::Arc;

use formualizer_common::{ExcelError, ExcelErrorKind, LiteralValue};
use formualizer_eval::{
    engine::range_view::RangeView,
    function::{FnCaps, Function},
    traits::{ArgumentHandle, CalcValue, FunctionContext},
};

/// Multiplications that one call may take; more is `#NUM!`.
const MOST_WORK: usize = 100_000_000;

/// All of them, by name.
pub(super) fn functions() -> impl Iterator<Item = (String, Arc<dyn Function>)> {
    [Matrix::Product, Matrix::Determinant, Matrix::Inverse]
        .into_iter()
        .map(|f| (f.name().to_owned(), Arc::new(f) as Arc<dyn Function>))
}

enum Matrix {
    Product,
    Determinant,
    Inverse,
}

/// Numbers by rows.
struct Numbers {
    rows: usize,
    cols: usize,
    all: Vec<f64>,
}

impl Function for Matrix {
    fn caps(&self) -> FnCaps {
        match self {
            Self::Determinant => FnCaps::PURE,
            Self::Product | Self::Inverse => FnCaps::PURE | FnCaps::MAY_SPILL,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Product => "MMULT",
            Self::Determinant => "MDETERM",
            Self::Inverse => "MINVERSE",
        }
    }

    fn eval<'b>(
        &self,
        args: &[ArgumentHandle<'_, 'b>],
        context: &dyn FunctionContext<'b>,
    ) -> Result<CalcValue<'b>, ExcelError> {
        let result = match (self, args) {
            (Self::Product, [left, right]) => product(&Numbers::of(left)?, &Numbers::of(right)?)?,
            (Self::Determinant, [matrix]) => {
                let n = determinant(square(Numbers::of(matrix)?)?);
                return Ok(CalcValue::Scalar(LiteralValue::Number(finite(n)?)));
            }
            (Self::Inverse, [matrix]) => inverse(&square(Numbers::of(matrix)?)?)?,
            _ => return Err(fault(ExcelErrorKind::Value)),
        };
        let rows = result.all.chunks(result.cols.max(1)).map(|row| {
            let literal = |n: &f64| finite(*n).map(LiteralValue::Number);
            row.iter().map(literal).collect::<Result<Vec<_>, _>>()
        });
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        Ok(CalcValue::Range(RangeView::from_owned_rows(
            rows,
            context.date_system(),
        )))
    }
}

fn fault(kind: ExcelErrorKind) -> ExcelError {
    ExcelError::new(kind)
}

fn finite(n: f64) -> Result<f64, ExcelError> {
    if n.is_finite() {
        Ok(n)
    } else {
        Err(fault(ExcelErrorKind::Num))
    }
}

impl Numbers {
    /// An argument, all of whose cells must be numbers.
    fn of(argument: &ArgumentHandle<'_, '_>) -> Result<Self, ExcelError> {
        let view = argument.range_view_or_scalar()?;
        let (rows, cols) = view.dims();
        if rows == 0 || cols == 0 {
            return Err(fault(ExcelErrorKind::Value));
        }
        if rows.saturating_mul(cols) > MOST_WORK {
            return Err(fault(ExcelErrorKind::Num));
        }
        let mut all = Vec::with_capacity(rows * cols);
        for row in 0..rows {
            for col in 0..cols {
                all.push(match view.get_cell(row, col) {
                    LiteralValue::Number(n) => n,
                    LiteralValue::Int(n) => n as f64,
                    LiteralValue::Error(e) => return Err(e),
                    _ => return Err(fault(ExcelErrorKind::Value)),
                });
            }
        }
        Ok(Self { rows, cols, all })
    }

    fn at(&self, row: usize, col: usize) -> f64 {
        self.all[row * self.cols + col]
    }

    fn swap_rows(&mut self, a: usize, b: usize) {
        for col in 0..self.cols {
            self.all.swap(a * self.cols + col, b * self.cols + col);
        }
    }

    /// Takes `share` of a row from another.
    fn subtract(&mut self, share: f64, from: usize, row: usize) {
        for col in 0..self.cols {
            self.all[row * self.cols + col] -= share * self.all[from * self.cols + col];
        }
    }
}

fn square(matrix: Numbers) -> Result<Numbers, ExcelError> {
    let n = matrix.rows;
    if n != matrix.cols {
        return Err(fault(ExcelErrorKind::Value));
    }
    if n.saturating_mul(n).saturating_mul(n) > MOST_WORK {
        return Err(fault(ExcelErrorKind::Num));
    }
    Ok(matrix)
}

fn product(left: &Numbers, right: &Numbers) -> Result<Numbers, ExcelError> {
    if left.cols != right.rows {
        return Err(fault(ExcelErrorKind::Value));
    }
    if left.all.len().saturating_mul(right.cols) > MOST_WORK {
        return Err(fault(ExcelErrorKind::Num));
    }
    let mut all = Vec::with_capacity(left.rows * right.cols);
    for row in 0..left.rows {
        for col in 0..right.cols {
            all.push(
                (0..left.cols)
                    .map(|k| left.at(row, k) * right.at(k, col))
                    .sum(),
            );
        }
    }
    Ok(Numbers {
        rows: left.rows,
        cols: right.cols,
        all,
    })
}

/// The row at or below `step` with the largest element in that column; `None` when all are zero.
fn pivot(matrix: &Numbers, step: usize) -> Option<usize> {
    let size = |row: usize| matrix.at(row, step).abs();
    let best = (step..matrix.rows).max_by(|a, b| size(*a).total_cmp(&size(*b)))?;
    (size(best) > 0.0).then_some(best)
}

fn determinant(mut matrix: Numbers) -> f64 {
    let mut result = 1.0;
    for step in 0..matrix.rows {
        let Some(best) = pivot(&matrix, step) else {
            return 0.0;
        };
        if best != step {
            matrix.swap_rows(best, step);
            result = -result;
        }
        let head = matrix.at(step, step);
        result *= head;
        for row in step + 1..matrix.rows {
            let share = matrix.at(row, step) / head;
            matrix.subtract(share, step, row);
        }
    }
    result
}

/// Gauss and Jordan's elimination with the unit matrix at its right.
fn inverse(matrix: &Numbers) -> Result<Numbers, ExcelError> {
    let n = matrix.rows;
    let mut wide = Numbers {
        rows: n,
        cols: 2 * n,
        all: vec![0.0; 2 * n * n],
    };
    for row in 0..n {
        for col in 0..n {
            wide.all[row * 2 * n + col] = matrix.at(row, col);
        }
        wide.all[row * 2 * n + n + row] = 1.0;
    }
    for step in 0..n {
        let best = pivot(&wide, step).ok_or_else(|| fault(ExcelErrorKind::Num))?;
        wide.swap_rows(best, step);
        let head = wide.at(step, step);
        for col in 0..2 * n {
            wide.all[step * 2 * n + col] /= head;
        }
        for row in (0..n).filter(|row| *row != step) {
            let share = wide.at(row, step);
            if share != 0.0 {
                wide.subtract(share, step, row);
            }
        }
    }
    let all = wide.all.chunks(2 * n).flat_map(|row| row[n..].to_vec());
    Ok(Numbers {
        rows: n,
        cols: n,
        all: all.collect(),
    })
}
