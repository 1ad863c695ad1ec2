//! Excel workbooks: values, formulas, formats, layout, names, and what the report says.

use daylight_excel::SheetState;
use daylight_model::{ErrorCode, asset::BlockValue};
use serde_json::json;

use crate::{
    parts::{Book, relation, relationships},
    reading::{Opened, open, open_bytes},
};

fn opened(book: &Book) -> Opened {
    open_bytes("test.xlsx", &book.bytes()).unwrap_or_else(|e| panic!("{}: {e}", e.code()))
}

#[test]
fn values_of_every_kind() {
    let book = Book::new()
        .strings("<si><t>shared &amp; safe</t></si><si><r><t>ri</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">ch </t></r><rPh sb=\"0\" eb=\"1\"><t>guide</t></rPh></si>")
        .cells(
            "S",
            r#"<row r="1"><c r="A1"><v>1.5</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="b"><v>1</v></c>
               <c r="D1" t="e"><v>#DIV/0!</v></c><c r="E1" t="inlineStr"><is><t>in_x0041_line</t></is></c>
               <c r="F1" t="d"><v>2026-11-22T12:00:00</v></c><c r="G1" t="s"><v>1</v></c><c r="H1"><v>1e400</v></c>
               <c r="I1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c></row>
               <row><c><v>2</v></c><c><v>3</v></c><c r="E2"><v>5</v></c><c><v>6</v></c></row>
               <row r="300"><c r="A300"><v>-0.25</v></c></row>"#,
        );
    let opened = opened(&book);
    let sheet = opened.sheet("S");
    assert_eq!(sheet.value("A1"), BlockValue::Number(1.5));
    assert_eq!(sheet.text("B1"), "shared & safe");
    assert_eq!(sheet.value("C1"), BlockValue::Bool(true));
    assert_eq!(sheet.value("D1"), BlockValue::Error(ErrorCode::Div0));
    assert_eq!(sheet.text("E1"), "inAline");
    assert_eq!(sheet.value("F1"), BlockValue::Number(46_348.5));
    assert_eq!(sheet.text("G1"), "rich ");
    assert_eq!(sheet.value("H1"), BlockValue::Error(ErrorCode::Num));
    assert_eq!(sheet.text("I1"), "ab");
    assert_eq!(sheet.formula("I1").unwrap(), "= \"a\"&\"b\"");
    // Rows and cells without an address follow the one before.
    for (cell, n) in [("A2", 2.0), ("B2", 3.0), ("E2", 5.0), ("F2", 6.0)] {
        assert_eq!(sheet.value(cell), BlockValue::Number(n), "{cell}");
    }
    assert_eq!(sheet.value("A300"), BlockValue::Number(-0.25));
    assert_eq!((sheet.manifest.rows, sheet.manifest.cols), (300, 9));
    assert_eq!(sheet.manifest.blocks.len(), 2);
    assert_eq!(opened.note("rich-texts").at.as_deref(), Some("G1"));
    assert_eq!(opened.note("overflows").count, 1);
}

