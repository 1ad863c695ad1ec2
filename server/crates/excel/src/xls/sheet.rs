//! One worksheet of a BIFF8 stream.

use daylight_model::{
    ErrorCode, Formula, FormulaKind, SheetId,
    a1::{Area, cell_name},
    asset::BlockValue,
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    globals::Globals,
    records::{Pieces, records, with_continuations},
};
use crate::{
    error::ImportError,
    formula::{Book, clean, filled, scalar_kind},
    job::Job,
    lines::LineLook,
    ptg::{Bytes, Decoded, Names, decode, error_code, rk, xls_string},
    report::Loss,
    sheet::{Misplaced, NewCell, SheetBuilder, fitting},
    style::{formats::Formats, measure},
    summary::iteration,
    xlsx::SheetLook,
};

/// Rows and columns of a sheet in this format.
const COLUMNS: u32 = 256;

/// Formulas that concern several cells, by the cell that they follow.
#[derive(Default)]
struct Several {
    shared: FxHashMap<(u32, u32), Vec<u8>>,
    arrays: FxHashMap<(u32, u32), ArrayFormula>,
    tables: FxHashSet<(u32, u32)>,
}

/// What an array formula fills, its tokens, and what stands behind them.
type ArrayFormula = (Area, Vec<u8>, Vec<u8>);

/// Reads one worksheet.
pub(crate) struct SheetReader<'a, 'j> {
    stream: &'a [u8],
    from: usize,
    globals: &'a Globals,
    names: Names<'a>,
    book: &'a Book,
    own: SheetId,
    formats: &'a mut Formats,
    job: &'a mut Job<'j>,
    pub(crate) build: SheetBuilder,
    pub(crate) look: SheetLook,
    several: Several,
    frozen: bool,
    corner: (u32, u32),
    split: Option<(u16, u16)>,
    /// A formula whose text result comes in the next record.
    waiting: Option<(u32, u32, usize, Option<Vec<String>>)>,
    default_width: Option<f64>,
    /// Whether formulas may depend on themselves, for how many rounds, until what change.
    circles: (bool, u16, f64),
}

/// What a worksheet needs of the rest.
pub(crate) struct Whole<'a, 'j> {
    pub(crate) stream: &'a [u8],
    pub(crate) globals: &'a Globals,
    pub(crate) name_texts: &'a [String],
    pub(crate) book: &'a Book,
    pub(crate) formats: &'a mut Formats,
    pub(crate) job: &'a mut Job<'j>,
}

impl<'a, 'j> SheetReader<'a, 'j> {
    pub(crate) fn new(
        whole: Whole<'a, 'j>,
        from: usize,
        own: SheetId,
        build: SheetBuilder,
    ) -> Self {
        let Whole {
            stream,
            globals,
            name_texts,
            book,
            formats,
            job,
        } = whole;
        Self {
            stream,
            from,
            globals,
            names: Names {
                layout: crate::ptg::Layout::Xls,
                sheets: &globals.references,
                names: name_texts,
            },
            book,
            own,
            formats,
            job,
            build,
            look: SheetLook::default(),
            several: Several::default(),
            frozen: false,
            corner: (0, 0),
            split: None,
            waiting: None,
            default_width: None,
            circles: (false, 100, 0.001),
        }
    }

    pub(crate) fn read(&mut self) -> Result<(), Misplaced> {
        self.collect_several();
        let digit = self.formats.digit_width();
        self.build.col_width = measure::default_column(8.0, digit);
        let mut depth = 0;
        for (n, found) in records(self.stream, self.from).enumerate() {
            // Charts inside of the sheet are streams of their own between their marks.
            match found.kind {
                0x0809 => depth += 1,
                0x000a => {
                    depth -= 1;
                    if depth <= 0 {
                        break;
                    }
                }
                0x0207 if depth == 1 => {
                    // The text that a formula has come to.
                    let pieces = with_continuations(self.stream, found);
                    let text = Pieces::new(pieces).rich_text().unwrap_or_default().0;
                    self.finish_waiting(BlockValue::Text(fitting(&text).0))?;
                }
                _ if depth == 1 && self.record(found.kind, Bytes(found.data))?.is_none() => {
                    return Err(Misplaced::Failed(self.short(found.kind)));
                }
                _ => {}
            }
            if n % 8192 == 0 {
                let share = found.next as f32 / self.stream.len().max(1) as f32;
                self.job.progress_at(share);
            }
        }
        self.finish_waiting(BlockValue::Text("".into()))?;
        self.finish_lines()?;
        Ok(())
    }

