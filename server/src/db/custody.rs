//! Signed heads of logs, and what checks of logs found.

use serde_json::Value;
use sqlx::postgres::{PgConnection, PgExecutor};
use time::OffsetDateTime;

use crate::ids::{Seq, UserId, WorkbookId};

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

/// A row of `checkpoints`.
#[derive(Debug, Clone)]
pub struct CheckpointRow {
    pub workbook: WorkbookId,
    pub seq: Seq,
    pub changed_at: OffsetDateTime,
    pub hash: Vec<u8>,
    pub root: Vec<u8>,
    pub hashes: Vec<u8>,
    pub state: Vec<u8>,
    pub by: UserId,
    pub at: OffsetDateTime,
    pub key: Vec<u8>,
    pub signature: Vec<u8>,
}

/// The checkpoints of a workbook, oldest first.
pub async fn checkpoints(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
) -> sqlx::Result<Vec<CheckpointRow>> {
    sqlx::query_as!(
        CheckpointRow,
        r#"select workbook_id as "workbook: WorkbookId", seq as "seq: Seq", changed_at, hash, root, hashes, state,
                  folded_by as "by: UserId", at, key, signature
           from checkpoints where workbook_id = $1 order by seq"#,
        workbook.0,
    )
    .fetch_all(executor)
    .await
}

/// Stores a checkpoint and drops what it stands for: changes, their entries, older states and the names of moments among
/// them. Gives the number of changes.
pub async fn fold(db: &mut PgConnection, checkpoint: &CheckpointRow) -> sqlx::Result<i64> {
    sqlx::query!(
        "insert into checkpoints (workbook_id, seq, changed_at, hash, root, hashes, state, folded_by, at, key, signature)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        checkpoint.workbook.0,
        checkpoint.seq.0,
        checkpoint.changed_at,
        checkpoint.hash,
        checkpoint.root,
        checkpoint.hashes,
        checkpoint.state,
        checkpoint.by.0,
        checkpoint.at,
        checkpoint.key,
        checkpoint.signature,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "delete from versions where workbook_id = $1 and seq <= $2",
        checkpoint.workbook.0,
        checkpoint.seq.0,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query_scalar!(
        r#"select drop_folded($1) as "count!""#,
        checkpoint.workbook.0
    )
    .fetch_one(db)
    .await
}

/// The first change up to `seq` of which anything is stored.
pub async fn first_up_to(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    seq: Seq,
) -> sqlx::Result<Option<Seq>> {
    sqlx::query_scalar!(
        r#"select min(seq) as "seq: Seq" from
           (select seq from changes where workbook_id = $1 and seq <= $2
            union all select seq from cell_changes where workbook_id = $1 and seq <= $2) stored"#,
        workbook.0,
        seq.0,
    )
    .fetch_one(executor)
    .await
}

/// For how many days the history of a workbook is kept; `None` for ever.
pub async fn keep_days(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
) -> sqlx::Result<Option<i32>> {
    let days = sqlx::query_scalar!("select keep_days from workbooks where id = $1", workbook.0)
        .fetch_optional(executor)
        .await?;
    Ok(days.flatten())
}

/// Sets for how many days the history of a workbook is kept; `None` for ever.
pub async fn set_keep_days(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    days: Option<i32>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update workbooks set keep_days = $2 where id = $1",
        workbook.0,
        days
    )
    .execute(executor)
    .await?;
    Ok(())
}

/// The workbooks whose history is not kept for ever: for how many days, and whose they are.
pub async fn policies(
    executor: impl PgExecutor<'_>,
) -> sqlx::Result<Vec<(WorkbookId, i32, UserId)>> {
    let rows = sqlx::query!(
        r#"select id as "id: WorkbookId", keep_days as "days!", owner_id as "owner: UserId"
           from workbooks where keep_days is not null order by id"#
    )
    .fetch_all(executor)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.days, row.owner))
        .collect())
}

/// The workbooks of which changes are folded.
pub async fn folded_workbooks(executor: impl PgExecutor<'_>) -> sqlx::Result<Vec<WorkbookId>> {
    sqlx::query_scalar!(
        r#"select distinct workbook_id as "id: WorkbookId" from checkpoints order by 1"#
    )
    .fetch_all(executor)
    .await
}
