//! Sizes as files have them, in CSS pixels.

/// Points to pixels.
pub(crate) fn points(pt: f64) -> f64 {
    (pt * 96.0 / 72.0).round()
}

/// Width in pixels of the widest digit of a font, from how wide digits are relative to the font's size.
pub(crate) fn digit_width(font: &str, size: f64) -> f64 {
    const WIDTHS: [(&str, f64); 17] = [
        ("calibri", 0.507),
        ("carlito", 0.507),
        ("arial", 0.556),
        ("helvetica", 0.556),
        ("liberation sans", 0.556),
        ("times", 0.5),
        ("liberation serif", 0.5),
        ("courier", 0.6),
        ("consolas", 0.55),
        ("cambria", 0.554),
        ("verdana", 0.636),
        ("tahoma", 0.546),
        ("segoe ui", 0.539),
        ("georgia", 0.614),
        ("aptos narrow", 0.501),
        ("aptos", 0.561),
        ("source sans", 0.497),
    ];
    let name = font.to_lowercase();
    let share = WIDTHS
        .iter()
        .find(|(start, _)| name.starts_with(start))
        .map_or(0.53, |(_, share)| *share);
    (size * 96.0 / 72.0 * share).round().max(1.0)
}

/// A column width in characters, padding included, as xlsx stores it.
pub(crate) fn column(width: f64, digit: f64) -> f64 {
    ((256.0 * width + (128.0 / digit).trunc()) / 256.0 * digit).trunc()
}

/// The default width of columns for `chars` characters without padding.
pub(crate) fn default_column(chars: f64, digit: f64) -> f64 {
    let wide = chars * digit + 2.0 * (digit / 4.0).ceil() + 1.0;
    (wide / 8.0).ceil() * 8.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_excel() {
        let calibri = digit_width("Calibri", 11.0);
        assert!((calibri - 7.0).abs() < 1e-9);
        assert!((column(9.140_625, calibri) - 64.0).abs() < 1e-9);
        assert!((column(8.43, calibri) - 59.0).abs() < 1e-9);
        assert!((default_column(8.0, calibri) - 64.0).abs() < 1e-9);
        assert!((digit_width("Arial", 10.0) - 7.0).abs() < 1e-9);
        assert!((points(15.0) - 20.0).abs() < 1e-9);
    }
}
