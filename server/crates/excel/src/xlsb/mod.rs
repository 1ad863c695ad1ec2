//! Binary workbooks: the same package as xlsx, with records in place of XML.

use std::{io::BufReader, sync::Arc};

use daylight_model::SheetId;

use crate::{
    error::{ImportError, Quantity},
    formula::{Book, clean, scalar_kind},
    imported::{Imported, ImportedName, ImportedSheet},
    job::{Job, within},
    names::SheetNames,
    package::{Package, Relation},
    ptg::{Decoded, Layout, Names, decode, name_text},
    report::{FileKind, Ledger, Loss, SheetReport},
    sheet::{Misplaced, SheetBuilder},
    style::{book::BookStyles, color::Palette, formats::Formats},
    summary,
    xlsx::{self, SheetLook, sheet_id},
};

mod records;
mod sheet;
mod styles;
mod workbook;

use records::Records;
use sheet::{Shared, SheetReader};
use workbook::WorkbookPart;

/// A worksheet to be read.
struct Planned {
    id: SheetId,
    name: String,
    path: String,
    state: crate::imported::SheetState,
    relations: Vec<Relation>,
}

struct XlsbImport {
    package: Package,
    part: WorkbookPart,
    planned: Vec<Planned>,
    /// Worksheets by place in the list of sheets.
    ids: Vec<Option<SheetId>>,
    book: Book,
    name_texts: Vec<String>,
    texts: Vec<(Arc<str>, bool, bool)>,
    formats: Formats,
    ledger: Ledger,
}

/// Imports an .xlsb file.
pub(crate) fn import(
    package: Package,
    path: &str,
    title: String,
    job: &mut Job<'_>,
) -> Result<Imported, ImportError> {
    job.reading("Looking through the file".to_owned());
    XlsbImport::new(package, path, job)?.run(title, job)
}

fn records<'p>(
    package: &'p mut Package,
    path: &str,
    job: &Job<'_>,
) -> Result<Option<Records<BufReader<crate::package::Part<'p>>>>, ImportError> {
    let part = package.part(path)?;
    Ok(part.map(|part| Records::new(path, BufReader::with_capacity(1 << 16, part), &job.meter)))
}

impl XlsbImport {
    fn new(mut package: Package, path: &str, job: &mut Job<'_>) -> Result<Self, ImportError> {
        let missing = || ImportError::Damaged {
            part: path.to_owned(),
            what: "it is missing".to_owned(),
        };
        let found = records(&mut package, path, job)?.ok_or_else(missing)?;
        let mut part = WorkbookPart::read(found)?;
        within(
            part.sheets.len() as u64,
            job.limits.sheets,
            Quantity::Sheets,
            "",
        )?;
        within(
            part.names.len() as u64,
            job.limits.names,
            Quantity::Names,
            path,
        )?;
        let relations = package.relations(path)?;
        let files = xlsx::linked_files(&mut package, &relations)?;
        part.resolve(|id| {
            files
                .get(id)
                .cloned()
                .unwrap_or_else(|| "unknown file".to_owned())
        });
        let mut ledger = Ledger::default();
        let (planned, ids) = plan(&mut package, &part, &relations, &mut ledger)?;
        let mut book = Book::default();
        book.date1904 = part.date1904;
        for sheet in &planned {
            book.add_sheet(&sheet.name, &sheet.id);
        }
        let of_kind = |kind: &str| relations.iter().find(|r| r.kind == kind && !r.external);
        let sizes = planned
            .iter()
            .map(|p| package.claimed_size(&p.path))
            .sum::<u64>()
            + of_kind("sharedStrings").map_or(0, |r| package.claimed_size(&r.target));
        job.expect(sizes);
        ledger.add(
            Loss::Macros,
            u64::from(of_kind("vbaProject").is_some()),
            || None,
        );
        let mut palette = Palette::default();
        xlsx::read_theme(&mut package, of_kind("theme"), &mut palette)?;
        let styles = match of_kind("styles") {
            Some(r) => match records(&mut package, &r.target, job)? {
                Some(found) => styles::read(found, &mut palette, job, &r.target)?,
                None => BookStyles::default(),
            },
            None => BookStyles::default(),
        };
        let texts = match of_kind("sharedStrings") {
            Some(r) => match records(&mut package, &r.target, job)? {
                Some(found) => workbook::shared_texts(found, &r.target, job)?,
                None => Vec::new(),
            },
            None => Vec::new(),
        };
        let sheet = |i: usize| part.sheets.get(i).map(|s| s.name.as_str());
        let name_texts = part
            .names
            .iter()
            .map(|n| name_text(&n.name, n.scope.and_then(sheet)))
            .collect();
        Ok(Self {
            package,
            part,
            planned,
            ids,
            book,
            name_texts,
            texts,
            formats: Formats::new(styles, palette),
            ledger,
        })
    }

    fn run(mut self, title: String, job: &mut Job<'_>) -> Result<Imported, ImportError> {
        let names = self.names();
        let mut sheet_names = SheetNames::default();
        let mut sheets = Vec::new();
        for place in 0..self.planned.len() {
            let name = &self.planned[place].name;
            let all = self.planned.len();
            job.reading(format!("Sheet {} of {all}, {name}", place + 1));
            sheets.push(self.worksheet(place, &mut sheet_names, job)?);
        }
        self.ledger.absorb(&self.formats.ledger);
        let workbook = summary::Workbook {
            kind: FileKind::Xlsb,
            title,
            date1904: self.part.date1904,
            iteration: None,
            sheets,
            names,
            tables: Vec::new(),
        };
        workbook.finish(&self.formats.table, &self.ledger, job)
    }

