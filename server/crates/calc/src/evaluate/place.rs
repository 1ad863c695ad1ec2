//! References while they are evaluated: which cells, before anybody reads them.

use std::rc::Rc;

use daylight_model::{ErrorCode, Value};

use super::{
    array::{Array, MAX_CELLS},
    evaluation::{Evaluation, Out},
    mirror::clamp,
};
use crate::{
    expression::{Expr, Joint},
    reference::{Area, Kind, Rect, SheetIndex},
    storage::Scalar,
};

/// A rectangle of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub sheet: SheetIndex,
    pub rect: Rect,
}

/// What a reference covers: mostly one rectangle, several for a union or a stack of sheets.
pub(crate) type Places = Rc<[Place]>;

/// Rectangles that one reference may have.
const MOST_PLACES: usize = 10_000;

/// What a reference yields that covers nothing.
pub(super) fn nowhere(area: &Area) -> ErrorCode {
    // `[@Amount]` beside its table.
    if area.kind == Kind::Table {
        ErrorCode::Value
    } else {
        ErrorCode::Ref
    }
}

impl<'e> Evaluation<'e> {
    /// What a reference covers, or the error that it yields.
    pub(super) fn reference(&self, expr: &'e Expr) -> Out<'e> {
        let found = match expr {
            Expr::Cell(n) | Expr::Area(n) => self.bound(*n).map(|place| vec![place]),
            Expr::Sheets(numbers) => numbers.iter().map(|n| self.bound(*n)).collect(),
            Expr::Join(joint, pair) => self.join(*joint, &pair[0], &pair[1]),
            Expr::Spill(anchor) => self.spilled(anchor).map(|place| vec![place]),
            _ => Err(ErrorCode::Ref),
        };
        match found {
            Ok(places) if places.is_empty() => ErrorCode::Ref.into(),
            Ok(places) => Out::Cells(places.into()),
            Err(e) => e.into(),
        }
    }

    fn bound(&self, n: u16) -> Result<Place, ErrorCode> {
        let area = &self.refs[n as usize].area;
        let rect = self.bounds(n).ok_or_else(|| nowhere(area))?;
        let sheet = area.sheet;
        Ok(Place { sheet, rect })
    }

    /// The places that an expression refers to; `Err` for what is no reference.
    pub(super) fn places(&self, expr: &'e Expr) -> Result<Places, ErrorCode> {
        match self.referring(expr) {
            Out::Cells(places) => Ok(places),
            Out::One(Value::Error(e)) => Err(e),
            _ => Err(ErrorCode::Value),
        }
    }

    fn join(&self, joint: Joint, left: &'e Expr, right: &'e Expr) -> Result<Vec<Place>, ErrorCode> {
        let (left, right) = (self.places(left)?, self.places(right)?);
        if left.len().saturating_mul(right.len()) > MOST_PLACES {
            return Err(ErrorCode::Calc);
        }
        match joint {
            Joint::Union => Ok(left.iter().chain(&*right).copied().collect()),
            Joint::Range => match (&*left, &*right) {
                ([a], [b]) if a.sheet == b.sheet => Ok(vec![Place {
                    sheet: a.sheet,
                    rect: a.rect.around(b.rect),
                }]),
                _ => Err(ErrorCode::Value),
            },
            Joint::Intersection => {
                let pairs = left.iter().flat_map(|a| right.iter().map(move |b| (a, b)));
                let common = pairs
                    .filter(|(a, b)| a.sheet == b.sheet)
                    .filter_map(|(a, b)| {
                        let rect = a.rect.common(b.rect)?;
                        Some(Place { rect, ..*a })
                    });
                let common: Vec<Place> = common.collect();
                if common.is_empty() {
                    return Err(ErrorCode::Null);
                }
                Ok(common)
            }
        }
    }

    /// What the array formula in a cell spilled into.
    fn spilled(&self, anchor: &'e Expr) -> Result<Place, ErrorCode> {
        let places = self.places(anchor)?;
        let [place] = &*places else {
            return Err(ErrorCode::Ref);
        };
        let Rect { row1, col1, .. } = place.rect;
        // The anchor itself counts: without it there is nothing to refer to.
        if let Value::Error(e) = self.value_in(place.sheet, (row1, col1)) {
            return Err(e);
        }
        let book = self.context.book;
        let cell = book
            .cell_at(place.sheet, (row1, col1))
            .ok_or(ErrorCode::Ref)?;
        let (rows, cols) = book.spills.size(cell).ok_or(ErrorCode::Ref)?;
        let rect = Rect {
            row1,
            col1,
            row2: row1 + rows - 1,
            col2: col1 + cols - 1,
        };
        Ok(Place { rect, ..*place })
    }

    /// The value of the cell at a position.
    pub(super) fn value_in(&self, sheet: SheetIndex, (row, col): (u32, u32)) -> Value {
        let book = self.context.book;
        let rect = Rect {
            row1: row,
            col1: col,
            row2: row,
            col2: col,
        };
        self.context.note(sheet, rect);
        self.context.demand_cell(sheet, (row, col));
        book.cell_at(sheet, (row, col))
            .map_or(Value::Empty, |cell| book.value(cell))
    }

    /// What a place holds.
    pub(super) fn contents(&self, place: Place) -> Out<'e> {
        let Place { sheet, rect } = place;
        if rect.row1 == rect.row2 && rect.col1 == rect.col2 {
            return Out::One(self.value_in(sheet, (rect.row1, rect.col1)));
        }
        self.context.note(sheet, rect);
        self.context.demand(sheet, &rect);
        let book = self.context.book;
        let rect = if rect.is_open() {
            self.used(sheet, rect)
        } else {
            rect
        };
        if rect.row2 < rect.row1 || rect.col2 < rect.col1 {
            return Out::One(Value::Empty);
        }
        let (rows, cols) = (rect.row2 - rect.row1 + 1, rect.col2 - rect.col1 + 1);
        let cells = u64::from(rows) * u64::from(cols);
        let Some(s) = book.sheet(sheet).filter(|_| cells <= MAX_CELLS) else {
            return ErrorCode::Calc.into();
        };
        let mut values = vec![Value::Empty; usize::try_from(cells).unwrap_or(0)];
        let mut left = 0;
        for (col, count) in s.cols.slots(rect.col1, rect.col2) {
            for col in col..col + count {
                let mut top = 0;
                for (row, count) in s.rows.slots(rect.row1, rect.row2) {
                    s.cells.visit(col, row, count, &mut |offset, value| {
                        let at = (top + offset) as usize * cols as usize + left;
                        values[at] = value.value(&book.texts);
                    });
                    top += count;
                }
                left += 1;
            }
        }
        Out::from(Array::new(rows, cols, values).ok_or(ErrorCode::Calc))
    }

