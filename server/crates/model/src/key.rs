//! The document's roots and the keys of their entries (FORMAT.md §2).

use std::{fmt, str::FromStr, sync::Arc};

use crate::{
    id::{CellId, LineId, MAX_RUN, SheetId},
    marks::{CHECK_OPERANDS, RULE_OPERANDS, operand},
    reference::{is_name_id, parse_line},
};

/// Longest key, in bytes.
pub const MAX_KEY: usize = 64;

/// One of the document's root maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Root {
    /// Epoch, date system, style table.
    Book,
    /// Sheets.
    Sheets,
    /// Insertions, deletions and moves of rows.
    Rows,
    /// Insertions, deletions and moves of columns.
    Cols,
    /// Contents of cells.
    Cells,
    /// Formats of cells, rows and columns.
    Formats,
    /// Widths, heights, hidden lines, merges.
    Layout,
    /// Defined names.
    Names,
    /// Tables and the names of their columns.
    Tables,
    /// Charts.
    Charts,
    /// Notes on cells.
    Notes,
    /// Links of cells.
    Links,
    /// Filters and what they hide.
    Filters,
    /// Conditional formats.
    Rules,
    /// What may be entered.
    Checks,
}

impl Root {
    /// All roots.
    pub const ALL: [Self; 15] = [
        Self::Book,
        Self::Sheets,
        Self::Rows,
        Self::Cols,
        Self::Cells,
        Self::Formats,
        Self::Layout,
        Self::Names,
        Self::Tables,
        Self::Charts,
        Self::Notes,
        Self::Links,
        Self::Filters,
        Self::Rules,
        Self::Checks,
    ];

    /// The root map's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Book => "book",
            Self::Sheets => "sheets",
            Self::Rows => "rows",
            Self::Cols => "cols",
            Self::Cells => "cells",
            Self::Formats => "formats",
            Self::Layout => "layout",
            Self::Names => "names",
            Self::Tables => "tables",
            Self::Charts => "charts",
            Self::Notes => "notes",
            Self::Links => "links",
            Self::Filters => "filters",
            Self::Rules => "rules",
            Self::Checks => "checks",
        }
    }
}

impl fmt::Display for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no root map.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such root: {0:?}")]
pub struct BadRoot(pub String);

impl FromStr for Root {
    type Err = BadRoot;

    fn from_str(s: &str) -> Result<Self, BadRoot> {
        Self::ALL
            .into_iter()
            .find(|r| r.as_str() == s)
            .ok_or_else(|| BadRoot(s.chars().take(32).collect()))
    }
}

/// What `sheets` holds of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SheetField {
    /// Its name.
    Name,
    /// Its fractional key among the tabs.
    Pos,
    /// Visible, hidden, deleted.
    State,
    /// Colour of its tab.
    Color,
    /// Hash of its manifest.
    Base,
    /// Frozen rows and columns.
    Freeze,
    /// Grid lines.
    Grid,
}

impl SheetField {
    const ALL: [Self; 7] = [
        Self::Name,
        Self::Pos,
        Self::State,
        Self::Color,
        Self::Base,
        Self::Freeze,
        Self::Grid,
    ];

    /// As in the key.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Pos => "pos",
            Self::State => "state",
            Self::Color => "color",
            Self::Base => "base",
            Self::Freeze => "freeze",
            Self::Grid => "grid",
        }
    }
}

/// What a format is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormatTarget {
    /// One cell.
    Cell(CellId),
    /// A whole row.
    Row(LineId),
    /// A whole column.
    Col(LineId),
}

/// What `layout` holds of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LayoutItem {
    /// Width of a column.
    Width(LineId),
    /// Height of a row.
    Height(LineId),
    /// Whether a row is hidden.
    RowHidden(LineId),
    /// Whether a column is hidden.
    ColHidden(LineId),
    /// The merge that begins in a cell.
    Merge(CellId),
}

