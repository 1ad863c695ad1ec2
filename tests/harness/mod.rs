//! What the tests stand on: the real server in this process or as a program of its own, a database for each test, and
//! clients as which a test speaks. Tests hold no SQL of their own where the API or `db` can say it.

mod client;
mod cluster;
mod program;
mod server;

pub use client::{Answer, Client};
pub use program::{Program, binary, postgres_of, signal};
pub use server::{ADMIN_TOKEN, TestServer};
