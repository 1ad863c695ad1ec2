//! The same workbook as Excel 97 and as OpenDocument, and a binary workbook made by hand.

use daylight_excel::{FileKind, SheetState};
use daylight_model::{ErrorCode, asset::BlockValue};
use serde_json::json;

use crate::{
    parts::{relation, relationships, zipped},
    reading::{Opened, fixture, open, open_bytes},
};

fn everything(kind: &str) -> Opened {
    open(&format!("everything.{kind}"))
}

#[test]
fn values_and_formulas() {
    for kind in ["xls", "ods"] {
        let opened = everything(kind);
        assert_eq!(opened.names(), ["Plan", "Data & more", "Hidden"]);
        let plan = opened.sheet("Plan");
        assert_eq!(plan.text("A1"), "Title");
        assert_eq!(plan.value("A2"), BlockValue::Number(1234.5));
        assert_eq!(plan.value("C2"), BlockValue::Number(46_348.0));
        assert_eq!(plan.value("E2"), BlockValue::Error(ErrorCode::Div0));
        assert_eq!(plan.text("F2"), "wrapped text\nof two lines");
        for (cell, stored) in [
            ("A3", "= □*2 1,0"),
            ("C3", "= □+□ 2!1,1 2!$2,$1"),
            ("G3", "= -(□^2)% 1,0"),
            ("B5", "= □*□+□ 4,0 $1,$0 5,0"),
            ("B14", "= □*□+□ 13,0 $1,$0 14,0"),
            ("D5", "=a □*2 4,0:6,0 4,3:6,3"),
        ] {
            assert_eq!(plan.formula(cell).unwrap(), stored, "{kind} {cell}");
        }
        let names: Vec<_> = opened
            .imported
            .names
            .iter()
            .map(|n| (n.name.as_str(), n.scope.as_ref().map(ToString::to_string)))
            .collect();
        assert!(names.contains(&("Rate", None)), "{kind} {names:?}");
        assert!(
            names.contains(&("Local", Some("1".into()))),
            "{kind} {names:?}"
        );
        assert!(
            plan.formula("B3")
                .unwrap()
                .starts_with("=i SUM(□)*□ $1,$0:2,0 n:")
        );
        assert_eq!(plan.formula("D6"), None);
        assert_eq!(plan.value("D7"), BlockValue::Number(14.0));
        let mut document = daylight_model::Document::new();
        document.write(&opened.imported.edits()).unwrap();
    }
}

#[test]
fn formats_and_layout() {
    for kind in ["xls", "ods"] {
        let opened = everything(kind);
        let plan = opened.sheet("Plan");
        let title = plan.format("A1");
        for (key, value) in [
            ("font", json!("Cambria")),
            ("size", json!(14)),
            ("bold", json!(true)),
            ("italic", json!(true)),
            ("underline", json!(true)),
            ("strike", json!(true)),
        ] {
            assert_eq!(title[key], value, "{kind} {key}");
        }
        assert_eq!(title["color"], "#c00000", "{kind}");
        assert!(title["fill"].is_string(), "{kind} {title}");
        assert_eq!(plan.format("A2")["format"], "#,##0.00", "{kind}");
        assert_eq!(plan.format("B2")["format"], "0.0%", "{kind}");
        let date = plan.format("C2")["format"].to_string().replace('\\', "");
        assert_eq!(date.to_lowercase(), "\"yyyy-mm-dd\"", "{kind}");
        let wrapped = plan.format("F2");
        assert_eq!(wrapped["wrap"], true, "{kind}");
        assert_eq!(wrapped["valign"], "top", "{kind}");
        assert_eq!(wrapped["align"], "center", "{kind}");
        assert_eq!(plan.format("G2")["indent"], 2, "{kind}");
        let framed = plan.format("A3");
        assert!(
            framed["borderLeft"].as_str().unwrap().starts_with("thin #"),
            "{kind}"
        );
        assert!(
            framed["borderRight"]
                .as_str()
                .unwrap()
                .starts_with("medium"),
            "{kind}"
        );
        assert!(
            framed["borderTop"].as_str().unwrap().starts_with("double"),
            "{kind}"
        );
        assert!(
            framed["borderBottom"]
                .as_str()
                .unwrap()
                .starts_with("dashed"),
            "{kind}"
        );
        assert_eq!(plan.manifest.merges, [(0, 0, 0, 2)], "{kind}");
        assert!(plan.entry.color.is_some(), "{kind}");
        assert!(plan.width(0) > 150.0, "{kind} {}", plan.width(0));
        assert!(
            (plan.height(1) - 60.0).abs() < 1.0,
            "{kind} {}",
            plan.height(1)
        );
        assert_eq!(plan.hidden_rows(), [(3, 1)], "{kind}");
        assert_eq!(plan.hidden_columns(), [(3, 1)], "{kind}");
        assert_eq!(opened.sheet("Hidden").entry.state, SheetState::Hidden);
        for what in ["comments", "validations", "conditional-formats"] {
            assert_eq!(opened.note(what).count, 1, "{kind} {what}");
        }
    }
}

