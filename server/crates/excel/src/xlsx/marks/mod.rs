//! What holds for ranges of a sheet's cells: conditional formats, what may be entered, filters.

mod checks;
mod filters;
mod rules;

use std::io::BufRead;

use daylight_model::{
    Content, ErrorCode, Key, Root, SheetId, Value,
    a1::{Area, parse_range},
    form,
    id::{MAX_COLS, MAX_ROWS},
};
use serde_json::{Value as Json, json};

use crate::{
    error::ImportError,
    formula::{Book, clean},
    imported::positions,
    report::{Ledger, Loss},
    style::formats::Formats,
    xml::{Tag, Xml},
};

pub(crate) use filters::{RawFilter, criteria};

/// Rules, and checks, of one sheet that are kept; what is more is counted as lost.
const MOST: usize = 2_000;

/// What a worksheet says, as it says it.
#[derive(Debug, Default)]
pub(crate) struct RawMarks {
    rules: Vec<rules::RawRule>,
    checks: Vec<checks::RawCheck>,
    /// The filter of the sheet.
    pub(crate) filter: Option<RawFilter>,
}

/// Entries of the document: root, key, value.
pub(crate) type Entries = Vec<(Root, String, Json)>;

impl RawMarks {
    /// Reads an element that is one of these; false when it is none.
    pub(crate) fn element<R: BufRead>(
        &mut self,
        found: &Found,
        xml: &mut Xml<R>,
        ledger: &mut Ledger,
    ) -> Result<(), ImportError> {
        match found {
            Found::Rules(on) => rules::read(xml, on.as_deref(), &mut self.rules, ledger),
            Found::Check(check) => {
                let check = checks::read(xml, check)?;
                if self.checks.len() < MOST {
                    self.checks.push(check);
                } else {
                    ledger.add(Loss::Validations, 1, || None);
                }
                Ok(())
            }
            Found::Filter(area) => {
                let columns = criteria(xml, ledger)?;
                self.filter = area.map(|area| RawFilter { area, columns });
                Ok(())
            }
        }
    }

    /// The rules and checks as entries of the sheet.
    pub(crate) fn entries(
        &self,
        sheet: &SheetId,
        book: &Book,
        formats: &Formats,
        ledger: &mut Ledger,
    ) -> Entries {
        let target = Target { sheet, book };
        let mut entries = Entries::new();
        let mut order: Vec<&rules::RawRule> = self.rules.iter().collect();
        order.sort_by_key(|rule| rule.priority);
        let places = positions(order.len());
        for ((n, rule), pos) in (1..).zip(order).zip(places) {
            let made = rule.entry(formats, &pos);
            let kept = made.is_some_and(|(entry, operands)| {
                target.put(
                    &mut entries,
                    (Root::Rules, &format!("r{n}")),
                    entry,
                    &operands,
                )
            });
            if !kept {
                ledger.add(Loss::ConditionalFormats, 1, || Some(rule.on.clone()));
            }
        }
        let places = positions(self.checks.len());
        for ((n, check), pos) in (1..).zip(&self.checks).zip(places) {
            let made = check.entry(&pos);
            let kept = made.is_some_and(|(entry, operands)| {
                target.put(
                    &mut entries,
                    (Root::Checks, &format!("v{n}")),
                    entry,
                    &operands,
                )
            });
            if !kept {
                ledger.add(Loss::Validations, 1, || Some(check.on.clone()));
            }
        }
        entries
    }
}

/// An element that begins something of these.
#[derive(Debug)]
pub(crate) enum Found {
    /// Conditional formats of some ranges.
    Rules(Option<String>),
    /// What may be entered in some.
    Check(checks::Head),
    /// A filter over an area.
    Filter(Option<Area>),
}

impl Found {
    pub(crate) fn of(tag: &Tag<'_>) -> Option<Self> {
        Some(match tag.name() {
            "conditionalFormatting" => Self::Rules(tag.attr("sqref").map(Into::into)),
            "dataValidation" => Self::Check(checks::Head::of(tag)),
            "autoFilter" => Self::Filter(tag.attr("ref").and_then(|r| parse_range(&r))),
            _ => return None,
        })
    }
}