/// A key of the document, taken apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// `book` `epoch`
    Epoch,
    /// `book` `date1904`
    Date1904,
    /// `book` `iterate`
    Iterate,
    /// `book` `styles`
    Styles,
    /// `sheets` `S/…`
    Sheet(SheetId, SheetField),
    /// `rows` `S/…`; the text after the `/` is `i<run>`, `d<op>` or `m<op>`.
    Rows(SheetId, Arc<str>),
    /// `cols` `S/…`, likewise.
    Cols(SheetId, Arc<str>),
    /// `cells` `S/R:C`
    Cell(SheetId, CellId),
    /// `formats` `S/…`
    Format(SheetId, FormatTarget),
    /// `layout` `S/…`
    Layout(SheetId, LayoutItem),
    /// `names` `N`
    Name(Arc<str>),
    /// `tables` `T`
    Table(Arc<str>),
    /// `tables` `T/C`
    TableColumn(Arc<str>, LineId),
    /// `charts` `S/H`
    Chart(SheetId, Arc<str>),
    /// `notes` `S/R:C`
    Note(SheetId, CellId),
    /// `links` `S/R:C`
    Link(SheetId, CellId),
    /// `filters` `S/F`
    Filter(SheetId, Arc<str>),
    /// `filters` `S/F/C`
    FilterColumn(SheetId, Arc<str>, LineId),
    /// `filters` `S/F/rows`
    FilterRows(SheetId, Arc<str>),
    /// `rules` `S/K`
    Rule(SheetId, Arc<str>),
    /// `rules` `S/K/a` …: which one, from 0
    RuleOperand(SheetId, Arc<str>, u8),
    /// `checks` `S/V`
    Check(SheetId, Arc<str>),
    /// `checks` `S/V/a` …: which one, from 0
    CheckOperand(SheetId, Arc<str>, u8),
}

/// A key has not the form that its root asks for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no key of {root:?}: {key:?}")]
pub struct BadKey {
    /// The root.
    pub root: Root,
    /// The key, shortened.
    pub key: String,
}

fn line(s: &str) -> Option<LineId> {
    parse_line(s).filter(|l| l.run() <= MAX_RUN)
}

fn cell(s: &str) -> Option<CellId> {
    let (row, col) = s.split_once(':')?;
    Some(CellId {
        row: line(row)?,
        col: line(col)?,
    })
}

fn target(s: &str) -> Option<FormatTarget> {
    match s.split_once(':')? {
        (row, "*") => line(row).map(FormatTarget::Row),
        ("*", col) => line(col).map(FormatTarget::Col),
        _ => cell(s).map(FormatTarget::Cell),
    }
}

fn layout(s: &str) -> Option<LayoutItem> {
    let (kind, rest) = s.split_once(':')?;
    match kind {
        "w" => line(rest).map(LayoutItem::Width),
        "h" => line(rest).map(LayoutItem::Height),
        "hr" => line(rest).map(LayoutItem::RowHidden),
        "hc" => line(rest).map(LayoutItem::ColHidden),
        "m" => cell(rest).map(LayoutItem::Merge),
        _ => None,
    }
}

/// An id, and what stands behind it after a `/`.
fn id_and_part(s: &str) -> Option<(Arc<str>, Option<&str>)> {
    let (id, part) = match s.split_once('/') {
        Some((id, part)) => (id, Some(part)),
        None => (s, None),
    };
    is_name_id(id).then(|| (id.into(), part))
}

fn filter(sheet: SheetId, rest: &str) -> Option<Key> {
    Some(match id_and_part(rest)? {
        (id, None) => Key::Filter(sheet, id),
        (id, Some("rows")) => Key::FilterRows(sheet, id),
        (id, Some(col)) => Key::FilterColumn(sheet, id, line(col)?),
    })
}

fn rule(sheet: SheetId, rest: &str) -> Option<Key> {
    Some(match id_and_part(rest)? {
        (id, None) => Key::Rule(sheet, id),
        (id, Some(letter)) => Key::RuleOperand(sheet, id, operand(letter, RULE_OPERANDS)?),
    })
}

fn check(sheet: SheetId, rest: &str) -> Option<Key> {
    Some(match id_and_part(rest)? {
        (id, None) => Key::Check(sheet, id),
        (id, Some(letter)) => Key::CheckOperand(sheet, id, operand(letter, CHECK_OPERANDS)?),
    })
}

fn parse(root: Root, key: &str) -> Option<Key> {
    if key.len() > MAX_KEY {
        return None;
    }
    match root {
        Root::Book => {
            return match key {
                "epoch" => Some(Key::Epoch),
                "date1904" => Some(Key::Date1904),
                "iterate" => Some(Key::Iterate),
                "styles" => Some(Key::Styles),
                _ => None,
            };
        }
        Root::Names => return is_name_id(key).then(|| Key::Name(key.into())),
        Root::Tables => {
            return match key.split_once('/') {
                None => is_name_id(key).then(|| Key::Table(key.into())),
                Some((id, col)) if is_name_id(id) => Some(Key::TableColumn(id.into(), line(col)?)),
                Some(_) => None,
            };
        }
        _ => {}
    }
    let (sheet, rest) = key.split_once('/')?;
    let sheet: SheetId = sheet.parse().ok()?;
    match root {
        Root::Sheets => SheetField::ALL
            .into_iter()
            .find(|f| f.as_str() == rest)
            .map(|f| Key::Sheet(sheet, f)),
        Root::Rows => crate::axis::is_key(rest).then(|| Key::Rows(sheet, rest.into())),
        Root::Cols => crate::axis::is_key(rest).then(|| Key::Cols(sheet, rest.into())),
        Root::Cells => cell(rest).map(|c| Key::Cell(sheet, c)),
        Root::Formats => target(rest).map(|t| Key::Format(sheet, t)),
        Root::Layout => layout(rest).map(|l| Key::Layout(sheet, l)),
        Root::Charts => is_name_id(rest).then(|| Key::Chart(sheet, rest.into())),
        Root::Notes => cell(rest).map(|c| Key::Note(sheet, c)),
        Root::Links => cell(rest).map(|c| Key::Link(sheet, c)),
        Root::Filters => filter(sheet, rest),
        Root::Rules => rule(sheet, rest),
        Root::Checks => check(sheet, rest),
        Root::Book | Root::Names | Root::Tables => None,
    }
}

