//! Conditional formats and what may be entered.

use daylight_calc::{Look, LookCache};
use daylight_model::{
    Content, Key, Root, Value,
    document::{Document, Edit},
    marks::Rect,
    workbook::Marks,
};
use serde_json::{Value as Json, json};

use crate::grid::{CLOCK, Grid};

/// A grid and what its first sheet's document says beside.
struct Marked {
    grid: Grid,
    document: Document,
    cache: LookCache,
}

impl Marked {
    fn new(cells: &[(&str, Json)]) -> Self {
        let mut grid = Grid::new(&["Data"]);
        for (address, value) in cells {
            match value.as_str().filter(|text| text.starts_with('=')) {
                Some(text) => drop(grid.set(address, text)),
                None => grid.set_content(address, Some(Content::from_json(value).unwrap())),
            }
        }
        let mut document = Document::new();
        let sheet = [("1/name", json!("Data")), ("1/pos", json!("V"))];
        for (key, value) in sheet {
            let key = Key::parse(Root::Sheets, key).unwrap();
            document.write(&[Edit::new(&key, Some(value))]).unwrap();
        }
        Self {
            grid,
            document,
            cache: LookCache::default(),
        }
    }

    fn entry(&mut self, root: Root, key: &str, value: Json) {
        let key = Key::parse(root, key).unwrap();
        let edit = Edit::new(&key, Some(value));
        self.document.write(&[edit]).unwrap();
    }

    /// A rule with its operands as typed for the first cell.
    fn rule(&mut self, id: &str, rule: Json, operands: &[Json]) {
        self.marked(Root::Rules, id, rule, operands);
    }

    fn check(&mut self, id: &str, check: Json, operands: &[Json]) {
        self.marked(Root::Checks, id, check, operands);
    }

    fn marked(&mut self, root: Root, id: &str, mut entry: Json, operands: &[Json]) {
        let pos = entry.as_object_mut().unwrap();
        pos.entry("pos").or_insert_with(|| json!(id.to_uppercase()));
        self.entry(root, &format!("1/{id}"), entry);
        for (n, operand) in operands.iter().enumerate() {
            let letter = ["a", "b", "c", "d"][n];
            let content = match operand.as_str().filter(|text| text.starts_with('=')) {
                Some(text) => {
                    let sheet = self.grid.book.sheets[0].id.clone();
                    self.grid.content(&sheet, text).to_json()
                }
                None => operand.clone(),
            };
            self.entry(root, &format!("1/{id}/{letter}"), content);
        }
    }

    fn marks(&self) -> Marks {
        let id = self.grid.book.sheets[0].id.clone();
        self.document.workbook().sheet(&id).unwrap().marks().clone()
    }

    /// How a cell looks, in a view of A1:J50.
    fn look(&mut self, address: &str) -> Look {
        self.grid.recalc();
        let (sheet, cell) = self.grid.book.locate(address);
        let view = Rect {
            top: 0,
            left: 0,
            bottom: 49,
            right: 9,
        };
        let marks = self.marks();
        let looks = self
            .grid
            .engine
            .looks(&sheet, &marks, &view, CLOCK.now, &mut self.cache);
        let found = looks.into_iter().find(|(at, _)| *at == cell);
        found.map(|(_, look)| look).unwrap_or_default()
    }

    fn set(&mut self, address: &str, value: &Json) {
        let (sheet, cell) = self.grid.book.locate(address);
        let content = Content::from_json(value).unwrap();
        self.grid.set_content(address, Some(content));
        self.cache.touch(&self.grid.engine, &sheet, cell);
    }

    fn red(&mut self, addresses: &str) -> String {
        let mut red = |address: &&str| self.look(address).format.get("fill") == Some(&json!(RED));
        let all: Vec<&str> = addresses.split(' ').collect();
        let found: Vec<&str> = all.iter().filter(|a| red(a)).copied().collect();
        found.join(" ")
    }

