//! Formulas that stand in no cell: those of conditional formats, and of what may be entered.

use daylight_model::{CellId, Content, Formula, FormulaKind, SheetId, Value};

use crate::{
    book::Book,
    compile::Lookup,
    engine::Engine,
    evaluate::{Job, functions::Functions, shown},
    reference::{Cell, Kind, Rect, Ref, SheetIndex},
};

/// A formula written for one cell of a sheet, to be asked for others as if it had been copied there.
#[derive(Debug)]
pub(crate) struct Question {
    sheet: SheetIndex,
    template: u32,
    refs: Box<[Ref]>,
    /// For which it was written, by position.
    from: (u32, u32),
}

/// What a cell is compared with: the same for all, or what a formula says for each.
#[derive(Debug)]
pub(crate) enum Operand {
    Value(Value),
    Asked(Question),
}

impl Engine {
    pub(crate) fn operand(
        &mut self,
        sheet: SheetIndex,
        content: &Content,
        from: (u32, u32),
    ) -> Operand {
        match content {
            Content::Value(value) => Operand::Value(value.clone()),
            Content::Formula(formula) => Operand::Asked(self.question(sheet, formula, from)),
        }
    }

    pub(crate) fn question(
        &mut self,
        sheet: SheetIndex,
        formula: &Formula,
        from: (u32, u32),
    ) -> Question {
        let (template, refs) = self.compact(formula, sheet);
        Question {
            sheet,
            template,
            refs,
            from,
        }
    }

    /// What an operand is for a cell; `None` when a reference of it leaves the sheet.
    pub(crate) fn answer(&mut self, operand: &Operand, at: (u32, u32)) -> Option<Value> {
        match operand {
            Operand::Value(value) => Some(value.clone()),
            Operand::Asked(question) => self.ask(question, at)?.into_iter().next(),
        }
    }

    /// All values that an operand is for a cell.
    pub(crate) fn answers(&mut self, operand: &Operand, at: (u32, u32)) -> Vec<Value> {
        match operand {
            Operand::Value(value) => vec![value.clone()],
            Operand::Asked(question) => self.ask(question, at).unwrap_or_default(),
        }
    }

    /// What a formula yields in a cell, row by row.
    fn ask(&mut self, question: &Question, at: (u32, u32)) -> Option<Vec<Value>> {
        if self.gives_up() {
            return None;
        }
        let Question {
            sheet, template, ..
        } = *question;
        let by = (
            i64::from(at.0) - i64::from(question.from.0),
            i64::from(at.1) - i64::from(question.from.1),
        );
        let refs = question.refs.iter().map(|r| r.carried(by, &self.book));
        let refs: Box<[Ref]> = refs.collect::<Option<_>>()?;
        let cell = self.book.cell_at(sheet, at)?;
        let lookup = Lookup {
            book: &self.book,
            functions: Functions::all(),
        };
        let shape = self.templates.shape_of(template, &refs, sheet, &lookup);
        let bound = self.templates.bind(shape, &refs, cell, &mut self.book);
        let job = Job {
            shape: self.templates.shape(shape),
            refs: bound.as_deref().unwrap_or(&refs),
            at: cell,
            position: at,
            // All of an array is wanted, whatever the formula's kind.
            kind: FormulaKind::Ordinary,
            pending: None,
        };
        let patience = self.patience.clone();
        let cancel = || patience.as_ref().is_some_and(|patience| patience());
        let outcome = self
            .evaluators
            .first_mut()?
            .evaluate(&self.book, &job, &mut vec![], &cancel)
            .ok()?;
        Some(match outcome.array {
            Some(array) => array.values().iter().cloned().map(shown).collect(),
            None => vec![outcome.value],
        })
    }

    /// Does something as if a cell held another value, without computing what depends on it.
    pub(crate) fn supposing<T>(
        &mut self,
        at: Cell,
        value: &Value,
        f: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let now = self.book.value(at);
        self.write(at, value);
        let out = f(self);
        self.write(at, &now);
        out
    }

    /// Calls `f` with position and value of the cells of a rectangle that are not empty, column by column.
    pub(crate) fn each_in(
        &self,
        sheet: SheetIndex,
        rect: Rect,
        mut f: impl FnMut((u32, u32), Value),
    ) {
        let Some(s) = self.book.sheet(sheet) else {
            return;
        };
        let (rows, cols) = self.book.extent(sheet);
        let (Some(last_row), Some(last_col)) = (rows.checked_sub(1), cols.checked_sub(1)) else {
            return;
        };
        for (col, width) in s.cols.slots(rect.col1, rect.col2.min(last_col)) {
            for col in col..col + width {
                let Some(at_col) = s.cols.position(col) else {
                    continue;
                };
                let mut position = rect.row1;
                for (row, count) in s.rows.slots(rect.row1, rect.row2.min(last_row)) {
                    s.cells.visit(col, row, count, &mut |offset, value| {
                        f((position + offset, at_col), value.value(&self.book.texts));
                    });
                    position += count;
                }
            }
        }
    }

    /// Row and column of a position, by identity.
    pub(crate) fn cell_id(&self, sheet: SheetIndex, at: (u32, u32)) -> Option<CellId> {
        let cell = self.book.cell_at(sheet, at)?;
        let (row, col) = self.book.lines(sheet, cell.row, cell.col);
        Some(CellId { row, col })
    }

    /// Visible row and column of a cell of a sheet.
    pub fn position_of(&self, sheet: &SheetId, cell: CellId) -> Option<(u32, u32)> {
        self.book.position(self.find(sheet, cell)?)
    }
}

impl Ref {
    /// The reference as it reads when copied so many rows down and columns to the right; `None` when it leaves the sheet.
    fn carried(&self, by: (i64, i64), book: &Book) -> Option<Self> {
        let area = self.area;
        if by == (0, 0) || area.kind.is_number() {
            return Some(*self);
        }
        let sheet = book.sheet(area.sheet)?;
        let moved = |lines: &crate::lines::Lines, slot: u32, by: i64, fixed: bool| {
            if fixed || by == 0 {
                return Some(slot);
            }
            let to = i64::from(lines.position(slot)?) + by;
            lines.slot_at(u32::try_from(to).ok()?)
        };
        let row = |slot, fixed| moved(&sheet.rows, slot, by.0, fixed);
        let col = |slot, fixed| moved(&sheet.cols, slot, by.1, fixed);
        let [row1, col1, row2, col2] = self.fixed();
        let mut to = *self;
        if area.kind != Kind::Columns {
            to.area.row1 = row(area.row1, row1)?;
            to.area.row2 = match area.kind {
                Kind::Cell => to.area.row1,
                _ => row(area.row2, row2)?,
            };
        }
        if area.kind != Kind::Rows {
            to.area.col1 = col(area.col1, col1)?;
            to.area.col2 = match area.kind {
                Kind::Cell => to.area.col1,
                _ => col(area.col2, col2)?,
            };
        }
        Some(to)
    }
}
