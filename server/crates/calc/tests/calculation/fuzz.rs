//! Random histories: what was calculated step by step is what a new engine calculates from nothing.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicU32, Ordering},
};

use daylight_model::{CellId, Content, SheetId, a1::column_name, formula::render_formula};
use rand::{Rng, SeedableRng, rngs::SmallRng};

use crate::grid::{CLOCK, Grid, Lines, Sheet, show};

const ROWS: u32 = 12;
const COLS: u32 = 6;

/// Histories played: `DAYLIGHT_FUZZ_SEEDS` of them, from `DAYLIGHT_FUZZ_START` on.
fn seeds() -> std::ops::Range<u64> {
    let set = |name: &str| std::env::var(name).ok()?.parse().ok();
    let start = set("DAYLIGHT_FUZZ_START").unwrap_or(0);
    start..start + set("DAYLIGHT_FUZZ_SEEDS").unwrap_or(300)
}

struct Player {
    grid: Grid,
    random: SmallRng,
    log: Vec<String>,
    /// Rows from one that is used to the next, so that ranges are short or tall.
    stride: u32,
    /// Entries of axes that can be undone.
    entries: Vec<(usize, Lines, String)>,
}

impl Player {
    fn new(seed: u64) -> Self {
        let mut grid = Grid::new(&["Plan", "Data", "More"]);
        grid.name("n1", "Rate", None, "=$A$1");
        grid.table("t1", "T", "Data!B2:C6", &["x", "y"], true);
        Self {
            grid,
            random: SmallRng::seed_from_u64(seed),
            log: vec![],
            stride: match seed % 20 {
                3 | 8 => 37,
                13 => 700,
                _ => 1,
            },
            entries: vec![],
        }
    }

    fn pick(&mut self, n: u32) -> u32 {
        self.random.random_range(0..n)
    }

    fn cell(&mut self) -> String {
        let col = char::from(b'A' + u8::try_from(self.pick(COLS)).unwrap());
        format!("{col}{}", 1 + self.pick(ROWS) * self.stride)
    }

