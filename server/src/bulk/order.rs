//! In which order rows stand once they are sorted.

use std::cmp::Ordering;

use daylight_model::Value;

/// A column to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortKey {
    /// The largest first.
    pub descending: bool,
}

/// The places of the rows, first to last, once they are sorted: numbers, texts in any case, FALSE, TRUE, errors; the other
/// way round where it is descending; empty cells last in any case. Rows that are equal stay in order.
/// `values` are those of one row, one for each key.
pub fn order(keys: &[SortKey], values: &[Vec<Value>]) -> Vec<usize> {
    let folded: Vec<Vec<Folded>> = values
        .iter()
        .map(|row| row.iter().map(Folded::of).collect())
        .collect();
    let mut places: Vec<usize> = (0..values.len()).collect();
    places.sort_by(|a, b| {
        let pairs = folded[*a].iter().zip(&folded[*b]);
        keys.iter()
            .zip(pairs)
            .map(|(key, (a, b))| a.compare(b, key.descending))
            .find(|ordering| ordering.is_ne())
            .unwrap_or(Ordering::Equal)
    });
    places
}

/// A value as it is compared.
enum Folded {
    Empty,
    Number(f64),
    /// In lower case.
    Text(String),
    Bool(bool),
    Error,
}

impl Folded {
    fn of(value: &Value) -> Self {
        match value {
            Value::Empty => Self::Empty,
            Value::Number(n) => Self::Number(*n),
            Value::Text(text) => Self::Text(text.to_lowercase()),
            Value::Bool(b) => Self::Bool(*b),
            Value::Error(_) => Self::Error,
        }
    }

    const fn rank(&self) -> u8 {
        match self {
            Self::Number(_) => 0,
            Self::Text(_) => 1,
            Self::Bool(_) => 2,
            Self::Error => 3,
            Self::Empty => 4,
        }
    }

    fn compare(&self, other: &Self, descending: bool) -> Ordering {
        let empty = |folded: &Self| matches!(folded, Self::Empty);
        if empty(self) || empty(other) {
            return empty(self).cmp(&empty(other));
        }
        let ordering = match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            // Errors are all the same.
            (Self::Error, Self::Error) => Ordering::Equal,
            _ => self.rank().cmp(&other.rank()),
        };
        if descending {
            ordering.reverse()
        } else {
            ordering
        }
    }
}

#[cfg(test)]
mod tests {
    use daylight_model::ErrorCode;

    use super::*;

    fn sorted(values: &[Value], descending: bool) -> Vec<usize> {
        let rows: Vec<Vec<Value>> = values.iter().map(|value| vec![value.clone()]).collect();
        order(&[SortKey { descending }], &rows)
    }

    #[test]
    fn kinds_stand_as_people_expect() {
        let values = [
            Value::Empty,
            Value::Text("beta".into()),
            Value::Bool(true),
            Value::Number(2.0),
            Value::Error(ErrorCode::Na),
            Value::Text("Alpha".into()),
            Value::Number(-1.0),
            Value::Bool(false),
        ];
        assert_eq!(sorted(&values, false), [6, 3, 5, 1, 7, 2, 4, 0]);
        assert_eq!(sorted(&values, true), [4, 2, 7, 1, 5, 3, 6, 0]);
    }

    #[test]
    fn equal_rows_keep_their_order_and_further_keys_decide() {
        let text = |s: &str| Value::Text(s.into());
        let rows = [("b", 1.0), ("a", 2.0), ("B", 0.0), ("A", 2.0)]
            .map(|(t, n)| vec![text(t), Value::Number(n)]);
        let up = SortKey { descending: false };
        assert_eq!(order(&[up], &rows), [1, 3, 0, 2]);
        assert_eq!(order(&[up, up], &rows), [1, 3, 2, 0]);
        let down = SortKey { descending: true };
        assert_eq!(order(&[down, up], &rows), [2, 0, 1, 3]);
    }
}
