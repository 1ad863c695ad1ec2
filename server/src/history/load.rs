//! Documents out of the log: the nearest snapshot and the updates after it.

use std::io::{Read as _, Write as _};

use daylight_model::document::LoadError as Broken;
use daylight_model::{Document, Ledger};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use time::OffsetDateTime;

use crate::db::log::{self, ChangeRow, Folded, Head, Snapshot};
use crate::db::{Db, copy};
use crate::history::{EMPTY, chain};
use crate::ids::{Seq, WorkbookId};

/// Updates read at a time.
const CHUNK: usize = 4000;
/// Updates after which a state is stored, however few the changes: bytes.
const BYTES_WORTH_A_SNAPSHOT: usize = 1 << 20;
/// Largest state once inflated.
const MOST_INFLATED: u64 = 2 << 30;

/// A workbook could not be read from the log.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// There is no such workbook, or nothing was ever logged for it.
    #[error("workbook {0} has no log")]
    Unknown(WorkbookId),
    /// The log does not reach so far.
    #[error("workbook {workbook} has no change {seq}")]
    NoSuchChange {
        /// Which workbook.
        workbook: WorkbookId,
        /// What was asked for.
        seq: Seq,
    },
    /// It is older than what the log still tells.
    #[error("change {seq} of workbook {workbook} is folded, as are all up to {upto}")]
    Folded {
        /// Which workbook.
        workbook: WorkbookId,
        /// What was asked for.
        seq: Seq,
        /// The last change that is folded.
        upto: Seq,
        /// When that one was made.
        at: OffsetDateTime,
    },
    /// Nothing says what the workbook was where its log begins.
    #[error("the state of workbook {workbook} at its checkpoint {seq} is missing")]
    NoCheckpoint {
        /// Which workbook.
        workbook: WorkbookId,
        /// The checkpoint.
        seq: Seq,
    },
    /// What is stored cannot be read.
    #[error("the log of workbook {workbook} is damaged at change {seq}")]
    Damaged {
        /// Which workbook.
        workbook: WorkbookId,
        /// Where.
        seq: Seq,
        #[source]
        source: Broken,
    },
    /// A snapshot cannot be unpacked.
    #[error("the snapshot of workbook {workbook} at change {seq} is damaged")]
    DamagedSnapshot {
        /// Which workbook.
        workbook: WorkbookId,
        /// Where.
        seq: Seq,
        #[source]
        source: std::io::Error,
    },
    #[error("the log could not be read")]
    Database(#[from] sqlx::Error),
    #[error("reading the log was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// A document as the log has it.
#[derive(Debug)]
pub struct Loaded<D = Document> {
    /// The document.
    pub document: D,
    /// The change up to which it was read.
    pub head: Head,
    /// Changes that were read after the snapshot, and their bytes.
    pub replayed: Replayed,
}

/// How much of the log lies after the last snapshot.
#[derive(Debug, Clone, Copy, Default)]
pub struct Replayed {
    /// Changes.
    pub changes: usize,
    /// Bytes of their updates.
    pub bytes: usize,
    /// Bytes of the snapshot itself.
    pub snapshot: usize,
}

impl Replayed {
    /// Is it time for a snapshot? One that is large comes less often, so that the log does not grow by snapshots more than
    /// by changes, and opening does not come to cost more than twice what the snapshot alone does.
    pub fn is_worth_a_snapshot(&self, changes: usize) -> bool {
        let many = self.changes >= changes || self.bytes >= BYTES_WORTH_A_SNAPSHOT;
        many && self.bytes >= self.snapshot
    }
}

/// What the updates of a log can be read into.
trait Replica: Default + Send + 'static {
    fn open(state: &[u8]) -> Result<Self, Broken>;
    /// An error comes with the number of updates that were taken in before it.
    fn take_all(&mut self, updates: &[&[u8]]) -> Result<(), (usize, Broken)>;
}

