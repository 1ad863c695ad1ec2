//! The gate: what an update must be before yrs sees it (DESIGN: an update from outside is hostile bytes).
//!
//! The update is scanned without recursion and without allocating by what it claims, the entry that
//! every struct writes is determined, and what is new in it is written afresh: yrs and the other
//! clients get those bytes, never the ones that came in.

use std::{collections::HashMap, sync::Arc};

use serde_json::Value as Json;

mod cursor;
mod merge;
mod refusal;
mod resolve;
mod scan;
mod state_vector;
mod write;

pub(crate) use cursor::put_uint;
pub use merge::merge;
pub use refusal::{GateLimits, Refusal};
pub(crate) use resolve::{Place, Resolved, resolve};
pub(crate) use scan::{Anchor, Body, Id, Scan, covers};
pub(crate) use state_vector::read_state_vector;
pub(crate) use write::put_first;

use crate::{
    document::Index,
    form,
    key::{Key, Root},
};

/// Client ids below this are the server's.
pub const FIRST_CLIENT: u64 = 1024;

/// A struct that an update adds.
#[derive(Clone, Debug)]
pub(crate) struct NewStruct {
    pub(crate) id: Id,
    pub(crate) len: u32,
    /// The struct it follows within its entry.
    pub(crate) origin: Option<Id>,
    /// Index into [`Admitted::keys`]; `None`: belongs to no entry.
    pub(crate) key: Option<usize>,
    /// The value, unless it comes as a tombstone.
    pub(crate) value: Option<Json>,
}

/// An update that passed the gate, for the document as it was then.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// What is new in it, as an update of its own.
    pub(crate) update: Vec<u8>,
    pub(crate) structs: Vec<NewStruct>,
    /// The entries touched.
    pub(crate) keys: Vec<(Root, Arc<str>)>,
    /// Present values that it deletes, with the index of their entry.
    pub(crate) deleted: Vec<(Id, usize)>,
    /// Clocks of its own structs that it deletes, `(client, start, end)`.
    pub(crate) own_deleted: Vec<(u64, u32, u32)>,
    pub(crate) clocks: Vec<(u64, u32)>,
    /// The document's count of changes when it was admitted.
    pub(crate) version: u64,
}

impl Admitted {
    /// True when nothing in it is new.
    pub fn is_empty(&self) -> bool {
        self.structs.is_empty() && self.deleted.is_empty() && self.own_deleted.is_empty()
    }

    /// The client ids that add something; they are to be bound to the author.
    pub fn writers(&self) -> Vec<u64> {
        let mut clients: Vec<u64> = self.structs.iter().map(|s| s.id.0).collect();
        clients.sort_unstable();
        clients.dedup();
        clients
    }

    /// The entries that it writes or deletes.
    pub fn entries(&self) -> impl Iterator<Item = (Root, &str)> {
        self.keys.iter().map(|(root, key)| (*root, &**key))
    }

    /// Of every client in the update, the clock after its last struct there.
    pub fn clocks(&self) -> &[(u64, u32)] {
        &self.clocks
    }
}

/// Whose update it is.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    /// The server's own log: structure is checked, rights and forms are not.
    Log,
    /// A client, with the ids that it may use.
    Client(&'a dyn Fn(u64) -> bool),
}

/// Checks an update and takes it apart.
pub(crate) fn admit(
    bytes: &[u8],
    index: &Index,
    limits: &GateLimits,
    source: Source<'_>,
    version: u64,
) -> Result<Admitted, Refusal> {
    let scan = Scan::read(bytes, limits)?;
    let Resolved { places, new, .. } = resolve(&scan, index)?;
    let mut gate = Gate {
        index,
        new,
        source,
        admitted: Admitted {
            update: vec![],
            structs: vec![],
            keys: vec![],
            deleted: vec![],
            own_deleted: vec![],
            clocks: scan.sections.iter().map(|s| (s.client, s.end)).collect(),
            version,
        },
        numbers: HashMap::new(),
    };
    for section in &scan.sections {
        let known = index.next(section.client);
        if section.end > known {
            gate.check_client(section.client)?;
        }
        for at in section.structs.clone() {
            if let (Some(one), Some(key)) = (scan.structs.get(at), places.get(at))
                && one.clock + one.len > known
            {
                gate.add(section.client, one, *key, known)?;
            }
        }
    }
    for range in &scan.deletes {
        gate.delete(&scan, *range)?;
    }
    let mut admitted = gate.admitted;
    admitted.update = write::fresh(&scan, index, &admitted)?;
    Ok(admitted)
}

