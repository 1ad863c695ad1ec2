//! The index of the ranges on one sheet: which of them hold a cell?
//!
//! Rectangles lie in packed R-trees, a few of growing size, so that adding one is cheap. When rows or
//! columns come and go the trees keep their shape and only their rectangles are brought up to date.

use crate::reference::Rect;

/// Entries of a node.
const NODE: usize = 16;
/// Entries that are searched one by one before they become a tree.
const LOOSE: usize = 48;
/// What holds nothing.
const NOTHING: Rect = Rect {
    row1: 1,
    col1: 1,
    row2: 0,
    col2: 0,
};

#[derive(Clone, Copy)]
struct Entry {
    rect: Rect,
    range: u32,
}

/// A packed R-tree.
struct Tree {
    entries: Vec<Entry>,
    /// Boxes around [`NODE`] boxes of the level below, the lowest level first.
    levels: Vec<Vec<Rect>>,
}

impl Tree {
    fn pack(mut entries: Vec<Entry>) -> Self {
        let row = |e: &Entry| u64::from(e.rect.row1) + u64::from(e.rect.row2);
        let col = |e: &Entry| u64::from(e.rect.col1) + u64::from(e.rect.col2);
        entries.sort_unstable_by_key(row);
        let slices = entries.len().div_ceil(NODE).isqrt().max(1);
        let slice = entries.len().div_ceil(slices).max(1);
        for part in entries.chunks_mut(slice) {
            part.sort_unstable_by_key(col);
        }
        let mut tree = Self {
            entries,
            levels: vec![],
        };
        tree.raise();
        tree
    }

    /// Computes the boxes above the entries.
    fn raise(&mut self) {
        let around = |rects: &mut dyn Iterator<Item = Rect>| {
            rects
                .filter(|r| r.row1 <= r.row2)
                .reduce(Rect::around)
                .unwrap_or(NOTHING)
        };
        self.levels.clear();
        let nodes = self.entries.chunks(NODE);
        let mut level: Vec<Rect> = nodes
            .map(|n| around(&mut n.iter().map(|e| e.rect)))
            .collect();
        while level.len() > 1 {
            let next = level.chunks(NODE).map(|n| around(&mut n.iter().copied()));
            let next = next.collect();
            self.levels.push(std::mem::replace(&mut level, next));
        }
        self.levels.push(level);
    }

    #[inline]
    fn visit(&self, row: u32, col: u32, f: &mut impl FnMut(u32)) {
        let top = self.levels.len() - 1;
        if self.levels[top].first().is_some_and(|r| r.holds(row, col)) {
            self.descend(top, 0, row, col, f);
        }
    }

    fn descend(&self, level: usize, node: usize, row: u32, col: u32, f: &mut impl FnMut(u32)) {
        let from = node * NODE;
        if level == 0 {
            let to = (from + NODE).min(self.entries.len());
            for e in &self.entries[from..to] {
                if e.rect.holds(row, col) {
                    f(e.range);
                }
            }
            return;
        }
        let below = &self.levels[level - 1];
        for (i, rect) in below.iter().enumerate().skip(from).take(NODE) {
            if rect.holds(row, col) {
                self.descend(level - 1, i, row, col, f);
            }
        }
    }
}

/// The ranges of one sheet.
#[derive(Default)]
pub(crate) struct RangeIndex {
    trees: Vec<Tree>,
    loose: Vec<Entry>,
    /// Ranges that cover nothing at present.
    dead: Vec<u32>,
}

impl RangeIndex {
    pub(crate) fn add(&mut self, range: u32, rect: Option<Rect>) {
        match rect {
            Some(rect) => self.loose.push(Entry { rect, range }),
            None => self.dead.push(range),
        }
    }

    /// Calls `f` with each range that holds the cell.
    #[inline]
    pub(crate) fn holding(&mut self, row: u32, col: u32, mut f: impl FnMut(u32)) {
        if self.loose.len() > LOOSE {
            self.gather();
        }
        for e in &self.loose {
            if e.rect.holds(row, col) {
                f(e.range);
            }
        }
        for tree in &self.trees {
            tree.visit(row, col, &mut f);
        }
    }

    /// Makes a tree of the loose entries and of the trees that are not much larger.
    fn gather(&mut self) {
        let mut entries = std::mem::take(&mut self.loose);
        while let Some(tree) = self.trees.pop_if(|t| t.entries.len() <= entries.len() * 2) {
            entries.extend(tree.entries);
        }
        self.trees.push(Tree::pack(entries));
    }

    /// Brings every range up to date: `f` gives what it covers now, or `None` when nothing.
    pub(crate) fn update(&mut self, mut f: impl FnMut(u32) -> Option<Rect>) {
        let dead = std::mem::take(&mut self.dead);
        let mut fell: Vec<u32> = vec![];
        let trees = self.trees.iter_mut().flat_map(|t| &mut t.entries);
        for e in trees.chain(&mut self.loose) {
            if let Some(rect) = f(e.range) {
                e.rect = rect;
            } else if e.rect != NOTHING {
                e.rect = NOTHING;
                fell.push(e.range);
            }
        }
        for tree in &mut self.trees {
            tree.entries.retain(|e| e.rect != NOTHING);
            tree.raise();
        }
        self.loose.retain(|e| e.rect != NOTHING);
        for range in dead {
            let rect = f(range);
            self.add(range, rect);
        }
        self.dead.append(&mut fell);
    }

    /// Number of ranges, dead ones included.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        let in_trees: usize = self.trees.iter().map(|t| t.entries.len()).sum();
        in_trees + self.loose.len() + self.dead.len()
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
                row1: 0,
                col1,
                row2: row1,
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
                index.update(|range| rects[range as usize]);
            }
            if range % 13 == 0 {
                let at = (random.random_range(0..2100), random.random_range(0..70));
                let all = (0..).zip(&rects);
                let hit = all.filter(|(_, r)| r.is_some_and(|r| r.holds(at.0, at.1)));
                let expected: Vec<u32> = hit.map(|(i, _)| i).collect();
                assert_eq!(holding(&mut index, at.0, at.1), expected, "{at:?}");
            }
        }
        assert_eq!(index.len(), 3000);
    }
}
