//! Styles of `styles.xml` and `content.xml`, each resting on others.

use std::{collections::BTreeMap, io::BufRead};

use daylight_model::Format;
use rustc_hash::FxHashMap;
use serde_json::{Value as Json, json};

use super::numbers::{NumberStyle, code};
use crate::{
    error::{ImportError, Quantity},
    job::{Job, within},
    report::{Ledger, Loss},
    style::{StyleTable, color},
    xml::{Node, Tag, Xml},
};

/// Most styles that rest on each other.
const DEPTH: usize = 32;

/// All styles of a document, by family and name.
#[derive(Default)]
pub(crate) struct Styles {
    cells: FxHashMap<String, CellStyle>,
    numbers: FxHashMap<String, NumberStyle>,
    fonts: FxHashMap<String, String>,
    /// Widths of columns and heights of rows, pixels.
    sizes: FxHashMap<String, f64>,
    pub(crate) tables: FxHashMap<String, TableStyle>,
    known: FxHashMap<String, u32>,
    pub(crate) table: StyleTable,
    pub(crate) ledger: Ledger,
}

/// How a sheet looks.
#[derive(Clone, Debug, Default)]
pub(crate) struct TableStyle {
    pub(crate) hidden: bool,
    pub(crate) color: Option<String>,
}

#[derive(Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of its own"
)]
struct CellStyle {
    parent: Option<String>,
    number: Option<String>,
    /// Null where the style says that there is none.
    properties: BTreeMap<&'static str, Json>,
    /// The alignment is the style's own, not that of the kind of value.
    aligns: bool,
    rotated: bool,
    shrunk: bool,
    raised: bool,
}

/// The style that is being read.
enum Open {
    None,
    Cell(String),
    Sized(String),
    Table(String),
    Number(String, NumberStyle),
}

impl Styles {
    /// Reads the styles of a part, up to the body of a document.
    pub(crate) fn read<R: BufRead>(
        &mut self,
        mut xml: Xml<R>,
        job: &Job<'_>,
    ) -> Result<(), ImportError> {
        let part = xml.part().to_owned();
        let mut open = Open::None;
        let mut text = String::new();
        loop {
            match xml.next()? {
                Node::Start(tag) if tag.name() == "body" => return Ok(()),
                Node::Start(tag) => {
                    text.clear();
                    self.start(&tag, &mut open);
                }
                Node::Text(piece) => text.push_str(&piece),
                Node::End(tag) => {
                    if let Open::Number(_, style) = &mut open {
                        match tag.name() {
                            "text" => style.literal(&text),
                            "currency-symbol" => style.currency(&text),
                            _ => {}
                        }
                    }
                    self.end(tag.name(), &mut open);
                }
                Node::Eof => return Ok(()),
                Node::Other => {}
            }
            let most = self
                .cells
                .len()
                .max(self.numbers.len())
                .max(self.sizes.len());
            within(most as u64, job.limits.styles, Quantity::Styles, &part)?;
        }
    }

    fn start(&mut self, tag: &Tag<'_>, open: &mut Open) {
        match tag.name() {
            "font-face" => {
                if let (Some(name), Some(family)) = (tag.attr("name"), tag.attr("font-family")) {
                    let family = family.trim_matches(['\'', '"']).to_owned();
                    self.fonts.insert(name.into_owned(), family);
                }
            }
            "style" | "default-style" => *open = self.begin(tag),
            "number-style" | "percentage-style" | "currency-style" | "date-style"
            | "time-style" | "boolean-style" | "text-style" => {
                let name = tag.attr("name").unwrap_or_default().into_owned();
                *open = Open::Number(name, NumberStyle::begin(tag));
            }
            _ => match open {
                Open::Number(_, style) => style.piece(tag),
                Open::Cell(name) => {
                    let fonts = &self.fonts;
                    if let Some(style) = self.cells.get_mut(name) {
                        style.properties(tag, fonts);
                    }
                }
                Open::Sized(name) => {
                    let size = tag.attr("column-width").or_else(|| tag.attr("row-height"));
                    if let Some(pixels) = size.and_then(|s| pixels(&s)) {
                        self.sizes.insert(name.clone(), pixels);
                    }
                }
                Open::Table(name) => {
                    if tag.name() == "table-properties" {
                        let table = TableStyle {
                            hidden: tag.attr("display").is_some_and(|v| v == "false"),
                            color: tag
                                .attr("tab-color")
                                .and_then(|c| color::parse(&c))
                                .map(color::hex),
                        };
                        self.tables.insert(name.clone(), table);
                    }
                }
                Open::None => {}
            },
        }
    }

