//! What a workbook is called, and whether it is in the trash.

use serde_json::{Value, json};
use sqlx::PgConnection;

use super::names::{self, NameError};
use crate::auth::Access;
use crate::clock;
use crate::db::{self, Db};
use crate::history::{self, Event, EventKind};

/// A workbook could not be renamed.
#[derive(Debug, thiserror::Error)]
pub enum RenameError {
    #[error(transparent)]
    Name(#[from] NameError),
    #[error("the name could not be stored")]
    Database(#[from] sqlx::Error),
}

/// Gives a workbook another name.
pub async fn rename(db: &Db, access: &Access, name: &str) -> Result<(), RenameError> {
    let name = names::workbook_name(name)?;
    let id = access.workbook;
    let mut tx = db.pool.begin().await?;
    let old = db::workbooks::title(&mut *tx, id).await?;
    let old = old.map(|title| title.name);
    if old.as_deref() != Some(&*name) {
        db::workbooks::rename(&mut *tx, id, &name).await?;
        let detail = json!({"old": old, "new": &*name});
        note(&mut tx, access, EventKind::Renamed, Some(detail)).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Puts a workbook into the trash.
pub async fn trash(db: &Db, access: &Access) -> sqlx::Result<()> {
    let mut tx = db.pool.begin().await?;
    db::workbooks::trash(&mut *tx, access.workbook, access.user.id, clock::now()).await?;
    note(&mut tx, access, EventKind::Trashed, None).await?;
    tx.commit().await
}

/// Takes a workbook out of the trash.
pub async fn untrash(db: &Db, access: &Access) -> sqlx::Result<()> {
    let mut tx = db.pool.begin().await?;
    db::workbooks::restore(&mut *tx, access.workbook).await?;
    note(&mut tx, access, EventKind::Untrashed, None).await?;
    tx.commit().await
}

async fn note(
    db: &mut PgConnection,
    access: &Access,
    kind: EventKind,
    detail: Option<Value>,
) -> sqlx::Result<()> {
    let event = Event {
        workbook: access.workbook,
        user: access.user.id,
        link: access.link,
        kind,
        detail,
    };
    history::record(db, event).await
}
