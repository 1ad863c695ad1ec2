//! The first part of a BIFF8 stream: sheets, names, texts and styles of the whole workbook.

use std::sync::Arc;

use crate::{
    detect,
    error::{ImportError, Quantity},
    imported::SheetState,
    job::{Job, within},
    ptg::{Bytes, SheetRef, xls_string},
    sheet::fitting,
    style::{
        book::{BookStyles, Border, CellFormat, Fill, Font},
        color::{Named, Palette},
    },
    xls::records::{Pieces, Record, records, with_continuations},
};

/// What stands before the sheets.
#[derive(Default)]
pub(crate) struct Globals {
    pub(crate) sheets: Vec<SheetEntry>,
    pub(crate) texts: Vec<Text>,
    pub(crate) names: Vec<NameEntry>,
    pub(crate) references: Vec<SheetRef>,
    pub(crate) styles: BookStyles,
    pub(crate) palette: Palette,
    pub(crate) date1904: bool,
    pub(crate) as_displayed: bool,
    pub(crate) protected: bool,
    books: Vec<SupBook>,
    links: Vec<(u16, i16, i16)>,
}

/// A sheet as the workbook lists it.
pub(crate) struct SheetEntry {
    pub(crate) name: String,
    pub(crate) state: SheetState,
    /// 0 worksheet, 1 macro sheet, 2 chart, 6 module.
    pub(crate) kind: u8,
    pub(crate) at: usize,
}

/// A shared text.
pub(crate) struct Text {
    pub(crate) shown: Arc<str>,
    pub(crate) rich: bool,
    pub(crate) cut: bool,
}

/// A defined name.
pub(crate) struct NameEntry {
    pub(crate) name: String,
    /// Place in the list of sheets.
    pub(crate) scope: Option<usize>,
    pub(crate) builtin: bool,
    pub(crate) hidden: bool,
    pub(crate) tokens: Vec<u8>,
    pub(crate) extra: Vec<u8>,
}

/// Where references may lead.
enum SupBook {
    Own,
    AddIn(Vec<String>),
    File {
        file: String,
        sheets: Vec<String>,
        names: Vec<String>,
    },
}

impl Globals {
    pub(crate) fn read(stream: &[u8], part: &str, job: &mut Job<'_>) -> Result<Self, ImportError> {
        let mut globals = Self::default();
        let mut own_numbers = 0;
        for found in records(stream, 0) {
            let read = match found.kind {
                0x0809 if found.data.get(..2) != Some(&[0x00, 0x06]) => {
                    return Err(ImportError::WrongType {
                        found: "a workbook of Excel 5 or 95".to_owned(),
                        remedy: detect::TO_XLSX,
                    });
                }
                // A workbook that is encrypted, which all that follows is.
                0x002f => return Err(ImportError::Encrypted),
                0x000a => break,
                0x00fc => {
                    globals.shared_texts(stream, found, part, job)?;
                    Some(())
                }
                0x0031 | 0x00e0 | 0x041e | 0x0092 => {
                    own_numbers += 1;
                    within(own_numbers, job.limits.styles * 3, Quantity::Styles, part)?;
                    let read = globals.style(found.kind, Bytes(found.data));
                    // A number format that cannot be read is as good as none.
                    read.or_else(|| (found.kind == 0x041e).then_some(()))
                }
                kind => globals.setting(kind, Bytes(found.data)),
            };
            if read.is_none() {
                return Err(ImportError::Damaged {
                    part: part.to_owned(),
                    what: format!("a record of kind {:#06x} is too short", found.kind),
                });
            }
        }
        within(
            globals.sheets.len() as u64,
            job.limits.sheets,
            Quantity::Sheets,
            "",
        )?;
        within(
            globals.names.len() as u64,
            job.limits.names,
            Quantity::Names,
            part,
        )?;
        globals.references = globals.resolved();
        globals.spread_styles();
        Ok(globals)
    }

    fn setting(&mut self, kind: u16, mut data: Bytes<'_>) -> Option<()> {
        match kind {
            0x0085 => {
                let at = usize::try_from(data.u32()?).ok()?;
                let (state, kind, units) = (data.u8()?, data.u8()?, data.u8()?);
                self.sheets.push(SheetEntry {
                    name: xls_string(&mut data, units.into())?,
                    state: match state & 3 {
                        1 => SheetState::Hidden,
                        2 => SheetState::VeryHidden,
                        _ => SheetState::Visible,
                    },
                    kind,
                    at,
                });
            }
            0x0022 => self.date1904 = data.u16()? == 1,
            0x000e => self.as_displayed = data.u16()? == 0,
            0x0012 => self.protected |= data.u16()? == 1,
            0x0018 => self.name(data)?,
            0x01ae => self.book(data)?,
            0x0023 => self.foreign_name(data),
            0x0017 => {
                for _ in 0..data.u16()? {
                    let book = data.u16()?;
                    let (first, last) = (data.u16()?.cast_signed(), data.u16()?.cast_signed());
                    self.links.push((book, first, last));
                }
            }
            _ => {}
        }
        Some(())
    }

