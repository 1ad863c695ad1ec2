//! Sheets, rows, columns and names that come, go and change: what formulas does that concern?

use daylight_model::{Axis, LineRun, SheetId, Table};
use rustc_hash::FxHashMap;

use crate::{
    book::{Hidden, Runs},
    engine::Engine,
    expression::Source,
    graph::flag,
    lines::Shift,
    names::{NameDef, User},
    narrow,
    reference::{Cell, Kind, Rect, SheetIndex},
    tables::Reframed,
};

/// What is done when the first recalculation starts. Results in the base are those of the rows and columns as
/// imported, so formulas are bound to these first; then what happened to them since comes as a change.
#[derive(Default)]
pub(crate) struct Waiting {
    axes: FxHashMap<SheetIndex, (Axis, Axis)>,
}

impl Engine {
    /// Adds, renames or restores a sheet, or gives it other rows and columns.
    pub fn put_sheet(&mut self, id: &SheetId, name: &str, rows: Axis, cols: Axis) {
        let index = self.book.intern(id);
        let Some(sheet) = self.book.sheets.get_mut(index.0 as usize) else {
            return;
        };
        let renamed = *sheet.name != *name;
        if renamed {
            sheet.name = name.into();
        }
        let appears = !std::mem::replace(&mut sheet.exists, true);
        if let Some(waiting) = &mut self.waiting {
            waiting.axes.insert(index, (rows, cols));
            if appears {
                self.frame_tables(index, true);
                self.wake(index);
            }
            return;
        }
        self.replace_axes(index, rows, cols);
        if appears {
            self.frame_tables(index, true);
            self.lines_changed(index);
            self.wake(index);
            self.touch_all_about(index);
        }
        if renamed || appears {
            self.touch_positional();
        }
    }

    /// Removes a sheet. What it holds stays, so that putting it again restores it.
    pub fn remove_sheet(&mut self, id: &SheetId) {
        let Some(index) = self.book.find(id) else {
            return;
        };
        let Some(sheet) = self.book.sheets.get_mut(index.0 as usize) else {
            return;
        };
        if !std::mem::replace(&mut sheet.exists, false) {
            return;
        }
        let formulas: Vec<(Cell, u32)> = sheet.formulas.iter(index).collect();
        // Its tables are gone with it.
        self.frame_tables(index, true);
        for (at, id) in formulas {
            self.graph.nodes[id as usize].raise(flag::PARKED);
            self.unspill(at, true);
        }
        self.touch_all_about(index);
        self.touch_positional();
    }

    /// Says which rows of a sheet are not to be seen, by hand or because a filter leaves them out. Only SUBTOTAL and AGGREGATE
    /// ask.
    pub fn put_hidden(&mut self, id: &SheetId, by_hand: &[LineRun], filtered: &[LineRun]) {
        let index = self.book.intern(id);
        let Some(sheet) = self.book.sheets.get_mut(index.0 as usize) else {
            return;
        };
        let hidden = Hidden {
            by_hand: Runs::of(by_hand, &mut sheet.rows),
            filtered: Runs::of(filtered, &mut sheet.rows),
        };
        if sheet.hidden == hidden {
            return;
        }
        sheet.hidden = hidden;
        self.touch_positional();
    }

    /// Says in which order the tabs of the sheets stand. References through several sheets depend on it.
    pub fn put_order(&mut self, sheets: &[SheetId]) {
        let order: Vec<SheetIndex> = sheets.iter().map(|id| self.book.intern(id)).collect();
        if order == self.book.order {
            return;
        }
        self.book.order = order;
        self.templates.names_changed();
        let stacked = std::mem::take(&mut self.graph.stacked);
        self.rebind(stacked);
    }

    /// Defines a name; `None` removes it.
    pub fn put_name(&mut self, id: &str, def: Option<NameDef>) {
        let n = self.book.names.intern(&id.into());
        if let Some(def) = &def {
            for reference in &def.formula.refs {
                if let daylight_model::Reference::Name { id } = reference {
                    self.book.names.intern(id);
                }
            }
        }
        let users = self.book.names.define(n, def);
        self.templates.names_changed();
        self.rebind(users);
        // INDIRECT may spell it.
        self.touch_positional();
    }

