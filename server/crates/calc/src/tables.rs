//! Tables: what their parts cover at present, and which formulas refer to them.

use std::sync::Arc;

use daylight_model::{LineId, Reference, Table, TablePart};
use rustc_hash::FxHashMap;

use crate::{
    book::Book,
    evaluate::place::Place,
    lines::Lines,
    names::User,
    narrow,
    reference::{Area, Cell, Kind, SheetIndex},
};

/// A table's sheet and the slots of its first and last lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Frame {
    sheet: SheetIndex,
    /// First and last row of each part, in the order of [`TablePart::ALL`].
    parts: [Option<(u32, u32)>; TablePart::ALL.len()],
    cols: (u32, u32),
}

struct Known {
    def: Option<Table>,
    frame: Option<Frame>,
    users: Vec<User>,
}

/// All tables ever defined or referred to, and the references to them.
#[derive(Default)]
pub(crate) struct Tables {
    known: Vec<Known>,
    by_id: FxHashMap<Arc<str>, u32>,
    references: Vec<Reference>,
    reference_ids: FxHashMap<Reference, u32>,
}

/// What a reference to a table means in a formula.
pub(crate) enum Meaning {
    /// Cells of a sheet.
    Area(Area),
    /// The formula's own row, from one column slot to another.
    Row { table: u32, col1: u32, col2: u32 },
    /// Nothing any more.
    Gone,
}

/// Formulas that refer to tables of a sheet whose lines changed.
#[derive(Default)]
pub(crate) struct Reframed {
    /// Those of tables whose parts begin or end with other lines now.
    pub elsewhere: Vec<User>,
    /// The others. Their own row may have come into the table or left it.
    pub same: Vec<User>,
}

impl Tables {
    /// The number of a table, given out when it is new.
    pub(crate) fn intern(&mut self, id: &Arc<str>) -> u32 {
        if let Some(n) = self.by_id.get(id) {
            return *n;
        }
        let n = narrow(self.known.len());
        self.known.push(Known {
            def: None,
            frame: None,
            users: vec![],
        });
        self.by_id.insert(Arc::clone(id), n);
        n
    }

    /// The number of a reference to a table, given out when it is new.
    pub(crate) fn intern_reference(&mut self, reference: &Reference) -> u32 {
        if let Some(n) = self.reference_ids.get(reference) {
            return *n;
        }
        if let Reference::Table { id, .. } = reference {
            self.intern(id);
        }
        let n = narrow(self.references.len());
        self.references.push(reference.clone());
        self.reference_ids.insert(reference.clone(), n);
        n
    }

    pub(crate) fn reference(&self, n: u32) -> &Reference {
        &self.references[n as usize]
    }

    /// The number of a table that was seen before.
    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    /// Notes that a formula refers to a table.
    pub(crate) fn add_user(&mut self, n: u32, user: User) {
        self.known[n as usize].users.push(user);
    }

    /// Forgets users that `keep` does not know any more.
    pub(crate) fn retain_users(&mut self, keep: impl Fn(User) -> bool) {
        for table in &mut self.known {
            table.users.retain(|u| keep(*u));
        }
    }

    fn frame(&self, n: u32) -> Option<&Frame> {
        self.known[n as usize].frame.as_ref()
    }
}

impl Frame {
    fn part(&self, part: TablePart) -> Option<(u32, u32)> {
        let at = TablePart::ALL.iter().position(|p| *p == part)?;
        self.parts[at]
    }
}

impl Book {
    /// Defines or removes a table and returns the formulas that this concerns.
    pub(crate) fn define_table(&mut self, n: u32, def: Option<Table>) -> Vec<User> {
        let old = &self.tables.known[n as usize].def;
        // What its columns are called is the business of those who write formulas out.
        let same = match (old, &def) {
            (Some(old), Some(new)) => {
                (&old.sheet, old.from, old.to, old.header, old.totals)
                    == (&new.sheet, new.from, new.to, new.header, new.totals)
            }
            (None, None) => true,
            _ => false,
        };
        self.tables.known[n as usize].def = def;
        if same {
            return vec![];
        }
        let frame = self.frame_of(n);
        let table = &mut self.tables.known[n as usize];
        table.frame = frame;
        std::mem::take(&mut table.users)
    }

    /// Finds out anew where the tables of a sheet stand, and what that means for the formulas that refer to them.
    pub(crate) fn frame_tables(&mut self, sheet: SheetIndex, columns_changed: bool) -> Reframed {
        let mut concerned = Reframed::default();
        for n in 0..narrow(self.tables.known.len()) {
            let frame = self.frame_of(n);
            let old = self.tables.known[n as usize].frame;
            let here = [old, frame].into_iter().flatten();
            if !here.into_iter().any(|f| f.sheet == sheet) {
                continue;
            }
            let table = &mut self.tables.known[n as usize];
            table.frame = frame;
            if old != frame || columns_changed {
                concerned.elsewhere.append(&mut table.users);
            } else {
                concerned.same.extend(&table.users);
            }
        }
        concerned
    }

