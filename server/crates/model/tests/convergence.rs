//! Three people work on one sheet at the same time, apart and together: all end with the same workbook, and every
//! formula still points at the cells it pointed at and computes what it would compute from nothing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, VecDeque};

use daylight_calc::{Clock, Engine};
use daylight_model::{
    Axis, CellId, Content, Document, Edit, Formula, GateLimits, Key, LineId, Root, SheetId, Value,
    Workbook,
    a1::{cell_name, parse_cell},
    formula::{parse_formula, render_formula},
};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use yrs::{Any, Doc, Map, MapRef, Number, Transact, Update, updates::decoder::Decode};

const SIDE: u32 = 10;

#[derive(Clone, Debug)]
enum Act {
    Write {
        row: u32,
        col: u32,
    },
    Formula {
        row: u32,
        col: u32,
    },
    /// A formula over a range.
    Range {
        row: u32,
        col: u32,
        down: u32,
        right: u32,
    },
    /// A formula over a part of the table.
    Part {
        row: u32,
        part: usize,
    },
    /// The table begins and ends elsewhere.
    Frame {
        row: u32,
        col: u32,
        down: u32,
        right: u32,
    },
    /// A column of the table is called otherwise.
    Heading {
        col: u32,
    },
    Insert {
        cols: bool,
        at: u32,
        count: u32,
    },
    Delete {
        cols: bool,
        at: u32,
        more: u32,
    },
    Move {
        cols: bool,
        at: u32,
        more: u32,
        before: u32,
    },
    Undo,
    /// Sends so many of the own updates to the server.
    Send {
        count: usize,
        twice: bool,
    },
    /// Receives so many of the server's.
    Receive {
        count: usize,
        twice: bool,
    },
}

/// What formulas say of the table; `?` is what its middle column is called.
const PARTS: [&str; 8] = [
    "COUNTA(T[?])",
    "CONCAT(T)",
    "CONCAT(T[[#All],[?]])",
    "T[@?]&\"r\"",
    "CONCAT(T[[#Headers],[?]])",
    "CONCAT(T[[#Totals],[?]])",
    "COUNTA(T[[#Headers],[#Data]])&ROWS(T[[#Data],[#Totals]])",
    "COUNTA(T[@])",
];

fn act() -> impl Strategy<Value = Act> {
    let at = 0..SIDE;
    prop_oneof![
        3 => (at.clone(), at.clone()).prop_map(|(row, col)| Act::Write { row, col }),
        4 => (at.clone(), at.clone()).prop_map(|(row, col)| Act::Formula { row, col }),
        3 => (at.clone(), at.clone(), 0u32..5, 0u32..5)
            .prop_map(|(row, col, down, right)| Act::Range { row, col, down, right }),
        3 => (at.clone(), 0..PARTS.len()).prop_map(|(row, part)| Act::Part { row, part }),
        1 => (at.clone(), at.clone(), 0u32..5, 0u32..5)
            .prop_map(|(row, col, down, right)| Act::Frame { row, col, down, right }),
        1 => at.clone().prop_map(|col| Act::Heading { col }),
        3 => (any::<bool>(), at.clone(), 1u32..4).prop_map(|(cols, at, count)| Act::Insert { cols, at, count }),
        2 => (any::<bool>(), at.clone(), 0u32..3).prop_map(|(cols, at, more)| Act::Delete { cols, at, more }),
        2 => (any::<bool>(), at.clone(), 0u32..3, 0..SIDE + 2)
            .prop_map(|(cols, at, more, before)| Act::Move { cols, at, more, before }),
        2 => Just(Act::Undo),
        2 => (1usize..6, any::<bool>()).prop_map(|(count, twice)| Act::Send { count, twice }),
        2 => (1usize..6, any::<bool>()).prop_map(|(count, twice)| Act::Receive { count, twice }),
    ]
}

fn acts() -> impl Strategy<Value = Vec<(usize, Act)>> {
    prop::collection::vec((0usize..3, act()), 5..60)
}

fn own() -> SheetId {
    "1".parse().unwrap()
}

fn any_of(j: &Json) -> Any {
    match j {
        Json::Number(n) => Any::Number(Number::try_i64(n.as_f64().unwrap())),
        Json::Bool(b) => Any::Bool(*b),
        Json::String(s) => Any::from(s.as_str()),
        Json::Array(a) => Any::Array(a.iter().map(any_of).collect()),
        _ => panic!("{j}"),
    }
}

/// A formula as somebody typed it: where it stands, and what stood in the cell that it named.
struct Typed {
    key: String,
    target: CellId,
    tag: String,
}

