//! Whether a value is what may be entered in a cell.

use std::sync::Arc;

use daylight_model::{
    CellId, Content, SheetId, Value, display,
    input::typed_value,
    marks::{Check, CheckKind, Compare, TextMatch, TextTest},
    workbook::Marks,
};
use rustc_hash::FxHashMap;

use super::{
    Found, MOST_RULES,
    conditions::{compares, is_true, reading, reads},
};
use crate::{
    ask::Operand,
    engine::Engine,
    evaluate::equal,
    reference::{Rect, SheetIndex},
};

/// Something is not what may be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// It must not be taken.
    pub refuse: bool,
    /// The check's own words; may be empty.
    pub say: Arc<str>,
}

impl Engine {
    /// What is wrong with a content for a cell: a value, or what a formula would yield there.
    pub fn misfit(
        &mut self,
        sheet: &SheetId,
        marks: &Marks,
        cell: CellId,
        content: &Content,
    ) -> Option<Misfit> {
        let contents = [(cell, content.clone())];
        let mut found = self.misfits(sheet, marks, &contents);
        found.pop().map(|(_, misfit)| misfit)
    }

    /// What is wrong with contents for cells of a sheet, by their places in the list.
    pub fn misfits(
        &mut self,
        sheet: &SheetId,
        marks: &Marks,
        contents: &[(CellId, Content)],
    ) -> Vec<(usize, Misfit)> {
        let index = self.book.intern(sheet);
        let mut ready = vec![];
        for (_, check, operands) in marks.checks().into_iter().take(MOST_RULES) {
            if let Some((rects, anchor)) = self.places_of(index, &check.on) {
                let operands = self.operands(index, operands, anchor);
                ready.push((check, rects, operands));
            }
        }
        let mut found = vec![];
        for (n, (cell, content)) in contents.iter().enumerate() {
            let at = self.intern(sheet, *cell);
            let Some(position) = self.book.position(at) else {
                continue;
            };
            let holds = |rects: &[Rect]| rects.iter().any(|r| r.holds(position.0, position.1));
            let Some((check, _, operands)) = ready.iter().find(|(_, rects, _)| holds(rects)) else {
                continue;
            };
            let operand = self.operand(index, content, position);
            let value = self.answer(&operand, position).unwrap_or_default();
            let fits = self.supposing(at, &value, |engine| {
                engine.fits(check, operands, position, &value)
            });
            if !fits {
                let (refuse, say) = (check.refuse, Arc::clone(&check.say));
                found.push((n, Misfit { refuse, say }));
            }
        }
        found
    }

    /// The values that a list offers in a cell whose check names a range or formula; `None` where no such list is.
    pub fn choices(&mut self, sheet: &SheetId, marks: &Marks, cell: CellId) -> Option<Vec<Value>> {
        let at = self.intern(sheet, cell);
        let position = self.book.position(at)?;
        for (_, check, operands) in marks.checks().into_iter().take(MOST_RULES) {
            let Some((rects, anchor)) = self.places_of(at.sheet, &check.on) else {
                continue;
            };
            if rects.iter().any(|r| r.holds(position.0, position.1)) {
                let [a, ..] = self.operands(at.sheet, operands, anchor);
                return match (&check.kind, a) {
                    (CheckKind::List(None), Some(a)) => Some(self.answers(&a, position)),
                    _ => None,
                };
            }
        }
        None
    }

    /// Marks the cells of a view that hold something else than may be entered.
    pub(super) fn mark_misfits(
        &mut self,
        sheet: SheetIndex,
        marks: &Marks,
        view: Rect,
        looks: &mut FxHashMap<(u32, u32), Found>,
    ) {
        let mut seen: Vec<Rect> = vec![];
        for (_, check, operands) in marks.checks().into_iter().take(MOST_RULES) {
            let Some((rects, anchor)) = self.places_of(sheet, &check.on) else {
                continue;
            };
            let rects: Vec<Rect> = rects.iter().filter_map(|r| r.common(view)).collect();
            let operands = self.operands(sheet, operands, anchor);
            for rect in &rects {
                let mut cells = vec![];
                self.each_in(sheet, *rect, |at, value| cells.push((at, value)));
                for (at, value) in cells {
                    let judged = seen.iter().any(|r| r.holds(at.0, at.1));
                    if !judged && !self.fits(check, &operands, at, &value) {
                        looks.entry(at).or_default().look.bad = Some(Arc::clone(&check.say));
                    }
                }
            }
            seen.extend(rects);
        }
    }

