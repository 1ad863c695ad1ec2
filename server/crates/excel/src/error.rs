//! Why a file could not be imported: a stable code, the part of the file, and sentences for its owner.

use std::io;

use serde::{Deserialize, Serialize};

/// The import ended without a workbook.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Nothing in it.
    #[error("The file is empty.")]
    Empty,
    /// It needs a password.
    #[error("The file is encrypted with a password.")]
    Encrypted,
    /// It stops before its end.
    #[error("{}", truncated_sentence(*.have, *.expected))]
    Truncated {
        /// Bytes that are there.
        have: u64,
        /// Bytes that should be there, when the file says so.
        expected: Option<u64>,
    },
    /// A part cannot be read.
    #[error("The file is damaged in {part}: {what}.")]
    Damaged {
        /// Path of the part inside the file.
        part: String,
        /// What is wrong with it.
        what: String,
    },
    /// It is something else.
    #[error("This is {found}, not a spreadsheet that Daylight reads.")]
    WrongType {
        /// What it is, with its article.
        found: String,
        /// What its owner can do.
        remedy: &'static str,
    },
    /// A workbook without worksheets.
    #[error("The workbook has no worksheets.")]
    NoSheets,
    /// It declares XML entities or a document type, which no spreadsheet program does.
    #[error("{part} declares XML entities, which no spreadsheet program writes.")]
    Entities {
        /// Path of the part inside the file.
        part: String,
    },
    /// A cell outside the sheet.
    #[error(
        "{part} holds the cell {cell}, which is outside of a sheet. The last one is XFD1048576."
    )]
    BeyondSheet {
        /// Path of the part inside the file.
        part: String,
        /// The address as the file has it.
        cell: String,
    },
    /// A limit is reached.
    #[error("{}", limit_sentence(*.what, *.limit, .part))]
    Limit {
        /// What there is too much of.
        what: Quantity,
        /// How much there may be.
        limit: u64,
        /// Path of the part inside the file, empty for the whole file.
        part: String,
    },
    /// The file cannot be read from disk.
    #[error("The uploaded file could not be read: {0}.")]
    Input(#[source] io::Error),
    /// What was read could not be handed on.
    #[error("The import was interrupted: {0}.")]
    Output(#[source] io::Error),
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Bytes of the file.
    File,
    /// Bytes after inflating.
    Inflated,
    /// Parts of the package.
    Parts,
    /// Bytes of one piece of XML.
    Token,
    /// Cells.
    Cells,
    /// Shared texts.
    Strings,
    /// Bytes of text in cells.
    Text,
    /// Bytes of formulas.
    Formulas,
    /// Worksheets.
    Sheets,
    /// Cell formats.
    Styles,
    /// Merged areas.
    Merges,
    /// Columns of all tables together.
    TableColumns,
    /// Defined names.
    Names,
}

impl Quantity {
    const fn code(self) -> &'static str {
        match self {
            Self::File => "file-too-large",
            Self::Inflated => "inflated-too-large",
            Self::Parts => "too-many-parts",
            Self::Token => "token-too-large",
            Self::Cells => "too-many-cells",
            Self::Strings => "too-many-strings",
            Self::Text => "text-too-large",
            Self::Formulas => "formulas-too-large",
            Self::Sheets => "too-many-sheets",
            Self::Styles => "too-many-styles",
            Self::Merges => "too-many-merges",
            Self::TableColumns => "too-many-table-columns",
            Self::Names => "too-many-names",
        }
    }

    const fn unit(self) -> &'static str {
        match self {
            Self::File => "of file",
            Self::Inflated => "once unpacked",
            Self::Parts => "parts",
            Self::Token => "in one piece of markup",
            Self::Cells => "cells",
            Self::Strings => "different texts",
            Self::Text => "of text in cells",
            Self::Formulas => "of formulas",
            Self::Sheets => "sheets",
            Self::Styles => "cell formats",
            Self::Merges => "merged areas in one sheet",
            Self::TableColumns => "columns of tables",
            Self::Names => "defined names",
        }
    }

    const fn in_bytes(self) -> bool {
        matches!(
            self,
            Self::File | Self::Inflated | Self::Token | Self::Text | Self::Formulas
        )
    }
}