    /// Whole rows or columns as far as they are used. All those that a formula refers to are equally long.
    pub(super) fn used(&self, sheet: SheetIndex, rect: Rect) -> Rect {
        let by_rows = rect.row2 == Rect::OPEN;
        let alike = |r: &Rect| {
            if by_rows {
                r.row2 == Rect::OPEN
            } else {
                r.col2 == Rect::OPEN
            }
        };
        let others = (0_u16..)
            .zip(self.refs)
            .filter_map(|(n, r)| Some((r.area.sheet, self.bounds(n)?)))
            .filter(|(_, r)| alike(r));
        let ends = others
            .chain([(sheet, rect)])
            .map(|(sheet, rect)| self.last_used(sheet, rect, by_rows));
        let end = ends.max().unwrap_or(0);
        if by_rows {
            Rect {
                row2: end.max(rect.row1),
                ..rect
            }
        } else {
            Rect {
                col2: end.max(rect.col1),
                ..rect
            }
        }
    }

    /// The last row, or column, in which whole columns, or rows, hold anything.
    fn last_used(&self, sheet: SheetIndex, rect: Rect, by_rows: bool) -> u32 {
        let mut rect = clamp(self.context.book, rect);
        loop {
            let (first, last) = if by_rows {
                (rect.row1, rect.row2)
            } else {
                (rect.col1, rect.col2)
            };
            let line = if by_rows {
                Rect { row1: last, ..rect }
            } else {
                Rect { col1: last, ..rect }
            };
            let mut any = false;
            self.visit(sheet, line, &mut |_| any = true);
            if any || last <= first {
                return last;
            }
            if by_rows {
                rect.row2 -= 1;
            } else {
                rect.col2 -= 1;
            }
        }
    }

    /// Calls `f` with every cell of some places that is not empty.
    pub(super) fn each_cell(&self, places: &Places, mut f: impl FnMut(Scalar)) {
        for place in &**places {
            self.context.note(place.sheet, place.rect);
            self.context.demand(place.sheet, &place.rect);
            self.visit(place.sheet, place.rect, &mut f);
        }
    }

    /// Calls `f` with every value of some places that is not empty.
    pub(super) fn each_value(&self, places: &Places, mut f: impl FnMut(&Value)) {
        let texts = &self.context.book.texts;
        self.each_cell(places, |value| f(&value.value(texts)));
    }
}