    fn short(&self, kind: u16) -> ImportError {
        ImportError::Damaged {
            part: self.build.part().to_owned(),
            what: format!("a record of kind {kind:#06x} is too short"),
        }
    }

    /// Shared formulas, arrays and data tables follow the first cell that has part in them.
    fn collect_several(&mut self) {
        let mut at = (0, 0);
        let mut depth = 0;
        for found in records(self.stream, self.from) {
            let mut data = Bytes(found.data);
            match found.kind {
                0x0809 => depth += 1,
                0x000a => {
                    depth -= 1;
                    if depth <= 0 {
                        return;
                    }
                }
                0x0006 => {
                    if let (Some(row), Some(col)) = (data.u16(), data.u16()) {
                        at = (row.into(), col.into());
                    }
                }
                0x04bc => {
                    if let Some(tokens) = shared(data) {
                        self.several.shared.insert(at, tokens);
                    }
                }
                0x0221 => {
                    if let Some(array) = array(data) {
                        self.several.arrays.insert(at, array);
                    }
                }
                0x0236 => {
                    self.several.tables.insert(at);
                }
                _ => {}
            }
        }
    }

    fn record(&mut self, kind: u16, data: Bytes<'_>) -> Result<Option<()>, Misplaced> {
        Ok(match kind {
            0x0203 | 0x027e | 0x00fd | 0x0204 | 0x00d6 | 0x0205 | 0x0201 => {
                self.single(kind, data)?
            }
            0x00bd | 0x00be => self.several_cells(kind, data)?,
            0x0006 => self.formula(data)?,
            0x00e5 => self.merges(data)?,
            _ => self.layout(kind, data)?,
        })
    }

    fn single(&mut self, kind: u16, mut data: Bytes<'_>) -> Result<Option<()>, Misplaced> {
        let head = (data.u16(), data.u16(), data.u16());
        let (Some(row), Some(col), Some(format)) = head else {
            return Ok(None);
        };
        let at = (u32::from(row), u32::from(col));
        let value = match kind {
            0x0203 => data.f64().map(|n| self.number(n, at)),
            0x027e => data.u32().map(|n| BlockValue::Number(rk(n))),
            0x00fd => match data.u32() {
                Some(i) => Some(self.shared_text(i, at)?),
                None => None,
            },
            0x0204 | 0x00d6 => data
                .u16()
                .and_then(|units| xls_string(&mut data, units.into()))
                .map(|text| BlockValue::Text(fitting(&text).0)),
            0x0205 => data.u8().zip(data.u8()).map(|(value, is_error)| {
                if is_error == 0 {
                    BlockValue::Bool(value != 0)
                } else {
                    BlockValue::Error(error_code(value).unwrap_or(ErrorCode::Value))
                }
            }),
            _ => Some(BlockValue::Null),
        };
        let Some(value) = value else { return Ok(None) };
        self.put(at, format, value, None)?;
        Ok(Some(()))
    }

    fn several_cells(&mut self, kind: u16, mut data: Bytes<'_>) -> Result<Option<()>, Misplaced> {
        let (Some(row), Some(first)) = (data.u16(), data.u16()) else {
            return Ok(None);
        };
        let width = if kind == 0x00bd { 6 } else { 2 };
        let mut col = u32::from(first);
        // The last two bytes repeat the last column.
        while data.0.len() >= width + 2 {
            let Some(format) = data.u16() else { break };
            let value = match kind {
                0x00bd => data
                    .u32()
                    .map_or(BlockValue::Null, |n| BlockValue::Number(rk(n))),
                _ => BlockValue::Null,
            };
            self.put((row.into(), col), format, value, None)?;
            col += 1;
        }
        Ok(Some(()))
    }

