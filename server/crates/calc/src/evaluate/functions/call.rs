//! How our own functions are called: arguments as values and areas, arrays in and out.

use std::{ops::RangeInclusive, sync::Arc};

use chrono::{Datelike, NaiveDate};
use daylight_model::{ErrorCode, Value};
use formualizer_common::{ExcelError, LiteralValue};
use formualizer_eval::{
    engine::range_view::RangeView,
    function::{FnCaps, Function},
    traits::{ArgumentHandle, CalcValue, FunctionContext},
};

use super::{
    super::convert,
    block::{Block, MOST_CELLS},
    values::Values,
};

/// What a function yields.
pub(super) type Answer<T = Value> = Result<T, ErrorCode>;

/// A function of single values, which arrays repeat.
type Each = fn(&Call, &Values<'_>) -> Answer;
/// A function of areas.
type Whole = fn(&Call, &[Given<'_>]) -> Answer<Block>;

#[derive(Clone, Copy)]
enum Body {
    Each(Each),
    Whole(Whole),
}

/// One of our functions.
pub(super) struct Ours {
    name: &'static str,
    /// How many arguments it takes.
    count: RangeInclusive<usize>,
    body: Body,
}

/// A function of single values.
pub(super) fn each(name: &'static str, count: RangeInclusive<usize>, body: Each) -> Ours {
    Ours {
        name,
        count,
        body: Body::Each(body),
    }
}

/// A function of areas.
pub(super) fn whole(name: &'static str, count: RangeInclusive<usize>, body: Whole) -> Ours {
    Ours {
        name,
        count,
        body: Body::Whole(body),
    }
}

impl Ours {
    /// As the library wants it.
    pub(super) fn registered(self) -> (String, Arc<dyn Function>) {
        (self.name.to_owned(), Arc::new(self))
    }
}

/// What a function may know beside its arguments.
pub(in super::super) struct Call {
    pub date1904: bool,
    pub today: NaiveDate,
}

impl Call {
    pub(super) fn of(context: &dyn FunctionContext<'_>) -> Self {
        Self {
            date1904: context.date_system() == convert::date_system(true),
            today: context.clock().now().date(),
        }
    }

    /// The date of a serial; day 60 of 1900, which never was, counts as the last of February.
    pub(super) fn date(&self, serial: f64) -> Answer<NaiveDate> {
        let serial = serial.floor() + if self.date1904 { 1462.0 } else { 0.0 };
        if !(0.0..2_958_466.0).contains(&serial) {
            return Err(ErrorCode::Num);
        }
        #[expect(clippy::cast_possible_truncation, reason = "checked above")]
        let serial = serial as i32;
        let days = if serial < 60 { serial + 1 } else { serial };
        // Day 1 of the common era is day -693 594 of the sheet.
        NaiveDate::from_num_days_from_ce_opt(days + 693_594).ok_or(ErrorCode::Num)
    }

    /// The serial of a date.
    pub(super) fn serial(&self, date: NaiveDate) -> Answer<f64> {
        let days = date.num_days_from_ce() - 693_594;
        let days = if days <= 60 { days - 1 } else { days };
        let days = days - if self.date1904 { 1462 } else { 0 };
        if (0..2_958_466).contains(&days) {
            Ok(f64::from(days))
        } else {
            Err(ErrorCode::Num)
        }
    }
}

/// An argument as it was given.
pub(super) struct Given<'b> {
    cells: Cells<'b>,
    /// Nothing between the commas.
    pub omitted: bool,
    direct: bool,
    date1904: bool,
}

enum Cells<'b> {
    One(Value),
    Rows(Vec<Vec<LiteralValue>>),
    View(RangeView<'b>),
}

impl<'b> Given<'b> {
    pub(super) fn read(handle: &ArgumentHandle<'_, 'b>, date1904: bool) -> Self {
        let omitted = handle.is_omitted();
        let cells = match handle.value() {
            _ if omitted => Cells::One(Value::Empty),
            Ok(CalcValue::Scalar(LiteralValue::Array(rows))) => Cells::Rows(rows),
            Ok(CalcValue::Scalar(one) | CalcValue::AnnotatedScalar(one, _)) => {
                Cells::One(convert::value(&one, date1904))
            }
            Ok(CalcValue::Range(view)) => Cells::View(view),
            Ok(CalcValue::Callable(_)) => Cells::One(Value::Error(ErrorCode::Value)),
            Err(e) => Cells::One(Value::Error(convert::code(e.kind))),
        };
        Self {
            cells,
            omitted,
            direct: handle.as_reference().is_err(),
            date1904,
        }
    }

    /// Rows and columns.
    pub(super) fn dims(&self) -> (usize, usize) {
        match &self.cells {
            Cells::One(_) => (1, 1),
            Cells::Rows(rows) => (rows.len(), rows.first().map_or(0, Vec::len)),
            Cells::View(view) => view.dims(),
        }
    }

    /// The value at a place; nothing beyond the end.
    pub(super) fn at(&self, row: usize, col: usize) -> Value {
        match &self.cells {
            Cells::One(value) if (row, col) == (0, 0) => value.clone(),
            Cells::One(_) => Value::Empty,
            Cells::Rows(rows) => rows
                .get(row)
                .and_then(|r| r.get(col))
                .map_or(Value::Empty, |v| convert::value(v, self.date1904)),
            Cells::View(view) => {
                let (rows, cols) = view.dims();
                if row < rows && col < cols {
                    convert::value(&view.get_cell(row, col), self.date1904)
                } else {
                    Value::Empty
                }
            }
        }
    }

    /// True for a value that was written where it stands and is no reference, area or array.
    pub(super) fn is_direct(&self) -> bool {
        self.direct && matches!(self.cells, Cells::One(_))
    }

    /// The first value.
    pub(super) fn first(&self) -> Value {
        self.at(0, 0)
    }

    /// All values, by rows.
    pub(super) fn block(&self) -> Answer<Block> {
        let (rows, cols) = self.dims();
        Block::make(rows, cols, |row, col| Ok(self.at(row, col)))
    }
}

/// All values of an area of limited size, the error of an argument that is one.
pub(super) fn all_of(given: &Given<'_>) -> Answer<Vec<Value>> {
    Ok(given.block()?.cells)
}

impl Function for Ours {
    fn caps(&self) -> FnCaps {
        FnCaps::PURE | FnCaps::MAY_SPILL
    }

    fn name(&self) -> &'static str {
        self.name
    }

    fn eval<'b>(
        &self,
        args: &[ArgumentHandle<'_, 'b>],
        context: &dyn FunctionContext<'b>,
    ) -> Result<CalcValue<'b>, ExcelError> {
        if !self.count.contains(&args.len()) {
            return Err(ExcelError::new(convert::kind(ErrorCode::Value)));
        }
        let call = Call::of(context);
        let date1904 = call.date1904;
        let given: Vec<Given<'b>> = args.iter().map(|a| Given::read(a, date1904)).collect();
        let result = match self.body {
            Body::Each(body) => lifted(body, &call, &given),
            Body::Whole(body) => body(&call, &given),
        };
        match result {
            Ok(block) => Ok(CalcValue::Scalar(block.literal())),
            Err(e) => Err(ExcelError::new(convert::kind(e))),
        }
    }
}

/// Calls a function of single values for every element of its arguments.
fn lifted(body: Each, call: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let dims = given.iter().map(Given::dims);
    let (rows, cols) = dims.fold((1, 1), |a, b| (a.0.max(b.0), a.1.max(b.1)));
    if rows.saturating_mul(cols) > MOST_CELLS {
        return Err(ErrorCode::Num);
    }
    Block::make(rows, cols, |row, col| {
        let mut values = Vec::with_capacity(given.len());
        for argument in given {
            let (rows, cols) = argument.dims();
            let row = if rows == 1 { 0 } else { row };
            let col = if cols == 1 { 0 } else { col };
            if row >= rows || col >= cols {
                return Ok(Value::Error(ErrorCode::Na));
            }
            values.push((!argument.omitted).then(|| argument.at(row, col)));
        }
        Ok(body(call, &Values::of(&values, call)).unwrap_or_else(Value::Error))
    })
}