const OPEN_DOCUMENT: &str = r##"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:fo="f">
  <office:automatic-styles>
    <style:style style:name="co" style:family="table-column"><style:table-column-properties style:column-width="2.54cm"/></style:style>
    <style:style style:name="ta" style:family="table"><style:table-properties table:display="false" table:tab-color="#123456"/></style:style>
    <style:style style:name="ce" style:family="table-cell"><style:table-cell-properties fo:background-color="#ffff00"/></style:style>
  </office:automatic-styles>
  <office:body><office:spreadsheet>
    <table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>
    <table:table table:name="A" table:style-name="none"><table:table-column table:style-name="co" table:number-columns-repeated="2" table:default-cell-style-name="ce"/>
      <table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="float" office:value="7" table:number-columns-repeated="2"/>
        <table:table-cell office:value-type="string"><text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16381"/></table:table-row>
      <table:table-row table:number-rows-repeated="1048573"><table:table-cell table:style-name="ce" table:number-columns-repeated="16384"/></table:table-row></table:table>
    <table:table table:name="B" table:style-name="ta"><table:table-row table:visibility="collapse"><table:table-cell office:value-type="date" office:date-value="1904-01-02"/><table:table-cell office:value-type="time" office:time-value="PT06H00M00S"/></table:table-row></table:table>
  </office:spreadsheet></office:body></office:document-content>"##;

#[test]
fn open_documents_with_panes_repeats_and_blanks_without_end() {
    let settings = r#"<x xmlns:config="c"><config:config-item-map-named config:name="Tables"><config:config-item-map-entry config:name="A">
      <config:config-item config:name="HorizontalSplitMode">2</config:config-item><config:config-item config:name="VerticalSplitMode">2</config:config-item>
      <config:config-item config:name="HorizontalSplitPosition">1</config:config-item><config:config-item config:name="VerticalSplitPosition">2</config:config-item>
      <config:config-item config:name="ShowGrid">false</config:config-item></config:config-item-map-entry></config:config-item-map-named></x>"#;
    let bytes = zipped(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("META-INF/manifest.xml", b"<m/>"),
        ("content.xml", OPEN_DOCUMENT.as_bytes()),
        ("settings.xml", settings.as_bytes()),
    ]);
    let opened = open_bytes("a.ods", &bytes).unwrap_or_else(|e| panic!("{e}"));
    assert!(opened.imported.date1904);
    let sheet = opened.sheet("A");
    assert_eq!(sheet.entry.freeze, Some((1, 0)));
    assert!(!sheet.entry.grid);
    assert_eq!(sheet.value("B3"), BlockValue::Number(7.0));
    assert_eq!(sheet.text("C2"), "a  b\nc");
    assert_eq!((sheet.manifest.rows, sheet.manifest.cols), (3, 3));
    assert_eq!(sheet.manifest.blocks.len(), 1);
    assert_eq!(sheet.format("A99")["fill"], "#ffff00");
    assert!((sheet.width(1) - 96.0).abs() < 0.1);
    let other = opened.sheet("B");
    assert_eq!(other.entry.state, SheetState::Hidden);
    assert_eq!(other.entry.color.as_deref(), Some("#123456"));
    assert_eq!(other.value("A1"), BlockValue::Number(1.0));
    assert_eq!(other.value("B1"), BlockValue::Number(0.25));
    assert_eq!(other.hidden_rows(), [(0, 1)]);
}

