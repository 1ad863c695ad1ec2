//! One socket: reads frames into the room, writes what waits in its outbox, keeps an eye on time and on access.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::sync::{Notify, oneshot};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep, sleep_until, timeout};

use super::SessionId;
use super::close::Close;
use super::outbox::{Outbox, Waiting, outbox};
use super::rate::Rate;
use super::registry::Rooms;
use super::room::{Command, Hello, Join, Room};
use super::wire::{AwarenessEntry, ClientMessage, Frame};
use crate::auth::{self, Access, AccessError};
use crate::config::SyncLimits;

/// How long a client may take to answer our close.
const FAREWELL: Duration = Duration::from_secs(2);

type Sink = SplitSink<WebSocket, Message>;
type Stream = SplitStream<WebSocket>;

/// A socket that is in a room.
struct Session {
    id: SessionId,
    rooms: Rooms,
    room: Room,
    limits: Arc<SyncLimits>,
    outbox: Outbox,
    recheck: Arc<Notify>,
}

/// Serves a socket until it or its access ends.
pub async fn serve(socket: WebSocket, rooms: Rooms, access: Access, hello: Hello) {
    let (mut sink, mut stream) = socket.split();
    let (outbox, waiting) = outbox(rooms.limits().outbox_frames, rooms.limits().outbox_bytes);
    let close = match enter(&rooms, &access, hello, outbox).await {
        Err(close) => close,
        Ok(session) => {
            metrics::gauge!("daylight_sessions").increment(1.0);
            let close = Box::pin(session.run(&mut sink, &mut stream, waiting, access, hello)).await;
            metrics::gauge!("daylight_sessions").decrement(1.0);
            close
        }
    };
    bid_farewell(sink, stream, &close).await;
}

/// Joins the room, then looks at the access once more: whoever ends it meanwhile either sees the session or is seen.
async fn enter(
    rooms: &Rooms,
    access: &Access,
    hello: Hello,
    outbox: Outbox,
) -> Result<Session, Close> {
    let room = rooms.open(access.workbook).await.map_err(|error| {
        tracing::warn!(workbook.id = %access.workbook, error = &error as &dyn std::error::Error, "workbook not opened");
        error.close()
    })?;
    let recheck = Arc::new(Notify::new());
    let (id, (reply, answer)) = (rooms.next_session(), oneshot::channel());
    let join = Join {
        session: id,
        access: access.clone(),
        hello,
        outbox: outbox.clone(),
        recheck: Arc::clone(&recheck),
        reply,
    };
    room.send(Command::Join(join))
        .await
        .map_err(|_| Close::RETRY)?;
    answer.await.map_err(|_| Close::RETRY)??;
    recheck.notify_one();
    let limits = Arc::new(rooms.limits().clone());
    Ok(Session {
        id,
        rooms: rooms.clone(),
        room,
        limits,
        outbox,
        recheck,
    })
}

impl Session {
    async fn run(
        self,
        sink: &mut Sink,
        stream: &mut Stream,
        mut waiting: Waiting,
        access: Access,
        hello: Hello,
    ) -> Close {
        let close = tokio::select! {
            () = self.outbox.closed() => self.outbox.reason(),
            close = self.read(stream) => close,
            () = self.write(sink, &mut waiting) => Close::GONE,
            close = self.watch(access, hello) => close,
        };
        self.outbox.close(close);
        if self.room.send(Command::Leave(self.id)).await.is_err() {
            tracing::trace!(session = self.id.0, "the room has gone before its session");
        }
        self.outbox.reason()
    }

    /// Frames in, until the socket ends or says something that ends it.
    async fn read(&self, stream: &mut Stream) -> Close {
        let mut rates = Rates::new(&self.limits);
        let mut held = Held::default();
        loop {
            let next = tokio::select! {
                next = timeout(self.limits.silence, stream.next()) => next,
                () = sleep_until(held.due), if !held.entries.is_empty() => {
                    if self.tell(held.take(self.limits.presence_rate)).await.is_err() {
                        return Close::RETRY;
                    }
                    continue;
                }
            };
            let message = match next {
                Err(_) => return Close::TIMEOUT,
                Ok(None) => return Close::GONE,
                Ok(Some(Err(error))) => return on_error(&error),
                Ok(Some(Ok(message))) => message,
            };
            let bytes = match message {
                Message::Binary(bytes) => bytes,
                Message::Text(_) => return Close::MALFORMED,
                Message::Close(_) => return Close::GONE,
                Message::Ping(_) | Message::Pong(_) => continue,
            };
            let Ok(frame) = Frame::new(bytes, self.limits.frame_bytes) else {
                return Close::TOO_LARGE;
            };
            let told = match ClientMessage::decode(&frame) {
                Err(_) => return Close::MALFORMED,
                Ok(ClientMessage::Awareness(entries)) => {
                    held.add(entries);
                    Ok(())
                }
                Ok(message) => self.tell(message).await,
            };
            if told.is_err() {
                return Close::RETRY;
            }
            let wait = rates.take(frame.len());
            if !wait.is_zero() {
                sleep(wait).await;
            }
        }
    }

