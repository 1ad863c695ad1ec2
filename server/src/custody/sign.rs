//! Signing what the logs are now.

use std::time::Instant;

use super::checkpoint::hashes;
use super::head::SignedHead;
use super::key::Key;
use super::tree::{Hash, Tree};
use crate::clock;
use crate::db::Db;
use crate::db::custody::{self, HeadRow};
use crate::db::events;
use crate::db::log;
use crate::history::EMPTY;
use crate::ids::{Seq, WorkbookId};

/// Hashes read at a time.
const CHUNK: i64 = 100_000;

/// Why a head was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    #[error("the log could not be read")]
    Database(#[from] sqlx::Error),
    /// To sign a log with a hole would be to vouch for it.
    #[error("the log of workbook {0} is damaged at change {1}")]
    Damaged(WorkbookId, Seq),
}

/// Signs what the log of a workbook is now; the head that is there already if nothing has happened since, and `None`
/// where there is no log.
pub async fn sign(
    db: &Db,
    key: &Key,
    workbook: WorkbookId,
) -> Result<Option<SignedHead>, SignError> {
    let Some(head) = log::head(&db.pool, workbook).await? else {
        return Ok(None);
    };
    let last = custody::last_head(&db.pool, workbook).await?;
    let events = events::seen(&db.pool, workbook).await?;
    let events = match events {
        Some((n, hash)) => (
            n,
            Hash::try_from(hash).map_err(|_| SignError::Damaged(workbook, head.seq))?,
        ),
        None => (0, EMPTY.hash),
    };
    if let Some(last) = &last
        && (last.seq, last.events) == (head.seq, events.0)
    {
        return signed(last)
            .map(Some)
            .ok_or(SignError::Damaged(workbook, last.seq));
    }
    let mut tree = match &last {
        Some(last) if last.seq <= head.seq => u64::try_from(last.seq.0)
            .ok()
            .and_then(|size| Tree::stored(size, &last.peaks))
            .filter(|tree| last.root == tree.root())
            .ok_or(SignError::Damaged(workbook, last.seq))?,
        Some(last) => return Err(SignError::Damaged(workbook, last.seq)),
        None => Tree::default(),
    };
    while tree.size() < head.seq.0.cast_unsigned() {
        let after = Seq(tree.size().cast_signed());
        let upto = Seq(head.seq.0.min(after.0 + CHUNK));
        for (seq, hash) in hashes(db, workbook, after, upto).await? {
            let next = Seq(tree.size().cast_signed() + 1);
            let hash = Hash::try_from(hash).ok().filter(|_| seq == next);
            tree.push(&hash.ok_or(SignError::Damaged(workbook, next))?);
        }
        if tree.size() < upto.0.cast_unsigned() {
            return Err(SignError::Damaged(
                workbook,
                Seq(tree.size().cast_signed() + 1),
            ));
        }
    }
    let signed = SignedHead::sign(key, workbook, (&tree, head.hash), events, clock::now());
    custody::insert_head(
        &db.pool,
        &HeadRow {
            workbook,
            seq: signed.seq,
            hash: signed.hash.to_vec(),
            root: signed.root.to_vec(),
            peaks: tree.peaks(),
            events: signed.events,
            events_hash: signed.events_hash.to_vec(),
            at: signed.at,
            key: signed.key.to_vec(),
            signature: signed.signature.to_vec(),
        },
    )
    .await?;
    Ok(Some(signed))
}

/// Signs every log that has grown.
pub async fn sign_all(db: &Db, key: &Key) -> sqlx::Result<usize> {
    let begun = Instant::now();
    let mut count = 0;
    for workbook in custody::unsigned(&db.pool).await? {
        match sign(db, key, workbook).await {
            Ok(_) => count += 1,
            Err(SignError::Database(error)) => return Err(error),
            Err(error @ SignError::Damaged(..)) => {
                metrics::counter!("daylight_custody_unsigned_total").increment(1);
                tracing::error!(%workbook, %error, "a log is not signed: {error}");
            }
        }
    }
    metrics::gauge!("daylight_custody_signing_seconds").set(begun.elapsed().as_secs_f64());
    Ok(count)
}

/// A stored head as it was signed; `None` where its fields have not their lengths.
pub(super) fn signed(row: &HeadRow) -> Option<SignedHead> {
    Some(SignedHead {
        workbook: row.workbook,
        seq: row.seq,
        hash: row.hash.as_slice().try_into().ok()?,
        root: row.root.as_slice().try_into().ok()?,
        events: row.events,
        events_hash: row.events_hash.as_slice().try_into().ok()?,
        at: row.at,
        key: row.key.as_slice().try_into().ok()?,
        signature: row.signature.as_slice().try_into().ok()?,
    })
}
