//! Cell formats of a workbook → numbers of the style table, each worked out when it is first used.

use daylight_model::Format;

use super::{
    FormatBuilder, StyleTable,
    book::{BookStyles, Border, CellFormat, Fill, Font},
    color::{Named, Palette, Rgb, hex, mix},
    measure, number,
};
use crate::{
    error::ImportError,
    job::Job,
    report::{Ledger, Loss},
};

/// Style numbers by place in `cellXfs`.
pub(crate) struct Formats {
    part: BookStyles,
    palette: Palette,
    known: Vec<Option<u32>>,
    pub(crate) table: StyleTable,
    /// What formats in use lose.
    pub(crate) ledger: Ledger,
}

impl Formats {
    pub(crate) fn new(part: BookStyles, palette: Palette) -> Self {
        Self {
            known: vec![None; part.formats.len()],
            part,
            palette,
            table: StyleTable::default(),
            ledger: Ledger::default(),
        }
    }

    /// The style number of a cell format.
    pub(crate) fn style(&mut self, job: &Job<'_>, format: usize) -> Result<u32, ImportError> {
        // A number without an entry means the first format, as programs read it.
        let place = if format < self.known.len() { format } else { 0 };
        match self.known.get(place) {
            Some(Some(style)) => Ok(*style),
            None => Ok(0),
            Some(None) => {
                let built = self.build(place);
                let style = self.table.intern(job, built)?;
                self.known[place] = Some(style);
                Ok(style)
            }
        }
    }

    /// Whether a cell format shows numbers as dates or times.
    pub(crate) fn number_code(&self, format: usize) -> Option<&str> {
        let id = self.part.formats.get(format)?.number;
        match self.part.numbers.get(&id) {
            Some(code) => Some(code),
            None => number::builtin(id),
        }
    }

    /// The font that widths of columns are counted in.
    pub(crate) fn digit_width(&self) -> f64 {
        let font = self.part.fonts.first();
        measure::digit_width(
            font.and_then(|f| f.name.as_deref()).unwrap_or("Calibri"),
            font.and_then(|f| f.size).unwrap_or(11.0),
        )
    }

    /// A colour as `#rrggbb`.
    pub(crate) fn color(&self, named: Named) -> Option<String> {
        self.palette.resolve(named).map(hex)
    }

    /// What a conditional format lays over a cell's own.
    pub(crate) fn difference(&self, place: usize) -> Option<Format> {
        let difference = self.part.differences.get(place)?;
        let mut out = FormatBuilder::default();
        if let Some(font) = difference.font.and_then(|at| self.part.fonts.get(at)) {
            let plain = Font {
                name: None,
                size: None,
                ..font.clone()
            };
            self.font(&mut out, &plain);
        }
        if let Some(fill) = difference.fill.and_then(|at| self.part.fills.get(at)) {
            // Here the colour behind the pattern is the one that fills, where there is no pattern.
            let solid = matches!(fill.pattern.as_str(), "" | "solid") && !fill.gradient;
            let named = fill.back.filter(|_| solid).or(fill.front);
            if let Some(rgb) = named.and_then(|c| self.palette.resolve(c)) {
                out.text("fill", hex(rgb));
            }
        }
        if let Some(border) = difference.border.and_then(|at| self.part.borders.get(at)) {
            self.border(&mut out, border);
        }
        if let Some(code) = &difference.code {
            out.text("format", code.clone());
        }
        Some(out.build())
    }

