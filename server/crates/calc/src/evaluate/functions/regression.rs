//! `LINEST`, `LOGEST`, `TREND` and `GROWTH`: least squares over any number of variables.

use daylight_model::{ErrorCode, Value};

use super::{
    super::convert,
    block::Block,
    call::{Answer, Call, Given, Ours, whole},
    least_squares::{Fit, Line},
    values::truth,
};

/// Numbers that one call may take in.
const MOST_CELLS: usize = 1 << 18;
/// Variables that one call may have.
const MOST_VARIABLES: usize = 64;

/// All of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![
        whole("LINEST", 1..=4, |_, given| coefficients(given, false)),
        whole("LOGEST", 1..=4, |_, given| coefficients(given, true)),
        whole("TREND", 1..=4, |call, given| values(call, given, false)),
        whole("GROWTH", 1..=4, |call, given| values(call, given, true)),
    ]
}

/// How known values of x lie to those of y.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lie {
    /// One variable, of the same shape.
    Same,
    /// A column for each variable.
    Columns,
    /// A row for each variable.
    Rows,
}

/// An area of which every cell is a number.
struct Numbers {
    rows: usize,
    cols: usize,
    all: Vec<f64>,
}

impl Numbers {
    fn of(given: &Given<'_>) -> Answer<Self> {
        let (rows, cols) = given.dims();
        if rows.saturating_mul(cols) > MOST_CELLS {
            return Err(ErrorCode::Num);
        }
        let block = given.block()?;
        let number = |value: &Value| match value {
            Value::Number(n) => Ok(*n),
            Value::Error(e) => Err(*e),
            _ => Err(ErrorCode::Value),
        };
        Ok(Self {
            rows,
            cols,
            all: block.cells.iter().map(number).collect::<Answer<_>>()?,
        })
    }

    /// The variables, each with its values.
    fn variables(&self, lie: Lie) -> Vec<Vec<f64>> {
        let cols = self.cols;
        match lie {
            Lie::Same => vec![self.all.clone()],
            Lie::Columns => (0..cols)
                .map(|c| self.all.iter().skip(c).step_by(cols).copied().collect())
                .collect(),
            Lie::Rows => self.all.chunks(cols.max(1)).map(<[f64]>::to_vec).collect(),
        }
    }
}

/// The known values.
struct Known {
    y: Numbers,
    x: Numbers,
    lie: Lie,
    fit: Fit,
}

fn given_at<'a, 'b>(given: &'a [Given<'b>], i: usize) -> Option<&'a Given<'b>> {
    given.get(i).filter(|g| !g.omitted)
}

impl Known {
    fn read(given: &[Given<'_>], constant: usize, growing: bool) -> Answer<Self> {
        let mut y = Numbers::of(&given[0])?;
        if growing {
            for n in &mut y.all {
                if *n <= 0.0 {
                    return Err(ErrorCode::Num);
                }
                *n = n.ln();
            }
        }
        let x = match given_at(given, 1) {
            Some(x) => Numbers::of(x)?,
            None => Numbers {
                rows: y.rows,
                cols: y.cols,
                all: (1..=y.all.len()).map(|n| n as f64).collect(),
            },
        };
        let lie = if (x.rows, x.cols) == (y.rows, y.cols) {
            Lie::Same
        } else if y.cols == 1 && x.rows == y.rows {
            Lie::Columns
        } else if y.rows == 1 && x.cols == y.cols {
            Lie::Rows
        } else {
            return Err(ErrorCode::Ref);
        };
        let constant = match given_at(given, constant) {
            Some(flag) => truth(&flag.first())?,
            None => true,
        };
        let variables = x.variables(lie);
        if variables.len() > MOST_VARIABLES {
            return Err(ErrorCode::Num);
        }
        let fit = Fit::of(&y.all, &variables, constant);
        Ok(Self { y, x, lie, fit })
    }
}

/// The coefficients from the last variable to the first, the constant, and statistics where asked for.
fn coefficients(given: &[Given<'_>], growing: bool) -> Answer<Block> {
    let known = Known::read(given, 2, growing)?;
    let statistics = match given_at(given, 3) {
        Some(flag) => truth(&flag.first())?,
        None => false,
    };
    let fit = &known.fit;
    let shown = |n: f64| if growing { n.exp() } else { n };
    let mut first: Vec<Value> = vec![];
    first.extend(
        fit.line
            .slopes
            .iter()
            .rev()
            .map(|n| convert::number(shown(*n))),
    );
    first.push(convert::number(shown(fit.line.constant)));
    if !statistics {
        return Ok(Block::row(first));
    }
    let width = first.len();
    let errors = fit.slope_errors.iter().rev().map(|n| convert::number(*n));
    let constant_error = fit
        .constant_error
        .map_or(Value::Error(ErrorCode::Na), convert::number);
    let rows = [
        first,
        errors.chain([constant_error]).collect(),
        vec![
            convert::number(fit.determination()),
            convert::number(fit.error()),
        ],
        vec![convert::number(fit.f()), Value::Number(fit.freedom)],
        vec![
            convert::number(fit.explained),
            convert::number(fit.residual),
        ],
    ];
    Block::make(rows.len(), width, |row, col| {
        Ok(rows[row]
            .get(col)
            .cloned()
            .unwrap_or(Value::Error(ErrorCode::Na)))
    })
}

/// The line's values at new places.
fn values(_: &Call, given: &[Given<'_>], growing: bool) -> Answer<Block> {
    let known = Known::read(given, 3, growing)?;
    let new = match given_at(given, 2) {
        Some(new) => Numbers::of(new)?,
        None => Numbers {
            rows: known.x.rows,
            cols: known.x.cols,
            all: known.x.all.clone(),
        },
    };
    let Line { slopes, .. } = &known.fit.line;
    // Without values of x to say otherwise, one variable may lie either way.
    let lie = if slopes.len() == 1 {
        Lie::Same
    } else {
        known.lie
    };
    let variables = new.variables(lie);
    if variables.len() != slopes.len() {
        return Err(ErrorCode::Ref);
    }
    let (rows, cols) = match lie {
        Lie::Same => (new.rows, new.cols),
        Lie::Columns => (new.rows, 1),
        Lie::Rows => (1, new.cols),
    };
    debug_assert!(!known.y.all.is_empty(), "an area has a cell");
    Block::make(rows, cols, |row, col| {
        let at = row * cols + col;
        let place: Vec<f64> = variables.iter().map(|v| v[at]).collect();
        let n = known.fit.line.at(&place);
        Ok(convert::number(if growing { n.exp() } else { n }))
    })
}
