//! What may be entered, as a worksheet has it.

use std::io::BufRead;

use serde_json::{Value as Json, json};

use super::{flag, object, rules::comparison};
use crate::{
    error::ImportError,
    xml::{Node, Tag, Xml},
};

/// The element that begins it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    on: String,
    kind: String,
    op: String,
    refuse: bool,
    no_arrow: bool,
    say: String,
    hint: String,
}

/// One `dataValidation`.
#[derive(Debug)]
pub(crate) struct RawCheck {
    pub(super) on: String,
    head: Head,
    formulas: [Option<String>; 2],
}

impl Head {
    pub(super) fn of(tag: &Tag<'_>) -> Self {
        let text = |name: &str| tag.attr(name).map(Into::into).unwrap_or_default();
        let words = |name: &str| {
            let mut words: String = text(name);
            crate::xlsx::strings::unescape(&mut words);
            words.chars().take(1_024).collect()
        };
        let style = tag.attr("errorStyle");
        let stops = style.is_none_or(|style| style == "stop");
        let or = |text: String, otherwise: &str| {
            if text.is_empty() {
                otherwise.to_owned()
            } else {
                text
            }
        };
        Self {
            on: text("sqref"),
            kind: text("type"),
            op: or(text("operator"), "between"),
            refuse: stops && tag.flag("showErrorMessage") == Some(true),
            no_arrow: tag.flag("showDropDown") == Some(true),
            say: words("error"),
            hint: words("prompt"),
        }
    }
}

/// Reads the formulas of a check; those of newer programs say there where it holds, too.
pub(super) fn read<R: BufRead>(xml: &mut Xml<R>, head: &Head) -> Result<RawCheck, ImportError> {
    let mut check = RawCheck {
        on: head.on.clone(),
        head: head.clone(),
        formulas: [None, None],
    };
    let mut depth = 1;
    loop {
        match xml.next()? {
            Node::Start(tag) => {
                let place = match tag.name() {
                    "formula1" => 0,
                    "formula2" => 1,
                    "sqref" => {
                        check.on.clear();
                        xml.text_into(&mut check.on)?;
                        continue;
                    }
                    _ => {
                        depth += 1;
                        continue;
                    }
                };
                let mut text = String::new();
                xml.text_into(&mut text)?;
                check.formulas[place] = Some(text).filter(|text| !text.trim().is_empty());
            }
            Node::End(_) => {
                depth -= 1;
                if depth == 0 {
                    return Ok(check);
                }
            }
            Node::Eof => return Ok(check),
            _ => {}
        }
    }
}

impl RawCheck {
    /// The check as an entry, and what it compares with; `None` for what has no like here.
    pub(super) fn entry(&self, pos: &str) -> Option<(Json, Vec<Option<String>>)> {
        let head = &self.head;
        let compared = |kind: &str| {
            let op = comparison(&head.op)?;
            Some((json!({"kind": kind, "op": op}), self.formulas.to_vec()))
        };
        let (own, operands) = match head.kind.as_str() {
            "whole" => compared("whole"),
            "decimal" => compared("number"),
            "date" => compared("date"),
            "time" => compared("time"),
            "textLength" => compared("length"),
            "custom" => Some((json!({"kind": "custom"}), self.formulas.to_vec())),
            "list" => {
                let text = self.formulas[0].clone()?;
                let items = items(&text);
                let operand = text.clone();
                let own = object([
                    ("kind", json!("list")),
                    ("items", json!(items)),
                    (
                        "arrow",
                        if head.no_arrow {
                            json!(false)
                        } else {
                            Json::Null
                        },
                    ),
                ]);
                let operands = if items.is_some() {
                    vec![]
                } else {
                    vec![Some(operand)]
                };
                Some((own, operands))
            }
            _ => None,
        }?;
        let words = |words: &str| {
            if words.is_empty() {
                Json::Null
            } else {
                json!(words)
            }
        };
        let mut entry = object([
            ("on", json!(super::areas(&self.on)?)),
            ("pos", json!(pos)),
            ("refuse", flag(head.refuse)),
            ("say", words(&head.say)),
            ("hint", words(&head.hint)),
        ]);
        if let (Some(map), Json::Object(own)) = (entry.as_object_mut(), own) {
            map.extend(own);
        }
        Some((entry, operands))
    }
}

/// The items of a list that stands in quotes, one on each line.
fn items(text: &str) -> Option<String> {
    let inner = text.trim().strip_prefix('"')?.strip_suffix('"')?;
    let items = inner.replace("\"\"", "\"");
    let items: Vec<&str> = items.split(',').map(str::trim).collect();
    Some(items.join("\n"))
}
