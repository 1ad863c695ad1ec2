//! What a file is, by its content. Its name decides nothing but the title.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
};

use crate::error::ImportError;

/// The container of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Container {
    /// A package of parts.
    Zip,
    /// A compound file, as Office before 2007 wrote.
    Compound,
    /// Text.
    Text,
}

/// What to do with files of kinds that Excel reads and this does not.
pub(crate) const TO_XLSX: &str =
    "Open it in Excel, choose Save as, Excel workbook (.xlsx), then import that.";
const OTHER: &str = "Choose an Excel, OpenDocument or CSV file.";

/// Bytes at the start that decide.
const HEAD: u64 = 4096;

/// Looks at the start of a file and rewinds it.
pub(crate) fn container(file: &mut File) -> Result<Container, ImportError> {
    let mut head = Vec::new();
    file.by_ref()
        .take(HEAD)
        .read_to_end(&mut head)
        .and_then(|_| file.seek(SeekFrom::Start(0)))
        .map_err(ImportError::Input)?;
    of_head(&head)
}

fn of_head(head: &[u8]) -> Result<Container, ImportError> {
    const KNOWN: [(&[u8], &str, &str); 17] = [
        (b"%PDF", "a PDF document", OTHER),
        (b"\x89PNG", "a picture", OTHER),
        (b"\xff\xd8\xff", "a picture", OTHER),
        (b"GIF8", "a picture", OTHER),
        (b"II*\0", "a picture", OTHER),
        (b"MM\0*", "a picture", OTHER),
        (b"{\\rtf", "a text document", OTHER),
        (
            b"\x1f\x8b",
            "a compressed file",
            "Unpack it, then import the workbook inside.",
        ),
        (
            b"7z\xbc\xaf",
            "a compressed file",
            "Unpack it, then import the workbook inside.",
        ),
        (
            b"Rar!",
            "a compressed file",
            "Unpack it, then import the workbook inside.",
        ),
        (b"PAR1", "a Parquet file", OTHER),
        (b"SQLite format 3", "a database", OTHER),
        (b"\x7fELF", "a program", OTHER),
        (b"MZ", "a program", OTHER),
        (b"\x09\x00\x04\x00", "a file of Excel 2", TO_XLSX),
        (b"\x09\x02\x06\x00", "a file of Excel 3", TO_XLSX),
        (b"\x09\x04\x06\x00", "a file of Excel 4", TO_XLSX),
    ];
    if head.is_empty() {
        return Err(ImportError::Empty);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Container::Zip);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Ok(Container::Compound);
    }
    for (start, found, remedy) in KNOWN {
        if head.starts_with(start) {
            return Err(wrong(found, remedy));
        }
    }
    if let Some(markup) = markup(head) {
        return Err(markup);
    }
    let utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") || looks_utf16(head);
    let controls = head
        .iter()
        .filter(|b| matches!(b, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f))
        .count();
    if !utf16 && controls * 50 > head.len() {
        return Err(wrong("a file of an unknown kind", OTHER));
    }
    Ok(Container::Text)
}

/// UTF-16 without a mark: every other byte of mostly Western text is zero.
pub(crate) fn looks_utf16(head: &[u8]) -> bool {
    if head.len() < 4 {
        return false;
    }
    let pairs = head.len() / 2;
    let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    (even * 10 > pairs * 7 && odd == 0) || (odd * 10 > pairs * 7 && even == 0)
}

fn markup(head: &[u8]) -> Option<ImportError> {
    let text = String::from_utf8_lossy(head).to_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with('<') {
        return None;
    }
    let found = if text.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        "an Excel 2003 XML file"
    } else if text.contains("office:document") {
        "a flat OpenDocument file"
    } else if text.contains("<html") || text.contains("<table") || text.contains("<!doctype html") {
        "a web page"
    } else if text.starts_with("<?xml") {
        "an XML file"
    } else {
        return None;
    };
    Some(wrong(found, TO_XLSX))
}

/// What a zip package without a workbook is.
pub(crate) fn other_package<'a>(paths: impl Iterator<Item = &'a str>) -> ImportError {
    let mut found = "a zip archive";
    let mut remedy = "Unpack it, then import the workbook inside.";
    for path in paths {
        let known = if path.starts_with("word/") {
            "a Word document"
        } else if path.starts_with("ppt/") {
            "a presentation"
        } else if path.rsplit('.').next() == Some("iwa") || path == "index.xml" {
            "a file of Apple Numbers or Pages"
        } else {
            continue;
        };
        found = known;
        remedy = if known.contains("Numbers") {
            "In Numbers choose Export to, Excel, then import that."
        } else {
            OTHER
        };
    }
    wrong(found, remedy)
}

/// What a compound file without a workbook is.
pub(crate) fn other_compound(names: &[String]) -> ImportError {
    let has = |name: &str| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    if has("WordDocument") {
        wrong("a Word document", OTHER)
    } else if has("PowerPoint Document") {
        wrong("a presentation", OTHER)
    } else if has("__properties_version1.0") {
        wrong(
            "a mail saved by Outlook",
            "Save the workbook attached to it, then import that.",
        )
    } else {
        wrong("an Office file of another kind", OTHER)
    }
}

/// What an OpenDocument file that is no spreadsheet is.
pub(crate) fn other_document(mimetype: &str) -> ImportError {
    if mimetype.contains("text") {
        wrong("a text document", OTHER)
    } else if mimetype.contains("presentation") {
        wrong("a presentation", OTHER)
    } else {
        wrong("an OpenDocument file of another kind", OTHER)
    }
}

fn wrong(found: &str, remedy: &'static str) -> ImportError {
    ImportError::WrongType {
        found: found.to_owned(),
        remedy,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "tests")]
    use super::*;

    #[test]
    fn heads_are_told_apart() {
        let text = |head: &[u8]| matches!(of_head(head), Ok(Container::Text));
        assert!(text(b"a,b\n1,2\n"));
        assert!(text(b"\xff\xfea\0,\0b\0"));
        assert!(text(b"a\0,\0b\0\n\x001\0,\x002\0"));
        assert!(text(b"<5,>6\n"));
        for (head, found) in [
            (&b"%PDF-1.7"[..], "a PDF document"),
            (b"<html><body><table>", "a web page"),
            (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", "an Excel 2003 XML file"),
            (b"\0\x01\x02\x03\x04\x05", "a file of an unknown kind"),
        ] {
            match of_head(head) {
                Err(ImportError::WrongType { found: f, .. }) => assert_eq!(f, found),
                other => panic!("{other:?}"),
            }
        }
        assert!(matches!(of_head(b""), Err(ImportError::Empty)));
    }
}
