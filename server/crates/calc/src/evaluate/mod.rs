//! Evaluation of one formula, and the narrow door to the function library: nothing outside this room
//! knows which library that is.

use std::{
    cell::{Cell, RefCell},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use chrono::{DateTime, TimeDelta};
use daylight_model::{ErrorCode, FormulaKind, Value};
use formualizer_eval::timezone::TimeZoneSpec;

use self::{
    array::Array,
    context::{Context, Moment, Pending, Read},
    evaluation::{Evaluation, Out},
    functions::Functions,
    index::Indexes,
    mirror::Mirrors,
    place::Place,
    sums::Sums,
};
use crate::{
    book::Book,
    calls::{self, canonical, is_ours},
    expression::{Expr, Shape},
    reference::{Cell as CellAt, Rect, Ref, SheetIndex},
};

mod address;
mod aggregate;
pub(crate) mod array;
mod choice;
mod conditional;
pub(crate) mod context;
pub(crate) mod convert;
mod evaluation;
pub(crate) mod functions;
mod index;
mod indirect;
mod lambda;
mod library;
mod lookup;
mod mirror;
mod numeric;
mod pick;
pub(crate) mod place;
mod scalar;
mod sums;

pub(crate) use scalar::{as_condition, compare as compare_values, compare_numbers, equal};

/// Calls of lambdas that one formula may make.
const MOST_CALLS: u32 = 10_000_000;
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

/// Whether a function of that name is computed, whatever the case of its letters.
pub fn knows_function(name: &str) -> bool {
    let name = canonical(name);
    is_ours(&name)
        || matches!(name.as_str(), "LET" | "LAMBDA" | "SINGLE")
        || Functions::all().traits(&name).is_some()
}

/// Names of all functions that are computed, but for old names and what only files write.
pub fn function_names() -> impl Iterator<Item = String> {
    let ours = calls::OURS
        .iter()
        .chain(&["LET", "LAMBDA"])
        .map(|name| (*name).to_owned());
    let library = Functions::all()
        .names()
        .filter(|name| *name != "ANCHORARRAY");
    ours.chain(library.map(ToOwned::to_owned))
}

/// A formula to evaluate.
pub(crate) struct Job<'a> {
    pub shape: &'a Shape,
    /// The bound references.
    pub refs: &'a [Ref],
    pub at: CellAt,
    /// Where it stands.
    pub position: (u32, u32),
    pub kind: FormulaKind,
    /// Formulas that wait for each other, this one among them.
    pub pending: Option<&'a Pending>,
}

/// What a formula came to.
pub(crate) struct Outcome {
    /// The value of its own cell.
    pub value: Value,
    /// The array that its value is the first of.
    pub array: Option<Array>,
}

impl From<Value> for Outcome {
    fn from(value: Value) -> Self {
        Self { value, array: None }
    }
}

/// Why a formula has no value yet.
#[derive(Debug, PartialEq)]
pub(crate) enum Stop {
    /// These have to have theirs first.
    Demand(Vec<u32>),
    /// It was given up.
    Cancelled,
}

/// What evaluation keeps from one formula to the next.
pub(crate) struct Evaluator {
    functions: &'static Functions,
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
    pub(crate) fn evaluate(
        &mut self,
        book: &Book,
        job: &Job<'_>,
        reads: &mut Vec<Read>,
        cancel: &(dyn Fn() -> bool + Sync),
    ) -> Result<Outcome, Stop> {
        for _ in 0..TRIES {
            let context = Context {
                book,
                functions: self.functions,
                mirrors: &self.mirrors,
                moment: &self.moment,
                own: job.at.sheet,
                wanted: Mutex::new(vec![]),
                reads: job.shape.dynamic.then(|| Mutex::new(vec![])),
                pending: job.pending,
                demanded: Mutex::default(),
                arrays: Mutex::default(),
                cancel,
                gave_up: AtomicBool::new(false),
            };
            let evaluation = Evaluation {
                context: &context,
                indexes: &self.indexes,
                sums: &self.sums,
                refs: job.refs,
                passive: &job.shape.passive,
                at: job.at,
                position: job.position,
                implicit: job.kind == FormulaKind::Implicit,
                scope: RefCell::default(),
                pinned: RefCell::default(),
                calls_left: Cell::new(MOST_CALLS),
            };
            if job.pending.is_none()
                && let Some(n) = evaluation.number(&job.shape.expr)
            {
                return Ok(convert::number(n).into());
            }
            // The library panics on some inputs; that is this cell's error and nobody else's.
            EVALUATING.set(true);
            let out = catch_unwind(AssertUnwindSafe(|| {
                evaluation.result(&job.shape.expr, job.kind)
            }));
            EVALUATING.set(false);
            drop(evaluation);
            let demanded = context.take_demanded();
            if !demanded.is_empty() {
                return Err(Stop::Demand(demanded));
            }
            if context.gave_up.load(Ordering::Relaxed) {
                return Err(Stop::Cancelled);
            }
            let wanted = context
                .wanted
                .into_inner()
                .unwrap_or_else(PoisonError::into_inner);
            if wanted.is_empty() {
                if let Some(noted) = context.reads {
                    reads.append(&mut noted.into_inner().unwrap_or_else(PoisonError::into_inner));
                }
                return Ok(out.unwrap_or_else(|_| Value::Error(ErrorCode::Value).into()));
            }
            for (sheet, rect) in wanted {
                self.mirrors.fill(book, sheet, &rect);
            }
        }
        Ok(Value::Error(ErrorCode::Calc).into())
    }
}

impl<'e> Evaluation<'e> {
    /// What a formula comes to: of nothing zero, of a lambda that nobody calls an error.
    fn result(&self, expr: &'e Expr, kind: FormulaKind) -> Outcome {
        let out = match (self.eval(expr), kind) {
            (Out::Cells(places), FormulaKind::Implicit) => match &*places {
                [place] => Out::One(self.in_line(*place)),
                _ => ErrorCode::Value.into(),
            },
            (out, _) => self.read(out),
        };
        match out {
            Out::One(value) => shown(value).into(),
            Out::Many(array) => Outcome {
                value: shown(array.first().clone()),
                array: (kind != FormulaKind::Implicit).then_some(array),
            },
            _ => Value::Error(ErrorCode::Calc).into(),
        }
    }
}

/// What a place covers when everything beyond the used cells is cut off.
pub(crate) fn clamped(book: &Book, place: Place) -> Rect {
    mirror::clamp(book, place.rect)
}

/// What a cell shows of a result: of nothing zero.
pub(crate) fn shown(value: Value) -> Value {
    match value {
        Value::Empty => Value::Number(0.0),
        Value::Number(n) => convert::number(n),
        value => value,
    }
}
