//! Pasting and filling: contents and formats of many cells, as a browser worked them out, by the identities of rows and
//! columns that it saw. What comes from outside is checked here, entry by entry, before the document sees any of it.

use daylight_model::document::Edit;
use daylight_model::form::{self, FormError};
use daylight_model::key::{FormatTarget, Key, LayoutItem};
use daylight_model::{CellId, Document, LineId, Root, SheetId};
use daylight_model::{a1, asset};
use serde::Deserialize;
use serde_json::Value as Json;

/// Lines beyond which an axis cannot go.
const MOST_LINES: usize = 1 << 21;

/// What is pasted, in stored form.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct Paste {
    /// Id of the sheet.
    #[schema(example = "1")]
    pub sheet: String,
    /// Ids of the rows from the top, as runs: first id and how many.
    #[schema(value_type = Vec<Vec<u64>>, example = json!([[0, 50_000]]))]
    pub rows: Vec<(u64, u32)>,
    /// Ids of the columns from the left, likewise.
    #[schema(value_type = Vec<Vec<u64>>, example = json!([[0, 2]]))]
    pub cols: Vec<(u64, u32)>,
    /// What the cells hold, column by column.
    #[serde(default)]
    pub contents: Vec<Contents>,
    /// Formats as they are stored; null for none.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub styles: Vec<Json>,
    /// How the cells look, column by column.
    #[serde(default)]
    pub formats: Vec<Formats>,
    /// What else comes along: root, key and value of entries of `layout`, `notes`, `links` and `tables`; of a move of any root,
    /// null for what goes.
    #[serde(default)]
    #[schema(value_type = Vec<Vec<Object>>)]
    pub entries: Vec<(String, String, Json)>,
    /// What the person did.
    #[serde(default)]
    pub act: Act,
    /// The cells that are meant, if not all rows and columns: ids of row and column of the first and the last one.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Vec<u64>>>)]
    pub corners: Option<[(u64, u64); 2]>,
}

/// Contents of cells below each other.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct Contents {
    /// Place of the column among `cols`.
    pub col: usize,
    /// Place of the first row among `rows`.
    #[serde(default)]
    pub row: usize,
    /// Null empties a cell.
    #[schema(value_type = Vec<Object>, example = json!([12.5, "text", ["=", "\u{FFFC}*2", "11,3"]]))]
    pub values: Vec<Json>,
}

/// Formats of cells below each other.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct Formats {
    /// Place of the column among `cols`.
    pub col: usize,
    /// Place of the first row among `rows`.
    #[serde(default)]
    pub row: usize,
    /// Place among `styles`, and for how many cells.
    #[schema(value_type = Vec<Vec<u32>>)]
    pub runs: Vec<(usize, usize)>,
}

/// What the person did, for the log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    #[default]
    Paste,
    Fill,
    Clear,
    Format,
    Move,
}

/// Why something is not pasted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// The sheet is not there, or not any more.
    #[error("there is no such sheet")]
    Sheet,
    /// A run of rows or columns that cannot be.
    #[error("these are no ids of lines")]
    Lines(&'static str),
    /// More than may come at once.
    #[error("{cells} cells, {most} may be pasted at once")]
    TooMany {
        /// What came.
        cells: usize,
        /// What is allowed.
        most: usize,
    },
    /// A part of the paste lies outside of its own rows and columns.
    #[error("this lies outside of the rows and columns")]
    Outside(String),
    /// A cell cannot hold this.
    #[error("{source}")]
    Content {
        /// Where.
        cell: CellId,
        /// What is wrong.
        source: FormError,
    },
    /// A format or another entry has not its form.
    #[error("{what}")]
    Entry {
        /// Which of the paste.
        place: String,
        /// What is wrong.
        what: String,
    },
}

/// A paste that is checked.
#[derive(Debug)]
pub struct Pasted {
    /// Its sheet.
    pub sheet: SheetId,
    /// What is to be written.
    pub edits: Vec<Edit>,
    /// Cells that it is about.
    pub cells: usize,
    act: Act,
    /// Corners.
    from: CellId,
    to: CellId,
}

