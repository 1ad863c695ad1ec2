//! The cells of `content.xml`.

use std::io::BufRead;

use daylight_model::{
    ErrorCode, SheetId,
    a1::{Area, cell_name},
    asset::BlockValue,
    id::{MAX_COLS, MAX_ROWS},
};

use super::{
    formula::excel_text,
    outline::is_foreign,
    styles::{Styles, TableStyle},
};
use crate::{
    error::ImportError,
    formula::Book,
    job::Job,
    lines::LineLook,
    report::Loss,
    sheet::{Misplaced, NewCell, SheetBuilder, fitting},
    xls::with_kind,
    xlsx::iso_serial,
    xml::{Node, Tag, Xml, is_true},
};

/// Blank cells in a row with a style of their own that are written out one by one; more make a style of the row.
const BLANKS: u32 = 256;
/// Rows alike that are written out one by one when they hold only styles.
const BLANK_ROWS: u32 = 1024;

/// A sheet as read.
pub(crate) struct ReadSheet {
    pub(crate) build: SheetBuilder,
    pub(crate) style: String,
}

/// Reads the sheets one after the other.
pub(crate) struct Content<'a, 'j, R> {
    xml: Xml<R>,
    book: &'a Book,
    styles: &'a mut Styles,
    job: &'a mut Job<'j>,
}

/// A cell before its place is known.
#[derive(Default)]
struct CellHead {
    repeated: u32,
    style: Option<String>,
    value: BlockValue,
    /// The value is the text inside.
    is_text: bool,
    is_error: bool,
    formula: Option<String>,
    /// Columns and rows that it covers, and that its array formula fills.
    spans: (u32, u32),
    fills: Option<(u32, u32)>,
}

/// The state of one sheet.
struct Table {
    build: SheetBuilder,
    own: SheetId,
    row: u32,
    col: u32,
    next_column: u32,
    /// Default styles of columns: first, one past the last, name.
    defaults: Vec<(u32, u32, String)>,
    row_default: Option<String>,
}

impl<'a, 'j, R: BufRead> Content<'a, 'j, R> {
    pub(crate) fn new(
        xml: Xml<R>,
        book: &'a Book,
        styles: &'a mut Styles,
        job: &'a mut Job<'j>,
    ) -> Self {
        Self {
            xml,
            book,
            styles,
            job,
        }
    }

    /// Reads the next sheet; `None` when there is none any more.
    pub(crate) fn sheet(
        &mut self,
        own: SheetId,
        of: usize,
    ) -> Result<Option<ReadSheet>, ImportError> {
        let (name, style) = loop {
            match self.xml.next()? {
                Node::Start(tag) if is_foreign(tag.name()) => self.xml.skip()?,
                Node::Start(tag) if tag.name() == "table" => {
                    let name = tag.attr("name").unwrap_or_default().into_owned();
                    break (
                        name,
                        tag.attr("style-name").unwrap_or_default().into_owned(),
                    );
                }
                Node::Eof => return Ok(None),
                _ => {}
            }
        };
        self.job.reading(format!("Sheet {own} of {of}, {name}"));
        let part = format!("content.xml, sheet {name}");
        let mut table = Table {
            build: SheetBuilder::new(&part),
            own,
            row: 0,
            col: 0,
            next_column: 0,
            defaults: Vec::new(),
            row_default: None,
        };
        table.build.row_height = 17.0;
        table.build.col_width = 85.0;
        self.table(&mut table)?;
        let default = self.styles.style(self.job, "Default")?;
        let look = LineLook {
            size: None,
            hidden: false,
            style: default,
        };
        table.build.columns.fill(MAX_COLS, look);
        Ok(Some(ReadSheet {
            build: table.build,
            style,
        }))
    }

    /// How the sheet of a style looks, and the job.
    pub(crate) fn parts(&mut self, style: &str) -> (TableStyle, &mut Job<'j>) {
        let table = self.styles.tables.get(style).cloned();
        (table.unwrap_or_default(), self.job)
    }

