//! OpenDocument spreadsheets.

use std::io::BufRead;

use daylight_model::SheetId;
use rustc_hash::FxHashMap;

use crate::{
    detect,
    error::{ImportError, Quantity},
    formula::{Book, scalar_kind},
    imported::{Imported, ImportedName, SheetState},
    job::{Job, within},
    names::SheetNames,
    package::Package,
    report::{FileKind, Ledger, Loss},
    summary,
    xlsx::{SheetLook, sheet_id},
    xml::{Node, Xml},
};

mod content;
mod formula;
mod numbers;
mod outline;
mod styles;

use content::Content;
use outline::Outline;
use styles::Styles;

/// Whether a package is an OpenDocument one.
pub(crate) fn is_one(package: &Package) -> bool {
    package.has("META-INF/manifest.xml") && (package.has("content.xml") || package.has("mimetype"))
}

/// Imports an .ods file.
pub(crate) fn import(
    mut package: Package,
    title: String,
    job: &mut Job<'_>,
) -> Result<Imported, ImportError> {
    job.reading("Looking through the file".to_owned());
    if let Some(xml) = package.xml("META-INF/manifest.xml")? {
        refuse_encrypted(xml)?;
    }
    let mimetype = String::from_utf8_lossy(&package.head("mimetype", 128)?).into_owned();
    if !mimetype.is_empty() && !mimetype.contains("spreadsheet") {
        return Err(detect::other_document(&mimetype));
    }
    job.expect(package.claimed_size("content.xml").saturating_mul(3));
    let mut styles = Styles::default();
    if let Some(xml) = package.xml("styles.xml")? {
        styles.read(xml, job)?;
    }
    styles.read(package.required("content.xml")?, job)?;
    let outline = Outline::read(package.required("content.xml")?, job)?;
    if outline.sheets.is_empty() {
        return Err(ImportError::NoSheets);
    }
    let panes = match package.xml("settings.xml")? {
        Some(xml) => panes(xml)?,
        None => FxHashMap::default(),
    };
    let mut book = Book::default();
    book.date1904 = outline.date1904;
    for (i, name) in outline.sheets.iter().enumerate() {
        book.add_sheet(name, &sheet_id(i));
    }
    let mut ledger = Ledger::default();
    ledger.absorb(&outline.ledger);
    ledger.add(Loss::Macros, u64::from(has_macros(&package)), || None);
    charts(&package, &mut ledger);
    let names = names(&outline, job, &mut book, &mut ledger)?;
    let mut sheets = Vec::new();
    let mut sheet_names = SheetNames::default();
    let mut content = Content::new(package.required("content.xml")?, &book, &mut styles, job);
    for (i, wanted) in outline.sheets.iter().enumerate() {
        let id = sheet_id(i);
        let Some(mut read) = content.sheet(id.clone(), outline.sheets.len())? else {
            break;
        };
        let (name, exact) = sheet_names.take(wanted);
        read.build
            .ledger
            .add(Loss::Renamed, u64::from(!exact), || Some(wanted.clone()));
        let (table, job) = content.parts(&read.style);
        let pane = panes.get(wanted).copied().unwrap_or_default();
        let placed = summary::Placed {
            notes: Vec::new(),
            links: Vec::new(),
            marks: Vec::new(),
            id,
            name,
            state: if table.hidden {
                SheetState::Hidden
            } else {
                SheetState::Visible
            },
            look: SheetLook {
                color: table.color,
                freeze: pane.freeze,
                no_grid: pane.no_grid,
                ..SheetLook::default()
            },
        };
        sheets.push(summary::finish(read.build, placed, job)?);
    }
    drop(content);
    ledger.absorb(&styles.ledger);
    let workbook = summary::Workbook {
        kind: FileKind::Ods,
        title,
        date1904: outline.date1904,
        iteration: outline.iteration,
        sheets,
        names,
        tables: Vec::new(),
    };
    workbook.finish(&styles.table, &ledger, job)
}

