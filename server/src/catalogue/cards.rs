//! The list of workbooks.

use std::collections::HashMap;

use serde::Serialize;
use time::{Duration, OffsetDateTime, Time};

use crate::auth::{Role, User, UserKind};
use crate::clock;
use crate::db::workbooks::{CardFilter, CardRow};
use crate::db::{self, Db};
use crate::ids::{Seq, UserId, WorkbookId};

/// Days of activity that are shown.
const DAYS: usize = 24;

/// Somebody, where no more than the name matters.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Named {
    pub id: UserId,
    pub name: String,
}

/// The latest change of a workbook.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct LastChange {
    pub seq: Seq,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    pub author: ChangeAuthor,
    pub summary: String,
}

/// Who made a change.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ChangeAuthor {
    pub id: UserId,
    pub name: String,
    pub kind: UserKind,
}

/// A workbook in the catalogue.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Card {
    pub id: WorkbookId,
    pub name: String,
    pub owner: Named,
    /// The file it came from.
    pub origin: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// What you may do.
    pub role: Role,
    #[serde(with = "time::serde::rfc3339::option")]
    pub trashed_at: Option<OffsetDateTime>,
    pub last_change: Option<LastChange>,
    /// Changes per day (UTC) of the last 24 days, today last.
    pub activity: Vec<i64>,
}

/// The workbooks that somebody sees, in the trash or out of it, the one changed last first.
pub async fn cards(db: &Db, user: &User, trashed: bool) -> sqlx::Result<Vec<Card>> {
    let now = clock::now();
    let filter = CardFilter {
        user: user.id,
        is_admin: user.is_admin,
        trashed,
        only: None,
        now,
    };
    complete(db, db::workbooks::cards(&db.pool, filter).await?, now).await
}

/// One workbook, if somebody sees it.
pub async fn card(
    db: &Db,
    user: &User,
    id: WorkbookId,
    trashed: bool,
) -> sqlx::Result<Option<Card>> {
    let now = clock::now();
    let filter = CardFilter {
        user: user.id,
        is_admin: user.is_admin,
        trashed,
        only: Some(id),
        now,
    };
    Ok(
        complete(db, db::workbooks::cards(&db.pool, filter).await?, now)
            .await?
            .pop(),
    )
}

async fn complete(db: &Db, rows: Vec<CardRow>, now: OffsetDateTime) -> sqlx::Result<Vec<Card>> {
    let ids: Vec<WorkbookId> = rows.iter().map(|row| row.id).collect();
    let since = now.replace_time(Time::MIDNIGHT) - Duration::days(DAYS.cast_signed() as i64 - 1);
    let mut activity: HashMap<WorkbookId, Vec<i64>> = HashMap::new();
    for day in db::workbooks::activity(&db.pool, &ids, since, now.date()).await? {
        let days = activity
            .entry(day.workbook)
            .or_insert_with(|| vec![0; DAYS]);
        let place = usize::try_from(day.ago)
            .ok()
            .and_then(|ago| (DAYS - 1).checked_sub(ago));
        if let Some(count) = place.and_then(|place| days.get_mut(place)) {
            *count = day.changes;
        }
    }
    let card = |row: CardRow| {
        let activity = activity.remove(&row.id).unwrap_or_else(|| vec![0; DAYS]);
        Card::new(row, activity)
    };
    Ok(rows.into_iter().map(card).collect())
}

impl Card {
    fn new(row: CardRow, activity: Vec<i64>) -> Self {
        let author = match (row.author, row.author_name, row.author_kind) {
            (Some(id), Some(name), Some(kind)) => Some(ChangeAuthor { id, name, kind }),
            _ => None,
        };
        let last_change = match (row.seq, row.changed_at, author, row.summary) {
            (Some(seq), Some(at), Some(author), Some(summary)) => Some(LastChange {
                seq,
                at,
                author,
                summary,
            }),
            _ => None,
        };
        Self {
            id: row.id,
            name: row.name,
            owner: Named {
                id: row.owner,
                name: row.owner_name,
            },
            origin: row.origin,
            created_at: row.created_at,
            role: row.role,
            trashed_at: row.trashed_at,
            last_change,
            activity,
        }
    }
}
