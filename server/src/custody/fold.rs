//! Folding older changes into a signed checkpoint: what the workbook was stays, who did what goes.

use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::checkpoint::{Checkpoint, hashes, state_hash};
use super::finding::Finding;
use super::tree::{Hash, Tree};
use super::verify::{Scope, VerifyError, verify};
use super::watch::Custody;
use crate::clock;
use crate::db::{self, log};
use crate::history::{self, EMPTY, Event, EventKind, LoadError, SnapshotError};
use crate::ids::{LinkId, Seq, UserId, WorkbookId};

/// What would be folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foldable {
    /// The last change of it.
    pub seq: Seq,
    /// When that one was made.
    pub at: OffsetDateTime,
    /// How many changes.
    pub changes: i64,
}

/// Why nothing was folded.
#[derive(Debug, thiserror::Error)]
pub enum FoldError {
    /// Every change that is left is younger, or the last one.
    #[error("there is nothing to fold")]
    Nothing,
    /// What is not as it was written is not vouched for.
    #[error("the log is not as it was written: {0}")]
    NotWhole(Finding),
    #[error("the log could not be checked")]
    Verify(#[from] VerifyError),
    #[error("the document could not be read")]
    Load(#[from] LoadError),
    #[error("the state could not be stored")]
    Snapshot(#[from] SnapshotError),
    #[error("folding could not be stored")]
    Database(#[from] sqlx::Error),
}

/// Who folds, and through which link they came.
#[derive(Debug, Clone, Copy)]
pub struct Folder {
    pub user: UserId,
    pub link: Option<LinkId>,
}

impl Custody {
    /// What folding the changes before a moment would fold. The last change of a log always stays.
    pub async fn foldable(
        &self,
        workbook: WorkbookId,
        before: OffsetDateTime,
    ) -> sqlx::Result<Option<Foldable>> {
        let pool = &self.db.pool;
        let Some(head) = log::head(pool, workbook).await? else {
            return Ok(None);
        };
        let mut last = log::before(pool, workbook, before).await?;
        if last.is_some_and(|(seq, _)| seq >= head.seq) {
            let change = log::change(pool, workbook, Seq(head.seq.0 - 1)).await?;
            last = change.map(|change| (change.seq, change.at));
        }
        let folded = log::folded(pool, workbook).await?;
        let from = folded.map_or(EMPTY.seq, |folded| folded.seq);
        Ok(last.map(|(seq, at)| Foldable {
            seq,
            at,
            changes: seq.0 - from.0,
        }))
    }

    /// Folds the changes before a moment into a signed checkpoint, if the whole log is as it was written.
    pub async fn fold(
        &self,
        workbook: WorkbookId,
        before: OffsetDateTime,
        by: Folder,
    ) -> Result<Foldable, FoldError> {
        let foldable = self.foldable(workbook, before).await?;
        let mut folded = foldable.ok_or(FoldError::Nothing)?;
        let trusted = self.trusted();
        let scope = Scope {
            trusted: &trusted,
            ..Scope::default()
        };
        let report = Box::pin(verify(&self.db, workbook, scope, None)).await?;
        if let Some(finding) = report.findings.into_iter().next() {
            return Err(FoldError::NotWhole(finding));
        }
        let seq = folded.seq;
        let loaded = history::load(&self.db, workbook, Some(seq)).await?;
        let (state, epoch) = (loaded.document.state(), loaded.document.epoch());
        history::store_snapshot(&self.db, workbook, epoch, seq, state).await?;
        // Another one may have been there already.
        let stored = log::nearest_snapshot(&self.db.pool, workbook, Some(seq)).await?;
        let stored = stored.filter(|snapshot| snapshot.seq == seq);
        let stored = stored.ok_or(LoadError::NoCheckpoint { workbook, seq })?;
        let state = state_hash(&history::inflate(workbook, &stored)?);
        let all = hashes(&self.db, workbook, EMPTY.seq, seq).await?;
        let all: Option<Vec<Hash>> = all
            .into_iter()
            .map(|(_, hash)| hash.try_into().ok())
            .collect();
        let all = all.unwrap_or_default();
        let mut tree = Tree::default();
        for hash in &all {
            tree.push(hash);
        }
        let checkpoint = Checkpoint {
            workbook,
            seq,
            changed_at: folded.at,
            hash: loaded.head.hash,
            root: tree.root(),
            state,
            by: by.user,
            at: clock::now(),
        };
        let count = usize::try_from(folded.changes).unwrap_or_default();
        let own = all.len().saturating_sub(count);
        let row = checkpoint.sign(self.key(), &all[own..]);
        let mut tx = self.db.pool.begin().await?;
        // Before anything is dropped, so that two who fold at once do so one after the other.
        let event = Event {
            workbook,
            user: by.user,
            link: by.link,
            kind: EventKind::Folded,
            detail: Some(json!({"seq": seq, "changes": folded.changes})),
        };
        history::record(&mut tx, event).await?;
        folded.changes = db::custody::fold(&mut tx, &row).await?;
        tx.commit().await?;
        tracing::info!(%workbook, %seq, changes = folded.changes, by = %by.user, "older changes were folded");
        Ok(folded)
    }

    /// Folds what the policies of all workbooks say at a moment, as their owners; of each at most once a day.
    pub async fn fold_by_policy(&self, now: OffsetDateTime) -> sqlx::Result<()> {
        for (workbook, days, user) in db::custody::policies(&self.db.pool).await? {
            let folded = log::folded(&self.db.pool, workbook).await?;
            if folded.is_some_and(|folded| now - folded.at < Duration::DAY) {
                continue;
            }
            let before = now - Duration::days(i64::from(days));
            match self
                .fold(workbook, before, Folder { user, link: None })
                .await
            {
                Ok(_) | Err(FoldError::Nothing) => {}
                Err(FoldError::Database(error)) => return Err(error),
                Err(error) => {
                    tracing::error!(%workbook, %error, "older changes could not be folded: {error}");
                }
            }
        }
        Ok(())
    }
}
