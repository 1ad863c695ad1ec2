//! What the function library may ask while it evaluates: cells, ranges, functions, the clock.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use chrono::NaiveDateTime;
use formualizer_common::{DateSystem, ExcelError, ExcelErrorKind, LiteralValue};
use formualizer_eval::{
    engine::range_view::RangeView,
    timezone::{ClockProvider, TimeZoneSpec},
    traits::{
        EvaluationContext, Function, FunctionProvider, NamedRangeResolver, Range, RangeResolver,
        ReferenceInfo, ReferenceResolver, Resolver, SourceResolver, Table, TableResolver,
    },
};
use formualizer_parse::parser::{ReferenceType, TableReference};
use rustc_hash::FxHashMap;

use super::{
    convert,
    functions::Functions,
    mirror::{Mirrors, clamp},
};
use crate::{
    book::Book,
    reference::{Cell, Rect, SheetIndex},
};

/// The name of a sheet that an array is read from, but for its number: no name that people give can be like it.
const ARRAY: &str = "\u{FFFC}a";

/// The moment of a recalculation.
#[derive(Debug)]
pub(crate) struct Moment {
    pub now: NaiveDateTime,
    pub zone: TimeZoneSpec,
    pub seed: u64,
}

impl ClockProvider for Moment {
    fn timezone(&self) -> &TimeZoneSpec {
        &self.zone
    }

    fn now(&self) -> NaiveDateTime {
        self.now
    }
}

/// An area of a sheet that was read.
pub(crate) type Read = (SheetIndex, Rect);

/// Answers the library for the evaluation of one formula.
pub(crate) struct Context<'a> {
    pub book: &'a Book,
    pub functions: &'a Functions,
    pub mirrors: &'a Mirrors,
    pub moment: &'a Moment,
    /// The formula's sheet.
    pub own: SheetIndex,
    /// Areas to mirror before the evaluation can succeed.
    pub wanted: Mutex<Vec<Read>>,
    /// Areas read, where the formula decides as it goes.
    pub reads: Option<Mutex<Vec<Read>>>,
    /// Formulas that wait for each other, this one among them.
    pub pending: Option<&'a Pending>,
    /// The first of those that were to be read: the result is void until they have values.
    pub demanded: Mutex<Vec<u32>>,
    /// Arrays that are arguments, for the library to read as it reads ranges: what is no number in them does not
    /// count as one.
    pub arrays: Mutex<Vec<Vec<Vec<LiteralValue>>>>,
    /// Whether to give up.
    pub cancel: &'a (dyn Fn() -> bool + Sync),
    /// It was: the result is void.
    pub gave_up: AtomicBool,
}

/// Formulas that wait for each other, by where their values stand.
#[derive(Debug, Default)]
pub(crate) struct Pending(FxHashMap<SheetIndex, BTreeMap<(u32, u32), u32>>);

impl Pending {
    pub(crate) fn add(&mut self, sheet: SheetIndex, position: (u32, u32), formula: u32) {
        self.0.entry(sheet).or_default().insert(position, formula);
    }

    /// Takes a formula's value for known.
    pub(crate) fn remove(&mut self, sheet: SheetIndex, position: (u32, u32)) {
        if let Some(cells) = self.0.get_mut(&sheet) {
            cells.remove(&position);
        }
    }

    /// Those in a rectangle, by rows.
    fn within(&self, sheet: SheetIndex, rect: &Rect) -> Vec<u32> {
        let Some(cells) = self.0.get(&sheet) else {
            return vec![];
        };
        let rows = cells.range((rect.row1, 0)..=(rect.row2, u32::MAX));
        rows.filter(|((_, col), _)| (rect.col1..=rect.col2).contains(col))
            .map(|(_, formula)| *formula)
            .collect()
    }
}

