//! Applying updates and writes, and saying what they did.

use std::{
    collections::{HashMap, HashSet},
    panic::{AssertUnwindSafe, catch_unwind},
};

use serde_json::Value as Json;
use yrs::{
    ClientID, ID, IdSet, Map, MapRef, Transact, TransactionMut, Update, updates::decoder::Decode,
};

use super::{Applied, ApplyError, Document, EntryChange, NO_KEY, any, index::KeyNo};
use crate::gate::{Admitted, Id, NewStruct, covers};

/// An entry that an update touches.
pub(super) struct Touched {
    pub(super) number: KeyNo,
    pub(super) old: Option<Json>,
    pub(super) new: Option<Json>,
}

pub(super) fn value(map: Option<&MapRef>, txn: &TransactionMut<'_>, key: &str) -> Option<Json> {
    map?.get(txn, key).map(|out| any::to_json(&out))
}

fn holds(set: &IdSet, (client, clock): Id) -> bool {
    set.contains(&ID::new(ClientID::new(client), clock))
}

impl Document {
    pub(super) fn apply_new(&mut self, admitted: Admitted) -> Result<Applied, ApplyError> {
        let update = decode(&admitted.update).inspect_err(|_| self.broken = true)?;
        let fresh = self.version == 0;
        let (touched, dead) = self.transact(|roots, txn| {
            let read = |txn: &TransactionMut<'_>| -> Vec<Option<Json>> {
                let keys = admitted.keys.iter();
                keys.map(|(root, key)| value(roots.get(*root as usize), txn, key))
                    .collect()
            };
            let old = if fresh {
                vec![None; admitted.keys.len()]
            } else {
                read(txn)
            };
            txn.apply_update(update).map_err(ApplyError::Integrate)?;
            let new = read(txn);
            Ok((
                old.into_iter().zip(new).collect::<Vec<_>>(),
                txn.delete_set().clone(),
            ))
        })?;
        let touched = admitted
            .keys
            .iter()
            .zip(touched)
            .map(|((root, key), (old, new))| Touched {
                number: self.index.number_for(*root, key),
                old,
                new,
            })
            .collect::<Vec<_>>();
        let entries = self.absorb(&admitted, touched, &dead);
        Ok(Applied {
            update: admitted.update,
            entries,
            clocks: admitted.clocks,
        })
    }

    /// Runs a transaction; a panic inside leaves the document broken, and nothing else.
    pub(super) fn transact<T>(
        &mut self,
        f: impl FnOnce(&[MapRef], &mut TransactionMut<'_>) -> Result<T, ApplyError>,
    ) -> Result<T, ApplyError> {
        let Ok(mut txn) = self.doc.try_transact_mut() else {
            self.broken = true;
            return Err(ApplyError::Broken);
        };
        let roots = &self.roots;
        let result = catch_unwind(AssertUnwindSafe(|| f(roots, &mut txn)));
        let result = if let Ok(result) = result {
            let committed = catch_unwind(AssertUnwindSafe(|| drop(txn)));
            committed.map_or(Err(ApplyError::Panicked), |()| result)
        } else {
            // Dropping it would commit what is half done, and may panic again.
            std::mem::forget(txn);
            Err(ApplyError::Panicked)
        };
        if result.is_err() {
            self.broken = true;
        }
        result
    }

    /// Brings index and read model up to what was applied, and says what happened.
    pub(super) fn absorb(
        &mut self,
        admitted: &Admitted,
        touched: Vec<Touched>,
        dead: &IdSet,
    ) -> Vec<EntryChange> {
        self.version += 1;
        let mut live: Vec<Option<Id>> = vec![None; touched.len()];
        for one in &admitted.structs {
            let number = one.key.and_then(|k| touched.get(k)).map(|t| t.number);
            self.index.push(one.id, one.len, number.unwrap_or(NO_KEY));
            if let Some(slot) = one.key.and_then(|k| live.get_mut(k))
                && one.value.is_some()
                && !holds(dead, one.id)
            {
                *slot = Some(one.id);
            }
        }
        let mut lost: HashMap<usize, Vec<&NewStruct>> = HashMap::new();
        for (key, one) in losers(admitted, dead) {
            lost.entry(key).or_default().push(one);
        }
        let mut entries = Vec::with_capacity(touched.len());
        for (at, (entry, won)) in touched.into_iter().zip(live).enumerate() {
            let before = self.index.live(entry.number);
            let after = won.or_else(|| before.filter(|id| !holds(dead, *id)));
            let in_vain = lost.remove(&at).unwrap_or_default();
            self.settle(entry, before, after, &in_vain, &mut entries);
        }
        entries
    }

    /// Brings one entry up to date, and says what happened to it.
    fn settle(
        &mut self,
        entry: Touched,
        before: Option<Id>,
        after: Option<Id>,
        in_vain: &[&NewStruct],
        entries: &mut Vec<EntryChange>,
    ) {
        let Touched { number, old, new } = entry;
        let Some((root, key)) = self.index.name(number) else {
            return;
        };
        let key = key.to_string();
        if after != before {
            self.index.set_live(number, after);
            self.workbook.set(root, &key, new.as_ref());
        }
        let superseded = in_vain.iter().map(|lost| EntryChange {
            root,
            key: key.clone(),
            old: new.clone(),
            new: lost.value.clone(),
            superseded: true,
        });
        let superseded: Vec<_> = superseded.collect();
        if after != before || superseded.is_empty() {
            entries.push(EntryChange {
                root,
                key,
                old,
                new,
                superseded: false,
            });
        }
        entries.extend(superseded);
    }
}

/// The structs whose value lost against a concurrent write: dead, though neither the update itself
/// deleted nor overwrote them.
fn losers<'a>(
    admitted: &'a Admitted,
    dead: &'a IdSet,
) -> impl Iterator<Item = (usize, &'a NewStruct)> {
    let overwritten: HashSet<Id> = admitted.structs.iter().filter_map(|s| s.origin).collect();
    let own = move |id: Id| covers(&admitted.own_deleted, id);
    admitted
        .structs
        .iter()
        .filter(move |s| s.value.is_some() && holds(dead, s.id))
        .filter(move |s| !overwritten.contains(&s.id) && !own(s.id))
        .filter_map(|s| Some((s.key?, s)))
}

fn decode(update: &[u8]) -> Result<Update, ApplyError> {
    match catch_unwind(|| Update::decode_v1(update)) {
        Ok(decoded) => decoded.map_err(ApplyError::Decode),
        Err(_) => Err(ApplyError::Panicked),
    }
}