#[test]
fn frozen_panes_of_excel_97() {
    let opened = open("panes.xls");
    let sheet = opened.sheet("Panes");
    assert_eq!(sheet.entry.freeze, Some((1, 0)));
    assert!(!sheet.entry.grid);
    assert_eq!(sheet.manifest.blocks.len(), 3);
    assert_eq!(sheet.formula("B300").unwrap(), "= □*2 299,0");
    assert_eq!(sheet.text("D901"), "late");
}

/// Writes records of a binary workbook.
#[derive(Default)]
struct Records(Vec<u8>);

impl Records {
    fn put(mut self, kind: u16, data: &[u8]) -> Self {
        if kind < 0x80 {
            self.0.push(u8::try_from(kind).unwrap());
        } else {
            self.0.push(u8::try_from(kind & 0x7f).unwrap() | 0x80);
            self.0.push(u8::try_from(kind >> 7).unwrap());
        }
        let length = u8::try_from(data.len()).unwrap();
        if length < 0x80 {
            self.0.push(length);
        } else {
            self.0.extend([length & 0x7f | 0x80, length >> 7]);
        }
        self.0.extend(data);
        self
    }
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = u32::try_from(units.len()).unwrap().to_le_bytes().to_vec();
    out.extend(units.iter().flat_map(|u| u.to_le_bytes()));
    out
}

/// A cell's column and style, and what follows them.
fn cell(col: u32, style: u32, more: &[&[u8]]) -> Vec<u8> {
    let mut out = col.to_le_bytes().to_vec();
    out.extend(style.to_le_bytes());
    out.extend(more.concat());
    out
}

fn formula(tokens: &[u8], extra: &[u8]) -> Vec<u8> {
    let mut out = vec![0, 0];
    out.extend(u32::try_from(tokens.len()).unwrap().to_le_bytes());
    out.extend(tokens);
    out.extend(u32::try_from(extra.len()).unwrap().to_le_bytes());
    out.extend(extra);
    out
}

