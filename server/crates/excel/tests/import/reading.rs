//! Imports a file and looks into what came out.

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
};

use daylight_excel::{ImportError, Imported, ImportedSheet, Limits, Note, Sink, import};
use daylight_model::{
    Block, Format, Hash, LineId, Manifest,
    a1::parse_cell,
    asset::{BlockValue, unpack},
};

/// A sink that keeps everything.
#[derive(Default)]
pub(crate) struct Keep {
    pub(crate) assets: HashMap<Hash, Vec<u8>>,
    pub(crate) progress: Vec<(f32, String)>,
}

impl Sink for Keep {
    fn asset(&mut self, hash: Hash, gzip: Vec<u8>) -> io::Result<()> {
        self.assets.insert(hash, gzip);
        Ok(())
    }

    fn progress(&mut self, share: f32, what: &str) {
        self.progress.push((share, what.to_owned()));
    }
}

/// An imported workbook with its assets.
pub(crate) struct Opened {
    pub(crate) imported: Imported,
    pub(crate) keep: Keep,
}

/// Path of a fixture.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../tests/fixtures")
        .join(name)
}

/// Imports a fixture.
pub(crate) fn open(name: &str) -> Opened {
    open_path(&fixture(name))
}

pub(crate) fn open_path(path: &Path) -> Opened {
    let name = path.file_name().unwrap().to_str().unwrap();
    let mut keep = Keep::default();
    let imported = import(path, name, &Limits::default(), &mut keep)
        .unwrap_or_else(|e| panic!("{name}: {} {e}", e.code()));
    Opened { imported, keep }
}

/// Imports bytes under a name.
pub(crate) fn open_bytes(name: &str, bytes: &[u8]) -> Result<Opened, ImportError> {
    open_limited(name, bytes, &Limits::default())
}

pub(crate) fn open_limited(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
) -> Result<Opened, ImportError> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let mut keep = Keep::default();
    let imported = import(file.path(), name, limits, &mut keep)?;
    Ok(Opened { imported, keep })
}

impl Opened {
    pub(crate) fn sheet(&self, name: &str) -> Sheet<'_> {
        let sheet = self
            .imported
            .sheets
            .iter()
            .find(|s| s.name == name)
            .unwrap_or_else(|| panic!("no sheet {name}: {:?}", self.names()));
        let manifest: Manifest = self.asset(&sheet.manifest);
        manifest.check().unwrap();
        let blocks = manifest
            .blocks
            .iter()
            .map(|entry| {
                let block: Block = self.asset(&entry.hash.parse().unwrap());
                block.check().unwrap();
                assert_eq!(block.rows, entry.rows);
                assert_eq!(block.cells().count(), entry.cells as usize);
                block
            })
            .collect();
        Sheet {
            opened: self,
            entry: sheet,
            manifest,
            blocks,
        }
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.imported
            .sheets
            .iter()
            .map(|s| s.name.as_str())
            .collect()
    }

    pub(crate) fn asset<T: serde::de::DeserializeOwned>(&self, hash: &Hash) -> T {
        unpack(&self.keep.assets[hash], 1 << 30).unwrap()
    }

    pub(crate) fn styles(&self) -> Vec<Format> {
        self.asset(&self.imported.styles)
    }

    /// The note of a kind, of the workbook or of any sheet.
    pub(crate) fn note(&self, what: &str) -> &Note {
        let report = &self.imported.report;
        report
            .sheets
            .iter()
            .flat_map(|s| &s.notes)
            .chain(&report.notes)
            .find(|n| serde_json::to_value(n.what).unwrap() == what)
            .unwrap_or_else(|| panic!("no note {what}: {report:#?}"))
    }
}

/// One sheet with its blocks.
pub(crate) struct Sheet<'a> {
    opened: &'a Opened,
    pub(crate) entry: &'a ImportedSheet,
    pub(crate) manifest: Manifest,
    blocks: Vec<Block>,
}

impl Sheet<'_> {
    fn block(&self, row: u32) -> Option<(&Block, u32)> {
        self.blocks
            .iter()
            .find_map(|b| Some((b, b.offset_of(LineId(row.into()))?)))
    }

    pub(crate) fn value(&self, cell: &str) -> BlockValue {
        let (row, col) = parse_cell(cell).unwrap();
        self.block(row)
            .and_then(|(b, offset)| b.get(offset, LineId(col.into())))
            .map_or(BlockValue::Null, |c| c.value.clone())
    }

    pub(crate) fn number(&self, cell: &str) -> f64 {
        match self.value(cell) {
            BlockValue::Number(n) => n,
            other => panic!("{cell}: {other:?}"),
        }
    }

    pub(crate) fn text(&self, cell: &str) -> String {
        match self.value(cell) {
            BlockValue::Text(t) => t.to_string(),
            other => panic!("{cell}: {other:?}"),
        }
    }

    /// The stored form of a formula, its parts joined by spaces, slots as `□`.
    pub(crate) fn formula(&self, cell: &str) -> Option<String> {
        let (row, col) = parse_cell(cell).unwrap();
        let (block, offset) = self.block(row)?;
        let index = block.get(offset, LineId(col.into()))?.formula?;
        let parts = &block.formulas[index as usize];
        Some(parts.join(" ").replace('\u{fffc}', "□"))
    }

    fn line_style(runs: &[(u64, u32, Option<f64>, u8, u32)], line: u32) -> u32 {
        runs.iter()
            .find(|r| (r.0..r.0 + u64::from(r.1)).contains(&line.into()))
            .map_or(0, |r| r.4)
    }

    /// The format that the base gives a cell: its own, else its row's, else its column's.
    pub(crate) fn format(&self, cell: &str) -> serde_json::Value {
        let (row, col) = parse_cell(cell).unwrap();
        let own = self
            .block(row)
            .and_then(|(b, offset)| Some(b.column(LineId(col.into()))?.style(offset)))
            .unwrap_or(0);
        let style = [
            own,
            Self::line_style(&self.manifest.heights, row),
            Self::line_style(&self.manifest.columns, col),
        ]
        .into_iter()
        .find(|s| *s != 0)
        .unwrap_or(0);
        serde_json::to_value(&self.opened.styles()[style as usize]).unwrap()
    }

    pub(crate) fn width(&self, col: u32) -> f64 {
        Self::size(&self.manifest.columns, col).unwrap_or(self.manifest.col_width)
    }

    pub(crate) fn height(&self, row: u32) -> f64 {
        Self::size(&self.manifest.heights, row).unwrap_or(self.manifest.row_height)
    }

    fn size(runs: &[(u64, u32, Option<f64>, u8, u32)], line: u32) -> Option<f64> {
        runs.iter()
            .find(|r| (r.0..r.0 + u64::from(r.1)).contains(&line.into()))?
            .2
    }

    pub(crate) fn hidden_rows(&self) -> Vec<(u64, u32)> {
        Self::hidden(&self.manifest.heights)
    }

    pub(crate) fn hidden_columns(&self) -> Vec<(u64, u32)> {
        Self::hidden(&self.manifest.columns)
    }

    fn hidden(runs: &[(u64, u32, Option<f64>, u8, u32)]) -> Vec<(u64, u32)> {
        runs.iter()
            .filter(|r| r.3 == 1)
            .map(|r| (r.0, r.1))
            .collect()
    }
}
