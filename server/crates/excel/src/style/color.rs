//! Colours of a workbook: themes with tint, the indexed palette, and plain ones.

/// Red, green, blue.
pub(crate) type Rgb = [u8; 3];

/// `#rrggbb`
pub(crate) fn hex(rgb: Rgb) -> String {
    format!("#{:02x}{:02x}{:02x}", rgb[0], rgb[1], rgb[2])
}

/// `RRGGBB` or `AARRGGBB`, with or without `#`.
pub(crate) fn parse(text: &str) -> Option<Rgb> {
    let digits = text.trim().trim_start_matches('#');
    let digits = match digits.len() {
        6 => digits,
        8 => digits.get(2..)?,
        _ => return None,
    };
    let n = u32::from_str_radix(digits, 16).ok()?;
    let [_, r, g, b] = n.to_be_bytes();
    Some([r, g, b])
}

/// Where colours of a workbook come from.
#[derive(Clone, Debug)]
pub(crate) struct Palette {
    /// In the order of the `theme` attribute: light 1, dark 1, light 2, dark 2, accents 1 to 6, links.
    pub(crate) theme: [Rgb; 12],
    indexed: Vec<Rgb>,
}

/// A colour as a workbook names it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Named {
    /// The reader's own choice of ink or paper.
    Auto,
    Rgb(Rgb),
    Theme(usize, f64),
    Indexed(usize),
}

impl Default for Palette {
    fn default() -> Self {
        Self {
            theme: [
                [0xff, 0xff, 0xff],
                [0x00, 0x00, 0x00],
                [0xee, 0xec, 0xe1],
                [0x1f, 0x49, 0x7d],
                [0x4f, 0x81, 0xbd],
                [0xc0, 0x50, 0x4d],
                [0x9b, 0xbb, 0x59],
                [0x80, 0x64, 0xa2],
                [0x4b, 0xac, 0xc6],
                [0xf7, 0x96, 0x46],
                [0x00, 0x00, 0xff],
                [0x80, 0x00, 0x80],
            ],
            indexed: INDEXED.iter().filter_map(|c| parse(c)).collect(),
        }
    }
}

impl Palette {
    /// Replaces colours of the indexed palette from the start on.
    pub(crate) fn set_indexed(&mut self, at: usize, rgb: Rgb) {
        if let Some(place) = self.indexed.get_mut(at) {
            *place = rgb;
        }
    }

    /// The colour; `None` for the automatic one.
    pub(crate) fn resolve(&self, named: Named) -> Option<Rgb> {
        match named {
            Named::Auto => None,
            Named::Rgb(rgb) => Some(rgb),
            Named::Theme(index, tint) => self.theme.get(index).map(|&rgb| tinted(rgb, tint)),
            Named::Indexed(index) => self.indexed.get(index).copied(),
        }
    }

    /// As ink: the theme's dark 1 without tint is what text has anyway, so it counts as automatic.
    pub(crate) fn ink(&self, named: Named) -> Option<Rgb> {
        match named {
            Named::Theme(1, tint) if tint == 0.0 && self.theme[1] == [0, 0, 0] => None,
            other => self.resolve(other),
        }
    }
}

/// Lighter (tint above 0) or darker, by luminance.
fn tinted(rgb: Rgb, tint: f64) -> Rgb {
    if tint == 0.0 || !tint.is_finite() {
        return rgb;
    }
    let tint = tint.clamp(-1.0, 1.0);
    let (hue, saturation, luminance) = to_hsl(rgb);
    let luminance = if tint < 0.0 {
        luminance * (1.0 + tint)
    } else {
        luminance * (1.0 - tint) + tint
    };
    to_rgb(hue, saturation, luminance)
}

fn to_hsl(rgb: Rgb) -> (f64, f64, f64) {
    let [r, g, b] = rgb.map(|c| f64::from(c) / 255.0);
    let (max, min) = (r.max(g).max(b), r.min(g).min(b));
    let luminance = f64::midpoint(max, min);
    let spread = max - min;
    if spread == 0.0 {
        return (0.0, 0.0, luminance);
    }
    let saturation = if luminance > 0.5 {
        spread / (2.0 - max - min)
    } else {
        spread / (max + min)
    };
    let hue = if r >= g && r >= b {
        ((g - b) / spread).rem_euclid(6.0)
    } else if g >= b {
        (b - r) / spread + 2.0
    } else {
        (r - g) / spread + 4.0
    };
    (hue / 6.0, saturation, luminance)
}

