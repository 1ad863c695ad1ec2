//! A compiled formula: an expression whose leaves are values and numbered references.

use std::sync::Arc;

use daylight_model::Value;

use crate::reference::Area;

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
    Ifs,
    Switch,
    Choose,
    And,
    Or,
    Not,
    /// A value under a number format, as a cell would show it.
    Shown,
    Aggregate(Aggregate),
    Subtotal,
    /// AGGREGATE
    SubtotalOf,
    Lookup(Lookup),
    Conditional(Conditional),
    Offset,
    Indirect,
    Index,
    Areas,
    /// CELL: what a cell is, beside its value
    About,
    /// ISFORMULA
    IsFormula,
    /// ROW and COLUMN of a reference or of the formula itself.
    Row,
    Column,
    /// ROWS and COLUMNS of a reference or array.
    Rows,
    Columns,
    /// A function that calls a lambda.
    Bound(Bound),
    /// The library, with evaluated arguments.
    Library,
    /// The library, which binds names: everything in it stays an expression.
    Environment,
    /// Nobody: `#NAME?`.
    Unknown,
}

impl How {
    /// True where an argument is evaluated only when it is chosen.
    pub(crate) fn is_lazy_in(self, argument: usize) -> bool {
        match self {
            Self::If | Self::IfError | Self::IfNa | Self::Ifs | Self::Switch | Self::Choose => true,
            Self::Lookup(Lookup::Across) => argument == 3,
            _ => false,
        }
    }
}

/// Functions whose last argument is a lambda.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Bound {
    Map,
    Reduce,
    Scan,
    ByRow,
    ByCol,
    MakeArray,
    /// ISOMITTED, which asks how its lambda was called.
    IsOmitted,
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

/// A name that LAMBDA binds.
#[derive(Clone, Debug)]
pub(crate) struct Param {
    pub name: Arc<str>,
    /// It may be left out.
    pub optional: bool,
}

/// A node of a compiled formula. Numbers of `Cell` and `Area` count the formula's bound references.
#[derive(Debug)]
pub(crate) enum Expr {
    Literal(Value),
    /// An argument left out.
    Omitted,
    Cell(u16),
    Area(u16),
    /// One reference on each of a stack of sheets.
    Sheets(Vec<u16>),
    /// A reference that stayed text: nobody knows what it means.
    Foreign,
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
    /// Names with what they stand for, and what uses them.
    Let(Vec<(Arc<str>, Expr)>, Box<Expr>),
    Lambda(Vec<Param>, Box<Expr>),
    /// A function by its name alone, as a call of it with names for its arguments.
    Function(Box<Expr>),
    /// What an expression yields, called.
    Apply(Box<Expr>, Vec<Expr>),
    Array(Vec<Vec<Expr>>),
}

/// Where a bound reference comes from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// The formula's own reference of that number.
    Own(u16),
    /// A defined name's, with the scope of the name, or one of a stack of sheets'.
    Name(
        Box<daylight_model::Reference>,
        Option<daylight_model::SheetId>,
    ),
    /// A part of a table.
    Part(Area),
    /// The formula's own row in a table, from one column slot to another.
    Row { table: u32, col1: u32, col2: u32 },
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
    /// Tables it refers to.
    pub tables: Vec<u32>,
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
    /// Calls SUBTOTAL or AGGREGATE, which other subtotals pass over.
    pub subtotal: bool,
    /// Goes through a stack of sheets.
    pub stacked: bool,
}
