//! The catalogue of functions says of each what is so.

use serde_json::Value as Json;

use crate::grid::Grid;

fn functions() -> Vec<Json> {
    serde_json::from_str(daylight_calc::CATALOGUE).unwrap()
}

#[test]
fn every_function_of_the_catalogue_can_be_called() {
    let unknown: Vec<String> = functions()
        .iter()
        .map(|f| f["name"].as_str().unwrap().to_owned())
        .filter(|name| !daylight_calc::knows_function(name))
        .collect();
    assert_eq!(unknown, [""; 0]);
}

#[test]
fn every_function_that_can_be_called_is_in_the_catalogue() {
    let listed: Vec<String> = functions()
        .iter()
        .map(|f| f["name"].as_str().unwrap().to_owned())
        .collect();
    let missing: Vec<String> = daylight_calc::function_names()
        .filter(|name| !listed.contains(name))
        .collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn each_takes_the_arguments_that_the_catalogue_names() {
    let mut grid = Grid::new(&["Plan"]);
    let functions = functions();
    for (row, function) in (1..).zip(&functions) {
        let args = function["args"].as_array().unwrap();
        let needed = args.iter().filter(|a| a["optional"] != Json::Bool(true));
        let numbers = vec!["1"; needed.count()];
        if function["name"] == "LET" {
            // A number is no name.
            continue;
        }
        let text = format!(
            "={}({})",
            function["name"].as_str().unwrap(),
            numbers.join(",")
        );
        grid.set(&format!("A{row}"), &text);
    }
    grid.recalc();
    for (row, function) in (1..).zip(&functions) {
        assert_ne!(grid.text(&format!("A{row}")), "#NAME?", "{function}");
    }
}
