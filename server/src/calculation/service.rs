//! One workbook's calculation, from the first screen on until its room closes.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use daylight_calc::{Misfit, Traced};
use daylight_model::document::EntryChange;
use daylight_model::{
    Block, BlockEntry, CellId, Content, Document, Hash, LineId, LineRun, Manifest, SheetId, Value,
};
use tokio::sync::oneshot;
use tokio_util::task::TaskTracker;

use super::book::{Book, Rebase};
use super::cells::{CellsRead, Prepared, ReadError};
use super::delta::Delta;
use super::explain::{Explained, Placed};
use super::queue::{Push, Queue, Screen, Work};
use super::screen::{Values, View};
use crate::history::{BaseError, Bases};
use crate::ids::{Seq, WorkbookId};

/// A calculation goes on for so long before newer changes may interrupt it, so that it gets somewhere.
const SLICE: Duration = Duration::from_millis(100);
/// Blocks read at a time.
const BLOCKS: usize = 16;

/// How values are written for a session.
type Encode = fn(&Values) -> Bytes;

/// The room's end of a workbook's calculation. Dropping it ends the calculation.
#[derive(Debug)]
pub struct Calculation {
    queue: Arc<Queue>,
}

impl Drop for Calculation {
    fn drop(&mut self) {
        self.queue.close();
    }
}

impl Calculation {
    /// Starts with a document as it is after `seq`.
    pub fn start(
        workbook: WorkbookId,
        bases: Bases,
        document: &Document,
        seq: Seq,
        encode: Encode,
        tasks: &TaskTracker,
    ) -> Self {
        let queue = Arc::new(Queue::default());
        queue.changed(Delta::whole(document, seq));
        let service = Service {
            workbook,
            bases,
            queue: Arc::clone(&queue),
            encode,
            screens: HashMap::new(),
        };
        tasks.spawn(async move { Box::pin(service.run()).await });
        Self { queue }
    }

    /// Whether it can still be used; after a failure it is to be started afresh.
    pub fn is_ended(&self) -> bool {
        self.queue.is_closed()
    }

    /// Changes that are stored, and the document that has them all.
    pub fn changed<'a>(
        &self,
        entries: impl IntoIterator<Item = &'a EntryChange>,
        document: &Document,
        seq: Seq,
    ) {
        self.queue.changed(Delta::changed(entries, document, seq));
    }

    /// What a session has on screen; `None` when nothing, or when it has gone.
    pub fn view(&self, session: u64, push: Push, view: Option<View>) {
        self.queue
            .screen(session, view.map(|view| Screen { view, push }));
    }

    /// Reads cells as they are after all changes told so far, and none later.
    pub fn read(&self, wanted: Prepared, reply: oneshot::Sender<Result<CellsRead, ReadError>>) {
        self.queue.read(Box::new(move |book| {
            drop(reply.send(Ok(book.read(wanted))));
        }));
    }

    /// Lists the formulas that refer to cells of an area, or to ranges within it; `None` when there are too many.
    pub fn readers(&self, area: Traced, reply: oneshot::Sender<(Seq, Option<Vec<Placed>>)>) {
        self.queue.read(Box::new(move |book| {
            drop(reply.send(book.readers(&area)));
        }));
    }

    /// Says which contents do not fit the cells that they are for, by their place in the list.
    pub fn misfits(
        &self,
        sheet: SheetId,
        contents: Vec<(CellId, Content)>,
        reply: oneshot::Sender<Vec<(usize, Misfit)>>,
    ) {
        self.queue.read(Box::new(move |book| {
            drop(reply.send(book.misfits(&sheet, &contents)));
        }));
    }

    /// Lists what a cell may hold whose list is elsewhere in the workbook.
    pub fn choices(
        &self,
        sheet: SheetId,
        cell: CellId,
        reply: oneshot::Sender<Option<Vec<Value>>>,
    ) {
        self.queue.read(Box::new(move |book| {
            drop(reply.send(book.choices(&sheet, cell)));
        }));
    }

    /// Explains a cell as it is after all changes told so far, and none later.
    pub fn explain(&self, sheet: SheetId, cell: CellId, reply: oneshot::Sender<Explained>) {
        self.queue.read(Box::new(move |book| {
            drop(reply.send(book.explain(&sheet, cell)));
        }));
    }
}

struct Service {
    workbook: WorkbookId,
    bases: Bases,
    queue: Arc<Queue>,
    encode: Encode,
    screens: HashMap<u64, Screen>,
}

impl Service {
    async fn run(mut self) {
        if let Err(error) = self.work().await {
            // Whoever waits sees that nobody answers; the room starts another calculation when it needs one.
            tracing::error!(workbook.id = %self.workbook, error = &error as &dyn std::error::Error,
                "the calculation failed");
        }
        self.queue.close();
    }

    async fn work(&mut self) -> Result<(), BaseError> {
        let mut book = Book::new(false);
        let mut fresh = HashSet::new();
        while let Some(Work {
            delta,
            screens,
            reader,
        }) = self.queue.next().await
        {
            for (session, screen) in screens {
                match screen {
                    Some(screen) => {
                        self.screens.insert(session, screen);
                        fresh.insert(session);
                    }
                    None => drop(self.screens.remove(&session)),
                }
            }
            let (next, finished) = self.compute(book, delta, reader.is_some()).await?;
            book = next;
            if !finished {
                continue;
            }
            book = self.show(book, &fresh).await?;
            fresh.clear();
            if let Some(reader) = reader {
                let answered = tokio::task::spawn_blocking(move || {
                    let mut book = book;
                    reader(&mut book);
                    book
                });
                book = answered.await?;
            }
        }
        Ok(())
    }

