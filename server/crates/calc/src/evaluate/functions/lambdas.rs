//! `MAP`, `REDUCE`, `SCAN`, `BYROW`, `BYCOL` and `MAKEARRAY`: functions that call a LAMBDA over and over.

use std::sync::Arc;

use daylight_model::{ErrorCode, Value};
use formualizer_common::{ExcelError, LiteralValue};
use formualizer_eval::{
    function::{FnCaps, Function},
    interpreter::Interpreter,
    traits::{ArgumentHandle, CalcValue, CustomCallable, FunctionContext},
};
use formualizer_parse::parser::{ASTNode, ASTNodeType, ReferenceType};

use super::{
    super::convert,
    block::{Block, MOST_CELLS},
    call::{Answer, Call, Given},
    lone::Lone,
    values::{integer, number},
    work::{MOST_CALLS, Work},
};

/// All of them, by name.
pub(super) fn functions() -> impl Iterator<Item = (String, Arc<dyn Function>)> {
    let all = [
        Repeated::Map,
        Repeated::Reduce,
        Repeated::Scan,
        Repeated::ByRow,
        Repeated::ByCol,
        Repeated::Make,
    ];
    all.into_iter()
        .map(|f| (f.name().to_owned(), Arc::new(f) as Arc<dyn Function>))
}

#[derive(Clone, Copy)]
enum Repeated {
    Map,
    Reduce,
    Scan,
    ByRow,
    ByCol,
    Make,
}

impl Function for Repeated {
    fn caps(&self) -> FnCaps {
        FnCaps::PURE | FnCaps::LOCAL_ENVIRONMENT | FnCaps::MAY_SPILL
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Map => "MAP",
            Self::Reduce => "REDUCE",
            Self::Scan => "SCAN",
            Self::ByRow => "BYROW",
            Self::ByCol => "BYCOL",
            Self::Make => "MAKEARRAY",
        }
    }

    fn eval<'b>(
        &self,
        args: &[ArgumentHandle<'_, 'b>],
        context: &dyn FunctionContext<'b>,
    ) -> Result<CalcValue<'b>, ExcelError> {
        let fault = |code| ExcelError::new(convert::kind(code));
        let Some((last, others)) = args.split_last() else {
            return Err(fault(ErrorCode::Value));
        };
        let _work = Work::begin().map_err(fault)?;
        let CalcValue::Callable(callable) = last.value()? else {
            return Err(fault(ErrorCode::Value));
        };
        let mut areas = vec![];
        gather(last.ast(), context, &mut areas)?;
        let lone = Lone::with(areas, context);
        let lambda = Lambda {
            interpreter: Interpreter::new(&lone, context.current_sheet()),
            callable,
            date1904: context.date_system() == convert::date_system(true),
        };
        let given: Vec<Given<'b>> = others
            .iter()
            .map(|a| Given::read(a, lambda.date1904))
            .collect();
        let call = Call::of(context);
        match self.result(&call, &given, &lambda) {
            Ok(literal) => Ok(CalcValue::Scalar(literal)),
            Err(code) => Err(fault(code)),
        }
    }
}

/// Reads the areas that an expression names.
fn gather(
    node: &ASTNode,
    context: &dyn FunctionContext<'_>,
    areas: &mut Vec<(ReferenceType, Vec<Vec<LiteralValue>>)>,
) -> Result<(), ExcelError> {
    let mut all = |nodes: &[ASTNode]| nodes.iter().try_for_each(|n| gather(n, context, areas));
    match &node.node_type {
        ASTNodeType::Reference {
            reference: reference @ (ReferenceType::Cell { .. } | ReferenceType::Range { .. }),
            ..
        } => {
            let view = context.resolve_range_view(reference, context.current_sheet())?;
            let (rows, cols) = view.dims();
            let held: usize = areas
                .iter()
                .map(|(_, rows)| rows.iter().map(Vec::len).sum::<usize>())
                .sum();
            if rows.saturating_mul(cols).saturating_add(held) > MOST_CELLS {
                return Err(ExcelError::new(convert::kind(ErrorCode::Num)));
            }
            let row = |r| (0..cols).map(|c| view.get_cell(r, c)).collect();
            areas.push((reference.clone(), (0..rows).map(row).collect()));
            Ok(())
        }
        ASTNodeType::UnaryOp { expr, .. } => gather(expr, context, areas),
        ASTNodeType::BinaryOp { left, right, .. } => {
            gather(left, context, areas)?;
            gather(right, context, areas)
        }
        ASTNodeType::Function { args, .. } => all(args),
        ASTNodeType::Call { callee, args } => {
            all(args)?;
            gather(callee, context, areas)
        }
        ASTNodeType::Array(rows) => rows.iter().try_for_each(|row| all(row)),
        _ => Ok(()),
    }
}

/// What is called.
struct Lambda<'a> {
    interpreter: Interpreter<'a>,
    callable: Arc<dyn CustomCallable>,
    date1904: bool,
}

