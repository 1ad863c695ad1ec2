//! Daylight's calculation beside others', in the same run, on the same workbooks: Formualizer's own engine, IronCalc and
//! LibreOffice.
//!
//! `make bench-peers`, or in this folder `cargo run --release`. LibreOffice is measured where `soffice` and Debian's
//! `python3-uno` are installed. Each engine runs in a process of its own, several times; the best time of each counts.
//! Ratios say how many times as long, or as much, as ours. What an engine could not do, and why, is said below the table.
//!
//! The plan has 50,000 rows of 20 numbers, their sums, and a running total: 1,000,000 values, 100,000 formulas, and an
//! edit at its top has 50,001 dependents. Lookups are in a workbook of their own, because with them some take minutes.
//! Files have no results, and every result is checked, so that nobody is quick by not computing. Our load is a whole
//! import into blocks, as a server makes it once of a file; "each opening" is what it does with these from then on.

mod formualizer;
mod ironcalc;
mod measure;
mod ours;
mod workbook;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    io::Read as _,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use crate::measure::{lookups, plan};

const ENGINES: [&str; 4] = ["Daylight", "Formualizer", "IronCalc", "LibreOffice"];
/// How often each is measured, when one time takes less than [`LONG`].
const ROUNDS: usize = 5;
const LONG: Duration = Duration::from_secs(40);
/// How long one process may take.
const MOST: Duration = Duration::from_secs(300);

/// Figures, in the order of the table: name, title, unit.
const FIGURES: [(&str, &str, &str); 8] = [
    ("start", "process start", "s"),
    ("load", "load 1M values, 100k formulas", "s"),
    ("blocks", "of which what each opening takes", "s"),
    ("calculate", "first calculation", "s"),
    ("edit", "edit with 50,001 dependents", "s"),
    ("insert", "row inserted in the middle", "s"),
    ("lookups", "10,000 lookups over 10,000 keys", "s"),
    ("memory", "peak memory before the insertion", "MB"),
];

/// What one engine gave: figures by name, and why others are missing.
#[derive(Default)]
struct Measured {
    best: BTreeMap<String, f64>,
    /// What need not be measured again: it takes long, or fails.
    done: BTreeSet<&'static str>,
    failed: BTreeMap<&'static str, String>,
}

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    if let [engine, what, file] = &*args {
        return run(engine, what, Path::new(file));
    }
    let folder = env::temp_dir().join(format!("daylight-peers-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let (plan, keys) = (folder.join("plan.xlsx"), folder.join("lookups.xlsx"));
    workbook::write_plan(&plan)?;
    workbook::write_lookups(&keys)?;
    let mut results: [Measured; 4] = Default::default();
    // In turn, so that whatever else this machine does is the same for all.
    for _ in 0..ROUNDS {
        for (engine, result) in ENGINES.into_iter().zip(&mut results) {
            for (what, file) in [("plan", &plan), ("lookups", &keys)] {
                if !result.done.contains(what) {
                    measure(engine, what, file, result)?;
                }
            }
        }
    }
    fs::remove_dir_all(&folder)?;
    print_table(&results);
    Ok(())
}

/// What a process started by this program does.
fn run(engine: &str, what: &str, file: &Path) -> Result<()> {
    match (engine, what) {
        ("Daylight", "plan") => plan::<ours::Ours>(file),
        ("Daylight", _) => lookups::<ours::Ours>(file),
        ("Formualizer", "plan") => plan::<formualizer::Formualizer>(file),
        ("Formualizer", _) => lookups::<formualizer::Formualizer>(file),
        ("IronCalc", "plan") => plan::<ironcalc::IronCalc>(file),
        ("IronCalc", _) => lookups::<ironcalc::IronCalc>(file),
        _ => bail!("no engine is called {engine}"),
    }
}

/// Lets an engine's process do its work once, and keeps the best figures.
fn measure(engine: &str, what: &'static str, file: &Path, result: &mut Measured) -> Result<()> {
    let mut command = if engine == "LibreOffice" {
        let mut command = Command::new("/usr/bin/python3");
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/libreoffice.py"));
        command
    } else {
        let mut command = Command::new(env::current_exe()?);
        command.arg(engine);
        command
    };
    command.arg(what).arg(file);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let start = Instant::now();
    let child = command.spawn().context("an engine cannot be started")?;
    let (lines, failure) = watched(child)?;
    for line in lines.lines() {
        let figure = line.strip_prefix("figure ");
        let Some((name, value)) = figure.and_then(|f| f.split_once(' ')) else {
            continue;
        };
        // Opening the lookups is not what is told of.
        if what == "lookups" && name != "lookups" {
            continue;
        }
        let value: f64 = value.parse()?;
        let best = result.best.entry(name.to_owned()).or_insert(value);
        *best = best.min(value);
    }
    if start.elapsed() > LONG || failure.is_some() {
        result.done.insert(what);
    }
    if let Some(failure) = failure {
        result.failed.insert(what, failure);
    }
    eprintln!("{engine}, {what}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// What a process told, and what it died of.
fn watched(mut child: Child) -> Result<(String, Option<String>)> {
    let told = child.stderr.take().context("no output")?;
    // Read beside what else happens, so that the writer never waits.
    let told = thread::spawn(move || {
        let mut bytes = vec![];
        let _ = { told }.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    });
    let start = Instant::now();
    let failure = loop {
        if let Some(status) = child.try_wait()? {
            break (!status.success()).then(|| status.to_string());
        }
        if start.elapsed() > MOST {
            child.kill()?;
            child.wait()?;
            break Some(format!("more than {} s", MOST.as_secs()));
        }
        thread::sleep(Duration::from_millis(20));
    };
    let told = told.join().unwrap_or_default();
    let mut reasons = told.lines().filter(|line| !line.starts_with("figure "));
    let reason = reasons.find(|line| line.starts_with("Error: ") || line.contains(": "));
    let failure = failure.map(|how| match reason {
        Some(reason) if !how.starts_with("more") => format!("{how}: {reason}"),
        _ => how,
    });
    Ok((told, failure))
}

fn print_table(results: &[Measured]) {
    println!("| | {} |", ENGINES.join(" | "));
    println!("|---|{}", "---|".repeat(ENGINES.len()));
    for (name, title, unit) in FIGURES {
        let ours = results[0].best.get(name);
        let cells = results.iter().enumerate().map(|(i, result)| {
            let Some(value) = result.best.get(name) else {
                return "–".to_owned();
            };
            let shown = if unit == "s" && *value < 0.1 {
                format!("{:.2} ms", value * 1e3)
            } else if unit == "s" {
                format!("{value:.2} s")
            } else {
                format!("{value:.0} {unit}")
            };
            match ours {
                Some(ours) if i > 0 => format!("{shown} (× {:.1})", value / ours),
                _ => shown,
            }
        });
        println!("| {title} | {} |", cells.collect::<Vec<_>>().join(" | "));
    }
    for (engine, result) in ENGINES.iter().zip(results) {
        for (what, why) in &result.failed {
            println!("\n{engine}, {what}: {why}");
        }
    }
}