    /// Takes in what changed and computes, away from the async threads; whether it was done to the end.
    async fn compute(
        &self,
        book: Book,
        delta: Delta,
        awaited: bool,
    ) -> Result<(Book, bool), BaseError> {
        let mut book = take_in(book, delta, &self.bases, self.workbook).await?;
        let queue = Arc::clone(&self.queue);
        let computed = tokio::task::spawn_blocking(move || {
            let started = Instant::now();
            let cancel = || {
                queue.is_closed() || (!awaited && started.elapsed() > SLICE && queue.has_changes())
            };
            let finished = book.recalc(&cancel);
            (book, finished)
        });
        Ok(computed.await?)
    }

    /// Sends everybody what is new on their screen, written once for all who see the same.
    async fn show(&self, mut book: Book, fresh: &HashSet<u64>) -> Result<Book, BaseError> {
        let news = book.has_news();
        let mut screens: HashMap<(View, bool), Vec<&Screen>> = HashMap::new();
        for (session, screen) in &self.screens {
            let all = fresh.contains(session);
            if all || news {
                screens
                    .entry((screen.view.clone(), all))
                    .or_default()
                    .push(screen);
            }
        }
        if screens.is_empty() {
            book.told();
            return Ok(book);
        }
        let encode = self.encode;
        let mut wanted: Vec<(View, bool)> = screens.keys().cloned().collect();
        // Who has seen a view before hears of its looks before these count as said.
        wanted.sort_by_key(|(_, all)| *all);
        let seen: HashSet<View> = self.screens.values().map(|s| s.view.clone()).collect();
        let written = tokio::task::spawn_blocking(move || {
            let frame =
                |(view, all): &(View, bool)| book.frame(view, *all).map(|values| encode(&values));
            let frames: Vec<Option<Bytes>> = wanted.iter().map(frame).collect();
            book.keep_looks(|view| seen.contains(view));
            book.told();
            (book, wanted, frames)
        });
        let (book, shown, frames) = written.await?;
        for (shown, frame) in shown.iter().zip(frames) {
            if let (Some(frame), Some(screens)) = (frame, screens.get(shown)) {
                for screen in screens {
                    (screen.push)(frame.clone());
                }
            }
        }
        Ok(book)
    }
}

/// Brings a book up to a delta, reading what was imported where it is needed.
pub(super) async fn take_in(
    book: Book,
    delta: Delta,
    bases: &Bases,
    workbook: WorkbookId,
) -> Result<Book, BaseError> {
    let (mut book, delta, missing) = tokio::task::spawn_blocking(move || {
        let mut book = book;
        let missing = book.reshape(&delta);
        (book, delta, missing)
    })
    .await?;
    for rebase in missing {
        book = load_base(book, bases, workbook, rebase).await?;
    }
    for (sheet, lists) in book.unknown_filters() {
        let rows = bases.hidden_rows(workbook, lists.clone()).await?;
        book.filter(&sheet, lists, rows);
    }
    let filled = tokio::task::spawn_blocking(move || {
        book.fill(delta);
        book
    });
    Ok(filled.await?)
}

/// Reads those of a sheet's blocks that the engine has not, a few at a time, past the cache: the engine keeps what is in
/// them.
async fn load_base(
    mut book: Book,
    bases: &Bases,
    workbook: WorkbookId,
    Rebase { sheet, old, new }: Rebase,
) -> Result<Book, BaseError> {
    let mut manifests = [None, None];
    for (manifest, hash) in manifests.iter_mut().zip([old, new]) {
        if let Some(hash) = hash {
            *manifest = Some(bases.manifest(workbook, hash).await?);
        }
    }
    let [old, new] = manifests.map(Option::unwrap_or_default);
    book.load_manifest(&sheet, &new);
    let there: HashSet<&str> = old.blocks.iter().map(|entry| entry.hash.as_str()).collect();
    for block in left(&old, &new) {
        book.load_block(&sheet, &block);
    }
    let fresh = new
        .blocks
        .iter()
        .filter(|entry| !there.contains(entry.hash.as_str()));
    let fresh: Vec<Hash> = fresh.filter_map(|entry| entry.hash.parse().ok()).collect();
    for hashes in fresh.chunks(BLOCKS) {
        let blocks = bases.blocks_uncached(workbook, hashes.to_vec()).await?;
        let sheet = sheet.clone();
        let loaded = tokio::task::spawn_blocking(move || {
            for block in &blocks {
                book.load_block(&sheet, block);
            }
            book
        });
        book = loaded.await?;
    }
    Ok(book)
}

/// Empty blocks of the rows that no block holds any more.
fn left(old: &Manifest, new: &Manifest) -> Vec<Block> {
    let held = new.places();
    let gone = |entry: &BlockEntry| {
        let rows = entry
            .rows
            .iter()
            .flat_map(|(first, count)| (*first..).take(*count as usize));
        let rows = rows.filter(|row| held.of(LineId(*row)).is_none());
        let runs: Vec<LineRun> = rows.map(|row| (row, 1)).collect();
        (!runs.is_empty()).then(|| Block::empty(runs))
    };
    old.blocks.iter().filter_map(gone).collect()
}