impl Lambda<'_> {
    fn call(&self, args: &[LiteralValue]) -> LiteralValue {
        if !Work::call() {
            return literal(&Value::Error(ErrorCode::Num));
        }
        match self.callable.invoke(&self.interpreter, args) {
            Ok(CalcValue::Callable(_)) => literal(&Value::Error(ErrorCode::Calc)),
            Ok(value) => value.into_literal(),
            Err(e) => LiteralValue::Error(e),
        }
    }

    /// A call of which the result must be a single value.
    fn single(&self, args: &[LiteralValue]) -> Value {
        match self.call(args) {
            LiteralValue::Array(rows) if rows.len() != 1 || rows[0].len() != 1 => {
                Value::Error(ErrorCode::Calc)
            }
            one => convert::value(&one, self.date1904),
        }
    }
}

fn literal(value: &Value) -> LiteralValue {
    convert::literal(value)
}

impl Repeated {
    fn result(self, call: &Call, given: &[Given<'_>], lambda: &Lambda<'_>) -> Answer<LiteralValue> {
        let arity = match (self, given) {
            (Self::Map, [_, ..]) => given.len(),
            (Self::ByRow | Self::ByCol, [_]) => 1,
            (Self::Reduce | Self::Scan, [_] | [_, _]) | (Self::Make, [_, _]) => 2,
            _ => return Err(ErrorCode::Value),
        };
        if lambda.callable.arity() != arity {
            return Err(ErrorCode::Value);
        }
        if let Self::Make = self {
            let size = |g: &Given<'_>| {
                let n = integer(number(&g.first(), call)?)?;
                usize::try_from(n)
                    .ok()
                    .filter(|n| *n > 0)
                    .ok_or(ErrorCode::Value)
            };
            let (rows, cols) = (size(&given[0])?, size(&given[1])?);
            bounded(rows, cols)?;
            let at = |n: usize| LiteralValue::Number((n + 1) as f64);
            let made = Block::make(
                rows,
                cols,
                |row, col| Ok(lambda.single(&[at(row), at(col)])),
            );
            return Ok(made?.literal());
        }
        let Some(last) = given.last() else {
            return Err(ErrorCode::Value);
        };
        let (rows, cols) = last.dims();
        bounded(rows, cols)?;
        let block = last.block()?;
        match self {
            Self::Map => mapped(given, lambda),
            Self::ByRow => {
                let line = |row| Block::make(1, cols, |_, col| Ok(block.at(row, col).clone()));
                let made =
                    Block::make(rows, 1, |row, _| Ok(lambda.single(&[line(row)?.literal()])));
                Ok(made?.literal())
            }
            Self::ByCol => {
                let line = |col| Block::make(rows, 1, |row, _| Ok(block.at(row, col).clone()));
                let made =
                    Block::make(1, cols, |_, col| Ok(lambda.single(&[line(col)?.literal()])));
                Ok(made?.literal())
            }
            _ => self.gathered(given, &block, lambda),
        }
    }

    /// From value to value with what came before; without something to begin with the first value is that.
    fn gathered(
        self,
        given: &[Given<'_>],
        block: &Block,
        lambda: &Lambda<'_>,
    ) -> Answer<LiteralValue> {
        let mut so_far = match given {
            [first, _] if !first.omitted => Some(first.block()?.literal()),
            _ => None,
        };
        let mut steps = vec![];
        for value in &block.cells {
            let next = match so_far.take() {
                Some(before) => lambda.call(&[before, literal(value)]),
                None => literal(value),
            };
            if let Self::Scan = self {
                steps.push(match &next {
                    LiteralValue::Array(_) => Value::Error(ErrorCode::Calc),
                    one => convert::value(one, lambda.date1904),
                });
            }
            so_far = Some(next);
        }
        if let Self::Scan = self {
            let made = Block {
                rows: block.rows,
                cols: block.cols,
                cells: steps,
            };
            return Ok(made.literal());
        }
        so_far.ok_or(ErrorCode::Calc)
    }
}

fn bounded(rows: usize, cols: usize) -> Answer<()> {
    if rows.saturating_mul(cols) > MOST_CALLS {
        return Err(ErrorCode::Num);
    }
    Ok(())
}

fn mapped(given: &[Given<'_>], lambda: &Lambda<'_>) -> Answer<LiteralValue> {
    let dims = given.iter().map(Given::dims);
    let (rows, cols) = dims.fold((1, 1), |a, b| (a.0.max(b.0), a.1.max(b.1)));
    bounded(rows, cols)?;
    let made = Block::make(rows, cols, |row, col| {
        let mut args = vec![];
        for argument in given {
            let (rows, cols) = argument.dims();
            if row >= rows || col >= cols {
                return Ok(Value::Error(ErrorCode::Na));
            }
            args.push(literal(&argument.at(row, col)));
        }
        Ok(lambda.single(&args))
    });
    Ok(made?.literal())
}
