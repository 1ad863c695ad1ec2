//! A worksheet part in one pass: cells, sizes of rows and columns, panes, merges, and counts of the rest.

use std::io::BufRead;

use daylight_model::{
    ErrorCode, SheetId,
    asset::BlockValue,
    id::{MAX_COLS, MAX_ROWS},
};

use super::{
    cell::{CellHead, CellKind, next_place},
    formulas::SheetFormulas,
    marks::{Found, RawMarks},
    remarks::{MOST_REMARKS, RawLink},
    strings::{SharedText, TextTraits, read_rich, unescape},
    styles::color,
};
use crate::{
    error::ImportError,
    formula::Book,
    job::Job,
    lines::LineLook,
    report::Loss,
    sheet::{Misplaced, NewCell, SheetBuilder, fitting},
    style::{formats::Formats, measure},
    xml::{Node, Tag, Xml},
};

/// What a worksheet needs of the rest of the workbook.
pub(crate) struct Shared<'a> {
    pub(crate) book: &'a Book,
    pub(crate) texts: &'a [SharedText],
    /// Cell metadata (1-based) that marks dynamic arrays.
    pub(crate) dynamic: &'a [bool],
}

/// What is said about a sheet beside its manifest.
#[derive(Debug, Default)]
pub(crate) struct SheetLook {
    pub(crate) color: Option<String>,
    pub(crate) freeze: Option<(i64, i64)>,
    pub(crate) no_grid: bool,
    /// Where a sheet says how formulas that depend on themselves are computed.
    pub(crate) iteration: Option<(u32, f64)>,
    pub(crate) links: Vec<RawLink>,
    pub(crate) marks: RawMarks,
}

/// Reads one worksheet.
pub(crate) struct SheetReader<'a, 'j, R> {
    xml: Xml<R>,
    pub(crate) build: SheetBuilder,
    job: &'a mut Job<'j>,
    shared: Shared<'a>,
    formats: &'a mut Formats,
    formulas: SheetFormulas,
    pub(crate) look: SheetLook,
    digit: f64,
    /// Rows are hidden unless they say otherwise.
    rows_hidden: bool,
    /// Top left cell of the view, from which frozen rows and columns count.
    corner: (u32, u32),
    value: String,
    formula: String,
}

impl<'a, 'j, R: BufRead> SheetReader<'a, 'j, R> {
    pub(crate) fn new(
        xml: Xml<R>,
        build: SheetBuilder,
        own: SheetId,
        shared: Shared<'a>,
        formats: &'a mut Formats,
        job: &'a mut Job<'j>,
    ) -> Self {
        let digit = formats.digit_width();
        Self {
            xml,
            build,
            job,
            shared,
            formats,
            formulas: SheetFormulas::new(own),
            look: SheetLook::default(),
            digit,
            rows_hidden: false,
            corner: (0, 0),
            value: String::new(),
            formula: String::new(),
        }
    }

    /// Reads to the end of the part.
    pub(crate) fn read(&mut self) -> Result<(), Misplaced> {
        self.build.col_width = measure::default_column(8.0, self.digit);
        loop {
            match self.xml.next()? {
                Node::Start(tag) if tag.name() == "sheetData" => self.rows()?,
                Node::Start(tag) => {
                    if let Some(found) = Found::of(&tag) {
                        let ledger = &mut self.build.ledger;
                        self.look.marks.element(&found, &mut self.xml, ledger)?;
                        continue;
                    }
                    let next = Around {
                        build: &mut self.build,
                        look: &mut self.look,
                        formats: &mut *self.formats,
                        job: &*self.job,
                        digit: self.digit,
                        rows_hidden: &mut self.rows_hidden,
                        corner: &mut self.corner,
                    };
                    next.element(&tag)?;
                }
                Node::Eof => break,
                _ => {}
            }
        }
        self.fill_lines()?;
        Ok(())
    }

    /// Lines that the file does not mention look like the sheet's defaults.
    fn fill_lines(&mut self) -> Result<(), ImportError> {
        let style = self.formats.style(self.job, 0)?;
        self.build.columns.fill(
            MAX_COLS,
            LineLook {
                size: None,
                hidden: false,
                style,
            },
        );
        if self.rows_hidden {
            let hidden = LineLook {
                size: None,
                hidden: true,
                style: 0,
            };
            self.build.rows.fill(MAX_ROWS, hidden);
        }
        Ok(())
    }

