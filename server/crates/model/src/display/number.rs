//! Numbers under places for digits: grouped, scaled, in percent, with an exponent.

use super::{
    code::Section,
    decimal::{Decimal, digit},
    token::{Place, Token},
};

/// A number of at least zero.
pub(super) fn shown(n: f64, section: &Section) -> String {
    let layout = Layout::of(&section.tokens);
    let exact = Decimal::of(n);
    let mut out = String::new();
    if let Some(at) = layout.exponent {
        let (mantissa, power) = layout.split(&exact);
        layout.body(&mantissa, &section.tokens[..at], &mut out);
        let (letter, plus) = match section.tokens.get(at) {
            Some(Token::Exponent(letter, plus)) => (*letter, *plus),
            _ => ('E', false),
        };
        out.push(letter);
        // The sign stands right before the first digit.
        let rest = &section.tokens[at + 1..];
        let first = rest.iter().position(is_place).unwrap_or(0);
        for token in &rest[..first] {
            token.literal(&mut out);
        }
        if power < 0 {
            out.push('-');
        } else if plus {
            out.push('+');
        }
        let digits = Decimal::of(f64::from(power.abs())).whole();
        let digits = if digits.is_empty() { vec![0] } else { digits };
        whole(&digits, &rest[first..], false, &mut out);
        return out;
    }
    let scaled = exact.shifted(layout.power);
    layout.body(&scaled.rounded(layout.after), &section.tokens, &mut out);
    out
}

/// What the tokens of a section say about the whole.
struct Layout {
    /// Places before the point.
    before: usize,
    /// Places after it.
    after: usize,
    grouped: bool,
    /// Ten to this power is multiplied in: percent and thousands.
    power: i32,
    exponent: Option<usize>,
}

impl Layout {
    fn of(tokens: &[Token]) -> Self {
        let exponent = tokens.iter().position(|t| matches!(t, Token::Exponent(..)));
        let body = &tokens[..exponent.unwrap_or(tokens.len())];
        let point = body.iter().position(|t| *t == Token::Point);
        let places = |t: &[Token]| t.iter().filter(|t| matches!(t, Token::Place(_))).count();
        let (left, right) = body.split_at(point.unwrap_or(body.len()));
        let mut layout = Self {
            before: places(left),
            after: places(right),
            grouped: grouping(left),
            power: 0,
            exponent,
        };
        if exponent.is_none() {
            for token in tokens {
                if *token == Token::Percent {
                    layout.power += 2;
                }
            }
            for part in [left, right] {
                for i in 0..part.len() {
                    if part[i] == Token::Comma && is_scaling(part, i) {
                        layout.power -= 3;
                    }
                }
            }
        }
        layout
    }

    /// Mantissa and power of ten, which is a multiple of the places before the point.
    fn split(&self, exact: &Decimal) -> (Decimal, i32) {
        if exact.is_zero() {
            return (exact.clone(), 0);
        }
        let step = i32::try_from(self.before).unwrap_or(1);
        let power_of = |point: i32| match step {
            0 => point,
            step => (point - 1).div_euclid(step) * step,
        };
        let power = power_of(exact.point);
        let mantissa = exact.clone().shifted(-power).rounded(self.after);
        // Rounding may have brought one digit more.
        let again = power_of(mantissa.point.saturating_add(power));
        if again == power {
            return (mantissa, power);
        }
        (exact.clone().shifted(-again).rounded(self.after), again)
    }

    /// Writes the digits of a rounded number in their places.
    fn body(&self, n: &Decimal, tokens: &[Token], out: &mut String) {
        let point = tokens.iter().position(|t| *t == Token::Point);
        let (left, right) = tokens.split_at(point.unwrap_or(tokens.len()));
        let mut digits = n.whole();
        if self.exponent.is_some() && n.is_zero() {
            digits = vec![0; self.before];
        }
        if self.before == 0 && !digits.is_empty() {
            out.extend(digits.iter().map(|d| digit(*d)));
            whole(&[], left, false, out);
        } else {
            whole(&digits, left, self.grouped, out);
        }
        let places = right.iter().filter(|t| is_place(t)).enumerate();
        let zeros = places.filter(|(_, t)| **t == Token::Place(Place::Zero));
        let zeros = zeros.last().map_or(0, |(i, _)| i + 1);
        let shown = n.places().max(zeros);
        let mut at = 0;
        for (i, token) in right.iter().enumerate() {
            match token {
                Token::Place(place) => {
                    if at < shown {
                        out.push(digit(n.after(at)));
                    } else {
                        out.extend(place.blank());
                    }
                    at += 1;
                }
                Token::Comma if is_scaling(right, i) => {}
                other => other.literal(out),
            }
        }
    }
}

fn is_place(token: &Token) -> bool {
    matches!(token, Token::Place(_))
}

/// True for a comma after the last place of its part, with nothing but commas between.
fn is_scaling(part: &[Token], comma: usize) -> bool {
    let last = part.iter().rposition(is_place);
    let between = |last: usize| part[last + 1..comma].iter().all(|t| *t == Token::Comma);
    last.is_some_and(|last| last < comma && between(last))
}

/// True where a comma stands between places.
fn grouping(left: &[Token]) -> bool {
    let (first, last) = (
        left.iter().position(is_place),
        left.iter().rposition(is_place),
    );
    match (first, last) {
        (Some(first), Some(last)) => left[first..last].contains(&Token::Comma),
        _ => false,
    }
}

/// Writes whole digits in their places from the right, what is left over before the first place.
pub(super) fn whole(digits: &[u8], tokens: &[Token], grouped: bool, out: &mut String) {
    let places = tokens.iter().filter(|t| is_place(t)).count();
    let first = tokens.iter().position(is_place);
    let last = tokens.iter().rposition(is_place);
    let mut left = places;
    let separated = |at: usize| grouped && at > 0 && at.is_multiple_of(3);
    for (i, token) in tokens.iter().enumerate() {
        match token {
            Token::Place(place) => {
                left -= 1;
                // How many digits stand to the right of the one to write.
                let high = if left + 1 == places {
                    digits.len().max(places)
                } else {
                    left + 1
                };
                for at in (left..high).rev() {
                    let real = digits.len().checked_sub(at + 1).map(|i| digit(digits[i]));
                    let Some(shown) = real.or(place.blank()) else {
                        continue;
                    };
                    out.push(shown);
                    if separated(at) {
                        out.push(if shown == ' ' { ' ' } else { ',' });
                    }
                }
            }
            Token::Comma => {
                let inside = first.is_some_and(|f| f < i) && last.is_some_and(|l| i < l);
                if !inside && !is_scaling(tokens, i) {
                    out.push(',');
                }
            }
            other => other.literal(out),
        }
    }
}