fn binary_workbook(sheet: &Records) -> Vec<u8> {
    let hidden = 1_u32.to_le_bytes();
    let bundle = |state: &[u8], id: u32, relation: &str, name: &str| {
        [state, &id.to_le_bytes(), &wide(relation), &wide(name)].concat()
    };
    let mut name = vec![0, 0, 0, 0, 0];
    name.extend(u32::MAX.to_le_bytes());
    name.extend(wide("Rate"));
    let tokens = [0x3a, 0, 0, 0, 0, 0, 0, 1, 0];
    name.extend(u32::try_from(tokens.len()).unwrap().to_le_bytes());
    name.extend(tokens);
    let workbook = Records::default()
        .put(153, &1_u32.to_le_bytes())
        .put(156, &bundle(&[0; 4], 1, "rId1", "First sheet"))
        .put(156, &bundle(&hidden, 2, "rId2", "Other"))
        .put(357, &[])
        .put(362, &[1_u32, 0, 1, 1].map(u32::to_le_bytes).concat())
        .put(39, &name);
    let font = [
        &280_u16.to_le_bytes()[..],
        &[2, 0, 0xbc, 2, 0, 0, 1, 0, 0, 0],
        &[4, 0, 0, 0, 0xc0, 0, 0, 0xff, 0],
        &wide("Cambria"),
    ]
    .concat();
    let plain = [
        &220_u16.to_le_bytes()[..],
        &[0; 10],
        &[0; 9],
        &wide("Calibri"),
    ]
    .concat();
    let yellow = [
        &1_u32.to_le_bytes()[..],
        &[4, 0, 0, 0, 0xff, 0xff, 0, 0xff],
        &[0; 40],
    ]
    .concat();
    let side = |style: u8| [style, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let border = [&[0][..], &side(6), &side(1), &side(0), &side(2), &side(0)].concat();
    let format = |number: u16, font: u16, fill: u16, border: u16, align: u16| {
        let words = [0, number, font, fill, border]
            .map(u16::to_le_bytes)
            .concat();
        [&words[..], &[0, 0], &align.to_le_bytes(), &[0, 0]].concat()
    };
    let styles = Records::default()
        .put(44, &[&164_u16.to_le_bytes()[..], &wide("0.000")].concat())
        .put(43, &plain)
        .put(43, &font)
        .put(45, &[0; 48])
        .put(45, &yellow)
        .put(46, &[0; 51])
        .put(46, &border)
        .put(617, &1_u32.to_le_bytes())
        .put(47, &format(0, 0, 0, 0, 0x10))
        .put(47, &format(164, 1, 1, 1, 0x4a))
        .put(618, &[]);
    let strings = Records::default().put(19, &[&[0][..], &wide("Überschrift")].concat());
    let root = relationships(&relation(1, "officeDocument", "xl/workbook.bin"));
    let links = relationships(
        &[
            relation(1, "worksheet", "worksheets/sheet1.bin"),
            relation(2, "worksheet", "worksheets/sheet2.bin"),
            relation(3, "styles", "styles.bin"),
            relation(4, "sharedStrings", "sharedStrings.bin"),
        ]
        .concat(),
    );
    zipped(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.bin", &workbook.0),
        ("xl/_rels/workbook.bin.rels", links.as_bytes()),
        ("xl/styles.bin", &styles.0),
        ("xl/sharedStrings.bin", &strings.0),
        ("xl/worksheets/sheet1.bin", &sheet.0),
        (
            "xl/worksheets/sheet2.bin",
            &Records::default().put(145, &[]).0,
        ),
    ])
}

fn row(n: u32, height: u16, flags: u8) -> Vec<u8> {
    [
        &n.to_le_bytes()[..],
        &[0; 4],
        &height.to_le_bytes(),
        &[0, flags, 0],
    ]
    .concat()
}

/// A sheet with cells of every kind, formulas of every kind, and its own layout.
fn binary_sheet() -> Records {
    let one = 1.5_f64.to_le_bytes();
    let packed = (7_u32 << 2 | 2).to_le_bytes();
    // A1 of the row above, relative, plus the name.
    let plain = formula(&[0x24, 0, 0, 0, 0, 0, 0xc0, 0x23, 1, 0, 0, 0, 0x03], &[]);
    let part = |row: u32, col: u32| {
        let tokens = [&[0x01][..], &row.to_le_bytes()].concat();
        formula(&tokens, &col.to_le_bytes())
    };
    let shared = [0x2c, 0xff, 0xff, 0x0f, 0, 0, 0xc0, 0x1e, 2, 0, 0x05];
    let area = |r1: u32, r2: u32, c1: u32, c2: u32| [r1, r2, c1, c2].map(u32::to_le_bytes).concat();
    let shared_record = [
        &area(2, 3, 0, 0)[..],
        &u32::try_from(shared.len()).unwrap().to_le_bytes(),
        &shared,
    ]
    .concat();
    let array = [
        0x25, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0xc0, 0, 0xc0, 0x1e, 3, 0, 0x05,
    ];
    let array_record = [
        &area(1, 2, 3, 3)[..],
        &[0],
        &u32::try_from(array.len()).unwrap().to_le_bytes(),
        &array,
        &[0; 4],
    ]
    .concat();
    let pane = [
        &2_f64.to_le_bytes()[..],
        &1_f64.to_le_bytes(),
        &[0; 12],
        &[1],
    ]
    .concat();
    Records::default()
        .put(147, &[0, 0, 0, 4, 0, 0, 0, 0x11, 0x22, 0x33, 0xff])
        .put(137, &[0; 14])
        .put(151, &pane)
        .put(
            485,
            &[
                &u32::MAX.to_le_bytes()[..],
                &[8, 0],
                &300_u16.to_le_bytes(),
                &[0, 0],
            ]
            .concat(),
        )
        .put(60, &[&area(0, 1, 5120, 0)[..], &[0, 0]].concat())
        .put(60, &[&area(4, 4, 2560, 1)[..], &[1, 0]].concat())
        .put(145, &[])
        .put(0, &row(0, 600, 0x20))
        .put(7, &cell(0, 1, &[&[0; 4]]))
        .put(5, &cell(1, 0, &[&one]))
        .put(2, &cell(2, 0, &[&packed]))
        .put(4, &cell(3, 0, &[&[1]]))
        .put(3, &cell(4, 0, &[&[0x2a]]))
        .put(6, &cell(5, 0, &[&wide("inside")]))
        .put(1, &cell(6, 1, &[]))
        .put(0, &row(1, 300, 0x10))
        .put(9, &cell(0, 0, &[&one, &plain]))
        .put(9, &cell(3, 0, &[&one, &part(1, 3)]))
        .put(426, &array_record)
        .put(0, &row(2, 300, 0))
        .put(9, &cell(0, 0, &[&one, &part(2, 0)]))
        .put(427, &shared_record)
        .put(9, &cell(3, 0, &[&one, &part(1, 3)]))
        .put(0, &row(3, 300, 0))
        .put(8, &cell(0, 0, &[&wide("text"), &part(2, 0)]))
        .put(10, &cell(1, 0, &[&[1], &formula(&[0xff], &[])]))
        .put(146, &[])
        .put(176, &area(5, 6, 0, 2))
}

