//! One turn of a room: apply what came, store it in one transaction, then broadcast and acknowledge (SPEC.md, D).

use std::collections::BTreeMap;

use daylight_model::document::{Applied, ApplyError};
use daylight_model::gate::{self, GateLimits, Refusal};
use tokio::sync::oneshot;

use super::SessionId;
use super::close::Close;
use super::room::{Command, Declined, EditError, EditRequest, may_write};
use super::task::Task;
use super::wire::{self, Ack, ClientMessage, Origin};
use crate::clock;
use crate::history::{self, Author, BaseError, Logged, Pending, Via, Wanted};
use crate::ids::{Seq, UserId};

/// G4: updates of one session that may be dropped while it has not answered our sync step 1.
const MOST_GAPS: u32 = 1000;

/// What came in one turn and is applied in memory.
#[derive(Default)]
struct Batch {
    pending: Vec<Pending>,
    /// Of each of `pending`, what has to be known of the base that its sheets had then.
    wanted: Vec<Vec<Wanted>>,
    /// Who is told of each of `pending`.
    callers: Vec<Caller>,
    /// D4: what is acknowledged without a change of its own.
    known: Vec<(SessionId, Vec<(u64, u32)>)>,
    unchanged: Vec<oneshot::Sender<Result<Option<Seq>, EditError>>>,
    bindings: Vec<(u64, UserId)>,
    /// Who is to answer our sync step 1 again, which tells of nothing that is not durable (D7).
    asked: Vec<SessionId>,
}

enum Caller {
    Session(SessionId),
    Request(oneshot::Sender<Result<Option<Seq>, EditError>>),
}

