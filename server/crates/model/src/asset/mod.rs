//! Manifests and blocks: the immutable base beside the document (FORMAT.md §5).

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::content::ErrorCode;

mod block;
mod pack;
mod rewrite;
mod value;

pub use block::{BadAsset, BlockCell, MAX_BLOCK_ROWS, RowPlaces, is_run};
pub use pack::{AssetError, inflate, pack, unpack};
pub use rewrite::{CellWrite, new_rows, takes};

/// SHA-256 of an asset's uncompressed JSON, as 64 hex digits where it is text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(pub [u8; 32]);

/// `[first id, count]`: lines with consecutive ids.
pub type LineRun = (u64, u32);

/// What a sheet was imported with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// Version of this form: 1.
    pub v: u32,
    /// One past the last used row index.
    pub rows: u32,
    /// One past the last used column index.
    pub cols: u32,
    /// Default row height, CSS pixels.
    pub row_height: f64,
    /// Default column width, CSS pixels.
    pub col_width: f64,
    /// The blocks, by first row.
    pub blocks: Vec<BlockEntry>,
    /// `(first, count, width, hidden, style)`.
    #[serde(default)]
    pub columns: Vec<(u64, u32, Option<f64>, u8, u32)>,
    /// `(first, count, height, hidden, style)`.
    #[serde(default)]
    pub heights: Vec<(u64, u32, Option<f64>, u8, u32)>,
    /// `(row 1, column 1, row 2, column 2)`, ids.
    #[serde(default)]
    pub merges: Vec<(u64, u64, u64, u64)>,
}

/// One block of a manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlockEntry {
    /// The rows it holds, in order.
    pub rows: Vec<LineRun>,
    /// Its asset's hash, hex.
    pub hash: String,
    /// Non-empty cells.
    pub cells: u32,
    /// Of those, formulas.
    pub formulas: u32,
}

/// About 256 rows of a sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Version of this form: 1.
    pub v: u32,
    /// The rows it holds, in order; offsets count through them.
    pub rows: Vec<LineRun>,
    /// Its columns, by id.
    pub cols: Vec<BlockColumn>,
    /// Formulas in stored form, `[tag, template, ref…]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formulas: Vec<Vec<String>>,
}

/// One column of a block.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BlockColumn {
    /// Column id.
    pub id: u64,
    /// Row offsets of `v`; `None`: offset i.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Vec<u16>>,
    /// Values, or cached results of formulas.
    #[serde(default)]
    pub v: Vec<BlockValue>,
    /// `(index into v, index into formulas)`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub f: Vec<(u16, u32)>,
    /// `(style, run length)` from offset 0.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub s: Vec<(u32, u16)>,
}

/// A value in a block.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum BlockValue {
    /// Empty.
    #[default]
    Null,
    /// TRUE or FALSE.
    Bool(bool),
    /// A finite number.
    Number(f64),
    /// Text.
    Text(Arc<str>),
    /// `["#", code]`.
    Error(ErrorCode),
}
