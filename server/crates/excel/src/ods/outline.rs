//! A first look through the content: names of sheets and of ranges, which formulas need, and what is not kept.

use std::io::BufRead;

use crate::{
    error::{ImportError, Quantity},
    job::{Job, within},
    report::{Ledger, Loss},
    summary::iteration,
    xml::{Node, Tag, Xml},
};

/// What a document has beside its cells.
#[derive(Default)]
pub(crate) struct Outline {
    pub(crate) sheets: Vec<String>,
    pub(crate) names: Vec<NameEntry>,
    pub(crate) date1904: bool,
    pub(crate) iteration: Option<(u32, f64)>,
    pub(crate) ledger: Ledger,
}

/// A named range or expression.
pub(crate) struct NameEntry {
    pub(crate) name: String,
    /// Place of its sheet.
    pub(crate) scope: Option<usize>,
    pub(crate) text: String,
    /// An address instead of a formula.
    pub(crate) is_range: bool,
}

impl Outline {
    pub(crate) fn read<R: BufRead>(mut xml: Xml<R>, job: &Job<'_>) -> Result<Self, ImportError> {
        let part = xml.part().to_owned();
        let mut outline = Self::default();
        let mut depth = 0;
        loop {
            match xml.next()? {
                Node::Start(tag) => {
                    if is_foreign(tag.name()) {
                        outline.count_foreign(&tag);
                        xml.skip()?;
                        continue;
                    }
                    if tag.name() == "table" {
                        depth += 1;
                    }
                    outline.element(&tag, depth);
                }
                Node::End(tag) if tag.name() == "table" => depth -= 1,
                Node::Eof => return Ok(outline),
                _ => {}
            }
            let sheets = outline.sheets.len() as u64;
            within(sheets, job.limits.sheets, Quantity::Sheets, "")?;
            let names = outline.names.len() as u64;
            within(names, job.limits.names, Quantity::Names, &part)?;
        }
    }

    fn element(&mut self, tag: &Tag<'_>, depth: usize) {
        let text = |key: &str| tag.attr(key).unwrap_or_default().into_owned();
        let mut count = |loss, at| self.ledger.add(loss, 1, || at);
        match tag.name() {
            "table" if depth == 1 => {
                self.sheets.push(text("name"));
                if tag.flag("protected") == Some(true) {
                    count(Loss::Protection, Some(text("name")));
                }
            }
            "null-date" => {
                self.date1904 = tag
                    .attr("date-value")
                    .is_some_and(|d| d.starts_with("1904"));
            }
            "iteration" if tag.attr("status").as_deref() == Some("enable") => {
                let number = |key: &str| tag.attr(key).and_then(|v| v.parse::<f64>().ok());
                let rounds = number("steps").unwrap_or(100.0);
                let change = number("maximum-difference").unwrap_or(0.001);
                self.iteration = Some(iteration(rounds, change));
            }
            "named-range" | "named-expression" => {
                let is_range = tag.name() == "named-range";
                let key = if is_range {
                    "cell-range-address"
                } else {
                    "expression"
                };
                self.names.push(NameEntry {
                    name: text("name"),
                    scope: (depth > 0).then(|| self.sheets.len().saturating_sub(1)),
                    text: text(key),
                    is_range,
                });
            }
            "content-validation" => count(Loss::Validations, None),
            "conditional-format" => {
                count(Loss::ConditionalFormats, Some(text("target-range-address")));
            }
            "data-pilot-table" => count(Loss::PivotTables, Some(text("name"))),
            "database-range" if tag.flag("display-filter-buttons") == Some(true) => {
                count(Loss::Filters, Some(text("target-range-address")));
            }
            "sparkline-group" => count(Loss::Sparklines, None),
            _ => {}
        }
    }

    fn count_foreign(&mut self, tag: &Tag<'_>) {
        let loss = match tag.name() {
            "annotation" => Loss::Comments,
            "frame" => Loss::Pictures,
            "shapes" | "custom-shape" | "rect" | "ellipse" | "line" | "g" => Loss::Shapes,
            "event-listeners" => Loss::Macros,
            _ => return,
        };
        self.ledger.add(loss, 1, || None);
    }
}

/// Elements inside a sheet or a cell that hold no cells of the sheet.
pub(crate) fn is_foreign(name: &str) -> bool {
    matches!(
        name,
        "annotation"
            | "frame"
            | "shapes"
            | "custom-shape"
            | "rect"
            | "ellipse"
            | "line"
            | "g"
            | "forms"
            | "tracked-changes"
            | "dde-links"
            | "event-listeners"
            | "scenario"
    )
}
