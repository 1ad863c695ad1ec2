//! Running sums: long columns that are summed from the same row again and again are added up once.

use rustc_hash::FxHashMap;

use super::index::{Stretch, visit};
use crate::{book::Book, reference::SheetIndex, storage::Scalar};

/// Rows below which adding up is as quick.
const SHORT: u32 = 64;
/// First rows that are told apart in one column.
const STARTS: usize = 64;

/// Sums from one row of a column on.
struct Running {
    first: u32,
    /// By offset of the last row; empty until it is asked for again.
    sums: Vec<f64>,
    /// Offset of the first error; `sums` ends before it.
    error: Option<u32>,
}

/// What is known of a sum.
pub(crate) enum Sum {
    Number(f64),
    /// There is an error among the cells.
    Error,
    /// To be added up.
    Unknown,
}

/// The running sums of all columns.
#[derive(Default)]
pub(crate) struct Sums(FxHashMap<(SheetIndex, u32), Vec<Running>>);

impl Sums {
    /// The sum of a stretch, when it begins where others did.
    pub(crate) fn get(&mut self, book: &Book, at: &Stretch) -> Sum {
        if at.last - at.first < SHORT {
            return Sum::Unknown;
        }
        let column = self.0.entry((at.sheet, at.col)).or_default();
        let Some(running) = column.iter_mut().find(|r| r.first == at.first) else {
            if column.len() == STARTS {
                column.clear();
            }
            column.push(Running {
                first: at.first,
                sums: vec![],
                error: None,
            });
            return Sum::Unknown;
        };
        let offset = at.last - at.first;
        running.extend(book, at, offset);
        match (running.error, running.sums.get(offset as usize)) {
            (Some(error), _) if error <= offset => Sum::Error,
            (_, Some(sum)) => Sum::Number(*sum),
            _ => Sum::Unknown,
        }
    }

    /// Forgets the sums that a cell is part of.
    pub(crate) fn touch(&mut self, book: &Book, sheet: SheetIndex, col: u32, row: u32) {
        if self.0.is_empty() {
            return;
        }
        let Some(column) = self.0.get_mut(&(sheet, col)) else {
            return;
        };
        let Some(position) = book.sheet(sheet).and_then(|s| s.rows.position(row)) else {
            return;
        };
        for running in column {
            if let Some(offset) = position.checked_sub(running.first) {
                running.sums.truncate(offset as usize);
                running.error = running.error.filter(|error| *error < offset);
            }
        }
    }

    /// Forgets everything on a sheet.
    pub(crate) fn drop_sheet(&mut self, sheet: SheetIndex) {
        self.0.retain(|at, _| at.0 != sheet);
    }
}

impl Running {
    /// Adds up to the row at `offset`.
    fn extend(&mut self, book: &Book, at: &Stretch, offset: u32) {
        let done = crate::narrow(self.sums.len());
        if offset < done || self.error.is_some() {
            return;
        }
        let mut sum = self.sums.last().copied().unwrap_or(0.0);
        let rest = Stretch {
            first: at.first + done,
            last: at.first + offset,
            ..*at
        };
        let (sums, error) = (&mut self.sums, &mut self.error);
        visit(book, &rest, |i, value| {
            // Rows up to here that hold nothing.
            if error.is_none() {
                sums.resize((done + i) as usize, sum);
            }
            match value {
                Scalar::Number(n) => sum += n,
                Scalar::Error(_) => *error = error.or(Some(done + i)),
                _ => {}
            }
        });
        if self.error.is_none() {
            self.sums.resize(offset as usize + 1, sum);
        }
    }
}
