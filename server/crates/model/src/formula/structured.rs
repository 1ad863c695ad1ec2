//! What stands between the brackets of a reference to a table: `[Amount]`, `[@Amount]`, `[[#Headers],[Q1]:[Q4]]`.

use std::fmt::Write as _;

use crate::{axis::Axis, id::LineId, reference::TablePart, table::Table};

/// Rows and columns of a table, as a reference names them.
type Selected = (TablePart, Option<(LineId, LineId)>);

/// Length of the bracket that opens `text`, to where it closes; `None` when it does not. `'` escapes.
pub(super) fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut escaped) = (0_u32, false);
    for (i, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\'' => escaped = true,
            '[' => depth += 1,
            ']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(i + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Which rows were named so far.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a reference may name any of them together"
)]
struct Named {
    all: bool,
    data: bool,
    headers: bool,
    totals: bool,
    this_row: bool,
}

impl Named {
    /// Takes an item like `#All`; false when it is none.
    fn add(&mut self, item: &str) -> bool {
        match item.trim().to_ascii_lowercase().as_str() {
            "#all" => self.all = true,
            "#data" => self.data = true,
            "#headers" => self.headers = true,
            "#totals" => self.totals = true,
            "#this row" => self.this_row = true,
            _ => return false,
        }
        true
    }

    fn part(&self) -> Option<TablePart> {
        let several = self.all || self.data || self.headers || self.totals;
        Some(match (self.headers, self.data, self.totals) {
            _ if self.this_row => return (!several).then_some(TablePart::ThisRow),
            _ if self.all => TablePart::All,
            (false, _, false) => TablePart::Data,
            (true, false, false) => TablePart::Headers,
            (false, false, true) => TablePart::Totals,
            (true, true, false) => TablePart::HeadersAndData,
            (false, true, true) => TablePart::DataAndTotals,
            (true, true, true) => TablePart::All,
            (true, false, true) => return None,
        })
    }
}

impl Table {
    /// Rows and columns that `[Amount]`, `[[#Headers],[Amount]]` or nothing at all mean behind the table's name; `None` when
    /// it has no such part.
    pub fn part(
        &self,
        brackets: &str,
        cols: &Axis,
    ) -> Option<(TablePart, Option<(LineId, LineId)>)> {
        if brackets.is_empty() {
            return Some((TablePart::Data, None));
        }
        let end = closing(brackets).filter(|end| *end == brackets.len())?;
        parse(&brackets[1..end - 1], self, cols)
    }
}

/// Reads what stands between the outer brackets; `None` when the table has no such part.
pub(super) fn parse(inside: &str, table: &Table, cols: &Axis) -> Option<Selected> {
    let mut named = Named::default();
    let mut text = inside.trim();
    if let Some(rest) = text.strip_prefix('@') {
        named.this_row = true;
        text = rest.trim();
    }
    if !text.starts_with('[') {
        let mut columns = None;
        if !text.is_empty() && !named.add(text) {
            let col = column(text, table, cols)?;
            columns = Some((col, col));
        }
        return Some((named.part()?, columns));
    }
    let mut columns: Option<(LineId, LineId)> = None;
    let mut range = false;
    while !text.is_empty() {
        let end = closing(text)?;
        let item = &text[1..end - 1];
        if !named.add(item) {
            let col = column(item, table, cols)?;
            columns = Some(match columns {
                Some((first, _)) if range => (first, col),
                Some(_) => return None,
                None => (col, col),
            });
        }
        text = text[end..].trim_start();
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
    if let Some((first, last)) = &mut columns
        && cols.index_of(*first) > cols.index_of(*last)
    {
        std::mem::swap(first, last);
    }
    Some((named.part()?, columns))
}

fn column(text: &str, table: &Table, cols: &Axis) -> Option<LineId> {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        plain.push(if c == '\'' { chars.next()? } else { c });
    }
    table.column_named(&plain, cols)
}

/// The text of a reference to a table; `None` when a column of it is none of the table's, or no such row shows.
pub(super) fn render(
    table: &Table,
    part: TablePart,
    columns: Option<(LineId, LineId)>,
    (rows, cols): (&Axis, &Axis),
) -> Option<String> {
    table.rows(part, rows)?;
    let name = |col: LineId| table.column_name(col, cols).map(|name| escaped(&name));
    let columns = match columns {
        None => None,
        Some((first, last)) if first == last => Some((name(first)?, None)),
        Some((first, last)) => {
            // Columns may have changed places since.
            let turned = cols.index_of(first) > cols.index_of(last);
            let (first, last) = if turned { (last, first) } else { (first, last) };
            Some((name(first)?, Some(name(last)?)))
        }
    };
    let mut text = table.name.to_string();
    let items = match part {
        TablePart::All => "[#All]",
        TablePart::Data | TablePart::ThisRow => "",
        TablePart::Headers => "[#Headers]",
        TablePart::Totals => "[#Totals]",
        TablePart::HeadersAndData => "[#Headers],[#Data]",
        TablePart::DataAndTotals => "[#Data],[#Totals]",
    };
    let at = if part == TablePart::ThisRow { "@" } else { "" };
    // Writing to a string does not fail.
    let _ = match columns {
        None if part == TablePart::Data => Ok(()),
        None if at == "@" => write!(text, "[@]"),
        None if items.contains(',') => write!(text, "[{items}]"),
        None => write!(text, "{items}"),
        Some((one, None)) if items.is_empty() => {
            if at.is_empty() || one.chars().all(|c| c.is_alphanumeric() || c == '_') {
                write!(text, "[{at}{one}]")
            } else {
                write!(text, "[{at}[{one}]]")
            }
        }
        Some((one, None)) => write!(text, "[{items},[{one}]]"),
        Some((first, Some(last))) if items.is_empty() => write!(text, "[{at}[{first}]:[{last}]]"),
        Some((first, Some(last))) => write!(text, "[{items},[{first}]:[{last}]]"),
    };
    Some(text)
}

/// A column's name with `'` before what would end or divide a reference.
fn escaped(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for c in name.chars() {
        if matches!(c, '[' | ']' | '#' | '@' | '\'') {
            text.push('\'');
        }
        text.push(c);
    }
    text
}
