//! JSON numbers as the stored form has them: whole numbers without a fraction, everything finite.

use serde_json::{Number, Value as Json};

/// Largest whole number that a double holds exactly, plus one.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A number as JSON; whole numbers become integers, so that equal numbers have equal JSON.
/// What JSON cannot hold (NaN, infinity) becomes null.
pub fn number(n: f64) -> Json {
    if n.fract() == 0.0 && n.abs() < EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
        return Json::Number(Number::from(n as i64));
    }
    Number::from_f64(n).map_or(Json::Null, Json::Number)
}

/// A non-negative whole number below 2^53, also when written with a fraction of zero.
pub fn whole(j: &Json) -> Option<u64> {
    let n = j.as_f64()?;
    if n.fract() != 0.0 || !(0.0..EXACT).contains(&n) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be whole and in range"
    )]
    Some(n as u64)
}

/// Like [`whole`], for what fits 32 bits.
pub fn whole32(j: &Json) -> Option<u32> {
    u32::try_from(whole(j)?).ok()
}
