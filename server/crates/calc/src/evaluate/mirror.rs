//! Sheets as the library wants to see them: columns by visible position, in chunks filled when first read.

use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Float64Array, StringArray, UInt8Array};
use formualizer_eval::{
    arrow_store::{ArrowSheet, ColumnChunk, TypeTag, map_error_code},
    engine::range_view::RangeView,
};

use super::convert;
use crate::{
    book::Book,
    reference::{Rect, SheetIndex},
    storage::Scalar,
};

/// Rows of a chunk.
const ROWS: u32 = 1024;

/// One sheet's mirror.
struct Mirror {
    sheet: ArrowSheet,
    rows: u32,
    cols: u32,
    /// Which chunks hold what the sheet holds, by column and chunk.
    fresh: Vec<Vec<bool>>,
}

/// The mirrors of all sheets that the library has read.
#[derive(Default)]
pub(crate) struct Mirrors {
    sheets: Vec<Option<Mirror>>,
}

/// The text by which the library knows a sheet: no name that people give can be like it.
pub(crate) fn sheet_key(sheet: SheetIndex) -> String {
    format!("\u{FFFC}{}", sheet.0)
}

impl Mirrors {
    fn get(&self, sheet: SheetIndex) -> Option<&Mirror> {
        self.sheets.get(sheet.0 as usize)?.as_ref()
    }

    /// Forgets a sheet whose lines changed.
    pub(crate) fn drop_sheet(&mut self, sheet: SheetIndex) {
        if let Some(mirror) = self.sheets.get_mut(sheet.0 as usize) {
            *mirror = None;
        }
    }

    /// Whether the sheet is mirrored at all.
    #[inline]
    pub(crate) fn has(&self, sheet: SheetIndex) -> bool {
        self.get(sheet).is_some()
    }

    /// Notes that a cell changed.
    pub(crate) fn touch(&mut self, sheet: SheetIndex, row: u32, col: u32) {
        if let Some(Some(m)) = self.sheets.get_mut(sheet.0 as usize) {
            if row >= m.rows || col >= m.cols {
                self.sheets[sheet.0 as usize] = None;
            } else if let Some(fresh) = m.fresh[col as usize].get_mut((row / ROWS) as usize) {
                *fresh = false;
            }
        }
    }

    /// The view of a rectangle; `None` when it must be filled first.
    pub(crate) fn view(&self, sheet: SheetIndex, rect: &Rect) -> Option<RangeView<'_>> {
        let m = self.get(sheet)?;
        let fresh = |col: u32| {
            let chunks = &m.fresh[col as usize];
            m.chunks(rect)
                .all(|k| chunks.get(k as usize).copied().unwrap_or(true))
        };
        m.columns(rect).all(fresh).then(|| {
            m.sheet.range_view(
                rect.row1 as usize,
                rect.col1 as usize,
                rect.row2 as usize,
                rect.col2 as usize,
            )
        })
    }

    /// Fills what a rectangle covers.
    pub(crate) fn fill(&mut self, book: &Book, sheet: SheetIndex, rect: &Rect) {
        let at = sheet.0 as usize;
        if self.sheets.len() <= at {
            self.sheets.resize_with(at + 1, || None);
        }
        let mirror = self.sheets[at].get_or_insert_with(|| Mirror::new(book, sheet));
        for col in mirror.columns(rect) {
            for chunk in mirror.chunks(rect) {
                if mirror.fresh[col as usize].get(chunk as usize) == Some(&false) {
                    mirror.fill(book, sheet, col, chunk);
                }
            }
        }
    }
}

impl Mirror {
    fn new(book: &Book, sheet: SheetIndex) -> Self {
        let (rows, cols) = book.extent(sheet);
        let (rows, cols) = (rows.max(1), cols.max(1));
        Self {
            sheet: ArrowSheet::new_sparse_with_date_system(
                &sheet_key(sheet),
                cols as usize,
                rows as usize,
                ROWS as usize,
                convert::date_system(book.date1904),
            ),
            rows,
            cols,
            fresh: vec![vec![false; rows.div_ceil(ROWS) as usize]; cols as usize],
        }
    }

    fn columns(&self, rect: &Rect) -> std::ops::Range<u32> {
        rect.col1..rect.col2.saturating_add(1).min(self.cols)
    }

    fn chunks(&self, rect: &Rect) -> std::ops::Range<u32> {
        rect.row1 / ROWS..rect.row2.saturating_add(1).min(self.rows).div_ceil(ROWS)
    }

