//! SUM, COUNT and their kin, straight from the stored columns, and SUBTOTAL over what shows.

use daylight_model::{ErrorCode, Value};

use super::{
    convert::number,
    evaluation::{Evaluation, Out},
    mirror::clamp,
    place::Places,
    scalar,
};
use crate::{
    expression::{Aggregate, Expr},
    reference::{Cell, Rect, SheetIndex},
    storage::Scalar,
};

/// What SUBTOTAL and AGGREGATE pass over.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "independent choices")]
struct Over {
    /// Rows hidden by hand, beside those that are filtered out.
    hidden: bool,
    /// Rows that are filtered out.
    filtered: bool,
    errors: bool,
    /// Cells that hold such a total themselves.
    totals: bool,
}

/// What has been added up so far.
#[derive(Default)]
struct Tally {
    sum: f64,
    squares: f64,
    product: f64,
    mean: f64,
    numbers: u32,
    filled: u32,
    least: f64,
    most: f64,
    error: Option<ErrorCode>,
}

impl Tally {
    fn new() -> Self {
        Self {
            product: 1.0,
            least: f64::INFINITY,
            most: f64::NEG_INFINITY,
            ..Self::default()
        }
    }

    #[inline]
    fn number(&mut self, n: f64) {
        self.sum += n;
        self.numbers += 1;
        self.least = self.least.min(n);
        self.most = self.most.max(n);
    }

