//! A workbook as its file has it: formulas with the results that were left in it, and an engine that knows none of them.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use daylight_calc::{Clock, Engine, Iteration, NameDef};
use daylight_excel::{Limits, Sink, import};
use daylight_model::asset::unpack;
use daylight_model::formula::render_formula;
use daylight_model::{
    Block, BlockValue, CellId, Document, Hash, LineId, LineRun, Manifest, SheetId, Value,
};

use crate::tally::functions;

/// Bytes that an asset may unpack to.
const ASSET_BYTES: usize = 256 << 20;
/// A moment in 2026, and one whose day, month and year are others.
const NOW: Clock = Clock {
    now: 46_328.5,
    seed: 1,
};
const LATER: Clock = Clock {
    now: 46_733.75,
    seed: 2,
};

/// A workbook ready to be computed.
pub(crate) struct Book {
    engine: Engine,
    formulas: Vec<Formula>,
}

/// A formula cell of the file.
pub(crate) struct Formula {
    pub sheet: SheetId,
    pub cell: CellId,
    /// As people write it.
    pub text: String,
    /// Where it stands, as people write it.
    pub place: String,
    /// It cannot be computed without other files or programs.
    pub elsewhere: bool,
    /// What the file says it comes to.
    pub expected: Value,
    /// What we say.
    pub computed: Value,
}

/// What computing a workbook gave.
pub(crate) struct Outcome<'a> {
    /// Those that depend on neither clock nor dice.
    pub formulas: Vec<&'a Formula>,
    /// Those that do, and those that the file has no result for.
    pub volatile: usize,
    /// Those that point into other files or call macros, which keep the results that they came with.
    pub elsewhere: usize,
    pub finished: bool,
}

#[derive(Default)]
struct Assets(HashMap<Hash, Vec<u8>>);

impl Sink for Assets {
    fn asset(&mut self, hash: Hash, gzip: Vec<u8>) -> io::Result<()> {
        self.0.insert(hash, gzip);
        Ok(())
    }

    fn progress(&mut self, _share: f32, _what: &str) {}
}

impl Book {
    /// Reads a file.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let mut assets = Assets::default();
        let name = file.file_name().context("no file name")?.to_string_lossy();
        let imported = import(file, &name, &Limits::default(), &mut assets)?;
        let mut document = Document::new();
        document.write(&imported.edits())?;
        let mut engine = Engine::new(imported.date1904);
        let book = document.workbook();
        for sheet in book.sheets() {
            engine.put_sheet(
                sheet.id(),
                sheet.name(),
                sheet.rows().clone(),
                sheet.cols().clone(),
            );
        }
        let order: Vec<SheetId> = book.sheets().map(|sheet| sheet.id().clone()).collect();
        engine.put_order(&order);
        if let Some((rounds, change)) = book.iteration() {
            engine.set_iteration(Some(Iteration { rounds, change }));
        }
        for name in book.names() {
            let definition = NameDef {
                name: Arc::clone(&name.name),
                scope: name.scope.clone(),
                formula: Arc::clone(&name.formula),
            };
            engine.put_name(&name.id, Some(definition));
        }
        let mut formulas = Vec::new();
        for sheet in &imported.sheets {
            let manifest: Manifest = assets.get(sheet.manifest)?;
            let hidden: Vec<LineRun> = manifest
                .heights
                .iter()
                .filter(|(_, _, _, hidden, _)| *hidden != 0)
                .map(|(first, count, ..)| (*first, *count))
                .collect();
            // A file does not say which rows a filter hides; most hidden ones it does.
            engine.put_hidden(&sheet.id, &hidden, &hidden);
            for entry in &manifest.blocks {
                let mut block: Block = assets.get(entry.hash.parse()?)?;
                take_results(&document, &sheet.id, &mut block, &mut formulas);
                engine.load_block(&sheet.id, &block)?;
            }
        }
        Ok(Self { engine, formulas })
    }

    /// Computes everything, twice at different moments, so that what depends on the moment shows.
    pub(crate) fn compute(&mut self, cancel: &(dyn Fn() -> bool + Sync)) -> Outcome<'_> {
        let first = self.engine.recalc(NOW, cancel).finished;
        for formula in &mut self.formulas {
            formula.computed = self.engine.value(&formula.sheet, formula.cell);
        }
        let second = self.engine.recalc(LATER, cancel).finished;
        let engine = &self.engine;
        let (here, elsewhere): (Vec<&Formula>, Vec<&Formula>) =
            self.formulas.iter().partition(|f| !f.elsewhere);
        let steady = |formula: &&Formula| {
            formula.expected != Value::Empty
                && formula.computed == engine.value(&formula.sheet, formula.cell)
        };
        let count = here.len();
        let formulas: Vec<&Formula> = here.into_iter().filter(steady).collect();
        Outcome {
            volatile: count - formulas.len(),
            elsewhere: elsewhere.len(),
            formulas,
            finished: first && second,
        }
    }
}

