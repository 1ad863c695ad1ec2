//! The document as the log alone gives it, held against the snapshots on the way and what people work with in the end.

use std::iter::Peekable;
use std::ops::Range;
use std::sync::Arc;
use std::vec::IntoIter;

use daylight_model::{Ledger, Root};
use serde_json::Value as Json;

use super::checkpoint::state_hash;
use super::finding::Finding;
use super::tree;
use super::verify::{Live, Report, VerifyError};
use crate::db::copy::Part;
use crate::db::{Db, custody, log};
use crate::history::{self, EMPTY};
use crate::ids::{Seq, WorkbookId};

/// See the module.
pub(super) struct Replay {
    db: Db,
    workbook: WorkbookId,
    ledger: Ledger,
    /// What would be opened now: the last snapshot, and what came after it.
    opened: Option<Ledger>,
    snapshots: Peekable<IntoIter<Seq>>,
    /// The change up to which it is.
    seq: Seq,
    /// The change up to which it is to go.
    upto: Option<Seq>,
    failed: bool,
    findings: Vec<Finding>,
}

impl Replay {
    /// Begins with nothing, or where the changes up to `folded` are gone, with the state that was signed then.
    pub(super) async fn new(
        db: &Db,
        workbook: WorkbookId,
        folded: Seq,
        signed: Option<tree::Hash>,
        upto: Option<Seq>,
    ) -> Result<Self, VerifyError> {
        let mut snapshots = custody::snapshots(&db.pool, workbook).await?;
        snapshots.retain(|seq| *seq > folded);
        let mut replay = Self {
            db: db.clone(),
            workbook,
            ledger: Ledger::default(),
            opened: None,
            snapshots: snapshots.into_iter().peekable(),
            seq: folded,
            upto,
            failed: false,
            findings: Vec::new(),
        };
        if folded > EMPTY.seq {
            let snapshot = log::nearest_snapshot(&db.pool, workbook, Some(folded)).await?;
            let read = tokio::task::spawn_blocking(move || {
                let snapshot = snapshot.filter(|snapshot| snapshot.seq == folded)?;
                let state = history::inflate(workbook, &snapshot).ok()?;
                let mut ledger = Ledger::default();
                ledger.take(&state).ok()?;
                Some((ledger, state_hash(&state)))
            });
            match read.await? {
                Some((ledger, hash)) if Some(hash) == signed => replay.ledger = ledger,
                _ => {
                    replay.failed = true;
                    replay.findings.push(Finding::CheckpointState(folded));
                }
            }
        }
        Ok(replay)
    }

    /// What the log gives up to here.
    pub(super) fn entries(&self, root: Root) -> impl Iterator<Item = (&str, &Json)> {
        self.ledger.entries(root)
    }

    /// Goes on with the changes of a part, and compares the snapshots on the way.
    pub(super) async fn take(mut self, part: Arc<Part>) -> Result<Self, VerifyError> {
        let mut from = 0;
        while from < part.changes.len() && !self.failed {
            let last = part.changes.last().map(|(change, _)| change.seq);
            let stop = self.snapshots.next_if(|seq| last >= Some(*seq));
            let until = stop.map_or(part.changes.len(), |seq| {
                part.changes
                    .partition_point(|(change, _)| change.seq <= seq)
            });
            let snapshot = match stop {
                Some(seq) => log::nearest_snapshot(&self.db.pool, self.workbook, Some(seq)).await?,
                None => None,
            };
            let changes = Arc::clone(&part);
            self = tokio::task::spawn_blocking(move || {
                self.play(&changes, from..until);
                if let Some(seq) = stop {
                    self.compare(seq, snapshot.as_ref());
                }
                self
            })
            .await?;
            from = until;
        }
        Ok(self)
    }

    fn play(&mut self, part: &Part, range: Range<usize>) {
        for (change, update) in part.changes.get(range).unwrap_or_default() {
            if self.upto.is_some_and(|upto| change.seq > upto) {
                return;
            }
            let opened = self.opened.as_mut().map(|opened| opened.take(update));
            if self.ledger.take(update).is_err() || opened.is_some_and(|taken| taken.is_err()) {
                self.failed = true;
                self.findings.push(Finding::Unplayable(change.seq));
                return;
            }
            self.seq = change.seq;
        }
    }

    fn compare(&mut self, seq: Seq, snapshot: Option<&log::Snapshot>) {
        if self.failed || self.upto.is_some_and(|upto| seq > upto) {
            return;
        }
        let snapshot = snapshot.filter(|snapshot| snapshot.seq == seq && self.seq == seq);
        let state = snapshot.and_then(|snapshot| history::inflate(self.workbook, snapshot).ok());
        let is_last = self.upto.is_none() && self.snapshots.peek().is_none();
        let same = state.is_some_and(|state| {
            if is_last {
                let mut opened = Ledger::default();
                let same =
                    opened.take(&state).is_ok() && self.ledger.differences_between(&opened) == 0;
                self.opened = Some(opened).filter(|_| same);
                same
            } else {
                self.ledger.differences_to_state(&state) == Ok(0)
            }
        });
        if !same {
            self.findings.push(Finding::Snapshot(seq));
        }
    }

    /// Holds the live document against it, or else what would be opened now.
    pub(super) async fn end(
        mut self,
        live: Option<Live>,
        report: &mut Report,
    ) -> Result<(), VerifyError> {
        if self.upto.is_none() {
            // Of changes that are not there.
            self.findings
                .extend(self.snapshots.by_ref().map(Finding::Snapshot));
        }
        let (differ, findings) = tokio::task::spawn_blocking(move || {
            let differ = match (live, &self.opened) {
                _ if self.failed => 0,
                (Some((live, _)), _) => self.ledger.differences_to(&live),
                (None, Some(opened)) => self.ledger.differences_between(opened),
                (None, None) => 0,
            };
            (differ, self.findings)
        })
        .await?;
        for finding in findings {
            report.find(finding);
        }
        if differ > 0 {
            report.find(Finding::Live(differ));
        }
        Ok(())
    }
}
