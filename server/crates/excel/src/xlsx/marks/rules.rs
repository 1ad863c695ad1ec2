//! Conditional formats of a worksheet.

use std::io::BufRead;

use serde_json::{Value as Json, json};

use super::{MOST, flag, object};
use crate::{
    error::ImportError,
    report::{Ledger, Loss},
    style::{color::Named, formats::Formats},
    xlsx::styles::color,
    xml::{Node, Tag, Xml},
};

/// A rule as a worksheet has it.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a rule of a file has this many switches"
)]
pub(crate) struct RawRule {
    pub(super) on: String,
    pub(super) priority: i64,
    kind: String,
    op: String,
    text: String,
    period: String,
    dxf: Option<usize>,
    rank: u32,
    percent: bool,
    bottom: bool,
    below: bool,
    or_equal: bool,
    deviations: bool,
    stop: bool,
    formulas: Vec<String>,
    graded: Graded,
}

/// A scale, a bar or icons.
#[derive(Debug, Default)]
struct Graded {
    /// Kind and value of each point.
    points: Vec<(String, Option<String>)>,
    colors: Vec<Named>,
    set: String,
    reverse: bool,
    bare: bool,
}

/// Reads the rules of some ranges. Those of newer programs, which say their ranges elsewhere, mostly repeat others; they are
/// counted as lost where they do not.
pub(super) fn read<R: BufRead>(
    xml: &mut Xml<R>,
    on: Option<&str>,
    rules: &mut Vec<RawRule>,
    ledger: &mut Ledger,
) -> Result<(), ImportError> {
    let mut formula = String::new();
    let mut depth = 1;
    let mut last: Option<RawRule> = None;
    loop {
        match xml.next()? {
            Node::Start(tag) => match tag.name() {
                "cfRule" => {
                    depth += 1;
                    last = on.map(|on| RawRule::of(&tag, on));
                    if on.is_none() && tag.attr("type").is_some_and(|kind| kind != "dataBar") {
                        ledger.add(Loss::ConditionalFormats, 1, || None);
                    }
                }
                "formula" => {
                    formula.clear();
                    xml.text_into(&mut formula)?;
                    if let Some(rule) = last.as_mut().filter(|rule| rule.formulas.len() < 3) {
                        rule.formulas.push(formula.clone());
                    }
                }
                "extLst" | "dxf" => xml.skip()?,
                name => {
                    depth += 1;
                    if let Some(rule) = &mut last {
                        rule.graded.element(name, &tag);
                    }
                }
            },
            Node::End(tag) => {
                depth -= 1;
                if tag.name() == "cfRule"
                    && let Some(rule) = last.take()
                {
                    if rules.len() < MOST {
                        rules.push(rule);
                    } else {
                        ledger.add(Loss::ConditionalFormats, 1, || None);
                    }
                }
                if depth == 0 {
                    return Ok(());
                }
            }
            Node::Eof => return Ok(()),
            _ => {}
        }
    }
}

impl Graded {
    fn element(&mut self, name: &str, tag: &Tag<'_>) {
        match name {
            "cfvo" if self.points.len() < 8 => {
                let kind = tag.attr("type").unwrap_or_default().into_owned();
                self.points.push((kind, tag.attr("val").map(Into::into)));
            }
            "color" if self.colors.len() < 8 => self.colors.extend(color(tag)),
            "dataBar" => self.bare = tag.flag("showValue") == Some(false),
            "iconSet" => {
                self.bare = tag.flag("showValue") == Some(false);
                self.reverse = tag.flag("reverse") == Some(true);
                let set = tag.attr("iconSet");
                self.set = set.map_or_else(|| "3TrafficLights1".to_owned(), Into::into);
            }
            _ => {}
        }
    }
}

impl RawRule {
    fn of(tag: &Tag<'_>, on: &str) -> Self {
        let text = |name: &str| tag.attr(name).map(Into::into).unwrap_or_default();
        Self {
            on: on.to_owned(),
            priority: tag.number("priority").unwrap_or(i64::MAX),
            kind: text("type"),
            op: text("operator"),
            text: text("text"),
            period: text("timePeriod"),
            dxf: tag.number("dxfId"),
            rank: tag.number("rank").unwrap_or(10),
            percent: tag.flag("percent") == Some(true),
            bottom: tag.flag("bottom") == Some(true),
            below: tag.flag("aboveAverage") == Some(false),
            or_equal: tag.flag("equalAverage") == Some(true),
            deviations: tag.number::<u32>("stdDev").unwrap_or(0) > 0,
            stop: tag.flag("stopIfTrue") == Some(true),
            formulas: Vec::new(),
            graded: Graded::default(),
        }
    }

    /// The rule as an entry, and what it compares with as formulas of the file; `None` for what has no like here.
    pub(super) fn entry(
        &self,
        formats: &Formats,
        pos: &str,
    ) -> Option<(Json, Vec<Option<String>>)> {
        let (own, operands) = self.own(formats)?;
        let mut entry = object([("on", json!(super::areas(&self.on)?)), ("pos", json!(pos))]);
        let map = entry.as_object_mut()?;
        let graded = matches!(self.kind.as_str(), "colorScale" | "dataBar" | "iconSet");
        if !graded {
            if let Some(format) = self.dxf.and_then(|dxf| formats.difference(dxf)) {
                map.extend(format.0);
            }
            if self.stop {
                map.insert("stop".to_owned(), json!(true));
            }
        }
        if let Json::Object(own) = own {
            map.extend(own);
        }
        Some((entry, operands))
    }