    /// The defined names, all made known before any of them is read.
    fn names(&mut self) -> Vec<ImportedName> {
        let mut out = Vec::new();
        for (place, entry) in self.part.names.iter().enumerate() {
            let scope = entry.scope.map(|i| self.ids.get(i).cloned().flatten());
            let id = format!("n{}", out.len() + 1);
            let usable = !entry.builtin
                && scope != Some(None)
                && !entry.name.starts_with("_xl")
                && summary::valid_name(&entry.name);
            let scope = scope.flatten();
            if !usable || !self.book.add_name(&entry.name, scope.as_ref(), &id) {
                let print = entry.builtin && entry.name.contains("Print");
                self.ledger.add(Loss::PageSetup, u64::from(print), || None);
                let lost = !entry.builtin && !entry.hidden;
                let name = || Some(entry.name.clone());
                self.ledger.add(Loss::Names, u64::from(lost), name);
                continue;
            }
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
            let own = name.scope.clone().unwrap_or_else(|| sheet_id(0));
            match self.name_formula(&self.part.names[place].tokens, &own) {
                Some(parts) => {
                    name.formula = parts;
                    names.push(name);
                }
                None => self.ledger.add(Loss::Names, 1, || Some(name.name)),
            }
        }
        names
    }

    fn decoding(&self) -> Names<'_> {
        Names {
            layout: Layout::Xlsb,
            sheets: &self.part.references,
            names: &self.name_texts,
        }
    }

    fn name_formula(&self, tokens: &[u8], own: &SheetId) -> Option<Vec<String>> {
        let Decoded::Text { text, .. } = decode(tokens, &[], (0, 0), &self.decoding()) else {
            return None;
        };
        let cleaned = clean(&text, &self.book);
        let mut formula = self.book.parse(&cleaned.text, own)?;
        formula.kind = scalar_kind(&formula);
        Some(formula.to_parts())
    }

    fn worksheet(
        &mut self,
        place: usize,
        sheet_names: &mut SheetNames,
        job: &mut Job<'_>,
    ) -> Result<(ImportedSheet, SheetReport), ImportError> {
        let (mut build, look) = self.read_sheet(place, job)?;
        let sheet = &self.planned[place];
        xlsx::binary_losses(&mut self.package, &sheet.relations, &mut build.ledger)?;
        let (name, exact) = sheet_names.take(&sheet.name);
        build.ledger.add(Loss::Renamed, u64::from(!exact), || {
            Some(sheet.name.clone())
        });
        let placed = summary::Placed {
            notes: Vec::new(),
            links: Vec::new(),
            marks: Vec::new(),
            id: sheet.id.clone(),
            name,
            state: sheet.state,
            look,
        };
        summary::finish(build, placed, job)
    }

    /// Reads the sheet, and once more with all its rows in memory when they do not come in order.
    fn read_sheet(
        &mut self,
        place: usize,
        job: &mut Job<'_>,
    ) -> Result<(SheetBuilder, SheetLook), ImportError> {
        let sheet = &self.planned[place];
        let counts = job.counts();
        let mut build = SheetBuilder::new(&sheet.path);
        loop {
            let shared = Shared {
                book: &self.book,
                names: Names {
                    layout: Layout::Xlsb,
                    sheets: &self.part.references,
                    names: &self.name_texts,
                },
                texts: &self.texts,
            };
            let found = records(&mut self.package, &sheet.path, job)?;
            let Some(found) = found else {
                return Err(ImportError::Damaged {
                    part: sheet.path.clone(),
                    what: "it is missing".to_owned(),
                });
            };
            let id = sheet.id.clone();
            let mut reader = SheetReader::new(found, build, id, shared, &mut self.formats, job);
            match reader.read() {
                Ok(()) => return Ok(reader.into_parts()),
                Err(Misplaced::Failed(e)) => return Err(e),
                Err(Misplaced::OutOfOrder) => {
                    build = SheetBuilder::holding(&sheet.path);
                    job.restore(counts);
                }
            }
        }
    }
}

type Plan = (Vec<Planned>, Vec<Option<SheetId>>);

/// The worksheets among the sheets, in order, with ids.
fn plan(
    package: &mut Package,
    part: &WorkbookPart,
    relations: &[Relation],
    ledger: &mut Ledger,
) -> Result<Plan, ImportError> {
    let (mut planned, mut ids) = (Vec::new(), Vec::new());
    for entry in &part.sheets {
        let relation = relations.iter().find(|r| r.id == entry.relation);
        let kind = relation.map(|r| r.kind.as_str());
        let mut id = None;
        match (kind, relation) {
            (Some("worksheet"), Some(relation)) => {
                let own = sheet_id(planned.len());
                id = Some(own.clone());
                planned.push(Planned {
                    id: own,
                    name: entry.name.clone(),
                    path: relation.target.clone(),
                    state: entry.state,
                    relations: package.relations(&relation.target)?,
                });
            }
            (Some("chartsheet"), _) => {
                ledger.add(Loss::ChartSheets, 1, || Some(entry.name.clone()));
            }
            _ => ledger.add(Loss::MacroSheets, 1, || Some(entry.name.clone())),
        }
        ids.push(id);
    }
    if planned.is_empty() {
        return Err(ImportError::NoSheets);
    }
    Ok((planned, ids))
}
