//! `TEXTBEFORE` and `TEXTAFTER`.

use daylight_model::{ErrorCode, Value};

use super::{
    block::Block,
    call::{Answer, Call, Given, Ours, whole},
    values::{self, integer, number, truth},
};

/// Both of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        whole("TEXTBEFORE", 2..=6, |call, given| halves(call, given, true)),
        whole("TEXTAFTER", 2..=6, |call, given| halves(call, given, false)),
    ]
}

/// How delimiters are looked for.
struct Cut {
    delimiters: Vec<Vec<char>>,
    /// The first from the start, or from the end where negative.
    instance: i64,
    any_case: bool,
    /// The end of the text counts as a delimiter.
    end: bool,
    before: bool,
}

fn halves(call: &Call, given: &[Given<'_>], before: bool) -> Answer<Block> {
    let option = |i: usize| given.get(i).filter(|g| !g.omitted);
    let instance = match option(2) {
        Some(g) => integer(number(&g.first(), call)?)?,
        None => 1,
    };
    let flag = |i: usize| option(i).map_or(Ok(false), |g| truth(&g.first()));
    let delimiters = given[1].block()?.cells;
    let delimiters = delimiters
        .iter()
        .map(|d| Ok(values::text(d)?.chars().collect()));
    let cut = Cut {
        delimiters: delimiters.collect::<Answer<_>>()?,
        instance,
        any_case: flag(3)?,
        end: flag(4)?,
        before,
    };
    let missing = option(5).map_or(Value::Error(ErrorCode::Na), Given::first);
    let (rows, cols) = given[0].dims();
    Block::make(rows, cols, |row, col| {
        let found = values::text(&given[0].at(row, col)).and_then(|text| cut.apply(&text));
        Ok(match found {
            Ok(Some(half)) => Value::Text(half.into()),
            Ok(None) => missing.clone(),
            Err(e) => Value::Error(e),
        })
    })
}

impl Cut {
    fn apply(&self, text: &str) -> Answer<Option<String>> {
        let letters: Vec<char> = text.chars().collect();
        let length = i64::try_from(letters.len()).unwrap_or(i64::MAX);
        if self.instance == 0 || (self.instance.abs() > length.max(1) && !self.end) {
            return Err(ErrorCode::Value);
        }
        let mut found = self.occurrences(&letters);
        if self.end && self.instance > 0 {
            found.push((letters.len(), letters.len()));
        } else if self.end {
            found.insert(0, (0, 0));
        }
        let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
        let at = if self.instance > 0 {
            self.instance - 1
        } else {
            count + self.instance
        };
        let Some((start, end)) = usize::try_from(at).ok().and_then(|at| found.get(at)) else {
            return Ok(None);
        };
        let half = if self.before {
            &letters[..*start]
        } else {
            &letters[*end..]
        };
        Ok(Some(half.iter().collect()))
    }

    /// Start and end of every delimiter, of several at one place the longest.
    fn occurrences(&self, letters: &[char]) -> Vec<(usize, usize)> {
        let same =
            |a: &char, b: &char| a == b || (self.any_case && a.to_lowercase().eq(b.to_lowercase()));
        let mut found = vec![];
        let mut at = 0;
        while at <= letters.len() {
            let here = |d: &&Vec<char>| {
                letters[at..].len() >= d.len()
                    && d.iter().zip(&letters[at..]).all(|(a, b)| same(a, b))
            };
            let longest = self.delimiters.iter().filter(here).map(Vec::len).max();
            match longest {
                // Nothing at all stands at either end.
                Some(0) if at == 0 || at == letters.len() => found.push((at, at)),
                Some(length) if length > 0 => {
                    found.push((at, at + length));
                    at += length;
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        found
    }
}
