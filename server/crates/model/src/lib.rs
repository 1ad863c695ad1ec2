//! What a workbook is: identities, the axis, contents, formula references, the document and its gate.
//!
//! Pure: no I/O, no clock, no async. `FORMAT.md` beside this crate is the contract that this code and
//! the browser's `web/src/model` both keep.

pub mod a1;
pub mod asset;
pub mod axis;
pub mod content;
pub mod difference;
pub mod display;
pub mod document;
pub mod form;
pub mod format;
pub mod formula;
pub mod gate;
pub mod id;
pub mod input;
pub mod json;
pub mod key;
pub mod ledger;
pub mod marks;
mod near;
pub mod reference;
pub mod table;
pub mod workbook;

pub use asset::{Block, BlockColumn, BlockEntry, BlockValue, Hash, LineRun, Manifest};
pub use axis::{Axis, AxisError};
pub use content::{Content, ErrorCode, Formula, FormulaKind, Value};
pub use difference::difference;
pub use document::{Applied, ApplyError, Document, Edit, EntryChange, LoadError};
pub use format::Format;
pub use formula::Resolve;
pub use gate::{Admitted, GateLimits, Refusal};
pub use id::{CellId, LineId, SheetId};
pub use key::{Key, Root};
pub use ledger::Ledger;
pub use reference::{Reference, TablePart};
pub use table::Table;
pub use workbook::{DefinedName, Sheet, Workbook};