#[test]
fn formulas_shared_arrays_and_what_they_point_at() {
    let metadata = r#"<metadata xmlns="x" xmlns:xda="y"><metadataTypes count="1"><metadataType name="XLDAPR"/></metadataTypes>
        <futureMetadata name="XLDAPR" count="1"><bk><extLst><ext><xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk></futureMetadata>
        <cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>"#;
    let book = Book::new()
        .related("sheetMetadata", "metadata.xml", metadata)
        .names(r#"<definedName name="Rate">Data!$B$1</definedName><definedName name="Rate" localSheetId="1">Data!$C$1</definedName>
            <definedName name="_xlnm.Print_Area" localSheetId="0">Main!$A$1:$B$2</definedName>
            <definedName name="Twice">Rate*2</definedName><definedName name="Gone" localSheetId="9">1</definedName>"#)
        .cells(
            "Main",
            r#"<row r="1"><c r="A1"><f>Data!A1+$B$2</f><v>3</v></c><c r="B1"><f>SUM(A1:A3)*Rate</f><v>1</v></c>
                <c r="C1"><f>_xlfn.XLOOKUP(1,A:A,2:2)</f><v>0</v></c></row>
               <row r="2"><c r="A2"><f t="shared" ref="A2:A4" si="0">B2*$C$1+Data!B2</f><v>1</v></c></row>
               <row r="3"><c r="A3"><f t="shared" si="0"/><v>2</v></c><c r="B3"><f t="array" ref="B3:B4">A1:A2*2</f><v>7</v></c></row>
               <row r="4"><c r="A4"><f t="shared" si="0"/><v>3</v></c><c r="B4"><v>8</v></c></row>
               <row r="5"><c r="A5" cm="1"><f t="array" ref="A5:A6">_xlfn._xlws.FILTER(A1:A4,A1:A4&gt;1)</f><v>2</v></c>
                <c r="B5"><f t="dataTable" ref="B5:B6" dt2D="0" r1="A1"/><v>9</v></c>
                <c r="C5" cm="1"><f t="array" ref="C5">SUM(_xlfn.UNIQUE(A1:A4))</f><v>6</v></c></row>
               <row r="6"><c r="A6"><v>3</v></c><c r="B6"><f>Missing!A1+[1]X!B2</f><v>4</v></c></row>"#,
        )
        .cells("Data", r#"<row r="1"><c r="A1"><f>Rate</f><v>1</v></c></row>"#);
    let opened = opened(&book);
    let sheet = opened.sheet("Main");
    for (cell, stored) in [
        ("A1", "= □+□ 2!0,0 $1,$1"),
        ("B1", "=i SUM(□)*□ 0,0:2,0 n:n1"),
        ("C1", "=i XLOOKUP(1,□,□) c0:0 r1:1"),
        ("A2", "= □*□+□ 1,1 $0,$2 2!1,1"),
        ("A4", "= □*□+□ 3,1 $0,$2 2!3,1"),
        ("B3", "=a □*2 0,0:1,0 2,1:3,1"),
        ("A5", "= FILTER(□,□>1) 0,0:3,0 0,0:3,0"),
        ("C5", "= SUM(UNIQUE(□)) 0,0:3,0"),
        ("B6", "=i Missing!A1+[1]X!B2"),
    ] {
        assert_eq!(sheet.formula(cell).unwrap(), stored, "{cell}");
    }
    assert_eq!(sheet.formula("B4"), None);
    assert_eq!(sheet.value("B4"), BlockValue::Number(8.0));
    // What a formula spills comes with its formula.
    assert_eq!(sheet.value("A5"), BlockValue::Null);
    assert_eq!(sheet.value("A6"), BlockValue::Null);
    assert_eq!(sheet.formula("B5"), None);
    assert_eq!(sheet.value("B5"), BlockValue::Number(9.0));
    assert_eq!(opened.sheet("Data").formula("A1").unwrap(), "=i □ n:n2");
    let names: Vec<_> = opened
        .imported
        .names
        .iter()
        .map(|n| {
            format!(
                "{} {:?} {}",
                n.name,
                n.scope.as_ref().map(ToString::to_string),
                n.formula.join(" ").replace('\u{fffc}', "□")
            )
        })
        .collect();
    assert_eq!(
        names,
        [
            "Rate None = □ 2!$0,$1",
            "Rate Some(\"2\") = □ 2!$0,$2",
            "Twice None =i □*2 n:n1"
        ]
    );
    assert_eq!(opened.note("data-tables").at.as_deref(), Some("B5"));
    assert_eq!(opened.note("external-links").at.as_deref(), Some("B6"));
    assert_eq!(opened.note("names").at.as_deref(), Some("Gone"));
    assert_eq!(opened.note("page-setup").count, 1);
}

#[test]
fn tables_are_kept_and_links_keep_their_file() {
    let table = r#"<table xmlns="x" displayName="Sales" ref="A1:B4" totalsRowCount="1"><tableColumns count="2">
        <tableColumn id="1" name="Region"/><tableColumn id="2" name="Net_x000a_value"/></tableColumns>
        <tableStyleInfo name="TableStyleLight9" showRowStripes="1"/></table>"#;
    let link = relationships(
        r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" Target="file:///S:/Finance/rates%20old.xlsx" TargetMode="External"/>"#,
    );
    let book = Book::new()
        .related(
            "externalLink",
            "externalLinks/externalLink1.xml",
            "<externalLink/>",
        )
        .part("xl/externalLinks/_rels/externalLink1.xml.rels", &link)
        .after_sheets(
            r#"<externalReferences><externalReference r:id="rId100"/></externalReferences>"#,
        )
        .part("xl/tables/table1.xml", table)
        .part(
            "xl/worksheets/_rels/sheet1.xml.rels",
            &relationships(&relation(1, "table", "../tables/table1.xml")),
        )
        .cells(
            "Data",
            r#"<row r="2"><c r="B2"><f>Sales[[#This Row],[Region]]*2</f><v>1</v></c></row>"#,
        )
        .cells(
            "Main",
            r#"<row r="1"><c r="A1"><f>SUM(Sales[Net
value])+[1]Rates!$A$1</f><v>1</v></c></row>"#,
        );
    let opened = opened(&book);
    assert_eq!(
        opened.sheet("Data").formula("B2").unwrap(),
        "= □*2 t:t1:r:0"
    );
    assert_eq!(
        opened.sheet("Main").formula("A1").unwrap(),
        "=i SUM(□)+'[rates old.xlsx]Rates'!$A$1 t:t1:d:1"
    );
    let table = &opened.imported.tables[0];
    assert_eq!(
        table.entry,
        serde_json::json!(["Sales", "1", 0, 0, 3, 1, true, true, "TableStyleLight9"])
    );
    assert_eq!(
        table.columns,
        [(0, "Region".to_owned()), (1, "Net\nvalue".to_owned())]
    );
    assert_eq!(opened.note("external-links").count, 1);
}