    fn begin(&mut self, tag: &Tag<'_>) -> Open {
        let name = if tag.name() == "default-style" {
            // What every style rests on in the end.
            String::new()
        } else {
            tag.attr("name").unwrap_or_default().into_owned()
        };
        match tag.attr("family").as_deref() {
            Some("table-cell") => {
                let style = CellStyle {
                    parent: tag
                        .attr("parent-style-name")
                        .map(std::borrow::Cow::into_owned),
                    number: tag
                        .attr("data-style-name")
                        .map(std::borrow::Cow::into_owned),
                    ..CellStyle::default()
                };
                self.cells.insert(name.clone(), style);
                Open::Cell(name)
            }
            Some("table-column" | "table-row") => Open::Sized(name),
            Some("table") => Open::Table(name),
            _ => Open::None,
        }
    }

    fn end(&mut self, name: &str, open: &mut Open) {
        let over = match open {
            Open::Number(..) => name.ends_with("-style"),
            Open::None => false,
            _ => matches!(name, "style" | "default-style"),
        };
        if over && let Open::Number(name, style) = std::mem::replace(open, Open::None) {
            self.numbers.insert(name, style);
        }
    }

    /// The size of a column or row style.
    pub(crate) fn size(&self, name: &str) -> Option<f64> {
        self.sizes.get(name).copied()
    }

    /// The number of a cell style, by name.
    pub(crate) fn style(&mut self, job: &Job<'_>, name: &str) -> Result<u32, ImportError> {
        if let Some(&known) = self.known.get(name) {
            return Ok(known);
        }
        let format = self.format(name);
        let style = self.table.intern(job, format)?;
        self.known.insert(name.to_owned(), style);
        Ok(style)
    }

    /// Own properties before those of what the style rests on.
    fn format(&mut self, name: &str) -> Format {
        let mut found: BTreeMap<&'static str, Json> = BTreeMap::new();
        let (mut number, mut aligns) = (None, None);
        let mut traits = (false, false, false);
        let mut next = Some(name.to_owned());
        for _ in 0..DEPTH {
            let Some(style) = next.take().and_then(|name| {
                let style = self.cells.get(&name)?;
                next = style
                    .parent
                    .clone()
                    .or((!name.is_empty()).then(String::new));
                Some(style)
            }) else {
                break;
            };
            for (key, value) in &style.properties {
                if *key == "align" {
                    aligns = aligns.or(Some(style.aligns));
                }
                found.entry(key).or_insert_with(|| value.clone());
            }
            number = number.or_else(|| style.number.clone());
            traits.0 |= style.rotated;
            traits.1 |= style.shrunk;
            traits.2 |= style.raised;
        }
        self.ledger
            .add(Loss::RotatedTexts, u64::from(traits.0), || None);
        self.ledger
            .add(Loss::ShrunkTexts, u64::from(traits.1), || None);
        self.ledger
            .add(Loss::RaisedTexts, u64::from(traits.2), || None);
        if aligns == Some(false) {
            found.remove("align");
        }
        if let Some(code) = number.and_then(|name| code(&name, &self.numbers)) {
            found.insert("format", Json::String(code));
        }
        found.retain(|_, value| !value.is_null() && *value != json!(false));
        Format(
            found
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
        )
    }
}

