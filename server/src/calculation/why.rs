//! Why a cell gives something else than it did: the changes in between are made again one after the other, and the cell is
//! looked at after each.

use daylight_model::document::EntryChange;
use daylight_model::key::Key;
use daylight_model::{CellId, Content, Document, SheetId, Value};

use super::book::Book;
use super::delta::Delta;
use super::moments::Moments;
use super::service::take_in;
use crate::history::{BaseError, Bases};
use crate::ids::{Seq, WorkbookId};

/// Steps that are also tried each by itself.
const MOST_ALONE: usize = 200;
/// How far sums of the same numbers in another order may be apart, relative to the largest of them.
const ROUNDING: f64 = 1e-9;

/// Changes that are made again in one go.
#[derive(Debug)]
pub struct Stride {
    /// The first of them.
    pub first: Seq,
    /// The last of them.
    pub last: Seq,
    /// Yjs v1, in order.
    pub updates: Vec<Vec<u8>>,
    /// What they touched.
    pub entries: Vec<EntryChange>,
}

/// A stride that moved the cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The first change.
    pub first: Seq,
    /// The last one.
    pub last: Seq,
    /// What the cell gave before it.
    pub before: Value,
    /// What it gave after it.
    pub after: Value,
}

/// What moved a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// What it gave at first.
    pub before: Value,
    /// What it gives in the end.
    pub after: Value,
    /// What moved it, in order; the moves add up to the difference.
    pub steps: Vec<Step>,
    /// Each move is the same by itself, whatever the others do: as in sums. False: each is what it was when it was made.
    pub independent: bool,
}

impl Moments {
    /// Makes changes again on the document of the moment before them.
    pub async fn why(
        &self,
        workbook: WorkbookId,
        mut document: Document,
        seq: Seq,
        cell: (SheetId, CellId),
        strides: Vec<Stride>,
    ) -> Result<Why, BaseError> {
        // The semaphore is never closed; without a turn the work is merely not rationed.
        let turn = self.turn().await;
        let bases = self.bases();
        let whole;
        (document, whole) = tokio::task::spawn_blocking(move || {
            let whole = Delta::whole(&document, seq);
            (document, whole)
        })
        .await?;
        let mut book = computed(Book::new(whole.date1904), whole, bases, workbook).await?;
        let before = book.value(&cell.0, cell.1);
        let mut now = before.clone();
        let (mut steps, mut moves) = (Vec::new(), Vec::new());
        for stride in strides {
            let Stride {
                first,
                last,
                updates,
                entries,
            } = stride;
            let made = tokio::task::spawn_blocking(move || {
                for update in &updates {
                    // What cannot be applied does nothing, here as there.
                    document.replay(update).ok();
                }
                let delta = Delta::changed(&entries, &document, last);
                let alone = alone(&entries, &document);
                (document, delta, alone)
            });
            let (returned, delta, alone) = made.await?;
            document = returned;
            book = computed(book, delta, bases, workbook).await?;
            let after = book.value(&cell.0, cell.1);
            if after != now {
                moves.push(alone);
                steps.push(Step {
                    first,
                    last,
                    before: now,
                    after: after.clone(),
                });
                now = after;
            }
        }
        // Backwards from the end, where the book is now: each by itself is taken back and made again.
        let independent = if steps.len() <= MOST_ALONE {
            let tried = tokio::task::spawn_blocking({
                let steps = steps.clone();
                move || independent(&mut book, &cell, &steps, moves)
            });
            tried.await?
        } else {
            false
        };
        drop(turn);
        Ok(Why {
            before,
            after: now,
            steps,
            independent,
        })
    }
}

async fn computed(
    book: Book,
    delta: Delta,
    bases: &Bases,
    workbook: WorkbookId,
) -> Result<Book, BaseError> {
    let mut book = take_in(book, delta, bases, workbook).await?;
    let computed = tokio::task::spawn_blocking(move || {
        book.recalc(&|| false);
        book.told();
        book
    });
    Ok(computed.await?)
}

/// A cell that a stride wrote: what it held before and after.
type Written = (SheetId, CellId, Option<Content>, Option<Content>);

/// What a stride wrote, if that was contents of cells alone, and none into blocks.
fn alone(entries: &[EntryChange], document: &Document) -> Option<Vec<Written>> {
    entries
        .iter()
        .filter(|entry| !entry.superseded)
        .map(|entry| match Key::parse(entry.root, &entry.key) {
            Ok(Key::Cell(sheet, cell)) => {
                let before = entry
                    .old
                    .as_ref()
                    .and_then(|json| Content::from_json(json).ok());
                let after = document.workbook().sheet(&sheet)?.cell(cell).cloned();
                Some((sheet, cell, before, after))
            }
            _ => None,
        })
        .collect()
}

/// Whether taking each stride back by itself moves the cell by as much as making it did.
fn independent(
    book: &mut Book,
    cell: &(SheetId, CellId),
    steps: &[Step],
    moves: Vec<Option<Vec<Written>>>,
) -> bool {
    let Some(moves) = moves.into_iter().collect::<Option<Vec<_>>>() else {
        return false;
    };
    let end = book.value(&cell.0, cell.1);
    for (step, written) in steps.iter().zip(moves) {
        let (Value::Number(before), Value::Number(after), Value::Number(end)) =
            (&step.before, &step.after, &end)
        else {
            return false;
        };
        // A cell that was written again since is not this stride's any more.
        let still = |(sheet, at, _, after): &Written| book.content(sheet, *at) == *after;
        if !written.iter().all(still) {
            return false;
        }
        for (sheet, at, before, _) in &written {
            book.put(sheet, *at, before.clone());
        }
        book.recalc(&|| false);
        let without = book.value(&cell.0, cell.1);
        for (sheet, at, _, after) in &written {
            book.put(sheet, *at, after.clone());
        }
        book.recalc(&|| false);
        let Value::Number(without) = without else {
            return false;
        };
        let largest = before.abs().max(after.abs()).max(end.abs()).max(1.0);
        if ((end - without) - (after - before)).abs() > ROUNDING * largest {
            return false;
        }
    }
    true
}