    fn prefix(&mut self) -> &'static str {
        ["", "", "", "", "Plan!", "Data!", "More!"][self.pick(7) as usize]
    }

    fn one(&mut self) -> String {
        let dollar = self.pick(5) == 0;
        let cell = self.cell();
        let cell = if dollar { format!("${cell}") } else { cell };
        format!("{}{cell}", self.prefix())
    }

    fn range(&mut self) -> String {
        let prefix = self.prefix();
        let (a, b) = (self.cell(), self.cell());
        match self.pick(8) {
            0 => {
                let (x, y) = (&a[..1], &b[..1]);
                format!("{prefix}{}:{}", x.min(y), x.max(y))
            }
            1 => {
                let (x, y): (u32, u32) = (a[1..].parse().unwrap(), b[1..].parse().unwrap());
                format!("{prefix}{}:{}", x.min(y), x.max(y))
            }
            _ => format!("{prefix}{a}:{b}"),
        }
    }

    fn formula(&mut self) -> String {
        let (a, b, c) = (self.one(), self.one(), self.one());
        let (range, other) = (self.range(), self.range());
        match self.pick(41) {
            0..=2 => format!("={a}+{b}"),
            3 => format!("=SUM({range})"),
            4 => format!("=IF({a}>3,{b},{c})"),
            5 => format!("=COUNT({range})-{a}"),
            6 => format!("=MAX({range},{a})"),
            7 => format!("=IFERROR({a},{b})"),
            8 => format!("=SUMIF({range},\">2\")"),
            9 => format!("=MATCH({a},A1:A9,0)"),
            10 => format!("=VLOOKUP({a},{}A2:C8,2,FALSE)", self.prefix()),
            11 => format!("=INDEX({range},1,1)+ROWS({other})"),
            12 => format!("=ROW()+COLUMN({a})"),
            13 => "=Rate*2".to_owned(),
            14 => "=SUM(Other)+1".to_owned(),
            15 => format!("=COUNTIF({range},{a})+AVERAGE({other})"),
            16 => format!("=SUM({range},{b})*2-{c}"),
            17 => format!("=IF(COUNTA({range})>4,SUM({other}),\"few\")&{a}"),
            18 => format!(
                "=INDIRECT(\"{}{}\")",
                ["A", "B", "C"][self.pick(3) as usize],
                self.pick(3) + 1
            ),
            19 => format!("=SUM(OFFSET({a},{},0,2,1))", self.pick(3)),
            20 => format!("=SUMPRODUCT({range}*2)"),
            21 => format!("=SEQUENCE({},{})", 1 + self.pick(3), 1 + self.pick(2)),
            22 => format!("={range}*2"),
            23 => format!("=SUM({a}#)+1"),
            24 => format!("=SORT({range})"),
            25 => format!("=LET(x,{a},y,{range},x+SUM(y))"),
            26 => format!("=SUM(MAP({range},LAMBDA(v,IF(v>3,v,{b}))))"),
            27 => format!("=SUM(Plan:More!{})", self.cell()),
            28 => format!("=SUM(Data:More!{}:{})", self.cell(), self.cell()),
            29 => format!("=IF({a}>3,SEQUENCE(2),{b})"),
            30 => format!("=SUM(({range},{other}))-COUNT({range} {other})"),
            31 => format!("=SUM({a}:INDEX({range},1,2))"),
            32 => format!("=CHOOSE(1+({a}>3),{b},{c})"),
            33 => format!("=SEQUENCE({a})"),
            34 => format!("={a}#"),
            35 => format!("=SUM({})", self.part()),
            36 => format!("=COUNT({})+{a}", self.part()),
            37 => format!("={}*2", self.part()),
            38 => format!(
                "=SUM(T[@{}])+{a}",
                ["x", "y", "[x]:[y]"][self.pick(3) as usize]
            ),
            39 => format!("=SUMIF(T[x],{a},{})", self.part()),
            _ => format!("={a}"),
        }
    }

    /// A part of a table.
    fn part(&mut self) -> String {
        let part = match self.pick(8) {
            0 => "[#All]",
            1 => "[[#Headers],[x]]",
            2 => "[[#Totals],[y]]",
            3 => "[[#Data],[#Totals],[x]:[y]]",
            4 => "",
            5 => "[x]",
            6 => "[@y]",
            _ => "[y]",
        };
        format!("{}{part}", ["T", "U"][self.pick(2) as usize])
    }

    /// Makes, changes or removes a table.
    fn table(&mut self) -> String {
        let (id, name) = [("t1", "T"), ("t2", "U")][self.pick(2) as usize];
        if self.pick(5) == 0 {
            self.grid.remove_table(id);
            return format!("{name} removed");
        }
        let sheet = self.pick(2);
        if !self.grid.book.sheets[sheet as usize].exists {
            return "no table on a deleted sheet".to_owned();
        }
        let prefix = ["Plan!", "Data!"][sheet as usize];
        let (top, left) = (1 + self.pick(ROWS - 4), self.pick(COLS - 1));
        let height = 1 + self.pick(4) * self.stride;
        let col = |n: u32| char::from(b'A' + u8::try_from(n).unwrap());
        let range = format!(
            "{prefix}{}{top}:{}{}",
            col(left),
            col(left + 1),
            top + height
        );
        let totals = self.pick(2) == 0 && height > 1;
        self.grid.table(id, name, &range, &["x", "y"], totals);
        format!("{name} is {range}, totals {totals}")
    }

    fn lines(&mut self) -> (usize, Lines, u32) {
        let sheet = self.pick(3) as usize;
        if self.pick(3) == 0 {
            (sheet, Lines::Cols, 1 + self.pick(COLS))
        } else {
            (sheet, Lines::Rows, 1 + self.pick(ROWS) * self.stride)
        }
    }

    fn step(&mut self) {
        let sheet = ["Plan", "Data", "More"][self.pick(3) as usize];
        let at = format!("{sheet}!{}", self.cell());
        let did = match self.pick(44) {
            0..=9 => {
                let value = match self.pick(12) {
                    0 => "TRUE".to_owned(),
                    1 => "text".to_owned(),
                    2 => "#CIRC!".to_owned(),
                    _ => self.pick(9).to_string(),
                };
                self.grid.set(&at, &value);
                format!("{at} {value}")
            }
            10..=12 => {
                self.grid.set_content(&at, None);
                format!("{at} cleared")
            }
            13 => {
                let formula = self.formula();
                self.grid.set_old(&at, &formula);
                format!("{at} old {formula}")
            }
            14..=25 => {
                let formula = self.formula();
                self.grid.set(&at, &formula);
                format!("{at} {formula}")
            }
            26..=28 => {
                let (sheet, lines, before) = self.lines();
                let count = 1 + self.pick(2);
                let key = self.grid.insert(sheet, lines, before, count);
                self.entries.push((sheet, lines, key));
                format!("{sheet} {lines:?} insert {count} before {before}")
            }
            29..=31 => {
                let (sheet, lines, first) = self.lines();
                let last = first + self.pick(2);
                let key = self.grid.delete(sheet, lines, first, last);
                self.entries.push((sheet, lines, key));
                format!("{sheet} {lines:?} delete {first}..={last}")
            }
            32 => {
                let (sheet, lines, first) = self.lines();
                let before = 1 + self.pick(ROWS) * self.stride;
                let key = self
                    .grid
                    .move_lines(sheet, lines, (first, first + 1), before);
                self.entries.extend(key.map(|key| (sheet, lines, key)));
                format!("{sheet} {lines:?} move {first} before {before}")
            }
            33 | 34 => match self.entries.pop() {
                Some((sheet, lines, key)) => {
                    self.grid.entry(sheet, lines, &key, None);
                    format!("{sheet} {lines:?} undo {key}")
                }
                None => "nothing to undo".to_owned(),
            },
            35 => {
                let sheet = 1 + self.pick(2) as usize;
                if self.grid.book.sheets[sheet].exists {
                    self.grid.remove_sheet(sheet);
                } else {
                    self.grid.restore_sheet(sheet);
                }
                format!("sheet {sheet} removed or restored")
            }
            36 => {
                let range = self.range();
                self.grid.name("n2", "Other", None, &format!("={range}"));
                format!("Other = {range}")
            }
            37 => {
                self.grid.remove_name("n2");
                "Other removed".to_owned()
            }
            41..=43 => self.table(),
            39 => {
                let by = 1 + self.pick(2) as usize;
                self.grid.reorder(by);
                format!("tabs turned by {by}")
            }
            38 => {
                let formula = self.formula();
                self.grid.name("n1", "Rate", None, &formula);
                format!("Rate {formula}")
            }
            _ => {
                let most = self.pick(3);
                let asked = AtomicU32::new(0);
                let cancel = || asked.fetch_add(1, Ordering::Relaxed) >= most;
                self.grid.engine.recalc(CLOCK, &cancel);
                "cancelled".to_owned()
            }
        };
        self.log.push(did);
    }

    /// All cells, when the value of one is not what a new engine calculates.
    fn difference(&self) -> Option<String> {
        let fresh = self.grid.fresh();
        let mut cells: BTreeSet<(SheetId, CellId)> = self.grid.contents.keys().cloned().collect();
        // What arrays spilled stands in cells without a content.
        let all = [(0, u32::MAX)];
        for sheet in &self.grid.book.sheets {
            for engine in [&self.grid.engine, &fresh] {
                let formulas = engine.formulas_in(&sheet.id, &all, &all).into_iter();
                cells.extend(formulas.map(|f| (sheet.id.clone(), f.0)));
            }
        }
        let line = |(sheet, cell): &(SheetId, CellId)| {
            let content = self.grid.contents.get(&(sheet.clone(), *cell));
            let shown = |s: &&Sheet| s.exists && s.id == *sheet;
            let s = self.grid.book.sheets.iter().find(shown)?;
            let row = s.axis(Lines::Rows).index_of(cell.row)?;
            let col = column_name(s.axis(Lines::Cols).index_of(cell.col)?);
            let ours = show(&self.grid.engine.value(sheet, *cell));
            let new = show(&fresh.value(sheet, *cell));
            let mark = if ours == new { "" } else { "!!! " };
            let text = match content {
                Some(Content::Formula(f)) => {
                    format!("={}", render_formula(f, sheet, &self.grid.book))
                }
                Some(Content::Value(_)) => String::new(),
                None => "(no content)".to_owned(),
            };
            Some(format!(
                "{mark}{}!{col}{} is {ours}, from nothing {new} {text}",
                s.name,
                row + 1
            ))
        };
        let all: Vec<String> = cells.iter().filter_map(line).collect();
        let differs = all.iter().any(|line| line.starts_with("!!!"));
        differs.then(|| all.join("\n"))
    }
}

#[test]
fn random_histories_agree_with_a_fresh_calculation() {
    for seed in seeds() {
        let mut player = Player::new(seed);
        for step in 0..60 {
            player.step();
            if step % 2 == 0 {
                continue;
            }
            player.grid.recalc();
            if step % 6 != 5 {
                continue;
            }
            if let Some(difference) = player.difference() {
                panic!(
                    "seed {seed} step {step}: {difference}\n{}",
                    player.log.join("\n")
                );
            }
        }
    }
}
