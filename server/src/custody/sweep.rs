//! Blocks that nothing names any more, once the changes that did are folded.

use std::collections::HashSet;

use daylight_model::Hash;
use time::{Duration, OffsetDateTime};

use super::blocks::{NAMING, Named};
use super::verify::VerifyError;
use super::watch::Custody;
use crate::db::{assets, copy, custody, log};
use crate::history;
use crate::ids::WorkbookId;

/// Blocks are stored before the change that names them: what is named by nothing may be about to be.
const ABOUT_TO_BE_NAMED: Duration = Duration::hours(1);
/// Changes read at a time.
const PART: u32 = 8192;

impl Custody {
    /// Drops the blocks of a folded workbook that were found to be named by nothing before, and still are. Gives how many.
    pub async fn sweep(
        &self,
        workbook: WorkbookId,
        now: OffsetDateTime,
    ) -> Result<u64, VerifyError> {
        let pool = &self.db.pool;
        let Some(folded) = log::folded(pool, workbook).await? else {
            return Ok(0);
        };
        let Ok(loaded) = history::load(&self.db, workbook, Some(folded.seq)).await else {
            // What cannot be read is not swept either.
            return Ok(0);
        };
        let mut named = Named::default();
        for root in NAMING {
            for (key, value) in loaded.document.entries(root) {
                named.entry(root, &key, &value);
            }
        }
        let mut after = folded.seq;
        loop {
            let part = copy::part(pool, workbook, after, PART).await?;
            named.take(&part.cells);
            match part.changes.last() {
                Some((last, _)) => after = last.seq,
                None => break,
            }
        }
        let named = named.all(&self.db, workbook).await?;
        let there = custody::assets(pool, workbook).await?;
        let unnamed: Vec<Vec<u8>> = there
            .into_iter()
            .filter(|hash| !has(&named, hash))
            .collect();
        let mut tx = pool.begin().await?;
        let dropped = assets::sweep(&mut tx, workbook, &unnamed, now, now - ABOUT_TO_BE_NAMED);
        let dropped = dropped.await?;
        tx.commit().await?;
        Ok(dropped)
    }
}

fn has(named: &HashSet<Hash>, hash: &[u8]) -> bool {
    // What is no hash is for a check to find.
    hash.try_into()
        .is_ok_and(|hash| named.contains(&Hash(hash)))
        || hash.len() != 32
}