    fn fits(&mut self, address: &str, value: &Json) -> bool {
        self.grid.recalc();
        let (sheet, cell) = self.grid.book.locate(address);
        let content = match value.as_str().filter(|text| text.starts_with('=')) {
            Some(text) => self.grid.content(&sheet, text),
            None => Content::from_json(value).unwrap(),
        };
        let marks = self.marks();
        self.grid
            .engine
            .misfit(&sheet, &marks, cell, &content)
            .is_none()
    }
}

const RED: &str = "#ff0000";

fn column(values: &[Json]) -> Vec<(String, Json)> {
    let cells = values.iter().enumerate();
    cells
        .map(|(n, v)| (format!("A{}", n + 1), v.clone()))
        .collect()
}

fn marked(values: &[Json]) -> Marked {
    let cells = column(values);
    let cells: Vec<(&str, Json)> = cells.iter().map(|(a, v)| (a.as_str(), v.clone())).collect();
    Marked::new(&cells)
}

fn one_rule(values: &[Json], mut rule: Json, operands: &[Json]) -> Marked {
    let mut book = marked(values);
    let map = rule.as_object_mut().unwrap();
    map.insert("on".to_owned(), json!("0,0:9,0"));
    map.insert("fill".to_owned(), json!(RED));
    book.rule("k", rule, operands);
    book
}

const COLUMN: &str = "A1 A2 A3 A4 A5 A6";

#[test]
fn values_compare() {
    let values = [
        json!(1),
        json!(5),
        json!(9),
        json!("x"),
        json!(null),
        json!(["#", "#N/A"]),
    ];
    for (op, operands, expected) in [
        ("=", vec![json!(5)], "A2"),
        ("<>", vec![json!(5)], "A1 A3 A4"),
        (">", vec![json!(1)], "A2 A3"),
        (">=", vec![json!(5)], "A2 A3"),
        ("<", vec![json!(5)], "A1"),
        ("<=", vec![json!(5)], "A1 A2"),
        ("between", vec![json!(5), json!(1)], "A1 A2"),
        ("outside", vec![json!(2), json!(6)], "A1 A3"),
        ("=", vec![json!("X")], "A4"),
        (">", vec![json!("=A$2")], "A3"),
        (">", vec![json!("=B1")], "A1 A2 A3"),
        (">", vec![], ""),
    ] {
        let mut book = one_rule(&values, json!({"kind": "cell", "op": op}), &operands);
        assert_eq!(book.red(COLUMN), expected, "{op} {operands:?}");
    }
}

#[test]
fn texts_emptiness_and_errors() {
    let values = [
        json!("North"),
        json!("south"),
        json!(10),
        json!(""),
        json!(null),
        json!(["#", "#N/A"]),
    ];
    for (rule, operands, expected) in [
        (
            json!({"kind": "text", "op": "contains"}),
            vec![json!("OR")],
            "A1",
        ),
        (
            json!({"kind": "text", "op": "lacks"}),
            vec![json!("or")],
            "A2 A3 A4 A5",
        ),
        (
            json!({"kind": "text", "op": "begins"}),
            vec![json!("1")],
            "A3",
        ),
        (
            json!({"kind": "text", "op": "ends"}),
            vec![json!("th")],
            "A1 A2",
        ),
        (json!({"kind": "is", "op": "empty"}), vec![], "A4 A5"),
        (json!({"kind": "is", "op": "filled"}), vec![], "A1 A2 A3 A6"),
        (json!({"kind": "is", "op": "error"}), vec![], "A6"),
        (
            json!({"kind": "is", "op": "fine"}),
            vec![],
            "A1 A2 A3 A4 A5",
        ),
    ] {
        let mut book = one_rule(&values, rule.clone(), &operands);
        assert_eq!(book.red(COLUMN), expected, "{rule}");
    }
}