const STYLES: &str = r#"
    <numFmts><numFmt numFmtId="164" formatCode="0.000&quot; m&quot;"/></numFmts>
    <fonts><font><sz val="11"/><color theme="1"/><name val="Calibri"/></font>
      <font><b/><i/><u val="double"/><strike/><sz val="14.5"/><color rgb="FFC00000"/><name val="Cambria"/></font>
      <font><b val="0"/><u val="none"/><vertAlign val="superscript"/><sz val="11"/><color theme="4" tint="-0.249977111117893"/><name val="Calibri"/></font></fonts>
    <fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
      <fill><patternFill patternType="solid"><fgColor theme="4" tint="0.7999816888943144"/><bgColor indexed="64"/></patternFill></fill>
      <fill><patternFill patternType="solid"><fgColor indexed="10"/></patternFill></fill>
      <fill><gradientFill><stop position="0"><color rgb="FF102030"/></stop><stop position="1"><color rgb="FFFFFFFF"/></stop></gradientFill></fill></fills>
    <borders><border><left/><right/><top/><bottom/><diagonal/></border>
      <border diagonalUp="1"><left style="thin"><color auto="1"/></left><right style="mediumDashed"><color rgb="FF00B050"/></right>
        <top style="double"><color theme="5"/></top><bottom style="hair"/><diagonal style="thin"/></border></borders>
    <cellStyleXfs><xf numFmtId="9" fontId="1"/></cellStyleXfs>
    <cellXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>
      <xf numFmtId="164" fontId="1" fillId="2" borderId="1" applyAlignment="1"><alignment horizontal="center" vertical="top" wrapText="1" indent="3"/></xf>
      <xf numFmtId="14" fontId="2" fillId="3" borderId="0"><alignment textRotation="45" shrinkToFit="1" vertical="center" horizontal="centerContinuous"/></xf>
      <xf numFmtId="10" fontId="0" fillId="4" borderId="0"/><xf numFmtId="3" fontId="0" fillId="0" borderId="0"/></cellXfs>
    <dxfs><dxf><font><b/></font><fill><patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill></fill></dxf></dxfs>
    <colors><indexedColors><rgbColor rgb="00000000"/><rgbColor rgb="00FFFFFF"/><rgbColor rgb="00FF0000"/><rgbColor rgb="0000FF00"/>
      <rgbColor rgb="000000FF"/><rgbColor rgb="00FFFF00"/><rgbColor rgb="00FF00FF"/><rgbColor rgb="0000FFFF"/><rgbColor rgb="00000000"/>
      <rgbColor rgb="00FFFFFF"/><rgbColor rgb="00ABCDEF"/></indexedColors></colors>"#;

