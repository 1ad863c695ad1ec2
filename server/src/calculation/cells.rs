//! Reading computed cells of a range.

use std::collections::HashMap;
use std::sync::Arc;

use daylight_model::a1::{self, Area};
use daylight_model::id::{MAX_COLS, MAX_ROWS};
use daylight_model::workbook::Sheet;
use daylight_model::{
    Axis, CellId, Content, Document, Format, Hash, LineId, SheetId, Value, display,
};
use serde_json::Value as Json;

use crate::history::{BaseError, BasePart, Bases};
use crate::ids::{Seq, WorkbookId};

/// Cells that somebody wants.
#[derive(Debug, Clone)]
pub struct CellsWanted {
    /// The sheet.
    pub sheet: SheetId,
    /// What of it; whole rows and columns end where the sheet is used.
    pub area: Area,
    /// One past the last imported row and column.
    pub imported: (u32, u32),
    /// Cells that may be read at once.
    pub most: usize,
}

/// The cells cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No sheet has this name.
    #[error("there is no sheet {0:?}")]
    NoSheet(String),
    /// The text is no range.
    #[error("{0:?} is no range of cells")]
    NoRange(String),
    /// More cells than may be read at once.
    #[error("the range has {cells} cells, {most} may be read at once")]
    TooMany {
        /// In the range.
        cells: usize,
        /// What is allowed.
        most: usize,
    },
    /// The calculation has not caught up in time.
    #[error("the calculation is busy")]
    Busy,
}

/// A sheet by its name, the first one without a name.
pub fn sheet_named<'a>(document: &'a Document, name: Option<&str>) -> Result<&'a Sheet, ReadError> {
    let book = document.workbook();
    let found = match name {
        Some(name) => book.sheet_named(name),
        None => book.sheets().next(),
    };
    found.ok_or_else(|| ReadError::NoSheet(name.unwrap_or_default().chars().take(40).collect()))
}

/// The area of an A1 range, all of the sheet without one.
pub fn area(range: Option<&str>) -> Result<Area, ReadError> {
    match range {
        None => Ok(Area {
            top: 0,
            left: 0,
            bottom: MAX_ROWS - 1,
            right: MAX_COLS - 1,
        }),
        Some(text) => {
            a1::parse_range(text).ok_or_else(|| ReadError::NoRange(text.chars().take(40).collect()))
        }
    }
}

/// Cells that somebody wants, found in a document.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The change after which they are read.
    pub seq: Seq,
    /// Their sheet.
    pub sheet: SheetId,
    /// First row, by visible index.
    pub top: u32,
    /// First column, by visible index.
    pub left: u32,
    /// One past the last row that holds something.
    pub used_rows: u32,
    /// Rows, in order.
    pub rows: Vec<LineId>,
    /// Columns, in order.
    pub cols: Vec<LineId>,
    formats: HashMap<CellId, Over>,
    base: Option<Hash>,
    styles: Option<Hash>,
    date1904: bool,
}

/// What is written over a cell's imported format, of the properties that matter here.
#[derive(Debug, Clone, Default, PartialEq)]
struct Over {
    format: Property,
    fill: Property,
    color: Property,
}

/// One property of it.
#[derive(Debug, Clone, Default, PartialEq)]
enum Property {
    /// As imported.
    #[default]
    Imported,
    /// The default.
    Reset,
    /// Another one.
    Is(String),
}

impl Property {
    fn or<'a>(&'a self, imported: Option<&'a str>) -> Option<&'a str> {
        match self {
            Self::Imported => imported,
            Self::Reset => None,
            Self::Is(value) => Some(value),
        }
    }
}

/// How a computed cell is seen.
#[derive(Debug, Default)]
pub struct Sight {
    /// How it reads.
    pub text: String,
    /// Its fill, `#rrggbb`.
    pub fill: Option<Arc<str>>,
    /// The colour of its text.
    pub color: Option<Arc<str>>,
}

/// Computed cells.
#[derive(Debug)]
pub struct CellsRead {
    /// Which were wanted.
    pub wanted: Prepared,
    /// Those that hold or show something, row by row.
    pub cells: Vec<CellRead>,
}

/// One computed cell.
#[derive(Debug)]
pub struct CellRead {
    /// Its row, counted in the range.
    pub row: u32,
    /// Its column, counted in the range.
    pub col: u32,
    /// Value, typed or computed.
    pub value: Value,
    /// Formula without `=`.
    pub formula: Option<String>,
}