    fn frame_of(&mut self, n: u32) -> Option<Frame> {
        let def = self.tables.known[n as usize].def.as_ref()?;
        let (from, to, header, totals) = (def.from, def.to, def.header, def.totals);
        let id = def.sheet.clone();
        let index = self.intern(&id);
        let sheet = self.sheets.get_mut(index.0 as usize)?;
        if !sheet.exists {
            return None;
        }
        let slots = |lines: &mut Lines, a: LineId, b: LineId| (lines.slot(a), lines.slot(b));
        let (top, bottom) = slots(&mut sheet.rows, from.row, to.row);
        let cols = slots(&mut sheet.cols, from.col, to.col);
        let rows = &sheet.rows;
        let all = rows.span(top, bottom)?;
        let header = header && rows.position(top).is_some();
        let totals = totals && rows.position(bottom).is_some();
        let parts = TablePart::ALL.map(|part| {
            let (first, last) = part.rows(all, header, totals)?;
            Some((rows.slot_at(first)?, rows.slot_at(last)?))
        });
        Some(Frame {
            sheet: index,
            parts,
            cols,
        })
    }

    /// What a reference to a table means at present.
    pub(crate) fn meaning(&self, reference: &Reference) -> Meaning {
        self.try_meaning(reference).unwrap_or(Meaning::Gone)
    }

    fn try_meaning(&self, reference: &Reference) -> Option<Meaning> {
        let Reference::Table { id, part, columns } = reference else {
            return None;
        };
        let table = self.tables.find(id)?;
        let frame = self.tables.frame(table)?;
        let sheet = self.sheet(frame.sheet)?;
        let (row1, row2) = frame.part(*part)?;
        let (col1, col2) = match columns {
            None => frame.cols,
            Some((first, last)) => {
                let (left, right) = sheet.cols.span(frame.cols.0, frame.cols.1)?;
                let within = |col: LineId| {
                    let slot = sheet.cols.find(col)?;
                    let at = sheet.cols.position(slot)?;
                    (left..=right).contains(&at).then_some(slot)
                };
                (within(*first)?, within(*last)?)
            }
        };
        if *part == TablePart::ThisRow {
            return Some(Meaning::Row { table, col1, col2 });
        }
        Some(Meaning::Area(Area {
            kind: Kind::Range,
            sheet: frame.sheet,
            row1,
            col1,
            row2,
            col2,
        }))
    }

    /// The reference that a text such as `Orders[Net]` means.
    pub(crate) fn part_named(&self, text: &str) -> Option<Reference> {
        let (name, brackets) = text.split_at(text.find('[').unwrap_or(text.len()));
        let mut tables = self.tables.known.iter().filter_map(|t| t.def.as_ref());
        let table = tables.find(|t| t.name.to_lowercase() == name.to_lowercase())?;
        let cols = self.sheet(self.find(&table.sheet)?)?.cols.axis();
        let (part, columns) = table.part(brackets, cols)?;
        let id = Arc::clone(&table.id);
        Some(Reference::Table { id, part, columns })
    }

    /// What a reference to a table covers, as seen from a cell.
    pub(crate) fn place_of_part(&self, reference: &Reference, at: Cell) -> Option<Place> {
        let area = match self.meaning(reference) {
            Meaning::Area(area) => area,
            Meaning::Row { table, col1, col2 } => self.table_row(table, at, col1, col2)?,
            Meaning::Gone => return None,
        };
        let (sheet, rect) = (area.sheet, self.rect(&area)?);
        Some(Place { sheet, rect })
    }

    /// The cells of a formula's own row in a table; `None` when it stands on none of the table's rows.
    pub(crate) fn table_row(&self, table: u32, at: Cell, col1: u32, col2: u32) -> Option<Area> {
        let frame = self.tables.frame(table).filter(|f| f.sheet == at.sheet)?;
        let rows = &self.sheet(frame.sheet)?.rows;
        let (first, last) = frame.part(TablePart::ThisRow)?;
        let (first, last) = rows.span(first, last)?;
        let kind = if col1 == col2 {
            Kind::Cell
        } else {
            Kind::Range
        };
        let area = Area {
            kind,
            sheet: at.sheet,
            row1: at.row,
            col1,
            row2: at.row,
            col2,
        };
        let position = rows.position(at.row)?;
        (first..=last).contains(&position).then_some(area)
    }
}
