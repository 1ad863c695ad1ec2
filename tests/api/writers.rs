//! Who wrote what stands in the cells, and what two people made of the same ones.

use std::collections::BTreeMap;

use daylight_tests::{Client, TestServer};
use serde_json::{Value, json};

const TABLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/tables.xlsx");

async fn write(who: &Client, id: &str, cells: &[(&str, &str)]) -> i64 {
    let cells: Vec<Value> = cells
        .iter()
        .map(|(cell, input)| json!({"cell": cell, "input": input}))
        .collect();
    let path = format!("/api/workbooks/{id}/cells");
    let written = who.patch(&path, json!({"cells": cells})).await.expect(200);
    written["seq"].as_i64().unwrap()
}

/// How many cells of a range are whose, by name and change.
async fn last(who: &Client, id: &str, range: &str) -> BTreeMap<(String, i64), usize> {
    let path = format!("/api/workbooks/{id}/cells/last?range={range}");
    let last = who.get(&path).await.expect(200);
    let mut counts = BTreeMap::new();
    for cell in last["cells"].as_array().unwrap() {
        let place = usize::try_from(cell[2].as_u64().unwrap()).unwrap();
        let change = &last["changes"][place];
        let name = change["author"]["name"].as_str().unwrap().to_owned();
        *counts
            .entry((name, change["seq"].as_i64().unwrap()))
            .or_default() += 1;
    }
    counts
}

fn whose<const N: usize>(counts: [(&str, i64, usize); N]) -> BTreeMap<(String, i64), usize> {
    let counts = counts.into_iter();
    counts
        .map(|(name, seq, count)| ((name.to_owned(), seq), count))
        .collect()
}

#[tokio::test]
async fn every_cell_is_that_of_who_wrote_it_last() {
    let server = TestServer::start().await;
    let admin = server.admin();
    let name = admin.get("/api/session").await.expect(200)["user"]["name"].clone();
    let name = name.as_str().unwrap();
    let id = server.workbook("Plan").await;
    let vera = server.guest(&id, "editor", "Vera").await;
    let viewer = server.guest(&id, "viewer", "Tom").await;
    let one = write(&admin, &id, &[("A1", "1"), ("B1", "2"), ("A2", "3")]).await;
    let two = write(&vera, &id, &[("B1", "20"), ("C3", "=A1")]).await;
    // Emptied: of who did it.
    let three = write(&admin, &id, &[("C3", "")]).await;
    assert_eq!(
        last(&viewer, &id, "A1:Z200").await,
        whose([(name, one, 2), ("Vera", two, 1), (name, three, 1)])
    );
    assert_eq!(last(&viewer, &id, "A1").await, whose([(name, one, 1)]));
    assert_eq!(last(&viewer, &id, "D4:E9").await, whose([]));
    // What is sorted is where it was put, and by whom.
    let sort = json!({"range": "A1:B2", "by": [{"column": "A", "descending": true}]});
    let path = format!("/api/workbooks/{id}/sort");
    let four = vera.post(&path, sort).await.expect(200)["seq"]
        .as_i64()
        .unwrap();
    assert_eq!(
        last(&viewer, &id, "A1:B2").await,
        whose([("Vera", four, 4)])
    );
    let large = format!("/api/workbooks/{id}/cells/last?range=A1:ZZ1000");
    viewer.get(&large).await.expect_problem(422, "too-large");
    let bad = format!("/api/workbooks/{id}/cells/last?range=here");
    viewer.get(&bad).await.expect_problem(422, "bad-range");
    let stranger = server
        .guest(&server.workbook("Other").await, "viewer", "Uma")
        .await;
    stranger
        .get(&format!("/api/workbooks/{id}/cells/last?range=A1"))
        .await
        .expect_problem(404, "workbook-unknown");
}

#[tokio::test]
async fn what_was_imported_or_pasted_into_blocks_is_that_of_who_did_it() {
    let server = TestServer::start().await;
    let admin = server.admin();
    let name = admin.get("/api/session").await.expect(200)["user"]["name"].clone();
    let name = name.as_str().unwrap();
    let import = server
        .import(&admin, "tables.xlsx", std::fs::read(TABLES).unwrap())
        .await;
    let id = import["workbook"].as_str().unwrap().to_owned();
    let vera = server.guest(&id, "editor", "Vera").await;
    let before = last(&admin, &id, "A1:F20").await;
    assert_eq!(before.len(), 1);
    let imported = before[&(name.to_owned(), 1)];
    assert!(imported > 4);
    let seq = write(&vera, &id, &[("B4", "mine")]).await;
    assert_eq!(
        last(&admin, &id, "A1:F20").await,
        whose([(name, 1, imported - 1), ("Vera", seq, 1)])
    );
}

#[tokio::test]
async fn two_peoples_versions_stand_side_by_side_where_both_wrote_first() {
    let server = TestServer::start().await;
    let admin = server.admin();
    let id = server.workbook("Plan").await;
    let person =
        async |client: &Client| client.get("/api/session").await.expect(200)["user"]["id"].clone();
    let vera = server.guest(&id, "editor", "Vera").await;
    let tom = server.guest(&id, "editor", "Tom").await;
    let from = write(&admin, &id, &[("A1", "1"), ("B1", "2"), ("C1", "3")]).await;
    write(&vera, &id, &[("A1", "10"), ("B1", "20"), ("D1", "=A1*2")]).await;
    write(&tom, &id, &[("A1", "11"), ("C1", "30")]).await;
    let to = write(&vera, &id, &[("B1", "21"), ("A1", "12")]).await;
    write(&tom, &id, &[("B1", "99")]).await;
    let path = format!(
        "/api/workbooks/{id}/compare/authors?from={from}&to={to}&left={}&right={}",
        person(&vera).await.as_str().unwrap(),
        person(&tom).await.as_str().unwrap()
    );
    let versions = admin.get(&path).await.expect(200);
    assert_eq!(
        versions["counts"],
        json!({"left": 3, "right": 2, "both": 1})
    );
    assert_eq!(versions["left"]["name"], "Vera");
    let told: Vec<Value> = versions["cells"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cell| {
            json!([
                cell["cell"],
                cell["base"],
                cell["left"],
                cell["right"],
                cell["now"],
                cell["both"]
            ])
        })
        .collect();
    assert_eq!(
        told,
        [
            json!(["A1", 1, 12, 11, 12, true]),
            json!(["B1", 2, 21, null, 21, false]),
            json!(["C1", 3, null, 30, 30, false]),
            json!(["D1", null, "=A1*2", null, "=A1*2", false]),
        ]
    );
    let narrow = admin
        .get(&format!("{path}&range=A1:B1&limit=1"))
        .await
        .expect(200);
    assert_eq!(
        (&narrow["more"], narrow["cells"].as_array().unwrap().len()),
        (&json!(true), 1)
    );
    let now = path.replace(&format!("&to={to}"), "");
    assert_eq!(admin.get(&now).await.expect(200)["counts"]["both"], 2);
}
