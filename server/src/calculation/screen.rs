//! What is on somebody's screen, and the computed values that belong there (SPEC.md, V).

use std::sync::Arc;

use daylight_calc::Look;
use daylight_model::marks::Rect;
use daylight_model::{CellId, Format, LineId, SheetId, Value};
use serde::{Deserialize, Serialize};

use crate::ids::Seq;

/// Runs of a view that count at most; nobody's screen shows more.
const MOST_ROWS: u32 = 2000;
const MOST_COLS: u32 = 500;

/// What is on screen, by visible index, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// Sheet id.
    pub sheet: SheetId,
    /// First and last row.
    pub rows: [u32; 2],
    /// First and last column.
    pub cols: [u32; 2],
}

impl View {
    /// The rows, in order and not too many.
    pub(super) fn row_span(&self) -> (u32, u32) {
        span(self.rows, MOST_ROWS)
    }

    /// The columns, likewise.
    pub(super) fn col_span(&self) -> (u32, u32) {
        span(self.cols, MOST_COLS)
    }

    /// Both.
    pub(super) fn rect(&self) -> Rect {
        let ((top, bottom), (left, right)) = (self.row_span(), self.col_span());
        Rect {
            top,
            left,
            bottom,
            right,
        }
    }
}

fn span([first, last]: [u32; 2], most: u32) -> (u32, u32) {
    (first, last.min(first.saturating_add(most - 1)).max(first))
}

/// Computed values for a screen.
#[derive(Debug, Serialize)]
pub struct Values {
    /// The change up to which they are computed.
    pub seq: Seq,
    /// Sheet id.
    pub sheet: SheetId,
    /// Row id, column id, value.
    pub cells: Vec<(u64, u64, serde_json::Value)>,
    /// Whether these are all that differ from what was imported.
    pub all: bool,
    /// How the cells of the view look that do not look as their formats say; left out when that is as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub looks: Option<Arc<Looks>>,
}

/// How cells of a view look because of what they and others hold.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Looks {
    /// Different looks.
    kinds: Vec<LookView>,
    /// Row id, column id, place in `kinds`.
    cells: Vec<(u64, u64, usize)>,
}

/// A [`Look`], parts only where they are there.
#[derive(Debug, PartialEq, Serialize)]
struct LookView {
    #[serde(skip_serializing_if = "is_plain")]
    format: Format,
    #[serde(skip_serializing_if = "Option::is_none")]
    bar: Option<BarView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<IconView>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    bare: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    bad: Option<Arc<str>>,
}

#[derive(Debug, PartialEq, Serialize)]
struct BarView {
    from: f64,
    to: f64,
    zero: f64,
    color: Arc<str>,
    solid: bool,
}

#[derive(Debug, PartialEq, Serialize)]
struct IconView {
    set: &'static str,
    index: u8,
}

fn is_plain(format: &Format) -> bool {
    format.0.is_empty()
}

impl Looks {
    /// Alike looks of neighbours are written once.
    pub(super) fn new(cells: Vec<(CellId, Look)>) -> Self {
        /// So many looks back one is sought that is the same.
        const BACK: usize = 16;
        let mut looks = Self::default();
        for (cell, look) in cells {
            let view = LookView::new(look);
            let from = looks.kinds.len().saturating_sub(BACK);
            let known = looks.kinds[from..].iter().position(|kind| *kind == view);
            let kind = known.map_or(looks.kinds.len(), |place| from + place);
            if known.is_none() {
                looks.kinds.push(view);
            }
            looks.cells.push((cell.row.0, cell.col.0, kind));
        }
        looks
    }
}

impl LookView {
    fn new(look: Look) -> Self {
        let bar = look.bar.map(|bar| BarView {
            from: bar.zero,
            to: bar.to,
            zero: bar.zero,
            color: bar.color,
            solid: bar.solid,
        });
        let icon = look.icon.map(|icon| IconView {
            set: icon.set.name,
            index: icon.index,
        });
        Self {
            format: look.format,
            bar,
            icon,
            bare: look.bare,
            bad: look.bad,
        }
    }
}

impl Values {
    pub(super) fn new(seq: Seq, sheet: SheetId, all: bool) -> Self {
        Self {
            seq,
            sheet,
            cells: Vec::new(),
            all,
            looks: None,
        }
    }

    pub(super) fn push(&mut self, cell: CellId, value: &Value) {
        self.cells.push((cell.row.0, cell.col.0, value.to_json()));
    }
}

/// Runs by identity, to ask whether one is among them.
#[derive(Debug)]
pub struct Runs(Vec<(u64, u64)>);

impl Runs {
    /// The lines of some runs, in any order.
    pub fn new(runs: &[daylight_model::LineRun]) -> Self {
        let mut spans: Vec<_> = runs
            .iter()
            .map(|(first, count)| (*first, first + u64::from(*count)))
            .collect();
        spans.sort_unstable();
        Self(spans)
    }

    /// Whether a line is among them.
    pub fn contains(&self, line: LineId) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= line.0);
        after
            .checked_sub(1)
            .and_then(|at| self.0.get(at))
            .is_some_and(|(_, end)| line.0 < *end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_in_their_runs() {
        let lines = Runs::new(&[(10, 2), (0, 3), (20, 1)]);
        let found: Vec<u64> = (0..30)
            .filter(|line| lines.contains(LineId(*line)))
            .collect();
        assert_eq!(found, [0, 1, 2, 10, 11, 20]);
    }

    #[test]
    fn a_view_is_no_larger_than_a_screen() {
        assert_eq!(span([5, 1_000_000], 2000), (5, 2004));
        assert_eq!(span([9, 3], 2000), (9, 9));
    }
}
