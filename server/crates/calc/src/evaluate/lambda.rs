//! Names that a formula binds itself: LET, LAMBDA, and the functions that call a lambda for each value, row or
//! column of an array.

use std::{rc::Rc, sync::Arc};

use daylight_model::{ErrorCode, Value};

use super::{
    array::{Array, common_size},
    evaluation::{Evaluation, Out},
};
use crate::expression::{Bound, Expr, Param};

/// Names bound around an expression, the innermost first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope<'e>(Option<Rc<Frame<'e>>>);

#[derive(Debug)]
struct Frame<'e> {
    name: &'e str,
    bound: Out<'e>,
    around: Scope<'e>,
}

impl<'e> Scope<'e> {
    /// What a name is bound to.
    pub(super) fn find(&self, name: &str) -> Option<&Out<'e>> {
        let mut frame = self.0.as_deref();
        while let Some(at) = frame {
            if at.name == name {
                return Some(&at.bound);
            }
            frame = at.around.0.as_deref();
        }
        None
    }

    fn with(self, name: &'e str, bound: Out<'e>) -> Self {
        Self(Some(Rc::new(Frame {
            name,
            bound,
            around: self,
        })))
    }
}

impl Drop for Frame<'_> {
    fn drop(&mut self) {
        // A long chain of names must not be dropped recursively.
        let mut next = self.around.0.take();
        while let Some(frame) = next {
            match Rc::try_unwrap(frame) {
                Ok(mut frame) => next = frame.around.0.take(),
                Err(_) => break,
            }
        }
    }
}

/// Something that can be called.
#[derive(Debug)]
pub(crate) enum Lambda<'e> {
    /// LAMBDA, with the names bound where it was written.
    Written {
        params: &'e [Param],
        body: &'e Expr,
        around: Scope<'e>,
    },
    /// A function by its name alone, as in `BYROW(A1:C9, SUM)`: the call, and the names that its arguments go by.
    Named(&'e Expr),
}