    fn name(&mut self, mut data: Bytes<'_>) -> Option<()> {
        let flags = data.u16()?;
        data.u8()?;
        let units = data.u8()?;
        let length = usize::from(data.u16()?);
        data.u16()?;
        let scope = usize::from(data.u16()?);
        data.take(4)?;
        let builtin = flags & 0x20 != 0;
        let mut name = xls_string(&mut data, units.into())?;
        if builtin {
            let known = match name.chars().next() {
                Some('\u{6}') => "_xlnm.Print_Area",
                Some('\u{7}') => "_xlnm.Print_Titles",
                Some('\u{d}') => "_xlnm._FilterDatabase",
                _ => "_xlnm.Other",
            };
            known.clone_into(&mut name);
        }
        let tokens = data.take(length)?.to_vec();
        self.names.push(NameEntry {
            name,
            scope: scope.checked_sub(1),
            builtin,
            hidden: flags & 1 != 0,
            tokens,
            extra: data.0.to_vec(),
        });
        Some(())
    }

    fn book(&mut self, mut data: Bytes<'_>) -> Option<()> {
        let sheets = data.u16()?;
        let book = match data.u16()? {
            0x0401 => SupBook::Own,
            0x3a01 => SupBook::AddIn(Vec::new()),
            units => {
                let path = xls_string(&mut data, units.into())?;
                let file: String = path
                    .rsplit(|c: char| c.is_control() || c == '/' || c == '\\')
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                let mut names = Vec::new();
                for _ in 0..sheets {
                    let Some(units) = data.u16() else { break };
                    names.push(xls_string(&mut data, units.into())?);
                }
                SupBook::File {
                    file,
                    sheets: names,
                    names: Vec::new(),
                }
            }
        };
        self.books.push(book);
        Some(())
    }

    /// A name in the file or add-in that was named last. Links of other kinds have none.
    fn foreign_name(&mut self, mut data: Bytes<'_>) {
        let mut read = || {
            data.take(6)?;
            let units = data.u8()?;
            xls_string(&mut data, units.into())
        };
        let name = read().unwrap_or_default();
        if let Some(SupBook::AddIn(names) | SupBook::File { names, .. }) = self.books.last_mut() {
            names.push(name);
        }
    }

    fn resolved(&self) -> Vec<SheetRef> {
        let own = |i: i16| {
            usize::try_from(i)
                .ok()
                .and_then(|i| self.sheets.get(i))
                .map(|s| s.name.as_str())
        };
        self.links
            .iter()
            .map(
                |(book, first, last)| match self.books.get(usize::from(*book)) {
                    Some(SupBook::Own) => match (own(*first), own(*last)) {
                        (Some(first), Some(last)) => SheetRef::own(first, last),
                        _ => SheetRef::default(),
                    },
                    Some(SupBook::AddIn(names)) => SheetRef {
                        names: names.clone(),
                        add_in: true,
                        ..SheetRef::default()
                    },
                    Some(SupBook::File {
                        file,
                        sheets,
                        names,
                    }) => {
                        let sheet = usize::try_from(*first).ok().and_then(|i| sheets.get(i));
                        SheetRef::foreign(file, sheet.map_or("", String::as_str), names.clone())
                    }
                    None => SheetRef::default(),
                },
            )
            .collect()
    }

    fn shared_texts(
        &mut self,
        stream: &[u8],
        found: Record<'_>,
        part: &str,
        job: &Job<'_>,
    ) -> Result<(), ImportError> {
        let mut pieces = Pieces::new(with_continuations(stream, found));
        let (_, count) = (pieces.u32(), pieces.u32().unwrap_or(0));
        within(count.into(), job.limits.strings, Quantity::Strings, part)?;
        for _ in 0..count {
            // Programs that count wrong leave the last ones out.
            let Some((text, rich)) = pieces.rich_text() else {
                break;
            };
            let (text, cut) = fitting(&text);
            self.texts.push(Text {
                shown: text,
                rich,
                cut,
            });
        }
        Ok(())
    }

