//! A compiled formula: an expression whose leaves are values and numbered references.

use std::sync::Arc;

use daylight_model::Value;
use formualizer_parse::parser::ReferenceType;

/// Operators between two operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Concat,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

/// Operators that make one reference of two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Joint {
    Range,
    Union,
    Intersection,
}

/// Who computes a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum How {
    If,
    IfError,
    IfNa,
    And,
    Or,
    Not,
    /// A value under a number format, as a cell would show it.
    Shown,
    Aggregate(Aggregate),
    Lookup(Lookup),
    Conditional(Conditional),
    /// ROW and COLUMN of a cell or of the formula itself.
    Row,
    Column,
    /// ROWS and COLUMNS of a reference.
    Rows,
    Columns,
    /// The library, with evaluated arguments.
    Library,
    /// The library, which may hand back a reference that the caller wants to see.
    Reference,
    /// The library, which binds names: everything in it stays an expression.
    Environment,
    /// Nobody: `#NAME?`.
    Unknown,
}

/// Functions over ranges that need only their numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Aggregate {
    Sum,
    Count,
    CountA,
    Average,
    Min,
    Max,
}

/// Functions that search a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Lookup {
    /// VLOOKUP
    Vertical,
    Match,
    /// XLOOKUP of an equal value
    Across,
}

/// Functions over the rows that meet conditions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Conditional {
    /// SUMIF
    Sum,
    /// SUMIFS
    SumAll,
    /// COUNTIF
    Count,
    /// COUNTIFS
    CountAll,
    /// AVERAGEIF
    Average,
    /// AVERAGEIFS
    AverageAll,
}

/// A node of a compiled formula. Numbers of `Cell` and `Area` count the formula's bound references.
#[derive(Debug)]
pub(crate) enum Expr {
    Literal(Value),
    /// An argument left out.
    Omitted,
    Cell(u16),
    Area(u16),
    /// A reference that stayed text.
    Text(Box<ReferenceType>),
    /// A name that LET or LAMBDA binds.
    Local(Arc<str>),
    Negate(Box<Expr>),
    Plus(Box<Expr>),
    Percent(Box<Expr>),
    /// `@`: the cell of a range that stands in line with the formula.
    Intersect(Box<Expr>),
    /// `#`: what the cell spills into.
    Spill(Box<Expr>),
    Binary(Operator, Box<[Expr; 2]>),
    Join(Joint, Box<[Expr; 2]>),
    Call(How, Box<str>, Vec<Expr>),
    /// What an expression yields, called.
    Apply(Box<Expr>, Vec<Expr>),
    Array(Vec<Vec<Expr>>),
}

impl Expr {
    /// True for what may stand for more than one cell.
    pub(crate) fn is_reference(&self) -> bool {
        matches!(
            self,
            Self::Cell(_)
                | Self::Area(_)
                | Self::Text(_)
                | Self::Join(..)
                | Self::Spill(_)
                | Self::Local(_)
        )
    }
}

/// Where a bound reference comes from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// The formula's own reference of that number.
    Own(u16),
    /// A defined name's, with the scope of the name.
    Name(
        Box<daylight_model::Reference>,
        Option<daylight_model::SheetId>,
    ),
}

/// A compiled template: what formulas of the same shape share.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent properties")]
pub(crate) struct Shape {
    pub expr: Expr,
    /// The bound references.
    pub sources: Vec<Source>,
    /// Bound references of which only the address counts, not the value.
    pub passive: Vec<bool>,
    /// Defined names it uses.
    pub names: Vec<u32>,
    /// Texts in it that are no known name.
    pub texts: Vec<Arc<str>>,
    /// Changes at every recalculation.
    pub volatile: bool,
    /// What it reads is known only when it is evaluated.
    pub dynamic: bool,
    /// Depends on where cells stand, not only on what they hold.
    pub positional: bool,
    /// Uses what cannot be computed: an imported result stays while its inputs do.
    pub unsupported: bool,
}