    fn rows(&mut self) -> Result<(), Misplaced> {
        let (mut row, mut col) = (0, 0);
        let mut next_row = 0;
        loop {
            match self.xml.next()? {
                Node::Start(tag) => match tag.name() {
                    "row" => {
                        let look = RowLook::of(&tag);
                        row = look.row.unwrap_or(next_row);
                        next_row = row.saturating_add(1);
                        col = 0;
                        self.row(row, &look)?;
                    }
                    "c" => {
                        let head = CellHead::of(&tag).map_err(|at| ImportError::Damaged {
                            part: self.build.part().to_owned(),
                            what: format!("{at:?} is no address of a cell"),
                        })?;
                        let place = next_place(&head, row, col);
                        col = place.1.saturating_add(1);
                        self.cell(&head, place)?;
                    }
                    _ => {}
                },
                Node::End(tag) if tag.name() == "sheetData" => return Ok(()),
                Node::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn row(&mut self, row: u32, look: &RowLook) -> Result<(), ImportError> {
        if row >= MAX_ROWS {
            return Err(ImportError::BeyondSheet {
                part: self.build.part().to_owned(),
                cell: format!("A{}", u64::from(row) + 1),
            });
        }
        if look.outlined {
            self.build.ledger.add(Loss::Outlines, 1, || {
                Some(format!("{}:{}", row + 1, row + 1))
            });
        }
        let style = match look.format {
            Some(format) => self.formats.style(self.job, format)?,
            None => 0,
        };
        let default = self.build.row_height;
        let mut size = look
            .height
            .map(measure::points)
            .filter(|h| (h - default).abs() > 0.01);
        if self.rows_hidden && !look.hidden {
            size = size.or(Some(default));
        }
        let look = LineLook {
            size,
            hidden: look.hidden,
            style,
        };
        self.build.rows.put(row, 1, look);
        Ok(())
    }

    fn cell(&mut self, head: &CellHead, place: (u32, u32)) -> Result<(), Misplaced> {
        self.value.clear();
        self.formula.clear();
        let mut tag_of_formula = None;
        let mut traits = TextTraits::default();
        loop {
            match self.xml.next()? {
                Node::Start(tag) => match tag.name() {
                    "v" => self.xml.text_into(&mut self.value)?,
                    "f" => {
                        tag_of_formula = Some(super::cell::FormulaHead::of(&tag));
                        self.xml.text_into(&mut self.formula)?;
                    }
                    "is" => traits = read_rich(&mut self.xml, &mut self.value)?,
                    _ => self.xml.skip()?,
                },
                Node::End(_) | Node::Eof => break,
                _ => {}
            }
        }
        let style = self.formats.style(self.job, head.format)?;
        let value = self.cell_value(head, place, traits)?;
        let formula = match tag_of_formula {
            Some(tag) => {
                let dynamic = head
                    .meta
                    .checked_sub(1)
                    .and_then(|i| self.shared.dynamic.get(i))
                    .is_some_and(|d| *d);
                let text = std::mem::take(&mut self.formula);
                let parts = self.formulas.stored(
                    &tag,
                    &text,
                    place,
                    dynamic,
                    self.shared.book,
                    &mut self.build.ledger,
                );
                self.formula = text;
                parts
            }
            None => None,
        };
        let (row, col) = place;
        // What a formula spills is computed; what it says of its own cell is not enough to fill the others.
        let value = if self.formulas.is_spilled(place) {
            BlockValue::Null
        } else {
            value
        };
        self.build.put(
            self.job,
            NewCell {
                row,
                col,
                value,
                formula,
                style,
            },
        )
    }

    fn cell_value(
        &mut self,
        head: &CellHead,
        (row, col): (u32, u32),
        traits: TextTraits,
    ) -> Result<BlockValue, ImportError> {
        let name = || Some(daylight_model::a1::cell_name(row, col));
        let ledger = &mut self.build.ledger;
        let raw = self.value.as_str();
        Ok(match head.kind {
            CellKind::Shared if !raw.is_empty() => {
                let found = raw.trim().parse::<usize>().ok();
                let Some(shared) = found.and_then(|i| self.shared.texts.get(i)) else {
                    return Err(ImportError::Damaged {
                        part: self.build.part().to_owned(),
                        what: format!(
                            "{} points at text {} of {}",
                            daylight_model::a1::cell_name(row, col),
                            raw.chars().take(24).collect::<String>(),
                            self.shared.texts.len()
                        ),
                    });
                };
                note_text(ledger, shared.traits, name);
                BlockValue::Text(shared.text.clone())
            }
            CellKind::Text | CellKind::Inline => {
                if head.kind == CellKind::Text {
                    unescape(&mut self.value);
                }
                let (text, cut) = fitting(&self.value);
                note_text(ledger, TextTraits { cut, ..traits }, name);
                BlockValue::Text(text)
            }
            _ if raw.trim().is_empty() => BlockValue::Null,
            CellKind::Bool => BlockValue::Bool(crate::xml::is_true(raw)),
            CellKind::Error => BlockValue::Error(raw.trim().parse().unwrap_or(ErrorCode::Value)),
            CellKind::Date => {
                match super::cell::iso_serial(raw.trim(), self.shared.book.date1904) {
                    Some(serial) => BlockValue::Number(serial),
                    None => BlockValue::Text(raw.into()),
                }
            }
            CellKind::Number | CellKind::Shared => match raw.trim().parse::<f64>() {
                Ok(n) if n.is_finite() => BlockValue::Number(n),
                Ok(_) => {
                    ledger.add(Loss::Overflows, 1, name);
                    BlockValue::Error(ErrorCode::Num)
                }
                Err(_) => BlockValue::Text(fitting(raw).0),
            },
        })
    }

    /// Gives back what was built.
    pub(crate) fn into_parts(self) -> (SheetBuilder, SheetLook) {
        (self.build, self.look)
    }
}

fn note_text(
    ledger: &mut crate::report::Ledger,
    traits: TextTraits,
    name: impl Fn() -> Option<String>,
) {
    ledger.add(Loss::RichTexts, u64::from(traits.rich), &name);
    ledger.add(Loss::Phonetics, u64::from(traits.phonetic), &name);
    ledger.add(Loss::LongTexts, u64::from(traits.cut), &name);
}

/// What a `row` element says.
struct RowLook {
    row: Option<u32>,
    height: Option<f64>,
    hidden: bool,
    format: Option<usize>,
    outlined: bool,
}

impl RowLook {
    fn of(tag: &Tag<'_>) -> Self {
        let mut look = Self {
            row: None,
            height: None,
            hidden: false,
            format: None,
            outlined: false,
        };
        let mut own_format = false;
        for (key, value) in tag.attrs() {
            match key {
                "r" => {
                    // A number that does not fit is beyond the sheet, not missing.
                    let number = value.trim().parse::<u64>().unwrap_or(u64::MAX);
                    look.row = Some(u32::try_from(number.saturating_sub(1)).unwrap_or(u32::MAX));
                }
                "ht" => look.height = value.parse().ok().filter(|h| (0.0..=4096.0).contains(h)),
                "hidden" => look.hidden = crate::xml::is_true(&value),
                "s" => look.format = value.parse().ok(),
                "customFormat" => own_format = crate::xml::is_true(&value),
                "outlineLevel" => look.outlined = value != "0",
                _ => {}
            }
        }
        look.format = look.format.filter(|_| own_format);
        look
    }
}

/// The elements before and after the cells.
struct Around<'b, 'j> {
    build: &'b mut SheetBuilder,
    look: &'b mut SheetLook,
    formats: &'b mut Formats,
    job: &'b Job<'j>,
    digit: f64,
    rows_hidden: &'b mut bool,
    corner: &'b mut (u32, u32),
}

impl Around<'_, '_> {
    fn element(self, tag: &Tag<'_>) -> Result<(), ImportError> {
        match tag.name() {
            "tabColor" => self.look.color = color(tag).and_then(|c| self.formats.color(c)),
            "sheetView" => {
                self.look.no_grid = tag.flag("showGridLines") == Some(false);
                let corner = tag.attr("topLeftCell");
                let corner = corner.and_then(|v| daylight_model::a1::parse_cell(&v));
                *self.corner = corner.unwrap_or((0, 0));
            }
            "pane" => self.pane(tag),
            "sheetFormatPr" => self.defaults(tag),
            "col" => return self.column(tag),
            "mergeCell" => {
                let area = tag
                    .attr("ref")
                    .and_then(|v| daylight_model::a1::parse_range(&v));
                if let Some(a) = area {
                    return self
                        .build
                        .merge(self.job, (a.top, a.left), (a.bottom, a.right));
                }
            }
            "hyperlink" => match RawLink::read(tag) {
                Some(link) if self.look.links.len() < MOST_REMARKS => self.look.links.push(link),
                _ => self.build.ledger.add(Loss::Hyperlinks, 1, || None),
            },
            name => self.count(name, tag),
        }
        Ok(())
    }

    fn pane(self, tag: &Tag<'_>) {
        let state = tag.attr("state");
        if !matches!(state.as_deref(), Some("frozen" | "frozenSplit")) {
            return;
        }
        let last = |split: Option<f64>, first: u32, most: u32| match split {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "bounded by the size of a sheet"
            )]
            Some(n) if n >= 1.0 => {
                (i64::from(first) + n.min(f64::from(most)) as i64 - 1).min(i64::from(most) - 1)
            }
            _ => -1,
        };
        let row = last(tag.number("ySplit"), self.corner.0, MAX_ROWS);
        let col = last(tag.number("xSplit"), self.corner.1, MAX_COLS);
        if (row, col) != (-1, -1) {
            self.look.freeze = Some((row, col));
        }
    }

    fn defaults(self, tag: &Tag<'_>) {
        let sized = |v: Option<f64>| v.filter(|v| *v > 0.0 && *v <= 4096.0);
        if let Some(height) = sized(tag.number("defaultRowHeight")) {
            self.build.row_height = measure::points(height);
        }
        if let Some(width) = sized(tag.number("defaultColWidth")) {
            self.build.col_width = measure::column(width, self.digit);
        } else if let Some(chars) = sized(tag.number("baseColWidth")) {
            self.build.col_width = measure::default_column(chars, self.digit);
        }
        *self.rows_hidden = tag.flag("zeroHeight").unwrap_or(false);
    }

    fn column(self, tag: &Tag<'_>) -> Result<(), ImportError> {
        let first = tag.number::<u32>("min").unwrap_or(0);
        let last = tag.number::<u32>("max").unwrap_or(first).min(MAX_COLS);
        if first == 0 || first > last {
            return Ok(());
        }
        let style = self
            .formats
            .style(self.job, tag.number("style").unwrap_or(0))?;
        let width = tag.number::<f64>("width");
        let width = width.filter(|w| (0.0..=4096.0).contains(w));
        let size = width
            .map(|w| measure::column(w, self.digit))
            .filter(|w| (w - self.build.col_width).abs() > 0.01);
        let hidden = tag.flag("hidden").unwrap_or(false) || size == Some(0.0);
        let look = LineLook {
            size: size.filter(|s| *s > 0.0),
            hidden,
            style,
        };
        self.build.columns.put(first - 1, last - first + 1, look);
        if tag
            .number("outlineLevel")
            .is_some_and(|level: u32| level > 0)
        {
            let count = u64::from(last - first + 1);
            let name = daylight_model::a1::column_name(first - 1);
            self.build
                .ledger
                .add(Loss::Outlines, count, || Some(format!("{name}:{name}")));
        }
        Ok(())
    }

    fn count(self, name: &str, tag: &Tag<'_>) {
        let loss = match name {
            "sheetProtection" if tag.flag("sheet") == Some(true) => Loss::Protection,
            "sparklineGroup" => Loss::Sparklines,
            "rowBreaks" | "colBreaks" => Loss::PageSetup,
            _ => return,
        };
        let at = tag.attr("ref").or_else(|| tag.attr("sqref"));
        self.build
            .ledger
            .add(loss, 1, || at.map(|a| a.chars().take(64).collect()));
    }
}
