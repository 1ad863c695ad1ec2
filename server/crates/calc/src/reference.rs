//! References as formulas keep them: sheets, lines and names as small numbers.

use std::sync::Arc;

use daylight_model::{
    LineId, Reference,
    content::{Corner, End},
};

use crate::{book::Book, lines::NOWHERE};

/// What a reference points at.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(u8)]
pub(crate) enum Kind {
    Cell,
    Range,
    Rows,
    Columns,
    Name,
    /// The same on every sheet from one tab to another; its lines are those of the first.
    Stack,
    /// A part of a table.
    Table,
}

impl Kind {
    /// Whether it stands for something else by a number.
    pub(crate) fn is_number(self) -> bool {
        matches!(self, Self::Name | Self::Stack | Self::Table)
    }
}

/// A sheet by its place in the book.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct SheetIndex(pub u16);

impl SheetIndex {
    /// No sheet: beyond what can be numbered.
    pub(crate) const NOWHERE: Self = Self(u16::MAX);
}

/// A cell by slots.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Cell {
    pub sheet: SheetIndex,
    pub row: u32,
    pub col: u32,
}

impl Cell {
    /// Row and column as one key within the sheet.
    pub(crate) fn key(self) -> u64 {
        u64::from(self.row) << 32 | u64::from(self.col)
    }

    /// The cell of a key.
    pub(crate) fn of_key(sheet: SheetIndex, key: u64) -> Self {
        let low = |n: u64| u32::try_from(n & u64::from(u32::MAX)).unwrap_or(NOWHERE);
        Self {
            sheet,
            row: low(key >> 32),
            col: low(key),
        }
    }
}

/// An area by slots: what a range depends on, without its `$`s.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Area {
    pub kind: Kind,
    pub sheet: SheetIndex,
    pub row1: u32,
    pub col1: u32,
    pub row2: u32,
    pub col2: u32,
}

/// Visible positions, inclusive. Whole rows and columns end at [`Rect::OPEN`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Rect {
    pub row1: u32,
    pub col1: u32,
    pub row2: u32,
    pub col2: u32,
}

impl Rect {
    /// The end of what has none.
    pub(crate) const OPEN: u32 = u32::MAX;

    #[inline]
    pub(crate) fn holds(&self, row: u32, col: u32) -> bool {
        self.row1 <= row && row <= self.row2 && self.col1 <= col && col <= self.col2
    }

    /// Whether it covers whole rows or columns.
    pub(crate) fn is_open(&self) -> bool {
        self.row2 == Self::OPEN || self.col2 == Self::OPEN
    }

    /// What both cover.
    pub(crate) fn common(self, other: Self) -> Option<Self> {
        let rect = Self {
            row1: self.row1.max(other.row1),
            col1: self.col1.max(other.col1),
            row2: self.row2.min(other.row2),
            col2: self.col2.min(other.col2),
        };
        (rect.row1 <= rect.row2 && rect.col1 <= rect.col2).then_some(rect)
    }

    /// The smallest rectangle around both.
    pub(crate) fn around(self, other: Self) -> Self {
        Self {
            row1: self.row1.min(other.row1),
            col1: self.col1.min(other.col1),
            row2: self.row2.max(other.row2),
            col2: self.col2.max(other.col2),
        }
    }
}

const ROW1: u8 = 1;
const COL1: u8 = 2;
const ROW2: u8 = 4;
const COL2: u8 = 8;
const SHEET: u8 = 16;

/// A reference of a formula. `row1` of a name, a stack or a part of a table is its number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Ref {
    pub area: Area,
    /// Where a `$` stands, and whether the sheet was named.
    marks: u8,
}

