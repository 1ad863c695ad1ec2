//! Conditional formats, what may be entered, and filters.

use daylight_model::marks::HiddenRows;
use serde_json::{Value as Json, json};

use crate::parts::Book;
use crate::reading::{Opened, open_bytes};

const STYLES: &str = r#"<numFmts count="1"><numFmt numFmtId="164" formatCode="0.000"/></numFmts>
    <fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>
    <fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
    <borders count="1"><border/></borders><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellXfs>
    <dxfs count="2"><dxf><font><b/><color rgb="FF9C0006"/></font><fill><patternFill><bgColor rgb="FFFFC7CE"/></patternFill></fill></dxf>
      <dxf><numFmt numFmtId="165" formatCode="0%"/><border><bottom style="thin"><color rgb="FF112233"/></bottom></border></dxf></dxfs>"#;

const DATA: &str = r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>
    <row r="3" hidden="1"><c r="A3"><v>3</v></c></row><row r="4" hidden="1"/><row r="9" hidden="1"/></sheetData>"#;

fn opened(book: &Book) -> Opened {
    open_bytes("test.xlsx", &book.bytes()).unwrap_or_else(|e| panic!("{}: {e}", e.code()))
}

fn book(after: &str) -> Opened {
    opened(
        &Book::new()
            .styles(STYLES)
            .sheet("Data", &format!("{DATA}{after}")),
    )
}

/// What an entry of the new document holds.
fn entry(opened: &Opened, key: &str) -> Json {
    let edits = opened.imported.edits();
    let found = edits
        .into_iter()
        .find(|edit| format!("{}/{}", edit.root, edit.key) == key);
    found.and_then(|edit| edit.value).unwrap_or(Json::Null)
}

#[test]
fn conditional_formats_are_kept() {
    let opened = book(
        r#"<conditionalFormatting sqref="A1:A9 C1"><cfRule type="cellIs" dxfId="0" priority="2" stopIfTrue="1" operator="between"><formula>1</formula><formula>$B$1*2</formula></cfRule>
              <cfRule type="expression" dxfId="1" priority="1"><formula>A1&gt;B1</formula></cfRule></conditionalFormatting>
            <conditionalFormatting sqref="B:B"><cfRule type="containsText" dxfId="0" priority="3" operator="containsText" text="a&quot;b"><formula>NOT(ISERROR(SEARCH("a""b",B1)))</formula></cfRule>
              <cfRule type="top10" dxfId="0" priority="4" percent="1" bottom="1" rank="5"/><cfRule type="aboveAverage" dxfId="0" priority="5" aboveAverage="0"/>
              <cfRule type="duplicateValues" dxfId="0" priority="6"/><cfRule type="timePeriod" dxfId="0" priority="7" timePeriod="lastWeek"><formula>1</formula></cfRule></conditionalFormatting>
            <conditionalFormatting sqref="D1:D9"><cfRule type="colorScale" priority="8"><colorScale><cfvo type="min"/><cfvo type="percentile" val="50"/><cfvo type="max"/>
                <color rgb="FFF8696B"/><color rgb="FFFFEB84"/><color rgb="FF63BE7B"/></colorScale></cfRule>
              <cfRule type="dataBar" priority="9"><dataBar showValue="0"><cfvo type="min"/><cfvo type="max"/><color rgb="FF638EC6"/></dataBar><extLst><ext><x14:id xmlns:x14="x">{1}</x14:id></ext></extLst></cfRule>
              <cfRule type="iconSet" priority="10"><iconSet iconSet="3Arrows" reverse="1"><cfvo type="percent" val="0"/><cfvo type="percent" val="33"/><cfvo type="num" val="67"/></iconSet></cfRule></conditionalFormatting>"#,
    );
    let common = |n: &str| entry(&opened, &format!("rules/1/{n}"));
    // In the order of their priority.
    assert_eq!(common("r1")["kind"], "formula");
    assert_eq!(common("r1")["format"], "0%");
    assert_eq!(common("r1")["borderBottom"], "thin #112233");
    assert_eq!(
        common("r1/a"),
        json!(["=", "\u{FFFC}>\u{FFFC}", "0,0", "0,1"])
    );
    let between = common("r2");
    assert_eq!(between["on"], "0,0:8,0 0,2");
    assert_eq!(
        (&between["op"], &between["stop"]),
        (&json!("between"), &json!(true))
    );
    assert_eq!(
        (&between["fill"], &between["color"], &between["bold"]),
        (&json!("#ffc7ce"), &json!("#9c0006"), &json!(true))
    );
    assert_eq!(common("r2/a"), 1);
    assert_eq!(common("r2/b"), json!(["=", "\u{FFFC}*2", "$0,$1"]));
    assert_eq!(common("r3")["on"], "c1:1");
    assert_eq!(common("r3/a"), "a\"b");
    assert_eq!(
        (
            &common("r4")["count"],
            &common("r4")["op"],
            &common("r4")["percent"]
        ),
        (&json!(5), &json!("bottom"), &json!(true))
    );
    assert_eq!(common("r5")["op"], "below");
    assert_eq!(common("r6")["op"], "duplicate");
    assert_eq!(common("r7")["op"], "lastweek");
    assert_eq!(common("r8")["points"], "min percentile max");
    assert_eq!(common("r8")["colors"], "#f8696b #ffeb84 #63be7b");
    assert_eq!(common("r8/b"), 50);
    assert_eq!(
        (&common("r9")["bar"], &common("r9")["bare"]),
        (&json!("#638ec6"), &json!(true))
    );
    assert_eq!(
        (&common("r10")["set"], &common("r10")["points"]),
        (&json!("3arrows"), &json!("percent number"))
    );
    assert_eq!((common("r10/a"), common("r10/b")), (json!(33), json!(67)));
    assert!(
        opened
            .imported
            .report
            .kept
            .contains("10 conditional formats"),
        "{}",
        opened.imported.report.kept
    );
}

