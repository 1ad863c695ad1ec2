//! Daylight: the file through its import, as a server reads it, into its engine.

use std::{collections::HashMap, io, path::Path, time::Instant};

use anyhow::{Context as _, Result, bail, ensure};
use daylight_calc::{Clock, Engine};
use daylight_excel::{Limits, Sink, import};
use daylight_model::{
    Axis, Block, CellId, Content, Document, Hash, Manifest, SheetId, Value, asset::unpack,
    id::MAX_ROWS,
};

use crate::measure::{Peer, figure};

const CLOCK: Clock = Clock {
    now: 46_328.0,
    seed: 1,
};
/// Bytes that a part may unpack to.
const ASSET_BYTES: usize = 256 << 20;

pub(crate) struct Ours {
    engine: Engine,
    sheet: SheetId,
    name: String,
    rows: Axis,
    cols: Axis,
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

impl Ours {
    fn cell(&self, row: u32, col: u32) -> Result<CellId> {
        let row = self.rows.id_at(row).context("no such row")?;
        let col = self.cols.id_at(col).context("no such column")?;
        Ok(CellId { row, col })
    }
}

impl Peer for Ours {
    fn open(file: &Path) -> Result<Self> {
        let mut assets = Assets::default();
        let imported = import(file, "plan.xlsx", &Limits::default(), &mut assets)?;
        // An import is made once; whenever a server opens the workbook afterwards, this is what it does.
        let start = Instant::now();
        let mut document = Document::new();
        document.write(&imported.edits())?;
        let mut engine = Engine::new(imported.date1904);
        let sheet = document.workbook().sheets().next().context("no sheet")?;
        let (id, name) = (sheet.id().clone(), sheet.name().to_owned());
        let (rows, cols) = (sheet.rows().clone(), sheet.cols().clone());
        engine.put_sheet(&id, &name, rows.clone(), cols.clone());
        let manifest = &imported.sheets.first().context("no sheet")?.manifest;
        let bytes = |hash: &Hash| assets.0.get(hash).context("a part is missing");
        let manifest: Manifest = unpack(bytes(manifest)?, ASSET_BYTES)?;
        for entry in &manifest.blocks {
            let block: Block = unpack(bytes(&entry.hash.parse()?)?, ASSET_BYTES)?;
            engine.load_block(&id, &block)?;
        }
        figure("blocks", start.elapsed().as_secs_f64());
        Ok(Self {
            engine,
            sheet: id,
            name,
            rows,
            cols,
        })
    }

    fn set(&mut self, row: u32, col: u32, number: f64) -> Result<()> {
        let cell = self.cell(row, col)?;
        let content = Content::Value(Value::Number(number));
        self.engine.set(&self.sheet, cell, Some(content));
        Ok(())
    }

    fn insert_row(&mut self, before: u32) -> Result<()> {
        let (key, entry) = self.rows.insert_before(before, 1, 1)?;
        self.rows = Axis::build(MAX_ROWS, [(key.as_str(), &entry)]);
        let (rows, cols) = (self.rows.clone(), self.cols.clone());
        self.engine.put_sheet(&self.sheet, &self.name, rows, cols);
        Ok(())
    }

    fn calculate(&mut self) -> Result<()> {
        ensure!(
            self.engine.recalc(CLOCK, &|| false).finished,
            "not finished"
        );
        Ok(())
    }

    fn value(&self, row: u32, col: u32) -> Result<f64> {
        match self.engine.value(&self.sheet, self.cell(row, col)?) {
            Value::Number(n) => Ok(n),
            other => bail!("{other:?} is no number"),
        }
    }
}
