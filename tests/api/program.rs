//! The program with its private Postgres: started, killed, started again.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use daylight_tests::{Program, binary, postgres_of, signal};
use serde_json::json;
use tempfile::TempDir;

fn folder() -> TempDir {
    TempDir::with_prefix("daylight-program-").expect("a temporary folder")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_leaves_a_postgres_that_the_next_one_replaces() {
    let folder = folder();
    let program = Program::start(folder.path(), &["--no-sample"]);
    program
        .owner()
        .await
        .post("/api/tokens", json!({ "label": "kept" }))
        .await
        .expect(201);
    let orphan = program.postgres();
    program.kill();
    assert_eq!(postgres_of(folder.path()), Some(orphan));

    let program = Program::start(folder.path(), &["--no-sample"]);
    assert_ne!(program.postgres(), orphan);
    let tokens = program.owner().await.get("/api/tokens").await.expect(200);
    assert_eq!(tokens["tokens"][0]["label"], "kept");
    assert!(program.stop().success());
    assert_eq!(
        postgres_of(folder.path()),
        None,
        "Postgres stopped with the server"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_lock_after_a_power_cut_does_not_matter() {
    let folder = folder();
    let program = Program::start(folder.path(), &["--no-sample"]);
    program
        .owner()
        .await
        .post("/api/tokens", json!({ "label": "kept" }))
        .await
        .expect(201);
    let postgres = program.postgres();
    program.kill();
    signal(postgres, "KILL");
    // The number may by now be that of any process; here, of this one.
    let lock = folder.path().join("postgres/postmaster.pid");
    let text = fs::read_to_string(&lock).expect("it was left behind");
    fs::write(
        &lock,
        text.replacen(&postgres.to_string(), &std::process::id().to_string(), 1),
    )
    .expect("it can be written");

    let program = Program::start(folder.path(), &["--no-sample"]);
    let tokens = program.owner().await.get("/api/tokens").await.expect(200);
    assert_eq!(tokens["tokens"][0]["label"], "kept");
    assert!(program.stop().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_postgres_is_started_again_under_the_running_server() {
    let folder = folder();
    let program = Program::start(folder.path(), &["--no-sample"]);
    let owner = program.owner().await;
    owner
        .post("/api/tokens", json!({ "label": "kept" }))
        .await
        .expect(201);
    let first = program.postgres();
    signal(first, "KILL");
    let end = Instant::now() + Duration::from_mins(1);
    loop {
        let answer = owner.get("/api/tokens").await;
        if answer.status == 200 && postgres_of(folder.path()).is_some_and(|pid| pid != first) {
            assert_eq!(answer.json["tokens"][0]["label"], "kept");
            break;
        }
        assert!(
            Instant::now() < end,
            "the last answer was {} {}",
            answer.status,
            answer.text
        );
    }
    assert!(program.stop().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_server_at_a_time_and_tokens_from_the_command_line() {
    let folder = folder();
    let program = Program::start(folder.path(), &["--no-sample"]);
    let run = |words: &[&str]| {
        let mut command = Command::new(binary());
        command
            .args(words)
            .arg("--data-dir")
            .arg(folder.path())
            .env_remove("DATABASE_URL");
        command.output().expect("the program runs")
    };
    let second = run(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(!second.status.success());
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(
        said.contains("another Daylight server is running"),
        "{said}"
    );

    let token_of = |output: &[u8]| String::from_utf8_lossy(output).trim().to_owned();
    let beside = token_of(&run(&["token", "create", "--label", "beside"]).stdout);
    program
        .admin()
        .with_token(&beside)
        .get("/api/tokens")
        .await
        .expect(200);
    assert!(run(&["migrate"]).status.success());
    assert!(program.stop().success());

    let alone = token_of(&run(&["token", "create", "--label", "alone", "--days", "7"]).stdout);
    assert_eq!(
        postgres_of(folder.path()),
        None,
        "the command stops the Postgres that it started"
    );
    let program = Program::start(folder.path(), &["--no-sample"]);
    program
        .admin()
        .with_token(&alone)
        .get("/api/tokens")
        .await
        .expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_brings_a_sample_and_later_ones_do_not() {
    let folder = folder();
    let program = Program::start(folder.path(), &[]);
    let owner = program.owner().await;
    let end = Instant::now() + Duration::from_mins(1);
    let sample = loop {
        let listed = owner.get("/api/workbooks").await.expect(200);
        if let Some(first) = listed["workbooks"].get(0) {
            break first.clone();
        }
        assert!(
            Instant::now() < end,
            "the sample does not come: {}",
            owner.get("/api/imports").await.text
        );
    };
    assert_eq!(sample["name"], "Operations budget 2027");
    assert_eq!(sample["role"], "owner");
    assert!(program.stop().success());
    let program = Program::start(folder.path(), &[]);
    let listed = program
        .owner()
        .await
        .get("/api/workbooks")
        .await
        .expect(200);
    assert_eq!(listed["workbooks"][0]["id"], sample["id"]);
    assert_eq!(listed["workbooks"].as_array().map(Vec::len), Some(1));
}

#[test]
fn help_names_every_flag_and_variable() {
    let help = Command::new(binary())
        .args(["serve", "--help"])
        .output()
        .expect("the program runs");
    let help = String::from_utf8_lossy(&help.stdout);
    for (flag, variable) in [
        ("--listen", "DAYLIGHT_LISTEN"),
        ("--data-dir", "DAYLIGHT_DATA_DIR"),
        ("--database-url", "DATABASE_URL"),
        ("--public-url", "DAYLIGHT_PUBLIC_URL"),
        ("--admin-token", "DAYLIGHT_ADMIN_TOKEN"),
        ("--upload-bytes", "DAYLIGHT_UPLOAD_BYTES"),
        ("--frame-bytes", "DAYLIGHT_FRAME_BYTES"),
        ("--import-memory", "DAYLIGHT_IMPORT_MEMORY"),
    ] {
        assert!(
            help.contains(flag) && help.contains(variable),
            "{flag} {variable}\n{help}"
        );
    }
}

#[test]
fn secrets_in_the_environment_do_not_show_in_the_help() {
    let help = Command::new(binary())
        .args(["serve", "--help"])
        .env("DAYLIGHT_ADMIN_TOKEN", "a-secret-that-nobody-sees")
        .env("DATABASE_URL", "postgres://user:another-secret@host/db")
        .output()
        .expect("the program runs");
    let help = String::from_utf8_lossy(&help.stdout);
    assert!(
        !help.contains("a-secret-that-nobody-sees") && !help.contains("another-secret"),
        "{help}"
    );
}

#[test]
fn a_bad_database_url_is_said_to_be_one() {
    let folder = folder();
    let run = Command::new(binary())
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database-url",
            "nonsense",
            "--data-dir",
        ])
        .arg(folder.path())
        .output()
        .expect("the program runs");
    assert!(!run.status.success());
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(
        said.contains("--database-url is not a Postgres URL"),
        "{said}"
    );
}
