//! Calculation through the public interface, in the language of sheets.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::float_cmp,
    reason = "tests"
)]

mod catalogue;
mod cycles;
mod formulas;
mod functions;
mod fuzz;
mod grid;
mod library;
mod loading;
mod looks;
mod names;
mod references;
mod spills;
mod structure;
mod tables;
