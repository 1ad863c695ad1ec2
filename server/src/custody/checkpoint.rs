//! Signed checkpoints: what stands for changes that were folded. The document as it was after the last of them, and the
//! hashes of all of them, so that every head that was ever signed can still be held against the log.

use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use super::finding::Finding;
use super::head::HeadError;
use super::key::{Key, PublicKey};
use super::tree::{Hash, Tree};
use super::verify::Report;
use crate::db::Db;
use crate::db::copy;
use crate::db::custody::{self, CheckpointRow};
use crate::ids::{Seq, UserId, WorkbookId};

const VERSION: &[u8] = b"daylight checkpoint 1";

/// What the server says of the changes that are gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Checkpoint {
    pub workbook: WorkbookId,
    /// The last change that was folded, and when it was made.
    pub seq: Seq,
    pub changed_at: OffsetDateTime,
    /// The hash of that change.
    pub hash: Hash,
    /// The Merkle tree over the hashes of changes 1 to `seq`.
    pub root: Hash,
    /// The document after that change, as [`state_hash`] has it.
    pub state: Hash,
    /// Who folded them, and when.
    pub by: UserId,
    pub at: OffsetDateTime,
}

/// What is signed of a document's state: its SHA-256.
pub(super) fn state_hash(state: &[u8]) -> Hash {
    Sha256::digest(state).into()
}

impl Checkpoint {
    /// What is signed: every field with its length fixed.
    fn message(&self) -> Vec<u8> {
        let micros = |at: OffsetDateTime| (at.unix_timestamp_nanos() / 1000).to_le_bytes();
        [
            VERSION,
            &self.workbook.0.to_le_bytes(),
            &self.seq.0.to_le_bytes(),
            &micros(self.changed_at),
            &self.hash,
            &self.root,
            &self.state,
            &self.by.0.to_le_bytes(),
            &micros(self.at),
        ]
        .concat()
    }

    /// As it is stored, signed, with the hashes of the changes that it folds.
    pub(super) fn sign(self, key: &Key, hashes: &[Hash]) -> CheckpointRow {
        let signature = key.sign(&self.message());
        CheckpointRow {
            workbook: self.workbook,
            seq: self.seq,
            changed_at: self.changed_at,
            hash: self.hash.to_vec(),
            root: self.root.to_vec(),
            hashes: hashes.concat(),
            state: self.state.to_vec(),
            by: self.by,
            at: self.at,
            key: key.public().0.to_vec(),
            signature: signature.to_vec(),
        }
    }

    /// As it was signed, if one of these keys has signed it.
    fn read(row: &CheckpointRow, trusted: &[PublicKey]) -> Result<Self, HeadError> {
        let fixed = |bytes: &[u8]| Hash::try_from(bytes).map_err(|_| HeadError::Forged);
        let checkpoint = Self {
            workbook: row.workbook,
            seq: row.seq,
            changed_at: row.changed_at,
            hash: fixed(&row.hash)?,
            root: fixed(&row.root)?,
            state: fixed(&row.state)?,
            by: row.by,
            at: row.at,
        };
        let key = PublicKey(fixed(&row.key)?);
        let signature = row.signature.as_slice().try_into();
        let signature = signature.map_err(|_| HeadError::Forged)?;
        key.vouches(trusted, &checkpoint.message(), &signature)?;
        Ok(checkpoint)
    }
}

/// What was folded of a log.
#[derive(Debug, Default)]
pub(super) struct Foldings {
    /// Hashes of the changes that are gone, from the first one on.
    pub hashes: Vec<Hash>,
    /// What the newest checkpoint says the document was.
    pub state: Option<Hash>,
}

impl Foldings {
    /// Checks that each is signed, and stands for the hashes that are kept with it.
    pub(super) fn check(
        rows: &[CheckpointRow],
        trusted: &[PublicKey],
        report: &mut Report,
    ) -> Self {
        let mut foldings = Self::default();
        let mut tree = Tree::default();
        for row in rows {
            let (hashes, rest) = row.hashes.as_chunks::<32>();
            for hash in hashes {
                tree.push(hash);
            }
            foldings.hashes.extend(hashes);
            let stands = |checkpoint: &Checkpoint| {
                rest.is_empty()
                    && tree.size() == checkpoint.seq.0.cast_unsigned()
                    && tree.root() == checkpoint.root
                    && hashes.last() == Some(&checkpoint.hash)
            };
            foldings.state = match Checkpoint::read(row, trusted) {
                Ok(checkpoint) if stands(&checkpoint) => Some(checkpoint.state),
                Ok(_) => {
                    report.find(Finding::Checkpoint(row.seq, HeadError::Forged));
                    None
                }
                Err(error) => {
                    report.find(Finding::Checkpoint(row.seq, error));
                    None
                }
            };
        }
        foldings
    }
}

/// The hashes of the changes after `after` up to `upto`, in order, those that are folded among them.
pub(super) async fn hashes(
    db: &Db,
    workbook: WorkbookId,
    after: Seq,
    upto: Seq,
) -> sqlx::Result<Vec<(Seq, Vec<u8>)>> {
    let mut found = Vec::new();
    let mut from = after;
    let folded = crate::db::log::folded(&db.pool, workbook).await?;
    if let Some(folded) = folded.filter(|folded| after < folded.seq) {
        let rows = custody::checkpoints(&db.pool, workbook).await?;
        let all = rows
            .iter()
            .flat_map(|row| row.hashes.as_chunks::<32>().0.iter());
        found = (1..)
            .map(Seq)
            .zip(all.map(|hash| hash.to_vec()))
            .filter(|(seq, _)| *seq > after && *seq <= upto)
            .collect();
        from = folded.seq;
    }
    found.extend(copy::hashes(&db.pool, workbook, from, upto).await?);
    Ok(found)
}