    /// Makes a table, or gives it other lines; `None` removes it.
    pub fn put_table(&mut self, id: &str, def: Option<Table>) {
        let n = self.book.tables.intern(&id.into());
        let users = self.book.define_table(n, def);
        self.templates.names_changed();
        self.rebind(users);
        self.touch_positional();
    }

    /// Binds formulas anew, as far as their bindings are still those.
    fn rebind(&mut self, users: Vec<User>) {
        for user in users {
            if self.graph.current(user) {
                self.graph.unbind(user.0);
                self.bind(user.0);
                self.touch(user.0);
            }
        }
    }

    /// What waits for the first recalculation: changes to rows and columns since the import, and whatever else
    /// results in the base may not know of.
    pub(crate) fn open(&mut self) {
        let Some(waiting) = self.waiting.take() else {
            return;
        };
        for (sheet, (rows, cols)) in waiting.axes {
            self.replace_axes(sheet, rows, cols);
        }
        for id in 0..narrow(self.graph.nodes.len()) {
            let node = &self.graph.nodes[id as usize];
            if !node.is(flag::USED) {
                continue;
            }
            let shape = self.templates.shape(node.shape);
            let missing = |sheet: SheetIndex| self.book.sheet(sheet).is_none_or(|s| !s.exists);
            let gone = node
                .bound()
                .iter()
                .any(|r| missing(r.area.sheet) && !r.area.kind.is_number());
            // Names may have been defined otherwise since, and nothing tells.
            let named = !shape.names.is_empty() || !shape.texts.is_empty();
            if gone || shape.dynamic || named || !shape.tables.is_empty() {
                self.touch(id);
            }
        }
    }

    /// Gives a sheet other rows and columns and marks what depends on the difference.
    fn replace_axes(&mut self, index: SheetIndex, rows: Axis, cols: Axis) {
        let Some(sheet) = self.book.sheets.get_mut(index.0 as usize) else {
            return;
        };
        if sheet.rows.is(&rows) && sheet.cols.is(&cols) {
            return;
        }
        let columns_changed = !sheet.cols.is(&cols);
        let (rows, cols) = (sheet.rows.replace(rows), sheet.cols.replace(cols));
        self.frame_tables(index, columns_changed);
        // Even where every line that shows is as before, ends of ranges that do not show may have moved.
        self.move_ranges(index, Some((&rows, &cols)));
        if rows.is_identity() && cols.is_identity() {
            return;
        }
        self.lines_changed(index);
        for lines in [(&rows.gone, &cols.gone), (&rows.born, &cols.born)] {
            self.lines_toggled(index, lines.0, lines.1);
        }
        self.touch_positional();
        self.lay_out_anew(index);
    }

    /// Binds the formulas anew that refer to tables of a sheet whose lines changed, as far as that makes a difference.
    fn frame_tables(&mut self, index: SheetIndex, columns_changed: bool) {
        let Reframed {
            mut elsewhere,
            same,
        } = self.book.frame_tables(index, columns_changed);
        let turned = |user: &User| self.graph.current(*user) && self.row_changed(user.0);
        elsewhere.extend(same.into_iter().filter(turned));
        if !elsewhere.is_empty() {
            self.templates.names_changed();
            self.rebind(elsewhere);
        }
    }

    /// Whether a formula that refers to its own row in a table came into the table, or left it.
    fn row_changed(&self, id: u32) -> bool {
        let node = &self.graph.nodes[id as usize];
        let sources = &self.templates.shape(node.shape).sources;
        sources.iter().zip(node.bound()).any(|(source, bound)| {
            let Source::Row { table, col1, col2 } = source else {
                return false;
            };
            let row = self.book.table_row(*table, node.at, *col1, *col2);
            row.is_some() == (bound.area.kind == Kind::Table)
        })
    }

    fn lines_changed(&mut self, index: SheetIndex) {
        for evaluator in &mut self.evaluators {
            evaluator.lines_changed(index);
        }
    }

