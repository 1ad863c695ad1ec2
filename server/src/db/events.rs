//! What happened to workbooks beside their documents. Rows are inserted and read, never altered.

use serde_json::Value;
use sqlx::PgConnection;
use sqlx::postgres::PgExecutor;
use time::OffsetDateTime;

use crate::ids::{LinkId, UserId, WorkbookId};

/// A row of `events`.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct EventRow {
    pub workbook: WorkbookId,
    /// From 1, without gaps.
    pub n: i64,
    pub at: OffsetDateTime,
    pub user: UserId,
    pub link: Option<LinkId>,
    pub kind: String,
    pub detail: Option<Value>,
    pub hash: Vec<u8>,
}

/// The last event of a workbook: its number and its hash. Until the end of the transaction nobody else adds one.
pub async fn last(
    db: &mut PgConnection,
    workbook: WorkbookId,
) -> sqlx::Result<Option<(i64, Vec<u8>)>> {
    sqlx::query!("select pg_advisory_xact_lock($1)", workbook.0)
        .execute(&mut *db)
        .await?;
    seen(db, workbook).await
}

/// The last event of a workbook: its number and its hash.
pub async fn seen(
    db: impl PgExecutor<'_>,
    workbook: WorkbookId,
) -> sqlx::Result<Option<(i64, Vec<u8>)>> {
    let row = sqlx::query!(
        "select n, hash from events where workbook_id = $1 order by n desc limit 1",
        workbook.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.n, row.hash)))
}

/// Adds an event.
pub async fn insert(db: &mut PgConnection, event: &EventRow) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into events (workbook_id, n, at, user_id, link_id, kind, detail, hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        event.workbook.0,
        event.n,
        event.at,
        event.user.0,
        event.link.map(|link| link.0),
        event.kind,
        event.detail,
        event.hash,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The events of a workbook after number `after`, in order.
pub async fn after(
    db: impl PgExecutor<'_>,
    workbook: WorkbookId,
    after: i64,
    limit: i64,
) -> sqlx::Result<Vec<EventRow>> {
    sqlx::query_as!(
        EventRow,
        r#"select workbook_id as "workbook: WorkbookId", n, at, user_id as "user: UserId", link_id as "link: LinkId",
                  kind, detail, hash
           from events where workbook_id = $1 and n > $2 order by n limit $3"#,
        workbook.0,
        after,
        limit,
    )
    .fetch_all(db)
    .await
}

/// When something of a kind was last noted of somebody.
pub async fn last_of(
    db: impl PgExecutor<'_>,
    workbook: WorkbookId,
    user: UserId,
    kind: &str,
) -> sqlx::Result<Option<OffsetDateTime>> {
    sqlx::query_scalar!(
        "select at from events where workbook_id = $1 and user_id = $2 and kind = $3 order by n desc limit 1",
        workbook.0,
        user.0,
        kind,
    )
    .fetch_optional(db)
    .await
}