const THEME: &str = r#"<a:theme xmlns:a="x"><a:themeElements><a:clrScheme name="t"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>
    <a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="44546A"/></a:dk2><a:lt2><a:srgbClr val="E7E6E6"/></a:lt2>
    <a:accent1><a:srgbClr val="4472C4"/></a:accent1><a:accent2><a:srgbClr val="ED7D31"/></a:accent2></a:clrScheme></a:themeElements></a:theme>"#;

#[test]
fn formats() {
    let book = Book::new()
        .related("theme", "theme/theme1.xml", THEME)
        .styles(STYLES)
        .cells(
            "S",
            r#"<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" s="2"><v>46348</v></c><c r="C1" s="3"/><c r="D1" s="99"><v>1</v></c></row>
               <row r="2" s="4" customFormat="1"><c r="A2"><v>1</v></c></row><row r="3" s="4"><c r="A3" s="4"/></row>"#,
        );
    let opened = opened(&book);
    let sheet = opened.sheet("S");
    assert_eq!(
        sheet.format("A1"),
        json!({
            "font": "Cambria", "size": 14.5, "bold": true, "italic": true, "underline": true, "strike": true,
            "color": "#c00000", "fill": "#dae3f3", "align": "center", "valign": "top", "wrap": true, "indent": 3,
            "format": "0.000\" m\"", "borderLeft": "thin #000000", "borderRight": "medium #00b050",
            "borderTop": "double #ed7d31", "borderBottom": "hair #000000",
        })
    );
    assert_eq!(
        sheet.format("B1"),
        json!({
            "font": "Calibri", "size": 11, "color": "#2f5597", "fill": "#abcdef", "format": "m/d/yyyy",
            "align": "center", "valign": "middle",
        })
    );
    assert_eq!(sheet.format("C1")["fill"], "#102030");
    assert_eq!(sheet.format("C1")["format"], "0.00%");
    let normal = json!({"font": "Calibri", "size": 11});
    assert_eq!(
        sheet.format("D1"),
        normal,
        "an unknown format is the first one"
    );
    assert_eq!(
        sheet.format("A2"),
        normal,
        "a cell's own format wins over its row's"
    );
    assert_eq!(sheet.format("B2")["format"], "#,##0", "a row's own format");
    assert_eq!(
        sheet.format("B3"),
        normal,
        "a row that says no custom format has none"
    );
    assert_eq!(sheet.format("A3")["format"], "#,##0");
    assert_eq!(sheet.format("Z1000"), normal);
    assert_eq!(opened.note("diagonal-borders").count, 1);
    assert_eq!(opened.note("rotated-texts").count, 1);
    assert_eq!(opened.note("shrunk-texts").count, 1);
    assert_eq!(opened.note("raised-texts").count, 1);
    assert_eq!(opened.note("patterns").count, 1);
}

