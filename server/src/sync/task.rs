//! The one task that owns a workbook's document: it takes what waits in the inbox, has it stored, and tells everybody.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use daylight_model::Document;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::SessionId;
use super::bindings::Bindings;
use super::close::Close;
use super::member::Member;
use super::outbox::Outbox;
use super::presence::{self, BadPresence, Presence};
use super::room::{Command, Join, Room};
use super::wire::{self, AwarenessEntry, ClientMessage, Notice, Person, Welcome};
use crate::auth::Access;
use crate::calculation::Calculation;
use crate::config::SyncLimits;
use crate::db::Db;
use crate::db::log::Head;
use crate::history::{Bases, Loaded, Replayed};
use crate::ids::UserId;

/// Messages taken from the inbox at a time.
const TURN: usize = 256;
/// P3: how often presence goes out at most.
const PRESENCE_EVERY: Duration = Duration::from_millis(33);

/// What a room needs of the server.
pub(super) struct Services {
    pub db: Db,
    pub bases: Bases,
    pub limits: Arc<SyncLimits>,
    pub tasks: TaskTracker,
}

/// A room at work.
pub(super) struct Task {
    pub(super) db: Db,
    pub(super) bases: Bases,
    pub(super) limits: Arc<SyncLimits>,
    pub(super) room: Room,
    pub(super) document: Document,
    pub(super) head: Head,
    pub(super) since: Replayed,
    pub(super) bindings: Bindings,
    pub(super) members: HashMap<SessionId, Member>,
    pub(super) calculation: Option<Calculation>,
    presence: Presence,
    presence_sent: Option<Instant>,
    pub(super) tasks: TaskTracker,
    ending: bool,
}

impl Task {
    pub(super) fn new(
        services: Services,
        room: &Room,
        loaded: Loaded,
        bindings: Vec<(u64, UserId)>,
    ) -> Self {
        let Services {
            db,
            bases,
            limits,
            tasks,
        } = services;
        Self {
            db,
            bases,
            limits,
            room: room.clone(),
            document: loaded.document,
            head: loaded.head,
            since: loaded.replayed,
            bindings: Bindings::new(bindings),
            members: HashMap::new(),
            calculation: None,
            presence: Presence::default(),
            presence_sent: None,
            tasks,
            ending: false,
        }
    }

    /// Works until nobody has used the room for a while, the server stops, or the log cannot be written.
    pub(super) async fn run(mut self, mut inbox: mpsc::Receiver<Command>, stop: CancellationToken) {
        let mut commands = Vec::with_capacity(TURN);
        loop {
            let presence_due = self
                .presence_sent
                .map_or_else(Instant::now, |sent| sent + PRESENCE_EVERY);
            tokio::select! {
                _ = inbox.recv_many(&mut commands, TURN) => {
                    if !self.turn_or_fail(&mut commands).await {
                        return;
                    }
                }
                () = sleep_until(presence_due), if self.presence.is_dirty() => self.send_presence(),
                () = sleep(self.limits.room_idle), if self.members.is_empty() => break,
                () = stop.cancelled() => break,
            }
        }
        self.ending = true;
        inbox.close();
        while inbox.recv_many(&mut commands, TURN).await > 0 {
            if !self.turn_or_fail(&mut commands).await {
                return;
            }
        }
        self.close_all(&Close::GONE);
        self.snapshot_at_the_end().await;
    }

    /// D5: when the log cannot be written, memory is ahead of the truth and the room ends.
    async fn turn_or_fail(&mut self, commands: &mut Vec<Command>) -> bool {
        let turn = Box::pin(self.turn(commands)).await;
        if let Err(error) = &turn {
            tracing::error!(workbook.id = %self.room.workbook(), error = error as &dyn std::error::Error,
                "the log could not be written; the room is loaded afresh");
            self.close_all(&Close::RETRY);
        }
        turn.is_ok()
    }

    /// Presence goes out in its own time; everything else in order.
    pub(super) fn attend(&mut self, command: Command) {
        match command {
            Command::Join(join) => self.join(join),
            Command::Leave(session) => self.leave(session),
            Command::Role(session, access) => self.change_role(session, access),
            Command::Read(look) => look(&self.document, self.head.seq),
            Command::Cells(wanted, reply) => self.cells(&wanted, reply),
            Command::Compute(ask) => ask(self.start_calculation()),
            Command::Said(session, message) => self.said(session, message),
            Command::Edit(_) => {}
        }
    }

