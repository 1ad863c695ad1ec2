//! Computed cells of earlier moments: a book made for the occasion and kept for a little while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use daylight_model::{CellId, Document, SheetId, Value};
use tokio::sync::Semaphore;

use super::book::Book;
use super::cells::{CellsRead, Prepared};
use super::delta::Delta;
use super::service::take_in;
use crate::history::{BaseError, Bases};
use crate::ids::{Seq, WorkbookId};

/// Moments kept, over all workbooks.
const KEPT: usize = 3;
/// Moments computed at the same time.
const AT_ONCE: usize = 2;

/// Computed books of earlier moments. Cheap to clone.
#[derive(Clone)]
pub struct Moments {
    bases: Bases,
    kept: Arc<Mutex<Vec<Kept>>>,
    turns: Arc<Semaphore>,
}

/// A formula that gives something else than before.
#[derive(Debug, Clone, PartialEq)]
pub struct Recomputed {
    /// Its sheet.
    pub sheet: SheetId,
    /// Its cell.
    pub cell: CellId,
    /// What it gave.
    pub old: Value,
    /// What it gives.
    pub new: Value,
}

struct Kept {
    workbook: WorkbookId,
    seq: Seq,
    book: Arc<Mutex<Book>>,
}

impl std::fmt::Debug for Moments {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Moments").finish_non_exhaustive()
    }
}

impl Moments {
    /// None is kept at first.
    pub fn new(bases: Bases) -> Self {
        Self {
            bases,
            kept: Arc::default(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Computed cells of a document as it was after `wanted.seq`.
    pub async fn read(
        &self,
        workbook: WorkbookId,
        document: Arc<Document>,
        wanted: Prepared,
    ) -> Result<CellsRead, BaseError> {
        let book = self.book(workbook, document, wanted.seq).await?;
        let read = tokio::task::spawn_blocking(move || {
            book.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .read(wanted)
        });
        Ok(read.await?)
    }

    /// The values of formulas that are different at two moments, before and after; those of formulas that only one of
    /// the moments has are left out.
    pub async fn differences(
        &self,
        workbook: WorkbookId,
        before: (Arc<Document>, Seq),
        after: (Arc<Document>, Seq),
    ) -> Result<Vec<Recomputed>, BaseError> {
        let before = self.book(workbook, before.0, before.1).await?;
        let after = self.book(workbook, after.0, after.1).await?;
        if Arc::ptr_eq(&before, &after) {
            return Ok(Vec::new());
        }
        let found = tokio::task::spawn_blocking(move || {
            let values = |book: &Mutex<Book>| {
                let book = book.lock().unwrap_or_else(PoisonError::into_inner);
                book.formula_values()
            };
            let mut old: HashMap<_, _> = values(&before)
                .into_iter()
                .map(|(sheet, cell, value)| ((sheet, cell), value))
                .collect();
            let mut found = Vec::new();
            for (sheet, cell, new) in values(&after) {
                if let Some(old) = old.remove(&(sheet.clone(), cell))
                    && old != new
                {
                    found.push(Recomputed {
                        sheet,
                        cell,
                        old,
                        new,
                    });
                }
            }
            found
        });
        Ok(found.await?)
    }

    /// Waits for a turn to compute.
    pub(super) async fn turn(&self) -> Option<tokio::sync::SemaphorePermit<'_>> {
        self.turns.acquire().await.ok()
    }

    pub(super) fn bases(&self) -> &Bases {
        &self.bases
    }

    async fn book(
        &self,
        workbook: WorkbookId,
        document: Arc<Document>,
        seq: Seq,
    ) -> Result<Arc<Mutex<Book>>, BaseError> {
        match self.find(workbook, seq) {
            Some(book) => Ok(book),
            None => self.compute(workbook, document, seq).await,
        }
    }

    fn find(&self, workbook: WorkbookId, seq: Seq) -> Option<Arc<Mutex<Book>>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter()
            .find(|kept| kept.workbook == workbook && kept.seq == seq)
            .map(|kept| Arc::clone(&kept.book))
    }

    async fn compute(
        &self,
        workbook: WorkbookId,
        document: Arc<Document>,
        seq: Seq,
    ) -> Result<Arc<Mutex<Book>>, BaseError> {
        // The semaphore is never closed; without a turn the work is merely not rationed.
        let turn = self.turn().await;
        let delta = tokio::task::spawn_blocking(move || Delta::whole(&document, seq)).await?;
        let mut book = take_in(Book::new(delta.date1904), delta, &self.bases, workbook).await?;
        let computed = tokio::task::spawn_blocking(move || {
            book.recalc(&|| false);
            book.told();
            book
        });
        let book = Arc::new(Mutex::new(computed.await?));
        drop(turn);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push(Kept {
            workbook,
            seq,
            book: Arc::clone(&book),
        });
        if kept.len() > KEPT {
            kept.remove(0);
        }
        Ok(book)
    }
}