impl Replica for Document {
    fn open(state: &[u8]) -> Result<Self, Broken> {
        Self::load(state)
    }

    fn take_all(&mut self, updates: &[&[u8]]) -> Result<(), (usize, Broken)> {
        self.replay_all(updates)
    }
}

impl Replica for Ledger {
    fn open(state: &[u8]) -> Result<Self, Broken> {
        let mut ledger = Self::default();
        ledger.take(state)?;
        Ok(ledger)
    }

    fn take_all(&mut self, updates: &[&[u8]]) -> Result<(), (usize, Broken)> {
        for (at, update) in updates.iter().enumerate() {
            self.take(update).map_err(|error| (at, error.into()))?;
        }
        Ok(())
    }
}

/// Reads a workbook as it is, or as it was after the change `at`.
pub async fn load(db: &Db, workbook: WorkbookId, at: Option<Seq>) -> Result<Loaded, LoadError> {
    read(db, workbook, at).await
}

/// What a workbook held right after the change `at`, for looking at: it knows nothing of how it came to be, so that the
/// log cannot go on from it, and costs a fraction where much was overwritten before.
pub async fn moment(db: &Db, workbook: WorkbookId, at: Seq) -> Result<Document, LoadError> {
    let Loaded { document, .. } = read::<Ledger>(db, workbook, Some(at)).await?;
    holding(workbook, at, move || Ok(document)).await
}

/// The same as a Yjs v1 update.
pub async fn moment_state(db: &Db, workbook: WorkbookId, at: Seq) -> Result<Vec<u8>, LoadError> {
    let Loaded { document, .. } = read::<Ledger>(db, workbook, Some(at)).await?;
    Ok(tokio::task::spawn_blocking(move || document.held()).await?)
}

/// The same of a state that is there.
pub async fn held(workbook: WorkbookId, at: Seq, state: Vec<u8>) -> Result<Document, LoadError> {
    holding(workbook, at, move || Ledger::open(&state)).await
}

async fn holding(
    workbook: WorkbookId,
    seq: Seq,
    ledger: impl FnOnce() -> Result<Ledger, Broken> + Send + 'static,
) -> Result<Document, LoadError> {
    let held = tokio::task::spawn_blocking(move || Document::holding(&ledger()?)).await?;
    held.map_err(|source| LoadError::Damaged {
        workbook,
        seq,
        source,
    })
}

async fn read<D: Replica>(
    db: &Db,
    workbook: WorkbookId,
    at: Option<Seq>,
) -> Result<Loaded<D>, LoadError> {
    let folded = log::folded(&db.pool, workbook).await?;
    if let (Some(folded), Some(at)) = (&folded, at)
        && at < folded.seq
    {
        return Err(gone(workbook, at, folded));
    }
    let snapshot = log::nearest_snapshot(&db.pool, workbook, at).await?;
    if let Some(seq) = folded.as_ref().map(|folded| folded.seq)
        && snapshot.as_ref().is_none_or(|snapshot| snapshot.seq < seq)
    {
        return Err(LoadError::NoCheckpoint { workbook, seq });
    }
    let mut head = Head {
        seq: snapshot.as_ref().map_or(EMPTY.seq, |s| s.seq),
        hash: chain::START,
    };
    let mut replayed = Replayed {
        snapshot: snapshot.as_ref().map_or(0, |s| s.state.len()),
        ..Replayed::default()
    };
    if snapshot.is_some() {
        let hash = match folded.filter(|folded| folded.seq == head.seq) {
            Some(folded) => Some(folded.hash),
            None => log::change(&db.pool, workbook, head.seq)
                .await?
                .map(|change| change.hash),
        };
        if let Some(hash) = hash {
            head.hash = hash.try_into().unwrap_or(chain::START);
        }
    }
    let mut document = tokio::task::spawn_blocking(move || match snapshot {
        Some(snapshot) => unpack(workbook, &snapshot),
        None => Ok(D::default()),
    })
    .await??;
    loop {
        let updates = copy::updates(&db.pool, workbook, head.seq, at, CHUNK).await?;
        let Some(last) = updates.last() else { break };
        head = Head {
            seq: last.seq,
            hash: last.hash.as_slice().try_into().unwrap_or(chain::START),
        };
        replayed.changes += updates.len();
        replayed.bytes += updates
            .iter()
            .map(|update| update.update.len())
            .sum::<usize>();
        let done = updates.len() < CHUNK;
        document =
            tokio::task::spawn_blocking(move || replay(workbook, document, &updates)).await??;
        if done {
            break;
        }
    }
    match at {
        Some(seq) if seq != head.seq || seq == EMPTY.seq => {
            Err(LoadError::NoSuchChange { workbook, seq })
        }
        _ if head.seq == EMPTY.seq => Err(LoadError::Unknown(workbook)),
        _ => Ok(Loaded {
            document,
            head,
            replayed,
        }),
    }
}