struct Gate<'a, 's> {
    index: &'s Index,
    /// Entries that the index has not.
    new: Vec<(Root, &'a str)>,
    source: Source<'s>,
    admitted: Admitted,
    /// Index into `admitted.keys`.
    numbers: HashMap<Place, usize>,
}

impl Gate<'_, '_> {
    fn check_client(&self, client: u64) -> Result<(), Refusal> {
        let Source::Client(owns) = self.source else {
            return Ok(());
        };
        if client < FIRST_CLIENT || client > u64::from(u32::MAX) {
            return Err(Refusal::ClientId { client });
        }
        if !owns(client) {
            return Err(Refusal::ForeignClient { client });
        }
        Ok(())
    }

    fn trusted(&self) -> bool {
        matches!(self.source, Source::Log)
    }

    fn add(
        &mut self,
        client: u64,
        one: &scan::Struct<'_>,
        place: Place,
        known: u32,
    ) -> Result<(), Refusal> {
        let (clock, len) = match known.checked_sub(one.clock) {
            Some(seen) => (known, one.len - seen),
            None => (one.clock, one.len),
        };
        let origin = match one.anchor {
            _ if clock > one.clock => Some((client, clock - 1)),
            scan::Anchor::After(id) => Some(id),
            _ => None,
        };
        let number = match place {
            Place::Nowhere if self.trusted() => None,
            Place::Nowhere => return Err(Refusal::NoEntry),
            entry => Some(self.number(entry)?),
        };
        let value = match &one.body {
            Body::Value(value) => {
                if let Some(number) = number {
                    self.check_value(number, value)?;
                }
                Some(value.clone())
            }
            Body::Deleted => None,
            Body::Gone if self.trusted() => None,
            Body::Gone => return Err(Refusal::NoEntry),
        };
        self.admitted.structs.push(NewStruct {
            id: (client, clock),
            len,
            origin,
            key: number,
            value,
        });
        Ok(())
    }

    /// The index of an entry among those touched; its key is checked when it comes first.
    fn number(&mut self, place: Place) -> Result<usize, Refusal> {
        if let Some(number) = self.numbers.get(&place) {
            return Ok(*number);
        }
        let (root, key) = match place {
            Place::Nowhere => return Err(Refusal::NoEntry),
            Place::Known(number) => {
                let (root, key) = self.index.name(number).ok_or(Refusal::NoEntry)?;
                (root, Arc::clone(key))
            }
            Place::New(new) => {
                let (root, key) = self.new.get(new).ok_or(Refusal::NoEntry)?;
                (*root, Arc::from(*key))
            }
        };
        if !self.trusted() {
            let parsed = Key::parse(root, &key).map_err(|e| Refusal::Key { root, key: e.key })?;
            if parsed.server_only() {
                let key = key.to_string();
                return Err(Refusal::ServerOnly { root, key });
            }
        }
        let number = self.admitted.keys.len();
        self.admitted.keys.push((root, key));
        self.numbers.insert(place, number);
        Ok(number)
    }

    fn check_value(&self, number: usize, value: &Json) -> Result<(), Refusal> {
        if self.trusted() {
            return Ok(());
        }
        let Some((root, key)) = self.admitted.keys.get(number) else {
            return Err(Refusal::NoEntry);
        };
        let refuse = |source| Refusal::Value {
            root: *root,
            key: key.to_string(),
            source,
        };
        match Key::parse(*root, key) {
            Ok(parsed) => form::check(&parsed, value).map_err(refuse),
            Err(e) => Err(Refusal::Key {
                root: *root,
                key: e.key,
            }),
        }
    }

    fn delete(
        &mut self,
        scan: &Scan<'_>,
        (client, start, end): (u64, u32, u32),
    ) -> Result<(), Refusal> {
        let known = self.index.next(client);
        let there = scan.of(client).map_or(0, |s| s.end).max(known);
        if end > there {
            let end = end.into();
            return Err(Refusal::FutureDelete { client, end });
        }
        let hits: Vec<_> = self.index.live_in(client, start, end).collect();
        for (clock, key) in hits {
            let number = self.number(Place::Known(key))?;
            self.admitted.deleted.push(((client, clock), number));
        }
        if end > known {
            let range = (client, start.max(known), end);
            self.admitted.own_deleted.push(range);
        }
        Ok(())
    }
}
