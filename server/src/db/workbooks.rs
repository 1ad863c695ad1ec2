//! Workbooks: the catalogue's side of them.

use sqlx::PgExecutor;
use time::OffsetDateTime;

use super::links::Role;
use super::users::UserKind;
use crate::ids::{Seq, UserId, WorkbookId};

/// A workbook to be stored.
#[derive(Debug, Clone)]
pub struct NewWorkbook {
    pub id: WorkbookId,
    pub name: String,
    pub owner: UserId,
    /// The file it came from.
    pub origin: Option<String>,
    pub epoch: i32,
}

/// Whose a workbook is.
#[derive(Debug, Clone, Copy)]
pub struct Ownership {
    pub owner: UserId,
    pub trashed: bool,
}

/// Stores a new workbook; its first change belongs into the same transaction.
pub async fn insert(
    db: impl PgExecutor<'_>,
    new: &NewWorkbook,
    at: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into workbooks (id, name, owner_id, origin, epoch, created_at) values ($1, $2, $3, $4, $5, $6)",
        new.id.0,
        new.name,
        new.owner.0,
        new.origin,
        new.epoch,
        at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whose a workbook is, and whether it is in the trash.
pub async fn owner_of(db: impl PgExecutor<'_>, id: WorkbookId) -> sqlx::Result<Option<Ownership>> {
    sqlx::query_as!(
        Ownership,
        r#"select owner_id as "owner: UserId", trashed_at is not null as "trashed!" from workbooks where id = $1"#,
        id.0,
    )
    .fetch_optional(db)
    .await
}

/// Gives a workbook another name.
pub async fn rename(db: impl PgExecutor<'_>, id: WorkbookId, name: &str) -> sqlx::Result<()> {
    sqlx::query!("update workbooks set name = $2 where id = $1", id.0, name)
        .execute(db)
        .await?;
    Ok(())
}

/// Puts a workbook into the trash.
pub async fn trash(
    db: impl PgExecutor<'_>,
    id: WorkbookId,
    by: UserId,
    at: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update workbooks set trashed_at = $3, trashed_by = $2 where id = $1 and trashed_at is null",
        id.0,
        by.0,
        at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a workbook out of the trash.
pub async fn restore(db: impl PgExecutor<'_>, id: WorkbookId) -> sqlx::Result<()> {
    sqlx::query!(
        "update workbooks set trashed_at = null, trashed_by = null where id = $1",
        id.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A workbook as the catalogue shows it to somebody.
#[derive(Debug, Clone)]
pub struct CardRow {
    pub id: WorkbookId,
    pub name: String,
    pub owner: UserId,
    pub owner_name: String,
    pub origin: Option<String>,
    pub created_at: OffsetDateTime,
    pub trashed_at: Option<OffsetDateTime>,
    /// What the one who asks may do.
    pub role: Role,
    pub seq: Option<Seq>,
    pub changed_at: Option<OffsetDateTime>,
    pub summary: Option<String>,
    pub author: Option<UserId>,
    pub author_name: Option<String>,
    pub author_kind: Option<UserKind>,
}

/// Who asks the catalogue for what.
#[derive(Debug, Clone, Copy)]
pub struct CardFilter {
    pub user: UserId,
    /// Sees everything.
    pub is_admin: bool,
    pub trashed: bool,
    /// This one only.
    pub only: Option<WorkbookId>,
    pub now: OffsetDateTime,
}

/// The workbooks that somebody may see, the one changed last first. In the trash one sees one's own.
pub async fn cards(db: impl PgExecutor<'_>, filter: CardFilter) -> sqlx::Result<Vec<CardRow>> {
    sqlx::query_as!(
        CardRow,
        r#"select w.id as "id: WorkbookId", w.name, w.owner_id as "owner: UserId", o.name as owner_name, w.origin,
                  w.created_at, w.trashed_at,
                  case when w.owner_id = $1 or $2 then 'owner' else g.role end as "role!: Role",
                  c.seq as "seq?: Seq", c.at as "changed_at?", c.summary as "summary?",
                  a.id as "author?: UserId", a.name as "author_name?", a.kind as "author_kind?: UserKind"
           from workbooks w
           join users o on o.id = w.owner_id
           left join lateral (
               select seq, at, summary, author_id from changes where workbook_id = w.id order by seq desc limit 1
           ) c on true
           left join users a on a.id = c.author_id
           left join lateral (
               select l.role from grants g join links l on l.workbook_id = g.workbook_id and l.id = g.link_id
               where g.workbook_id = w.id and g.user_id = $1 and l.revoked_at is null
                 and (l.expires_at is null or l.expires_at > $5)
               order by l.role = 'editor' desc limit 1
           ) g on true
           where (w.owner_id = $1 or $2 or (g.role is not null and not $3))
             and (w.trashed_at is not null) = $3 and ($4::bigint is null or w.id = $4)
           order by coalesce(c.at, w.created_at) desc, w.id
           limit 1000"#,
        filter.user.0,
        filter.is_admin,
        filter.trashed,
        filter.only.map(|id| id.0),
        filter.now,
    )
    .fetch_all(db)
    .await
}

/// How many changes a workbook saw on a day.
#[derive(Debug, Clone, Copy)]
pub struct DayCount {
    pub workbook: WorkbookId,
    /// Days before today.
    pub ago: i32,
    pub changes: i64,
}

/// Changes per workbook and day (UTC) since `since`, with `today` as day 0.
pub async fn activity(
    db: impl PgExecutor<'_>,
    workbooks: &[WorkbookId],
    since: OffsetDateTime,
    today: time::Date,
) -> sqlx::Result<Vec<DayCount>> {
    let ids: Vec<i64> = workbooks.iter().map(|id| id.0).collect();
    sqlx::query_as!(
        DayCount,
        r#"select workbook_id as "workbook: WorkbookId", $3::date - (at at time zone 'utc')::date as "ago!",
                  count(*) as "changes!"
           from changes where workbook_id = any($1) and at >= $2 group by 1, 2"#,
        &ids,
        since,
        today,
    )
    .fetch_all(db)
    .await
}

/// Whether there is any workbook at all.
pub async fn any(db: impl PgExecutor<'_>) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select exists (select from workbooks) as "any!""#)
        .fetch_one(db)
        .await
}

/// The name of a workbook, of its owner, and whether it is in the trash.
#[derive(Debug, Clone)]
pub struct Title {
    pub name: String,
    pub owner: UserId,
    pub owner_name: String,
    pub trashed: bool,
}

/// What somebody invited is told before joining.
pub async fn title(db: impl PgExecutor<'_>, id: WorkbookId) -> sqlx::Result<Option<Title>> {
    sqlx::query_as!(
        Title,
        r#"select w.name, w.owner_id as "owner: UserId", u.name as owner_name, w.trashed_at is not null as "trashed!"
           from workbooks w join users u on u.id = w.owner_id where w.id = $1"#,
        id.0,
    )
    .fetch_optional(db)
    .await
}