    fn table(&mut self, table: &mut Table) -> Result<(), ImportError> {
        loop {
            match self.xml.next()? {
                Node::Start(tag) => match tag.name() {
                    name if is_foreign(name) || name == "table" || name == "named-expressions" => {
                        self.xml.skip()?;
                    }
                    "table-column" => {
                        column(table, &tag, self.styles, self.job)?;
                    }
                    "table-row" => {
                        let head = RowHead::of(&tag);
                        self.row(table, &head)?;
                    }
                    _ => {}
                },
                Node::End(tag) if tag.name() == "table" => return Ok(()),
                Node::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn row(&mut self, table: &mut Table, head: &RowHead) -> Result<(), ImportError> {
        table.col = 0;
        table.row_default.clone_from(&head.default);
        let mut cells: Vec<(u32, CellHead)> = Vec::new();
        loop {
            match self.xml.next()? {
                Node::Start(tag) => match tag.name() {
                    "table-cell" | "covered-table-cell" => {
                        let covered = tag.name() == "covered-table-cell";
                        let mut cell = CellHead::of(&tag, self.book.date1904);
                        self.cell_content(&mut cell)?;
                        if covered {
                            // What a merged area covers is not shown.
                            cell.value = BlockValue::Null;
                            cell.formula = None;
                        }
                        let col = table.col;
                        table.col = col.saturating_add(cell.repeated);
                        cells.push((col, cell));
                    }
                    _ => self.xml.skip()?,
                },
                Node::End(tag) if tag.name() == "table-row" => break,
                Node::Eof => break,
                _ => {}
            }
        }
        let style = match &head.default {
            Some(name) => self.styles.style(self.job, name)?,
            None => 0,
        };
        let mut look = LineLook {
            size: head
                .style
                .as_deref()
                .and_then(|name| self.styles.size(name))
                .map(f64::round)
                .filter(|s| *s > 0.0 && (s - table.build.row_height).abs() > 0.01),
            hidden: head.hidden,
            style,
        };
        let filled = cells.iter().any(|(_, c)| c.is_filled());
        let last = table.row.saturating_add(head.repeated).min(MAX_ROWS);
        if table.row >= MAX_ROWS && filled {
            return Err(ImportError::BeyondSheet {
                part: table.build.part().to_owned(),
                cell: format!("A{}", u64::from(table.row) + 1),
            });
        }
        let rows = last.saturating_sub(table.row);
        // A long run of rows that hold only styles says how the rest of the sheet looks.
        let written = if filled { rows } else { rows.min(BLANK_ROWS) };
        let worth = filled || rows <= BLANK_ROWS;
        for n in 0..written {
            for (col, cell) in &cells {
                if worth {
                    self.put(table, table.row + n, *col, cell, &mut look)?;
                }
            }
        }
        table.build.rows.put(table.row, rows, look);
        table.row = table.row.saturating_add(head.repeated);
        Ok(())
    }

    fn put(
        &mut self,
        table: &mut Table,
        row: u32,
        col: u32,
        cell: &CellHead,
        look: &mut LineLook,
    ) -> Result<(), ImportError> {
        let name = cell
            .style
            .clone()
            .or_else(|| table.row_default.clone())
            .or_else(|| table.column_default(col));
        let style = self
            .styles
            .style(self.job, name.as_deref().unwrap_or("Default"))?;
        let filled = cell.is_filled();
        if !filled && cell.style.is_none() {
            return Ok(());
        }
        if !filled && cell.repeated > BLANKS {
            if look.style == 0 && table.column_default(col) != cell.style {
                look.style = style;
            }
            return Ok(());
        }
        if filled && cell.repeated > 1 && col >= MAX_COLS {
            return Err(ImportError::BeyondSheet {
                part: table.build.part().to_owned(),
                cell: cell_name(row, col),
            });
        }
        for n in 0..cell.repeated {
            let at = (row, col.saturating_add(n));
            let formula = self.stored(table, cell, at);
            let new = NewCell {
                row,
                col: at.1,
                value: cell.value.clone(),
                formula,
                style,
            };
            table.build.put(self.job, new).map_err(|e| match e {
                Misplaced::Failed(e) => e,
                // Rows come in order by construction.
                Misplaced::OutOfOrder => ImportError::Damaged {
                    part: table.build.part().to_owned(),
                    what: "its rows are out of order".to_owned(),
                },
            })?;
        }
        let (cols, rows) = cell.spans;
        if cols > 1 || rows > 1 {
            let to = (
                row.saturating_add(rows.max(1) - 1),
                col.saturating_add(cols.max(1) - 1),
            );
            table.build.merge(self.job, (row, col), to)?;
        }
        Ok(())
    }

    fn stored(&self, table: &mut Table, cell: &CellHead, at: (u32, u32)) -> Option<Vec<String>> {
        let formula = cell.formula.as_deref()?;
        let name = || Some(cell_name(at.0, at.1));
        let mut parsed = None;
        if let Some((text, external)) = excel_text(formula) {
            table
                .build
                .ledger
                .add(Loss::ExternalLinks, u64::from(external), name);
            parsed = self.book.parse(&text, &table.own);
        }
        if parsed.is_none() {
            table.build.ledger.add(Loss::Formulas, 1, name);
        }
        let fills = cell.fills.map(|(cols, rows)| Area {
            top: at.0,
            left: at.1,
            bottom: (at.0 + rows.max(1) - 1).min(MAX_ROWS - 1),
            right: (at.1 + cols.max(1) - 1).min(MAX_COLS - 1),
        });
        parsed.map(|formula| with_kind(formula, fills).to_parts())
    }

    /// Reads the paragraphs inside a cell.
    fn cell_content(&mut self, cell: &mut CellHead) -> Result<(), ImportError> {
        let mut text = String::new();
        let (mut depth, mut paragraphs) = (1, 0);
        loop {
            match self.xml.next()? {
                Node::Start(tag) => match tag.name() {
                    name if is_foreign(name) => self.xml.skip()?,
                    name => {
                        depth += 1;
                        match name {
                            "p" => {
                                if paragraphs > 0 {
                                    text.push('\n');
                                }
                                paragraphs += 1;
                            }
                            "s" => {
                                let spaces = tag.number("c").unwrap_or(1_usize).min(32_767);
                                text.push_str(&" ".repeat(spaces));
                            }
                            "tab" => text.push('\t'),
                            "line-break" => text.push('\n'),
                            _ => {}
                        }
                    }
                },
                Node::End(_) => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                Node::Text(piece) if depth > 1 => text.push_str(&piece),
                Node::Eof => break,
                _ => {}
            }
        }
        if cell.is_error {
            cell.value = BlockValue::Error(text.trim().parse().unwrap_or(ErrorCode::Value));
        } else if cell.is_text && cell.value == BlockValue::Null && paragraphs > 0 {
            cell.value = BlockValue::Text(fitting(&text).0);
        }
        Ok(())
    }
}

impl Table {
    fn column_default(&self, col: u32) -> Option<String> {
        let i = self.defaults.partition_point(|d| d.0 <= col);
        let (_, end, name) = self.defaults.get(i.checked_sub(1)?)?;
        (col < *end).then(|| name.clone())
    }
}

fn column(
    table: &mut Table,
    tag: &Tag<'_>,
    styles: &mut Styles,
    job: &Job<'_>,
) -> Result<(), ImportError> {
    let count = tag.number("number-columns-repeated").unwrap_or(1_u32);
    let first = table.next_column;
    let count = count.min(MAX_COLS.saturating_sub(first));
    table.next_column = first + count;
    if count == 0 {
        return Ok(());
    }
    let default = tag.attr("default-cell-style-name");
    let default = default.filter(|name| !name.is_empty());
    let style = styles.style(job, default.as_deref().unwrap_or("Default"))?;
    if let Some(name) = default {
        table
            .defaults
            .push((first, first + count, name.into_owned()));
    }
    let size = tag.attr("style-name").and_then(|name| styles.size(&name));
    let look = LineLook {
        size: size
            .map(f64::round)
            .filter(|s| *s > 0.0 && (s - table.build.col_width).abs() > 0.01),
        hidden: hidden(tag),
        style,
    };
    table.build.columns.put(first, count, look);
    Ok(())
}

fn hidden(tag: &Tag<'_>) -> bool {
    tag.attr("visibility").is_some_and(|v| v != "visible")
}

struct RowHead {
    repeated: u32,
    style: Option<String>,
    default: Option<String>,
    hidden: bool,
}

impl RowHead {
    fn of(tag: &Tag<'_>) -> Self {
        let name = |key| tag.attr(key).map(std::borrow::Cow::into_owned);
        Self {
            repeated: tag.number("number-rows-repeated").unwrap_or(1).max(1),
            style: name("style-name"),
            default: name("default-cell-style-name").filter(|n| !n.is_empty()),
            hidden: hidden(tag),
        }
    }
}

impl CellHead {
    fn is_filled(&self) -> bool {
        self.formula.is_some() || self.value != BlockValue::Null
    }

    fn of(tag: &Tag<'_>, date1904: bool) -> Self {
        let mut head = Self {
            repeated: 1,
            spans: (1, 1),
            ..Self::default()
        };
        let mut number = None;
        let mut fills = (0, 0);
        for (key, value) in tag.attrs() {
            let count = || value.parse::<u32>().unwrap_or(1).max(1);
            match key {
                "number-columns-repeated" => head.repeated = count(),
                "style-name" => head.style = Some(value.into_owned()),
                "formula" => head.formula = Some(value.into_owned()),
                "number-columns-spanned" => head.spans.0 = count(),
                "number-rows-spanned" => head.spans.1 = count(),
                "number-matrix-columns-spanned" => fills.0 = count(),
                "number-matrix-rows-spanned" => fills.1 = count(),
                // Once in the standard's words, and once more in those of a later program.
                "value-type" => match &*value {
                    "string" => head.is_text = true,
                    "error" => head.is_error = true,
                    _ => {}
                },
                "value" => number = value.parse::<f64>().ok(),
                "date-value" => number = iso_serial(&value, date1904),
                "time-value" => number = duration(&value),
                "boolean-value" => head.value = BlockValue::Bool(is_true(&value)),
                "string-value" => head.value = BlockValue::Text(fitting(&value).0),
                _ => {}
            }
        }
        if let Some(n) = number.filter(|n| n.is_finite()) {
            head.value = BlockValue::Number(n);
        }
        head.fills = (fills != (0, 0)).then_some(fills);
        head
    }
}

/// `PT12H30M15.5S` as a share of a day.
fn duration(text: &str) -> Option<f64> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text),
    };
    let mut seconds = 0.0;
    let mut number = String::new();
    for c in text.strip_prefix('P')?.chars() {
        let per_unit = match c {
            '0'..='9' | '.' => {
                number.push(c);
                continue;
            }
            'T' => continue,
            'D' => 86_400.0,
            'H' => 3600.0,
            'M' => 60.0,
            'S' => 1.0,
            _ => return None,
        };
        seconds += number.parse::<f64>().ok()? * per_unit;
        number.clear();
    }
    Some(sign * seconds / 86_400.0)
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations() {
        assert_eq!(duration("PT12H00M00S"), Some(0.5));
        assert_eq!(duration("PT36H"), Some(1.5));
        assert_eq!(duration("-PT06H00M00.0S"), Some(-0.25));
        assert_eq!(duration("12:00"), None);
    }
}
