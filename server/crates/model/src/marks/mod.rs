//! What holds for whole ranges of cells: filters, conditional formats and what may be entered (FORMAT.md §8 to §10).

mod areas;
mod check;
mod filter;
mod rule;

pub use areas::{Areas, BadAreas, Rect};
pub use check::{Check, CheckKind, TextTest};
pub use filter::{Criterion, FilterCells, HiddenRows, MAX_TEXTS, Test, TestOp};
pub use rule::{DateTest, IconSet, Is, Point, Rule, RuleKind, TextMatch};

use serde_json::Value as Json;

use crate::content::Content;

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// `=`
    Equal,
    /// `<>`
    Other,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// From one to another, both included.
    Between,
    /// Before one or after another.
    Outside,
}

impl Compare {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "=" => Self::Equal,
            "<>" => Self::Other,
            ">" => Self::Greater,
            ">=" => Self::AtLeast,
            "<" => Self::Less,
            "<=" => Self::AtMost,
            "between" => Self::Between,
            "outside" => Self::Outside,
            _ => return None,
        })
    }
}

/// Most contents that a rule compares with.
pub const RULE_OPERANDS: usize = 4;
/// Most contents that a check compares with.
pub const CHECK_OPERANDS: usize = 2;

/// Which of `a` … `d` a letter is.
pub(crate) fn operand(letter: &str, most: usize) -> Option<u8> {
    let [byte] = letter.as_bytes() else {
        return None;
    };
    let at = byte.checked_sub(b'a')?;
    (usize::from(at) < most).then_some(at)
}

/// The contents beside a rule or a check.
pub type Operands = [Option<Content>; RULE_OPERANDS];

/// A map of the document, read property by property.
pub(crate) struct Properties<'a>(&'a serde_json::Map<String, Json>);

impl<'a> Properties<'a> {
    pub(crate) fn of(value: &'a Json) -> Option<Self> {
        value.as_object().map(Self)
    }

    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).and_then(Json::as_str)
    }

    /// A flag: absent is false.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        match self.0.get(name) {
            None => Some(false),
            Some(value) => value.as_bool(),
        }
    }

    pub(crate) fn whole(&self, name: &str, most: u32) -> Option<u32> {
        let value = self.0.get(name)?;
        crate::json::whole32(value).filter(|n| (1..=most).contains(n))
    }

    /// Whether there is no property but these.
    pub(crate) fn only(&self, known: impl Fn(&str) -> bool) -> bool {
        self.0.keys().all(|name| known(name))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'a String, &'a Json)> {
        self.0.iter()
    }
}

/// A fractional key, as tabs have it.
pub(crate) fn is_pos(text: &str) -> bool {
    (1..=256).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}
