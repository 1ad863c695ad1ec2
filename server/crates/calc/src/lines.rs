//! The rows or columns of one sheet: line ids interned as dense slots, and slots ↔ visible positions.
//!
//! Everything below the public interface names a line by its **slot**, a `u32` that never changes:
//! base lines are their own slots, lines of inserted runs get blocks of slots when first seen.

use std::cmp::Ordering;

use daylight_model::{Axis, LineId};
use rustc_hash::FxHashMap;

use crate::narrow;

/// Lines of a storage block; a power of two that divides the base and every inserted run.
pub(crate) const BLOCK: u32 = 1 << BLOCK_BITS;
/// `slot >> BLOCK_BITS` is the storage block of a slot.
pub(crate) const BLOCK_BITS: u32 = 10;
/// Slots below are base lines.
pub(crate) const BASE_SLOTS: u32 = 1 << 21;
/// A slot that is never live, for lines beyond what can be numbered.
pub(crate) const NOWHERE: u32 = u32::MAX;

/// Consecutive slots at consecutive visible positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    position: u32,
    slot: u32,
    count: u32,
}

/// Lines that kept their order when an axis was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    old: u32,
    new: u32,
    count: u32,
}

/// What a replaced axis did to the visible positions.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Shift {
    /// By old position; neighbours that moved alike are one piece.
    pieces: Vec<Piece>,
    /// `(slot, count)` of lines that no longer show.
    pub gone: Vec<(u32, u32)>,
    /// `(slot, count)` of lines that did not show before.
    pub born: Vec<(u32, u32)>,
}

impl Shift {
    /// True when nothing changed.
    pub(crate) fn is_identity(&self) -> bool {
        self.gone.is_empty()
            && self.born.is_empty()
            && matches!(self.pieces.as_slice(), [] | [Piece { old: 0, new: 0, .. }])
    }

    /// Where the stretch `first..=last` went when all of it moved alike and nothing came between.
    pub(crate) fn moved(&self, first: u32, last: u32) -> Option<(u32, u32)> {
        let at = self.pieces.partition_point(|p| p.old <= first);
        let p = self.pieces.get(at.checked_sub(1)?)?;
        (last - p.old < p.count).then(|| (first - p.old + p.new, last - p.old + p.new))
    }
}

/// Rows or columns of a sheet.
pub(crate) struct Lines {
    axis: Axis,
    /// Visible runs by position.
    runs: Vec<Run>,
    /// Indices into `runs` by slot.
    by_slot: Vec<u32>,
    /// `id >> BLOCK_BITS` of inserted lines → index into `blocks`.
    block_of: FxHashMap<u64, u32>,
    blocks: Vec<u64>,
}

impl Lines {
    pub(crate) fn new(axis: Axis) -> Self {
        let mut lines = Self {
            axis: Axis::base(0),
            runs: vec![],
            by_slot: vec![],
            block_of: FxHashMap::default(),
            blocks: vec![],
        };
        lines.replace(axis);
        lines
    }

    /// Whether the lines are those of an axis.
    pub(crate) fn is(&self, axis: &Axis) -> bool {
        self.axis == *axis
    }

    /// Their identities, in order.
    pub(crate) fn axis(&self) -> &Axis {
        &self.axis
    }

    /// Number of visible lines.
    pub(crate) fn shown(&self) -> u32 {
        self.axis.shown()
    }

    /// The slot of a line, given out when it is new.
    pub(crate) fn slot(&mut self, id: LineId) -> u32 {
        if let Some(slot) = self.find(id) {
            return slot;
        }
        let next = narrow(self.blocks.len());
        if next >= (NOWHERE - BASE_SLOTS) >> BLOCK_BITS {
            return NOWHERE;
        }
        self.block_of.insert(id.0 >> BLOCK_BITS, next);
        self.blocks.push(id.0 >> BLOCK_BITS);
        BASE_SLOTS + (next << BLOCK_BITS) + offset(id)
    }

    /// The slot of a line that was seen before.
    pub(crate) fn find(&self, id: LineId) -> Option<u32> {
        match u32::try_from(id.0) {
            Ok(base) if base < BASE_SLOTS => Some(base),
            _ => {
                let block = self.block_of.get(&(id.0 >> BLOCK_BITS))?;
                Some(BASE_SLOTS + (block << BLOCK_BITS) + offset(id))
            }
        }
    }

    /// The line of a slot.
    pub(crate) fn id(&self, slot: u32) -> LineId {
        match slot.checked_sub(BASE_SLOTS) {
            None => LineId(slot.into()),
            Some(rest) => {
                let block = self.blocks.get((rest >> BLOCK_BITS) as usize);
                let high = block.copied().unwrap_or(u64::from(u32::MAX));
                LineId((high << BLOCK_BITS) + u64::from(rest % BLOCK))
            }
        }
    }

