//! Signed heads: what a workbook's log was at a moment.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::key::{Key, PublicKey};
use super::tree::{Hash, Tree};
use crate::ids::{Seq, WorkbookId};

const VERSION: &[u8] = b"daylight head 1";

/// What the log was, and the server's word for it. One of them is one line of an anchor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedHead {
    /// Whose log.
    pub workbook: WorkbookId,
    /// The last change.
    pub seq: Seq,
    /// The hash of that change, which covers those before it.
    #[serde(with = "hex::serde")]
    pub hash: Hash,
    /// The Merkle tree over the hashes of changes 1 to `seq`.
    #[serde(with = "hex::serde")]
    pub root: Hash,
    /// How many events there were.
    pub events: i64,
    /// The hash of the last of them, which covers those before it.
    #[serde(with = "hex::serde")]
    pub events_hash: Hash,
    /// When it was signed, to the microsecond.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Under which key.
    #[serde(with = "hex::serde")]
    pub key: [u8; 32],
    /// Over all of the above.
    #[serde(with = "hex::serde")]
    pub signature: [u8; 64],
}

/// Why a head proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeadError {
    /// It was signed, but not by somebody one trusts.
    #[error("it is signed with a key that is not trusted, {0}")]
    Foreign(PublicKey),
    /// The signature is of something else.
    #[error("its signature does not fit")]
    Forged,
}

impl SignedHead {
    pub(super) fn sign(
        key: &Key,
        workbook: WorkbookId,
        (tree, hash): (&Tree, Hash),
        (events, events_hash): (i64, Hash),
        at: OffsetDateTime,
    ) -> Self {
        let mut head = Self {
            workbook,
            seq: Seq(tree.size().cast_signed()),
            hash,
            root: tree.root(),
            events,
            events_hash,
            at,
            key: key.public().0,
            signature: [0; 64],
        };
        head.signature = key.sign(&head.message());
        head
    }

    /// What is signed: every field with its length fixed.
    fn message(&self) -> Vec<u8> {
        let micros = (self.at.unix_timestamp_nanos() / 1000).to_le_bytes();
        [
            VERSION,
            &self.workbook.0.to_le_bytes(),
            &self.seq.0.to_le_bytes(),
            &self.hash,
            &self.root,
            &self.events.to_le_bytes(),
            &self.events_hash,
            &micros,
        ]
        .concat()
    }

    /// Whether one of these keys has signed it.
    pub fn check(&self, trusted: &[PublicKey]) -> Result<(), HeadError> {
        PublicKey(self.key).vouches(trusted, &self.message(), &self.signature)
    }
}
