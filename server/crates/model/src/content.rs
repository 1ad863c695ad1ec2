//! What a cell holds (FORMAT.md §4): a value, or a formula whose references are identities.

use std::{fmt, str::FromStr, sync::Arc};

use serde_json::Value as Json;

pub use crate::reference::{Corner, End, Reference};
use crate::{json, reference::BadReference};

/// A computed or typed value.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// A finite number; dates are serials.
    Number(f64),
    /// Text.
    Text(Arc<str>),
    /// TRUE or FALSE.
    Bool(bool),
    /// An error value.
    Error(ErrorCode),
}

/// The error values a cell may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// `#NULL!`
    Null,
    /// `#DIV/0!`
    Div0,
    /// `#VALUE!`
    Value,
    /// `#REF!`
    Ref,
    /// `#NAME?`
    Name,
    /// `#NUM!`
    Num,
    /// `#N/A`
    Na,
    /// `#SPILL!`
    Spill,
    /// `#CALC!`
    Calc,
    /// `#CIRC!`: the cell depends on itself.
    Circ,
}

impl ErrorCode {
    /// All codes.
    pub const ALL: [Self; 10] = [
        Self::Null,
        Self::Div0,
        Self::Value,
        Self::Ref,
        Self::Name,
        Self::Num,
        Self::Na,
        Self::Spill,
        Self::Calc,
        Self::Circ,
    ];
    /// As a cell shows it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Null => "#NULL!",
            Self::Div0 => "#DIV/0!",
            Self::Value => "#VALUE!",
            Self::Ref => "#REF!",
            Self::Name => "#NAME?",
            Self::Num => "#NUM!",
            Self::Na => "#N/A",
            Self::Spill => "#SPILL!",
            Self::Calc => "#CALC!",
            Self::Circ => "#CIRC!",
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ErrorCode {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|e| e.as_str().eq_ignore_ascii_case(s))
            .ok_or(())
    }
}

/// The character that stands for a reference in a template.
pub const SLOT: char = '\u{FFFC}';

/// What a cell was given: a plain value or a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A value; `Empty` is "cleared".
    Value(Value),
    /// A formula.
    Formula(Arc<Formula>),
}

/// How a formula treats arrays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormulaKind {
    /// Tag `=`: arrays spill.
    Ordinary,
    /// Tag `=i`: from a file older than dynamic arrays; ranges intersect implicitly.
    Implicit,
    /// Tag `=a`: array formula; the last reference is the range it fills.
    Array,
}

/// A formula whose references are identities.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Formula {
    /// How it treats arrays.
    pub kind: FormulaKind,
    /// Text without `=`, one [`SLOT`] for each reference.
    pub template: Arc<str>,
    /// The references, in order.
    pub refs: Vec<Reference>,
}

/// Longest string a cell holds, in UTF-16 units.
pub const MAX_TEXT: usize = 32_767;
/// Longest template, in characters.
pub const MAX_TEMPLATE: usize = 8_192;
/// Most references of one formula.
pub const MAX_REFS: usize = 4_096;

/// What is wrong with a stored content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContentError {
    /// Neither a scalar nor an array that stands for an error or a formula.
    #[error("a content is a scalar, an error or a formula")]
    Shape,
    /// A number JSON can hold and a cell cannot.
    #[error("a number must be finite")]
    NotFinite,
    /// A string over the limit.
    #[error("text of {units} UTF-16 units, at most {MAX_TEXT} are allowed")]
    TextTooLong {
        /// Its length.
        units: usize,
    },
    /// An error code that is none.
    #[error("unknown error code {0:?}")]
    ErrorCode(String),
    /// A template over the limit.
    #[error("a template of {chars} characters, at most {MAX_TEMPLATE} are allowed")]
    TemplateTooLong {
        /// Its length.
        chars: usize,
    },
    /// The template has another number of slots than there are references.
    #[error("{slots} slots for {refs} references")]
    SlotCount {
        /// Slots in the template.
        slots: usize,
        /// References given for them.
        refs: usize,
    },
    /// The last reference of an array formula is not the range that it fills.
    #[error("an array formula must end with the range that it fills")]
    ArrayRange,
    /// A reference is malformed.
    #[error(transparent)]
    Reference(#[from] BadReference),
}

impl Value {
    /// Reads a stored value: a scalar or `["#", code]`.
    pub fn from_json(j: &Json) -> Result<Self, ContentError> {
        match j {
            Json::Null => Ok(Self::Empty),
            Json::Bool(b) => Ok(Self::Bool(*b)),
            Json::Number(n) => n
                .as_f64()
                .filter(|n| n.is_finite())
                .map(Self::Number)
                .ok_or(ContentError::NotFinite),
            Json::String(s) => text(s),
            Json::Array(a) => match a.as_slice() {
                [Json::String(tag), Json::String(code)] if tag == "#" => code
                    .parse()
                    .map(Self::Error)
                    .map_err(|()| ContentError::ErrorCode(code.chars().take(32).collect())),
                _ => Err(ContentError::Shape),
            },
            Json::Object(_) => Err(ContentError::Shape),
        }
    }