    /// Marks the array formulas of a sheet whose cells may stand elsewhere now.
    fn lay_out_anew(&mut self, index: SheetIndex) {
        let spilled = self.book.spills.anchors();
        let all = spilled.chain(self.blocked.keys().copied());
        let anchors: Vec<Cell> = all.filter(|at| at.sheet == index).collect();
        for at in anchors {
            if let Some(id) = self.formula_at(at) {
                self.soil(id);
            }
        }
    }

    /// Marks what refers to cells on lines that appeared or disappeared, and what stands there.
    fn lines_toggled(&mut self, index: SheetIndex, rows: &[(u32, u32)], cols: &[(u32, u32)]) {
        for cell in self.graph.referred(index, rows, cols) {
            self.touch_direct(cell);
        }
        let Some(sheet) = self.book.sheet(index) else {
            return;
        };
        for (at, id) in sheet.formulas.on_lines(index, rows, cols) {
            self.park(at, id);
        }
    }

    /// Parks a formula whose cell does not show, or marks one whose cell shows again.
    fn park(&mut self, at: Cell, id: u32) {
        let shows = self.book.position(at).is_some();
        let node = &mut self.graph.nodes[id as usize];
        if !shows {
            node.raise(flag::PARKED);
            self.unspill(at, true);
        } else if node.is(flag::PARKED) {
            // It missed whatever changed meanwhile.
            node.lower(flag::PARKED | flag::DIRTY);
            self.touch(id);
        }
    }

    /// Finds out what the ranges on a sheet cover now, and marks the users of those that do not cover the same
    /// lines as before. With `None` every range counts as changed.
    fn move_ranges(&mut self, index: SheetIndex, shift: Option<(&Shift, &Shift)>) {
        let mut affected = vec![];
        let book = &self.book;
        self.graph.update_ranges(index, |id, range| {
            let rect = book.rect(&range.area);
            let same = match (shift, range.rect, rect) {
                (_, None, None) => true,
                (Some((rows, cols)), Some(old), Some(new)) => {
                    stretch(rows, old.row1, old.row2) == Some((new.row1, new.row2))
                        && stretch(cols, old.col1, old.col2) == Some((new.col1, new.col2))
                }
                _ => false,
            };
            if !same {
                affected.push(id);
            }
            rect
        });
        for range in affected {
            let mut users = vec![];
            self.graph.users(range, |id| users.push(id));
            for id in users {
                self.touch(id);
            }
        }
    }

    /// Wakes the formulas of a sheet that exists now.
    fn wake(&mut self, index: SheetIndex) {
        let Some(sheet) = self.book.sheet(index) else {
            return;
        };
        let formulas: Vec<(Cell, u32)> = sheet.formulas.iter(index).collect();
        let opened = self.waiting.is_none();
        for (at, id) in formulas {
            if opened {
                self.park(at, id);
            } else {
                let node = &mut self.graph.nodes[id as usize];
                if self.book.position(at).is_some() {
                    node.lower(flag::PARKED);
                }
                if !node.is(flag::TRUSTED) {
                    self.soil(id);
                }
            }
        }
        if !opened {
            let book = &self.book;
            self.graph
                .update_ranges(index, |_, range| book.rect(&range.area));
        }
    }

    /// Marks everything that refers to anything on a sheet.
    fn touch_all_about(&mut self, index: SheetIndex) {
        for cell in self.graph.all_referred(index) {
            self.touch_direct(cell);
        }
        self.move_ranges(index, None);
    }

    fn touch_direct(&mut self, cell: Cell) {
        let mut users = vec![];
        self.graph.direct(cell, |id| users.push(id));
        for id in users {
            self.touch(id);
        }
    }

    /// Marks the formulas that depend on where cells stand.
    fn touch_positional(&mut self) {
        let mut listed = std::mem::take(&mut self.graph.positional);
        listed.retain(|user| self.graph.current(*user));
        for (id, _) in &listed {
            self.touch(*id);
        }
        self.graph.positional = listed;
    }
}

/// Where a stretch of lines went, if it stayed one.
fn stretch(shift: &Shift, first: u32, last: u32) -> Option<(u32, u32)> {
    if last == Rect::OPEN {
        return shift.is_identity().then_some((first, last));
    }
    shift.moved(first, last)
}
