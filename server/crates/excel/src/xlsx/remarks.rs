//! What is said beside cells: notes, comments with their replies, and links.

use std::{collections::BTreeMap, io::BufRead};

use daylight_model::{
    CellId, SheetId,
    a1::{Area, parse_range},
    content::SLOT,
    form::{MAX_NOTE, is_link},
};

use super::strings::read_rich;
use crate::{
    error::ImportError,
    formula::Book,
    package::{Package, Relation},
    report::{Ledger, Loss},
    xml::{Node, Tag, Xml},
};

/// A link as a worksheet has it.
#[derive(Debug)]
pub(crate) struct RawLink {
    area: Area,
    /// The relationship that names another document.
    relation: Option<String>,
    /// A place in this workbook, or in that document.
    location: Option<String>,
}

/// Texts by cell, with the line ids of row and column.
pub(crate) type Remarks = Vec<(u64, u64, String)>;

/// Notes, or links, of a whole workbook that are kept; what is more is counted as lost.
pub(crate) const MOST_REMARKS: usize = 20_000;
/// Cells of one link.
const MOST_CELLS: u64 = 1_000;

impl RawLink {
    pub(crate) fn read(tag: &Tag<'_>) -> Option<Self> {
        Some(Self {
            area: tag.attr("ref").and_then(|r| parse_range(&r))?,
            relation: tag.attr("id").map(Into::into),
            location: tag.attr("location").map(Into::into),
        })
    }

    /// As it is stored; `None` when nothing opens it here, such as a file on somebody's disk.
    fn target(&self, relations: &[Relation], own: &SheetId, book: &Book) -> Option<String> {
        let location = self.location.as_deref().filter(|l| !l.is_empty());
        let target = if let Some(id) = &self.relation {
            let found = relations.iter().find(|r| r.id == *id && r.external)?;
            match location {
                Some(place) => format!("{}#{place}", found.target),
                None => found.target.clone(),
            }
        } else {
            let formula = book.parse(location?, own)?;
            let [reference] = formula.refs.as_slice() else {
                return None;
            };
            let alone = formula.template.chars().eq([SLOT]);
            let named = reference.sheet().is_some() || !reference.is_plain();
            let prefix = if named {
                String::new()
            } else {
                format!("{own}!")
            };
            alone.then(|| format!("#{prefix}{reference}"))?
        };
        is_link(&target).then_some(target)
    }
}

/// The links of a sheet as they are stored, at most `most` of them.
pub(crate) fn links(
    raw: &[RawLink],
    relations: &[Relation],
    own: &SheetId,
    book: &Book,
    most: usize,
    ledger: &mut Ledger,
) -> Remarks {
    let mut found = BTreeMap::new();
    for link in raw {
        let Area {
            top,
            left,
            bottom,
            right,
        } = link.area;
        let at = || Some(daylight_model::a1::cell_name(top, left));
        let cells = u64::from(bottom - top + 1) * u64::from(right - left + 1);
        let target = link.target(relations, own, book).filter(|_| {
            cells <= MOST_CELLS && found.len() + usize::try_from(cells).unwrap_or(0) <= most
        });
        let Some(target) = target else {
            ledger.add(Loss::Hyperlinks, 1, at);
            continue;
        };
        for row in top..=bottom {
            for col in left..=right {
                found.insert((u64::from(row), u64::from(col)), target.clone());
            }
        }
    }
    flat(found)
}

fn flat(found: BTreeMap<(u64, u64), String>) -> Remarks {
    let texts = found.into_iter();
    texts.map(|((row, col), text)| (row, col, text)).collect()
}

