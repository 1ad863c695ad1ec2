//! The library's functions of single values, called for every element of arrays.

use std::sync::Arc;

use daylight_model::{ErrorCode, Value};
use formualizer_common::{ExcelError, LiteralValue};
use formualizer_eval::{
    function::{FnCaps, Function},
    function_registry,
    traits::{ArgumentHandle, CalcValue, FunctionContext},
};

use super::{
    super::convert,
    block::MOST_CELLS,
    call::{Call, Given},
    lone::Lone,
    notation::polished,
    scalars::{SCALARS, Wants, wants},
    values::typed,
};

/// A function of the library whose arguments are single values.
struct Lifted(Arc<dyn Function>);

/// All of them, by every name they have.
pub(super) fn functions() -> impl Iterator<Item = (String, Arc<dyn Function>)> {
    SCALARS.iter().filter_map(|name| {
        let inner = function_registry::get("", name)?;
        Some((
            (*name).to_owned(),
            Arc::new(Lifted(inner)) as Arc<dyn Function>,
        ))
    })
}

impl Function for Lifted {
    fn caps(&self) -> FnCaps {
        self.0.caps()
    }

    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn eval<'b>(
        &self,
        args: &[ArgumentHandle<'_, 'b>],
        context: &dyn FunctionContext<'b>,
    ) -> Result<CalcValue<'b>, ExcelError> {
        self.dispatch(args, context)
    }

    fn dispatch<'b>(
        &self,
        args: &[ArgumentHandle<'_, 'b>],
        context: &dyn FunctionContext<'b>,
    ) -> Result<CalcValue<'b>, ExcelError> {
        let name = self.name();
        let sums = matches!(name, "IMSUM" | "IMPRODUCT");
        let fits = |(i, a): (usize, &ArgumentHandle<'_, 'b>)| match a.value() {
            Ok(CalcValue::Scalar(LiteralValue::Array(_))) => false,
            Ok(CalcValue::Scalar(LiteralValue::Text(_))) => wants(name, i) != Wants::Number,
            Ok(CalcValue::Scalar(LiteralValue::Boolean(_))) => wants(name, i) == Wants::Anything,
            Ok(CalcValue::Range(view)) => view.dims() == (1, 1),
            _ => true,
        };
        // A negative number has all its digits, however many places are asked for.
        let negative = |a: &ArgumentHandle<'_, 'b>| match a.value() {
            Ok(CalcValue::Scalar(LiteralValue::Number(n))) => n < 0.0,
            _ => false,
        };
        if let ("DEC2BIN" | "DEC2HEX" | "DEC2OCT", [n, _]) = (name, args)
            && negative(n)
        {
            return self.0.dispatch(&args[..1], context);
        }
        if sums || args.iter().enumerate().all(fits) {
            if sums && two_units(args) {
                return Err(ExcelError::new(convert::kind(ErrorCode::Value)));
            }
            let result = self.0.dispatch(args, context)?;
            return Ok(match result {
                CalcValue::Scalar(LiteralValue::Error(e)) => {
                    CalcValue::Scalar(LiteralValue::Error(corrected(name, args, e)))
                }
                CalcValue::Scalar(LiteralValue::Text(text)) if name.starts_with("IM") => {
                    CalcValue::Scalar(LiteralValue::Text(polished(text)))
                }
                other => other,
            });
        }
        let call = Call::of(context);
        let date1904 = call.date1904;
        let given: Vec<Given<'b>> = args.iter().map(|a| Given::read(a, date1904)).collect();
        let dims = given.iter().map(Given::dims);
        let (rows, cols) = dims.fold((1, 1), |a, b| (a.0.max(b.0), a.1.max(b.1)));
        if rows.saturating_mul(cols) > MOST_CELLS {
            return Err(ExcelError::new(convert::kind(ErrorCode::Num)));
        }
        let lone = Lone::new(self.0.clone(), context);
        let mut result: Vec<Vec<LiteralValue>> = Vec::with_capacity(rows);
        for row in 0..rows {
            let cells = (0..cols).map(|col| match element(name, &call, &given, row, col) {
                Some(values) => match lone.call(values) {
                    LiteralValue::Text(text) if name.starts_with("IM") => {
                        LiteralValue::Text(polished(text))
                    }
                    one => one,
                },
                None => LiteralValue::Error(ExcelError::new(convert::kind(ErrorCode::Na))),
            });
            result.push(cells.collect());
        }
        Ok(CalcValue::Scalar(match &mut *result {
            [row] if row.len() == 1 => row.swap_remove(0),
            _ => LiteralValue::Array(result),
        }))
    }
}

/// Whether complex numbers are written with both `i` and `j`.
fn two_units(args: &[ArgumentHandle<'_, '_>]) -> bool {
    let written = |unit: char| {
        args.iter().any(|a| match a.value() {
            Ok(CalcValue::Scalar(LiteralValue::Text(text))) => text.ends_with(unit),
            _ => false,
        })
    };
    written('i') && written('j')
}

/// The error that Excel has where the library has another.
fn corrected(name: &str, args: &[ArgumentHandle<'_, '_>], error: ExcelError) -> ExcelError {
    let is_one = |a: &ArgumentHandle<'_, '_>| match a.value() {
        Ok(CalcValue::Scalar(LiteralValue::Number(n))) => (1.0..2.0).contains(&n),
        Ok(CalcValue::Scalar(LiteralValue::Int(n))) => n == 1,
        _ => false,
    };
    match (name, convert::code(error.kind)) {
        ("IMDIV", ErrorCode::Div0) => ExcelError::new(convert::kind(ErrorCode::Num)),
        ("CONFIDENCE.T", ErrorCode::Num) if args.get(2).is_some_and(is_one) => {
            ExcelError::new(convert::kind(ErrorCode::Div0))
        }
        _ => error,
    }
}

/// The arguments for one element; `None` where an array is too short.
fn element(
    name: &str,
    call: &Call,
    given: &[Given<'_>],
    row: usize,
    col: usize,
) -> Option<Vec<Option<LiteralValue>>> {
    let one = |(i, argument): (usize, &Given<'_>)| {
        let (rows, cols) = argument.dims();
        let row = if rows == 1 { 0 } else { row };
        let col = if cols == 1 { 0 } else { col };
        if row >= rows || col >= cols {
            return None;
        }
        let value = match (wants(name, i), argument.at(row, col)) {
            (Wants::Number, Value::Text(t)) => {
                typed(&t, call).map_or(Value::Text(t), Value::Number)
            }
            (Wants::Number, Value::Bool(b)) => Value::Number(f64::from(b)),
            (Wants::Text, Value::Bool(true)) => Value::Text("TRUE".into()),
            (Wants::Text, Value::Bool(false)) => Value::Text("FALSE".into()),
            (_, value) => value,
        };
        Some((!argument.omitted).then(|| convert::literal(&value)))
    };
    given.iter().enumerate().map(one).collect()
}