    fn fill(&mut self, book: &Book, sheet: SheetIndex, col: u32, chunk: u32) {
        self.fresh[col as usize][chunk as usize] = true;
        let first = chunk * ROWS;
        let last = (first + ROWS).min(self.rows) - 1;
        let mut lanes = Lanes::new((last - first + 1) as usize);
        if let Some(s) = book.sheet(sheet)
            && let Some(slot) = s.cols.slot_at(col)
        {
            let mut done = 0;
            for (row, count) in s.rows.slots(first, last) {
                s.cells.visit(slot, row, count, &mut |offset, value| {
                    lanes.put((done + offset) as usize, value, book);
                });
                done += count;
            }
        }
        self.sheet.columns[col as usize]
            .sparse_chunks
            .remove(&(chunk as usize));
        if let Some(target) = self
            .sheet
            .ensure_column_chunk_mut(col as usize, chunk as usize)
        {
            lanes.finish(target);
        }
    }
}

/// The lanes of a chunk being filled.
struct Lanes<'a> {
    tags: Vec<u8>,
    numbers: Vec<f64>,
    is_number: Vec<bool>,
    texts: Vec<Option<&'a str>>,
    bools: Vec<Option<bool>>,
    errors: Vec<Option<u8>>,
    counts: [usize; 4],
}

impl<'a> Lanes<'a> {
    fn new(len: usize) -> Self {
        Self {
            tags: vec![TypeTag::Empty as u8; len],
            numbers: vec![0.0; len],
            is_number: vec![false; len],
            texts: vec![],
            bools: vec![],
            errors: vec![],
            counts: [0; 4],
        }
    }

    fn put(&mut self, at: usize, value: Scalar, book: &'a Book) {
        let len = self.tags.len();
        let tag = match value {
            Scalar::Empty => return,
            Scalar::Number(n) => {
                self.numbers[at] = n;
                self.is_number[at] = true;
                self.counts[0] += 1;
                TypeTag::Number
            }
            Scalar::Bool(b) => {
                self.bools.resize(len, None);
                self.bools[at] = Some(b);
                self.counts[1] += 1;
                TypeTag::Boolean
            }
            Scalar::Text(id) => {
                self.texts.resize(len, None);
                self.texts[at] = Some(book.texts.get(id));
                self.counts[2] += 1;
                TypeTag::Text
            }
            Scalar::Error(e) => {
                self.errors.resize(len, None);
                self.errors[at] = Some(map_error_code(convert::kind(e)));
                self.counts[3] += 1;
                TypeTag::Error
            }
        };
        self.tags[at] = tag as u8;
    }

    fn finish(self, chunk: &mut ColumnChunk) {
        chunk.meta.len = self.tags.len();
        chunk.type_tag = Arc::new(UInt8Array::from(self.tags));
        let [numbers, bools, texts, errors] = self.counts;
        if numbers > 0 {
            let lane = Float64Array::new(self.numbers.into(), Some(self.is_number.into()));
            chunk.numbers = Some(Arc::new(lane));
        }
        if bools > 0 {
            chunk.booleans = Some(Arc::new(BooleanArray::from(self.bools)));
        }
        if texts > 0 {
            chunk.text = Some(Arc::new(StringArray::from(self.texts)) as ArrayRef);
        }
        if errors > 0 {
            chunk.errors = Some(Arc::new(UInt8Array::from(self.errors)));
        }
        chunk.meta.non_null_num = numbers;
        chunk.meta.non_null_bool = bools;
        chunk.meta.non_null_text = texts;
        chunk.meta.non_null_err = errors;
    }
}

/// What is left of an open rectangle when everything beyond the used cells is cut off.
pub(crate) fn clamp(book: &Book, rect: Rect) -> Rect {
    if rect.row2 != Rect::OPEN && rect.col2 != Rect::OPEN {
        return rect;
    }
    // All open ranges of a formula must be equally long, on whichever sheet they are.
    let used = book.indices().map(|s| book.extent(s));
    let (rows, cols) = used.fold((1, 1), |a, b| (a.0.max(b.0), a.1.max(b.1)));
    let cut = |end, used: u32| if end == Rect::OPEN { used - 1 } else { end };
    Rect {
        row2: cut(rect.row2, rows),
        col2: cut(rect.col2, cols),
        ..rect
    }
}
