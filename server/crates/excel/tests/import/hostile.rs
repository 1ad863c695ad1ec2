//! Files that want to do harm, or were harmed: each is refused with its code, quickly, and names the part.

use daylight_excel::{ImportError, Limits, Problem};

use crate::{
    parts::{Book, MAIN, relation, relationships, zipped},
    reading::{fixture, open_bytes, open_limited},
};

#[track_caller]
fn refused(name: &str, bytes: &[u8], code: &str) -> Problem {
    refused_under(name, bytes, code, &Limits::default())
}

#[track_caller]
fn refused_under(name: &str, bytes: &[u8], code: &str, limits: &Limits) -> Problem {
    let Err(error) = open_limited(name, bytes, limits) else {
        panic!("{name} came in and should not: {code}");
    };
    assert_eq!(error.code(), code, "{error}");
    let problem = Problem::from(&error);
    assert!(
        problem.detail.ends_with('.') && problem.remedy.ends_with('.'),
        "{problem:?}"
    );
    problem
}

fn cell(xml: &str) -> Vec<u8> {
    Book::new()
        .cells("S", &format!("<row r=\"1\">{xml}</row>"))
        .bytes()
}

#[test]
fn other_files() {
    for (name, bytes, found) in [
        ("a.xlsx", &b"%PDF-1.7"[..], "a PDF document"),
        ("a.xls", b"<html><table><tr><td>1", "a web page"),
        ("a.csv", b"\x89PNG\r\n\x1a\n", "a picture"),
        (
            "a.csv",
            b"\x00\x01\x02\x03\x04\x05\x06\x07",
            "a file of an unknown kind",
        ),
    ] {
        let problem = refused(name, bytes, "file-type");
        assert!(problem.detail.contains(found), "{}", problem.detail);
    }
    let word = zipped(&[
        (
            "_rels/.rels",
            relationships(&relation(1, "officeDocument", "word/document.xml")).as_bytes(),
        ),
        ("word/document.xml", b"<w/>"),
    ]);
    assert!(
        refused("a.xlsx", &word, "file-type")
            .detail
            .contains("a Word document")
    );
    let archive = zipped(&[("holiday.jpg", b"x")]);
    assert!(
        refused("a.xlsx", &archive, "file-type")
            .detail
            .contains("a zip archive")
    );
    refused("a.csv", b"", "file-empty");
}

#[test]
fn cut_and_broken_packages() {
    let whole = Book::new()
        .cells("S", &"<row><c><v>1</v></c></row>".repeat(2000))
        .bytes();
    for share in [5, 50, 95] {
        let cut = &whole[..whole.len() * share / 100];
        let problem = refused("a.xlsx", cut, "file-truncated");
        assert!(problem.detail.contains("probably a broken download"));
    }
    // Bytes in the middle of the compressed sheet.
    let mut broken = whole.clone();
    let at = 60;
    broken[at..at + 40].fill(0xAA);
    let problem = refused("a.xlsx", &broken, "file-damaged");
    assert_eq!(problem.part.as_deref(), Some("xl/worksheets/sheet1.xml"));
    // The directory points anywhere.
    let mut lost = whole.clone();
    let directory = lost.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    lost[directory + 42..directory + 46].fill(0xff);
    refused("a.xlsx", &lost, "file-damaged");
    refused("a.xlsx", b"PK\x03\x04", "file-truncated");
    refused(
        "a.xlsx",
        b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        "file-type",
    );
}

#[test]
fn broken_xml() {
    for (xml, part) in [
        (
            "<worksheet><sheetData><row><c r=\"A1\"><v>1</v>",
            "it ends in the middle",
        ),
        ("<worksheet><sheetData></row></sheetData></worksheet>", ""),
        (
            "<worksheet><sheetData><row><c r=\"A1\"><v>\u{0}</w></c></row></sheetData></worksheet>",
            "",
        ),
    ] {
        let book = Book::new().raw_sheet("S", xml).bytes();
        let problem = refused("a.xlsx", &book, "file-damaged");
        assert_eq!(problem.part.as_deref(), Some("xl/worksheets/sheet1.xml"));
        assert!(problem.detail.contains(part), "{}", problem.detail);
    }
    let missing = Book::new()
        .cells("S", "")
        .before_sheets("<sheets><sheet name=\"T\" sheetId=\"9\" r:id=\"rId77\"/></sheets>")
        .bytes();
    assert!(
        refused("a.xlsx", &missing, "file-damaged")
            .detail
            .contains("\"T\"")
    );
    let none = Book::new().bytes();
    refused("a.xlsx", &none, "no-sheets");
    let string = cell("<c r=\"A1\" t=\"s\"><v>4000000000</v></c>");
    assert!(
        refused("a.xlsx", &string, "file-damaged")
            .detail
            .contains("A1 points at text 4000000000 of 0")
    );
    refused("a.xlsx", &cell("<c r=\"7Q\"><v>1</v></c>"), "file-damaged");
}

