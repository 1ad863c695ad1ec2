//! Numbers as people type them: separators, percent, currency, exponents, fractions, brackets.

/// A number and the format its text suggests.
type Read = (f64, Option<&'static str>);

/// Currency signs with their formats: before the number without and with decimals, behind it likewise.
const CURRENCIES: [(&str, [&str; 4]); 4] = [
    (
        "$",
        ["$#,##0", "$#,##0.00", "#,##0 \"$\"", "#,##0.00 \"$\""],
    ),
    (
        "€",
        [
            "\"€\"#,##0",
            "\"€\"#,##0.00",
            "#,##0 \"€\"",
            "#,##0.00 \"€\"",
        ],
    ),
    (
        "£",
        [
            "\"£\"#,##0",
            "\"£\"#,##0.00",
            "#,##0 \"£\"",
            "#,##0.00 \"£\"",
        ],
    ),
    (
        "¥",
        [
            "\"¥\"#,##0",
            "\"¥\"#,##0.00",
            "#,##0 \"¥\"",
            "#,##0.00 \"¥\"",
        ],
    ),
];

/// Reads a number; `None` when the text is none.
pub(super) fn read(text: &str) -> Option<Read> {
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        let (n, format) = unsigned(inner.trim())?;
        return finite(-n, format);
    }
    let (negative, rest) = sign(text);
    let (n, format) = unsigned(rest)?;
    finite(if negative { -n } else { n }, format)
}

fn finite(n: f64, format: Option<&'static str>) -> Option<Read> {
    // Typing -0 gives 0.
    n.is_finite().then_some((n + 0.0, format))
}

fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn unsigned(text: &str) -> Option<Read> {
    if let Some(percent) = text.strip_suffix('%') {
        let plain = decimal(percent.trim_end())?;
        let format = if plain.decimals { "0.00%" } else { "0%" };
        return Some((plain.number / 100.0, Some(format)));
    }
    for (sign, formats) in CURRENCIES {
        if let Some(rest) = text.strip_prefix(sign) {
            let (negative, rest) = self::sign(rest.trim_start());
            let plain = decimal(rest)?;
            let number = if negative {
                -plain.number
            } else {
                plain.number
            };
            return Some((number, Some(formats[usize::from(plain.decimals)])));
        }
        if let Some(rest) = text.strip_suffix(sign) {
            let plain = decimal(rest.trim_end())?;
            return Some((plain.number, Some(formats[2 + usize::from(plain.decimals)])));
        }
    }
    if let Some(fraction) = fraction(text) {
        return Some(fraction);
    }
    let plain = decimal(text)?;
    let format = match plain {
        Decimal { exponent: true, .. } => Some("0.00E+00"),
        Decimal {
            grouped: true,
            decimals: true,
            ..
        } => Some("#,##0.00"),
        Decimal { grouped: true, .. } => Some("#,##0"),
        Decimal { .. } => None,
    };
    Some((plain.number, format))
}

struct Decimal {
    number: f64,
    grouped: bool,
    decimals: bool,
    exponent: bool,
}

/// `1234`, `1,234.5`, `.5`, `5.`, `1.5e-3`.
fn decimal(text: &str) -> Option<Decimal> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let grouped = whole.contains(',');
    if grouped {
        let mut groups = whole.split(',');
        let first = groups.next()?;
        let fits = (1..=3).contains(&first.len()) && digits(first);
        if !fits || !groups.all(|g| g.len() == 3 && digits(g)) {
            return None;
        }
    } else if !digits(whole) {
        return None;
    }
    if !digits(part) || (whole.is_empty() && part.is_empty()) {
        return None;
    }
    let mut plain = whole.replace(',', "");
    if plain.is_empty() {
        plain.push('0');
    }
    if !part.is_empty() {
        plain.push('.');
        plain.push_str(part);
    }
    if let Some(exponent) = exponent {
        let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if unsigned.is_empty() || unsigned.len() > 4 || !digits(unsigned) {
            return None;
        }
        plain.push('e');
        plain.push_str(exponent.strip_prefix('+').unwrap_or(exponent));
    }
    Some(Decimal {
        number: plain.parse().ok()?,
        grouped,
        decimals: !part.is_empty(),
        exponent: exponent.is_some(),
    })
}

/// `1 1/2`: a whole number, a blank, and a fraction.
fn fraction(text: &str) -> Option<Read> {
    let (whole, rest) = text.split_once(' ')?;
    let (above, below) = rest.split_once('/')?;
    let short = |s: &str, most: usize| {
        let fits = (1..=most).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| s.parse::<u32>().ok()).flatten()
    };
    let (whole, above, below) = (short(whole, 9)?, short(above, 3)?, short(below, 3)?);
    if below == 0 {
        return None;
    }
    let format = if below < 10 { "# ?/?" } else { "# ??/??" };
    Some((
        f64::from(whole) + f64::from(above) / f64::from(below),
        Some(format),
    ))
}
