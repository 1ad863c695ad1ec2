//! Evaluation of one formula, and the narrow door to the function library: nothing outside this room
//! knows which library that is.

use std::{
    cell::{Cell, RefCell},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta};
use daylight_model::{ErrorCode, Value};
use formualizer_eval::timezone::TimeZoneSpec;

use self::{
    context::{Context, Moment, Read},
    evaluation::{Evaluation, Out},
    functions::Functions,
    index::Indexes,
    mirror::Mirrors,
    sums::Sums,
};
use crate::{
    book::Book,
    expression::Shape,
    reference::{Cell as CellAt, Ref, SheetIndex},
};

mod aggregate;
mod conditional;
mod context;
pub(crate) mod convert;
mod evaluation;
pub(crate) mod functions;
mod index;
mod library;
mod lookup;
mod mirror;
mod numeric;
mod scalar;
mod sums;

/// Times that a formula is tried again because it read an area not mirrored yet.
const TRIES: usize = 64;

thread_local! {
    static EVALUATING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread evaluates a formula: a panic now is caught and becomes that cell's `#VALUE!`, so a panic
/// hook need not report it.
pub fn is_evaluating() -> bool {
    EVALUATING.get()
}

/// A formula to evaluate.
pub(crate) struct Job<'a> {
    pub shape: &'a Shape,
    /// The bound references.
    pub refs: &'a [Ref],
    pub at: CellAt,
    /// Where it stands.
    pub position: (u32, u32),
}

/// What evaluation keeps from one formula to the next.
pub(crate) struct Evaluator {
    pub functions: &'static Functions,
    mirrors: Mirrors,
    indexes: RefCell<Indexes>,
    sums: RefCell<Sums>,
    moment: Moment,
}

impl Evaluator {
    pub(crate) fn new() -> Self {
        Self {
            functions: Functions::all(),
            mirrors: Mirrors::default(),
            indexes: RefCell::default(),
            sums: RefCell::default(),
            moment: Moment {
                now: DateTime::UNIX_EPOCH.naive_utc(),
                zone: TimeZoneSpec::Utc,
                seed: 0,
            },
        }
    }

    /// Sets the moment of a recalculation: a local serial date of the workbook, and a seed for random numbers.
    pub(crate) fn set_moment(&mut self, now: f64, seed: u64, date1904: bool) {
        // Serial 25569 is 1970-01-01 where days count from 1900, and 1904 counts 1462 days less.
        let days = now
            - if date1904 {
                25_569.0 - 1462.0
            } else {
                25_569.0
            };
        #[expect(clippy::cast_possible_truncation, reason = "casts of floats saturate")]
        let millis = (days * 86_400_000.0).round() as i64;
        let since = TimeDelta::try_milliseconds(millis).unwrap_or_default();
        let epoch = DateTime::UNIX_EPOCH.naive_utc();
        self.moment.now = epoch.checked_add_signed(since).unwrap_or(epoch);
        self.moment.seed = seed;
    }

    /// Notes that a cell at that position changed.
    #[inline]
    pub(crate) fn cell_changed(&mut self, book: &Book, cell: CellAt) {
        self.indexes.get_mut().touch(cell.sheet, cell.col);
        let sums = self.sums.get_mut();
        sums.touch(book, cell.sheet, cell.col, cell.row);
        if self.mirrors.has(cell.sheet)
            && let Some((row, col)) = book.position(cell)
        {
            self.mirrors.touch(cell.sheet, row, col);
        }
    }

    /// Notes that the lines of a sheet changed.
    pub(crate) fn lines_changed(&mut self, sheet: SheetIndex) {
        self.mirrors.drop_sheet(sheet);
        self.indexes.get_mut().drop_sheet(sheet);
        self.sums.get_mut().drop_sheet(sheet);
    }

    /// Evaluates a formula, and adds to `reads` what it read when only its evaluation tells.
    pub(crate) fn evaluate(&mut self, book: &Book, job: &Job<'_>, reads: &mut Vec<Read>) -> Value {
        for _ in 0..TRIES {
            let context = Context {
                book,
                functions: self.functions,
                mirrors: &self.mirrors,
                moment: &self.moment,
                own: job.at.sheet,
                wanted: Mutex::new(vec![]),
                reads: job.shape.dynamic.then(|| Mutex::new(vec![])),
            };
            let evaluation = Evaluation {
                context: &context,
                indexes: &self.indexes,
                sums: &self.sums,
                refs: job.refs,
                at: job.at,
                position: job.position,
            };
            if let Some(n) = evaluation.number(&job.shape.expr) {
                return convert::number(n);
            }
            // The library panics on some inputs; that is this cell's error and nobody else's.
            EVALUATING.set(true);
            let out = catch_unwind(AssertUnwindSafe(|| evaluation.eval(&job.shape.expr)));
            EVALUATING.set(false);
            let wanted = context
                .wanted
                .into_inner()
                .unwrap_or_else(PoisonError::into_inner);
            if wanted.is_empty() {
                if let Some(noted) = context.reads {
                    reads.append(&mut noted.into_inner().unwrap_or_else(PoisonError::into_inner));
                }
                return match out {
                    Ok(out) => result(&out, book.date1904),
                    Err(_) => Value::Error(ErrorCode::Value),
                };
            }
            for (sheet, rect) in wanted {
                self.mirrors.fill(book, sheet, &rect);
            }
        }
        Value::Error(ErrorCode::Calc)
    }
}

/// What a cell shows of a result: of an array its first value, of nothing zero.
fn result(out: &Out, date1904: bool) -> Value {
    let value = match out {
        Out::One(value) => value.clone(),
        Out::Many(rows) => match rows.first().and_then(|r| r.first()) {
            Some(first) => convert::value(first, date1904),
            None => Value::Error(ErrorCode::Calc),
        },
    };
    match value {
        Value::Empty => Value::Number(0.0),
        Value::Number(n) => convert::number(n),
        value => value,
    }
}