/// The notes of a sheet, at most `most` of them. Where people discussed a cell, their texts one below the other.
pub(crate) fn notes(
    package: &mut Package,
    relations: &[Relation],
    most: usize,
    ledger: &mut Ledger,
) -> Result<Remarks, ImportError> {
    let mut found = BTreeMap::new();
    // Beside a discussion stands a note for programs that know none.
    for (kind, element) in [
        ("comments", "comment"),
        ("threadedComment", "threadedComment"),
    ] {
        let mut texts: BTreeMap<(u64, u64), String> = BTreeMap::new();
        for relation in relations.iter().filter(|r| r.kind == kind) {
            if let Some(xml) = package.xml(&relation.target)? {
                read(xml, element, |cell, text| {
                    let whole = texts.entry((cell.row.0, cell.col.0)).or_default();
                    if !whole.is_empty() {
                        whole.push('\n');
                    }
                    whole.push_str(text);
                })?;
            }
        }
        found.extend(texts);
    }
    found.retain(|_, text| !text.trim().is_empty());
    for text in found.values_mut() {
        if let Some((end, _)) = text.char_indices().nth(MAX_NOTE) {
            text.truncate(end);
        }
    }
    let mut remarks = flat(found);
    ledger.add(
        Loss::Comments,
        remarks.len().saturating_sub(most) as u64,
        || None,
    );
    remarks.truncate(most);
    Ok(remarks)
}

/// Calls with each cell and what is said about it.
fn read<R: BufRead>(
    mut xml: Xml<R>,
    element: &str,
    mut take: impl FnMut(CellId, &str),
) -> Result<(), ImportError> {
    let mut cell: Option<CellId> = None;
    let mut text = String::new();
    loop {
        match xml.next()? {
            Node::Start(tag) if tag.name() == element => {
                let area = tag.attr("ref").and_then(|r| parse_range(&r));
                cell = area.map(|a| CellId::new(a.top.into(), a.left.into()));
            }
            Node::Start(tag) if tag.name() == "text" => {
                text.clear();
                // A note is made of runs, a comment is plain.
                if element == "comment" {
                    read_rich(&mut xml, &mut text)?;
                } else {
                    plain(&mut xml, &mut text)?;
                }
                if let Some(cell) = cell {
                    take(cell, &text);
                }
            }
            Node::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn plain<R: BufRead>(xml: &mut Xml<R>, out: &mut String) -> Result<(), ImportError> {
    loop {
        match xml.next()? {
            Node::Text(text) => out.push_str(&text),
            Node::End(_) | Node::Eof => return Ok(()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn target(relation: Option<&str>, location: Option<&str>) -> Option<String> {
        let mut book = Book::default();
        let own: SheetId = "2".parse().unwrap();
        book.add_sheet("First", &"1".parse().unwrap());
        book.add_sheet("It's", &own);
        book.add_name("Rate", None, "n1");
        let relation_to = |id: &str, target: &str| Relation {
            id: id.to_owned(),
            kind: "hyperlink".to_owned(),
            target: target.to_owned(),
            external: true,
        };
        let relations = [
            relation_to("rId1", "https://example.org/a?b=1"),
            relation_to("rId2", "mailto:kate@example.org"),
            relation_to("rId3", "file:///S:/budget.xlsx"),
        ];
        let link = RawLink {
            area: parse_range("A1").unwrap(),
            relation: relation.map(Into::into),
            location: location.map(Into::into),
        };
        link.target(&relations, &own, &book)
    }

    #[test]
    fn links_are_kept_where_something_opens_them() {
        for (relation, location, stored) in [
            (Some("rId1"), None, Some("https://example.org/a?b=1")),
            (
                Some("rId1"),
                Some("part"),
                Some("https://example.org/a?b=1#part"),
            ),
            (Some("rId2"), None, Some("mailto:kate@example.org")),
            (Some("rId3"), None, None),
            (Some("rId9"), None, None),
            (None, Some("First!B3"), Some("#1!2,1")),
            (None, Some("'It''s'!A1:B2"), Some("#2!0,0:1,1")),
            (None, Some("C4"), Some("#2!3,2")),
            (None, Some("Rate"), Some("#n:n1")),
            (None, Some("Nowhere!A1"), None),
            (None, Some("A1+B1"), None),
            (None, None, None),
        ] {
            assert_eq!(
                target(relation, location).as_deref(),
                stored,
                "{relation:?} {location:?}"
            );
        }
    }
}
