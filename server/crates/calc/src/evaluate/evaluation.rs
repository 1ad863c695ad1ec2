//! The walk through an expression. Operators, choices, references and bound names are computed here, other calls
//! by the library, value by value where they take single ones.

use std::{cell::RefCell, rc::Rc};

use daylight_model::{ErrorCode, Value};

use super::{
    array::{Array, common_size},
    context::Context,
    index::Indexes,
    lambda::{Lambda, Scope},
    place::{Place, Places, nowhere},
    scalar,
    sums::Sums,
};
use crate::{
    expression::{Expr, How, Operator},
    reference::{Cell, Kind, Rect, Ref},
    scalar_args::wants_one,
};

/// What an expression yields.
#[derive(Clone, Debug)]
pub(crate) enum Out<'e> {
    One(Value),
    Many(Array),
    /// Cells, not yet read.
    Cells(Places),
    Lambda(Rc<Lambda<'e>>),
}

impl From<ErrorCode> for Out<'_> {
    fn from(code: ErrorCode) -> Self {
        Self::One(Value::Error(code))
    }
}

impl From<Result<Array, ErrorCode>> for Out<'_> {
    fn from(result: Result<Array, ErrorCode>) -> Self {
        match result {
            Ok(array) if array.is_single() => Self::One(array.first().clone()),
            Ok(array) => Self::Many(array),
            Err(code) => code.into(),
        }
    }
}

/// The evaluation of one formula.
pub(crate) struct Evaluation<'e> {
    pub context: &'e Context<'e>,
    pub indexes: &'e RefCell<Indexes>,
    pub sums: &'e RefCell<Sums>,
    /// The bound references.
    pub refs: &'e [Ref],
    /// Which of them count by their address alone.
    pub passive: &'e [bool],
    pub at: Cell,
    /// Where the formula stands.
    pub position: (u32, u32),
    /// Arrays of a formula from before dynamic arrays: ranges intersect.
    pub implicit: bool,
    /// Names bound where the walk is.
    pub scope: RefCell<Scope<'e>>,
    /// Values that stand for arguments while a call is computed for each place of an array.
    pub pinned: RefCell<Vec<(*const Expr, Value)>>,
    /// Calls of lambdas that this formula may still make.
    pub calls_left: std::cell::Cell<u32>,
}

impl<'e> Evaluation<'e> {
    /// What a bound reference covers, about to be read.
    pub(super) fn rect(&self, n: u16) -> Option<Rect> {
        let rect = self.bounds(n)?;
        if !self.passive[n as usize] {
            self.context.demand(self.refs[n as usize].area.sheet, &rect);
        }
        Some(rect)
    }

    /// What a bound reference covers.
    pub(super) fn bounds(&self, n: u16) -> Option<Rect> {
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
        let Some(position) = book.position(cell).filter(|_| area.kind == Kind::Cell) else {
            return Value::Error(nowhere(area));
        };
        self.context.demand_cell(area.sheet, position);
        book.value(cell)
    }

    /// The value that stands for an expression for now.
    pub(super) fn pinned(&self, expr: &Expr) -> Option<Value> {
        let pinned = self.pinned.borrow();
        let found = pinned.iter().rev().find(|(at, _)| std::ptr::eq(*at, expr));
        found.map(|(_, value)| value.clone())
    }

