//! What may be entered in cells.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{Areas, Compare, Properties, is_pos, rule::TextMatch};

/// Longest message, in characters.
const MAX_WORDS: usize = 1_024;
/// Longest list of items, in characters.
const MAX_ITEMS: usize = 8_192;

/// What may be entered, without the contents that it compares with.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Where it holds.
    pub on: Areas,
    /// Its fractional key among those of the sheet.
    pub pos: Arc<str>,
    /// What fits.
    pub kind: CheckKind,
    /// What does not fit is not taken.
    pub refuse: bool,
    /// The cell must not be empty.
    pub filled: bool,
    /// Shown when something does not fit.
    pub say: Arc<str>,
}

/// What fits.
#[derive(Clone, Debug, PartialEq)]
pub enum CheckKind {
    /// One of these; `None`: of the values of `a`.
    List(Option<Arc<[Arc<str>]>>),
    /// Checked or not.
    Checkbox,
    /// A number.
    Number(Option<Compare>),
    /// A whole number.
    Whole(Option<Compare>),
    /// A date.
    Date(Option<Compare>),
    /// A time of day.
    Time(Option<Compare>),
    /// By its number of characters.
    Length(Compare),
    /// By what it reads like.
    Text(TextTest),
    /// That for which `a` is true.
    Custom,
}

/// What a text must be like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextTest {
    /// Compared with `a`.
    Match(TextMatch),
    /// An address of mail.
    Email,
    /// An address of a page.
    Url,
}

impl Check {
    /// As stored.
    pub fn from_json(j: &Json) -> Option<Self> {
        let map = Properties::of(j)?;
        let kind = map.text("kind")?;
        let own: &[&str] = match kind {
            "list" => &["items", "arrow"],
            "checkbox" | "custom" => &[],
            "number" | "whole" | "date" | "time" | "length" | "text" => &["op"],
            _ => return None,
        };
        let known = |name: &str| {
            own.contains(&name)
                || matches!(
                    name,
                    "on" | "pos" | "kind" | "refuse" | "filled" | "say" | "hint"
                )
        };
        if !map.only(known) {
            return None;
        }
        map.flag("arrow")?;
        words(&map, "hint")?;
        Some(Self {
            on: map.text("on")?.parse().ok()?,
            pos: map.text("pos").filter(|pos| is_pos(pos))?.into(),
            kind: CheckKind::read(kind, &map)?,
            refuse: map.flag("refuse")?,
            filled: map.flag("filled")?,
            say: words(&map, "say")?.into(),
        })
    }
}

fn words<'a>(map: &Properties<'a>, name: &str) -> Option<&'a str> {
    if !map.has(name) {
        return Some("");
    }
    map.text(name)
        .filter(|text| text.chars().count() <= MAX_WORDS)
}

impl CheckKind {
    fn read(kind: &str, map: &Properties<'_>) -> Option<Self> {
        let compare = || {
            if map.has("op") {
                map.text("op").and_then(Compare::parse).map(Some)
            } else {
                Some(None)
            }
        };
        Some(match kind {
            "list" if map.has("items") => {
                let items = map.text("items")?;
                if items.chars().count() > MAX_ITEMS {
                    return None;
                }
                let items = items.lines().filter(|item| !item.is_empty());
                Self::List(Some(items.map(Arc::from).collect()))
            }
            "list" => Self::List(None),
            "checkbox" => Self::Checkbox,
            "custom" => Self::Custom,
            "number" => Self::Number(compare()?),
            "whole" => Self::Whole(compare()?),
            "date" => Self::Date(compare()?),
            "time" => Self::Time(compare()?),
            "length" => Self::Length(compare()??),
            "text" => Self::Text(match map.text("op")? {
                "email" => TextTest::Email,
                "url" => TextTest::Url,
                op => TextTest::Match(TextMatch::parse(op)?),
            }),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use serde_json::json;

    use super::*;

    fn with(own: Json) -> Json {
        let mut check = json!({"on": "0,0:9,0", "pos": "V"});
        let (Json::Object(all), Json::Object(own)) = (&mut check, own) else {
            return Json::Null;
        };
        all.extend(own);
        check
    }

    #[test]
    fn checks_of_every_kind() {
        for own in [
            json!({"kind": "list", "items": "North\nSouth", "refuse": true, "arrow": true}),
            json!({"kind": "list", "say": "One of the regions"}),
            json!({"kind": "checkbox"}),
            json!({"kind": "number", "op": "between", "filled": true}),
            json!({"kind": "whole", "hint": "How many?"}),
            json!({"kind": "date", "op": ">="}),
            json!({"kind": "time"}),
            json!({"kind": "length", "op": "<="}),
            json!({"kind": "text", "op": "email"}),
            json!({"kind": "text", "op": "begins"}),
            json!({"kind": "custom", "refuse": false}),
        ] {
            assert!(Check::from_json(&with(own.clone())).is_some(), "{own}");
        }
        for own in [
            json!({"kind": "list", "items": 3}),
            json!({"kind": "list", "items": "x".repeat(8_193)}),
            json!({"kind": "number", "op": "contains"}),
            json!({"kind": "length"}),
            json!({"kind": "text"}),
            json!({"kind": "custom", "refuse": "yes"}),
            json!({"kind": "custom", "say": "x".repeat(1_025)}),
            json!({"kind": "custom", "op": "="}),
            json!({"kind": "any"}),
        ] {
            assert_eq!(Check::from_json(&with(own.clone())), None, "{own}");
        }
    }

    #[test]
    fn items_stand_on_lines() {
        let check = Check::from_json(&with(json!({"kind": "list", "items": "a\n\nb"}))).unwrap();
        let items: Arc<[Arc<str>]> = Arc::new([Arc::from("a"), Arc::from("b")]);
        assert_eq!(check.kind, CheckKind::List(Some(items)));
    }
}
