//! Figures of the engine on one workbook of 50,000 rows: 1,000,000 values and 100,000 formulas.
//!
//! `cargo bench -p daylight-calc --bench engine`; times are of the processor, ratios compare with a calculation from nothing in the same run.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    reason = "a benchmark"
)]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use daylight_calc::{Clock, Engine};
use daylight_model::{
    Axis, Block, BlockColumn, BlockValue, CellId, Content, Formula, FormulaKind, SheetId, Value,
    id::{MAX_COLS, MAX_ROWS},
};

const ROWS: u64 = 50_000;
const CLOCK: Clock = Clock {
    now: 46_328.0,
    seed: 1,
};
const SLOT: char = '\u{FFFC}';

fn sheet() -> SheetId {
    "1".parse().unwrap()
}

fn value(row: u64, col: u64) -> f64 {
    ((row * 31 + col * 17) % 1000) as f64
}

/// Rows of 20 numbers, their sum in U, and a running total in V.
fn block(first: u64, results: bool) -> Block {
    let rows = 256.min(ROWS - first);
    let mut cols: Vec<BlockColumn> = (0..20)
        .map(|col| BlockColumn {
            id: col,
            v: (first..first + rows)
                .map(|r| BlockValue::Number(value(r, col)))
                .collect(),
            ..BlockColumn::default()
        })
        .collect();
    let mut formulas = vec![];
    for (id, text) in [(20, format!("SUM({SLOT})")), (21, format!("{SLOT}+{SLOT}"))] {
        let start = formulas.len() as u32;
        for r in first..first + rows {
            let refs = match (id, r) {
                (20, _) => vec![format!("{r},0:{r},19")],
                (_, 0) => vec![format!("{r},20"), format!("{r},23")],
                _ => vec![format!("{},21", r - 1), format!("{r},20")],
            };
            let parts = ["=".to_owned(), text.clone()];
            formulas.push(parts.into_iter().chain(refs).collect());
        }
        let result = if results {
            BlockValue::Number(1.0)
        } else {
            BlockValue::Null
        };
        cols.push(BlockColumn {
            id,
            v: vec![result; rows as usize],
            f: (0..rows as u16)
                .map(|i| (i, start + u32::from(i)))
                .collect(),
            ..BlockColumn::default()
        });
    }
    Block {
        v: 1,
        rows: vec![(first, rows as u32)],
        cols,
        formulas,
    }
}

fn blocks(results: bool) -> Vec<Block> {
    (0..ROWS)
        .step_by(256)
        .map(|first| block(first, results))
        .collect()
}

/// Time that this thread was on a processor, where the system tells, so that a busy machine does not count.
fn processor() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanos = stat.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanos))
}

fn timed<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let (start, before) = (Instant::now(), processor());
    let result = f();
    let elapsed = start.elapsed();
    let spent = processor()
        .zip(before)
        .map(|(now, then)| now.saturating_sub(then));
    // The system counts in ticks of some milliseconds: short times are better taken from the clock.
    let short = elapsed < Duration::from_millis(20);
    let spent = spent.filter(|_| !short);
    (result, spent.map_or(elapsed, |spent| spent.min(elapsed)))
}

fn put(engine: &mut Engine, rows: Axis) {
    engine.put_sheet(&sheet(), "Plan", rows, Axis::base(MAX_COLS));
}

fn load(blocks: &[Block]) -> Engine {
    let mut engine = Engine::new(false);
    put(&mut engine, Axis::base(MAX_ROWS));
    for block in blocks {
        engine.load_block(&sheet(), block).unwrap();
    }
    engine
}

fn number(n: f64) -> Content {
    Content::Value(Value::Number(n))
}

fn formula(template: &str, refs: &[&str]) -> Content {
    Content::Formula(Arc::new(Formula {
        kind: FormulaKind::Ordinary,
        template: template.replace('@', &SLOT.to_string()).into(),
        refs: refs.iter().map(|r| r.parse().unwrap()).collect(),
    }))
}

fn set(engine: &mut Engine, row: u64, col: u64, content: Content) {
    engine.set(&sheet(), CellId::new(row, col), Some(content));
}

fn recalc(engine: &mut Engine) -> usize {
    let done = engine.recalc(CLOCK, &|| false);
    assert!(done.finished);
    done.changed.len()
}

/// Resident memory in MB.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
    let kb = line.and_then(|l| l.split_whitespace().next()?.parse::<f64>().ok());
    kb.unwrap_or(0.0) / 1024.0
}

