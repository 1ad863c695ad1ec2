//! `ROW` and `COLUMN` of areas: an array of all their rows or columns.

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

use super::{super::convert, block::MOST_CELLS};

/// Lines of a sheet.
const ROWS: u32 = 1_048_576;
const COLS: u32 = 16_384;

/// The library's function, but for areas.
struct Places {
    inner: Arc<dyn Function>,
    down: bool,
}

/// Both of them, where the library has them.
pub(super) fn functions() -> impl Iterator<Item = (String, Arc<dyn Function>)> {
    [("ROW", true), ("COLUMN", false)]
        .into_iter()
        .filter_map(|(name, down)| {
            let inner = function_registry::get("", name)?;
            Some((
                name.to_owned(),
                Arc::new(Places { inner, down }) as Arc<dyn Function>,
            ))
        })
}

impl Function for Places {
    fn caps(&self) -> FnCaps {
        self.inner.caps()
    }

    fn name(&self) -> &'static str {
        if self.down { "ROW" } else { "COLUMN" }
    }

    fn arg_schema(&self) -> &'static [ArgSchema] {
        self.inner.arg_schema()
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
        let [area] = args else {
            return self.inner.dispatch(args, context);
        };
        let Ok(ReferenceType::Range {
            start_row,
            end_row,
            start_col,
            end_col,
            ..
        }) = area.as_reference_or_eval()
        else {
            return self.inner.dispatch(args, context);
        };
        let (first, last) = if self.down {
            (start_row.unwrap_or(1), end_row.unwrap_or(ROWS))
        } else {
            (start_col.unwrap_or(1), end_col.unwrap_or(COLS))
        };
        if first > last || (last - first) as usize >= MOST_CELLS {
            return Err(ExcelError::new(convert::kind(ErrorCode::Num)));
        }
        let number = |n: u32| LiteralValue::Number(n.into());
        Ok(CalcValue::Scalar(match (first == last, self.down) {
            (true, _) => number(first),
            (false, true) => LiteralValue::Array((first..=last).map(|n| vec![number(n)]).collect()),
            (false, false) => LiteralValue::Array(vec![(first..=last).map(number).collect()]),
        }))
    }
}
