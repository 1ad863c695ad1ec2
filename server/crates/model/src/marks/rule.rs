//! Conditional formats: how cells look because of what they hold.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{Areas, Compare, Properties, is_pos};
use crate::{
    form::{is_color, property_fits},
    format::Format,
};

/// A conditional format, without the contents that it compares with.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Where it holds.
    pub on: Areas,
    /// Its fractional key among the rules of the sheet.
    pub pos: Arc<str>,
    /// When it holds, and what follows.
    pub kind: RuleKind,
    /// How cells look for which it holds; nothing for scales, bars and icons.
    pub format: Format,
    /// Where it holds, no later rule does.
    pub stop: bool,
}

/// When a rule holds.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleKind {
    /// The value compares so with `a` and `b`.
    Cell(Compare),
    /// It reads so with `a`.
    Text(TextMatch),
    /// It is empty, an error, or not.
    Is(Is),
    /// It is a date near today.
    Date(DateTest),
    /// It is among the largest or smallest.
    Rank {
        /// The smallest.
        bottom: bool,
        /// How many, or how many in a hundred.
        count: u32,
        /// In a hundred.
        percent: bool,
    },
    /// It is above (or below) the average, or equal where `or_equal`.
    Average {
        /// Below.
        below: bool,
        /// Also the average itself.
        or_equal: bool,
    },
    /// It stands more than once, or once.
    Repeat {
        /// Once.
        unique: bool,
    },
    /// `a` is true.
    Formula,
    /// A fill between colours.
    Scale {
        /// Two or three.
        points: Vec<Point>,
        /// As many.
        colors: Vec<Arc<str>>,
    },
    /// A bar.
    Bar {
        /// Where it begins and where it is full.
        points: [Point; 2],
        /// `#rrggbb`
        color: Arc<str>,
        /// In one colour.
        solid: bool,
        /// Without the number.
        bare: bool,
    },
    /// An icon.
    Icons {
        /// Which ones.
        set: IconSet,
        /// From which value on the second, third … one.
        points: Vec<Point>,
        /// The other way round.
        reverse: bool,
        /// Without the number.
        bare: bool,
    },
}

/// How a text compares, in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextMatch {
    /// Holds it.
    Contains,
    /// Does not.
    Lacks,
    /// Begins with it.
    Begins,
    /// Ends with it.
    Ends,
}

impl TextMatch {
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "contains" => Self::Contains,
            "lacks" => Self::Lacks,
            "begins" => Self::Begins,
            "ends" => Self::Ends,
            _ => return None,
        })
    }

    /// Whether a text does so with another one; both in lower case.
    pub fn holds(self, text: &str, with: &str) -> bool {
        match self {
            Self::Contains => text.contains(with),
            Self::Lacks => !text.contains(with),
            Self::Begins => text.starts_with(with),
            Self::Ends => text.ends_with(with),
        }
    }
}

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// Empty, or an empty text.
    Empty,
    /// Not empty.
    Filled,
    /// An error.
    Error,
    /// No error.
    Fine,
}

/// Spans of days around today; weeks begin on Sunday, as in Excel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateTest {
    /// The day before.
    Yesterday,
    /// The day itself.
    Today,
    /// The day after.
    Tomorrow,
    /// Today and the six days before.
    Last7,
    /// The week before this one.
    LastWeek,
    /// The week that today is in.
    ThisWeek,
    /// The next one.
    NextWeek,
    /// The month before.
    LastMonth,
    /// The month that today is in.
    ThisMonth,
    /// The next one.
    NextMonth,
}

/// Where a scale, bar or set of icons takes a value from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// The smallest number of the ranges.
    Min,
    /// The largest.
    Max,
    /// The operand itself.
    Number,
    /// So much of the way from smallest to largest, in a hundred.
    Percent,
    /// The number below which so many in a hundred are.
    Percentile,
}

impl Point {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "min" => Self::Min,
            "max" => Self::Max,
            "number" => Self::Number,
            "percent" => Self::Percent,
            "percentile" => Self::Percentile,
            _ => return None,
        })
    }
}

