//! Signed heads of logs, and what checks of logs found.

use serde_json::Value;
use sqlx::postgres::PgExecutor;
use time::OffsetDateTime;

use crate::ids::{Seq, WorkbookId};

/// A row of `heads`.
#[derive(Debug, Clone)]
pub struct HeadRow {
    pub workbook: WorkbookId,
    pub seq: Seq,
    pub hash: Vec<u8>,
    pub root: Vec<u8>,
    pub peaks: Vec<u8>,
    pub events: i64,
    pub events_hash: Vec<u8>,
    pub at: OffsetDateTime,
    pub key: Vec<u8>,
    pub signature: Vec<u8>,
}

/// Stores a head; one of the same change stays as it is.
pub async fn insert_head(executor: impl PgExecutor<'_>, head: &HeadRow) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into heads (workbook_id, seq, hash, root, peaks, events, events_hash, at, key, signature)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
        head.workbook.0,
        head.seq.0,
        head.hash,
        head.root,
        head.peaks,
        head.events,
        head.events_hash,
        head.at,
        head.key,
        head.signature,
    )
    .execute(executor)
    .await?;
    Ok(())
}

/// The heads of a workbook from `from` on, oldest first.
pub async fn heads(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    from: Seq,
) -> sqlx::Result<Vec<HeadRow>> {
    sqlx::query_as!(
        HeadRow,
        r#"select workbook_id as "workbook: WorkbookId", seq as "seq: Seq", hash, root, peaks,
                  events, events_hash, at, key, signature
           from heads where workbook_id = $1 and seq >= $2 order by seq, events"#,
        workbook.0,
        from.0,
    )
    .fetch_all(executor)
    .await
}

/// The newest head of a workbook.
pub async fn last_head(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
) -> sqlx::Result<Option<HeadRow>> {
    sqlx::query_as!(
        HeadRow,
        r#"select workbook_id as "workbook: WorkbookId", seq as "seq: Seq", hash, root, peaks,
                  events, events_hash, at, key, signature
           from heads where workbook_id = $1 order by seq desc, events desc limit 1"#,
        workbook.0,
    )
    .fetch_optional(executor)
    .await
}

/// The newest head of each workbook that has one signed after `after`, in the order of signing.
pub async fn heads_since(
    executor: impl PgExecutor<'_>,
    after: OffsetDateTime,
) -> sqlx::Result<Vec<HeadRow>> {
    sqlx::query_as!(
        HeadRow,
        r#"select h.workbook_id as "workbook!: WorkbookId", h.seq as "seq!: Seq", h.hash as "hash!", h.root as "root!",
                  h.peaks as "peaks!", h.events as "events!", h.events_hash as "events_hash!",
                  h.at as "at!", h.key as "key!", h.signature as "signature!"
           from workbooks w cross join lateral
                (select * from heads where workbook_id = w.id order by seq desc, events desc limit 1) h
           where h.at > $1 order by h.at, h.workbook_id"#,
        after,
    )
    .fetch_all(executor)
    .await
}

/// The workbooks whose log is longer than what was signed of it, and their last change.
pub async fn unsigned(executor: impl PgExecutor<'_>) -> sqlx::Result<Vec<WorkbookId>> {
    sqlx::query_scalar!(
        r#"select w.id as "id: WorkbookId" from workbooks w
           where (select max(seq) from changes where workbook_id = w.id)
                 > coalesce((select max(seq) from heads where workbook_id = w.id), 0)
              or coalesce((select max(n) from events where workbook_id = w.id), 0)
                 > coalesce((select events from heads where workbook_id = w.id order by seq desc, events desc limit 1), 0)"#
    )
    .fetch_all(executor)
    .await
}

/// Every workbook that has a log or ought to have one, also those in the trash.
pub async fn workbooks(executor: impl PgExecutor<'_>) -> sqlx::Result<Vec<(WorkbookId, String)>> {
    let rows = sqlx::query!(
        r#"select id as "id: WorkbookId", name from workbooks order by created_at, id"#
    )
    .fetch_all(executor)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Where snapshots of a workbook were taken, oldest first.
pub async fn snapshots(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
) -> sqlx::Result<Vec<Seq>> {
    sqlx::query_scalar!(
        r#"select seq as "seq: Seq" from snapshots where workbook_id = $1 order by seq"#,
        workbook.0
    )
    .fetch_all(executor)
    .await
}

/// The names of all assets of a workbook.
pub async fn assets(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
) -> sqlx::Result<Vec<Vec<u8>>> {
    sqlx::query_scalar!(
        "select hash from assets where workbook_id = $1 order by hash",
        workbook.0
    )
    .fetch_all(executor)
    .await
}

/// What a check found.
#[derive(Debug, Clone)]
pub struct CheckRow {
    pub workbook: WorkbookId,
    pub name: String,
    pub at: OffsetDateTime,
    pub seq: Seq,
    /// An array of texts.
    pub findings: Value,
    pub millis: i64,
}

/// Notes what a check found, in the place of what the last one did.
pub async fn note_check(executor: impl PgExecutor<'_>, check: &CheckRow) -> sqlx::Result<()> {
    sqlx::query!(
        "with gone as (delete from checks where workbook_id = $1)
         insert into checks (workbook_id, at, seq, findings, millis) values ($1, $2, $3, $4, $5)",
        check.workbook.0,
        check.at,
        check.seq.0,
        check.findings,
        check.millis,
    )
    .execute(executor)
    .await?;
    Ok(())
}

/// What the last check of each workbook found: those with findings first, then the newest.
pub async fn checks(executor: impl PgExecutor<'_>, limit: i64) -> sqlx::Result<Vec<CheckRow>> {
    sqlx::query_as!(
        CheckRow,
        r#"select c.workbook_id as "workbook: WorkbookId", w.name, c.at, c.seq as "seq: Seq", c.findings, c.millis
           from checks c join workbooks w on w.id = c.workbook_id
           order by c.findings = '[]'::jsonb, c.at desc limit $1"#,
        limit,
    )
    .fetch_all(executor)
    .await
}
