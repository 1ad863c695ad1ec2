//! The parts of a number format code.

use std::cmp::Ordering;

/// A place for a digit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// `0`: zero where there is no digit.
    Zero,
    /// `#`: nothing.
    Hash,
    /// `?`: a space.
    Space,
}

impl Place {
    /// What stands where there is no digit.
    pub(super) fn blank(self) -> Option<char> {
        match self {
            Self::Zero => Some('0'),
            Self::Hash => None,
            Self::Space => Some(' '),
        }
    }
}

/// A part of a date or a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unit {
    Year,
    /// The year of the Buddhist era.
    Buddhist,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Token {
    Literal(char),
    Place(Place),
    /// A digit from 1 to 9, which makes a fixed denominator.
    Digit(char),
    Point,
    Comma,
    Percent,
    Slash,
    /// `E+` and its kin: the letter, and whether a plus is shown.
    Exponent(char, bool),
    General,
    /// `@`
    Text,
    /// How many letters it has.
    Unit(Unit, usize),
    /// Hours, minutes or seconds of all that passed: `[h]`.
    Elapsed(Unit, usize),
    /// `AM/PM`, or `A/P` with the letters as given.
    Half(&'static str, &'static str),
    /// Digits of parts of a second.
    SubSecond(usize),
}

impl Token {
    /// What it shows where it stands for itself.
    pub(super) fn literal(&self, out: &mut String) {
        match self {
            Self::Literal(c) | Self::Digit(c) => out.push(*c),
            Self::Point => out.push('.'),
            Self::Comma => out.push(','),
            Self::Percent => out.push('%'),
            Self::Slash => out.push('/'),
            _ => {}
        }
    }
}

/// Reads one section; `None` when a quotation or bracket does not end.
pub(super) fn tokens(code: &str) -> Option<(Vec<Token>, Option<Condition>)> {
    let mut found = vec![];
    let mut condition = None;
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '"' => {
                let (quoted, after) = after.split_once('"')?;
                found.extend(quoted.chars().map(Token::Literal));
                after
            }
            '\\' => {
                let mut escaped = after.chars();
                found.extend(escaped.next().map(Token::Literal));
                escaped.as_str()
            }
            // As wide as the character after it.
            '_' => {
                let mut skipped = after.chars();
                found.extend(skipped.next().map(|_| Token::Literal(' ')));
                skipped.as_str()
            }
            // Fills the width of the cell, which only an eye sees.
            '*' => {
                let mut skipped = after.chars();
                skipped.next();
                skipped.as_str()
            }
            '[' => {
                let (inside, after) = after.split_once(']')?;
                bracket(inside, &mut found, &mut condition);
                after
            }
            _ => plain(c, rest, after, &mut found),
        };
    }
    Some((found, condition))
}

/// A comparison that says which numbers a section is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Condition {
    less: bool,
    equal: bool,
    greater: bool,
    than: f64,
}

impl Condition {
    fn read(text: &str) -> Option<Self> {
        let operator = text.len() - text.trim_start_matches(['<', '=', '>']).len();
        let (less, equal, greater) = match &text[..operator] {
            "<" => (true, false, false),
            "<=" => (true, true, false),
            "=" => (false, true, false),
            ">=" => (false, true, true),
            ">" => (false, false, true),
            "<>" => (true, false, true),
            _ => return None,
        };
        let than = text[operator..].trim().parse().ok()?;
        Some(Self {
            less,
            equal,
            greater,
            than,
        })
    }

    pub(super) fn holds(&self, n: f64) -> bool {
        match n.partial_cmp(&self.than) {
            Some(Ordering::Less) => self.less,
            Some(Ordering::Equal) => self.equal,
            Some(Ordering::Greater) => self.greater,
            None => false,
        }
    }
}

/// A condition, passed time, a currency, or a colour and the like, which show nothing.
fn bracket(inside: &str, found: &mut Vec<Token>, condition: &mut Option<Condition>) {
    let lower = inside.trim().to_ascii_lowercase();
    let run = |letter: char| !lower.is_empty() && lower.chars().all(|c| c == letter);
    if let Some(currency) = inside.strip_prefix('$') {
        let sign = currency.split_once('-').map_or(currency, |(sign, _)| sign);
        found.extend(sign.chars().map(Token::Literal));
    } else if run('h') {
        found.push(Token::Elapsed(Unit::Hour, lower.len()));
    } else if run('m') {
        found.push(Token::Elapsed(Unit::Minute, lower.len()));
    } else if run('s') {
        found.push(Token::Elapsed(Unit::Second, lower.len()));
    } else if let Some(read) = Condition::read(inside.trim()) {
        *condition = Some(read);
    }
}

/// Reads a part that begins with an ordinary character, and returns what comes after it.
fn plain<'a>(c: char, rest: &'a str, after: &'a str, found: &mut Vec<Token>) -> &'a str {
    let starts = |word: &str| {
        rest.get(..word.len())
            .is_some_and(|r| r.eq_ignore_ascii_case(word))
    };
    let lower = c.to_ascii_lowercase();
    let single = match c {
        '0' => Some(Token::Place(Place::Zero)),
        '#' => Some(Token::Place(Place::Hash)),
        '?' => Some(Token::Place(Place::Space)),
        '1'..='9' => Some(Token::Digit(c)),
        '.' => Some(Token::Point),
        ',' => Some(Token::Comma),
        '%' => Some(Token::Percent),
        '/' => Some(Token::Slash),
        '@' => Some(Token::Text),
        _ => None,
    };
    if let Some(token) = single {
        found.push(token);
        return after;
    }
    if starts("general") {
        found.push(Token::General);
        return &rest[7..];
    }
    if starts("am/pm") {
        found.push(Token::Half("AM", "PM"));
        return &rest[5..];
    }
    if starts("a/p") {
        let small = c == 'a';
        found.push(if small {
            Token::Half("a", "p")
        } else {
            Token::Half("A", "P")
        });
        return &rest[3..];
    }
    if lower == 'e' && after.starts_with(['+', '-']) {
        found.push(Token::Exponent(c, after.starts_with('+')));
        return &after[1..];
    }
    let unit = match lower {
        'y' | 'e' => Unit::Year,
        'b' => Unit::Buddhist,
        'm' => Unit::Month,
        'd' => Unit::Day,
        'h' => Unit::Hour,
        's' => Unit::Second,
        _ => {
            found.push(Token::Literal(c));
            return after;
        }
    };
    let end = rest.trim_start_matches(|other: char| other.eq_ignore_ascii_case(&c));
    let count = rest.len() - end.len();
    found.push(Token::Unit(unit, if lower == 'e' { 4 } else { count }));
    end
}
