//! Conditional formats and what may be entered, computed for the cells that somebody sees (FORMAT.md §9, §10).

mod checks;
mod conditions;
mod grades;
mod numbers;

use std::sync::Arc;

use daylight_model::{
    CellId, Format, SheetId, Value,
    marks::{Areas, IconSet, Operands, Rect, Rule, RuleKind},
    workbook::Marks,
};
use rustc_hash::FxHashMap;

pub use self::checks::Misfit;
use self::{
    grades::Grades,
    numbers::{Numbers, Wanted},
};
use crate::{
    ask::Operand,
    engine::Engine,
    reference::{Rect as Inner, SheetIndex},
};

/// Conditional formats of a sheet that count, and as many checks.
const MOST_RULES: usize = 1_000;

/// How a cell looks because of what it and others hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// Laid over its format.
    pub format: Format,
    /// A bar behind the value.
    pub bar: Option<Bar>,
    /// An icon before it.
    pub icon: Option<Icon>,
    /// The value itself is not shown.
    pub bare: bool,
    /// It is not what may be entered, and these are the words for it.
    pub bad: Option<Arc<str>>,
}

/// A bar in a cell, in parts of its width.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Where zero is.
    pub zero: f64,
    /// Where the bar ends that begins there.
    pub to: f64,
    /// `#rrggbb`
    pub color: Arc<str>,
    /// In one colour.
    pub solid: bool,
}

/// An icon of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icon {
    /// The set.
    pub set: IconSet,
    /// Which one, from that for the smallest numbers on.
    pub index: u8,
}

/// What is known of the ranges of rules, until a cell of them changes.
#[derive(Debug, Default)]
pub struct LookCache(FxHashMap<(SheetIndex, Arc<str>), Known>);

#[derive(Debug)]
struct Known {
    rects: Vec<Inner>,
    wanted: Wanted,
    numbers: Numbers,
}

impl LookCache {
    /// A cell of a sheet holds another value, at that position.
    pub fn touch(&mut self, engine: &Engine, sheet: &SheetId, cell: CellId) {
        if self.0.is_empty() {
            return;
        }
        let (Some(index), Some(at)) = (engine.book.find(sheet), engine.position_of(sheet, cell))
        else {
            return;
        };
        let holds = |known: &Known| known.rects.iter().any(|rect| rect.holds(at.0, at.1));
        self.0
            .retain(|(of, _), known| *of != index || !holds(known));
    }

    /// Lines of a sheet came, went or moved.
    pub fn drop_sheet(&mut self, engine: &Engine, sheet: &SheetId) {
        if let Some(index) = engine.book.find(sheet) {
            self.0.retain(|(of, _), _| *of != index);
        }
    }
}

/// A rule, ready to be asked for cells.
struct Ready<'a> {
    rule: &'a Rule,
    operands: [Option<Operand>; 4],
    rects: Vec<Inner>,
    key: (SheetIndex, Arc<str>),
}

fn inner(rect: &Rect) -> Inner {
    Inner {
        row1: rect.top,
        col1: rect.left,
        row2: rect.bottom,
        col2: rect.right,
    }
}

impl Engine {
    /// How the cells of a view look, apart from those that look as their formats say. `now` is a local serial date.
    pub fn looks(
        &mut self,
        sheet: &SheetId,
        marks: &Marks,
        view: &Rect,
        now: f64,
        cache: &mut LookCache,
    ) -> Vec<(CellId, Look)> {
        let Some(index) = self.book.find(sheet) else {
            return vec![];
        };
        let view = inner(view);
        let mut looks: FxHashMap<(u32, u32), Found> = FxHashMap::default();
        for (id, rule, operands) in marks.rules().into_iter().take(MOST_RULES) {
            if self.gives_up() {
                break;
            }
            let Some(ready) = self.ready(index, id, rule, operands) else {
                continue;
            };
            let seen: Vec<Inner> = ready.rects.iter().filter_map(|r| r.common(view)).collect();
            if seen.is_empty() {
                continue;
            }
            self.learn(&ready, cache);
            let empty = Numbers::default();
            let numbers = cache
                .0
                .get(&ready.key)
                .map_or(&empty, |known| &known.numbers);
            for rect in seen {
                self.apply_rule(&ready, numbers, rect, now, &mut looks);
            }
        }
        self.mark_misfits(index, marks, view, &mut looks);
        let mut found: Vec<((u32, u32), Look)> = looks
            .into_iter()
            .filter(|(_, found)| found.look != Look::default())
            .map(|(at, found)| (at, found.look))
            .collect();
        found.sort_unstable_by_key(|(at, _)| *at);
        let named = found.into_iter();
        named
            .filter_map(|(at, look)| Some((self.cell_id(index, at)?, look)))
            .collect()
    }

