//! Making the entries that insert, delete and move lines.

use serde_json::{Value as Json, json};

use super::{
    Axis, BASE, MAX_INSERT, MAX_SPANS, Segment,
    path::{MAX_PATH, MAX_PLACES, base36, between, first_fraction, position},
};
use crate::{
    asset::LineRun,
    id::{MAX_RUN, RUN_SPAN},
};

/// An edit of an axis that cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AxisError {
    /// An index beyond the lines that show.
    #[error("line {index} is beyond the {shown} lines that show")]
    Beyond {
        /// The index asked for.
        index: u32,
        /// Lines that show.
        shown: u32,
    },
    /// No lines or more than one operation takes.
    #[error("{0} lines cannot be inserted at once")]
    Count(u32),
    /// The run number is out of range or taken.
    #[error("run {0} is not free")]
    Run(u32),
    /// The lines are there already.
    #[error("the lines would not move")]
    Nowhere,
    /// The lines are too scattered or too many for one operation.
    #[error("too many or too scattered lines for one operation")]
    Scattered,
    /// So much was inserted at one place that no path is left.
    #[error("no place is left between these two lines")]
    Crowded,
}

/// A line with where it stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    segment: &'a Segment,
    offset: u32,
}

impl Axis {
    /// The entry that inserts `count` lines before a visible index, as the run `run`.
    /// They follow the visible line above, so that deleted lines in between come after them.
    pub fn insert_before(
        &self,
        index: u32,
        count: u32,
        run: u32,
    ) -> Result<(String, Json), AxisError> {
        if count == 0 || count > MAX_INSERT {
            return Err(AxisError::Count(count));
        }
        if run == 0 || u64::from(run) > MAX_RUN || self.has_run(run.into()) {
            return Err(AxisError::Run(run));
        }
        let (slot, path) = self.path_before(index, &base36(run.into(), 1))?;
        Ok((format!("i{run}"), json!([slot, path, count])))
    }

    /// The entry that deletes the lines at visible indices `first..=last`.
    pub fn delete(&self, first: u32, last: u32, op: &str) -> Result<(String, Json), AxisError> {
        let spans = self.checked_spans(first, last)?;
        Ok((format!("d{op}"), flat([], &spans)))
    }

    /// The entry that moves the lines at visible indices `first..=last` to before the visible index `before`.
    pub fn move_to(
        &self,
        first: u32,
        last: u32,
        before: u32,
        op: &str,
    ) -> Result<(String, Json), AxisError> {
        let spans = self.checked_spans(first, last)?;
        if (first..=last.saturating_add(1)).contains(&before) {
            return Err(AxisError::Nowhere);
        }
        if last - first >= MAX_PLACES {
            return Err(AxisError::Scattered);
        }
        let (slot, path) = self.path_before(before, op)?;
        let head = [json!(self.stamp() + 1), json!(slot), json!(path)];
        Ok((format!("m{op}"), flat(head, &spans)))
    }

    fn checked_spans(&self, first: u32, last: u32) -> Result<Vec<LineRun>, AxisError> {
        let shown = self.shown();
        if first > last || last >= shown {
            let index = first.max(last);
            return Err(AxisError::Beyond { index, shown });
        }
        let spans = split_runs(self.spans_of(first, last));
        if spans.len() > MAX_SPANS {
            return Err(AxisError::Scattered);
        }
        Ok(spans)
    }

    fn path_before(&self, index: u32, id: &str) -> Result<(i64, String), AxisError> {
        let shown = self.shown();
        if index > shown {
            return Err(AxisError::Beyond { index, shown });
        }
        let above = index.checked_sub(1).and_then(|i| self.place_of(i));
        let (slot, path) = self.path_after(above, id);
        if path.len() > MAX_PATH {
            return Err(AxisError::Crowded);
        }
        Ok((slot, path))
    }

