//! What a file from a stranger may cost.

use serde::{Deserialize, Serialize};

/// Upper bounds for one import. Every one of them ends the import with a code of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of the file as uploaded.
    pub file_bytes: u64,
    /// Bytes of all parts read, after inflating.
    pub inflated_bytes: u64,
    /// Parts of a zip package.
    pub parts: u64,
    /// Bytes of one piece of markup or text inside an XML part.
    pub token_bytes: u64,
    /// Cells, styled blanks included.
    pub cells: u64,
    /// Entries of the table of shared texts.
    pub strings: u64,
    /// Bytes of text as the cells hold it, a shared text counted wherever it is shown.
    pub text_bytes: u64,
    /// Bytes of formulas in stored form, shared formulas counted in every cell.
    pub formula_bytes: u64,
    /// Worksheets.
    pub sheets: u64,
    /// Cell formats.
    pub styles: u64,
    /// Runs of rows or columns with a size, visibility or style of their own, in one sheet.
    pub line_runs: u64,
    /// Merged areas of one sheet.
    pub merges: u64,
    /// Defined names.
    pub names: u64,
    /// Columns of all tables together.
    pub table_columns: u64,
    /// Seconds of CPU, kept by whoever runs the import.
    pub cpu_seconds: u64,
    /// Bytes of address space, kept by whoever runs the import.
    pub address_space: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 100 << 20,
            inflated_bytes: 2 << 30,
            parts: 20_000,
            token_bytes: 16 << 20,
            cells: 20_000_000,
            strings: 5_000_000,
            text_bytes: 512 << 20,
            formula_bytes: 512 << 20,
            sheets: 500,
            styles: 65_536,
            line_runs: 100_000,
            merges: 100_000,
            names: 20_000,
            table_columns: 50_000,
            cpu_seconds: 240,
            address_space: 2 << 30,
        }
    }
}
