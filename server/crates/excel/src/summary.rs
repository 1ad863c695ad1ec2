//! The end of an import: a sheet's manifest and report, and the report of the whole.

use daylight_model::{SheetId, Table};

use crate::{
    error::{ImportError, grouped},
    imported::{Imported, ImportedName, ImportedSheet, SheetState},
    job::Job,
    report::{FileKind, Ledger, Report, SheetReport},
    sheet::SheetBuilder,
    style::StyleTable,
    xlsx::SheetLook,
};

/// What is known of a sheet beside its cells.
pub(crate) struct Placed {
    pub(crate) id: SheetId,
    pub(crate) name: String,
    pub(crate) state: SheetState,
    pub(crate) look: SheetLook,
    /// Notes and links by the ids of their cells' lines.
    pub(crate) notes: Vec<(u64, u64, String)>,
    pub(crate) links: Vec<(u64, u64, String)>,
    /// Entries of the document: root, key, value.
    pub(crate) marks: Vec<(daylight_model::Root, String, serde_json::Value)>,
}

/// Packs a sheet and writes its report.
pub(crate) fn finish(
    mut build: SheetBuilder,
    placed: Placed,
    job: &mut Job<'_>,
) -> Result<(ImportedSheet, SheetReport), ImportError> {
    let merges = build.merges.len() as u64;
    let manifest = build.finish(job)?;
    let (rows, cols) = build.extent();
    let report = SheetReport {
        id: placed.id.to_string(),
        name: placed.name.clone(),
        rows,
        cols,
        cells: build.cells,
        formulas: build.formulas,
        merges,
        notes: build.ledger.notes(),
    };
    let sheet = ImportedSheet {
        id: placed.id,
        name: placed.name,
        state: placed.state,
        color: placed.look.color,
        manifest,
        freeze: placed.look.freeze,
        grid: !placed.look.no_grid,
        notes: placed.notes,
        links: placed.links,
        marks: placed
            .marks
            .into_iter()
            .map(|(root, key, value)| (root.to_string(), key, value))
            .collect(),
    };
    Ok((sheet, report))
}

/// Settings for formulas that depend on themselves, within sense.
pub(crate) fn iteration(rounds: f64, change: f64) -> (u32, f64) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped first"
    )]
    let rounds = rounds.clamp(1.0, 32_767.0) as u32;
    let change = if change.is_finite() && change >= 0.0 {
        change
    } else {
        0.001
    };
    (rounds, change)
}

/// A workbook that was read to its end.
pub(crate) struct Workbook {
    pub(crate) kind: FileKind,
    pub(crate) title: String,
    pub(crate) date1904: bool,
    pub(crate) iteration: Option<(u32, f64)>,
    /// Each with its report.
    pub(crate) sheets: Vec<(ImportedSheet, SheetReport)>,
    pub(crate) names: Vec<ImportedName>,
    pub(crate) tables: Vec<Table>,
}

impl Workbook {
    /// Packs the style table and writes the report of the whole import.
    pub(crate) fn finish(
        self,
        table: &StyleTable,
        ledger: &Ledger,
        job: &mut Job<'_>,
    ) -> Result<Imported, ImportError> {
        let styles = table.finish(job)?;
        let (sheets, reports): (Vec<_>, Vec<_>) = self.sheets.into_iter().unzip();
        let names = self.names.len() as u64;
        Ok(Imported {
            title: self.title,
            date1904: self.date1904,
            iteration: self.iteration,
            styles,
            report: report(
                self.kind,
                reports,
                (names, self.tables.len()),
                table.len(),
                ledger,
                &sheets,
            ),
            sheets,
            names: self.names,
            tables: self.tables.into_iter().map(Into::into).collect(),
        })
    }
}

fn report(
    kind: FileKind,
    sheets: Vec<SheetReport>,
    (names, tables): (u64, usize),
    styles: u64,
    ledger: &Ledger,
    imported: &[ImportedSheet],
) -> Report {
    let cells = sheets.iter().map(|s| s.cells).sum();
    let formulas = sheets.iter().map(|s| s.formulas).sum();
    let merges: u64 = sheets.iter().map(|s| s.merges).sum();
    let mut kept = vec!["values".to_owned()];
    if formulas > 0 {
        kept.push("formulas".to_owned());
    }
    if styles > 1 {
        let what = match kind {
            FileKind::Csv | FileKind::Tsv => "dates and times",
            _ => "number formats, fonts, fills, borders and alignment",
        };
        kept.push(what.to_owned());
    }
    if !matches!(kind, FileKind::Csv | FileKind::Tsv) {
        kept.push("widths and heights".to_owned());
    }
    if merges > 0 {
        kept.push(counted(merges, "merged area", "merged areas"));
    }
    if imported.iter().any(|s| s.freeze.is_some()) {
        kept.push("frozen panes".to_owned());
    }
    let entries = |root: &str, one: &'static str, many: &'static str| {
        let marks = imported.iter().flat_map(|sheet| &sheet.marks);
        // Their operands stand one level deeper.
        let own = |key: &str| key.matches('/').count() == 1;
        let count = marks.filter(|(of, key, _)| of == root && own(key)).count() as u64;
        (count > 0).then(|| counted(count, one, many))
    };
    kept.extend(entries(
        "rules",
        "conditional format",
        "conditional formats",
    ));
    kept.extend(entries("checks", "rule for input", "rules for input"));
    kept.extend(entries("filters", "filter", "filters"));
    let hidden = imported
        .iter()
        .filter(|s| s.state != SheetState::Visible)
        .count() as u64;
    if hidden > 0 {
        kept.push(counted(hidden, "hidden sheet", "hidden sheets"));
    }
    if names > 0 {
        kept.push(counted(names, "defined name", "defined names"));
    }
    let all = |of: fn(&ImportedSheet) -> usize| imported.iter().map(of).sum::<usize>() as u64;
    for (count, one, many) in [
        (tables as u64, "table", "tables"),
        (all(|s| s.notes.len()), "note", "notes"),
        (all(|s| s.links.len()), "link", "links"),
    ] {
        if count > 0 {
            kept.push(counted(count, one, many));
        }
    }
    Report {
        kind,
        cells,
        formulas,
        names,
        styles,
        kept: sentence(&kept),
        sheets,
        notes: ledger.notes(),
    }
}

fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

fn sentence(parts: &[String]) -> String {
    let text = parts.join(", ");
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), chars.as_str())
}

/// Whether the document allows a defined name of this text.
pub(crate) fn valid_name(name: &str) -> bool {
    let mut chars = name.chars();
    let starts = chars
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '_' || c == '\\');
    starts
        && name.chars().count() <= 255
        && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '\\' | '?'))
        && daylight_model::a1::parse_cell(name).is_none()
}
