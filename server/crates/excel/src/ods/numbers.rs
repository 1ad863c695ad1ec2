//! Number styles, which are made of pieces, → format codes.

use rustc_hash::FxHashMap;

use crate::xml::Tag;

/// A number style under construction, or done.
#[derive(Clone, Debug, Default)]
pub(crate) struct NumberStyle {
    code: String,
    color: &'static str,
    /// Conditions and the styles that hold under them, in order.
    maps: Vec<(String, String)>,
    is_date: bool,
    text: bool,
}

impl NumberStyle {
    /// Begins a style with its element.
    pub(crate) fn begin(tag: &Tag<'_>) -> Self {
        Self {
            is_date: matches!(tag.name(), "date-style" | "time-style"),
            text: tag.name() == "text-style",
            code: match (tag.name(), tag.flag("truncate-on-overflow")) {
                // Hours that go on beyond a day; the brackets are put around the first piece.
                ("time-style", Some(false)) => "[".to_owned(),
                _ => String::new(),
            },
            ..Self::default()
        }
    }

    /// Takes a piece.
    pub(crate) fn piece(&mut self, tag: &Tag<'_>) {
        let long = tag.attr("style").as_deref() == Some("long");
        let open = self.code == "[";
        match tag.name() {
            "number" => self.number(tag),
            "scientific-number" => {
                self.number(tag);
                let digits = tag.number("min-exponent-digits").unwrap_or(2_usize).min(9);
                self.code.push_str("E+");
                self.code.push_str(&"0".repeat(digits.max(1)));
            }
            "fraction" => {
                let numerator = tag.number("min-numerator-digits").unwrap_or(1_usize);
                let denominator = tag.number("min-denominator-digits").unwrap_or(1_usize);
                self.code.push_str("# ");
                self.code.push_str(&"?".repeat(numerator.clamp(1, 9)));
                self.code.push('/');
                match tag.attr("denominator-value") {
                    Some(value) => self.code.push_str(&digits_of(&value)),
                    None => self.code.push_str(&"?".repeat(denominator.clamp(1, 9))),
                }
            }
            "day" => self.code.push_str(if long { "dd" } else { "d" }),
            "month" => self.code.push_str(match (tag.flag("textual"), long) {
                (Some(true), true) => "mmmm",
                (Some(true), false) => "mmm",
                (_, true) => "mm",
                (_, false) => "m",
            }),
            "year" => self.code.push_str(if long { "yyyy" } else { "yy" }),
            "day-of-week" => self.code.push_str(if long { "dddd" } else { "ddd" }),
            "hours" => self.code.push_str(if long { "hh" } else { "h" }),
            "minutes" => self.code.push_str(if long { "mm" } else { "m" }),
            "seconds" => {
                self.code.push_str(if long { "ss" } else { "s" });
                let places = tag.number("decimal-places").unwrap_or(0_usize).min(9);
                if places > 0 {
                    self.code.push('.');
                    self.code.push_str(&"0".repeat(places));
                }
            }
            "am-pm" => self.code.push_str("AM/PM"),
            "text-content" => self.code.push('@'),
            "map" => {
                if let (Some(condition), Some(style)) =
                    (tag.attr("condition"), tag.attr("apply-style-name"))
                {
                    self.maps.push((condition.into_owned(), style.into_owned()));
                }
            }
            "text-properties" => {
                self.color = match tag.attr("color").as_deref() {
                    Some("#ff0000") => "[Red]",
                    Some("#0000ff") => "[Blue]",
                    Some("#008000" | "#00ff00") => "[Green]",
                    _ => "",
                };
            }
            _ => return,
        }
        if open && matches!(tag.name(), "hours" | "minutes" | "seconds") {
            self.code.push(']');
        }
    }

    fn number(&mut self, tag: &Tag<'_>) {
        let places = tag.number("decimal-places").unwrap_or(0_usize).min(30);
        let sure = tag
            .number("min-decimal-places")
            .unwrap_or(places)
            .min(places);
        let whole = tag.number("min-integer-digits").unwrap_or(1_usize).min(30);
        if tag.attr("decimal-places").is_none() && tag.name() == "number" && whole <= 1 {
            self.code.push_str("General");
            return;
        }
        let grouped = tag.flag("grouping").unwrap_or(false);
        let digits = match (grouped, whole) {
            (true, 0) => "#,###".to_owned(),
            (true, 1) => "#,##0".to_owned(),
            (true, n) => format!("#,{}", "0".repeat(n.max(4))),
            (false, 0) => "#".to_owned(),
            (false, n) => "0".repeat(n),
        };
        self.code.push_str(&digits);
        if places > 0 {
            self.code.push('.');
            self.code.push_str(&"0".repeat(sure));
            self.code.push_str(&"#".repeat(places - sure));
        }
    }

    /// Takes literal text.
    pub(crate) fn literal(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                ' ' | '-' | '+' | '(' | ')' | ':' | '%' | '$' | '€' | '£' | '¥' => {
                    self.code.push(c);
                }
                '/' | '.' | ',' if self.is_date => self.code.push(c),
                '"' => self.code.push_str("\\\""),
                '\u{a0}' => self.code.push(' '),
                c if c.is_control() => {}
                c => {
                    self.code.push('\\');
                    self.code.push(c);
                }
            }
        }
    }

    /// A currency, as text.
    pub(crate) fn currency(&mut self, text: &str) {
        let symbol = if text.is_empty() { "$" } else { text };
        self.literal(symbol);
    }
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).take(9).collect()
}

/// The format code of a style; `None` for General.
pub(crate) fn code(name: &str, all: &FxHashMap<String, NumberStyle>) -> Option<String> {
    let style = all.get(name)?;
    let section = |style: &NumberStyle| format!("{}{}", style.color, style.code);
    let mut sections: Vec<String> = Vec::new();
    for (condition, applied) in &style.maps {
        let condition: String = condition.chars().filter(|c| !c.is_whitespace()).collect();
        let expected = match sections.len() {
            0 => ["value()>=0", "value()>0"].as_slice(),
            1 => ["value()<0", "value()<=0"].as_slice(),
            _ => [].as_slice(),
        };
        let Some(applied) = all.get(applied) else {
            break;
        };
        if !expected.contains(&condition.as_str()) {
            break;
        }
        sections.push(section(applied));
    }
    sections.push(section(style));
    let code = sections.join(";");
    if style.text && code != "@" && !code.contains('@') {
        return None;
    }
    (!code.is_empty() && code != "General" && code.len() <= 255).then_some(code)
}
