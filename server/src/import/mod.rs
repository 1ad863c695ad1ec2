//! Files on their way in: queued, read by a process of their own, stored in one transaction. Imports: excel, history, db,
//! ids, clock, config.
//!
//! Invariants: a file from outside is parsed in a child process only, under limits on memory, time and everything it
//! could ask for; assets, workbook and first change are one transaction, so nothing half-made is ever seen or stays;
//! an upload's file is gone when its import has ended.

pub mod child;
mod frames;
mod live;
mod problem;
mod queue;
mod run;
mod upload;

pub use crate::db::imports::State;
pub use live::Progress;
pub use problem::{Busy, Fault};
pub use queue::{BeginError, Imports, Settings, Started};
pub use upload::{Upload, UploadError};
