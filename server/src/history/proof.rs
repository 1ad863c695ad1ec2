//! Checking the hash chain of a log against what is stored.

use crate::db::Db;
use crate::db::log::{self, CellRow};
use crate::history::{EMPTY, chain};
use crate::ids::{Seq, WorkbookId};

/// Changes checked at a time.
const CHUNK: i64 = 500;

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Every change up to this one is as it was written.
    Whole(Seq),
    /// This is the first change that is not, or that is missing.
    BrokenAt(Seq),
}

/// Recomputes the hash of every change of a workbook.
pub async fn prove(db: &Db, workbook: WorkbookId) -> sqlx::Result<Proof> {
    let (mut seq, mut hash) = (EMPTY.seq, EMPTY.hash);
    loop {
        let changes = log::whole(&db.pool, workbook, seq, CHUNK).await?;
        if changes.is_empty() {
            return Ok(Proof::Whole(seq));
        }
        let seqs: Vec<i64> = changes.iter().map(|(change, _)| change.seq.0).collect();
        let cells = log::cells(&db.pool, workbook, &seqs, i32::MAX).await?;
        let mut cells = cells.as_slice();
        for (change, update) in &changes {
            let next = Seq(seq.0 + 1);
            let own = cells.partition_point(|cell: &CellRow| cell.seq <= change.seq);
            let (own, rest) = cells.split_at(own);
            cells = rest;
            let expected = chain::hash(&hash, workbook, change, update, own);
            if change.seq != next || change.hash != expected {
                return Ok(Proof::BrokenAt(next));
            }
            (seq, hash) = (next, expected);
        }
    }
}