    async fn tell(&self, message: ClientMessage) -> Result<(), super::Gone> {
        self.room.send(Command::Said(self.id, message)).await
    }

    /// Frames out, as many at once as there are, and a ping from time to time.
    async fn write(&self, sink: &mut Sink, waiting: &mut Waiting) {
        let every = self.limits.ping_every;
        let mut ping = interval_at(Instant::now() + every, every);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let sent = tokio::select! {
                frame = waiting.next() => match frame {
                    None => return,
                    Some(frame) => send_ready(sink, waiting, frame).await,
                },
                _ = ping.tick() => sink.send(Message::Ping(bytes::Bytes::new())).await,
            };
            if sent.is_err() {
                return;
            }
        }
    }

    /// S3: looks at credential and access again from time to time, and whenever somebody says so.
    async fn watch(&self, mut access: Access, hello: Hello) -> Close {
        loop {
            drop(timeout(self.limits.recheck_every, self.recheck.notified()).await);
            if let Some(credential) = &hello.credential
                && let Ok(false) = auth::still_good(self.rooms.db(), credential).await
            {
                return Close::SIGNED_OUT;
            }
            match auth::access(self.rooms.db(), &access.user, access.workbook).await {
                Ok(now) if now.role == access.role && now.link == access.link => {}
                Ok(now) => {
                    access = now.clone();
                    if self.room.send(Command::Role(self.id, now)).await.is_err() {
                        return Close::RETRY;
                    }
                }
                Err(AccessError::NotFound(_) | AccessError::Trashed(_)) => return Close::REVOKED,
                // Not knowing is no reason to end it: nothing can be logged meanwhile either.
                Err(AccessError::Database(error)) => {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "access could not be looked up"
                    );
                }
            }
        }
    }
}

async fn send_ready(
    sink: &mut Sink,
    waiting: &mut Waiting,
    first: bytes::Bytes,
) -> Result<(), axum::Error> {
    let mut length = first.len();
    sink.feed(Message::Binary(first)).await?;
    while let Some(frame) = waiting.ready() {
        length += frame.len();
        sink.feed(Message::Binary(frame)).await?;
    }
    sink.flush().await?;
    waiting.sent(length);
    Ok(())
}

/// The socket's own limit is the only capacity that can be exceeded here.
fn on_error(error: &axum::Error) -> Close {
    if error.to_string().starts_with("Space limit exceeded") {
        Close::TOO_LARGE
    } else {
        Close::GONE
    }
}

/// Says why, and waits a moment for the client to have heard it.
async fn bid_farewell(mut sink: Sink, mut stream: Stream, close: &Close) {
    let reason = Utf8Bytes::from(close.reason.as_ref());
    let frame = Message::Close(Some(CloseFrame {
        code: close.code,
        reason,
    }));
    let farewell = async {
        sink.send(frame).await?;
        while let Some(Ok(_)) = stream.next().await {}
        Ok::<(), axum::Error>(())
    };
    drop(timeout(FAREWELL, farewell).await);
}

struct Rates {
    updates: Rate,
    bytes: Rate,
}

impl Rates {
    fn new(limits: &SyncLimits) -> Self {
        let now = Instant::now();
        Self {
            updates: Rate::new(limits.session_updates, now),
            bytes: Rate::new(limits.session_bytes, now),
        }
    }

    fn take(&mut self, bytes: usize) -> Duration {
        let now = Instant::now();
        self.updates.take(1, now).max(self.bytes.take(bytes, now))
    }
}

/// P3: presence that waits for its turn; of one client only the newest.
struct Held {
    entries: BTreeMap<u64, AwarenessEntry>,
    due: Instant,
}

impl Default for Held {
    fn default() -> Self {
        Self {
            entries: BTreeMap::new(),
            due: Instant::now(),
        }
    }
}

impl Held {
    fn add(&mut self, entries: Vec<AwarenessEntry>) {
        for entry in entries {
            self.entries.insert(entry.client, entry);
        }
    }

    fn take(&mut self, per_second: u32) -> ClientMessage {
        self.due = Instant::now() + Duration::from_secs(1) / per_second.max(1);
        ClientMessage::Awareness(std::mem::take(&mut self.entries).into_values().collect())
    }
}
