//! `CHOOSE` with several choices at once.

use std::sync::Arc;

use daylight_model::{ErrorCode, Value};
use formualizer_common::{ExcelError, LiteralValue};
use formualizer_eval::{
    args::ArgSchema,
    function::{FnCaps, Function},
    function_registry,
    traits::{ArgumentHandle, CalcValue, FunctionContext},
};
use formualizer_parse::parser::ReferenceType;

use super::{
    super::convert,
    block::Block,
    call::{Answer, Call, Given},
    values::{integer, number},
};

/// The library's function, but for arrays of choices.
struct Choose(Arc<dyn Function>);

/// `CHOOSE`, where the library has it.
pub(super) fn functions() -> Option<(String, Arc<dyn Function>)> {
    let inner = function_registry::get("", "CHOOSE")?;
    Some(("CHOOSE".to_owned(), Arc::new(Choose(inner))))
}

fn several(args: &[ArgumentHandle<'_, '_>]) -> bool {
    match args.first().map(ArgumentHandle::value) {
        Some(Ok(CalcValue::Scalar(LiteralValue::Array(_)))) => true,
        Some(Ok(CalcValue::Range(view))) => view.dims() != (1, 1),
        _ => false,
    }
}

impl Function for Choose {
    fn caps(&self) -> FnCaps {
        self.0.caps()
    }

    fn name(&self) -> &'static str {
        "CHOOSE"
    }

    fn min_args(&self) -> usize {
        self.0.min_args()
    }

    fn arg_schema(&self) -> &'static [ArgSchema] {
        self.0.arg_schema()
    }

    fn eval<'b>(
        &self,
        args: &[ArgumentHandle<'_, 'b>],
        context: &dyn FunctionContext<'b>,
    ) -> Result<CalcValue<'b>, ExcelError> {
        if !several(args) {
            return self.0.eval(args, context);
        }
        let call = Call::of(context);
        let given: Vec<Given<'b>> = args.iter().map(|a| Given::read(a, call.date1904)).collect();
        match chosen(&call, &given) {
            Ok(block) => Ok(CalcValue::Scalar(block.literal())),
            Err(e) => Err(ExcelError::new(convert::kind(e))),
        }
    }

    fn eval_reference<'b>(
        &self,
        args: &[ArgumentHandle<'_, 'b>],
        context: &dyn FunctionContext<'b>,
    ) -> Option<Result<ReferenceType, ExcelError>> {
        if several(args) {
            return None;
        }
        self.0.eval_reference(args, context)
    }
}

/// Each element from the argument that its choice names.
fn chosen(call: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let dims = given.iter().map(Given::dims);
    let (rows, cols) = dims.fold((1, 1), |a, b| (a.0.max(b.0), a.1.max(b.1)));
    let at = |argument: &Given<'_>, row: usize, col: usize| {
        let (rows, cols) = argument.dims();
        let row = if rows == 1 { 0 } else { row };
        let col = if cols == 1 { 0 } else { col };
        if row < rows && col < cols {
            argument.at(row, col)
        } else {
            Value::Error(ErrorCode::Na)
        }
    };
    Block::make(rows, cols, |row, col| {
        let choice = number(&at(&given[0], row, col), call).and_then(integer);
        let argument = choice.and_then(|n| {
            let n = usize::try_from(n).ok().filter(|n| *n > 0);
            n.and_then(|n| given.get(n)).ok_or(ErrorCode::Value)
        });
        Ok(argument.map_or_else(Value::Error, |a| at(a, row, col)))
    })
}
