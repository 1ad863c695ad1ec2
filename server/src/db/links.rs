//! Share links and who came in through them.

use std::fmt;

use serde::{Deserialize, Serialize};
use sqlx::PgExecutor;
use time::OffsetDateTime;

use crate::ids::{LinkId, UserId, WorkbookId};

/// What somebody may do, each including what the one before it may.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Role {
    Viewer,
    Commenter,
    Editor,
    Owner,
}

impl Role {
    /// As the database and the API have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Commenter => "commenter",
            Self::Editor => "editor",
            Self::Owner => "owner",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A share link.
#[derive(Debug, Clone)]
pub struct Link {
    pub workbook: WorkbookId,
    pub id: LinkId,
    pub role: Role,
    pub label: Option<String>,
    pub created_at: OffsetDateTime,
    pub created_by: UserId,
    pub creator: String,
    pub expires_at: Option<OffsetDateTime>,
    pub revoked_at: Option<OffsetDateTime>,
}

/// Somebody who came in through a link.
#[derive(Debug, Clone)]
pub struct Grantee {
    pub link: LinkId,
    pub user: UserId,
    pub name: String,
    pub seen_at: OffsetDateTime,
}

/// A role that a user has through a link.
#[derive(Debug, Clone, Copy)]
pub struct Grant {
    pub role: Role,
    pub link: LinkId,
}

/// Stores a new link under the hash of its token.
pub async fn insert(
    db: impl PgExecutor<'_>,
    link: &Link,
    token_hash: &[u8; 32],
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into links (workbook_id, id, token_hash, role, label, created_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        link.workbook.0,
        link.id.0,
        token_hash.as_slice(),
        link.role.as_str(),
        link.label,
        link.created_by.0,
        link.created_at,
        link.expires_at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The links of a workbook, newest first, revoked and expired ones included.
pub async fn list(db: impl PgExecutor<'_>, workbook: WorkbookId) -> sqlx::Result<Vec<Link>> {
    sqlx::query_as!(
        Link,
        r#"select l.workbook_id as "workbook: WorkbookId", l.id as "id: LinkId", l.role as "role: Role", l.label,
                  l.created_at, l.created_by as "created_by: UserId", u.name as creator, l.expires_at, l.revoked_at
           from links l join users u on u.id = l.created_by
           where l.workbook_id = $1 order by l.created_at desc, l.id"#,
        workbook.0,
    )
    .fetch_all(db)
    .await
}

/// Who came in through the links of a workbook, who was last seen first.
pub async fn grantees(db: impl PgExecutor<'_>, workbook: WorkbookId) -> sqlx::Result<Vec<Grantee>> {
    sqlx::query_as!(
        Grantee,
        r#"select g.link_id as "link: LinkId", g.user_id as "user: UserId", u.name, g.seen_at
           from grants g join users u on u.id = g.user_id
           where g.workbook_id = $1 order by g.seen_at desc, g.user_id"#,
        workbook.0,
    )
    .fetch_all(db)
    .await
}

/// The link of a token.
pub async fn by_token(
    db: impl PgExecutor<'_>,
    token_hash: &[u8; 32],
) -> sqlx::Result<Option<Link>> {
    sqlx::query_as!(
        Link,
        r#"select l.workbook_id as "workbook: WorkbookId", l.id as "id: LinkId", l.role as "role: Role", l.label,
                  l.created_at, l.created_by as "created_by: UserId", u.name as creator, l.expires_at, l.revoked_at
           from links l join users u on u.id = l.created_by
           where l.token_hash = $1"#,
        token_hash.as_slice(),
    )
    .fetch_optional(db)
    .await
}

/// Revokes a link; false when there is none that is not revoked.
pub async fn revoke(
    db: impl PgExecutor<'_>,
    workbook: WorkbookId,
    id: LinkId,
    now: OffsetDateTime,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update links set revoked_at = $3 where workbook_id = $1 and id = $2 and revoked_at is null",
        workbook.0,
        id.0,
        now,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Lets a user in through a link.
pub async fn grant(
    db: impl PgExecutor<'_>,
    workbook: WorkbookId,
    user: UserId,
    link: LinkId,
    now: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into grants (workbook_id, user_id, link_id, created_at, seen_at) values ($1, $2, $3, $4, $4)
         on conflict (workbook_id, user_id, link_id) do update set seen_at = excluded.seen_at",
        workbook.0,
        user.0,
        link.0,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The roles that a user has through links that are alive.
pub async fn live_grants(
    db: impl PgExecutor<'_>,
    workbook: WorkbookId,
    user: UserId,
    now: OffsetDateTime,
) -> sqlx::Result<Vec<Grant>> {
    sqlx::query_as!(
        Grant,
        r#"select l.role as "role: Role", l.id as "link: LinkId"
           from grants g join links l on l.workbook_id = g.workbook_id and l.id = g.link_id
           where g.workbook_id = $1 and g.user_id = $2 and l.revoked_at is null
             and (l.expires_at is null or l.expires_at > $3)"#,
        workbook.0,
        user.0,
        now,
    )
    .fetch_all(db)
    .await
}

/// Notes, at most once a minute, that somebody who came in through a link is there.
pub async fn seen(
    db: impl PgExecutor<'_>,
    workbook: WorkbookId,
    user: UserId,
    link: LinkId,
    now: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update grants set seen_at = $4::timestamptz
         where workbook_id = $1 and user_id = $2 and link_id = $3 and seen_at < $4::timestamptz - interval '1 minute'",
        workbook.0,
        user.0,
        link.0,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}
