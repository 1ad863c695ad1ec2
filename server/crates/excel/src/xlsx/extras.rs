//! Parts beside a worksheet: tables, and counts of what is not carried over.

use std::io::BufRead;

use daylight_model::a1::parse_range;

use crate::{
    error::ImportError,
    formula::Table,
    package::{Package, Relation},
    report::{Ledger, Loss},
    xml::{Node, Xml},
};

/// Most tables and columns that are looked at.
const MOST_COLUMNS: usize = 16_384;

/// Reads the table parts among a sheet's relationships: `(name, table)`.
pub(crate) fn tables(
    package: &mut Package,
    relations: &[Relation],
    sheet: &str,
) -> Result<Vec<(String, Table)>, ImportError> {
    let mut out = Vec::new();
    for relation in relations.iter().filter(|r| r.kind == "table") {
        if let Some(xml) = package.xml(&relation.target)? {
            out.extend(table(xml, sheet)?);
        }
    }
    Ok(out)
}

fn table<R: BufRead>(mut xml: Xml<R>, sheet: &str) -> Result<Option<(String, Table)>, ImportError> {
    let mut found: Option<(String, Table)> = None;
    loop {
        match xml.next()? {
            Node::Start(tag) if tag.name() == "table" => {
                let name = tag.attr("displayName").or_else(|| tag.attr("name"));
                let area = tag.attr("ref").and_then(|r| parse_range(&r));
                if let (Some(name), Some(area)) = (name, area) {
                    let table = Table {
                        sheet: sheet.to_owned(),
                        area,
                        header_rows: tag.number("headerRowCount").unwrap_or(1).min(1),
                        total_rows: tag.number("totalsRowCount").unwrap_or(0).min(1),
                        columns: Vec::new(),
                    };
                    found = Some((name.into_owned(), table));
                }
            }
            Node::Start(tag) if tag.name() == "tableColumn" => {
                if let Some((_, table)) =
                    found.as_mut().filter(|t| t.1.columns.len() < MOST_COLUMNS)
                {
                    let mut name = tag.attr("name").unwrap_or_default().to_lowercase();
                    super::strings::unescape(&mut name);
                    table.columns.push(name.trim().to_owned());
                }
            }
            Node::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// Counts what the parts beside a sheet hold and the import does not keep.
pub(crate) fn losses(
    package: &mut Package,
    relations: &[Relation],
    ledger: &mut Ledger,
) -> Result<(), ImportError> {
    for relation in relations {
        let loss = match relation.kind.as_str() {
            "drawing" => {
                if let Some(xml) = package.xml(&relation.target)? {
                    drawing(xml, ledger)?;
                }
                continue;
            }
            "comments" => {
                if let Some(xml) = package.xml(&relation.target)? {
                    comments(xml, ledger)?;
                }
                continue;
            }
            "table" => Loss::Tables,
            "pivotTable" => Loss::PivotTables,
            "slicer" | "timeline" => Loss::Slicers,
            "oleObject" | "control" | "ctrlProp" => Loss::Controls,
            "image" => Loss::Pictures,
            _ => continue,
        };
        ledger.add(loss, 1, || None);
    }
    Ok(())
}

/// As [`losses`], for a binary workbook, whose comments are no XML.
pub(crate) fn binary_losses(
    package: &mut Package,
    relations: &[Relation],
    ledger: &mut Ledger,
) -> Result<(), ImportError> {
    let comments = relations.iter().filter(|r| r.kind == "comments").count();
    ledger.add(Loss::Comments, comments as u64, || None);
    let rest: Vec<Relation> = relations
        .iter()
        .filter(|r| r.kind != "comments")
        .cloned()
        .collect();
    losses(package, &rest, ledger)
}

fn comments<R: BufRead>(mut xml: Xml<R>, ledger: &mut Ledger) -> Result<(), ImportError> {
    loop {
        match xml.next()? {
            Node::Start(tag) if tag.name() == "comment" => {
                let at = tag.attr("ref").map(|r| r.chars().take(16).collect());
                ledger.add(Loss::Comments, 1, || at);
            }
            Node::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn drawing<R: BufRead>(mut xml: Xml<R>, ledger: &mut Ledger) -> Result<(), ImportError> {
    loop {
        match xml.next()? {
            Node::Start(tag) => {
                let loss = match tag.name() {
                    "chart" => Loss::Charts,
                    "pic" => Loss::Pictures,
                    "sp" | "cxnSp" | "relIds" => Loss::Shapes,
                    // The same thing once more, for older programs.
                    "Fallback" => {
                        xml.skip()?;
                        continue;
                    }
                    _ => continue,
                };
                ledger.add(loss, 1, || None);
            }
            Node::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Reads which cell metadata mark dynamic arrays, by place.
pub(crate) fn dynamic_arrays<R: BufRead>(mut xml: Xml<R>) -> Result<Vec<bool>, ImportError> {
    let mut types: Vec<String> = Vec::new();
    // Of each type with blocks of its own, whether each block says "dynamic".
    let mut blocks: Vec<(String, Vec<bool>)> = Vec::new();
    let mut cells = Vec::new();
    let mut in_cells = false;
    loop {
        match xml.next()? {
            Node::Start(tag) => match tag.name() {
                "metadataType" => types.push(tag.attr("name").unwrap_or_default().into_owned()),
                "futureMetadata" => blocks.push((
                    tag.attr("name").unwrap_or_default().into_owned(),
                    Vec::new(),
                )),
                "cellMetadata" => in_cells = true,
                "valueMetadata" => in_cells = false,
                "bk" if !in_cells => {
                    if let Some((_, list)) = blocks.last_mut() {
                        list.push(false);
                    }
                }
                "dynamicArrayProperties" => {
                    let dynamic = tag.flag("fDynamic").unwrap_or(false);
                    if let Some(last) = blocks.last_mut().and_then(|(_, list)| list.last_mut()) {
                        *last = dynamic;
                    }
                }
                "rc" if in_cells => {
                    let kind = tag.number::<usize>("t").and_then(|t| t.checked_sub(1));
                    let name = kind.and_then(|t| types.get(t));
                    let block = name.and_then(|name| blocks.iter().find(|(n, _)| n == name));
                    let place = tag.number::<usize>("v").unwrap_or(0);
                    cells.push(block.is_some_and(|(_, list)| list.get(place) == Some(&true)));
                }
                _ => {}
            },
            Node::Eof => return Ok(cells),
            _ => {}
        }
    }
}
