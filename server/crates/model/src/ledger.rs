//! What the updates of a log amount to, computed from them alone.
//!
//! A document's maps hold one value an entry and nothing nested (the gate sees to it), so that what Yjs makes of concurrent
//! writes comes down to the order of the structs of each entry: the last one is its value. That order is kept here
//! ("YATA", as `Item.integrate` of Yjs has it), without yrs: a log is checked by something else than what wrote it, and many
//! times as fast.

use std::sync::Arc;

use serde_json::Value as Json;

use crate::{
    document::{Document, Index, KeyNo, NO_KEY, SERVER_CLIENT},
    gate::{
        Anchor, Body, GateLimits, Id, Place, Refusal, Resolved, Scan, covers, put_first, put_uint,
        resolve,
    },
    key::Root,
};

/// A struct, or a run of tombstones, each of which follows the one before it.
#[derive(Clone, Copy, Debug)]
struct Item {
    id: Id,
    len: u32,
    origin: Option<Id>,
}

impl Item {
    fn holds(&self, (client, clock): Id) -> bool {
        client == self.id.0 && clock >= self.id.1 && clock - self.id.1 < self.len
    }

    const fn last(&self) -> Id {
        (self.id.0, self.id.1 + self.len - 1)
    }
}

#[derive(Debug, Default)]
struct Entry {
    /// In the order on which everybody agrees.
    items: Vec<Item>,
    value: Option<Json>,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Ledger {
    index: Index,
    entries: Vec<Entry>,
    /// How many of them have a value.
    present: usize,
}

impl Ledger {
    /// Takes in an update of the log, or the state of a document. What follows or deletes something that is not there is refused whole.
    pub fn take(&mut self, update: &[u8]) -> Result<(), Refusal> {
        let mut scan = Scan::read(update, &GateLimits::TRUSTED)?;
        let Resolved { places, new, order } = resolve(&scan, &self.index)?;
        for (client, _, end) in &scan.deletes {
            let there = scan.of(*client).map_or(0, |section| section.end);
            if *end > there.max(self.index.next(*client)) {
                let (client, end) = (*client, (*end).into());
                return Err(Refusal::FutureDelete { client, end });
            }
        }
        let new = new.into_iter();
        let new: Vec<_> = new
            .map(|(root, key)| self.index.add(root, Arc::from(key)))
            .collect();
        for (section, at) in order {
            let (Some(section), Some(one), Some(place)) = (
                scan.sections.get(section),
                scan.structs.get_mut(at),
                places.get(at),
            ) else {
                continue;
            };
            let known = self.index.next(section.client);
            if one.clock + one.len <= known {
                continue;
            }
            let seen = known.saturating_sub(one.clock);
            let item = Item {
                id: (section.client, one.clock + seen),
                len: one.len - seen,
                origin: match one.anchor {
                    _ if seen > 0 => Some((section.client, known - 1)),
                    Anchor::After(id) => Some(id),
                    _ => None,
                },
            };
            let value = match std::mem::replace(&mut one.body, Body::Gone) {
                Body::Value(value) => Some(value),
                Body::Deleted | Body::Gone => None,
            };
            let number = match *place {
                Place::Nowhere => NO_KEY,
                Place::Known(number) => number,
                Place::New(at) => new.get(at).copied().unwrap_or(NO_KEY),
            };
            self.add(item, number, value)?;
        }
        for (client, start, end) in &scan.deletes {
            let hits: Vec<_> = self.index.live_in(*client, *start, *end).collect();
            for (_, number) in hits {
                self.set(number, None, None);
            }
        }
        Ok(())
    }

    fn add(&mut self, item: Item, number: KeyNo, value: Option<Json>) -> Result<(), Refusal> {
        self.index.push(item.id, item.len, number);
        if number == NO_KEY {
            return Ok(());
        }
        if self.entries.len() <= number as usize {
            self.entries
                .resize_with(number as usize + 1, Entry::default);
        }
        let Some(entry) = self.entries.get_mut(number as usize) else {
            return Ok(());
        };
        let at = position(&mut entry.items, &item)
            .ok_or(Refusal::UnknownOrigin { client: item.id.0 })?;
        if entry.items.is_empty() {
            // Most entries are written once.
            entry.items.reserve_exact(1);
        }
        let wins = at == entry.items.len();
        entry.items.insert(at, item);
        if wins {
            let live = value.is_some().then_some(item.id);
            self.set(number, live, value);
        }
        Ok(())
    }

    fn set(&mut self, number: KeyNo, live: Option<Id>, value: Option<Json>) {
        if let Some(entry) = self.entries.get_mut(number as usize) {
            self.present += usize::from(value.is_some());
            self.present -= usize::from(entry.value.is_some());
            entry.value = value;
            self.index.set_live(number, live);
        }
    }

