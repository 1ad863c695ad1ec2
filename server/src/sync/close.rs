//! Why a session ends: websocket close codes with the words that go with them.

use std::borrow::Cow;

/// The end of a session, as its client is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Close {
    /// Websocket close code.
    pub code: u16,
    /// One word that programs can rely on.
    pub reason: Cow<'static, str>,
}

impl Close {
    const fn of(code: u16, reason: &'static str) -> Self {
        Self {
            code,
            reason: Cow::Borrowed(reason),
        }
    }

    /// The client went, or the server stops.
    pub const GONE: Self = Self::of(1001, "going-away");
    /// F1: no frame of this protocol.
    pub const MALFORMED: Self = Self::of(4400, "malformed");
    /// S3: the user has signed out, or the token was revoked.
    pub const SIGNED_OUT: Self = Self::of(4401, "signed-out");
    /// S3: the access that the session came with has ended.
    pub const REVOKED: Self = Self::of(4403, "revoked");
    /// C6: nothing was heard for too long.
    pub const TIMEOUT: Self = Self::of(4408, "timeout");
    /// C2: the client holds a document of another epoch.
    pub const EPOCH: Self = Self::of(4409, "epoch");
    /// F2: a frame larger than allowed.
    pub const TOO_LARGE: Self = Self::of(4413, "too-large");
    /// S1: the client reads too slowly; reconnecting heals.
    pub const RESYNC: Self = Self::of(4429, "resync");
    /// C7: as many sessions, or workbooks, as the server takes.
    pub const FULL: Self = Self::of(4430, "full");
    /// D5: the log could not be written; reconnecting heals.
    pub const RETRY: Self = Self::of(4503, "retry");

    /// G2: an update that the gate refused, by the refusal's name.
    pub fn refused(name: &'static str) -> Self {
        Self::of(4422, name)
    }
}