/// Checks a paste of at most so many cells.
pub fn paste(paste: &Paste, most: usize) -> Result<Pasted, PasteError> {
    let sheet: SheetId = paste.sheet.parse().map_err(|_| PasteError::Sheet)?;
    let contents: usize = paste.contents.iter().map(|part| part.values.len()).sum();
    let runs = paste.formats.iter().flat_map(|part| &part.runs);
    let formats = runs.fold(0_usize, |sum, run| sum.saturating_add(run.1));
    let cells = contents.max(formats).max(paste.entries.len());
    if cells > most {
        return Err(PasteError::TooMany { cells, most });
    }
    let rows = lines(&paste.rows, "rows")?;
    let cols = lines(&paste.cols, "cols")?;
    let named = |(row, col): (u64, u64)| CellId {
        row: LineId(row),
        col: LineId(col),
    };
    let corners = match paste.corners {
        Some([first, last]) => Some((named(first), named(last))),
        None => corner(&rows, &cols, 0).zip(corner(&rows, &cols, usize::MAX)),
    };
    let (from, to) = corners.ok_or(PasteError::Lines("rows"))?;
    let place = Place {
        act: paste.act,
        sheet: &sheet,
        rows: &rows,
        cols: &cols,
    };
    let mut edits = Vec::with_capacity(contents + formats + paste.entries.len());
    place.contents(&paste.contents, &mut edits)?;
    place.formats(&paste.formats, &paste.styles, &mut edits)?;
    place.entries(&paste.entries, &mut edits)?;
    Ok(Pasted {
        edits,
        cells,
        act: paste.act,
        from,
        to,
        sheet,
    })
}

fn lines(runs: &[(u64, u32)], which: &'static str) -> Result<Vec<LineId>, PasteError> {
    let mut lines = Vec::new();
    for (first, count) in runs {
        let length = *count as usize;
        if !asset::is_run((*first, *count)) || lines.len() + length > MOST_LINES {
            return Err(PasteError::Lines(which));
        }
        lines.extend((*first..).take(length).map(LineId));
    }
    Ok(lines)
}

fn corner(rows: &[LineId], cols: &[LineId], at: usize) -> Option<CellId> {
    let of = |lines: &[LineId]| lines.get(at.min(lines.len().checked_sub(1)?)).copied();
    Some(CellId {
        row: of(rows)?,
        col: of(cols)?,
    })
}

/// Rows and columns of a paste.
struct Place<'a> {
    act: Act,
    sheet: &'a SheetId,
    rows: &'a [LineId],
    cols: &'a [LineId],
}

