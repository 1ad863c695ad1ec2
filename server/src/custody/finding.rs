//! What can be wrong with a log, in words that say where.

use std::fmt;

use daylight_model::Hash;

use super::head::HeadError;
use crate::ids::Seq;

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// What is stored of a change does not give its hash.
    Altered(Seq),
    /// Changes that ought to be there: the first and the last of them.
    Missing(Seq, Seq),
    /// Entries that belong to no change.
    Orphans(Seq),
    /// The log ends before a change that was signed.
    TailCut {
        /// The last change there is.
        last: Seq,
        /// The last one that was signed.
        signed: Seq,
        /// Who says so.
        witness: Witness,
    },
    /// Up to here, the log is not the one that was signed.
    Rewritten {
        /// The change up to which it was signed.
        seq: Seq,
        /// The last change of which a witness says that all is as it was.
        since: Seq,
        /// Who says so.
        witness: Witness,
    },
    /// An event is not as it was noted, or is missing.
    Event(i64),
    /// The events end before one that was signed, or are not those that were signed.
    Events {
        /// How many were signed.
        signed: i64,
        /// Who says so.
        witness: Witness,
    },
    /// A signed head that proves nothing.
    Head(Seq, Witness, HeadError),
    /// A checkpoint that proves nothing.
    Checkpoint(Seq, HeadError),
    /// The document stored at a checkpoint is not the one that was signed.
    CheckpointState(Seq),
    /// Something is stored of a change that a checkpoint stands for.
    Unfolded(Seq),
    /// An update of the log cannot be applied to the document before it.
    Unplayable(Seq),
    /// A snapshot is not what replaying the log gives.
    Snapshot(Seq),
    /// The document that people work with is not what replaying the log gives, in so many entries.
    Live(usize),
    /// What is stored under this hash does not give it.
    Asset(Hash),
    /// The document names what is not there.
    NoAsset(Hash),
}

/// Who remembers what the log was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Witness {
    /// The heads in the database.
    Database,
    /// Heads that were kept outside.
    Anchor,
}

impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Database => "a signed head",
            Self::Anchor => "an anchor",
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Altered(seq) => write!(f, "change {seq} is not as it was written"),
            Self::Missing(first, last) if first == last => write!(f, "change {first} is missing"),
            Self::Missing(first, last) => write!(f, "changes {first} to {last} are missing"),
            Self::Orphans(seq) => {
                write!(f, "entries are stored for change {seq}, which is not there")
            }
            Self::TailCut {
                last,
                signed,
                witness,
            } => {
                write!(
                    f,
                    "the log ends at change {last}, and {witness} is of change {signed}: its end was cut off"
                )
            }
            Self::Rewritten {
                seq,
                since,
                witness,
            } => {
                write!(
                    f,
                    "changes {} to {seq} are not those of {witness}",
                    since.0 + 1
                )
            }
            Self::Event(n) => write!(f, "event {n} is not as it was noted"),
            Self::Events { signed, witness } => {
                write!(f, "the first {signed} events are not those of {witness}")
            }
            Self::Head(seq, witness, error) => write!(f, "{witness} of change {seq}: {error}"),
            Self::Checkpoint(seq, error) => write!(f, "the checkpoint at change {seq}: {error}"),
            Self::CheckpointState(seq) => {
                write!(
                    f,
                    "the document at checkpoint {seq} is not the one that was signed"
                )
            }
            Self::Unfolded(seq) => {
                write!(
                    f,
                    "something is stored for change {seq}, which a checkpoint stands for"
                )
            }
            Self::Unplayable(seq) => write!(f, "change {seq} cannot be replayed"),
            Self::Snapshot(seq) => {
                write!(f, "the snapshot at change {seq} is not what the log gives")
            }
            Self::Live(entries) => {
                write!(
                    f,
                    "the live document differs from what the log gives, in {entries} entries"
                )
            }
            Self::Asset(hash) => write!(f, "the block {hash} is not as it was written"),
            Self::NoAsset(hash) => write!(f, "the block {hash} is missing"),
        }
    }
}
