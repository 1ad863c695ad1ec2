//! Typed text → template and references.

use super::{Origin, Resolve, continues, structured};
use crate::{
    a1,
    content::{ErrorCode, Formula, FormulaKind, SLOT},
    id::{CellId, SheetId},
    reference::{Corner, End, Reference, TablePart},
    table::Table,
};

/// Reads the text of a formula, without its `=`, as typed on a sheet or in a cell of it. Never fails: what names nothing
/// that is there stays in the template as text, and shows as an error when it is computed.
pub fn parse_formula<'a>(
    text: &'a str,
    origin: impl Into<Origin<'a>>,
    ctx: &'a dyn Resolve,
) -> Formula {
    let origin = origin.into();
    let mut parser = Parser {
        text,
        at: 0,
        own: origin.sheet,
        cell: origin.cell,
        ctx,
        template: String::with_capacity(text.len()),
        refs: vec![],
    };
    parser.run();
    Formula {
        kind: FormulaKind::Ordinary,
        template: parser.template.into(),
        refs: parser.refs,
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    own: &'a SheetId,
    cell: Option<CellId>,
    ctx: &'a dyn Resolve,
    template: String,
    refs: Vec<Reference>,
}

/// An address as typed: its parts by visible index, each with its `$`.
#[derive(Clone, Copy)]
enum Address {
    Cell {
        row: (u32, bool),
        col: (u32, bool),
    },
    /// Letters alone: a column only when a range of columns follows.
    Column((u32, bool)),
    /// Digits alone: a row only when a range of rows follows.
    Row((u32, bool)),
}

fn address(token: &str) -> Option<Address> {
    let (col_fixed, rest) = strip(token);
    let split = rest
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(rest.len());
    let (letters, digits) = rest.split_at(split);
    if letters.is_empty() {
        return Some(Address::Row((a1::row_index(digits)?, col_fixed)));
    }
    let col = (a1::column_index(letters)?, col_fixed);
    if digits.is_empty() {
        return Some(Address::Column(col));
    }
    let (row_fixed, digits) = strip(digits);
    Some(Address::Cell {
        row: (a1::row_index(digits)?, row_fixed),
        col,
    })
}

fn strip(s: &str) -> (bool, &str) {
    s.strip_prefix('$').map_or((false, s), |rest| (true, rest))
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn run(&mut self) {
        while let Some(c) = self.rest().chars().next() {
            match c {
                '"' => self.copy_quoted('"'),
                '[' => self.brackets(),
                '#' => self.copy_error(),
                '\'' => self.quoted_sheet(),
                '0'..='9' => self.number(),
                _ if continues(c) => self.word(),
                _ => {
                    self.template.push(if c == SLOT { '\u{FFFD}' } else { c });
                    self.at += c.len_utf8();
                }
            }
        }
    }

    /// Copies text that holds no reference.
    fn copy(&mut self, length: usize) {
        let piece = &self.text[self.at..self.at + length];
        if piece.contains(SLOT) {
            self.template.push_str(&piece.replace(SLOT, "\u{FFFD}"));
        } else {
            self.template.push_str(piece);
        }
        self.at += length;
    }

    /// Length of a quoted text at the start of `rest`, its quotes doubled inside; the whole rest when unfinished.
    fn quoted_length(rest: &str, quote: char) -> usize {
        let mut chars = rest.char_indices().skip(1).peekable();
        while let Some((i, c)) = chars.next() {
            if c != quote {
                continue;
            }
            if chars.peek().is_some_and(|(_, next)| *next == quote) {
                chars.next();
            } else {
                return i + 1;
            }
        }
        rest.len()
    }

    fn copy_quoted(&mut self, quote: char) {
        self.copy(Self::quoted_length(self.rest(), quote));
    }

    /// A reference to a part of the table around the formula, `[@Amount]`; or else what belongs to another workbook, or
    /// names no table: everything to the bracket that closes, and what hangs on it.
    fn brackets(&mut self) {
        let here = self.cell.and_then(|cell| self.ctx.table_at(self.own, cell));
        if here.is_some_and(|table| self.structured(table, 0)) {
            return;
        }
        self.foreign_brackets();
    }

    fn foreign_brackets(&mut self) {
        let end = structured::closing(self.rest());
        self.copy(end.unwrap_or(self.rest().len()));
        let word = self.word_length();
        if word > 0 && self.text[self.at + word..].starts_with('!') {
            self.copy_foreign(word + 1);
        }
    }

    /// The brackets `before` bytes from here as a part of a table; false when they name none.
    fn structured(&mut self, table: &Table, before: usize) -> bool {
        let brackets = &self.rest()[before..];
        let found = structured::closing(brackets).and_then(|end| {
            let cols = self.ctx.cols(&table.sheet)?;
            let (part, columns) = structured::parse(&brackets[1..end - 1], table, cols)?;
            Some((part, columns, end))
        });
        let Some((part, columns, end)) = found else {
            return false;
        };
        let id = table.id.clone();
        self.push(Reference::Table { id, part, columns }, before + end);
        true
    }

    /// Text up to and with `!`, and the address behind it, which is none of ours.
    fn copy_foreign(&mut self, prefix: usize) {
        self.copy(prefix);
        if self.rest().starts_with('#') {
            return;
        }
        self.copy(self.word_length());
        if self.rest().starts_with(':') {
            let after = &self.text[self.at + 1..];
            let length = after.find(|c| !continues(c)).unwrap_or(after.len());
            if address(&after[..length]).is_some() {
                self.copy(1 + length);
            }
        }
    }

    fn copy_error(&mut self) {
        let rest = self.rest();
        let code = ErrorCode::ALL.into_iter().find(|code| {
            rest.get(..code.as_str().len())
                .is_some_and(|head| head.eq_ignore_ascii_case(code.as_str()))
        });
        self.copy(code.map_or(1, |code| code.as_str().len()));
    }

    fn word_length(&self) -> usize {
        let rest = self.rest();
        rest.find(|c| !continues(c)).unwrap_or(rest.len())
    }

    fn quoted_sheet(&mut self) {
        let length = Self::quoted_length(self.rest(), '\'');
        let rest = self.rest();
        if length < 2 || !rest[length..].starts_with('!') {
            self.copy(length);
            return;
        }
        let name = rest[1..length - 1].replace("''", "'");
        match name.split_once(':') {
            Some((first, last)) => self.stack(first, last, length + 1),
            None => self.sheet_prefix(&name, length + 1),
        }
    }

    /// Something behind `name!`.
    fn sheet_prefix(&mut self, name: &str, prefix: usize) {
        let Some(sheet) = self.ctx.sheet_by_name(name) else {
            self.copy_foreign(prefix);
            return;
        };
        let start = self.at;
        self.at += prefix;
        let length = self.word_length();
        if length > 0 && self.reference(length, Some(&sheet)) {
            return;
        }
        let word = &self.text[self.at..self.at + length];
        // A name of that sheet: only one whose scope it is may be written so.
        let id = self.ctx.name_by_text(word, &sheet).filter(|id| {
            let scope = self.ctx.name_text(id).and_then(|(_, scope)| scope);
            scope == Some(&sheet) && !word.is_empty()
        });
        if let Some(id) = id {
            self.push(Reference::Name { id }, length);
        } else {
            self.at = start;
            self.copy_foreign(prefix);
        }
    }

    /// Something behind `first:last!`.
    fn stack(&mut self, first: &str, last: &str, prefix: usize) {
        let sheets = self.ctx.sheet_by_name(first);
        let Some((first, last)) = sheets.zip(self.ctx.sheet_by_name(last)) else {
            self.copy_foreign(prefix);
            return;
        };
        let start = self.at;
        self.at += prefix;
        let length = self.word_length();
        if length == 0 || !self.reference(length, Some(&first)) {
            self.at = start;
            self.copy_foreign(prefix);
            return;
        }
        if let Some(area) = self.refs.pop() {
            let area = Box::new(area.without_sheet());
            self.refs.push(Reference::Stack { first, last, area });
        }
    }

    fn number(&mut self) {
        let digits = self.word_length();
        if self.range_of_lines(digits, None) {
            return;
        }
        // 1.5E+3: the sign belongs to the number.
        let word = &self.rest()[..digits];
        let exponent = word.ends_with(['e', 'E']) && word.starts_with(|c: char| c.is_ascii_digit());
        let signed = exponent && self.rest()[digits..].starts_with(['+', '-']);
        self.copy(digits + usize::from(signed));
    }

    fn word(&mut self) {
        let length = self.word_length();
        let word = &self.rest()[..length];
        let after = &self.rest()[length..];
        if after.starts_with('(') {
            self.copy(length);
        } else if after.starts_with('!') {
            self.sheet_prefix(word, length + 1);
        } else if after.starts_with('[') {
            let table = self.ctx.table_by_text(word);
            if !table.is_some_and(|table| self.structured(table, length)) {
                self.copy(length);
                self.foreign_brackets();
            }
        } else if let Some(prefix) = three_d(after) {
            let last = &after[1..prefix - 1];
            self.stack(word, last, length + prefix);
        } else if !self.reference(length, None) {
            let name = self.ctx.name_by_text(word, self.own);
            let table = || self.ctx.table_by_text(word).map(|table| table.id.clone());
            if let Some(id) = name {
                self.push(Reference::Name { id }, length);
            } else if let Some(id) = table() {
                let (part, columns) = (TablePart::Data, None);
                self.push(Reference::Table { id, part, columns }, length);
            } else {
                self.copy(length);
            }
        }
    }

    fn push(&mut self, reference: Reference, length: usize) {
        self.template.push(SLOT);
        self.refs.push(reference);
        self.at += length;
    }

    /// A cell, range, rows or columns at the present place; false when the word is no address.
    fn reference(&mut self, length: usize, sheet: Option<&SheetId>) -> bool {
        let word = &self.rest()[..length];
        match address(word) {
            Some(Address::Cell { row, col }) => {
                let Some(from) = self.corner(row, col, sheet) else {
                    return false;
                };
                if let Some((Address::Cell { row: r2, col: c2 }, more)) = self.range_end(length) {
                    let (top, bottom) = ordered(row, r2);
                    let (left, right) = ordered(col, c2);
                    let corners = self
                        .corner(top, left, sheet)
                        .zip(self.corner(bottom, right, sheet));
                    if let Some((from, to)) = corners {
                        let sheet = sheet.cloned();
                        self.push(Reference::Range { sheet, from, to }, more);
                        return true;
                    }
                }
                let sheet = sheet.cloned();
                self.push(Reference::Cell { sheet, at: from }, length);
                true
            }
            Some(_) => self.range_of_lines(length, sheet),
            None => false,
        }
    }

    /// `A:C` or `1:3`.
    fn range_of_lines(&mut self, length: usize, sheet: Option<&SheetId>) -> bool {
        let own = sheet.unwrap_or(self.own);
        let end = self.range_end(length);
        let reference = match (address(&self.rest()[..length]), end) {
            (Some(Address::Column(a)), Some((Address::Column(b), more))) => {
                let (a, b) = ordered(a, b);
                let ends = self
                    .ctx
                    .cols(own)
                    .and_then(|axis| end_of(axis, a).zip(end_of(axis, b)));
                ends.map(|(from, to)| {
                    let sheet = sheet.cloned();
                    (Reference::Columns { sheet, from, to }, more)
                })
            }
            (Some(Address::Row(a)), Some((Address::Row(b), more))) => {
                let (a, b) = ordered(a, b);
                let ends = self
                    .ctx
                    .rows(own)
                    .and_then(|axis| end_of(axis, a).zip(end_of(axis, b)));
                ends.map(|(from, to)| {
                    let sheet = sheet.cloned();
                    (Reference::Rows { sheet, from, to }, more)
                })
            }
            _ => None,
        };
        let Some((reference, more)) = reference else {
            return false;
        };
        self.push(reference, more);
        true
    }

    /// The address behind `:` after a word of `length`, and the length of all.
    fn range_end(&self, length: usize) -> Option<(Address, usize)> {
        let after = self.rest()[length..].strip_prefix(':')?;
        let more = after.find(|c| !continues(c)).unwrap_or(after.len());
        let tail = &after[more..];
        if tail.starts_with(['(', '!', '[']) {
            return None;
        }
        Some((address(&after[..more])?, length + 1 + more))
    }

    fn corner(
        &self,
        row: (u32, bool),
        col: (u32, bool),
        sheet: Option<&SheetId>,
    ) -> Option<Corner> {
        let own = sheet.unwrap_or(self.own);
        Some(Corner {
            row: end_of(self.ctx.rows(own)?, row)?,
            col: end_of(self.ctx.cols(own)?, col)?,
        })
    }
}

fn end_of(axis: &crate::axis::Axis, (index, absolute): (u32, bool)) -> Option<End> {
    let line = axis.id_at(index)?;
    Some(End { line, absolute })
}

fn ordered(a: (u32, bool), b: (u32, bool)) -> ((u32, bool), (u32, bool)) {
    if a.0 <= b.0 { (a, b) } else { (b, a) }
}

/// `:Sheet3!` behind a word: a reference through several sheets.
fn three_d(after: &str) -> Option<usize> {
    let rest = after.strip_prefix(':')?;
    let length = rest.find(|c| !continues(c)).unwrap_or(rest.len());
    (length > 0 && rest[length..].starts_with('!')).then_some(length + 2)
}