impl Ref {
    /// Takes a reference in, with `own` for the sheet that it does not name.
    pub(crate) fn new(reference: &Reference, own: SheetIndex, book: &mut Book) -> Self {
        let blank = |kind, sheet| Area {
            kind,
            sheet,
            row1: 0,
            col1: 0,
            row2: 0,
            col2: 0,
        };
        let mark = |end: &End, bit| if end.absolute { bit } else { 0 };
        let target = |sheet: &Option<_>, book: &mut Book| match sheet {
            Some(id) => (book.intern(id), SHEET),
            None => (own, 0),
        };
        let number = |kind, n| Self {
            area: Area {
                row1: n,
                ..blank(kind, SheetIndex::NOWHERE)
            },
            marks: 0,
        };
        match reference {
            Reference::Cell { sheet, at } => {
                let (index, named) = target(sheet, book);
                let (row, col) = book.slots(index, at.row.line, at.col.line);
                let area = Area {
                    row1: row,
                    col1: col,
                    row2: row,
                    col2: col,
                    ..blank(Kind::Cell, index)
                };
                let marks = named | mark(&at.row, ROW1) | mark(&at.col, COL1);
                Self { area, marks }
            }
            Reference::Range { sheet, from, to } => {
                let (index, named) = target(sheet, book);
                let (row1, col1) = book.slots(index, from.row.line, from.col.line);
                let (row2, col2) = book.slots(index, to.row.line, to.col.line);
                let area = Area {
                    row1,
                    col1,
                    row2,
                    col2,
                    ..blank(Kind::Range, index)
                };
                let start = mark(&from.row, ROW1) | mark(&from.col, COL1);
                let marks = named | start | mark(&to.row, ROW2) | mark(&to.col, COL2);
                Self { area, marks }
            }
            Reference::Rows { sheet, from, to } => {
                let (index, named) = target(sheet, book);
                let area = Area {
                    row1: book.slots(index, from.line, LineId(0)).0,
                    row2: book.slots(index, to.line, LineId(0)).0,
                    ..blank(Kind::Rows, index)
                };
                let marks = named | mark(from, ROW1) | mark(to, ROW2);
                Self { area, marks }
            }
            Reference::Columns { sheet, from, to } => {
                let (index, named) = target(sheet, book);
                let area = Area {
                    col1: book.slots(index, LineId(0), from.line).1,
                    col2: book.slots(index, LineId(0), to.line).1,
                    ..blank(Kind::Columns, index)
                };
                let marks = named | mark(from, COL1) | mark(to, COL2);
                Self { area, marks }
            }
            Reference::Name { id } => number(Kind::Name, book.names.intern(id)),
            Reference::Stack { .. } => number(Kind::Stack, book.intern_stack(reference)),
            Reference::Table { .. } => number(Kind::Table, book.tables.intern_reference(reference)),
        }
    }

    /// Whether a `$` stands before its first row, first column, last row and last column.
    pub(crate) fn fixed(&self) -> [bool; 4] {
        [ROW1, COL1, ROW2, COL2].map(|bit| self.marks & bit != 0)
    }

    /// An area that nobody wrote as such.
    pub(crate) fn of_area(area: Area) -> Self {
        Self { area, marks: 0 }
    }

    /// The row of a formula in a table where it stands on none.
    pub(crate) fn no_row() -> Self {
        Self::of_area(Area {
            kind: Kind::Table,
            sheet: SheetIndex::NOWHERE,
            row1: NOWHERE,
            col1: NOWHERE,
            row2: NOWHERE,
            col2: NOWHERE,
        })
    }

    /// The reference as it came.
    pub(crate) fn reference(&self, book: &Book) -> Reference {
        let a = &self.area;
        let end = |line: LineId, bit| End {
            line,
            absolute: self.marks & bit != 0,
        };
        let corner = |row, col, row_bit, col_bit| {
            let (row, col) = book.lines(a.sheet, row, col);
            Corner {
                row: end(row, row_bit),
                col: end(col, col_bit),
            }
        };
        let sheet = (self.marks & SHEET != 0).then(|| book.sheet_id(a.sheet).clone());
        match a.kind {
            Kind::Cell => Reference::Cell {
                sheet,
                at: corner(a.row1, a.col1, ROW1, COL1),
            },
            Kind::Range => Reference::Range {
                sheet,
                from: corner(a.row1, a.col1, ROW1, COL1),
                to: corner(a.row2, a.col2, ROW2, COL2),
            },
            Kind::Rows => Reference::Rows {
                sheet,
                from: corner(a.row1, 0, ROW1, COL1).row,
                to: corner(a.row2, 0, ROW2, COL2).row,
            },
            Kind::Columns => Reference::Columns {
                sheet,
                from: corner(0, a.col1, ROW1, COL1).col,
                to: corner(0, a.col2, ROW2, COL2).col,
            },
            Kind::Name => Reference::Name {
                id: Arc::clone(book.names.id(a.row1)),
            },
            Kind::Stack => book.stack(a.row1).clone(),
            Kind::Table => book.tables.reference(a.row1).clone(),
        }
    }
}