impl<'e> Evaluation<'e> {
    /// LET: the names one after the other, then the result.
    pub(super) fn bind(&self, bindings: &'e [(Arc<str>, Expr)], body: &'e Expr) -> Out<'e> {
        let before = self.scope.borrow().clone();
        for (name, expr) in bindings {
            let bound = self.referring(expr);
            let inner = self.scope.take().with(name, bound);
            self.scope.replace(inner);
        }
        let out = self.referring(body);
        self.scope.replace(before);
        out
    }

    /// LAMBDA, not yet called.
    pub(super) fn lambda(&self, expr: &'e Expr) -> Out<'e> {
        match expr {
            Expr::Lambda(params, body) => Out::Lambda(Rc::new(Lambda::Written {
                params,
                body,
                around: self.scope.borrow().clone(),
            })),
            other => Out::Lambda(Rc::new(Lambda::Named(other))),
        }
    }

    /// Calls a lambda.
    fn apply(&self, lambda: &Lambda<'e>, arguments: Vec<Out<'e>>) -> Out<'e> {
        let Some(left) = self.calls_left.get().checked_sub(1) else {
            return ErrorCode::Calc.into();
        };
        self.calls_left.set(left);
        if left.is_multiple_of(1024) && self.context.cancelled() {
            self.calls_left.set(0);
            return ErrorCode::Calc.into();
        }
        let (scope, body) = match lambda {
            Lambda::Written {
                params,
                body,
                around,
            } => {
                let missing = params.get(arguments.len()..);
                if missing.is_none_or(|rest| rest.iter().any(|param| !param.optional)) {
                    return ErrorCode::Value.into();
                }
                let mut scope = around.clone();
                let mut arguments = arguments.into_iter();
                for param in *params {
                    let argument = arguments.next();
                    scope = scope.with(&param.name, argument.unwrap_or(Out::One(Value::Empty)));
                }
                (scope, *body)
            }
            Lambda::Named(Expr::Function(call)) => {
                let Expr::Call(_, _, args) = &**call else {
                    return ErrorCode::Value.into();
                };
                let mut scope = Scope::default();
                for (arg, argument) in args.iter().zip(arguments) {
                    if let Expr::Local(name) = arg {
                        scope = scope.with(name, argument);
                    }
                }
                (scope, &**call)
            }
            Lambda::Named(_) => return ErrorCode::Value.into(),
        };
        let before = self.scope.replace(scope);
        // What is pinned belongs to the caller.
        let pinned = self.pinned.take();
        let out = self.referring(body);
        self.pinned.replace(pinned);
        self.scope.replace(before);
        out
    }

    /// An expression that yields a lambda, called.
    pub(super) fn apply_to(&self, callee: &'e Expr, args: &'e [Expr]) -> Out<'e> {
        match self.eval(callee) {
            Out::Lambda(lambda) => {
                let arguments = args.iter().map(|arg| self.referring(arg)).collect();
                self.apply(&lambda, arguments)
            }
            Out::One(Value::Error(e)) => e.into(),
            _ => ErrorCode::Value.into(),
        }
    }

    /// MAP and its kin.
    pub(super) fn with_lambda(&self, function: Bound, args: &'e [Expr]) -> Out<'e> {
        let done = match function {
            Bound::Map => self.map(args),
            Bound::Reduce => self.fold(args, false),
            Bound::Scan => self.fold(args, true),
            Bound::ByRow => self.by_line(args, true),
            Bound::ByCol => self.by_line(args, false),
            Bound::MakeArray => self.make_array(args),
            Bound::IsOmitted => Ok(Out::One(Value::Bool(match &args[0] {
                Expr::Omitted => true,
                Expr::Local(name) => {
                    matches!(self.scope.borrow().find(name), Some(Out::One(Value::Empty)))
                }
                _ => false,
            }))),
        };
        done.unwrap_or_else(Out::from)
    }

    fn callable(&self, args: &'e [Expr]) -> Result<Rc<Lambda<'e>>, ErrorCode> {
        match self.eval(args.last().ok_or(ErrorCode::Value)?) {
            Out::Lambda(lambda) => Ok(lambda),
            Out::One(Value::Error(e)) => Err(e),
            _ => Err(ErrorCode::Value),
        }
    }

    fn array_of(&self, expr: &'e Expr) -> Result<Array, ErrorCode> {
        match self.value(expr) {
            Out::One(Value::Error(e)) => Err(e),
            Out::One(value) => Ok(Array::single(value)),
            Out::Many(array) => Ok(array),
            _ => Err(ErrorCode::Value),
        }
    }

    /// The value that a lambda yields; an array within an array is an error.
    fn one_of(&self, lambda: &Lambda<'e>, arguments: Vec<Out<'e>>) -> Value {
        match self.read(self.apply(lambda, arguments)) {
            Out::One(value) => value,
            _ => Value::Error(ErrorCode::Calc),
        }
    }

    fn map(&self, args: &'e [Expr]) -> Result<Out<'e>, ErrorCode> {
        let lambda = self.callable(args)?;
        let arrays = &args[..args.len() - 1];
        let arrays = arrays.iter().map(|arg| self.array_of(arg));
        let arrays = arrays.collect::<Result<Vec<Array>, _>>()?;
        let (rows, cols) = common_size(&arrays);
        let at = |row, col| {
            let argument = |array: &Array| {
                let value = array.spread(row, col).cloned();
                Out::One(value.unwrap_or(Value::Error(ErrorCode::Na)))
            };
            self.one_of(&lambda, arrays.iter().map(argument).collect())
        };
        Ok(Array::build(rows, cols, at).into())
    }

    /// REDUCE and SCAN: `[initial], array, lambda(so far, value)`.
    fn fold(&self, args: &'e [Expr], steps: bool) -> Result<Out<'e>, ErrorCode> {
        let lambda = self.callable(args)?;
        let (initial, array) = match args {
            [array, _] => (None, array),
            [initial, array, _] => (Some(initial), array),
            _ => return Err(ErrorCode::Value),
        };
        let array = self.array_of(array)?;
        let mut values = array.values().iter();
        let mut done = vec![];
        let mut so_far = match initial {
            None | Some(Expr::Omitted) => {
                let first = values.next().cloned().unwrap_or_default();
                done.push(first.clone());
                Out::One(first)
            }
            Some(initial) => self.referring(initial),
        };
        for value in values {
            so_far = self.read(self.apply(&lambda, vec![so_far, Out::One(value.clone())]));
            if steps {
                done.push(match &so_far {
                    Out::One(value) => value.clone(),
                    _ => Value::Error(ErrorCode::Calc),
                });
            }
        }
        if steps {
            let scanned = Array::new(array.rows(), array.cols(), done);
            return Ok(scanned.ok_or(ErrorCode::Calc).into());
        }
        Ok(so_far)
    }

    fn by_line(&self, args: &'e [Expr], rows: bool) -> Result<Out<'e>, ErrorCode> {
        let lambda = self.callable(args)?;
        let array = self.array_of(&args[0])?;
        let line = |n: u32| {
            let part = if rows {
                Array::build(1, array.cols(), |_, col| array.at(n, col).clone())
            } else {
                Array::build(array.rows(), 1, |row, _| array.at(row, n).clone())
            };
            self.one_of(&lambda, vec![part.into()])
        };
        Ok(if rows {
            Array::build(array.rows(), 1, |row, _| line(row)).into()
        } else {
            Array::build(1, array.cols(), |_, col| line(col)).into()
        })
    }

    fn make_array(&self, args: &'e [Expr]) -> Result<Out<'e>, ErrorCode> {
        let lambda = self.callable(args)?;
        let size = |arg: &'e Expr| match self.single(arg) {
            Some(Value::Error(e)) => Err(e),
            Some(value) => match self.whole(&value) {
                Some(n) if n >= 1 => u32::try_from(n).map_err(|_| ErrorCode::Num),
                _ => Err(ErrorCode::Value),
            },
            None => Err(ErrorCode::Value),
        };
        let (rows, cols) = (size(&args[0])?, size(&args[1])?);
        let number = |n: u32| Out::One(Value::Number(f64::from(n + 1)));
        let at = |row, col| self.one_of(&lambda, vec![number(row), number(col)]);
        Ok(Array::build(rows, cols, at).into())
    }
}
