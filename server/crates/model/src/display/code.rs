//! A number format code: its sections, and which of them a value takes.

use super::token::{Condition, Token, Unit, tokens};

/// What a section makes of a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Literals and `General`.
    Plain,
    Number,
    Fraction,
    /// A date or a time.
    Moment,
}

#[derive(Debug)]
pub(super) struct Section {
    pub tokens: Vec<Token>,
    condition: Option<Condition>,
    kind: Kind,
}

impl Section {
    fn read(code: &str) -> Option<Self> {
        let (mut tokens, condition) = tokens(code)?;
        let kind = kind(&tokens);
        if kind == Kind::Moment {
            tokens = clocked(&tokens);
        }
        Some(Self {
            tokens,
            condition,
            kind,
        })
    }

    pub(super) fn kind(&self) -> Kind {
        self.kind
    }

    fn has_text(&self) -> bool {
        self.tokens.contains(&Token::Text)
    }

    /// This text in its place.
    pub(super) fn with_text(&self, text: &str) -> String {
        let mut out = String::new();
        for token in &self.tokens {
            match token {
                Token::Text => out.push_str(text),
                other => other.literal(&mut out),
            }
        }
        out
    }
}

fn kind(tokens: &[Token]) -> Kind {
    let has = |f: fn(&Token) -> bool| tokens.iter().any(f);
    if has(|t| matches!(t, Token::Unit(..) | Token::Elapsed(..) | Token::Half(..))) {
        return Kind::Moment;
    }
    if has(|t| matches!(t, Token::General | Token::Text)) {
        return Kind::Plain;
    }
    let place = |t: &Token| matches!(t, Token::Place(_));
    let Some(first) = tokens.iter().position(place) else {
        return Kind::Plain;
    };
    let slash = tokens.iter().position(|t| *t == Token::Slash);
    let below = |t: &Token| place(t) || matches!(t, Token::Digit(_));
    match slash {
        Some(slash) if first < slash && tokens[slash..].iter().any(below) => Kind::Fraction,
        _ => Kind::Number,
    }
}

/// Tells minutes from months, and finds the parts of seconds.
fn clocked(tokens: &[Token]) -> Vec<Token> {
    let unit = |t: &Token| match t {
        Token::Unit(unit, _) | Token::Elapsed(unit, _) => Some(*unit),
        _ => None,
    };
    let mut result: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut before = None;
    for (i, token) in tokens.iter().enumerate() {
        let next = || tokens[i + 1..].iter().find_map(unit);
        let token = match token {
            Token::Unit(Unit::Month, count @ (1 | 2))
                if matches!(before, Some(Unit::Hour | Unit::Second))
                    || next() == Some(Unit::Second) =>
            {
                Token::Unit(Unit::Minute, *count)
            }
            other => other.clone(),
        };
        before = unit(&token).or(before);
        match (&token, result.last_mut()) {
            (Token::Place(_), Some(Token::SubSecond(count))) => *count += 1,
            (Token::Place(_), Some(last @ Token::Point)) => *last = Token::SubSecond(1),
            (Token::Place(_), _) => result.push(Token::Literal('0')),
            _ => result.push(token),
        }
    }
    result
}

/// A number format code.
pub(super) struct Code {
    /// Those for numbers, one to three.
    numbers: Vec<Section>,
    text: Option<Section>,
}

impl Code {
    /// Reads a code; `None` when it is none.
    pub(super) fn read(code: &str) -> Option<Self> {
        let mut numbers = vec![];
        for section in sections(code) {
            numbers.push(Section::read(section)?);
            if numbers.len() > 4 {
                return None;
            }
        }
        let last_is_text = match numbers.len() {
            4 => true,
            2 | 3 => numbers.last().is_some_and(Section::has_text),
            _ => false,
        };
        let text = if last_is_text { numbers.pop() } else { None };
        Some(Self { numbers, text })
    }

    /// The section for text.
    pub(super) fn for_text(&self) -> Option<&Section> {
        let only = match &*self.numbers {
            [only] if only.has_text() => Some(only),
            _ => None,
        };
        self.text.as_ref().or(only)
    }

    /// The section for a number, and whether a minus goes before it; `None` when no section is for it.
    pub(super) fn for_number(&self, n: f64) -> Option<(&Section, bool)> {
        let all = &self.numbers;
        if all.iter().any(|s| s.condition.is_some()) {
            let last = all.len() - 1;
            let fits = |(i, section): &(usize, &Section)| match section.condition {
                Some(condition) => condition.holds(n),
                None if *i < last => n > 0.0 || (*i == 1 && n < 0.0),
                None => last > 0,
            };
            return all.iter().enumerate().find(fits).map(|(_, s)| (s, true));
        }
        match (&**all, n) {
            ([only], _) => Some((only, true)),
            ([_, below, ..], ..0.0) => Some((below, false)),
            ([_, _, zero, ..], 0.0) => Some((zero, false)),
            ([above, ..], _) => Some((above, false)),
            ([], _) => None,
        }
    }
}

/// The parts between semicolons that are neither quoted nor escaped.
fn sections(code: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(code);
    std::iter::from_fn(move || {
        let text = rest?;
        let (mut quoted, mut skip, mut inside) = (false, false, false);
        for (i, c) in text.char_indices() {
            if skip {
                skip = false;
                continue;
            }
            match c {
                '"' if !inside => quoted = !quoted,
                _ if quoted => {}
                ']' => inside = false,
                _ if inside => {}
                '[' => inside = true,
                '\\' | '_' | '*' => skip = true,
                ';' => {
                    rest = Some(&text[i + 1..]);
                    return Some(&text[..i]);
                }
                _ => {}
            }
        }
        rest = None;
        Some(text)
    })
}
