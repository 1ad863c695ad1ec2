//! The base: imported cells with cached results.

use daylight_calc::{Engine, LoadError};
use daylight_model::{
    Axis, Block, CellId, Content, SheetId, Value,
    id::{MAX_COLS, MAX_ROWS},
};

use crate::grid::{CLOCK, Grid, show};

const SLOT: char = '\u{FFFC}';

fn sheet(n: u32) -> SheetId {
    n.to_string().parse().unwrap()
}

fn block(json: &str) -> Block {
    serde_json::from_str(&json.replace('@', &SLOT.to_string())).unwrap()
}

/// A1:A3 = 1, 2, 3; B1 = A1*2 cached 2; B2 = SUM(A1:A3) cached 66; B3 = MYSTERY(A1) cached "kept"; B4 = A2 without result.
fn base() -> Block {
    block(
        r#"{"v":1,"rows":[[0,4]],"cols":[
            {"id":0,"v":[1,2,3]},
            {"id":1,"v":[2,66,"kept",null],"f":[[0,0],[1,1],[2,2],[3,3]]}],
          "formulas":[["=","@*2","0,0"],["=","SUM(@)","0,0:2,0"],["=","MYSTERY(@)","0,0"],["=","@","1,0"]]}"#,
    )
}

fn loaded() -> Engine {
    let mut engine = Engine::new(false);
    engine.put_sheet(
        &sheet(1),
        "Plan",
        Axis::base(MAX_ROWS),
        Axis::base(MAX_COLS),
    );
    engine.load_block(&sheet(1), &base()).unwrap();
    engine
}

fn text(engine: &Engine, row: u64, col: u64) -> String {
    show(&engine.value(&sheet(1), CellId::new(row, col)))
}

fn set(engine: &mut Engine, row: u64, col: u64, value: f64) {
    let content = Content::Value(Value::Number(value));
    engine.set(&sheet(1), CellId::new(row, col), Some(content));
}

fn recalc(engine: &mut Engine) -> usize {
    let done = engine.recalc(CLOCK, &|| false);
    assert!(done.finished);
    done.changed.len()
}

#[test]
fn cached_results_are_trusted_until_an_input_changes() {
    let mut engine = loaded();
    assert_eq!(recalc(&mut engine), 1, "only the one without a result");
    assert_eq!(text(&engine, 1, 1), "66");
    assert_eq!(text(&engine, 2, 1), "kept");
    assert_eq!(text(&engine, 3, 1), "2");
    set(&mut engine, 2, 0, 30.0);
    assert_eq!(recalc(&mut engine), 1);
    assert_eq!(text(&engine, 1, 1), "33");
    assert_eq!(text(&engine, 2, 1), "kept");
    set(&mut engine, 0, 0, 10.0);
    assert_eq!(recalc(&mut engine), 3);
    assert_eq!(text(&engine, 0, 1), "20");
    assert_eq!(text(&engine, 2, 1), "#NAME?");
}

#[test]
fn formulas_tell_whether_they_differ_from_the_base() {
    let mut engine = loaded();
    recalc(&mut engine);
    let differing = |engine: &Engine| {
        let all = engine.formulas_in(&sheet(1), &[(0, 10)], &[(0, 5)]);
        assert_eq!(all.len(), 4);
        let mut rows: Vec<u64> = all.iter().filter(|f| f.2).map(|f| f.0.row.0).collect();
        rows.sort_unstable();
        rows
    };
    assert_eq!(differing(&engine), [3]);
    set(&mut engine, 0, 0, 5.0);
    recalc(&mut engine);
    assert_eq!(differing(&engine), [0, 1, 2, 3]);
    engine.set(&sheet(1), CellId::new(0, 0), None);
    recalc(&mut engine);
    assert_eq!(text(&engine, 0, 0), "1");
    assert_eq!(differing(&engine), [1, 2, 3], "B1 is as cached again");
    assert_eq!(engine.formulas_in(&sheet(1), &[(1, 1)], &[(1, 1)]).len(), 1);
    assert_eq!(engine.formulas_in(&sheet(1), &[(1, 1)], &[(0, 1)]).len(), 0);
}