impl Place<'_> {
    /// The column and the rows of a part.
    fn part(
        &self,
        (col, row, count): (usize, usize, usize),
        name: impl Fn() -> String,
    ) -> Result<(LineId, &[LineId]), PasteError> {
        let end = row.checked_add(count);
        let rows = end.and_then(|end| self.rows.get(row..end));
        let found = self.cols.get(col).copied().zip(rows);
        found.ok_or_else(|| PasteError::Outside(name()))
    }

    fn contents(&self, parts: &[Contents], edits: &mut Vec<Edit>) -> Result<(), PasteError> {
        for (n, part) in parts.iter().enumerate() {
            let size = (part.col, part.row, part.values.len());
            let (col, rows) = self.part(size, || format!("contents[{n}]"))?;
            for (row, value) in rows.iter().zip(&part.values) {
                let cell = CellId { row: *row, col };
                let key = Key::Cell(self.sheet.clone(), cell);
                form::check(&key, value).map_err(|source| PasteError::Content { cell, source })?;
                edits.push(Edit::new(&key, Some(value.clone())));
            }
        }
        Ok(())
    }

    fn formats(
        &self,
        parts: &[Formats],
        styles: &[Json],
        edits: &mut Vec<Edit>,
    ) -> Result<(), PasteError> {
        let first = CellId {
            row: self.rows[0],
            col: self.cols[0],
        };
        let some = Key::Format(self.sheet.clone(), FormatTarget::Cell(first));
        for (n, style) in styles.iter().enumerate() {
            let checked = if style.is_null() {
                Ok(())
            } else {
                form::check(&some, style)
            };
            checked.map_err(|error| wrong(format!("styles[{n}]"), &error))?;
        }
        for (n, part) in parts.iter().enumerate() {
            let name = || format!("formats[{n}]");
            let count = part
                .runs
                .iter()
                .fold(0_usize, |sum, run| sum.saturating_add(run.1));
            let (col, rows) = self.part((part.col, part.row, count), name)?;
            let looks = part
                .runs
                .iter()
                .flat_map(|(style, count)| std::iter::repeat_n(*style, *count));
            for (row, style) in rows.iter().zip(looks) {
                let style = styles.get(style);
                let style = style.ok_or_else(|| wrong(name(), "there is no such style"))?;
                let target = FormatTarget::Cell(CellId { row: *row, col });
                let key = Key::Format(self.sheet.clone(), target);
                edits.push(Edit::new(
                    &key,
                    Some(style.clone()).filter(|s| !s.is_null()),
                ));
            }
        }
        Ok(())
    }

    fn entries(
        &self,
        entries: &[(String, String, Json)],
        edits: &mut Vec<Edit>,
    ) -> Result<(), PasteError> {
        for (n, (root, text, value)) in entries.iter().enumerate() {
            let place = || format!("entries[{n}]");
            let root: Root = root.parse().map_err(|error| wrong(place(), &error))?;
            let key = Key::parse(root, text).map_err(|error| wrong(place(), &error))?;
            let comes = match &key {
                Key::Layout(sheet, LayoutItem::Merge(_))
                | Key::Note(sheet, _)
                | Key::Link(sheet, _) => sheet == self.sheet,
                Key::Table(_) | Key::TableColumn(..) => true,
                // What follows cells that move may stand anywhere: formulas, names, charts, rules.
                other => self.act == Act::Move && !other.server_only(),
            };
            if !comes {
                return Err(wrong(place(), "this does not come along with a paste"));
            }
            let goes = self.act == Act::Move && value.is_null() && !matches!(key, Key::Cell(..));
            if !goes {
                form::check(&key, value).map_err(|error| wrong(place(), &error))?;
            }
            edits.push(Edit::new(&key, Some(value.clone()).filter(|_| !goes)));
        }
        Ok(())
    }
}

fn wrong(place: String, what: &(impl ToString + ?Sized)) -> PasteError {
    PasteError::Entry {
        place,
        what: what.to_string(),
    }
}

impl Pasted {
    /// What it did, in words: the cells as they are named now.
    pub fn words(&self, document: &Document) -> Result<String, PasteError> {
        let book = document.workbook();
        let sheet = book
            .sheet(&self.sheet)
            .filter(|sheet| !sheet.is_deleted())
            .ok_or(PasteError::Sheet)?;
        let (verb, into) = match self.act {
            Act::Paste => ("Pasted", "into"),
            Act::Fill => ("Filled", "in"),
            Act::Clear => ("Cleared", "in"),
            Act::Format => ("Formatted", "in"),
            Act::Move => ("Moved", "to"),
        };
        let place = |cell: CellId| {
            let row = sheet.rows().index_of(cell.row)?;
            Some((row, sheet.cols().index_of(cell.col)?))
        };
        let corners = place(self.from).zip(place(self.to));
        let range = corners.map_or_else(String::new, |(first, last)| {
            let name = |(row, col)| a1::cell_name(row, col);
            format!(" {into} {}:{}", name(first), name(last))
        });
        // What moves is written where it comes to and where it was.
        let cells = match (self.act, corners) {
            (Act::Move, Some(((top, left), (bottom, right)))) => {
                let side = |from: u32, to: u32| to.abs_diff(from) as usize + 1;
                side(top, bottom) * side(left, right)
            }
            _ => self.cells,
        };
        let on = if book.sheets().nth(1).is_some() {
            format!(" on {}", sheet.name())
        } else {
            String::new()
        };
        Ok(format!("{verb} {} cells{range}{on}", grouped(cells)))
    }
}

/// A number with a comma between thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
