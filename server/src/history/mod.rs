//! The log as the rest of the server knows it: appending, loading, looking back, taking back. Imports: db, ids, clock,
//! the model.
//!
//! Invariants: the log is the truth and is only ever appended to; a change becomes [`Logged`] here and nowhere else; each
//! change's hash covers the one before it; taking back is a new change with its own author.

mod append;
mod base;
pub(crate) mod chain;
mod compare;
mod create;
mod describe;
mod events;
mod load;
mod revert;
mod rows;
mod summary;
mod swaps;

pub use append::{Author, EMPTY, Logged, Pending, Via, append};
pub use base::{BaseError, BasePart, Bases};
pub use compare::{entries_between, rows_between, rows_of_edits};
pub use create::{CreateError, create_workbook, first_change};
pub use describe::{Kind, Touched, address, content, describe, scalar};
pub use events::{Event, EventKind, record, record_view};
pub use load::{
    LoadError, Loaded, Replayed, SnapshotError, change, held, inflate, load, moment, moment_state,
    store_snapshot,
};
pub use revert::{Conflict, Overwrite, Plan, cells_of, plan};
pub use rows::{Imported, Wanted, key_of, rows, signed, wanted_base, wanted_cells};
pub use summary::summary;
pub use swaps::{Swap, Tables, swaps};