#[test]
fn dates_near_today() {
    // Today is Monday, 2 November 2026.
    let today = 46_328;
    let days = [
        json!(today - 1),
        json!(today),
        json!(today + 1),
        json!(today - 2),
        json!(today + 6),
        json!(today - 8),
    ];
    for (op, expected) in [
        ("yesterday", "A1"),
        ("today", "A2"),
        ("tomorrow", "A3"),
        ("last7", "A1 A2 A4"),
        ("thisweek", "A1 A2 A3"),
        ("lastweek", "A4 A6"),
        ("nextweek", "A5"),
        ("thismonth", "A1 A2 A3 A5"),
        ("lastmonth", "A4 A6"),
        ("nextmonth", ""),
    ] {
        let mut book = one_rule(&days, json!({"kind": "date", "op": op}), &[]);
        assert_eq!(book.red(COLUMN), expected, "{op}");
    }
}

#[test]
fn ranks_averages_and_repetition() {
    let values = [
        json!(3),
        json!(1),
        json!(3),
        json!("a"),
        json!("A"),
        json!(8),
    ];
    for (rule, expected) in [
        (json!({"kind": "rank", "op": "top", "count": 1}), "A6"),
        (json!({"kind": "rank", "op": "top", "count": 2}), "A1 A3 A6"),
        (json!({"kind": "rank", "op": "bottom", "count": 1}), "A2"),
        (
            json!({"kind": "rank", "op": "top", "count": 50, "percent": true}),
            "A1 A3 A6",
        ),
        (
            json!({"kind": "rank", "op": "bottom", "count": 1, "percent": true}),
            "A2",
        ),
        (json!({"kind": "average", "op": "above"}), "A6"),
        (json!({"kind": "average", "op": "below"}), "A1 A2 A3"),
        (json!({"kind": "repeat", "op": "duplicate"}), "A1 A3 A4 A5"),
        (json!({"kind": "repeat", "op": "unique"}), "A2 A6"),
    ] {
        let mut book = one_rule(&values, rule.clone(), &[]);
        assert_eq!(book.red(COLUMN), expected, "{rule}");
    }
}

#[test]
fn what_is_known_of_ranges_follows_changes() {
    let mut book = one_rule(
        &[json!(3), json!(1), json!("=A1*2")],
        json!({"kind": "rank", "op": "top", "count": 1}),
        &[],
    );
    assert_eq!(book.red(COLUMN), "A3");
    book.set("A2", &json!(50));
    assert_eq!(book.red(COLUMN), "A2");
    book.set("A2", &json!(null));
    assert_eq!(book.red(COLUMN), "A3");
}

#[test]
fn formulas_read_as_if_copied() {
    let mut book = marked(&[json!(1), json!(2), json!(3)]);
    book.set("B1", &json!(2));
    let rule = json!({"kind": "formula", "on": "0,0:9,0", "fill": RED});
    book.rule("k", rule, &[json!("=A1>=$B$1")]);
    assert_eq!(book.red(COLUMN), "A2 A3");
    let rule = json!({"kind": "formula", "on": "0,2:9,3", "fill": RED});
    book.rule("l", rule, &[json!("=MOD(ROW(C1),2)=0")]);
    assert_eq!(book.red("C1 C2 D2 D3 D4"), "C2 D2 D4");
    // What leaves the sheet holds for nothing.
    let rule = json!({"kind": "formula", "on": "4,4 0,4", "fill": RED});
    book.rule("m", rule, &[json!("=E2=0")]);
    assert_eq!(book.red("E5 E1"), "E5");
}

