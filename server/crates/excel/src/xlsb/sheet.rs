//! One worksheet of a binary workbook.

use std::{io::BufRead, sync::Arc};

use daylight_model::{
    ErrorCode, SheetId,
    a1::{Area, cell_name},
    asset::BlockValue,
    id::{MAX_COLS, MAX_ROWS},
};
use rustc_hash::FxHashMap;

use super::{records::Records, styles::color};
use crate::{
    error::ImportError,
    formula::{Book, clean},
    job::Job,
    lines::LineLook,
    ptg::{Bytes, Decoded, Names, decode, error_code, rk},
    report::Loss,
    sheet::{Misplaced, NewCell, SheetBuilder, fitting},
    style::{formats::Formats, measure},
    xls::with_kind,
    xlsx::SheetLook,
};

/// What a worksheet needs of the rest of the workbook.
pub(crate) struct Shared<'a> {
    pub(crate) book: &'a Book,
    pub(crate) names: Names<'a>,
    pub(crate) texts: &'a [(Arc<str>, bool, bool)],
}

/// A cell whose formula may go on in the next record.
struct Waiting {
    at: (u32, u32),
    format: usize,
    value: BlockValue,
    tokens: Vec<u8>,
    extra: Vec<u8>,
    fills: Option<Area>,
}

/// Reads one worksheet.
pub(crate) struct SheetReader<'a, 'j, R> {
    records: Records<R>,
    pub(crate) build: SheetBuilder,
    job: &'a mut Job<'j>,
    shared: Shared<'a>,
    own: SheetId,
    formats: &'a mut Formats,
    pub(crate) look: SheetLook,
    digit: f64,
    row: u32,
    rows_hidden: bool,
    corner: (u32, u32),
    /// Shared formulas by the cell that they follow.
    several: FxHashMap<(u32, u32), Vec<u8>>,
    waiting: Option<Waiting>,
}

impl<'a, 'j, R: BufRead> SheetReader<'a, 'j, R> {
    pub(crate) fn new(
        records: Records<R>,
        build: SheetBuilder,
        own: SheetId,
        shared: Shared<'a>,
        formats: &'a mut Formats,
        job: &'a mut Job<'j>,
    ) -> Self {
        let digit = formats.digit_width();
        Self {
            records,
            build,
            job,
            shared,
            own,
            formats,
            look: SheetLook::default(),
            digit,
            row: 0,
            rows_hidden: false,
            corner: (0, 0),
            several: FxHashMap::default(),
            waiting: None,
        }
    }

    pub(crate) fn read(&mut self) -> Result<(), Misplaced> {
        self.build.col_width = measure::default_column(8.0, self.digit);
        // The data of a record is lent by the reader of records, so that it is taken along in a buffer of our own.
        let mut buffer = Vec::new();
        while let Some((kind, data)) = self.records.next()? {
            buffer.clear();
            buffer.extend_from_slice(data.0);
            if self.record(kind, Bytes(&buffer))?.is_none() {
                return Err(Misplaced::Failed(self.records.short(kind)));
            }
        }
        self.finish_waiting()?;
        let style = self.formats.style(self.job, 0)?;
        let plain = |hidden, style| LineLook {
            size: None,
            hidden,
            style,
        };
        self.build.columns.fill(MAX_COLS, plain(false, style));
        if self.rows_hidden {
            self.build.rows.fill(MAX_ROWS, plain(true, 0));
        }
        Ok(())
    }

