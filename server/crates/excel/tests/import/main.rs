//! Files in, through the public door: every format, every property, every refusal.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

mod delimited;
mod hostile;
mod marks;
mod older;
mod parts;
mod reading;
mod sample;
mod xlsx;
