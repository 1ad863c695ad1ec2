//! Writing what is new in an update as an update of its own.

use serde_json::Value as Json;
use yrs::Any;

use super::{
    Admitted, Refusal,
    cursor::put_uint,
    scan::{ANY, Body, PARENT_SUB, Scan, Section},
};
use crate::{
    document::{Index, to_any},
    key::Root,
};

/// A tombstone that follows another struct.
const DELETED_AFTER: u8 = 0x80 | 1;

pub(super) fn fresh(
    scan: &Scan<'_>,
    index: &Index,
    admitted: &Admitted,
) -> Result<Vec<u8>, Refusal> {
    let new: Vec<&Section> = scan
        .sections
        .iter()
        .filter(|s| s.end > index.next(s.client))
        .collect();
    let mut out = Vec::new();
    put_uint(&mut out, count(new.len()));
    for section in new {
        put_section(&mut out, scan, section, index.next(section.client))?;
    }
    let live = admitted
        .deleted
        .iter()
        .map(|((client, clock), _)| (*client, *clock, clock + 1));
    put_deletes(&mut out, live.chain(admitted.own_deleted.iter().copied()));
    Ok(out)
}

fn count(n: usize) -> u64 {
    n.try_into().unwrap_or(u64::MAX)
}

fn put_section(
    out: &mut Vec<u8>,
    scan: &Scan<'_>,
    section: &Section,
    known: u32,
) -> Result<(), Refusal> {
    let structs = scan
        .structs
        .get(section.structs.clone())
        .unwrap_or_default();
    let first = structs.partition_point(|s| s.clock + s.len <= known);
    let structs = structs.get(first..).unwrap_or_default();
    put_uint(out, count(structs.len()));
    put_uint(out, section.client);
    put_uint(out, known.max(section.start).into());
    for one in structs {
        if one.clock >= known {
            out.extend_from_slice(one.bytes);
            continue;
        }
        // Partly known: only runs of tombstones are longer than one.
        if one.body != Body::Deleted {
            return Err(Refusal::Content { kind: 0 });
        }
        out.push(DELETED_AFTER);
        put_uint(out, section.client);
        put_uint(out, u64::from(known) - 1);
        put_uint(out, u64::from(one.clock + one.len - known));
    }
    Ok(())
}

/// Writes the first struct of an entry.
pub(crate) fn put_first(out: &mut Vec<u8>, root: Root, key: &str, value: &Json) {
    out.push(ANY | PARENT_SUB);
    // The parent is named, by its root.
    put_uint(out, 1);
    for text in [root.as_str(), key] {
        put_uint(out, count(text.len()));
        out.extend_from_slice(text.as_bytes());
    }
    // One value.
    put_uint(out, 1);
    to_any(value).unwrap_or(Any::Null).encode(out);
}

/// Writes a delete set.
pub(super) fn put_deletes(out: &mut Vec<u8>, ranges: impl IntoIterator<Item = (u64, u32, u32)>) {
    let mut ranges: Vec<_> = ranges.into_iter().collect();
    ranges.sort_unstable();
    let clients = ranges.chunk_by(|a, b| a.0 == b.0);
    put_uint(out, count(clients.clone().count()));
    for list in clients {
        let mut merged: Vec<(u32, u32)> = vec![];
        for (_, start, end) in list {
            match merged.last_mut() {
                Some(last) if last.1 >= *start => last.1 = last.1.max(*end),
                _ => merged.push((*start, *end)),
            }
        }
        put_uint(out, list.first().map_or(0, |r| r.0));
        put_uint(out, count(merged.len()));
        for (start, end) in merged {
            put_uint(out, start.into());
            put_uint(out, u64::from(end - start));
        }
    }
}
