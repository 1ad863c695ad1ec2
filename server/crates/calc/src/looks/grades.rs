//! Scales, bars and icons: how a number looks among others.

use std::sync::Arc;

use daylight_model::{
    Value,
    marks::{IconSet, Point, RuleKind},
};

use super::{Bar, Icon, Look, numbers::Numbers};
use crate::{ask::Operand, engine::Engine};

/// A scale, bar or set of icons with its points as numbers.
pub(super) enum Grades {
    Scale(Vec<(f64, [u8; 3])>),
    Bar {
        from: f64,
        to: f64,
        color: Arc<str>,
        solid: bool,
        bare: bool,
    },
    Icons {
        set: IconSet,
        points: Vec<f64>,
        reverse: bool,
        bare: bool,
    },
    /// A point has no number: nothing is graded.
    Nothing,
}

impl Grades {
    /// What a rule grades by; `None` when it is none of these. Formulas of points count as they read at the rule's first cell
    /// in view, as they are the same for all.
    pub(super) fn of(
        engine: &mut Engine,
        kind: &RuleKind,
        operands: &[Option<Operand>; 4],
        numbers: &Numbers,
        at: (u32, u32),
    ) -> Option<Self> {
        let mut resolve = |points: &[Point]| -> Option<Vec<f64>> {
            let number = |(point, operand): (&Point, &Option<Operand>)| {
                let answer = operand.as_ref().and_then(|o| engine.answer(o, at));
                let operand = match answer {
                    Some(Value::Number(n)) => Some(n),
                    _ => None,
                };
                numbers.point(*point, operand)
            };
            points.iter().zip(operands).map(number).collect()
        };
        Some(match kind {
            RuleKind::Scale { points, colors } => match resolve(points) {
                Some(numbers) => {
                    let colors = colors.iter().map(|color| rgb(color));
                    let mut stops: Vec<_> = numbers.into_iter().zip(colors).collect();
                    stops.sort_by(|a, b| a.0.total_cmp(&b.0));
                    Self::Scale(stops)
                }
                None => Self::Nothing,
            },
            RuleKind::Bar {
                points,
                color,
                solid,
                bare,
            } => match resolve(points).as_deref() {
                Some([from, to]) => Self::Bar {
                    // A bar begins at zero, so that its length is what it shows.
                    from: if points[0] == Point::Min {
                        from.min(0.0)
                    } else {
                        *from
                    },
                    to: if points[1] == Point::Max {
                        to.max(0.0)
                    } else {
                        *to
                    },
                    color: Arc::clone(color),
                    solid: *solid,
                    bare: *bare,
                },
                _ => Self::Nothing,
            },
            RuleKind::Icons {
                set,
                points,
                reverse,
                bare,
            } => match resolve(points) {
                Some(points) => Self::Icons {
                    set: *set,
                    points,
                    reverse: *reverse,
                    bare: *bare,
                },
                None => Self::Nothing,
            },
            _ => return None,
        })
    }

    /// Adds to a cell's look what a number looks like, where no earlier rule did.
    pub(super) fn lay(&self, n: f64, look: &mut Look) {
        match self {
            Self::Scale(stops) => {
                if let Some(color) = between(stops, n) {
                    let fill = look.format.0.entry("fill".to_owned());
                    fill.or_insert_with(|| color.into());
                }
            }
            Self::Bar {
                from,
                to,
                color,
                solid,
                bare,
            } => {
                if to > from && look.bar.is_none() {
                    let part = |n: f64| ((n - from) / (to - from)).clamp(0.0, 1.0);
                    look.bar = Some(Bar {
                        zero: part(0.0),
                        to: part(n),
                        color: Arc::clone(color),
                        solid: *solid,
                    });
                    look.bare |= bare;
                }
            }
            Self::Icons {
                set,
                points,
                reverse,
                bare,
            } => {
                if look.icon.is_none() {
                    let reached = points.iter().filter(|point| n >= **point).count();
                    let reached = u8::try_from(reached).unwrap_or(0).min(set.icons - 1);
                    let index = if *reverse {
                        set.icons - 1 - reached
                    } else {
                        reached
                    };
                    look.icon = Some(Icon { set: *set, index });
                    look.bare |= bare;
                }
            }
            Self::Nothing => {}
        }
    }
}

fn rgb(color: &str) -> [u8; 3] {
    let part = |at: usize| {
        let digits = color.get(at..at + 2).unwrap_or("00");
        u8::from_str_radix(digits, 16).unwrap_or(0)
    };
    [part(1), part(3), part(5)]
}

/// The colour of a number between stops.
fn between(stops: &[(f64, [u8; 3])], n: f64) -> Option<String> {
    let (first, last) = (stops.first()?, stops.last()?);
    let [r, g, b] = if n <= first.0 {
        first.1
    } else if n >= last.0 {
        last.1
    } else {
        let after = stops.partition_point(|(at, _)| *at <= n);
        let ((from, a), (to, b)) = (stops[after - 1], stops[after]);
        let part = if to > from {
            (n - from) / (to - from)
        } else {
            0.0
        };
        let mix = |i: usize| {
            let mixed = f64::from(a[i]) + (f64::from(b[i]) - f64::from(a[i])) * part;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between two bytes"
            )]
            let mixed = mixed.round() as u8;
            mixed
        };
        [mix(0), mix(1), mix(2)]
    };
    Some(format!("#{r:02x}{g:02x}{b:02x}"))
}
