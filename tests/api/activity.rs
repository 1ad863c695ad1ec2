//! What happened: over all workbooks, by every filter, taken away in three forms; and people who are forgotten.

use daylight_tests::{Client, TestServer};
use serde_json::{Value, json};

struct Desk {
    server: TestServer,
    admin: Client,
    plan: String,
    other: String,
}

impl Desk {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let (plan, other) = (
            server.workbook("Plan").await,
            server.workbook("Other").await,
        );
        Self {
            admin: server.admin(),
            server,
            plan,
            other,
        }
    }

    async fn write(&self, who: &Client, workbook: &str, cell: &str, input: &str) {
        let path = format!("/api/workbooks/{workbook}/cells");
        let cells = json!({"cells": [{"cell": cell, "input": input}]});
        who.patch(&path, cells).await.expect(200);
    }

    async fn activity(&self, query: &str) -> Vec<Value> {
        let path = format!("/api/activity?{query}");
        let answer = self.admin.get(&path).await.expect(200);
        answer["activity"].as_array().unwrap().clone()
    }
}

fn kinds(list: &[Value]) -> Vec<String> {
    list.iter()
        .map(|one| match one["seq"].as_i64() {
            Some(seq) => format!("{}{seq}", one["workbook_name"].as_str().unwrap()),
            None => one["kind"].as_str().unwrap().to_owned(),
        })
        .collect()
}

