//! Formula text as files write it → as a person would type it.

use std::borrow::Cow;

use super::Book;

/// A formula's text and what became of it.
#[derive(Debug, PartialEq)]
pub(crate) struct Cleaned<'a> {
    pub(crate) text: Cow<'a, str>,
    /// It reads another file.
    pub(crate) external: bool,
}

/// Strips the prefixes of newer functions and puts names of linked files for their numbers.
pub(crate) fn clean<'a>(text: &'a str, book: &Book) -> Cleaned<'a> {
    let text = text.trim();
    let text = text.strip_prefix('=').unwrap_or(text);
    if !text.contains('[') && !text.contains("_xl") && !text.contains("_XL") {
        return Cleaned {
            text: Cow::Borrowed(text),
            external: false,
        };
    }
    let mut cleaner = Cleaner {
        rest: text,
        out: String::with_capacity(text.len()),
        book,
        external: false,
        open: Vec::new(),
    };
    cleaner.run();
    Cleaned {
        text: Cow::Owned(cleaner.out),
        external: cleaner.external,
    }
}

struct Cleaner<'a> {
    rest: &'a str,
    out: String,
    book: &'a Book,
    external: bool,
    /// What to write for each bracket that is still open when it closes.
    open: Vec<&'static str>,
}

impl<'a> Cleaner<'a> {
    fn run(&mut self) {
        while let Some(c) = self.rest.chars().next() {
            match c {
                '"' => self.copy(quoted(self.rest, '"')),
                '\'' => self.quoted_name(),
                '[' => self.bracket(),
                '(' => {
                    self.open.push(")");
                    self.copy(1);
                }
                ')' => {
                    let close = self.open.pop().unwrap_or(")");
                    self.out.push_str(close);
                    self.rest = &self.rest[1..];
                }
                _ if continues(c) => self.word(),
                _ => self.copy(c.len_utf8()),
            }
        }
    }

    fn copy(&mut self, length: usize) {
        let (piece, rest) = self.rest.split_at(length);
        self.out.push_str(piece);
        self.rest = rest;
    }

    fn word(&mut self) {
        let length = self.rest.find(|c| !continues(c)).unwrap_or(self.rest.len());
        let (word, after) = self.rest.split_at(length);
        // A part of a table.
        if after.starts_with('[') {
            self.copy(length + closing(after).map_or(after.len(), |end| end + 1));
            return;
        }
        let plain = unprefixed(word);
        if let Some(opened) = after.strip_prefix('(') {
            if plain.eq_ignore_ascii_case("ANCHORARRAY") && plain != word {
                self.open.push("#");
                self.rest = opened;
                return;
            }
            if plain.eq_ignore_ascii_case("SINGLE") && plain != word {
                self.out.push_str("@(");
                self.open.push(")");
                self.rest = opened;
                return;
            }
        }
        self.out.push_str(plain);
        self.rest = after;
    }

    /// `'[1]My Sheet'!A1`
    fn quoted_name(&mut self) {
        let length = quoted(self.rest, '\'');
        let inner = self.rest[..length].strip_prefix("'[");
        let found = inner.and_then(|inner| {
            let (number, tail) = inner.split_once(']')?;
            Some((self.file(number)?, tail))
        });
        match found {
            Some((file, tail)) if self.rest[length..].starts_with('!') => {
                self.external = true;
                self.out.push_str("'[");
                self.out.push_str(&file.replace('\'', "''"));
                self.out.push(']');
                self.out.push_str(tail);
                self.rest = &self.rest[length..];
            }
            _ => self.copy(length),
        }
    }

    /// `[1]Sheet!A1`, `[1]!Name`, `[0]!Name`, or a reference inside a table.
    fn bracket(&mut self) {
        let Some(end) = closing(self.rest) else {
            self.copy(self.rest.len());
            return;
        };
        let number = &self.rest[1..end];
        let after = &self.rest[end + 1..];
        let length = after.find(|c| !continues(c)).unwrap_or(after.len());
        let sheet = &after[..length];
        if !after[length..].starts_with('!') {
            self.copy(end + 1);
            return;
        }
        if number == "0" {
            // The workbook itself.
            self.rest = &after[usize::from(sheet.is_empty())..];
            return;
        }
        let Some(file) = self.file(number) else {
            self.external = true;
            self.copy(end + 1 + length);
            return;
        };
        self.external = true;
        let file = file.replace('\'', "''");
        let name = if sheet.is_empty() {
            format!("'{file}'")
        } else {
            format!("'[{file}]{sheet}'")
        };
        self.out.push_str(&name);
        self.rest = &after[length..];
    }

    fn file(&self, number: &str) -> Option<&'a str> {
        let index = number.parse::<usize>().ok()?.checked_sub(1)?;
        self.book.externals.get(index).map(String::as_str)
    }
}

/// Place of the bracket that closes the one at the start.
fn closing(text: &str) -> Option<usize> {
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

/// Without `_xlfn.` and its like.
fn unprefixed(word: &str) -> &str {
    let mut word = word;
    loop {
        let before = word;
        for prefix in ["_xlfn.", "_xlws.", "_xlpm.", "_xludf."] {
            if let Some(head) = word.get(..prefix.len())
                && head.eq_ignore_ascii_case(prefix)
            {
                word = &word[prefix.len()..];
            }
        }
        if word.len() == before.len() {
            return word;
        }
    }
}

/// Length of the quoted text at the start, quotes doubled inside; everything when it does not end.
fn quoted(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((i, c)) = chars.next() {
        if c == quote && chars.next_if(|(_, next)| *next == quote).is_none() {
            return i + 1;
        }
    }
    text.len()
}

fn continues(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '\\' | '?' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_read_as_typed() {
        let book = Book {
            externals: vec!["rates_old.xlsx".into(), "it's.xlsx".into()],
            ..Book::default()
        };
        for (from, to) in [
            ("=SUM(A1:A3)", "SUM(A1:A3)"),
            ("_xlfn.XLOOKUP(1,A:A,B:B)", "XLOOKUP(1,A:A,B:B)"),
            ("_xlfn._xlws.FILTER(A1:A9,B1:B9)", "FILTER(A1:A9,B1:B9)"),
            ("_xlfn.LET(_xlpm.x,1,_xlpm.x+1)", "LET(x,1,x+1)"),
            ("\"_xlfn.X\"&_xlfn.CONCAT(A1)", "\"_xlfn.X\"&CONCAT(A1)"),
            ("SUM(_xlfn.ANCHORARRAY(B2))", "SUM(B2#)"),
            ("_xlfn.SINGLE(A1:A3)*(2)", "@(A1:A3)*(2)"),
            ("[1]Sheet1!$A$1*2", "'[rates_old.xlsx]Sheet1'!$A$1*2"),
            ("'[1]My Sheet'!A1", "'[rates_old.xlsx]My Sheet'!A1"),
            ("[2]!Rate", "'it''s.xlsx'!Rate"),
            ("[0]!Rate+1", "Rate+1"),
            ("[9]X!A1", "[9]X!A1"),
            ("T[[#This Row],[_xlfn.a]]*2", "T[[#This Row],[_xlfn.a]]*2"),
            ("U[b]+T[", "U[b]+T["),
        ] {
            assert_eq!(clean(from, &book).text, to, "{from}");
        }
        assert!(clean("[1]S!A1", &book).external);
    }
}
