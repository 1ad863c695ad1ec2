//! What formulas read: sheets with their axes and values, defined names, texts.

use std::sync::Arc;

use daylight_model::{
    Axis, LineId, LineRun, Reference, SheetId, Value,
    content::End,
    id::{MAX_COLS, MAX_ROWS},
};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    cell_map::CellMap,
    evaluate::place::Place,
    lines::{BASE_SLOTS, Lines, NOWHERE},
    names::Names,
    narrow,
    reference::{Area, Cell, Kind, Rect, SheetIndex},
    spill::Spills,
    storage::{Cells, Scalar},
    tables::Tables,
    text::Texts,
};

/// One sheet.
pub(crate) struct Sheet {
    pub id: SheetId,
    pub name: Arc<str>,
    /// False before it is put and after it is removed; what it holds stays.
    pub exists: bool,
    pub rows: Lines,
    pub cols: Lines,
    pub cells: Cells,
    /// Formulas by cell.
    pub formulas: CellMap,
    /// Rows that are not to be seen.
    pub hidden: Hidden,
}

/// Rows of a sheet that are not to be seen.
#[derive(Default, PartialEq)]
pub(crate) struct Hidden {
    /// By a filter.
    pub filtered: Runs,
    /// By hand.
    pub by_hand: Runs,
}

/// Lines by slot, in runs: people hide all of a sheet but a few rows.
#[derive(Default, PartialEq)]
pub(crate) struct Runs(Vec<(u32, u32)>);

impl Runs {
    /// The slots of these lines.
    pub(crate) fn of(lines: &[LineRun], axis: &mut Lines) -> Self {
        let mut runs = vec![];
        for (first, count) in lines {
            match u32::try_from(*first) {
                // Base lines are their own slots.
                Ok(slot) if slot < BASE_SLOTS => runs.push((slot, *count)),
                _ => {
                    let ids = *first..*first + u64::from(*count);
                    runs.extend(ids.map(|id| (axis.slot(LineId(id)), 1)));
                }
            }
        }
        runs.sort_unstable();
        Self(runs)
    }

    pub(crate) fn contains(&self, slot: u32) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= slot);
        let run = after.checked_sub(1).map(|n| self.0[n]);
        run.is_some_and(|(first, count)| slot - first < count)
    }
}

/// Sheets, names and texts.
#[derive(Default)]
pub(crate) struct Book {
    pub sheets: Vec<Sheet>,
    ids: FxHashMap<SheetId, SheetIndex>,
    pub names: Names,
    pub tables: Tables,
    pub texts: Texts,
    /// References through several sheets.
    stacks: Vec<Reference>,
    stack_ids: FxHashMap<Reference, u32>,
    /// Sheets in the order of their tabs.
    pub order: Vec<SheetIndex>,
    /// What array formulas have written beside themselves.
    pub spills: Spills,
    /// Cells whose formula is a subtotal.
    pub subtotals: FxHashSet<Cell>,
    pub date1904: bool,
}

impl Book {
    pub(crate) fn new(date1904: bool) -> Self {
        Self {
            date1904,
            ..Self::default()
        }
    }

    /// The place of a sheet, given out when it is new.
    pub(crate) fn intern(&mut self, id: &SheetId) -> SheetIndex {
        if let Some(index) = self.ids.get(id) {
            return *index;
        }
        let Ok(n) = u16::try_from(self.sheets.len()) else {
            return SheetIndex::NOWHERE;
        };
        let index = SheetIndex(n);
        if index == SheetIndex::NOWHERE {
            return index;
        }
        self.sheets.push(Sheet {
            id: id.clone(),
            name: id.as_str().into(),
            exists: false,
            rows: Lines::new(Axis::base(MAX_ROWS)),
            cols: Lines::new(Axis::base(MAX_COLS)),
            cells: Cells::default(),
            formulas: CellMap::default(),
            hidden: Hidden::default(),
        });
        self.ids.insert(id.clone(), index);
        index
    }

    /// The place of a sheet that was seen before.
    pub(crate) fn find(&self, id: &SheetId) -> Option<SheetIndex> {
        self.ids.get(id).copied()
    }

    /// The sheet that people call so.
    pub(crate) fn by_name(&self, name: &str) -> Option<SheetIndex> {
        let lower = name.to_lowercase();
        let at = self
            .sheets
            .iter()
            .position(|s| s.exists && s.name.to_lowercase() == lower)?;
        Some(SheetIndex(u16::try_from(at).ok()?))
    }

    /// The number of a reference through several sheets, given out when it is new.
    pub(crate) fn intern_stack(&mut self, reference: &Reference) -> u32 {
        if let Some(n) = self.stack_ids.get(reference) {
            return *n;
        }
        let n = narrow(self.stacks.len());
        self.stacks.push(reference.clone());
        self.stack_ids.insert(reference.clone(), n);
        n
    }

    pub(crate) fn stack(&self, n: u32) -> &Reference {
        &self.stacks[n as usize]
    }

    /// The sheets from one tab to another, in order; none when one of these is gone.
    pub(crate) fn between(&self, first: &SheetId, last: &SheetId) -> &[SheetIndex] {
        let at = |id| {
            let index = self.find(id)?;
            self.order.iter().position(|s| *s == index)
        };
        match (at(first), at(last)) {
            (Some(a), Some(b)) => &self.order[a.min(b)..=a.max(b)],
            _ => &[],
        }
    }

    pub(crate) fn sheet(&self, index: SheetIndex) -> Option<&Sheet> {
        self.sheets.get(index.0 as usize)
    }

