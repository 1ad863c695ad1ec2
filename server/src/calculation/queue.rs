//! What waits for a workbook's calculation. Changes join, so the queue is never longer than the workbook is large.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use tokio::sync::Notify;

use super::book::Book;
use super::delta::Delta;
use super::screen::View;

/// Readers that may wait for one workbook.
const MOST_READERS: usize = 256;

/// Sends a frame to a session.
pub(super) type Push = Box<dyn Fn(Bytes) + Send + Sync>;

/// A screen that shows values.
pub(super) struct Screen {
    pub view: View,
    pub push: Push,
}

/// Looks at the computed workbook, for somebody who waits.
pub(super) type Reader = Box<dyn FnOnce(&mut Book) + Send>;

enum Item {
    Changed(Delta),
    /// Sees exactly what came before it.
    Read(Reader),
}

/// What is to be done next.
#[derive(Default)]
pub(super) struct Work {
    pub delta: Delta,
    /// Screens that are new or show something else; `None`: gone.
    pub screens: HashMap<u64, Option<Screen>>,
    /// Who sees the state after the delta.
    pub reader: Option<Reader>,
}

#[derive(Default)]
struct Inner {
    items: VecDeque<Item>,
    screens: HashMap<u64, Option<Screen>>,
    closed: bool,
}

/// The queue itself.
#[derive(Default)]
pub(super) struct Queue {
    inner: Mutex<Inner>,
    news: Notify,
}

impl std::fmt::Debug for Queue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Queue").finish_non_exhaustive()
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn changed(&self, delta: Delta) {
        let mut inner = self.lock();
        match inner.items.back_mut() {
            Some(Item::Changed(last)) => last.join(delta),
            _ => inner.items.push_back(Item::Changed(delta)),
        }
        drop(inner);
        self.news.notify_one();
    }

    /// A reader beyond the limit is turned away, which its caller sees as a calculation that is busy.
    pub(super) fn read(&self, reader: Reader) {
        let mut inner = self.lock();
        let waiting = inner
            .items
            .iter()
            .filter(|item| matches!(item, Item::Read(_)))
            .count();
        if waiting < MOST_READERS && !inner.closed {
            inner.items.push_back(Item::Read(reader));
        }
        drop(inner);
        self.news.notify_one();
    }

    pub(super) fn screen(&self, session: u64, screen: Option<Screen>) {
        self.lock().screens.insert(session, screen);
        self.news.notify_one();
    }

    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.news.notify_one();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// Whether changes are waiting.
    pub(super) fn has_changes(&self) -> bool {
        !self.lock().items.is_empty()
    }

    /// Waits for something to do; `None` when the room has let go.
    pub(super) async fn next(&self) -> Option<Work> {
        loop {
            let news = self.news.notified();
            {
                let mut inner = self.lock();
                if inner.closed {
                    return None;
                }
                if !inner.items.is_empty() || !inner.screens.is_empty() {
                    return Some(inner.take());
                }
            }
            news.await;
        }
    }
}

impl Inner {
    /// Changes up to the first reader, and that reader.
    fn take(&mut self) -> Work {
        let mut work = Work {
            screens: std::mem::take(&mut self.screens),
            ..Work::default()
        };
        while let Some(item) = self.items.pop_front() {
            match item {
                Item::Changed(delta) => work.delta.join(delta),
                Item::Read(reader) => {
                    work.reader = Some(reader);
                    break;
                }
            }
        }
        work
    }
}