#[test]
fn a_binary_workbook() {
    let sheet = binary_sheet();
    let opened =
        open_bytes("test.xlsb", &binary_workbook(&sheet)).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(opened.imported.report.kind, FileKind::Xlsb);
    assert!(opened.imported.date1904);
    let sheet = opened.sheet("First sheet");
    assert_eq!(sheet.text("A1"), "Überschrift");
    for (cell, value) in [
        ("B1", BlockValue::Number(1.5)),
        ("C1", BlockValue::Number(7.0)),
        ("D1", BlockValue::Bool(true)),
        ("E1", BlockValue::Error(ErrorCode::Na)),
        ("B4", BlockValue::Bool(true)),
    ] {
        assert_eq!(sheet.value(cell), value, "{cell}");
    }
    assert_eq!(sheet.text("F1"), "inside");
    assert_eq!(sheet.text("A4"), "text");
    for (cell, stored) in [
        ("A2", "=i □+□ 0,0 n:n1"),
        ("A3", "= □*2 1,0"),
        ("A4", "= □*2 2,0"),
        ("D2", "=a □*3 0,0:1,0 1,3:2,3"),
    ] {
        assert_eq!(sheet.formula(cell).unwrap(), stored, "{cell}");
    }
    assert_eq!(sheet.formula("D3"), None, "part of the array above it");
    assert_eq!(sheet.formula("B4"), None);
    assert_eq!(opened.note("formulas").at.as_deref(), Some("B4"));
    assert_eq!(
        sheet.format("A1"),
        json!({
            "font": "Cambria", "size": 14, "bold": true, "italic": true, "underline": true, "color": "#c00000",
            "fill": "#ffff00", "format": "0.000", "align": "center", "valign": "middle", "wrap": true,
            "borderTop": "double #000000", "borderBottom": "thin #000000", "borderRight": "medium #000000",
        })
    );
    assert_eq!(sheet.format("G1"), sheet.format("A1"));
    assert_eq!(sheet.entry.color.as_deref(), Some("#112233"));
    assert_eq!(sheet.entry.freeze, Some((0, 1)));
    assert!(!sheet.entry.grid);
    assert!((sheet.height(0) - 40.0).abs() < 0.1);
    assert!((sheet.manifest.row_height - 20.0).abs() < 0.1);
    assert!((sheet.width(0) - 140.0).abs() < 0.1);
    assert_eq!(sheet.hidden_columns(), [(4, 1)]);
    assert_eq!(sheet.hidden_rows(), [(1, 1)]);
    assert_eq!(sheet.manifest.merges, [(5, 0, 6, 2)]);
    assert_eq!(opened.sheet("Other").entry.state, SheetState::Hidden);
    let name = &opened.imported.names[0];
    assert_eq!(
        (name.name.as_str(), name.formula.join(" ").as_str()),
        ("Rate", "= \u{fffc} 2!$0,$1")
    );
}