    fn style(&mut self, kind: u16, mut data: Bytes<'_>) -> Option<()> {
        match kind {
            0x0031 => {
                let size = f64::from(data.u16()?) / 20.0;
                let flags = data.u16()?;
                let color = data.u16()?;
                let (weight, raised) = (data.u16()?, data.u16()?);
                let underline = data.u8()?;
                data.take(3)?;
                let units = data.u8()?;
                let name = xls_string(&mut data, units.into())?;
                self.styles.fonts.push(Font {
                    name: Some(name).filter(|n| !n.is_empty()),
                    size: Some(size).filter(|s| (1.0..=409.0).contains(s)),
                    bold: weight >= 600,
                    italic: flags & 2 != 0,
                    underline: underline != 0,
                    strike: flags & 8 != 0,
                    raised: raised != 0,
                    color: Some(indexed(color)),
                });
                if self.styles.fonts.len() == 4 {
                    // There is no font of number 4.
                    let first = self.styles.fonts[0].clone();
                    self.styles.fonts.push(first);
                }
            }
            0x041e => {
                let id = data.u16()?;
                let units = data.u16()?;
                let code = xls_string(&mut data, units.into())?;
                self.styles.numbers.insert(id.into(), code);
            }
            0x0092 => {
                for i in 0..usize::from(data.u16()?) {
                    let [r, g, b, _] = data.take(4)?.try_into().ok()?;
                    self.palette.set_indexed(i + 8, [r, g, b]);
                }
            }
            _ => self.format(data)?,
        }
        Some(())
    }

    fn format(&mut self, mut data: Bytes<'_>) -> Option<()> {
        let (font, number) = (data.u16()?, data.u16()?);
        data.u16()?;
        let (align, rotation) = (data.u8()?, data.u8()?);
        let (indent, _) = (data.u8()?, data.u8()?);
        let (sides, more) = (data.u32()?, data.u32()?);
        let fill = data.u16()?;
        let bits = |word: u32, at: u32, count: u32| word >> at & ((1 << count) - 1);
        let side = |style: u32, color: u32| {
            (
                border_style(style).to_owned(),
                Some(indexed((color & 0x7f) as u16)),
            )
        };
        let border = Border {
            sides: [
                side(bits(sides, 8, 4), bits(more, 0, 7)),
                side(bits(sides, 4, 4), bits(sides, 23, 7)),
                side(bits(sides, 12, 4), bits(more, 7, 7)),
                side(bits(sides, 0, 4), bits(sides, 16, 7)),
            ],
            diagonal: bits(sides, 30, 2) != 0 && bits(more, 21, 4) != 0,
        };
        // Fills and borders stand inside the formats, one each.
        let place = self.styles.formats.len();
        self.styles.borders.push(border);
        self.styles.fills.push(Fill {
            pattern: pattern(bits(more, 26, 6)).to_owned(),
            front: Some(indexed(fill & 0x7f)),
            back: Some(indexed(fill >> 7 & 0x7f)),
            gradient: false,
        });
        self.styles.formats.push(CellFormat {
            number: number.into(),
            font: font.into(),
            fill: place,
            border: place,
            horizontal: horizontal(align & 7).to_owned(),
            vertical: vertical(align >> 4 & 7).to_owned(),
            wrap: align & 8 != 0,
            indent: u32::from(indent & 15),
            rotated: rotation != 0,
            shrink: indent & 16 != 0,
        });
        Some(())
    }

    /// The formats of cells count from 15 on in the file's own numbers; the first of those is the default.
    fn spread_styles(&mut self) {
        if let Some(default) = self.styles.formats.get(15).cloned() {
            self.styles.formats.insert(0, default);
        } else {
            self.styles.formats.insert(0, CellFormat::default());
        }
    }
}

/// A colour by its number; from 64 on they are the reader's own.
fn indexed(number: u16) -> Named {
    if number >= 64 {
        Named::Auto
    } else {
        Named::Indexed(number.into())
    }
}

/// A line style by its number, in the words of xlsx.
pub(crate) fn border_style(number: u32) -> &'static str {
    const STYLES: [&str; 14] = [
        "none",
        "thin",
        "medium",
        "dashed",
        "dotted",
        "thick",
        "double",
        "hair",
        "mediumDashed",
        "dashDot",
        "mediumDashDot",
        "dashDotDot",
        "mediumDashDotDot",
        "slantDashDot",
    ];
    STYLES.get(number as usize).copied().unwrap_or("thin")
}

/// A fill pattern by its number, in the words of xlsx.
pub(crate) fn pattern(number: u32) -> &'static str {
    match number {
        0 => "none",
        1 => "solid",
        2 => "mediumGray",
        3 => "darkGray",
        17 => "gray125",
        18 => "gray0625",
        _ => "lightGray",
    }
}

/// An alignment by its number, in the words of xlsx.
pub(crate) fn horizontal(number: u8) -> &'static str {
    match number {
        1 => "left",
        2 => "center",
        3 => "right",
        4 => "fill",
        5 | 7 => "justify",
        6 => "centerContinuous",
        _ => "",
    }
}

/// A vertical alignment by its number, in the words of xlsx.
pub(crate) fn vertical(number: u8) -> &'static str {
    match number {
        0 => "top",
        1 | 3 | 4 => "center",
        _ => "",
    }
}
