//! One import from its turn to its end: a child, its frames, one transaction.

use std::{process::Stdio, sync::Arc, time::Duration};

use daylight_excel::{Imported, Problem};
use daylight_model::Hash;
use serde_json::json;
use sqlx::{Postgres, Transaction};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, BufReader},
    process::{Child, Command},
};

use super::{
    child::Job,
    frames::{self, Frame, FrameError},
    live::Guard,
    problem::Fault,
    queue::Settings,
    upload::Uploaded,
};
use crate::{
    clock,
    db::{
        self, Db,
        imports::{End, NewImport, State},
        workbooks::NewWorkbook,
    },
    history::{self, Author, CreateError, Via},
};

/// Bytes of assets that are stored together.
const BATCH: usize = 2 << 20;
/// What a dying child may say at most.
const LAST_WORDS: u64 = 4096;

/// An import whose turn it is.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) db: Db,
    pub(super) settings: Arc<Settings>,
    pub(super) new: NewImport,
    pub(super) uploaded: Uploaded,
    pub(super) guard: Guard,
}

/// How an import ended.
#[derive(Debug)]
pub(super) enum Ended {
    Done,
    Failed(Problem),
    Cancelled,
}

impl Ended {
    pub(super) fn state(&self) -> State {
        match self {
            Self::Done => State::Done,
            Self::Failed(_) => State::Failed,
            Self::Cancelled => State::Cancelled,
        }
    }
}

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
enum RunError {
    #[error("the child could not be started")]
    Spawn(#[source] std::io::Error),
    #[error("the child's output could not be read")]
    Frame(#[from] FrameError),
    #[error("the database did not take what was read")]
    Database(#[from] sqlx::Error),
    #[error("the workbook could not be made")]
    Create(#[from] CreateError),
}

impl Run {
    /// Reads the file and stores the workbook. Dropping this stops the child and undoes what was stored.
    pub(super) async fn go(&self) -> Ended {
        let began = std::time::Instant::now();
        self.guard.tell(0.0, "Starting".to_owned());
        let limit = self.settings.time;
        let ended = match tokio::time::timeout(limit, self.read_and_store()).await {
            Ok(Ok(ended)) => ended,
            Ok(Err(error)) => self.fault(&error),
            Err(_) => Ended::Failed(Fault::Time(limit).problem()),
        };
        metrics::histogram!("daylight_import_seconds").record(began.elapsed().as_secs_f64());
        ended
    }

    fn fault(&self, error: &RunError) -> Ended {
        let id = self.new.id;
        let fault = match error {
            RunError::Spawn(_) => Fault::Child,
            RunError::Database(_) | RunError::Create(CreateError::Database(_)) => Fault::Database,
            RunError::Frame(_) | RunError::Create(_) => Fault::Crashed,
        };
        let cause: &dyn std::error::Error = error;
        tracing::error!(import.id = %id, error = cause, "import {id} failed: {error}");
        Ended::Failed(fault.problem())
    }

    async fn read_and_store(&self) -> Result<Ended, RunError> {
        db::imports::begin(&self.db.pool, self.new.id).await?;
        let mut child = self.spawn()?;
        let mut kept = None;
        let out = child.stdout.take().ok_or_else(no_pipe)?;
        match self.frames(BufReader::new(out), &mut kept).await? {
            Some(Ok(imported)) => {
                let transaction = match kept {
                    Some(transaction) => transaction,
                    None => self.open().await?,
                };
                self.store(transaction, &imported).await?;
                Ok(Ended::Done)
            }
            Some(Err(problem)) => Ok(Ended::Failed(problem)),
            None => Ok(Ended::Failed(self.post_mortem(child).await.problem())),
        }
    }

    fn spawn(&self) -> Result<Child, RunError> {
        let job = Job {
            file: self.uploaded.path.to_path_buf(),
            name: self.new.file_name.clone(),
            limits: self.settings.limits.clone(),
        };
        let job = serde_json::to_string(&job).map_err(|e| RunError::Spawn(e.into()))?;
        let program = self.settings.program.as_deref();
        Command::new(program.unwrap_or_else(|| "/proc/self/exe".as_ref()))
            .args(["import-child", &job])
            // Nothing that the server knows is the child's business.
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(RunError::Spawn)
    }

    /// Reads to the last frame, storing assets as they come. `None`: the child ended without one.
    async fn frames(
        &self,
        mut out: impl AsyncRead + Unpin,
        kept: &mut Option<Transaction<'static, Postgres>>,
    ) -> Result<Option<Result<Imported, Problem>>, RunError> {
        let mut batch: Vec<(Hash, Vec<u8>)> = Vec::new();
        let mut bytes = 0;
        loop {
            let frame = match frames::read(&mut out).await {
                Ok(Some(frame)) => frame,
                // The second: killed in the middle of a frame.
                Ok(None) | Err(FrameError::Read(_)) => return Ok(None),
                Err(other) => return Err(other.into()),
            };
            match frame {
                Frame::Progress(told) => self.guard.tell(told.share, told.what),
                Frame::Asset(hash, body) => {
                    bytes += body.len();
                    batch.push((hash, body));
                    if bytes >= BATCH {
                        self.keep(kept, &mut batch).await?;
                        bytes = 0;
                    }
                }
                Frame::Done(imported) => {
                    self.keep(kept, &mut batch).await?;
                    return Ok(Some(Ok(*imported)));
                }
                Frame::Problem(problem) => return Ok(Some(Err(problem))),
            }
        }
    }

    /// Stores assets in the transaction of this import, which the first of them opens.
    async fn keep(
        &self,
        kept: &mut Option<Transaction<'static, Postgres>>,
        batch: &mut Vec<(Hash, Vec<u8>)>,
    ) -> Result<(), RunError> {
        if batch.is_empty() {
            return Ok(());
        }
        let mut transaction = match kept.take() {
            Some(transaction) => transaction,
            None => self.open().await?,
        };
        db::assets::insert(&mut *transaction, self.new.workbook, batch).await?;
        batch.clear();
        *kept = Some(transaction);
        Ok(())
    }

    /// A transaction with the workbook in it, so that assets have something to belong to.
    async fn open(&self) -> sqlx::Result<Transaction<'static, Postgres>> {
        let mut transaction = self.db.pool.begin().await?;
        db::workbooks::insert(&mut *transaction, &self.workbook(), clock::now()).await?;
        Ok(transaction)
    }

    fn workbook(&self) -> NewWorkbook {
        NewWorkbook {
            id: self.new.workbook,
            // Renamed to the title once it is known.
            name: self.new.file_name.chars().take(200).collect(),
            owner: self.new.user,
            origin: Some(self.new.file_name.clone()),
            epoch: 1,
        }
    }

    async fn store(
        &self,
        mut transaction: Transaction<'static, Postgres>,
        imported: &Imported,
    ) -> Result<(), RunError> {
        self.guard.tell(0.99, "Storing the workbook".to_owned());
        let title: String = imported.title.chars().take(200).collect();
        db::workbooks::rename(&mut *transaction, self.new.workbook, &title).await?;
        let report = &imported.report;
        let author = Author {
            summary: Some(format!("Imported {}", self.new.file_name)),
            detail: Some(json!({
                "file": self.new.file_name,
                "bytes": self.uploaded.bytes,
                "sha256": hex::encode(self.uploaded.sha256),
                "kind": report.kind,
                "cells": report.cells,
                "formulas": report.formulas,
                "styles": imported.styles,
                "sheets": imported.sheets.iter().map(|s| json!({
                    "id": s.id, "name": s.name, "manifest": s.manifest,
                })).collect::<Vec<_>>(),
            })),
            ..Author::new(self.new.user, None, Via::Import)
        };
        let edits = imported.edits();
        history::first_change(&mut transaction, self.new.workbook, &edits, author).await?;
        // With the rest or not at all: who cancels at this moment finds either no workbook or one that is done.
        let end = End {
            state: State::Done,
            report: serde_json::to_value(report).ok(),
            problem: None,
        };
        db::imports::end(&mut *transaction, self.new.id, &end, clock::now()).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Why a child that said nothing died.
    async fn post_mortem(&self, mut child: Child) -> Fault {
        let mut words = Vec::new();
        if let Some(errors) = child.stderr.take() {
            let _read = errors.take(LAST_WORDS).read_to_end(&mut words).await;
        }
        let Ok(status) = child.wait().await else {
            return Fault::Crashed;
        };
        let words = String::from_utf8_lossy(&words);
        let id = self.new.id;
        tracing::warn!(import.id = %id, %status, "the child of import {id} ended with {status}: {}", words.trim());
        let limits = &self.settings.limits;
        if words.contains("memory allocation") {
            return Fault::Memory(limits.address_space);
        }
        match std::os::unix::process::ExitStatusExt::signal(&status) {
            // SIGXCPU
            Some(24) => Fault::Time(Duration::from_secs(limits.cpu_seconds)),
            // SIGKILL comes from the kernel when memory runs out, or when the CPU limit is passed for good.
            Some(9) => Fault::Memory(limits.address_space),
            Some(_) => Fault::Crashed,
            None => Fault::Child,
        }
    }

    /// Records how the import ended, unless it is done, which is recorded with the workbook.
    pub(super) async fn record(&self, ended: &Ended) -> sqlx::Result<()> {
        let problem = match ended {
            Ended::Done => return Ok(()),
            Ended::Failed(problem) => serde_json::to_value(problem).ok(),
            Ended::Cancelled => None,
        };
        let end = End {
            state: ended.state(),
            report: None,
            problem,
        };
        db::imports::end(&self.db.pool, self.new.id, &end, clock::now()).await
    }
}

fn no_pipe() -> RunError {
    RunError::Spawn(std::io::Error::from(std::io::ErrorKind::BrokenPipe))
}
