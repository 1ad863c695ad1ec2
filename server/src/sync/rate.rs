//! How fast one session may talk (SPEC.md, G7 and P3).

use std::time::Duration;

use tokio::time::Instant;

/// Lets `per_second` through for long, and four seconds' worth at once.
#[derive(Debug)]
pub(super) struct Rate {
    per_second: f64,
    left: f64,
    at: Instant,
}

const BURST_SECONDS: f64 = 4.0;

impl Rate {
    pub(super) fn new(per_second: u32, now: Instant) -> Self {
        let per_second = f64::from(per_second.max(1));
        Self {
            per_second,
            left: per_second * BURST_SECONDS,
            at: now,
        }
    }

    /// Takes `amount` now and says how long to wait before taking more.
    pub(super) fn take(&mut self, amount: usize, now: Instant) -> Duration {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.at = now;
        self.left = (self.left + passed * self.per_second).min(self.per_second * BURST_SECONDS)
            - amount as f64;
        if self.left >= 0.0 {
            Duration::ZERO
        } else {
            Duration::from_secs_f64(-self.left / self.per_second)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g7_a_burst_passes_and_more_is_delayed() {
        let start = Instant::now();
        let mut rate = Rate::new(10, start);
        assert_eq!(rate.take(40, start), Duration::ZERO);
        assert_eq!(rate.take(5, start), Duration::from_millis(500));
        assert_eq!(rate.take(5, start + Duration::from_secs(1)), Duration::ZERO);
    }
}
