//! `daylight-conformance FOLDER…`: reads every workbook under the folders, computes all formulas from nothing, and
//! compares with the results that the program which wrote the file left in it.
#![allow(clippy::print_stdout, reason = "its report is its output")]

mod book;
mod compare;
#[cfg(test)]
mod fixtures;
mod tally;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use clap::Parser;

use crate::book::Book;
use crate::tally::Tally;

/// Endings of the files that are looked at.
const ENDINGS: [&str; 5] = ["xlsx", "xlsm", "xlsb", "xls", "ods"];

/// Recalculates workbooks from nothing and compares with the results in their files.
#[derive(Parser)]
struct Options {
    /// Folders of workbooks, or workbooks
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Seconds that one workbook may take to compute
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Functions and files in the lists of the worst
    #[arg(long, default_value_t = 25)]
    worst: usize,
    /// Show each difference, of cells whose formula contains this
    #[arg(long)]
    show: Option<String>,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let mut files = Vec::new();
    for path in &options.paths {
        gather(path, &mut files).with_context(|| path.display().to_string())?;
    }
    files.sort();
    ensure!(!files.is_empty(), "there are no workbooks here");
    let mut tally = Tally::default();
    for file in &files {
        match Book::read(file) {
            Ok(mut book) => {
                let start = Instant::now();
                let most = Duration::from_secs(options.seconds);
                let outcome = book.compute(&|| start.elapsed() > most);
                tally.file(file, &outcome, start.elapsed(), options.show.as_deref());
            }
            Err(error) => tally.unread(file, &error),
        }
    }
    print!("{}", tally.report(options.worst));
    Ok(())
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        let ending = path
            .extension()
            .and_then(|e| e.to_str())
            .unwrap_or_default();
        if path.is_dir() || ENDINGS.contains(&ending.to_lowercase().as_str()) {
            gather(&path, files)?;
        }
    }
    Ok(())
}
