//! What goes on in the background: signing, keeping heads outside, and checking everything again and again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use serde_json::json;
use time::OffsetDateTime;
use tokio::time::{Instant as TickInstant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::anchor::Anchors;
use super::key::{Key, PublicKey};
use super::sign::sign_all;
use super::verify::{Live, Scope, verify};
use crate::clock;
use crate::db::Db;
use crate::db::custody::{self, CheckRow};
use crate::ids::WorkbookId;

/// When a server that has just begun checks everything for the first time.
const FIRST_CHECK: Duration = Duration::from_mins(5);

/// Between two looks at whose history is to be folded.
const FOLD_EVERY: Duration = Duration::from_hours(6);

/// How often what happens.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Between signings.
    pub sign_every: Duration,
    /// Between keeping heads outside.
    pub anchor_every: Duration,
    /// Between two checks of everything; zero for never.
    pub check_every: Duration,
    /// Where heads are kept outside.
    pub anchors: Anchors,
    /// Keys that signed before this one.
    pub trusted: Vec<PublicKey>,
}

/// Finds the document of a workbook that is open, as it is in memory.
pub type OpenDocuments = Arc<dyn Fn(WorkbookId) -> BoxFuture<'static, Option<Live>> + Send + Sync>;

/// The server's key, and what it does with it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Custody {
    key: Arc<Key>,
    settings: Arc<Settings>,
    pub(super) db: Db,
}

impl Custody {
    /// A custody that does nothing yet.
    pub fn new(db: Db, key: Key, settings: Settings) -> Self {
        Self {
            key: Arc::new(key),
            settings: Arc::new(settings),
            db,
        }
    }

    /// The key under which heads are signed.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// How often what happens.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Every key whose signatures count.
    pub fn trusted(&self) -> Vec<PublicKey> {
        let mut keys = vec![self.key.public()];
        keys.extend(&self.settings.trusted);
        keys
    }

    /// Begins with all of it, until `stop`.
    pub fn start(&self, open: OpenDocuments, tasks: &TaskTracker, stop: &CancellationToken) {
        let (custody, stopped) = (self.clone(), stop.clone());
        tasks.spawn(async move { custody.sign_and_keep(&stopped).await });
        let (custody, stopped) = (self.clone(), stop.clone());
        tasks.spawn(async move {
            stopped
                .run_until_cancelled(Box::pin(custody.fold_again_and_again()))
                .await
        });
        if !self.settings.check_every.is_zero() {
            let (custody, stopped) = (self.clone(), stop.clone());
            tasks.spawn(async move {
                stopped
                    .run_until_cancelled(Box::pin(custody.check_again_and_again(open)))
                    .await
            });
        }
    }

    async fn sign_and_keep(&self, stop: &CancellationToken) {
        let every = self.settings.sign_every;
        let mut ticks = tokio::time::interval_at(TickInstant::now() + every, every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut kept = OffsetDateTime::UNIX_EPOCH;
        let mut due = Instant::now();
        loop {
            let last = stop.run_until_cancelled(ticks.tick()).await.is_none();
            if let Err(error) = sign_all(&self.db, &self.key).await {
                tracing::warn!(%error, "the logs could not be signed: {error}");
            }
            if !self.settings.anchors.is_empty() && (last || Instant::now() >= due) {
                due = Instant::now() + self.settings.anchor_every;
                match self.settings.anchors.keep(&self.db, kept).await {
                    Ok(upto) => {
                        kept = upto.unwrap_or(kept);
                        metrics::gauge!("daylight_custody_anchored_timestamp_seconds")
                            .set(clock::now().unix_timestamp() as f64);
                    }
                    Err(error) => {
                        metrics::counter!("daylight_custody_anchor_failures_total").increment(1);
                        tracing::error!(%error, "signed heads could not be kept outside: {error}");
                    }
                }
            }
            if last {
                return;
            }
        }
    }

    async fn fold_again_and_again(&self) {
        let mut ticks = tokio::time::interval_at(TickInstant::now() + FIRST_CHECK, FOLD_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(error) = self.fold_by_policy(clock::now()).await {
                tracing::warn!(%error, "older changes could not be folded: {error}");
            }
            if let Err(error) = self.sweep_all().await {
                tracing::warn!(%error, "blocks of folded changes could not be dropped: {error}");
            }
        }
    }

    async fn sweep_all(&self) -> Result<(), super::VerifyError> {
        for workbook in custody::folded_workbooks(&self.db.pool).await? {
            let dropped = self.sweep(workbook, clock::now()).await?;
            if dropped > 0 {
                tracing::info!(%workbook, blocks = dropped, "blocks of folded changes were dropped");
            }
        }
        Ok(())
    }

    async fn check_again_and_again(&self, open: OpenDocuments) {
        // Not while the server begins, and yet also on one that is started every morning.
        let every = self.settings.check_every;
        let mut ticks =
            tokio::time::interval_at(TickInstant::now() + every.min(FIRST_CHECK), every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(error) = self.check_all(&open).await {
                tracing::warn!(%error, "the logs could not be checked: {error}");
            }
        }
    }

    /// Checks every workbook, one after the other, and notes what it finds. Gives the number of workbooks with findings.
    pub async fn check_all(&self, open: &OpenDocuments) -> sqlx::Result<usize> {
        let mut bad = 0;
        for (workbook, name) in custody::workbooks(&self.db.pool).await? {
            bad += usize::from(self.check(workbook, name, open(workbook).await).await? > 0);
        }
        metrics::gauge!("daylight_custody_damaged_workbooks").set(bad as f64);
        metrics::gauge!("daylight_custody_checked_timestamp_seconds")
            .set(clock::now().unix_timestamp() as f64);
        Ok(bad)
    }

    async fn check(
        &self,
        workbook: WorkbookId,
        name: String,
        live: Option<Live>,
    ) -> sqlx::Result<usize> {
        let begun = Instant::now();
        let trusted = self.trusted();
        let scope = Scope {
            trusted: &trusted,
            ..Scope::default()
        };
        let (seq, findings) = match verify(&self.db, workbook, scope, live).await {
            Ok(report) => {
                let findings: Vec<String> =
                    report.findings.iter().map(ToString::to_string).collect();
                (report.seq, findings)
            }
            Err(super::VerifyError::Database(error)) => return Err(error),
            Err(error) => (crate::ids::Seq(0), vec![error.to_string()]),
        };
        metrics::counter!("daylight_custody_checks_total").increment(1);
        for finding in &findings {
            tracing::error!(%workbook, %finding, "the log of a workbook is not as it was written: {finding}");
        }
        let count = findings.len();
        let check = CheckRow {
            workbook,
            name,
            at: clock::now(),
            seq,
            findings: json!(findings),
            millis: i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX),
        };
        custody::note_check(&self.db.pool, &check).await?;
        Ok(count)
    }
}
