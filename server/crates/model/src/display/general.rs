//! The format `General`: as many digits as eleven characters hold.

use super::decimal::{Decimal, digit};

/// Digits after the point that fit at most.
const PLACES: i32 = 9;
/// Characters that fit.
const WIDTH: usize = 11;

/// A number with its sign.
pub(super) fn signed(n: f64) -> String {
    if !n.is_finite() {
        return n.to_string();
    }
    let body = unsigned(n.abs());
    if n < 0.0 { format!("-{body}") } else { body }
}

/// A number of at least zero.
pub(super) fn unsigned(n: f64) -> String {
    let exact = Decimal::of(n);
    if exact.is_zero() {
        return "0".to_owned();
    }
    let places = match exact.point {
        ..=-4 => 12,
        -3..=0 => PLACES,
        point => (PLACES + 1 - point).max(0),
    };
    let rounded = exact.clone().rounded(usize::try_from(places).unwrap_or(0));
    let text = plain(&rounded);
    if text.len() > WIDTH || (rounded.places() < exact.places() && exact.point < -3) {
        return scientific(&exact);
    }
    text
}

fn plain(n: &Decimal) -> String {
    let whole = n.whole();
    let mut out: String = if whole.is_empty() {
        "0".to_owned()
    } else {
        whole.into_iter().map(digit).collect()
    };
    if n.places() > 0 {
        out.push('.');
        out.extend((0..n.places()).map(|i| digit(n.after(i))));
    }
    out
}

/// With one digit before the point and up to five after it.
fn scientific(exact: &Decimal) -> String {
    let mut power = exact.point - 1;
    let mut mantissa = exact.clone().shifted(-power).rounded(5);
    if mantissa.point > 1 {
        mantissa = mantissa.shifted(-1);
        power += 1;
    }
    let sign = if power < 0 { '-' } else { '+' };
    format!("{}E{sign}{:02}", plain(&mantissa), power.abs())
}
