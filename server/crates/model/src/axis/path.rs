//! Paths: where inserted and moved lines stand among those of the same slot (FORMAT.md §3).
//!
//! A path is one or more levels joined by `.kkkk`; a level is `fraction-id`. A line's own position ends with `.kkkk`.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Longest path, in bytes.
pub const MAX_PATH: usize = 2_000;
/// Lines that one insertion or move can place: four digits of base 36.
pub const MAX_PLACES: u32 = 36 * 36 * 36 * 36;

fn digit(b: u8) -> Option<usize> {
    DIGITS.iter().position(|d| *d == b)
}

/// True for a fraction: non-empty, over the 62 digits, not ending in `0`.
fn is_fraction(s: &str) -> bool {
    !s.is_empty() && !s.ends_with('0') && s.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn is_op(s: &str) -> bool {
    (1..=12).contains(&s.len())
        && s.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// Checks a path's form and that it ends with `-` and `id`.
pub(crate) fn is_path(path: &str, id: &str) -> bool {
    if path.len() > MAX_PATH {
        return false;
    }
    let mut last = "";
    for (i, part) in path.split('.').enumerate() {
        let level = if i == 0 {
            part
        } else {
            if place(part).is_none() {
                return false;
            }
            part.get(4..).unwrap_or_default()
        };
        let Some((fraction, op)) = level.split_once('-') else {
            return false;
        };
        if !is_fraction(fraction) || !is_op(op) {
            return false;
        }
        last = op;
    }
    last == id
}

/// The place that the first four characters name.
pub(crate) fn place(s: &str) -> Option<u32> {
    let digits = s.get(..4)?;
    digits
        .bytes()
        .all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
        .then(|| u32::from_str_radix(digits, 36).ok())?
}

/// The position of the line at place `k` of a path.
pub(crate) fn position(path: &str, k: u32) -> String {
    format!("{path}.{}", base36(u64::from(k), 4))
}

/// A number in base 36, padded with zeros.
pub fn base36(mut n: u64, width: usize) -> String {
    let mut digits = Vec::with_capacity(width.max(4));
    while n > 0 || digits.len() < width.max(1) {
        let d = u8::try_from(n % 36).unwrap_or_default();
        digits.push(char::from(if d < 10 { b'0' + d } else { b'a' + d - 10 }));
        n /= 36;
    }
    digits.iter().rev().collect()
}

/// The fraction with which what follows a common beginning starts.
pub(crate) fn first_fraction(rest: &str) -> &str {
    rest.split('-').next().unwrap_or_default()
}

/// A fraction strictly between two; none is the end of the scale on that side.
/// `after` must be less than `before`.
///
/// At an open end it steps by one digit, so that the usual ways of working, on downwards or on
/// upwards, make paths grow slowly.
pub fn between(after: Option<&str>, before: Option<&str>) -> String {
    match (after, before) {
        (None, None) => "V".to_owned(),
        (Some(a), None) => above(a),
        (None, Some(b)) => below(b),
        (Some(a), Some(b)) => middle(a, b),
    }
}

fn above(a: &str) -> String {
    let mut out = String::with_capacity(a.len() + 1);
    for b in a.bytes() {
        let d = digit(b).unwrap_or_default();
        if let Some(next) = DIGITS.get(d + 1) {
            out.push(char::from(*next));
            return out;
        }
        out.push(char::from(b));
    }
    out.push('1');
    out
}

fn below(b: &str) -> String {
    let mut out = String::with_capacity(b.len() + 1);
    for byte in b.bytes() {
        let d = digit(byte).unwrap_or_default();
        if d > 1 {
            out.push(char::from(DIGITS.get(d - 1).copied().unwrap_or(b'0')));
            return out;
        }
        out.push('0');
        if d == 1 {
            break;
        }
    }
    out.push('z');
    out
}

fn middle(a: &str, b: &str) -> String {
    let mut out = String::with_capacity(a.len().max(b.len()) + 1);
    let (mut a, mut b) = (a.bytes(), Some(b.bytes()));
    loop {
        let low = a.next().and_then(digit).unwrap_or(0);
        let high = match b.as_mut() {
            Some(b) => b.next().and_then(digit).unwrap_or(0),
            None => DIGITS.len(),
        };
        if high > low + 1 {
            let at = usize::midpoint(low, high);
            out.push(char::from(DIGITS.get(at).copied().unwrap_or(b'V')));
            return out;
        }
        out.push(char::from(DIGITS.get(low).copied().unwrap_or(b'0')));
        if high > low {
            // Below `b` from here on; only `a` still bounds.
            b = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_stays_between_and_never_ends_in_zero() {
        let mut all = vec![between(None, None)];
        let mut seed = 7usize;
        for _ in 0..3000 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695);
            let at = (seed >> 33) % (all.len() + 1);
            let after = at.checked_sub(1).map(|i| all[i].as_str());
            let new = between(after, all.get(at).map(String::as_str));
            assert!(is_fraction(&new), "{new}");
            assert!(after.is_none_or(|a| a < new.as_str()), "{after:?} {new}");
            assert!(
                all.get(at).is_none_or(|b| new < *b),
                "{new} {:?}",
                all.get(at)
            );
            all.insert(at, new);
        }
    }

    #[test]
    fn working_in_one_direction_grows_slowly() {
        let (mut up, mut down) = (between(None, None), between(None, None));
        for _ in 0..600 {
            up = between(Some(&up), None);
            down = between(None, Some(&down));
        }
        assert!(up.len() < 24 && down.len() < 24, "{up} {down}");
    }

    #[test]
    fn path_grammar() {
        for (path, id) in [("V-a", "a"), ("0z-9.0000V-b", "b"), ("V-a.zzzz1-c1", "c1")] {
            assert!(is_path(path, id), "{path}");
        }
        for path in [
            "",
            "a",
            "-a",
            "V0-a",
            "V-",
            "V-a.0000",
            "V-a.000V-a",
            "V-A",
            "V-a-a",
            "V-a.00V-a",
            "é-a",
        ] {
            assert!(!is_path(path, "a"), "{path}");
        }
        assert!(!is_path("V-a", "b"));
    }

    #[test]
    fn places() {
        assert_eq!(position("V-a", 0), "V-a.0000");
        assert_eq!(position("V-a", MAX_PLACES - 1), "V-a.zzzz");
        assert_eq!(place("00zz"), Some(35 * 36 + 35));
        assert_eq!(place("00Zz"), None);
        assert_eq!(base36(0, 1), "0");
    }
}
