//! Workbooks: the catalogue's side of them.

use sqlx::PgExecutor;
use time::OffsetDateTime;

use crate::ids::{UserId, WorkbookId};

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
