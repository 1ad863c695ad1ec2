//! Numbers and letters in other writing: `ROMAN`, `DBCS`, `JIS`, `ENCODEURL`, `COMPLEX`, `TEXT`, `VALUE`.

use std::fmt::Write as _;

use daylight_model::{ErrorCode, Value, display};

use super::{
    super::scalar::shown,
    call::{Answer, Call, Ours, each},
    values::{Values, written},
};

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        each("ROMAN", 1..=2, roman),
        each("DBCS", 1..=1, |_, args| written(wide(&args.text(0)?))),
        each("JIS", 1..=1, |_, args| written(wide(&args.text(0)?))),
        each("ENCODEURL", 1..=1, |_, args| {
            written(encoded(&args.text(0)?))
        }),
        each("COMPLEX", 2..=3, complex),
        each("VALUE", 1..=1, |_, args| match args.value(0)? {
            Value::Bool(_) => Err(ErrorCode::Value),
            _ => Ok(Value::Number(args.number(0)?)),
        }),
        each("TEXT", 2..=2, |call, args| {
            match shown(&args.value(0)?, &args.value(1)?, call.date1904) {
                Value::Error(e) => Err(e),
                text => Ok(text),
            }
        }),
    ]
}

/// Roman numerals, and from which form on they are used.
const NUMERALS: [(i64, &str, i64); 25] = [
    (1000, "M", 0),
    (999, "IM", 4),
    (995, "VM", 3),
    (990, "XM", 2),
    (950, "LM", 1),
    (900, "CM", 0),
    (500, "D", 0),
    (499, "ID", 4),
    (495, "VD", 3),
    (490, "XD", 2),
    (450, "LD", 1),
    (400, "CD", 0),
    (100, "C", 0),
    (99, "IC", 2),
    (95, "VC", 1),
    (90, "XC", 0),
    (50, "L", 0),
    (49, "IL", 2),
    (45, "VL", 1),
    (40, "XL", 0),
    (10, "X", 0),
    (9, "IX", 0),
    (5, "V", 0),
    (4, "IV", 0),
    (1, "I", 0),
];

fn roman(_: &Call, args: &Values<'_>) -> Answer {
    let mut n = args.integer(0)?;
    let form = match args.get(1) {
        Some(Value::Bool(classic)) => 4 * i64::from(!classic),
        _ => args.integer_or(1, 0)?,
    };
    if !(0..4000).contains(&n) || !(0..=4).contains(&form) {
        return Err(ErrorCode::Value);
    }
    let mut result = String::new();
    for (value, numeral, _) in NUMERALS.iter().filter(|(.., from)| *from <= form) {
        while n >= *value {
            result.push_str(numeral);
            n -= value;
        }
    }
    Ok(Value::Text(result.into()))
}

/// Katakana of half width from U+FF61 on, in full width.
const KATAKANA: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノ\
                        ハヒフヘホマミムメモヤユヨラリルレロワン゛゜";

/// Letters of half width in full width.
fn wide(text: &str) -> String {
    let mut result = String::with_capacity(text.len() * 3);
    for c in text.chars() {
        let wider = match c {
            ' ' => '\u{3000}',
            '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
            '\u{FF61}'..='\u{FF9F}' => {
                let at = u32::from(c) - 0xFF61;
                KATAKANA.chars().nth(at as usize).unwrap_or(c)
            }
            c => c,
        };
        let voiced = result
            .chars()
            .next_back()
            .and_then(|last| match (wider, last) {
                ('゛', 'ウ') => Some('ヴ'),
                ('゛', 'カ'..='ト' | 'ハ'..='ホ') => char::from_u32(u32::from(last) + 1),
                ('゜', 'ハ'..='ホ') => char::from_u32(u32::from(last) + 2),
                _ => None,
            });
        if let Some(voiced) = voiced {
            result.pop();
            result.push(voiced);
        } else {
            result.push(wider);
        }
    }
    result
}

fn encoded(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            result.push(byte.into());
        } else {
            let _ = write!(result, "%{byte:02X}");
        }
    }
    result
}

fn complex(_: &Call, args: &Values<'_>) -> Answer {
    let (re, im) = (args.number(0)?, args.number(1)?);
    let suffix = match args.get(2) {
        Some(_) => args.text(2)?,
        None => "i".to_owned(),
    };
    if !matches!(&*suffix, "i" | "j" | "") {
        return Err(ErrorCode::Value);
    }
    let suffix = if suffix.is_empty() { "i" } else { &suffix };
    written(complex_text(re, im, suffix))
}

/// A number with up to 15 digits.
pub(in super::super) fn digits(n: f64) -> String {
    // Most numbers are whole, and these are quickly written.
    if n.fract() == 0.0 && n.abs() < 1e15 {
        #[expect(clippy::cast_possible_truncation, reason = "checked above")]
        return (n as i64).to_string();
    }
    let short = format!("{n:.14e}").parse::<f64>().unwrap_or(n);
    let size = short.abs();
    if size != 0.0 && !(1e-10..1e21).contains(&size) {
        return display::text(&Value::Number(short), Some("0.##############E+00"), false)
            .replace(".E", "E");
    }
    format!("{}", short + 0.0)
}

/// A complex number as text.
fn complex_text(re: f64, im: f64, suffix: &str) -> String {
    let imaginary = match im {
        1.0 => suffix.to_owned(),
        -1.0 => format!("-{suffix}"),
        im => format!("{}{suffix}", digits(im)),
    };
    match (re, im) {
        (_, 0.0) => digits(re),
        (0.0, _) => imaginary,
        _ if im > 0.0 => format!("{}+{imaginary}", digits(re)),
        _ => format!("{}{imaginary}", digits(re)),
    }
}

/// A complex number in text with up to 15 digits in each part.
pub(super) fn polished(text: String) -> String {
    rounded(&text).unwrap_or(text)
}

fn rounded(text: &str) -> Option<String> {
    let Some(body) = text.strip_suffix(['i', 'j']) else {
        return Some(digits(text.parse().ok()?));
    };
    let suffix = &text[body.len()..];
    // The sign between the parts is the last one that belongs to no exponent.
    let mut signs = body.char_indices().filter(|(_, c)| matches!(c, '+' | '-'));
    let between = signs.rfind(|(i, _)| *i > 0 && !body[..*i].ends_with(['e', 'E']));
    let (re, im) = body.split_at(between.map_or(0, |(i, _)| i));
    let part = |text: &str| match text {
        "" => Some(0.0),
        other => other.parse::<f64>().ok(),
    };
    let im = match im {
        "" | "+" => 1.0,
        "-" => -1.0,
        other => other.parse().ok()?,
    };
    Some(complex_text(part(re)?, im, suffix))
}