    pub(crate) fn sheet_id(&self, index: SheetIndex) -> &SheetId {
        // References to sheets beyond what can be numbered all read as the last one.
        let at = (index.0 as usize).min(self.sheets.len().saturating_sub(1));
        &self.sheets[at].id
    }

    /// The slots of a row and a column, given out when they are new.
    pub(crate) fn slots(&mut self, sheet: SheetIndex, row: LineId, col: LineId) -> (u32, u32) {
        match self.sheets.get_mut(sheet.0 as usize) {
            Some(s) => (s.rows.slot(row), s.cols.slot(col)),
            None => (NOWHERE, NOWHERE),
        }
    }

    /// The lines of a row slot and a column slot.
    pub(crate) fn lines(&self, sheet: SheetIndex, row: u32, col: u32) -> (LineId, LineId) {
        match self.sheet(sheet) {
            Some(s) => (s.rows.id(row), s.cols.id(col)),
            None => (LineId(row.into()), LineId(col.into())),
        }
    }

    /// Visible row and column of a cell; `None` when it does not show.
    #[inline]
    pub(crate) fn position(&self, cell: Cell) -> Option<(u32, u32)> {
        let s = self.sheet(cell.sheet).filter(|s| s.exists)?;
        Some((s.rows.position(cell.row)?, s.cols.position(cell.col)?))
    }

    /// The cell at a position of a sheet.
    #[inline]
    pub(crate) fn cell_at(&self, sheet: SheetIndex, (row, col): (u32, u32)) -> Option<Cell> {
        let s = self.sheet(sheet).filter(|s| s.exists)?;
        Some(Cell {
            sheet,
            row: s.rows.slot_at(row)?,
            col: s.cols.slot_at(col)?,
        })
    }

    /// What a reference covers that no formula of the graph need hold.
    pub(crate) fn place_of(&self, reference: &Reference, own: SheetIndex) -> Option<Place> {
        let sheet = match reference.sheet() {
            Some(id) => self.find(id)?,
            None => own,
        };
        let s = self.sheet(sheet).filter(|s| s.exists)?;
        let rows = |a: End, b: End| s.rows.span(s.rows.find(a.line)?, s.rows.find(b.line)?);
        let cols = |a: End, b: End| s.cols.span(s.cols.find(a.line)?, s.cols.find(b.line)?);
        let ((row1, row2), (col1, col2)) = match reference {
            Reference::Cell { at, .. } => (rows(at.row, at.row)?, cols(at.col, at.col)?),
            Reference::Range { from, to, .. } => (rows(from.row, to.row)?, cols(from.col, to.col)?),
            Reference::Rows { from, to, .. } => (rows(*from, *to)?, (0, Rect::OPEN)),
            Reference::Columns { from, to, .. } => ((0, Rect::OPEN), cols(*from, *to)?),
            Reference::Name { .. } | Reference::Stack { .. } | Reference::Table { .. } => {
                return None;
            }
        };
        let rect = Rect {
            row1,
            col1,
            row2,
            col2,
        };
        Some(Place { sheet, rect })
    }

    /// What an area covers at present; `None` when nothing is left of it.
    pub(crate) fn rect(&self, a: &Area) -> Option<Rect> {
        let s = self.sheet(a.sheet).filter(|s| s.exists)?;
        let (row1, row2) = match a.kind {
            Kind::Columns => (0, Rect::OPEN),
            Kind::Name | Kind::Stack | Kind::Table => return None,
            _ => s.rows.span(a.row1, a.row2)?,
        };
        let (col1, col2) = match a.kind {
            Kind::Rows => (0, Rect::OPEN),
            _ => s.cols.span(a.col1, a.col2)?,
        };
        Some(Rect {
            row1,
            col1,
            row2,
            col2,
        })
    }

    #[inline]
    pub(crate) fn scalar(&self, cell: Cell) -> Scalar {
        match self.sheets.get(cell.sheet.0 as usize) {
            Some(s) => s.cells.get(cell.row, cell.col),
            None => Scalar::Empty,
        }
    }

    pub(crate) fn value(&self, cell: Cell) -> Value {
        self.scalar(cell).value(&self.texts)
    }

    /// Writes a value; true when it differs from the former one.
    pub(crate) fn write(&mut self, cell: Cell, value: &Value) -> bool {
        let Some(sheet) = self.sheets.get_mut(cell.sheet.0 as usize) else {
            return false;
        };
        let old = sheet.cells.get(cell.row, cell.col);
        if old.is(value, &self.texts) {
            return false;
        }
        let new = match value {
            Value::Empty => Scalar::Empty,
            Value::Number(n) => Scalar::Number(*n),
            Value::Text(t) => Scalar::Text(self.texts.hold(t)),
            Value::Bool(b) => Scalar::Bool(*b),
            Value::Error(e) => Scalar::Error(*e),
        };
        sheet.cells.set(cell.row, cell.col, new);
        if let Scalar::Text(id) = old {
            self.texts.release(id);
        }
        true
    }

    /// One past the last used position of a sheet, rows and columns; never too small.
    pub(crate) fn extent(&self, sheet: SheetIndex) -> (u32, u32) {
        let Some(s) = self.sheet(sheet) else {
            return (0, 0);
        };
        let (rows, cols) = s.cells.base_end();
        (s.rows.extent(rows), s.cols.extent(cols))
    }

    /// The places of all sheets.
    pub(crate) fn indices(&self) -> impl Iterator<Item = SheetIndex> + use<> {
        (0..narrow(self.sheets.len())).map(|n| SheetIndex(u16::try_from(n).unwrap_or(u16::MAX)))
    }
}
