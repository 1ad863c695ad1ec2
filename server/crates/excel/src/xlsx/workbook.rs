//! `workbook.xml`: sheets, names and settings of the whole book.

use std::io::BufRead;

use crate::{
    error::ImportError,
    imported::SheetState,
    summary::iteration,
    xml::{Node, Tag, Xml, is_true},
};

/// The content of the workbook part.
#[derive(Debug, Default)]
pub(crate) struct WorkbookPart {
    pub(crate) sheets: Vec<SheetEntry>,
    pub(crate) names: Vec<NameEntry>,
    pub(crate) date1904: bool,
    pub(crate) as_displayed: bool,
    /// Rounds in which formulas that depend on themselves are computed, and the change after which they end.
    pub(crate) iteration: Option<(u32, f64)>,
    pub(crate) protected: bool,
    /// Relationship ids of linked files, in order of their numbers.
    pub(crate) externals: Vec<String>,
}

/// A sheet as the workbook lists it.
#[derive(Debug)]
pub(crate) struct SheetEntry {
    pub(crate) name: String,
    pub(crate) relation: String,
    pub(crate) state: SheetState,
}

/// A defined name as the workbook lists it.
#[derive(Debug)]
pub(crate) struct NameEntry {
    pub(crate) name: String,
    /// Place in the list of sheets.
    pub(crate) scope: Option<usize>,
    pub(crate) text: String,
    pub(crate) hidden: bool,
}

impl WorkbookPart {
    pub(crate) fn read<R: BufRead>(mut xml: Xml<R>) -> Result<Self, ImportError> {
        let mut book = Self::default();
        loop {
            match xml.next()? {
                Node::Start(tag) => match tag.name() {
                    "definedName" => {
                        let mut name = NameEntry {
                            name: tag.attr("name").unwrap_or_default().into_owned(),
                            scope: tag.number("localSheetId"),
                            text: String::new(),
                            hidden: tag.flag("hidden").unwrap_or(false),
                        };
                        xml.text_into(&mut name.text)?;
                        book.names.push(name);
                    }
                    _ => book.setting(&tag),
                },
                Node::Eof => return Ok(book),
                _ => {}
            }
        }
    }

    fn setting(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "sheet" => self.sheets.push(SheetEntry {
                name: tag.attr("name").unwrap_or_default().into_owned(),
                // The relationship's attribute is `r:id`; `sheetId` is something else.
                relation: tag.attr("id").unwrap_or_default().into_owned(),
                state: match tag.attr("state").as_deref() {
                    Some("hidden") => SheetState::Hidden,
                    Some("veryHidden") => SheetState::VeryHidden,
                    _ => SheetState::Visible,
                },
            }),
            "workbookPr" => self.date1904 = tag.flag("date1904").unwrap_or(false),
            "calcPr" => {
                self.as_displayed = tag.attr("fullPrecision").is_some_and(|v| !is_true(&v));
                let number = |key: &str| tag.attr(key).and_then(|v| v.parse::<f64>().ok());
                let rounds = number("iterateCount").unwrap_or(100.0);
                let change = number("iterateDelta").unwrap_or(0.001);
                self.iteration = tag
                    .flag("iterate")
                    .unwrap_or(false)
                    .then(|| iteration(rounds, change));
            }
            "workbookProtection" => {
                self.protected = ["lockStructure", "lockWindows", "lockRevision"]
                    .iter()
                    .any(|key| tag.flag(key).unwrap_or(false));
            }
            "externalReference" => self
                .externals
                .push(tag.attr("id").unwrap_or_default().into_owned()),
            _ => {}
        }
    }
}