    fn formula(&mut self, mut data: Bytes<'_>) -> Result<Option<()>, Misplaced> {
        self.finish_waiting(BlockValue::Text("".into()))?;
        let head = (data.u16(), data.u16(), data.u16(), data.take(8));
        let (Some(row), Some(col), Some(format), Some(result)) = head else {
            return Ok(None);
        };
        let at = (u32::from(row), u32::from(col));
        let (Some(_), Some(length)) = (data.take(6), data.u16()) else {
            return Ok(None);
        };
        let Some(tokens) = data.take(usize::from(length)) else {
            return Ok(None);
        };
        let formula = self.stored(tokens, data.0, at);
        let value = match (result[0], &result[6..]) {
            (0, [0xff, 0xff]) => {
                self.waiting = Some((at.0, at.1, format.into(), formula));
                return Ok(Some(()));
            }
            (1, [0xff, 0xff]) => BlockValue::Bool(result[2] != 0),
            (2, [0xff, 0xff]) => {
                BlockValue::Error(error_code(result[2]).unwrap_or(ErrorCode::Value))
            }
            (_, [0xff, 0xff]) => BlockValue::Text("".into()),
            _ => {
                let n = Bytes(result).f64().unwrap_or(0.0);
                self.number(n, at)
            }
        };
        self.put(at, format, value, formula)?;
        Ok(Some(()))
    }

    fn finish_waiting(&mut self, value: BlockValue) -> Result<(), Misplaced> {
        if let Some((row, col, format, formula)) = self.waiting.take() {
            let format = u16::try_from(format).unwrap_or(0);
            self.put((row, col), format, value, formula)?;
        }
        Ok(())
    }

