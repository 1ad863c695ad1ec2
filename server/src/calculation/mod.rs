//! The calculation beside a room: computed values for screens, requests and earlier moments. Imports: history's bases,
//! clock, db, ids, the model, calc.
//!
//! Invariants: the engine runs off the async threads and never delays an edit; it hears of changes only after they are
//! stored; values go out with the change that they belong to; what waits for it is bounded by the size of the workbook.

mod book;
mod cells;
mod delta;
mod explain;
mod moments;
mod queue;
mod screen;
mod service;
mod why;

pub use cells::{
    CellRead, CellsRead, CellsWanted, Prepared, ReadError, Sight, area, sheet_named, used_rows,
};
pub use explain::{Explained, Placed};
pub use moments::{Moments, Recomputed};
pub use screen::{Runs, Values, View};

pub use daylight_calc::Misfit;
pub use service::Calculation;
pub use why::{Step, Stride, Why};
