//! Least squares by orthogonal columns.

/// A share of a column's length below which what is left of it counts as nothing: it depends on those before.
const NOTHING: f64 = 1e-14;

/// A line through values of several variables.
pub(super) struct Line {
    pub slopes: Vec<f64>,
    pub constant: f64,
}

impl Line {
    pub(super) fn at(&self, place: &[f64]) -> f64 {
        self.constant + dot(&self.slopes, place)
    }
}

/// The line that fits best, and how well it does.
pub(super) struct Fit {
    pub line: Line,
    pub slope_errors: Vec<f64>,
    /// None where there is no constant.
    pub constant_error: Option<f64>,
    /// Degrees of freedom.
    pub freedom: f64,
    /// Sum of squares that the line explains.
    pub explained: f64,
    /// Sum of squares that it does not.
    pub residual: f64,
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Takes a share of a column from another.
fn subtract(from: &mut [f64], share: f64, column: &[f64]) {
    for (x, y) in from.iter_mut().zip(column) {
        *x -= share * y;
    }
}

impl Fit {
    /// Variables that depend on those before them get no slope.
    pub(super) fn of(y: &[f64], variables: &[Vec<f64>], constant: bool) -> Self {
        let centre = |values: &[f64]| if constant { mean(values) } else { 0.0 };
        let moved = |values: &[f64]| {
            let centre = centre(values);
            values.iter().map(|v| v - centre).collect::<Vec<f64>>()
        };
        let middle_y = centre(y);
        let middles: Vec<f64> = variables.iter().map(|v| centre(v)).collect();
        let mut rest = moved(y);
        let total = dot(&rest, &rest);
        let count = variables.len();
        // Orthogonal columns of length one, and by how much of them each variable is made of.
        let mut columns: Vec<Option<Vec<f64>>> = vec![];
        let mut parts = vec![vec![0.0; count]; count];
        for (i, variable) in variables.iter().enumerate() {
            let mut column = moved(variable);
            let before = dot(&column, &column);
            // Twice, as once leaves errors of rounding.
            for _ in 0..2 {
                for (j, other) in columns.iter().enumerate() {
                    if let Some(other) = other {
                        let share = dot(&column, other);
                        parts[j][i] += share;
                        subtract(&mut column, share, other);
                    }
                }
            }
            let left = dot(&column, &column);
            if left <= NOTHING * before || left == 0.0 {
                columns.push(None);
                continue;
            }
            let length = left.sqrt();
            for x in &mut column {
                *x /= length;
            }
            parts[i][i] = length;
            columns.push(Some(column));
        }
        let mut shares = vec![0.0; count];
        for (share, column) in shares.iter_mut().zip(&columns) {
            if let Some(column) = column {
                *share = dot(&rest, column);
                subtract(&mut rest, *share, column);
            }
        }
        let kept: Vec<usize> = (0..count).filter(|i| columns[*i].is_some()).collect();
        let slopes = solve(&parts, &kept, &shares);
        let residual = dot(&rest, &rest);
        let used = kept.len() + usize::from(constant);
        let freedom = y.len() as f64 - used as f64;
        let variance = residual / freedom;
        let mut slope_errors = vec![0.0; count];
        let mut about_middle = 0.0;
        for k in &kept {
            // The inverse of the parts, column by column, squares up to the slopes' covariances.
            let mut unit = vec![0.0; count];
            unit[*k] = 1.0;
            let inverse = solve(&parts, &kept, &unit);
            about_middle += dot(&inverse, &middles).powi(2);
            for (error, x) in slope_errors.iter_mut().zip(&inverse) {
                *error += x * x;
            }
        }
        let error = |square: f64| (square * variance).max(0.0).sqrt();
        let around = 1.0 / y.len() as f64 + about_middle;
        Self {
            line: Line {
                constant: middle_y - dot(&slopes, &middles),
                slopes,
            },
            slope_errors: slope_errors.into_iter().map(error).collect(),
            constant_error: constant.then(|| error(around)),
            freedom,
            explained: (total - residual).max(0.0),
            residual,
        }
    }

    /// The share of all squares that the line explains.
    pub(super) fn determination(&self) -> f64 {
        self.explained / (self.explained + self.residual)
    }

    /// The standard error of y.
    pub(super) fn error(&self) -> f64 {
        (self.residual / self.freedom).sqrt()
    }

    pub(super) fn f(&self) -> f64 {
        let used = self.slope_errors.len() as f64;
        (self.explained / used) / (self.residual / self.freedom)
    }
}

/// Solves the triangle of the kept variables.
fn solve(parts: &[Vec<f64>], kept: &[usize], right: &[f64]) -> Vec<f64> {
    let mut found = vec![0.0; right.len()];
    for i in kept.iter().rev() {
        let known = dot(&parts[*i][i + 1..], &found[i + 1..]);
        found[*i] = (right[*i] - known) / parts[*i][*i];
    }
    found
}
