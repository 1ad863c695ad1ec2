//! From entries to segments.

use std::collections::{BTreeMap, HashMap};

use super::{
    BASE, Carrier, Inner, Segment,
    entry::{Entry, Insert, Move},
    path::place,
};
use crate::{asset::LineRun, id::RUN_SPAN};

/// Ids that a move took away: `[start, end)` went to `carrier`, the first one to `place`.
#[derive(Clone, Copy)]
struct Taken {
    end: u64,
    carrier: u32,
    place: u32,
}

/// Consecutive ids on consecutive places of a carrier.
#[derive(Clone, Copy)]
struct Piece {
    place: u32,
    id: u64,
    count: u32,
}

/// A carrier whose lines are being emitted.
struct Open<'a> {
    id: u32,
    path: &'a str,
    left: &'a [Piece],
    /// Lines of the first piece left that are out already.
    out: u32,
}

pub(super) fn build(limit: u32, entries: impl IntoIterator<Item = Entry>) -> Inner {
    let (mut inserts, mut moves, mut dead) = (vec![], vec![], vec![]);
    for entry in entries {
        match entry {
            Entry::Insert(i) => inserts.push(i),
            Entry::Move(m) => moves.push(m),
            Entry::Delete(spans) => dead.extend(spans),
        }
    }
    // Equal paths cannot come from honest clients; an order that all replicas share settles them.
    inserts.sort_unstable_by_key(|i| i.run);
    moves.sort_unstable_by(|a, b| (a.stamp, &a.op).cmp(&(b.stamp, &b.op)));

    let stamp = moves.last().map_or(0, |m| m.stamp);
    let mut carriers = Vec::with_capacity(inserts.len() + moves.len());
    carriers.extend(inserts.iter().map(of_insert));
    carriers.extend(moves.iter().map(of_move));
    let mut builder = Builder {
        runs: inserts.iter().map(|i| (i.run, i.count)).collect(),
        taken: BTreeMap::new(),
        dead: merge(dead),
        segments: vec![],
        order: 0,
        shown: 0,
    };
    let first_move = inserts.len();
    for (i, m) in moves.iter().enumerate() {
        builder.take(m, index(first_move + i));
    }
    let pieces = builder.pieces(&inserts, carriers.len());
    builder.place_all(&carriers, &pieces);

    let Builder {
        segments, shown, ..
    } = builder;
    let mut by_id: Vec<u32> = (0..index(segments.len())).collect();
    by_id.sort_unstable_by_key(|i| segments.get(*i as usize).map_or(0, |s| s.id));
    Inner {
        limit,
        segments,
        by_id,
        carriers,
        live: shown,
        stamp,
    }
}

fn of_insert(i: &Insert) -> Carrier {
    Carrier {
        slot: i.slot,
        path: i.path.as_str().into(),
        count: i.count,
        run: Some(i.run),
    }
}

fn of_move(m: &Move) -> Carrier {
    Carrier {
        slot: m.slot,
        path: m.path.as_str().into(),
        count: m.spans.iter().map(|s| s.1).sum(),
        run: None,
    }
}

fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(BASE)
}