struct Peer {
    doc: Doc,
    /// What it made and the server has not got.
    outbox: VecDeque<Vec<u8>>,
    /// Sent before, for duplicates.
    sent: Vec<Vec<u8>>,
    /// How many of the server's updates it has.
    received: usize,
    /// Entries before each of its own changes.
    undo: Vec<(Root, String, Option<Any>)>,
    next: u32,
}

/// The document as somebody sees it, whatever is still on its way.
fn view(doc: &Doc) -> Document {
    let maps = Root::ALL.map(|r| (r, doc.get_or_insert_map(r.as_str())));
    let txn = doc.transact();
    let mut edits = vec![];
    for (root, map) in maps {
        edits.extend(map.iter(&txn).map(|(key, value)| {
            let yrs::Out::Any(any) = value else {
                panic!("{root} {key}");
            };
            let mut text = String::new();
            any.to_json(&mut text);
            Edit {
                root,
                key: key.to_owned(),
                value: Some(serde_json::from_str(&text).unwrap()),
            }
        }));
    }
    let mut document = Document::new();
    document.write(&edits).unwrap();
    document
}

impl Peer {
    fn new(n: u64, start: &[u8]) -> Self {
        let peer = Self {
            doc: Doc::with_client_id(5000 + n),
            outbox: VecDeque::new(),
            sent: vec![],
            received: 0,
            undo: vec![],
            next: u32::try_from(n + 1).unwrap() * 1000,
        };
        peer.take(start);
        peer
    }

    fn take(&self, update: &[u8]) {
        let update = Update::decode_v1(update).unwrap();
        self.doc.transact_mut().apply_update(update).unwrap();
    }

    fn map(&self, root: Root) -> MapRef {
        self.doc.get_or_insert_map(root.as_str())
    }

    fn put(&mut self, root: Root, key: &str, value: Option<Any>) -> Option<Any> {
        let map = self.map(root);
        let mut txn = self.doc.transact_mut();
        let old = match map.get(&txn, key) {
            Some(yrs::Out::Any(any)) => Some(any),
            _ => None,
        };
        match value {
            Some(value) => {
                map.insert(&mut txn, key, value);
            }
            None => {
                map.remove(&mut txn, key);
            }
        }
        self.outbox.push_back(txn.encode_update_v1());
        old
    }

    fn set(&mut self, root: Root, key: &str, value: &Json) {
        let old = self.put(root, key, Some(any_of(value)));
        self.undo.push((root, key.to_owned(), old));
    }

    fn act(&mut self, act: &Act, typed: &mut Vec<Typed>) {
        self.next += 1;
        let op = format!("x{}", self.next);
        let seen = view(&self.doc);
        let sheet = seen.workbook().sheet(&own()).unwrap();
        let axis = |cols: bool| if cols { sheet.cols() } else { sheet.rows() };
        let root = |cols: bool| if cols { Root::Cols } else { Root::Rows };
        let line = |entry: Result<(String, Json), _>, cols: bool| {
            entry
                .ok()
                .map(|(key, value): (String, Json)| (root(cols), format!("1/{key}"), value))
        };
        let change = match act {
            Act::Write { row, col } => {
                let key = cell_key(sheet.rows(), sheet.cols(), *row, *col);
                // What stands somewhere is never overwritten, so that tags stay what they are.
                let free = seen.get(Root::Cells, &key).is_none();
                free.then(|| (Root::Cells, key, json!(format!("tag {}", self.next))))
            }
            Act::Formula { row, col } => self.formula(&seen, *row, *col, typed),
            Act::Range {
                row,
                col,
                down,
                right,
            } => {
                let (from, to) = (cell_name(*row, *col), cell_name(row + down, col + right));
                let text = match self.next % 3 {
                    0 => format!("COUNTA({from}:{to})&\" of \"&ROWS({from}:{to})"),
                    1 => format!("CONCAT({to}:{from})"),
                    _ => format!("COUNTA({}:{})+COUNTA($B:$C)", row + 1, row + down + 1),
                };
                let formula = parse_formula(&text, &own(), seen.workbook());
                let key = format!("1/{}:6000", 500_000 + self.next);
                Some((Root::Cells, key, json!(formula.to_parts())))
            }
            Act::Part { row, part } => {
                let book = seen.workbook();
                let table = book.table_named("T").unwrap();
                let called = table.columns(sheet.cols()).nth(1);
                let row = sheet.rows().id_at(*row).unwrap();
                called.map(|(_, name)| {
                    let text = PARTS[*part].replace('?', &name);
                    let formula = parse_formula(&text, &own(), book);
                    let key = format!("1/{row}:{}", 7_000 + self.next);
                    (Root::Cells, key, json!(formula.to_parts()))
                })
            }
            Act::Frame {
                row,
                col,
                down,
                right,
            } => {
                let line = |axis: &Axis, at: u32| axis.id_at(at).unwrap().0;
                let (top, bottom) = (line(sheet.rows(), *row), line(sheet.rows(), row + down));
                let (left, last) = (line(sheet.cols(), *col), line(sheet.cols(), col + right));
                let totals = self.next.is_multiple_of(2);
                let table = json!(["T", "1", top, left, bottom, last, true, totals, ""]);
                Some((Root::Tables, "t1".to_owned(), table))
            }
            Act::Heading { col } => {
                let id = sheet.cols().id_at(*col).unwrap();
                let name = json!(format!("col {}", self.next));
                Some((Root::Tables, format!("t1/{id}"), name))
            }
            Act::Insert { cols, at, count } => {
                line(axis(*cols).insert_before(*at, *count, self.next), *cols)
            }
            Act::Delete { cols, at, more } => line(axis(*cols).delete(*at, at + more, &op), *cols),
            Act::Move {
                cols,
                at,
                more,
                before,
            } => line(axis(*cols).move_to(*at, at + more, *before, &op), *cols),
            Act::Undo => {
                if let Some((root, key, old)) = self.undo.pop() {
                    self.put(root, &key, old);
                }
                None
            }
            Act::Send { .. } | Act::Receive { .. } => None,
        };
        if let Some((root, key, value)) = change {
            self.set(root, &key, &value);
        }
    }

