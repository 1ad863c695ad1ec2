//! Parts beside a worksheet: tables, and counts of what is not carried over.

use std::{collections::HashMap, io::BufRead};

use daylight_model::{
    CellId, LineId, SheetId, Table, a1::parse_range, form::is_defined_name, table::MAX_COLUMN_NAME,
};

use super::marks::{RawFilter, criteria};
use crate::{
    error::ImportError,
    package::{Package, Relation},
    report::{Ledger, Loss},
    xml::{Node, Xml},
};

/// Most columns of a table.
const MOST_COLUMNS: u64 = 16_384;

/// Reads the table parts among a sheet's relationships. Their ids are not given out yet.
pub(crate) fn tables(
    package: &mut Package,
    relations: &[Relation],
    sheet: &SheetId,
    ledger: &mut Ledger,
) -> Result<Vec<(Table, Option<RawFilter>)>, ImportError> {
    let mut out = Vec::new();
    for relation in relations.iter().filter(|r| r.kind == "table") {
        if let Some(xml) = package.xml(&relation.target)? {
            out.extend(table(xml, sheet, ledger)?);
        }
    }
    Ok(out)
}

/// A table with its filter.
fn table<R: BufRead>(
    mut xml: Xml<R>,
    sheet: &SheetId,
    ledger: &mut Ledger,
) -> Result<Option<(Table, Option<RawFilter>)>, ImportError> {
    let mut found: Option<Table> = None;
    let mut filter = None;
    let mut place = 0;
    loop {
        match xml.next()? {
            Node::Start(tag) if tag.name() == "table" => {
                let name = tag.attr("displayName").or_else(|| tag.attr("name"));
                let area = tag.attr("ref").and_then(|r| parse_range(&r));
                if let (Some(name), Some(area)) = (name, area)
                    && is_defined_name(&name)
                {
                    let corner = |row: u32, col: u32| CellId::new(row.into(), col.into());
                    found = Some(Table {
                        id: "".into(),
                        name: name.as_ref().into(),
                        sheet: sheet.clone(),
                        from: corner(area.top, area.left),
                        to: corner(area.bottom, area.right),
                        header: tag.number("headerRowCount").unwrap_or(1) > 0,
                        totals: tag.number("totalsRowCount").unwrap_or(0) > 0,
                        style: "".into(),
                        columns: HashMap::new(),
                    });
                }
            }
            Node::Start(tag) if tag.name() == "tableColumn" => {
                if let Some(table) = found.as_mut().filter(|_| place < MOST_COLUMNS) {
                    let mut name = tag.attr("name").unwrap_or_default().into_owned();
                    super::strings::unescape(&mut name);
                    let plain = |c: char| if c.is_control() && c != '\n' { ' ' } else { c };
                    let name: String = name.chars().map(plain).take(MAX_COLUMN_NAME).collect();
                    let col = LineId(table.from.col.0 + place);
                    if !name.is_empty() && name != format!("Column{}", place + 1) {
                        table.columns.insert(col, name.into());
                    }
                    place += 1;
                }
            }
            Node::Start(tag) if tag.name() == "tableStyleInfo" => {
                let style = tag.attr("name").unwrap_or_default();
                let plain = style.len() <= 32 && style.bytes().all(|b| b.is_ascii_alphanumeric());
                if let Some(table) = found.as_mut().filter(|_| plain) {
                    table.style = style.as_ref().into();
                }
            }
            Node::Start(tag) if tag.name() == "autoFilter" => {
                let area = tag.attr("ref").and_then(|r| parse_range(&r));
                let columns = criteria(&mut xml, ledger)?;
                filter = area.map(|area| RawFilter { area, columns });
            }
            Node::Eof => return Ok(found.map(|table| (table, filter))),
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
