//! Excel workbooks, read part by part in one pass.

use std::fs::File;

use daylight_model::{
    Root, SheetId,
    marks::{Criterion, HiddenRows},
};
use rustc_hash::FxHashMap;
use serde_json::json;

use crate::{
    error::{ImportError, Quantity},
    formula::{Book, clean, scalar_kind},
    imported::{Imported, ImportedName, ImportedSheet},
    job::{Job, within},
    names::SheetNames,
    package::{Package, Relation},
    report::{FileKind, Ledger, Loss, SheetReport},
    sheet::{Misplaced, SheetBuilder},
    style::{book::BookStyles, color::Palette, formats::Formats},
    summary,
};

mod cell;
mod extras;
mod formulas;
mod marks;
mod remarks;
mod strings;
mod styles;
mod theme;
mod workbook;
mod worksheet;

pub(crate) use cell::{day_serial, iso_serial};
pub(crate) use extras::binary_losses;
pub(crate) use worksheet::SheetLook;

use marks::{Entries, RawFilter};
use remarks::MOST_REMARKS;
use strings::SharedText;
use workbook::{SheetEntry, WorkbookPart};
use worksheet::{Shared, SheetReader};

/// A worksheet to be read.
struct Planned {
    id: SheetId,
    name: String,
    path: String,
    state: crate::imported::SheetState,
    relations: Vec<Relation>,
}

/// Everything that the sheets share.
struct Context {
    book: Book,
    texts: Vec<SharedText>,
    dynamic: Vec<bool>,
    formats: Formats,
    ledger: Ledger,
    /// Notes and links that were kept so far.
    notes: usize,
    links: usize,
    /// Filters of tables, by their sheet and the tables' ids.
    table_filters: FxHashMap<SheetId, Vec<(String, RawFilter)>>,
}

/// Path of the workbook part of a package.
pub(crate) fn workbook_path(package: &mut Package) -> Result<Option<String>, ImportError> {
    let relations = package.relations("")?;
    let target = relations
        .into_iter()
        .find(|r| r.kind == "officeDocument" && !r.external)
        .map(|r| r.target);
    let fallback = || package_fallback(package);
    Ok(target.or_else(fallback))
}

fn package_fallback(package: &Package) -> Option<String> {
    ["xl/workbook.xml", "xl/workbook.bin"]
        .into_iter()
        .find(|path| package.has(path))
        .map(str::to_owned)
}

/// Imports an .xlsx or .xlsm file.
pub(crate) fn import(
    mut package: Package,
    path: &str,
    title: String,
    job: &mut Job<'_>,
) -> Result<Imported, ImportError> {
    job.reading("Looking through the file".to_owned());
    let book = WorkbookPart::read(package.required(path)?)?;
    let relations = package.relations(path)?;
    let mut ledger = Ledger::default();
    let planned = plan(&mut package, &book, &relations, job, &mut ledger)?;
    let sizes: u64 = planned.iter().map(|p| package.claimed_size(&p.path)).sum();
    job.expect(sizes.saturating_add(claimed(&package, &relations)));

    let mut context = context(&mut package, &book, &relations, ledger, job)?;
    for sheet in &planned {
        context.book.add_sheet(&sheet.name, &sheet.id);
    }
    tables(&mut package, &planned, &mut context, job)?;
    let ids: Vec<Option<SheetId>> = by_place(&book, &planned);
    let names = names(&book, &ids, job, &mut context)?;

    let mut sheet_names = SheetNames::default();
    let mut sheets = Vec::new();
    for (i, sheet) in planned.iter().enumerate() {
        job.reading(format!(
            "Sheet {} of {}, {}",
            i + 1,
            planned.len(),
            sheet.name
        ));
        sheets.push(worksheet(
            &mut package,
            sheet,
            &mut sheet_names,
            &mut context,
            job,
        )?);
    }
    context.ledger.absorb(&context.formats.ledger);
    let workbook = summary::Workbook {
        kind: FileKind::Xlsx,
        title,
        date1904: book.date1904,
        iteration: book.iteration,
        sheets,
        names,
        tables: context.book.tables,
    };
    workbook.finish(&context.formats.table, &context.ledger, job)
}

/// Opens the package of a file.
pub(crate) fn open(file: File, job: &Job<'_>) -> Result<Package, ImportError> {
    Package::open(file, job.limits, &job.meter)
}

