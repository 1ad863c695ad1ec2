//! Users and what signs them in.

use std::fmt;

use serde::{Deserialize, Serialize};
use sqlx::PgExecutor;
use time::OffsetDateTime;

use crate::ids::{CredentialId, UserId};

/// What somebody is. Stored, logged and sent as lower-case text.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum UserKind {
    /// Has an account.
    Person,
    /// Came in through a share link and gave a name.
    Guest,
    /// Automation.
    Program,
    /// The server itself.
    System,
}

impl UserKind {
    /// As the database and the API have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Guest => "guest",
            Self::Program => "program",
            Self::System => "system",
        }
    }
}

impl fmt::Display for UserKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Somebody, as others see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct User {
    pub id: UserId,
    pub name: String,
    pub kind: UserKind,
    /// Administers this server, and so may do everything in every workbook.
    pub is_admin: bool,
}

/// What a credential is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum CredentialKind {
    /// A browser that is signed in.
    Session,
    /// A link that signs in once.
    Signin,
    /// A bearer token of a program.
    Token,
}

/// A credential to be stored.
#[derive(Debug)]
pub struct NewCredential<'a> {
    pub hash: &'a [u8; 32],
    pub kind: CredentialKind,
    pub user: UserId,
    pub label: Option<&'a str>,
    pub at: OffsetDateTime,
    pub expires_at: Option<OffsetDateTime>,
}

/// An API token as its owner sees it later on.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ApiToken {
    pub id: CredentialId,
    pub label: String,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub expires_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub used_at: Option<OffsetDateTime>,
}

