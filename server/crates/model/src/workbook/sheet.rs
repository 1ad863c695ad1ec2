//! A sheet of the read model.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use serde_json::Value as Json;

use crate::{
    asset::{Hash, LineRun},
    axis::{Axis, deleted_lines},
    content::Content,
    format::Format,
    id::{CellId, LineId, MAX_COLS, MAX_ROWS, SheetId},
    json,
    key::{FormatTarget, Key, LayoutItem, SheetField},
    workbook::Marks,
};

/// Whether a sheet shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SheetState {
    /// It has a tab.
    #[default]
    Visible,
    /// It has none until somebody shows it.
    Hidden,
    /// It has none and is not offered.
    VeryHidden,
    /// It was deleted and can be brought back.
    Deleted,
}

impl SheetState {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Visible => "visible",
            Self::Hidden => "hidden",
            Self::VeryHidden => "veryhidden",
            Self::Deleted => "deleted",
        }
    }

    fn from_json(j: Option<&Json>) -> Self {
        match j.and_then(Json::as_str) {
            Some("hidden") => Self::Hidden,
            Some("veryhidden") => Self::VeryHidden,
            Some("deleted") => Self::Deleted,
            _ => Self::Visible,
        }
    }
}

/// Rows or columns: their entries and the axis that these make, built when it is asked for.
#[derive(Debug)]
struct Lines {
    limit: u32,
    entries: HashMap<Arc<str>, Json>,
    axis: OnceLock<Axis>,
}

impl Lines {
    fn new(limit: u32) -> Self {
        Self {
            limit,
            entries: HashMap::new(),
            axis: OnceLock::new(),
        }
    }

    fn set(&mut self, entry: &Arc<str>, value: Option<&Json>) {
        match value {
            Some(value) => self.entries.insert(Arc::clone(entry), value.clone()),
            None => self.entries.remove(entry),
        };
        self.axis = OnceLock::new();
    }

    /// The deletion that covers a line, and how many lines it covers.
    fn deletion(&self, line: LineId) -> Option<(String, u64)> {
        let covers =
            |(first, count): &LineRun| (*first..first + u64::from(*count)).contains(&line.0);
        self.entries
            .iter()
            .filter_map(|(key, value)| Some((key, deleted_lines(key, value)?)))
            .find(|(_, spans)| spans.iter().any(covers))
            .map(|(key, spans)| {
                let count = spans.iter().map(|(_, count)| u64::from(*count)).sum();
                (key.to_string(), count)
            })
    }

    fn axis(&self) -> &Axis {
        self.axis.get_or_init(|| {
            let entries = self.entries.iter().map(|(key, value)| (&**key, value));
            Axis::build(self.limit, entries)
        })
    }
}

/// What a sheet holds above its blocks.
#[derive(Debug)]
pub struct Sheet {
    id: SheetId,
    name: Option<Arc<str>>,
    pos: String,
    state: SheetState,
    color: Option<String>,
    base: Option<Hash>,
    freeze: (Option<LineId>, Option<LineId>),
    grid: bool,
    rows: Lines,
    cols: Lines,
    cells: HashMap<CellId, Content>,
    cell_formats: HashMap<CellId, Format>,
    row_formats: HashMap<LineId, Format>,
    col_formats: HashMap<LineId, Format>,
    widths: HashMap<LineId, Option<f64>>,
    heights: HashMap<LineId, Option<f64>>,
    rows_hidden: HashMap<LineId, bool>,
    cols_hidden: HashMap<LineId, bool>,
    merges: HashMap<CellId, Option<CellId>>,
    marks: Marks,
}

fn put<K: std::hash::Hash + Eq, V>(map: &mut HashMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    };
}

fn lines(j: &Json) -> Option<(Option<LineId>, Option<LineId>)> {
    let list = j.as_array()?;
    let line = |i: usize| list.get(i).and_then(json::whole).map(LineId);
    Some((line(0), line(1)))
}