/// The worksheets among the sheets, in order, with ids.
fn plan(
    package: &mut Package,
    book: &WorkbookPart,
    relations: &[Relation],
    job: &Job<'_>,
    ledger: &mut Ledger,
) -> Result<Vec<Planned>, ImportError> {
    within(
        book.sheets.len() as u64,
        job.limits.sheets,
        Quantity::Sheets,
        "",
    )?;
    let mut planned = Vec::new();
    for entry in &book.sheets {
        if entry.relation.is_empty() {
            // A module of macros, as Excel lists them.
            ledger.add(Loss::MacroSheets, 1, || Some(entry.name.clone()));
            continue;
        }
        let Some(relation) = relations.iter().find(|r| r.id == entry.relation) else {
            return Err(missing(entry));
        };
        match relation.kind.as_str() {
            "worksheet" => planned.push(Planned {
                id: sheet_id(planned.len()),
                name: entry.name.clone(),
                path: relation.target.clone(),
                state: entry.state,
                relations: package.relations(&relation.target)?,
            }),
            "chartsheet" => ledger.add(Loss::ChartSheets, 1, || Some(entry.name.clone())),
            _ => ledger.add(Loss::MacroSheets, 1, || Some(entry.name.clone())),
        }
    }
    if planned.is_empty() {
        return Err(ImportError::NoSheets);
    }
    Ok(planned)
}

fn missing(entry: &SheetEntry) -> ImportError {
    ImportError::Damaged {
        part: "xl/workbook.xml".to_owned(),
        what: format!("the sheet {:?} is listed and not there", entry.name),
    }
}

/// The id of an imported sheet: `1`, `2`, …
pub(crate) fn sheet_id(index: usize) -> SheetId {
    let text = (index + 1).to_string();
    #[expect(clippy::expect_used, reason = "a few digits are a sheet id")]
    let id = text.parse().expect("digits are a sheet id");
    id
}

/// Claimed size of the parts that all sheets share.
fn claimed(package: &Package, relations: &[Relation]) -> u64 {
    relations
        .iter()
        .filter(|r| matches!(r.kind.as_str(), "styles" | "sharedStrings" | "theme"))
        .map(|r| package.claimed_size(&r.target))
        .sum()
}

fn context(
    package: &mut Package,
    book: &WorkbookPart,
    relations: &[Relation],
    mut ledger: Ledger,
    job: &mut Job<'_>,
) -> Result<Context, ImportError> {
    let of_kind = |kind: &str| relations.iter().find(|r| r.kind == kind && !r.external);
    let mut palette = Palette::default();
    read_theme(package, of_kind("theme"), &mut palette)?;
    let styles = match of_kind("styles") {
        Some(relation) => match package.xml(&relation.target)? {
            Some(xml) => styles::read(xml, &mut palette, job)?,
            None => BookStyles::default(),
        },
        None => BookStyles::default(),
    };
    let dynamic = match of_kind("sheetMetadata") {
        Some(relation) => match package.xml(&relation.target)? {
            Some(xml) => extras::dynamic_arrays(xml)?,
            None => Vec::new(),
        },
        None => Vec::new(),
    };
    let texts = match of_kind("sharedStrings") {
        Some(relation) => strings::read(package, &relation.target, job)?,
        None => Vec::new(),
    };
    if of_kind("vbaProject").is_some() {
        ledger.add(Loss::Macros, 1, || None);
    }
    ledger.add(Loss::Precision, u64::from(book.as_displayed), || None);
    ledger.add(Loss::Protection, u64::from(book.protected), || None);
    let mut known = Book::default();
    known.date1904 = book.date1904;
    known.externals = externals(package, book, relations)?;
    Ok(Context {
        book: known,
        texts,
        dynamic,
        formats: Formats::new(styles, palette),
        ledger,
        notes: 0,
        links: 0,
        table_filters: FxHashMap::default(),
    })
}

/// Names of the files that formulas link to, by their number.
fn externals(
    package: &mut Package,
    book: &WorkbookPart,
    relations: &[Relation],
) -> Result<Vec<String>, ImportError> {
    let files = linked_files(package, relations)?;
    let name = |id: &String| files.get(id).cloned();
    Ok(book
        .externals
        .iter()
        .map(|id| name(id).unwrap_or_else(|| "unknown file".to_owned()))
        .collect())
}

