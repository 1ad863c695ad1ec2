//! One editor: a real Yjs document behind a real socket.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use tokio::{sync::watch, time::Instant};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use yrs::{
    Any, Doc, Map, MapRef, Observable, Out, ReadTxn, StateVector, Transact, Update,
    types::EntryChange,
    updates::{decoder::Decode, encoder::Encode},
};

use crate::{
    measure::Measure,
    wire::{Dialect, Incoming},
};

/// What all editors of a run share.
pub(crate) struct Plan {
    /// Whose server.
    pub(crate) dialect: Dialect,
    /// Socket address with its query.
    pub(crate) url: String,
    /// Document name, where the dialect sends one.
    pub(crate) document: String,
    /// Token, where the dialect sends one.
    pub(crate) token: String,
    /// Time between two edits of one editor.
    pub(crate) pace: Duration,
    /// Edits each editor makes.
    pub(crate) edits: usize,
    /// Marks.
    pub(crate) measure: Measure,
}

/// Phases all editors go through together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Connect and wait.
    Gather,
    /// Make edits.
    Edit,
    /// Say what you have.
    End,
}

struct Replica {
    doc: Doc,
    cells: MapRef,
    arrived: Arc<Mutex<Vec<usize>>>,
}

impl Replica {
    fn new() -> Self {
        // 32-bit ids, as Yjs draws them; small ones belong to servers.
        let client = u64::from(rand::random_range(1u32 << 16..u32::MAX));
        let doc = Doc::with_client_id(client);
        let cells = doc.get_or_insert_map("cells");
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let inbox = Arc::clone(&arrived);
        cells.observe("load", move |txn, event| {
            let mut inbox = inbox
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            for change in event.keys(txn).values() {
                if let EntryChange::Inserted(Out::Any(Any::Number(id)))
                | EntryChange::Updated(_, Out::Any(Any::Number(id))) = change
                {
                    inbox.extend(id.as_i64().and_then(|id| usize::try_from(id).ok()));
                }
            }
        });
        Self {
            doc,
            cells,
            arrived,
        }
    }

    fn take_arrived(&self) -> Vec<usize> {
        std::mem::take(
            &mut *self
                .arrived
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        )
    }

    /// Writes one cell of this editor's own column and gives the update.
    fn edit(&self, column: usize, row: usize, id: usize) -> Vec<u8> {
        let mut txn = self.doc.transact_mut();
        let value = f64::from(u32::try_from(id).unwrap_or(u32::MAX));
        self.cells
            .insert(&mut txn, format!("1/{row}:{column}"), value);
        let update = txn.encode_update_v1();
        drop(txn);
        self.take_arrived();
        update
    }

    /// All entries, in order: equal texts mean equal documents.
    fn text(&self) -> String {
        let txn = self.doc.transact();
        let mut entries: Vec<String> = self
            .cells
            .iter(&txn)
            .map(|(key, value)| format!("{key}={}", value.to_string(&txn)))
            .collect();
        entries.sort_unstable();
        entries.join(";")
    }
}

/// Runs one editor; gives what its document holds in the end.
pub(crate) async fn run(
    number: usize,
    plan: Arc<Plan>,
    mut phase: watch::Receiver<Phase>,
    ready: tokio::sync::mpsc::Sender<()>,
) -> Result<String> {
    // The library clears its buffer before each read; a large one would cost more than what is measured.
    let config = WebSocketConfig::default().read_buffer_size(4096);
    let (socket, _) = tokio_tungstenite::connect_async_with_config(&plan.url, Some(config), true)
        .await
        .with_context(|| format!("editor {number} cannot connect"))?;
    let (mut out, mut input) = socket.split();
    let replica = Replica::new();
    if let Some(hello) = plan.dialect.hello(&plan.document, &plan.token) {
        out.send(Message::binary(hello)).await?;
    }
    let vector = replica.doc.transact().state_vector().encode_v1();
    out.send(Message::binary(plan.dialect.sync(
        &plan.document,
        0,
        &vector,
    )))
    .await?;

    let (mut synced, mut done) = (false, 0);
    let mut next = Instant::now() + Duration::from_hours(24);
    loop {
        tokio::select! {
            frame = input.next() => {
                let frame = frame.context("the server closed the socket")??;
                let data = match frame {
                    Message::Binary(data) => data,
                    Message::Close(reason) => bail!("editor {number} was closed: {reason:?}"),
                    _ => continue,
                };
                match plan.dialect.read(&data)? {
                    Incoming::Step1(vector) => {
                        let owed = replica.doc.transact().encode_diff_v1(&StateVector::decode_v1(vector)?);
                        out.send(Message::binary(plan.dialect.sync(&plan.document, 1, &owed))).await?;
                    }
                    Incoming::Update(update) => {
                        replica.doc.transact_mut().apply_update(Update::decode_v1(update)?)?;
                        plan.measure.seen(&replica.take_arrived());
                        if !synced {
                            synced = true;
                            ready.send(()).await?;
                        }
                    }
                    Incoming::Other => {}
                }
            }
            changed = phase.changed() => {
                changed?;
                let now = *phase.borrow_and_update();
                match now {
                    Phase::Edit => next = Instant::now() + plan.pace.mul_f64(rand::random()),
                    Phase::End => {
                        out.close().await.ok();
                        return Ok(replica.text());
                    }
                    Phase::Gather => {}
                }
            }
            () = tokio::time::sleep_until(next), if done < plan.edits => {
                next += plan.pace;
                let id = number * plan.edits + done;
                plan.measure.sent(id);
                let update = replica.edit(number, done, id);
                out.send(Message::binary(plan.dialect.sync(&plan.document, 2, &update))).await?;
                done += 1;
            }
        }
    }
}
