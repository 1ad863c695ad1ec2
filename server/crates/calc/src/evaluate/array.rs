//! Arrays of values, and how operations spread over them.

use std::sync::Arc;

use daylight_model::{ErrorCode, Value};

/// Cells of the largest array that one formula may make.
pub(crate) const MAX_CELLS: u64 = 1 << 20;

/// Values by rows; never empty. Copies share them.
#[derive(Clone, Debug)]
pub(crate) struct Array {
    rows: u32,
    cols: u32,
    values: Arc<Vec<Value>>,
}

impl Array {
    /// An array of so many rows and columns. `None` when there are none or too many, or another number of values.
    pub(crate) fn new(rows: u32, cols: u32, values: Vec<Value>) -> Option<Self> {
        let cells = u64::from(rows) * u64::from(cols);
        let fits = (1..=MAX_CELLS).contains(&cells) && values.len() as u64 == cells;
        fits.then(|| Self {
            rows,
            cols,
            values: Arc::new(values),
        })
    }

    /// An array of one value.
    pub(crate) fn single(value: Value) -> Self {
        Self {
            rows: 1,
            cols: 1,
            values: Arc::new(vec![value]),
        }
    }

    /// What `f` gives for each place; an error value when that would be too much.
    pub(crate) fn build(
        rows: u32,
        cols: u32,
        mut f: impl FnMut(u32, u32) -> Value,
    ) -> Result<Self, ErrorCode> {
        let cells = u64::from(rows) * u64::from(cols);
        if !(1..=MAX_CELLS).contains(&cells) {
            return Err(ErrorCode::Calc);
        }
        let places = (0..rows).flat_map(|row| (0..cols).map(move |col| (row, col)));
        let values = places.map(|(row, col)| f(row, col)).collect();
        Self::new(rows, cols, values).ok_or(ErrorCode::Calc)
    }

    pub(crate) fn rows(&self) -> u32 {
        self.rows
    }

    pub(crate) fn cols(&self) -> u32 {
        self.cols
    }

    /// All values, row by row.
    pub(crate) fn values(&self) -> &[Value] {
        &self.values
    }

    /// The value at a place that is there.
    pub(crate) fn at(&self, row: u32, col: u32) -> &Value {
        &self.values[row as usize * self.cols as usize + col as usize]
    }

    /// The value that stands at a place when the array is spread over a larger one: a single row or column
    /// repeats, and beyond the end there is none.
    pub(crate) fn spread(&self, row: u32, col: u32) -> Option<&Value> {
        let row = if self.rows == 1 { 0 } else { row };
        let col = if self.cols == 1 { 0 } else { col };
        (row < self.rows && col < self.cols).then(|| self.at(row, col))
    }

    /// The first value.
    pub(crate) fn first(&self) -> &Value {
        self.at(0, 0)
    }

    pub(crate) fn is_single(&self) -> bool {
        self.rows == 1 && self.cols == 1
    }
}

/// The size of what several arrays are spread over.
pub(crate) fn common_size<'a>(arrays: impl IntoIterator<Item = &'a Array>) -> (u32, u32) {
    let sizes = arrays.into_iter().map(|a| (a.rows, a.cols));
    sizes.fold((1, 1), |a, b| (a.0.max(b.0), a.1.max(b.1)))
}
