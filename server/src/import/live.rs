//! Imports under way, in memory: how far each is, and the way to stop it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::ids::ImportId;

/// How far an import is.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    pub running: bool,
    /// 0 to 1.
    pub share: f32,
    /// What is being read.
    pub what: String,
}

/// The imports that are not over.
#[derive(Debug, Clone, Default)]
pub(super) struct Live(Arc<Mutex<HashMap<ImportId, Entry>>>);

#[derive(Debug)]
struct Entry {
    progress: watch::Sender<Progress>,
    cancel: CancellationToken,
}

impl Live {
    /// Enters an import; it is out again when the guard is dropped.
    pub(super) fn enter(&self, id: ImportId) -> Guard {
        let cancel = CancellationToken::new();
        let progress = Progress {
            running: false,
            share: 0.0,
            what: "Waiting for its turn".to_owned(),
        };
        let entry = Entry {
            progress: watch::Sender::new(progress),
            cancel: cancel.clone(),
        };
        self.locked(|map| map.insert(id, entry));
        Guard {
            live: self.clone(),
            id,
            cancel,
        }
    }

    pub(super) fn progress(&self, id: ImportId) -> Option<Progress> {
        self.locked(|map| map.get(&id).map(|entry| entry.progress.borrow().clone()))
    }

    /// Waits until an import is over and recorded as such.
    pub(super) async fn over(&self, id: ImportId) {
        let told = self.locked(|map| map.get(&id).map(|entry| entry.progress.subscribe()));
        if let Some(mut told) = told {
            while told.changed().await.is_ok() {}
        }
    }

    /// Asks an import to stop; false when it is not under way.
    pub(super) fn cancel(&self, id: ImportId) -> bool {
        self.locked(|map| map.get(&id).map(|entry| entry.cancel.cancel()).is_some())
    }

    fn locked<T>(&self, work: impl FnOnce(&mut HashMap<ImportId, Entry>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The place of one import among those under way.
#[derive(Debug)]
pub(super) struct Guard {
    live: Live,
    id: ImportId,
    pub(super) cancel: CancellationToken,
}

impl Guard {
    pub(super) fn id(&self) -> ImportId {
        self.id
    }

    pub(super) fn tell(&self, share: f32, what: String) {
        let share = if share.is_finite() {
            share.clamp(0.0, 1.0)
        } else {
            0.0
        };
        self.live.locked(|map| {
            if let Some(entry) = map.get(&self.id) {
                entry.progress.send_replace(Progress {
                    running: true,
                    share,
                    what,
                });
            }
        });
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.live.locked(|map| map.remove(&self.id));
    }
}
