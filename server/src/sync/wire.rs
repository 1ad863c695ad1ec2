//! The bytes on the wire (SPEC.md, F): lib0's variable-length integers, one message a frame.

use bytes::Bytes;
use serde::Serialize;

use crate::auth::{Role, User, UserKind};
use crate::calculation::{Values, View};
use crate::ids::{Seq, UserId, WorkbookId};

const SYNC: u64 = 0;
const AWARENESS: u64 = 1;
const AUTH: u64 = 2;
const QUERY_AWARENESS: u64 = 3;
const WELCOME: u8 = 100;
const ACK: u8 = 101;
const VALUES: u8 = 102;
const NOTICE: u8 = 103;
const VIEW: u64 = 104;

const STEP_1: u64 = 0;
const STEP_2: u64 = 1;
const UPDATE: u64 = 2;

/// A binary frame whose size is within the limit.
#[derive(Debug)]
pub(super) struct Frame(Bytes);

/// The frame is larger than allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLarge;

impl Frame {
    /// Takes what a socket received.
    pub(super) fn new(bytes: Bytes, limit: usize) -> Result<Self, TooLarge> {
        if bytes.len() > limit {
            Err(TooLarge)
        } else {
            Ok(Self(bytes))
        }
    }

    /// Bytes it came with.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// How an update reached us: it makes a difference to viewers and to gaps only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The answer to our sync step 1.
    Step2,
    /// An edit as it happens.
    Live,
}

/// What a client says.
#[derive(Debug)]
pub(super) enum ClientMessage {
    /// Sync step 1: the state vector of what it has.
    Step1(Bytes),
    /// A Yjs v1 update, not yet looked at.
    Update { bytes: Bytes, origin: Origin },
    /// Presence states of its own.
    Awareness(Vec<AwarenessEntry>),
    /// Asks for everybody's presence.
    QueryAwareness,
    /// What it has on screen.
    View(Option<View>),
}

/// One client's presence as it travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AwarenessEntry {
    /// Yjs client id.
    pub client: u64,
    /// Grows with every state of that client.
    pub clock: u32,
    /// JSON; `None` where it has left.
    pub state: Option<String>,
}

/// The frame is no message (F1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("malformed frame")]
pub(super) struct Malformed;

impl ClientMessage {
    /// Reads one frame; nothing may be left over.
    pub(super) fn decode(frame: &Frame) -> Result<Self, Malformed> {
        let mut input = Input {
            bytes: &frame.0,
            at: 0,
        };
        let message = match input.var()? {
            SYNC => match input.var()? {
                STEP_1 => Self::Step1(input.block()?),
                STEP_2 => Self::Update {
                    bytes: input.block()?,
                    origin: Origin::Step2,
                },
                UPDATE => Self::Update {
                    bytes: input.block()?,
                    origin: Origin::Live,
                },
                _ => return Err(Malformed),
            },
            AWARENESS => Self::Awareness(awareness_entries(&input.block()?)?),
            QUERY_AWARENESS => Self::QueryAwareness,
            VIEW => Self::View(serde_json::from_slice(input.rest()).map_err(|_| Malformed)?),
            _ => return Err(Malformed),
        };
        if input.at == input.bytes.len() {
            Ok(message)
        } else {
            Err(Malformed)
        }
    }
}

/// Entries of one awareness message. Bounded by its bytes: an entry takes three at least.
fn awareness_entries(bytes: &Bytes) -> Result<Vec<AwarenessEntry>, Malformed> {
    let mut input = Input { bytes, at: 0 };
    let count = input.var()?;
    let mut entries = Vec::new();
    for _ in 0..count {
        let client = input.var()?;
        let clock = u32::try_from(input.var()?).map_err(|_| Malformed)?;
        let state = input.block()?;
        let state = std::str::from_utf8(&state).map_err(|_| Malformed)?;
        let state = (state != "null").then(|| state.to_owned());
        entries.push(AwarenessEntry {
            client,
            clock,
            state,
        });
    }
    if input.at == bytes.len() {
        Ok(entries)
    } else {
        Err(Malformed)
    }
}

struct Input<'a> {
    bytes: &'a Bytes,
    at: usize,
}

impl<'a> Input<'a> {
    fn var(&mut self) -> Result<u64, Malformed> {
        let mut value = 0_u64;
        for shift in (0..=49).step_by(7) {
            let byte = *self.bytes.get(self.at).ok_or(Malformed)?;
            self.at += 1;
            value |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return if value < 1 << 53 {
                    Ok(value)
                } else {
                    Err(Malformed)
                };
            }
        }
        Err(Malformed)
    }

    fn block(&mut self) -> Result<Bytes, Malformed> {
        let length = usize::try_from(self.var()?).map_err(|_| Malformed)?;
        let end = self
            .at
            .checked_add(length)
            .filter(|end| *end <= self.bytes.len())
            .ok_or(Malformed)?;
        let block = self.bytes.slice(self.at..end);
        self.at = end;
        Ok(block)
    }

    fn rest(&mut self) -> &'a [u8] {
        let from = std::mem::replace(&mut self.at, self.bytes.len());
        &self.bytes[from..]
    }
}

fn put_var(out: &mut Vec<u8>, mut value: u64) {
    while value >= 128 {
        out.push(u8::try_from(value & 127).unwrap_or(0) | 128);
        value >>= 7;
    }
    out.push(u8::try_from(value).unwrap_or(0));
}

fn put_block(out: &mut Vec<u8>, block: &[u8]) {
    put_var(out, block.len() as u64);
    out.extend_from_slice(block);
}

