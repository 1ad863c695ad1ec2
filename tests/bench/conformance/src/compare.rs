//! When two results are the same.

use daylight_model::Value;

/// Relative difference of numbers that still counts as the same: what Excel shows of a number has 15 digits.
const CLOSE: f64 = 1e-9;
/// Numbers closer to zero than this are zero.
const NEAR_ZERO: f64 = 1e-12;

/// Whether a computed value is what the file says.
pub(crate) fn same(expected: &Value, computed: &Value) -> bool {
    match (expected, computed) {
        (Value::Number(a), Value::Number(b)) => {
            let apart = (a - b).abs();
            apart <= NEAR_ZERO || apart <= CLOSE * a.abs().max(b.abs())
        }
        (Value::Text(a), Value::Empty) => a.is_empty(),
        // A file has no way to write a formula that comes to nothing.
        (Value::Number(a), Value::Empty) => *a == 0.0,
        _ => expected == computed,
    }
}
