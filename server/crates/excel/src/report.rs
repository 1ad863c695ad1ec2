//! What came over from the file and what did not, for the person who imported it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::grouped;

/// The kinds of file that can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// Excel workbook, with or without macros.
    Xlsx,
    /// Excel 97 to 2003.
    Xls,
    /// Excel binary workbook.
    Xlsb,
    /// OpenDocument.
    Ods,
    /// Separated by commas, semicolons or bars.
    Csv,
    /// Separated by tabs.
    Tsv,
}

/// The import report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What the file was.
    pub kind: FileKind,
    /// Non-empty cells in all sheets.
    pub cells: u64,
    /// Of those, formulas.
    pub formulas: u64,
    /// Defined names taken over.
    pub names: u64,
    /// Different cell formats in use.
    pub styles: u64,
    /// Sentence about what was kept as it was.
    pub kept: String,
    /// The sheets, in order.
    pub sheets: Vec<SheetReport>,
    /// What the whole workbook lost or does differently now.
    pub notes: Vec<Note>,
}

/// One sheet of the report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetReport {
    /// Its id in the document.
    pub id: String,
    /// Its name.
    pub name: String,
    /// One past the last used row.
    pub rows: u32,
    /// One past the last used column.
    pub cols: u32,
    /// Non-empty cells.
    pub cells: u64,
    /// Of those, formulas.
    pub formulas: u64,
    /// Merged areas.
    pub merges: u64,
    /// What was lost or works differently.
    pub notes: Vec<Note>,
}

/// One thing that is not as it was in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What it is.
    pub what: Loss,
    /// Whether it is gone or different.
    pub group: Group,
    /// How many of them.
    pub count: u64,
    /// Address or name of the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// A sentence.
    pub text: String,
}

/// The headings of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// It is there and works differently.
    WorksDifferently,
    /// It was not carried over.
    NotCarriedOver,
}