    /// Also what SUBTOTAL asks of numbers: their product, and how far they are apart (by Welford).
    fn spread(&mut self, n: f64) {
        self.product *= n;
        let from_mean = n - self.mean;
        self.mean += from_mean / f64::from(self.numbers);
        self.squares += from_mean * (n - self.mean);
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

    /// Takes a value of an array, which counts as a cell's does.
    fn value(&mut self, value: &Value) {
        match value {
            Value::Empty => return,
            Value::Number(n) => self.number(*n),
            Value::Error(e) => self.error = self.error.or(Some(*e)),
            Value::Text(_) | Value::Bool(_) => {}
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

    /// What SUBTOTAL calls by number.
    fn subtotal(&self, what: i64) -> Value {
        let over = |less: u32, root: bool| match self.numbers.checked_sub(less) {
            _ if self.error.is_some() => self.result(Aggregate::Sum),
            None | Some(0) => Value::Error(ErrorCode::Div0),
            Some(n) => {
                let variance = self.squares / f64::from(n);
                number(if root { variance.sqrt() } else { variance })
            }
        };
        match what {
            1 => self.result(Aggregate::Average),
            2 => self.result(Aggregate::Count),
            3 => self.result(Aggregate::CountA),
            4 => self.result(Aggregate::Max),
            5 => self.result(Aggregate::Min),
            6 => match self.error {
                Some(e) => Value::Error(e),
                None if self.numbers == 0 => Value::Number(0.0),
                None => number(self.product),
            },
            7 => over(1, true),
            8 => over(0, true),
            9 => self.result(Aggregate::Sum),
            10 => over(1, false),
            11 => over(0, false),
            _ => Value::Error(ErrorCode::Value),
        }
    }
}

impl<'e> Evaluation<'e> {
    /// The result, or `None` where there is text for the library to read.
    pub(super) fn aggregate(&self, what: Aggregate, args: &'e [Expr]) -> Option<Value> {
        let mut tally = Tally::new();
        for arg in args {
            match self.referring(arg) {
                Out::Cells(places) => self.each_cell(&places, |value| tally.cell(value)),
                Out::Many(array) => array.values().iter().for_each(|v| tally.value(v)),
                Out::One(Value::Error(e)) => {
                    tally.error = tally.error.or(Some(e));
                    tally.filled += 1;
                }
                Out::One(Value::Text(_)) if what == Aggregate::CountA => tally.filled += 1,
                Out::One(Value::Text(_)) => return None,
                // `@A1:A9` of an empty cell is that cell.
                Out::One(Value::Empty) if matches!(arg, Expr::Intersect(_)) => {}
                Out::One(value) => {
                    tally.number(scalar::as_number(&value)?);
                    tally.filled += 1;
                }
                Out::Lambda(_) => return Some(Value::Error(ErrorCode::Value)),
            }
        }
        Some(tally.result(what))
    }

    /// SUBTOTAL: other subtotals and rows that are filtered out do not count; from 101 on hidden ones neither.
    pub(super) fn subtotal(&self, args: &'e [Expr]) -> Option<Value> {
        let what = match self.single(&args[0])? {
            Value::Error(e) => return Some(Value::Error(e)),
            value => self.whole(&value)?,
        };
        let (what, hidden) = if what > 100 {
            (what - 100, true)
        } else {
            (what, false)
        };
        if !(1..=11).contains(&what) {
            return Some(Value::Error(ErrorCode::Value));
        }
        let over = Over {
            hidden,
            filtered: true,
            errors: false,
            totals: true,
        };
        let mut tally = Tally::new();
        for arg in &args[1..] {
            match self.referring(arg) {
                Out::Cells(places) => self.each_shown(&places, over, |value| {
                    tally.cell(value);
                    if let Scalar::Number(n) = value {
                        tally.spread(n);
                    }
                }),
                Out::One(Value::Error(e)) => return Some(Value::Error(e)),
                _ => return Some(Value::Error(ErrorCode::Value)),
            }
        }
        Some(tally.subtotal(what))
    }

    /// AGGREGATE: like SUBTOTAL, with more functions and a choice of what is passed over.
    pub(super) fn aggregate_call(&self, args: &'e [Expr]) -> Out<'e> {
        let number = |arg| match self.single(arg) {
            Some(Value::Error(e)) => Err(e),
            Some(value) => self.whole(&value).ok_or(ErrorCode::Value),
            None => Err(ErrorCode::Value),
        };
        let (what, options) = match number(&args[0]).and_then(|w| Ok((w, number(&args[1])?))) {
            Ok(numbers) => numbers,
            Err(e) => return e.into(),
        };
        if !(1..=19).contains(&what) || !(0..=7).contains(&options) {
            return ErrorCode::Value.into();
        }
        let over = Over {
            hidden: options % 2 == 1,
            filtered: options % 2 == 1,
            errors: matches!(options, 2 | 3 | 6 | 7),
            totals: options < 4,
        };
        let (ranges, more) = match (what, &args[2..]) {
            (14..=19, [array, k]) => (std::slice::from_ref(array), self.single(k)),
            (14..=19, _) => return ErrorCode::Value.into(),
            (_, ranges) => (ranges, None),
        };
        let mut tally = Tally::new();
        let mut values = vec![];
        for range in ranges {
            let mut take = |value: Value| {
                if over.errors && matches!(value, Value::Error(_)) {
                    return;
                }
                tally.value(&value);
                if let Value::Number(n) = value {
                    tally.spread(n);
                }
                values.push(value);
            };
            match self.referring(range) {
                Out::Cells(places) => {
                    let texts = &self.context.book.texts;
                    self.each_shown(&places, over, |value| take(value.value(texts)));
                }
                Out::Many(array) => array.values().iter().cloned().for_each(take),
                Out::One(value) => take(value),
                Out::Lambda(_) => return ErrorCode::Value.into(),
            }
        }
        let name = match what {
            1..=11 => return Out::One(tally.subtotal(what)),
            12 => "MEDIAN",
            13 => "MODE.SNGL",
            14 => "LARGE",
            15 => "SMALL",
            16 => "PERCENTILE.INC",
            17 => "QUARTILE.INC",
            18 => "PERCENTILE.EXC",
            _ => "QUARTILE.EXC",
        };
        if values.is_empty() {
            return ErrorCode::Num.into();
        }
        self.of_values(name, &values, more.as_ref())
    }

    /// Calls `f` with the cells that are not passed over.
    fn each_shown(&self, places: &Places, over: Over, mut f: impl FnMut(Scalar)) {
        let book = self.context.book;
        for place in &**places {
            self.context.note(place.sheet, place.rect);
            self.context.demand(place.sheet, &place.rect);
            let rect = clamp(book, place.rect);
            let Some(s) = book.sheet(place.sheet) else {
                continue;
            };
            for (col, cols) in s.cols.slots(rect.col1, rect.col2) {
                for col in col..col + cols {
                    for (row, rows) in s.rows.slots(rect.row1, rect.row2) {
                        s.cells.visit(col, row, rows, &mut |offset, value| {
                            let at = Cell {
                                sheet: place.sheet,
                                row: row + offset,
                                col,
                            };
                            let hidden = (over.filtered && s.hidden.filtered.contains(at.row))
                                || (over.hidden && s.hidden.by_hand.contains(at.row));
                            let total = over.totals && book.subtotals.contains(&at);
                            if !hidden && !total {
                                f(value);
                            }
                        });
                    }
                }
            }
        }
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