impl Context<'_> {
    /// True when something was read that is not there yet: the result is void.
    pub(crate) fn incomplete(&self) -> bool {
        let wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        !wanted.is_empty() || (self.pending.is_some() && self.is_demanding())
    }

    fn is_demanding(&self) -> bool {
        let demanded = self.demanded.lock().unwrap_or_else(PoisonError::into_inner);
        !demanded.is_empty()
    }

    /// The formulas whose values are needed first.
    pub(crate) fn take_demanded(&self) -> Vec<u32> {
        let mut demanded = self.demanded.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *demanded)
    }

    /// Notes that a rectangle is read, where formulas wait for each other.
    #[inline]
    pub(crate) fn demand(&self, sheet: SheetIndex, rect: &Rect) {
        if let Some(pending) = self.pending {
            let mut demanded = self.demanded.lock().unwrap_or_else(PoisonError::into_inner);
            if demanded.is_empty() {
                *demanded = pending.within(sheet, rect);
            }
        }
    }

    /// The same of one cell.
    #[inline]
    pub(crate) fn demand_cell(&self, sheet: SheetIndex, (row, col): (u32, u32)) {
        if self.pending.is_some() {
            let rect = Rect {
                row1: row,
                col1: col,
                row2: row,
                col2: col,
            };
            self.demand(sheet, &rect);
        }
    }

    /// Takes an array that is an argument; the reference by which the library reads it.
    pub(crate) fn lend(&self, rows: Vec<Vec<LiteralValue>>) -> ReferenceType {
        let count = |n: usize| Some(crate::narrow(n));
        let (height, width) = (count(rows.len()), count(rows.first().map_or(0, Vec::len)));
        let mut arrays = self.arrays.lock().unwrap_or_else(PoisonError::into_inner);
        arrays.push(rows);
        let sheet = format!("{ARRAY}{}", arrays.len() - 1);
        ReferenceType::range(Some(sheet), Some(1), Some(1), height, width)
    }

    /// The array behind such a reference.
    fn lent(&self, sheet: Option<&str>) -> Option<RangeView<'static>> {
        let n: usize = sheet?.strip_prefix(ARRAY)?.parse().ok()?;
        let arrays = self.arrays.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = arrays.get(n)?.clone();
        Some(RangeView::from_owned_rows(rows, self.date_system()))
    }

    /// Whether to give up.
    pub(crate) fn cancelled(&self) -> bool {
        let cancelled = (self.cancel)();
        if cancelled {
            self.gave_up.store(true, Ordering::Relaxed);
        }
        cancelled
    }

    /// How many rows and columns a sheet shows.
    pub(crate) fn shown(&self, sheet: SheetIndex) -> (u32, u32) {
        let sheet = self.book.sheet(sheet);
        sheet.map_or((1, 1), |s| (s.rows.shown().max(1), s.cols.shown().max(1)))
    }

    /// A view of a rectangle that is already clamped; `Err` notes that it must be mirrored first.
    fn view(&self, sheet: SheetIndex, rect: Rect) -> Result<RangeView<'_>, ExcelError> {
        if let Some(view) = self.mirrors.view(sheet, &rect) {
            return Ok(view);
        }
        let mut wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        wanted.push((sheet, rect));
        Err(ExcelError::new(ExcelErrorKind::Na))
    }

    /// Makes sure that a rectangle is mirrored before the library asks for it.
    pub(crate) fn prepare(&self, sheet: SheetIndex, rect: Rect) {
        let _ = self.view(sheet, clamp(self.book, rect));
    }

    /// Notes what a formula read that decides as it goes.
    pub(crate) fn note(&self, sheet: SheetIndex, rect: Rect) {
        if let Some(reads) = &self.reads {
            let mut reads = reads.lock().unwrap_or_else(PoisonError::into_inner);
            reads.push((sheet, rect));
        }
    }

    /// The sheet that the library means: one of our keys, a name out of a text, or the formula's own.
    fn sheet(&self, name: Option<&str>) -> Result<SheetIndex, ExcelError> {
        let found = match name {
            None => Some(self.own),
            Some(name) => match name.strip_prefix('\u{FFFC}') {
                Some(key) => key.parse().ok().map(SheetIndex),
                None => self.book.by_name(name),
            },
        };
        let exists = |s: &SheetIndex| self.book.sheet(*s).is_some_and(|s| s.exists);
        found
            .filter(exists)
            .ok_or_else(|| ExcelError::new(ExcelErrorKind::Ref))
    }
}

impl ReferenceResolver for Context<'_> {
    fn resolve_cell_reference(
        &self,
        sheet: Option<&str>,
        row: u32,
        col: u32,
    ) -> Result<LiteralValue, ExcelError> {
        let sheet = self.sheet(sheet)?;
        let (Some(row), Some(col)) = (row.checked_sub(1), col.checked_sub(1)) else {
            return Err(ExcelError::new(ExcelErrorKind::Ref));
        };
        self.note(
            sheet,
            Rect {
                row1: row,
                col1: col,
                row2: row,
                col2: col,
            },
        );
        self.demand_cell(sheet, (row, col));
        let Some(s) = self.book.sheet(sheet) else {
            return Err(ExcelError::new(ExcelErrorKind::Ref));
        };
        let (Some(row), Some(col)) = (s.rows.slot_at(row), s.cols.slot_at(col)) else {
            return Err(ExcelError::new(ExcelErrorKind::Ref));
        };
        Ok(convert::literal(&self.book.value(Cell { sheet, row, col })))
    }
}

impl RangeResolver for Context<'_> {
    fn resolve_range_reference(
        &self,
        _: Option<&str>,
        _: Option<u32>,
        _: Option<u32>,
        _: Option<u32>,
        _: Option<u32>,
    ) -> Result<Box<dyn Range>, ExcelError> {
        Err(ExcelError::new(ExcelErrorKind::Ref))
    }
}