#[test]
fn old_formats_that_are_not_read_or_locked() {
    // A compound file with nothing in it but the stream of an encrypted package.
    let encrypted = compound("EncryptedPackage");
    let book95 = compound("Book");
    let word = compound("WordDocument");
    for (bytes, code, part) in [
        (encrypted, "file-encrypted", "password"),
        (book95, "file-type", "Excel 5 or 95"),
        (word, "file-type", "Word"),
    ] {
        let Err(error) = open_bytes("a.xlsx", &bytes) else {
            panic!("{code}")
        };
        assert_eq!(error.code(), code);
        assert!(error.to_string().contains(part), "{error}");
    }
    let locked = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest xmlns:manifest=\"x\"><manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"),
        ("content.xml", b"\x93\x01\x02"),
    ]);
    assert_eq!(
        open_bytes("a.ods", &locked).err().unwrap().code(),
        "file-encrypted"
    );
    let letter = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", b"<m/>"),
        ("content.xml", b"<x/>"),
    ]);
    assert_eq!(
        open_bytes("a.ods", &letter).err().unwrap().code(),
        "file-type"
    );
}

/// The smallest compound file that has a stream of this name.
fn compound(name: &str) -> Vec<u8> {
    let mut bytes = vec![0_u8; 512 * 4];
    bytes[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    let word = |bytes: &mut [u8], at: usize, value: u32| {
        bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
    };
    bytes[30] = 9;
    bytes[32] = 6;
    word(&mut bytes, 44, 1);
    word(&mut bytes, 48, 1);
    word(&mut bytes, 56, 4096);
    word(&mut bytes, 60, 0xffff_fffe);
    word(&mut bytes, 68, 0xffff_fffe);
    for i in 1..109 {
        word(&mut bytes, 76 + i * 4, u32::MAX);
    }
    for (i, next) in [0xffff_fffd, 0xffff_fffe, 0xffff_fffe]
        .into_iter()
        .enumerate()
    {
        word(&mut bytes, 512 + i * 4, next);
    }
    for (i, (entry, kind)) in [("Root Entry", 5), (name, 2)].into_iter().enumerate() {
        let at = 1024 + i * 128;
        for (j, unit) in entry.encode_utf16().enumerate() {
            bytes[at + j * 2..at + j * 2 + 2].copy_from_slice(&unit.to_le_bytes());
        }
        bytes[at + 64] = u8::try_from(entry.len() * 2 + 2).unwrap();
        bytes[at + 66] = kind;
        word(&mut bytes, at + 116, 0xffff_fffe);
    }
    bytes
}

#[test]
fn mutations_never_panic() {
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed >> 16).unwrap()
    };
    for name in ["everything.xls", "everything.ods"] {
        let whole = std::fs::read(fixture(name)).unwrap();
        for _ in 0..400 {
            let mut bytes = whole.clone();
            for _ in 0..=random() % 12 {
                let at = random() % bytes.len();
                bytes[at] = u8::try_from(random() % 256).unwrap();
            }
            if random() % 4 == 0 {
                bytes.truncate(random() % bytes.len());
            }
            if let Err(error) = open_bytes(name, &bytes) {
                assert!(!error.code().is_empty());
            }
        }
    }
    let records: Vec<u8> = (0..200)
        .map(|_| u8::try_from(random() % 256).unwrap())
        .collect();
    for cut in 0..records.len() {
        let sheet = Records(records[cut..].to_vec());
        let _refused = open_bytes("a.xlsb", &binary_workbook(&sheet)).err();
    }
}
