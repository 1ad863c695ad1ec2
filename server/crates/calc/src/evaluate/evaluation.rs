//! The walk through an expression: single values are computed here, the rest by the library.

use std::cell::RefCell;

use daylight_model::{ErrorCode, Value};
use formualizer_common::LiteralValue;

use super::{context::Context, index::Indexes, scalar, sums::Sums};
use crate::{
    expression::{Expr, How},
    reference::{Cell, Kind, Rect, Ref},
};

/// What an expression yields.
#[derive(Debug)]
pub(crate) enum Out {
    One(Value),
    /// An array, by rows.
    Many(Vec<Vec<LiteralValue>>),
}

/// The evaluation of one formula.
pub(crate) struct Evaluation<'a> {
    pub context: &'a Context<'a>,
    pub indexes: &'a RefCell<Indexes>,
    pub sums: &'a RefCell<Sums>,
    /// The bound references.
    pub refs: &'a [Ref],
    pub at: Cell,
    /// Where the formula stands.
    pub position: (u32, u32),
}

impl Evaluation<'_> {
    /// What a bound reference covers.
    pub(super) fn rect(&self, n: u16) -> Option<Rect> {
        self.context.book.rect(&self.refs[n as usize].area)
    }

    /// The value of the cell that a reference points at.
    pub(super) fn cell(&self, n: u16) -> Value {
        let area = &self.refs[n as usize].area;
        let cell = Cell {
            sheet: area.sheet,
            row: area.row1,
            col: area.col1,
        };
        let book = self.context.book;
        if area.kind != Kind::Cell || book.position(cell).is_none() {
            return Value::Error(ErrorCode::Ref);
        }
        book.value(cell)
    }

    pub(super) fn eval(&self, expr: &Expr) -> Out {
        match expr {
            Expr::Literal(value) => Out::One(value.clone()),
            Expr::Omitted => Out::One(Value::Empty),
            Expr::Cell(n) => Out::One(self.cell(*n)),
            Expr::Area(n) if self.rect(*n).is_none() => Out::One(Value::Error(ErrorCode::Ref)),
            Expr::Negate(e) => self.sign_of(expr, e, scalar::negate),
            Expr::Percent(e) => self.sign_of(expr, e, scalar::percent),
            Expr::Plus(e) => self.eval(e),
            Expr::Intersect(e) => self.intersect(e),
            Expr::Binary(op, pair) => {
                let [left, right] = &**pair;
                if left.is_reference_area() || right.is_reference_area() {
                    return self.through_library(expr);
                }
                match (self.eval(left), self.eval(right)) {
                    (Out::One(a), Out::One(b)) => match scalar::binary(*op, &a, &b) {
                        Some(value) => Out::One(value),
                        None => self.operate(*op, &a, &b),
                    },
                    _ => self.through_library(expr),
                }
            }
            Expr::Call(how, _, args) => self.eval_call(*how, expr, args),
            _ => self.through_library(expr),
        }
    }

    fn sign_of(&self, expr: &Expr, operand: &Expr, f: impl Fn(&Value) -> Option<Value>) -> Out {
        if operand.is_reference_area() {
            return self.through_library(expr);
        }
        match self.eval(operand) {
            Out::One(value) => match f(&value) {
                Some(value) => Out::One(value),
                None => self.sign(expr, &value),
            },
            Out::Many(_) => self.through_library(expr),
        }
    }

    fn eval_call(&self, how: How, expr: &Expr, args: &[Expr]) -> Out {
        match how {
            How::If => match self.branch(args) {
                Ok(Some(chosen)) => self.eval(chosen),
                Ok(None) => Out::One(Value::Bool(false)),
                Err(Value::Error(e)) => Out::One(Value::Error(e)),
                Err(_) => self.through_library(expr),
            },
            How::IfError | How::IfNa => match self.single(&args[0]) {
                Some(Value::Error(e)) if how == How::IfError || e == ErrorCode::Na => {
                    self.eval(&args[1])
                }
                Some(value) => Out::One(value),
                None => self.through_library(expr),
            },
            How::Not => match self.single(&args[0]).map(|v| scalar::as_condition(&v)) {
                Some(Ok(b)) => Out::One(Value::Bool(!b)),
                Some(Err(e)) => Out::One(Value::Error(e)),
                None => self.through_library(expr),
            },
            How::Shown => match (self.single(&args[0]), self.single(&args[1])) {
                (Some(value), Some(format)) => {
                    Out::One(scalar::shown(&value, &format, self.context.book.date1904))
                }
                _ => self.through_library(expr),
            },
            How::And | How::Or => self.junction(how, expr, args),
            How::Aggregate(what) => match self.aggregate(what, args) {
                Some(value) => Out::One(value),
                None => self.through_library(expr),
            },
            How::Lookup(what) => match self.look_up(what, args) {
                Some(value) => Out::One(value),
                None => self.through_library(expr),
            },
            How::Conditional(what) => match self.conditional(what, args) {
                Some(value) => Out::One(value),
                None => self.through_library(expr),
            },
            How::Row | How::Column | How::Rows | How::Columns => Out::One(self.address(how, args)),
            How::Unknown => Out::One(Value::Error(ErrorCode::Name)),
            How::Library | How::Reference | How::Environment => self.through_library(expr),
        }
    }

    /// An expression's value when it is a single one.
    pub(super) fn single(&self, expr: &Expr) -> Option<Value> {
        if expr.is_reference_area() {
            return None;
        }
        match self.eval(expr) {
            Out::One(value) => Some(value),
            Out::Many(_) => None,
        }
    }

    /// The branch that an IF takes, `Ok(None)` for the one left out. `Err` holds the condition's error, or
    /// something else when the condition is no single value.
    pub(super) fn branch<'e>(&self, args: &'e [Expr]) -> Result<Option<&'e Expr>, Value> {
        let condition = self.single(&args[0]).ok_or(Value::Empty)?;
        match scalar::as_condition(&condition) {
            Ok(true) => Ok(args.get(1)),
            Ok(false) => Ok(args.get(2)),
            Err(e) => Err(Value::Error(e)),
        }
    }

    fn junction(&self, how: How, expr: &Expr, args: &[Expr]) -> Out {
        let decisive = how == How::Or;
        let mut result = !decisive;
        let mut failed = None;
        for arg in args {
            match self.single(arg) {
                Some(Value::Text(_) | Value::Empty) | None => return self.through_library(expr),
                Some(value) => match scalar::as_condition(&value) {
                    Ok(b) if b == decisive => result = decisive,
                    Ok(_) => {}
                    Err(e) => failed = failed.or(Some(e)),
                },
            }
        }
        Out::One(match failed {
            Some(e) => Value::Error(e),
            None => Value::Bool(result),
        })
    }

    fn address(&self, how: How, args: &[Expr]) -> Value {
        let book = self.context.book;
        let rect = match args.first() {
            None => Some(Rect {
                row1: self.position.0,
                col1: self.position.1,
                row2: self.position.0,
                col2: self.position.1,
            }),
            Some(Expr::Cell(n) | Expr::Area(n)) => self.rect(*n),
            Some(_) => None,
        };
        let shown = match args.first() {
            Some(Expr::Cell(n) | Expr::Area(n)) => book.sheet(self.refs[*n as usize].area.sheet),
            _ => None,
        };
        let shown = shown.map_or((0, 0), |s| (s.rows.shown(), s.cols.shown()));
        let count = |first: u32, last: u32, all: u32| {
            if last == Rect::OPEN {
                all
            } else {
                last - first + 1
            }
        };
        match (rect, how) {
            (None, _) => Value::Error(ErrorCode::Ref),
            (Some(r), How::Row) => Value::Number(f64::from(r.row1 + 1)),
            (Some(r), How::Column) => Value::Number(f64::from(r.col1 + 1)),
            (Some(r), How::Rows) => Value::Number(count(r.row1, r.row2, shown.0).into()),
            (Some(r), _) => Value::Number(count(r.col1, r.col2, shown.1).into()),
        }
    }

    /// The cell of a range in the formula's row or column.
    fn intersect(&self, expr: &Expr) -> Out {
        let Expr::Area(n) = expr else {
            return match self.eval(expr) {
                Out::Many(rows) => match rows.first().and_then(|r| r.first()) {
                    Some(first) => {
                        Out::One(super::convert::value(first, self.context.book.date1904))
                    }
                    None => Out::One(Value::Error(ErrorCode::Calc)),
                },
                Out::One(value) => Out::One(value),
            };
        };
        let Some(r) = self.rect(*n) else {
            return Out::One(Value::Error(ErrorCode::Ref));
        };
        let (row, col) = self.position;
        let at = match (r.row1 == r.row2, r.col1 == r.col2) {
            (true, true) => Some((r.row1, r.col1)),
            (true, false) => (r.col1 <= col && col <= r.col2).then_some((r.row1, col)),
            (false, true) => (r.row1 <= row && row <= r.row2).then_some((row, r.col1)),
            (false, false) => None,
        };
        let sheet = self.refs[*n as usize].area.sheet;
        let value = at.and_then(|(row, col)| {
            let s = self.context.book.sheet(sheet)?;
            let (row, col) = (s.rows.slot_at(row)?, s.cols.slot_at(col)?);
            Some(self.context.book.value(Cell { sheet, row, col }))
        });
        Out::One(value.unwrap_or(Value::Error(ErrorCode::Value)))
    }
}

impl Expr {
    /// True for what may stand for several cells, so that it must not be evaluated as one value.
    fn is_reference_area(&self) -> bool {
        matches!(
            self,
            Self::Area(_)
                | Self::Text(_)
                | Self::Local(_)
                | Self::Join(..)
                | Self::Spill(_)
                | Self::Array(_)
        )
    }
}