macro_rules! losses {
    ($($(#[$doc:meta])* $name:ident $group:ident $one:literal $many:literal $rest:literal;)*) => {
        /// What an import may not keep.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Loss { $($(#[$doc])* $name,)* }

        impl Loss {
            const fn group(self) -> Group {
                match self { $(Self::$name => Group::$group,)* }
            }

            fn text(self, count: u64) -> String {
                let (one, many, rest) = match self { $(Self::$name => ($one, $many, $rest),)* };
                let what = if count == 1 { one.to_owned() } else { format!("{} {many}", grouped(count)) };
                format!("{what}. {rest}").trim_end().to_owned()
            }
        }
    };
}

losses! {
    /// Charts in a sheet.
    Charts NotCarriedOver "A chart" "charts" "The cells it shows are here.";
    /// Pictures.
    Pictures NotCarriedOver "A picture" "pictures" "";
    /// Shapes, text boxes, diagrams.
    Shapes NotCarriedOver "A shape or text box" "shapes or text boxes" "";
    /// Form controls and embedded objects.
    Controls NotCarriedOver "A button, form control or embedded object" "buttons, form controls or embedded objects" "";
    /// Notes and comments.
    Comments NotCarriedOver "A cell comment" "cell comments" "";
    /// Data validation rules.
    Validations NotCarriedOver "A rule for input (drop-down list or check)" "rules for input (drop-down lists or checks)" "The values entered so far are here.";
    /// Conditional formats.
    ConditionalFormats NotCarriedOver "A conditional format" "conditional formats" "Cells show their own format.";
    /// Pivot tables.
    PivotTables NotCarriedOver "A pivot table" "pivot tables" "The cells are kept as plain values.";
    /// VBA.
    Macros NotCarriedOver "Macros" "macro projects" "Macros never run here.";
    /// Old macro sheets and dialog sheets.
    MacroSheets NotCarriedOver "A macro or dialog sheet" "macro or dialog sheets" "";
    /// Sheets that hold only a chart.
    ChartSheets NotCarriedOver "A chart sheet" "chart sheets" "";
    /// Sparklines.
    Sparklines NotCarriedOver "A group of sparklines" "groups of sparklines" "";
    /// Slicers and timelines.
    Slicers NotCarriedOver "A slicer or timeline" "slicers or timelines" "";
    /// Hyperlinks.
    Hyperlinks NotCarriedOver "A link to a file, or to many cells" "links to files, or to many cells" "The text of the cell is here.";
    /// Filters set on a sheet.
    Filters NotCarriedOver "A filter" "filters" "Rows that it had hidden stay hidden.";
    /// Grouped rows or columns.
    Outlines NotCarriedOver "Grouping of rows or columns" "grouped rows or columns" "Collapsed ones stay hidden.";
    /// Print areas, titles and page breaks.
    PageSetup NotCarriedOver "A setting for printing" "settings for printing" "";
    /// Protection of sheets or of the workbook.
    Protection NotCarriedOver "Protection of a sheet or of the workbook" "protections of sheets or of the workbook" "Share links decide who may edit.";
    /// Phonetic guides.
    Phonetics NotCarriedOver "A phonetic guide" "phonetic guides" "";
    /// Diagonal borders.
    DiagonalBorders NotCarriedOver "A cell format with a diagonal border" "cell formats with a diagonal border" "";
    /// Fonts, fills, borders, widths of formats other than xlsx.
    Formats NotCarriedOver "Fonts, fills, borders and widths" "sheets with fonts, fills, borders and widths" "Save the file as an Excel workbook (.xlsx) and import that to keep them.";
    /// Formulas that could not be read.
    Formulas NotCarriedOver "A formula" "formulas" "The last value is kept in its place.";
    /// Names that could not be taken over.
    Names NotCarriedOver "A defined name" "defined names" "";
    /// Texts longer than a cell holds.
    LongTexts NotCarriedOver "The end of a text longer than 32,767 characters" "ends of texts longer than 32,767 characters" "";
    /// Sizes of rows or columns beyond the limit.
    LineSizes NotCarriedOver "Heights and styles of single rows" "heights and styles of single rows" "There are too many different ones.";
    /// Formulas that read other files.
    ExternalLinks WorksDifferently "A formula that reads another file" "formulas that read other files" "The last values are kept; the link is not followed.";
    /// Formulas whose result fills as many cells as it needs.
    /// What-if data tables.
    DataTables WorksDifferently "A data table (what-if analysis)" "cells of data tables (what-if analysis)" "The last values are kept as plain values.";
    /// Rich text inside a cell.
    RichTexts WorksDifferently "A cell with several formats inside its text" "texts with several formats inside" "The text is here in the format of the cell.";
    /// Rotated text.
    RotatedTexts WorksDifferently "A cell format with rotated text" "cell formats with rotated text" "The text is shown level.";
    /// Shrink to fit.
    ShrunkTexts WorksDifferently "A cell format that shrinks its text" "cell formats that shrink their text" "The text keeps the size of its format.";
    /// Gradient fills and patterns.
    Patterns WorksDifferently "A cell format with a pattern or gradient" "cell formats with a pattern or gradient" "A plain colour is shown instead.";
    /// Superscript and subscript.
    RaisedTexts WorksDifferently "A cell format with raised or lowered text" "cell formats with raised or lowered text" "The text stands on the line.";
    /// Precision as displayed.
    Precision WorksDifferently "The file was saved with “precision as displayed”" "settings of “precision as displayed”" "Daylight computes with full precision, so results may differ in the last digits.";
    /// Iterative calculation.
    /// Sheets or names renamed to fit.
    Renamed WorksDifferently "A sheet name that is not allowed here" "sheet names that are not allowed here" "A name close to it is used.";
    /// Cells that stood twice in the file.
    Duplicates WorksDifferently "A cell that the file holds twice" "cells that the file holds twice" "The later one counts.";
    /// Numbers beyond the range of a cell.
    Overflows WorksDifferently "A number too large for a cell" "numbers too large for a cell" "The cell shows #NUM!.";
}

/// Collects notes while a file is read.
#[derive(Debug, Default)]
pub(crate) struct Ledger(BTreeMap<Loss, (u64, Option<String>)>);

impl Ledger {
    /// Counts `n` more of `what`; the first address given is kept.
    pub(crate) fn add(&mut self, what: Loss, n: u64, at: impl FnOnce() -> Option<String>) {
        if n == 0 {
            return;
        }
        let entry = self.0.entry(what).or_default();
        entry.0 += n;
        if entry.1.is_none() {
            entry.1 = at();
        }
    }

    /// Counts `n` fewer of `what`.
    pub(crate) fn take(&mut self, what: Loss, n: u64) {
        if let Some(entry) = self.0.get_mut(&what) {
            entry.0 = entry.0.saturating_sub(n);
            if entry.0 == 0 {
                self.0.remove(&what);
            }
        }
    }

    /// Takes over what another one counted.
    pub(crate) fn absorb(&mut self, other: &Self) {
        for (&what, (count, at)) in &other.0 {
            self.add(what, *count, || at.clone());
        }
    }

    /// The notes, sorted by kind.
    pub(crate) fn notes(&self) -> Vec<Note> {
        self.0
            .iter()
            .map(|(&what, (count, at))| Note {
                what,
                group: what.group(),
                count: *count,
                at: at.clone(),
                text: what.text(*count),
            })
            .collect()
    }
}