fn small(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Spans as disjoint ascending `[start, end)`.
fn merge(mut spans: Vec<LineRun>) -> Vec<(u64, u64)> {
    spans.sort_unstable();
    let mut merged: Vec<(u64, u64)> = vec![];
    for (start, count) in spans {
        let end = start + u64::from(count);
        match merged.last_mut() {
            Some(last) if last.1 >= start => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

struct Builder {
    /// Lines of each inserted run.
    runs: HashMap<u64, u32>,
    taken: BTreeMap<u64, Taken>,
    dead: Vec<(u64, u64)>,
    segments: Vec<Segment>,
    order: u64,
    shown: u64,
}

impl Builder {
    /// Takes the spans of a move away from where they stood; moves come in ascending order.
    fn take(&mut self, m: &Move, carrier: u32) {
        let mut place = 0;
        for &(start, count) in &m.spans {
            let end = start + u64::from(count.min(self.defined(start)));
            if start < end {
                self.cut(start, end);
                let taken = Taken {
                    end,
                    carrier,
                    place,
                };
                self.taken.insert(start, taken);
            }
            place += count;
        }
    }

    /// How many lines from `start` on exist.
    fn defined(&self, start: u64) -> u32 {
        let (run, offset) = (start / RUN_SPAN, start % RUN_SPAN);
        let count = match run {
            0 => RUN_SPAN,
            _ => u64::from(self.runs.get(&run).copied().unwrap_or(0)),
        };
        small(count.saturating_sub(offset))
    }

    /// Removes `[start, end)` from what earlier moves took.
    fn cut(&mut self, start: u64, end: u64) {
        let before = self.taken.range(..start).next_back();
        if let Some((&first, &taken)) = before
            && taken.end > start
        {
            self.taken.insert(
                first,
                Taken {
                    end: start,
                    ..taken
                },
            );
            self.put_back(first, taken, end);
        }
        while let Some((&first, &taken)) = self.taken.range(start..end).next() {
            self.taken.remove(&first);
            self.put_back(first, taken, end);
        }
    }

    /// Keeps what reaches beyond `from` of something taken.
    fn put_back(&mut self, first: u64, taken: Taken, from: u64) {
        if taken.end > from {
            let place = taken.place + small(from - first);
            self.taken.insert(from, Taken { place, ..taken });
        }
    }

    /// What each carrier holds, by place.
    fn pieces(&self, inserts: &[Insert], carriers: usize) -> Vec<Vec<Piece>> {
        let mut pieces = vec![vec![]; carriers];
        for (insert, out) in inserts.iter().zip(&mut pieces) {
            let first = insert.run * RUN_SPAN;
            self.untaken(first, first + u64::from(insert.count), |id, count| {
                let place = small(id - first);
                out.push(Piece { place, id, count });
            });
        }
        for (&id, taken) in &self.taken {
            if let Some(out) = pieces.get_mut(taken.carrier as usize) {
                out.push(Piece {
                    place: taken.place,
                    id,
                    count: small(taken.end - id),
                });
            }
        }
        for list in &mut pieces {
            list.sort_unstable_by_key(|p| p.place);
        }
        pieces
    }

    /// The parts of `[start, end)` that no move took.
    fn untaken(&self, start: u64, end: u64, mut each: impl FnMut(u64, u32)) {
        let mut at = start;
        if let Some((_, taken)) = self.taken.range(..start).next_back() {
            at = at.max(taken.end);
        }
        for (&first, taken) in self.taken.range(start..end) {
            if at < first {
                each(at, small(first - at));
            }
            at = at.max(taken.end);
        }
        if at < end {
            each(at, small(end - at));
        }
    }

    /// Emits all lines in the total order.
    fn place_all(&mut self, carriers: &[Carrier], pieces: &[Vec<Piece>]) {
        let mut sorted: Vec<u32> = (0..index(carriers.len())).collect();
        let key = |i: &u32| carriers.get(*i as usize).map(|c| (c.slot, &*c.path));
        sorted.sort_by(|a, b| key(a).cmp(&key(b)));

        let mut base = 0;
        let mut rest = sorted.as_slice();
        while let Some(slot) = rest.first().and_then(key).map(|k| k.0) {
            let same = rest.partition_point(|i| key(i).is_some_and(|k| k.0 == slot));
            let (group, others) = rest.split_at(same);
            let end = u64::try_from(slot + 1).unwrap_or(0);
            self.place_base(base, end);
            base = end;
            self.place_slot(group, carriers, pieces);
            rest = others;
        }
        self.place_base(base, RUN_SPAN);
    }

    fn place_base(&mut self, start: u64, end: u64) {
        let mut own = vec![];
        self.untaken(start, end, |id, count| own.push((id, count)));
        for (id, count) in own {
            self.push(id, count, BASE, small(id));
        }
    }

    /// The carriers of one slot, sorted by path: those nested in a line of another follow that line.
    fn place_slot(&mut self, group: &[u32], carriers: &[Carrier], pieces: &[Vec<Piece>]) {
        let mut open: Vec<Open<'_>> = vec![];
        for &id in group {
            let Some(carrier) = carriers.get(id as usize) else {
                continue;
            };
            while let Some(outer) = open.last_mut() {
                let nested = carrier
                    .path
                    .strip_prefix(outer.path)
                    .and_then(|rest| rest.strip_prefix('.'));
                if let Some(rest) = nested {
                    self.push_pieces(outer, place(rest).map_or(0, |k| k + 1));
                    break;
                }
                self.push_pieces(outer, u32::MAX);
                open.pop();
            }
            open.push(Open {
                id,
                path: &carrier.path,
                left: pieces.get(id as usize).map_or(&[][..], Vec::as_slice),
                out: 0,
            });
        }
        while let Some(mut outer) = open.pop() {
            self.push_pieces(&mut outer, u32::MAX);
        }
    }

    /// Emits what a carrier has left on places below `upto`.
    fn push_pieces(&mut self, open: &mut Open<'_>, upto: u32) {
        while let Some((piece, rest)) = open.left.split_first() {
            let count = piece.count.min(upto.saturating_sub(piece.place));
            if open.out < count {
                let id = piece.id + u64::from(open.out);
                self.push(id, count - open.out, open.id, piece.place + open.out);
                open.out = count;
            }
            if count < piece.count {
                break;
            }
            open.left = rest;
            open.out = 0;
        }
    }

    /// Appends lines to the order, split where they turn from live to deleted.
    fn push(&mut self, id: u64, count: u32, carrier: u32, place: u32) {
        let end = id + u64::from(count);
        let mut at = id;
        let mut i = self.dead.partition_point(|d| d.1 <= at);
        while at < end {
            let next = self.dead.get(i).copied().unwrap_or((u64::MAX, u64::MAX));
            let (live, until) = if next.0 <= at {
                i += 1;
                (false, next.1.min(end))
            } else {
                (true, next.0.min(end))
            };
            self.append(at, small(until - at), live, carrier, place + small(at - id));
            at = until;
        }
    }

    fn append(&mut self, id: u64, count: u32, live: bool, carrier: u32, place: u32) {
        match self.segments.last_mut() {
            Some(s)
                if s.live == live
                    && s.carrier == carrier
                    && s.id + u64::from(s.count) == id
                    && u64::from(s.place) + u64::from(s.count) == u64::from(place) =>
            {
                s.count += count;
            }
            _ => self.segments.push(Segment {
                id,
                count,
                live,
                carrier,
                place,
                order: self.order,
                shown: self.shown,
            }),
        }
        self.order += u64::from(count);
        if live {
            self.shown += u64::from(count);
        }
    }
}
