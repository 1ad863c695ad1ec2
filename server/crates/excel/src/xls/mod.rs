//! Workbooks of Excel 97 to 2003: BIFF8 records in a compound file.

use daylight_model::SheetId;

use crate::{
    compound::Compound,
    detect,
    error::{ImportError, Quantity},
    formula::{Book, clean, scalar_kind},
    imported::{Imported, ImportedName, ImportedSheet},
    job::{Job, within},
    names::SheetNames,
    ptg::{Decoded, Layout, Names, decode, name_text},
    report::{FileKind, Ledger, Loss, SheetReport},
    sheet::{Misplaced, SheetBuilder},
    style::formats::Formats,
    summary,
    xlsx::{SheetLook, sheet_id},
};

pub(crate) mod globals;
mod records;
mod sheet;

pub(crate) use sheet::with_kind;

use globals::{Globals, NameEntry};
use sheet::{SheetReader, Whole};

/// Imports a compound file, if it is a workbook.
pub(crate) fn import(
    mut compound: Compound,
    title: String,
    job: &mut Job<'_>,
) -> Result<Imported, ImportError> {
    if compound.has("EncryptedPackage") || compound.has("EncryptionInfo") {
        return Err(ImportError::Encrypted);
    }
    let part = "Workbook";
    let Some(stream) = compound.stream(part, job.limits.inflated_bytes)? else {
        return Err(if compound.has("Book") {
            ImportError::WrongType {
                found: "a workbook of Excel 5 or 95".to_owned(),
                remedy: detect::TO_XLSX,
            }
        } else {
            detect::other_compound(&compound.names())
        });
    };
    job.reading("Looking through the file".to_owned());
    let macros = compound.has("_VBA_PROJECT_CUR");
    XlsImport::new(&stream, macros, job)?.run(title, job)
}

struct XlsImport<'a> {
    stream: &'a [u8],
    globals: Globals,
    formats: Formats,
    book: Book,
    ledger: Ledger,
    /// Worksheets by place in the list of sheets.
    ids: Vec<Option<SheetId>>,
    name_texts: Vec<String>,
    /// As the first sheet that allows circles has it.
    iteration: Option<(u32, f64)>,
}

impl<'a> XlsImport<'a> {
    fn new(stream: &'a [u8], macros: bool, job: &mut Job<'_>) -> Result<Self, ImportError> {
        let mut globals = Globals::read(stream, "Workbook", job)?;
        let mut ledger = Ledger::default();
        ledger.add(Loss::Macros, u64::from(macros), || None);
        ledger.add(Loss::Precision, u64::from(globals.as_displayed), || None);
        ledger.add(Loss::Protection, u64::from(globals.protected), || None);
        let mut book = Book::default();
        book.date1904 = globals.date1904;
        let mut ids = Vec::new();
        let mut count = 0;
        for entry in &globals.sheets {
            let id = match entry.kind {
                0 => {
                    let id = sheet_id(count);
                    count += 1;
                    book.add_sheet(&entry.name, &id);
                    Some(id)
                }
                2 => {
                    ledger.add(Loss::ChartSheets, 1, || Some(entry.name.clone()));
                    None
                }
                _ => {
                    ledger.add(Loss::MacroSheets, 1, || Some(entry.name.clone()));
                    None
                }
            };
            ids.push(id);
        }
        if count == 0 {
            return Err(ImportError::NoSheets);
        }
        let styles = std::mem::take(&mut globals.styles);
        let palette = std::mem::take(&mut globals.palette);
        let sheet = |i: usize| globals.sheets.get(i).map(|s| s.name.as_str());
        let name_texts = globals
            .names
            .iter()
            .map(|n| name_text(&n.name, n.scope.and_then(sheet)))
            .collect();
        Ok(Self {
            stream,
            globals,
            formats: Formats::new(styles, palette),
            book,
            ledger,
            ids,
            name_texts,
            iteration: None,
        })
    }

    fn run(mut self, title: String, job: &mut Job<'_>) -> Result<Imported, ImportError> {
        let names = self.names(job)?;
        let mut sheet_names = SheetNames::default();
        let mut sheets = Vec::new();
        let all = self.ids.iter().flatten().count();
        for place in 0..self.ids.len() {
            let Some(id) = self.ids[place].clone() else {
                continue;
            };
            let name = &self.globals.sheets[place].name;
            job.reading(format!("Sheet {} of {all}, {name}", sheets.len() + 1));
            sheets.push(self.worksheet(place, id, &mut sheet_names, job)?);
        }
        self.ledger.absorb(&self.formats.ledger);
        let workbook = summary::Workbook {
            kind: FileKind::Xls,
            title,
            date1904: self.globals.date1904,
            iteration: self.iteration,
            sheets,
            names,
            tables: Vec::new(),
        };
        workbook.finish(&self.formats.table, &self.ledger, job)
    }

