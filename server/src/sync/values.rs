//! A room's side of the calculation: who looks at what, and who reads which cells (SPEC.md, V).

use tokio::sync::oneshot;

use super::SessionId;
use super::outbox::Outbox;
use super::task::Task;
use super::wire;
use crate::calculation::{Calculation, CellsRead, CellsWanted, Prepared, ReadError, View};

impl Task {
    /// V1: what a session has on screen.
    pub(super) fn view(&mut self, session: SessionId, view: Option<View>) {
        self.start_calculation();
        let (Some(member), Some(calculation)) = (self.members.get_mut(&session), &self.calculation)
        else {
            return;
        };
        member.view.clone_from(&view);
        show(calculation, session, &member.outbox, view);
    }

    /// Cells for a request, as they are now.
    pub(super) fn cells(
        &mut self,
        wanted: &CellsWanted,
        reply: oneshot::Sender<Result<CellsRead, ReadError>>,
    ) {
        match Prepared::find(wanted, &self.document, self.head.seq) {
            Ok(prepared) => self.start_calculation().read(prepared, reply),
            Err(error) => drop(reply.send(Err(error))),
        }
    }

    /// The calculation runs from the first moment that somebody may look at values, and again if it failed.
    pub(super) fn start_calculation(&mut self) -> &Calculation {
        let running = self.calculation.take_if(|running| !running.is_ended());
        let running = running.unwrap_or_else(|| {
            let room = self.room.workbook();
            let bases = self.bases.clone();
            let fresh = Calculation::start(
                room,
                bases,
                &self.document,
                self.head.seq,
                wire::values,
                &self.tasks,
            );
            for (session, member) in self
                .members
                .iter()
                .filter(|(_, member)| member.view.is_some())
            {
                show(&fresh, *session, &member.outbox, member.view.clone());
            }
            fresh
        });
        self.calculation.insert(running)
    }
}

fn show(calculation: &Calculation, session: SessionId, outbox: &Outbox, view: Option<View>) {
    let outbox = outbox.clone();
    calculation.view(session.0, Box::new(move |frame| outbox.push(frame)), view);
}
