//! The index of the ranges on one sheet: which of them depend on a cell?
//!
//! A cell far up in a column may lie in as many ranges as there are rows below it, when those hold running
//! totals. So a tall range does not depend on its cells one by one: where it covers whole **blocks** of
//! a column, it depends on these, and a block on its cells. Blocks come in two sizes, the larger made of the smaller.

use crate::{reference::Rect, rtree::Forest};

/// Rows of a small block, and small blocks of a large one, as a power of two.
const BITS: u32 = 6;
/// Cells, small blocks, large blocks.
pub(crate) const LEVELS: usize = 3;

/// The part of a range at one level: rows counted in blocks of that level.
struct Piece {
    level: usize,
    rect: Rect,
}

/// The block at a level that a row lies in.
pub(crate) fn block_of(level: usize, row: u32) -> u32 {
    (0..level).fold(row, |row, _| row >> BITS)
}

/// True when a rectangle covers a whole block.
fn is_tall(rect: Rect) -> bool {
    let first = rect.row1.div_ceil(1 << BITS);
    let past = (u64::from(rect.row2) + 1) >> BITS;
    u64::from(first) < past
}

/// A tall rectangle cut into blocks as large as possible.
fn pieces(rect: Rect) -> Vec<Piece> {
    let mut pieces = vec![];
    // Half-open, so that an open end needs no exception.
    let (mut first, mut past) = (u64::from(rect.row1), u64::from(rect.row2) + 1);
    let mut add = |level: usize, from: u64, to: u64| {
        if from < to {
            let row = |n: u64| u32::try_from(n).unwrap_or(Rect::OPEN);
            let rect = Rect {
                row1: row(from),
                row2: row(to - 1),
                ..rect
            };
            pieces.push(Piece { level, rect });
        }
    };
    for level in 0..LEVELS {
        let (inner_first, inner_past) = (first.div_ceil(1 << BITS), past >> BITS);
        if level + 1 == LEVELS || inner_first >= inner_past {
            add(level, first, past);
            break;
        }
        add(level, first, inner_first << BITS);
        add(level, inner_past << BITS, past);
        (first, past) = (inner_first, inner_past);
    }
    pieces
}

/// The ranges of one sheet.
#[derive(Default)]
pub(crate) struct RangeIndex {
    members: Vec<u32>,
    /// Ranges that cover no whole block.
    short: Forest,
    /// The pieces of all others, by level.
    tall: [Forest; LEVELS],
}

impl RangeIndex {
    pub(crate) fn add(&mut self, range: u32, rect: Option<Rect>) {
        self.members.push(range);
        if let Some(rect) = rect {
            self.place(range, rect);
        }
    }

    fn place(&mut self, range: u32, rect: Rect) {
        if !is_tall(rect) {
            self.short.add(range, rect);
            return;
        }
        for piece in pieces(rect) {
            self.tall[piece.level].add(range, piece.rect);
        }
    }

    /// Calls `f` with each range that depends on that very cell.
    #[inline]
    pub(crate) fn holding(&mut self, row: u32, col: u32, mut f: impl FnMut(u32)) {
        self.short.holding(row, col, &mut f);
        self.tall[0].holding(row, col, &mut f);
    }

    /// Calls `f` with each range that depends on a block of that level, and on none around it.
    #[inline]
    pub(crate) fn holding_block(
        &mut self,
        level: usize,
        block: u32,
        col: u32,
        mut f: impl FnMut(u32),
    ) {
        self.tall[level].holding(block, col, &mut f);
    }

    /// Whether any range depends on blocks of that level or larger ones.
    #[inline]
    pub(crate) fn has_blocks(&self, level: usize) -> bool {
        self.tall[level..].iter().any(|forest| !forest.is_empty())
    }

    /// All ranges of the sheet.
    pub(crate) fn members(&self) -> &[u32] {
        &self.members
    }

    /// Takes over what ranges cover now: `changed` are those that cover something else, with what they covered.
    pub(crate) fn refresh(
        &mut self,
        changed: &[(u32, Option<Rect>)],
        now: impl Fn(u32) -> Option<Rect>,
    ) {
        if changed.is_empty() {
            return;
        }
        let short = |rect: Option<Rect>| rect.filter(|r| !is_tall(*r));
        let tall = |rect: Option<Rect>| rect.filter(|r| is_tall(*r));
        self.short.update(|range| short(now(range)));
        for (range, old) in changed {
            if let (None, Some(rect)) = (short(*old), short(now(*range))) {
                self.short.add(*range, rect);
            }
        }
        if changed
            .iter()
            .any(|(range, old)| tall(*old).or(tall(now(*range))).is_some())
        {
            self.tall.iter_mut().for_each(Forest::clear);
            for range in std::mem::take(&mut self.members) {
                if let Some(rect) = tall(now(range)) {
                    self.place(range, rect);
                }
                self.members.push(range);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng, rngs::SmallRng};

    use super::*;

    fn random_rect(random: &mut SmallRng) -> Rect {
        let row1 = random.random_range(0..2000);
        let col1 = random.random_range(0..60);
        match random.random_range(0..10) {
            0 => Rect {
                row1: 0,
                col1,
                row2: Rect::OPEN,
                col2: col1,
            },
            1 => Rect {
                row1: row1 / 2,
                col1,
                row2: row1 + random.random_range(0..9000),
                col2: col1 + 3,
            },
            _ => Rect {
                row1,
                col1,
                row2: row1 + random.random_range(0..12),
                col2: col1 + random.random_range(0..9),
            },
        }
    }

    fn holding(index: &mut RangeIndex, row: u32, col: u32) -> Vec<u32> {
        let mut found = vec![];
        index.holding(row, col, |range| found.push(range));
        for level in 1..LEVELS {
            index.holding_block(level, block_of(level, row), col, |range| found.push(range));
        }
        found.sort_unstable();
        found
    }

    #[test]
    fn finds_what_a_search_through_all_finds() {
        let mut random = SmallRng::seed_from_u64(1);
        let mut index = RangeIndex::default();
        let mut rects: Vec<Option<Rect>> = vec![];
        for range in 0..3000_u32 {
            let rect = (range % 97 != 0).then(|| random_rect(&mut random));
            index.add(range, rect);
            rects.push(rect);
            if range == 1500 {
                // A row came at 500, and some ranges died or came back.
                let old = rects.clone();
                for (i, rect) in rects.iter_mut().enumerate() {
                    match rect {
                        Some(_) if i % 50 == 3 => *rect = None,
                        Some(r) if r.row1 >= 500 => {
                            r.row1 += 1;
                            r.row2 = r.row2.saturating_add(1);
                        }
                        Some(_) => {}
                        None => *rect = Some(random_rect(&mut random)),
                    }
                }
                let all = (0..).zip(old);
                let changed: Vec<_> = all.filter(|(i, old)| rects[*i as usize] != *old).collect();
                index.refresh(&changed, |range| rects[range as usize]);
            }
            if range % 13 == 0 {
                let at = (random.random_range(0..2100), random.random_range(0..70));
                let all = (0..).zip(&rects);
                let hit = all.filter(|(_, r)| r.is_some_and(|r| r.holds(at.0, at.1)));
                let expected: Vec<u32> = hit.map(|(i, _)| i).collect();
                assert_eq!(holding(&mut index, at.0, at.1), expected, "{at:?}");
            }
        }
        assert_eq!(index.members().len(), 3000);
    }
}
