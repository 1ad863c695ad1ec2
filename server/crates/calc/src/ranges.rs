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
        entries.retain(|e| e.rect.row1 <= e.rect.row2);
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