#[test]
fn an_edit_covers_the_base_until_it_goes() {
    let mut engine = loaded();
    recalc(&mut engine);
    let cell = CellId::new(0, 1);
    let before = engine.content(&sheet(1), cell);
    assert!(matches!(before, Some(Content::Formula(_))));
    set(&mut engine, 0, 1, 9.0);
    recalc(&mut engine);
    assert_eq!(text(&engine, 0, 1), "9");
    set(&mut engine, 0, 0, 4.0);
    recalc(&mut engine);
    engine.set(&sheet(1), cell, None);
    recalc(&mut engine);
    assert_eq!(text(&engine, 0, 1), "8");
    assert_eq!(engine.content(&sheet(1), cell), before);
    // What cannot be computed comes back with the result from the file.
    let mystery = CellId::new(2, 1);
    let mut engine = loaded();
    recalc(&mut engine);
    set(&mut engine, 2, 1, 1.0);
    recalc(&mut engine);
    engine.set(&sheet(1), mystery, None);
    recalc(&mut engine);
    assert_eq!(text(&engine, 2, 1), "kept");
}

#[test]
fn edits_may_come_before_the_block() {
    let mut engine = Engine::new(false);
    engine.put_sheet(
        &sheet(1),
        "Plan",
        Axis::base(MAX_ROWS),
        Axis::base(MAX_COLS),
    );
    set(&mut engine, 0, 0, 100.0);
    engine.load_block(&sheet(1), &base()).unwrap();
    recalc(&mut engine);
    assert_eq!(text(&engine, 0, 1), "200");
    engine.set(&sheet(1), CellId::new(0, 0), None);
    recalc(&mut engine);
    assert_eq!(text(&engine, 0, 1), "2");
}

#[test]
fn rows_that_changed_since_the_import_are_noticed() {
    let base_axis = Axis::base(MAX_ROWS);
    let (key, entry) = base_axis.delete(1, 1, "op").unwrap();
    let rows = Axis::build(MAX_ROWS, [(key.as_str(), &entry)]);
    let mut engine = Engine::new(false);
    engine.put_sheet(&sheet(1), "Plan", rows, Axis::base(MAX_COLS));
    engine.load_block(&sheet(1), &base()).unwrap();
    recalc(&mut engine);
    assert_eq!(text(&engine, 1, 1), "66", "on the deleted row itself");
    assert_eq!(text(&engine, 0, 1), "2");
    assert_eq!(text(&engine, 3, 1), "#REF!");
    let (key, entry) = base_axis.insert_before(1, 1, 9).unwrap();
    let rows = Axis::build(MAX_ROWS, [(key.as_str(), &entry)]);
    let mut engine = Engine::new(false);
    engine.put_sheet(&sheet(1), "Plan", rows, Axis::base(MAX_COLS));
    engine.load_block(&sheet(1), &base()).unwrap();
    recalc(&mut engine);
    assert_eq!(text(&engine, 1, 1), "6", "the sum spans the new row");
    assert_eq!(text(&engine, 2, 1), "kept");
}

#[test]
fn references_to_a_sheet_that_is_gone_since_the_import() {
    let mut engine = loaded();
    let other = block(
        r#"{"v":1,"rows":[[0,1]],"cols":[{"id":0,"v":[5],"f":[[0,0]]}],"formulas":[["=","@","7!0,0"]]}"#,
    );
    engine.put_sheet(
        &sheet(2),
        "Data",
        Axis::base(MAX_ROWS),
        Axis::base(MAX_COLS),
    );
    engine.load_block(&sheet(2), &other).unwrap();
    recalc(&mut engine);
    assert_eq!(show(&engine.value(&sheet(2), CellId::new(0, 0))), "#REF!");
}

