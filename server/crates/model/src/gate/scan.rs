//! The parts of an update, read without trusting any of it.

use std::{collections::HashMap, ops::Range};

use serde_json::Value as Json;

use super::{GateLimits, Refusal, cursor::Cursor};

/// The id of a struct: client and clock.
pub(crate) type Id = (u64, u32);

/// What a struct carries.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Body {
    /// A tombstone without a place.
    Gone,
    /// A tombstone.
    Deleted,
    /// One value.
    Value(Json),
}

/// Where a struct stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor<'a> {
    /// Nowhere.
    None,
    /// First of its entry: root and key as written.
    Entry(&'a str, &'a str),
    /// After another struct, in the same entry.
    After(Id),
}

/// One struct of an update.
#[derive(Clone, Debug)]
pub(crate) struct Struct<'a> {
    pub(crate) clock: u32,
    pub(crate) len: u32,
    pub(crate) anchor: Anchor<'a>,
    pub(crate) body: Body,
    /// As it stands in the update.
    pub(crate) bytes: &'a [u8],
}

/// The structs of one client.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub(crate) client: u64,
    pub(crate) start: u32,
    /// One past the last clock.
    pub(crate) end: u32,
    pub(crate) structs: Range<usize>,
}

/// The parts of an update.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scan<'a> {
    pub(crate) sections: Vec<Section>,
    pub(crate) structs: Vec<Struct<'a>>,
    /// One past the last clock of each struct, apart from them because it is looked up often.
    pub(crate) ends: Vec<u32>,
    /// Client and `[start, end)`, merged and sorted.
    pub(crate) deletes: Vec<(u64, u32, u32)>,
    by_client: HashMap<u64, usize>,
}

const GC: u8 = 0;
const SKIP: u8 = 10;
const ORIGIN: u8 = 0x80;
const RIGHT_ORIGIN: u8 = 0x40;
pub(super) const PARENT_SUB: u8 = 0x20;
const DELETED: u8 = 1;
pub(super) const ANY: u8 = 8;

impl<'a> Scan<'a> {
    pub(crate) fn read(bytes: &'a [u8], limits: &GateLimits) -> Result<Self, Refusal> {
        if bytes.len() > limits.bytes {
            return Err(Refusal::TooLarge { bytes: bytes.len() });
        }
        let mut scan = Self::default();
        let mut cursor = Cursor::new(bytes);
        let clients = cursor.count()?;
        if clients > limits.clients {
            return Err(Refusal::TooManyClients);
        }
        for _ in 0..clients {
            scan.section(&mut cursor, limits)?;
        }
        scan.read_deletes(&mut cursor, limits)?;
        if cursor.left() > 0 {
            return Err(Refusal::Trailing);
        }
        Ok(scan)
    }

    /// The section of a client.
    pub(crate) fn of(&self, client: u64) -> Option<&Section> {
        self.sections.get(*self.by_client.get(&client)?)
    }

    /// The index of a client's section.
    pub(crate) fn section_of(&self, client: u64) -> Option<usize> {
        self.by_client.get(&client).copied()
    }

    fn section(&mut self, cursor: &mut Cursor<'a>, limits: &GateLimits) -> Result<(), Refusal> {
        let count = cursor.count()?;
        if count > limits.structs.saturating_sub(self.structs.len()) {
            return Err(Refusal::TooManyStructs);
        }
        let client = cursor.uint()?;
        let start = cursor.clock()?;
        if self.by_client.insert(client, self.sections.len()).is_some() {
            return Err(Refusal::RepeatedClient { client });
        }
        let first = self.structs.len();
        let mut clock = start;
        for _ in 0..count {
            let one = read_struct(cursor, clock, limits)?;
            clock = clock
                .checked_add(one.len)
                .filter(|c| i32::try_from(*c).is_ok())
                .ok_or(Refusal::ClockOverflow)?;
            self.structs.push(one);
            self.ends.push(clock);
        }
        self.sections.push(Section {
            client,
            start,
            end: clock,
            structs: first..self.structs.len(),
        });
        Ok(())
    }

    fn read_deletes(
        &mut self,
        cursor: &mut Cursor<'a>,
        limits: &GateLimits,
    ) -> Result<(), Refusal> {
        let mut ranges = vec![];
        for _ in 0..cursor.count()? {
            let client = cursor.uint()?;
            let count = cursor.count()?;
            if count > limits.deletes.saturating_sub(ranges.len()) {
                return Err(Refusal::TooManyDeletes);
            }
            for _ in 0..count {
                let start = cursor.clock()?;
                let len = cursor.clock()?;
                let end = start
                    .checked_add(len)
                    .filter(|e| i32::try_from(*e).is_ok())
                    .ok_or(Refusal::ClockOverflow)?;
                if start < end {
                    ranges.push((client, start, end));
                }
            }
        }
        ranges.sort_unstable();
        for (client, start, end) in ranges {
            match self.deletes.last_mut() {
                Some(last) if last.0 == client && last.2 >= start => last.2 = last.2.max(end),
                _ => self.deletes.push((client, start, end)),
            }
        }
        Ok(())
    }
}

/// Whether one of the ranges `(client, start, end)`, which are sorted and do not overlap, holds a struct.
pub(crate) fn covers(ranges: &[(u64, u32, u32)], (client, clock): Id) -> bool {
    let after = ranges.partition_point(|range| (range.0, range.1) <= (client, clock));
    let range = after.checked_sub(1).and_then(|at| ranges.get(at));
    range.is_some_and(|range| range.0 == client && clock < range.2)
}

fn read_struct<'a>(
    cursor: &mut Cursor<'a>,
    clock: u32,
    limits: &GateLimits,
) -> Result<Struct<'a>, Refusal> {
    let start = cursor.at();
    let info = cursor.byte()?;
    let (anchor, len, body) = match info {
        GC => (Anchor::None, cursor.clock()?, Body::Gone),
        SKIP => return Err(Refusal::Skip),
        _ => {
            let anchor = read_anchor(cursor, info)?;
            let (len, body) = read_body(cursor, info, limits)?;
            (anchor, len, body)
        }
    };
    if len == 0 {
        return Err(Refusal::Empty);
    }
    Ok(Struct {
        clock,
        len,
        anchor,
        body,
        bytes: cursor.since(start),
    })
}

fn read_anchor<'a>(cursor: &mut Cursor<'a>, info: u8) -> Result<Anchor<'a>, Refusal> {
    if info & RIGHT_ORIGIN != 0 {
        return Err(Refusal::RightOrigin);
    }
    if info & ORIGIN != 0 {
        let client = cursor.uint()?;
        return Ok(Anchor::After((client, cursor.clock()?)));
    }
    if cursor.uint()? != 1 {
        return Err(Refusal::Parent);
    }
    let root = cursor.text(crate::key::MAX_KEY)?;
    if info & PARENT_SUB == 0 {
        return Err(Refusal::NoEntry);
    }
    Ok(Anchor::Entry(root, cursor.text(crate::key::MAX_KEY)?))
}

fn read_body(
    cursor: &mut Cursor<'_>,
    info: u8,
    limits: &GateLimits,
) -> Result<(u32, Body), Refusal> {
    match info & 0x1f {
        DELETED => Ok((cursor.clock()?, Body::Deleted)),
        // An entry of a map holds exactly one value.
        ANY => match cursor.uint()? {
            0 => Err(Refusal::Empty),
            1 => Ok((1, Body::Value(cursor.value(limits)?))),
            _ => Err(Refusal::TooManyItems),
        },
        kind => Err(Refusal::Content { kind }),
    }
}
