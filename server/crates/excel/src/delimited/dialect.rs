//! Which delimiter and which decimal mark a text uses.

use super::records::Records;

/// How the fields of a text are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) delimiter: u8,
    /// 3,5 is three and a half.
    pub(crate) decimal_comma: bool,
    /// The first line is `sep=;`, as Excel writes it.
    pub(crate) says_separator: bool,
}

/// Records that the guess looks at.
const SAMPLE: usize = 200;

impl Dialect {
    /// Judges by the start of the text; the file's name counts when the text leaves it open.
    pub(crate) fn of(head: &str, name: &str) -> Self {
        let head = head.trim_start_matches('\u{feff}');
        let said = head
            .lines()
            .next()
            .and_then(|line| line.trim().strip_prefix("sep="))
            .and_then(|rest| rest.as_bytes().first().copied());
        let says_separator = said.is_some();
        let delimiter = said.unwrap_or_else(|| guess(head, name));
        Self {
            delimiter,
            decimal_comma: decimal_comma(head, delimiter),
            says_separator,
        }
    }
}

fn guess(head: &str, name: &str) -> u8 {
    let tsv = name
        .rsplit('.')
        .next()
        .is_some_and(|e| e.eq_ignore_ascii_case("tsv") || e.eq_ignore_ascii_case("tab"));
    let order: [u8; 4] = if tsv {
        [b'\t', b';', b',', b'|']
    } else {
        [b',', b'\t', b';', b'|']
    };
    let mut best = (order[0], 0.0);
    for delimiter in order {
        let score = score(head, delimiter);
        if score > best.1 + 1e-9 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// How well a delimiter explains the text: the share of records that have the commonest number of fields,
/// a little more for more fields; 0 when most records have only one.
fn score(head: &str, delimiter: u8) -> f64 {
    let counts = field_counts(head, delimiter);
    if counts.is_empty() {
        return 0.0;
    }
    let mut sorted = counts.clone();
    sorted.sort_unstable();
    let commonest = sorted
        .chunk_by(|a, b| a == b)
        .max_by_key(|same| (same.len(), same[0]))
        .map_or((0, 0), |same| (same.len(), same[0]));
    if commonest.1 < 2 {
        // Few records with more fields: better than nothing.
        let more = counts.iter().filter(|n| **n > 1).count();
        return 0.1 * more as f64 / counts.len() as f64;
    }
    let share = commonest.0 as f64 / counts.len() as f64;
    share + (commonest.1.min(50) as f64) * 0.002
}

fn field_counts(head: &str, delimiter: u8) -> Vec<usize> {
    let mut counts = Vec::new();
    let mut records = Records::new(head.as_bytes(), delimiter);
    while counts.len() < SAMPLE {
        let mut fields = 0;
        match records.next(|_| {
            fields += 1;
            Ok(())
        }) {
            Ok(true) if fields > 0 => counts.push(fields),
            Ok(true) => {}
            _ => break,
        }
    }
    // The last record is probably cut by the end of the sample.
    if counts.len() > 2 {
        counts.pop();
    }
    counts
}

/// Whether numbers have a decimal comma: some do, none has a decimal point.
fn decimal_comma(head: &str, delimiter: u8) -> bool {
    if delimiter == b',' {
        return false;
    }
    let (mut commas, mut points, mut seen) = (0, 0, 0);
    let mut records = Records::new(head.as_bytes(), delimiter);
    while seen < SAMPLE {
        seen += 1;
        let more = records.next(|field| {
            let field = field.trim().trim_start_matches('-');
            let (mark, tail) = match field.rfind([',', '.']) {
                Some(at) => (field.as_bytes()[at], &field[at + 1..]),
                None => return Ok(()),
            };
            let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
            let head = &field[..field.len() - tail.len() - 1];
            let grouped = |other: char| head.split(other).all(digits);
            if digits(tail) && mark == b',' && (tail.len() != 3 || head.contains('.')) {
                commas += i32::from(grouped('.'));
            } else if digits(tail) && mark == b'.' && (tail.len() != 3 || head.contains(',')) {
                points += i32::from(grouped(','));
            }
            Ok(())
        });
        if !matches!(more, Ok(true)) {
            break;
        }
    }
    commas > 0 && points == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters() {
        for (text, name, delimiter, comma) in [
            ("a,b,c\n1,2,3\n4,5,6\n", "x.csv", b',', false),
            ("a;b\n1,5;2\n3,25;4\n", "x.csv", b';', true),
            ("a;b\n1.5;2\n3.25;4\n", "x.csv", b';', false),
            ("a\tb\n1,2,3\t2\n3\t4\n", "x.csv", b'\t', false),
            ("a|b\n1|2\n", "x.txt", b'|', false),
            ("name, first\nx, y\n", "x.tsv", b',', false),
            ("one\ntwo\n", "x.csv", b',', false),
            ("one\ntwo\n", "x.tsv", b'\t', false),
            ("\"a;b\",c\n\"d;e\",f\n", "x.csv", b',', false),
        ] {
            let dialect = Dialect::of(text, name);
            assert_eq!(dialect.delimiter, delimiter, "{text:?}");
            assert_eq!(dialect.decimal_comma, comma, "{text:?}");
            assert!(!dialect.says_separator);
        }
        let said = Dialect::of("sep=;\na,b;c\n", "x.csv");
        assert_eq!((said.delimiter, said.says_separator), (b';', true));
    }
}
