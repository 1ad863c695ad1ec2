//! Why an update is refused, and the limits it is held to.

use crate::{form::FormError, key::Root};

/// What an update may be at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateLimits {
    /// Bytes of the update.
    pub bytes: usize,
    /// Structs in it.
    pub structs: usize,
    /// Client ids in it.
    pub clients: usize,
    /// Ranges of its delete set.
    pub deletes: usize,
    /// Bytes of one string.
    pub text: usize,
    /// Items of one array or map.
    pub items: usize,
}

impl Default for GateLimits {
    fn default() -> Self {
        Self {
            bytes: 4 << 20,
            structs: 200_000,
            clients: 10_000,
            deletes: 1_000_000,
            text: 3 * crate::content::MAX_TEXT,
            items: 2 * crate::axis::MAX_SPANS + 3,
        }
    }
}

impl GateLimits {
    /// Limits for bytes that this server wrote itself.
    pub(crate) const TRUSTED: Self = Self {
        bytes: usize::MAX,
        structs: usize::MAX,
        clients: usize::MAX,
        deletes: usize::MAX,
        text: usize::MAX,
        items: usize::MAX,
    };
}

/// Why the gate refuses an update. [`Refusal::name`] is stable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// More bytes than allowed.
    #[error("an update of {bytes} bytes")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// It ends in the middle.
    #[error("the update ends early")]
    Truncated,
    /// Bytes after its end.
    #[error("bytes after the end of the update")]
    Trailing,
    /// A number that does not fit or is not finite.
    #[error("a number out of range")]
    Number,
    /// A string that is not UTF-8.
    #[error("a string that is not UTF-8")]
    Utf8,
    /// A string over the limit.
    #[error("a string over the limit")]
    TextTooLong,
    /// An array or map over the limit.
    #[error("an array or map over the limit")]
    TooManyItems,
    /// More structs than allowed.
    #[error("too many structs")]
    TooManyStructs,
    /// More clients than allowed.
    #[error("too many clients")]
    TooManyClients,
    /// More deletions than allowed.
    #[error("too many deletions")]
    TooManyDeletes,
    /// A value inside a value.
    #[error("a nested value")]
    Nested,
    /// A value that is no JSON scalar.
    #[error("a value of type {tag}")]
    ValueType {
        /// Its lib0 tag.
        tag: u8,
    },
    /// A content other than a value or a tombstone.
    #[error("content of kind {kind}")]
    Content {
        /// The kind's number.
        kind: u8,
    },
    /// A struct without length.
    #[error("a struct without length")]
    Empty,
    /// A client's structs come in two places.
    #[error("client {client} comes twice")]
    RepeatedClient {
        /// The client id.
        client: u64,
    },
    /// A client id that nobody may use.
    #[error("client id {client} is not for clients")]
    ClientId {
        /// The client id.
        client: u64,
    },
    /// A client id of somebody else.
    #[error("client {client} belongs to somebody else")]
    ForeignClient {
        /// The client id.
        client: u64,
    },
    /// A clock that does not continue what is known.
    #[error("client {client} continues at {clock}, {known} is known")]
    Gap {
        /// The client id.
        client: u64,
        /// Its clock.
        clock: u32,
        /// What is known.
        known: u32,
    },
    /// A placeholder for what is missing.
    #[error("a skip")]
    Skip,
    /// A clock beyond 2^31.
    #[error("a clock or length beyond 2^31")]
    ClockOverflow,
    /// An origin that is unknown or depends on itself.
    #[error("client {client} refers to what is unknown")]
    UnknownOrigin {
        /// Whose struct refers.
        client: u64,
    },
    /// A right neighbour, which entries of a map never have.
    #[error("a right origin")]
    RightOrigin,
    /// A struct outside every entry.
    #[error("a struct that belongs to no entry")]
    NoEntry,
    /// A parent that is no root map.
    #[error("a parent that is no root map")]
    Parent,
    /// A root map that does not exist.
    #[error("unknown root {root:?}")]
    UnknownRoot {
        /// Its name.
        root: String,
    },
    /// A key that has not its root's form.
    #[error("{root} has no key {key:?}")]
    Key {
        /// The root.
        root: Root,
        /// The key.
        key: String,
    },
    /// A value that has not its key's form.
    #[error("{root} {key:?}: {source}")]
    Value {
        /// The root.
        root: Root,
        /// The key.
        key: String,
        /// What is wrong.
        source: FormError,
    },
    /// An entry that only the server writes.
    #[error("only the server writes {root} {key:?}")]
    ServerOnly {
        /// The root.
        root: Root,
        /// The key.
        key: String,
    },
    /// A deletion of what does not exist yet.
    #[error("a deletion of client {client} reaches to {end}")]
    FutureDelete {
        /// The client id.
        client: u64,
        /// Where it ends.
        end: u64,
    },
}

impl Refusal {
    /// A stable name, short enough for a close reason.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too-large",
            Self::Truncated => "truncated",
            Self::Trailing => "trailing",
            Self::Number => "number",
            Self::Utf8 => "utf8",
            Self::TextTooLong => "text-too-long",
            Self::TooManyItems => "too-many-items",
            Self::TooManyStructs => "too-many-structs",
            Self::TooManyClients => "too-many-clients",
            Self::TooManyDeletes => "too-many-deletes",
            Self::Nested => "nested",
            Self::ValueType { .. } => "value-type",
            Self::Content { .. } => "content",
            Self::Empty => "empty-struct",
            Self::RepeatedClient { .. } => "repeated-client",
            Self::ClientId { .. } => "client-id",
            Self::ForeignClient { .. } => "foreign-client",
            Self::Gap { .. } => "gap",
            Self::Skip => "skip",
            Self::ClockOverflow => "clock-overflow",
            Self::UnknownOrigin { .. } => "unknown-origin",
            Self::RightOrigin => "right-origin",
            Self::NoEntry => "no-entry",
            Self::Parent => "parent",
            Self::UnknownRoot { .. } => "unknown-root",
            Self::Key { .. } => "key",
            Self::Value { .. } => "value",
            Self::ServerOnly { .. } => "server-only",
            Self::FutureDelete { .. } => "future-delete",
        }
    }
}