#[test]
fn a_block_may_be_replaced() {
    let mut engine = loaded();
    recalc(&mut engine);
    let newer = block(
        r#"{"v":1,"rows":[[0,4]],"cols":[{"id":0,"v":[1,20]},{"id":1,"v":[2,66],"f":[[0,0],[1,1]]}],
          "formulas":[["=","@*2","0,0"],["=","SUM(@)","0,0:2,0"]]}"#,
    );
    engine.load_block(&sheet(1), &newer).unwrap();
    recalc(&mut engine);
    assert_eq!(text(&engine, 1, 1), "21");
    assert_eq!(text(&engine, 2, 0), "");
    assert_eq!(engine.content(&sheet(1), CellId::new(3, 1)), None);
    assert_eq!(
        engine.formulas_in(&sheet(1), &[(0, 10)], &[(0, 5)]).len(),
        2
    );
}

#[test]
fn a_bad_block_is_refused_whole() {
    let mut engine = loaded();
    let bad = block(r#"{"v":1,"rows":[[0,1]],"cols":[{"id":0,"v":[5,6]}]}"#);
    assert!(matches!(
        engine.load_block(&sheet(1), &bad),
        Err(LoadError::Block { .. })
    ));
    let bad = block(
        r#"{"v":1,"rows":[[0,1]],"cols":[{"id":0,"v":[5],"f":[[0,0]]}],"formulas":[["=","@","nonsense"]]}"#,
    );
    assert!(engine.load_block(&sheet(1), &bad).is_err());
    assert_eq!(text(&engine, 0, 0), "1");
}

#[test]
fn contents_come_back_as_they_came() {
    let mut engine = Engine::new(false);
    engine.put_sheet(
        &sheet(1),
        "Plan",
        Axis::base(MAX_ROWS),
        Axis::base(MAX_COLS),
    );
    for json in [
        r#"["=","SUM(@,@,@)+@","$0,1","2!5,$6:7,8","r$3:4","n:rate"]"#,
        r#"["=i","@","c3:$5"]"#,
        r#"["=a","@*2","8388609,3","1,1:2,2"]"#,
        r#"["=","@","9!12582912,0"]"#,
    ] {
        let content = Content::from_json(
            &serde_json::from_str(&json.replace('@', &SLOT.to_string())).unwrap(),
        )
        .unwrap();
        let cell = CellId::new(3, 4);
        engine.set(&sheet(1), cell, Some(content.clone()));
        assert_eq!(engine.content(&sheet(1), cell), Some(content));
    }
}

#[test]
fn many_formulas_at_once_come_out_as_one_by_one() {
    let mut grid = Grid::new(&["Plan"]);
    for row in 1..=3000 {
        grid.set(&format!("A{row}"), &row.to_string());
        let formula = match row % 4 {
            0 => format!("=SUM(A1:A{row})"),
            1 => format!("=LEN(REPT(\"x\",A{row}))"),
            2 => format!("=SUM(OFFSET(A{row},0,0,2,1))"),
            _ => format!("=VLOOKUP(A{row},A:A,1,FALSE)+SUMPRODUCT((A1:A9>4)*1)"),
        };
        grid.set(&format!("B{row}"), &formula);
        grid.set(&format!("C{row}"), &format!("=B{row}+SUM(B1:B9)"));
    }
    let asked = std::sync::atomic::AtomicU32::new(0);
    let cancel = || asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 3;
    assert!(!grid.engine.recalc(CLOCK, &cancel).finished);
    grid.recalc();
    let fresh = grid.fresh();
    for (sheet, cell) in grid.contents.keys() {
        assert_eq!(grid.engine.value(sheet, *cell), fresh.value(sheet, *cell));
    }
    grid.expect("B2999", "3004")
        .expect("B2997", "2997")
        .expect("B2998", "5997")
        .expect("B3000", "4501500");
}
