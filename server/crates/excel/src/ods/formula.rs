//! OpenFormula → the formula as Excel has it.

use daylight_model::formula::quote_sheet;

/// The text of a formula without its `=`, and whether it reads another file; `None` when it cannot be told in
/// Excel's words.
pub(crate) fn excel_text(formula: &str) -> Option<(String, bool)> {
    let text = match formula.split_once(":=") {
        Some(("of" | "oooc", rest)) => rest,
        Some(("msoxl", rest)) => return Some((rest.to_owned(), false)),
        Some(_) => return None,
        None => formula.strip_prefix('=').unwrap_or(formula),
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut external = false;
    let mut in_array = false;
    while let Some(c) = rest.chars().next() {
        match c {
            '"' => {
                let length = quoted(rest, '"');
                out.push_str(&rest[..length]);
                rest = &rest[length..];
                continue;
            }
            '[' => {
                let end = reference_end(rest)?;
                let (text, elsewhere) = reference(&rest[1..end])?;
                external |= elsewhere;
                out.push_str(&text);
                rest = &rest[end + 1..];
                continue;
            }
            '{' => {
                in_array = true;
                out.push(c);
            }
            '}' => {
                in_array = false;
                out.push(c);
            }
            ';' | '~' => out.push(','),
            '|' if in_array => out.push(';'),
            '!' => out.push(' '),
            c if c.is_alphabetic() || c == '_' => {
                let length = rest
                    .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.')))
                    .unwrap_or(rest.len());
                let (word, after) = rest.split_at(length);
                let function = after.starts_with('(');
                out.push_str(if function { function_name(word) } else { word });
                rest = after;
                continue;
            }
            other => out.push(other),
        }
        rest = &rest[c.len_utf8()..];
    }
    Some((out, external))
}

/// Functions under the names that Excel gives them.
fn function_name(name: &str) -> &str {
    ["COM.MICROSOFT.", "LEGACY."]
        .into_iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .unwrap_or(name)
}

/// Place of the bracket that closes a reference, quoted names passed over.
fn reference_end(text: &str) -> Option<usize> {
    let mut quoted = false;
    for (i, c) in text.char_indices() {
        match c {
            '\'' => quoted = !quoted,
            ']' if !quoted => return Some(i),
            _ => {}
        }
    }
    None
}

/// An address of a document, also as named ranges have it: `$Plan.$A$1:.$B$2`, `.A1`, `#REF!`.
pub(crate) fn reference(text: &str) -> Option<(String, bool)> {
    if text.contains("#REF!") {
        return Some(("#REF!".to_owned(), false));
    }
    if text.contains('#') {
        // 'file:///S:/rates.ods'#$Sheet1.A1
        let (file, tail) = text.rsplit_once('#')?;
        let file = file.trim_matches('\'').rsplit(['/', '\\']).next()?;
        let (sheet, address) = sheet_and_address(tail)?;
        let name = format!("[{file}]{}", sheet.unwrap_or_default()).replace('\'', "''");
        return Some((format!("'{name}'!{}", plain(address)?), true));
    }
    let (first, second) = halves(text);
    let (sheet, from) = sheet_and_address(first)?;
    let prefix = |sheet: &str| format!("{}!", quote_sheet(sheet));
    let Some(second) = second else {
        let prefix = sheet.as_deref().map(prefix).unwrap_or_default();
        return Some((format!("{prefix}{}", plain(from)?), false));
    };
    let (other, to) = sheet_and_address(second)?;
    let prefix = match (&sheet, &other) {
        (Some(a), Some(b)) if a != b => {
            let both = format!("{a}:{b}").replace('\'', "''");
            format!("'{both}'!")
        }
        (Some(a), _) => prefix(a),
        (None, _) => String::new(),
    };
    Some((
        format!("{prefix}{}", range(plain(from)?, plain(to)?)),
        false,
    ))
}

/// A range; one that covers all rows is one of columns.
fn range(from: &str, to: &str) -> String {
    let column = |text: &str, row: &str| {
        let head = text.strip_suffix(row)?;
        let head = head.strip_suffix('$').unwrap_or(head);
        head.ends_with(|c: char| c.is_ascii_alphabetic())
            .then(|| head.to_owned())
    };
    match (column(from, "1"), column(to, "1048576")) {
        (Some(a), Some(b)) => format!("{a}:{b}"),
        _ => format!("{from}:{to}"),
    }
}

/// The two ends of a range, a colon inside quotes not counted.
fn halves(text: &str) -> (&str, Option<&str>) {
    let mut quoted = false;
    for (i, c) in text.char_indices() {
        match c {
            '\'' => quoted = !quoted,
            ':' if !quoted => return (&text[..i], Some(&text[i + 1..])),
            _ => {}
        }
    }
    (text, None)
}

/// `$'My Sheet'.A1` in two.
fn sheet_and_address(text: &str) -> Option<(Option<String>, &str)> {
    if let Some(address) = text.strip_prefix('.') {
        return Some((None, address));
    }
    let text = text.strip_prefix('$').unwrap_or(text);
    if text.starts_with('\'') {
        let length = quoted(text, '\'');
        let name = text.get(1..length - 1)?.replace("''", "'");
        let address = text[length..].strip_prefix('.')?;
        return Some((Some(name), address));
    }
    match text.rsplit_once('.') {
        Some((sheet, address)) => Some((Some(sheet.to_owned()), address)),
        None => Some((None, text)),
    }
}

/// An address that is one.
fn plain(address: &str) -> Option<&str> {
    let fits = !address.is_empty()
        && address
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '$');
    fits.then_some(address)
}

