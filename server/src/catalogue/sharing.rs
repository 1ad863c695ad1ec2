//! Share links: making them, and coming in through them.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::json;
use time::OffsetDateTime;

use super::cards::Named;
use super::names::{self, NameError};
use crate::auth::{self, Access, Role, Token, User, UserKind, hash_of};
use crate::clock;
use crate::db::links::Link;
use crate::db::{self, Db};
use crate::history::{self, Event, EventKind};
use crate::ids::{LinkId, UserId, WorkbookId};

/// A link to be made.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
pub struct NewLink {
    pub role: LinkRole,
    /// For whom it is.
    #[schema(max_length = 80)]
    pub label: Option<String>,
    /// Never, when left out.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub expires_at: Option<OffsetDateTime>,
}

/// What a link can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum LinkRole {
    Viewer,
    Editor,
}

/// A link as the owner of the workbook sees it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct LinkCard {
    pub id: LinkId,
    pub role: Role,
    pub label: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    pub created_by: Named,
    #[serde(with = "time::serde::rfc3339::option")]
    pub expires_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub revoked_at: Option<OffsetDateTime>,
    /// Who came in through it, who was seen last first.
    pub guests: Vec<Guest>,
}

/// Somebody who came in through a link.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Guest {
    pub id: UserId,
    pub name: String,
    #[serde(with = "time::serde::rfc3339")]
    pub seen_at: OffsetDateTime,
}

/// What a link leads to.
#[derive(Debug, Clone)]
pub struct Invitation {
    pub link: Link,
    pub name: String,
    pub owner: UserId,
    pub owner_name: String,
}

/// Somebody has come in.
#[derive(Debug)]
pub struct Joined {
    pub workbook: WorkbookId,
    pub role: Role,
    /// The token of the new guest's session.
    pub session: Option<String>,
}

