//! What a cell holds (FORMAT.md §4): a value, or a formula whose references are identities.

use std::{fmt, str::FromStr, sync::Arc};

use crate::id::{LineId, SheetId};

/// A computed or typed value.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// A finite number; dates are serials.
    Number(f64),
    /// Text.
    Text(Arc<str>),
    /// TRUE or FALSE.
    Bool(bool),
    /// An error value.
    Error(ErrorCode),
}

/// The error values a cell may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// `#NULL!`
    Null,
    /// `#DIV/0!`
    Div0,
    /// `#VALUE!`
    Value,
    /// `#REF!`
    Ref,
    /// `#NAME?`
    Name,
    /// `#NUM!`
    Num,
    /// `#N/A`
    Na,
    /// `#SPILL!`
    Spill,
    /// `#CALC!`
    Calc,
    /// `#CIRC!`: the cell depends on itself.
    Circ,
}

impl ErrorCode {
    /// All codes.
    pub const ALL: [Self; 10] = [
        Self::Null,
        Self::Div0,
        Self::Value,
        Self::Ref,
        Self::Name,
        Self::Num,
        Self::Na,
        Self::Spill,
        Self::Calc,
        Self::Circ,
    ];
    /// As a cell shows it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Null => "#NULL!",
            Self::Div0 => "#DIV/0!",
            Self::Value => "#VALUE!",
            Self::Ref => "#REF!",
            Self::Name => "#NAME?",
            Self::Num => "#NUM!",
            Self::Na => "#N/A",
            Self::Spill => "#SPILL!",
            Self::Calc => "#CALC!",
            Self::Circ => "#CIRC!",
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ErrorCode {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|e| e.as_str().eq_ignore_ascii_case(s))
            .ok_or(())
    }
}

/// The character that stands for a reference in a template.
pub const SLOT: char = '\u{FFFC}';

/// What a cell was given: a plain value or a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A value; `Empty` is "cleared".
    Value(Value),
    /// A formula.
    Formula(Arc<Formula>),
}

/// How a formula treats arrays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormulaKind {
    /// Tag `=`: arrays spill.
    Ordinary,
    /// Tag `=i`: from a file older than dynamic arrays; ranges intersect implicitly.
    Implicit,
    /// Tag `=a`: array formula; the last reference is the range it fills.
    Array,
}

/// A formula whose references are identities.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Formula {
    /// How it treats arrays.
    pub kind: FormulaKind,
    /// Text without `=`, one [`SLOT`] for each reference.
    pub template: Arc<str>,
    /// The references, in order.
    pub refs: Vec<Reference>,
}

/// One end of a reference: a line and whether a `$` stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct End {
    /// The row or column.
    pub line: LineId,
    /// `$` typed.
    pub absolute: bool,
}

/// A cell as a corner of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Corner {
    /// Row.
    pub row: End,
    /// Column.
    pub col: End,
}

/// A reference by identities; `sheet` is `None` when the formula named none.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reference {
    /// `D12`
    Cell { sheet: Option<SheetId>, at: Corner },
    /// `D12:D15`
    Range {
        sheet: Option<SheetId>,
        from: Corner,
        to: Corner,
    },
    /// `12:15`
    Rows {
        sheet: Option<SheetId>,
        from: End,
        to: End,
    },
    /// `D:F`
    Columns {
        sheet: Option<SheetId>,
        from: End,
        to: End,
    },
    /// A defined name, by id.
    Name { id: Arc<str> },
}