#[test]
fn the_first_rule_has_it_and_may_be_the_last() {
    let mut book = marked(&[json!(5), json!(1)]);
    book.rule(
        "a",
        json!({"kind": "cell", "op": ">", "on": "0,0:9,0", "fill": RED}),
        &[json!(2)],
    );
    let later =
        json!({"kind": "is", "op": "filled", "on": "c0:0", "fill": "#00ff00", "bold": true});
    book.rule("b", later, &[]);
    let look = book.look("A1").format;
    assert_eq!(look.to_json(), json!({"fill": RED, "bold": true}));
    assert_eq!(
        book.look("A2").format.to_json(),
        json!({"fill": "#00ff00", "bold": true})
    );
    let first = json!({"kind": "cell", "op": ">", "on": "0,0:9,0", "fill": RED, "stop": true});
    book.rule("a", first, &[json!(2)]);
    assert_eq!(book.look("A1").format.to_json(), json!({"fill": RED}));
}

#[test]
fn scales_bars_and_icons() {
    let mut book = marked(&[json!(0), json!(50), json!(100), json!("x"), json!(null)]);
    let scale =
        json!({"kind": "scale", "on": "0,0:9,0", "points": "min max", "colors": "#ff0000 #00ff00"});
    book.rule("a", scale, &[]);
    let bar = json!({"kind": "bar", "on": "0,0:9,0", "points": "min max", "bar": "#112233", "solid": true});
    book.rule("b", bar, &[]);
    let icons = json!({"kind": "icons", "on": "0,0:9,0", "set": "3arrows", "points": "percent number", "bare": true});
    book.rule("c", icons, &[json!(33), json!(100)]);
    let fills: Vec<Json> = ["A1", "A2", "A3"]
        .iter()
        .map(|a| book.look(a).format.get("fill").cloned().unwrap())
        .collect();
    assert_eq!(
        fills,
        [json!("#ff0000"), json!("#808000"), json!("#00ff00")]
    );
    let look = book.look("A2");
    let bar = look.bar.unwrap();
    assert_eq!((bar.zero, bar.to, bar.solid), (0.0, 0.5, true));
    let icon = look.icon.unwrap();
    assert_eq!((icon.set.name, icon.index, look.bare), ("3arrows", 1, true));
    assert_eq!(book.look("A3").icon.unwrap().index, 2);
    assert_eq!(book.look("A1").icon.unwrap().index, 0);
    assert_eq!(book.look("A4"), Look::default());
    assert_eq!(book.look("A5"), Look::default());
    // To the left of zero.
    book.set("A1", &json!(-100));
    let bar = book.look("A1").bar.unwrap();
    assert_eq!((bar.zero, bar.to), (0.5, 0.0));
    // A point without its number grades nothing.
    let scale = json!({"kind": "scale", "on": "0,0:9,0", "points": "min number", "colors": "#ff0000 #00ff00"});
    book.rule("a", scale, &[]);
    assert_eq!(book.look("A1").format.get("fill"), None);
}

#[test]
fn percentiles() {
    let mut book = marked(&[json!(1), json!(2), json!(3), json!(1000)]);
    let scale = json!({"kind": "scale", "on": "0,0:9,0", "points": "min percentile max", "colors": "#000000 #ffffff #0000ff"});
    book.rule("a", scale, &[json!(null), json!(50)]);
    let fill = |book: &mut Marked, at| book.look(at).format.get("fill").cloned().unwrap();
    assert_eq!(fill(&mut book, "A1"), json!("#000000"));
    assert_eq!(fill(&mut book, "A4"), json!("#0000ff"));
    assert_eq!(fill(&mut book, "A2"), json!("#aaaaaa"));
}

