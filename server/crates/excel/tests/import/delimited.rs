//! CSV and its kin.

use std::fmt::Write as _;

use daylight_excel::FileKind;
use daylight_model::asset::BlockValue;

use crate::reading::open_bytes;

#[test]
fn what_would_lose_something_stays_text() {
    let csv = "id,phone,n,day,ok\n00123,+49 30 12,1.5,2026-11-22,true\n12345678901234567,0049,\"1,234\",1/2/2026,no\n";
    let opened = open_bytes("x.csv", csv.as_bytes()).unwrap();
    assert_eq!(opened.imported.report.kind, FileKind::Csv);
    let sheet = opened.sheet("x");
    assert_eq!(sheet.text("A2"), "00123");
    assert_eq!(sheet.text("A3"), "12345678901234567");
    assert_eq!(sheet.text("B2"), "+49 30 12");
    assert!((sheet.number("C2") - 1.5).abs() < 1e-12);
    assert!((sheet.number("C3") - 1234.0).abs() < 1e-12);
    assert_eq!(sheet.format("C3")["format"], "#,##0");
    assert!((sheet.number("D2") - 46_348.0).abs() < 1e-12);
    assert_eq!(sheet.format("D2")["format"], "yyyy-mm-dd");
    assert_eq!(sheet.text("D3"), "1/2/2026");
    assert_eq!(sheet.value("E2"), BlockValue::Bool(true));
    assert_eq!(sheet.text("E3"), "no");
}

#[test]
fn encodings_and_delimiters() {
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|u| {
                if big {
                    u.to_be_bytes()
                } else {
                    u.to_le_bytes()
                }
            })
            .collect()
    };
    let text = "Größe;Übung\r\n3,5;ä€\r\n";
    let mut marked = b"\xef\xbb\xbf".to_vec();
    marked.extend(text.as_bytes());
    let latin: Vec<u8> = "Größe;Übung;Straße\r\n3,5;ä\u{80};Köln\r\n"
        .chars()
        .map(|c| c as u8)
        .collect();
    for (what, bytes) in [
        ("utf-8", text.as_bytes().to_vec()),
        ("utf-8 with mark", marked),
        ("utf-16 le", utf16(&format!("\u{feff}{text}"), false)),
        ("utf-16 be", utf16(&format!("\u{feff}{text}"), true)),
        ("utf-16 le without mark", utf16(text, false)),
        ("windows-1252", latin),
    ] {
        let opened = open_bytes("maße.csv", &bytes).unwrap_or_else(|e| panic!("{what}: {e}"));
        let sheet = opened.sheet("maße");
        assert_eq!(sheet.text("A1"), "Größe", "{what}");
        assert!((sheet.number("A2") - 3.5).abs() < 1e-12, "{what}");
        assert_eq!(sheet.text("B2"), "ä€", "{what}");
    }
}

#[test]
fn tabs_quotes_and_empty_lines() {
    let opened = open_bytes("x.tsv", b"a\tb\n\n\"x\ty\"\t\"two\nlines\"\n").unwrap();
    assert_eq!(opened.imported.report.kind, FileKind::Tsv);
    let sheet = opened.sheet("x");
    assert_eq!(sheet.text("A3"), "x\ty");
    assert_eq!(sheet.text("B3"), "two\nlines");
    assert_eq!(sheet.value("A2"), BlockValue::Null);
    assert_eq!((sheet.manifest.rows, sheet.manifest.cols), (3, 2));
    // A formula in such a file may come from anybody: it stays text.
    let opened = open_bytes("x.csv", b"=HYPERLINK(\"http://x\"),1\n").unwrap();
    assert_eq!(opened.sheet("x").formula("A1"), None);
}

#[test]
fn many_rows_become_blocks_of_256() {
    let mut text = String::new();
    for i in 0..1000 {
        writeln!(text, "{i},row {i}").unwrap();
    }
    let opened = open_bytes("x.csv", text.as_bytes()).unwrap();
    let sheet = opened.sheet("x");
    let blocks = &sheet.manifest.blocks;
    assert_eq!(blocks.len(), 4);
    assert_eq!(blocks[1].rows, [(256, 256)]);
    assert_eq!(blocks[3].cells, 2 * (1000 - 768));
    assert_eq!(sheet.text("B1000"), "row 999");
    let (share, what) = &opened.keep.progress[0];
    assert!(*share < 0.01 && what == "Reading the rows");
}