impl Key {
    /// Takes a key apart.
    ///
    /// ```
    /// use daylight_model::{CellId, key::{Key, Root}};
    /// let key = Key::parse(Root::Cells, "1/11:3").unwrap();
    /// assert_eq!(key, Key::Cell("1".parse().unwrap(), CellId::new(11, 3)));
    /// assert_eq!(key.to_string(), "1/11:3");
    /// ```
    pub fn parse(root: Root, key: &str) -> Result<Self, BadKey> {
        parse(root, key).ok_or_else(|| BadKey {
            root,
            key: key.chars().take(MAX_KEY).collect(),
        })
    }

    /// The root map that holds it.
    pub const fn root(&self) -> Root {
        match self {
            Self::Epoch | Self::Date1904 | Self::Iterate | Self::Styles => Root::Book,
            Self::Sheet(..) => Root::Sheets,
            Self::Rows(..) => Root::Rows,
            Self::Cols(..) => Root::Cols,
            Self::Cell(..) => Root::Cells,
            Self::Format(..) => Root::Formats,
            Self::Layout(..) => Root::Layout,
            Self::Name(_) => Root::Names,
            Self::Table(_) | Self::TableColumn(..) => Root::Tables,
            Self::Chart(..) => Root::Charts,
            Self::Note(..) => Root::Notes,
            Self::Link(..) => Root::Links,
            Self::Filter(..) | Self::FilterColumn(..) | Self::FilterRows(..) => Root::Filters,
            Self::Rule(..) | Self::RuleOperand(..) => Root::Rules,
            Self::Check(..) | Self::CheckOperand(..) => Root::Checks,
        }
    }

    /// The sheet that the entry belongs to.
    pub const fn sheet(&self) -> Option<&SheetId> {
        match self {
            Self::Sheet(s, _)
            | Self::Rows(s, _)
            | Self::Cols(s, _)
            | Self::Cell(s, _)
            | Self::Format(s, _)
            | Self::Layout(s, _)
            | Self::Chart(s, _)
            | Self::Note(s, _)
            | Self::Link(s, _)
            | Self::Filter(s, _)
            | Self::FilterColumn(s, ..)
            | Self::FilterRows(s, _)
            | Self::Rule(s, _)
            | Self::RuleOperand(s, ..)
            | Self::Check(s, _)
            | Self::CheckOperand(s, ..) => Some(s),
            Self::Epoch
            | Self::Date1904
            | Self::Iterate
            | Self::Styles
            | Self::Name(_)
            | Self::Table(_)
            | Self::TableColumn(..) => None,
        }
    }

    /// The one cell that the entry is about.
    pub const fn cell(&self) -> Option<CellId> {
        match self {
            Self::Cell(_, c)
            | Self::Format(_, FormatTarget::Cell(c))
            | Self::Note(_, c)
            | Self::Link(_, c) => Some(*c),
            _ => None,
        }
    }

    /// True when only the server writes it.
    pub const fn server_only(&self) -> bool {
        matches!(
            self,
            Self::Epoch
                | Self::Date1904
                | Self::Iterate
                | Self::Styles
                | Self::Sheet(_, SheetField::Base)
                | Self::FilterRows(..)
        )
    }
}

impl fmt::Display for FormatTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cell(c) => write!(f, "{}:{}", c.row, c.col),
            Self::Row(r) => write!(f, "{r}:*"),
            Self::Col(c) => write!(f, "*:{c}"),
        }
    }
}

