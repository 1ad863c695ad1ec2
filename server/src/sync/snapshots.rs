//! When a room stores the state of its document, so that opening it reads little of the log.

use super::task::Task;
use crate::history::{self, Replayed, SnapshotError};
use crate::ids::WorkbookId;

/// A state is stored when the room closes if so many changes came since the last one.
const CHANGES_WORTH_A_SNAPSHOT: usize = 50;

impl Task {
    /// Stores the state beside the work when enough has changed since the last time.
    pub(super) fn snapshot_if_due(&mut self) {
        if !self.since.is_worth_a_snapshot(self.limits.snapshot_changes) {
            return;
        }
        let state = self.document.state();
        self.since = Replayed {
            changes: 0,
            bytes: 0,
            snapshot: state.len() / 4,
        };
        let (db, workbook) = (self.db.clone(), self.room.workbook());
        let (epoch, seq) = (self.document.epoch(), self.head.seq);
        self.tasks.spawn(async move {
            let stored = history::store_snapshot(&db, workbook, epoch, seq, state).await;
            report(workbook, stored);
        });
    }

    /// Stores the state when the room closes, if opening it again would otherwise read much.
    pub(super) async fn snapshot_at_the_end(&mut self) {
        if !self.since.is_worth_a_snapshot(CHANGES_WORTH_A_SNAPSHOT) {
            return;
        }
        let (workbook, epoch, seq) = (self.room.workbook(), self.document.epoch(), self.head.seq);
        let state = self.document.state();
        let stored = history::store_snapshot(&self.db, workbook, epoch, seq, state).await;
        report(workbook, stored);
    }
}

fn report(workbook: WorkbookId, stored: Result<usize, SnapshotError>) {
    match stored {
        Ok(bytes) => {
            tracing::debug!(workbook.id = %workbook, snapshot.bytes = bytes, "state stored");
        }
        Err(error) => {
            tracing::warn!(workbook.id = %workbook, error = &error as &dyn std::error::Error,
            "the state could not be stored; opening will read more of the log");
        }
    }
}