impl Assets {
    fn get<T: serde::de::DeserializeOwned>(&self, hash: Hash) -> Result<T> {
        let gzip = self.0.get(&hash).context("an asset is missing")?;
        Ok(unpack(gzip, ASSET_BYTES)?)
    }
}

/// Notes the formulas of a block, and leaves it without their results.
fn take_results(
    document: &Document,
    sheet: &SheetId,
    block: &mut Block,
    formulas: &mut Vec<Formula>,
) {
    let mut found = Vec::new();
    for cell in block.cells() {
        let Some(Ok(formula)) = cell.formula.and_then(|index| block.formula(index)) else {
            continue;
        };
        let Some(row) = block.row_at(cell.offset) else {
            continue;
        };
        let id = CellId { row, col: cell.col };
        let text = render_formula(&formula, sheet, document.workbook());
        found.push(Formula {
            elsewhere: points_elsewhere(&text) || calls_macro(&text),
            sheet: sheet.clone(),
            cell: id,
            text,
            place: place(document, sheet, id),
            expected: cell.value.into(),
            computed: Value::Empty,
        });
    }
    let mut kept: HashSet<CellId> = HashSet::new();
    kept.extend(found.iter().filter(|f| f.elsewhere).map(|f| f.cell));
    formulas.extend(found);
    let rows: Vec<u64> = block
        .rows
        .iter()
        .flat_map(|(first, count)| *first..first + u64::from(*count))
        .collect();
    for column in &mut block.cols {
        for (i, _) in &column.f {
            let i = usize::from(*i);
            let offset = column.at.as_ref().map_or(i, |at| usize::from(at[i]));
            let cell = CellId::new(rows[offset], column.id);
            if !kept.contains(&cell) {
                column.v[i] = BlockValue::Null;
            }
        }
    }
}

/// Functions of Excel that Daylight does not compute; what is neither these nor computed is a macro.
const NOT_COMPUTED: &str = include_str!("not-computed.txt");

/// Whether a formula's text calls a function that spreadsheets do not have.
fn calls_macro(text: &str) -> bool {
    let upper = text.to_uppercase();
    // LET gives lambdas names, which stand before a comma.
    let is_bound = |name: &str| {
        upper.contains("LET(")
            && ["(", ","]
                .iter()
                .any(|before| upper.contains(&format!("{before}{name},")))
    };
    let is_macro = |name: &String| {
        !daylight_calc::knows_function(name)
            && !NOT_COMPUTED.lines().any(|known| known == name)
            && !is_bound(name)
    };
    functions(text).iter().any(is_macro)
}

/// Whether a formula's text names another workbook, as `[2]Sheet1!A1`, `'[other.xls]Sheet 1'!A1` or
/// `'other.xls'!Rate` do.
fn points_elsewhere(text: &str) -> bool {
    let endings = [
        ".xls'!", ".xlsx'!", ".xlsm'!", ".xlsb'!", ".xla'!", ".xlam'!",
    ];
    let lower = text.to_lowercase();
    if endings.iter().any(|ending| lower.contains(ending)) {
        return true;
    }
    text.split(']').skip(1).any(|after| {
        let sheet = after.find(['!', '\'', '(', ')', ',', '[', '+', '*', '/', '&', '=']);
        sheet.is_some_and(|end| after[end..].starts_with('!') || after[end..].starts_with("'!"))
    })
}

fn place(document: &Document, sheet: &SheetId, CellId { row, col }: CellId) -> String {
    let name = document
        .workbook()
        .sheet(sheet)
        .map_or("?", |sheet| sheet.name());
    let LineId(row) = row;
    let LineId(col) = col;
    format!("{name}!R{}C{}", row + 1, col + 1)
}

#[cfg(test)]
mod tests {
    use super::{calls_macro, points_elsewhere};

    #[test]
    fn macros() {
        assert!(calls_macro("SUM(MyMacro(A1),2)"));
        assert!(!calls_macro("LET(f,LAMBDA(x,x+1),f(f(1)))"));
        assert!(!calls_macro("BAHTTEXT(1)"));
    }

    #[test]
    fn references_into_other_files() {
        assert!(points_elsewhere("SUM('[plan 1.xls]Sheet 1'!$D:$I)"));
        assert!(points_elsewhere("1+[2]Sheet1!A1"));
        assert!(points_elsewhere("2*'Other.XLS'!Rate"));
        assert!(!points_elsewhere("SUM(T[net])+Sheet1!A1"));
        assert!(!points_elsewhere("INDEX(T[[#All],[a b]],1)&'x y'!B2"));
    }
}