impl Sheet {
    pub(super) fn new(id: SheetId) -> Self {
        Self {
            id,
            name: None,
            pos: String::new(),
            state: SheetState::Visible,
            color: None,
            base: None,
            freeze: (None, None),
            grid: true,
            rows: Lines::new(MAX_ROWS),
            cols: Lines::new(MAX_COLS),
            cells: HashMap::new(),
            cell_formats: HashMap::new(),
            row_formats: HashMap::new(),
            col_formats: HashMap::new(),
            widths: HashMap::new(),
            heights: HashMap::new(),
            rows_hidden: HashMap::new(),
            cols_hidden: HashMap::new(),
            merges: HashMap::new(),
            marks: Marks::default(),
        }
    }

    pub(super) fn set(&mut self, key: &Key, value: Option<&Json>) {
        match key {
            Key::Sheet(_, field) => self.set_field(*field, value),
            Key::Rows(_, entry) => self.rows.set(entry, value),
            Key::Cols(_, entry) => self.cols.set(entry, value),
            Key::Cell(_, cell) => {
                let content = value.and_then(|v| Content::from_json(v).ok());
                put(&mut self.cells, *cell, content);
            }
            Key::Format(_, target) => {
                let format = value.map(|v| Format::from_json(v).unwrap_or_default());
                match target {
                    FormatTarget::Cell(cell) => put(&mut self.cell_formats, *cell, format),
                    FormatTarget::Row(row) => put(&mut self.row_formats, *row, format),
                    FormatTarget::Col(col) => put(&mut self.col_formats, *col, format),
                }
            }
            Key::Layout(_, item) => self.set_layout(*item, value),
            Key::Filter(..)
            | Key::FilterColumn(..)
            | Key::FilterRows(..)
            | Key::Rule(..)
            | Key::RuleOperand(..)
            | Key::Check(..)
            | Key::CheckOperand(..) => self.marks.set(key, value),
            // Nothing here is computed from charts, notes and links; the rest is of no sheet.
            Key::Chart(..)
            | Key::Note(..)
            | Key::Link(..)
            | Key::Epoch
            | Key::Date1904
            | Key::Iterate
            | Key::Styles
            | Key::Name(_)
            | Key::Table(_)
            | Key::TableColumn(..) => {}
        }
    }

    fn set_field(&mut self, field: SheetField, value: Option<&Json>) {
        let text = value.and_then(Json::as_str);
        match field {
            SheetField::Name => self.name = text.map(Into::into),
            SheetField::Pos => text.unwrap_or_default().clone_into(&mut self.pos),
            SheetField::State => self.state = SheetState::from_json(value),
            SheetField::Color => self.color = text.map(Into::into),
            SheetField::Base => self.base = text.and_then(|s| s.parse().ok()),
            SheetField::Freeze => self.freeze = value.and_then(lines).unwrap_or_default(),
            SheetField::Grid => self.grid = value != Some(&Json::Bool(false)),
        }
    }

    fn set_layout(&mut self, item: LayoutItem, value: Option<&Json>) {
        match item {
            LayoutItem::Width(col) => put(&mut self.widths, col, value.map(Json::as_f64)),
            LayoutItem::Height(row) => put(&mut self.heights, row, value.map(Json::as_f64)),
            LayoutItem::RowHidden(row) => {
                put(&mut self.rows_hidden, row, value.and_then(Json::as_bool));
            }
            LayoutItem::ColHidden(col) => {
                put(&mut self.cols_hidden, col, value.and_then(Json::as_bool));
            }
            LayoutItem::Merge(cell) => {
                let end = value.map(|v| {
                    let (row, col) = lines(v)?;
                    Some(CellId {
                        row: row?,
                        col: col?,
                    })
                });
                put(&mut self.merges, cell, end);
            }
        }
    }

    /// Its id.
    pub fn id(&self) -> &SheetId {
        &self.id
    }

