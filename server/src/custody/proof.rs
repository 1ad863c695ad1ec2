//! A proof of one change: all of it, its way up to a signed head, and nothing of any other change. Whoever has it can
//! check it without the database, with the public key alone.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use time::OffsetDateTime;

use super::checkpoint::hashes;
use super::head::{HeadError, SignedHead};
use super::key::{Key, PublicKey};
use super::proven_block::ProvenBlock;
use super::sign::{SignError, sign};
use super::tree::{self, Hash};
use crate::db::Db;
use crate::db::copy;
use crate::db::log::{CellRow, ChangeRow};
use crate::history::{self, EMPTY, LoadError, chain};
use crate::ids::{LinkId, Seq, UserId, WorkbookId};

const FORM: &str = "daylight proof 1";

/// A change, and what shows that it is part of what the server signed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Proof {
    /// `daylight proof 1`.
    pub form: String,
    /// Whose log.
    pub workbook: WorkbookId,
    /// All that is stored of the change.
    pub change: ProvenChange,
    /// The hash of the change before it.
    #[serde(with = "hex::serde")]
    pub previous: Hash,
    /// What stands beside its way up to the root of the head, from below; hex.
    pub path: Vec<Sibling>,
    /// What the server signed.
    pub head: SignedHead,
    /// For a cell that the change wrote into a block: the block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<ProvenBlock>,
    /// What nobody has signed: how things were called when the proof was made.
    pub called: Called,
}

/// A hash beside the way.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sibling(#[serde(with = "hex::serde")] Hash);

/// A change as the log has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProvenChange {
    pub seq: Seq,
    pub author: UserId,
    pub link: Option<LinkId>,
    pub via: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    pub summary: String,
    pub detail: Option<Json>,
    /// Yjs v1, base64.
    pub update: String,
    pub entries: Vec<ProvenEntry>,
}

/// An entry that a change touched, in the order of touching.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProvenEntry {
    pub root: String,
    pub sheet: String,
    /// -1 where it is no cell.
    pub row: i64,
    pub col: i64,
    pub entry: Option<String>,
    /// JSON; null where there was nothing.
    pub old: Option<String>,
    pub new: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub superseded: bool,
}

/// Names, for those who read a proof.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Called {
    pub workbook: String,
    pub author: String,
    /// The cell that was asked for, where it was then: its sheet's name and address.
    pub cell: Option<String>,
    /// That cell's place among the entries.
    pub entry: Option<usize>,
}

/// Why no proof was made.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    #[error("there is no such change")]
    Unknown,
    /// What it was is no longer told.
    #[error(transparent)]
    Load(#[from] LoadError),
    #[error(transparent)]
    Sign(#[from] SignError),
    #[error("the log could not be read")]
    Database(#[from] sqlx::Error),
    #[error("making the proof was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// Proves one change, against what is signed of the log now.
pub async fn prove(
    db: &Db,
    key: &Key,
    workbook: WorkbookId,
    seq: Seq,
) -> Result<Proof, ProofError> {
    let head = sign(db, key, workbook).await?.ok_or(ProofError::Unknown)?;
    if seq <= EMPTY.seq || seq > head.seq {
        return Err(ProofError::Unknown);
    }
    history::change(db, workbook, seq).await?;
    let mut part = copy::part(&db.pool, workbook, Seq(seq.0 - 1), 1).await?;
    let (row, update) = part
        .changes
        .pop()
        .filter(|(row, _)| row.seq == seq)
        .ok_or(ProofError::Unknown)?;
    let entries = part.cells.into_iter().map(entry).collect();
    let hashes = hashes(db, workbook, EMPTY.seq, head.seq).await?;
    let found = tokio::task::spawn_blocking(move || {
        let hashes: Option<Vec<Hash>> = hashes
            .into_iter()
            .map(|(_, hash)| hash.try_into().ok())
            .collect();
        let index = usize::try_from(seq.0 - 1).ok()?;
        let hashes = hashes.filter(|hashes| hashes.len() > index)?;
        let previous = index.checked_sub(1).map_or(EMPTY.hash, |at| hashes[at]);
        Some((previous, tree::path(&hashes, index)))
    });
    let (previous, path) = found.await?.ok_or(SignError::Damaged(workbook, seq))?;
    Ok(Proof {
        form: FORM.to_owned(),
        workbook,
        change: ProvenChange {
            seq,
            author: row.author,
            link: row.link,
            via: row.via,
            at: row.at,
            summary: row.summary,
            detail: row.detail,
            update: BASE64.encode(update),
            entries,
        },
        previous,
        path: path.into_iter().map(Sibling).collect(),
        head,
        block: None,
        called: Called::default(),
    })
}

fn entry(cell: CellRow) -> ProvenEntry {
    ProvenEntry {
        root: cell.root,
        sheet: cell.sheet,
        row: cell.row,
        col: cell.col,
        entry: cell.entry,
        old: cell.old,
        new: cell.new,
        superseded: cell.superseded,
    }
}

/// Why something is no proof.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoProof {
    #[error("it is no proof of this form: {FORM}")]
    Form,
    #[error("its update is not base64")]
    Update,
    #[error("the head is of another workbook")]
    Workbook,
    #[error("the signed head: {0}")]
    Head(#[from] HeadError),
    #[error("the change is not part of what was signed")]
    Path,
    #[error("the block is not the one that the change names")]
    Block,
}

impl Proof {
    /// Whether it proves what it says, if one of these keys is the server's.
    pub fn check(&self, trusted: &[PublicKey]) -> Result<(), NoProof> {
        if self.form != FORM {
            return Err(NoProof::Form);
        }
        if self.head.workbook != self.workbook {
            return Err(NoProof::Workbook);
        }
        self.head.check(trusted)?;
        let change = &self.change;
        let update = BASE64.decode(&change.update).map_err(|_| NoProof::Update)?;
        let row = ChangeRow {
            seq: change.seq,
            author: change.author,
            link: change.link,
            via: change.via.clone(),
            at: change.at,
            summary: change.summary.clone(),
            detail: change.detail.clone(),
            hash: Vec::new(),
        };
        let cells: Vec<CellRow> = (0..)
            .zip(&change.entries)
            .map(|(n, entry)| self.row(n, entry))
            .collect();
        let hash = chain::hash(&self.previous, self.workbook, &row, &update, &cells);
        let (index, size) = (change.seq.0 - 1, self.head.seq.0);
        let path: Vec<Hash> = self.path.iter().map(|Sibling(hash)| *hash).collect();
        let root = match (u64::try_from(index), u64::try_from(size)) {
            (Ok(index), Ok(size)) => tree::root_of(&hash, index, size, &path),
            _ => None,
        };
        if root != Some(self.head.root) {
            return Err(NoProof::Path);
        }
        if let Some(block) = &self.block {
            block.content(&change.entries)?;
        }
        Ok(())
    }

    fn row(&self, n: i32, entry: &ProvenEntry) -> CellRow {
        CellRow {
            seq: self.change.seq,
            n,
            root: entry.root.clone(),
            sheet: entry.sheet.clone(),
            row: entry.row,
            col: entry.col,
            entry: entry.entry.clone(),
            old: entry.old.clone(),
            new: entry.new.clone(),
            superseded: entry.superseded,
        }
    }
}
