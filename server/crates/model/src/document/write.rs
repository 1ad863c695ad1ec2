//! The server's own writes.

use std::collections::HashMap;

use serde_json::Value as Json;
use yrs::{ClientID, ID, IdSet, Map, MapRef, Out, TransactionMut};

use super::{
    Applied, ApplyError, Document, Edit, any,
    apply::{Touched, value},
};
use crate::{
    gate::{self, Admitted, GateLimits, Source},
    key::Root,
};

/// What an entry held and what it holds.
#[derive(Default)]
struct Written {
    old: Option<Json>,
    new: Option<Json>,
}

impl Document {
    pub(super) fn write_checked(&mut self, edits: &[Edit]) -> Result<Applied, ApplyError> {
        let (update, mut written) = self.transact(|roots, txn| {
            let mut written: HashMap<(Root, &str), Written> = HashMap::new();
            for edit in edits {
                let map = roots.get(edit.root as usize);
                if let Some(change) = map.and_then(|map| write_one(map, txn, edit)) {
                    let entry = written.entry((edit.root, &edit.key));
                    let new = change.new.clone();
                    entry.or_insert(change).new = new;
                }
            }
            Ok((txn.encode_update_v1(), written))
        })?;
        if written.is_empty() {
            return Ok(Applied::default());
        }
        let limits = GateLimits::TRUSTED;
        let admitted = gate::admit(&update, &self.index, &limits, Source::Log, self.version)
            .map_err(ApplyError::Own)
            .inspect_err(|_| self.broken = true)?;
        let mut touched = Vec::with_capacity(admitted.keys.len());
        for (root, key) in &admitted.keys {
            let Written { old, new } = written.remove(&(*root, &**key)).unwrap_or_default();
            touched.push(Touched {
                number: self.index.number_for(*root, key),
                old,
                new,
            });
        }
        let entries = self.absorb(&admitted, touched, &dead(&admitted));
        Ok(Applied {
            update: admitted.update,
            entries,
            clocks: admitted.clocks,
        })
    }
}

/// Writes one entry; `None` when it holds that already.
fn write_one(map: &MapRef, txn: &mut TransactionMut<'_>, edit: &Edit) -> Option<Written> {
    let old = value(Some(map), txn, &edit.key);
    // What is not flat never gets here: no form lets it through.
    let any = match &edit.value {
        Some(value) => Some(any::of_json(value)?),
        None => None,
    };
    let new = any.clone().map(|any| any::to_json(&Out::Any(any)));
    if old == new {
        return None;
    }
    match any {
        Some(any) => {
            map.insert(txn, edit.key.as_str(), any);
        }
        None => {
            map.remove(txn, &edit.key);
        }
    }
    Some(Written { old, new })
}

/// What an update of our own deletes.
fn dead(admitted: &Admitted) -> IdSet {
    let mut dead = IdSet::new();
    for ((client, clock), _) in &admitted.deleted {
        dead.insert(ID::new(ClientID::new(*client), *clock), 1);
    }
    for (client, start, end) in &admitted.own_deleted {
        dead.insert(ID::new(ClientID::new(*client), *start), end - start);
    }
    dead
}