fn to_rgb(hue: f64, saturation: f64, luminance: f64) -> Rgb {
    let high = if luminance < 0.5 {
        luminance * (1.0 + saturation)
    } else {
        luminance + saturation - luminance * saturation
    };
    let low = 2.0 * luminance - high;
    let channel = |t: f64| {
        let t = t.rem_euclid(1.0);
        let c = if t < 1.0 / 6.0 {
            low + (high - low) * 6.0 * t
        } else if t < 0.5 {
            high
        } else if t < 2.0 / 3.0 {
            low + (high - low) * (2.0 / 3.0 - t) * 6.0
        } else {
            low
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to a byte"
        )]
        let byte = (c * 255.0).round().clamp(0.0, 255.0) as u8;
        byte
    };
    [
        channel(hue + 1.0 / 3.0),
        channel(hue),
        channel(hue - 1.0 / 3.0),
    ]
}

/// The part of `b` mixed into `a`.
pub(crate) fn mix(a: Rgb, b: Rgb, share: f64) -> Rgb {
    let channel = |i: usize| {
        let value = f64::from(a[i]) * (1.0 - share) + f64::from(b[i]) * share;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between two bytes"
        )]
        let byte = value.round() as u8;
        byte
    };
    [channel(0), channel(1), channel(2)]
}

/// The palette of a workbook that brings none. The first eight stand twice.
const INDEXED: [&str; 64] = [
    "000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF", "000000",
    "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF", "800000", "008000",
    "000080", "808000", "800080", "008080", "C0C0C0", "808080", "9999FF", "993366", "FFFFCC",
    "CCFFFF", "660066", "FF8080", "0066CC", "CCCCFF", "000080", "FF00FF", "FFFF00", "00FFFF",
    "800080", "800000", "008080", "0000FF", "00CCFF", "CCFFFF", "CCFFCC", "FFFF99", "99CCFF",
    "FF99CC", "CC99FF", "FFCC99", "3366FF", "33CCCC", "99CC00", "FFCC00", "FF9900", "FF6600",
    "666699", "969696", "003366", "339966", "003300", "333300", "993300", "993366", "333399",
    "333333",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tints_follow_luminance() {
        // As Excel shows "Blue, Accent 1" of the 2007 theme lighter 80 %, lighter 40 %, darker 25 %.
        let accent = [0x4f, 0x81, 0xbd];
        assert_eq!(hex(tinted(accent, 0.799_981_688_894_314_4)), "#dce6f2");
        assert_eq!(hex(tinted(accent, 0.399_975_585_192_419_2)), "#95b3d7");
        assert_eq!(hex(tinted(accent, -0.249_977_111_117_893)), "#376092");
        assert_eq!(hex(tinted([255, 255, 255], -0.5)), "#808080");
        assert_eq!(hex(tinted([0, 0, 0], 0.5)), "#808080");
    }

    #[test]
    fn colours_resolve() {
        let mut palette = Palette::default();
        assert_eq!(palette.resolve(Named::Indexed(10)), Some([255, 0, 0]));
        palette.set_indexed(10, [1, 2, 3]);
        assert_eq!(palette.resolve(Named::Indexed(10)), Some([1, 2, 3]));
        assert_eq!(palette.resolve(Named::Indexed(64)), None);
        assert_eq!(palette.ink(Named::Theme(1, 0.0)), None);
        assert_eq!(palette.resolve(Named::Theme(0, 0.0)), Some([255, 255, 255]));
        assert_eq!(parse("FF102030"), Some([16, 32, 48]));
        assert_eq!(parse("xyz"), None);
        assert_eq!(mix([0, 0, 0], [255, 255, 255], 0.5), [128, 128, 128]);
    }
}
