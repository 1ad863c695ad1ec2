//! What somebody may do with a workbook.

use crate::clock;
use crate::db::links::Role;
use crate::db::users::User;
use crate::db::{self, Db};
use crate::ids::{LinkId, WorkbookId};

/// Somebody's way into a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    pub workbook: WorkbookId,
    pub user: User,
    pub role: Role,
    /// The share link that gives the role, if it is one.
    pub link: Option<LinkId>,
}

/// Why there is no access.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// There is no such workbook, or none that this user may know of.
    #[error("no workbook {0}")]
    NotFound(WorkbookId),
    /// Its owner put it into the trash.
    #[error("workbook {0} is in the trash")]
    Trashed(WorkbookId),
    #[error("access could not be looked up")]
    Database(#[from] sqlx::Error),
}

/// What `user` may do with a workbook that is not in the trash.
pub async fn access(db: &Db, user: &User, workbook: WorkbookId) -> Result<Access, AccessError> {
    let (access, trashed) = access_even_trashed(db, user, workbook).await?;
    if trashed {
        return Err(AccessError::Trashed(workbook));
    }
    Ok(access)
}

/// What `user` may do with a workbook, and whether it is in the trash, where only its owner still sees it.
pub async fn access_even_trashed(
    db: &Db,
    user: &User,
    workbook: WorkbookId,
) -> Result<(Access, bool), AccessError> {
    let book = db::workbooks::owner_of(&db.pool, workbook)
        .await?
        .ok_or(AccessError::NotFound(workbook))?;
    let enter = |role, link| Access {
        workbook,
        user: user.clone(),
        role,
        link,
    };
    if book.owner == user.id || user.is_admin {
        return Ok((enter(Role::Owner, None), book.trashed));
    }
    if book.trashed {
        return Err(AccessError::NotFound(workbook));
    }
    let now = clock::now();
    let grants = db::links::live_grants(&db.pool, workbook, user.id, now).await?;
    let best = grants
        .into_iter()
        .max_by_key(|grant| grant.role)
        .ok_or(AccessError::NotFound(workbook))?;
    db::links::seen(&db.pool, workbook, user.id, best.link, now).await?;
    Ok((enter(best.role, Some(best.link)), false))
}
