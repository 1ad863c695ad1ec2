//! A session as its room knows it.

use super::outbox::Outbox;
use super::room::Join;
use super::wire::{self, Notice, Origin, Person};
use crate::auth::Access;
use crate::calculation::View;

/// Somebody in the room, through one socket.
#[derive(Debug)]
pub(super) struct Member {
    pub access: Access,
    pub person: Person,
    /// C3: understands more than the standard messages.
    pub ours: bool,
    pub outbox: Outbox,
    /// Client ids that it brought and that are not stored.
    pub ids: u32,
    /// G4: whether our sync step 1 is still to be answered.
    pub answering: bool,
    /// Updates dropped since then because what comes before them is in that answer.
    pub gaps: u32,
    /// V1: what it has on screen.
    pub view: Option<View>,
}

impl Member {
    pub(super) fn new(join: &Join, person: Person) -> Self {
        Self {
            access: join.access.clone(),
            person,
            ours: join.hello.ours,
            outbox: join.outbox.clone(),
            ids: 0,
            answering: true,
            gaps: 0,
            view: None,
        }
    }

    /// G1. The answer to our sync step 1 is no attempt to write unless it brings something.
    pub(super) fn say_read_only(&self, update: &[u8], origin: Origin) {
        if origin == Origin::Live || update.first().is_some_and(|structs| *structs != 0) {
            self.outbox.push(if self.ours {
                Notice {
                    code: "read-only",
                    role: None,
                }
                .frame()
            } else {
                wire::permission_denied("read-only")
            });
        }
    }
}
