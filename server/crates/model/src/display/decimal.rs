//! Numbers as decimal digits: 15 of them, as spreadsheets show and round.

/// A number of at least zero, as `0.d₁d₂…` times ten to a power.
#[derive(Clone, Debug)]
pub(super) struct Decimal {
    /// Without zeros at either end.
    digits: Vec<u8>,
    /// How many digits stand before the point.
    pub point: i32,
}

impl Decimal {
    pub(super) fn of(n: f64) -> Self {
        let text = format!("{:.14e}", n.abs());
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let mut digits: Vec<u8> = mantissa
            .bytes()
            .filter(u8::is_ascii_digit)
            .map(|b| b - b'0')
            .collect();
        trim(&mut digits);
        let point = if digits.is_empty() {
            0
        } else {
            exponent.parse::<i32>().unwrap_or(0) + 1
        };
        Self { digits, point }
    }

    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// The same times ten to a power.
    pub(super) fn shifted(mut self, power: i32) -> Self {
        if !self.is_zero() {
            self.point = self.point.saturating_add(power);
        }
        self
    }

    /// Rounded to so many digits after the point, halves away from zero.
    pub(super) fn rounded(mut self, places: usize) -> Self {
        let kept = i64::from(self.point) + i64::try_from(places).unwrap_or(i64::MAX);
        let Ok(kept) = usize::try_from(kept) else {
            return Self {
                digits: vec![],
                point: 0,
            };
        };
        if kept >= self.digits.len() {
            return self;
        }
        let up = self.digits[kept] >= 5;
        self.digits.truncate(kept);
        if up {
            while let Some(9) = self.digits.last() {
                self.digits.pop();
            }
            if let Some(digit) = self.digits.last_mut() {
                *digit += 1;
            } else {
                self.digits.push(1);
                self.point += 1;
            }
        }
        trim(&mut self.digits);
        if self.digits.is_empty() {
            self.point = 0;
        }
        self
    }

    /// The digits before the point; none for zero.
    pub(super) fn whole(&self) -> Vec<u8> {
        let count = usize::try_from(self.point).unwrap_or(0);
        let digit = |i| self.digits.get(i).copied().unwrap_or(0);
        (0..count).map(digit).collect()
    }

    /// The digit at a place after the point, counted from zero.
    pub(super) fn after(&self, place: usize) -> u8 {
        let at = i64::from(self.point) + i64::try_from(place).unwrap_or(i64::MAX / 2);
        let at = usize::try_from(at).ok();
        at.and_then(|i| self.digits.get(i).copied()).unwrap_or(0)
    }

    /// How many digits after the point there are.
    pub(super) fn places(&self) -> usize {
        let last = i64::try_from(self.digits.len()).unwrap_or(0) - i64::from(self.point);
        usize::try_from(last).unwrap_or(0)
    }
}

fn trim(digits: &mut Vec<u8>) {
    while let Some(0) = digits.last() {
        digits.pop();
    }
}

/// A digit as a character.
pub(super) fn digit(d: u8) -> char {
    char::from(b'0' + d.min(9))
}