    /// The defined names, all made known before any of them is read.
    fn names(&mut self, job: &Job<'_>) -> Result<Vec<ImportedName>, ImportError> {
        let mut out: Vec<(ImportedName, usize)> = Vec::new();
        for (place, entry) in self.globals.names.iter().enumerate() {
            if entry.builtin {
                let print = entry.name.starts_with("_xlnm.Print");
                self.ledger.add(Loss::PageSetup, u64::from(print), || {
                    Some(entry.name[6..].to_owned())
                });
                continue;
            }
            let scope = entry.scope.map(|i| self.ids.get(i).cloned().flatten());
            let id = format!("n{}", out.len() + 1);
            let usable = scope != Some(None)
                && !entry.name.starts_with("_xl")
                && summary::valid_name(&entry.name);
            let scope = scope.flatten();
            if !usable || !self.book.add_name(&entry.name, scope.as_ref(), &id) {
                let lost = u64::from(!entry.hidden);
                self.ledger
                    .add(Loss::Names, lost, || Some(entry.name.clone()));
                continue;
            }
            within(
                out.len() as u64 + 1,
                job.limits.names,
                Quantity::Names,
                "Workbook",
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
            let own = name.scope.clone().unwrap_or_else(|| sheet_id(0));
            let entry = &self.globals.names[place];
            match self.name_formula(entry, &own) {
                Some(parts) => {
                    name.formula = parts;
                    names.push(name);
                }
                None => self.ledger.add(Loss::Names, 1, || Some(name.name)),
            }
        }
        Ok(names)
    }

    fn name_formula(&self, entry: &NameEntry, own: &SheetId) -> Option<Vec<String>> {
        let names = Names {
            layout: Layout::Xls,
            sheets: &self.globals.references,
            names: &self.name_texts,
        };
        let Decoded::Text { text, .. } = decode(&entry.tokens, &entry.extra, (0, 0), &names) else {
            return None;
        };
        let mut formula = self.book.parse(&clean(&text, &self.book).text, own)?;
        formula.kind = scalar_kind(&formula);
        Some(formula.to_parts())
    }

    fn worksheet(
        &mut self,
        place: usize,
        id: SheetId,
        sheet_names: &mut SheetNames,
        job: &mut Job<'_>,
    ) -> Result<(ImportedSheet, SheetReport), ImportError> {
        let entry = &self.globals.sheets[place];
        let (mut build, look) = read_sheet(
            &mut Source {
                stream: self.stream,
                globals: &self.globals,
                name_texts: &self.name_texts,
                book: &self.book,
                formats: &mut self.formats,
            },
            place,
            &id,
            job,
        )?;
        self.iteration = self.iteration.or(look.iteration);
        let (name, exact) = sheet_names.take(&entry.name);
        build.ledger.add(Loss::Renamed, u64::from(!exact), || {
            Some(entry.name.clone())
        });
        let placed = summary::Placed {
            notes: Vec::new(),
            links: Vec::new(),
            marks: Vec::new(),
            id,
            name,
            state: entry.state,
            look,
        };
        summary::finish(build, placed, job)
    }
}

struct Source<'a> {
    stream: &'a [u8],
    globals: &'a Globals,
    name_texts: &'a [String],
    book: &'a Book,
    formats: &'a mut Formats,
}

/// Reads the sheet, and once more with all its rows in memory when they do not come in order.
fn read_sheet(
    source: &mut Source<'_>,
    place: usize,
    id: &SheetId,
    job: &mut Job<'_>,
) -> Result<(SheetBuilder, SheetLook), ImportError> {
    let entry = &source.globals.sheets[place];
    let part = format!("Workbook, sheet {}", entry.name);
    let counts = job.counts();
    let mut build = SheetBuilder::new(&part);
    loop {
        let whole = Whole {
            stream: source.stream,
            globals: source.globals,
            name_texts: source.name_texts,
            book: source.book,
            formats: &mut *source.formats,
            job: &mut *job,
        };
        let mut reader = SheetReader::new(whole, entry.at, id.clone(), build);
        match reader.read() {
            Ok(()) => return Ok(reader.into_parts()),
            Err(Misplaced::Failed(e)) => return Err(e),
            Err(Misplaced::OutOfOrder) => {
                build = SheetBuilder::holding(&part);
                job.restore(counts);
            }
        }
    }
}