/// The log could not be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum TurnError {
    #[error("the document is broken")]
    Document(#[from] ApplyError),
    #[error("what was there before could not be read")]
    Base(#[from] BaseError),
    #[error("changes could not be stored")]
    Database(#[from] sqlx::Error),
}

impl Task {
    /// Changes first, in order and stored together; then everything that looks at the document.
    pub(super) async fn turn(&mut self, commands: &mut Vec<Command>) -> Result<(), TurnError> {
        let mut batch = Batch::default();
        let mut rest = Vec::new();
        for command in commands.drain(..) {
            match command {
                Command::Said(session, ClientMessage::Update { bytes, origin }) => {
                    self.receive(&mut batch, session, &bytes, origin)?;
                }
                Command::Edit(request) => self.write(&mut batch, request)?,
                other => rest.push(other),
            }
        }
        self.commit(batch).await?;
        for command in rest {
            self.attend(command);
        }
        Ok(())
    }

    /// G: an update from outside.
    fn receive(
        &mut self,
        batch: &mut Batch,
        session: SessionId,
        update: &[u8],
        origin: Origin,
    ) -> Result<(), TurnError> {
        let Some(member) = self.members.get_mut(&session) else {
            return Ok(());
        };
        if member.outbox.is_closed() {
            return Ok(());
        }
        if origin == Origin::Step2 {
            member.answering = false;
        }
        if !may_write(member.access.role) {
            member.say_read_only(update, origin);
            return Ok(());
        }
        let author = Author::new(member.access.user.id, member.access.link, Via::Edit);
        let owns = |client| self.bindings.may_use(client, author.user);
        let limits = GateLimits {
            bytes: self.limits.frame_bytes,
            ..GateLimits::default()
        };
        let admitted = match self.document.admit(update, &limits, &owns) {
            Ok(admitted) => admitted,
            Err(refusal) => {
                self.refuse(batch, session, &refusal, origin);
                return Ok(());
            }
        };
        let writers = admitted.writers();
        let applied = match self.document.apply(admitted) {
            Ok(applied) => applied,
            Err(error) => {
                // The room has to be loaded afresh; whoever brought it about must not come back with the same update.
                self.dismiss(session, Close::refused("unappliable"));
                return Err(error.into());
            }
        };
        if let Some(member) = self.members.get_mut(&session) {
            member.gaps = 0;
        }
        batch
            .bindings
            .extend(self.bindings.bind(writers, author.user));
        self.collect(batch, author, applied, Caller::Session(session));
        Ok(())
    }

    /// G2 and G4.
    fn refuse(&mut self, batch: &mut Batch, session: SessionId, refusal: &Refusal, origin: Origin) {
        let Some(member) = self.members.get_mut(&session) else {
            return;
        };
        if origin == Origin::Live && is_gap(refusal) && member.gaps < MOST_GAPS {
            member.gaps += 1;
            if !member.answering {
                member.answering = true;
                batch.asked.push(session);
            }
            return;
        }
        tracing::warn!(workbook.id = %self.room.workbook(), session = session.0, user.id = %member.access.user.id,
            refusal = refusal.name(), detail = %refusal, "update refused");
        metrics::counter!("daylight_updates_refused_total").increment(1);
        self.dismiss(session, Close::refused(refusal.name()));
    }

    /// A change by a request.
    fn write(&mut self, batch: &mut Batch, request: EditRequest) -> Result<(), TurnError> {
        let EditRequest {
            author,
            build,
            reply,
        } = request;
        let applied = match build(&self.document) {
            Err(Declined) => Err(EditError::Declined),
            Ok(edits) => match self.document.write(&edits) {
                Err(error) if error.broken() => return Err(error.into()),
                result => result.map_err(EditError::Refused),
            },
        };
        match applied {
            Ok(applied) => self.collect(batch, author, applied, Caller::Request(reply)),
            Err(error) => drop(reply.send(Err(error))),
        }
        Ok(())
    }

    fn collect(&mut self, batch: &mut Batch, mut author: Author, applied: Applied, caller: Caller) {
        if applied.entries.is_empty() {
            match caller {
                Caller::Session(session) => batch.known.push((session, applied.clocks)),
                Caller::Request(reply) => batch.unchanged.push(reply),
            }
            return;
        }
        let words = author.summary.take();
        let summary =
            words.unwrap_or_else(|| history::summary(&applied.entries, self.document.workbook()));
        // A later change of the same turn may give a sheet another base.
        let wanted = history::wanted_base(&applied.entries, &self.document);
        batch.wanted.push(wanted);
        batch.pending.push(Pending {
            author,
            at: clock::now(),
            summary,
            cells: Vec::new(),
            applied,
        });
        batch.callers.push(caller);
    }

    /// D1 to D5.
    async fn commit(&mut self, batch: Batch) -> Result<(), TurnError> {
        let Batch {
            mut pending,
            wanted,
            callers,
            known,
            unchanged,
            bindings,
            asked,
        } = batch;
        if !pending.is_empty() {
            let workbook = self.room.workbook();
            for (change, wanted) in pending.iter_mut().zip(wanted) {
                let imported = self.bases.imported(workbook, wanted).await?;
                change.cells = history::rows(&change.applied.entries, &imported);
            }
            let (head, logged) =
                history::append(&self.db.pool, workbook, self.head, pending, &bindings).await?;
            self.head = head;
            self.publish(&logged);
            self.acknowledge(&logged, callers);
            self.follow_up(&logged);
        }
        for (session, clocks) in known {
            self.ack(session, self.head.seq, &clocks);
        }
        for reply in unchanged {
            drop(reply.send(Ok(None)));
        }
        for member in asked.iter().filter_map(|session| self.members.get(session)) {
            member
                .outbox
                .push(wire::step_1(&self.document.state_vector()));
        }
        Ok(())
    }

    /// D3: to all, merged and encoded once.
    fn publish(&self, logged: &[Logged]) {
        let update = match logged {
            [] => return,
            [one] => wire::update(&one.applied().update),
            several => {
                let updates: Vec<_> = several
                    .iter()
                    .map(|change| &change.applied().update)
                    .collect();
                match gate::merge(&updates) {
                    Ok(merged) => wire::update(&merged),
                    Err(error) => {
                        tracing::error!(
                            error = &error as &dyn std::error::Error,
                            "updates could not be merged"
                        );
                        return several
                            .iter()
                            .for_each(|one| self.broadcast(&wire::update(&one.applied().update)));
                    }
                }
            }
        };
        self.broadcast(&update);
    }

    fn acknowledge(&self, logged: &[Logged], callers: Vec<Caller>) {
        let mut acks: BTreeMap<SessionId, (Seq, BTreeMap<u64, u32>)> = BTreeMap::new();
        for (change, caller) in logged.iter().zip(callers) {
            match caller {
                Caller::Request(reply) => drop(reply.send(Ok(Some(change.seq())))),
                Caller::Session(session) => {
                    let (seq, clocks) = acks.entry(session).or_default();
                    *seq = change.seq();
                    for (client, clock) in &change.applied().clocks {
                        let known = clocks.entry(*client).or_default();
                        *known = (*known).max(*clock);
                    }
                }
            }
        }
        for (session, (seq, clocks)) in acks {
            self.ack(session, seq, &clocks.into_iter().collect::<Vec<_>>());
        }
    }

    fn ack(&self, session: SessionId, seq: Seq, clocks: &[(u64, u32)]) {
        if let Some(member) = self.members.get(&session).filter(|member| member.ours) {
            member.outbox.push(Ack { seq, clocks }.frame());
        }
    }

    /// What needs the change but not its author's patience.
    fn follow_up(&mut self, logged: &[Logged]) {
        self.since.changes += logged.len();
        self.since.bytes += logged
            .iter()
            .map(|change| change.applied().update.len())
            .sum::<usize>();
        metrics::counter!("daylight_changes_total").increment(logged.len() as u64);
        if let Some(calculation) = &self.calculation {
            let entries = logged.iter().flat_map(|change| &change.applied().entries);
            calculation.changed(entries, &self.document, self.head.seq);
        }
        self.snapshot_if_due();
    }
}

/// What comes before the update is not here yet, but may be in the client's answer to our sync step 1.
fn is_gap(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::Gap { .. } | Refusal::UnknownOrigin { .. } | Refusal::FutureDelete { .. }
    )
}
