//! SUMIFS and its kin in stored columns: one condition through an index, the others cell by cell.

use std::sync::Arc;

use daylight_model::{ErrorCode, Value};
use formualizer_eval::args::{CriteriaPredicate, parse_criteria};

use super::{
    convert,
    evaluation::Evaluation,
    index::{Index, Key, Stretch, visit},
};
use crate::{
    expression::{Conditional, Expr},
    reference::Rect,
    storage::Scalar,
};

/// A condition on the cells of a column.
enum Condition {
    Equals(Key),
    Above(f64),
    AtLeast(f64),
    Below(f64),
    AtMost(f64),
}

impl Condition {
    /// The condition that a criterion states; `None` for one that the library must read.
    fn read(criterion: &Value) -> Option<Self> {
        match parse_criteria(&convert::literal(criterion)).ok()? {
            CriteriaPredicate::Eq(value) => {
                let value = convert::value(&value, false);
                let plain = match &value {
                    Value::Text(t) => !t.is_empty(),
                    Value::Number(n) => n.fract() == 0.0,
                    _ => true,
                };
                Key::of(&value).filter(|_| plain).map(Self::Equals)
            }
            CriteriaPredicate::TextLike {
                pattern,
                case_insensitive: true,
            } if !pattern.is_empty() && !pattern.contains(['*', '?', '~']) => {
                Some(Self::Equals(Key::Text(pattern.to_lowercase().into())))
            }
            CriteriaPredicate::Gt(n) => Some(Self::Above(n)),
            CriteriaPredicate::Ge(n) => Some(Self::AtLeast(n)),
            CriteriaPredicate::Lt(n) => Some(Self::Below(n)),
            CriteriaPredicate::Le(n) => Some(Self::AtMost(n)),
            _ => None,
        }
    }

    fn holds(&self, value: Scalar, evaluation: &Evaluation<'_>) -> bool {
        match (self, value) {
            (Self::Equals(Key::Number(_)), Scalar::Number(n)) => {
                *self == Self::Equals(Key::number(n))
            }
            (Self::Equals(Key::Text(t)), Scalar::Text(id)) => {
                let text = evaluation.context.book.texts.get(id);
                text.eq_ignore_ascii_case(t) || text.to_lowercase() == **t
            }
            (Self::Equals(Key::Bool(b)), Scalar::Bool(other)) => *b == other,
            (Self::Above(x), Scalar::Number(n)) => n > *x,
            (Self::AtLeast(x), Scalar::Number(n)) => n >= *x,
            (Self::Below(x), Scalar::Number(n)) => n < *x,
            (Self::AtMost(x), Scalar::Number(n)) => n <= *x,
            _ => false,
        }
    }
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Equals(a), Self::Equals(b)) if a == b)
    }
}

/// What the rows that meet all conditions add up to.
#[derive(Default)]
struct Tally {
    sum: f64,
    numbers: u32,
    rows: u32,
    error: Option<ErrorCode>,
}

impl<'e> Evaluation<'e> {
    /// The result, or `None` where the call is for the library.
    pub(super) fn conditional(&self, what: Conditional, args: &'e [Expr]) -> Option<Value> {
        let (target, pairs) = match what {
            Conditional::Sum | Conditional::Average if args.len() == 3 => {
                (Some(&args[2]), &args[..2])
            }
            Conditional::Sum | Conditional::Average => (Some(&args[0]), args),
            Conditional::SumAll | Conditional::AverageAll => (Some(&args[0]), &args[1..]),
            Conditional::Count | Conditional::CountAll => (None, args),
        };
        let mut conditions = vec![];
        let mut length = None;
        for pair in pairs.chunks_exact(2) {
            let (at, rows) = self.column(&pair[0])?;
            if *length.get_or_insert(rows) != rows {
                return None;
            }
            conditions.push((at, Condition::read(&self.single(&pair[1])?)?));
        }
        let target = match target {
            Some(expr) => {
                let (at, rows) = self.column(expr)?;
                if length != Some(rows) {
                    return None;
                }
                Some(at)
            }
            None => None,
        };
        let tally = self.tally(&conditions, target);
        Some(match (what, tally.error) {
            (Conditional::Count | Conditional::CountAll, _) => Value::Number(tally.rows.into()),
            (_, Some(e)) => Value::Error(e),
            (Conditional::Sum | Conditional::SumAll, None) => convert::number(tally.sum),
            (_, None) if tally.numbers == 0 => Value::Error(ErrorCode::Div0),
            (_, None) => convert::number(tally.sum / f64::from(tally.numbers)),
        })
    }

    /// A range of one column, and how long it is.
    fn column(&self, expr: &Expr) -> Option<(Stretch, u32)> {
        let (sheet, rect) = self.area(expr)?;
        let Rect {
            row1,
            row2,
            col1,
            col2,
        } = rect;
        let col = self.context.book.sheet(sheet)?.cols.slot_at(col1)?;
        let at = Stretch {
            sheet,
            col,
            first: row1,
            last: row2,
        };
        (col1 == col2).then_some((at, row2 - row1))
    }

    fn tally(&self, conditions: &[(Stretch, Condition)], target: Option<Stretch>) -> Tally {
        let mut tally = Tally::default();
        let (first, indexed) = self.best(conditions);
        let mut row = |offset: u32| {
            let others = conditions.iter().enumerate().filter(|(i, _)| *i != first);
            for (_, (at, condition)) in others {
                if !condition.holds(self.stored(at, offset), self) {
                    return;
                }
            }
            tally.rows += 1;
            match target.map(|at| self.stored(&at, offset)) {
                Some(Scalar::Number(n)) => {
                    tally.sum += n;
                    tally.numbers += 1;
                }
                Some(Scalar::Error(e)) => tally.error = tally.error.or(Some(e)),
                _ => {}
            }
        };
        let Some((at, condition)) = conditions.get(first) else {
            return tally;
        };
        match (indexed, condition) {
            (Some(index), Condition::Equals(key)) => {
                index.rows(key).iter().for_each(|offset| row(*offset));
            }
            _ => visit(self.context.book, at, |offset, value| {
                if condition.holds(value, self) {
                    row(offset);
                }
            }),
        }
        tally
    }

    /// The condition to begin with: the one whose index names the fewest rows, or else the first.
    fn best(&self, conditions: &[(Stretch, Condition)]) -> (usize, Option<Arc<Index>>) {
        let mut best: (usize, Option<Arc<Index>>) = (0, None);
        let mut fewest = usize::MAX;
        for (i, (at, condition)) in conditions.iter().enumerate() {
            if let Condition::Equals(key) = condition
                && let Some(index) = self.indexes.borrow_mut().get(self.context.book, at)
            {
                let count = index.rows(key).len();
                if count < fewest {
                    fewest = count;
                    best = (i, Some(index));
                }
            }
        }
        best
    }

    fn stored(&self, at: &Stretch, offset: u32) -> Scalar {
        match self.context.book.sheet(at.sheet) {
            Some(s) => match s.rows.slot_at(at.first + offset) {
                Some(row) => s.cells.get(row, at.col),
                None => Scalar::Empty,
            },
            None => Scalar::Empty,
        }
    }
}
