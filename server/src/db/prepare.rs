//! From a bare database to one that the application may use, in its own role.

use std::time::Duration;

use sqlx::migrate::MigrateError;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, PgConnection};

use super::{Db, MIGRATOR};

/// The role that reads and writes for the application: it may add to the log, and not change it.
pub const APP_ROLE: &str = "daylight_app";

/// How the application gets into its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// It logs in as that role, and cannot get out of it.
    Login,
    /// It logs in as whoever the operator's URL names, and changes into the role.
    SetRole,
}

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    #[error("the database cannot be reached")]
    Connect(#[source] sqlx::Error),
    #[error("the database could not be brought up to date")]
    Migrate(#[source] MigrateError),
    #[error(
        "the database's user lacks a right: it has to own the database and to act as role daylight_app. As an \
         administrator of the database: create role daylight_app nologin; grant daylight_app to USER;"
    )]
    Role(#[source] sqlx::Error),
}

/// Applies the migrations that are missing, and lets the connection's user act as the application's role.
pub async fn migrate(options: &PgConnectOptions, entry: Entry) -> Result<(), PrepareError> {
    let mut db = options.connect().await.map_err(PrepareError::Connect)?;
    MIGRATOR.run(&mut db).await.map_err(|error| match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)
            if is_denied(&error) =>
        {
            PrepareError::Role(error)
        }
        error => PrepareError::Migrate(error),
    })?;
    admit(&mut db, entry).await.map_err(PrepareError::Role)?;
    db.close().await.map_err(PrepareError::Connect)
}

fn is_denied(error: &sqlx::Error) -> bool {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| code == "42501")
}

async fn admit(db: &mut PgConnection, entry: Entry) -> sqlx::Result<()> {
    match entry {
        Entry::Login => {
            db.execute("alter role daylight_app login").await?;
        }
        Entry::SetRole => {
            let member =
                sqlx::query_scalar!(r#"select pg_has_role('daylight_app', 'member') as "member!""#);
            if !member.fetch_one(&mut *db).await? {
                db.execute("grant daylight_app to current_user").await?;
            }
        }
    }
    Ok(())
}

/// The application's connections, all in its role.
pub async fn connect(
    options: PgConnectOptions,
    entry: Entry,
    connections: u32,
) -> Result<Db, PrepareError> {
    let pool = PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(10))
        .after_connect(move |db, _| {
            Box::pin(async move {
                if entry == Entry::SetRole {
                    db.execute("set role daylight_app").await?;
                }
                db.execute(
                    "set statement_timeout = '60s'; set idle_in_transaction_session_timeout = '1h'",
                )
                .await?;
                Ok(())
            })
        })
        .connect_with(options)
        .await
        .map_err(PrepareError::Connect)?;
    Ok(Db { pool })
}

/// Whether the database answers.
pub async fn answers(db: &Db) -> sqlx::Result<()> {
    db.pool.execute("select 1").await.map(|_| ())
}
