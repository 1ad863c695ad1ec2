//! Imports wait here for their turn, and are told about and stopped here.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use daylight_excel::Limits;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    live::{Live, Progress},
    problem::{Busy, Fault},
    run::{Ended, Run},
    upload::{Upload, UploadError},
};
use crate::{
    clock, config,
    db::{self, Db, imports::NewImport},
    ids::{ImportId, UserId, WorkbookId},
};

/// How imports are run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where uploads wait.
    pub folder: PathBuf,
    /// Imports at the same time.
    pub at_once: usize,
    /// Imports that may wait.
    pub waiting: usize,
    /// The program whose `import-child` reads files; this one when left out.
    pub program: Option<PathBuf>,
    /// How long one may take.
    pub time: Duration,
    /// What a file may cost.
    pub limits: Limits,
}

impl Settings {
    /// What the operator has set.
    pub fn of(limits: &config::Limits, data_folder: &Path) -> Self {
        let import = &limits.import;
        Self {
            folder: data_folder.join("uploads"),
            at_once: import.imports.max(1),
            waiting: import.imports_waiting,
            program: import.import_program.clone(),
            time: import.import_time,
            limits: Limits {
                file_bytes: limits.http.upload_bytes,
                inflated_bytes: import.import_inflated,
                cells: import.import_cells,
                text_bytes: import.import_text,
                formula_bytes: import.import_formulas,
                cpu_seconds: import.import_time.as_secs().max(1),
                address_space: import.import_memory,
                ..Limits::default()
            },
        }
    }
}

/// All imports of this server. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Imports {
    db: Db,
    settings: Arc<Settings>,
    live: Live,
    /// Places in the queue, running ones included.
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
    tasks: TaskTracker,
    stop: CancellationToken,
}

/// An import has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Started {
    pub import: ImportId,
    /// The workbook that will be there when it is done.
    pub workbook: WorkbookId,
}

/// Why an import does not begin.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Upload(#[from] UploadError),
    #[error("the import could not be entered")]
    Database(#[from] sqlx::Error),
}

impl Imports {
    /// The queue, empty. Uploads that an earlier run of the server left behind are removed.
    pub fn new(
        db: Db,
        settings: Settings,
        tasks: TaskTracker,
        stop: CancellationToken,
    ) -> io::Result<Self> {
        match fs::remove_dir_all(&settings.folder) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
            _ => fs::create_dir_all(&settings.folder)?,
        }
        Ok(Self {
            db,
            live: Live::default(),
            places: Arc::new(Semaphore::new(settings.at_once + settings.waiting)),
            turns: Arc::new(Semaphore::new(settings.at_once)),
            settings: Arc::new(settings),
            tasks,
            stop,
        })
    }

    /// Marks what an earlier run of the server did not finish as failed. To be called once, before anything begins.
    pub async fn recover(&self) -> sqlx::Result<u64> {
        let problem = serde_json::to_value(Fault::Stopped.problem()).unwrap_or_default();
        db::imports::fail_unfinished(&self.db.pool, &problem, clock::now()).await
    }

    /// A file for an upload to be written into.
    pub async fn upload(&self) -> Result<Upload, UploadError> {
        Upload::create(&self.settings.folder, self.settings.limits.file_bytes).await
    }

    /// Enters an uploaded file, called `name` by its owner, and begins when it is its turn.
    pub async fn begin(
        &self,
        user: UserId,
        name: &str,
        upload: Upload,
    ) -> Result<Started, BeginError> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let place = place.map_err(|_| Busy {
            waiting: self.settings.waiting,
        })?;
        let uploaded = upload.finish().await?;
        let started = Started {
            import: ImportId::random(),
            workbook: WorkbookId::random(),
        };
        let new = NewImport {
            id: started.import,
            workbook: started.workbook,
            user,
            file_name: file_name(name),
            bytes: uploaded.bytes,
        };
        let guard = self.live.enter(started.import);
        db::imports::insert(&self.db.pool, &new, clock::now()).await?;
        let run = Run {
            db: self.db.clone(),
            settings: Arc::clone(&self.settings),
            new,
            uploaded,
            guard,
        };
        self.tasks.spawn(self.clone().wait_and_run(run, place));
        Ok(started)
    }

    /// As [`Self::begin`], for a file that is in memory.
    pub async fn begin_with(
        &self,
        user: UserId,
        name: &str,
        bytes: &[u8],
    ) -> Result<Started, BeginError> {
        let mut upload = self.upload().await?;
        upload.write(bytes).await?;
        self.begin(user, name, upload).await
    }

    async fn wait_and_run(self, run: Run, place: OwnedSemaphorePermit) {
        let cancel = run.guard.cancel.clone();
        let id = run.guard.id();
        let ended = tokio::select! {
            biased;
            () = self.stop.cancelled() => Ended::Failed(Fault::Stopped.problem()),
            () = cancel.cancelled() => Ended::Cancelled,
            ended = self.take_turn(&run) => ended,
        };
        let state = ended.state();
        if let Err(error) = run.record(&ended).await {
            tracing::error!(import.id = %id, %error, "the end of import {id} could not be recorded");
        }
        metrics::counter!("daylight_imports_total", "state" => state.as_str()).increment(1);
        // Out of the list of those under way only now, when the database knows how it ended.
        drop(run);
        drop(place);
    }

    async fn take_turn(&self, run: &Run) -> Ended {
        let Ok(_turn) = self.turns.acquire().await else {
            return Ended::Failed(Fault::Stopped.problem());
        };
        metrics::gauge!("daylight_imports_running").increment(1.0);
        let _running = Running;
        run.go().await
    }

    /// How far an import is; `None` when it is over or unknown.
    pub fn progress(&self, id: ImportId) -> Option<Progress> {
        self.live.progress(id)
    }

    /// Waits until an import is over.
    pub async fn over(&self, id: ImportId) {
        self.live.over(id).await;
    }

    /// Asks an import to stop; false when it is over already.
    pub fn cancel(&self, id: ImportId) -> bool {
        self.live.cancel(id)
    }
}

/// Counts an import as running until it is dropped, however it ends.
struct Running;

impl Drop for Running {
    fn drop(&mut self) {
        metrics::gauge!("daylight_imports_running").decrement(1.0);
    }
}

/// The name of a file without folders and control characters, at most 255 characters.
fn file_name(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let clean: String = base.chars().filter(|c| !c.is_control()).take(255).collect();
    if clean.trim().is_empty() {
        "workbook".to_owned()
    } else {
        clean
    }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn file_names_are_plain() {
        assert_eq!(file_name("C:\\Users\\x\\plan.xlsx"), "plan.xlsx");
        assert_eq!(file_name("../../etc/pass\u{0}wd"), "passwd");
        assert_eq!(file_name("/"), "workbook");
    }
}
