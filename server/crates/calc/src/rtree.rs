//! Rectangles, and which of them hold a cell: packed R-trees, a few of growing size, so that adding is cheap.

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
pub(crate) struct Entry {
    pub rect: Rect,
    pub range: u32,
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

/// A growing set of rectangles.
#[derive(Default)]
pub(crate) struct Forest {
    trees: Vec<Tree>,
    loose: Vec<Entry>,
}

impl Forest {
    pub(crate) fn add(&mut self, range: u32, rect: Rect) {
        self.loose.push(Entry { rect, range });
    }

    /// Whether anything may be found.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.trees.is_empty() && self.loose.is_empty()
    }

    /// Calls `f` with the range of each rectangle that holds the cell.
    #[inline]
    pub(crate) fn holding(&mut self, row: u32, col: u32, f: &mut impl FnMut(u32)) {
        if self.loose.len() > LOOSE {
            self.gather();
        }
        for e in &self.loose {
            if e.rect.holds(row, col) {
                f(e.range);
            }
        }
        for tree in &self.trees {
            tree.visit(row, col, f);
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

    /// Gives every entry its present rectangle; the trees keep their shape. Entries for which `f` has none go.
    pub(crate) fn update(&mut self, mut f: impl FnMut(u32) -> Option<Rect>) {
        let mut keep = |e: &mut Entry| {
            f(e.range).is_some_and(|rect| {
                e.rect = rect;
                true
            })
        };
        for tree in &mut self.trees {
            tree.entries.retain_mut(&mut keep);
            tree.raise();
        }
        self.trees.retain(|t| !t.entries.is_empty());
        self.loose.retain_mut(&mut keep);
    }

    pub(crate) fn clear(&mut self) {
        self.trees.clear();
        self.loose.clear();
    }
}