    fn value(&self, number: KeyNo) -> Option<&Json> {
        self.entries.get(number as usize)?.value.as_ref()
    }

    /// The present value of an entry.
    pub fn get(&self, root: Root, key: &str) -> Option<&Json> {
        self.value(self.index.number(root, key)?)
    }

    /// All entries of a root, in no particular order.
    pub fn entries(&self, root: Root) -> impl Iterator<Item = (&str, &Json)> {
        let all = self.index.of(root);
        all.filter_map(|(key, number)| Some((&**key, self.value(number)?)))
    }

    /// What it holds, as the update of somebody who wrote all of it into an empty document: for looking at, since nothing
    /// that was written before can go on from there.
    pub fn held(&self) -> Vec<u8> {
        let mut out = Vec::new();
        if self.present > 0 {
            for number in [1, self.present as u64, SERVER_CLIENT, 0] {
                put_uint(&mut out, number);
            }
        } else {
            put_uint(&mut out, 0);
        }
        for root in Root::ALL {
            for (key, value) in self.entries(root) {
                put_first(&mut out, root, key, value);
            }
        }
        // Nothing is deleted.
        put_uint(&mut out, 0);
        out
    }

    /// How many entries of a document are not the same.
    pub fn differences_to(&self, document: &Document) -> usize {
        let mut differences = Differences::of(self);
        for root in Root::ALL {
            for (key, value) in document.entries(root) {
                differences.see(self.get(root, &key), &value);
            }
        }
        differences.count()
    }

    /// How many entries of another ledger are not the same.
    pub fn differences_between(&self, other: &Self) -> usize {
        let mut differences = Differences::of(self);
        for root in Root::ALL {
            for (key, value) in other.entries(root) {
                differences.see(self.get(root, key), value);
            }
        }
        differences.count()
    }

    /// How many entries of the document of which this is the whole state are not the same.
    pub fn differences_to_state(&self, state: &[u8]) -> Result<usize, Refusal> {
        let scan = Scan::read(state, &GateLimits::TRUSTED)?;
        let Resolved { places, new, .. } = resolve(&scan, &Index::default())?;
        let mut differences = Differences::of(self);
        for section in &scan.sections {
            for at in section.structs.clone() {
                // Of the structs of an entry one at most is not deleted.
                if let Some(one) = scan.structs.get(at)
                    && let Body::Value(value) = &one.body
                    && let Some(Place::New(place)) = places.get(at)
                    && let Some((root, key)) = new.get(*place)
                    && !covers(&scan.deletes, (section.client, one.clock))
                {
                    differences.see(self.get(*root, key), value);
                }
            }
        }
        Ok(differences.count())
    }
}

/// Counts what is not the same on two sides.
struct Differences {
    differ: usize,
    /// What one side has, and the other was not seen to have.
    unseen: usize,
}

impl Differences {
    const fn of(ledger: &Ledger) -> Self {
        Self {
            differ: 0,
            unseen: ledger.present,
        }
    }

    fn see(&mut self, own: Option<&Json>, other: &Json) {
        self.unseen = self.unseen.saturating_sub(usize::from(own.is_some()));
        self.differ += usize::from(own != Some(other));
    }

    const fn count(&self) -> usize {
        self.differ + self.unseen
    }
}

/// Where an item belongs among those of its entry; `None` where what it follows is not there.
fn position(items: &mut Vec<Item>, item: &Item) -> Option<usize> {
    let start = match item.origin {
        None => 0,
        Some(origin) => {
            let left = items.iter().rposition(|i| i.holds(origin))?;
            split(items, left, origin);
            left + 1
        }
    };
    // Of those that follow the same item, the one with the smaller client comes first, each with what follows it.
    let (mut at, mut rivals) = (start, start);
    for (i, other) in items.iter().enumerate().skip(start) {
        if other.origin == item.origin {
            if other.id.0 >= item.id.0 {
                break;
            }
            (at, rivals) = (i + 1, i + 1);
            continue;
        }
        let Some(follows) = other.origin else { break };
        let followed = items.iter().position(|i| i.holds(follows))?;
        if followed < start {
            break;
        }
        if followed < rivals {
            (at, rivals) = (i + 1, i + 1);
        }
    }
    Some(at)
}

/// Ends a run of tombstones at one of them, so that something can follow it.
fn split(items: &mut Vec<Item>, at: usize, last: Id) {
    let Some(run) = items.get_mut(at).filter(|run| run.last() != last) else {
        return;
    };
    let len = last.1 - run.id.1 + 1;
    let rest = Item {
        id: (last.0, last.1 + 1),
        len: run.len - len,
        origin: Some(last),
    };
    run.len = len;
    items.insert(at + 1, rest);
}
