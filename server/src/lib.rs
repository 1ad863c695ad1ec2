//! Daylight: a collaborative spreadsheet server with a complete, provable history.

pub mod auth;
pub mod bulk;
pub mod calculation;
pub mod catalogue;
pub mod clock;
pub mod config;
pub mod custody;
pub mod db;
pub mod history;
pub mod http;
pub mod ids;
pub mod import;
pub mod postgres;
pub mod serve;
pub mod state;
pub mod storage;
pub mod sync;
pub mod telemetry;
