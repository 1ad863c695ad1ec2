//! Calls that look at some of their arguments only: IF, IFS, SWITCH, CHOOSE, IFERROR, AND, OR.

use daylight_model::{ErrorCode, Value};

use super::{
    array::{Array, common_size},
    evaluation::{Evaluation, Out},
    scalar,
};
use crate::expression::{Expr, How};

impl<'e> Evaluation<'e> {
    /// IF: the chosen branch, for an array of conditions place by place.
    pub(super) fn choose_if(&self, args: &'e [Expr]) -> Out<'e> {
        let conditions = match self.value(&args[0]) {
            Out::One(condition) => {
                return match scalar::as_condition(&condition) {
                    Ok(true) => self.branch(args.get(1)),
                    Ok(false) => self.branch(args.get(2)),
                    Err(e) => e.into(),
                };
            }
            Out::Many(conditions) => conditions,
            _ => return ErrorCode::Value.into(),
        };
        let decided = |c: &Value| scalar::as_condition(c);
        let taken = |what| conditions.values().iter().any(|c| decided(c) == Ok(what));
        let of = |what, arg| {
            if taken(what) {
                self.spreadable(self.read(self.branch(arg)))
            } else {
                Ok(Array::single(Value::Empty))
            }
        };
        let branches = of(true, args.get(1)).and_then(|yes| Ok((yes, of(false, args.get(2))?)));
        let (yes, no) = match branches {
            Ok(branches) => branches,
            Err(e) => return e.into(),
        };
        let (rows, cols) = common_size([&conditions, &yes, &no]);
        let at = |row, col| {
            let chosen = match conditions.spread(row, col).map(decided) {
                Some(Ok(true)) => yes.spread(row, col),
                Some(Ok(false)) => no.spread(row, col),
                Some(Err(e)) => return Value::Error(e),
                None => None,
            };
            chosen.cloned().unwrap_or(Value::Error(ErrorCode::Na))
        };
        Array::build(rows, cols, at).into()
    }

    /// A branch of IF; one that is not there is FALSE.
    fn branch(&self, arg: Option<&'e Expr>) -> Out<'e> {
        match arg {
            None => Out::One(Value::Bool(false)),
            Some(Expr::Omitted) => Out::One(Value::Number(0.0)),
            Some(chosen) => self.referring(chosen),
        }
    }

    fn spreadable(&self, out: Out<'e>) -> Result<Array, ErrorCode> {
        match self.read(out) {
            Out::One(value) => Ok(Array::single(value)),
            Out::Many(array) => Ok(array),
            _ => Err(ErrorCode::Value),
        }
    }

    /// IFERROR and IFNA.
    pub(super) fn unless_error(&self, how: How, args: &'e [Expr]) -> Out<'e> {
        let fails = |v: &Value| match v {
            Value::Error(e) => how == How::IfError || *e == ErrorCode::Na,
            _ => false,
        };
        match self.value(&args[0]) {
            Out::One(value) if fails(&value) => self.value(&args[1]),
            Out::Many(values) if values.values().iter().any(fails) => {
                let other = match self.spreadable(self.value(&args[1])) {
                    Ok(other) => other,
                    Err(e) => return e.into(),
                };
                let (rows, cols) = common_size([&values, &other]);
                let at = |row, col| {
                    let value = match values.spread(row, col) {
                        Some(value) if fails(value) => other.spread(row, col),
                        value => value,
                    };
                    value.cloned().unwrap_or(Value::Error(ErrorCode::Na))
                };
                Array::build(rows, cols, at).into()
            }
            out => out,
        }
    }

    /// IFS: the value behind the first condition that holds.
    pub(super) fn choose_ifs(&self, args: &'e [Expr]) -> Out<'e> {
        let Some(condition) = args.first() else {
            return ErrorCode::Na.into();
        };
        let Some(value) = args.get(1) else {
            return ErrorCode::Value.into();
        };
        match self.value(condition) {
            Out::One(c) => match scalar::as_condition(&c) {
                Ok(true) => self.referring(value),
                Ok(false) => self.choose_ifs(&args[2..]),
                Err(e) => e.into(),
            },
            Out::Many(array) => self.call_for_each(&[(condition, array)], || self.choose_ifs(args)),
            _ => ErrorCode::Value.into(),
        }
    }

    /// SWITCH: the value behind the first equal one, or what is left over.
    pub(super) fn switch(&self, args: &'e [Expr]) -> Out<'e> {
        let needle = match self.value(&args[0]) {
            Out::One(needle) => needle,
            Out::Many(array) => {
                return self.call_for_each(&[(&args[0], array)], || self.switch(args));
            }
            _ => return ErrorCode::Value.into(),
        };
        if let Value::Error(e) = needle {
            return e.into();
        }
        let pairs = args[1..].chunks(2);
        for pair in pairs {
            let [case, value] = pair else {
                return self.referring(&pair[0]);
            };
            match self.single(case) {
                Some(Value::Error(e)) => return e.into(),
                Some(case) if scalar::equal(&needle, &case) => return self.referring(value),
                _ => {}
            }
        }
        ErrorCode::Na.into()
    }

    /// CHOOSE: the argument of that number.
    pub(super) fn choose(&self, args: &'e [Expr]) -> Out<'e> {
        match self.value(&args[0]) {
            Out::One(Value::Error(e)) => e.into(),
            Out::One(number) => match self.whole(&number) {
                Some(n) if n >= 1 => match usize::try_from(n).ok().and_then(|n| args.get(n)) {
                    Some(chosen) => self.referring(chosen),
                    None => ErrorCode::Value.into(),
                },
                _ => ErrorCode::Value.into(),
            },
            Out::Many(array) => self.choose_many(&array, args),
            _ => ErrorCode::Value.into(),
        }
    }

    /// CHOOSE with several numbers: whole columns side by side, as lookups to the left use it.
    fn choose_many(&self, numbers: &Array, args: &'e [Expr]) -> Out<'e> {
        let picked = numbers.values().iter().map(|n| match self.whole(n) {
            Some(n) if n >= 1 => {
                let arg = usize::try_from(n).ok().and_then(|n| args.get(n));
                self.spreadable(self.value(arg.ok_or(ErrorCode::Value)?))
            }
            _ => Err(ErrorCode::Value),
        });
        let picked: Vec<Array> = match picked.collect() {
            Ok(picked) => picked,
            Err(e) => return e.into(),
        };
        let (rows, cols) = common_size(picked.iter().chain([numbers]));
        let at = |row: u32, col: u32| {
            let row_of = if numbers.rows() == 1 { 0 } else { row };
            let col_of = if numbers.cols() == 1 { 0 } else { col };
            if row_of >= numbers.rows() || col_of >= numbers.cols() {
                return Value::Error(ErrorCode::Na);
            }
            let array = &picked[(row_of * numbers.cols() + col_of) as usize];
            let value = array.spread(row, col).cloned();
            value.unwrap_or(Value::Error(ErrorCode::Na))
        };
        Array::build(rows, cols, at).into()
    }

    /// AND and OR of what the arguments hold.
    pub(super) fn junction(&self, how: How, args: &'e [Expr]) -> Value {
        let decisive = how == How::Or;
        let (mut result, mut any, mut failed) = (!decisive, false, None);
        for arg in args {
            let mut take = |condition: Result<bool, ErrorCode>| match condition {
                Ok(b) => {
                    any = true;
                    if b == decisive {
                        result = decisive;
                    }
                }
                Err(e) => failed = failed.or(Some(e)),
            };
            match self.referring(arg) {
                // Text and nothing in cells are passed over.
                Out::Cells(places) => {
                    let value = |v: &Value| match v {
                        Value::Empty | Value::Text(_) => {}
                        value => take(scalar::as_condition(value)),
                    };
                    self.each_value(&places, value);
                }
                Out::Many(array) => {
                    for value in array.values() {
                        if !matches!(value, Value::Text(_) | Value::Empty) {
                            take(scalar::as_condition(value));
                        }
                    }
                }
                Out::One(value) => take(scalar::as_condition(&value)),
                Out::Lambda(_) => take(Err(ErrorCode::Value)),
            }
        }
        match failed {
            Some(e) => Value::Error(e),
            None if !any => Value::Error(ErrorCode::Value),
            None => Value::Bool(result),
        }
    }

    /// A number without its fraction.
    pub(super) fn whole(&self, value: &Value) -> Option<i64> {
        let n = match scalar::as_number(value) {
            Some(n) => n,
            None => {
                match self.operate(crate::expression::Operator::Add, value, &Value::Number(0.0)) {
                    Value::Number(n) => n,
                    _ => return None,
                }
            }
        };
        #[expect(clippy::cast_possible_truncation, reason = "casts of floats saturate")]
        let whole = n.trunc() as i64;
        Some(whole)
    }
}
