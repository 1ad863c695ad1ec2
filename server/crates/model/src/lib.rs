//! What a workbook is: identities, the axis, contents, formula references, the document and its gate.
//!
//! Pure: no I/O, no clock, no async. `FORMAT.md` beside this crate is the contract that this code and
//! the browser's `web/src/model` both keep.

pub mod a1;
pub mod asset;
pub mod axis;
pub mod content;
pub mod display;
pub mod format;
pub mod formula;
pub mod id;
pub mod input;
pub mod json;
pub mod reference;

pub use asset::{Block, BlockColumn, BlockEntry, Hash, LineRun, Manifest};
pub use axis::{Axis, AxisError};
pub use content::{Content, ErrorCode, Formula, FormulaKind, Reference, Value};
pub use format::Format;
pub use id::{CellId, LineId, SheetId};
