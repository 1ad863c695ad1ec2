//! Interned text: equal texts are stored once, and freed when no cell holds them.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::narrow;

/// An interned text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct TextId(pub u32);

struct Entry {
    text: Arc<str>,
    holders: u32,
}

/// All texts that cells hold, with the number of cells that hold each.
#[derive(Default)]
pub(crate) struct Texts {
    entries: Vec<Entry>,
    ids: FxHashMap<Arc<str>, TextId>,
    free: Vec<TextId>,
}

impl Texts {
    pub(crate) fn get(&self, id: TextId) -> &Arc<str> {
        &self.entries[id.0 as usize].text
    }

    /// The id of a text, held once more.
    pub(crate) fn hold(&mut self, text: &Arc<str>) -> TextId {
        if let Some(id) = self.ids.get(text) {
            self.entries[id.0 as usize].holders += 1;
            return *id;
        }
        let entry = Entry {
            text: text.clone(),
            holders: 1,
        };
        let id = if let Some(id) = self.free.pop() {
            self.entries[id.0 as usize] = entry;
            id
        } else {
            self.entries.push(entry);
            TextId(narrow(self.entries.len() - 1))
        };
        self.ids.insert(text.clone(), id);
        id
    }

    /// Holds a text once less.
    pub(crate) fn release(&mut self, id: TextId) {
        let entry = &mut self.entries[id.0 as usize];
        entry.holders -= 1;
        if entry.holders == 0 {
            let text = std::mem::replace(&mut entry.text, Arc::from(""));
            self.ids.remove(&text);
            self.free.push(id);
        }
    }

    /// Number of different texts held.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_shared_and_freed() {
        let mut texts = Texts::default();
        let a = texts.hold(&"alpha".into());
        let b = texts.hold(&"beta".into());
        assert_eq!(texts.hold(&"alpha".into()), a);
        assert_ne!(a, b);
        texts.release(a);
        assert_eq!(&**texts.get(a), "alpha");
        texts.release(a);
        assert_eq!(texts.len(), 1);
        let c = texts.hold(&"gamma".into());
        assert_eq!((&**texts.get(c), &**texts.get(b)), ("gamma", "beta"));
    }
}