impl fmt::Display for LayoutItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Width(c) => write!(f, "w:{c}"),
            Self::Height(r) => write!(f, "h:{r}"),
            Self::RowHidden(r) => write!(f, "hr:{r}"),
            Self::ColHidden(c) => write!(f, "hc:{c}"),
            Self::Merge(c) => write!(f, "m:{}:{}", c.row, c.col),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Epoch => f.write_str("epoch"),
            Self::Date1904 => f.write_str("date1904"),
            Self::Iterate => f.write_str("iterate"),
            Self::Styles => f.write_str("styles"),
            Self::Sheet(s, field) => write!(f, "{s}/{}", field.as_str()),
            Self::Rows(s, entry) | Self::Cols(s, entry) => write!(f, "{s}/{entry}"),
            Self::Cell(s, c) | Self::Note(s, c) | Self::Link(s, c) => {
                write!(f, "{s}/{}:{}", c.row, c.col)
            }
            Self::Format(s, t) => write!(f, "{s}/{t}"),
            Self::Layout(s, l) => write!(f, "{s}/{l}"),
            Self::Name(id) | Self::Table(id) => f.write_str(id),
            Self::TableColumn(id, col) => write!(f, "{id}/{col}"),
            Self::Chart(s, id) | Self::Filter(s, id) | Self::Rule(s, id) | Self::Check(s, id) => {
                write!(f, "{s}/{id}")
            }
            Self::FilterColumn(s, id, col) => write!(f, "{s}/{id}/{col}"),
            Self::FilterRows(s, id) => write!(f, "{s}/{id}/rows"),
            Self::RuleOperand(s, id, at) | Self::CheckOperand(s, id, at) => {
                write!(f, "{s}/{id}/{}", char::from(b'a' + at))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn keys_round_trip() {
        for (root, key) in [
            (Root::Book, "epoch"),
            (Root::Book, "date1904"),
            (Root::Book, "iterate"),
            (Root::Book, "styles"),
            (Root::Sheets, "1/name"),
            (Root::Sheets, "abc12345/freeze"),
            (Root::Rows, "1/i77"),
            (Root::Cols, "1/dabc"),
            (Root::Rows, "1/m0"),
            (Root::Cells, "1/4503599627370495:16383"),
            (Root::Formats, "1/3:4"),
            (Root::Formats, "1/3:*"),
            (Root::Formats, "1/*:4"),
            (Root::Layout, "1/w:4"),
            (Root::Layout, "1/h:4"),
            (Root::Layout, "1/hr:4"),
            (Root::Layout, "1/hc:4"),
            (Root::Layout, "1/m:4:5"),
            (Root::Names, "total"),
            (Root::Tables, "sales"),
            (Root::Tables, "sales/4294967296"),
            (Root::Charts, "1/c4"),
            (Root::Notes, "1/3:4"),
            (Root::Links, "1/3:4"),
            (Root::Filters, "1/a"),
            (Root::Filters, "1/a/3"),
            (Root::Filters, "1/a/rows"),
            (Root::Rules, "1/k7"),
            (Root::Rules, "1/k7/d"),
            (Root::Checks, "1/v7"),
            (Root::Checks, "1/v7/b"),
        ] {
            let parsed = Key::parse(root, key).unwrap();
            assert_eq!(parsed.to_string(), key);
            assert_eq!(parsed.root(), root);
        }
        assert_eq!("cells".parse::<Root>().unwrap(), Root::Cells);
        assert!("toString".parse::<Root>().is_err());
    }

    #[test]
    fn other_forms_are_no_keys() {
        let long = "x".repeat(65);
        for (root, key) in [
            (Root::Book, "owner"),
            (Root::Sheets, "1/title"),
            (Root::Sheets, "name"),
            (Root::Sheets, "A/name"),
            (Root::Sheets, "1234567890123/name"),
            (Root::Rows, "1/i0"),
            (Root::Rows, "1/i2147483648"),
            (Root::Rows, "1/i07"),
            (Root::Rows, "1/x1"),
            (Root::Rows, "1/d"),
            (Root::Rows, "1/é"),
            (Root::Cells, "1/3"),
            (Root::Cells, "1/03:4"),
            (Root::Cells, "1/3:4:5"),
            (Root::Cells, "1/-1:4"),
            (Root::Cells, "1/9007199254740992:4"),
            (Root::Cells, "1/3:*"),
            (Root::Formats, "1/*:*"),
            (Root::Layout, "1/z:4"),
            (Root::Layout, "1/m:4"),
            (Root::Names, "Total"),
            (Root::Names, ""),
            (Root::Names, &long),
            (Root::Tables, "Sales"),
            (Root::Tables, "sales/"),
            (Root::Tables, "sales/-1"),
            (Root::Tables, "sales/1/2"),
            (Root::Charts, "c4"),
            (Root::Charts, "1/C4"),
            (Root::Notes, "1/3"),
            (Root::Links, "3:4"),
            (Root::Filters, "a"),
            (Root::Filters, "1/a/b"),
            (Root::Filters, "1/a/03"),
            (Root::Rules, "1/K"),
            (Root::Rules, "1/k/e"),
            (Root::Rules, "1/k/aa"),
            (Root::Rules, "1/k/"),
            (Root::Checks, "1/v/c"),
            (Root::Checks, "1/v/a/b"),
        ] {
            assert!(Key::parse(root, key).is_err(), "{root} {key}");
        }
    }
}