/// Stores a new user.
pub async fn insert(db: impl PgExecutor<'_>, user: &User, at: OffsetDateTime) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into users (id, kind, name, is_admin, created_at) values ($1, $2, $3, $4, $5)",
        user.id.0,
        user.kind.as_str(),
        user.name,
        user.is_admin,
        at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// One user.
pub async fn get(db: impl PgExecutor<'_>, id: UserId) -> sqlx::Result<Option<User>> {
    sqlx::query_as!(
        User,
        r#"select id as "id: UserId", name, kind as "kind: UserKind", is_admin from users
           where id = $1 and disabled_at is null"#,
        id.0,
    )
    .fetch_optional(db)
    .await
}

/// The first administrator of a kind: the server's owner, or its automation.
pub async fn first_admin(db: impl PgExecutor<'_>, kind: UserKind) -> sqlx::Result<Option<User>> {
    sqlx::query_as!(
        User,
        r#"select id as "id: UserId", name, kind as "kind: UserKind", is_admin from users
           where kind = $1 and is_admin and disabled_at is null order by created_at, id limit 1"#,
        kind.as_str(),
    )
    .fetch_optional(db)
    .await
}

/// Gives a user another name.
pub async fn rename(db: impl PgExecutor<'_>, id: UserId, name: &str) -> sqlx::Result<()> {
    sqlx::query!("update users set name = $2 where id = $1", id.0, name)
        .execute(db)
        .await?;
    Ok(())
}

/// Stores what signs somebody in.
pub async fn insert_credential(
    db: impl PgExecutor<'_>,
    new: NewCredential<'_>,
) -> sqlx::Result<CredentialId> {
    let id = CredentialId::random();
    sqlx::query!(
        "insert into credentials (hash, user_id, kind, id, label, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        new.hash.as_slice(),
        new.user.0,
        new.kind as CredentialKind,
        id.0,
        new.label,
        new.at,
        new.expires_at,
    )
    .execute(db)
    .await?;
    Ok(id)
}

/// Whose credential it is, if it is still good.
pub async fn by_credential(
    db: impl PgExecutor<'_>,
    kind: CredentialKind,
    hash: &[u8; 32],
    now: OffsetDateTime,
) -> sqlx::Result<Option<User>> {
    sqlx::query_as!(
        User,
        r#"select u.id as "id: UserId", u.name, u.kind as "kind: UserKind", u.is_admin
           from credentials c join users u on u.id = c.user_id
           where c.hash = $1 and c.kind = $2 and c.revoked_at is null and (c.expires_at is null or c.expires_at > $3)
             and u.disabled_at is null"#,
        hash.as_slice(),
        kind as CredentialKind,
        now,
    )
    .fetch_optional(db)
    .await
}

/// Notes, at most once in ten minutes, that a credential is in use, and lets it live until `expires_at` if that is later.
pub async fn used(
    db: impl PgExecutor<'_>,
    hash: &[u8; 32],
    now: OffsetDateTime,
    expires_at: Option<OffsetDateTime>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update credentials set used_at = $2::timestamptz, expires_at = coalesce(greatest(expires_at, $3), expires_at)
         where hash = $1 and (used_at is null or used_at < $2::timestamptz - interval '10 minutes')",
        hash.as_slice(),
        now,
        expires_at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a one-time link: it works for one caller only.
pub async fn take_signin(
    db: impl PgExecutor<'_>,
    hash: &[u8; 32],
    now: OffsetDateTime,
) -> sqlx::Result<Option<UserId>> {
    sqlx::query_scalar!(
        r#"update credentials set used_at = $2, revoked_at = $2
           where hash = $1 and kind = 'signin' and revoked_at is null and (expires_at is null or expires_at > $2)
           returning user_id as "user_id: UserId""#,
        hash.as_slice(),
        now,
    )
    .fetch_optional(db)
    .await
}

/// Whether a credential of any kind still holds.
pub async fn is_good(
    db: impl PgExecutor<'_>,
    hash: &[u8; 32],
    now: OffsetDateTime,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (
             select from credentials c join users u on u.id = c.user_id
             where c.hash = $1 and c.revoked_at is null and (c.expires_at is null or c.expires_at > $2)
               and u.disabled_at is null
           ) as "good!""#,
        hash.as_slice(),
        now,
    )
    .fetch_one(db)
    .await
}

/// Ends one credential, wherever it is used, and says whose it was.
pub async fn revoke_hash(
    db: impl PgExecutor<'_>,
    hash: &[u8; 32],
    now: OffsetDateTime,
) -> sqlx::Result<Option<UserId>> {
    sqlx::query_scalar!(
        r#"update credentials set revoked_at = coalesce(revoked_at, $2) where hash = $1
           returning user_id as "user_id: UserId""#,
        hash.as_slice(),
        now
    )
    .fetch_optional(db)
    .await
}

/// Withdraws one-time links of a user that nobody has used.
pub async fn revoke_signins(
    db: impl PgExecutor<'_>,
    user: UserId,
    now: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update credentials set revoked_at = $2 where user_id = $1 and kind = 'signin' and revoked_at is null",
        user.0,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The API tokens of a user, newest first.
pub async fn tokens(db: impl PgExecutor<'_>, user: UserId) -> sqlx::Result<Vec<ApiToken>> {
    sqlx::query_as!(
        ApiToken,
        r#"select id as "id: CredentialId", coalesce(label, '') as "label!", created_at, expires_at, used_at from credentials
           where user_id = $1 and kind = 'token' and revoked_at is null order by created_at desc, id"#,
        user.0,
    )
    .fetch_all(db)
    .await
}

/// Revokes an API token of a user; false when the user has no such token.
pub async fn revoke_token(
    db: impl PgExecutor<'_>,
    user: UserId,
    id: CredentialId,
    now: OffsetDateTime,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update credentials set revoked_at = $3 where user_id = $1 and id = $2 and kind = 'token' and revoked_at is null",
        user.0,
        id.0,
        now,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets who somebody is: their name, their credentials, what was shared with them, and the labels of links through
/// which nobody else came. What they did stays, as somebody's. False where there is no such person or guest, or where an
/// administrator is meant.
pub async fn erase(
    db: &mut sqlx::PgConnection,
    id: UserId,
    at: OffsetDateTime,
) -> sqlx::Result<bool> {
    let found = sqlx::query!(
        "update users set name = 'Erased', disabled_at = coalesce(disabled_at, $2)
         where id = $1 and kind in ('person', 'guest') and not is_admin",
        id.0,
        at,
    )
    .execute(&mut *db)
    .await?;
    if found.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "update links l set label = null where exists (
             select from grants g where g.workbook_id = l.workbook_id and g.link_id = l.id and g.user_id = $1)
           and not exists (
             select from grants g where g.workbook_id = l.workbook_id and g.link_id = l.id and g.user_id <> $1)",
        id.0
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("delete from grants where user_id = $1", id.0)
        .execute(&mut *db)
        .await?;
    sqlx::query!("delete from credentials where user_id = $1", id.0)
        .execute(db)
        .await?;
    Ok(true)
}
