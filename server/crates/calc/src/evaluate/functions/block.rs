//! Values by rows.

use daylight_model::{ErrorCode, Value};
use formualizer_common::LiteralValue;

use super::{super::convert, call::Answer};

/// Cells of the largest array that a function reads or makes at once.
pub(super) const MOST_CELLS: usize = 1 << 20;

/// Values by rows, all rows equally long.
#[derive(Debug)]
pub(super) struct Block {
    pub rows: usize,
    pub cols: usize,
    pub cells: Vec<Value>,
}

impl Block {
    /// One of this size, made cell by cell.
    pub(super) fn make(
        rows: usize,
        cols: usize,
        mut cell: impl FnMut(usize, usize) -> Answer,
    ) -> Answer<Self> {
        let count = rows.checked_mul(cols).filter(|n| *n <= MOST_CELLS);
        let mut cells = Vec::with_capacity(count.ok_or(ErrorCode::Num)?);
        for row in 0..rows {
            for col in 0..cols {
                cells.push(cell(row, col)?);
            }
        }
        Ok(Self { rows, cols, cells })
    }

    /// A single value.
    pub(super) fn one(value: Value) -> Self {
        Self {
            rows: 1,
            cols: 1,
            cells: vec![value],
        }
    }

    /// A single number.
    pub(super) fn number(n: f64) -> Self {
        Self::one(convert::number(n))
    }

    /// A row of values.
    pub(super) fn row(cells: Vec<Value>) -> Self {
        Self {
            rows: 1,
            cols: cells.len(),
            cells,
        }
    }

    /// The value at a place; nothing beyond the end.
    pub(super) fn at(&self, row: usize, col: usize) -> &Value {
        if row < self.rows && col < self.cols {
            &self.cells[row * self.cols + col]
        } else {
            &Value::Empty
        }
    }

    /// For the library; what is left empty stays so.
    pub(super) fn literal(&self) -> LiteralValue {
        match (&*self.cells, self.cols) {
            ([one], _) => convert::literal(one),
            ([], _) | (_, 0) => convert::literal(&Value::Error(ErrorCode::Calc)),
            (cells, cols) => LiteralValue::Array(
                cells
                    .chunks(cols)
                    .map(|row| row.iter().map(convert::literal).collect())
                    .collect(),
            ),
        }
    }
}