    /// What an expression yields. A reference to one cell yields its value, a range itself.
    pub(super) fn eval(&self, expr: &'e Expr) -> Out<'e> {
        if let Some(value) = self.pinned(expr) {
            return Out::One(value);
        }
        match expr {
            Expr::Literal(value) => Out::One(value.clone()),
            Expr::Omitted => Out::One(Value::Empty),
            Expr::Cell(n) => Out::One(self.cell(*n)),
            Expr::Area(_) | Expr::Sheets(_) | Expr::Join(..) | Expr::Spill(_) => {
                self.reference(expr)
            }
            Expr::Foreign => Out::One(Value::Error(ErrorCode::Name)),
            Expr::Local(name) => match self.scope.borrow().find(name) {
                Some(bound) => bound.clone(),
                None => ErrorCode::Name.into(),
            },
            Expr::Negate(e) => self.each(e, |v| match scalar::negate(v) {
                Some(value) => value,
                None => self.sign(expr, v),
            }),
            Expr::Percent(e) => self.each(e, |v| match scalar::percent(v) {
                Some(value) => value,
                None => self.sign(expr, v),
            }),
            Expr::Plus(e) => self.value(e),
            Expr::Intersect(e) => self.intersect(e),
            Expr::Binary(op, pair) => self.binary(*op, self.value(&pair[0]), &pair[1]),
            Expr::Call(how, name, args) => self.call(*how, name, expr, args),
            Expr::Let(bindings, body) => self.bind(bindings, body),
            Expr::Lambda(..) | Expr::Function(_) => self.lambda(expr),
            Expr::Apply(callee, args) => self.apply_to(callee, args),
            Expr::Array(rows) => self.array(rows),
        }
    }

    /// What an expression yields, with a reference to one cell kept as one.
    pub(super) fn referring(&self, expr: &'e Expr) -> Out<'e> {
        match expr {
            Expr::Cell(_) if self.pinned(expr).is_none() => self.reference(expr),
            _ => self.eval(expr),
        }
    }

    /// What an expression yields, read: never cells.
    pub(super) fn value(&self, expr: &'e Expr) -> Out<'e> {
        self.read(self.eval(expr))
    }

    /// Reads cells.
    pub(super) fn read(&self, out: Out<'e>) -> Out<'e> {
        match out {
            Out::Cells(places) => match &*places {
                [place] => self.contents(*place),
                _ => ErrorCode::Value.into(),
            },
            other => other,
        }
    }

    /// An expression's value when it is a single one.
    pub(super) fn single(&self, expr: &'e Expr) -> Option<Value> {
        match self.value(expr) {
            Out::One(value) => Some(value),
            _ => None,
        }
    }

    /// What `f` makes of each value.
    fn each(&self, operand: &'e Expr, f: impl Fn(&Value) -> Value) -> Out<'e> {
        match self.value(operand) {
            Out::One(value) => Out::One(f(&value)),
            Out::Many(array) => {
                Array::build(array.rows(), array.cols(), |row, col| f(array.at(row, col))).into()
            }
            _ => ErrorCode::Value.into(),
        }
    }

    fn binary(&self, op: Operator, left: Out<'e>, right: &'e Expr) -> Out<'e> {
        let apply = |a: &Value, b: &Value| match scalar::binary(op, a, b) {
            Some(value) => value,
            None => self.operate(op, a, b),
        };
        match (left, self.value(right)) {
            (Out::One(a), Out::One(b)) => Out::One(apply(&a, &b)),
            (Out::Many(a), Out::One(b)) => {
                Array::build(a.rows(), a.cols(), |row, col| apply(a.at(row, col), &b)).into()
            }
            (Out::One(a), Out::Many(b)) => {
                Array::build(b.rows(), b.cols(), |row, col| apply(&a, b.at(row, col))).into()
            }
            (Out::Many(a), Out::Many(b)) => {
                let (rows, cols) = common_size([&a, &b]);
                let at = |row, col| match (a.spread(row, col), b.spread(row, col)) {
                    (Some(a), Some(b)) => apply(a, b),
                    _ => Value::Error(ErrorCode::Na),
                };
                Array::build(rows, cols, at).into()
            }
            _ => ErrorCode::Value.into(),
        }
    }

    fn array(&self, rows: &'e [Vec<Expr>]) -> Out<'e> {
        let cols = rows.first().map_or(0, Vec::len);
        if rows.iter().any(|row| row.len() != cols) {
            return ErrorCode::Value.into();
        }
        let value = |cell| self.single(cell).unwrap_or(Value::Error(ErrorCode::Value));
        let values = rows.iter().flatten().map(value).collect();
        let array = Array::new(crate::narrow(rows.len()), crate::narrow(cols), values);
        Out::from(array.ok_or(ErrorCode::Value))
    }

    /// A call. Where it takes single values and is given arrays, it is computed for each of their places.
    fn call(&self, how: How, name: &str, expr: &'e Expr, args: &'e [Expr]) -> Out<'e> {
        let mut arrays: Vec<(&Expr, Array)> = vec![];
        let before = self.pinned.borrow().len();
        if !matches!(how, How::Bound(_) | How::Environment | How::Unknown) {
            for (i, arg) in args.iter().enumerate() {
                if arg.is_plainly_single() || how.is_lazy_in(i) || !wants_one(name, i) {
                    continue;
                }
                match self.value(arg) {
                    Out::One(value) => self.pinned.borrow_mut().push((arg, value)),
                    Out::Many(array) => arrays.push((arg, array)),
                    _ => {}
                }
            }
        }
        let out = if arrays.is_empty() {
            self.call_once(how, name, expr, args)
        } else {
            self.call_for_each(&arrays, || self.call_once(how, name, expr, args))
        };
        self.pinned.borrow_mut().truncate(before);
        out
    }

    /// What `f` yields with the arrays' values pinned, place by place.
    pub(super) fn call_for_each(
        &self,
        arrays: &[(&Expr, Array)],
        f: impl Fn() -> Out<'e>,
    ) -> Out<'e> {
        let (rows, cols) = common_size(arrays.iter().map(|(_, array)| array));
        let before = self.pinned.borrow().len();
        let place = |row, col| {
            for (arg, array) in arrays {
                let value = array.spread(row, col).cloned();
                let value = value.unwrap_or(Value::Error(ErrorCode::Na));
                self.pinned.borrow_mut().push((*arg, value));
            }
            let out = self.read(f());
            self.pinned.borrow_mut().truncate(before);
            match out {
                Out::One(value) => value,
                Out::Many(array) => array.first().clone(),
                _ => Value::Error(ErrorCode::Calc),
            }
        };
        Array::build(rows, cols, place).into()
    }

    fn call_once(&self, how: How, name: &str, expr: &'e Expr, args: &'e [Expr]) -> Out<'e> {
        let natively = match how {
            How::If => return self.choose_if(args),
            How::IfError | How::IfNa => return self.unless_error(how, args),
            How::Ifs => return self.choose_ifs(args),
            How::Switch => return self.switch(args),
            How::Choose => return self.choose(args),
            How::Offset => return self.offset(args),
            How::Indirect => return self.indirect(args),
            How::Index => return self.index_of(args),
            How::Areas => return self.count_areas(args),
            How::About => return self.about(args),
            How::IsFormula => return self.is_formula(args),
            How::Bound(function) => return self.with_lambda(function, args),
            How::Row | How::Column | How::Rows | How::Columns => {
                return self.address(how, args);
            }
            How::Unknown => return ErrorCode::Name.into(),
            How::Not => match self.single(&args[0]).map(|v| scalar::as_condition(&v)) {
                Some(Ok(b)) => Some(Value::Bool(!b)),
                Some(Err(e)) => Some(Value::Error(e)),
                None => None,
            },
            How::Shown => match (self.single(&args[0]), self.single(&args[1])) {
                (Some(value), Some(format)) => {
                    let date1904 = self.context.book.date1904;
                    Some(scalar::shown(&value, &format, date1904))
                }
                _ => None,
            },
            How::And | How::Or => Some(self.junction(how, args)),
            How::Aggregate(what) => self.aggregate(what, args),
            How::Subtotal => self.subtotal(args),
            How::SubtotalOf => return self.aggregate_call(args),
            How::Lookup(what) => self.look_up(what, args),
            How::Conditional(what) => self.conditional(what, args),
            How::Library | How::Environment => None,
        };
        match natively {
            Some(value) => Out::One(value),
            None => self.through_library(expr, name),
        }
    }

    /// The cell of a range in the formula's row or column.
    fn intersect(&self, expr: &'e Expr) -> Out<'e> {
        match self.referring(expr) {
            Out::Many(array) => Out::One(array.first().clone()),
            Out::Cells(places) => match &*places {
                [place] => Out::One(self.in_line(*place)),
                _ => ErrorCode::Value.into(),
            },
            other => other,
        }
    }

    /// The value of the cell of a place that stands in the formula's row or column.
    pub(super) fn in_line(&self, place: Place) -> Value {
        let r = place.rect;
        let (row, col) = self.position;
        let at = match (r.row1 == r.row2, r.col1 == r.col2) {
            (true, true) => Some((r.row1, r.col1)),
            (true, false) => (r.col1 <= col && col <= r.col2).then_some((r.row1, col)),
            (false, true) => (r.row1 <= row && row <= r.row2).then_some((row, r.col1)),
            (false, false) => None,
        };
        match at {
            Some(at) => self.value_in(place.sheet, at),
            None => Value::Error(ErrorCode::Value),
        }
    }
}

impl Expr {
    /// True for what can yield nothing but one value.
    fn is_plainly_single(&self) -> bool {
        match self {
            Self::Literal(_)
            | Self::Omitted
            | Self::Cell(_)
            | Self::Intersect(_)
            | Self::Call(How::Aggregate(_) | How::And | How::Or, ..) => true,
            Self::Negate(e) | Self::Percent(e) => e.is_plainly_single(),
            Self::Binary(_, pair) => pair.iter().all(Self::is_plainly_single),
            _ => false,
        }
    }
}
