//! A world without cells, in which a function of the library is called with values alone.

use std::sync::Arc;

use chrono::NaiveDateTime;
use formualizer_common::{DateSystem, ExcelError, ExcelErrorKind, LiteralValue};
use formualizer_eval::{
    engine::range_view::RangeView,
    function::Function,
    interpreter::Interpreter,
    timezone::{ClockProvider, TimeZoneSpec},
    traits::{
        EvaluationContext, FunctionContext, FunctionProvider, NamedRangeResolver, Range,
        RangeResolver, ReferenceResolver, Resolver, SourceResolver, Table, TableResolver,
    },
};
use formualizer_parse::parser::{ASTNode, ASTNodeType, ReferenceType, TableReference};

/// One function, and the moment.
pub(super) struct Lone {
    function: Arc<dyn Function>,
    clock: Clock,
    dates: DateSystem,
}

#[derive(Debug)]
struct Clock {
    now: NaiveDateTime,
    zone: TimeZoneSpec,
}

impl ClockProvider for Clock {
    fn timezone(&self) -> &TimeZoneSpec {
        &self.zone
    }

    fn now(&self) -> NaiveDateTime {
        self.now
    }
}

impl Lone {
    pub(super) fn new(function: Arc<dyn Function>, context: &dyn FunctionContext<'_>) -> Self {
        Self {
            function,
            clock: Clock {
                now: context.clock().now(),
                zone: TimeZoneSpec::Utc,
            },
            dates: context.date_system(),
        }
    }

    /// Calls the function; `None` stands for an argument left out.
    pub(super) fn call(&self, args: Vec<Option<LiteralValue>>) -> LiteralValue {
        let argument = |value: Option<LiteralValue>| {
            let node = value.map_or(ASTNodeType::Omitted, ASTNodeType::Literal);
            ASTNode::new(node, None)
        };
        let call = ASTNodeType::Function {
            name: self.function.name().to_owned(),
            args: args.into_iter().map(argument).collect(),
        };
        match Interpreter::new(self, "").evaluate_ast(&ASTNode::new(call, None)) {
            Ok(value) => value.into_literal(),
            Err(e) => LiteralValue::Error(e),
        }
    }
}

fn nowhere<T>() -> Result<T, ExcelError> {
    Err(ExcelError::new(ExcelErrorKind::Ref))
}

impl ReferenceResolver for Lone {
    fn resolve_cell_reference(
        &self,
        _: Option<&str>,
        _: u32,
        _: u32,
    ) -> Result<LiteralValue, ExcelError> {
        nowhere()
    }
}

impl RangeResolver for Lone {
    fn resolve_range_reference(
        &self,
        _: Option<&str>,
        _: Option<u32>,
        _: Option<u32>,
        _: Option<u32>,
        _: Option<u32>,
    ) -> Result<Box<dyn Range>, ExcelError> {
        nowhere()
    }
}

impl NamedRangeResolver for Lone {
    fn resolve_named_range_reference(&self, _: &str) -> Result<Vec<Vec<LiteralValue>>, ExcelError> {
        nowhere()
    }
}

impl TableResolver for Lone {
    fn resolve_table_reference(&self, _: &TableReference) -> Result<Box<dyn Table>, ExcelError> {
        nowhere()
    }
}

impl SourceResolver for Lone {}
impl Resolver for Lone {}

impl FunctionProvider for Lone {
    fn get_function(&self, _: &str, _: &str) -> Option<Arc<dyn Function>> {
        Some(self.function.clone())
    }
}

impl EvaluationContext for Lone {
    fn resolve_range_view<'c>(
        &'c self,
        _: &ReferenceType,
        _: &str,
    ) -> Result<RangeView<'c>, ExcelError> {
        nowhere()
    }

    fn clock(&self) -> &dyn ClockProvider {
        &self.clock
    }

    fn timezone(&self) -> &TimeZoneSpec {
        &self.clock.zone
    }

    fn date_system(&self) -> DateSystem {
        self.dates
    }
}
