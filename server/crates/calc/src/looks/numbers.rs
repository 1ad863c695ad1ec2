//! What a rule has to know of all cells of its ranges.

use daylight_model::{
    Value,
    marks::{Point, RuleKind},
};
use rustc_hash::FxHashMap;

use crate::evaluate::compare_numbers;

/// Which of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each can be wanted alone")]
pub(super) struct Wanted {
    /// Smallest, largest, sum.
    totals: bool,
    /// All numbers in order.
    order: bool,
    /// How often each value stands there.
    counts: bool,
    /// Anything at all.
    any: bool,
}

impl Wanted {
    pub(super) fn of(kind: &RuleKind) -> Self {
        let points = |points: &[Point]| Self {
            totals: true,
            order: points.contains(&Point::Percentile),
            counts: false,
            any: true,
        };
        match kind {
            RuleKind::Rank { .. } => Self {
                order: true,
                any: true,
                ..Self::default()
            },
            RuleKind::Average { .. } => Self {
                totals: true,
                any: true,
                ..Self::default()
            },
            RuleKind::Repeat { .. } => Self {
                counts: true,
                any: true,
                ..Self::default()
            },
            RuleKind::Scale { points: p, .. } | RuleKind::Icons { points: p, .. } => points(p),
            RuleKind::Bar { points: p, .. } => points(p),
            _ => Self::default(),
        }
    }
}

/// Numbers and values of a rule's ranges.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    count: usize,
    sum: f64,
    least: f64,
    most: f64,
    order: Vec<f64>,
    counts: FxHashMap<Box<str>, u32>,
}

/// Equal values have equal keys: texts in any case, numbers to 15 digits.
fn key(value: &Value) -> Option<Box<str>> {
    match value {
        Value::Empty | Value::Error(_) => None,
        Value::Text(text) if text.is_empty() => None,
        Value::Text(text) => Some(format!("t{}", text.to_lowercase()).into()),
        Value::Number(n) => Some(format!("{n:.14e}").into()),
        Value::Bool(b) => Some(if *b { "b1" } else { "b0" }.into()),
    }
}

impl Numbers {
    pub(super) fn add(&mut self, value: &Value, wanted: Wanted) {
        if wanted.counts
            && let Some(key) = key(value)
        {
            *self.counts.entry(key).or_default() += 1;
        }
        if let Value::Number(n) = value {
            self.least = if self.count == 0 {
                *n
            } else {
                self.least.min(*n)
            };
            self.most = if self.count == 0 {
                *n
            } else {
                self.most.max(*n)
            };
            self.count += 1;
            self.sum += n;
            if wanted.order {
                self.order.push(*n);
            }
        }
    }

    pub(super) fn sort(&mut self) {
        self.order.sort_unstable_by(f64::total_cmp);
    }

    /// Whether a number is among the first or last of them.
    pub(super) fn ranks(&self, value: &Value, bottom: bool, count: u32, percent: bool) -> bool {
        let Value::Number(n) = value else {
            return false;
        };
        let all = self.order.len();
        let wanted = if percent {
            (all * count as usize / 100).max(1)
        } else {
            count as usize
        };
        let place = wanted.min(all).saturating_sub(1);
        if bottom {
            self.order.get(place).is_some_and(|limit| n <= limit)
        } else {
            let at = all.checked_sub(1 + place);
            at.and_then(|at| self.order.get(at))
                .is_some_and(|limit| n >= limit)
        }
    }

    /// Whether a number is above or below the average, or equals it.
    pub(super) fn beyond_average(&self, value: &Value, below: bool, or_equal: bool) -> bool {
        let Value::Number(n) = value else {
            return false;
        };
        if self.count == 0 {
            return false;
        }
        let order = compare_numbers(*n, self.sum / self.count as f64);
        order.is_eq() && or_equal || if below { order.is_lt() } else { order.is_gt() }
    }

    /// Whether a value stands there more than once, or once.
    pub(super) fn repeats(&self, value: &Value, unique: bool) -> bool {
        let times = key(value).and_then(|key| self.counts.get(&key).copied());
        times.is_some_and(|times| (times == 1) == unique)
    }

    /// The number that a point stands for.
    pub(super) fn point(&self, point: Point, operand: Option<f64>) -> Option<f64> {
        if self.count == 0 {
            return None;
        }
        Some(match point {
            Point::Min => self.least,
            Point::Max => self.most,
            Point::Number => operand?,
            Point::Percent => self.least + (self.most - self.least) * operand? / 100.0,
            Point::Percentile => {
                let last = self.order.len().checked_sub(1)?;
                let place = (operand? / 100.0).clamp(0.0, 1.0) * last as f64;
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "between 0 and the last place"
                )]
                let under = place.floor() as usize;
                let (low, high) = (self.order[under], self.order[(under + 1).min(last)]);
                low + (high - low) * place.fract()
            }
        })
    }
}
