//! The chain of custody: signed heads of logs, proofs of changes, and checking both. Imports: db, ids, clock, history, the
//! model.
//!
//! Invariants: the server signs only what it has read from the log; a proof is checked without the database; what a check
//! finds is told and mended by nobody; only a log that is whole is folded.

mod anchor;
mod blocks;
mod checkpoint;
mod finding;
mod fold;
mod head;
mod key;
mod proof;
mod proven_block;
mod replay;
mod sign;
mod sweep;
mod tree;
mod verify;
mod watch;

pub use anchor::{AnchorError, Anchors, read as read_anchors};
pub use finding::{Finding, Witness};
pub use fold::{FoldError, Foldable, Folder};
pub use head::{HeadError, SignedHead};
pub use key::{Key, KeyError, PublicKey};
pub use proof::{Called, NoProof, Proof, ProofError, ProvenChange, ProvenEntry, prove};
pub use proven_block::ProvenBlock;
pub use sign::{SignError, sign, sign_all};
pub use verify::{Live, Report, Scope, VerifyError, verify, verify_all};
pub use watch::{Custody, OpenDocuments, Settings};