    fn build(&mut self, place: usize) -> Format {
        let Some(format) = self.part.formats.get(place).cloned() else {
            return Format::default();
        };
        let mut out = FormatBuilder::default();
        let code = self.number_code(place).map(str::to_owned);
        if let Some(code) = code.filter(|c| !c.eq_ignore_ascii_case("general")) {
            out.text("format", code);
        }
        if let Some(font) = self.part.fonts.get(format.font) {
            self.font(&mut out, font);
            self.ledger
                .add(Loss::RaisedTexts, u64::from(font.raised), || None);
        }
        if let Some(fill) = self.part.fills.get(format.fill) {
            let (rgb, exact) = self.fill(fill);
            if let Some(rgb) = rgb {
                out.text("fill", hex(rgb));
            }
            self.ledger.add(Loss::Patterns, u64::from(!exact), || None);
        }
        if let Some(border) = self.part.borders.get(format.border) {
            self.border(&mut out, border);
            self.ledger
                .add(Loss::DiagonalBorders, u64::from(border.diagonal), || None);
        }
        align(&mut out, &format);
        self.ledger
            .add(Loss::RotatedTexts, u64::from(format.rotated), || None);
        self.ledger
            .add(Loss::ShrunkTexts, u64::from(format.shrink), || None);
        out.build()
    }

    fn font(&self, out: &mut FormatBuilder, font: &Font) {
        if let Some(name) = &font.name {
            out.text("font", name.clone());
        }
        if let Some(size) = font.size {
            out.number("size", size);
        }
        out.flag("bold", font.bold)
            .flag("italic", font.italic)
            .flag("underline", font.underline)
            .flag("strike", font.strike);
        if let Some(rgb) = font.color.and_then(|c| self.palette.ink(c)) {
            out.text("color", hex(rgb));
        }
    }

    /// The plain colour nearest to a fill, and whether it is exactly that.
    fn fill(&self, fill: &Fill) -> (Option<Rgb>, bool) {
        let front = fill.front.and_then(|c| self.palette.resolve(c));
        if fill.gradient {
            return (front, false);
        }
        let share = match fill.pattern.as_str() {
            "" | "none" => return (None, true),
            "solid" => return (front, true),
            "darkGray" => 0.75,
            "mediumGray" | "darkHorizontal" | "darkVertical" | "darkDown" | "darkUp"
            | "darkGrid" | "darkTrellis" => 0.5,
            "gray125" => 0.125,
            "gray0625" => 0.0625,
            _ => 0.25,
        };
        let back = fill.back.and_then(|c| self.palette.resolve(c));
        let mixed = mix(back.unwrap_or([255; 3]), front.unwrap_or([0; 3]), share);
        (Some(mixed), false)
    }

    fn border(&self, out: &mut FormatBuilder, border: &Border) {
        const KEYS: [&str; 4] = ["borderTop", "borderRight", "borderBottom", "borderLeft"];
        for (key, (style, color)) in KEYS.iter().zip(&border.sides) {
            let Some(style) = border_style(style) else {
                continue;
            };
            let rgb = color.and_then(|c| self.palette.resolve(c));
            out.text(key, format!("{style} {}", hex(rgb.unwrap_or_default())));
        }
    }
}

/// The line style nearest to the file's.
pub(crate) fn border_style(style: &str) -> Option<&'static str> {
    Some(match style {
        "" | "none" => return None,
        "medium" | "mediumDashed" | "mediumDashDot" | "mediumDashDotDot" | "slantDashDot" => {
            "medium"
        }
        "thick" => "thick",
        "dashed" | "dashDot" | "dashDotDot" => "dashed",
        "dotted" => "dotted",
        "double" => "double",
        "hair" => "hair",
        _ => "thin",
    })
}

fn align(out: &mut FormatBuilder, format: &CellFormat) {
    let horizontal = match format.horizontal.as_str() {
        "left" => "left",
        "center" | "centerContinuous" => "center",
        "right" => "right",
        "justify" | "distributed" => "justify",
        "fill" => "fill",
        _ => "",
    };
    if !horizontal.is_empty() {
        out.text("align", horizontal);
    }
    let vertical = match format.vertical.as_str() {
        "top" => "top",
        "center" | "justify" | "distributed" => "middle",
        _ => "",
    };
    if !vertical.is_empty() {
        out.text("valign", vertical);
    }
    out.flag("wrap", format.wrap);
    if format.indent > 0 {
        out.number("indent", f64::from(format.indent.min(15)));
    }
}