#[test]
fn layout_and_sheets() {
    let book = Book::new()
        .styles(STYLES)
        .before_sheets(r#"<workbookPr date1904="true"/><workbookProtection lockStructure="1"/>"#)
        .after_sheets(r#"<calcPr iterate="1" iterateCount="20" fullPrecision="0"/>"#)
        .sheet(
            "Shown & first",
            r#"<sheetPr><tabColor rgb="FF00B0F0"/></sheetPr>
               <sheetViews><sheetView showGridLines="0" topLeftCell="B3"><pane xSplit="2" ySplit="4" topLeftCell="E9" state="frozen"/></sheetView></sheetViews>
               <sheetFormatPr baseColWidth="10" defaultRowHeight="18"/>
               <cols><col min="1" max="2" width="20.7109375" customWidth="1"/><col min="4" max="4" width="9.140625" hidden="1"/>
                 <col min="6" max="16384" width="12.7109375" style="4"/></cols>
               <sheetData><row r="2" ht="30" customHeight="1"><c r="A2"><v>1</v></c></row><row r="3" hidden="1"/><row r="4" hidden="1"/></sheetData>
               <sheetProtection sheet="1"/><autoFilter ref="A1:B9"/><mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell ref="D5:D5"/></mergeCells>
               <conditionalFormatting sqref="A1:A9"><cfRule type="top10" priority="1"/><cfRule type="expression" priority="2"><formula>1</formula></cfRule></conditionalFormatting>
               <dataValidations count="1"><dataValidation type="list" sqref="C3:C9"><formula1>"a,b"</formula1></dataValidation></dataValidations>
               <hyperlinks><hyperlink ref="A1" r:id="rId1"/><hyperlink ref="B2:B3" location="Hidden!C4"/></hyperlinks><pageSetup orientation="landscape"/><rowBreaks count="1"><brk id="9"/></rowBreaks>"#,
        )
        .sheet_with("Hidden", r#"state="hidden""#, r#"<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/><sheetData><row r="2"><c r="A2"><v>1</v></c></row></sheetData>"#)
        .sheet_with("Very", r#"state="veryHidden""#, "<sheetData/>");
    let opened = opened(&book);
    assert!(opened.imported.date1904);
    let sheet = opened.sheet("Shown & first");
    assert_eq!(sheet.entry.color.as_deref(), Some("#00b0f0"));
    assert!(!sheet.entry.grid);
    assert_eq!(
        sheet.entry.freeze,
        Some((5, 2)),
        "four rows from row 3, two columns from B"
    );
    assert!((sheet.manifest.row_height - 24.0).abs() < 0.1);
    assert!((sheet.manifest.col_width - 80.0).abs() < 0.1);
    assert!((sheet.width(0) - 145.0).abs() < 0.1);
    assert!((sheet.width(2) - 80.0).abs() < 0.1);
    assert!((sheet.width(9000) - 89.0).abs() < 0.1);
    assert!((sheet.height(1) - 40.0).abs() < 0.1);
    assert_eq!(sheet.hidden_columns(), [(3, 1)]);
    assert_eq!(sheet.hidden_rows(), [(2, 2)]);
    assert_eq!(sheet.manifest.merges, [(0, 0, 1, 1)]);
    assert_eq!(sheet.format("G7")["format"], "#,##0", "a column's format");
    let place = |row| (row, 1, "#2!3,2".to_owned());
    assert_eq!(sheet.entry.links, [place(1), place(2)]);
    assert_eq!(
        opened.note("hyperlinks").count,
        1,
        "its document is not named"
    );
    let hidden = opened.sheet("Hidden");
    assert_eq!(hidden.entry.state, SheetState::Hidden);
    assert_eq!(hidden.hidden_rows(), [(0, 1), (2, 1_048_574)]);
    assert_eq!(opened.sheet("Very").entry.state, SheetState::VeryHidden);
    for (what, count) in [("page-setup", 1), ("precision", 1), ("protection", 1)] {
        assert_eq!(opened.note(what).count, count, "{what}");
    }
    assert_eq!(opened.imported.iteration, Some((20, 0.001)));
    assert!(opened.imported.report.kept.contains("2 hidden sheets"));
    let names: Vec<String> = opened
        .imported
        .edits()
        .iter()
        .map(|e| e.key.clone())
        .collect();
    assert!(names.contains(&"2/state".to_owned()) && names.contains(&"date1904".to_owned()));
}

#[test]
fn odd_but_legal_packages() {
    // Prefixed elements, another namespace, parts elsewhere, names in another case, backslashes, absolute targets.
    let main = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    let rel = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    let strict = |kind: &str, id: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{rel}/{kind}" Target="{target}"/>"#)
    };
    let book = format!(
        r#"<x:workbook xmlns:x="{main}" xmlns:q="{rel}"><x:sheets><x:sheet name="Ä" sheetId="7" q:id="a"/></x:sheets></x:workbook>"#
    );
    let sheet: Vec<u8> = format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?><x:worksheet xmlns:x=\"{main}\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" t=\"inlineStr\"><x:is><x:t>ünï</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>"
    )
    .encode_utf16()
    .flat_map(u16::to_le_bytes)
    .collect();
    let bytes = crate::parts::zipped(&[
        (
            "_rels/.rels",
            relationships(&strict("officeDocument", "r", "/Odd/Book.xml")).as_bytes(),
        ),
        ("odd/book.xml", book.as_bytes()),
        (
            "Odd/_rels/Book.xml.rels",
            relationships(&strict("worksheet", "a", "deep\\er\\sheet.XML")).as_bytes(),
        ),
        ("Odd/Deep/er/sheet.xml", &sheet),
    ]);
    let opened = open_bytes("odd.xlsx", &bytes).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(opened.sheet("Ä").text("A1"), "ünï");
}

#[test]
fn rows_out_of_order_and_cells_twice() {
    let book = Book::new().cells(
        "S",
        r#"<row r="900"><c r="B900"><v>9</v></c><c r="A900"><f>A1</f><v>8</v></c><c r="B900"><v>10</v></c></row>
           <row r="1"><c r="A1"><v>1</v></c><c r="A1"><f>1+1</f><v>2</v></c></row><row r="901"><c r="A901"><v>3</v></c></row>"#,
    );
    let opened = opened(&book);
    let sheet = opened.sheet("S");
    assert_eq!(sheet.value("B900"), BlockValue::Number(10.0));
    assert_eq!(sheet.formula("A900").unwrap(), "= □ 0,0");
    assert_eq!(sheet.value("A1"), BlockValue::Number(2.0));
    assert_eq!(sheet.formula("A1").unwrap(), "= 1+1");
    assert_eq!(sheet.value("A901"), BlockValue::Number(3.0));
    let rows: Vec<_> = sheet.manifest.blocks.iter().map(|b| b.rows[0].0).collect();
    assert_eq!(rows, [0, 768]);
    assert_eq!(opened.note("duplicates").count, 2);
}

#[test]
fn what_other_programs_add_is_counted() {
    let opened = open("extras.xlsx");
    for (what, count) in [("charts", 1), ("pictures", 1)] {
        assert_eq!(opened.note(what).count, count, "{what}");
    }
    let sheet = &opened.imported.sheets[0];
    let text = |row, text: &str| (row, 0, text.to_owned());
    assert_eq!(
        sheet.notes,
        [text(1, "Two of them are old."), text(2, "Ordered.")]
    );
    assert_eq!(sheet.links, [text(3, "https://example.org/valves")]);
    let json = serde_json::to_value(&opened.imported.report).unwrap();
    let notes = json["sheets"][0]["notes"].as_array().unwrap();
    let charts = notes.iter().find(|n| n["what"] == "charts").unwrap();
    assert_eq!(charts["group"], "not-carried-over");
    let kept = &opened.imported.report.kept;
    for what in ["1 table", "2 notes", "1 link"] {
        assert!(kept.contains(what), "{what}: {kept}");
    }
}

#[test]
fn names_that_the_document_does_not_allow() {
    let long = "A name that is a good deal longer than Excel allows";
    let book = Book::new()
        .cells(long, "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")
        .cells("a/b", "<row r=\"1\"><c r=\"A1\"><f>'A name that is a good deal longer than Excel allows'!A1</f><v>1</v></c></row>");
    let opened = opened(&book);
    assert_eq!(opened.names(), ["A name that is a good deal long", "a_b"]);
    assert_eq!(opened.sheet("a_b").formula("A1").unwrap(), "= □ 1!0,0");
    assert_eq!(opened.note("renamed").at.as_deref(), Some(long));
    let mut document = daylight_model::Document::new();
    document.write(&opened.imported.edits()).unwrap();
}
