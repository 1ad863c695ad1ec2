//! A Yjs client of our own: a document, a socket, and what it has heard.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use daylight_tests::{ADMIN_TOKEN, TestServer};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};
use yrs::updates::decoder::Decode as _;
use yrs::updates::encoder::Encode as _;
use yrs::{Any, Doc, Map as _, Out, ReadTxn as _, StateVector, Transact as _, Update};

/// Longer than anything may take; a test that waits so long has failed.
pub const PATIENCE: Duration = Duration::from_mins(2);

/// Who connects.
#[derive(Debug, Clone)]
pub enum Who {
    Token(String),
    Cookie(String),
    Nobody,
}

impl Who {
    pub fn owner() -> Self {
        Self::Token(ADMIN_TOKEN.to_owned())
    }
}

/// Where to connect, and as who.
#[derive(Debug, Clone)]
pub struct Door {
    /// `ws://…/ws/ID`
    pub url: String,
    pub who: Who,
    /// Whether to speak more than the standard messages.
    pub ours: bool,
    pub epoch: Option<u32>,
}

impl Door {
    pub fn of(server: &TestServer, workbook: &str) -> Self {
        Self::at(server.socket_url(workbook))
    }

    pub fn at(url: String) -> Self {
        Self {
            url,
            who: Who::owner(),
            ours: true,
            epoch: None,
        }
    }

    #[must_use]
    pub fn seen_as(mut self, who: Who) -> Self {
        self.who = who;
        self
    }

    #[must_use]
    pub fn standard(mut self) -> Self {
        self.ours = false;
        self
    }

    /// Opens a socket; an answer other than an upgrade is its status.
    pub async fn open(&self) -> Result<Socket, u16> {
        let mut query = Vec::new();
        if self.ours {
            query.push("daylight=1".to_owned());
        }
        if let Some(epoch) = self.epoch {
            query.push(format!("epoch={epoch}"));
        }
        if let Who::Token(token) = &self.who {
            query.push(format!("token={token}"));
        }
        let mut request = format!("{}?{}", self.url, query.join("&"))
            .into_client_request()
            .unwrap();
        if let Who::Cookie(cookie) = &self.who {
            request
                .headers_mut()
                .insert("cookie", cookie.parse().unwrap());
        }
        let config = WebSocketConfig::default()
            .max_frame_size(None)
            .max_message_size(None);
        match timeout(
            PATIENCE,
            connect_async_with_config(request, Some(config), true),
        )
        .await
        .expect("the server answers")
        {
            Ok((socket, _)) => Ok(Socket(socket)),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(_) => Err(0),
        }
    }
}

/// An open websocket.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What came out of a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    Frame(Vec<u8>),
    /// Close code (0 when the connection just broke) and reason.
    End(u16, String),
}

impl Socket {
    pub async fn send(&mut self, frame: Vec<u8>) {
        // A server that has closed meanwhile is noticed when reading.
        let _sent = self.0.send(Message::Binary(frame.into())).await;
    }

    pub async fn send_text(&mut self, text: &str) {
        let _sent = self.0.send(Message::Text(text.into())).await;
    }

    pub async fn hear(&mut self) -> Heard {
        loop {
            match timeout(PATIENCE, self.0.next())
                .await
                .expect("something is heard in time")
            {
                Some(Ok(Message::Binary(bytes))) => return Heard::Frame(bytes.to_vec()),
                Some(Ok(Message::Close(Some(frame)))) => {
                    return Heard::End(frame.code.into(), frame.reason.to_string());
                }
                Some(Ok(Message::Close(None)) | Err(_)) | None => {
                    return Heard::End(0, String::new());
                }
                Some(Ok(_)) => {}
            }
        }
    }

    /// Reads until the server ends it.
    pub async fn end(&mut self) -> (u16, String) {
        let end = async {
            loop {
                if let Heard::End(code, reason) = self.hear().await {
                    return (code, reason);
                }
            }
        };
        timeout(PATIENCE, end)
            .await
            .expect("the server ends the connection in time")
    }
}

