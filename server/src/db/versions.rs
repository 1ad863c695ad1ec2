//! Moments that somebody has named.

use sqlx::postgres::PgExecutor;
use time::OffsetDateTime;

use crate::ids::{Seq, UserId, VersionId, WorkbookId};

/// A named moment.
#[derive(Debug, Clone)]
pub struct Version {
    pub id: VersionId,
    /// Right after this change.
    pub seq: Seq,
    pub name: String,
    pub note: String,
    pub by: UserId,
    pub by_name: String,
    pub created_at: OffsetDateTime,
    /// When that change was made.
    pub at: OffsetDateTime,
}

/// The named moments of a workbook, the latest first.
pub async fn list(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
) -> sqlx::Result<Vec<Version>> {
    sqlx::query_as!(
        Version,
        r#"select v.id as "id: VersionId", v.seq as "seq: Seq", v.name, v.note, v.created_by as "by: UserId",
                  u.name as by_name, v.created_at, c.at
           from versions v join users u on u.id = v.created_by
                join changes c on c.workbook_id = v.workbook_id and c.seq = v.seq
           where v.workbook_id = $1 order by v.seq desc, v.created_at desc"#,
        workbook.0,
    )
    .fetch_all(executor)
    .await
}

/// Names a moment.
pub async fn insert(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    id: VersionId,
    seq: Seq,
    (name, note): (&str, &str),
    by: UserId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into versions (workbook_id, id, seq, name, note, created_by) values ($1, $2, $3, $4, $5, $6)",
        workbook.0,
        id.0,
        seq.0,
        name,
        note,
        by.0,
    )
    .execute(executor)
    .await?;
    Ok(())
}

/// Gives a named moment another name or note; false where there is none.
pub async fn alter(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    id: VersionId,
    name: Option<&str>,
    note: Option<&str>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update versions set name = coalesce($3, name), note = coalesce($4, note)
         where workbook_id = $1 and id = $2",
        workbook.0,
        id.0,
        name,
        note,
    )
    .execute(executor)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Forgets the name of a moment; false where there is none.
pub async fn delete(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    id: VersionId,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "delete from versions where workbook_id = $1 and id = $2",
        workbook.0,
        id.0
    )
    .execute(executor)
    .await?;
    Ok(done.rows_affected() > 0)
}
