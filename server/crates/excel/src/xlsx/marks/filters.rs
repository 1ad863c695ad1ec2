//! Filters of a worksheet or a table.

use std::io::BufRead;

use daylight_model::a1::Area;
use serde_json::{Value as Json, json};

use crate::{
    error::ImportError,
    report::{Ledger, Loss},
    xml::{Node, Tag, Xml},
};

/// Texts of one criterion that are kept.
const MOST_TEXTS: usize = 10_000;

/// A filter as a file has it.
#[derive(Debug)]
pub(crate) struct RawFilter {
    /// Its cells, headings included.
    pub(crate) area: Area,
    /// Criteria (FORMAT.md §8) by column, counted from the first one.
    pub(crate) columns: Vec<(u32, Json)>,
}

#[derive(Default)]
struct Column {
    at: u32,
    texts: Vec<Json>,
    custom: Vec<Json>,
    and: bool,
    other: Option<Json>,
    /// Something has no like here.
    lost: bool,
}

/// Reads the criteria of the filter just begun.
pub(crate) fn criteria<R: BufRead>(
    xml: &mut Xml<R>,
    ledger: &mut Ledger,
) -> Result<Vec<(u32, Json)>, ImportError> {
    let mut columns = Vec::new();
    let mut column: Option<Column> = None;
    let mut depth = 1;
    loop {
        match xml.next()? {
            Node::Start(tag) => {
                depth += 1;
                if tag.name() == "filterColumn" {
                    column = tag.number("colId").map(|at| Column {
                        at,
                        ..Column::default()
                    });
                } else if let Some(column) = &mut column {
                    column.element(&tag);
                }
            }
            Node::End(tag) => {
                depth -= 1;
                if tag.name() == "filterColumn"
                    && let Some(column) = column.take()
                {
                    let (at, lost) = (column.at, column.lost);
                    match column.criterion() {
                        Some(criterion) if !lost => columns.push((at, criterion)),
                        None if !lost => {}
                        _ => ledger.add(Loss::Filters, 1, || None),
                    }
                }
                if depth == 0 {
                    return Ok(columns);
                }
            }
            Node::Eof => return Ok(columns),
            _ => {}
        }
    }
}

impl Column {
    fn element(&mut self, tag: &Tag<'_>) {
        let value = || tag.attr("val").unwrap_or_default();
        match tag.name() {
            "filters" => {
                if tag.flag("blank") == Some(true) {
                    self.texts.push(json!(""));
                }
            }
            "filter" if self.texts.len() < MOST_TEXTS => self.texts.push(json!(value())),
            "customFilters" => self.and = tag.flag("and") == Some(true),
            "customFilter" => {
                let op = match tag.attr("operator").as_deref() {
                    None | Some("equal") => "=",
                    Some("notEqual") => "<>",
                    Some("greaterThan") => ">",
                    Some("greaterThanOrEqual") => ">=",
                    Some("lessThan") => "<",
                    Some("lessThanOrEqual") => "<=",
                    Some(_) => return self.lost = true,
                };
                let text = value();
                // A blank alone stands for an empty cell.
                match (op, text.trim()) {
                    ("=", "") => self.custom.extend([json!("empty"), Json::Null]),
                    ("<>", "") => self.custom.extend([json!("filled"), Json::Null]),
                    (op, trimmed) => {
                        let with = match trimmed.parse::<f64>() {
                            Ok(number) if number.is_finite() => json!(number),
                            _ => json!(text),
                        };
                        self.custom.extend([json!(op), with]);
                    }
                }
            }
            "top10" => {
                let top = tag.flag("top") != Some(false);
                let percent = tag.flag("percent") == Some(true);
                let kind = match (top, percent) {
                    (true, false) => "top",
                    (true, true) => "top%",
                    (false, false) => "bottom",
                    (false, true) => "bottom%",
                };
                let count = tag.number::<f64>("val").unwrap_or(10.0);
                self.other = Some(json!([kind, count]));
            }
            "dynamicFilter" => match tag.attr("type").as_deref() {
                Some("aboveAverage") => self.other = Some(json!(["above"])),
                Some("belowAverage") => self.other = Some(json!(["below"])),
                _ => self.lost = true,
            },
            // Days by year and month; colours and icons.
            _ => self.lost = true,
        }
    }

    fn criterion(self) -> Option<Json> {
        if let Some(other) = self.other {
            return Some(other);
        }
        match self.custom.as_slice() {
            [] => {}
            [op, with, op2, with2, ..] => {
                let join = if self.and { "and" } else { "or" };
                return Some(json!(["if", op, with, join, op2, with2]));
            }
            [op, with, ..] => return Some(json!(["if", op, with])),
            [_] => return None,
        }
        let head = std::iter::once(json!("in"));
        (!self.texts.is_empty()).then(|| head.chain(self.texts).collect())
    }
}
