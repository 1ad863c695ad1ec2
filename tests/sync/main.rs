//! Live editing through real sockets. Tests carry the number of the rule of `server/src/sync/SPEC.md` that they hold.
#![allow(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    reason = "tests stop at what they did not expect"
)]

mod connect;
mod durability;
mod explain;
mod gate;
mod guests;
mod history;
mod imported;
mod marks;
mod peer;
mod presence;
mod random;
mod sessions;
mod stock;
mod values;