    fn join(&mut self, join: Join) {
        let refused = if self.ending {
            Some(Close::RETRY)
        } else if self.members.len() >= self.limits.room_sessions {
            Some(Close::FULL)
        } else if join
            .hello
            .epoch
            .is_some_and(|epoch| epoch != self.document.epoch())
        {
            Some(Close::EPOCH)
        } else {
            None
        };
        if let Some(close) = refused {
            drop(join.reply.send(Err(close)));
            return;
        }
        let person = self.person(&join.access);
        self.room.add_live(&join, person.clone());
        self.members
            .insert(join.session, Member::new(&join, person));
        self.greet(join.session);
        if join.reply.send(Ok(())).is_err() {
            self.leave(join.session);
        }
    }

    /// Somebody who is here already keeps their colour.
    fn person(&self, access: &Access) -> Person {
        let here = self
            .members
            .values()
            .find(|member| member.access.user.id == access.user.id);
        let color = here.map_or_else(
            || {
                presence::color(access.user.id.0, |c| {
                    self.members.values().any(|member| member.person.color == c)
                })
            },
            |member| member.person.color,
        );
        Person::new(&access.user, color)
    }

    fn greet(&mut self, session: SessionId) {
        let clients = self.members.len();
        let Some(member) = self.members.get(&session) else {
            return;
        };
        if member.ours {
            let welcome = Welcome {
                workbook: self.room.workbook(),
                epoch: self.document.epoch(),
                seq: self.head.seq,
                role: member.access.role,
                user: &member.person,
                clients,
            };
            member.outbox.push(welcome.frame());
        }
        member
            .outbox
            .push(wire::step_1(&self.document.state_vector()));
        if let Some(states) = self.presence.all() {
            member.outbox.push(states);
        }
        if member.ours {
            self.start_calculation();
        }
    }

    /// P4, and the end of a session in every other respect.
    pub(super) fn leave(&mut self, session: SessionId) {
        if self.members.remove(&session).is_some() {
            self.room.remove_live(session);
            self.presence.leave(session);
            if let Some(calculation) = &self.calculation {
                calculation.view(session.0, Box::new(drop), None);
            }
        }
    }

    /// Ends a session with a reason.
    pub(super) fn dismiss(&mut self, session: SessionId, close: Close) {
        if let Some(member) = self.members.get(&session) {
            member.outbox.close(close);
            self.leave(session);
        }
    }

    fn close_all(&mut self, close: &Close) {
        for (session, member) in std::mem::take(&mut self.members) {
            member.outbox.close(close.clone());
            self.room.remove_live(session);
        }
    }

    /// S3.
    fn change_role(&mut self, session: SessionId, access: Access) {
        let Some(member) = self.members.get_mut(&session) else {
            return;
        };
        self.room.set_live_access(session, &access);
        if member.access.role != access.role && member.ours {
            member.outbox.push(
                Notice {
                    code: "role",
                    role: Some(access.role),
                }
                .frame(),
            );
        }
        member.access = access;
    }

    fn said(&mut self, session: SessionId, message: ClientMessage) {
        let Some(member) = self.members.get(&session) else {
            return;
        };
        match message {
            ClientMessage::Step1(state_vector) => match self.document.missing(&state_vector) {
                Ok(update) => member.outbox.push(wire::step_2(&update)),
                Err(_) => self.dismiss(session, Close::MALFORMED),
            },
            ClientMessage::QueryAwareness => {
                if let Some(states) = self.presence.all() {
                    member.outbox.push(states);
                }
            }
            ClientMessage::Awareness(entries) => self.show(session, entries),
            ClientMessage::View(view) => self.view(session, view),
            // Updates have gone through the gate before.
            ClientMessage::Update { .. } => {}
        }
    }

    /// P2 and P3.
    fn show(&mut self, session: SessionId, entries: Vec<AwarenessEntry>) {
        for entry in entries {
            let Some(member) = self.members.get_mut(&session) else {
                return;
            };
            // Clients tell of others' states too, as far as they know them; only their own count.
            if !self
                .bindings
                .try_show(entry.client, member.access.user.id, &mut member.ids)
            {
                continue;
            }
            let person = member.person.clone();
            match self
                .presence
                .set(session, &person, entry, self.limits.presence_bytes)
            {
                Ok(()) => {}
                Err(BadPresence::Malformed) => return self.dismiss(session, Close::MALFORMED),
                Err(BadPresence::TooLarge) => return self.dismiss(session, Close::TOO_LARGE),
            }
        }
    }

    fn send_presence(&mut self) {
        self.presence_sent = Some(Instant::now());
        if let Some(frame) = self.presence.changes() {
            for outbox in self.members.values().map(|member| &member.outbox) {
                outbox.push(frame.clone());
            }
        }
    }

    /// To all.
    pub(super) fn broadcast(&self, frame: &bytes::Bytes) {
        self.members
            .values()
            .map(|member| &member.outbox)
            .for_each(|outbox: &Outbox| outbox.push(frame.clone()));
    }
}
