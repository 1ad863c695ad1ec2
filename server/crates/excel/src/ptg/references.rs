//! References inside tokens: cells and areas, here and on other sheets.

use daylight_model::{
    a1::{cell_name, column_name},
    id::{MAX_COLS, MAX_ROWS},
};

use super::{Bytes, Decoder, Layout};

/// A row or column of a reference.
#[derive(Clone, Copy)]
struct Line {
    index: u32,
    relative: bool,
}

impl Decoder<'_> {
    pub(super) fn reference(&mut self, token: u8, t: &mut Bytes<'_>) -> Option<()> {
        match token {
            0x24 | 0x2c => {
                let (row, col) = self.corner(t, token == 0x2c)?;
                self.push(cell(row, col))
            }
            0x25 | 0x2d => {
                let text = self.area(t, token == 0x2d)?;
                self.push(text)
            }
            // What follows says it once more; the text is the same without.
            0x26..=0x28 => {
                t.take(6)?;
                Some(())
            }
            0x29 => {
                t.take(2)?;
                Some(())
            }
            0x2a | 0x2b => {
                t.take(self.width(token == 0x2b))?;
                self.push("#REF!".to_owned())
            }
            _ => None,
        }
    }

    pub(super) fn sheet_reference(&mut self, token: u8, t: &mut Bytes<'_>) -> Option<()> {
        let found = self.names.sheets.get(usize::from(t.u16()?))?;
        let (prefix, external) = (found.prefix.clone(), found.external);
        let text = match token {
            0x3a => {
                let (row, col) = self.corner(t, false)?;
                Some(cell(row, col))
            }
            0x3b => Some(self.area(t, false)?),
            other => {
                t.take(self.width(other == 0x3d))?;
                None
            }
        };
        self.external |= external;
        match (prefix, text) {
            (Some(prefix), Some(text)) => self.push(format!("{prefix}!{text}")),
            _ => self.push("#REF!".to_owned()),
        }
    }

    fn width(&self, area: bool) -> usize {
        match (self.names.layout, area) {
            (Layout::Xls, false) => 4,
            (Layout::Xls, true) => 8,
            (Layout::Xlsb, false) => 6,
            (Layout::Xlsb, true) => 12,
        }
    }

    fn row(&self, t: &mut Bytes<'_>) -> Option<u32> {
        match self.names.layout {
            Layout::Xls => t.u16().map(u32::from),
            Layout::Xlsb => t.u32(),
        }
    }

    fn corner(&self, t: &mut Bytes<'_>, offsets: bool) -> Option<(Line, Line)> {
        let row = self.row(t)?;
        let col = t.u16()?;
        self.place(row, col, offsets)
    }

    fn area(&self, t: &mut Bytes<'_>, offsets: bool) -> Option<String> {
        let (top, bottom) = (self.row(t)?, self.row(t)?);
        let (left, right) = (t.u16()?, t.u16()?);
        let (r1, c1) = self.place(top, left, offsets)?;
        let (r2, c2) = self.place(bottom, right, offsets)?;
        let last_row = match self.names.layout {
            Layout::Xls => 0xffff,
            Layout::Xlsb => MAX_ROWS - 1,
        };
        let last_col = match self.names.layout {
            Layout::Xls => 0xff,
            Layout::Xlsb => MAX_COLS - 1,
        };
        if (r1.index, r2.index) == (0, last_row) {
            return Some(format!("{}:{}", column(c1), column(c2)));
        }
        if (c1.index, c2.index) == (0, last_col) {
            return Some(format!("{}:{}", row_text(r1), row_text(r2)));
        }
        Some(format!("{}:{}", cell(r1, c1), cell(r2, c2)))
    }

    /// A row and a column word with its two flags; in shared formulas relative ones are offsets.
    fn place(&self, row: u32, col: u16, offsets: bool) -> Option<(Line, Line)> {
        let (rows, cols) = match self.names.layout {
            Layout::Xls => (0x1_0000, 0x100),
            Layout::Xlsb => (MAX_ROWS, MAX_COLS),
        };
        let (row_relative, col_relative) = (col & 0x8000 != 0, col & 0x4000 != 0);
        let (mut row, mut col) = (row, u32::from(col & 0x3fff));
        if offsets && row_relative {
            row = row.wrapping_add(self.at.0) & (rows - 1);
        }
        if offsets && col_relative {
            col = (col + self.at.1) & (cols - 1);
        }
        if row >= rows || col >= cols {
            return None;
        }
        let line = |index, relative| Line { index, relative };
        Some((line(row, row_relative), line(col, col_relative)))
    }
}

fn dollar(line: Line) -> &'static str {
    if line.relative { "" } else { "$" }
}

fn column(col: Line) -> String {
    format!("{}{}", dollar(col), column_name(col.index))
}

fn row_text(row: Line) -> String {
    format!("{}{}", dollar(row), row.index + 1)
}

fn cell(row: Line, col: Line) -> String {
    if row.relative && col.relative {
        return cell_name(row.index, col.index);
    }
    format!("{}{}", column(col), row_text(row))
}