    fn record(&mut self, kind: u16, mut data: Bytes<'_>) -> Result<Option<()>, Misplaced> {
        match kind {
            0 => {
                self.finish_waiting()?;
                Ok(self.row(data)?)
            }
            1..=11 => {
                self.finish_waiting()?;
                self.cell(kind, data)
            }
            // Shared formula, array, data table: they belong to the cell before.
            427 => Ok(self.shared_formula(data)),
            426 => Ok(self.array(data)),
            428 => {
                if let Some(waiting) = self.waiting.take() {
                    let (row, col) = waiting.at;
                    let name = || Some(cell_name(row, col));
                    self.build.ledger.add(Loss::DataTables, 1, name);
                    self.put(waiting.at, waiting.format, waiting.value, None)?;
                }
                Ok(Some(()))
            }
            176 => {
                let area = (data.u32(), data.u32(), data.u32(), data.u32());
                let (Some(r1), Some(r2), Some(c1), Some(c2)) = area else {
                    return Ok(None);
                };
                self.build.merge(self.job, (r1, c1), (r2, c2))?;
                Ok(Some(()))
            }
            _ => Ok(self.layout(kind, data)?),
        }
    }

    fn row(&mut self, mut data: Bytes<'_>) -> Result<Option<()>, ImportError> {
        let head = (data.u32(), data.u32(), data.u16(), data.u8(), data.u8());
        let (Some(row), Some(format), Some(height), Some(_), Some(flags)) = head else {
            return Ok(None);
        };
        if row >= MAX_ROWS {
            return Err(ImportError::BeyondSheet {
                part: self.build.part().to_owned(),
                cell: format!("A{}", u64::from(row) + 1),
            });
        }
        self.row = row;
        let style = if flags & 0x40 == 0 {
            0
        } else {
            self.formats.style(self.job, format as usize)?
        };
        let default = self.build.row_height;
        let size = measure::points(f64::from(height) / 20.0);
        let hidden = flags & 0x10 != 0;
        let mut own = Some(size).filter(|s| *s > 0.0 && (s - default).abs() > 0.01);
        if self.rows_hidden && !hidden {
            own = own.or(Some(default));
        }
        if flags & 7 != 0 {
            let name = || Some(format!("{}:{}", row + 1, row + 1));
            self.build.ledger.add(Loss::Outlines, 1, name);
        }
        let look = LineLook {
            size: own,
            hidden,
            style,
        };
        self.build.rows.put(row, 1, look);
        Ok(Some(()))
    }

    fn cell(&mut self, kind: u16, mut data: Bytes<'_>) -> Result<Option<()>, Misplaced> {
        let (Some(col), Some(format)) = (data.u32(), data.u32()) else {
            return Ok(None);
        };
        let at = (self.row, col);
        let format = (format & 0x00ff_ffff) as usize;
        let value = match kind {
            1 => Some(BlockValue::Null),
            2 => data.u32().map(|n| BlockValue::Number(rk(n))),
            3 | 11 => data
                .u8()
                .map(|n| BlockValue::Error(error_code(n).unwrap_or(ErrorCode::Value))),
            4 | 10 => data.u8().map(|b| BlockValue::Bool(b != 0)),
            5 | 9 => data.f64().map(|n| self.number(n, at)),
            6 | 8 => super::records::wide(&mut data).map(|text| self.text(&text, at)),
            _ => match data.u32() {
                Some(i) => Some(self.shared_text(i, at)?),
                None => None,
            },
        };
        let Some(value) = value else { return Ok(None) };
        if kind < 8 {
            self.put(at, format, value, None)?;
            return Ok(Some(()));
        }
        let Some((tokens, extra)) = formula(&mut data) else {
            return Ok(None);
        };
        self.waiting = Some(Waiting {
            at,
            format,
            value,
            tokens,
            extra,
            fills: None,
        });
        Ok(Some(()))
    }

    fn shared_formula(&mut self, mut data: Bytes<'_>) -> Option<()> {
        data.take(16)?;
        let length = usize::try_from(data.u32()?).ok()?;
        let tokens = data.take(length)?.to_vec();
        if let Some(waiting) = &self.waiting {
            self.several.insert(waiting.at, tokens);
        }
        Some(())
    }

