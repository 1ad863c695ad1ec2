//! Live editing: sessions, rooms, presence. `SPEC.md` is the protocol. Imports: history, calculation, auth's access,
//! config, clock, db, ids, the model.
//!
//! Invariants: a room is one task that owns one document, so there is no lock around it. An edit goes one way, frame ▸
//! message ▸ admitted ▸ applied ▸ logged, each made only from the one before it; nothing is broadcast or acknowledged that
//! is not logged. Every queue is bounded; a session that cannot keep up is closed and heals by reconnecting.

mod batch;
mod bindings;
mod close;
mod member;
mod outbox;
mod presence;
mod rate;
mod registry;
mod room;
mod session;
mod snapshots;
mod task;
mod values;
mod wire;

pub use close::Close;
pub use registry::{OpenError, Rooms};
pub use room::{CellsError, Declined, EditError, Gone, Hello, Room};
pub use session::serve;
pub use wire::Person;

/// One socket, as long as the server runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u64);