    /// The visible position of a slot; `None` when it does not show.
    #[inline]
    pub(crate) fn position(&self, slot: u32) -> Option<u32> {
        if let [run] = self.runs.as_slice() {
            let ahead = slot.checked_sub(run.slot)?;
            return (ahead < run.count).then_some(run.position + ahead);
        }
        let at = self
            .by_slot
            .partition_point(|i| self.runs[*i as usize].slot <= slot);
        let run = self.runs[*self.by_slot.get(at.checked_sub(1)?)? as usize];
        let ahead = slot - run.slot;
        (ahead < run.count).then_some(run.position + ahead)
    }

    /// The slot at a visible position.
    pub(crate) fn slot_at(&self, position: u32) -> Option<u32> {
        let at = self.runs.partition_point(|r| r.position <= position);
        let run = self.runs.get(at.checked_sub(1)?)?;
        let ahead = position - run.position;
        (ahead < run.count).then_some(run.slot + ahead)
    }

    /// First and last visible position between two lines, either way round; `None` when nothing is left.
    pub(crate) fn span(&self, a: u32, b: u32) -> Option<(u32, u32)> {
        match (self.position(a), self.position(b)) {
            (Some(a), Some(b)) => Some((a.min(b), a.max(b))),
            _ => self.axis.span(self.id(a), self.id(b)),
        }
    }

    /// `(slot, count)` of the lines at the visible positions `first..=last`, in order.
    pub(crate) fn slots(&self, first: u32, last: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
        let at = self.runs.partition_point(|r| r.position <= first);
        self.runs[at.saturating_sub(1)..]
            .iter()
            .take_while(move |r| r.position <= last)
            .filter_map(move |r| {
                let from = first.max(r.position) - r.position;
                let to = (last - r.position).min(r.count - 1);
                (from <= to).then(|| (r.slot + from, to - from + 1))
            })
    }

    /// One past the last position whose slot is below `base_end`, or that was inserted.
    pub(crate) fn extent(&self, base_end: u32) -> u32 {
        let run_end = |r: &Run| match r.slot {
            slot if slot >= BASE_SLOTS => Some(r.position + r.count),
            slot if slot < base_end => Some(r.position + r.count.min(base_end - slot)),
            _ => None,
        };
        self.runs.iter().filter_map(run_end).max().unwrap_or(0)
    }

    /// Takes another axis and tells what became of the positions.
    pub(crate) fn replace(&mut self, axis: Axis) -> Shift {
        let mut runs: Vec<Run> = vec![];
        let mut position = 0;
        let shown = axis.shown();
        let spans = if shown == 0 {
            vec![]
        } else {
            axis.spans_of(0, shown - 1)
        };
        for (id, count) in spans {
            self.add_run(&mut runs, LineId(id), count, &mut position);
        }
        let mut by_slot: Vec<u32> = (0..narrow(runs.len())).collect();
        by_slot.sort_unstable_by_key(|i| runs[*i as usize].slot);
        let shift = {
            let old = self.by_slot.iter().map(|i| self.runs[*i as usize]);
            let new = by_slot.iter().map(|i| runs[*i as usize]);
            compare(&old.collect::<Vec<_>>(), &new.collect::<Vec<_>>())
        };
        self.axis = axis;
        self.runs = runs;
        self.by_slot = by_slot;
        shift
    }

    /// Appends consecutive ids, cut where their slots are not consecutive.
    fn add_run(&mut self, runs: &mut Vec<Run>, id: LineId, count: u32, position: &mut u32) {
        let (mut id, mut left) = (id, count);
        while left > 0 {
            let slot = self.slot(id);
            let step = if id.0 < u64::from(BASE_SLOTS) {
                left.min(BASE_SLOTS - slot)
            } else {
                left.min(BLOCK - offset(id))
            };
            match runs.last_mut() {
                Some(run) if run.slot + run.count == slot => run.count += step,
                _ if slot == NOWHERE => {}
                _ => runs.push(Run {
                    position: *position,
                    slot,
                    count: step,
                }),
            }
            *position += step;
            id.0 += u64::from(step);
            left -= step;
        }
    }
}

/// Place of a line within its block of ids.
fn offset(id: LineId) -> u32 {
    u32::try_from(id.0 % u64::from(BLOCK)).unwrap_or(0)
}

/// Runs by slot, handed out piece by piece.
struct Rest<'a> {
    runs: &'a [Run],
    head: Option<Run>,
}

impl<'a> Rest<'a> {
    fn new(runs: &'a [Run]) -> Self {
        Self {
            runs,
            head: runs.first().copied(),
        }
    }

    /// The first slot of what is left.
    fn slot(&self) -> u32 {
        self.head.map_or(NOWHERE, |run| run.slot)
    }

    /// Takes up to `count` lines of the first run.
    fn take(&mut self, count: u32) -> Run {
        let Some(run) = self.head else {
            return Run {
                position: 0,
                slot: NOWHERE,
                count: 0,
            };
        };
        let taken = run.count.min(count);
        if taken < run.count {
            self.head = Some(Run {
                position: run.position + taken,
                slot: run.slot + taken,
                count: run.count - taken,
            });
        } else {
            self.runs = self.runs.get(1..).unwrap_or_default();
            self.head = self.runs.first().copied();
        }
        Run {
            count: taken,
            ..run
        }
    }
}

