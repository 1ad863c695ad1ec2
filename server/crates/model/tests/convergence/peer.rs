//! One of the people, with a document of their own.

use std::collections::VecDeque;

use daylight_model::{
    Axis, CellId, Document, Edit, Root, SheetId, a1::cell_name, formula::parse_formula,
};
use serde_json::{Value as Json, json};
use yrs::{Any, Doc, Map, MapRef, Number, Transact, Update, updates::decoder::Decode};

use crate::acts::{Act, PARTS};

pub(crate) fn own() -> SheetId {
    "1".parse().unwrap()
}

pub(crate) fn any_of(j: &Json) -> Any {
    match j {
        Json::Number(n) => Any::Number(Number::try_i64(n.as_f64().unwrap())),
        Json::Bool(b) => Any::Bool(*b),
        Json::String(s) => Any::from(s.as_str()),
        Json::Array(a) => Any::Array(a.iter().map(any_of).collect()),
        _ => panic!("{j}"),
    }
}

/// A formula as somebody typed it: where it stands, and what stood in the cell that it named.
pub(crate) struct Typed {
    pub(crate) key: String,
    pub(crate) target: CellId,
    pub(crate) tag: String,
}

pub(crate) struct Peer {
    pub(crate) doc: Doc,
    /// What it made and the server has not got.
    pub(crate) outbox: VecDeque<Vec<u8>>,
    /// Sent before, for duplicates.
    pub(crate) sent: Vec<Vec<u8>>,
    /// How many of the server's updates it has.
    pub(crate) received: usize,
    /// Entries before each of its own changes.
    pub(crate) undo: Vec<(Root, String, Option<Any>)>,
    pub(crate) next: u32,
}

/// The document as somebody sees it, whatever is still on its way.
pub(crate) fn view(doc: &Doc) -> Document {
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
    pub(crate) fn new(n: u64, start: &[u8]) -> Self {
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

    pub(crate) fn take(&self, update: &[u8]) {
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

    pub(crate) fn act(&mut self, act: &Act, typed: &mut Vec<Typed>) {
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

pub(crate) fn cell_key(rows: &Axis, cols: &Axis, row: u32, col: u32) -> String {
    format!(
        "1/{}:{}",
        rows.id_at(row).unwrap(),
        cols.id_at(col).unwrap()
    )
}
