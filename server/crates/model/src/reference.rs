//! References by identity (FORMAT.md §4) and their text in the stored form.

use std::{fmt, str::FromStr, sync::Arc};

use crate::id::{LineId, SheetId};

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
    /// `First:Last!D12`: the same on every sheet from one tab to another.
    Stack {
        first: SheetId,
        last: SheetId,
        /// A cell, range, rows or columns without a sheet of its own; its ids are those of the first sheet.
        area: Box<Reference>,
    },
    /// `Sales[Amount]`: some rows of a table, in one column, from one to another, or in all.
    Table {
        /// The table's id.
        id: Arc<str>,
        part: TablePart,
        /// First and last column; `None`: all of them.
        columns: Option<(LineId, LineId)>,
    },
}

/// Which rows of a table a reference means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TablePart {
    /// `[#All]`
    All,
    /// `[#Data]`, also when nothing is said.
    Data,
    /// `[#Headers]`
    Headers,
    /// `[#Totals]`
    Totals,
    /// `[#Headers],[#Data]`
    HeadersAndData,
    /// `[#Data],[#Totals]`
    DataAndTotals,
    /// `[#This Row]` or `@`: the row of the formula.
    ThisRow,
}

impl TablePart {
    /// Every part.
    pub const ALL: [Self; 7] = [
        Self::All,
        Self::Data,
        Self::Headers,
        Self::Totals,
        Self::HeadersAndData,
        Self::DataAndTotals,
        Self::ThisRow,
    ];

    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "a",
            Self::Data => "d",
            Self::Headers => "h",
            Self::Totals => "t",
            Self::HeadersAndData => "hd",
            Self::DataAndTotals => "dt",
            Self::ThisRow => "r",
        }
    }
}

/// The text is not a reference in stored form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a reference in stored form: {0:?}")]
pub struct BadReference(pub String);

