//! How often an address may try to sign in.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

const MINUTE: Duration = Duration::from_mins(1);
/// More addresses than this are not remembered: the oldest minute goes first.
const ADDRESSES: usize = 10_000;

/// Counts attempts per address and minute, in memory.
#[derive(Debug, Clone)]
pub struct Attempts {
    per_minute: u32,
    seen: Arc<Mutex<HashMap<IpAddr, (Instant, u32)>>>,
}

impl Attempts {
    /// Allows so many attempts a minute.
    pub fn new(per_minute: u32) -> Self {
        Self {
            per_minute,
            seen: Arc::default(),
        }
    }

    /// Counts an attempt; `Err` says how long to wait when there were too many. An IPv6 network of 64 bits counts as one.
    pub fn count(&self, from: IpAddr) -> Result<(), Duration> {
        self.count_at(network(from), Instant::now())
    }

    fn count_at(&self, from: IpAddr, now: Instant) -> Result<(), Duration> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= ADDRESSES && !seen.contains_key(&from) {
            seen.retain(|_, (start, _)| now.duration_since(*start) < MINUTE);
            if seen.len() >= ADDRESSES {
                return Err(MINUTE);
            }
        }
        let (start, count) = seen.entry(from).or_insert((now, 0));
        let passed = now.duration_since(*start);
        if passed >= MINUTE {
            (*start, *count) = (now, 0);
        }
        if *count >= self.per_minute {
            return Err(MINUTE.saturating_sub(passed));
        }
        *count += 1;
        Ok(())
    }
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn too_many_attempts_have_to_wait_and_others_do_not() {
        let attempts = Attempts::new(2);
        let (one, other) = ("10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap());
        let start = Instant::now();
        assert!(attempts.count_at(one, start).is_ok());
        assert!(attempts.count_at(one, start).is_ok());
        assert_eq!(
            attempts.count_at(one, start + Duration::from_secs(20)),
            Err(Duration::from_secs(40))
        );
        assert!(attempts.count_at(other, start).is_ok());
        assert!(attempts.count_at(one, start + MINUTE).is_ok());
    }

    #[test]
    fn an_ipv6_network_counts_as_one_address() {
        assert_eq!(
            network("2001:db8::1".parse().unwrap()),
            network("2001:db8::2:1".parse().unwrap())
        );
        assert_eq!(
            network("::ffff:10.0.0.1".parse().unwrap()),
            "10.0.0.1".parse::<IpAddr>().unwrap()
        );
    }
}
