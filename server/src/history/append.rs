//! Writing changes into the log. Only here does a change become [`Logged`], and only what is logged is shown to anybody.

use daylight_model::document::Applied;
use serde_json::Value;
use sqlx::postgres::PgExecutor;
use time::OffsetDateTime;

use crate::db::log::{self, CellRow, ChangeRow, Head, NewChange};
use crate::history::chain;
use crate::ids::{LinkId, Seq, UserId, WorkbookId};

/// The way in which a change came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Via {
    /// A live session.
    Edit,
    /// A file.
    Import,
    /// A program.
    Api,
    /// Taking one change back.
    Revert,
    /// Going back to a moment.
    Restore,
    /// The server itself.
    System,
}

impl Via {
    /// As the database and the API have it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Import => "import",
            Self::Api => "api",
            Self::Revert => "revert",
            Self::Restore => "restore",
            Self::System => "system",
        }
    }
}

/// Who makes a change, and how.
#[derive(Debug, Clone)]
pub struct Author {
    /// Whose change it is.
    pub user: UserId,
    /// The share link through which they came.
    pub link: Option<LinkId>,
    /// The way in.
    pub via: Via,
    /// What it does, in words; made from what changed when left out.
    pub summary: Option<String>,
    /// What it reverts or restores, the file imported.
    pub detail: Option<Value>,
}

impl Author {
    /// Somebody through some way, with nothing to add.
    pub const fn new(user: UserId, link: Option<LinkId>, via: Via) -> Self {
        Self {
            user,
            link,
            via,
            summary: None,
            detail: None,
        }
    }
}

/// A change that is applied in memory and not yet stored.
#[derive(Debug)]
pub struct Pending {
    /// Who made it.
    pub author: Author,
    /// When.
    pub at: OffsetDateTime,
    /// What it does, in words.
    pub summary: String,
    /// The entries it touched; their place in the log is filled in when it gets one.
    pub cells: Vec<CellRow>,
    /// What it did to the document.
    pub applied: Applied,
}

/// A change that is stored.
#[derive(Debug)]
pub struct Logged {
    seq: Seq,
    applied: Applied,
}

impl Logged {
    /// Its place in the log.
    pub const fn seq(&self) -> Seq {
        self.seq
    }

    /// What it did to the document.
    pub const fn applied(&self) -> &Applied {
        &self.applied
    }
}

/// What is before the first change of a workbook.
pub const EMPTY: Head = Head {
    seq: Seq(0),
    hash: chain::START,
};

/// Stores changes after `head` in one statement, and says what is the head then.
pub async fn append(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    mut head: Head,
    pending: Vec<Pending>,
    bindings: &[(u64, UserId)],
) -> sqlx::Result<(Head, Vec<Logged>)> {
    let mut logged = Vec::with_capacity(pending.len());
    let mut rows = Vec::with_capacity(pending.len());
    for change in pending {
        let (row, applied) = sealed(workbook, &mut head, change);
        logged.push(Logged {
            seq: row.row.seq,
            applied,
        });
        rows.push(row);
    }
    log::insert(executor, workbook, &rows, bindings).await?;
    Ok((head, logged))
}

fn sealed(workbook: WorkbookId, head: &mut Head, change: Pending) -> (NewChange, Applied) {
    let Pending {
        author,
        at,
        summary,
        mut cells,
        applied,
    } = change;
    let seq = Seq(head.seq.0 + 1);
    for (n, cell) in (0..).zip(&mut cells) {
        cell.seq = seq;
        cell.n = n;
    }
    let mut row = ChangeRow {
        seq,
        author: author.user,
        link: author.link,
        via: author.via.as_str().to_owned(),
        at,
        summary,
        detail: author.detail,
        hash: Vec::new(),
    };
    let hash = chain::hash(&head.hash, workbook, &row, &applied.update, &cells);
    row.hash = hash.to_vec();
    *head = Head { seq, hash };
    (
        NewChange {
            row,
            update: applied.update.clone(),
            cells,
        },
        applied,
    )
}