/// One change of the log.
pub async fn change(db: &Db, workbook: WorkbookId, seq: Seq) -> Result<ChangeRow, LoadError> {
    if let Some(change) = log::change(&db.pool, workbook, seq).await? {
        return Ok(change);
    }
    match log::folded(&db.pool, workbook).await? {
        Some(folded) if seq > EMPTY.seq && seq <= folded.seq => Err(gone(workbook, seq, &folded)),
        _ => Err(LoadError::NoSuchChange { workbook, seq }),
    }
}

fn gone(workbook: WorkbookId, seq: Seq, folded: &Folded) -> LoadError {
    LoadError::Folded {
        workbook,
        seq,
        upto: folded.seq,
        at: folded.changed_at,
    }
}

fn replay<D: Replica>(
    workbook: WorkbookId,
    mut document: D,
    updates: &[log::Update],
) -> Result<D, LoadError> {
    let bodies: Vec<&[u8]> = updates
        .iter()
        .map(|update| update.update.as_slice())
        .collect();
    document
        .take_all(&bodies)
        .map_err(|(at, source)| LoadError::Damaged {
            workbook,
            seq: updates.get(at).map_or(EMPTY.seq, |update| update.seq),
            source,
        })?;
    Ok(document)
}

fn unpack<D: Replica>(workbook: WorkbookId, snapshot: &Snapshot) -> Result<D, LoadError> {
    let state = inflate(workbook, snapshot)?;
    D::open(&state).map_err(|source| LoadError::Damaged {
        workbook,
        seq: snapshot.seq,
        source,
    })
}

/// The state that a snapshot packs: a Yjs v1 update.
pub fn inflate(workbook: WorkbookId, snapshot: &Snapshot) -> Result<Vec<u8>, LoadError> {
    let mut state = Vec::new();
    GzDecoder::new(snapshot.state.as_slice())
        .take(MOST_INFLATED)
        .read_to_end(&mut state)
        .map_err(|source| LoadError::DamagedSnapshot {
            workbook,
            seq: snapshot.seq,
            source,
        })?;
    Ok(state)
}

/// Stores the state of a document after the change `seq`.
pub async fn store_snapshot(
    db: &Db,
    workbook: WorkbookId,
    epoch: u32,
    seq: Seq,
    state: Vec<u8>,
) -> Result<usize, SnapshotError> {
    let packed = tokio::task::spawn_blocking(move || {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&state).and_then(|()| encoder.finish())
    })
    .await??;
    let length = packed.len();
    log::insert_snapshot(&db.pool, workbook, epoch, &Snapshot { seq, state: packed }).await?;
    Ok(length)
}

/// A snapshot could not be stored. Nothing depends on it.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    #[error("the state could not be packed")]
    Pack(#[from] std::io::Error),
    #[error("the snapshot could not be stored")]
    Database(#[from] sqlx::Error),
    #[error("packing was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}