    /// Types a formula far away that names the cell shown at an address.
    fn formula(
        &self,
        seen: &Document,
        row: u32,
        col: u32,
        typed: &mut Vec<Typed>,
    ) -> Option<(Root, String, Json)> {
        let sheet = seen.workbook().sheet(&own()).unwrap();
        let target = CellId {
            row: sheet.rows().id_at(row)?,
            col: sheet.cols().id_at(col)?,
        };
        let tag = seen.get(Root::Cells, &format!("1/{}:{}", target.row, target.col))?;
        let text = format!("{}&\"x\"", cell_name(row, col));
        let formula = parse_formula(&text, &own(), seen.workbook());
        let key = format!("1/{}:5000", 500_000 + self.next);
        typed.push(Typed {
            key: key.clone(),
            target,
            tag: tag.as_str()?.to_owned(),
        });
        let parts = formula.to_parts();
        Some((Root::Cells, key, json!(parts)))
    }
}

fn cell_key(rows: &Axis, cols: &Axis, row: u32, col: u32) -> String {
    format!(
        "1/{}:{}",
        rows.id_at(row).unwrap(),
        cols.id_at(col).unwrap()
    )
}

fn start() -> Document {
    let mut d = Document::new();
    let mut edits = vec![
        (Root::Book, "epoch".to_owned(), json!(1)),
        (Root::Sheets, "1/name".to_owned(), json!("Sheet1")),
        (
            Root::Tables,
            "t1".to_owned(),
            json!(["T", "1", 2, 1, 7, 4, true, true, ""]),
        ),
        (Root::Tables, "t1/2".to_owned(), json!("b [#]")),
    ];
    for row in 0..SIDE {
        for col in 0..SIDE {
            edits.push((
                Root::Cells,
                format!("1/{row}:{col}"),
                json!(format!("{row}:{col}")),
            ));
        }
    }
    let edits: Vec<Edit> = edits
        .into_iter()
        .map(|(root, key, value)| Edit {
            root,
            key,
            value: Some(value),
        })
        .collect();
    d.write(&edits).unwrap();
    d
}

type Everything = Vec<BTreeMap<String, Json>>;

fn everything(d: &Document) -> Everything {
    Root::ALL
        .into_iter()
        .map(|r| d.entries(r).into_iter().collect())
        .collect()
}

fn axes(w: &Workbook) -> [Vec<LineId>; 2] {
    let sheet = w.sheet(&own()).unwrap();
    [sheet.rows(), sheet.cols()].map(|axis| (0..60).map(|i| axis.id_at(i).unwrap()).collect())
}

