//! Records of a BIFF8 stream, and texts that run on in continuations.

use crate::ptg::utf16;

/// Continues the record before it.
const CONTINUE: u16 = 0x003c;

/// A record: its number, its data, and the place of the record behind it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    pub(crate) kind: u16,
    pub(crate) data: &'a [u8],
    pub(crate) next: usize,
}

/// The record at a place of the stream; `None` at its end.
pub(crate) fn record(stream: &[u8], at: usize) -> Option<Record<'_>> {
    let head = stream.get(at..at.checked_add(4)?)?;
    let kind = u16::from_le_bytes([head[0], head[1]]);
    let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
    let data = stream.get(at + 4..at + 4 + length)?;
    Some(Record {
        kind,
        data,
        next: at + 4 + length,
    })
}

/// All records from a place on.
pub(crate) fn records(stream: &[u8], from: usize) -> impl Iterator<Item = Record<'_>> {
    let mut at = from;
    std::iter::from_fn(move || {
        let found = record(stream, at)?;
        at = found.next;
        Some(found)
    })
}

/// The data of a record and of the records that continue it.
pub(crate) fn with_continuations<'a>(stream: &'a [u8], first: Record<'a>) -> Vec<&'a [u8]> {
    let mut pieces = vec![first.data];
    for more in records(stream, first.next) {
        if more.kind != CONTINUE {
            break;
        }
        pieces.push(more.data);
    }
    pieces
}

/// Reads texts across continuations: where a text is cut, the rest begins with a new byte for its width.
pub(crate) struct Pieces<'a> {
    all: Vec<&'a [u8]>,
    at: usize,
    rest: &'a [u8],
}

impl<'a> Pieces<'a> {
    pub(crate) fn new(pieces: Vec<&'a [u8]>) -> Self {
        let rest = pieces.first().copied().unwrap_or_default();
        Self {
            all: pieces,
            at: 0,
            rest,
        }
    }

    fn turn(&mut self) -> Option<()> {
        self.at += 1;
        self.rest = self.all.get(self.at)?;
        Some(())
    }

    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let mut out = [0; N];
        for byte in &mut out {
            while self.rest.is_empty() {
                self.turn()?;
            }
            (*byte, self.rest) = (self.rest[0], &self.rest[1..]);
        }
        Some(out)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.bytes().map(u32::from_le_bytes)
    }

    fn u16(&mut self) -> Option<u16> {
        self.bytes().map(u16::from_le_bytes)
    }

    fn skip(&mut self, mut n: usize) -> Option<()> {
        while n > 0 {
            if self.rest.is_empty() {
                self.turn()?;
            }
            let here = n.min(self.rest.len());
            self.rest = &self.rest[here..];
            n -= here;
        }
        Some(())
    }

    /// A text of the shared table, and whether it has formats inside.
    pub(crate) fn rich_text(&mut self) -> Option<(String, bool)> {
        let units = usize::from(self.u16()?);
        let [flags] = self.bytes()?;
        let runs = if flags & 8 != 0 {
            usize::from(self.u16()?)
        } else {
            0
        };
        let more = if flags & 4 != 0 {
            self.u32()? as usize
        } else {
            0
        };
        let mut wide = flags & 1 != 0;
        let mut text = String::new();
        let mut left = units;
        while left > 0 {
            if self.rest.is_empty() {
                self.turn()?;
                let [flags] = self.bytes()?;
                wide = flags & 1 != 0;
                continue;
            }
            let size = if wide { 2 } else { 1 };
            let here = left.min(self.rest.len() / size);
            if here == 0 {
                // Half a character at the end of a piece: not as any program writes it.
                return None;
            }
            let (head, tail) = self.rest.split_at(here * size);
            if wide {
                text.push_str(&utf16(head));
            } else {
                text.extend(head.iter().map(|b| char::from(*b)));
            }
            self.rest = tail;
            left -= here;
        }
        self.skip(runs * 4)?;
        self.skip(more)?;
        Some((text, runs > 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_run_on() {
        let first = [3, 0, 0, b'a'];
        let second = [1, 0xe4, 0, b'c', 0, 1, 0, 8, 2, 0, b'x', 9, 9, 9, 9];
        let third = [9, 9, 9, 9];
        let mut pieces = Pieces::new(vec![&first, &second, &third]);
        assert_eq!(pieces.rich_text(), Some(("aäc".into(), false)));
        assert_eq!(pieces.rich_text(), Some(("x".into(), true)));
        assert_eq!(pieces.rich_text(), None);
    }
}
