//! Values of one sheet: columns by slot, in chunks of rows by slot. A row inserted anywhere moves nothing.

use std::ops::Range;

use daylight_model::{ErrorCode, Value};
use rustc_hash::FxHashMap;

use crate::{
    lines::{BASE_SLOTS, BLOCK, BLOCK_BITS},
    narrow,
    text::{TextId, Texts},
};

/// Cells that a sparse chunk holds at most.
const SPARSE: usize = 48;
/// Columns that are found by index; later and inserted ones by hash.
const DIRECT: u32 = 1 << 14;

/// A stored value, as wide as two words.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) enum Scalar {
    #[default]
    Empty,
    Number(f64),
    Text(TextId),
    Bool(bool),
    Error(ErrorCode),
}

/// The kind of a stored value; its payload stands beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
enum Tag {
    Empty,
    Number,
    Text,
    Bool,
    Error,
}

impl Scalar {
    fn pack(self) -> (Tag, u64) {
        match self {
            Self::Empty => (Tag::Empty, 0),
            Self::Number(n) => (Tag::Number, n.to_bits()),
            Self::Text(id) => (Tag::Text, id.0.into()),
            Self::Bool(b) => (Tag::Bool, b.into()),
            Self::Error(e) => (Tag::Error, e as u64),
        }
    }

    #[inline]
    fn unpack(tag: Tag, data: u64) -> Self {
        match tag {
            Tag::Empty => Self::Empty,
            Tag::Number => Self::Number(f64::from_bits(data)),
            Tag::Text => Self::Text(TextId(u32::try_from(data).unwrap_or(0))),
            Tag::Bool => Self::Bool(data != 0),
            Tag::Error => {
                let code = ErrorCode::ALL.into_iter().find(|e| *e as u64 == data);
                Self::Error(code.unwrap_or(ErrorCode::Value))
            }
        }
    }

    fn is_odd(self) -> bool {
        !matches!(self, Self::Empty | Self::Number(_))
    }

    /// The value with its text.
    pub(crate) fn value(self, texts: &Texts) -> Value {
        match self {
            Self::Empty => Value::Empty,
            Self::Number(n) => Value::Number(n),
            Self::Text(id) => Value::Text(texts.get(id).clone()),
            Self::Bool(b) => Value::Bool(b),
            Self::Error(e) => Value::Error(e),
        }
    }

    /// Whether this is that value.
    pub(crate) fn is(self, value: &Value, texts: &Texts) -> bool {
        match (self, value) {
            (Self::Empty, Value::Empty) => true,
            (Self::Number(a), Value::Number(b)) => (a + 0.0).to_bits() == (b + 0.0).to_bits(),
            (Self::Text(a), Value::Text(b)) => **texts.get(a) == **b,
            (Self::Bool(a), Value::Bool(b)) => a == *b,
            (Self::Error(a), Value::Error(b)) => a == *b,
            _ => false,
        }
    }
}

/// The cells of one column in one block of rows.
enum Chunk {
    /// By offset.
    Sparse(Vec<(u16, Scalar)>),
    Dense(Box<Dense>),
}

struct Dense {
    /// Cells that hold something other than a number.
    odd: u16,
    tags: [Tag; BLOCK as usize],
    data: [u64; BLOCK as usize],
}

impl Dense {
    fn set(&mut self, at: usize, value: Scalar) -> Scalar {
        let old = Scalar::unpack(self.tags[at], self.data[at]);
        self.odd -= u16::from(old.is_odd());
        self.odd += u16::from(value.is_odd());
        (self.tags[at], self.data[at]) = value.pack();
        old
    }
}

impl Chunk {
    /// Adds the numbers at `from..to` in order; false when there is an error among them.
    fn add(&self, from: usize, to: usize, sum: &mut f64) -> bool {
        match self {
            // What is empty is stored as zero.
            Self::Dense(d) if d.odd == 0 => {
                for data in &d.data[from..to] {
                    *sum += f64::from_bits(*data);
                }
                true
            }
            _ => {
                let mut fine = true;
                self.visit(from, to, &mut |_, value| match value {
                    Scalar::Number(n) => *sum += n,
                    Scalar::Error(_) => fine = false,
                    _ => {}
                });
                fine
            }
        }
    }