/// A Yjs client id that nobody else in this process has.
pub fn new_client() -> u64 {
    static NEXT: AtomicU32 = AtomicU32::new(100_000);
    u64::from(NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A client with a document.
pub struct Peer {
    pub door: Door,
    pub doc: Doc,
    socket: Option<Socket>,
    /// Sync step 2 has come since the socket was opened.
    pub synced: bool,
    pub welcome: Value,
    /// Next clock of ours that is durable, as which seq.
    pub acked: u32,
    pub seq: i64,
    pub notices: Vec<Value>,
    pub values: Vec<Value>,
    /// Presence of others and ourselves, by client id; null when gone.
    pub presence: std::collections::BTreeMap<u64, Value>,
    pub ended: Option<(u16, String)>,
}

impl Peer {
    /// A client that is not connected yet.
    pub fn new(door: Door) -> Self {
        Self {
            door,
            doc: Doc::with_client_id(new_client()),
            socket: None,
            synced: false,
            welcome: Value::Null,
            acked: 0,
            seq: 0,
            notices: Vec::new(),
            values: Vec::new(),
            presence: std::collections::BTreeMap::new(),
            ended: None,
        }
    }

    /// A client that has joined and has the document.
    pub async fn join(door: Door) -> Self {
        let mut peer = Self::new(door);
        assert!(peer.connect().await, "the server lets us in");
        peer.until(|peer| peer.synced).await;
        peer
    }

    pub fn client(&self) -> u64 {
        self.doc.client_id().get()
    }

    /// Opens a socket and asks for what is missing.
    pub async fn connect(&mut self) -> bool {
        self.synced = false;
        self.ended = None;
        let Ok(mut socket) = self.door.open().await else {
            return false;
        };
        let known = self.doc.transact().state_vector().encode_v1();
        socket.send(sync_frame(0, &known)).await;
        self.socket = Some(socket);
        true
    }

    /// Breaks the connection without a word.
    pub fn drop_connection(&mut self) {
        self.socket = None;
    }

    pub fn is_connected(&self) -> bool {
        self.socket.is_some() && self.ended.is_none()
    }

    /// Changes the document here, and gives the update.
    pub fn change(&self, root: &str, key: &str, value: Option<Any>) -> Vec<u8> {
        let map = self.doc.get_or_insert_map(root);
        let mut txn = self.doc.transact_mut();
        match value {
            Some(value) => drop(map.insert(&mut txn, key, value)),
            None => drop(map.remove(&mut txn, key)),
        }
        txn.encode_update_v1()
    }

    /// Sets a cell here and tells the server.
    pub async fn set(&mut self, cell: &str, value: impl Into<Any>) {
        let update = self.change("cells", cell, Some(value.into()));
        self.send(sync_frame(2, &update)).await;
    }

    pub async fn send(&mut self, frame: Vec<u8>) {
        if let Some(socket) = &mut self.socket {
            socket.send(frame).await;
        }
    }

    /// Shows presence.
    pub async fn show(&mut self, client: u64, clock: u32, state: &str) {
        let mut block = vec![1];
        put_var(&mut block, client);
        put_var(&mut block, u64::from(clock));
        put_block(&mut block, state.as_bytes());
        let mut frame = vec![1];
        put_block(&mut frame, &block);
        self.send(frame).await;
    }

    pub fn get(&self, root: &str, key: &str) -> Option<Any> {
        let map = self.doc.get_or_insert_map(root);
        let txn = self.doc.transact();
        match map.get(&txn, key) {
            Some(Out::Any(any)) => Some(any),
            _ => None,
        }
    }

    pub fn cell(&self, cell: &str) -> Option<Any> {
        self.get("cells", cell)
    }

    /// The newest value sent for a cell by its row and column id.
    pub fn value(&self, row: u64, col: u64) -> Option<Value> {
        let cells = self.values.iter();
        let mut cells = cells.flat_map(|values| values["cells"].as_array().unwrap());
        cells
            .rfind(|cell| cell[0] == row && cell[1] == col)
            .map(|cell| cell[2].clone())
    }

    /// All cells, sorted.
    pub fn cells(&self) -> Vec<String> {
        let map = self.doc.get_or_insert_map("cells");
        let txn = self.doc.transact();
        let mut cells: Vec<String> = map
            .iter(&txn)
            .map(|(key, value)| format!("{key}={}", value.to_string(&txn)))
            .collect();
        cells.sort();
        cells
    }

    /// The next clock of our own.
    pub fn clock(&self) -> u32 {
        self.doc
            .transact()
            .state_vector()
            .get(&self.doc.client_id())
    }

    /// Everything of ours is durable.
    pub fn is_saved(&self) -> bool {
        self.acked >= self.clock()
    }

    /// Hears one thing.
    pub async fn pump(&mut self) {
        let Some(socket) = &mut self.socket else {
            panic!("not connected")
        };
        match socket.hear().await {
            Heard::Frame(frame) => self.take(&frame).await,
            Heard::End(code, reason) => self.ended = Some((code, reason)),
        }
    }

    /// Hears until something holds.
    pub async fn until(&mut self, done: impl Fn(&Self) -> bool) {
        let heard = async {
            while !done(self) {
                assert_eq!(self.ended, None, "the connection ended before that");
                self.pump().await;
            }
        };
        timeout(PATIENCE, heard).await.expect("it comes in time");
    }

    /// Hears until the server ends it.
    pub async fn end(&mut self) -> (u16, String) {
        let end = async {
            loop {
                if let Some(end) = self.ended.clone() {
                    return end;
                }
                self.pump().await;
            }
        };
        timeout(PATIENCE, end)
            .await
            .expect("the server ends the connection in time")
    }

    pub async fn saved(&mut self) {
        self.until(Self::is_saved).await;
    }

    async fn take(&mut self, frame: &[u8]) {
        let mut rest = frame;
        match take_var(&mut rest) {
            0 => {
                let kind = take_var(&mut rest);
                let block = take_block(&mut rest).to_vec();
                self.sync(kind, &block).await;
            }
            1 => {
                let mut entries = take_block(&mut rest);
                for _ in 0..take_var(&mut entries) {
                    let (client, _clock) = (take_var(&mut entries), take_var(&mut entries));
                    let state = serde_json::from_slice(take_block(&mut entries)).unwrap();
                    self.presence.insert(client, state);
                }
            }
            2 => self.notices.push(json!({"code": "permission-denied"})),
            100 => self.welcome = serde_json::from_slice(rest).unwrap(),
            101 => {
                let ack: Value = serde_json::from_slice(rest).unwrap();
                self.seq = ack["seq"].as_i64().unwrap();
                for pair in ack["clocks"].as_array().unwrap() {
                    if pair[0] == self.client() {
                        let clock = u32::try_from(pair[1].as_u64().unwrap()).unwrap();
                        self.acked = self.acked.max(clock);
                    }
                }
            }
            102 => self.values.push(serde_json::from_slice(rest).unwrap()),
            103 => self.notices.push(serde_json::from_slice(rest).unwrap()),
            other => panic!("a frame of type {other}"),
        }
    }

    async fn sync(&mut self, kind: u64, block: &[u8]) {
        if kind == 0 {
            let known = StateVector::decode_v1(block).unwrap();
            // D7: what the server has told of is durable.
            self.acked = self.acked.max(known.get(&self.doc.client_id()));
            let missing = self.doc.transact().encode_diff_v1(&known);
            self.send(sync_frame(1, &missing)).await;
            return;
        }
        let update = Update::decode_v1(block).unwrap();
        self.doc.transact_mut().apply_update(update).unwrap();
        self.synced |= kind == 1;
    }
}

/// A sync message: 0 step 1, 1 step 2, 2 update.
pub fn sync_frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![0, kind];
    put_block(&mut frame, payload);
    frame
}

pub fn put_var(out: &mut Vec<u8>, mut value: u64) {
    while value >= 128 {
        out.push((value & 127) as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}

pub fn put_block(out: &mut Vec<u8>, block: &[u8]) {
    put_var(out, block.len() as u64);
    out.extend_from_slice(block);
}

fn take_var(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    for shift in (0..).step_by(7) {
        let byte = bytes[0];
        *bytes = &bytes[1..];
        value |= u64::from(byte & 127) << shift;
        if byte < 128 {
            break;
        }
    }
    value
}

fn take_block<'a>(bytes: &mut &'a [u8]) -> &'a [u8] {
    let length = usize::try_from(take_var(bytes)).unwrap();
    let (block, rest) = bytes.split_at(length);
    *bytes = rest;
    block
}

/// Opens an eye: what is on screen.
pub fn view_frame(view: &Value) -> Vec<u8> {
    let mut frame = vec![104];
    frame.extend_from_slice(view.to_string().as_bytes());
    frame
}
