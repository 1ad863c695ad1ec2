//! Tables: a range of a sheet whose rows are records and whose columns have names (FORMAT.md §2).

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use serde_json::Value as Json;

use crate::{
    axis::Axis,
    form::is_defined_name,
    id::{CellId, LineId, MAX_RUN, SheetId},
    json,
    reference::TablePart,
    workbook::fold,
};

/// Longest name of a column, in characters.
pub const MAX_COLUMN_NAME: usize = 255;

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its id.
    pub id: Arc<str>,
    /// What formulas call it.
    pub name: Arc<str>,
    /// The sheet it stands on.
    pub sheet: SheetId,
    /// First row and column, headings included.
    pub from: CellId,
    /// Last row and column, totals included.
    pub to: CellId,
    /// Whether the first row holds the names of the columns.
    pub header: bool,
    /// Whether the last row holds totals.
    pub totals: bool,
    /// Name of its look.
    pub style: Arc<str>,
    /// Names of columns by their ids; a column without an entry is called after its place.
    pub columns: HashMap<LineId, Arc<str>>,
}

fn line(j: &Json) -> Option<LineId> {
    json::whole(j)
        .map(LineId)
        .filter(|line| line.run() <= MAX_RUN)
}

/// Names are not empty and have no control characters but line breaks, which headings have.
pub(crate) fn is_column_name(name: &str) -> bool {
    let chars = name.chars().count();
    (1..=MAX_COLUMN_NAME).contains(&chars) && !name.chars().any(|c| c.is_control() && c != '\n')
}

impl Table {
    /// Reads `[name, sheet, r1, c1, r2, c2, header, totals, style]`, without names of columns.
    pub fn from_json(id: &str, j: &Json) -> Option<Self> {
        let [name, sheet, r1, c1, r2, c2, header, totals, style] = j.as_array()?.as_slice() else {
            return None;
        };
        let style = style
            .as_str()
            .filter(|s| s.len() <= 32 && s.bytes().all(|b| b.is_ascii_alphanumeric()))?;
        Some(Self {
            id: id.into(),
            name: name.as_str().filter(|name| is_defined_name(name))?.into(),
            sheet: sheet.as_str()?.parse().ok()?,
            from: CellId {
                row: line(r1)?,
                col: line(c1)?,
            },
            to: CellId {
                row: line(r2)?,
                col: line(c2)?,
            },
            header: header.as_bool()?,
            totals: totals.as_bool()?,
            style: style.into(),
            columns: HashMap::new(),
        })
    }

    /// As stored.
    pub fn to_json(&self) -> Json {
        serde_json::json!([
            &*self.name,
            self.sheet.as_str(),
            self.from.row.0,
            self.from.col.0,
            self.to.row.0,
            self.to.col.0,
            self.header,
            self.totals,
            &*self.style,
        ])
    }

    /// The columns that show, in order, with their names.
    pub fn columns(&self, cols: &Axis) -> impl Iterator<Item = (LineId, Cow<'_, str>)> {
        let span = cols.span(self.from.col, self.to.col);
        let (first, last) = span.unwrap_or((1, 0));
        (first..=last).filter_map(move |index| {
            let id = cols.id_at(index)?;
            Some((id, self.name_at(id, index - first)))
        })
    }

    fn name_at(&self, col: LineId, place: u32) -> Cow<'_, str> {
        match self.columns.get(&col) {
            Some(name) => Cow::Borrowed(name),
            None => Cow::Owned(format!("Column{}", place + 1)),
        }
    }

    /// The column that people call so, in any case.
    pub fn column_named(&self, name: &str, cols: &Axis) -> Option<LineId> {
        let folded = fold(name);
        let find = |wanted: &str| {
            let mut columns = self.columns(cols);
            columns.find(|(_, name)| fold(name) == wanted).map(|c| c.0)
        };
        find(&folded).or_else(|| find(folded.trim()))
    }

    /// What a column is called; `None` when it is not one of the table's.
    pub fn column_name(&self, col: LineId, cols: &Axis) -> Option<Cow<'_, str>> {
        let (first, last) = cols.span(self.from.col, self.to.col)?;
        let index = cols
            .index_of(col)
            .filter(|index| (first..=last).contains(index))?;
        Some(self.name_at(col, index - first))
    }

    /// Visible indices of the first and last row of a part; of [`TablePart::ThisRow`] those of all data. `None` when no
    /// such row shows.
    pub fn rows(&self, part: TablePart, rows: &Axis) -> Option<(u32, u32)> {
        let all = rows.span(self.from.row, self.to.row)?;
        let header = self.header && rows.index_of(self.from.row).is_some();
        let totals = self.totals && rows.index_of(self.to.row).is_some();
        part.rows(all, header, totals)
    }

    /// Whether a cell is within it, as rows and columns stand.
    pub fn holds(&self, cell: CellId, rows: &Axis, cols: &Axis) -> bool {
        let within = |axis: &Axis, from, to, line| {
            let (span, index) = (axis.span(from, to), axis.index_of(line));
            span.zip(index)
                .is_some_and(|((first, last), index)| (first..=last).contains(&index))
        };
        within(rows, self.from.row, self.to.row, cell.row)
            && within(cols, self.from.col, self.to.col, cell.col)
    }
}

impl TablePart {
    /// The rows of a part, where `first..=last` are all rows of the table that show. `header` and `totals`: whether the
    /// first and the last of these are headings and totals. `None` when there is no such row.
    pub fn rows(self, (first, last): (u32, u32), header: bool, totals: bool) -> Option<(u32, u32)> {
        let top = first + u32::from(header);
        let below = last + 1 - u32::from(totals);
        let (from, end) = match self {
            Self::All => (first, last + 1),
            Self::Data | Self::ThisRow => (top, below),
            Self::Headers => (first, top),
            Self::Totals => (below, last + 1),
            Self::HeadersAndData => (first, below),
            Self::DataAndTotals => (top, last + 1),
        };
        (from < end).then(|| (from, end - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_table() {
        let parts = |header, totals| TablePart::ALL.map(|part| part.rows((2, 12), header, totals));
        let s = Some;
        let full = [
            s((2, 12)),
            s((3, 11)),
            s((2, 2)),
            s((12, 12)),
            s((2, 11)),
            s((3, 12)),
            s((3, 11)),
        ];
        assert_eq!(parts(true, true), full);
        let bare = [
            s((2, 12)),
            s((2, 12)),
            None,
            None,
            s((2, 12)),
            s((2, 12)),
            s((2, 12)),
        ];
        assert_eq!(parts(false, false), bare);
        assert_eq!(TablePart::Data.rows((4, 5), true, true), None);
        assert_eq!(TablePart::Data.rows((4, 4), true, false), None);
    }
}