/// Why a link lets nobody in.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    #[error("no such link")]
    Unknown,
    #[error("the link has been revoked")]
    Revoked,
    #[error("the link has expired")]
    Expired,
    #[error("the workbook is in the trash")]
    Trashed,
    #[error("a guest needs a name")]
    NameNeeded,
    #[error(transparent)]
    Name(#[from] NameError),
    #[error("the link could not be looked up")]
    Database(#[from] sqlx::Error),
}

/// Makes a link; its token is handed out here and never again.
pub async fn create_link(
    db: &Db,
    access: &Access,
    new: NewLink,
) -> Result<(LinkCard, String), JoinError> {
    names::expiry(new.expires_at)?;
    let label = new.label.filter(|label| !label.trim().is_empty());
    let link = Link {
        workbook: access.workbook,
        id: LinkId::random(),
        role: match new.role {
            LinkRole::Viewer => Role::Viewer,
            LinkRole::Editor => Role::Editor,
        },
        label: label.map(|label| names::label(&label)).transpose()?,
        created_at: clock::now(),
        created_by: access.user.id,
        creator: access.user.name.clone(),
        expires_at: new.expires_at,
        revoked_at: None,
    };
    let token = Token::random("");
    let mut tx = db.pool.begin().await?;
    db::links::insert(&mut *tx, &link, &token.hash()).await?;
    let event = Event {
        workbook: link.workbook,
        user: access.user.id,
        link: Some(link.id),
        kind: EventKind::LinkMade,
        detail: Some(json!({"role": link.role, "expires_at": expiry(&link)})),
    };
    history::record(&mut tx, event).await?;
    tx.commit().await?;
    Ok((LinkCard::new(link, Vec::new()), token.into_text()))
}

fn expiry(link: &Link) -> Option<i64> {
    link.expires_at.map(OffsetDateTime::unix_timestamp)
}

/// Revokes a link; false where there is none that could be.
pub async fn revoke_link(db: &Db, access: &Access, link: LinkId) -> sqlx::Result<bool> {
    let mut tx = db.pool.begin().await?;
    let found = db::links::revoke(&mut *tx, access.workbook, link, clock::now()).await?;
    if found {
        let event = Event {
            workbook: access.workbook,
            user: access.user.id,
            link: Some(link),
            kind: EventKind::LinkRevoked,
            detail: None,
        };
        history::record(&mut tx, event).await?;
    }
    tx.commit().await?;
    Ok(found)
}

/// The links of a workbook, newest first.
pub async fn links(db: &Db, workbook: WorkbookId) -> sqlx::Result<Vec<LinkCard>> {
    let mut guests: HashMap<LinkId, Vec<Guest>> = HashMap::new();
    for row in db::links::grantees(&db.pool, workbook).await? {
        guests.entry(row.link).or_default().push(Guest {
            id: row.user,
            name: row.name,
            seen_at: row.seen_at,
        });
    }
    let links = db::links::list(&db.pool, workbook).await?;
    Ok(links
        .into_iter()
        .map(|link| LinkCard::new(link.clone(), guests.remove(&link.id).unwrap_or_default()))
        .collect())
}

impl LinkCard {
    fn new(link: Link, guests: Vec<Guest>) -> Self {
        Self {
            id: link.id,
            role: link.role,
            label: link.label,
            created_at: link.created_at,
            created_by: Named {
                id: link.created_by,
                name: link.creator,
            },
            expires_at: link.expires_at,
            revoked_at: link.revoked_at,
            guests,
        }
    }
}

/// What the link of a token leads to, if it still lets people in.
pub async fn invitation(db: &Db, token: &str) -> Result<Invitation, JoinError> {
    let link = db::links::by_token(&db.pool, &hash_of(token))
        .await?
        .ok_or(JoinError::Unknown)?;
    if link.revoked_at.is_some() {
        return Err(JoinError::Revoked);
    }
    if link.expires_at.is_some_and(|at| at <= clock::now()) {
        return Err(JoinError::Expired);
    }
    let title = db::workbooks::title(&db.pool, link.workbook)
        .await?
        .ok_or(JoinError::Unknown)?;
    if title.trashed {
        return Err(JoinError::Trashed);
    }
    Ok(Invitation {
        link,
        name: title.name,
        owner: title.owner,
        owner_name: title.owner_name,
    })
}

/// Lets somebody in: who is signed in as they are, anybody else as a guest with a name.
pub async fn join(
    db: &Db,
    token: &str,
    user: Option<User>,
    name: Option<&str>,
) -> Result<Joined, JoinError> {
    let Invitation { link, owner, .. } = invitation(db, token).await?;
    let joined = |role, session| Joined {
        workbook: link.workbook,
        role,
        session,
    };
    let now = clock::now();
    if let Some(user) = user {
        if user.is_admin || user.id == owner {
            return Ok(joined(Role::Owner, None));
        }
        let mut tx = db.pool.begin().await?;
        db::links::grant(&mut *tx, link.workbook, user.id, link.id, now).await?;
        history::record(&mut tx, joined_event(&link, user.id)).await?;
        tx.commit().await?;
        return Ok(joined(link.role, None));
    }
    let name = names::person_name(name.ok_or(JoinError::NameNeeded)?)?;
    let guest = User {
        id: UserId::random(),
        name,
        kind: UserKind::Guest,
        is_admin: false,
    };
    let mut tx = db.pool.begin().await?;
    db::users::insert(&mut *tx, &guest, now).await?;
    db::links::grant(&mut *tx, link.workbook, guest.id, link.id, now).await?;
    let session = auth::open_session(&mut *tx, guest.id).await?;
    history::record(&mut tx, joined_event(&link, guest.id)).await?;
    tx.commit().await?;
    Ok(joined(link.role, Some(session)))
}

fn joined_event(link: &Link, user: UserId) -> Event {
    Event {
        workbook: link.workbook,
        user,
        link: Some(link.id),
        kind: EventKind::Joined,
        detail: None,
    }
}