    fn array(&mut self, mut data: Bytes<'_>) -> Option<()> {
        let (top, bottom) = (data.u32()?, data.u32()?);
        let (left, right) = (data.u32()?, data.u32()?);
        data.take(1)?;
        let length = usize::try_from(data.u32()?).ok()?;
        let tokens = data.take(length)?.to_vec();
        let more = data.u32().and_then(|n| usize::try_from(n).ok());
        if let Some(waiting) = &mut self.waiting {
            waiting.tokens = tokens;
            waiting.extra = more.and_then(|n| data.take(n)).unwrap_or_default().to_vec();
            waiting.fills = Some(Area {
                top,
                left,
                bottom: bottom.clamp(top, MAX_ROWS - 1),
                right: right.clamp(left, MAX_COLS - 1),
            })
            .filter(|_| top < MAX_ROWS && left < MAX_COLS);
        }
        Some(())
    }

    fn finish_waiting(&mut self) -> Result<(), Misplaced> {
        let Some(waiting) = self.waiting.take() else {
            return Ok(());
        };
        let formula = self.stored(&waiting);
        self.put(waiting.at, waiting.format, waiting.value, formula)
    }

    /// The stored form of a formula; `None` when only its value can be kept.
    fn stored(&mut self, waiting: &Waiting) -> Option<Vec<String>> {
        let at = waiting.at;
        let name = || Some(cell_name(at.0, at.1));
        let mut decoded = decode(&waiting.tokens, &waiting.extra, at, &self.shared.names);
        if let Decoded::PartOf(row, Some(col)) = decoded {
            match self.several.get(&(row, col)) {
                Some(tokens) => decoded = decode(tokens, &[], at, &self.shared.names),
                // Part of an array that another cell holds.
                None if (row, col) != at => return None,
                None => {}
            }
        }
        let formula = match decoded {
            Decoded::Text { text, external } => {
                let cleaned = clean(&text, self.shared.book);
                let external = u64::from(external || cleaned.external);
                self.build.ledger.add(Loss::ExternalLinks, external, name);
                self.shared.book.parse(&cleaned.text, &self.own)
            }
            _ => None,
        };
        if formula.is_none() {
            self.build.ledger.add(Loss::Formulas, 1, name);
        }
        formula.map(|formula| with_kind(formula, waiting.fills).to_parts())
    }

    fn number(&mut self, n: f64, (row, col): (u32, u32)) -> BlockValue {
        if n.is_finite() {
            return BlockValue::Number(n);
        }
        self.build
            .ledger
            .add(Loss::Overflows, 1, || Some(cell_name(row, col)));
        BlockValue::Error(ErrorCode::Num)
    }

    fn text(&mut self, text: &str, (row, col): (u32, u32)) -> BlockValue {
        let (text, cut) = fitting(text);
        self.build.ledger.add(Loss::LongTexts, u64::from(cut), || {
            Some(cell_name(row, col))
        });
        BlockValue::Text(text)
    }

    fn shared_text(&mut self, i: u32, (row, col): (u32, u32)) -> Result<BlockValue, ImportError> {
        let Some((text, rich, cut)) = self.shared.texts.get(i as usize) else {
            return Err(ImportError::Damaged {
                part: self.build.part().to_owned(),
                what: format!(
                    "{} points at text {i} of {}",
                    cell_name(row, col),
                    self.shared.texts.len()
                ),
            });
        };
        let name = || Some(cell_name(row, col));
        self.build
            .ledger
            .add(Loss::RichTexts, u64::from(*rich), name);
        self.build
            .ledger
            .add(Loss::LongTexts, u64::from(*cut), name);
        Ok(BlockValue::Text(text.clone()))
    }

    fn put(
        &mut self,
        (row, col): (u32, u32),
        format: usize,
        value: BlockValue,
        formula: Option<Vec<String>>,
    ) -> Result<(), Misplaced> {
        let style = self.formats.style(self.job, format)?;
        let cell = NewCell {
            row,
            col,
            value,
            formula,
            style,
        };
        self.build.put(self.job, cell)
    }

