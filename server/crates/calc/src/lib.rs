//! Calculation of a workbook: storage, dependency graph and incremental recalculation, all keyed by
//! the identities of rows and columns, so that inserting or deleting lines moves nothing.
//!
//! Pure: no I/O, no clock, no async. Functions come from a library behind one room, `evaluate`; of that
//! library the others know only its parser, and those alone that turn a formula's text into a template.
//!
//! An array spills into the cells beside its formula, when these are free; the range of an array formula of a file is
//! filled whatever stands there. What a file brought for those cells stays as a plain value until it is computed.
//!
//! ```
//! use daylight_calc::{Clock, Engine};
//! use daylight_model::{Axis, CellId, Content, Value, id::{MAX_COLS, MAX_ROWS}};
//!
//! let plan = "1".parse().unwrap();
//! let mut engine = Engine::new(false);
//! engine.put_sheet(&plan, "Plan", Axis::base(MAX_ROWS), Axis::base(MAX_COLS));
//! engine.set(&plan, CellId::new(0, 0), Some(Content::Value(Value::Number(20.0))));
//! let doubled = Content::from_json(&serde_json::json!(["=", "\u{FFFC}*2", "0,0"])).unwrap();
//! engine.set(&plan, CellId::new(0, 1), Some(doubled));
//!
//! let done = engine.recalc(Clock { now: 46_328.5, seed: 1 }, &|| false);
//! assert!(done.finished);
//! assert_eq!(engine.value(&plan, CellId::new(0, 1)), Value::Number(40.0));
//! ```

mod ask;
mod book;
mod calls;
mod cell_map;
mod compile;
mod cycles;
mod engine;
mod evaluate;
mod expression;
mod fault;
mod graph;
mod lines;
mod load;
mod looks;
mod names;
mod pass;
mod ranges;
mod recalc;
mod reference;
mod rtree;
mod scalar_args;
mod spill;
mod storage;
mod structure;
mod tables;
mod template;
mod text;
mod trace;

pub use engine::{Clock, Engine, Iteration, Recalc};
pub use evaluate::{function_names, is_evaluating, knows_function};
pub use fault::{Fault, Reason};
pub use load::LoadError;
pub use looks::{Bar, Icon, Look, LookCache, Misfit};
pub use names::NameDef;
pub use trace::Traced;

/// The functions that formulas may call, for people: JSON, an array of `{name, category, args, about}` by name.
pub const CATALOGUE: &str = include_str!("../functions.json");

/// A count as a `u32`; what is counted here stays far below.
const fn narrow(n: usize) -> u32 {
    if n > u32::MAX as usize {
        return u32::MAX;
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked above")]
    {
        n as u32
    }
}
