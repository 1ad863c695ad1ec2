//! Replacing text in what cells hold.

use daylight_model::document::Edit;
use daylight_model::formula::Origin;
use daylight_model::input::{InputError, parse_input};
use daylight_model::key::{Key, Root};
use daylight_model::{CellId, Content, Document, SheetId, Value};
use serde_json::Value as Json;

use super::Pattern;
use crate::history::Imported;

/// A cell in which the pattern was found.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its sheet.
    pub sheet: SheetId,
    /// The cell.
    pub cell: CellId,
    /// What it shows.
    pub text: String,
    /// Its value.
    pub value: Value,
    /// Its formula without `=`, when formulas are to be changed too.
    pub formula: Option<String>,
}

impl Candidate {
    /// What a person would type to have it so, with the pattern replaced; `None` when there is nothing to replace.
    fn typed(&self, pattern: &Pattern, with: &str) -> Option<String> {
        if let Some(formula) = &self.formula {
            return pattern.replaced(&format!("={formula}"), with);
        }
        let plain = match &self.value {
            Value::Empty | Value::Error(_) => return None,
            Value::Text(text) => return pattern.replaced(text, with),
            value => daylight_model::display::text(value, None, false),
        };
        let shown = || pattern.replaced(&self.text, with);
        pattern.replaced(&plain, with).or_else(shown)
    }
}

/// The edits that replace a pattern in cells, as far as these hold what was read, and how many cells that are.
/// Errors name the cell whose new text cannot be stored.
pub fn replace(
    candidates: &[Candidate],
    pattern: &Pattern,
    with: &str,
    imported: &Imported,
    document: &Document,
) -> Result<(Vec<Edit>, usize), (SheetId, CellId, InputError)> {
    let book = document.workbook();
    let (mut edits, mut cells) = (Vec::new(), 0);
    for candidate in candidates {
        let Candidate { sheet, cell, .. } = candidate;
        let Some(text) = candidate.typed(pattern, with) else {
            continue;
        };
        let key = Key::Cell(sheet.clone(), *cell);
        let entry = document.get(Root::Cells, &key.to_string());
        let stored = entry.or_else(|| imported.content(sheet, *cell));
        // What an array spills is not a content, and what others have just written is theirs.
        let same = match stored.as_ref().map(Content::from_json) {
            Some(Ok(Content::Value(value))) => {
                candidate.formula.is_none() && value == candidate.value
            }
            Some(Ok(Content::Formula(_))) => candidate.formula.is_some(),
            _ => false,
        };
        if !same {
            continue;
        }
        let origin = Origin {
            sheet,
            cell: Some(*cell),
        };
        let read = |text: &str| {
            parse_input(text, origin, book.date1904(), book)
                .map(|input| input.content)
                .map_err(|error| (sheet.clone(), *cell, error))
        };
        // A text that reads like a number, such as 0049, was meant to be one and stays one.
        let content = match &candidate.value {
            Value::Text(old)
                if candidate.formula.is_none()
                    && read(old)? != Content::Value(Value::Text(old.clone())) =>
            {
                Content::Value(Value::Text(text.into()))
            }
            _ => read(&text)?,
        };
        let new = content.to_json();
        if Some(&new) == stored.as_ref() {
            continue;
        }
        cells += 1;
        edits.extend(heading_edit(document, sheet, *cell, &new));
        edits.push(Edit::new(&key, Some(new)));
    }
    Ok((edits, cells))
}

/// The name of a table's column, when a cell that is given a text is its heading. Names that are taken get a number.
pub fn heading_edit(
    document: &Document,
    sheet: &SheetId,
    cell: CellId,
    content: &Json,
) -> Option<Edit> {
    let book = document.workbook();
    let table = book
        .tables()
        .find(|table| table.header && table.sheet == *sheet && table.from.row == cell.row)?;
    let cols = book.sheet(sheet)?.cols();
    let old = table.column_name(cell.col, cols)?;
    let typed = content.as_str().filter(|text| !text.is_empty())?;
    let typed: String = typed
        .chars()
        .map(|c| if c.is_control() && c != '\n' { ' ' } else { c })
        .take(daylight_model::table::MAX_COLUMN_NAME - 6)
        .collect();
    let taken = |name: &str| {
        let name = name.to_lowercase();
        let mut others = table.columns(cols).filter(|(col, _)| *col != cell.col);
        others.any(|(_, other)| other.to_lowercase() == name)
    };
    let numbered = (2..).map(|n| format!("{typed}{n}"));
    let name = std::iter::once(typed.clone())
        .chain(numbered)
        .find(|name| !taken(name))?;
    (name != old).then(|| {
        let key = Key::TableColumn(table.id.clone(), cell.col);
        Edit::new(&key, Some(Json::String(name)))
    })
}