    fn get(&self, offset: u16) -> Scalar {
        match self {
            Self::Sparse(cells) => match cells.binary_search_by_key(&offset, |c| c.0) {
                Ok(i) => cells[i].1,
                Err(_) => Scalar::Empty,
            },
            Self::Dense(d) => Scalar::unpack(d.tags[offset as usize], d.data[offset as usize]),
        }
    }

    fn set(&mut self, offset: u16, value: Scalar) -> Scalar {
        match self {
            Self::Sparse(cells) => match cells.binary_search_by_key(&offset, |c| c.0) {
                Ok(i) if value == Scalar::Empty => cells.remove(i).1,
                Ok(i) => std::mem::replace(&mut cells[i].1, value),
                Err(_) if value == Scalar::Empty => Scalar::Empty,
                Err(i) if cells.len() < SPARSE => {
                    cells.insert(i, (offset, value));
                    Scalar::Empty
                }
                Err(_) => {
                    self.widen();
                    self.set(offset, value)
                }
            },
            Self::Dense(d) => d.set(offset as usize, value),
        }
    }

    fn widen(&mut self) {
        if let Self::Sparse(cells) = self {
            let mut dense = Box::new(Dense {
                odd: 0,
                tags: [Tag::Empty; BLOCK as usize],
                data: [0; BLOCK as usize],
            });
            for (offset, value) in cells.drain(..) {
                dense.set(offset as usize, value);
            }
            *self = Self::Dense(dense);
        }
    }

    /// Calls `f` for the cells at `from..to` that are not empty, in order.
    #[inline]
    fn visit(&self, from: usize, to: usize, f: &mut impl FnMut(usize, Scalar)) {
        match self {
            Self::Sparse(cells) => {
                let start = cells.partition_point(|c| (c.0 as usize) < from);
                for (offset, value) in &cells[start..] {
                    if *offset as usize >= to {
                        break;
                    }
                    f(*offset as usize, *value);
                }
            }
            Self::Dense(d) => {
                let cells = d.tags[from..to].iter().zip(&d.data[from..to]);
                for (i, (tag, data)) in cells.enumerate() {
                    if *tag != Tag::Empty {
                        f(from + i, Scalar::unpack(*tag, *data));
                    }
                }
            }
        }
    }
}

/// One column.
#[derive(Default)]
struct Column {
    base: Vec<Option<Chunk>>,
    inserted: FxHashMap<u32, Chunk>,
}

impl Column {
    #[inline]
    fn chunk(&self, block: u32) -> Option<&Chunk> {
        if block < BASE_SLOTS >> BLOCK_BITS {
            self.base.get(block as usize)?.as_ref()
        } else {
            self.inserted.get(&block)
        }
    }

    fn chunk_mut(&mut self, block: u32) -> &mut Chunk {
        let new = || Chunk::Sparse(vec![]);
        if block < BASE_SLOTS >> BLOCK_BITS {
            let at = block as usize;
            if self.base.len() <= at {
                self.base.resize_with(at + 1, || None);
            }
            self.base[at].get_or_insert_with(new)
        } else {
            self.inserted.entry(block).or_insert_with(new)
        }
    }
}

/// The values of a sheet by row slot and column slot.
#[derive(Default)]
pub(crate) struct Cells {
    direct: Vec<Column>,
    other: FxHashMap<u32, Column>,
    /// One past the largest base row and base column ever written.
    base_end: (u32, u32),
}

impl Cells {
    #[inline]
    fn column(&self, col: u32) -> Option<&Column> {
        if col < DIRECT {
            self.direct.get(col as usize)
        } else {
            self.other.get(&col)
        }
    }

    fn column_mut(&mut self, col: u32) -> &mut Column {
        if col < DIRECT {
            if self.direct.len() <= col as usize {
                self.direct.resize_with(col as usize + 1, Column::default);
            }
            &mut self.direct[col as usize]
        } else {
            self.other.entry(col).or_default()
        }
    }

