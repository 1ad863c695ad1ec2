//! Builds packages part by part.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use zip::{ZipWriter, write::SimpleFileOptions};

pub(crate) const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A zip of these parts.
pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, body) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(body).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook under construction.
pub(crate) struct Book {
    sheets: Vec<(String, String, String)>,
    extra: Vec<(String, Vec<u8>)>,
    relations: Vec<(String, String)>,
    /// Inside `workbook`, after the sheets.
    after_sheets: String,
    before_sheets: String,
}

impl Book {
    pub(crate) fn new() -> Self {
        Self {
            sheets: Vec::new(),
            extra: Vec::new(),
            relations: Vec::new(),
            after_sheets: String::new(),
            before_sheets: String::new(),
        }
    }

    /// A sheet with these elements inside `worksheet`.
    pub(crate) fn sheet(self, name: &str, body: &str) -> Self {
        self.sheet_with(name, "", body)
    }

    pub(crate) fn sheet_with(mut self, name: &str, attributes: &str, body: &str) -> Self {
        let xml = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{body}</worksheet>"#
        );
        self.sheets.push((name.into(), attributes.into(), xml));
        self
    }

    /// A sheet whose whole part is given.
    pub(crate) fn raw_sheet(mut self, name: &str, xml: &str) -> Self {
        self.sheets.push((name.into(), String::new(), xml.into()));
        self
    }

    /// A sheet of these cells.
    pub(crate) fn cells(self, name: &str, rows: &str) -> Self {
        self.sheet(name, &format!("<sheetData>{rows}</sheetData>"))
    }

    pub(crate) fn part(mut self, path: &str, body: &str) -> Self {
        self.extra.push((path.into(), body.as_bytes().to_vec()));
        self
    }

    /// A part that the workbook names.
    pub(crate) fn related(mut self, kind: &str, path: &str, body: &str) -> Self {
        self.relations.push((kind.into(), path.into()));
        self.part(&format!("xl/{path}"), body)
    }

    pub(crate) fn styles(self, body: &str) -> Self {
        let xml = format!(r#"<styleSheet xmlns="{MAIN}">{body}</styleSheet>"#);
        self.related("styles", "styles.xml", &xml)
    }

    pub(crate) fn strings(self, body: &str) -> Self {
        let xml = format!(r#"<sst xmlns="{MAIN}">{body}</sst>"#);
        self.related("sharedStrings", "sharedStrings.xml", &xml)
    }

    pub(crate) fn names(mut self, body: &str) -> Self {
        write!(self.after_sheets, "<definedNames>{body}</definedNames>").unwrap();
        self
    }

    pub(crate) fn before_sheets(mut self, xml: &str) -> Self {
        self.before_sheets.push_str(xml);
        self
    }

    pub(crate) fn after_sheets(mut self, xml: &str) -> Self {
        self.after_sheets.push_str(xml);
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
        let mut list = String::new();
        let mut relations = String::new();
        for (i, (name, attributes, xml)) in self.sheets.iter().enumerate() {
            let n = i + 1;
            let name = name.replace('&', "&amp;").replace('"', "&quot;");
            write!(
                list,
                r#"<sheet name="{name}" sheetId="{n}" r:id="rId{n}" {attributes}/>"#
            )
            .unwrap();
            relations.push_str(&relation(
                n,
                "worksheet",
                &format!("worksheets/sheet{n}.xml"),
            ));
            parts.push((
                format!("xl/worksheets/sheet{n}.xml"),
                xml.as_bytes().to_vec(),
            ));
        }
        for (i, (kind, path)) in self.relations.iter().enumerate() {
            relations.push_str(&relation(100 + i, kind, path));
        }
        let book = format!(
            r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{}<sheets>{list}</sheets>{}</workbook>"#,
            self.before_sheets, self.after_sheets
        );
        parts.push(("xl/workbook.xml".into(), book.into_bytes()));
        parts.push((
            "xl/_rels/workbook.xml.rels".into(),
            relationships(&relations).into_bytes(),
        ));
        let root = relationships(&relation(1, "officeDocument", "xl/workbook.xml"));
        parts.push(("_rels/.rels".into(), root.into_bytes()));
        parts.extend(self.extra.clone());
        let borrowed: Vec<(&str, &[u8])> = parts
            .iter()
            .map(|(name, body)| (name.as_str(), body.as_slice()))
            .collect();
        zipped(&borrowed)
    }
}

pub(crate) fn relation(id: usize, kind: &str, target: &str) -> String {
    format!(r#"<Relationship Id="rId{id}" Type="{OFFICE}/{kind}" Target="{target}"/>"#)
}

pub(crate) fn relationships(body: &str) -> String {
    format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{body}</Relationships>"#
    )
}
