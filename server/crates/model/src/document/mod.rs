//! The document of a workbook: a Y.Doc of flat root maps, with the gate before it and the read model beside it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::Value as Json;
use yrs::{
    Doc, Map, MapRef, Options, ReadTxn, StateVector, Transact, Transaction,
    updates::encoder::Encode,
};

mod any;
mod apply;
mod index;
mod write;

pub(crate) use any::of_json as to_any;
pub(crate) use index::{Index, KeyNo, NO_KEY};

use crate::{
    form::{self, FormError},
    gate::{self, Admitted, GateLimits, Refusal, Source},
    key::{BadKey, Key, Root},
    ledger::Ledger,
    workbook::Workbook,
};

/// The client id under which the server writes.
pub const SERVER_CLIENT: u64 = 1;

/// What happened to one entry.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryChange {
    /// Its root map.
    pub root: Root,
    /// Its key.
    pub key: String,
    /// What it held; `None`: nothing.
    pub old: Option<Json>,
    /// What it holds now, or, when superseded, what was written in vain.
    pub new: Option<Json>,
    /// True for a write that lost against a concurrent one: `old` still stands.
    pub superseded: bool,
}

/// A write to one entry; `None` removes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Its root map.
    pub root: Root,
    /// Its key.
    pub key: String,
    /// Its new value.
    pub value: Option<Json>,
}

impl Edit {
    /// A write to the entry of a key.
    pub fn new(key: &Key, value: Option<Json>) -> Self {
        Self {
            root: key.root(),
            key: key.to_string(),
            value,
        }
    }
}

/// What an update or a write did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Applied {
    /// What was new, as an update of its own: what goes into the log and out to others.
    pub update: Vec<u8>,
    /// What happened to which entry; empty exactly when the document did not change.
    pub entries: Vec<EntryChange>,
    /// Of every client in the update, also when nothing was new, the clock after its last struct there.
    pub clocks: Vec<(u64, u32)>,
}