/// True for the id of a defined name: `[a-z0-9]{1,12}`.
pub fn is_name_id(s: &str) -> bool {
    (1..=12).contains(&s.len())
        && s.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

impl Reference {
    /// The sheet that the text names, if it names one alone.
    pub fn sheet(&self) -> Option<&SheetId> {
        match self {
            Self::Cell { sheet, .. }
            | Self::Range { sheet, .. }
            | Self::Rows { sheet, .. }
            | Self::Columns { sheet, .. } => sheet.as_ref(),
            Self::Name { .. } | Self::Stack { .. } | Self::Table { .. } => None,
        }
    }

    /// The same without the sheet that it names.
    #[must_use]
    pub fn without_sheet(mut self) -> Self {
        match &mut self {
            Self::Cell { sheet, .. }
            | Self::Range { sheet, .. }
            | Self::Rows { sheet, .. }
            | Self::Columns { sheet, .. } => *sheet = None,
            Self::Name { .. } | Self::Stack { .. } | Self::Table { .. } => {}
        }
        self
    }

    /// Whether it is made of addresses on one sheet.
    pub const fn is_plain(&self) -> bool {
        !matches!(
            self,
            Self::Name { .. } | Self::Stack { .. } | Self::Table { .. }
        )
    }
}

/// A line id in decimal, without leading zeros, below 2^53.
pub(crate) fn parse_line(s: &str) -> Option<LineId> {
    let plain = !s.is_empty() && s.len() <= 16 && s.bytes().all(|b| b.is_ascii_digit());
    if !plain || (s.len() > 1 && s.starts_with('0')) {
        return None;
    }
    s.parse::<u64>().ok().filter(|n| *n < 1 << 53).map(LineId)
}

impl End {
    fn parse(s: &str) -> Option<Self> {
        let rest = s.strip_prefix('$');
        Some(Self {
            line: parse_line(rest.unwrap_or(s))?,
            absolute: rest.is_some(),
        })
    }

    fn parse_pair(s: &str) -> Option<(Self, Self)> {
        let (a, b) = s.split_once(':')?;
        Some((Self::parse(a)?, Self::parse(b)?))
    }
}

impl Corner {
    fn parse(s: &str) -> Option<Self> {
        let (row, col) = s.split_once(',')?;
        Some(Self {
            row: End::parse(row)?,
            col: End::parse(col)?,
        })
    }
}

fn parse(s: &str) -> Option<Reference> {
    let (sheet, body) = match s.split_once('!') {
        Some((sheets, body)) if sheets.contains(':') => {
            let (first, last) = sheets.split_once(':')?;
            let area = parse(body).filter(|r| r.sheet().is_none() && r.is_plain())?;
            return Some(Reference::Stack {
                first: first.parse().ok()?,
                last: last.parse().ok()?,
                area: Box::new(area),
            });
        }
        Some((sheet, body)) => (Some(sheet.parse::<SheetId>().ok()?), body),
        None => (None, s),
    };
    if let Some(id) = body.strip_prefix("n:") {
        let id = (sheet.is_none() && is_name_id(id)).then(|| Arc::from(id))?;
        return Some(Reference::Name { id });
    }
    if let Some(rest) = body.strip_prefix("t:") {
        return sheet.is_none().then(|| parse_table(rest)).flatten();
    }
    if let Some(rest) = body.strip_prefix('r') {
        let (from, to) = End::parse_pair(rest)?;
        return Some(Reference::Rows { sheet, from, to });
    }
    if let Some(rest) = body.strip_prefix('c') {
        let (from, to) = End::parse_pair(rest)?;
        return Some(Reference::Columns { sheet, from, to });
    }
    match body.split_once(':') {
        Some((from, to)) => Some(Reference::Range {
            sheet,
            from: Corner::parse(from)?,
            to: Corner::parse(to)?,
        }),
        None => Some(Reference::Cell {
            sheet,
            at: Corner::parse(body)?,
        }),
    }
}

/// `T:part`, `T:part:C` or `T:part:C1:C2`.
fn parse_table(s: &str) -> Option<Reference> {
    let mut pieces = s.split(':');
    let id = pieces.next().filter(|id| is_name_id(id))?;
    let part = pieces.next()?;
    let part = TablePart::ALL.into_iter().find(|p| p.as_str() == part)?;
    let columns = match pieces.next() {
        None => None,
        Some(first) => {
            let first = parse_line(first)?;
            match pieces.next() {
                None => Some((first, first)),
                Some(last) => Some((first, parse_line(last).filter(|last| *last != first)?)),
            }
        }
    };
    pieces.next().is_none().then(|| Reference::Table {
        id: id.into(),
        part,
        columns,
    })
}

impl FromStr for Reference {
    type Err = BadReference;

    fn from_str(s: &str) -> Result<Self, BadReference> {
        parse(s).ok_or_else(|| BadReference(s.chars().take(64).collect()))
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dollar = if self.absolute { "$" } else { "" };
        write!(f, "{dollar}{}", self.line)
    }
}

impl fmt::Display for Corner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.row, self.col)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(sheet) = self.sheet() {
            write!(f, "{sheet}!")?;
        }
        match self {
            Self::Cell { at, .. } => write!(f, "{at}"),
            Self::Range { from, to, .. } => write!(f, "{from}:{to}"),
            Self::Rows { from, to, .. } => write!(f, "r{from}:{to}"),
            Self::Columns { from, to, .. } => write!(f, "c{from}:{to}"),
            Self::Name { id } => write!(f, "n:{id}"),
            Self::Stack { first, last, area } => write!(f, "{first}:{last}!{area}"),
            Self::Table { id, part, columns } => {
                write!(f, "t:{id}:{}", part.as_str())?;
                match columns {
                    None => Ok(()),
                    Some((first, last)) if first == last => write!(f, ":{first}"),
                    Some((first, last)) => write!(f, ":{first}:{last}"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn round_trips() {
        for s in [
            "11,$3",
            "11,3:14,3",
            "$0,$0:$5,7",
            "r11:$14",
            "c3:5",
            "n:total",
            "2!0,0",
            "a1b2!r4294967296:4294967300",
            "1:3!11,$3",
            "1:x9!c3:5",
            "t:sales:d",
            "t:sales:a",
            "t:s1:hd:3",
            "t:s1:dt:3:5",
            "t:s1:r:5:3",
        ] {
            assert_eq!(s.parse::<Reference>().unwrap().to_string(), s);
        }
    }

    #[test]
    fn refuses_other_forms() {
        for s in [
            "",
            "11",
            "11,",
            ",3",
            "01,3",
            "11,3:",
            "r5",
            "n:",
            "n:UP",
            "2!n:a",
            "1:2!n:a",
            "1:2!3!1,1",
            "1:!1,1",
            "1:2:3!1,1",
            "X!1,1",
            "1,9007199254740992",
            "1, 2",
            "+1,2",
            "t:",
            "t:sales",
            "t:Sales:d",
            "t:sales:x",
            "t:sales:d:",
            "t:sales:d:3:3",
            "t:sales:d:3:4:5",
            "2!t:sales:d",
            "1:2!t:sales:d",
        ] {
            assert!(s.parse::<Reference>().is_err(), "{s}");
        }
    }
}
