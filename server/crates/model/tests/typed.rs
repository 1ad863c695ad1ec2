//! The shared vectors of typed input and of displayed text.
#![allow(clippy::unwrap_used, reason = "tests")]

use daylight_model::{SheetId, Workbook, content::Value, display, input::parse_input};
use serde_json::Value as Json;

fn cases(text: &str) -> Vec<Json> {
    let mut cases: Vec<Json> = serde_json::from_str(text).unwrap();
    cases.remove(0);
    cases
}

#[test]
fn typed_texts_are_read_as_the_vectors_say() {
    let own: SheetId = "1".parse().unwrap();
    let nothing = Workbook::default();
    for case in cases(include_str!("../../../../tests/vectors/input.json")) {
        let input = parse_input(case[0].as_str().unwrap(), &own, false, &nothing).unwrap();
        let read = (input.content.to_json(), input.format);
        assert_eq!(read, (case[1].clone(), case[2].as_str()), "{}", case[0]);
    }
}

#[test]
fn values_are_shown_as_the_vectors_say() {
    for case in cases(include_str!("../../../../tests/vectors/display.json")) {
        let value = Value::from_json(&case[0]).unwrap();
        let text = display::text(&value, case[1].as_str(), false);
        assert_eq!(
            text,
            case[2].as_str().unwrap(),
            "{} under {}",
            case[0],
            case[1]
        );
    }
}

#[test]
fn text_beyond_a_cells_limits_is_refused() {
    let own: SheetId = "1".parse().unwrap();
    for (text, name) in [
        ("x".repeat(40_000), "TextTooLong"),
        (format!("={}", "1+".repeat(5_000)), "FormulaTooLong"),
    ] {
        let refused = parse_input(&text, &own, false, &Workbook::default()).unwrap_err();
        assert!(format!("{refused:?}").starts_with(name));
    }
}