/// Names of linked files by the relationship of the part that describes the link.
pub(crate) fn linked_files(
    package: &mut Package,
    relations: &[Relation],
) -> Result<FxHashMap<String, String>, ImportError> {
    let mut files = FxHashMap::default();
    for part in relations.iter().filter(|r| r.kind == "externalLink") {
        let links = package.relations(&part.target)?;
        if let Some(link) = links.iter().find(|r| r.kind.starts_with("externalLink")) {
            let file = link.target.rsplit(['/', '\\']).next().unwrap_or_default();
            files.insert(part.id.clone(), file.replace("%20", " "));
        }
    }
    Ok(files)
}

/// Reads the colours of a theme, if there is one.
pub(crate) fn read_theme(
    package: &mut Package,
    relation: Option<&Relation>,
    palette: &mut Palette,
) -> Result<(), ImportError> {
    if let Some(relation) = relation
        && let Some(xml) = package.xml(&relation.target)?
    {
        theme::read(xml, palette)?;
    }
    Ok(())
}

fn tables(
    package: &mut Package,
    planned: &[Planned],
    context: &mut Context,
    job: &Job<'_>,
) -> Result<(), ImportError> {
    let Context {
        book,
        ledger,
        table_filters: filters,
        ..
    } = context;
    let mut columns = 0;
    for sheet in planned {
        for (mut table, filter) in extras::tables(package, &sheet.relations, &sheet.id, ledger)? {
            columns += table.columns.len() as u64;
            within(
                columns,
                job.limits.table_columns,
                Quantity::TableColumns,
                &sheet.name,
            )?;
            table.id = format!("t{}", book.tables.len() + 1).into();
            let id = table.id.to_string();
            if book.add_table(table)
                && let Some(filter) = filter
            {
                filters
                    .entry(sheet.id.clone())
                    .or_default()
                    .push((id, filter));
            }
        }
    }
    Ok(())
}

/// Ids of the worksheets by their place among all sheets, which is how names say their scope.
fn by_place(book: &WorkbookPart, planned: &[Planned]) -> Vec<Option<SheetId>> {
    let known: FxHashMap<&str, &SheetId> =
        planned.iter().map(|p| (p.name.as_str(), &p.id)).collect();
    book.sheets
        .iter()
        .map(|entry| known.get(entry.name.as_str()).map(|id| (*id).clone()))
        .collect()
}

/// The defined names, all made known before any of them is read, since one may use another.
fn names(
    book: &WorkbookPart,
    ids: &[Option<SheetId>],
    job: &Job<'_>,
    context: &mut Context,
) -> Result<Vec<ImportedName>, ImportError> {
    let mut out = Vec::new();
    let mut texts = Vec::new();
    for entry in &book.names {
        let builtin = entry.name.strip_prefix("_xlnm.");
        if let Some(builtin) = builtin {
            let loss = if builtin.starts_with("Print") {
                Loss::PageSetup
            } else {
                continue;
            };
            context.ledger.add(loss, 1, || Some(builtin.to_owned()));
            continue;
        }
        let scope = entry.scope.map(|i| ids.get(i).cloned().flatten());
        let id = format!("n{}", out.len() + 1);
        let usable = scope != Some(None)
            && !entry.text.trim().is_empty()
            && !entry.name.starts_with("_xl")
            && summary::valid_name(&entry.name);
        let scope = scope.flatten();
        if !usable || !context.book.add_name(&entry.name, scope.as_ref(), &id) {
            if !entry.hidden {
                context
                    .ledger
                    .add(Loss::Names, 1, || Some(entry.name.clone()));
            }
            continue;
        }
        within(
            out.len() as u64 + 1,
            job.limits.names,
            Quantity::Names,
            "xl/workbook.xml",
        )?;
        out.push(ImportedName {
            id,
            name: entry.name.clone(),
            scope,
            formula: Vec::new(),
        });
        texts.push(entry.text.as_str());
    }
    let first = sheet_id(0);
    for (name, text) in out.iter_mut().zip(texts) {
        let own = name.scope.as_ref().unwrap_or(&first);
        let cleaned = clean(text, &context.book);
        let at = || Some(name.name.clone());
        context
            .ledger
            .add(Loss::ExternalLinks, u64::from(cleaned.external), at);
        match context.book.parse(&cleaned.text, own) {
            Some(mut formula) => {
                formula.kind = scalar_kind(&formula);
                name.formula = formula.to_parts();
            }
            None => context.ledger.add(Loss::Names, 1, at),
        }
    }
    out.retain(|name| !name.formula.is_empty());
    Ok(out)
}