    fn fits(
        &mut self,
        check: &Check,
        operands: &[Option<Operand>; 4],
        at: (u32, u32),
        value: &Value,
    ) -> bool {
        let blank = match value {
            Value::Empty => true,
            Value::Text(text) => text.is_empty(),
            _ => false,
        };
        if blank {
            return !check.filled;
        }
        let date1904 = self.book.date1904;
        let [a, b, ..] = operands;
        match &check.kind {
            CheckKind::List(Some(items)) => items.iter().any(|item| is_item(item, value, date1904)),
            CheckKind::List(None) => match a {
                Some(a) => self.answers(a, at).iter().any(|v| equal(v, value)),
                None => true,
            },
            CheckKind::Checkbox => {
                let mut side = |operand: &Option<Operand>, otherwise| match operand {
                    Some(operand) => self.answer(operand, at),
                    None => Some(Value::Bool(otherwise)),
                };
                let sides = [side(a, true), side(b, false)];
                sides.iter().flatten().any(|side| equal(side, value))
            }
            CheckKind::Whole(compare) => {
                matches!(value, Value::Number(n) if n.fract() == 0.0)
                    && self.compares(*compare, operands, at, value)
            }
            CheckKind::Date(compare) => {
                matches!(value, Value::Number(n) if *n >= 0.0)
                    && self.compares(*compare, operands, at, value)
            }
            CheckKind::Number(compare) | CheckKind::Time(compare) => {
                matches!(value, Value::Number(_)) && self.compares(*compare, operands, at, value)
            }
            CheckKind::Length(compare) => {
                let length = reading(value, date1904).chars().count();
                let length = Value::Number(length as f64);
                self.compares(Some(*compare), operands, at, &length)
            }
            CheckKind::Text(test) => match test {
                TextTest::Match(how) => {
                    let with = a.as_ref().and_then(|a| self.answer(a, at));
                    let lacking = *how == TextMatch::Lacks;
                    with.is_none_or(|with| match value {
                        Value::Error(_) => lacking,
                        value => reads(*how, value, &with, date1904),
                    })
                }
                TextTest::Email => is_email(&reading(value, date1904)),
                TextTest::Url => is_url(&reading(value, date1904)),
            },
            CheckKind::Custom => match a.as_ref().map(|a| self.answer(a, at)) {
                None => true,
                Some(answer) => answer.is_some_and(|answer| is_true(&answer)),
            },
        }
    }

    fn compares(
        &mut self,
        how: Option<Compare>,
        [a, b, ..]: &[Option<Operand>; 4],
        at: (u32, u32),
        value: &Value,
    ) -> bool {
        let Some(how) = how else {
            return true;
        };
        let mut answer = |o: &Option<Operand>| o.as_ref().and_then(|o| self.answer(o, at));
        let (a, b) = (answer(a), answer(b));
        compares(how, value, a.as_ref(), b.as_ref())
    }
}

/// Whether a value is what an item of a list stands for: as it reads, or as it would be taken if somebody typed it.
fn is_item(item: &str, value: &Value, date1904: bool) -> bool {
    match value {
        Value::Text(text) => &**text == item,
        value => {
            display::text(value, None, date1904) == item
                || typed_value(item, date1904).as_ref() == Some(value)
        }
    }
}

fn is_email(text: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "@,;<>()[]\"".contains(c))
    };
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    let labels = |host: &str| host.contains('.') && host.split('.').all(|label| !label.is_empty());
    plain(name) && plain(host) && labels(host)
}

fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace)
    })
}