    fn place_of(&self, index: u32) -> Option<Place<'_>> {
        let segment = self.live_segment(index)?;
        let offset = u32::try_from(u64::from(index) - segment.shown).ok()?;
        Some(Place { segment, offset })
    }

    /// Slot and path of the position of a line.
    fn position(&self, p: Place<'_>) -> (i64, String) {
        if let Some(c) = self.0.carriers.get(p.segment.carrier as usize) {
            (c.slot, position(&c.path, p.segment.place + p.offset))
        } else {
            let id = p.segment.id + u64::from(p.offset);
            (i64::try_from(id).unwrap_or(i64::MAX), String::new())
        }
    }

    /// The line after one in the total order, tombstones included; the first of all after none.
    fn next(&self, p: Option<Place<'_>>) -> Option<Place<'_>> {
        let Some(p) = p else {
            let segment = self.0.segments.first()?;
            return Some(Place { segment, offset: 0 });
        };
        if p.offset + 1 < p.segment.count {
            let segment = self.0.segments.get(self.rank(p.segment))?;
            let offset = p.offset + 1;
            return Some(Place { segment, offset });
        }
        let segment = self.0.segments.get(self.rank(p.segment) + 1)?;
        Some(Place { segment, offset: 0 })
    }

    fn rank(&self, s: &Segment) -> usize {
        self.0.segments.partition_point(|t| t.order < s.order)
    }

    /// A new slot and path between a line (`None`: the start) and the one that follows it.
    fn path_after(&self, x: Option<Place<'_>>, id: &str) -> (i64, String) {
        let y = self.next(x).map(|y| self.position(y));
        let (slot, p) = x.map_or((-1, String::new()), |x| self.position(x));
        let q = y.filter(|y| y.0 == slot).map(|y| y.1);
        let carrier = x
            .filter(|x| x.segment.carrier != BASE)
            .and_then(|x| Some((x, self.0.carriers.get(x.segment.carrier as usize)?)));
        if let Some((x, carrier)) = carrier
            && x.segment.place + x.offset + 1 == carrier.count
            && let Some(path) = beside(&carrier.path, &p, q.as_deref(), id)
        {
            return (slot, path);
        }
        let below = q.as_deref().and_then(|q| q.strip_prefix(p.as_str()));
        let first = below.map(first_fraction).filter(|f| !f.is_empty());
        (slot, format!("{p}{}-{id}", between(None, first)))
    }
}

/// A path at the level of a carrier's own, after its last line `p` and before `q`; `None` when there is no room.
fn beside(carrier: &str, p: &str, q: Option<&str>, id: &str) -> Option<String> {
    // Its last level begins after the last place, which is `.` and four digits.
    let start = carrier.rfind('.').map_or(0, |i| i + 5);
    let (prefix, level) = carrier.split_at_checked(start)?;
    let own = first_fraction(level);
    let next = match q {
        Some(q) if q.starts_with(p) => return None,
        Some(q) => q.strip_prefix(prefix).map(first_fraction),
        None => None,
    };
    if next.is_some_and(|next| next <= own) {
        return None;
    }
    Some(format!("{prefix}{}-{id}", between(Some(own), next)))
}

fn flat<const N: usize>(head: [Json; N], spans: &[LineRun]) -> Json {
    let mut list = Vec::with_capacity(N + spans.len() * 2);
    list.extend(head);
    for (first, count) in spans {
        list.push(json!(first));
        list.push(json!(count));
    }
    Json::Array(list)
}

/// Consecutive ids of two runs are two spans.
fn split_runs(spans: Vec<LineRun>) -> Vec<LineRun> {
    let mut out = Vec::with_capacity(spans.len());
    for (mut first, mut count) in spans {
        while count > 0 {
            let room = RUN_SPAN - first % RUN_SPAN;
            let part = u32::try_from(room).unwrap_or(u32::MAX).min(count);
            out.push((first, part));
            first += u64::from(part);
            count -= part;
        }
    }
    out
}