#[tokio::test]
async fn everything_that_happens_is_told_newest_first_and_found_by_every_filter() {
    let desk = Desk::new().await;
    let vera = desk.server.guest(&desk.plan, "editor", "Vera").await;
    let vera_id = vera.get("/api/session").await.expect(200)["user"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    desk.write(&vera, &desk.plan, "A1", "1").await;
    desk.write(&desk.admin, &desk.other, "A1", "2").await;
    let path = format!("/api/workbooks/{}", desk.plan);
    desk.admin
        .patch(&path, json!({"name": "Budget"}))
        .await
        .expect(200);
    desk.admin
        .patch(&path, json!({"name": "Budget"}))
        .await
        .expect(200);
    desk.admin
        .post(&format!("{path}/versions"), json!({"name": "First"}))
        .await
        .expect(201);
    desk.admin
        .get(&format!("{path}/proof?seq=2"))
        .await
        .expect(200);
    let all = desk.activity("").await;
    assert_eq!(
        kinds(&all),
        [
            "exported",
            "versioned",
            "renamed",
            "Other2",
            "Budget2",
            "joined",
            "link-made",
            "Other1",
            "Budget1"
        ]
    );
    assert_eq!(all[2]["detail"], json!({"old": "Plan", "new": "Budget"}));
    let link = all[5]["link"].as_str().unwrap();
    for (query, expected) in [
        (format!("author={vera_id}"), vec!["Budget2", "joined"]),
        (
            format!("link={link}"),
            vec!["Budget2", "joined", "link-made"],
        ),
        (
            "kind=change".to_owned(),
            vec!["Other2", "Budget2", "Other1", "Budget1"],
        ),
        ("kind=renamed,joined".to_owned(), vec!["renamed", "joined"]),
        ("via=system".to_owned(), vec!["Other1", "Budget1"]),
        (format!("workbook={}", desk.other), vec!["Other2", "Other1"]),
        ("to=2020-01-01T00:00:00Z".to_owned(), vec![]),
        ("from=2999-01-01T00:00:00Z".to_owned(), vec![]),
    ] {
        assert_eq!(kinds(&desk.activity(&query).await), expected, "{query}");
    }
    // Page by page it is the same list.
    let (mut paged, mut after) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/activity?limit=2{after}");
        let page = desk.admin.get(&path).await.expect(200);
        paged.extend(page["activity"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else {
            break;
        };
        after = format!("&after={next}");
    }
    assert_eq!(paged, all);
    desk.admin
        .get("/api/activity?after=x")
        .await
        .expect_problem(422, "bad-page");
    // One sees what one may see.
    let hers = vera.get("/api/activity").await.expect(200);
    let hers = hers["activity"].as_array().unwrap().iter();
    assert!(
        hers.clone()
            .all(|one| one["workbook"] == desk.plan.as_str())
            && hers.count() == 7
    );
    let path = format!("/api/activity?workbook={}", desk.other);
    vera.get(&path)
        .await
        .expect_problem(404, "workbook-unknown");
    assert_eq!(desk.server.findings(&desk.plan).await, [""; 0]);
    let of = desk.plan.parse::<daylight::ids::WorkbookId>().unwrap().0;
    desk.server
        .tamper(&format!(
            "update events set user_id = user_id + 1 where workbook_id = {of} and n = 2"
        ))
        .await;
    assert_eq!(
        desk.server.findings(&desk.plan).await,
        ["event 2 is not as it was noted"]
    );
}

#[tokio::test]
async fn who_looks_is_noted_once_in_a_while() {
    let desk = Desk::new().await;
    for _ in 0..2 {
        let url = desk.server.socket_url(&desk.plan);
        let url = format!("{url}?token={}", daylight_tests::ADMIN_TOKEN);
        tokio_tungstenite::connect_async(url).await.unwrap();
    }
    let path = format!("workbook={}&kind=viewed", desk.plan);
    assert_eq!(kinds(&desk.activity(&path).await), ["viewed"]);
}

#[tokio::test]
async fn the_record_is_taken_away_as_csv_json_lines_and_parquet() {
    let desk = Desk::new().await;
    desk.write(&desk.admin, &desk.plan, "B2", "=1+1").await;
    desk.write(&desk.admin, &desk.plan, "B2", "a \"quoted\", text")
        .await;
    desk.write(&desk.admin, &desk.other, "C3", "3").await;
    let take = |form: &str, more: &str| {
        let path = format!("/api/activity/export?format={form}{more}");
        let request = desk.admin.request(reqwest::Method::GET, &path);
        async move { request.send().await.unwrap().bytes().await.unwrap() }
    };
    let lines = take("jsonl", "&via=api").await;
    let lines: Vec<Value> = String::from_utf8(lines.to_vec())
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mut told: Vec<_> = lines
        .iter()
        .map(|line| {
            (
                line["workbook_name"].as_str().unwrap(),
                line["cell"].as_str().unwrap(),
                line["new"].as_str().unwrap(),
            )
        })
        .collect();
    told.sort_unstable();
    assert_eq!(told.len(), 3);
    assert_eq!(told[0], ("Other", "C3", "3"));
    let csv = take("csv", &format!("&workbook={}&via=api", desk.plan)).await;
    let mut csv = csv::Reader::from_reader(&csv[..]);
    let heading = csv.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
    let at = |row: usize, name: &str| {
        let column = heading.iter().position(|column| column == name).unwrap();
        rows[row][column].to_owned()
    };
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (at(1, "cell"), at(1, "new"), at(1, "seq")),
        ("B2".into(), "\"a \\\"quoted\\\", text\"".into(), "3".into())
    );
    let parquet = take("parquet", "").await;
    assert_eq!(
        (&parquet[..4], &parquet[parquet.len() - 4..]),
        (&b"PAR1"[..], &b"PAR1"[..])
    );
    let reader = parquet::file::reader::SerializedFileReader::new(parquet).unwrap();
    let rows = parquet::file::reader::FileReader::get_row_iter(&reader, None).unwrap();
    let rows: Vec<_> = rows.map(Result::unwrap).collect();
    let of_c3 = rows
        .iter()
        .filter(|row| row.to_string().contains("cell: \"C3\""))
        .count();
    assert_eq!((rows.len() > 3, of_c3), (true, 1));
    let viewed = desk.activity("kind=exported").await;
    assert_eq!(viewed.len(), 5);
    let path = "/api/activity/export?format=xml";
    assert_eq!(desk.admin.get(path).await.status, 400);
}

#[tokio::test]
async fn a_person_is_forgotten_and_the_chain_stays_whole() {
    let desk = Desk::new().await;
    let vera = desk
        .server
        .guest(&desk.plan, "editor", "Vera Unforgettable")
        .await;
    let id = vera.get("/api/session").await.expect(200)["user"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    desk.write(&vera, &desk.plan, "A1", "1").await;
    let revert = format!("/api/workbooks/{}/revert", desk.plan);
    desk.admin
        .post(&revert, json!({"author": id}))
        .await
        .expect(200);
    let erase = format!("/api/users/{id}/erase");
    vera.post(&erase, json!({}))
        .await
        .expect_problem(403, "admins-only");
    desk.admin.post(&erase, json!({})).await.expect(204);
    vera.get("/api/workbooks")
        .await
        .expect_problem(401, "session-ended");
    let changes = format!("/api/workbooks/{}/changes", desk.plan);
    let changes = desk.admin.get(&changes).await.expect(200);
    assert!(!changes.to_string().contains("Unforgettable"), "{changes}");
    assert!(changes.to_string().contains("Erased"));
    assert_eq!(desk.server.findings(&desk.plan).await, [""; 0]);
    let nobody = "/api/users/0000000000001/erase";
    desk.admin
        .post(nobody, json!({}))
        .await
        .expect_problem(404, "user-unknown");
}
