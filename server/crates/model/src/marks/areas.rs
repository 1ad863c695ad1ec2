//! The ranges that something holds for, by identity.

use std::{fmt, str::FromStr};

use crate::{
    axis::Axis,
    id::{CellId, LineId},
    reference::Reference,
};

/// Most ranges of one list.
const MAX_AREAS: usize = 64;

/// Ranges, cells, rows and columns of one sheet; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Areas(Vec<Reference>);

/// Cells by visible index: rows and columns, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rect {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

impl Rect {
    /// Whether a cell lies in it.
    pub fn contains(&self, row: u32, col: u32) -> bool {
        (self.top..=self.bottom).contains(&row) && (self.left..=self.right).contains(&col)
    }

    /// What both cover.
    pub fn common(&self, other: &Self) -> Option<Self> {
        let both = Self {
            top: self.top.max(other.top),
            left: self.left.max(other.left),
            bottom: self.bottom.min(other.bottom),
            right: self.right.min(other.right),
        };
        (both.top <= both.bottom && both.left <= both.right).then_some(both)
    }
}

/// Not a list of ranges as stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a list of 1 to {MAX_AREAS} ranges of one sheet")]
pub struct BadAreas;

impl FromStr for Areas {
    type Err = BadAreas;

    fn from_str(text: &str) -> Result<Self, BadAreas> {
        let mut list = Vec::new();
        for part in text.split(' ') {
            let reference: Reference = part.parse().map_err(|_| BadAreas)?;
            let plain = reference.is_plain() && reference.sheet().is_none() && !part.contains('$');
            if !plain || list.len() == MAX_AREAS {
                return Err(BadAreas);
            }
            list.push(reference);
        }
        Ok(Self(list))
    }
}

impl fmt::Display for Areas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, reference) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{reference}")?;
        }
        Ok(())
    }
}

impl Areas {
    /// Where they are now; ranges of which nothing is left are passed over.
    pub fn rects<'a>(&'a self, rows: &'a Axis, cols: &'a Axis) -> impl Iterator<Item = Rect> + 'a {
        let all = |axis: &Axis| axis.shown().checked_sub(1);
        self.0.iter().filter_map(move |reference| {
            let (from_row, to_row) = match reference {
                Reference::Cell { at, .. } => rows.span(at.row.line, at.row.line)?,
                Reference::Range { from, to, .. } => rows.span(from.row.line, to.row.line)?,
                Reference::Rows { from, to, .. } => rows.span(from.line, to.line)?,
                _ => (0, all(rows)?),
            };
            let (from_col, to_col) = match reference {
                Reference::Cell { at, .. } => cols.span(at.col.line, at.col.line)?,
                Reference::Range { from, to, .. } => cols.span(from.col.line, to.col.line)?,
                Reference::Columns { from, to, .. } => cols.span(from.line, to.line)?,
                _ => (0, all(cols)?),
            };
            Some(Rect {
                top: from_row,
                left: from_col,
                bottom: to_row,
                right: to_col,
            })
        })
    }

    /// The cell for which its formulas are written: the first one of the first range, by visible index; `None` when that
    /// range is gone.
    pub fn anchor(&self, rows: &Axis, cols: &Axis) -> Option<(u32, u32)> {
        let first = Self(self.0.first().cloned().into_iter().collect());
        let rect = first.rects(rows, cols).next()?;
        Some((rect.top, rect.left))
    }

    /// One range of cells.
    pub fn of_cells(from: CellId, to: CellId) -> Self {
        let end = |line: LineId| crate::reference::End {
            line,
            absolute: false,
        };
        let corner = |cell: CellId| crate::reference::Corner {
            row: end(cell.row),
            col: end(cell.col),
        };
        Self(vec![if from == to {
            Reference::Cell {
                sheet: None,
                at: corner(from),
            }
        } else {
            Reference::Range {
                sheet: None,
                from: corner(from),
                to: corner(to),
            }
        }])
    }

    /// Several lists as one; `None` when they are too many.
    pub fn joined(lists: impl IntoIterator<Item = Self>) -> Option<Self> {
        let all: Vec<Reference> = lists.into_iter().flat_map(|list| list.0).collect();
        (1..=MAX_AREAS).contains(&all.len()).then_some(Self(all))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::id::{MAX_COLS, MAX_ROWS};

    #[test]
    fn ranges_of_one_sheet() {
        for text in ["11,3", "11,3:14,3", "r0:4", "c2:2", "11,3:14,3 20,3 c0:0"] {
            let areas: Areas = text.parse().unwrap();
            assert_eq!(areas.to_string(), text);
        }
        for text in ["", "1!11,3", "$1,2", "n:a", "t:a:d", "1,2  3,4", "1,2 "] {
            assert!(text.parse::<Areas>().is_err(), "{text}");
        }
        assert!(vec!["1,1"; 65].join(" ").parse::<Areas>().is_err());
    }

    #[test]
    fn where_they_are() {
        let (rows, cols) = (Axis::base(MAX_ROWS), Axis::base(MAX_COLS));
        let areas: Areas = "11,3:14,5 c2:2".parse().unwrap();
        let rects: Vec<Rect> = areas.rects(&rows, &cols).collect();
        assert_eq!((rects[0].top, rects[0].right), (11, 5));
        assert_eq!((rects[1].top, rects[1].bottom), (0, MAX_ROWS - 1));
        assert_eq!(areas.anchor(&rows, &cols), Some((11, 3)));
        assert!(rects[0].contains(14, 3) && !rects[0].contains(15, 3));
    }
}
