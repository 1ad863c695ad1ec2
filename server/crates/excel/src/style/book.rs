//! Styles as workbooks list them, whatever the kind of file. Words are those of xlsx.

use super::color::Named;
use crate::{
    error::{ImportError, Quantity},
    job::{Job, within},
};

/// Fonts, fills, borders, number formats and the cell formats made of them, as a workbook lists them.
#[derive(Debug, Default)]
pub(crate) struct BookStyles {
    /// Own number formats by id.
    pub(crate) numbers: rustc_hash::FxHashMap<u32, String>,
    pub(crate) fonts: Vec<Font>,
    pub(crate) fills: Vec<Fill>,
    pub(crate) borders: Vec<Border>,
    pub(crate) formats: Vec<CellFormat>,
    /// What conditional formats lay over a cell's own.
    pub(crate) differences: Vec<Difference>,
}

/// A part of a format, by places in the lists.
#[derive(Clone, Debug, Default)]
pub(crate) struct Difference {
    pub(crate) font: Option<usize>,
    pub(crate) fill: Option<usize>,
    pub(crate) border: Option<usize>,
    pub(crate) code: Option<String>,
}

#[derive(Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a font has this many switches"
)]
pub(crate) struct Font {
    pub(crate) name: Option<String>,
    pub(crate) size: Option<f64>,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) underline: bool,
    pub(crate) strike: bool,
    pub(crate) raised: bool,
    pub(crate) color: Option<Named>,
}

/// A fill.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fill {
    pub(crate) pattern: String,
    pub(crate) front: Option<Named>,
    pub(crate) back: Option<Named>,
    pub(crate) gradient: bool,
}

/// The four sides (top, right, bottom, left), each with style and colour.
#[derive(Clone, Debug, Default)]
pub(crate) struct Border {
    pub(crate) sides: [(String, Option<Named>); 4],
    pub(crate) diagonal: bool,
}

/// How a cell looks, by places in the other lists.
#[derive(Clone, Debug, Default)]
pub(crate) struct CellFormat {
    pub(crate) number: u32,
    pub(crate) font: usize,
    pub(crate) fill: usize,
    pub(crate) border: usize,
    pub(crate) horizontal: String,
    pub(crate) vertical: String,
    pub(crate) wrap: bool,
    pub(crate) indent: u32,
    pub(crate) rotated: bool,
    pub(crate) shrink: bool,
}

impl BookStyles {
    /// Fails when there is too much of anything.
    pub(crate) fn check(&self, job: &Job<'_>, part: &str) -> Result<(), ImportError> {
        let most = self
            .fonts
            .len()
            .max(self.fills.len())
            .max(self.borders.len())
            .max(self.formats.len())
            .max(self.differences.len())
            .max(self.numbers.len());
        within(most as u64, job.limits.styles, Quantity::Styles, part)
    }
}
