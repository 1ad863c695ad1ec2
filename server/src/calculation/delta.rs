//! What the calculation has to know of changes: the present shape and contents of what they touched.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use daylight_calc::{Iteration, NameDef};
use daylight_model::document::EntryChange;
use daylight_model::key::{Key, LayoutItem, SheetField};
use daylight_model::workbook::{DefinedName, Marks, Sheet};
use daylight_model::{Axis, CellId, Content, Document, Hash, LineId, SheetId, Table, Workbook};

use crate::ids::Seq;

/// A sheet without its contents.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub name: String,
    pub rows: Axis,
    pub cols: Axis,
    pub base: Option<Hash>,
    /// Rows hidden, or shown though the base hides them.
    pub hidden: HashMap<LineId, bool>,
    /// Filters, conditional formats, what may be entered.
    pub marks: Marks,
}

/// What changed since the last one, newest state only, so that joining many takes no more room than the workbook.
#[derive(Debug, Default)]
pub(super) struct Delta {
    pub seq: Seq,
    /// Everything is in here; what was known before is void.
    pub whole: bool,
    pub date1904: bool,
    /// How formulas that depend on themselves are computed.
    pub iteration: Option<Iteration>,
    /// The sheets in the order of their tabs, when it may be another one.
    pub order: Option<Vec<SheetId>>,
    /// `None`: deleted.
    pub sheets: BTreeMap<SheetId, Option<Shape>>,
    pub names: BTreeMap<Arc<str>, Option<NameDef>>,
    pub tables: BTreeMap<Arc<str>, Option<Table>>,
    /// `None`: as imported.
    pub cells: HashMap<(SheetId, CellId), Option<Content>>,
}

impl Shape {
    fn of(sheet: &Sheet) -> Option<Self> {
        (!sheet.is_deleted()).then(|| Self {
            name: sheet.name().to_owned(),
            rows: sheet.rows().clone(),
            cols: sheet.cols().clone(),
            base: sheet.base(),
            hidden: sheet.rows_hidden().clone(),
            marks: sheet.marks().clone(),
        })
    }
}

fn definition(name: &DefinedName) -> NameDef {
    NameDef {
        name: Arc::clone(&name.name),
        scope: name.scope.clone(),
        formula: Arc::clone(&name.formula),
    }
}

fn iteration(book: &Workbook) -> Option<Iteration> {
    let (rounds, change) = book.iteration()?;
    Some(Iteration { rounds, change })
}

fn order(book: &Workbook) -> Vec<SheetId> {
    book.sheets().map(|sheet| sheet.id().clone()).collect()
}

impl Delta {
    /// A whole document.
    pub(super) fn whole(document: &Document, seq: Seq) -> Self {
        let book = document.workbook();
        let cells = book.all_sheets().flat_map(|sheet| {
            sheet
                .cells()
                .iter()
                .map(|(cell, content)| ((sheet.id().clone(), *cell), Some(content.clone())))
        });
        Self {
            seq,
            whole: true,
            date1904: book.date1904(),
            iteration: iteration(book),
            order: Some(order(book)),
            sheets: book
                .all_sheets()
                .map(|sheet| (sheet.id().clone(), Shape::of(sheet)))
                .collect(),
            names: book
                .names()
                .map(|name| (Arc::clone(&name.id), Some(definition(name))))
                .collect(),
            tables: book
                .tables()
                .map(|table| (Arc::clone(&table.id), Some(table.clone())))
                .collect(),
            cells: cells.collect(),
        }
    }

    /// What changes did to a document that has them all.
    pub(super) fn changed<'a>(
        entries: impl IntoIterator<Item = &'a EntryChange>,
        document: &Document,
        seq: Seq,
    ) -> Self {
        let book = document.workbook();
        let mut delta = Self {
            seq,
            date1904: book.date1904(),
            iteration: iteration(book),
            ..Self::default()
        };
        for entry in entries.into_iter().filter(|entry| !entry.superseded) {
            match Key::parse(entry.root, &entry.key) {
                Ok(Key::Date1904 | Key::Iterate) => {
                    return Self::whole(document, seq);
                }
                Ok(Key::Sheet(_, SheetField::Pos)) => delta.order = Some(order(book)),
                Ok(
                    Key::Sheet(id, SheetField::Name | SheetField::State | SheetField::Base)
                    | Key::Rows(id, _)
                    | Key::Cols(id, _)
                    | Key::Layout(id, LayoutItem::RowHidden(_))
                    | Key::Filter(id, _)
                    | Key::FilterRows(id, _)
                    | Key::Rule(id, _)
                    | Key::RuleOperand(id, ..)
                    | Key::Check(id, _)
                    | Key::CheckOperand(id, ..),
                ) => {
                    let shape = book.sheet(&id).and_then(Shape::of);
                    delta.order = Some(order(book));
                    delta.sheets.insert(id, shape);
                }
                Ok(Key::Cell(id, cell)) => {
                    let content = book.sheet(&id).and_then(|sheet| sheet.cell(cell)).cloned();
                    delta.cells.insert((id, cell), content);
                }
                Ok(Key::Name(id)) => {
                    let definition = book.name(&id).map(definition);
                    delta.names.insert(id, definition);
                }
                Ok(Key::Table(id) | Key::TableColumn(id, _)) => {
                    let table = book.table_by_id(&id).cloned();
                    delta.tables.insert(id, table);
                }
                _ => {}
            }
        }
        delta
    }

    /// Adds what came later.
    pub(super) fn join(&mut self, later: Self) {
        if later.whole {
            *self = later;
            return;
        }
        self.seq = later.seq;
        self.order = later.order.or(self.order.take());
        self.sheets.extend(later.sheets);
        self.names.extend(later.names);
        self.tables.extend(later.tables);
        self.cells.extend(later.cells);
    }
}