/// The log or a snapshot cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// It is no update that continues what is there.
    #[error("the stored update is malformed: {0}")]
    Malformed(#[from] Refusal),
    /// It could not be applied.
    #[error("the stored update cannot be applied")]
    Apply(#[from] ApplyError),
}

/// An update or write could not be applied. Where [`ApplyError::broken`] says so the document must be loaded afresh.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The document changed between gate and apply.
    #[error("the document changed after the update was admitted")]
    Stale,
    /// A key has not its root's form.
    #[error(transparent)]
    Key(#[from] BadKey),
    /// A value has not its key's form.
    #[error("{root} {key:?}: {source}")]
    Value {
        /// The root.
        root: Root,
        /// The key.
        key: String,
        /// What is wrong.
        source: FormError,
    },
    /// yrs could not read what the gate let in.
    #[error("the update could not be decoded")]
    Decode(#[source] yrs::encoding::read::Error),
    /// yrs could not integrate what the gate let in.
    #[error("the update could not be integrated")]
    Integrate(#[source] yrs::error::UpdateError),
    /// What the server wrote itself does not read back.
    #[error("the own update does not read back: {0}")]
    Own(#[source] Refusal),
    /// Something panicked on the way.
    #[error("applying the update panicked")]
    Panicked,
    /// An earlier failure left the document unusable.
    #[error("the document is broken and must be loaded afresh")]
    Broken,
}

impl ApplyError {
    /// True when the document can no longer be used.
    pub const fn broken(&self) -> bool {
        !matches!(self, Self::Stale | Self::Key(_) | Self::Value { .. })
    }
}

/// A workbook's document. Not for use by two threads at once; it may move between them.
pub struct Document {
    doc: Doc,
    roots: [MapRef; Root::ALL.len()],
    index: Index,
    workbook: Workbook,
    /// Counts changes, so that an update admitted before another is noticed.
    version: u64,
    broken: bool,
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document")
            .field("version", &self.version)
            .field("broken", &self.broken)
            .finish_non_exhaustive()
    }
}

impl Default for Document {
    fn default() -> Self {
        Self::new()
    }
}

impl Document {
    /// An empty document.
    pub fn new() -> Self {
        let doc = Doc::with_options(Options {
            offset_kind: yrs::OffsetKind::Utf16,
            ..Options::with_client_id(yrs::ClientID::new(SERVER_CLIENT))
        });
        let roots = Root::ALL.map(|r| doc.get_or_insert_map(r.as_str()));
        Self {
            doc,
            roots,
            index: Index::default(),
            workbook: Workbook::default(),
            version: 0,
            broken: false,
        }
    }

    /// The document of a stored state.
    pub fn load(state: &[u8]) -> Result<Self, LoadError> {
        let mut document = Self::new();
        document.replay(state)?;
        Ok(document)
    }

    /// A document that holds what a ledger does, without its history: for looking at, not for going on.
    pub fn holding(ledger: &Ledger) -> Result<Self, LoadError> {
        Self::load(&ledger.held())
    }

    /// Applies an update of the own log: who may write what is not asked again.
    pub fn replay(&mut self, update: &[u8]) -> Result<(), LoadError> {
        let limits = GateLimits::TRUSTED;
        let admitted = gate::admit(update, &self.index, &limits, Source::Log, self.version)?;
        self.apply(admitted)?;
        Ok(())
    }

    /// Applies updates of the own log that follow one another, in one go where they fit together, which is several times as
    /// fast as one after the other. An error comes with the number of updates that were applied before it.
    pub fn replay_all<B: AsRef<[u8]>>(&mut self, updates: &[B]) -> Result<(), (usize, LoadError)> {
        if let Ok(all) = gate::merge(updates)
            && self.replay(&all).is_ok()
        {
            return Ok(());
        }
        // One of them is not as it should be: which one shows on the way.
        for (at, update) in updates.iter().enumerate() {
            self.replay(update.as_ref()).map_err(|error| (at, error))?;
        }
        Ok(())
    }

    /// The gate: refuses what must not reach the document. `owns` says whether a client id is the
    /// sender's or nobody's yet; it is asked for ids that add something.
    pub fn admit(
        &self,
        update: &[u8],
        limits: &GateLimits,
        owns: &dyn Fn(u64) -> bool,
    ) -> Result<Admitted, Refusal> {
        let source = Source::Client(owns);
        gate::admit(update, &self.index, limits, source, self.version)
    }

    /// Applies what the gate let in. Nothing may be applied between [`Document::admit`] and this.
    pub fn apply(&mut self, admitted: Admitted) -> Result<Applied, ApplyError> {
        if self.broken {
            return Err(ApplyError::Broken);
        }
        if admitted.version != self.version {
            return Err(ApplyError::Stale);
        }
        if admitted.is_empty() {
            return Ok(Applied {
                clocks: admitted.clocks,
                ..Applied::default()
            });
        }
        self.apply_new(admitted)
    }

    /// The server's own write: all edits in one transaction. Edits that change nothing are left out.
    pub fn write(&mut self, edits: &[Edit]) -> Result<Applied, ApplyError> {
        if self.broken {
            return Err(ApplyError::Broken);
        }
        for edit in edits {
            let key = Key::parse(edit.root, &edit.key)?;
            if let Some(value) = &edit.value {
                form::check(&key, value).map_err(|source| ApplyError::Value {
                    root: edit.root,
                    key: edit.key.clone(),
                    source,
                })?;
            }
        }
        self.write_checked(edits)
    }

    /// The whole state as an update.
    pub fn state(&self) -> Vec<u8> {
        self.read(|txn| txn.encode_diff_v1(&StateVector::default()))
            .unwrap_or_else(|| yrs::Update::EMPTY_V1.to_vec())
    }

    /// The state vector, encoded.
    pub fn state_vector(&self) -> Vec<u8> {
        self.read(|txn| txn.state_vector().encode_v1())
            .unwrap_or_else(|| vec![0])
    }

    /// What somebody with this state vector (from outside, encoded) has not.
    pub fn missing(&self, state_vector: &[u8]) -> Result<Vec<u8>, Refusal> {
        let mut known = StateVector::default();
        for (client, clock) in gate::read_state_vector(state_vector)? {
            // Clients and clocks that are not here cannot be missing from here.
            let clock = clock.min(self.index.next(client));
            if clock > 0 {
                known.set_max(yrs::ClientID::new(client), clock);
            }
        }
        Ok(self
            .read(|txn| txn.encode_diff_v1(&known))
            .unwrap_or_else(|| yrs::Update::EMPTY_V1.to_vec()))
    }

    /// The next clock of every client that ever wrote.
    pub fn clocks(&self) -> impl Iterator<Item = (u64, u32)> {
        self.index.clocks()
    }

    /// The present value of an entry.
    pub fn get(&self, root: Root, key: &str) -> Option<Json> {
        let map = self.roots.get(root as usize)?;
        self.read(|txn| map.get(txn, key).map(|out| any::to_json(&out)))?
    }

    /// All entries of a root, in no particular order.
    pub fn entries(&self, root: Root) -> Vec<(String, Json)> {
        let Some(map) = self.roots.get(root as usize) else {
            return vec![];
        };
        self.read(|txn| {
            map.iter(txn)
                .map(|(key, out)| (key.to_owned(), any::to_json(&out)))
                .collect()
        })
        .unwrap_or_default()
    }

    /// The read model.
    pub fn workbook(&self) -> &Workbook {
        &self.workbook
    }

    /// The document's epoch.
    pub fn epoch(&self) -> u32 {
        self.workbook.epoch()
    }

    /// True after a failure that left the document unusable.
    pub fn is_broken(&self) -> bool {
        self.broken
    }

    fn read<T>(&self, f: impl FnOnce(&Transaction<'_>) -> T) -> Option<T> {
        // After a panic the document may still be locked.
        if self.broken {
            return None;
        }
        let txn = self.doc.try_transact().ok()?;
        catch_unwind(AssertUnwindSafe(|| f(&txn))).ok()
    }
}
