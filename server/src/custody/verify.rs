//! Checking a whole log: its chain, its signed heads, its blocks, and that replaying it gives the live document.

use std::num::NonZero;
use std::sync::Arc;

use daylight_model::Document;
use futures_util::{Stream, StreamExt as _, stream};

use super::blocks::{NAMING, Named};
use super::checkpoint::Foldings;
use super::finding::{Finding, Witness};
use super::head::SignedHead;
use super::key::PublicKey;
use super::replay::Replay;
use super::sign::signed;
use super::tree::{self, Tree};
use crate::db::copy::{self, Part};
use crate::db::custody;
use crate::db::log::CellRow;
use crate::db::{self, Db};
use crate::history::{EMPTY, chain};
use crate::ids::{Seq, WorkbookId};

/// Changes read at a time.
const PART: u32 = 8192;
/// Events read at a time.
const EVENTS: i64 = 5000;
/// Findings that are told; a log that was rewritten has no end of them.
const MOST_FINDINGS: usize = 100;

/// What is to be checked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scope<'a> {
    /// Keys whose signatures count.
    pub trusted: &'a [PublicKey],
    /// Heads that were kept outside, of any workbook.
    pub anchors: &'a [SignedHead],
    /// The chain and its heads alone, without documents and blocks.
    pub chain_only: bool,
}

/// What a check of one workbook found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The last change.
    pub seq: Seq,
    /// Changes that were checked.
    pub changes: usize,
    /// Entries of these changes.
    pub cells: usize,
    /// Blocks that were checked.
    pub blocks: usize,
    /// What is wrong, the first hundred.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether all is as it was written.
    pub fn is_whole(&self) -> bool {
        self.findings.is_empty()
    }

    pub(super) fn find(&mut self, finding: Finding) {
        if self.findings.len() < MOST_FINDINGS && !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}

/// A check could not be made.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error("the log could not be read")]
    Database(#[from] sqlx::Error),
    #[error("checking was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// A document that people work with, and the change up to which it is.
pub type Live = (Document, Seq);

/// Checks the logs of some workbooks as they are stored, as many at a time as there are processors, in order.
pub fn verify_all<'a>(
    db: &'a Db,
    workbooks: Vec<(WorkbookId, String)>,
    scope: Scope<'a>,
) -> impl Stream<Item = Result<(WorkbookId, String, Report), VerifyError>> + 'a {
    let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
    stream::iter(workbooks)
        .map(move |(workbook, name)| async move {
            let report = verify(db, workbook, scope, None).await?;
            Ok((workbook, name, report))
        })
        .buffered(processors)
}

/// Checks the log of one workbook, and that it gives the live document, or else what would be opened now.
pub async fn verify(
    db: &Db,
    workbook: WorkbookId,
    scope: Scope<'_>,
    live: Option<Live>,
) -> Result<Report, VerifyError> {
    let mut report = Report::default();
    let witnesses = witnesses(db, workbook, scope, &mut report).await?;
    events(db, workbook, &witnesses, &mut report).await?;
    let checkpoints = custody::checkpoints(&db.pool, workbook).await?;
    let foldings = Foldings::check(&checkpoints, scope.trusted, &mut report);
    let folded = Seq(i64::try_from(foldings.hashes.len()).unwrap_or(i64::MAX));
    if let Some(seq) = db::custody::first_up_to(&db.pool, workbook, folded).await? {
        report.find(Finding::Unfolded(seq));
    }
    let mut chain = Chain::new(workbook, witnesses);
    chain.fold(&foldings.hashes);
    let mut named = Named::default();
    let mut replay = None;
    if !scope.chain_only {
        // What is appended while the check runs belongs to the next one.
        let upto = live.as_ref().map(|(_, seq)| *seq);
        let begun = Replay::new(db, workbook, folded, foldings.state, upto).await?;
        for root in NAMING {
            for (key, value) in begun.entries(root) {
                named.entry(root, key, value);
            }
        }
        replay = Some(begun);
    }
    let mut part = copy::part(&db.pool, workbook, folded, PART).await?;
    loop {
        let last = part.changes.last().map(|(change, _)| change.seq);
        let is_last = part.changes.len() < PART as usize;
        report.changes += part.changes.len();
        report.cells += part.cells.len();
        let read = Arc::new(part);
        let chained = tokio::task::spawn_blocking({
            let part = Arc::clone(&read);
            move || {
                chain.take(&part);
                named.take(&part.cells);
                (chain, named)
            }
        });
        let replayed = async {
            match replay {
                Some(replay) => replay.take(Arc::clone(&read)).await.map(Some),
                None => Ok(None),
            }
        };
        let next = async {
            match last {
                Some(last) if !is_last => copy::part(&db.pool, workbook, last, PART).await,
                _ => Ok(Part::default()),
            }
        };
        let (chained, replayed, next) = tokio::join!(chained, replayed, next);
        ((chain, named), replay) = (chained?, replayed?);
        if is_last {
            break;
        }
        part = next?;
    }
    chain.end(&mut report);
    if let Some(replay) = replay {
        replay.end(live, &mut report).await?;
        named.check(db, workbook, &mut report).await?;
    }
    Ok(report)
}