    #[inline]
    pub(crate) fn get(&self, row: u32, col: u32) -> Scalar {
        match self.column(col).and_then(|c| c.chunk(row >> BLOCK_BITS)) {
            Some(chunk) => chunk.get(offset(row)),
            None => Scalar::Empty,
        }
    }

    /// Writes a value and hands back the former one.
    pub(crate) fn set(&mut self, row: u32, col: u32, value: Scalar) -> Scalar {
        if value == Scalar::Empty
            && self
                .column(col)
                .is_none_or(|c| c.chunk(row >> BLOCK_BITS).is_none())
        {
            return Scalar::Empty;
        }
        if row < BASE_SLOTS {
            self.base_end.0 = self.base_end.0.max(row + 1);
        }
        if col < BASE_SLOTS {
            self.base_end.1 = self.base_end.1.max(col + 1);
        }
        self.column_mut(col)
            .chunk_mut(row >> BLOCK_BITS)
            .set(offset(row), value)
    }

    /// Prepares a stretch of a column for many values.
    pub(crate) fn reserve(&mut self, row: u32, col: u32, cells: usize) {
        if cells > SPARSE {
            self.column_mut(col).chunk_mut(row >> BLOCK_BITS).widen();
        }
    }

    /// The chunks that hold rows `row..row + count` of a column, with the first row of each and the part wanted.
    #[inline]
    fn chunks(
        &self,
        col: u32,
        row: u32,
        count: u32,
    ) -> impl Iterator<Item = (&Chunk, u32, Range<usize>)> {
        let end = row + count;
        let blocks = row >> BLOCK_BITS..(end + BLOCK - 1) >> BLOCK_BITS;
        self.column(col).into_iter().flat_map(move |column| {
            let last = match end {
                end if end <= BASE_SLOTS => blocks.end.min(narrow(column.base.len())),
                _ => blocks.end,
            };
            (blocks.start..last).filter_map(move |block| {
                let start = block << BLOCK_BITS;
                let part = row.max(start) - start..end.min(start + BLOCK) - start;
                Some((
                    column.chunk(block)?,
                    start,
                    part.start as usize..part.end as usize,
                ))
            })
        })
    }

    /// Calls `f(offset from row, value)` for the cells of a column from `row` on that are not empty.
    #[inline]
    pub(crate) fn visit(&self, col: u32, row: u32, count: u32, f: &mut impl FnMut(u32, Scalar)) {
        for (chunk, start, part) in self.chunks(col, row, count) {
            chunk.visit(part.start, part.end, &mut |offset, value| {
                f(start + narrow(offset) - row, value);
            });
        }
    }

    /// Adds the numbers of a column from `row` on; false when there is an error among them.
    #[inline]
    pub(crate) fn add(&self, col: u32, row: u32, count: u32, sum: &mut f64) -> bool {
        let mut fine = true;
        for (chunk, _, part) in self.chunks(col, row, count) {
            fine &= chunk.add(part.start, part.end, sum);
        }
        fine
    }

    /// Slots of columns that hold anything in some of the rows.
    pub(crate) fn columns_in(&self, row: u32, count: u32) -> Vec<u32> {
        let holds = |c: &Column| {
            let blocks = row >> BLOCK_BITS..=(row + count - 1) >> BLOCK_BITS;
            blocks.into_iter().any(|b| c.chunk(b).is_some())
        };
        let direct = self.direct.iter().enumerate().map(|(i, c)| (narrow(i), c));
        let other = self.other.iter().map(|(i, c)| (*i, c));
        direct
            .chain(other)
            .filter(|c| holds(c.1))
            .map(|c| c.0)
            .collect()
    }

    /// One past the largest base row and base column that were ever written.
    pub(crate) fn base_end(&self) -> (u32, u32) {
        self.base_end
    }
}

fn offset(row: u32) -> u16 {
    (row % BLOCK).try_into().unwrap_or(0)
}
