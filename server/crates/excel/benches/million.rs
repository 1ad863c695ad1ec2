//! Import of a million cells against calamine's own streaming pass over values, formulas and styles of the same
//! file, in the same run, each in a process of its own: CPU and peak memory.
//!
//! `cargo bench -p daylight-excel`, or with a file of one's own: `cargo bench -p daylight-excel -- FILE.xlsx`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark"
)]

use std::{
    fmt::Write as _,
    fs::File,
    io::{self, BufReader, BufWriter, Write as _},
    path::Path,
    process::Command,
};

use calamine::{Reader as _, Xlsx};
use daylight_excel::{Limits, Sink, import};
use daylight_model::Hash;
use zip::{ZipWriter, write::SimpleFileOptions};

const ROWS: usize = 50_000;
const COLUMNS: usize = 20;
const ROUNDS: usize = 5;
/// Total CPU of an import, in passes of calamine.
const MOST_RATIO: f64 = 2.5;
/// Peak memory of an import, in MB.
const MOST_MEMORY: f64 = 400.0;

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    match args.as_slice() {
        [mode, file] if mode == "--import" => run(|| ours(Path::new(file))),
        [mode, file] if mode == "--calamine" => run(|| calamine(Path::new(file))),
        [file] => compare(Path::new(file)),
        _ => {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("million.xlsx");
            generate(&file);
            compare(&file);
        }
    }
}

fn compare(file: &Path) {
    let mut best = [(f64::MAX, 0.0, 0.0); 2];
    for _ in 0..ROUNDS {
        for (mode, best) in ["--calamine", "--import"].iter().zip(&mut best) {
            let out = Command::new(std::env::current_exe().unwrap())
                .args([mode.as_ref(), file.as_os_str()])
                .output()
                .unwrap();
            assert!(
                out.status.success(),
                "{}",
                String::from_utf8_lossy(&out.stderr)
            );
            let text = String::from_utf8(out.stdout).unwrap();
            let mut figures = text.split_whitespace();
            let mut next = || figures.next().unwrap().parse::<f64>().unwrap();
            let (cpu, memory, cells) = (next(), next(), next());
            if cpu < best.0 {
                *best = (cpu, memory, cells);
            }
        }
    }
    let [theirs, ours] = best;
    let ratio = ours.0 / theirs.0;
    println!(
        "calamine, values + formulas + styles: {:.2} s CPU, {:.0} MB, {} cells",
        theirs.0, theirs.1, theirs.2
    );
    println!(
        "import into packed blocks:            {:.2} s CPU, {:.0} MB, {} cells",
        ours.0, ours.1, ours.2
    );
    println!(
        "ratio {ratio:.2} (at most {MOST_RATIO}), peak memory {:.0} MB (at most {MOST_MEMORY})",
        ours.1
    );
    assert!(
        ratio <= MOST_RATIO && ours.1 <= MOST_MEMORY,
        "a figure is missed"
    );
}

/// Runs the work and prints CPU seconds, peak memory in MB and what the work counted.
fn run(work: impl FnOnce() -> u64) {
    let before = cpu();
    let counted = work();
    println!("{} {} {counted}", cpu() - before, peak());
}

fn cpu() -> f64 {
    // Nanoseconds on the CPU, of the one thread there is.
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}

fn peak() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find(|l| l.starts_with("VmHWM:")).unwrap();
    line.split_whitespace()
        .nth(1)
        .unwrap()
        .parse::<f64>()
        .unwrap()
        / 1024.0
}

/// Counts what goes by.
struct Drain(u64);

impl Sink for Drain {
    fn asset(&mut self, _: Hash, gzip: Vec<u8>) -> io::Result<()> {
        self.0 += gzip.len() as u64;
        Ok(())
    }

    fn progress(&mut self, _: f32, _: &str) {}
}

fn ours(file: &Path) -> u64 {
    let mut drain = Drain(0);
    let imported = import(file, "million.xlsx", &Limits::default(), &mut drain).unwrap();
    assert!(drain.0 > 0);
    imported.report.cells
}

fn calamine(file: &Path) -> u64 {
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(File::open(file).unwrap())).unwrap();
    let mut cells = 0;
    for name in book.sheet_names() {
        let mut values = book.worksheet_cells_reader(&name).unwrap();
        while let Some(cell) = values.next_cell().unwrap() {
            std::hint::black_box(&cell);
            cells += 1;
        }
        drop(values);
        let mut formulas = book.worksheet_cells_reader(&name).unwrap();
        while let Some(cell) = formulas.next_formula().unwrap() {
            std::hint::black_box(&cell);
        }
        drop(formulas);
        let mut styles = book.worksheet_cells_reader(&name).unwrap();
        while let Some(cell) = styles.next_style_id().unwrap() {
            std::hint::black_box(&cell);
        }
    }
    cells
}

/// 50,000 rows of 20 columns as a department has them: numbers, dates, shared texts, formulas, formats.
fn generate(file: &Path) {
    let mut zip = ZipWriter::new(BufWriter::new(File::create(file).unwrap()));
    let mut part = |name: &str, body: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(body.as_bytes()).unwrap();
    };
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let package = "http://schemas.openxmlformats.org/package/2006";
    part(
        "[Content_Types].xml",
        &format!(
            r#"<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>"#
        ),
    );
    part(
        "_rels/.rels",
        &format!(
            r#"<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        ),
    );
    part(
        "xl/_rels/workbook.xml.rels",
        &format!(
            r#"<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{office}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#
        ),
    );
    part(
        "xl/workbook.xml",
        &format!(
            r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>"#
        ),
    );
    part(
        "xl/styles.xml",
        &format!(
            r##"<styleSheet xmlns="{main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.00"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="14" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>"##
        ),
    );
    let mut texts = format!(r#"<sst xmlns="{main}">"#);
    for i in 0..20_000 {
        write!(texts, "<si><t>Station {i}, pump {}</t></si>", i % 7).unwrap();
    }
    texts.push_str("</sst>");
    part("xl/sharedStrings.xml", &texts);
    let mut sheet = format!(r#"<worksheet xmlns="{main}"><sheetData>"#);
    for row in 1..=ROWS {
        write!(sheet, r#"<row r="{row}" spans="1:20">"#).unwrap();
        for col in 0..COLUMNS {
            let name = char::from(b'A' + u8::try_from(col).unwrap());
            match col % 10 {
                0 | 4 => write!(sheet, r#"<c r="{name}{row}" s="3" t="s"><v>{}</v></c>"#, (row * 7 + col) % 20_000),
                1 => write!(sheet, r#"<c r="{name}{row}" s="2"><v>{}</v></c>"#, 44_000 + row % 2000),
                9 => write!(sheet, r#"<c r="{name}{row}" s="1"><f>C{row}*D{row}+SUM(F{row}:H{row})</f><v>{}.25</v></c>"#, row * 3),
                _ => write!(sheet, r#"<c r="{name}{row}" s="1"><v>{}.{}</v></c>"#, (row * 31 + col * 17) % 100_000, row % 100),
            }
            .unwrap();
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    part("xl/worksheets/sheet1.xml", &sheet);
    zip.finish().unwrap().flush().unwrap();
}
