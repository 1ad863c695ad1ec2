//! Imports files and prints what became of each:
//! `cargo run -p daylight-excel --example report -- [--full | --cells] FILE…`
#![allow(clippy::print_stdout, reason = "this is what it is for")]

use std::{collections::HashMap, io, path::Path, time::Instant};

use daylight_excel::{Imported, Limits, Sink, import};
use daylight_model::{Block, Format, Hash, Manifest, a1::cell_name, asset::unpack};

#[derive(Default)]
struct Keep(HashMap<Hash, Vec<u8>>);

impl Sink for Keep {
    fn asset(&mut self, hash: Hash, gzip: Vec<u8>) -> io::Result<()> {
        self.0.insert(hash, gzip);
        Ok(())
    }

    fn progress(&mut self, _: f32, _: &str) {}
}

fn main() {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let flag = files.first().filter(|a| a.starts_with("--")).cloned();
    if flag.is_some() {
        files.remove(0);
    }
    let full = flag.as_deref() == Some("--full");
    for file in files {
        let path = Path::new(&file);
        let name = path.file_name().map(|n| n.to_string_lossy());
        let mut keep = Keep::default();
        let began = Instant::now();
        let result = import(
            path,
            &name.unwrap_or_default(),
            &Limits::default(),
            &mut keep,
        );
        let time = began.elapsed().as_secs_f32();
        match result {
            Ok(imported) => {
                let report = &imported.report;
                let (sheets, cells, formulas) =
                    (report.sheets.len(), report.cells, report.formulas);
                println!(
                    "{file}: {sheets} sheets, {cells} cells, {formulas} formulas, {} bytes, {time:.2} s",
                    keep.0.values().map(Vec::len).sum::<usize>()
                );
                let notes = report
                    .sheets
                    .iter()
                    .flat_map(|s| &s.notes)
                    .chain(&report.notes);
                for note in notes.filter(|_| full) {
                    println!("    {} ({})", note.text, note.at.as_deref().unwrap_or("-"));
                }
                if flag.as_deref() == Some("--cells") {
                    print_cells(&imported, &keep);
                }
            }
            Err(error) => println!("{file}: {} {error}", error.code()),
        }
    }
}

fn print_cells(imported: &Imported, keep: &Keep) {
    let styles = keep.0.get(&imported.styles);
    let styles: Vec<Format> = styles
        .and_then(|s| unpack(s, 1 << 30).ok())
        .unwrap_or_default();
    for sheet in &imported.sheets {
        let Some(Ok(manifest)) = keep
            .0
            .get(&sheet.manifest)
            .map(|m| unpack::<Manifest>(m, 1 << 30))
        else {
            continue;
        };
        for entry in &manifest.blocks {
            let packed = entry
                .hash
                .parse()
                .ok()
                .and_then(|hash: Hash| keep.0.get(&hash));
            let Some(Ok(block)) = packed.map(|b| unpack::<Block>(b, 1 << 30)) else {
                continue;
            };
            for cell in block.cells() {
                let row = block.row_at(cell.offset).map_or(0, |row| row.0);
                let index = |id| u32::try_from(id).unwrap_or(u32::MAX);
                let name = cell_name(index(row), index(cell.col.0));
                let style = block.column(cell.col).map_or(0, |c| c.style(cell.offset));
                let format = styles.get(style as usize);
                let format = format.map(|f| serde_json::json!(f).to_string());
                let formula = cell.formula.map(|i| block.formulas[i as usize].join(" "));
                println!(
                    "{}!{name}\t{:?}\t{}\t{}",
                    sheet.name,
                    cell.value,
                    formula.unwrap_or_default(),
                    format.unwrap_or_default()
                );
            }
        }
    }
}
