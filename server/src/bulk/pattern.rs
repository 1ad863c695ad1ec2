//! What somebody looks for.

use std::borrow::Cow;

use regex::{NoExpand, Regex, RegexBuilder};

/// Largest compiled expression, in bytes.
const MOST_COMPILED: usize = 1 << 20;
/// Longest text to look for, in bytes.
const LONGEST: usize = 4_096;

/// How a text is looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct How {
    /// Capitals count.
    pub case: bool,
    /// All of a cell, not a part of it.
    pub whole: bool,
    /// The text is a regular expression.
    pub regex: bool,
}

/// A text or regular expression to look for. Matching takes time in proportion to what is looked through.
#[derive(Debug, Clone)]
pub struct Pattern {
    regex: Regex,
    expands: bool,
}

/// There is nothing to look for, or the expression cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadPattern(String);

impl Pattern {
    /// Reads what is looked for.
    pub fn new(text: &str, how: How) -> Result<Self, BadPattern> {
        if text.is_empty() {
            return Err(BadPattern("There is nothing to look for.".to_owned()));
        }
        if text.len() > LONGEST {
            return Err(BadPattern("The text to look for is too long.".to_owned()));
        }
        let plain = if how.regex {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(regex::escape(text))
        };
        // Read by itself first, so that brackets of ours do not close any of theirs.
        let build = |text: &str| {
            RegexBuilder::new(text)
                .case_insensitive(!how.case)
                .size_limit(MOST_COMPILED)
                .build()
        };
        let read = build(&plain).and_then(|regex| {
            if how.whole {
                build(&format!(r"\A(?:{plain})\z"))
            } else {
                Ok(regex)
            }
        });
        let regex = read.map_err(|error| BadPattern(words(&error)))?;
        Ok(Self {
            regex,
            expands: how.regex,
        })
    }

    /// Whether a text has it.
    pub fn is_in(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// The text with something else in its place everywhere; `None` when it is not there. `$1` and its like stand for what an
    /// expression's brackets found.
    pub fn replaced(&self, text: &str, with: &str) -> Option<String> {
        if !self.is_in(text) {
            return None;
        }
        let replaced = if self.expands {
            self.regex.replace_all(text, with)
        } else {
            self.regex.replace_all(text, NoExpand(with))
        };
        Some(replaced.into_owned())
    }
}

fn words(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(_) => "The expression is too large.".to_owned(),
        // The last line says what is wrong, those before it show where.
        other => {
            let text = other.to_string();
            let last = text.lines().last().unwrap_or_default();
            let what = last.trim().trim_start_matches("error:").trim();
            format!("The expression cannot be read: {what}.")
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn pattern(text: &str, case: bool, whole: bool, regex: bool) -> Pattern {
        Pattern::new(text, How { case, whole, regex }).unwrap()
    }

    #[test]
    fn texts_are_found_as_asked() {
        assert!(pattern("net", false, false, false).is_in("Net worth"));
        assert!(!pattern("net", true, false, false).is_in("Net worth"));
        assert!(!pattern("net", false, true, false).is_in("Net worth"));
        assert!(pattern("n.t", false, true, true).is_in("NOT"));
        assert!(!pattern("n.t", false, false, false).is_in("not"));
        assert!(pattern("a|b", false, true, true).is_in("b"));
    }

    #[test]
    fn only_expressions_expand() {
        let found = pattern(r"(\d+)-(\d+)", false, false, true).replaced("10-20", "$2-$1");
        assert_eq!(found.as_deref(), Some("20-10"));
        let found = pattern("10", false, false, false).replaced("10-20", "$2");
        assert_eq!(found.as_deref(), Some("$2-20"));
        assert_eq!(pattern("x", false, false, false).replaced("10", "y"), None);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let how = How {
            regex: true,
            ..How::default()
        };
        let error = Pattern::new("a(", how).unwrap_err().to_string();
        assert!(
            error.starts_with("The expression cannot be read: unclosed"),
            "{error}"
        );
        let whole = How { whole: true, ..how };
        assert!(Pattern::new("a)(b", whole).is_err());
        assert!(Pattern::new("(a{999}){999}", how).is_err());
        assert!(Pattern::new("", how).is_err());
    }
}