fn sync_frame(kind: u64, payload: &[u8]) -> Bytes {
    let mut out = Vec::with_capacity(payload.len() + 8);
    put_var(&mut out, SYNC);
    put_var(&mut out, kind);
    put_block(&mut out, payload);
    out.into()
}

/// Sync step 1: our state vector.
pub(super) fn step_1(state_vector: &[u8]) -> Bytes {
    sync_frame(STEP_1, state_vector)
}

/// Sync step 2: what the client lacks.
pub(super) fn step_2(update: &[u8]) -> Bytes {
    sync_frame(STEP_2, update)
}

/// An update for everybody.
pub(super) fn update(update: &[u8]) -> Bytes {
    sync_frame(UPDATE, update)
}

/// Presence states.
pub(super) fn awareness<'a>(entries: impl ExactSizeIterator<Item = &'a AwarenessEntry>) -> Bytes {
    let mut block = Vec::new();
    put_var(&mut block, entries.len() as u64);
    for entry in entries {
        put_var(&mut block, entry.client);
        put_var(&mut block, u64::from(entry.clock));
        put_block(
            &mut block,
            entry.state.as_deref().unwrap_or("null").as_bytes(),
        );
    }
    let mut out = Vec::with_capacity(block.len() + 8);
    put_var(&mut out, AWARENESS);
    put_block(&mut out, &block);
    out.into()
}

/// Tells a standard client that it may not do this.
pub(super) fn permission_denied(reason: &str) -> Bytes {
    let mut out = Vec::with_capacity(reason.len() + 8);
    put_var(&mut out, AUTH);
    put_var(&mut out, 0);
    put_block(&mut out, reason.as_bytes());
    out.into()
}

/// Who somebody is, as others in the room see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Person {
    /// Their user id.
    pub id: UserId,
    /// The name they go by.
    pub name: String,
    /// Person, guest or program.
    pub kind: UserKind,
    /// 1 to 12, distinct within a workbook as long as that is possible.
    pub color: u8,
}

impl Person {
    pub(super) fn new(user: &User, color: u8) -> Self {
        Self {
            id: user.id,
            name: user.name.clone(),
            kind: user.kind,
            color,
        }
    }
}

/// Frame 100.
#[derive(Debug, Serialize)]
pub(super) struct Welcome<'a> {
    pub workbook: WorkbookId,
    pub epoch: u32,
    pub seq: Seq,
    pub role: Role,
    pub user: &'a Person,
    pub clients: usize,
}

/// Frame 101.
#[derive(Debug, Serialize)]
pub(super) struct Ack<'a> {
    pub seq: Seq,
    pub clocks: &'a [(u64, u32)],
}

/// Frame 103.
#[derive(Debug, Serialize)]
pub(super) struct Notice<'a> {
    pub code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

fn json_frame(kind: u8, payload: &impl Serialize) -> Bytes {
    let mut out = vec![kind];
    // Writing plain data into a vector cannot fail; a frame without payload would be the consequence.
    if serde_json::to_writer(&mut out, payload).is_err() {
        out.truncate(1);
    }
    out.into()
}

impl Welcome<'_> {
    pub(super) fn frame(&self) -> Bytes {
        json_frame(WELCOME, self)
    }
}

impl Ack<'_> {
    pub(super) fn frame(&self) -> Bytes {
        json_frame(ACK, self)
    }
}

/// Frame 102.
pub(super) fn values(values: &Values) -> Bytes {
    json_frame(VALUES, values)
}

impl Notice<'_> {
    pub(super) fn frame(&self) -> Bytes {
        json_frame(NOTICE, self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn decode(bytes: &[u8]) -> Result<ClientMessage, Malformed> {
        ClientMessage::decode(&Frame::new(Bytes::copy_from_slice(bytes), 1 << 20).unwrap())
    }

    #[test]
    fn f3_standard_messages_are_read() {
        assert!(matches!(decode(&[0, 0, 1, 0]), Ok(ClientMessage::Step1(sv)) if *sv == [0]));
        assert!(matches!(
            decode(&[0, 2, 2, 0, 0]),
            Ok(ClientMessage::Update { bytes, origin: Origin::Live }) if *bytes == [0, 0]
        ));
        assert!(matches!(decode(&[3]), Ok(ClientMessage::QueryAwareness)));
        let entries = [AwarenessEntry {
            client: 5000,
            clock: 7,
            state: Some(r#"{"a":1}"#.into()),
        }];
        let read = decode(&awareness(entries.iter()));
        assert!(matches!(read, Ok(ClientMessage::Awareness(read)) if read == entries));
    }

    #[test]
    fn f4_a_view_is_read_and_null_is_none() {
        let mut bytes = vec![104];
        bytes.extend_from_slice(br#"{"sheet":"1","rows":[0,9],"cols":[0,3]}"#);
        assert!(
            matches!(decode(&bytes), Ok(ClientMessage::View(Some(view))) if view.rows == [0, 9])
        );
        assert!(matches!(decode(b"hnull"), Ok(ClientMessage::View(None))));
    }

    #[test]
    fn f1_anything_else_is_malformed() {
        let frames: [&[u8]; 12] = [
            &[],
            &[0],
            &[0, 3, 0],
            &[0, 0, 5, 0],
            &[0, 0, 1, 0, 9],
            &[2, 0, 0],
            &[9],
            &[100, b'{', b'}'],
            &[1, 2, 1, 128],
            &[1, 6, 255, 255, 255, 255, 15, 0],
            &[255; 20],
            b"h{}",
        ];
        for bytes in frames {
            assert_eq!(decode(bytes).unwrap_err(), Malformed, "{bytes:?}");
        }
    }
}