    pub(super) fn exists(&self) -> bool {
        self.name.is_some()
    }

    /// True when it was deleted and not brought back.
    pub fn is_deleted(&self) -> bool {
        self.state == SheetState::Deleted
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }

    /// Its fractional key among the tabs.
    pub fn pos(&self) -> &str {
        &self.pos
    }

    /// Whether it shows.
    pub fn state(&self) -> SheetState {
        self.state
    }

    /// Colour of its tab, `#rrggbb`.
    pub fn color(&self) -> Option<&str> {
        self.color.as_deref()
    }

    /// Hash of its manifest.
    pub fn base(&self) -> Option<Hash> {
        self.base
    }

    /// Last frozen row and column.
    pub fn freeze(&self) -> (Option<LineId>, Option<LineId>) {
        self.freeze
    }

    /// Whether grid lines show.
    pub fn grid(&self) -> bool {
        self.grid
    }

    /// Its rows.
    pub fn rows(&self) -> &Axis {
        self.rows.axis()
    }

    /// Its columns.
    pub fn cols(&self) -> &Axis {
        self.cols.axis()
    }

    /// The entry that deletes a row, and how many rows it deletes.
    pub fn row_deletion(&self, line: LineId) -> Option<(String, u64)> {
        self.rows.deletion(line)
    }

    /// The entry that deletes a column, and how many columns it deletes.
    pub fn col_deletion(&self, line: LineId) -> Option<(String, u64)> {
        self.cols.deletion(line)
    }

    /// What was written over the base in a cell; `Content::Value(Value::Empty)`: cleared.
    pub fn cell(&self, cell: CellId) -> Option<&Content> {
        self.cells.get(&cell)
    }

    /// All cells written over the base.
    pub fn cells(&self) -> &HashMap<CellId, Content> {
        &self.cells
    }

    /// Formats of single cells.
    pub fn cell_formats(&self) -> &HashMap<CellId, Format> {
        &self.cell_formats
    }

    /// Formats of whole rows.
    pub fn row_formats(&self) -> &HashMap<LineId, Format> {
        &self.row_formats
    }

    /// Formats of whole columns.
    pub fn col_formats(&self) -> &HashMap<LineId, Format> {
        &self.col_formats
    }

    /// The format of a cell: `base` is what the blocks say.
    /// Row and column entries come first, the later of the two last, then the cell's own.
    pub fn format_of(&self, cell: CellId, base: &Format) -> Format {
        let mut format = base.clone();
        let row = self.row_formats.get(&cell.row);
        let col = self.col_formats.get(&cell.col);
        let at = |f: Option<&Format>| f.map_or(f64::NEG_INFINITY, Format::at);
        let (first, second) = if at(row) > at(col) {
            (col, row)
        } else {
            (row, col)
        };
        let own = self.cell_formats.get(&cell);
        for over in [first, second, own].into_iter().flatten() {
            format.put(over);
        }
        format
    }

    /// Column widths over the base; `None`: the default.
    pub fn widths(&self) -> &HashMap<LineId, Option<f64>> {
        &self.widths
    }

    /// Row heights over the base; `None`: the default.
    pub fn heights(&self) -> &HashMap<LineId, Option<f64>> {
        &self.heights
    }

    /// Rows hidden, or shown over the base.
    pub fn rows_hidden(&self) -> &HashMap<LineId, bool> {
        &self.rows_hidden
    }

    /// Columns hidden, or shown over the base.
    pub fn cols_hidden(&self) -> &HashMap<LineId, bool> {
        &self.cols_hidden
    }

    /// Filters, conditional formats and what may be entered.
    pub fn marks(&self) -> &Marks {
        &self.marks
    }

    /// Merges by first cell over the base; `None`: not merged.
    pub fn merges(&self) -> &HashMap<CellId, Option<CellId>> {
        &self.merges
    }
}
