//! Whose a Yjs client id is (SPEC.md, G3): its first user's, for ever.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::ids::UserId;

/// Ids below are the server's.
const FIRST_FREE: u64 = 1024;
/// Ids above are not what Yjs draws.
const LAST: u64 = u32::MAX as u64;
/// Client ids that one session may show without ever changing anything with them.
const MOST_SHOWN: u32 = 64;

/// All client ids known in a room.
#[derive(Debug)]
pub(super) struct Bindings(HashMap<u64, Binding>);

#[derive(Debug, Clone, Copy)]
struct Binding {
    user: UserId,
    stored: bool,
}

impl Bindings {
    /// As the database has them.
    pub(super) fn new(stored: Vec<(u64, UserId)>) -> Self {
        Self(
            stored
                .into_iter()
                .map(|(client, user)| (client, Binding { user, stored: true }))
                .collect(),
        )
    }

    /// Whether a user may write as this client.
    pub(super) fn may_use(&self, client: u64, user: UserId) -> bool {
        (FIRST_FREE..=LAST).contains(&client)
            && self
                .0
                .get(&client)
                .is_none_or(|binding| binding.user == user)
    }

    /// Binds the clients of an admitted change; says which of them are to be stored with it.
    pub(super) fn bind(
        &mut self,
        clients: impl IntoIterator<Item = u64>,
        user: UserId,
    ) -> Vec<(u64, UserId)> {
        let mut fresh = Vec::new();
        for client in clients
            .into_iter()
            .filter(|client| (FIRST_FREE..=LAST).contains(client))
        {
            let binding = self.0.entry(client).or_insert(Binding {
                user,
                stored: false,
            });
            if !binding.stored && binding.user == user {
                binding.stored = true;
                fresh.push((client, user));
            }
        }
        fresh
    }

    /// Whether a user may show presence as this client, which binds it in memory.
    pub(super) fn try_show(&mut self, client: u64, user: UserId, shown: &mut u32) -> bool {
        if !self.may_use(client, user) {
            return false;
        }
        if let Entry::Vacant(free) = self.0.entry(client) {
            if *shown >= MOST_SHOWN {
                return false;
            }
            *shown += 1;
            free.insert(Binding {
                user,
                stored: false,
            });
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g3_a_client_id_belongs_to_its_first_user() {
        let (anna, ben) = (UserId(1), UserId(2));
        let mut bindings = Bindings::new(vec![(5000, anna)]);
        assert!(bindings.may_use(5000, anna));
        assert!(!bindings.may_use(5000, ben));
        assert!(!bindings.may_use(1, anna), "the server's own");
        assert!(!bindings.may_use(1 << 33, anna), "no 32-bit id");
        assert_eq!(bindings.bind([5000, 6000], anna), [(6000, anna)]);
        assert!(!bindings.may_use(6000, ben));
        assert!(bindings.bind([6000], anna).is_empty());
    }

    #[test]
    fn p2_presence_binds_and_is_bounded() {
        let (anna, ben) = (UserId(1), UserId(2));
        let mut bindings = Bindings::new(Vec::new());
        let mut shown = 0;
        assert!(bindings.try_show(2000, anna, &mut shown));
        assert!(!bindings.try_show(2000, ben, &mut 0));
        assert_eq!(
            bindings.bind([2000], anna),
            [(2000, anna)],
            "stored with the first change"
        );
        for client in 3000..4000 {
            bindings.try_show(client, anna, &mut shown);
        }
        assert_eq!(shown, MOST_SHOWN);
    }
}
