//! Which entry every struct of the document belongs to, and which struct each entry's value is.
//!
//! yrs keeps this to itself; the gate needs it to know what an update writes before yrs sees it.

use std::{collections::HashMap, sync::Arc};

use crate::{
    gate::Id,
    key::Root,
    near::{in_proportion, point_near},
};

/// A key of the document in the index.
pub(crate) type KeyNo = u32;

/// Structs that belong to no entry.
pub(crate) const NO_KEY: KeyNo = KeyNo::MAX;

#[derive(Debug)]
struct Entry {
    root: Root,
    key: Arc<str>,
    live: Option<Id>,
}

#[derive(Debug, Default)]
struct Client {
    /// The next clock.
    next: u32,
    /// First clock of a stretch of structs and the entry they belong to.
    stretches: Vec<(u32, KeyNo)>,
    /// A bit for each stretch: is one of its structs the entry's present value?
    live: Vec<u64>,
}

impl Client {
    /// The stretch that a clock is in.
    fn stretch(&self, clock: u32) -> Option<usize> {
        if clock >= self.next {
            return None;
        }
        let guess = in_proportion(clock, self.next, self.stretches.len());
        point_near(&self.stretches, guess, |(first, _)| *first <= clock).checked_sub(1)
    }

    fn set_live(&mut self, clock: u32, live: bool) {
        let Some(stretch) = self.stretch(clock) else {
            return;
        };
        if self.live.len() <= stretch / 64 {
            self.live.resize(stretch / 64 + 1, 0);
        }
        if let Some(bits) = self.live.get_mut(stretch / 64) {
            let bit = 1 << (stretch % 64);
            *bits = if live { *bits | bit } else { *bits & !bit };
        }
    }

    /// The entries with a present value among these stretches.
    fn live_among(&self, first: usize, end: usize) -> impl Iterator<Item = KeyNo> {
        let words = self.live.get(first / 64..).unwrap_or_default();
        let words = words.iter().zip(first / 64..end.div_ceil(64));
        words
            .flat_map(|(bits, word)| Bits(*bits).map(move |bit| word * 64 + bit))
            .filter(move |stretch| (first..end).contains(stretch))
            .filter_map(|stretch| self.stretches.get(stretch).map(|(_, key)| *key))
    }
}

/// The places of the bits that are set.
struct Bits(u64);

impl Iterator for Bits {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let place = self.0.trailing_zeros() as usize;
        // Takes out the lowest.
        self.0 &= self.0.checked_sub(1)?;
        Some(place)
    }
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Index {
    entries: Vec<Entry>,
    numbers: [HashMap<Arc<str>, KeyNo>; Root::ALL.len()],
    clients: HashMap<u64, Client>,
}

impl Index {
    /// The next clock of a client.
    pub(crate) fn next(&self, client: u64) -> u32 {
        self.clients.get(&client).map_or(0, |c| c.next)
    }

    /// All clients with their next clocks.
    pub(crate) fn clocks(&self) -> impl Iterator<Item = (u64, u32)> {
        self.clients.iter().map(|(id, c)| (*id, c.next))
    }

    /// The entry that a struct belongs to; `None` when the struct is unknown.
    pub(crate) fn key_of(&self, (client, clock): Id) -> Option<KeyNo> {
        let client = self.clients.get(&client)?;
        client.stretches.get(client.stretch(clock)?).map(|s| s.1)
    }

    /// Root and key of an entry.
    pub(crate) fn name(&self, key: KeyNo) -> Option<(Root, &Arc<str>)> {
        let entry = self.entries.get(key as usize)?;
        Some((entry.root, &entry.key))
    }

    /// The number of an entry, when it was ever written.
    pub(crate) fn number(&self, root: Root, key: &str) -> Option<KeyNo> {
        self.numbers.get(root as usize)?.get(key).copied()
    }

    /// The number of an entry, new when it was never written.
    pub(crate) fn number_for(&mut self, root: Root, key: &Arc<str>) -> KeyNo {
        self.number(root, key)
            .unwrap_or_else(|| self.add(root, Arc::clone(key)))
    }

    /// The number of an entry that was never written.
    pub(crate) fn add(&mut self, root: Root, key: Arc<str>) -> KeyNo {
        let number = KeyNo::try_from(self.entries.len()).unwrap_or(NO_KEY);
        if let Some(numbers) = self.numbers.get_mut(root as usize) {
            numbers.insert(Arc::clone(&key), number);
        }
        self.entries.push(Entry {
            root,
            key,
            live: None,
        });
        number
    }

    /// The struct that is an entry's present value.
    pub(crate) fn live(&self, key: KeyNo) -> Option<Id> {
        self.entries.get(key as usize)?.live
    }

    /// All entries of a root that were ever written.
    pub(crate) fn of(&self, root: Root) -> impl Iterator<Item = (&Arc<str>, KeyNo)> {
        let numbers = self.numbers.get(root as usize).into_iter().flatten();
        numbers.map(|(key, number)| (key, *number))
    }

    /// The present values among a client's clocks `[start, end)`.
    pub(crate) fn live_in(
        &self,
        client: u64,
        start: u32,
        end: u32,
    ) -> impl Iterator<Item = (u32, KeyNo)> {
        let found = self.clients.get(&client).and_then(|of| {
            let last = end.min(of.next).checked_sub(1)?;
            Some(of.live_among(of.stretch(start)?, of.stretch(last)? + 1))
        });
        found
            .into_iter()
            .flatten()
            .filter_map(move |key| Some((self.live(key)?, key)))
            .filter(move |((_, clock), _)| (start..end).contains(clock))
            .map(|((_, clock), key)| (clock, key))
    }

    /// Takes in a new struct; structs of one client come in order.
    pub(crate) fn push(&mut self, (client, clock): Id, len: u32, key: KeyNo) {
        let client = self.clients.entry(client).or_default();
        if client.stretches.last().is_none_or(|s| s.1 != key) {
            client.stretches.push((clock, key));
        }
        client.next = client.next.max(clock + len);
    }

    /// Says which struct an entry's value is from now on.
    pub(crate) fn set_live(&mut self, key: KeyNo, id: Option<Id>) {
        let Some(entry) = self.entries.get_mut(key as usize) else {
            return;
        };
        let old = std::mem::replace(&mut entry.live, id);
        for (id, live) in [(old, false), (id, true)] {
            if let Some((client, clock)) = id
                && let Some(client) = self.clients.get_mut(&client)
            {
                client.set_live(clock, live);
            }
        }
    }
}