fn refuse_encrypted<R: BufRead>(mut xml: Xml<R>) -> Result<(), ImportError> {
    loop {
        match xml.next()? {
            Node::Start(tag) if tag.name() == "encryption-data" => {
                return Err(ImportError::Encrypted);
            }
            Node::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn has_macros(package: &Package) -> bool {
    package
        .paths()
        .any(|p| p.starts_with("basic/") && !p.contains("script-l"))
}

/// Objects inside the document are charts, nearly always; they were counted as pictures before.
fn charts(package: &Package, ledger: &mut Ledger) {
    let objects = package
        .paths()
        .filter(|p| p.starts_with("object ") && p.ends_with("/content.xml"))
        .count() as u64;
    if objects > 0 {
        ledger.add(Loss::Charts, objects, || None);
        ledger.take(Loss::Pictures, objects);
    }
}

/// The defined names, all made known before any of them is read, since one may use another.
fn names(
    outline: &Outline,
    job: &Job<'_>,
    book: &mut Book,
    ledger: &mut Ledger,
) -> Result<Vec<ImportedName>, ImportError> {
    let mut out: Vec<(ImportedName, usize)> = Vec::new();
    for (place, entry) in outline.names.iter().enumerate() {
        let id = format!("n{}", out.len() + 1);
        let scope: Option<SheetId> = entry.scope.map(sheet_id);
        let usable = summary::valid_name(&entry.name);
        if !usable || !book.add_name(&entry.name, scope.as_ref(), &id) {
            ledger.add(Loss::Names, 1, || Some(entry.name.clone()));
            continue;
        }
        within(
            out.len() as u64,
            job.limits.names,
            Quantity::Names,
            "content.xml",
        )?;
        let name = ImportedName {
            id,
            name: entry.name.clone(),
            scope,
            formula: Vec::new(),
        };
        out.push((name, place));
    }
    let mut names = Vec::new();
    for (mut name, place) in out {
        let entry = &outline.names[place];
        let own = name.scope.clone().unwrap_or_else(|| sheet_id(0));
        let text = if entry.is_range {
            formula::reference(&entry.text)
        } else {
            formula::excel_text(&entry.text)
        };
        match text.and_then(|(text, _)| book.parse(&text, &own)) {
            Some(mut formula) => {
                formula.kind = scalar_kind(&formula);
                name.formula = formula.to_parts();
                names.push(name);
            }
            None => ledger.add(Loss::Names, 1, || Some(name.name)),
        }
    }
    Ok(names)
}

/// How the window shows a sheet.
#[derive(Clone, Copy, Debug, Default)]
struct Pane {
    freeze: Option<(i64, i64)>,
    no_grid: bool,
}

/// Frozen panes and grid lines by the name of the sheet.
fn panes<R: BufRead>(mut xml: Xml<R>) -> Result<FxHashMap<String, Pane>, ImportError> {
    let mut out: FxHashMap<String, Pane> = FxHashMap::default();
    let (mut in_tables, mut sheet, mut item) = (false, None::<String>, String::new());
    let mut modes = (0, 0);
    let mut splits = (0_i64, 0_i64);
    loop {
        match xml.next()? {
            Node::Start(tag) => {
                let name = tag.attr("name").unwrap_or_default().into_owned();
                match tag.name() {
                    "config-item-map-named" => in_tables = name == "Tables",
                    "config-item-map-entry" if in_tables => {
                        sheet = Some(name);
                        (modes, splits) = ((0, 0), (0, 0));
                    }
                    "config-item" => item = name,
                    _ => {}
                }
            }
            Node::Text(text) if sheet.is_some() => {
                let number = text.trim().parse::<i64>().unwrap_or(0).clamp(0, 1 << 20);
                match item.as_str() {
                    "HorizontalSplitMode" => modes.0 = number,
                    "VerticalSplitMode" => modes.1 = number,
                    "HorizontalSplitPosition" => splits.0 = number,
                    "VerticalSplitPosition" => splits.1 = number,
                    "ShowGrid" if text.trim() == "false" => {
                        if let Some(sheet) = &sheet {
                            out.entry(sheet.clone()).or_default().no_grid = true;
                        }
                    }
                    _ => {}
                }
            }
            Node::End(tag) if tag.name() == "config-item" => item.clear(),
            Node::End(tag) if tag.name() == "config-item-map-entry" => {
                if let Some(sheet) = sheet.take() {
                    let frozen = |mode: i64, split: i64| if mode == 2 { split - 1 } else { -1 };
                    let freeze = (frozen(modes.1, splits.1), frozen(modes.0, splits.0));
                    out.entry(sheet).or_default().freeze = Some(freeze).filter(|f| *f != (-1, -1));
                }
            }
            Node::Eof => return Ok(out),
            _ => {}
        }
    }
}
