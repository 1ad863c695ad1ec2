//! The workbooks that all are measured on, written without results, so that everybody has to calculate.

use std::{
    fmt::Write as _,
    fs::File,
    io::{BufWriter, Write as _},
    path::Path,
};

use anyhow::Result;
use zip::{ZipWriter, write::SimpleFileOptions};

/// Rows of the plan: 20 numbers each, their sum in U, and a running total in V.
pub(crate) const ROWS: u32 = 50_000;
/// Keys, and lookups among them.
pub(crate) const KEYS: u32 = 10_000;

fn number(row: u32, col: u32) -> u32 {
    (row * 31 + col * 17) % 1000
}

/// What the last running total comes to.
pub(crate) fn total() -> f64 {
    let all = (0..ROWS).flat_map(|row| (0..20).map(move |col| number(row, col)));
    all.map(f64::from).sum()
}

/// What the lookups add up to: each key is looked up once.
pub(crate) fn looked_up() -> f64 {
    (0..KEYS).map(|row| f64::from(row * 7 % 1000)).sum()
}

/// 1,000,000 numbers, 50,000 sums and a chain of 50,000 totals.
pub(crate) fn write_plan(file: &Path) -> Result<()> {
    write(file, |rows| {
        for row in 0..ROWS {
            let at = row + 1;
            write!(rows, r#"<row r="{at}">"#)?;
            for col in 0..20 {
                let letter = char::from(b'A' + u8::try_from(col)?);
                write!(
                    rows,
                    r#"<c r="{letter}{at}"><v>{}</v></c>"#,
                    number(row, col)
                )?;
            }
            let above = if row == 0 {
                "X1".to_owned()
            } else {
                format!("V{row}")
            };
            write!(
                rows,
                r#"<c r="U{at}"><f>SUM(A{at}:T{at})</f></c><c r="V{at}"><f>{above}+U{at}</f></c></row>"#
            )?;
        }
        Ok(())
    })
}

/// 10,000 keys with values, 10,000 exact lookups of them in another order, and their sum in F1.
pub(crate) fn write_lookups(file: &Path) -> Result<()> {
    write(file, |rows| {
        for row in 0..KEYS {
            let at = row + 1;
            let (value, sought) = (row * 7 % 1000, row * 7919 % KEYS + 1);
            write!(
                rows,
                r#"<row r="{at}"><c r="A{at}"><v>{at}</v></c><c r="B{at}"><v>{value}</v></c><c r="D{at}"><v>{sought}</v></c>"#
            )?;
            write!(
                rows,
                r#"<c r="E{at}"><f>VLOOKUP(D{at},$A$1:$B${KEYS},2,FALSE)</f></c>"#
            )?;
            if row == 0 {
                write!(rows, r#"<c r="F1"><f>SUM(E1:E{KEYS})</f></c>"#)?;
            }
            rows.push_str("</row>");
        }
        Ok(())
    })
}

const SPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

fn write(file: &Path, rows: impl Fn(&mut String) -> Result<()>) -> Result<()> {
    let mut cells = String::new();
    rows(&mut cells)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    // Some programs want styles and a theme of every file; these are the least.
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/></Types>"#
            ),
        ),
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{SPACE}" xmlns:r="{OFFICE}"><sheets><sheet name="Plan" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                r#"<styleSheet xmlns="{SPACE}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{SPACE}"><sheetData>{cells}</sheetData></worksheet>"#),
        ),
    ];
    let mut package = ZipWriter::new(BufWriter::new(File::create(file)?));
    for (name, text) in parts {
        package.start_file(name, SimpleFileOptions::default())?;
        package.write_all(br#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#)?;
        package.write_all(text.as_bytes())?;
    }
    package.finish()?.flush()?;
    Ok(())
}
