//! Numbers as fractions: `# ?/?`.

use super::{
    code::Section,
    decimal::Decimal,
    number::whole,
    token::{Place, Token},
};

/// Digits of the largest denominator.
const MOST_DIGITS: usize = 7;

/// A section in its parts.
struct Parts<'a> {
    /// The whole number; empty where the fraction holds all.
    whole: &'a [Token],
    /// What stands between it and the numerator.
    gap: &'a [Token],
    numerator: &'a [Token],
    /// From behind the numerator to before the denominator.
    bar: &'a [Token],
    denominator: &'a [Token],
    rest: &'a [Token],
    fixed: Option<u32>,
}

fn is_place(token: &Token) -> bool {
    matches!(token, Token::Place(_))
}

impl<'a> Parts<'a> {
    fn of(tokens: &'a [Token]) -> Option<Self> {
        let slash = tokens.iter().position(|t| *t == Token::Slash)?;
        let end = tokens[..slash].iter().rposition(is_place)? + 1;
        let start = tokens[..end]
            .iter()
            .rposition(|t| !is_place(t))
            .map_or(0, |i| i + 1);
        let low = |t: &Token| is_place(t) || matches!(t, Token::Digit(_));
        let below = slash + tokens[slash..].iter().position(low)?;
        let length = tokens[below..].iter().take_while(|t| low(t)).count();
        let denominator = &tokens[below..below + length];
        let fixed = denominator.iter().any(|t| !is_place(t)).then(|| {
            let digits = denominator.iter().take(MOST_DIGITS).map(|t| match t {
                Token::Digit(c) => c.to_digit(10).unwrap_or(0),
                _ => 0,
            });
            digits.fold(0, |n, d| n * 10 + d)
        });
        let whole = tokens[..start].iter().rposition(is_place).map(|i| i + 1);
        Some(Self {
            whole: &tokens[..whole.unwrap_or(0)],
            gap: &tokens[whole.unwrap_or(0)..start],
            numerator: &tokens[start..end],
            bar: &tokens[end..below],
            denominator,
            rest: &tokens[below + length..],
            fixed,
        })
    }

    fn largest(&self) -> u32 {
        let digits = u32::try_from(self.denominator.len().clamp(1, MOST_DIGITS)).unwrap_or(1);
        10_u32.pow(digits) - 1
    }
}

fn has(tokens: &[Token], place: Place) -> bool {
    tokens.contains(&Token::Place(place))
}

fn literals(tokens: &[Token]) -> String {
    let mut out = String::new();
    for token in tokens {
        token.literal(&mut out);
    }
    out
}

/// Digits in their places; zero is a digit too.
fn digits(n: f64, tokens: &[Token], out: &mut String) {
    let digits = Decimal::of(n).whole();
    let digits = if digits.is_empty() { vec![0] } else { digits };
    whole(&digits, tokens, false, out);
}

/// A number of at least zero.
pub(super) fn shown(n: f64, section: &Section) -> String {
    let Some(parts) = Parts::of(&section.tokens) else {
        return String::new();
    };
    let proper = parts.whole.iter().any(is_place);
    let whole_part = if proper { n.trunc() } else { 0.0 };
    let share = n - whole_part;
    let (mut above, below) = match parts.fixed {
        Some(below) => ((share * f64::from(below)).round(), below),
        None => nearest(share, parts.largest()),
    };
    let mut units = Decimal::of(whole_part).whole();
    if proper && above >= f64::from(below) {
        units = Decimal::of(whole_part + 1.0).whole();
        above = 0.0;
    }
    let mut fraction = String::new();
    digits(above, parts.numerator, &mut fraction);
    fraction.push_str(&literals(parts.bar));
    if parts.fixed.is_some() {
        fraction.push_str(&literals_and_zeros(parts.denominator));
    } else if has(parts.denominator, Place::Zero) {
        digits(below.into(), parts.denominator, &mut fraction);
    } else {
        // Spaces for digits that are missing come after a denominator.
        let text = below.to_string();
        let spaces = parts.denominator.iter().skip(text.len());
        fraction.push_str(&text);
        fraction.extend(
            spaces
                .filter(|t| **t == Token::Place(Place::Space))
                .map(|_| ' '),
        );
    }
    let mut out = String::new();
    let gap = literals(parts.gap);
    let spaced = has(parts.whole, Place::Space) || has(parts.numerator, Place::Space);
    let blank = |text: &str, keep: bool| {
        let width = if keep { text.chars().count() } else { 0 };
        " ".repeat(width)
    };
    if !proper {
        out.push_str(&gap);
        out.push_str(&fraction);
    } else if above == 0.0 && !has(parts.numerator, Place::Zero) {
        let shown = if units.is_empty() { &[0][..] } else { &units };
        whole(shown, parts.whole, false, &mut out);
        let spaced = spaced || has(parts.denominator, Place::Space);
        out.push_str(&blank(&format!("{gap}{fraction}"), spaced));
    } else if units.is_empty()
        && !has(parts.whole, Place::Zero)
        && (above > 0.0 || !has(parts.whole, Place::Space))
    {
        whole(&[], parts.whole, false, &mut out);
        out.push_str(&blank(&gap, spaced));
        out.push_str(&fraction);
    } else {
        let shown = if units.is_empty() { &[0][..] } else { &units };
        whole(shown, parts.whole, false, &mut out);
        out.push_str(&gap);
        out.push_str(&fraction);
    }
    out.push_str(&literals_and_zeros(parts.rest));
    out
}

/// Literals, with places as zeros: what a fixed denominator consists of.
fn literals_and_zeros(tokens: &[Token]) -> String {
    let mut out = String::new();
    for token in tokens {
        match token {
            Token::Place(_) => out.push('0'),
            other => other.literal(&mut out),
        }
    }
    out
}

/// The fraction nearest to a number, with a denominator up to the largest: by Stern and Brocot's tree, in strides.
fn nearest(n: f64, largest: u32) -> (f64, u32) {
    let most = f64::from(largest);
    let base = n.floor();
    let (mut before, mut here) = ((1.0, 0.0), (base, 1.0));
    let mut rest = n - base;
    while rest > 1e-12 {
        let inverse = 1.0 / rest;
        let stride = inverse.floor();
        let room = ((most - before.1) / here.1).floor();
        if stride > room {
            let between = (before.0 + room * here.0, before.1 + room * here.1);
            let error = |(a, b): (f64, f64)| (n - a / b).abs();
            if between.1 > 0.0 && error(between) < error(here) {
                here = between;
            }
            break;
        }
        let next = (before.0 + stride * here.0, before.1 + stride * here.1);
        (before, here) = (here, next);
        rest = inverse - stride;
        if (here.0 / here.1 - n).abs() < 1e-13 * n.max(1e-300) {
            break;
        }
    }
    // Never above the largest.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "casts of floats saturate"
    )]
    let below = here.1 as u32;
    (here.0, below.clamp(1, largest.max(1)))
}
