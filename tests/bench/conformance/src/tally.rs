//! What was found, added up.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::Error;

use crate::book::{Formula, Outcome};
use crate::compare::same;

#[derive(Default)]
struct Count {
    compared: usize,
    matched: usize,
}

impl Count {
    fn add(&mut self, matched: bool) {
        self.compared += 1;
        self.matched += usize::from(matched);
    }

    fn missed(&self) -> usize {
        self.compared - self.matched
    }

    fn share(&self) -> f64 {
        if self.compared == 0 {
            return 1.0;
        }
        self.matched as f64 / self.compared as f64
    }
}

/// All figures.
#[derive(Default)]
pub(crate) struct Tally {
    all: Count,
    files: Vec<(String, Count)>,
    functions: BTreeMap<String, Count>,
    without_formulas: usize,
    volatile: usize,
    elsewhere: usize,
    unread: Vec<String>,
    unfinished: Vec<String>,
    time: Duration,
}

impl Tally {
    /// Adds a workbook; shows its differences in formulas that contain `show`.
    pub(crate) fn file(
        &mut self,
        file: &Path,
        outcome: &Outcome<'_>,
        time: Duration,
        show: Option<&str>,
    ) {
        let name = name(file);
        self.time += time;
        self.volatile += outcome.volatile;
        self.elsewhere += outcome.elsewhere;
        if !outcome.finished {
            self.unfinished.push(name.clone());
        }
        if outcome.formulas.is_empty() {
            self.without_formulas += 1;
            return;
        }
        let mut count = Count::default();
        for formula in &outcome.formulas {
            let matched = same(&formula.expected, &formula.computed);
            count.add(matched);
            self.all.add(matched);
            let mut called = functions(&formula.text);
            if called.is_empty() {
                called.insert("(no function)".to_owned());
            }
            for function in called {
                self.functions.entry(function).or_default().add(matched);
            }
            if !matched && show.is_some_and(|part| formula.text.contains(part)) {
                println!("{name} {}", difference(formula));
            }
        }
        self.files.push((name, count));
    }

    /// Adds a file that is no workbook we read.
    pub(crate) fn unread(&mut self, file: &Path, error: &Error) {
        self.unread.push(format!("{}: {error}", name(file)));
    }

    /// Everything, as text.
    pub(crate) fn report(mut self, worst: usize) -> String {
        let mut out = String::new();
        let mean = self
            .files
            .iter()
            .map(|(_, count)| count.share())
            .sum::<f64>()
            / self.files.len().max(1) as f64;
        let mut line = |text: String| {
            // Writing to a string does not fail.
            let _ = writeln!(out, "{text}");
        };
        line(format!(
            "workbooks with formulas: {}, without: {}, not read: {}",
            self.files.len(),
            self.without_formulas,
            self.unread.len()
        ));
        line(format!(
            "cells compared: {}, left out: {} volatile or without a result, {} into other files or macros",
            self.all.compared, self.volatile, self.elsewhere
        ));
        line(format!(
            "matched: {:.2} % of cells, mean per file {:.2} %",
            self.all.share() * 100.0,
            mean * 100.0
        ));
        line(format!(
            "time to compute all twice: {:.1} s",
            self.time.as_secs_f64()
        ));
        for name in &self.unfinished {
            line(format!("gave up: {name}"));
        }
        line("\nworst functions (cells missed of those compared):".to_owned());
        let mut functions: Vec<_> = self.functions.into_iter().collect();
        functions.sort_by_key(|(_, count)| std::cmp::Reverse(count.missed()));
        for (name, count) in functions
            .iter()
            .take(worst)
            .filter(|(_, count)| count.missed() > 0)
        {
            line(format!(
                "{:>8} of {:>8}  {name}",
                count.missed(),
                count.compared
            ));
        }
        line("\nworst files:".to_owned());
        self.files
            .sort_by_key(|(_, count)| std::cmp::Reverse(count.missed()));
        for (name, count) in self
            .files
            .iter()
            .take(worst)
            .filter(|(_, count)| count.missed() > 0)
        {
            line(format!(
                "{:>8} of {:>8}  {name}",
                count.missed(),
                count.compared
            ));
        }
        out
    }
}

fn name(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn difference(formula: &Formula) -> String {
    let Formula {
        place,
        text,
        expected,
        computed,
        ..
    } = formula;
    format!("{place} ={text}\n    file {expected:?}\n    ours {computed:?}")
}

/// The functions that a formula calls, each once.
pub(crate) fn functions(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut word = String::new();
    let mut quote = None;
    for c in text.chars() {
        if let Some(end) = quote {
            if c == end {
                quote = None;
            }
            continue;
        }
        match c {
            '"' | '\'' => {
                quote = Some(c);
                word.clear();
            }
            '(' if !word.is_empty() => {
                found.insert(std::mem::take(&mut word).to_uppercase());
            }
            c if c.is_alphanumeric() || c == '.' || c == '_' => word.push(c),
            _ => word.clear(),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::functions;

    #[test]
    fn functions_of_a_formula() {
        let names: Vec<String> = functions("SUM(A1,\"x(\"&IF('my (sheet)'!B2,1))")
            .into_iter()
            .collect();
        assert_eq!(names, ["IF", "SUM"]);
        assert!(functions("A1+(B2)").is_empty());
    }
}
