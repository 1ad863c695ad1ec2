//! The axis of a sheet: line ids ↔ visible indices (FORMAT.md §3).
//!
//! Lines stand in a total order, tombstones included. It is kept as segments, each a stretch of
//! consecutive ids that are all live or all deleted, with prefix sums, so that a look-up costs
//! O(log exceptions) and lines that were never touched cost nothing.

use std::sync::Arc;

use serde_json::Value as Json;

mod build;
mod edit;
mod entry;
pub mod path;

pub(crate) use entry::deleted_lines;

pub use edit::AxisError;
pub(crate) use entry::{Entry, is_key};
pub use entry::{EntryError, MAX_INSERT, MAX_SPANS};

use crate::{asset::LineRun, id::LineId};

/// Marks a segment of base lines, which need no carrier.
const BASE: u32 = u32::MAX;

/// Consecutive ids that stand next to each other and are all live or all deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Segment {
    id: u64,
    count: u32,
    live: bool,
    /// What places it, [`BASE`] for the base.
    carrier: u32,
    /// Place of the first line within the carrier.
    place: u32,
    /// Lines before it in the total order.
    order: u64,
    /// Live lines before it.
    shown: u64,
}

/// What places lines: an insertion or a move.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Carrier {
    slot: i64,
    path: Box<str>,
    /// Places it has, taken or not.
    count: u32,
    /// The inserted run; `None` for a move.
    run: Option<u64>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Inner {
    limit: u32,
    segments: Vec<Segment>,
    /// Indices of segments, by first id.
    by_id: Vec<u32>,
    carriers: Vec<Carrier>,
    /// Live lines, also beyond the limit.
    live: u64,
    /// Largest stamp of a move.
    stamp: u64,
}

/// Rows or columns of a sheet: which line stands where. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis(Arc<Inner>);

impl Axis {
    /// An untouched axis that shows at most `limit` lines.
    ///
    /// ```
    /// use daylight_model::{Axis, LineId, id::MAX_ROWS};
    /// assert_eq!(Axis::base(MAX_ROWS).id_at(7), Some(LineId(7)));
    /// ```
    pub fn base(limit: u32) -> Self {
        Self::build(limit, [])
    }

    /// The axis that entries make: keys as in the document, without the sheet id.
    /// Malformed entries are passed over.
    pub fn build<'a>(limit: u32, entries: impl IntoIterator<Item = (&'a str, &'a Json)>) -> Self {
        let entries = entries
            .into_iter()
            .filter_map(|(key, value)| Entry::parse(key, value).ok());
        Self(Arc::new(build::build(limit, entries)))
    }

    /// Lines that show.
    pub fn shown(&self) -> u32 {
        u32::try_from(self.0.live).map_or(self.0.limit, |n| n.min(self.0.limit))
    }

    /// The most lines it shows.
    pub fn limit(&self) -> u32 {
        self.0.limit
    }

    /// True when nothing was ever inserted, deleted or moved.
    pub fn is_base(&self) -> bool {
        self.0.segments.len() == 1
    }

    /// True when the run number is taken by an insertion.
    pub fn has_run(&self, run: u64) -> bool {
        self.0.carriers.iter().any(|c| c.run == Some(run))
    }

    /// Largest stamp of a move seen.
    pub fn stamp(&self) -> u64 {
        self.0.stamp
    }

    /// The line at a visible index.
    pub fn id_at(&self, index: u32) -> Option<LineId> {
        let s = self.live_segment(index)?;
        Some(LineId(s.id + (u64::from(index) - s.shown)))
    }

    /// The visible index of a line; `None` when it is deleted, unknown or beyond the limit.
    pub fn index_of(&self, id: LineId) -> Option<u32> {
        let (s, offset) = self.find(id)?;
        let index = u32::try_from(s.shown + u64::from(offset)).ok()?;
        (s.live && index < self.0.limit).then_some(index)
    }

    /// The line's rank in the total order, tombstones included; `None` when nothing defines it.
    pub fn order_of(&self, id: LineId) -> Option<u64> {
        let (s, offset) = self.find(id)?;
        Some(s.order + u64::from(offset))
    }

    /// First and last visible index of the live lines between two lines, either way round;
    /// `None` when none is live or shows.
    pub fn span(&self, a: LineId, b: LineId) -> Option<(u32, u32)> {
        let (a, b) = (self.find(a)?, self.find(b)?);
        let order = |(s, offset): (&Segment, u32)| s.order + u64::from(offset);
        let (first, last) = if order(a) <= order(b) { (a, b) } else { (b, a) };
        let before = |(s, offset): (&Segment, u32)| {
            let into = if s.live { offset } else { 0 };
            s.shown + u64::from(into)
        };
        let start = before(first);
        let end = (before(last) + u64::from(last.0.live)).min(self.0.limit.into());
        let index = |n: u64| u32::try_from(n).ok();
        (start < end).then(|| Some((index(start)?, index(end - 1)?)))?
    }

    /// The ids at visible indices `first..=last`, as runs; indices beyond what shows are left out.
    pub fn spans_of(&self, first: u32, last: u32) -> Vec<LineRun> {
        let mut runs: Vec<LineRun> = vec![];
        let mut index = u64::from(first);
        let end = u64::from(last.saturating_add(1).min(self.shown()));
        let start = self.segment_at(first);
        for s in self.0.segments.get(start..).unwrap_or_default() {
            if index >= end {
                break;
            }
            let past = s.shown + u64::from(s.count);
            if !s.live || past <= index {
                continue;
            }
            let id = s.id + (index - s.shown);
            let count = u32::try_from(past.min(end) - index).unwrap_or(0);
            match runs.last_mut() {
                Some(run) if run.0 + u64::from(run.1) == id => run.1 += count,
                _ => runs.push((id, count)),
            }
            index += u64::from(count);
        }
        runs
    }

    /// The index of the segment that holds a visible index, or the number of segments.
    fn segment_at(&self, index: u32) -> usize {
        let segments = &self.0.segments;
        let i = segments.partition_point(|s| s.shown <= u64::from(index));
        // Deleted segments share `shown` with the live one behind them: step back to a live one.
        let mut i = i.saturating_sub(1);
        while i > 0 && segments.get(i).is_some_and(|s| !s.live) {
            i -= 1;
        }
        i
    }

    fn live_segment(&self, index: u32) -> Option<&Segment> {
        if index >= self.shown() {
            return None;
        }
        let s = self.0.segments.get(self.segment_at(index))?;
        s.live.then_some(s)
    }

    /// The segment of a line and its offset in there.
    fn find(&self, id: LineId) -> Option<(&Segment, u32)> {
        let by_id = &self.0.by_id;
        let first_id = |i: &u32| self.0.segments.get(*i as usize).map_or(0, |s| s.id);
        let at = by_id.partition_point(|i| first_id(i) <= id.0);
        let s = self
            .0
            .segments
            .get(*by_id.get(at.checked_sub(1)?)? as usize)?;
        let offset = u32::try_from(id.0 - s.id).ok()?;
        (offset < s.count).then_some((s, offset))
    }
}