    fn ready<'a>(
        &mut self,
        sheet: SheetIndex,
        id: &Arc<str>,
        rule: &'a Rule,
        operands: &Operands,
    ) -> Option<Ready<'a>> {
        let (rects, anchor) = self.places_of(sheet, &rule.on)?;
        let operands = self.operands(sheet, operands, anchor);
        Some(Ready {
            rule,
            operands,
            rects,
            key: (sheet, Arc::clone(id)),
        })
    }

    /// Where ranges are, and the cell for which formulas that go with them are written.
    fn places_of(&self, sheet: SheetIndex, on: &Areas) -> Option<(Vec<Inner>, (u32, u32))> {
        let s = self.book.sheet(sheet).filter(|s| s.exists)?;
        let (rows, cols) = (s.rows.axis(), s.cols.axis());
        let rects: Vec<Inner> = on.rects(rows, cols).map(|rect| inner(&rect)).collect();
        let anchor = on.anchor(rows, cols);
        let first = rects.first().map(|rect| (rect.row1, rect.col1))?;
        Some((rects, anchor.unwrap_or(first)))
    }

    fn operands(
        &mut self,
        sheet: SheetIndex,
        contents: &Operands,
        anchor: (u32, u32),
    ) -> [Option<Operand>; 4] {
        let mut operands = [None, None, None, None];
        for (operand, content) in operands.iter_mut().zip(contents) {
            *operand = content
                .as_ref()
                .map(|content| self.operand(sheet, content, anchor));
        }
        operands
    }

    /// Gathers what a rule has to know of all its cells, unless that is known.
    fn learn(&self, ready: &Ready<'_>, cache: &mut LookCache) {
        let wanted = Wanted::of(&ready.rule.kind);
        if wanted == Wanted::default() {
            return;
        }
        if let Some(known) = cache.0.get(&ready.key)
            && known.rects == ready.rects
            && known.wanted == wanted
        {
            return;
        }
        let mut numbers = Numbers::default();
        for (n, rect) in ready.rects.iter().enumerate() {
            self.each_in(ready.key.0, *rect, |(row, col), value| {
                // Ranges of a rule may overlap; a cell counts once.
                if !ready.rects[..n].iter().any(|r| r.holds(row, col)) {
                    numbers.add(&value, wanted);
                }
            });
        }
        numbers.sort();
        let known = Known {
            rects: ready.rects.clone(),
            wanted,
            numbers,
        };
        cache.0.insert(ready.key.clone(), known);
    }

    /// Applies a rule to the cells of a rectangle.
    fn apply_rule(
        &mut self,
        ready: &Ready<'_>,
        numbers: &Numbers,
        rect: Inner,
        now: f64,
        looks: &mut FxHashMap<(u32, u32), Found>,
    ) {
        let anchor = (rect.row1, rect.col1);
        let grades = Grades::of(self, &ready.rule.kind, &ready.operands, numbers, anchor);
        for row in rect.row1..=rect.row2 {
            if self.gives_up() {
                return;
            }
            for col in rect.col1..=rect.col2 {
                let at = (row, col);
                if looks.get(&at).is_some_and(|found| found.closed) {
                    continue;
                }
                let value = self.value_at(ready.key.0, at);
                if let Some(grades) = &grades {
                    if let Value::Number(n) = value {
                        grades.lay(n, &mut looks.entry(at).or_default().look);
                    }
                } else if self.holds(ready, numbers, at, &value, now) {
                    let found = looks.entry(at).or_default();
                    for (property, value) in &ready.rule.format.0 {
                        let format = &mut found.look.format.0;
                        format
                            .entry(property.clone())
                            .or_insert_with(|| value.clone());
                    }
                    found.closed = ready.rule.stop;
                }
            }
        }
    }

    fn value_at(&self, sheet: SheetIndex, at: (u32, u32)) -> Value {
        let cell = self.book.cell_at(sheet, at);
        cell.map_or(Value::Empty, |cell| self.book.value(cell))
    }

    /// Whether a rule that is no grade holds for a cell.
    fn holds(
        &mut self,
        ready: &Ready<'_>,
        numbers: &Numbers,
        at: (u32, u32),
        value: &Value,
        now: f64,
    ) -> bool {
        let [a, b, ..] = &ready.operands;
        let mut operand = |operand: &Option<Operand>| {
            let operand = operand.as_ref()?;
            self.answer(operand, at)
        };
        match &ready.rule.kind {
            RuleKind::Cell(compare) => {
                let (a, b) = (operand(a), operand(b));
                conditions::compares(*compare, value, a.as_ref(), b.as_ref())
            }
            RuleKind::Text(how) => match operand(a) {
                Some(with) => conditions::reads(*how, value, &with, self.book.date1904),
                None => false,
            },
            RuleKind::Is(what) => conditions::is(*what, value),
            RuleKind::Date(when) => conditions::near(*when, value, now, self.book.date1904),
            RuleKind::Rank {
                bottom,
                count,
                percent,
            } => numbers.ranks(value, *bottom, *count, *percent),
            RuleKind::Average { below, or_equal } => {
                numbers.beyond_average(value, *below, *or_equal)
            }
            RuleKind::Repeat { unique } => numbers.repeats(value, *unique),
            RuleKind::Formula => operand(a).is_some_and(|answer| conditions::is_true(&answer)),
            RuleKind::Scale { .. } | RuleKind::Bar { .. } | RuleKind::Icons { .. } => false,
        }
    }
}

/// How a cell looks as far as it is known.
#[derive(Default)]
struct Found {
    look: Look,
    /// No later rule holds.
    closed: bool,
}
