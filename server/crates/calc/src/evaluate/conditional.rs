//! SUMIFS and its kin in stored cells: one condition through an index, the others cell by cell.

use std::sync::Arc;

use daylight_model::{ErrorCode, Value};

use super::{
    convert,
    evaluation::Evaluation,
    functions::{Call, Criterion},
    index::{Index, Key, Stretch, visit},
};
use crate::{
    expression::{Conditional, Expr},
    reference::{Rect, SheetIndex},
    storage::Scalar,
};

/// A criterion on the cells of a column.
struct Condition<'c> {
    at: Stretch,
    criterion: &'c Criterion,
}

impl Condition<'_> {
    fn holds(&self, value: Scalar, evaluation: &Evaluation<'_>) -> bool {
        match value {
            Scalar::Empty => self.criterion.takes_empty(),
            Scalar::Number(n) => self.criterion.takes_number(n),
            Scalar::Text(id) => {
                let text = evaluation.context.book.texts.get(id);
                self.criterion.takes_text(text)
            }
            Scalar::Bool(b) => self.criterion.takes_bool(b),
            Scalar::Error(e) => self.criterion.takes_error(e),
        }
    }

    /// Under which keys an index has the rows; none where it does not know them.
    fn keys(&self) -> Vec<Key> {
        match self.criterion {
            Criterion::Is(Value::Number(n)) if n.fract() == 0.0 => match Key::number(*n) {
                Key::Number(bits) => vec![Key::Number(bits), Key::Written(bits)],
                other => vec![other],
            },
            Criterion::Is(value @ Value::Bool(_)) => Key::of(value).into_iter().collect(),
            Criterion::Is(value @ Value::Text(t)) if !t.is_empty() => {
                Key::of(value).into_iter().collect()
            }
            _ => vec![],
        }
    }
}

/// An index, and the keys under which it has what is wanted.
type Indexed = (Arc<Index>, Vec<Key>);

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
        let call = Call {
            date1904: self.context.book.date1904,
            today: self.context.moment.now.date(),
        };
        let size = |r: &Rect| (r.row2 - r.row1, r.col2 - r.col1);
        let mut criteria = vec![];
        for pair in pairs.chunks_exact(2) {
            let criterion = Criterion::read(&self.single(&pair[1])?, &call);
            criteria.push((self.area(&pair[0])?, criterion));
        }
        let shape = size(&criteria.first()?.0.1);
        let target = match target {
            Some(expr) => Some(self.area(expr)?),
            None => None,
        };
        let all = criteria.iter().map(|(area, _)| area).chain(&target);
        if all.into_iter().any(|(_, rect)| size(rect) != shape) {
            return None;
        }
        let mut tally = Tally::default();
        for col in 0..=shape.1 {
            let mut conditions = vec![];
            for (area, criterion) in &criteria {
                let at = self.stretch(*area, col)?;
                conditions.push(Condition { at, criterion });
            }
            let target = match target {
                Some(area) => Some(self.stretch(area, col)?),
                None => None,
            };
            self.tally(&conditions, target, &mut tally);
        }
        Some(match (what, tally.error) {
            (Conditional::Count | Conditional::CountAll, _) => Value::Number(tally.rows.into()),
            (_, Some(e)) => Value::Error(e),
            (Conditional::Sum | Conditional::SumAll, None) => convert::number(tally.sum),
            (_, None) if tally.numbers == 0 => Value::Error(ErrorCode::Div0),
            (_, None) => convert::number(tally.sum / f64::from(tally.numbers)),
        })
    }

    /// One column of a range.
    fn stretch(&self, (sheet, rect): (SheetIndex, Rect), col: u32) -> Option<Stretch> {
        let col = self
            .context
            .book
            .sheet(sheet)?
            .cols
            .slot_at(rect.col1 + col)?;
        Some(Stretch {
            sheet,
            col,
            first: rect.row1,
            last: rect.row2,
        })
    }

    fn tally(&self, conditions: &[Condition<'_>], target: Option<Stretch>, tally: &mut Tally) {
        let (first, indexed) = self.best(conditions);
        let mut row = |offset: u32| {
            let others = conditions.iter().enumerate().filter(|(i, _)| *i != first);
            for (_, condition) in others {
                if !condition.holds(self.stored(&condition.at, offset), self) {
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
        let Some(condition) = conditions.get(first) else {
            return;
        };
        let at = &condition.at;
        match indexed {
            Some((index, keys)) => {
                for key in &keys {
                    index.rows(key).iter().for_each(|offset| row(*offset));
                }
            }
            None if condition.criterion.takes_empty() => {
                for offset in 0..=at.last - at.first {
                    if condition.holds(self.stored(at, offset), self) {
                        row(offset);
                    }
                }
            }
            None => visit(self.context.book, at, |offset, value| {
                if condition.holds(value, self) {
                    row(offset);
                }
            }),
        }
    }

    /// The condition to begin with: the one whose index names the fewest rows, or else one that no empty cell meets.
    fn best(&self, conditions: &[Condition<'_>]) -> (usize, Option<Indexed>) {
        let filled = conditions.iter().position(|c| !c.criterion.takes_empty());
        let mut best: (usize, Option<Indexed>) = (filled.unwrap_or(0), None);
        let mut fewest = usize::MAX;
        for (i, condition) in conditions.iter().enumerate() {
            let keys = condition.keys();
            if !keys.is_empty()
                && let Some(index) = self
                    .indexes
                    .borrow_mut()
                    .get(self.context.book, &condition.at)
            {
                let count = keys.iter().map(|key| index.rows(key).len()).sum();
                if count < fewest {
                    fewest = count;
                    best = (i, Some((index, keys)));
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
