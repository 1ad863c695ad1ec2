//! A1 addresses: column letters and cell and range texts, by 0-based visible index.

use crate::id::{MAX_COLS, MAX_ROWS};

/// A rectangle of visible indices, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Area {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

/// The letters of a column: 0 is `A`, 26 is `AA`.
///
/// ```
/// assert_eq!(daylight_model::a1::column_name(27), "AB");
/// ```
pub fn column_name(mut index: u32) -> String {
    let mut letters = Vec::with_capacity(4);
    loop {
        let digit = u8::try_from(index % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        if index < 26 {
            break;
        }
        index = index / 26 - 1;
    }
    letters.iter().rev().collect()
}

/// The index of a column's letters, in either case, when a sheet has it.
pub fn column_index(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut n = 0u32;
    for b in letters.bytes() {
        if !b.is_ascii_alphabetic() {
            return None;
        }
        n = n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1;
    }
    (n <= MAX_COLS).then(|| n - 1)
}

/// The index of a row as it is written, counted from 1, when a sheet has it.
pub fn row_index(digits: &str) -> Option<u32> {
    let fits = (1..=7).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if !fits || digits.starts_with('0') {
        return None;
    }
    let n: u32 = digits.parse().ok()?;
    (n <= MAX_ROWS).then(|| n - 1)
}

/// `(row, column)` as `B7`.
pub fn cell_name(row: u32, col: u32) -> String {
    format!("{}{}", column_name(col), row + 1)
}

/// Reads `B7`, also with `$`, as `(row, column)`.
pub fn parse_cell(s: &str) -> Option<(u32, u32)> {
    let s = s.strip_prefix('$').unwrap_or(s);
    let split = s.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, digits) = s.split_at(split);
    let digits = digits.strip_prefix('$').unwrap_or(digits);
    Some((row_index(digits)?, column_index(letters)?))
}

/// Reads `B7`, `A1:C9` (corners in any order), `A:C` or `3:9`.
pub fn parse_range(s: &str) -> Option<Area> {
    let Some((a, b)) = s.split_once(':') else {
        let (row, col) = parse_cell(s)?;
        return Some(Area {
            top: row,
            left: col,
            bottom: row,
            right: col,
        });
    };
    if let (Some(a), Some(b)) = (parse_cell(a), parse_cell(b)) {
        return Some(Area {
            top: a.0.min(b.0),
            left: a.1.min(b.1),
            bottom: a.0.max(b.0),
            right: a.1.max(b.1),
        });
    }
    let (a, b) = (
        a.strip_prefix('$').unwrap_or(a),
        b.strip_prefix('$').unwrap_or(b),
    );
    if let (Some(a), Some(b)) = (column_index(a), column_index(b)) {
        return Some(Area {
            top: 0,
            left: a.min(b),
            bottom: MAX_ROWS - 1,
            right: a.max(b),
        });
    }
    let (a, b) = (row_index(a)?, row_index(b)?);
    Some(Area {
        top: a.min(b),
        left: 0,
        bottom: a.max(b),
        right: MAX_COLS - 1,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn column_names_round_trip() {
        for n in 0..MAX_COLS {
            assert_eq!(column_index(&column_name(n)), Some(n));
        }
        assert_eq!(column_name(0), "A");
        assert_eq!(column_name(701), "ZZ");
        assert_eq!(column_name(702), "AAA");
        assert_eq!(column_name(16_383), "XFD");
        assert_eq!(column_index("XFE"), None);
        assert_eq!(column_index(""), None);
    }

    #[test]
    fn cells_and_ranges() {
        assert_eq!(parse_cell("B7"), Some((6, 1)));
        assert_eq!(parse_cell("$xfd$1048576"), Some((1_048_575, 16_383)));
        assert_eq!(cell_name(6, 1), "B7");
        for bad in ["", "B", "7", "B0", "B07", "B1048577", "B7x", "B-7", "É7"] {
            assert_eq!(parse_cell(bad), None, "{bad}");
        }
        let area = parse_range("C9:A1").unwrap();
        assert_eq!((area.top, area.left, area.bottom, area.right), (0, 0, 8, 2));
        assert_eq!(parse_range("B7").unwrap().bottom, 6);
        assert_eq!(parse_range("B:A").unwrap().right, 1);
        assert_eq!(parse_range("3:9").unwrap().right, MAX_COLS - 1);
        assert_eq!(parse_range("A1:"), None);
    }
}