impl ImportError {
    /// The stable code of this kind of failure.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file-empty",
            Self::Encrypted => "file-encrypted",
            Self::Truncated { .. } => "file-truncated",
            Self::Damaged { .. } => "file-damaged",
            Self::WrongType { .. } => "file-type",
            Self::NoSheets => "no-sheets",
            Self::Entities { .. } => "xml-entities",
            Self::BeyondSheet { .. } => "cell-beyond-sheet",
            Self::Limit { what, .. } => what.code(),
            Self::Input(_) => "file-unreadable",
            Self::Output(_) => "import-interrupted",
        }
    }

    /// The part of the file that is at fault, when it is one.
    pub fn part(&self) -> Option<&str> {
        match self {
            Self::Damaged { part, .. }
            | Self::Entities { part }
            | Self::BeyondSheet { part, .. }
            | Self::Limit { part, .. } => Some(part.as_str()).filter(|p| !p.is_empty()),
            _ => None,
        }
    }

    /// What its owner can do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Empty => "Ask the sender for it again.",
            Self::Encrypted => {
                "Open it in Excel, remove the password under File, Info, Protect Workbook, save it and import that."
            }
            Self::Truncated { .. } | Self::Damaged { .. } => {
                "Open it in Excel: if it repairs the file, save it and import that. Otherwise ask the sender for it again."
            }
            Self::WrongType { remedy, .. } => remedy,
            Self::NoSheets => "Add a worksheet to it in Excel, save it and import that.",
            Self::Entities { .. } | Self::BeyondSheet { .. } => {
                "Open it in Excel and save it as a new Excel workbook (.xlsx), then import that."
            }
            Self::Limit { .. } => {
                "Split it into smaller workbooks, or ask an administrator to raise the limit."
            }
            Self::Input(_) | Self::Output(_) => "Nothing was created. Import the file again.",
        }
    }
}

/// An [`ImportError`] as it is told and stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Stable code.
    pub code: String,
    /// What happened, as a sentence.
    pub detail: String,
    /// What to do, as a sentence.
    pub remedy: String,
    /// Path of the part inside the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}

impl From<&ImportError> for Problem {
    fn from(e: &ImportError) -> Self {
        Self {
            code: e.code().to_owned(),
            detail: e.to_string(),
            remedy: e.remedy().to_owned(),
            part: e.part().map(str::to_owned),
        }
    }
}

fn truncated_sentence(have: u64, expected: Option<u64>) -> String {
    match expected {
        Some(all) => format!(
            "The file ends after {} of {}, probably a broken download.",
            size(have),
            size(all)
        ),
        None => format!(
            "The file ends too early, after {}, probably a broken download.",
            size(have)
        ),
    }
}

fn limit_sentence(what: Quantity, limit: u64, part: &str) -> String {
    let amount = if what.in_bytes() {
        size(limit)
    } else {
        grouped(limit)
    };
    let subject = if part.is_empty() { "The file" } else { part };
    format!(
        "{subject} has more than {amount} {}, the most that is imported here.",
        what.unit()
    )
}

/// A number of bytes in words.
fn size(bytes: u64) -> String {
    const KB: f64 = 1024.0;
    let b = bytes as f64;
    if b < KB {
        format!("{bytes} bytes")
    } else if b < KB * KB {
        format!("{:.0} kB", b / KB)
    } else if b < KB * KB * KB {
        format!("{:.1} MB", b / (KB * KB))
    } else {
        format!("{:.1} GB", b / (KB * KB * KB))
    }
}

/// Digits in groups of three.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}
