//! Formulas of binary files, which are stored as tokens, → text.
//!
//! Only tokens whose meaning is certain are turned into text; a formula with any other one is refused as a whole, so
//! that its value is kept and no wrong formula is made up.

use std::fmt::Write as _;

use daylight_model::{ErrorCode, formula::quote_sheet};

mod bytes;
mod functions;
mod references;

pub(crate) use bytes::{Bytes, rk, utf16};

/// The width of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Excel 97 to 2003.
    Xls,
    /// Excel binary workbooks.
    Xlsb,
}

/// What tokens can name.
#[expect(
    clippy::struct_field_names,
    reason = "names are among what tokens can name"
)]
pub(crate) struct Names<'a> {
    pub(crate) layout: Layout,
    /// By number of the reference: what stands before the `!`.
    pub(crate) sheets: &'a [SheetRef],
    /// Defined names, in order, as they are named from anywhere.
    pub(crate) names: &'a [String],
}

/// A defined name as it is named from anywhere: with its sheet, if it belongs to one.
pub(crate) fn name_text(name: &str, sheet: Option<&str>) -> String {
    match sheet {
        Some(sheet) => format!("{}!{name}", quote_sheet(sheet)),
        None => name.to_owned(),
    }
}

/// What a reference to other sheets names.
#[derive(Clone, Debug, Default)]
pub(crate) struct SheetRef {
    /// Text before the `!`, quoted where it must be; `None`: the sheet is gone.
    pub(crate) prefix: Option<String>,
    /// Names inside of another file or add-in, in order.
    pub(crate) names: Vec<String>,
    /// The names are functions of an add-in.
    pub(crate) add_in: bool,
    /// It is another file.
    pub(crate) external: bool,
}

impl SheetRef {
    /// Sheets of the workbook itself, from the first to the last.
    pub(crate) fn own(first: &str, last: &str) -> Self {
        let prefix = if first == last {
            quote_sheet(first)
        } else {
            let (a, b) = (quote_sheet(first), quote_sheet(last));
            if a == first && b == last {
                format!("{first}:{last}")
            } else {
                format!(
                    "'{}:{}'",
                    first.replace('\'', "''"),
                    last.replace('\'', "''")
                )
            }
        };
        Self {
            prefix: Some(prefix),
            ..Self::default()
        }
    }

    /// Sheets of another file.
    pub(crate) fn foreign(file: &str, sheet: &str, names: Vec<String>) -> Self {
        let text = if sheet.is_empty() {
            file.to_owned()
        } else {
            format!("[{file}]{sheet}")
        };
        let text = text.replace('\'', "''");
        Self {
            prefix: Some(format!("'{text}'")),
            names,
            add_in: false,
            external: true,
        }
    }
}

/// A formula as text, or where it stands.
#[derive(Debug, PartialEq)]
pub(crate) enum Decoded {
    Text {
        text: String,
        /// It reads another file.
        external: bool,
    },
    /// The cell has part in a shared, array or table formula that begins at this row (and column).
    PartOf(u32, Option<u32>),
    /// There is a token without a certain meaning.
    Unknown,
}

/// Turns tokens into text. `at` is the cell from which relative positions of shared formulas count.
pub(crate) fn decode(tokens: &[u8], extra: &[u8], at: (u32, u32), names: &Names<'_>) -> Decoded {
    let mut tokens = Bytes(tokens);
    if tokens.0.first() == Some(&0x01) {
        return part_of(tokens, extra, names.layout).unwrap_or(Decoded::Unknown);
    }
    let mut decoder = Decoder {
        names,
        at,
        extra: Bytes(extra),
        stack: Vec::new(),
        external: false,
        size: 0,
    };
    while !tokens.is_empty() {
        if decoder.token(&mut tokens).is_none() || decoder.size > MOST {
            return Decoded::Unknown;
        }
    }
    let external = decoder.external;
    match decoder.stack.pop() {
        Some(text) if decoder.stack.is_empty() => Decoded::Text { text, external },
        _ => Decoded::Unknown,
    }
}

