//! The one place that reads the wall clock. A leaf: imports nothing of ours.

use time::OffsetDateTime;

/// Now, in UTC, to the microsecond, which is what the database keeps.
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn now() -> OffsetDateTime {
    let now = OffsetDateTime::now_utc();
    now.replace_nanosecond(now.microsecond() * 1000)
        .unwrap_or(now)
}
