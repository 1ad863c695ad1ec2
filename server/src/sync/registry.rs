//! Which workbooks are open: one room each, opened once however many come at the same moment.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use daylight_model::Document;
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::SessionId;
use super::close::Close;
use super::room::Room;
use super::task::{Services, Task};
use super::wire::Person;
use crate::calculation::Moments;
use crate::config::SyncLimits;
use crate::db::{self, Db};
use crate::history::{self, Bases, LoadError};
use crate::ids::{LinkId, Seq, UserId, WorkbookId};

/// All open workbooks. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Rooms(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    db: Db,
    bases: Bases,
    moments: Moments,
    limits: Arc<SyncLimits>,
    tasks: TaskTracker,
    stop: CancellationToken,
    open: Mutex<HashMap<WorkbookId, Arc<OnceCell<Room>>>>,
    sessions: AtomicU64,
}

/// A workbook could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It could not be read from the log.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// As many workbooks are open as the server takes.
    #[error("{limit} workbooks are open, which is as many as allowed")]
    Full {
        /// What is allowed.
        limit: usize,
    },
    /// The server is about to stop.
    #[error("the server stops")]
    Stopping,
}

impl OpenError {
    /// What a session is told.
    pub(super) fn close(&self) -> Close {
        match self {
            Self::Load(_) => Close::RETRY,
            Self::Full { .. } => Close::FULL,
            Self::Stopping => Close::GONE,
        }
    }
}

impl Rooms {
    /// None is open at first.
    pub fn new(db: Db, limits: SyncLimits, tasks: TaskTracker, stop: CancellationToken) -> Self {
        let bases = Bases::new(db.clone(), limits.base_cache_bytes);
        Self(Arc::new(Inner {
            moments: Moments::new(bases.clone()),
            bases,
            db,
            limits: Arc::new(limits),
            tasks,
            stop,
            open: Mutex::default(),
            sessions: AtomicU64::new(1),
        }))
    }

    /// What was imported, as read by everybody.
    pub fn bases(&self) -> &Bases {
        &self.0.bases
    }

    /// Computed cells of earlier moments.
    pub fn moments(&self) -> &Moments {
        &self.0.moments
    }

    /// The limits that hold in rooms.
    pub fn limits(&self) -> &SyncLimits {
        &self.0.limits
    }

    pub(super) fn db(&self) -> &Db {
        &self.0.db
    }

    pub(super) fn next_session(&self) -> SessionId {
        SessionId(self.0.sessions.fetch_add(1, Ordering::Relaxed))
    }

    fn map(&self) -> MutexGuard<'_, HashMap<WorkbookId, Arc<OnceCell<Room>>>> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The room of a workbook, read from the log unless it is open. The caller has checked who may.
    pub async fn open(&self, workbook: WorkbookId) -> Result<Room, OpenError> {
        loop {
            if self.0.stop.is_cancelled() {
                return Err(OpenError::Stopping);
            }
            let slot = self.slot(workbook)?;
            match slot.get_or_try_init(|| self.start(workbook)).await {
                Ok(room) if !room.is_ending() => return Ok(room.clone()),
                Ok(room) => room.ended().await,
                Err(error) => {
                    self.forget_unopened(workbook, &slot);
                    return Err(error);
                }
            }
        }
    }

    fn slot(&self, workbook: WorkbookId) -> Result<Arc<OnceCell<Room>>, OpenError> {
        let limit = self.0.limits.rooms;
        let mut open = self.map();
        if open.len() >= limit && !open.contains_key(&workbook) {
            return Err(OpenError::Full { limit });
        }
        Ok(Arc::clone(open.entry(workbook).or_default()))
    }

    /// Lets go of a slot that nobody could open, unless somebody else is trying at this moment.
    fn forget_unopened(&self, workbook: WorkbookId, slot: &Arc<OnceCell<Room>>) {
        let mut open = self.map();
        let ours = open
            .get(&workbook)
            .is_some_and(|known| Arc::ptr_eq(known, slot));
        if ours && slot.get().is_none() && Arc::strong_count(slot) == 2 {
            open.remove(&workbook);
        }
    }

