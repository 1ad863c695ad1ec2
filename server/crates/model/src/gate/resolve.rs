//! Which entry every struct of an update belongs to.
//!
//! A struct names its entry only when it is the first there; otherwise it inherits the entry of the
//! struct it follows, which may be known, or stand anywhere in the same update. Sections are worked
//! off like threads, each waiting for another where it follows a struct that has not come up yet;
//! what still waits in the end follows something unknown or itself.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
};

use super::{
    Refusal, Scan,
    scan::{Anchor, Id, Struct},
};
use crate::{
    document::{Index, KeyNo, NO_KEY},
    key::Root,
    near::{in_proportion, point_near},
};

/// The entry that a struct belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    Nowhere,
    /// One that the index has.
    Known(KeyNo),
    /// One that it has not, by its place in [`Resolved::new`].
    New(usize),
}

/// Where the structs of a scan belong.
#[derive(Debug)]
pub(crate) struct Resolved<'a> {
    /// The entry of each struct, in the scan's order.
    pub(crate) places: Vec<Place>,
    /// Root and key of the entries that the index has not.
    pub(crate) new: Vec<(Root, &'a str)>,
    /// Sections and structs in an order in which each comes after what it follows.
    pub(crate) order: Vec<(usize, usize)>,
}

struct Threads<'a, 's> {
    scan: &'s Scan<'a>,
    index: &'s Index,
    places: Vec<Option<Place>>,
    new: Vec<(Root, &'a str)>,
    numbers: HashMap<(Root, &'a str), usize>,
    order: Vec<(usize, usize)>,
    /// Next struct of each section.
    next: Vec<usize>,
    /// Of each section, who waits for which clock.
    waiting: Vec<BinaryHeap<Reverse<(u32, usize)>>>,
}

/// Finds the entry of each struct.
pub(crate) fn resolve<'a>(scan: &Scan<'a>, index: &Index) -> Result<Resolved<'a>, Refusal> {
    for s in &scan.sections {
        let known = index.next(s.client);
        if s.start > known {
            return Err(Refusal::Gap {
                client: s.client,
                clock: s.start,
                known,
            });
        }
    }
    let mut threads = Threads {
        scan,
        index,
        places: vec![None; scan.structs.len()],
        new: vec![],
        numbers: HashMap::new(),
        order: Vec::with_capacity(scan.structs.len()),
        next: scan.sections.iter().map(|s| s.structs.start).collect(),
        waiting: scan.sections.iter().map(|_| BinaryHeap::new()).collect(),
    };
    let mut ready: Vec<usize> = (0..scan.sections.len()).collect();
    while let Some(section) = ready.pop() {
        threads.run(section, &mut ready)?;
    }
    let unfinished = scan
        .sections
        .iter()
        .zip(&threads.next)
        .find(|(s, next)| **next < s.structs.end);
    if let Some((s, _)) = unfinished {
        return Err(Refusal::UnknownOrigin { client: s.client });
    }
    let places = threads.places.into_iter();
    Ok(Resolved {
        places: places.map(|p| p.unwrap_or(Place::Nowhere)).collect(),
        new: threads.new,
        order: threads.order,
    })
}

/// What becomes of a struct.
enum Step {
    Done(Place),
    /// Wait until the section has reached the clock.
    Wait(usize, u32),
}

impl<'a> Threads<'a, '_> {
    fn run(&mut self, section: usize, ready: &mut Vec<usize>) -> Result<(), Refusal> {
        let scan = self.scan;
        let Some(s) = scan.sections.get(section) else {
            return Ok(());
        };
        let known = self.index.next(s.client);
        while let Some(at) = self.next.get(section).copied()
            && at < s.structs.end
            && let Some(one) = scan.structs.get(at)
        {
            match self.step(s.client, one, at, known)? {
                Step::Done(place) => {
                    if let Some(slot) = self.places.get_mut(at) {
                        *slot = Some(place);
                    }
                    self.order.push((section, at));
                    if let Some(next) = self.next.get_mut(section) {
                        *next = at + 1;
                    }
                    self.wake(section, one.clock + one.len, ready);
                }
                Step::Wait(other, clock) => {
                    if let Some(waiting) = self.waiting.get_mut(other) {
                        waiting.push(Reverse((clock, section)));
                    }
                    break;
                }
            }
        }
        Ok(())
    }

    /// Readies the sections that wait for a clock below `reached`.
    fn wake(&mut self, section: usize, reached: u32, ready: &mut Vec<usize>) {
        let Some(waiting) = self.waiting.get_mut(section) else {
            return;
        };
        while let Some(Reverse((clock, who))) = waiting.peek().copied()
            && clock < reached
        {
            waiting.pop();
            ready.push(who);
        }
    }

    fn step(
        &mut self,
        client: u64,
        one: &Struct<'a>,
        at: usize,
        known: u32,
    ) -> Result<Step, Refusal> {
        if one.clock < known {
            // Known already, at least its beginning: what it says of its place does not count.
            return Ok(Step::Done(self.known((client, one.clock))));
        }
        match one.anchor {
            Anchor::None => Ok(Step::Done(Place::Nowhere)),
            Anchor::Entry(root, key) => {
                let root: Root = root.parse().map_err(|_| Refusal::UnknownRoot {
                    root: root.chars().take(32).collect(),
                })?;
                let known = self.index.number(root, key);
                let place = known.map_or_else(|| self.name(root, key), Place::Known);
                Ok(Step::Done(place))
            }
            Anchor::After(origin) => self.follow(client, origin, at),
        }
    }

    fn name(&mut self, root: Root, key: &'a str) -> Place {
        let next = self.new.len();
        let number = *self.numbers.entry((root, key)).or_insert(next);
        if number == next {
            self.new.push((root, key));
        }
        Place::New(number)
    }

    fn known(&self, id: Id) -> Place {
        match self.index.key_of(id) {
            None | Some(NO_KEY) => Place::Nowhere,
            Some(key) => Place::Known(key),
        }
    }

    fn follow(&self, client: u64, origin: Id, at: usize) -> Result<Step, Refusal> {
        if origin.1 < self.index.next(origin.0) {
            return Ok(Step::Done(self.known(origin)));
        }
        let unknown = Refusal::UnknownOrigin { client };
        let Some(other) = self.scan.section_of(origin.0) else {
            return Err(unknown);
        };
        let Some(section) = self.scan.sections.get(other) else {
            return Err(unknown);
        };
        if origin.1 >= section.end {
            return Err(unknown);
        }
        let ends = self.scan.ends.get(section.structs.clone());
        let ends = ends.unwrap_or_default();
        let all = section.end - section.start;
        let guess = in_proportion(origin.1.saturating_sub(section.start), all, ends.len());
        let i = point_near(ends, guess, |end| *end <= origin.1);
        let target = section.structs.start + i;
        if target == at {
            return Err(unknown);
        }
        match self.places.get(target) {
            Some(Some(place)) => Ok(Step::Done(*place)),
            Some(None) => Ok(Step::Wait(other, origin.1)),
            None => Err(unknown),
        }
    }
}