impl Prepared {
    /// Finds what is wanted in a document.
    pub fn find(wanted: &CellsWanted, document: &Document, seq: Seq) -> Result<Self, ReadError> {
        let book = document.workbook();
        let sheet = book
            .sheet(&wanted.sheet)
            .ok_or_else(|| ReadError::NoSheet(wanted.sheet.to_string()))?;
        let used = Used::of(sheet, wanted.imported);
        let Area { top, left, .. } = wanted.area;
        let bottom = if wanted.area.bottom == MAX_ROWS - 1 {
            used.rows
        } else {
            wanted.area.bottom + 1
        };
        let right = if wanted.area.right == MAX_COLS - 1 {
            used.cols
        } else {
            wanted.area.right + 1
        };
        let (height, width) = (
            bottom.saturating_sub(top) as usize,
            right.saturating_sub(left) as usize,
        );
        let cells = height.saturating_mul(width);
        if cells > wanted.most {
            return Err(ReadError::TooMany {
                cells,
                most: wanted.most,
            });
        }
        let lines = |axis: &Axis, from: u32, to: u32| {
            (from..to).map_while(|index| axis.id_at(index)).collect()
        };
        let mut prepared = Self {
            seq,
            sheet: sheet.id().clone(),
            top,
            left,
            used_rows: used.rows,
            rows: lines(sheet.rows(), top, bottom),
            cols: lines(sheet.cols(), left, right),
            formats: HashMap::new(),
            base: sheet.base(),
            styles: book.styles(),
            date1904: book.date1904(),
        };
        prepared.take_formats(sheet);
        Ok(prepared)
    }

    fn take_formats(&mut self, sheet: &Sheet) {
        if sheet.cell_formats().is_empty()
            && sheet.row_formats().is_empty()
            && sheet.col_formats().is_empty()
        {
            return;
        }
        for row in &self.rows {
            for col in &self.cols {
                let cell = CellId {
                    row: *row,
                    col: *col,
                };
                let over = Over::of(sheet, cell);
                if over != Over::default() {
                    self.formats.insert(cell, over);
                }
            }
        }
    }

    fn cell(&self, read: &CellRead) -> CellId {
        CellId {
            row: self.rows[read.row as usize],
            col: self.cols[read.col as usize],
        }
    }
}

impl Over {
    /// What is written over the imported format of a cell.
    fn of(sheet: &Sheet, cell: CellId) -> Self {
        /// No value that a property has, and so still there exactly when nothing was written over it.
        const IMPORTED: &str = "\0";
        let names = ["format", "fill", "color"];
        let base = Format(
            names
                .map(|name| (name.to_owned(), Json::from(IMPORTED)))
                .into(),
        );
        let format = sheet.format_of(cell, &base);
        let [format, fill, color] =
            names.map(|name| match format.get(name).and_then(Json::as_str) {
                Some(IMPORTED) => Property::Imported,
                Some(value) => Property::Is(value.to_owned()),
                None => Property::Reset,
            });
        Self {
            format,
            fill,
            color,
        }
    }
}

/// How far a sheet is used: one past the last line that holds something.
struct Used {
    rows: u32,
    cols: u32,
}

impl Used {
    fn of(sheet: &Sheet, (rows, cols): (u32, u32)) -> Self {
        let last = |axis: &Axis, lines: u32| {
            let end = lines
                .checked_sub(1)
                .and_then(|last| axis.span(LineId(0), LineId(u64::from(last))));
            end.map_or(0, |(_, last)| last + 1)
        };
        let mut used = Self {
            rows: last(sheet.rows(), rows),
            cols: last(sheet.cols(), cols),
        };
        let filled = sheet
            .cells()
            .iter()
            .filter(|(_, content)| **content != Content::Value(Value::Empty));
        for (cell, _) in filled {
            if let (Some(row), Some(col)) = (
                sheet.rows().index_of(cell.row),
                sheet.cols().index_of(cell.col),
            ) {
                used.rows = used.rows.max(row + 1);
                used.cols = used.cols.max(col + 1);
            }
        }
        used
    }
}

/// One past the last row of a sheet that holds something; `imported`: how far its base goes.
pub fn used_rows(sheet: &Sheet, imported: (u32, u32)) -> u32 {
    Used::of(sheet, imported).rows
}

impl CellsRead {
    /// The cells as they read, in the order of `cells`.
    pub async fn texts(
        &self,
        bases: &Bases,
        workbook: WorkbookId,
    ) -> Result<Vec<String>, BaseError> {
        let seen = self.seen(bases, workbook).await?;
        Ok(seen.into_iter().map(|sight| sight.text).collect())
    }

    /// The cells as people see them, in the order of `cells`.
    pub async fn seen(&self, bases: &Bases, workbook: WorkbookId) -> Result<Vec<Sight>, BaseError> {
        let wanted = &self.wanted;
        let imported = match wanted.base {
            Some(base) => {
                bases
                    .part(
                        workbook,
                        base,
                        self.cells.iter().map(|cell| wanted.cell(cell)),
                    )
                    .await?
            }
            None => BasePart::default(),
        };
        let styles = match wanted.styles {
            Some(styles) => Some(bases.styles(workbook, styles).await?),
            None => None,
        };
        let nothing = Over::default();
        let sight = |read: &CellRead| {
            let cell = wanted.cell(read);
            let style = styles
                .as_ref()
                .and_then(|styles| styles.get(imported.style(cell) as usize));
            let over = wanted.formats.get(&cell).unwrap_or(&nothing);
            let property = |name: &str| style.and_then(|style| style.get(name)?.as_str());
            let format = over.format.or(property("format"));
            Sight {
                text: display::text(&read.value, format, wanted.date1904),
                fill: over.fill.or(property("fill")).map(Arc::from),
                color: over.color.or(property("color")).map(Arc::from),
            }
        };
        Ok(self.cells.iter().map(sight).collect())
    }
}