/// The read model that updates made is the one that the entries make.
fn check_read_model(d: &Document) {
    let sheet = d.workbook().sheet(&own()).unwrap();
    for (root, axis) in [(Root::Rows, sheet.rows()), (Root::Cols, sheet.cols())] {
        let entries: Vec<(String, Json)> = d
            .entries(root)
            .into_iter()
            .map(|(k, v)| (k.strip_prefix("1/").unwrap().to_owned(), v))
            .collect();
        let fresh = Axis::build(axis.limit(), entries.iter().map(|(k, v)| (k.as_str(), v)));
        assert_eq!(&fresh, axis);
    }
    let cells = d.entries(Root::Cells);
    assert_eq!(cells.len(), sheet.cells().len());
    for (key, value) in cells {
        let (row, col) = key.strip_prefix("1/").unwrap().split_once(':').unwrap();
        let cell = CellId::new(row.parse().unwrap(), col.parse().unwrap());
        assert_eq!(sheet.cell(cell), Some(&Content::from_json(&value).unwrap()));
    }
}

fn check_formulas(d: &Document, typed: &[Typed]) {
    let w = d.workbook();
    let sheet = w.sheet(&own()).unwrap();
    for t in typed {
        let Some(stored) = d.get(Root::Cells, &t.key) else {
            continue; // undone
        };
        let parts: Vec<String> = serde_json::from_value(stored).unwrap();
        let formula = Formula::from_parts(parts.iter().map(String::as_str)).unwrap();
        let shown = render_formula(&formula, &own(), w);
        let address = shown.strip_suffix("&\"x\"").unwrap();
        let place = sheet
            .rows()
            .index_of(t.target.row)
            .zip(sheet.cols().index_of(t.target.col));
        assert_eq!(parse_cell(address), place, "{shown}");
        let Some((row, col)) = place else {
            assert_eq!(address, "#REF!");
            continue;
        };
        let content = d.get(Root::Cells, &cell_key(sheet.rows(), sheet.cols(), row, col));
        // Whoever wrote the tag may have undone it; then nothing stands there.
        if let Some(content) = content {
            assert_eq!(content, json!(t.tag), "{shown}");
        }
    }
}

/// The server: the document, the updates that everybody gets, and what formulas compute to.
struct Server {
    document: Document,
    log: Vec<Vec<u8>>,
    engine: Engine,
    delivered: u32,
}

const CLOCK: Clock = Clock {
    now: 46_000.0,
    seed: 1,
};

fn calculated(document: &Document) -> Engine {
    let mut engine = Engine::new(false);
    put_sheet(&mut engine, document);
    put_table(&mut engine, document);
    let sheet = document.workbook().sheet(&own()).unwrap();
    for (cell, content) in sheet.cells() {
        engine.set(&own(), *cell, Some(content.clone()));
    }
    assert!(engine.recalc(CLOCK, &|| false).finished);
    engine
}

fn put_sheet(engine: &mut Engine, document: &Document) {
    let sheet = document.workbook().sheet(&own()).unwrap();
    engine.put_sheet(&own(), "Sheet1", sheet.rows().clone(), sheet.cols().clone());
}

fn put_table(engine: &mut Engine, document: &Document) {
    engine.put_table("t1", document.workbook().table_by_id("t1").cloned());
}

/// What was computed step by step is what is computed from nothing, and what the text of each formula computes to.
fn check_values(server: &mut Server) {
    assert!(server.engine.recalc(CLOCK, &|| false).finished);
    let workbook = server.document.workbook();
    let mut fresh = calculated(&server.document);
    let sheet = workbook.sheet(&own()).unwrap();
    let cells = sheet.cells();
    // What stands on deleted lines is not computed.
    let shows = |cell: &&CellId| {
        let row = sheet.rows().index_of(cell.row);
        row.and(sheet.cols().index_of(cell.col)).is_some()
    };
    let values: Vec<(CellId, Value)> = cells
        .keys()
        .filter(shows)
        .map(|cell| (*cell, fresh.value(&own(), *cell)))
        .collect();
    for (cell, value) in &values {
        assert_eq!(&server.engine.value(&own(), *cell), value, "{cell:?}");
    }
    for (cell, content) in cells {
        let Content::Formula(formula) = content else {
            continue;
        };
        let shown = render_formula(formula, &own(), workbook);
        let again = parse_formula(&shown, &own(), workbook);
        fresh.set(&own(), *cell, Some(Content::Formula(again.into())));
    }
    assert!(fresh.recalc(CLOCK, &|| false).finished);
    for (cell, value) in &values {
        assert_eq!(&fresh.value(&own(), *cell), value, "{cell:?} by its text");
    }
}

