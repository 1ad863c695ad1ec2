//! The application appends to the log; the database itself keeps it from doing more.

use daylight_tests::TestServer;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

const LOG: [&str; 3] = ["changes", "cell_changes", "snapshots"];

fn rewrites(table: &str) -> [String; 3] {
    [
        format!("update {table} set seq = seq"),
        format!("delete from {table}"),
        format!("truncate {table} cascade"),
    ]
}

#[tokio::test]
async fn the_application_cannot_rewrite_the_log() {
    let server = TestServer::start().await;
    server.workbook("Kept").await;
    for statement in LOG.into_iter().flat_map(rewrites) {
        let refused = server
            .app()
            .db
            .pool
            .execute(AssertSqlSafe(statement.clone()))
            .await;
        let error = refused.expect_err(&statement);
        let code = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .expect("the database says no");
        assert_eq!(code, "42501", "{statement}: {error}");
    }
}

#[tokio::test]
async fn even_the_databases_owner_has_to_mean_it() {
    let server = TestServer::start().await;
    server.workbook("Kept").await;
    let mut db = PgConnection::connect(server.database_url())
        .await
        .expect("the superuser may connect");
    db.execute(
        "insert into snapshots (workbook_id, seq, epoch, state) select id, 1, 1, '' from workbooks",
    )
    .await
    .expect("a state is stored");
    for statement in LOG.into_iter().flat_map(rewrites) {
        let error = db
            .execute(AssertSqlSafe(statement.clone()))
            .await
            .expect_err(&statement);
        let code = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .expect("the database says no");
        // Changes are kept by their entries as well.
        let refused = ["42501", "23503"];
        assert!(refused.contains(&&*code), "{statement}: {error}");
    }
}

#[tokio::test]
async fn the_application_cannot_leave_its_role_for_the_schema() {
    let server = TestServer::start().await;
    for statement in [
        "drop table changes",
        "alter table changes disable trigger all",
        "create table extra (x int)",
    ] {
        let error = server
            .app()
            .db
            .pool
            .execute(statement)
            .await
            .expect_err(statement);
        let code = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .expect("the database says no");
        assert_eq!(code, "42501", "{statement}: {error}");
    }
}
