//! What a workbook is: identities, the axis, contents, formula references, the document and its gate.
//!
//! Pure: no I/O, no clock, no async. `FORMAT.md` beside this crate is the contract that this code and
//! the browser's `web/src/model` both keep.

pub mod asset;
pub mod content;
pub mod format;
pub mod id;

pub use asset::{Block, BlockColumn, BlockEntry, Hash, LineRun, Manifest};
pub use content::{Content, ErrorCode, Formula, FormulaKind, Reference, Value};
pub use format::Format;
pub use id::{CellId, LineId, SheetId};