fn report(what: &str, time: Duration, note: &str) {
    println!("{what:<58} {:>9.3} ms  {note}", time.as_secs_f64() * 1e3);
}

fn budget() {
    let trusted = blocks(true);
    let before = resident();
    let (engine, time) = timed(|| load(&trusted));
    report(
        "load 1M values + 100k formulas with results",
        time,
        "target 500 ms",
    );
    println!("{:<58} {:>9.0} MB", "  memory", resident() - before);
    drop(engine);
    drop(trusted);
    let plain = blocks(false);
    let (mut engine, loading) = timed(|| load(&plain));
    let (computed, fresh) = timed(|| recalc(&mut engine));
    report("  without results: load", loading, "");
    report(
        "  first calculation",
        fresh,
        &format!("{computed} formulas"),
    );
    let ratio = |time: Duration| {
        format!(
            "1/{:.0} of from nothing",
            fresh.as_secs_f64() / time.as_secs_f64()
        )
    };
    for (what, row) in [
        ("top: 50,001 dependents", 0),
        ("bottom: 2 dependents", ROWS - 1),
    ] {
        for _ in 0..2 {
            let cell = CellId::new(row, 3);
            let Value::Number(old) = engine.value(&sheet(), cell) else {
                panic!("no number")
            };
            set(&mut engine, row, 3, number(old + 1.0));
            let (changed, time) = timed(|| recalc(&mut engine));
            report(
                &format!("edit at the {what}"),
                time,
                &format!("{changed} changed, {}", ratio(time)),
            );
        }
    }
    set(
        &mut engine,
        25_000,
        20,
        formula("SUM(@)+1", &["25000,0:25000,19"]),
    );
    let (changed, time) = timed(|| recalc(&mut engine));
    report("formula in the middle", time, &format!("{changed} changed"));
    let rows = Axis::base(MAX_ROWS);
    let (key, entry) = rows.insert_before(25_000, 1, 1).unwrap();
    let axis = Axis::build(MAX_ROWS, [(key.as_str(), &entry)]);
    let (changed, time) = timed(|| {
        put(&mut engine, axis.clone());
        recalc(&mut engine)
    });
    report(
        "row inserted in the middle",
        time,
        &format!("{changed} changed, target 5 ms"),
    );
    let (key2, entry2) = axis.delete(30_000, 30_000, "op").unwrap();
    let axis = Axis::build(MAX_ROWS, [(key.as_str(), &entry), (key2.as_str(), &entry2)]);
    let (changed, time) = timed(|| {
        put(&mut engine, axis);
        recalc(&mut engine)
    });
    report(
        "row deleted in the middle",
        time,
        &format!("{changed} changed"),
    );
}

fn ranges() {
    let mut engine = Engine::new(false);
    put(&mut engine, Axis::base(MAX_ROWS));
    let n = 20_000;
    for row in 0..n {
        set(&mut engine, row, 0, number((row % 10) as f64));
    }
    for row in 0..n {
        set(
            &mut engine,
            row,
            1,
            formula("SUM(@)", &[&format!("$0,$0:{row},0")]),
        );
        set(
            &mut engine,
            row,
            2,
            formula("SUM(@)", &[&format!("{row},0:{},0", row + 11)]),
        );
        set(
            &mut engine,
            row,
            3,
            formula("SUM(@)*@", &["c$0:$0", &format!("{row},0")]),
        );
    }
    let (_, time) = timed(|| recalc(&mut engine));
    report("60,000 running, sliding and whole-column sums", time, "");
    set(&mut engine, n - 5, 0, number(77.0));
    let (changed, time) = timed(|| recalc(&mut engine));
    report("  edit near the end", time, &format!("{changed} changed"));
    set(&mut engine, 0, 7, number(1.0));
    let (changed, time) = timed(|| recalc(&mut engine));
    report(
        "  edit that nothing depends on",
        time,
        &format!("{changed} changed"),
    );
    let rows = Axis::base(MAX_ROWS);
    let (key, entry) = rows.insert_before(10_000, 1, 1).unwrap();
    let (changed, time) = timed(|| {
        put(&mut engine, Axis::build(MAX_ROWS, [(key.as_str(), &entry)]));
        recalc(&mut engine)
    });
    report(
        "  row inserted in the middle",
        time,
        &format!("{changed} changed"),
    );
}

