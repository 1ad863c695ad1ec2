//! `INDEX` with the errors of positions that are not there; what is there the library finds.

use std::sync::Arc;

use daylight_model::ErrorCode;
use formualizer_common::{ExcelError, LiteralValue};
use formualizer_eval::{
    args::ArgSchema,
    function::{FnCaps, Function},
    function_registry,
    traits::{ArgumentHandle, CalcValue, FunctionContext},
};
use formualizer_parse::parser::ReferenceType;

use super::super::convert;

/// The library's function behind a check.
struct Index(Arc<dyn Function>);

/// `INDEX`, where the library has it.
pub(super) fn functions() -> Option<(String, Arc<dyn Function>)> {
    let inner = function_registry::get("", "INDEX")?;
    Some(("INDEX".to_owned(), Arc::new(Index(inner))))
}

impl Function for Index {
    fn caps(&self) -> FnCaps {
        self.0.caps()
    }

    fn name(&self) -> &'static str {
        "INDEX"
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
        check(args)?;
        self.0.eval(args, context)
    }

    fn eval_reference<'b>(
        &self,
        args: &[ArgumentHandle<'_, 'b>],
        context: &dyn FunctionContext<'b>,
    ) -> Option<Result<ReferenceType, ExcelError>> {
        match check(args) {
            Ok(()) => self.0.eval_reference(args, context),
            Err(e) => Some(Err(e)),
        }
    }
}

/// Refuses negative positions, and one position alone in an area of several rows and columns.
fn check(args: &[ArgumentHandle<'_, '_>]) -> Result<(), ExcelError> {
    for position in args.iter().skip(1).filter(|a| !a.is_omitted()) {
        let negative = match position.value()? {
            CalcValue::Scalar(LiteralValue::Number(n)) => n <= -1.0,
            CalcValue::Scalar(LiteralValue::Int(n)) => n < 0,
            _ => false,
        };
        if negative {
            return Err(ExcelError::new(convert::kind(ErrorCode::Value)));
        }
    }
    if let [area, row] = args
        && let Ok(ReferenceType::Range { .. }) = area.as_reference()
        && let (rows, cols) = area.range_view()?.dims()
        && rows > 1
        && cols > 1
        && !matches!(row.value()?, CalcValue::Range(_))
    {
        return Err(ExcelError::new(convert::kind(ErrorCode::Ref)));
    }
    Ok(())
}
