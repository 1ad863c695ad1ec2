//! When each edit was sent, and when each client saw it.

use std::{
    sync::Mutex,
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

use serde_json::json;

/// Clock and marks shared by all clients of a run.
pub(crate) struct Measure {
    start: Instant,
    sent: Vec<AtomicU64>,
    seen: Mutex<Vec<u32>>,
}

impl Measure {
    /// For `edits` edits at the most.
    pub(crate) fn new(edits: usize) -> Self {
        Self {
            start: Instant::now(),
            sent: (0..edits).map(|_| AtomicU64::new(0)).collect(),
            seen: Mutex::new(Vec::with_capacity(edits * 100)),
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// Edit `id` leaves its author now.
    pub(crate) fn sent(&self, id: usize) {
        self.sent[id].store(self.now().max(1), Ordering::Release);
    }

    /// These edits were just seen by one other client.
    pub(crate) fn seen(&self, ids: &[usize]) {
        let now = self.now();
        let mut seen = self
            .seen
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        for &id in ids {
            if let Some(sent) = self.sent.get(id).map(|s| s.load(Ordering::Acquire)) {
                seen.push(u32::try_from(now.saturating_sub(sent)).unwrap_or(u32::MAX));
            }
        }
    }

    /// Deliveries so far.
    pub(crate) fn deliveries(&self) -> usize {
        self.seen
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .len()
    }

    /// Edits sent so far.
    pub(crate) fn edits(&self) -> usize {
        self.sent
            .iter()
            .filter(|s| s.load(Ordering::Acquire) > 0)
            .count()
    }

    /// Counts and percentiles; latencies in milliseconds.
    pub(crate) fn report(&self, clients: usize) -> serde_json::Value {
        let mut seen = self
            .seen
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone();
        seen.sort_unstable();
        let at = |share: f64| {
            let place = ((seen.len() as f64 - 1.0) * share).max(0.0);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "an index"
            )]
            let index = place as usize;
            seen.get(index).map_or(0.0, |us| f64::from(*us) / 1000.0)
        };
        let expected = self.edits() * clients.saturating_sub(1);
        json!({
            "edits": self.edits(),
            "deliveries": seen.len(),
            "delivered": seen.len() as f64 / (expected as f64).max(1.0),
            "p50_ms": at(0.50), "p90_ms": at(0.90), "p99_ms": at(0.99), "max_ms": at(1.0),
        })
    }
}