/// Bytes of text that are moved about at most, a bound against tokens that double it.
const MOST: usize = 1 << 22;

fn part_of(mut tokens: Bytes<'_>, extra: &[u8], layout: Layout) -> Option<Decoded> {
    tokens.u8()?;
    Some(match layout {
        Layout::Xls => {
            let row = tokens.u16()?;
            Decoded::PartOf(row.into(), tokens.u16().map(u32::from))
        }
        Layout::Xlsb => Decoded::PartOf(tokens.u32()?, Bytes(extra).u32()),
    })
}

struct Decoder<'a> {
    names: &'a Names<'a>,
    at: (u32, u32),
    extra: Bytes<'a>,
    stack: Vec<String>,
    external: bool,
    size: usize,
}

impl Decoder<'_> {
    #[expect(
        clippy::unnecessary_wraps,
        reason = "ends most of the readers, which may fail"
    )]
    fn push(&mut self, text: String) -> Option<()> {
        self.size += text.len();
        self.stack.push(text);
        Some(())
    }

    fn token(&mut self, t: &mut Bytes<'_>) -> Option<()> {
        let token = t.u8()?;
        // References and functions come in three classes, which make no difference to their text.
        let base = if token >= 0x40 {
            token & 0x1f | 0x20
        } else {
            token
        };
        match base {
            0x03..=0x11 => self.binary(base),
            0x12 => self.prefix("+"),
            0x13 => self.prefix("-"),
            0x14 => self.wrap("", "%"),
            0x15 => self.wrap("(", ")"),
            0x16 => self.push(String::new()),
            0x17 => {
                let text = string(t, self.names.layout)?;
                self.push(format!("\"{}\"", text.replace('"', "\"\"")))
            }
            0x19 => self.attribute(t),
            0x1c => {
                let code = error_code(t.u8()?)?;
                self.push(code.as_str().to_owned())
            }
            0x1d => {
                let text = if t.u8()? == 0 { "FALSE" } else { "TRUE" };
                self.push(text.to_owned())
            }
            0x1e => {
                let n = t.u16()?;
                self.push(n.to_string())
            }
            0x1f => {
                let n = t.f64().filter(|n| n.is_finite())?;
                self.push(number(n))
            }
            0x20 => self.array(t),
            0x21 => {
                let function = t.u16()?;
                let arguments = functions::arguments(function)?;
                self.call(function, arguments.into())
            }
            0x22 => {
                let arguments = t.u8()? & 0x7f;
                let function = t.u16()?;
                self.call(function, arguments.into())
            }
            0x23 => {
                let place = self.name_place(t)?;
                let name = self.names.names.get(place)?.clone();
                self.push(name)
            }
            0x24..=0x2d => self.reference(base, t),
            0x39 => self.foreign_name(t),
            0x3a..=0x3d => self.sheet_reference(base, t),
            _ => None,
        }
    }

    fn binary(&mut self, token: u8) -> Option<()> {
        const OPERATORS: [&str; 15] = [
            "+", "-", "*", "/", "^", "&", "<", "<=", "=", ">=", ">", "<>", " ", ",", ":",
        ];
        let operator = OPERATORS.get(usize::from(token - 0x03))?;
        let right = self.stack.pop()?;
        let left = self.stack.pop()?;
        self.push(format!("{left}{operator}{right}"))
    }

    fn prefix(&mut self, sign: &str) -> Option<()> {
        self.wrap(sign, "")
    }

    fn wrap(&mut self, before: &str, after: &str) -> Option<()> {
        let inner = self.stack.pop()?;
        self.push(format!("{before}{inner}{after}"))
    }

    /// Hints for the calculation and spaces, but also the sum of one range.
    fn attribute(&mut self, t: &mut Bytes<'_>) -> Option<()> {
        match t.u8()? {
            0x04 => {
                let jumps = usize::from(t.u16()?) + 1;
                t.take(jumps * 2)?;
                Some(())
            }
            0x10 => {
                t.take(2)?;
                self.wrap("SUM(", ")")
            }
            0x00..=0x03 | 0x08 | 0x20 | 0x21 | 0x40 | 0x41 | 0x80 => {
                t.take(2)?;
                Some(())
            }
            _ => None,
        }
    }

    fn call(&mut self, function: u16, arguments: usize) -> Option<()> {
        let from = self.stack.len().checked_sub(arguments)?;
        let mut texts = self.stack.split_off(from).into_iter();
        let name = if function == functions::BY_NAME {
            texts.next().filter(|name| !name.is_empty())?
        } else {
            functions::name(function)?.to_owned()
        };
        let inside: Vec<String> = texts.collect();
        self.push(format!("{name}({})", inside.join(",")))
    }

    fn name_place(&self, t: &mut Bytes<'_>) -> Option<usize> {
        let number = t.u32()?;
        // The older layout has two bytes, and two that mean nothing.
        let number = match self.names.layout {
            Layout::Xls => number & 0xffff,
            Layout::Xlsb => number,
        };
        usize::try_from(number).ok()?.checked_sub(1)
    }

    fn foreign_name(&mut self, t: &mut Bytes<'_>) -> Option<()> {
        let sheet = usize::from(t.u16()?);
        let place = self.name_place(t)?;
        let found = self.names.sheets.get(sheet)?;
        if found.add_in || found.external {
            let name = found.names.get(place)?;
            let text = match &found.prefix {
                Some(prefix) if found.external => format!("{prefix}!{name}"),
                _ => name.clone(),
            };
            self.external |= found.external;
            return self.push(text);
        }
        let name = self.names.names.get(place)?.clone();
        self.push(name)
    }

    /// An array constant; its values stand behind the tokens.
    fn array(&mut self, t: &mut Bytes<'_>) -> Option<()> {
        if self.names.layout == Layout::Xlsb {
            return None;
        }
        t.take(7)?;
        let cols = usize::from(self.extra.u8()?) + 1;
        let rows = usize::from(self.extra.u16()?) + 1;
        let mut text = "{".to_owned();
        for row in 0..rows {
            for col in 0..cols {
                let separator = match (row, col) {
                    (0, 0) => "",
                    (_, 0) => ";",
                    _ => ",",
                };
                text.push_str(separator);
                self.array_value(&mut text)?;
            }
            if text.len() > MOST {
                return None;
            }
        }
        text.push('}');
        self.push(text)
    }

    fn array_value(&mut self, text: &mut String) -> Option<()> {
        match self.extra.u8()? {
            0x00 => {
                self.extra.take(8)?;
            }
            0x01 => text.push_str(&number(self.extra.f64().filter(|n| n.is_finite())?)),
            0x02 => {
                let units = usize::from(self.extra.u16()?);
                let value = xls_string(&mut self.extra, units)?;
                write!(text, "\"{}\"", value.replace('"', "\"\"")).ok()?;
            }
            0x04 => {
                let value = self.extra.u8()?;
                self.extra.take(7)?;
                text.push_str(if value == 0 { "FALSE" } else { "TRUE" });
            }
            0x10 => {
                let code = error_code(self.extra.u8()?)?;
                self.extra.take(7)?;
                text.push_str(code.as_str());
            }
            _ => return None,
        }
        Some(())
    }
}

