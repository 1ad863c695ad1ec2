//! `styles.xml`: fonts, fills, borders, number formats and the cell formats made of them.

use std::io::BufRead;

use crate::{
    error::ImportError,
    job::Job,
    style::{
        book::{BookStyles, Border, CellFormat, Difference, Fill, Font},
        color::{Named, Palette, parse},
    },
    xml::{Node, Tag, Xml, is_true},
};

#[derive(Clone, Copy, PartialEq)]
enum Section {
    None,
    Fonts,
    Fills,
    Borders,
    Formats,
    Differences,
    Palette,
}

/// Reads the part; colours of its own go into the palette.
pub(crate) fn read<R: BufRead>(
    mut xml: Xml<R>,
    palette: &mut Palette,
    job: &Job<'_>,
) -> Result<BookStyles, ImportError> {
    let mut styles = Reader(BookStyles::default());
    let mut section = Section::None;
    let mut side = None;
    let mut part_of_difference = Section::None;
    let mut indexed = 0;
    let part = xml.part().to_owned();
    loop {
        match xml.next()? {
            Node::Start(tag) => {
                let skipped = match tag.name() {
                    "fonts" => enter(&mut section, Section::Fonts),
                    "fills" => enter(&mut section, Section::Fills),
                    "borders" => enter(&mut section, Section::Borders),
                    "cellXfs" => enter(&mut section, Section::Formats),
                    "indexedColors" => enter(&mut section, Section::Palette),
                    "numFmt" if section == Section::None => {
                        styles.number(&tag);
                        false
                    }
                    "dxfs" => enter(&mut section, Section::Differences),
                    "cellStyleXfs" | "cellStyles" | "tableStyles" | "extLst" => true,
                    name => {
                        match section {
                            Section::Fonts => styles.font(name, &tag),
                            Section::Fills => styles.fill(name, &tag),
                            Section::Borders => styles.border(name, &tag, &mut side),
                            Section::Formats => styles.format(name, &tag),
                            Section::Differences => {
                                styles.difference(name, &tag, &mut part_of_difference, &mut side);
                            }
                            Section::Palette => {
                                if let Some(rgb) = tag.attr("rgb").and_then(|v| parse(&v)) {
                                    palette.set_indexed(indexed, rgb);
                                }
                                indexed += 1;
                            }
                            Section::None => {}
                        }
                        false
                    }
                };
                if skipped {
                    xml.skip()?;
                }
            }
            Node::End(tag) => {
                if matches!(
                    tag.name(),
                    "fonts"
                        | "fills"
                        | "borders"
                        | "cellXfs"
                        | "dxfs"
                        | "numFmts"
                        | "indexedColors"
                ) {
                    section = Section::None;
                }
            }
            Node::Eof => return Ok(styles.0),
            _ => {}
        }
        styles.0.check(job, &part)?;
    }
}

struct Reader(BookStyles);

impl Reader {
    fn number(&mut self, tag: &Tag<'_>) {
        if let (Some(id), Some(code)) = (tag.number("numFmtId"), tag.attr("formatCode")) {
            self.0.numbers.insert(id, code.chars().take(512).collect());
        }
    }

    fn font(&mut self, name: &str, tag: &Tag<'_>) {
        if name == "font" {
            self.0.fonts.push(Font::default());
        }
        let Some(font) = self.0.fonts.last_mut() else {
            return;
        };
        let on = || tag.flag("val").unwrap_or(true);
        match name {
            "name" => font.name = tag.attr("val").map(|v| v.chars().take(64).collect()),
            "sz" => font.size = tag.number("val").filter(|s| (1.0..=409.0).contains(s)),
            "b" => font.bold = on(),
            "i" => font.italic = on(),
            "u" => font.underline = tag.attr("val").is_none_or(|v| v != "none"),
            "strike" => font.strike = on(),
            "vertAlign" => font.raised = tag.attr("val").is_some_and(|v| v != "baseline"),
            "color" => font.color = color(tag),
            _ => {}
        }
    }