/// A set of icons, from the one for the smallest numbers on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IconSet {
    /// As stored.
    pub name: &'static str,
    /// How many.
    pub icons: u8,
}

impl IconSet {
    const ALL: [Self; 11] = [
        Self::new("3arrows", 3),
        Self::new("3triangles", 3),
        Self::new("3lights", 3),
        Self::new("3flags", 3),
        Self::new("3signs", 3),
        Self::new("3stars", 3),
        Self::new("4arrows", 4),
        Self::new("4bars", 4),
        Self::new("5arrows", 5),
        Self::new("5bars", 5),
        Self::new("5quarters", 5),
    ];

    const fn new(name: &'static str, icons: u8) -> Self {
        Self { name, icons }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.name == text)
    }
}

/// Properties of a format that a rule may set.
fn is_look(property: &str) -> bool {
    matches!(
        property,
        "bold"
            | "italic"
            | "underline"
            | "strike"
            | "color"
            | "fill"
            | "format"
            | "borderTop"
            | "borderRight"
            | "borderBottom"
            | "borderLeft"
    )
}

impl Rule {
    /// As stored.
    pub fn from_json(j: &Json) -> Option<Self> {
        let map = Properties::of(j)?;
        let kind = map.text("kind")?;
        let own: &[&str] = match kind {
            "cell" | "text" | "is" | "date" | "average" | "repeat" => &["op"],
            "rank" => &["op", "count", "percent"],
            "formula" => &[],
            "scale" => &["points", "colors"],
            "bar" => &["points", "bar", "solid", "bare"],
            "icons" => &["set", "points", "reverse", "bare"],
            _ => return None,
        };
        let graded = matches!(kind, "scale" | "bar" | "icons");
        let known = |name: &str| {
            matches!(name, "on" | "pos" | "kind")
                || own.contains(&name)
                || (!graded && (name == "stop" || is_look(name)))
        };
        if !map.only(known) {
            return None;
        }
        let looks = map.iter().filter(|(name, _)| !graded && is_look(name));
        let mut format = Format::default();
        for (name, value) in looks {
            if !property_fits(name, value, false) {
                return None;
            }
            format.0.insert(name.clone(), value.clone());
        }
        Some(Self {
            on: map.text("on")?.parse().ok()?,
            pos: map.text("pos").filter(|pos| is_pos(pos))?.into(),
            kind: RuleKind::read(kind, &map)?,
            format,
            stop: map.flag("stop")?,
        })
    }
}

impl RuleKind {
    fn read(kind: &str, map: &Properties<'_>) -> Option<Self> {
        let op = map.text("op").unwrap_or_default();
        Some(match kind {
            "cell" => Self::Cell(Compare::parse(op)?),
            "text" => Self::Text(TextMatch::parse(op)?),
            "is" => Self::Is(match op {
                "empty" => Is::Empty,
                "filled" => Is::Filled,
                "error" => Is::Error,
                "fine" => Is::Fine,
                _ => return None,
            }),
            "date" => Self::Date(match op {
                "yesterday" => DateTest::Yesterday,
                "today" => DateTest::Today,
                "tomorrow" => DateTest::Tomorrow,
                "last7" => DateTest::Last7,
                "lastweek" => DateTest::LastWeek,
                "thisweek" => DateTest::ThisWeek,
                "nextweek" => DateTest::NextWeek,
                "lastmonth" => DateTest::LastMonth,
                "thismonth" => DateTest::ThisMonth,
                "nextmonth" => DateTest::NextMonth,
                _ => return None,
            }),
            "rank" => {
                let percent = map.flag("percent")?;
                Self::Rank {
                    bottom: match op {
                        "top" => false,
                        "bottom" => true,
                        _ => return None,
                    },
                    count: map.whole("count", if percent { 100 } else { 1_000 })?,
                    percent,
                }
            }
            "average" => {
                let (below, or_equal) = match op {
                    "above" => (false, false),
                    "atleast" => (false, true),
                    "below" => (true, false),
                    "atmost" => (true, true),
                    _ => return None,
                };
                Self::Average { below, or_equal }
            }
            "repeat" => Self::Repeat {
                unique: match op {
                    "duplicate" => false,
                    "unique" => true,
                    _ => return None,
                },
            },
            "formula" => Self::Formula,
            "scale" => {
                let colors = map.text("colors")?.split(' ');
                let colors: Vec<Arc<str>> = colors
                    .map(|c| is_color(c).then(|| c.into()))
                    .collect::<Option<_>>()?;
                let points = points(map, 2..=3)?;
                (points.len() == colors.len()).then_some(Self::Scale { points, colors })?
            }
            "bar" => Self::Bar {
                points: points(map, 2..=2)?.try_into().ok()?,
                color: map.text("bar").filter(|c| is_color(c))?.into(),
                solid: map.flag("solid")?,
                bare: map.flag("bare")?,
            },
            "icons" => {
                let set = IconSet::parse(map.text("set")?)?;
                let count = usize::from(set.icons) - 1;
                Self::Icons {
                    set,
                    points: points(map, count..=count)?,
                    reverse: map.flag("reverse")?,
                    bare: map.flag("bare")?,
                }
            }
            _ => return None,
        })
    }
}

