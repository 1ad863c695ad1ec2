//! A world with few cells or none, in which a function is called with values alone, outside its formula.

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

use super::{Functions, block::MOST_CELLS};

/// One function or all, the moment, and the areas that may be read.
pub(super) struct Lone {
    function: Option<Arc<dyn Function>>,
    areas: Vec<(ReferenceType, Vec<Vec<LiteralValue>>)>,
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
    /// One function.
    pub(super) fn new(function: Arc<dyn Function>, context: &dyn FunctionContext<'_>) -> Self {
        Self {
            function: Some(function),
            ..Self::with(vec![], context)
        }
    }

    /// All functions, and these areas.
    pub(super) fn with(
        areas: Vec<(ReferenceType, Vec<Vec<LiteralValue>>)>,
        context: &dyn FunctionContext<'_>,
    ) -> Self {
        Self {
            function: None,
            areas,
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
            name: self.function.as_ref().map_or("", |f| f.name()).to_owned(),
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
        sheet: Option<&str>,
        row: u32,
        col: u32,
    ) -> Result<LiteralValue, ExcelError> {
        let is = |reference: &ReferenceType| match reference {
            ReferenceType::Cell {
                sheet: s,
                row: r,
                col: c,
                ..
            } => s.as_deref() == sheet && (*r, *c) == (row, col),
            _ => false,
        };
        let found = self.areas.iter().find(|(reference, _)| is(reference));
        match found.and_then(|(_, rows)| rows.first()?.first()) {
            Some(value) => Ok(value.clone()),
            None => nowhere(),
        }
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
    fn get_function(&self, namespace: &str, name: &str) -> Option<Arc<dyn Function>> {
        if !namespace.is_empty() {
            return None;
        }
        self.function.clone().or_else(|| Functions::all().get(name))
    }
}

impl EvaluationContext for Lone {
    fn resolve_range_view<'c>(
        &'c self,
        reference: &ReferenceType,
        _: &str,
    ) -> Result<RangeView<'c>, ExcelError> {
        match self.areas.iter().find(|(area, _)| area == reference) {
            Some((_, rows)) => Ok(RangeView::from_owned_rows(rows.clone(), self.dates)),
            None => nowhere(),
        }
    }

    fn resolve_cell_reference_value(
        &self,
        sheet: Option<&str>,
        row: u32,
        col: u32,
        _: &str,
    ) -> Result<LiteralValue, ExcelError> {
        self.resolve_cell_reference(sheet, row, col)
    }

    fn materialized_array_cells(&self) -> u64 {
        MOST_CELLS as u64
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