    fn own(&self, formats: &Formats) -> Option<(Json, Vec<Option<String>>)> {
        let formulas = || self.formulas.iter().cloned().map(Some).collect::<Vec<_>>();
        let alone = |kind: &str, op: &str| Some((json!({"kind": kind, "op": op}), Vec::new()));
        let text = |op: &str| {
            let quoted = format!("\"{}\"", self.text.replace('"', "\"\""));
            let there = !self.text.is_empty();
            there.then(|| (json!({"kind": "text", "op": op}), vec![Some(quoted)]))
        };
        match self.kind.as_str() {
            "cellIs" => {
                let op = comparison(&self.op)?;
                Some((json!({"kind": "cell", "op": op}), formulas()))
            }
            "expression" => Some((json!({"kind": "formula"}), formulas())),
            "containsText" => text("contains"),
            "notContainsText" => text("lacks"),
            "beginsWith" => text("begins"),
            "endsWith" => text("ends"),
            "containsBlanks" => alone("is", "empty"),
            "notContainsBlanks" => alone("is", "filled"),
            "containsErrors" => alone("is", "error"),
            "notContainsErrors" => alone("is", "fine"),
            "duplicateValues" => alone("repeat", "duplicate"),
            "uniqueValues" => alone("repeat", "unique"),
            "aboveAverage" if !self.deviations => alone(
                "average",
                match (self.below, self.or_equal) {
                    (false, false) => "above",
                    (false, true) => "atleast",
                    (true, false) => "below",
                    (true, true) => "atmost",
                },
            ),
            "timePeriod" => alone("date", period(&self.period)?),
            "top10" => {
                let op = if self.bottom { "bottom" } else { "top" };
                let own = object([
                    ("kind", json!("rank")),
                    ("op", json!(op)),
                    ("count", json!(self.rank)),
                    ("percent", flag(self.percent)),
                ]);
                Some((own, Vec::new()))
            }
            "colorScale" => {
                let colors = self.graded.colors.iter();
                let colors: Vec<String> =
                    colors.map(|c| formats.color(*c)).collect::<Option<_>>()?;
                let (points, operands) = self.graded.points(0)?;
                let own = json!({"kind": "scale", "points": points, "colors": colors.join(" ")});
                Some((own, operands))
            }
            "dataBar" => {
                let (points, operands) = self.graded.points(0)?;
                let own = object([
                    ("kind", json!("bar")),
                    ("points", json!(points)),
                    ("bar", json!(formats.color(*self.graded.colors.first()?)?)),
                    ("bare", flag(self.graded.bare)),
                ]);
                Some((own, operands))
            }
            "iconSet" => {
                let (points, operands) = self.graded.points(1)?;
                let own = object([
                    ("kind", json!("icons")),
                    ("set", json!(icons(&self.graded.set)?)),
                    ("points", json!(points)),
                    ("reverse", flag(self.graded.reverse)),
                    ("bare", flag(self.graded.bare)),
                ]);
                Some((own, operands))
            }
            _ => None,
        }
    }
}

impl Graded {
    /// Kinds of points from one on, and their numbers.
    fn points(&self, from: usize) -> Option<(String, Vec<Option<String>>)> {
        let mut kinds = Vec::new();
        let mut operands = Vec::new();
        for (kind, value) in self.points.get(from..)? {
            let (kind, has_value) = match kind.as_str() {
                "min" | "autoMin" => ("min", false),
                "max" | "autoMax" => ("max", false),
                "num" | "formula" => ("number", true),
                "percent" => ("percent", true),
                "percentile" => ("percentile", true),
                _ => return None,
            };
            kinds.push(kind);
            operands.push(value.clone().filter(|_| has_value));
        }
        Some((kinds.join(" "), operands))
    }
}

/// How values are compared, in the words of files.
pub(super) fn comparison(op: &str) -> Option<&'static str> {
    Some(match op {
        "equal" => "=",
        "notEqual" => "<>",
        "greaterThan" => ">",
        "greaterThanOrEqual" => ">=",
        "lessThan" => "<",
        "lessThanOrEqual" => "<=",
        "between" => "between",
        "notBetween" => "outside",
        _ => return None,
    })
}

fn period(period: &str) -> Option<&'static str> {
    Some(match period {
        "yesterday" => "yesterday",
        "today" => "today",
        "tomorrow" => "tomorrow",
        "last7Days" => "last7",
        "lastWeek" => "lastweek",
        "thisWeek" => "thisweek",
        "nextWeek" => "nextweek",
        "lastMonth" => "lastmonth",
        "thisMonth" => "thismonth",
        "nextMonth" => "nextmonth",
        _ => return None,
    })
}

/// The set of icons nearest to one of a file.
fn icons(set: &str) -> Option<&'static str> {
    Some(match set {
        "3Arrows" | "3ArrowsGray" => "3arrows",
        "3Triangles" => "3triangles",
        "3TrafficLights1" | "3TrafficLights2" => "3lights",
        "3Flags" => "3flags",
        "3Signs" | "3Symbols" | "3Symbols2" => "3signs",
        "3Stars" => "3stars",
        "4Arrows" | "4ArrowsGray" => "4arrows",
        "4Rating" | "4RedToBlack" | "4TrafficLights" => "4bars",
        "5Arrows" | "5ArrowsGray" => "5arrows",
        "5Rating" | "5Boxes" => "5bars",
        "5Quarters" => "5quarters",
        _ => return None,
    })
}