fn running() {
    let mut engine = Engine::new(false);
    put(&mut engine, Axis::base(MAX_ROWS));
    for row in 0..ROWS {
        set(&mut engine, row, 0, number((row % 10) as f64));
        set(&mut engine, row, 1, formula("@*2", &[&format!("{row},0")]));
        let total = [format!("$0,$1:{row},1")];
        set(&mut engine, row, 2, formula("SUM(@)", &[&total[0]]));
    }
    let (_, time) = timed(|| recalc(&mut engine));
    report("50,000 running sums of formulas", time, "");
    for (what, row) in [("top", 0), ("bottom", ROWS - 10)] {
        set(&mut engine, row, 0, number(77.0));
        let (changed, time) = timed(|| recalc(&mut engine));
        report(
            &format!("  edit at the {what}"),
            time,
            &format!("{changed} changed"),
        );
    }
    let rows = Axis::base(MAX_ROWS);
    let (key, entry) = rows.insert_before(25_000, 1, 1).unwrap();
    let (changed, time) = timed(|| {
        put(&mut engine, Axis::build(MAX_ROWS, [(key.as_str(), &entry)]));
        recalc(&mut engine)
    });
    report(
        "  row inserted in the middle",
        time,
        &format!("{changed} changed"),
    );
}

fn lookups() {
    let n = 10_000;
    for (template, refs) in [
        (
            "VLOOKUP(@,@,2,FALSE)",
            ["{r},3", "$0,$0:$9999,$1"].as_slice(),
        ),
        (
            "VLOOKUP(@,@,2,TRUE)",
            ["{r},3", "$0,$0:$9999,$1"].as_slice(),
        ),
        (
            "XLOOKUP(@,@,@)",
            ["{r},3", "$0,$0:$9999,$0", "$0,$1:$9999,$1"].as_slice(),
        ),
        ("MATCH(@,@,0)", ["{r},3", "$0,$0:$9999,$0"].as_slice()),
        ("MATCH(@,@,1)", ["{r},3", "$0,$0:$9999,$0"].as_slice()),
    ] {
        let mut engine = Engine::new(false);
        put(&mut engine, Axis::base(MAX_ROWS));
        for row in 0..n {
            set(&mut engine, row, 0, number(row as f64 + 1.0));
            set(&mut engine, row, 1, number((row * 7 % 1000) as f64));
            set(&mut engine, row, 3, number((row * 7919 % n + 1) as f64));
        }
        let count = if std::env::args().any(|a| a == "--quick") {
            500
        } else {
            n
        };
        for row in 0..count {
            let refs: Vec<String> = refs
                .iter()
                .map(|r| r.replace("{r}", &row.to_string()))
                .collect();
            let refs: Vec<&str> = refs.iter().map(String::as_str).collect();
            set(&mut engine, row, 4, formula(template, &refs));
        }
        let (_, time) = timed(|| recalc(&mut engine));
        report(
            &format!("{count} × {}", template.replace('@', "·")),
            time,
            "target 300 ms",
        );
        set(&mut engine, 5000, 1, number(-1.0));
        let (changed, time) = timed(|| recalc(&mut engine));
        report("  edit in the table", time, &format!("{changed} changed"));
    }
}

fn conditions() {
    let mut engine = Engine::new(false);
    put(&mut engine, Axis::base(MAX_ROWS));
    for row in 0..ROWS {
        let key = format!("k{}", row % 1000);
        set(
            &mut engine,
            row,
            0,
            Content::Value(Value::Text(key.as_str().into())),
        );
        set(&mut engine, row, 1, number((row % 77) as f64));
        set(&mut engine, row, 2, number((row % 13) as f64));
    }
    for row in 0..1000 {
        let template = format!("SUMIFS(@,@,\"k{row}\",@,\">3\")");
        let refs = ["$0,$1:$49999,$1", "$0,$0:$49999,$0", "$0,$2:$49999,$2"];
        set(&mut engine, row, 5, formula(&template, &refs));
    }
    let (_, time) = timed(|| recalc(&mut engine));
    report("1,000 × SUMIFS over 50,000 rows", time, "target 100 ms");
    set(&mut engine, 25_000, 1, number(-1000.0));
    let (changed, time) = timed(|| recalc(&mut engine));
    report("  edit in the table", time, &format!("{changed} changed"));
}

fn main() {
    budget();
    ranges();
    running();
    lookups();
    conditions();
}