    /// As stored.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Empty => Json::Null,
            Self::Number(n) => json::number(*n),
            Self::Text(s) => Json::String(s.to_string()),
            Self::Bool(b) => Json::Bool(*b),
            Self::Error(e) => Json::from(["#", e.as_str()].map(Json::from).to_vec()),
        }
    }
}

fn text(s: &str) -> Result<Value, ContentError> {
    // A UTF-16 unit takes at least one byte of UTF-8.
    if s.len() > MAX_TEXT {
        let units = s.encode_utf16().count();
        if units > MAX_TEXT {
            return Err(ContentError::TextTooLong { units });
        }
    }
    Ok(Value::Text(s.into()))
}

impl FormulaKind {
    /// The tag in the stored form.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Ordinary => "=",
            Self::Implicit => "=i",
            Self::Array => "=a",
        }
    }

    /// The kind that a tag names.
    pub fn of_tag(tag: &str) -> Option<Self> {
        [Self::Ordinary, Self::Implicit, Self::Array]
            .into_iter()
            .find(|k| k.tag() == tag)
    }
}

impl Formula {
    /// Reads `[tag, template, ref…]`.
    pub fn from_parts<'a>(parts: impl IntoIterator<Item = &'a str>) -> Result<Self, ContentError> {
        let mut parts = parts.into_iter();
        let kind = parts
            .next()
            .and_then(FormulaKind::of_tag)
            .ok_or(ContentError::Shape)?;
        let template = parts.next().ok_or(ContentError::Shape)?;
        let refs = parts
            .take(MAX_REFS + 1)
            .map(str::parse)
            .collect::<Result<Vec<Reference>, _>>()?;
        let formula = Self {
            kind,
            template: template.into(),
            refs,
        };
        formula.check()?;
        Ok(formula)
    }

    /// Checks what [`Formula::from_parts`] promises.
    pub fn check(&self) -> Result<(), ContentError> {
        if self.template.len() > MAX_TEMPLATE {
            let chars = self.template.chars().count();
            if chars > MAX_TEMPLATE {
                return Err(ContentError::TemplateTooLong { chars });
            }
        }
        let slots = self.template.matches(SLOT).count();
        let refs = match self.kind {
            FormulaKind::Array => match self.refs.split_last() {
                Some((Reference::Cell { .. } | Reference::Range { .. }, rest)) => rest.len(),
                _ => return Err(ContentError::ArrayRange),
            },
            FormulaKind::Ordinary | FormulaKind::Implicit => self.refs.len(),
        };
        if slots == refs && refs <= MAX_REFS {
            Ok(())
        } else {
            Err(ContentError::SlotCount { slots, refs })
        }
    }

    /// `[tag, template, ref…]` as strings, the form that blocks hold.
    pub fn to_parts(&self) -> Vec<String> {
        let mut parts = Vec::with_capacity(2 + self.refs.len());
        parts.push(self.kind.tag().to_owned());
        parts.push(self.template.to_string());
        parts.extend(self.refs.iter().map(ToString::to_string));
        parts
    }
}

impl Content {
    /// Reads a stored content.
    pub fn from_json(j: &Json) -> Result<Self, ContentError> {
        if let Json::Array(a) = j
            && a.first().and_then(Json::as_str) != Some("#")
        {
            let parts = a
                .iter()
                .map(Json::as_str)
                .collect::<Option<Vec<_>>>()
                .ok_or(ContentError::Shape)?;
            return Formula::from_parts(parts).map(|f| Self::Formula(Arc::new(f)));
        }
        Value::from_json(j).map(Self::Value)
    }

    /// As stored.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Value(v) => v.to_json(),
            Self::Formula(f) => f.to_parts().into_iter().map(Json::String).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use serde_json::json;

    use super::*;

    #[test]
    fn contents_round_trip() {
        for j in [
            json!(null),
            json!(true),
            json!(12),
            json!(-0.5),
            json!("text"),
            json!(["#", "#N/A"]),
            json!(["=", "SUM(\u{FFFC})*2", "11,3:14,3"]),
            json!(["=i", "1+1"]),
            json!(["=a", "\u{FFFC}", "c3:5", "0,0:4,0"]),
        ] {
            assert_eq!(Content::from_json(&j).unwrap().to_json(), j);
        }
        assert_eq!(
            Content::from_json(&json!(12.0)).unwrap().to_json(),
            json!(12)
        );
    }

    #[test]
    fn bad_contents_are_refused() {
        let long = "x".repeat(MAX_TEXT + 1);
        for j in [
            json!({}),
            json!([]),
            json!(["#", "#OOPS"]),
            json!(["#"]),
            json!(["=", "\u{FFFC}"]),
            json!(["=", "1", "1,1"]),
            json!(["=a", "1"]),
            json!(["=a", "1", "c1:2"]),
            json!(["==", "1"]),
            json!(["=", "1", 5]),
            json!(["=", "x".repeat(MAX_TEMPLATE + 1)]),
            json!(long),
        ] {
            assert!(Content::from_json(&j).is_err(), "{j}");
        }
        assert!(Content::from_json(&json!("\u{1F600}".repeat(16_384))).is_err());
        assert!(Content::from_json(&json!("\u{1F600}".repeat(16_383))).is_ok());
    }
}
