//! What happens to a workbook beside its document, noted in a chain of its own.

use serde_json::Value;
use sqlx::PgConnection;
use time::Duration;

use crate::clock;
use crate::db::Db;
use crate::db::events::{self, EventRow};
use crate::history::chain;
use crate::ids::{LinkId, UserId, WorkbookId};

/// Somebody who comes back within this time is still looking.
const STILL_LOOKING: Duration = Duration::minutes(30);

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// Somebody opened the workbook; once in half an hour.
    Viewed,
    /// Its record, or a part of it, was taken away.
    Exported,
    /// It was given another name.
    Renamed,
    /// It was put into the trash.
    Trashed,
    /// It was taken out of the trash.
    Untrashed,
    /// A share link was made.
    LinkMade,
    /// A share link was revoked.
    LinkRevoked,
    /// Somebody came in through a share link.
    Joined,
    /// A moment was named, or its name changed or forgotten.
    Versioned,
    /// Its owner said for how long its history is kept.
    Kept,
    /// Older changes were folded into a checkpoint.
    Folded,
}

impl EventKind {
    /// As the database and the API have it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewed => "viewed",
            Self::Exported => "exported",
            Self::Renamed => "renamed",
            Self::Trashed => "trashed",
            Self::Untrashed => "untrashed",
            Self::LinkMade => "link-made",
            Self::LinkRevoked => "link-revoked",
            Self::Joined => "joined",
            Self::Versioned => "versioned",
            Self::Kept => "kept",
            Self::Folded => "folded",
        }
    }
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Event {
    /// To which workbook.
    pub workbook: WorkbookId,
    /// By whom.
    pub user: UserId,
    /// The share link through which they came, or which it is about.
    pub link: Option<LinkId>,
    pub kind: EventKind,
    /// What else there is to say.
    pub detail: Option<Value>,
}

/// Notes an event, in the transaction that makes it happen.
pub async fn record(db: &mut PgConnection, event: Event) -> sqlx::Result<()> {
    let last = events::last(db, event.workbook).await?;
    let (n, previous) = last.map_or((0, chain::START), |(n, hash)| {
        (n, hash.try_into().unwrap_or(chain::START))
    });
    let mut row = EventRow {
        workbook: event.workbook,
        n: n + 1,
        at: clock::now(),
        user: event.user,
        link: event.link,
        kind: event.kind.as_str().to_owned(),
        detail: event.detail,
        hash: Vec::new(),
    };
    row.hash = chain::event_hash(&previous, &row).to_vec();
    events::insert(db, &row).await
}

/// Notes that somebody opened a workbook, unless they did so a little while ago.
pub async fn record_view(
    db: &Db,
    workbook: WorkbookId,
    user: UserId,
    link: Option<LinkId>,
) -> sqlx::Result<()> {
    let kind = EventKind::Viewed;
    let last = events::last_of(&db.pool, workbook, user, kind.as_str()).await?;
    if last.is_some_and(|last| clock::now() - last < STILL_LOOKING) {
        return Ok(());
    }
    let mut tx = db.pool.begin().await?;
    let event = Event {
        workbook,
        user,
        link,
        kind,
        detail: None,
    };
    record(&mut tx, event).await?;
    tx.commit().await
}
