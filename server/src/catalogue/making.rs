//! New workbooks with nothing in them.

use daylight_model::Root;
use daylight_model::document::Edit;
use serde_json::json;

use super::names::{self, NameError};
use crate::auth::User;
use crate::db::Db;
use crate::db::workbooks::NewWorkbook;
use crate::history::{Author, CreateError, Via, create_workbook};
use crate::ids::WorkbookId;

/// Why a workbook could not be made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    #[error(transparent)]
    Name(#[from] NameError),
    #[error(transparent)]
    Create(#[from] CreateError),
}

/// Makes a workbook with one empty sheet.
pub async fn create_empty(db: &Db, owner: &User, name: &str) -> Result<WorkbookId, MakeError> {
    let name = names::workbook_name(name)?;
    let id = WorkbookId::random();
    let new = NewWorkbook {
        id,
        name,
        owner: owner.id,
        origin: None,
        epoch: 1,
    };
    let author = Author {
        summary: Some("Made the workbook".to_owned()),
        ..Author::new(owner.id, None, Via::System)
    };
    let mut transaction = db.pool.begin().await.map_err(CreateError::from)?;
    create_workbook(&mut transaction, &new, &one_sheet(), author).await?;
    transaction.commit().await.map_err(CreateError::from)?;
    Ok(id)
}

fn one_sheet() -> Vec<Edit> {
    let set = |root, key: &str, value| Edit {
        root,
        key: key.to_owned(),
        value: Some(value),
    };
    vec![
        set(Root::Book, "epoch", json!(1)),
        set(Root::Sheets, "1/name", json!("Sheet1")),
        set(Root::Sheets, "1/pos", json!("V")),
    ]
}