#[test]
fn what_may_be_entered_is_kept() {
    let opened = book(
        r#"<dataValidations count="4">
             <dataValidation type="list" allowBlank="1" showErrorMessage="1" error="Pick one" prompt="Which?" sqref="C3:C9"><formula1>"North, South"</formula1></dataValidation>
             <dataValidation type="list" errorStyle="warning" showErrorMessage="1" showDropDown="1" sqref="D3"><formula1>$A$1:$A$3</formula1></dataValidation>
             <dataValidation type="whole" operator="greaterThan" showErrorMessage="1" sqref="E:E"><formula1>A1</formula1></dataValidation>
             <dataValidation type="none" sqref="F1"/></dataValidations>
           <extLst><ext><x14:dataValidations xmlns:x14="x" xmlns:xm="y"><x14:dataValidation type="decimal"><x14:formula1><xm:f>0</xm:f></x14:formula1><x14:formula2><xm:f>1</xm:f></x14:formula2><xm:sqref>G1:G2</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"#,
    );
    let check = |n: &str| entry(&opened, &format!("checks/1/{n}"));
    let list = check("v1");
    assert_eq!(
        (&list["kind"], &list["items"], &list["on"]),
        (&json!("list"), &json!("North\nSouth"), &json!("2,2:8,2"))
    );
    assert_eq!(
        (&list["refuse"], &list["say"], &list["hint"]),
        (&json!(true), &json!("Pick one"), &json!("Which?"))
    );
    let list = check("v2");
    assert_eq!(
        (&list["arrow"], &list["refuse"], list.get("items")),
        (&json!(false), &Json::Null, None)
    );
    assert_eq!(check("v2/a"), json!(["=", "\u{FFFC}", "$0,$0:$2,$0"]));
    assert_eq!(
        (&check("v3")["op"], &check("v3")["on"]),
        (&json!(">"), &json!("c4:4"))
    );
    assert_eq!(check("v4"), Json::Null);
    assert_eq!(
        (&check("v5")["kind"], &check("v5")["on"]),
        (&json!("number"), &json!("0,6:1,6"))
    );
    assert_eq!((check("v5/a"), check("v5/b")), (json!(0), json!(1)));
    assert_eq!(opened.note("validations").count, 1);
}

#[test]
fn rows_that_a_filter_hides_are_hidden_by_it() {
    let opened = book(
        r#"<autoFilter ref="A1:B5"><filterColumn colId="0"><filters blank="1"><filter val="2"/></filters></filterColumn>
             <filterColumn colId="1"><customFilters and="1"><customFilter operator="greaterThan" val="3"/><customFilter operator="notEqual" val=" "/></customFilters></filterColumn></autoFilter>"#,
    );
    assert_eq!(entry(&opened, "filters/1/sheet"), json!([0, 0, 4, 1]));
    assert_eq!(entry(&opened, "filters/1/sheet/0"), json!(["in", "", "2"]));
    assert_eq!(
        entry(&opened, "filters/1/sheet/1"),
        json!(["if", ">", 3, "and", "filled", null])
    );
    let hash = entry(&opened, "filters/1/sheet/rows");
    let list: HiddenRows = opened.asset(&hash.as_str().unwrap().parse().unwrap());
    assert_eq!(list.rows, [(2, 2)]);
    assert_eq!(opened.sheet("Data").hidden_rows(), [(8, 1)]);
    // A filter without criteria hides nothing; what was hidden stays so.
    let opened = book(r#"<autoFilter ref="A1:B5"/>"#);
    assert_eq!(entry(&opened, "filters/1/sheet"), json!([0, 0, 4, 1]));
    assert_eq!(entry(&opened, "filters/1/sheet/rows"), Json::Null);
    assert_eq!(opened.sheet("Data").hidden_rows(), [(2, 2), (8, 1)]);
}

#[test]
fn what_has_no_like_here_is_said() {
    let opened = book(
        r#"<autoFilter ref="A1:B5"><filterColumn colId="0"><colorFilter dxfId="0"/></filterColumn></autoFilter>
           <conditionalFormatting sqref="A1:A9"><cfRule type="aboveAverage" priority="1" stdDev="2"/><cfRule type="cellIs" priority="2" operator="between"/><cfRule type="unknown" priority="3"/></conditionalFormatting>
           <conditionalFormatting sqref="nonsense"><cfRule type="duplicateValues" priority="4"/></conditionalFormatting>"#,
    );
    assert_eq!(opened.note("filters").count, 1);
    assert_eq!(opened.note("conditional-formats").count, 3);
    assert_eq!(
        opened.note("conditional-formats").at.as_deref(),
        Some("A1:A9")
    );
}
