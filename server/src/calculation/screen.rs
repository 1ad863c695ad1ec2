//! What is on somebody's screen, and the computed values that belong there (SPEC.md, V).

use daylight_model::{CellId, LineId, SheetId, Value};
use serde::{Deserialize, Serialize};

use crate::ids::Seq;

/// Lines of a view that count at most; nobody's screen shows more.
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
}

impl Values {
    pub(super) fn new(seq: Seq, sheet: SheetId, all: bool) -> Self {
        Self {
            seq,
            sheet,
            cells: Vec::new(),
            all,
        }
    }

    pub(super) fn push(&mut self, cell: CellId, value: &Value) {
        self.cells.push((cell.row.0, cell.col.0, value.to_json()));
    }
}

/// Lines by identity, to ask whether one is among them.
#[derive(Debug)]
pub(super) struct Lines(Vec<(u64, u64)>);

impl Lines {
    pub(super) fn new(runs: &[daylight_model::LineRun]) -> Self {
        let mut spans: Vec<_> = runs
            .iter()
            .map(|(first, count)| (*first, first + u64::from(*count)))
            .collect();
        spans.sort_unstable();
        Self(spans)
    }

    pub(super) fn contains(&self, line: LineId) -> bool {
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
        let lines = Lines::new(&[(10, 2), (0, 3), (20, 1)]);
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