/// Compares two lists of runs, both by slot.
fn compare(old: &[Run], new: &[Run]) -> Shift {
    let mut shift = Shift::default();
    let (mut old, mut new) = (Rest::new(old), Rest::new(new));
    while old.head.is_some() || new.head.is_some() {
        match old.slot().cmp(&new.slot()) {
            Ordering::Less => {
                let run = old.take(new.slot() - old.slot());
                push_slots(&mut shift.gone, run.slot, run.count);
            }
            Ordering::Greater => {
                let run = new.take(old.slot() - new.slot());
                push_slots(&mut shift.born, run.slot, run.count);
            }
            Ordering::Equal => {
                let both = new.head.map_or(0, |run| run.count);
                let before = old.take(both);
                let after = new.take(before.count);
                shift.pieces.push(Piece {
                    old: before.position,
                    new: after.position,
                    count: before.count,
                });
            }
        }
    }
    shift.pieces.sort_unstable_by_key(|p| p.old);
    shift.pieces.dedup_by(|later, earlier| {
        let together =
            earlier.old + earlier.count == later.old && earlier.new + earlier.count == later.new;
        if together {
            earlier.count += later.count;
        }
        together
    });
    shift
}

fn push_slots(out: &mut Vec<(u32, u32)>, slot: u32, count: u32) {
    match out.last_mut() {
        Some(last) if last.0 + last.1 == slot => last.1 += count,
        _ => out.push((slot, count)),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::collections::BTreeMap;

    use rand::{Rng, SeedableRng, rngs::SmallRng};
    use serde_json::Value as Json;

    use super::*;

    const LIMIT: u32 = 4000;

    fn axis(entries: &BTreeMap<String, Json>) -> Axis {
        Axis::build(LIMIT, entries.iter().map(|(k, v)| (k.as_str(), v)))
    }

    #[test]
    fn slots_and_positions_follow_the_axis() {
        let mut random = SmallRng::seed_from_u64(5);
        let mut entries: BTreeMap<String, Json> = BTreeMap::new();
        let mut lines = Lines::new(Axis::base(LIMIT));
        for step in 1..200_u32 {
            let now = axis(&entries);
            let at = random.random_range(0..LIMIT - 20);
            let (key, value) = match random.random_range(0..4) {
                0 => now.delete(at, at + 3, &format!("d{step}")).unwrap(),
                1 => {
                    match now.move_to(at, at + 2, (at + 700) % (LIMIT - 20), &format!("m{step}")) {
                        Ok(entry) => entry,
                        Err(_) => continue,
                    }
                }
                2 if !entries.is_empty() => {
                    let n = random.random_range(0..entries.len());
                    let key = entries.keys().nth(n).unwrap().clone();
                    entries.remove(&key);
                    (String::new(), Json::Null)
                }
                _ => now.insert_before(at, 1 + at % 1500, step).unwrap(),
            };
            if !key.is_empty() {
                entries.insert(key, value);
            }
            let old: Vec<u32> = (0..lines.shown())
                .map(|p| lines.slot_at(p).unwrap())
                .collect();
            let shift = lines.replace(axis(&entries));
            check(&lines, &axis(&entries), &old, &shift);
        }
    }

    fn check(lines: &Lines, axis: &Axis, old: &[u32], shift: &Shift) {
        let new: Vec<u32> = (0..lines.shown())
            .map(|p| lines.slot_at(p).unwrap())
            .collect();
        for (position, slot) in (0..).zip(&new).step_by(7) {
            assert_eq!(lines.id(*slot), axis.id_at(position).unwrap());
            assert_eq!(lines.find(lines.id(*slot)), Some(*slot));
            assert_eq!(lines.position(*slot), Some(position));
        }
        let runs = lines.slots(3, 2000).flat_map(|(slot, n)| slot..slot + n);
        assert_eq!(runs.collect::<Vec<_>>(), &new[3..=2000]);
        let all =
            |runs: &[(u32, u32)]| runs.iter().flat_map(|r| r.0..r.0 + r.1).collect::<Vec<_>>();
        let gone: Vec<u32> = all(&shift.gone);
        assert!(gone.iter().all(|s| lines.position(*s).is_none()));
        assert_eq!(gone.len() + new.len(), old.len() + all(&shift.born).len());
        for first in (0..old.len() - 12).step_by(11) {
            let stretch = &old[first..first + 9];
            let at = lines.position(stretch[0]).map(|p| p as usize);
            let same = at.is_some_and(|at| new.get(at..at + 9) == Some(stretch));
            let moved = shift.moved(narrow(first), narrow(first + 8));
            let expected = at.filter(|_| same).map(|at| (narrow(at), narrow(at + 8)));
            assert_eq!(moved, expected, "{first}");
        }
    }
}