/// The heads that count, oldest first; what is wrong with the others is found.
async fn witnesses(
    db: &Db,
    workbook: WorkbookId,
    scope: Scope<'_>,
    report: &mut Report,
) -> Result<Vec<(SignedHead, Witness)>, VerifyError> {
    let stored = custody::heads(&db.pool, workbook, EMPTY.seq).await?;
    let mut heads = Vec::with_capacity(stored.len());
    for row in &stored {
        let Some(head) = signed(row) else {
            report.find(Finding::Head(
                row.seq,
                Witness::Database,
                super::HeadError::Forged,
            ));
            continue;
        };
        // The peaks are derived, and yet what the next head goes on from.
        let goes_on = Tree::stored(row.seq.0.cast_unsigned(), &row.peaks);
        if goes_on.is_none_or(|tree| tree.root() != head.root) {
            report.find(Finding::Head(
                row.seq,
                Witness::Database,
                super::HeadError::Forged,
            ));
        }
        heads.push((head, Witness::Database));
    }
    let anchors = scope
        .anchors
        .iter()
        .filter(|head| head.workbook == workbook);
    heads.extend(anchors.map(|head| (head.clone(), Witness::Anchor)));
    heads.retain(|(head, witness)| match head.check(scope.trusted) {
        Ok(()) => true,
        Err(error) => {
            report.find(Finding::Head(head.seq, *witness, error));
            false
        }
    });
    heads.sort_by_key(|(head, _)| head.seq);
    Ok(heads)
}

/// The chain of events, held against the heads.
async fn events(
    db: &Db,
    workbook: WorkbookId,
    witnesses: &[(SignedHead, Witness)],
    report: &mut Report,
) -> Result<(), VerifyError> {
    let mut hashes = vec![EMPTY.hash];
    loop {
        let last = i64::try_from(hashes.len() - 1).unwrap_or(i64::MAX);
        let part = db::events::after(&db.pool, workbook, last, EVENTS).await?;
        if part.is_empty() {
            break;
        }
        for event in part {
            let previous = hashes.last().copied().unwrap_or(EMPTY.hash);
            let next = i64::try_from(hashes.len()).unwrap_or(i64::MAX);
            let hash = chain::event_hash(&previous, &event);
            if event.n != next || event.hash != hash {
                // What comes after it hangs on it.
                report.find(Finding::Event(next));
                return Ok(());
            }
            hashes.push(hash);
        }
    }
    for (head, witness) in witnesses {
        let there = usize::try_from(head.events)
            .ok()
            .and_then(|n| hashes.get(n));
        if there != Some(&head.events_hash) {
            let (signed, witness) = (head.events, *witness);
            report.find(Finding::Events { signed, witness });
            return Ok(());
        }
    }
    Ok(())
}