fn deliver(server: &mut Server, client: u64, update: &[u8]) {
    let Server {
        document,
        log,
        engine,
        delivered,
    } = server;
    let owns = |c: u64| c == client;
    let admitted = document
        .admit(update, &GateLimits::default(), &owns)
        .unwrap();
    let applied = document.apply(admitted).unwrap();
    assert_eq!(applied.entries.is_empty(), applied.update.is_empty());
    for entry in applied.entries.iter().filter(|entry| !entry.superseded) {
        match Key::parse(entry.root, &entry.key).unwrap() {
            Key::Rows(..) | Key::Cols(..) => put_sheet(engine, document),
            Key::Table(_) | Key::TableColumn(..) => put_table(engine, document),
            Key::Cell(_, cell) => {
                let sheet = document.workbook().sheet(&own()).unwrap();
                engine.set(&own(), cell, sheet.cell(cell).cloned());
            }
            other => panic!("{other}"),
        }
    }
    *delivered += 1;
    if delivered.is_multiple_of(3) {
        engine.recalc(CLOCK, &|| false);
    }
    if !applied.entries.is_empty() {
        log.push(applied.update);
    }
}

fn send(peer: &mut Peer, server: &mut Server, count: usize, twice: bool) {
    let client = peer.doc.client_id().get();
    for _ in 0..count {
        let Some(update) = peer.outbox.pop_front() else {
            break;
        };
        deliver(server, client, &update);
        peer.sent.push(update);
    }
    if twice {
        for update in &peer.sent {
            deliver(server, client, update);
        }
    }
}

fn receive(peer: &mut Peer, log: &[Vec<u8>], count: usize, twice: bool) {
    let end = log.len().min(peer.received + count);
    for update in &log[peer.received..end] {
        peer.take(update);
        if twice {
            peer.take(update);
        }
    }
    peer.received = end;
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(
        std::env::var("DAYLIGHT_HISTORIES").ok().and_then(|n| n.parse().ok()).unwrap_or(48),
    ))]

    /// Through the server and its gate.
    #[test]
    fn histories_through_the_server_converge(acts in acts()) {
        let document = start();
        let state = document.state();
        let engine = calculated(&document);
        let mut server = Server { document, log: vec![], engine, delivered: 0 };
        let mut typed = vec![];
        let mut peers: Vec<Peer> = (0..3).map(|n| Peer::new(n, &state)).collect();
        for (who, act) in &acts {
            let peer = &mut peers[*who];
            match act {
                Act::Send { count, twice } => send(peer, &mut server, *count, *twice),
                Act::Receive { count, twice } => receive(peer, &server.log, *count, *twice),
                act => peer.act(act, &mut typed),
            }
        }
        for peer in &mut peers {
            send(peer, &mut server, usize::MAX, false);
        }
        check_values(&mut server);
        let Server { document: server, log, .. } = server;
        let all = everything(&server);
        for peer in &mut peers {
            receive(peer, &log, usize::MAX / 2, true);
            let seen = view(&peer.doc);
            prop_assert_eq!(&everything(&seen), &all);
            prop_assert_eq!(axes(seen.workbook()), axes(server.workbook()));
        }
        check_read_model(&server);
        check_formulas(&server, &typed);

        let mut replayed = Document::load(&state).unwrap();
        for update in &log {
            replayed.replay(update).unwrap();
        }
        prop_assert_eq!(&everything(&replayed), &all);
        check_read_model(&replayed);
    }

    /// From peer to peer, in any order, some twice.
    #[test]
    fn histories_between_peers_converge(
        acts in acts(),
        order in prop::collection::vec(any::<prop::sample::Index>(), 300),
    ) {
        let state = start().state();
        let mut typed = vec![];
        let mut peers: Vec<Peer> = (0..3).map(|n| Peer::new(n, &state)).collect();
        let mut order = order.iter().cycle();
        let mut made: Vec<(usize, Vec<u8>)> = vec![];
        for (who, act) in &acts {
            if matches!(act, Act::Send { .. } | Act::Receive { .. }) {
                if !made.is_empty() {
                    let (from, update) = order.next().unwrap().get(&made);
                    if from != who {
                        peers[*who].take(update);
                    }
                }
                continue;
            }
            peers[*who].act(act, &mut typed);
            made.extend(peers[*who].outbox.drain(..).map(|u| (*who, u)));
        }
        for (who, peer) in peers.iter().enumerate() {
            let mut rest: Vec<&Vec<u8>> = made.iter().filter(|m| m.0 != who).map(|m| &m.1).collect();
            while !rest.is_empty() {
                let at = order.next().unwrap().index(rest.len());
                peer.take(rest.swap_remove(at));
            }
        }
        let views: Vec<Document> = peers.iter().map(|p| view(&p.doc)).collect();
        for seen in &views {
            prop_assert_eq!(&everything(seen), &everything(&views[0]));
            prop_assert_eq!(axes(seen.workbook()), axes(views[0].workbook()));
            check_formulas(seen, &typed);
        }
    }
}