    /// The stored form of a formula; `None` when only its value can be kept.
    fn stored(&mut self, tokens: &[u8], extra: &[u8], at: (u32, u32)) -> Option<Vec<String>> {
        let name = || Some(cell_name(at.0, at.1));
        let mut fills = None;
        let mut decoded = decode(tokens, extra, at, &self.names);
        if let Decoded::PartOf(row, Some(col)) = decoded {
            let anchor = (row, col);
            if self.several.tables.contains(&anchor) {
                self.build.ledger.add(Loss::DataTables, 1, name);
                return None;
            }
            if let Some((area, tokens, extra)) = self.several.arrays.get(&anchor) {
                if anchor != at {
                    // Its value is part of the array that fills it.
                    return None;
                }
                fills = Some(*area);
                decoded = decode(tokens, extra, at, &self.names);
            } else if let Some(tokens) = self.several.shared.get(&anchor) {
                decoded = decode(tokens, &[], at, &self.names);
            }
        }
        let formula = match decoded {
            Decoded::Text { text, external } => {
                let cleaned = clean(&text, self.book);
                let external = external || cleaned.external;
                self.build
                    .ledger
                    .add(Loss::ExternalLinks, u64::from(external), name);
                self.book.parse(&cleaned.text, &self.own)
            }
            _ => None,
        };
        if formula.is_none() {
            self.build.ledger.add(Loss::Formulas, 1, name);
        }
        formula.map(|formula| with_kind(formula, fills).to_parts())
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

    fn shared_text(&mut self, i: u32, (row, col): (u32, u32)) -> Result<BlockValue, ImportError> {
        let name = || Some(cell_name(row, col));
        let Some(text) = self.globals.texts.get(i as usize) else {
            return Err(ImportError::Damaged {
                part: self.build.part().to_owned(),
                what: format!(
                    "{} points at text {i} of {}",
                    cell_name(row, col),
                    self.globals.texts.len()
                ),
            });
        };
        self.build
            .ledger
            .add(Loss::RichTexts, u64::from(text.rich), name);
        self.build
            .ledger
            .add(Loss::LongTexts, u64::from(text.cut), name);
        Ok(BlockValue::Text(text.shown.clone()))
    }

    fn put(
        &mut self,
        (row, col): (u32, u32),
        format: u16,
        value: BlockValue,
        formula: Option<Vec<String>>,
    ) -> Result<(), Misplaced> {
        let style = self.formats.style(self.job, usize::from(format) + 1)?;
        let cell = NewCell {
            row,
            col,
            value,
            formula,
            style,
        };
        self.build.put(self.job, cell)
    }

    fn merges(&mut self, mut data: Bytes<'_>) -> Result<Option<()>, Misplaced> {
        let Some(count) = data.u16() else {
            return Ok(None);
        };
        for _ in 0..count {
            let area = (data.u16(), data.u16(), data.u16(), data.u16());
            let (Some(r1), Some(r2), Some(c1), Some(c2)) = area else {
                return Ok(None);
            };
            self.build
                .merge(self.job, (r1.into(), c1.into()), (r2.into(), c2.into()))?;
        }
        Ok(Some(()))
    }

    fn layout(&mut self, kind: u16, mut data: Bytes<'_>) -> Result<Option<()>, ImportError> {
        Ok(match kind {
            0x000c => data.u16().map(|rounds| self.circles.1 = rounds),
            0x0010 => data.f64().map(|change| self.circles.2 = change),
            0x0011 => data.u16().map(|on| self.circles.0 = on == 1),
            0x0208 => return self.row(data),
            0x007d => return self.column(data),
            0x0055 => data.u16().map(|chars| {
                let digit = self.formats.digit_width();
                self.build.col_width = measure::default_column(chars.into(), digit);
            }),
            0x0099 => data
                .u16()
                .map(|width| self.default_width = Some(f64::from(width) / 256.0)),
            0x0225 => data.u16().zip(data.u16()).map(|(_, height)| {
                if height > 0 {
                    self.build.row_height = measure::points(f64::from(height & 0x7fff) / 20.0);
                }
            }),
            0x023e => {
                let view = (data.u16(), data.u16(), data.u16());
                let (Some(flags), Some(row), Some(col)) = view else {
                    return Ok(None);
                };
                self.look.no_grid = flags & 2 == 0;
                self.frozen = flags & 8 != 0;
                self.corner = (row.into(), col.into());
                Some(())
            }
            0x0041 => data
                .u16()
                .zip(data.u16())
                .map(|split| self.split = Some(split)),
            0x0862 => {
                let color = data.0.get(16).map(|b| u16::from(b & 0x7f));
                if let Some(color) = color.filter(|c| (8..64).contains(c)) {
                    let named = crate::style::color::Named::Indexed(color.into());
                    self.look.color = self.formats.color(named);
                }
                Some(())
            }
            _ => {
                self.count(kind, data);
                Some(())
            }
        })
    }

    fn row(&mut self, mut data: Bytes<'_>) -> Result<Option<()>, ImportError> {
        let (Some(row), Some(_), Some(height)) = (data.u16(), data.take(4), data.u16()) else {
            return Ok(None);
        };
        let (Some(_), Some(flags)) = (data.take(4), data.u32()) else {
            return Ok(None);
        };
        let style = if flags & 0x80 == 0 {
            0
        } else {
            let format = (flags >> 16 & 0xfff) as usize;
            self.formats.style(self.job, format + 1)?
        };
        let size = measure::points(f64::from(height & 0x7fff) / 20.0);
        let own = height & 0x8000 == 0 && (size - self.build.row_height).abs() > 0.01;
        let look = LineLook {
            size: own.then_some(size),
            hidden: flags & 0x20 != 0,
            style,
        };
        if flags & 7 != 0 {
            let name = || Some(format!("{}:{}", row + 1, row + 1));
            self.build.ledger.add(Loss::Outlines, 1, name);
        }
        self.build.rows.put(row.into(), 1, look);
        Ok(Some(()))
    }

    fn column(&mut self, mut data: Bytes<'_>) -> Result<Option<()>, ImportError> {
        let head = (data.u16(), data.u16(), data.u16(), data.u16(), data.u16());
        let (Some(first), Some(last), Some(width), Some(format), Some(flags)) = head else {
            return Ok(None);
        };
        let (first, last) = (u32::from(first), u32::from(last).min(COLUMNS - 1));
        if first > last {
            return Ok(Some(()));
        }
        let style = self.formats.style(self.job, usize::from(format) + 1)?;
        let digit = self.formats.digit_width();
        let size = measure::column(f64::from(width) / 256.0, digit);
        let own = size > 0.0 && (size - self.build.col_width).abs() > 0.01;
        let look = LineLook {
            size: own.then_some(size),
            hidden: flags & 1 != 0 || width == 0,
            style,
        };
        let count = last - first + 1;
        if flags & 0x700 != 0 {
            self.build.ledger.add(Loss::Outlines, count.into(), || None);
        }
        self.build.columns.put(first, count, look);
        Ok(Some(()))
    }

    fn count(&mut self, kind: u16, mut data: Bytes<'_>) {
        let loss = match kind {
            0x001c => Loss::Comments,
            0x01be => Loss::Validations,
            0x01b1 => Loss::ConditionalFormats,
            0x01b8 => Loss::Hyperlinks,
            0x00b0 => Loss::PivotTables,
            0x009d => Loss::Filters,
            0x0012 if data.u16() == Some(1) => Loss::Protection,
            0x005d => match data.take(4).and_then(|_| data.u16()) {
                Some(0x05) => Loss::Charts,
                Some(0x08) => Loss::Pictures,
                // Comments, and the arrows of filters and lists.
                Some(0x19 | 0x14) | None => return,
                Some(0x07 | 0x0b..=0x13) => Loss::Controls,
                Some(_) => Loss::Shapes,
            },
            _ => return,
        };
        self.build.ledger.add(loss, 1, || None);
    }

    fn finish_lines(&mut self) -> Result<(), ImportError> {
        if let Some(width) = self.default_width {
            self.build.col_width = measure::column(width, self.formats.digit_width());
        }
        if let (true, Some((cols, rows))) = (self.frozen, self.split) {
            let last = |first: u32, count: u16| match count {
                0 => -1,
                n => i64::from(first) + i64::from(n) - 1,
            };
            let freeze = (last(self.corner.0, rows), last(self.corner.1, cols));
            self.look.freeze = Some(freeze).filter(|f| *f != (-1, -1));
        }
        let style = self.formats.style(self.job, 0)?;
        let look = LineLook {
            size: None,
            hidden: false,
            style,
        };
        self.build.columns.fill(daylight_model::id::MAX_COLS, look);
        Ok(())
    }

    pub(crate) fn into_parts(mut self) -> (SheetBuilder, SheetLook) {
        let (on, rounds, change) = self.circles;
        self.look.iteration = on.then(|| iteration(rounds.into(), change));
        (self.build, self.look)
    }
}

/// A formula with how it treats arrays.
pub(crate) fn with_kind(mut formula: Formula, fills: Option<Area>) -> Formula {
    if let Some(area) = fills {
        formula.kind = FormulaKind::Array;
        formula.refs.push(filled(&area));
    } else {
        formula.kind = scalar_kind(&formula);
    }
    formula
}

fn shared(mut data: Bytes<'_>) -> Option<Vec<u8>> {
    data.take(8)?;
    let length = usize::from(data.u16()?);
    Some(data.take(length)?.to_vec())
}

fn array(mut data: Bytes<'_>) -> Option<ArrayFormula> {
    let (top, bottom) = (data.u16()?, data.u16()?);
    let (left, right) = (data.u8()?, data.u8()?);
    data.take(6)?;
    let length = usize::from(data.u16()?);
    let tokens = data.take(length)?.to_vec();
    let area = Area {
        top: top.into(),
        left: left.into(),
        bottom: bottom.max(top).into(),
        right: right.max(left).into(),
    };
    Some((area, tokens, data.0.to_vec()))
}