#[test]
fn entities_are_not_followed() {
    let bomb = r#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>"#;
    for xml in [
        format!("{bomb}<worksheet><sheetData><row><c r=\"A1\" t=\"inlineStr\"><is><t>&b;</t></is></c></row></sheetData></worksheet>"),
        "<worksheet><sheetData><row><c r=\"A1\" t=\"inlineStr\"><is><t>&b;</t></is></c></row></sheetData></worksheet>".to_owned(),
        "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><worksheet/>".to_owned(),
    ] {
        let book = Book::new().raw_sheet("S", &xml).bytes();
        let problem = refused("a.xlsx", &book, "xml-entities");
        assert_eq!(problem.part.as_deref(), Some("xl/worksheets/sheet1.xml"));
    }
}

#[test]
fn cells_beyond_the_sheet() {
    for bad in [
        "<c r=\"XFE1\"><v>1</v></c>",
        "<c r=\"A1048577\"><v>1</v></c>",
        "<c r=\"ZZZZZZZZ99999999999\"><v>1</v></c>",
        "<c r=\"XFD1\"><v>1</v></c><c><v>2</v></c>",
    ] {
        refused("a.xlsx", &cell(bad), "cell-beyond-sheet");
    }
    let row = Book::new().cells("S", "<row r=\"99999999999999999999\"><c><v>1</v></c></row>");
    refused("a.xlsx", &row.bytes(), "cell-beyond-sheet");
    let wide = vec![b','; 20_000];
    let empty = open_bytes("wide.csv", &wide).unwrap();
    assert_eq!(empty.imported.report.cells, 0);
    let mut wide = wide;
    wide.push(b'x');
    refused("wide.csv", &wide, "cell-beyond-sheet");
}

#[test]
fn corners_of_a_sheet_cost_nothing() {
    let book = Book::new().cells(
        "S",
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>",
    );
    let opened = open_bytes("a.xlsx", &book.bytes()).unwrap();
    let sheet = opened.sheet("S");
    assert_eq!(sheet.manifest.blocks.len(), 2);
    assert!((sheet.number("XFD1048576") - 2.0).abs() < 1e-9);
}

#[test]
fn limits() {
    let limits = |change: fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        limits
    };
    let cells = "<row r=\"1\"><c r=\"A1\"><f>A2+A3+A4+A5</f><v>1</v></c><c r=\"B1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>0</v></c></row>";
    let book = Book::new()
        .strings(&format!("<si><t>{}</t></si><si><t>b</t></si>", "x".repeat(200_000)))
        .styles("<cellXfs><xf/><xf fontId=\"1\"/></cellXfs><fonts><font/><font><b/></font></fonts>")
        .names("<definedName name=\"a\">1</definedName><definedName name=\"b\">1</definedName>")
        .cells("S", cells)
        .sheet("T", "<sheetData/><mergeCells><mergeCell ref=\"A1:B1\"/><mergeCell ref=\"A2:B2\"/></mergeCells>");
    let bytes = book.bytes();
    open_bytes("a.xlsx", &bytes).unwrap();
    for (change, code) in [
        (
            (|l| l.file_bytes = 100) as fn(&mut Limits),
            "file-too-large",
        ),
        (|l| l.inflated_bytes = 500, "inflated-too-large"),
        (|l| l.token_bytes = 100_000, "token-too-large"),
        (|l| l.parts = 3, "too-many-parts"),
        (|l| l.cells = 2, "too-many-cells"),
        (|l| l.strings = 1, "too-many-strings"),
        (|l| l.text_bytes = 40_000, "text-too-large"),
        (|l| l.formula_bytes = 10, "formulas-too-large"),
        (|l| l.sheets = 1, "too-many-sheets"),
        (|l| l.styles = 1, "too-many-styles"),
        (|l| l.merges = 1, "too-many-merges"),
        (|l| l.names = 1, "too-many-names"),
    ] {
        let problem = refused_under("a.xlsx", &bytes, code, &limits(change));
        assert!(
            problem.detail.contains("the most that is imported here"),
            "{}",
            problem.detail
        );
    }
}

