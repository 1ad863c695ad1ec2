//! The server, and what must be true of everybody's document.

use std::collections::BTreeMap;

use daylight_calc::{Clock, Engine};
use daylight_model::{
    Axis, CellId, Content, Document, Edit, Formula, GateLimits, Key, Ledger, LineId, Root, Value,
    Workbook,
    a1::parse_cell,
    formula::{parse_formula, render_formula},
};
use serde_json::{Value as Json, json};

use crate::{
    acts::SIDE,
    peer::{Peer, Typed, cell_key, own},
};

pub(crate) fn start() -> Document {
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

pub(crate) type Everything = Vec<BTreeMap<String, Json>>;

pub(crate) fn everything(d: &Document) -> Everything {
    Root::ALL
        .into_iter()
        .map(|r| d.entries(r).into_iter().collect())
        .collect()
}

pub(crate) fn entries(ledger: &Ledger) -> Everything {
    let of = |root| {
        ledger
            .entries(root)
            .map(|(key, value)| (key.to_owned(), value.clone()))
    };
    Root::ALL
        .into_iter()
        .map(|root| of(root).collect())
        .collect()
}

pub(crate) fn axes(w: &Workbook) -> [Vec<LineId>; 2] {
    let sheet = w.sheet(&own()).unwrap();
    [sheet.rows(), sheet.cols()].map(|axis| (0..60).map(|i| axis.id_at(i).unwrap()).collect())
}

/// The read model that updates made is the one that the entries make.
pub(crate) fn check_read_model(d: &Document) {
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

pub(crate) fn check_formulas(d: &Document, typed: &[Typed]) {
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
pub(crate) struct Server {
    pub(crate) document: Document,
    pub(crate) log: Vec<Vec<u8>>,
    pub(crate) engine: Engine,
    pub(crate) delivered: u32,
}

pub(crate) const CLOCK: Clock = Clock {
    now: 46_000.0,
    seed: 1,
};

pub(crate) fn calculated(document: &Document) -> Engine {
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

pub(crate) fn put_sheet(engine: &mut Engine, document: &Document) {
    let sheet = document.workbook().sheet(&own()).unwrap();
    engine.put_sheet(&own(), "Sheet1", sheet.rows().clone(), sheet.cols().clone());
}

pub(crate) fn put_table(engine: &mut Engine, document: &Document) {
    engine.put_table("t1", document.workbook().table_by_id("t1").cloned());
}

/// What was computed step by step is what is computed from nothing, and what the text of each formula computes to.
pub(crate) fn check_values(server: &mut Server) {
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

pub(crate) fn deliver(server: &mut Server, client: u64, update: &[u8]) {
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

pub(crate) fn send(peer: &mut Peer, server: &mut Server, count: usize, twice: bool) {
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

pub(crate) fn receive(peer: &mut Peer, log: &[Vec<u8>], count: usize, twice: bool) {
    let end = log.len().min(peer.received + count);
    for update in &log[peer.received..end] {
        peer.take(update);
        if twice {
            peer.take(update);
        }
    }
    peer.received = end;
}