fn points(map: &Properties<'_>, count: std::ops::RangeInclusive<usize>) -> Option<Vec<Point>> {
    let points = map.text("points")?.split(' ').map(Point::parse);
    let points = points.collect::<Option<Vec<_>>>()?;
    count.contains(&points.len()).then_some(points)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use serde_json::json;

    use super::*;

    fn with(own: Json) -> Json {
        let mut rule = json!({"on": "0,0:9,0 c3:3", "pos": "V"});
        let (Json::Object(all), Json::Object(own)) = (&mut rule, own) else {
            return Json::Null;
        };
        all.extend(own);
        rule
    }

    #[test]
    fn rules_of_every_kind() {
        for own in [
            json!({"kind": "cell", "op": "between", "fill": "#ff0000", "bold": true, "stop": true}),
            json!({"kind": "text", "op": "begins", "color": "#ff0000"}),
            json!({"kind": "is", "op": "error", "strike": true}),
            json!({"kind": "date", "op": "last7", "format": "0.0"}),
            json!({"kind": "rank", "op": "top", "count": 10, "percent": true, "italic": true}),
            json!({"kind": "average", "op": "atleast", "underline": true}),
            json!({"kind": "repeat", "op": "unique", "borderTop": "thin #000000"}),
            json!({"kind": "formula", "fill": "#ff0000"}),
            json!({"kind": "scale", "points": "min percentile max", "colors": "#ff0000 #ffffff #00ff00"}),
            json!({"kind": "bar", "points": "min number", "bar": "#ff0000", "solid": true}),
            json!({"kind": "icons", "set": "4bars", "points": "percent percent number", "bare": true}),
        ] {
            assert!(Rule::from_json(&with(own.clone())).is_some(), "{own}");
        }
        for own in [
            json!({"kind": "cell", "op": "~"}),
            json!({"kind": "cell"}),
            json!({"kind": "cell", "op": "=", "count": 3}),
            json!({"kind": "cell", "op": "=", "size": 3}),
            json!({"kind": "cell", "op": "=", "fill": "red"}),
            json!({"kind": "rank", "op": "top", "count": 0}),
            json!({"kind": "rank", "op": "top", "count": 101, "percent": true}),
            json!({"kind": "scale", "points": "min max", "colors": "#ff0000"}),
            json!({"kind": "scale", "points": "min max", "colors": "#ff0000 #00ff00", "fill": "#ff0000"}),
            json!({"kind": "bar", "points": "min", "bar": "#ff0000"}),
            json!({"kind": "icons", "set": "3arrows", "points": "percent"}),
            json!({"kind": "icons", "set": "9arrows", "points": "percent percent"}),
            json!({"kind": "sparkle"}),
            json!({"kind": "formula", "stop": 1}),
            json!({"kind": "formula", "on": "1!0,0"}),
            json!({"kind": "formula", "pos": ""}),
        ] {
            assert_eq!(Rule::from_json(&with(own.clone())), None, "{own}");
        }
    }
}
