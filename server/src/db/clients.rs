//! Yjs client ids and the users they are bound to.

use sqlx::postgres::PgExecutor;

use crate::ids::{UserId, WorkbookId};

/// All bindings of a workbook.
pub async fn of_workbook(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
) -> sqlx::Result<Vec<(u64, UserId)>> {
    let rows = sqlx::query!(
        r#"select client_id, user_id as "user: UserId" from clients where workbook_id = $1"#,
        workbook.0
    )
    .fetch_all(executor)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.client_id.cast_unsigned(), row.user))
        .collect())
}
