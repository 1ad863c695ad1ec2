//! Defined names: what they stand for, and which formulas use them.

use std::sync::Arc;

use daylight_model::{Formula, SheetId};
use rustc_hash::FxHashMap;

use crate::narrow;

/// A defined name.
#[derive(Clone, Debug, PartialEq)]
pub struct NameDef {
    /// The name as people write it.
    pub name: Arc<str>,
    /// The sheet on which alone it is known; `None`: the whole workbook.
    pub scope: Option<SheetId>,
    /// What it stands for. References that name no sheet mean the sheet of the scope,
    /// or else the sheet of the formula that uses the name.
    pub formula: Arc<Formula>,
}

/// A formula that uses a name, at one of its bindings.
pub(crate) type User = (u32, u32);

struct Name {
    id: Arc<str>,
    def: Option<NameDef>,
    users: Vec<User>,
}

/// All names ever defined or referred to.
#[derive(Default)]
pub(crate) struct Names {
    known: Vec<Name>,
    by_id: FxHashMap<Arc<str>, u32>,
    /// Lower-case text → names so called.
    by_text: FxHashMap<String, Vec<u32>>,
    /// Lower-case text in formulas that no name's id stands for → the formulas.
    by_text_users: FxHashMap<String, Vec<User>>,
}

impl Names {
    /// The number of a name, given out when it is new.
    pub(crate) fn intern(&mut self, id: &Arc<str>) -> u32 {
        if let Some(n) = self.by_id.get(id) {
            return *n;
        }
        let n = narrow(self.known.len());
        self.known.push(Name {
            id: id.clone(),
            def: None,
            users: vec![],
        });
        self.by_id.insert(id.clone(), n);
        n
    }

    /// The number of a name that was seen before.
    pub(crate) fn find_id(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    pub(crate) fn id(&self, n: u32) -> &Arc<str> {
        &self.known[n as usize].id
    }

    pub(crate) fn def(&self, n: u32) -> Option<&NameDef> {
        self.known[n as usize].def.as_ref()
    }

    /// The name that a text means on a sheet: the sheet's own before the workbook's.
    pub(crate) fn find(&self, text: &str, sheet: &SheetId) -> Option<u32> {
        let named = self.by_text.get(&text.to_lowercase())?;
        let scope = |n: &&u32| self.def(**n).map(|d| d.scope.as_ref());
        let of_sheet = named.iter().find(|n| scope(n) == Some(Some(sheet)));
        of_sheet
            .or_else(|| named.iter().find(|n| scope(n) == Some(None)))
            .copied()
    }

    /// Notes that a formula uses a name.
    pub(crate) fn add_user(&mut self, n: u32, user: User) {
        self.known[n as usize].users.push(user);
    }

    /// Notes that a formula contains a text that may be a name some day.
    pub(crate) fn add_text_user(&mut self, text: &str, user: User) {
        let users = self.by_text_users.entry(text.to_lowercase()).or_default();
        users.push(user);
    }

    /// Defines or removes a name and returns the formulas that this concerns.
    pub(crate) fn define(&mut self, n: u32, def: Option<NameDef>) -> Vec<User> {
        let mut users = std::mem::take(&mut self.known[n as usize].users);
        if self.def(n) == def.as_ref() {
            self.known[n as usize].users = users;
            return vec![];
        }
        let old = std::mem::replace(&mut self.known[n as usize].def, def);
        if let Some(old) = old {
            let text = old.name.to_lowercase();
            if let Some(named) = self.by_text.get_mut(&text) {
                named.retain(|m| *m != n);
            }
            users.append(&mut self.by_text_users.remove(&text).unwrap_or_default());
        }
        if let Some(new) = self.known[n as usize].def.as_ref() {
            let text = new.name.to_lowercase();
            users.append(&mut self.by_text_users.remove(&text).unwrap_or_default());
            self.by_text.entry(text).or_default().push(n);
        }
        users
    }

    /// Forgets users that `keep` does not know any more.
    pub(crate) fn retain_users(&mut self, keep: impl Fn(User) -> bool) {
        for name in &mut self.known {
            name.users.retain(|u| keep(*u));
        }
        for users in self.by_text_users.values_mut() {
            users.retain(|u| keep(*u));
        }
    }
}