#[test]
fn a_zip_bomb_goes_off_at_the_limit() {
    let sheet = format!(
        "<worksheet xmlns=\"{MAIN}\"><sheetData>{}</sheetData></worksheet>",
        " ".repeat(20 << 20)
    );
    let bytes = Book::new().raw_sheet("S", &sheet).bytes();
    assert!(bytes.len() < 200_000);
    refused("a.xlsx", &bytes, "token-too-large");
    let rows = "<row/>".repeat(1 << 20);
    let bytes = Book::new().cells("S", &rows).bytes();
    let limits = Limits {
        inflated_bytes: 1 << 20,
        ..Limits::default()
    };
    refused_under("a.xlsx", &bytes, "inflated-too-large", &limits);
}

#[test]
fn one_long_text_in_many_cells_is_counted_each_time() {
    let text = "y".repeat(32_000);
    let cells = "<row><c t=\"s\"><v>0</v></c></row>".repeat(1000);
    let book = Book::new()
        .strings(&format!("<si><t>{text}</t></si>"))
        .cells("S", &cells);
    let limits = Limits {
        text_bytes: 4 << 20,
        ..Limits::default()
    };
    refused_under("a.xlsx", &book.bytes(), "text-too-large", &limits);
}

#[test]
fn texts_longer_than_a_cell_lose_their_end() {
    let text = "ä".repeat(40_000);
    let opened = open_bytes("a.csv", format!("{text},1\n").as_bytes()).unwrap();
    assert_eq!(opened.sheet("a").text("A1").chars().count(), 32_767);
    assert_eq!(opened.note("long-texts").at.as_deref(), Some("A1"));
}

#[test]
fn absurd_numbers_are_taken_calmly() {
    let xml = r#"<cols><col min="0" max="4294967296" width="1e300"/><col min="5" max="3"/><col min="2" max="99999999" width="-5" style="4294967295"/></cols>
        <sheetFormatPr defaultRowHeight="1e99" defaultColWidth="NaN" baseColWidth="-3"/>
        <sheetViews><sheetView topLeftCell="ZZZZ99999999"><pane xSplit="1e20" ySplit="-4" state="frozen"/></sheetView></sheetViews>
        <sheetData><row r="1" ht="1e308" s="99999999999"><c r="A1" s="18446744073709551616" cm="-1" t="what"><f t="shared" si="9"/><v>nonsense</v></c>
        <c r="B1"><f t="array" ref="ZZ">1</f><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="B2:A1"/><mergeCell ref=""/><mergeCell ref="A1:ZZZZZ9"/></mergeCells>"#;
    let opened = open_bytes("a.xlsx", &Book::new().sheet("S", xml).bytes()).unwrap();
    let sheet = opened.sheet("S");
    assert_eq!(sheet.text("A1"), "nonsense");
    assert_eq!(sheet.formula("A1"), None);
    assert_eq!(sheet.formula("B1").unwrap(), "=a 1 0,1");
    assert_eq!(opened.note("formulas").at.as_deref(), Some("A1"));
    let mut document = daylight_model::Document::new();
    document.write(&opened.imported.edits()).unwrap();
}

#[test]
fn mutations_of_a_real_file_never_panic() {
    let whole = std::fs::read(fixture("extras.xlsx")).unwrap();
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed >> 16).unwrap()
    };
    for _ in 0..300 {
        let mut bytes = whole.clone();
        for _ in 0..=random() % 8 {
            let at = random() % bytes.len();
            bytes[at] = u8::try_from(random() % 256).unwrap();
        }
        if random() % 4 == 0 {
            bytes.truncate(random() % bytes.len());
        }
        match open_bytes("a.xlsx", &bytes) {
            Ok(_) => {}
            Err(ImportError::Input(e)) => panic!("{e}"),
            Err(error) => assert!(!error.code().is_empty()),
        }
    }
}
