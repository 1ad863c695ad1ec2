//! `styles.bin`

use std::io::BufRead;

use super::records::{Records, wide};
use crate::{
    error::ImportError,
    job::Job,
    ptg::Bytes,
    style::{
        book::{BookStyles, Border, CellFormat, Fill, Font},
        color::{Named, Palette},
    },
    xls::globals::{border_style, horizontal, pattern, vertical},
};

/// Reads the part; colours of its own go into the palette.
pub(crate) fn read<R: BufRead>(
    mut records: Records<R>,
    palette: &mut Palette,
    job: &Job<'_>,
    part: &str,
) -> Result<BookStyles, ImportError> {
    let mut styles = BookStyles::default();
    let mut in_formats = false;
    let mut indexed = 0;
    while let Some((kind, data)) = records.next()? {
        let read = match kind {
            617 => {
                in_formats = true;
                Some(())
            }
            618 => {
                in_formats = false;
                Some(())
            }
            44 => number(&mut styles, data),
            43 => font(data).map(|font| styles.fonts.push(font)),
            45 => fill(data).map(|fill| styles.fills.push(fill)),
            46 => border(data).map(|border| styles.borders.push(border)),
            47 if in_formats => format(data).map(|format| styles.formats.push(format)),
            // A colour of the palette.
            475 => data.0.get(..3).map(|rgb| {
                palette.set_indexed(indexed, [rgb[0], rgb[1], rgb[2]]);
                indexed += 1;
            }),
            _ => Some(()),
        };
        if read.is_none() {
            return Err(records.short(kind));
        }
        styles.check(job, part)?;
    }
    Ok(styles)
}

fn number(styles: &mut BookStyles, mut data: Bytes<'_>) -> Option<()> {
    let id = data.u16()?;
    let code = wide(&mut data)?;
    styles.numbers.insert(id.into(), code);
    Some(())
}

fn font(mut data: Bytes<'_>) -> Option<Font> {
    let size = f64::from(data.u16()?) / 20.0;
    let flags = data.u16()?;
    let (weight, raised) = (data.u16()?, data.u16()?);
    let underline = data.u8()?;
    data.take(3)?;
    let color = color(&mut data)?;
    data.take(1)?;
    Some(Font {
        name: Some(wide(&mut data)?).filter(|n| !n.is_empty()),
        size: Some(size).filter(|s| (1.0..=409.0).contains(s)),
        bold: weight >= 600,
        italic: flags & 2 != 0,
        underline: underline != 0,
        strike: flags & 8 != 0,
        raised: raised != 0,
        color,
    })
}

fn fill(mut data: Bytes<'_>) -> Option<Fill> {
    let style = data.u32()?;
    let (front, back) = (color(&mut data)?, color(&mut data)?);
    Some(Fill {
        pattern: pattern(style).to_owned(),
        front,
        back,
        gradient: style == 40,
    })
}

fn border(mut data: Bytes<'_>) -> Option<Border> {
    let flags = data.u8()?;
    let mut side = || {
        let style = data.u16()?;
        let color = color(&mut data)?;
        Some((border_style(style.into()).to_owned(), color))
    };
    let (top, bottom, left, right) = (side()?, side()?, side()?, side()?);
    let (diagonal, _) = side()?;
    Some(Border {
        sides: [top, right, bottom, left],
        diagonal: flags & 3 != 0 && diagonal != "none",
    })
}

fn format(mut data: Bytes<'_>) -> Option<CellFormat> {
    data.u16()?;
    let (number, font, fill, border) = (data.u16()?, data.u16()?, data.u16()?, data.u16()?);
    let (rotation, indent) = (data.u8()?, data.u8()?);
    let align = data.u16()?;
    Some(CellFormat {
        number: number.into(),
        font: font.into(),
        fill: fill.into(),
        border: border.into(),
        horizontal: horizontal((align & 7) as u8).to_owned(),
        vertical: vertical((align >> 3 & 7) as u8).to_owned(),
        wrap: align & 0x40 != 0,
        indent: u32::from(indent),
        rotated: rotation != 0,
        shrink: align & 0x100 != 0,
    })
}

/// A colour of eight bytes.
#[expect(clippy::option_option, reason = "cut short, or of no kind")]
pub(crate) fn color(data: &mut Bytes<'_>) -> Option<Option<Named>> {
    let (kind, index) = (data.u8()? >> 1, data.u8()?);
    let tint = f64::from(data.u16()?.cast_signed()) / 32_767.0;
    let [r, g, b, _] = data.take(4)?.try_into().ok()?;
    Some(match kind {
        0 => Some(Named::Auto),
        1 => Some(Named::Indexed(index.into())),
        2 => Some(Named::Rgb([r, g, b])),
        3 => Some(Named::Theme(index.into(), tint)),
        _ => None,
    })
}
