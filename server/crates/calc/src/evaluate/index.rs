//! Indexes of columns that lookups search: which rows hold a value, and where a sorted column would have it.
//! An index lives until a cell of its column or the lines of its sheet change.

use std::sync::Arc;

use daylight_model::Value;
use rustc_hash::FxHashMap;

use super::functions::number_in;
use crate::{book::Book, narrow, reference::SheetIndex, storage::Scalar};

/// Rows below which searching is as quick.
const SMALL: u32 = 16;
/// Times that an index may go before it was used twice, until the column is left alone.
const PATIENCE: u32 = 8;
/// Indexes kept at most.
const MAX_INDEXES: usize = 512;

/// Rows of one column, by slot and visible positions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Stretch {
    pub sheet: SheetIndex,
    pub col: u32,
    pub first: u32,
    pub last: u32,
}

/// A value as lookups compare it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Key {
    Number(u64),
    /// Lower case.
    Text(Box<str>),
    Bool(bool),
    /// A number written as text, beside the text itself.
    Written(u64),
}

impl Key {
    /// The key of a value; `None` for what nothing equals.
    pub(crate) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Number(n) => Some(Self::number(*n)),
            Value::Text(t) => Some(Self::Text(t.to_lowercase().into())),
            Value::Bool(b) => Some(Self::Bool(*b)),
            Value::Empty | Value::Error(_) => None,
        }
    }

    /// Numbers equal to about twelve decimals are one key where they are whole.
    pub(crate) fn number(n: f64) -> Self {
        let whole = n.round();
        let n = if (n - whole).abs() < 1e-12 { whole } else { n };
        Self::Number((n + 0.0).to_bits())
    }
}

/// What is known of a stretch.
pub(crate) struct Index {
    /// Key → its part of `rows`.
    keys: FxHashMap<Key, (u32, u32)>,
    /// Offsets of rows, ascending within a key.
    rows: Vec<u32>,
    /// All values, when the stretch begins with ascending numbers and nothing else comes after them.
    pub ascending: Option<Vec<f64>>,
}

impl Index {
    fn build(book: &Book, at: &Stretch) -> Self {
        let mut entries: FxHashMap<Key, Vec<u32>> = FxHashMap::default();
        let mut ascending = Some(vec![]);
        visit(book, at, |offset, value| {
            match (value, &mut ascending) {
                (Scalar::Number(n), Some(sorted))
                    if narrow(sorted.len()) == offset
                        && sorted.last().is_none_or(|last| *last <= n) =>
                {
                    sorted.push(n);
                }
                _ => ascending = None,
            }
            let key = match value {
                Scalar::Number(n) => Some(Key::number(n)),
                other => Key::of(&other.value(&book.texts)),
            };
            if let Some(Key::Text(text)) = &key
                && let Some(n) = number_in(text)
                && let Key::Number(bits) = Key::number(n)
            {
                entries.entry(Key::Written(bits)).or_default().push(offset);
            }
            if let Some(key) = key {
                entries.entry(key).or_default().push(offset);
            }
        });
        let mut index = Self {
            keys: FxHashMap::default(),
            rows: vec![],
            ascending,
        };
        index.keys.reserve(entries.len());
        for (key, mut rows) in entries {
            rows.sort_unstable();
            let start = narrow(index.rows.len());
            index.keys.insert(key, (start, narrow(rows.len())));
            index.rows.append(&mut rows);
        }
        index
    }

    /// Offsets of the rows that hold a value, ascending.
    pub(crate) fn rows(&self, key: &Key) -> &[u32] {
        match self.keys.get(key) {
            Some((start, count)) => &self.rows[*start as usize..(start + count) as usize],
            None => &[],
        }
    }
}

/// Calls `f(offset, value)` for the cells of a stretch that are not empty, in order.
pub(crate) fn visit(book: &Book, at: &Stretch, mut f: impl FnMut(u32, Scalar)) {
    let Some(s) = book.sheet(at.sheet) else {
        return;
    };
    let mut done = 0;
    for (row, count) in s.rows.slots(at.first, at.last) {
        s.cells.visit(at.col, row, count, &mut |offset, value| {
            f(done + offset, value);
        });
        done += count;
    }
}

struct Kept {
    index: Arc<Index>,
    uses: u32,
}

/// All indexes.
#[derive(Default)]
pub(crate) struct Indexes {
    kept: FxHashMap<Stretch, Kept>,
    /// Column → its stretches, and how often indexes on it were in vain.
    columns: FxHashMap<(SheetIndex, u32), (Vec<Stretch>, u32)>,
}

impl Indexes {
    /// The index of a stretch; `None` where one is not worth while.
    pub(crate) fn get(&mut self, book: &Book, at: &Stretch) -> Option<Arc<Index>> {
        if let Some(kept) = self.kept.get_mut(at) {
            kept.uses += 1;
            return Some(kept.index.clone());
        }
        if at.last - at.first < SMALL {
            return None;
        }
        if self.kept.len() >= MAX_INDEXES {
            self.kept.clear();
            self.columns.clear();
        }
        let (stretches, vain) = self.columns.entry((at.sheet, at.col)).or_default();
        if *vain > PATIENCE {
            return None;
        }
        let index = Arc::new(Index::build(book, at));
        stretches.push(*at);
        let kept = Kept {
            index: index.clone(),
            uses: 1,
        };
        self.kept.insert(*at, kept);
        Some(index)
    }

    /// Forgets what a change of a column concerns.
    #[inline]
    pub(crate) fn touch(&mut self, sheet: SheetIndex, col: u32) {
        if self.kept.is_empty() {
            return;
        }
        if let Some((stretches, vain)) = self.columns.get_mut(&(sheet, col)) {
            for at in stretches.drain(..) {
                if self.kept.remove(&at).is_some_and(|k| k.uses < 3) {
                    *vain += 1;
                }
            }
        }
    }

    /// Forgets everything on a sheet.
    pub(crate) fn drop_sheet(&mut self, sheet: SheetIndex) {
        self.kept.retain(|at, _| at.sheet != sheet);
        self.columns.retain(|at, _| at.0 != sheet);
    }
}
