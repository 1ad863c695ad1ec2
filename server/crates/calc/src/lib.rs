//! Calculation of a workbook: storage, dependency graph and incremental recalculation, all keyed by
//! the identities of rows and columns, so that inserting or deleting lines moves nothing.
//!
//! Pure: no I/O, no clock, no async. Functions come from a library behind one room, `evaluate`; no other
//! knows of it.

mod book;
mod cell_map;
mod compile;
mod cycles;
mod engine;
mod evaluate;
mod expression;
mod graph;
mod lines;
mod load;
mod names;
mod ranges;
mod recalc;
mod reference;
mod scalar_args;
mod storage;
mod structure;
mod template;
mod text;

pub use engine::{Clock, Engine, Recalc};
pub use load::LoadError;
pub use names::NameDef;

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
