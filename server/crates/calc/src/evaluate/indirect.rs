//! INDIRECT: references that a text spells, as A1, as R1C1, or by a defined name.

use daylight_model::{ErrorCode, Value, a1};

use super::{
    evaluation::{Evaluation, Out},
    place::Place,
    scalar,
};
use crate::{
    expression::Expr,
    reference::{Rect, SheetIndex},
};

impl<'e> Evaluation<'e> {
    /// INDIRECT: the reference that a text spells.
    pub(super) fn indirect(&self, args: &'e [Expr]) -> Out<'e> {
        let text = match self.single(&args[0]) {
            Some(Value::Text(text)) => text,
            Some(Value::Error(e)) => return e.into(),
            _ => return ErrorCode::Ref.into(),
        };
        let a1 = match args.get(1) {
            None => true,
            Some(arg) => match self.single(arg).map(|v| scalar::as_condition(&v)) {
                Some(Ok(a1)) => a1,
                Some(Err(e)) => return e.into(),
                None => return ErrorCode::Value.into(),
            },
        };
        match self.spelled(text.trim(), a1) {
            Some(places) if places.is_empty() => ErrorCode::Ref.into(),
            Some(places) => Out::Cells(places.into()),
            None => ErrorCode::Ref.into(),
        }
    }

    fn spelled(&self, text: &str, a1: bool) -> Option<Vec<Place>> {
        let (sheet, body) = match text.rsplit_once('!') {
            Some((name, body)) => {
                let plain = name
                    .strip_prefix('\'')
                    .and_then(|n| n.strip_suffix('\''))
                    .map_or_else(|| name.to_owned(), |n| n.replace("''", "'"));
                (self.context.book.by_name(&plain)?, body)
            }
            None => (self.at.sheet, text),
        };
        let shown = self.context.shown(sheet);
        let rect = if a1 {
            spelled_a1(body)
        } else {
            spelled_r1c1(body, self.position)
        };
        if let Some(rect) = rect {
            let fits = |last: u32, shown: u32| last == Rect::OPEN || last < shown;
            return (fits(rect.row2, shown.0) && fits(rect.col2, shown.1))
                .then(|| vec![Place { sheet, rect }]);
        }
        self.named(body, sheet).or_else(|| self.part(body))
    }

    /// The place of a part of a table.
    fn part(&self, text: &str) -> Option<Vec<Place>> {
        let reference = self.context.book.part_named(text)?;
        let place = self.context.book.place_of_part(&reference, self.at)?;
        Some(vec![place])
    }

    /// The places that a defined name stands for, when it is a plain reference.
    fn named(&self, text: &str, sheet: SheetIndex) -> Option<Vec<Place>> {
        let book = self.context.book;
        let def = book
            .names
            .def(book.names.find(text, book.sheet_id(sheet))?)?;
        let whole = def.formula.template.trim() == daylight_model::content::SLOT.to_string();
        let reference = def.formula.refs.first().filter(|_| whole)?;
        let own = match &def.scope {
            Some(scope) => book.find(scope)?,
            None => sheet,
        };
        let place = book.place_of(reference, own)?;
        Some(vec![place])
    }
}

/// `B7`, `B7:D9`, `B:D`, `7:9`, with or without `$`.
fn spelled_a1(text: &str) -> Option<Rect> {
    let area = a1::parse_range(text)?;
    let open = |last: u32, most: u32| if last == most - 1 { Rect::OPEN } else { last };
    let by_letters = text.bytes().all(|b| !b.is_ascii_digit());
    let by_digits = text.bytes().all(|b| !b.is_ascii_alphabetic());
    Some(Rect {
        row1: area.top,
        col1: area.left,
        row2: if by_letters {
            open(area.bottom, daylight_model::id::MAX_ROWS)
        } else {
            area.bottom
        },
        col2: if by_digits {
            open(area.right, daylight_model::id::MAX_COLS)
        } else {
            area.right
        },
    })
}

/// `R2C3`, `R[-1]C`, `R2C3:R4C5`, `R2`, `C3`.
fn spelled_r1c1(text: &str, position: (u32, u32)) -> Option<Rect> {
    let mut corners = text
        .split(':')
        .map(|part| corner_r1c1(part.trim(), position));
    let first = corners.next()??;
    let rect = match corners.next() {
        Some(second) => first.around(second?),
        None => first,
    };
    corners.next().is_none().then_some(rect)
}

fn corner_r1c1(text: &str, position: (u32, u32)) -> Option<Rect> {
    let upper = text.to_ascii_uppercase();
    let (row, col) = match upper.split_once('C') {
        Some(("", col)) => (None, Some(col)),
        Some((row, col)) => (Some(row.strip_prefix('R')?), Some(col)),
        None => (Some(upper.strip_prefix('R')?), None),
    };
    let line = |part: &str, own: u32| -> Option<u32> {
        if part.is_empty() {
            return Some(own);
        }
        match part.strip_prefix('[') {
            Some(by) => {
                let by: i64 = by.strip_suffix(']')?.parse().ok()?;
                u32::try_from(i64::from(own).checked_add(by)?).ok()
            }
            None => part.parse::<u32>().ok()?.checked_sub(1),
        }
    };
    let row = row
        .map(|part| line(part, position.0).ok_or(()))
        .transpose()
        .ok()?;
    let col = col
        .map(|part| line(part, position.1).ok_or(()))
        .transpose()
        .ok()?;
    Some(Rect {
        row1: row.unwrap_or(0),
        col1: col.unwrap_or(0),
        row2: row.unwrap_or(Rect::OPEN),
        col2: col.unwrap_or(Rect::OPEN),
    })
}
