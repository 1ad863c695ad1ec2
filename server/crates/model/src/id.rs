//! Identities of sheets, lines (rows and columns) and cells (FORMAT.md §1).

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};

/// Base lines and offsets within a run are below this.
pub const RUN_SPAN: u64 = 1 << 21;
/// Largest run number, so that every line id stays below 2^52.
pub const MAX_RUN: u64 = (1 << 31) - 1;
/// Rows a sheet shows at most.
pub const MAX_ROWS: u32 = 1_048_576;
/// Columns a sheet shows at most.
pub const MAX_COLS: u32 = 16_384;

/// A sheet of a workbook: `[a-z0-9]{1,12}`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
#[serde(transparent)]
pub struct SheetId(Arc<str>);

/// The text is not a sheet id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a sheet id: {0:?}")]
pub struct BadSheetId(pub String);

impl SheetId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SheetId {
    type Err = BadSheetId;

    fn from_str(s: &str) -> Result<Self, BadSheetId> {
        let fits = (1..=12).contains(&s.len())
            && s.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if fits {
            Ok(Self(s.into()))
        } else {
            Err(BadSheetId(s.chars().take(32).collect()))
        }
    }
}

impl<'de> Deserialize<'de> for SheetId {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = String::deserialize(d)?;
        s.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for SheetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One row or one column of a sheet, for ever.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LineId(pub u64);

impl LineId {
    /// The line `offset` of the inserted run `run` (run 0 is the base).
    pub const fn of_run(run: u64, offset: u64) -> Self {
        Self(run * RUN_SPAN + offset)
    }
    /// The run this line belongs to; 0 for base lines.
    pub const fn run(self) -> u64 {
        self.0 / RUN_SPAN
    }
    /// The place within its run.
    pub const fn offset(self) -> u64 {
        self.0 % RUN_SPAN
    }
}

impl fmt::Display for LineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A cell of a sheet by the identities of its row and column.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct CellId {
    /// Row.
    pub row: LineId,
    /// Column.
    pub col: LineId,
}

impl CellId {
    /// The cell of a row id and a column id.
    pub const fn new(row: u64, col: u64) -> Self {
        Self {
            row: LineId(row),
            col: LineId(col),
        }
    }
}