fn string(t: &mut Bytes<'_>, layout: Layout) -> Option<String> {
    match layout {
        Layout::Xls => {
            let units = usize::from(t.u8()?);
            xls_string(t, units)
        }
        Layout::Xlsb => {
            let units = usize::from(t.u16()?);
            t.utf16(units)
        }
    }
}

/// Text of Excel 97: a byte that says how wide the characters are, then the characters.
pub(crate) fn xls_string(t: &mut Bytes<'_>, units: usize) -> Option<String> {
    if t.u8()? & 1 == 0 {
        // The low bytes of UTF-16.
        Some(t.take(units)?.iter().map(|b| char::from(*b)).collect())
    } else {
        t.utf16(units)
    }
}

/// An error value by its number.
pub(crate) fn error_code(number: u8) -> Option<ErrorCode> {
    Some(match number {
        0x00 => ErrorCode::Null,
        0x07 => ErrorCode::Div0,
        0x0f => ErrorCode::Value,
        0x17 => ErrorCode::Ref,
        0x1d => ErrorCode::Name,
        0x24 => ErrorCode::Num,
        0x2a => ErrorCode::Na,
        _ => return None,
    })
}

fn number(n: f64) -> String {
    if n != 0.0 && !(1e-9..1e15).contains(&n.abs()) {
        return format!("{n:E}");
    }
    n.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(layout: Layout, tokens: &[u8]) -> Option<String> {
        let sheets = [
            SheetRef::own("Plan", "Plan"),
            SheetRef::own("Actuals 2026", "Actuals 2026"),
            SheetRef::foreign("rates.xls", "Sheet1", vec!["Rate".into()]),
        ];
        let names = Names {
            layout,
            sheets: &sheets,
            names: &["Indexation".to_owned()],
        };
        match decode(tokens, &[], (4, 2), &names) {
            Decoded::Text { text, .. } => Some(text),
            _ => None,
        }
    }

    #[test]
    fn tokens_of_excel_97() {
        for (tokens, formula) in [
            // A1 + $B$2 * C$3
            (
                &[
                    0x24, 0, 0, 0, 0xc0, 0x44, 1, 0, 1, 0, 0x44, 2, 0, 2, 0x40, 0x05, 0x03,
                ][..],
                "A1+$B$2*C$3",
            ),
            (
                &[0x25, 0, 0, 2, 0, 0, 0xc0, 0, 0xc0, 0x19, 0x10, 0, 0],
                "SUM(A1:A3)",
            ),
            (&[0x3a, 1, 0, 4, 0, 3, 0x40], "'Actuals 2026'!D$5"),
            (&[0x23, 1, 0, 0, 0, 0x1e, 2, 0, 0x05], "Indexation*2"),
            (
                &[0x17, 2, 0, b'a', b'"', 0x1d, 1, 0x1c, 0x2a, 0x42, 3, 1, 0],
                "IF(\"a\"\"\",TRUE,#N/A)",
            ),
            (&[0x2c, 0xff, 0xff, 0xff, 0xc0], "B4"),
            (&[0x25, 0, 0, 0xff, 0xff, 1, 0x40, 2, 0x40], "B:C"),
            (&[0x1f, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0x14], "1.5%"),
            (&[0x1e, 5, 0, 0x13, 0x15], "(-5)"),
            (&[0x41, 24, 0, 0, 0], ""),
            (&[0x39, 2, 0, 1, 0, 0, 0], "'[rates.xls]Sheet1'!Rate"),
        ] {
            let expected = Some(formula.to_owned()).filter(|f| !f.is_empty());
            assert_eq!(text(Layout::Xls, tokens), expected);
        }
    }

    #[test]
    fn tokens_of_binary_workbooks() {
        for (tokens, formula) in [
            (
                &[0x24, 0, 0, 0, 0, 0, 0xc0, 0x17, 1, 0, 0xe4, 0, 0x08][..],
                "A1&\"ä\"",
            ),
            (
                &[0x3b, 1, 0, 0, 0, 0, 0, 9, 0, 0, 0, 1, 0xc0, 2, 0],
                "'Actuals 2026'!B1:$C$10",
            ),
            (&[0x2c, 0xff, 0xff, 0x0f, 0, 0xff, 0xff], "B4"),
        ] {
            assert_eq!(text(Layout::Xlsb, tokens).as_deref(), Some(formula));
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for tokens in [
            &[][..],
            &[0x03],
            &[0x24, 0],
            &[0x42, 9, 4, 0],
            &[0x1e, 1, 0, 0x1e, 2, 0],
            &[0x23, 9, 0, 0, 0],
            &[0x3a, 9, 0, 0, 0, 0, 0],
            &[0x18, 1],
            &[0xff],
            &[0x20],
        ] {
            assert_eq!(text(Layout::Xls, tokens), None, "{tokens:?}");
            assert_eq!(text(Layout::Xlsb, tokens), None, "{tokens:?}");
        }
    }
}