    async fn start(&self, workbook: WorkbookId) -> Result<Room, OpenError> {
        let loaded = history::load(&self.0.db, workbook, None).await?;
        let bindings = db::clients::of_workbook(&self.0.db.pool, workbook)
            .await
            .map_err(LoadError::from)?;
        tracing::info!(workbook.id = %workbook, room.seq = loaded.head.seq.0, replayed = loaded.replayed.changes,
            "room opened");
        let (room, inbox) = Room::new(workbook, self.0.limits.room_inbox);
        let end = End {
            rooms: self.clone(),
            room: room.clone(),
        };
        let services = Services {
            db: self.0.db.clone(),
            bases: self.0.bases.clone(),
            limits: Arc::clone(&self.0.limits),
            tasks: self.0.tasks.clone(),
        };
        let task = Task::new(services, &room, loaded, bindings);
        let stop = self.0.stop.clone();
        self.0.tasks.spawn(async move {
            Box::pin(task.run(inbox, stop)).await;
            drop(end);
        });
        Ok(room)
    }

    /// The document of a workbook that is open, as it is in memory, and the last change that is stored of it.
    pub async fn open_document(&self, workbook: WorkbookId) -> Option<(Document, Seq)> {
        let (state, seq) = self.opened(workbook)?.snapshot().await.ok()?;
        let read = tokio::task::spawn_blocking(move || Document::load(&state));
        Some((read.await.ok()?.ok()?, seq))
    }

    fn opened(&self, workbook: WorkbookId) -> Option<Room> {
        self.map()
            .get(&workbook)
            .and_then(|slot| slot.get().cloned())
    }

    /// S3: ends the sessions that came in through a share link, at once.
    pub fn revoke_link(&self, workbook: WorkbookId, link: LinkId) {
        if let Some(room) = self.opened(workbook) {
            room.close_sessions(&Close::REVOKED, |access| access.link == Some(link));
        }
    }

    /// S3: has the sessions of a user looked at again, after their access changed.
    pub fn recheck(&self, workbook: WorkbookId, user: UserId) {
        if let Some(room) = self.opened(workbook) {
            room.recheck(user);
        }
    }

    /// S3: has the sessions of a user in all workbooks looked at again, after a credential of theirs ended.
    pub fn recheck_everywhere(&self, user: UserId) {
        let open: Vec<Room> = (self.map().values())
            .filter_map(|slot| slot.get().cloned())
            .collect();
        for room in open {
            room.recheck(user);
        }
    }

    /// Ends all sessions of a workbook, at once.
    pub fn close(&self, workbook: WorkbookId, reason: &Close) {
        if let Some(room) = self.opened(workbook) {
            room.close_sessions(reason, |_| true);
        }
    }

    /// Who is in a workbook, each once.
    pub fn people(&self, workbook: WorkbookId) -> Vec<Person> {
        self.opened(workbook)
            .map(|room| room.people())
            .unwrap_or_default()
    }

    /// How many workbooks are open.
    pub fn open_count(&self) -> usize {
        self.map()
            .values()
            .filter(|slot| slot.get().is_some())
            .count()
    }
}

/// Takes a room off the list when its task ends, in whatever way.
struct End {
    rooms: Rooms,
    room: Room,
}

impl Drop for End {
    fn drop(&mut self) {
        let workbook = self.room.workbook();
        let mut open = self.rooms.map();
        if open
            .get(&workbook)
            .and_then(|slot| slot.get())
            .is_some_and(|known| known.is_same(&self.room))
        {
            open.remove(&workbook);
        }
        drop(open);
        // Nobody is left here unless the task ended in a way that it did not choose.
        self.room.close_sessions(&Close::RETRY, |_| true);
        self.room.end();
        tracing::info!(workbook.id = %workbook, "room closed");
    }
}
