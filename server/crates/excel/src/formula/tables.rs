//! Tables and the references to their parts, which become ordinary ranges.

use daylight_model::{
    a1::{Area, column_name},
    formula::quote_sheet,
};

/// A table of the workbook.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Name of its sheet.
    pub(crate) sheet: String,
    /// All of it, headings and totals included.
    pub(crate) area: Area,
    pub(crate) header_rows: u32,
    pub(crate) total_rows: u32,
    /// Lower-case names of its columns, in order.
    pub(crate) columns: Vec<String>,
}

/// Which rows of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a reference may name any of them together"
)]
struct Parts {
    all: bool,
    data: bool,
    headers: bool,
    totals: bool,
    this_row: bool,
}

impl Table {
    /// The range that `inside`, the text between the brackets, stands for, as seen from a sheet and a row.
    pub(crate) fn range(&self, inside: &str, own_sheet: &str, own_row: u32) -> Option<String> {
        let (parts, columns) = self.specifier(inside)?;
        let (top, bottom) = self.rows(parts, own_row)?;
        let (left, right) = columns.unwrap_or((0, self.area.right - self.area.left));
        let left = column_name(self.area.left + left);
        let right = column_name(self.area.left + right);
        // Rows of the formula's own row move with it; the rest stays where it is.
        let fixed = if parts.this_row { "" } else { "$" };
        let from = format!("${left}{fixed}{}", top + 1);
        let to = format!("${right}{fixed}{}", bottom + 1);
        let prefix = if self.sheet == own_sheet {
            String::new()
        } else {
            format!("{}!", quote_sheet(&self.sheet))
        };
        Some(if from == to {
            format!("{prefix}{from}")
        } else {
            format!("{prefix}{from}:{to}")
        })
    }

    fn rows(&self, parts: Parts, own_row: u32) -> Option<(u32, u32)> {
        let area = &self.area;
        let first = area.top + self.header_rows;
        let last = area.bottom.checked_sub(self.total_rows)?;
        if parts.this_row {
            return (first..=last)
                .contains(&own_row)
                .then_some((own_row, own_row));
        }
        if parts.all {
            return Some((area.top, area.bottom));
        }
        let plain = !parts.headers && !parts.totals;
        let mut rows: Option<(u32, u32)> = None;
        let mut add = |top: u32, bottom: u32| {
            rows = Some(rows.map_or((top, bottom), |(t, b)| (t.min(top), b.max(bottom))));
        };
        if parts.headers && self.header_rows > 0 {
            add(area.top, first.checked_sub(1)?);
        }
        if parts.data || plain {
            add(first, last);
        }
        if parts.totals && self.total_rows > 0 {
            add(last + 1, area.bottom);
        }
        rows.filter(|(top, bottom)| top <= bottom)
    }

    /// Reads `col`, `#All`, `[#Headers],[col]`, `@col`, `[#This Row],[a]:[b]`, …: rows, and columns by place.
    fn specifier(&self, inside: &str) -> Option<(Parts, Option<(u32, u32)>)> {
        let mut parts = Parts::default();
        let mut text = inside.trim();
        if let Some(rest) = text.strip_prefix('@') {
            parts.this_row = true;
            text = rest.trim();
        }
        let mut columns: Option<(u32, u32)> = None;
        if !text.starts_with('[') {
            if !text.is_empty() && !parts.set(text) {
                let place = self.column(text)?;
                columns = Some((place, place));
            }
            return Some((parts, columns));
        }
        let mut range = false;
        while !text.is_empty() {
            let end = closing(text)?;
            let item = &text[1..end];
            if !parts.set(item) {
                let place = self.column(item)?;
                columns = Some(match columns {
                    Some((first, _)) if range => (first.min(place), first.max(place)),
                    Some(_) => return None,
                    None => (place, place),
                });
            }
            text = text[end + 1..].trim_start();
            range = text.starts_with(':');
            if let Some(rest) = text.strip_prefix([',', ':', ';']) {
                text = rest.trim_start();
                if !text.starts_with('[') {
                    return None;
                }
            } else if !text.is_empty() {
                return None;
            }
        }
        Some((parts, columns))
    }

    fn column(&self, name: &str) -> Option<u32> {
        let mut plain = String::with_capacity(name.len());
        let mut chars = name.chars();
        while let Some(c) = chars.next() {
            plain.push(if c == '\'' { chars.next()? } else { c });
        }
        let plain = plain.trim().to_lowercase();
        let place = self.columns.iter().position(|c| *c == plain)?;
        u32::try_from(place).ok()
    }
}

impl Parts {
    /// Takes an item like `#All`; false when it is none.
    fn set(&mut self, item: &str) -> bool {
        match item.trim().to_lowercase().as_str() {
            "#all" => self.all = true,
            "#data" => self.data = true,
            "#headers" => self.headers = true,
            "#totals" => self.totals = true,
            "#this row" => self.this_row = true,
            _ => return false,
        }
        true
    }
}

/// Place of the bracket that closes the one at the start.
pub(crate) fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut escaped) = (0_u32, false);
    for (i, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\'' => escaped = true,
            '[' => depth += 1,
            ']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(i);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_table() {
        let table = Table {
            sheet: "Data".into(),
            area: Area {
                top: 2,
                left: 1,
                bottom: 12,
                right: 4,
            },
            header_rows: 1,
            total_rows: 1,
            columns: ["name", "q 1", "q#2", "sum"].map(String::from).into(),
        };
        for (inside, range) in [
            ("Name", Some("$B$4:$B$12")),
            ("#All", Some("$B$3:$E$13")),
            ("", Some("$B$4:$E$12")),
            ("[#Headers],[Q 1]", Some("$C$3")),
            ("#Totals", Some("$B$13:$E$13")),
            ("[#Data],[#Totals],[sum]", Some("$E$4:$E$13")),
            ("[#This Row],[Q 1]", Some("$C6")),
            ("@[Q 1]", Some("$C6")),
            ("@Name", Some("$B6")),
            ("[#This Row],[Q 1]:[Sum]", Some("$C6:$E6")),
            ("[Q 1]:[Q'#2]", Some("$C$4:$D$12")),
            ("nothing", None),
            ("[#All],[nothing]", None),
            ("[name", None),
        ] {
            assert_eq!(table.range(inside, "Data", 5).as_deref(), range, "{inside}");
        }
        assert_eq!(
            table.range("Name", "Other", 5).as_deref(),
            Some("Data!$B$4:$B$12")
        );
        assert_eq!(table.range("@Name", "Data", 2), None);
    }
}
