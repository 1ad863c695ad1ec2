//! `REGEXTEST`, `REGEXEXTRACT` and `REGEXREPLACE`.

use std::{cell::RefCell, sync::Arc};

use daylight_model::{ErrorCode, Value};
use fancy_regex::{Captures, Regex, RegexBuilder};

use super::{
    block::Block,
    call::{Answer, Call, Given, Ours, each, whole},
    values::{self, MOST_TEXT, Values, written},
};

/// The longest pattern, in bytes.
const MOST_PATTERN: usize = 4096;
/// Bytes that a compiled pattern may take.
const MOST_SIZE: usize = 1 << 20;
/// Steps back that one search may take.
const MOST_STEPS: usize = 1_000_000;
/// Patterns kept compiled.
const KEPT: usize = 16;

/// A pattern, and whether it ignores case.
type Key = (String, bool);

thread_local! {
    /// The patterns used last, the newest at the end: a column of formulas mostly has one.
    static COMPILED: RefCell<Vec<(Key, Arc<Regex>)>> = const { RefCell::new(vec![]) };
}

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        each("REGEXTEST", 2..=3, |_, args| {
            let regex = compiled(&args.text(1)?, args.integer_or(2, 0)?)?;
            let found = regex.is_match(&args.text(0)?);
            Ok(Value::Bool(found.map_err(|_| ErrorCode::Value)?))
        }),
        whole("REGEXEXTRACT", 2..=4, extract),
        each("REGEXREPLACE", 3..=5, replace),
    ]
}

fn compiled(pattern: &str, case: i64) -> Answer<Arc<Regex>> {
    if pattern.len() > MOST_PATTERN || !(0..=1).contains(&case) {
        return Err(ErrorCode::Value);
    }
    let key = (pattern.to_owned(), case == 1);
    COMPILED.with_borrow_mut(|kept| {
        if let Some(at) = kept.iter().position(|(k, _)| *k == key) {
            let last = kept.remove(at);
            let regex = last.1.clone();
            kept.push(last);
            return Ok(regex);
        }
        let regex = RegexBuilder::new(pattern)
            .case_insensitive(key.1)
            .backtrack_limit(MOST_STEPS)
            .delegate_size_limit(MOST_SIZE)
            .delegate_dfa_size_limit(MOST_SIZE)
            .build();
        let regex = Arc::new(regex.map_err(|_| ErrorCode::Value)?);
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((key, regex.clone()));
        Ok(regex)
    })
}

/// Mode 0 gives the first match, 1 all matches below each other, 2 the groups of the first match side by side.
fn extract(call: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let option = |i: usize| match given.get(i).filter(|g| !g.omitted) {
        Some(g) => values::integer(values::number(&g.first(), call)?),
        None => Ok(0),
    };
    let (mode, case) = (option(2)?, option(3)?);
    if mode == 0 {
        let (texts, patterns) = (given[0].block()?, given[1].block()?);
        let (rows, cols) = (texts.rows.max(patterns.rows), texts.cols.max(patterns.cols));
        return Block::make(rows, cols, |row, col| {
            let of = |b: &Block| {
                let (row, col) = (
                    if b.rows == 1 { 0 } else { row },
                    if b.cols == 1 { 0 } else { col },
                );
                let inside = row < b.rows && col < b.cols;
                inside.then(|| b.at(row, col).clone()).ok_or(ErrorCode::Na)
            };
            let one = || {
                let regex = compiled(&values::text(&of(&patterns)?)?, case)?;
                let text = values::text(&of(&texts)?)?;
                let found = regex.find(&text).map_err(|_| ErrorCode::Value)?;
                found.map_or(Err(ErrorCode::Na), |m| Ok(Value::Text(m.as_str().into())))
            };
            Ok(one().unwrap_or_else(Value::Error))
        });
    }
    let regex = compiled(&values::text(&given[1].first())?, case)?;
    let text = values::text(&given[0].first())?;
    let found: Vec<Value> = match mode {
        1 => {
            let mut all = vec![];
            for found in regex.find_iter(&text) {
                let found = found.map_err(|_| ErrorCode::Value)?;
                all.push(Value::Text(found.as_str().into()));
            }
            all
        }
        2 => {
            let found = regex.captures(&text).map_err(|_| ErrorCode::Value)?;
            let groups = found.ok_or(ErrorCode::Na)?;
            let group = |i| groups.get(i).map_or("", |g| g.as_str());
            (1..groups.len())
                .map(|i| Value::Text(group(i).into()))
                .collect()
        }
        _ => return Err(ErrorCode::Value),
    };
    if found.is_empty() {
        return Err(ErrorCode::Na);
    }
    Ok(if mode == 1 {
        Block {
            rows: found.len(),
            cols: 1,
            cells: found,
        }
    } else {
        Block::row(found)
    })
}

/// Replaces all matches, the one of a number, or counted from the end where that is negative.
fn replace(_: &Call, args: &Values<'_>) -> Answer {
    let (text, with) = (args.text(0)?, args.text(2)?);
    let occurrence = args.integer_or(3, 0)?;
    let regex = compiled(&args.text(1)?, args.integer_or(4, 0)?)?;
    let matches = regex
        .captures_iter(text.as_str())
        .collect::<Result<Vec<_>, _>>();
    let matches = matches.map_err(|_| ErrorCode::Value)?;
    let count = i64::try_from(matches.len()).map_err(|_| ErrorCode::Value)?;
    let wanted = if occurrence < 0 {
        count + occurrence
    } else {
        occurrence - 1
    };
    let mut result = String::new();
    let mut end = 0;
    for (i, found) in (0_i64..).zip(&matches) {
        let Some(all) = found.get(0).filter(|_| occurrence == 0 || i == wanted) else {
            continue;
        };
        result.push_str(&text[end..all.start()]);
        expand(&with, found, &mut result);
        end = all.end();
        if result.len() > 4 * MOST_TEXT {
            return Err(ErrorCode::Value);
        }
    }
    result.push_str(&text[end..]);
    written(result)
}

/// Writes a replacement, in which `$1`, `${1}` and `${name}` stand for groups and `$$` for a dollar sign.
fn expand(template: &str, found: &Captures<'_, str>, out: &mut String) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let braced = after.strip_prefix('{').and_then(|a| a.split_once('}'));
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let group = |name: &str| match name.parse::<usize>() {
            Ok(n) => found.get(n),
            Err(_) => found.name(name),
        };
        rest = match (after.strip_prefix('$'), braced, digits) {
            (Some(rest), ..) => {
                out.push('$');
                rest
            }
            (None, Some((name, rest)), _) => {
                out.push_str(group(name).map_or("", |g| g.as_str()));
                rest
            }
            (None, None, 1..) => {
                out.push_str(group(&after[..digits]).map_or("", |g| g.as_str()));
                &after[digits..]
            }
            _ => {
                out.push('$');
                after
            }
        };
    }
    out.push_str(rest);
}