#[test]
fn what_may_be_entered() {
    let mut book = marked(&[json!(1)]);
    for (n, item) in ["North", "South"].iter().enumerate() {
        book.set(&format!("D{}", n + 1), &json!(item));
    }
    let cases = [
        (
            json!({"kind": "list", "items": "North\n5\n50%"}),
            vec![],
            vec![json!("North"), json!(5), json!(0.5)],
            vec![json!("north"), json!(6)],
        ),
        (
            json!({"kind": "list"}),
            vec![json!("=$D$1:$D$2")],
            vec![json!("south")],
            vec![json!("West")],
        ),
        (
            json!({"kind": "checkbox"}),
            vec![],
            vec![json!(true), json!(false)],
            vec![json!(1), json!("x")],
        ),
        (
            json!({"kind": "checkbox"}),
            vec![json!("yes"), json!("no")],
            vec![json!("yes"), json!("no")],
            vec![json!(true)],
        ),
        (
            json!({"kind": "number", "op": "between"}),
            vec![json!(1), json!("=A$1+9")],
            vec![json!(10)],
            vec![json!(10.5), json!("ten")],
        ),
        (
            json!({"kind": "whole"}),
            vec![],
            vec![json!(-3)],
            vec![json!(0.5)],
        ),
        (
            json!({"kind": "date", "op": ">="}),
            vec![json!(46_000)],
            vec![json!(46_000.5)],
            vec![json!(45_999), json!("soon")],
        ),
        (
            json!({"kind": "length", "op": "<="}),
            vec![json!(3)],
            vec![json!("abc"), json!(100)],
            vec![json!("abcd")],
        ),
        (
            json!({"kind": "text", "op": "begins"}),
            vec![json!("AB-")],
            vec![json!("ab-1")],
            vec![json!("b")],
        ),
        (
            json!({"kind": "text", "op": "email"}),
            vec![],
            vec![json!("kate@example.com")],
            vec![json!("kate@home"), json!("a b@c.d")],
        ),
        (
            json!({"kind": "text", "op": "url"}),
            vec![],
            vec![json!("https://example.com/a")],
            vec![json!("example.com"), json!("javascript:alert(1)")],
        ),
        (
            json!({"kind": "custom"}),
            vec![json!("=COUNTIF(B$1:B$9,B1)=1")],
            vec![json!(7)],
            vec![json!(3)],
        ),
    ];
    book.set("B5", &json!(3));
    for (mut check, operands, good, bad) in cases {
        check["on"] = json!("0,1:3,1");
        let check_words = check.to_string();
        for letter in ["a", "b"] {
            book.entry(Root::Checks, &format!("1/v/{letter}"), json!(null));
        }
        book.check("v", check, &operands);
        // A cleared operand is one: an empty value. Take it away where the kind does without.
        for value in good {
            assert!(book.fits("B2", &value), "{check_words} {value}");
        }
        for value in bad {
            assert!(!book.fits("B2", &value), "{check_words} {value}");
        }
        assert!(book.fits("B2", &json!(null)), "{check_words} empty");
        assert!(
            book.fits("C2", &json!("anything")),
            "{check_words} elsewhere"
        );
    }
}

#[test]
fn misfits_are_marked_and_empty_cells_may_be_forbidden() {
    let mut book = marked(&[json!(1), json!("x"), json!(null)]);
    book.check("v", json!({"kind": "number", "on": "c0:0", "say": "A number, please", "filled": true, "refuse": true}), &[]);
    assert_eq!(book.look("A1").bad, None);
    assert_eq!(book.look("A2").bad.as_deref(), Some("A number, please"));
    assert_eq!(book.look("A3").bad, None);
    assert!(!book.fits("A3", &json!(null)));
    assert!(!book.fits("A2", &json!("y")));
    assert!(book.fits("A2", &json!("=A1*2")));
    assert!(!book.fits("A2", &json!("=A1&1")));
    // The value asked about is gone again.
    let (sheet, cell) = book.grid.book.locate("A2");
    assert_eq!(
        book.grid.engine.value(&sheet, cell),
        Value::Text("x".into())
    );
}

#[test]
fn formulas_that_take_too_long_are_given_up() {
    let mut book = one_rule(&[json!(1)], json!({"kind": "formula"}), &[json!("=TRUE")]);
    assert_eq!(book.red("A1"), "A1");
    book.grid
        .engine
        .set_patience(Some(std::sync::Arc::new(|| true)));
    assert_eq!(book.red("A1"), "");
    book.grid.engine.set_patience(None);
    assert_eq!(book.red("A1"), "A1");
}