    fn layout(&mut self, kind: u16, mut data: Bytes<'_>) -> Result<Option<()>, ImportError> {
        Ok(match kind {
            60 => return self.column(data),
            147 => {
                data.take(3);
                let named = color(&mut data).flatten();
                self.look.color = named.and_then(|c| self.formats.color(c));
                Some(())
            }
            137 => {
                let view = (data.u16(), data.u32(), data.u32(), data.u32());
                let (Some(flags), Some(_), Some(row), Some(col)) = view else {
                    return Ok(None);
                };
                self.look.no_grid = flags & 4 == 0;
                self.corner = (row.min(MAX_ROWS), col.min(MAX_COLS));
                Some(())
            }
            151 => self.pane(data),
            485 => self.defaults(data),
            _ => {
                let loss = match kind {
                    463 => Loss::ConditionalFormats,
                    64 => Loss::Validations,
                    494 => Loss::Hyperlinks,
                    161 => Loss::Filters,
                    535 if data
                        .u16()
                        .and_then(|_| data.u32())
                        .is_some_and(|on| on != 0) =>
                    {
                        Loss::Protection
                    }
                    392 | 394 => Loss::PageSetup,
                    _ => return Ok(Some(())),
                };
                self.build.ledger.add(loss, 1, || None);
                Some(())
            }
        })
    }

    fn pane(&mut self, mut data: Bytes<'_>) -> Option<()> {
        let (cols, rows) = (data.f64()?, data.f64()?);
        data.take(12)?;
        if !matches!(data.u8()? & 3, 1..=3) {
            return Some(());
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "bounded by the size of a sheet"
        )]
        let last = |count: f64, first: u32, most: u32| {
            if count >= 1.0 {
                let count = count.min(f64::from(most)) as i64;
                (i64::from(first) + count - 1).min(i64::from(most) - 1)
            } else {
                -1
            }
        };
        let row = last(rows, self.corner.0, MAX_ROWS);
        let col = last(cols, self.corner.1, MAX_COLS);
        self.look.freeze = Some((row, col)).filter(|f| *f != (-1, -1));
        Some(())
    }

    fn defaults(&mut self, mut data: Bytes<'_>) -> Option<()> {
        let width = data.u32()?;
        let chars = data.u16()?;
        let height = data.u16()?;
        let flags = data.u16()?;
        self.build.col_width = if width == u32::MAX {
            measure::default_column(f64::from(chars.clamp(1, 255)), self.digit)
        } else {
            measure::column(f64::from(width.min(255 * 256)) / 256.0, self.digit)
        };
        if height > 0 {
            self.build.row_height = measure::points(f64::from(height) / 20.0);
        }
        self.rows_hidden = flags & 2 != 0;
        Some(())
    }

    fn column(&mut self, mut data: Bytes<'_>) -> Result<Option<()>, ImportError> {
        let head = (data.u32(), data.u32(), data.u32(), data.u32(), data.u16());
        let (Some(first), Some(last), Some(width), Some(format), Some(flags)) = head else {
            return Ok(None);
        };
        let last = last.min(MAX_COLS - 1);
        if first > last {
            return Ok(Some(()));
        }
        let style = self.formats.style(self.job, format as usize)?;
        let size = measure::column(f64::from(width.min(255 * 256)) / 256.0, self.digit);
        let own = size > 0.0 && (size - self.build.col_width).abs() > 0.01;
        let look = LineLook {
            size: own.then_some(size),
            hidden: flags & 1 != 0 || width == 0,
            style,
        };
        if flags & 0x700 != 0 {
            let count = u64::from(last - first + 1);
            self.build.ledger.add(Loss::Outlines, count, || None);
        }
        self.build.columns.put(first, last - first + 1, look);
        Ok(Some(()))
    }

    pub(crate) fn into_parts(self) -> (SheetBuilder, SheetLook) {
        (self.build, self.look)
    }
}

/// The tokens of a formula and what stands behind them.
fn formula(data: &mut Bytes<'_>) -> Option<(Vec<u8>, Vec<u8>)> {
    data.u16()?;
    let length = usize::try_from(data.u32()?).ok()?;
    let tokens = data.take(length)?.to_vec();
    let more = data.u32().and_then(|n| usize::try_from(n).ok());
    let extra = more.and_then(|n| data.take(n)).unwrap_or_default();
    Some((tokens, extra.to_vec()))
}
