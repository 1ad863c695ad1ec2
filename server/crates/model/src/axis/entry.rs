//! The entries of an axis in their stored form.

use serde_json::Value as Json;

use super::path::{MAX_PLACES, base36, is_path};
use crate::{
    asset::LineRun,
    id::{MAX_RUN, RUN_SPAN},
    json,
};

/// Lines of one insertion at most.
pub const MAX_INSERT: u32 = 1 << 20;
/// Spans of one deletion or move at most.
pub const MAX_SPANS: usize = 20_000;

/// An insertion: `[slot, path, count]`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Insert {
    pub(crate) run: u64,
    pub(crate) slot: i64,
    pub(crate) path: String,
    pub(crate) count: u32,
}

/// A move: `[stamp, slot, path, start, count, …]`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Move {
    pub(crate) stamp: u64,
    pub(crate) op: String,
    pub(crate) slot: i64,
    pub(crate) path: String,
    pub(crate) spans: Vec<LineRun>,
}

/// One entry of the roots `rows` and `cols`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Entry {
    Insert(Insert),
    Delete(Vec<LineRun>),
    Move(Move),
}

/// The lines that an entry deletes; `None` for another kind of entry.
pub(crate) fn deleted_lines(key: &str, value: &Json) -> Option<Vec<LineRun>> {
    match Entry::parse(key, value) {
        Ok(Entry::Delete(spans)) => Some(spans),
        _ => None,
    }
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The key is not `i<run>`, `d<op>` or `m<op>`.
    #[error("the key is neither i<run>, d<op> nor m<op>")]
    Key,
    /// The value is not an array of the entry's form.
    #[error("the value has not the form of its kind of entry")]
    Shape,
    /// The slot is not a base line or -1.
    #[error("the slot is outside the base")]
    Slot,
    /// The path is malformed or does not end with the entry's own id.
    #[error("the path is malformed")]
    Path,
    /// A span that cannot be, or too many.
    #[error("impossible or too many lines")]
    Lines,
}

fn slot(j: &Json) -> Result<i64, EntryError> {
    if j.as_f64() == Some(-1.0) {
        return Ok(-1);
    }
    let n = json::whole(j).filter(|n| *n < RUN_SPAN);
    n.and_then(|n| i64::try_from(n).ok())
        .ok_or(EntryError::Slot)
}

fn spans(list: &[Json]) -> Result<Vec<LineRun>, EntryError> {
    if list.is_empty() || !list.len().is_multiple_of(2) || list.len() / 2 > MAX_SPANS {
        return Err(EntryError::Lines);
    }
    list.chunks_exact(2)
        .map(|pair| {
            let first = json::whole(pair.first()?)?;
            let count = json::whole32(pair.get(1)?)?;
            crate::asset::is_run((first, count)).then_some((first, count))
        })
        .collect::<Option<_>>()
        .ok_or(EntryError::Lines)
}

impl Entry {
    /// Reads an entry; `key` is what follows the sheet id.
    pub(crate) fn parse(key: &str, value: &Json) -> Result<Self, EntryError> {
        let list = value.as_array().ok_or(EntryError::Shape)?;
        let (kind, id) = key.split_at_checked(1).ok_or(EntryError::Key)?;
        match (kind, list.as_slice()) {
            ("i", [at, path, count]) => {
                let run = run_number(id).ok_or(EntryError::Key)?;
                let path = path.as_str().ok_or(EntryError::Shape)?;
                if !is_path(path, &base36(run, 1)) {
                    return Err(EntryError::Path);
                }
                let fits = |n: &u32| (1..=MAX_INSERT).contains(n);
                Ok(Self::Insert(Insert {
                    run,
                    slot: slot(at)?,
                    path: path.to_owned(),
                    count: json::whole32(count).filter(fits).ok_or(EntryError::Lines)?,
                }))
            }
            ("d", list) if is_op(id) => Ok(Self::Delete(spans(list)?)),
            ("m", [stamp, at, path, list @ ..]) if is_op(id) => {
                let path = path.as_str().ok_or(EntryError::Shape)?;
                if !is_path(path, id) {
                    return Err(EntryError::Path);
                }
                let spans = spans(list)?;
                if spans.iter().map(|s| u64::from(s.1)).sum::<u64>() > u64::from(MAX_PLACES) {
                    return Err(EntryError::Lines);
                }
                Ok(Self::Move(Move {
                    stamp: json::whole(stamp).ok_or(EntryError::Shape)?,
                    op: id.to_owned(),
                    slot: slot(at)?,
                    path: path.to_owned(),
                    spans,
                }))
            }
            ("i", _) => Err(EntryError::Shape),
            _ => Err(EntryError::Key),
        }
    }
}

/// True when a key of `rows` or `cols`, after the sheet id, has its form.
pub(crate) fn is_key(key: &str) -> bool {
    match key.split_at_checked(1) {
        Some(("i", id)) => run_number(id).is_some(),
        Some(("d" | "m", id)) => is_op(id),
        _ => false,
    }
}

fn run_number(s: &str) -> Option<u64> {
    let plain = !s.starts_with('0') && s.bytes().all(|b| b.is_ascii_digit());
    let n = s.parse::<u64>().ok().filter(|_| plain)?;
    (1..=MAX_RUN).contains(&n).then_some(n)
}

fn is_op(s: &str) -> bool {
    (1..=12).contains(&s.len())
        && s.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}