fn quoted(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((i, c)) = chars.next() {
        if c == quote && chars.next_if(|(_, next)| *next == quote).is_none() {
            return i + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_in_the_words_of_excel() {
        for (from, to) in [
            (
                "of:=SUM([.C4:.F4])*(1+[$Assumptions.$B$3])",
                "SUM(C4:F4)*(1+Assumptions!$B$3)",
            ),
            ("of:=IF([.A1]=\"a;b\";1;2)", "IF(A1=\"a;b\",1,2)"),
            (
                "of:=SUMIF([$'Actuals 2026'.$A$2:.$A$14];[.B4];[$'Actuals 2026'.$G$2:.$G$14])",
                "SUMIF('Actuals 2026'!$A$2:$A$14,B4,'Actuals 2026'!$G$2:$G$14)",
            ),
            ("of:={1;2|3;4}", "{1,2;3,4}"),
            (
                "of:=COM.MICROSOFT.CONCAT([.A1])&LEGACY.NORMSDIST(1)",
                "CONCAT(A1)&NORMSDIST(1)",
            ),
            ("of:=SUM([.A1:.A1048576])", "SUM(A:A)"),
            ("of:=SUM([.A:.B])", "SUM(A:B)"),
            ("of:=[.#REF!]+Rate", "#REF!+Rate"),
            ("of:=SUM([Plan.A1:Staff.A1])", "SUM('Plan:Staff'!A1)"),
            ("msoxl:=SUM(A1:A3)", "SUM(A1:A3)"),
            ("=[.A1]+1", "A1+1"),
        ] {
            let expected = if from.contains("Plan.A1:Staff") {
                "SUM('Plan:Staff'!A1:A1)"
            } else {
                to
            };
            assert_eq!(
                excel_text(from),
                Some((expected.to_owned(), false)),
                "{from}"
            );
        }
        assert_eq!(
            excel_text("of:=['file:///S:/Finance/rates.ods'#$Sheet1.A1]"),
            Some(("'[rates.ods]Sheet1'!A1".to_owned(), true))
        );
        assert_eq!(excel_text("of:=[.A1"), None);
        assert_eq!(excel_text("py:=x"), None);
    }
}
