//! Who is in the room and what they show of themselves (SPEC.md, P): in memory only.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use serde_json::{Map, Value};

use super::SessionId;
use super::wire::{self, AwarenessEntry, Person};

/// Colours to tell people apart.
const COLORS: u8 = 12;

/// Awareness states of everybody in the room, and those that changed since they were last sent.
#[derive(Debug, Default)]
pub(super) struct Presence {
    states: BTreeMap<u64, Shown>,
    dirty: BTreeSet<u64>,
    left: Vec<AwarenessEntry>,
}

#[derive(Debug)]
struct Shown {
    session: SessionId,
    entry: AwarenessEntry,
}

/// Why a presence state is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadPresence {
    /// It is no JSON object.
    Malformed,
    /// It is larger than allowed.
    TooLarge,
}

impl Presence {
    /// Takes a state that `session` sent for a client id of its own, stamped with who they are.
    pub(super) fn set(
        &mut self,
        session: SessionId,
        person: &Person,
        mut entry: AwarenessEntry,
        most_bytes: usize,
    ) -> Result<(), BadPresence> {
        if let Some(known) = self.states.get(&entry.client) {
            let newer = entry.clock > known.entry.clock
                || (entry.clock == known.entry.clock && entry.state.is_none());
            if !newer && known.session == session {
                return Ok(());
            }
        }
        let client = entry.client;
        match entry.state.take() {
            Some(state) if state.len() > most_bytes => return Err(BadPresence::TooLarge),
            Some(state) => {
                entry.state = Some(stamped(&state, person).ok_or(BadPresence::Malformed)?);
                self.states.insert(client, Shown { session, entry });
                self.dirty.insert(client);
            }
            None => {
                if self.states.remove(&client).is_some() {
                    self.dirty.remove(&client);
                    self.left.push(entry);
                }
            }
        }
        Ok(())
    }

    /// P4: takes the states of a session that ended away.
    pub(super) fn leave(&mut self, session: SessionId) {
        let gone: Vec<u64> = self
            .states
            .iter()
            .filter(|(_, s)| s.session == session)
            .map(|(c, _)| *c)
            .collect();
        for client in gone {
            self.dirty.remove(&client);
            if let Some(shown) = self.states.remove(&client) {
                self.left.push(AwarenessEntry {
                    state: None,
                    ..shown.entry
                });
            }
        }
    }

    /// Whether there is anything to send.
    pub(super) fn is_dirty(&self) -> bool {
        !self.dirty.is_empty() || !self.left.is_empty()
    }

    /// One frame with all that changed since the last one.
    pub(super) fn changes(&mut self) -> Option<Bytes> {
        if !self.is_dirty() {
            return None;
        }
        let left = std::mem::take(&mut self.left);
        let dirty = std::mem::take(&mut self.dirty);
        let now = dirty
            .iter()
            .filter_map(|client| self.states.get(client))
            .map(|shown| &shown.entry);
        let entries: Vec<&AwarenessEntry> = left.iter().chain(now).collect();
        Some(wire::awareness(entries.into_iter()))
    }

    /// One frame with everybody's state, `None` when there is none.
    pub(super) fn all(&self) -> Option<Bytes> {
        if self.states.is_empty() {
            return None;
        }
        Some(wire::awareness(
            self.states.values().map(|shown| &shown.entry),
        ))
    }
}

/// The state with `user` as the server knows them.
fn stamped(state: &str, person: &Person) -> Option<String> {
    let mut state: Map<String, Value> = serde_json::from_str(state).ok()?;
    state.insert("user".to_owned(), serde_json::to_value(person).ok()?);
    serde_json::to_string(&state).ok()
}

/// A colour that nobody in the room has yet, if there is one; else the one that the user's id leads to.
pub(super) fn color(user: i64, taken: impl Fn(u8) -> bool) -> u8 {
    let first = u8::try_from(user.rem_euclid(i64::from(COLORS))).unwrap_or(0);
    (0..COLORS)
        .map(|step| (first + step) % COLORS + 1)
        .find(|color| !taken(*color))
        .unwrap_or(first + 1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::auth::UserKind;
    use crate::ids::UserId;

    fn anna() -> Person {
        Person {
            id: UserId(1),
            name: "Anna".into(),
            kind: UserKind::Person,
            color: 3,
        }
    }

    fn entry(clock: u32, state: Option<&str>) -> AwarenessEntry {
        AwarenessEntry {
            client: 5000,
            clock,
            state: state.map(str::to_owned),
        }
    }

    #[test]
    fn p2_the_user_is_stamped() {
        let mut presence = Presence::default();
        let forged = r#"{"user":{"name":"Boss"},"cell":"B7"}"#;
        presence
            .set(SessionId(1), &anna(), entry(1, Some(forged)), 4096)
            .unwrap();
        let state = presence.states[&5000].entry.state.clone().unwrap();
        let state: Value = serde_json::from_str(&state).unwrap();
        assert_eq!(state["user"]["name"], "Anna");
        assert_eq!(state["user"]["color"], 3);
        assert_eq!(state["cell"], "B7");
    }

    #[test]
    fn p3_states_are_bounded_and_coalesced() {
        let mut presence = Presence::default();
        let big = format!(r#"{{"x":"{}"}}"#, "y".repeat(5000));
        assert_eq!(
            presence.set(SessionId(1), &anna(), entry(1, Some(&big)), 4096),
            Err(BadPresence::TooLarge)
        );
        assert_eq!(
            presence.set(SessionId(1), &anna(), entry(1, Some("7")), 4096),
            Err(BadPresence::Malformed)
        );
        for clock in 1..9 {
            presence
                .set(SessionId(1), &anna(), entry(clock, Some("{}")), 4096)
                .unwrap();
        }
        let frame = presence.changes().unwrap();
        assert!(frame.len() < 120, "one state only");
        assert!(presence.changes().is_none());
    }

    #[test]
    fn p4_a_session_that_ends_is_removed_for_all() {
        let mut presence = Presence::default();
        presence
            .set(SessionId(1), &anna(), entry(1, Some("{}")), 4096)
            .unwrap();
        presence.changes();
        presence.leave(SessionId(1));
        let frame = presence.changes().unwrap();
        assert!(frame.ends_with(b"null"));
        assert!(presence.all().is_none());
    }

    #[test]
    fn colours_differ_as_long_as_they_can() {
        assert_eq!(color(0, |_| false), 1);
        assert_eq!(color(0, |c| c == 1), 2);
        assert_eq!(color(11, |c| c == 12), 1);
        assert_eq!(color(5, |_| true), 6);
    }
}