impl NamedRangeResolver for Context<'_> {
    fn resolve_named_range_reference(&self, _: &str) -> Result<Vec<Vec<LiteralValue>>, ExcelError> {
        Err(ExcelError::new(ExcelErrorKind::Name))
    }
}

impl TableResolver for Context<'_> {
    fn resolve_table_reference(&self, _: &TableReference) -> Result<Box<dyn Table>, ExcelError> {
        Err(ExcelError::new(ExcelErrorKind::Name))
    }
}

impl SourceResolver for Context<'_> {}
impl Resolver for Context<'_> {}

impl FunctionProvider for Context<'_> {
    fn get_function(&self, namespace: &str, name: &str) -> Option<Arc<dyn Function>> {
        if namespace.is_empty() {
            self.functions.get(name)
        } else {
            None
        }
    }
}

impl EvaluationContext for Context<'_> {
    fn materialized_array_cells(&self) -> u64 {
        super::array::MAX_CELLS
    }

    fn resolve_range_view<'c>(
        &'c self,
        reference: &ReferenceType,
        _: &str,
    ) -> Result<RangeView<'c>, ExcelError> {
        let dead = || ExcelError::new(ExcelErrorKind::Ref);
        if let ReferenceType::Range { sheet, .. } = reference
            && let Some(view) = self.lent(sheet.as_deref())
        {
            return Ok(view);
        }
        let at = |n: u32| n.checked_sub(1).ok_or_else(dead);
        let (sheet, rect) = match reference {
            ReferenceType::Cell {
                sheet, row, col, ..
            } => {
                let (row, col) = (at(*row)?, at(*col)?);
                let rect = Rect {
                    row1: row,
                    col1: col,
                    row2: row,
                    col2: col,
                };
                (sheet, rect)
            }
            ReferenceType::Range {
                sheet,
                start_row,
                start_col,
                end_row,
                end_col,
                ..
            } => {
                let end = |n: &Option<u32>| n.map_or(Ok(Rect::OPEN), at);
                let (row1, row2) = (at(start_row.unwrap_or(1))?, end(end_row)?);
                let (col1, col2) = (at(start_col.unwrap_or(1))?, end(end_col)?);
                let rect = Rect {
                    row1: row1.min(row2),
                    col1: col1.min(col2),
                    row2: row1.max(row2),
                    col2: col1.max(col2),
                };
                (sheet, rect)
            }
            ReferenceType::NamedRange(_) | ReferenceType::Table(_) => {
                return Err(ExcelError::new(ExcelErrorKind::Name));
            }
            _ => return Err(dead()),
        };
        let sheet = self.sheet(sheet.as_deref())?;
        self.note(sheet, rect);
        self.demand(sheet, &rect);
        self.view(sheet, clamp(self.book, rect))
    }

    fn resolve_cell_reference_value(
        &self,
        sheet: Option<&str>,
        row: u32,
        col: u32,
        _: &str,
    ) -> Result<LiteralValue, ExcelError> {
        self.resolve_cell_reference(sheet, row, col)
    }

    fn clock(&self) -> &dyn ClockProvider {
        self.moment
    }

    fn timezone(&self) -> &TimeZoneSpec {
        &self.moment.zone
    }

    fn workbook_seed(&self) -> u64 {
        self.moment.seed
    }

    fn sheet_bounds(&self, sheet: &str) -> Option<(u32, u32)> {
        let s = self.book.sheet(self.sheet(Some(sheet)).ok()?)?;
        Some((s.rows.shown(), s.cols.shown()))
    }

    fn sheet_index_by_name(&self, sheet: &str) -> Option<usize> {
        let index = self.sheet(Some(sheet)).ok()?;
        let at = self.book.order.iter().position(|s| *s == index)?;
        Some(at + 1)
    }

    fn inspect_reference(
        &self,
        reference: &ReferenceType,
        current_sheet: &str,
    ) -> Result<Option<ReferenceInfo>, ExcelError> {
        let (ReferenceType::Cell { sheet, .. } | ReferenceType::Range { sheet, .. }) = reference
        else {
            return Ok(None);
        };
        let sheet = sheet.as_deref().unwrap_or(current_sheet);
        Ok(Some(ReferenceInfo {
            first_sheet_index: self.sheet_index_by_name(sheet),
            sheet_count: Some(1),
            first_cell: None,
        }))
    }

    fn workbook_sheet_count(&self) -> Option<usize> {
        Some(self.book.sheets.iter().filter(|s| s.exists).count())
    }

    fn date_system(&self) -> DateSystem {
        convert::date_system(self.book.date1904)
    }
}