fn worksheet(
    package: &mut Package,
    sheet: &Planned,
    sheet_names: &mut SheetNames,
    context: &mut Context,
    job: &mut Job<'_>,
) -> Result<(ImportedSheet, SheetReport), ImportError> {
    let (mut build, mut look) = read_sheet(package, sheet, context, job)?;
    let filter = look.marks.filter.take();
    let own = filter.map(|filter| ("sheet".to_owned(), filter, false));
    let of_tables = context.table_filters.remove(&sheet.id).unwrap_or_default();
    let of_tables = of_tables.into_iter().map(|(id, filter)| (id, filter, true));
    let filters = own.into_iter().chain(of_tables).collect();
    let mut marks = filter_entries(filters, &sheet.id, &mut build, job)?;
    let ledger = &mut build.ledger;
    marks.extend(
        look.marks
            .entries(&sheet.id, &context.book, &context.formats, ledger),
    );
    extras::losses(package, &sheet.relations, &mut build.ledger)?;
    let ledger = &mut build.ledger;
    let left = MOST_REMARKS.saturating_sub(context.notes);
    let notes = remarks::notes(package, &sheet.relations, left, ledger)?;
    context.notes += notes.len();
    let left = MOST_REMARKS.saturating_sub(context.links);
    let links = remarks::links(
        &look.links,
        &sheet.relations,
        &sheet.id,
        &context.book,
        left,
        ledger,
    );
    context.links += links.len();
    let (name, exact) = sheet_names.take(&sheet.name);
    build.ledger.add(Loss::Renamed, u64::from(!exact), || {
        Some(sheet.name.clone())
    });
    summary::finish(
        build,
        summary::Placed {
            id: sheet.id.clone(),
            name,
            state: sheet.state,
            look,
            notes,
            links,
            marks,
        },
        job,
    )
}

/// Filters as entries: id, filter, and whether it is a table's. Rows that they hide are hidden by them alone.
fn filter_entries(
    filters: Vec<(String, RawFilter, bool)>,
    sheet: &SheetId,
    build: &mut SheetBuilder,
    job: &mut Job<'_>,
) -> Result<Entries, ImportError> {
    let mut entries = Entries::new();
    for (id, RawFilter { area, columns }, of_table) in filters {
        if of_table && columns.is_empty() || area.top == area.bottom {
            continue;
        }
        let cells = if of_table {
            json!(true)
        } else {
            json!([area.top, area.left, area.bottom, area.right])
        };
        entries.push((Root::Filters, format!("{sheet}/{id}"), cells));
        for (at, criterion) in &columns {
            let col = area.left.saturating_add(*at).min(area.right);
            let key = format!("{sheet}/{id}/{col}");
            if let Some(criterion) = Criterion::from_json(criterion) {
                entries.push((Root::Filters, key, criterion.to_json()));
            } else {
                build.ledger.add(Loss::Filters, 1, || None);
            }
        }
        if columns.is_empty() {
            continue;
        }
        let rows = build.rows.show(area.top + 1, area.bottom);
        if !rows.is_empty() {
            let list = job.asset(&HiddenRows { v: 1, rows })?;
            let key = format!("{sheet}/{id}/rows");
            entries.push((Root::Filters, key, json!(list)));
        }
    }
    Ok(entries)
}

/// Reads the sheet, and once more with all its rows in memory when they do not come in order.
fn read_sheet(
    package: &mut Package,
    sheet: &Planned,
    context: &mut Context,
    job: &mut Job<'_>,
) -> Result<(SheetBuilder, SheetLook), ImportError> {
    let counts = job.counts();
    let mut build = SheetBuilder::new(&sheet.path);
    loop {
        let shared = Shared {
            book: &context.book,
            texts: &context.texts,
            dynamic: &context.dynamic,
        };
        let xml = package.required(&sheet.path)?;
        let id = sheet.id.clone();
        let mut reader = SheetReader::new(xml, build, id, shared, &mut context.formats, job);
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
