//! The shared vectors of formula text and stored form.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{collections::BTreeMap, sync::Arc};

use daylight_model::{
    Axis, SheetId,
    formula::{Resolve, parse_formula, render_formula},
    id::{MAX_COLS, MAX_ROWS},
};
use serde::Deserialize;
use serde_json::Value as Json;

/// Entries by root and key.
type Entries = BTreeMap<String, BTreeMap<String, Json>>;

#[derive(Deserialize)]
struct Case {
    typed: String,
    template: String,
    refs: Vec<String>,
    shown: Option<String>,
    on: Option<String>,
    #[serde(default)]
    then: Vec<(Entries, String)>,
}

struct Sheet {
    id: SheetId,
    name: Option<String>,
    rows: Axis,
    cols: Axis,
}

struct Context {
    sheets: Vec<Sheet>,
    names: Vec<(Arc<str>, String, Option<SheetId>)>,
    entries: BTreeMap<(String, String), Json>,
}

fn sheet(id: &str) -> SheetId {
    id.parse().unwrap()
}

impl Context {
    fn new() -> Self {
        let sheets = ["Plan", "Assumptions", "Actuals 2026", "Q1", "It's"];
        Self {
            sheets: sheets
                .iter()
                .enumerate()
                .map(|(i, name)| Sheet {
                    id: sheet(&(i + 1).to_string()),
                    name: Some((*name).to_owned()),
                    rows: Axis::base(MAX_ROWS),
                    cols: Axis::base(MAX_COLS),
                })
                .collect(),
            names: vec![
                ("n1".into(), "TaxRate".into(), None),
                ("n2".into(), "Local".into(), Some(sheet("2"))),
                ("n3".into(), "Local".into(), None),
            ],
            entries: BTreeMap::new(),
        }
    }

    fn apply(&mut self, root: &str, key: &str, value: &Json) {
        if root == "names" {
            self.names.retain(|(id, ..)| &**id != key);
            if let Some(name) = value.get(0).and_then(Json::as_str) {
                self.names.push((key.into(), name.into(), None));
            }
            return;
        }
        let (id, entry) = key.split_once('/').unwrap();
        self.entries
            .insert((root.to_owned(), key.to_owned()), value.clone());
        let own: Vec<(String, Json)> = self
            .entries
            .iter()
            .filter(|((r, k), _)| r == root && k.split_once('/').unwrap().0 == id)
            .map(|((_, k), v)| (k.split_once('/').unwrap().1.to_owned(), v.clone()))
            .collect();
        let sheet = self
            .sheets
            .iter_mut()
            .find(|s| s.id.as_str() == id)
            .unwrap();
        let axis = |limit| Axis::build(limit, own.iter().map(|(k, v)| (k.as_str(), v)));
        match (root, entry) {
            ("rows", _) => sheet.rows = axis(MAX_ROWS),
            ("cols", _) => sheet.cols = axis(MAX_COLS),
            ("sheets", "name") => sheet.name = value.as_str().map(str::to_owned),
            ("sheets", "state") => sheet.name = None,
            _ => panic!("{root} {key}"),
        }
    }

    fn find(&self, id: &SheetId) -> Option<&Sheet> {
        self.sheets.iter().find(|s| s.id == *id && s.name.is_some())
    }
}

impl Resolve for Context {
    fn sheet_by_name(&self, name: &str) -> Option<SheetId> {
        let same = |s: &&Sheet| {
            s.name
                .as_ref()
                .is_some_and(|n| n.eq_ignore_ascii_case(name))
        };
        self.sheets.iter().find(same).map(|s| s.id.clone())
    }
    fn sheet_name(&self, id: &SheetId) -> Option<&str> {
        self.find(id)?.name.as_deref()
    }
    fn rows(&self, sheet: &SheetId) -> Option<&Axis> {
        Some(&self.find(sheet)?.rows)
    }
    fn cols(&self, sheet: &SheetId) -> Option<&Axis> {
        Some(&self.find(sheet)?.cols)
    }
    fn name_by_text(&self, name: &str, own: &SheetId) -> Option<Arc<str>> {
        let same = |scope: Option<&SheetId>| {
            self.names
                .iter()
                .find(|(_, text, of)| text.eq_ignore_ascii_case(name) && of.as_ref() == scope)
                .map(|(id, ..)| Arc::clone(id))
        };
        same(Some(own)).or_else(|| same(None))
    }
    fn name_text(&self, id: &str) -> Option<(&str, Option<&SheetId>)> {
        let (_, text, scope) = self.names.iter().find(|(n, ..)| &**n == id)?;
        Some((text, scope.as_ref()))
    }
}

#[test]
fn formulas_are_stored_and_shown_as_the_vectors_say() {
    let text = include_str!("../../../../tests/vectors/formula.json");
    let cases: Vec<Json> = serde_json::from_str(text).unwrap();
    for case in &cases[1..] {
        let case: Case = serde_json::from_value(case.clone()).unwrap();
        let mut context = Context::new();
        let own = sheet(case.on.as_deref().unwrap_or("1"));
        let formula = parse_formula(&case.typed, &own, &context);
        let refs: Vec<String> = formula.refs.iter().map(ToString::to_string).collect();
        assert_eq!(
            (&*formula.template, &refs),
            (&*case.template, &case.refs),
            "{}",
            case.typed
        );
        let shown = render_formula(&formula, &own, &context);
        assert_eq!(
            shown,
            case.shown.unwrap_or_else(|| case.typed.clone()),
            "{}",
            case.typed
        );
        for (entries, expected) in case.then {
            for (root, key, value) in entries
                .iter()
                .flat_map(|(root, of)| of.iter().map(move |(k, v)| (root, k, v)))
            {
                context.apply(root, key, value);
            }
            assert_eq!(
                render_formula(&formula, &own, &context),
                expected,
                "{} after {entries:?}",
                case.typed
            );
        }
    }
}