/// Where entries go.
struct Target<'a> {
    sheet: &'a SheetId,
    book: &'a Book,
}

impl Target<'_> {
    /// Adds an entry with its operands, if they are of the form that the document takes.
    fn put(
        &self,
        entries: &mut Entries,
        (root, id): (Root, &str),
        entry: Json,
        operands: &[Option<String>],
    ) -> bool {
        let mut made = vec![(root, format!("{}/{id}", self.sheet), entry)];
        for (letter, operand) in ["a", "b", "c", "d"].iter().zip(operands) {
            let Some(text) = operand else {
                continue;
            };
            let Some(content) = self.content(text) else {
                return false;
            };
            made.push((root, format!("{}/{id}/{letter}", self.sheet), content));
        }
        let fits = made.iter().all(|(root, key, value)| {
            Key::parse(*root, key).is_ok_and(|key| form::check(&key, value).is_ok())
        });
        if fits {
            entries.append(&mut made);
        }
        fits
    }

    /// A constant, or a formula.
    fn content(&self, text: &str) -> Option<Json> {
        let text = text.trim();
        if let Some(value) = constant(text) {
            return Some(value.to_json());
        }
        let cleaned = clean(text, self.book);
        let formula = self.book.parse(&cleaned.text, self.sheet)?;
        Some(Content::Formula(formula.into()).to_json())
    }
}

/// The value of a formula that is nothing else.
fn constant(text: &str) -> Option<Value> {
    if let Ok(number) = text.parse::<f64>() {
        return number.is_finite().then_some(Value::Number(number));
    }
    if let Ok(error) = text.parse::<ErrorCode>() {
        return Some(Value::Error(error));
    }
    match text {
        "TRUE" => return Some(Value::Bool(true)),
        "FALSE" => return Some(Value::Bool(false)),
        _ => {}
    }
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let plain = !inner.replace("\"\"", "").contains('"');
    plain.then(|| Value::Text(inner.replace("\"\"", "\"").into()))
}

/// Ranges of a file as the document has them; `None` when one of them cannot be read, or there are too many.
fn areas(text: &str) -> Option<String> {
    let area = |text: &str| {
        let Area {
            top,
            left,
            bottom,
            right,
        } = parse_range(&text.replace('$', ""))?;
        Some(if top == 0 && bottom == MAX_ROWS - 1 {
            format!("c{left}:{right}")
        } else if left == 0 && right == MAX_COLS - 1 {
            format!("r{top}:{bottom}")
        } else if (top, left) == (bottom, right) {
            format!("{top},{left}")
        } else {
            format!("{top},{left}:{bottom},{right}")
        })
    };
    let areas: Vec<String> = text.split_whitespace().map(area).collect::<Option<_>>()?;
    (1..=64).contains(&areas.len()).then(|| areas.join(" "))
}

/// An object with the properties that have a value.
fn object(properties: impl IntoIterator<Item = (&'static str, Json)>) -> Json {
    let there = properties.into_iter().filter(|(_, value)| !value.is_null());
    Json::Object(
        there
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

/// A flag that is only written where it is set.
fn flag(set: bool) -> Json {
    if set { json!(true) } else { Json::Null }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn ranges() {
        assert_eq!(areas("A1 B2:C4").unwrap(), "0,0 1,1:3,2");
        assert_eq!(areas("$A$1:$A$1048576 3:5").unwrap(), "c0:0 r2:4");
        assert_eq!(areas(""), None);
        assert_eq!(areas("Sheet1!A1"), None);
    }

    #[test]
    fn constants() {
        assert_eq!(constant("1.5"), Some(Value::Number(1.5)));
        assert_eq!(
            constant("\"a \"\"b\"\"\""),
            Some(Value::Text("a \"b\"".into()))
        );
        assert_eq!(constant("\"a\"&\"b\""), None);
        assert_eq!(constant("TRUE"), Some(Value::Bool(true)));
        assert_eq!(constant("A1"), None);
    }
}
