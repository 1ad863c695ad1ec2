//! What is done with each engine, and how long it takes.

use std::{fs, path::Path, time::Instant};

use anyhow::{Result, ensure};

use crate::workbook::{ROWS, looked_up, total};

/// Edits, of which the quickest counts.
const EDITS: u8 = 9;

/// An engine with a workbook of one sheet; rows and columns count from 0.
pub(crate) trait Peer: Sized {
    fn open(file: &Path) -> Result<Self>;
    fn set(&mut self, row: u32, col: u32, number: f64) -> Result<()>;
    fn insert_row(&mut self, before: u32) -> Result<()>;
    /// Computes whatever has to be.
    fn calculate(&mut self) -> Result<()>;
    fn value(&self, row: u32, col: u32) -> Result<f64>;
}

/// Tells one figure to the process that started this one. Not on the output, where engines print what they like.
pub(crate) fn figure(name: &str, value: f64) {
    eprintln!("figure {name} {value}");
}

fn timed<T>(name: &str, f: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let result = f()?;
    figure(name, start.elapsed().as_secs_f64());
    Ok(result)
}

fn expect(found: f64, expected: f64, what: &str) -> Result<()> {
    ensure!(
        (found - expected).abs() < 0.5,
        "{what}: {found}, not {expected}"
    );
    Ok(())
}

/// Loads the plan, calculates, edits at the top, and inserts a row in the middle.
pub(crate) fn plan<P: Peer>(file: &Path) -> Result<()> {
    let mut peer = timed("load", || P::open(file))?;
    timed("calculate", || peer.calculate())?;
    let mut last = total();
    expect(peer.value(ROWS - 1, 21)?, last, "the last total")?;
    let first = peer.value(0, 3)?;
    for step in 1..=EDITS {
        last += 1.0;
        timed("edit", || {
            peer.set(0, 3, first + f64::from(step))?;
            peer.calculate()
        })?;
        expect(
            peer.value(ROWS - 1, 21)?,
            last,
            "the last total after an edit",
        )?;
    }
    figure("memory", peak());
    timed("insert", || {
        peer.insert_row(ROWS / 2)?;
        peer.calculate()
    })?;
    expect(
        peer.value(ROWS, 21)?,
        last,
        "the last total after an insertion",
    )?;
    peer.set(0, 3, first)?;
    peer.calculate()?;
    expect(
        peer.value(ROWS, 21)?,
        last - f64::from(EDITS),
        "the last total of an edit after an insertion",
    )
}

/// Loads the lookups and calculates them.
pub(crate) fn lookups<P: Peer>(file: &Path) -> Result<()> {
    let mut peer = P::open(file)?;
    timed("lookups", || peer.calculate())?;
    expect(peer.value(0, 5)?, looked_up(), "the sum of what is found")
}

/// The most memory that this process ever had, in MB.
fn peak() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kb = line.and_then(|l| l.split_whitespace().next()?.parse::<f64>().ok());
    kb.unwrap_or(0.0) / 1024.0
}
