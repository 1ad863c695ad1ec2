//! A workbook's first change.

use daylight_model::Document;
use daylight_model::document::{ApplyError, Edit};
use sqlx::PgConnection;

use crate::clock;
use crate::db::workbooks::{self, NewWorkbook};
use crate::history::append::{Author, EMPTY, Pending, append};
use crate::history::rows::{Imported, rows};
use crate::history::summary;
use crate::ids::{Seq, WorkbookId};

/// A workbook could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The edits do not make a document.
    #[error("the first change does not fit into a document")]
    Document(#[from] ApplyError),
    /// There is nothing in it.
    #[error("the first change is empty")]
    Empty,
    #[error("the workbook could not be stored")]
    Database(#[from] sqlx::Error),
}

/// Stores a new workbook with its first change, from nothing. The caller owns the transaction.
pub async fn create_workbook(
    transaction: &mut PgConnection,
    new: &NewWorkbook,
    edits: &[Edit],
    author: Author,
) -> Result<Seq, CreateError> {
    workbooks::insert(&mut *transaction, new, clock::now()).await?;
    first_change(transaction, new.id, edits, author).await
}

/// Stores the first change of a workbook that is stored already.
pub async fn first_change(
    transaction: &mut PgConnection,
    workbook: WorkbookId,
    edits: &[Edit],
    mut author: Author,
) -> Result<Seq, CreateError> {
    let mut document = Document::new();
    let applied = document.write(edits)?;
    if applied.entries.is_empty() {
        return Err(CreateError::Empty);
    }
    let summary = author
        .summary
        .take()
        .unwrap_or_else(|| summary(&applied.entries, document.workbook()));
    let cells = rows(&applied.entries, &Imported::default());
    let pending = Pending {
        author,
        at: clock::now(),
        summary,
        cells,
        applied,
    };
    drop(document);
    let (head, _) = append(transaction, workbook, EMPTY, vec![pending], &[]).await?;
    Ok(head.seq)
}