impl CellStyle {
    fn properties(&mut self, tag: &Tag<'_>, fonts: &FxHashMap<String, String>) {
        let kind = tag.name();
        let mut set = |key: &'static str, value: Json| {
            self.properties.insert(key, value);
        };
        for (key, value) in tag.attrs() {
            match (kind, key) {
                ("table-cell-properties", "background-color") => {
                    set("fill", plain_color(&value).map_or(Json::Null, Json::String));
                }
                ("table-cell-properties", "border") => {
                    for side in ["borderTop", "borderRight", "borderBottom", "borderLeft"] {
                        set(side, border(&value));
                    }
                }
                ("table-cell-properties", "border-top") => set("borderTop", border(&value)),
                ("table-cell-properties", "border-right") => set("borderRight", border(&value)),
                ("table-cell-properties", "border-bottom") => set("borderBottom", border(&value)),
                ("table-cell-properties", "border-left") => set("borderLeft", border(&value)),
                ("table-cell-properties", "wrap-option") => set("wrap", json!(value == "wrap")),
                ("table-cell-properties", "vertical-align") => set(
                    "valign",
                    match &*value {
                        "top" => json!("top"),
                        "middle" => json!("middle"),
                        _ => Json::Null,
                    },
                ),
                ("table-cell-properties", "text-align-source") => self.aligns = value == "fix",
                ("table-cell-properties", "rotation-angle") => self.rotated = value != "0",
                ("table-cell-properties", "shrink-to-fit") => self.shrunk = value == "true",
                ("paragraph-properties", "text-align") => set(
                    "align",
                    match &*value {
                        "start" | "left" => json!("left"),
                        "center" => json!("center"),
                        "end" | "right" => json!("right"),
                        "justify" => json!("justify"),
                        _ => Json::Null,
                    },
                ),
                ("paragraph-properties", "margin-left") => {
                    // Ten points a step.
                    let steps = pixels(&value).map_or(0.0, |px| (px * 0.075).round());
                    let indent = json!(steps.clamp(0.0, 15.0));
                    set(
                        "indent",
                        if steps >= 1.0 {
                            whole(&indent)
                        } else {
                            Json::Null
                        },
                    );
                }
                ("text-properties", "font-name") => {
                    let family = fonts.get(&*value).cloned();
                    set("font", json!(family.unwrap_or_else(|| value.into_owned())));
                }
                ("text-properties", "font-family") => {
                    set("font", json!(value.trim_matches(['\'', '"'])));
                }
                ("text-properties", "font-size") => {
                    if let Some(size) = value.strip_suffix("pt").and_then(|s| s.parse::<f64>().ok())
                        && (1.0..=409.0).contains(&size)
                    {
                        set("size", whole(&json!(size)));
                    }
                }
                ("text-properties", "font-weight") => {
                    let bold = value == "bold" || value.parse::<u32>().is_ok_and(|w| w >= 600);
                    set("bold", json!(bold));
                }
                ("text-properties", "font-style") => set("italic", json!(value != "normal")),
                ("text-properties", "text-underline-style") => {
                    set("underline", json!(value != "none"));
                }
                ("text-properties", "text-line-through-style") => {
                    set("strike", json!(value != "none"));
                }
                ("text-properties", "text-position") => {
                    self.raised = !value.starts_with('0');
                }
                ("text-properties", "color") => {
                    let ink = plain_color(&value).filter(|c| c != "#000000");
                    set("color", ink.map_or(Json::Null, Json::String));
                }
                _ => {}
            }
        }
    }
}

/// A whole number without its decimal point.
fn whole(number: &Json) -> Json {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "sizes and indents are small"
    )]
    match number.as_f64() {
        Some(n) if n.fract() == 0.0 => json!(n as i64),
        _ => number.clone(),
    }
}

fn plain_color(value: &str) -> Option<String> {
    value
        .starts_with('#')
        .then(|| color::parse(value))
        .flatten()
        .map(color::hex)
}

/// `0.74pt solid #000000`
fn border(value: &str) -> Json {
    let mut width = 0.0;
    let mut style = "";
    let mut ink = "#000000".to_owned();
    for word in value.split_whitespace() {
        if let Some(color) = plain_color(word) {
            ink = color;
        } else if let Some(px) = pixels(word) {
            width = px;
        } else {
            style = word;
        }
    }
    let line = match style {
        "" | "none" | "hidden" => return Json::Null,
        "double" | "double-thin" => "double",
        "dotted" => "dotted",
        "dashed" | "fine-dashed" | "dash-dot" | "dash-dot-dot" => "dashed",
        _ if width < 0.2 => "hair",
        _ if width < 1.7 => "thin",
        _ if width < 3.0 => "medium",
        _ => "thick",
    };
    json!(format!("{line} {ink}"))
}

/// A length in CSS pixels.
pub(crate) fn pixels(length: &str) -> Option<f64> {
    let length = length.trim();
    let at = length.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = length.split_at(at);
    let per_unit = match unit {
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 9.6 / 2.54,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "px" => 1.0,
        _ => return None,
    };
    let number: f64 = number.parse().ok()?;
    Some(number * per_unit).filter(|px| px.is_finite() && (0.0..=8192.0).contains(px))
}
