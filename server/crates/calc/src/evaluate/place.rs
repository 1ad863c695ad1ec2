//! References while they are evaluated: which cells, before anybody reads them.

use std::rc::Rc;

use daylight_model::{ErrorCode, Value, a1};

use super::{
    array::{Array, MAX_CELLS},
    evaluation::{Evaluation, Out},
    mirror::clamp,
    scalar,
};
use crate::{
    expression::{Expr, How, Joint},
    reference::{Rect, SheetIndex},
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
        let rect = self.bounds(n).ok_or(ErrorCode::Ref)?;
        let sheet = self.refs[n as usize].area.sheet;
        Ok(Place { sheet, rect })
    }

    /// The places that an expression refers to; `Err` for what is no reference.
    fn places(&self, expr: &'e Expr) -> Result<Places, ErrorCode> {
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

    /// OFFSET: a reference moved and resized.
    pub(super) fn offset(&self, args: &'e [Expr]) -> Out<'e> {
        let number = |i: usize| match args.get(i) {
            None | Some(Expr::Omitted) => Ok(None),
            Some(arg) => match self.value(arg) {
                Out::One(Value::Error(e)) => Err(e),
                Out::One(value) => self.whole(&value).map(Some).ok_or(ErrorCode::Value),
                _ => Err(ErrorCode::Value),
            },
        };
        let moved = || {
            let places = self.places(&args[0])?;
            let [Place { sheet, rect }] = *places else {
                return Err(ErrorCode::Value);
            };
            let shown = self.context.shown(sheet);
            let line = |first: u32, last: u32, by: Option<i64>, size: Option<i64>, shown: u32| {
                let whole = last == Rect::OPEN;
                let last = if whole { shown - 1 } else { last };
                let start = i64::from(first).checked_add(by.unwrap_or(0));
                let size = size.unwrap_or(i64::from(last - first) + 1);
                let (from, to) = match (start, size) {
                    (Some(start), 1..) => (Some(start), start.checked_add(size - 1)),
                    (Some(start), ..=-1) => (start.checked_add(size + 1), Some(start)),
                    _ => (None, None),
                };
                let fits = |n: Option<i64>| {
                    n.and_then(|n| u32::try_from(n).ok())
                        .filter(|n| *n < shown)
                        .ok_or(ErrorCode::Ref)
                };
                Ok((fits(from)?, fits(to)?))
            };
            let (row1, row2) = line(rect.row1, rect.row2, number(1)?, number(3)?, shown.0)?;
            let (col1, col2) = line(rect.col1, rect.col2, number(2)?, number(4)?, shown.1)?;
            let rect = Rect {
                row1,
                col1,
                row2,
                col2,
            };
            Ok(Place { sheet, rect })
        };
        match moved() {
            Ok(place) => Out::Cells(Rc::new([place])),
            Err(e) => e.into(),
        }
    }

    /// INDEX: a cell, row or column of a reference or array.
    pub(super) fn index_of(&self, args: &'e [Expr]) -> Out<'e> {
        let number = |i: usize| match args.get(i) {
            None | Some(Expr::Omitted) => Ok(None),
            Some(arg) => match self.value(arg) {
                Out::One(Value::Error(e)) => Err(e),
                Out::One(value) => {
                    let n = self.whole(&value).ok_or(ErrorCode::Value)?;
                    if n < 0 {
                        return Err(ErrorCode::Value);
                    }
                    Ok(Some(u32::try_from(n).unwrap_or(u32::MAX)))
                }
                _ => Err(ErrorCode::Value),
            },
        };
        let numbers = number(1).and_then(|row| Ok((row, number(2)?, number(3)?)));
        let (row, col, area) = match numbers {
            Ok(numbers) => numbers,
            Err(e) => return e.into(),
        };
        // Of a single row, one number counts along it.
        let along = |rows: u32, cols: u32| match (row, col) {
            (Some(n), None) if rows == 1 && cols > 1 => (0, n),
            (row, col) => (row.unwrap_or(0), col.unwrap_or(0)),
        };
        let part = |n: u32, size: u32| match n {
            0 => Ok((0, size - 1)),
            n if n <= size => Ok((n - 1, n - 1)),
            _ => Err(ErrorCode::Ref),
        };
        match self.referring(&args[0]) {
            Out::Cells(places) => {
                let one_number = args.len() == 2;
                let of = area.unwrap_or(1).checked_sub(1).ok_or(ErrorCode::Value);
                let place = of.and_then(|of| {
                    let place = places.get(of as usize).ok_or(ErrorCode::Ref)?;
                    let Place { sheet, rect } = *place;
                    let shown = self.context.shown(sheet);
                    let size = |first: u32, last: u32, shown: u32| {
                        if last == Rect::OPEN {
                            shown
                        } else {
                            last - first + 1
                        }
                    };
                    let rows = size(rect.row1, rect.row2, shown.0);
                    let cols = size(rect.col1, rect.col2, shown.1);
                    if one_number && rows > 1 && cols > 1 && row != Some(0) {
                        return Err(ErrorCode::Ref);
                    }
                    let (row, col) = along(rows, cols);
                    let (top, bottom) = part(row, rows)?;
                    let (left, right) = part(col, cols)?;
                    let end = |first: u32, last: u32, n: u32, to: u32| {
                        if n == 0 { last } else { first + to }
                    };
                    let rect = Rect {
                        row1: rect.row1 + top,
                        col1: rect.col1 + left,
                        row2: end(rect.row1, rect.row2, row, bottom),
                        col2: end(rect.col1, rect.col2, col, right),
                    };
                    Ok(Place { sheet, rect })
                });
                match place {
                    Ok(place) => Out::Cells(Rc::new([place])),
                    Err(e) => e.into(),
                }
            }
            out => {
                let array = match out {
                    Out::One(Value::Error(e)) => return e.into(),
                    Out::One(value) => Array::single(value),
                    Out::Many(array) => array,
                    _ => return ErrorCode::Value.into(),
                };
                let (row, col) = along(array.rows(), array.cols());
                let parts =
                    part(row, array.rows()).and_then(|rows| Ok((rows, part(col, array.cols())?)));
                let ((top, bottom), (left, right)) = match parts {
                    Ok(parts) => parts,
                    Err(e) => return e.into(),
                };
                let at = |row, col| array.at(top + row, left + col).clone();
                Array::build(bottom - top + 1, right - left + 1, at).into()
            }
        }
    }

    /// AREAS: how many rectangles a reference has.
    pub(super) fn count_areas(&self, args: &'e [Expr]) -> Out<'e> {
        match self.places(&args[0]) {
            Ok(places) => Out::One(Value::Number(crate::narrow(places.len()).into())),
            Err(e) => e.into(),
        }
    }

    /// CELL: where a cell is, what it holds, or how it looks as far as that is known here.
    pub(super) fn about(&self, args: &'e [Expr]) -> Out<'e> {
        let kind = match self.single(&args[0]) {
            Some(Value::Text(kind)) => kind.to_lowercase(),
            Some(Value::Error(e)) => return e.into(),
            _ => return ErrorCode::Value.into(),
        };
        let place = match args.get(1) {
            None => Ok((self.at.sheet, self.position)),
            Some(arg) => self.places(arg).map(|places| {
                let place = &places[0];
                (place.sheet, (place.rect.row1, place.rect.col1))
            }),
        };
        let (sheet, (row, col)) = match place {
            Ok(place) => place,
            Err(e) => return e.into(),
        };
        let text = |text: String| Out::One(Value::Text(text.into()));
        let number = |n: u32| Out::One(Value::Number(n.into()));
        let sheet_name = || {
            let name = self.context.book.sheet(sheet).map(|s| s.name.clone());
            name.unwrap_or_else(|| "".into())
        };
        match kind.as_str() {
            "row" => number(row + 1),
            "col" => number(col + 1),
            "address" | "adresse" => {
                let cell = format!("${}${}", a1::column_name(col), row + 1);
                if sheet == self.at.sheet {
                    return text(cell);
                }
                let name = daylight_model::formula::quote_sheet(&sheet_name());
                text(format!("{name}!{cell}"))
            }
            "contents" => Out::One(self.value_in(sheet, (row, col))),
            "type" => text(match self.value_in(sheet, (row, col)) {
                Value::Empty => "b".to_owned(),
                Value::Text(_) => "l".to_owned(),
                _ => "v".to_owned(),
            }),
            // There is no file; what people cut out of this is the name of the sheet.
            "filename" => text(format!("[workbook]{}", sheet_name())),
            "prefix" => text(String::new()),
            "protect" => number(1),
            "color" | "parentheses" => number(0),
            "format" => text("G".to_owned()),
            _ => ErrorCode::Value.into(),
        }
    }

    /// INDIRECT: the reference that a text spells.
    pub(super) fn indirect(&self, args: &'e [Expr]) -> Out<'e> {
        let text = match self.single(&args[0]) {
            Some(Value::Text(text)) => text,
            Some(Value::Error(e)) => return e.into(),
            _ => return ErrorCode::Ref.into(),
        };
        let a1 = match args.get(1) {
            None => true,
            Some(arg) => match self.single(arg).map(|v| scalar::as_condition(&v)) {
                Some(Ok(a1)) => a1,
                Some(Err(e)) => return e.into(),
                None => return ErrorCode::Value.into(),
            },
        };
        match self.spelled(text.trim(), a1) {
            Some(places) if places.is_empty() => ErrorCode::Ref.into(),
            Some(places) => Out::Cells(places.into()),
            None => ErrorCode::Ref.into(),
        }
    }

    fn spelled(&self, text: &str, a1: bool) -> Option<Vec<Place>> {
        let (sheet, body) = match text.rsplit_once('!') {
            Some((name, body)) => {
                let plain = name
                    .strip_prefix('\'')
                    .and_then(|n| n.strip_suffix('\''))
                    .map_or_else(|| name.to_owned(), |n| n.replace("''", "'"));
                (self.context.book.by_name(&plain)?, body)
            }
            None => (self.at.sheet, text),
        };
        let shown = self.context.shown(sheet);
        let rect = if a1 {
            spelled_a1(body)
        } else {
            spelled_r1c1(body, self.position)
        };
        if let Some(rect) = rect {
            let fits = |last: u32, shown: u32| last == Rect::OPEN || last < shown;
            return (fits(rect.row2, shown.0) && fits(rect.col2, shown.1))
                .then(|| vec![Place { sheet, rect }]);
        }
        self.named(body, sheet)
    }

    /// The places that a defined name stands for, when it is a plain reference.
    fn named(&self, text: &str, sheet: SheetIndex) -> Option<Vec<Place>> {
        let book = self.context.book;
        let def = book
            .names
            .def(book.names.find(text, book.sheet_id(sheet))?)?;
        let whole = def.formula.template.trim() == daylight_model::content::SLOT.to_string();
        let reference = def.formula.refs.first().filter(|_| whole)?;
        let own = match &def.scope {
            Some(scope) => book.find(scope)?,
            None => sheet,
        };
        let place = book.place_of(reference, own)?;
        Some(vec![place])
    }

    /// ROW, COLUMN, ROWS and COLUMNS.
    pub(super) fn address(&self, how: How, expr: &'e Expr, args: &'e [Expr]) -> Out<'e> {
        let own = Place {
            sheet: self.at.sheet,
            rect: Rect {
                row1: self.position.0,
                col1: self.position.1,
                row2: self.position.0,
                col2: self.position.1,
            },
        };
        let _ = expr;
        let place = match args.first() {
            None => own,
            Some(arg) => match self.referring(arg) {
                Out::Cells(places) => match &*places {
                    [place, ..] => *place,
                    [] => return ErrorCode::Ref.into(),
                },
                Out::Many(array) => {
                    return match how {
                        How::Rows => Out::One(Value::Number(array.rows().into())),
                        How::Columns => Out::One(Value::Number(array.cols().into())),
                        _ => ErrorCode::Value.into(),
                    };
                }
                Out::One(Value::Error(e)) => return e.into(),
                Out::One(_) if matches!(how, How::Rows | How::Columns) => {
                    return Out::One(Value::Number(1.0));
                }
                _ => return ErrorCode::Value.into(),
            },
        };
        let shown = self.context.shown(place.sheet);
        let count = |first: u32, last: u32, all: u32| {
            if last == Rect::OPEN {
                all
            } else {
                last - first + 1
            }
        };
        let Rect {
            row1,
            row2,
            col1,
            col2,
        } = place.rect;
        let (rows, cols) = (count(row1, row2, shown.0), count(col1, col2, shown.1));
        let number = |n: u32| Value::Number(n.into());
        match how {
            How::Rows => Out::One(number(rows)),
            How::Columns => Out::One(number(cols)),
            // In an old formula the first one counts.
            How::Row if rows == 1 || self.implicit => Out::One(number(row1 + 1)),
            How::Row => Array::build(rows, 1, |row, _| number(row1 + row + 1)).into(),
            _ if cols == 1 || self.implicit => Out::One(number(col1 + 1)),
            _ => Array::build(1, cols, |_, col| number(col1 + col + 1)).into(),
        }
    }
}

/// `B7`, `B7:D9`, `B:D`, `7:9`, with or without `$`.
fn spelled_a1(text: &str) -> Option<Rect> {
    let area = a1::parse_range(text)?;
    let open = |last: u32, most: u32| if last == most - 1 { Rect::OPEN } else { last };
    let by_letters = text.bytes().all(|b| !b.is_ascii_digit());
    let by_digits = text.bytes().all(|b| !b.is_ascii_alphabetic());
    Some(Rect {
        row1: area.top,
        col1: area.left,
        row2: if by_letters {
            open(area.bottom, daylight_model::id::MAX_ROWS)
        } else {
            area.bottom
        },
        col2: if by_digits {
            open(area.right, daylight_model::id::MAX_COLS)
        } else {
            area.right
        },
    })
}

/// `R2C3`, `R[-1]C`, `R2C3:R4C5`, `R2`, `C3`.
fn spelled_r1c1(text: &str, position: (u32, u32)) -> Option<Rect> {
    let mut corners = text
        .split(':')
        .map(|part| corner_r1c1(part.trim(), position));
    let first = corners.next()??;
    let rect = match corners.next() {
        Some(second) => first.around(second?),
        None => first,
    };
    corners.next().is_none().then_some(rect)
}

fn corner_r1c1(text: &str, position: (u32, u32)) -> Option<Rect> {
    let upper = text.to_ascii_uppercase();
    let (row, col) = match upper.split_once('C') {
        Some(("", col)) => (None, Some(col)),
        Some((row, col)) => (Some(row.strip_prefix('R')?), Some(col)),
        None => (Some(upper.strip_prefix('R')?), None),
    };
    let line = |part: &str, own: u32| -> Option<u32> {
        if part.is_empty() {
            return Some(own);
        }
        match part.strip_prefix('[') {
            Some(by) => {
                let by: i64 = by.strip_suffix(']')?.parse().ok()?;
                u32::try_from(i64::from(own).checked_add(by)?).ok()
            }
            None => part.parse::<u32>().ok()?.checked_sub(1),
        }
    };
    let row = row
        .map(|part| line(part, position.0).ok_or(()))
        .transpose()
        .ok()?;
    let col = col
        .map(|part| line(part, position.1).ok_or(()))
        .transpose()
        .ok()?;
    Some(Rect {
        row1: row.unwrap_or(0),
        col1: col.unwrap_or(0),
        row2: row.unwrap_or(Rect::OPEN),
        col2: col.unwrap_or(Rect::OPEN),
    })
}
