//! Daylight: a collaborative spreadsheet server with a complete, provable history.

pub mod auth;
pub mod clock;
pub mod config;
pub mod db;
pub mod http;
pub mod ids;
pub mod state;