    fn fill(&mut self, name: &str, tag: &Tag<'_>) {
        if name == "fill" {
            self.0.fills.push(Fill::default());
        }
        let Some(fill) = self.0.fills.last_mut() else {
            return;
        };
        match name {
            "patternFill" => {
                fill.pattern = tag.attr("patternType").unwrap_or_default().into_owned();
            }
            "fgColor" => fill.front = color(tag),
            "bgColor" => fill.back = color(tag),
            "gradientFill" => fill.gradient = true,
            "color" if fill.gradient && fill.front.is_none() => fill.front = color(tag),
            _ => {}
        }
    }

    fn border(&mut self, name: &str, tag: &Tag<'_>, side: &mut Option<usize>) {
        if name == "border" {
            self.0.borders.push(Border::default());
        }
        let Some(border) = self.0.borders.last_mut() else {
            return;
        };
        let place = match name {
            "top" => Some(0),
            "right" | "end" => Some(1),
            "bottom" => Some(2),
            "left" | "start" => Some(3),
            _ => None,
        };
        let style = tag.attr("style").unwrap_or_default();
        if let Some(i) = place {
            border.sides[i].0 = style.into_owned();
            *side = place;
        } else if name == "color" {
            if let Some(i) = *side {
                border.sides[i].1 = color(tag);
            }
        } else {
            border.diagonal |= name == "diagonal" && !style.is_empty() && style != "none";
            *side = None;
        }
    }

    /// A part of a format that conditional formats lay over others.
    fn difference(
        &mut self,
        name: &str,
        tag: &Tag<'_>,
        part: &mut Section,
        side: &mut Option<usize>,
    ) {
        if name == "dxf" {
            self.0.differences.push(Difference::default());
            *part = Section::None;
        }
        let places = (self.0.fonts.len(), self.0.fills.len(), self.0.borders.len());
        let Some(difference) = self.0.differences.last_mut() else {
            return;
        };
        match name {
            "font" => (difference.font, *part) = (Some(places.0), Section::Fonts),
            "fill" => (difference.fill, *part) = (Some(places.1), Section::Fills),
            "border" => (difference.border, *part) = (Some(places.2), Section::Borders),
            "numFmt" => {
                let code = tag.attr("formatCode").unwrap_or_default();
                difference.code = Some(code.chars().take(512).collect());
                *part = Section::None;
            }
            "alignment" | "protection" => *part = Section::None,
            _ => {}
        }
        match part {
            Section::Fonts => self.font(name, tag),
            Section::Fills => self.fill(name, tag),
            Section::Borders => self.border(name, tag, side),
            _ => {}
        }
    }

    fn format(&mut self, name: &str, tag: &Tag<'_>) {
        if name == "xf" {
            self.0.formats.push(CellFormat {
                number: tag.number("numFmtId").unwrap_or(0),
                font: tag.number("fontId").unwrap_or(0),
                fill: tag.number("fillId").unwrap_or(0),
                border: tag.number("borderId").unwrap_or(0),
                ..CellFormat::default()
            });
        }
        if let (Some(format), "alignment") = (self.0.formats.last_mut(), name) {
            for (key, value) in tag.attrs() {
                match key {
                    "horizontal" => format.horizontal = value.into_owned(),
                    "vertical" => format.vertical = value.into_owned(),
                    "wrapText" => format.wrap = is_true(&value),
                    "indent" => format.indent = value.parse().unwrap_or(0),
                    "textRotation" => format.rotated = value != "0",
                    "shrinkToFit" => format.shrink = is_true(&value),
                    _ => {}
                }
            }
        }
    }
}

fn enter(section: &mut Section, next: Section) -> bool {
    *section = next;
    false
}

/// A colour element.
pub(crate) fn color(tag: &Tag<'_>) -> Option<Named> {
    if tag.flag("auto") == Some(true) {
        return Some(Named::Auto);
    }
    if let Some(rgb) = tag.attr("rgb").and_then(|v| parse(&v)) {
        return Some(Named::Rgb(rgb));
    }
    if let Some(index) = tag.number("theme") {
        return Some(Named::Theme(index, tag.number("tint").unwrap_or(0.0)));
    }
    tag.number("indexed").map(Named::Indexed)
}
