//! The hash chain of the log: each change's hash covers the one before it and all that is stored of the change.
//!
//! Every field goes in with its length before it, so that no two different rows give the same bytes.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::db::events::EventRow;
use crate::db::log::{CellRow, ChangeRow};
use crate::ids::WorkbookId;

/// SHA-256.
pub(crate) type ChainHash = [u8; 32];

/// What the first change of a workbook follows.
pub(crate) const START: ChainHash = [0; 32];

const VERSION: &[u8] = b"daylight log 1";
const EVENT_VERSION: &[u8] = b"daylight events 1";

/// The hash of a change that follows one with hash `previous`.
pub(crate) fn hash(
    previous: &ChainHash,
    workbook: WorkbookId,
    change: &ChangeRow,
    update: &[u8],
    cells: &[CellRow],
) -> ChainHash {
    let mut all = Fields(Sha256::new());
    all.bytes(VERSION);
    all.bytes(previous);
    all.number(workbook.0);
    all.number(change.seq.0);
    all.number(change.author.0);
    all.optional(change.link.map(|link| link.0.to_le_bytes()));
    all.bytes(change.via.as_bytes());
    let micros = change.at.unix_timestamp_nanos() / 1000;
    all.bytes(&micros.to_le_bytes());
    all.bytes(change.summary.as_bytes());
    all.optional(change.detail.as_ref().map(canonical));
    all.bytes(update);
    all.bytes(&digest(cells));
    all.0.finalize().into()
}

/// The hash of an event that follows one with hash `previous`.
pub(crate) fn event_hash(previous: &ChainHash, event: &EventRow) -> ChainHash {
    let mut all = Fields(Sha256::new());
    all.bytes(EVENT_VERSION);
    all.bytes(previous);
    all.number(event.workbook.0);
    all.number(event.n);
    let micros = event.at.unix_timestamp_nanos() / 1000;
    all.bytes(&micros.to_le_bytes());
    all.number(event.user.0);
    all.optional(event.link.map(|link| link.0.to_le_bytes()));
    all.bytes(event.kind.as_bytes());
    all.optional(event.detail.as_ref().map(canonical));
    all.0.finalize().into()
}

/// The digest of the entries that a change touched.
fn digest(cells: &[CellRow]) -> ChainHash {
    let mut all = Fields(Sha256::new());
    for cell in cells {
        all.number(i64::from(cell.n));
        all.bytes(cell.root.as_bytes());
        all.bytes(cell.sheet.as_bytes());
        all.number(cell.row);
        all.number(cell.col);
        all.optional(cell.entry.as_deref());
        all.optional(cell.old.as_deref());
        all.optional(cell.new.as_deref());
        all.number(i64::from(cell.superseded));
    }
    all.0.finalize().into()
}

struct Fields(Sha256);

impl Fields {
    fn bytes(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    fn number(&mut self, number: i64) {
        self.0.update(number.to_le_bytes());
    }

    fn optional(&mut self, bytes: Option<impl AsRef<[u8]>>) {
        match bytes {
            None => self.0.update([0]),
            Some(bytes) => {
                self.0.update([1]);
                self.bytes(bytes.as_ref());
            }
        }
    }
}

/// JSON that is the same text however the database gave it back: sorted keys, every number as a double.
fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => out.push_str(&value.to_string()),
        Value::Number(number) => out.push_str(&number.as_f64().unwrap_or(0.0).to_string()),
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(entries) => {
            let mut sorted: Vec<_> = entries.iter().collect();
            sorted.sort_by(|a, b| a.0.cmp(b.0));
            out.push('{');
            for (i, (key, item)) in sorted.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                write(item, out);
            }
            out.push('}');
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::ids::{Seq, UserId};
    use time::OffsetDateTime;

    fn change() -> ChangeRow {
        ChangeRow {
            seq: Seq(7),
            author: UserId(3),
            link: None,
            via: "edit".into(),
            at: OffsetDateTime::UNIX_EPOCH,
            summary: "Set A1".into(),
            detail: Some(serde_json::json!({"b": [1, 2.5], "a": {"z": null}})),
            hash: Vec::new(),
        }
    }

    fn cell() -> CellRow {
        CellRow {
            seq: Seq(7),
            n: 0,
            root: "cells".into(),
            sheet: "1".into(),
            row: 0,
            col: 0,
            entry: None,
            old: None,
            new: Some("5".into()),
            superseded: false,
        }
    }

    #[test]
    fn every_field_is_covered() {
        let book = WorkbookId(1);
        let base = hash(&START, book, &change(), b"update", &[cell()]);
        assert_eq!(base, hash(&START, book, &change(), b"update", &[cell()]));
        let mut seen = vec![base];
        let mut differs = |hash: ChainHash| {
            assert!(!seen.contains(&hash));
            seen.push(hash);
        };
        differs(hash(&[1; 32], book, &change(), b"update", &[cell()]));
        differs(hash(&START, WorkbookId(2), &change(), b"update", &[cell()]));
        differs(hash(&START, book, &change(), b"updatf", &[cell()]));
        differs(hash(&START, book, &change(), b"update", &[]));
        for alter in [
            (|c: &mut ChangeRow| c.seq = Seq(8)) as fn(&mut ChangeRow),
            |c| c.author = UserId(4),
            |c| c.link = Some(crate::ids::LinkId(0)),
            |c| c.via = "api".into(),
            |c| c.at += time::Duration::MICROSECOND,
            |c| c.summary = "Set A2".into(),
            |c| c.detail = None,
        ] {
            let mut altered = change();
            alter(&mut altered);
            differs(hash(&START, book, &altered, b"update", &[cell()]));
        }
        for alter in [
            (|c: &mut CellRow| c.root = "formats".into()) as fn(&mut CellRow),
            |c| c.sheet = "2".into(),
            |c| c.row = 1,
            |c| c.col = 1,
            |c| c.entry = Some(String::new()),
            |c| c.old = Some("5".into()),
            |c| c.new = None,
            |c| c.superseded = true,
            |c| c.n = 1,
        ] {
            let mut altered = cell();
            alter(&mut altered);
            differs(hash(&START, book, &change(), b"update", &[altered]));
        }
    }

    #[test]
    fn json_that_means_the_same_is_the_same() {
        let one: Value = serde_json::from_str(r#"{"a":1,"b":[1e2,"x"]}"#).unwrap();
        let other: Value = serde_json::from_str(r#"{"b":[100,"x"],"a":1.0}"#).unwrap();
        assert_eq!(canonical(&one), canonical(&other));
    }
}
