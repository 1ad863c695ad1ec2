//! Every SQL statement of the server, a file per concern. Imports: ids.
//!
//! Functions take an executor or a transaction; the caller owns the transaction. Statements are checked when compiled.

pub mod activity;
pub mod assets;
pub mod clients;
pub mod copy;
pub mod custody;
pub mod events;
pub mod imports;
pub mod links;
pub mod log;
pub mod prepare;
pub mod users;
pub mod versions;
pub mod workbooks;

use sqlx::PgPool;
use sqlx::migrate::Migrator;

/// The migrations, in the order in which they are applied.
pub static MIGRATOR: Migrator = sqlx::migrate!("../migrations");

/// The database as the application's own role sees it.
#[derive(Debug, Clone)]
pub struct Db {
    pub pool: PgPool,
}
