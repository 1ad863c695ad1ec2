//! Imports of files: who brought what, and what became of it.

use serde_json::Value;
use sqlx::PgExecutor;
use time::OffsetDateTime;

use crate::ids::{ImportId, UserId, WorkbookId};

/// Where an import stands.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum State {
    Queued,
    Running,
    Done,
    Failed,
    Cancelled,
}

impl State {
    /// As the database and the API have it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Nothing more will happen.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// An import to be entered.
#[derive(Debug, Clone)]
pub struct NewImport {
    pub id: ImportId,
    /// The workbook that it will make.
    pub workbook: WorkbookId,
    pub user: UserId,
    pub file_name: String,
    pub bytes: u64,
}

/// An import as it is entered.
#[derive(Debug, Clone)]
pub struct ImportRow {
    pub id: ImportId,
    pub workbook: WorkbookId,
    pub user: UserId,
    pub file_name: String,
    pub bytes: i64,
    pub state: State,
    pub created_at: OffsetDateTime,
    pub ended_at: Option<OffsetDateTime>,
    pub report: Option<Value>,
    pub problem: Option<Value>,
}

/// How an import ended.
#[derive(Debug, Clone)]
pub struct End {
    pub state: State,
    pub report: Option<Value>,
    pub problem: Option<Value>,
}

/// Enters an import that waits for its turn.
pub async fn insert(
    db: impl PgExecutor<'_>,
    new: &NewImport,
    at: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into imports (id, workbook_id, user_id, file_name, bytes, state, created_at)
         values ($1, $2, $3, $4, $5, 'queued', $6)",
        new.id.0,
        new.workbook.0,
        new.user.0,
        new.file_name,
        i64::try_from(new.bytes).unwrap_or(i64::MAX),
        at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Its turn has come.
pub async fn begin(db: impl PgExecutor<'_>, id: ImportId) -> sqlx::Result<()> {
    sqlx::query!(
        "update imports set state = 'running' where id = $1 and state = 'queued'",
        id.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// It is over. What is over already stays as it ended.
pub async fn end(
    db: impl PgExecutor<'_>,
    id: ImportId,
    end: &End,
    at: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update imports set state = $2, ended_at = $3, report = $4, problem = $5
         where id = $1 and state in ('queued', 'running')",
        id.0,
        end.state.as_str(),
        at,
        end.report,
        end.problem,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives up everything that is not over. Returns how many there were.
pub async fn fail_unfinished(
    db: impl PgExecutor<'_>,
    problem: &Value,
    at: OffsetDateTime,
) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "update imports set state = 'failed', ended_at = $2, problem = $1 where state in ('queued', 'running')",
        problem,
        at,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// One import.
pub async fn get(db: impl PgExecutor<'_>, id: ImportId) -> sqlx::Result<Option<ImportRow>> {
    sqlx::query_as!(
        ImportRow,
        r#"select id as "id: ImportId", workbook_id as "workbook: WorkbookId", user_id as "user: UserId", file_name,
                  bytes, state as "state: State", created_at, ended_at, report, problem
           from imports where id = $1"#,
        id.0,
    )
    .fetch_optional(db)
    .await
}

/// The latest imports of a user, newest first.
pub async fn recent(
    db: impl PgExecutor<'_>,
    user: UserId,
    most: i64,
) -> sqlx::Result<Vec<ImportRow>> {
    sqlx::query_as!(
        ImportRow,
        r#"select id as "id: ImportId", workbook_id as "workbook: WorkbookId", user_id as "user: UserId", file_name,
                  bytes, state as "state: State", created_at, ended_at, report, problem
           from imports where user_id = $1 order by created_at desc, id limit $2"#,
        user.0,
        most,
    )
    .fetch_all(db)
    .await
}
