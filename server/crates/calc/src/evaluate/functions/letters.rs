//! Text: `UPPER`, `LOWER`, `PROPER`, `REPLACE`, `NUMBERVALUE`, `TEXTJOIN`, `VALUETOTEXT`, `ARRAYTOTEXT`.

use daylight_model::{ErrorCode, Value};

use super::{
    block::Block,
    call::{Answer, Call, Given, Ours, each, whole},
    values::{self, Values, integer, size, truth, written},
};

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        each("UPPER", 1..=1, |_, args| {
            written(args.text(0)?.chars().map(upper).collect())
        }),
        each("LOWER", 1..=1, |_, args| {
            written(args.text(0)?.chars().map(lower).collect())
        }),
        each("PROPER", 1..=1, |_, args| {
            let mut inside = false;
            let capital = |c: char| {
                let changed = if inside { lower(c) } else { upper(c) };
                inside = c.is_alphabetic();
                changed
            };
            written(args.text(0)?.chars().map(capital).collect())
        }),
        each("REPLACE", 4..=4, replaced),
        each("REPLACEB", 4..=4, replaced),
        each("NUMBERVALUE", 1..=3, number_value),
        whole("TEXTJOIN", 3..=255, joined),
        each("VALUETOTEXT", 1..=2, |_, args| {
            let strict = format(args.integer_or(1, 0)?)?;
            written(shown(args.get(0).unwrap_or(&Value::Empty), strict)?)
        }),
        whole("ARRAYTOTEXT", 1..=2, |call, given| {
            let strict = match given.get(1).filter(|g| !g.omitted) {
                Some(g) => format(integer(values::number(&g.first(), call)?)?)?,
                None => false,
            };
            let block = given[0].block()?;
            let rows = block.cells.chunks(block.cols.max(1)).map(|row| {
                let cells = row.iter().map(|value| shown(value, strict));
                let between = if strict { "," } else { ", " };
                Ok(cells.collect::<Answer<Vec<_>>>()?.join(between))
            });
            let rows = rows.collect::<Answer<Vec<_>>>()?;
            let text = if strict {
                format!("{{{}}}", rows.join(";"))
            } else {
                rows.join(", ")
            };
            Ok(Block::one(written(text)?))
        }),
    ]
}

/// A letter as capital, where that is one letter too.
fn upper(c: char) -> char {
    let mut all = c.to_uppercase();
    match (all.next(), all.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

fn lower(c: char) -> char {
    let mut all = c.to_lowercase();
    match (all.next(), all.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// Text with other text in place of some letters; behind its end the other is appended.
fn replaced(_: &Call, args: &Values<'_>) -> Answer {
    let text = args.text(0)?;
    let (start, count) = (args.integer(1)?, args.integer(2)?);
    if start < 1 || count < 0 {
        return Err(ErrorCode::Value);
    }
    let (before, count) = (size(start - 1)?, size(count)?);
    let mut result: String = text.chars().take(before).collect();
    result.push_str(&args.text(3)?);
    result.extend(text.chars().skip(before.saturating_add(count)));
    written(result)
}

/// A number written with separators of one's own.
fn number_value(_: &Call, args: &Values<'_>) -> Answer {
    let separator = |i: usize, usual: char| match args.get(i) {
        Some(_) => args.text(i)?.chars().next().ok_or(ErrorCode::Value),
        None => Ok(usual),
    };
    let (point, group) = (separator(1, '.')?, separator(2, ',')?);
    let text = args.text(0)?;
    let mut rest: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if rest.is_empty() {
        return Ok(Value::Number(0.0));
    }
    let mut share = 1.0;
    while let Some(less) = rest.strip_suffix('%') {
        share *= 100.0;
        rest = less.to_owned();
    }
    let (whole, parts) = match rest.split_once(point) {
        Some((whole, parts)) => (whole, format!(".{parts}")),
        None => (&*rest, String::new()),
    };
    let plain = whole.replace(group, "") + &parts;
    let digits = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    let n = plain.parse::<f64>().ok();
    match n.filter(|n| n.is_finite() && plain.chars().all(digits)) {
        Some(n) => Ok(Value::Number(n / share)),
        None => Err(ErrorCode::Value),
    }
}

/// Texts with the delimiters between them in turn.
fn joined(_: &Call, given: &[Given<'_>]) -> Answer<Block> {
    let delimiters = given[0].block()?.cells;
    let delimiters: Vec<String> = delimiters.iter().map(values::text).collect::<Answer<_>>()?;
    let over_empty = truth(&given[1].first())?;
    let mut result = String::new();
    let mut count = 0_usize;
    for argument in &given[2..] {
        let (rows, cols) = argument.dims();
        for (row, col) in (0..rows).flat_map(|row| (0..cols).map(move |col| (row, col))) {
            let text = values::text(&argument.at(row, col))?;
            if over_empty && text.is_empty() {
                continue;
            }
            if count > 0
                && let Some(delimiter) = delimiters.get((count - 1) % delimiters.len().max(1))
            {
                result.push_str(delimiter);
            }
            result.push_str(&text);
            count += 1;
            if result.len() > 4 * values::MOST_TEXT {
                return Err(ErrorCode::Value);
            }
        }
    }
    Ok(Block::one(written(result)?))
}

/// Whether 1 is asked for, as formulas write it, or 0, as cells show it.
fn format(n: i64) -> Answer<bool> {
    match n {
        0 | 1 => Ok(n == 1),
        _ => Err(ErrorCode::Value),
    }
}

fn shown(value: &Value, strict: bool) -> Answer<String> {
    match value {
        Value::Error(e) => Ok(e.as_str().to_owned()),
        Value::Text(t) if strict => Ok(format!("\"{}\"", t.replace('"', "\"\""))),
        other => values::text(other),
    }
}