/// The chain of hashes, and the heads beside it.
struct Chain {
    workbook: WorkbookId,
    witnesses: std::iter::Peekable<std::vec::IntoIter<(SignedHead, Witness)>>,
    tree: Tree,
    seq: Seq,
    /// Of the last change: as stored, and as computed from what came before.
    stored: tree::Hash,
    computed: tree::Hash,
    /// The last head that fits.
    vouched: Seq,
    findings: Vec<Finding>,
}

impl Chain {
    fn new(workbook: WorkbookId, witnesses: Vec<(SignedHead, Witness)>) -> Self {
        Self {
            workbook,
            witnesses: witnesses.into_iter().peekable(),
            tree: Tree::default(),
            seq: EMPTY.seq,
            stored: EMPTY.hash,
            computed: EMPTY.hash,
            vouched: EMPTY.seq,
            findings: Vec::new(),
        }
    }

    /// Goes over the changes that are folded, of which the hashes are left.
    fn fold(&mut self, hashes: &[tree::Hash]) {
        for hash in hashes {
            self.seq = Seq(self.seq.0 + 1);
            (self.stored, self.computed) = (*hash, *hash);
            self.tree.push(hash);
            self.witness();
        }
    }

    fn find(&mut self, finding: Finding) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(finding);
        }
    }

    fn take(&mut self, part: &Part) {
        let mut cells = part.cells.as_slice();
        for (change, update) in &part.changes {
            let seq = change.seq;
            if seq.0 > self.seq.0 + 1 {
                self.find(Finding::Missing(Seq(self.seq.0 + 1), Seq(seq.0 - 1)));
            }
            cells = self.orphans(cells, seq);
            let own = cells.partition_point(|cell: &CellRow| cell.seq <= seq);
            let (own, rest) = cells.split_at(own);
            cells = rest;
            let hash = |previous| chain::hash(previous, self.workbook, change, update, own);
            let mut computed = hash(&self.stored);
            if change.hash != computed && self.stored != self.computed {
                // Where the hash before it was altered, this one may still be as it was.
                let other = hash(&self.computed);
                if change.hash == other {
                    computed = other;
                }
            }
            if change.hash != computed {
                self.find(Finding::Altered(seq));
            }
            self.stored = change.hash.as_slice().try_into().unwrap_or(computed);
            (self.seq, self.computed) = (seq, computed);
            self.tree.push(&self.stored);
            self.witness();
        }
        if let Some(cell) = cells.first() {
            self.find(Finding::Orphans(cell.seq));
        }
    }

    /// Steps over entries before a change that belong to none.
    fn orphans<'a>(&mut self, cells: &'a [CellRow], seq: Seq) -> &'a [CellRow] {
        let before = cells.partition_point(|cell| cell.seq < seq);
        if before > 0 {
            self.find(Finding::Orphans(cells[0].seq));
        }
        &cells[before..]
    }

    /// Holds the heads of the change that was just read against it.
    fn witness(&mut self) {
        while let Some((head, witness)) = self.witnesses.next_if(|(head, _)| head.seq <= self.seq) {
            if head.seq == self.seq && head.hash == self.stored && head.root == self.tree.root() {
                self.vouched = self.seq;
            } else if self
                .findings
                .iter()
                .all(|found| !matches!(found, Finding::Rewritten { .. }))
            {
                // One is enough: all later ones differ with it.
                let (seq, since) = (head.seq, self.vouched);
                self.findings.push(Finding::Rewritten {
                    seq,
                    since,
                    witness,
                });
            }
        }
    }

    fn end(mut self, report: &mut Report) {
        report.seq = self.seq;
        if let Some((head, witness)) = self.witnesses.by_ref().last() {
            let (last, signed) = (self.seq, head.seq);
            self.findings.push(Finding::TailCut {
                last,
                signed,
                witness,
            });
        }
        for finding in self.findings {
            report.find(finding);
        }
    }
}
