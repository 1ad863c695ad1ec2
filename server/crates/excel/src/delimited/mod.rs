//! CSV and its kin: text with one record a line.

use std::{fs::File, io::BufReader};

use daylight_model::asset::BlockValue;

use crate::{
    error::ImportError,
    imported::{Imported, SheetState},
    job::Job,
    lines::LineLook,
    names::SheetNames,
    report::{FileKind, Ledger, Loss},
    sheet::{Misplaced, NewCell, SheetBuilder, fitting},
    style::{StyleTable, only_number_format},
    summary,
    xlsx::{SheetLook, sheet_id},
};

mod dialect;
mod records;
mod text;
mod typing;

use dialect::Dialect;
use records::Records;
use typing::{Typed, typed};

/// Rows whose texts decide the widths of columns.
const WIDTH_ROWS: u32 = 500;

/// Imports a delimited text file.
pub(crate) fn import(
    file: File,
    name: &str,
    title: String,
    job: &mut Job<'_>,
) -> Result<Imported, ImportError> {
    let size = file.metadata().map_err(ImportError::Input)?.len();
    job.expect(size);
    job.reading("Reading the rows".to_owned());
    let (head, encoding) = text::look(&file)?;
    let dialect = Dialect::of(&head, name);
    let decoded = text::Decoded::new(file, encoding, &job.meter).map_err(ImportError::Input)?;
    let records = Records::new(BufReader::new(decoded), dialect.delimiter);
    let mut reader = DelimitedReader {
        build: SheetBuilder::new(name),
        styles: StyleTable::default(),
        widths: Vec::new(),
        dialect,
    };
    reader.read(records, job, name)?;
    reader.finish(title, job)
}

struct DelimitedReader {
    build: SheetBuilder,
    styles: StyleTable,
    /// Longest text of each column so far, in characters.
    widths: Vec<u32>,
    dialect: Dialect,
}

impl DelimitedReader {
    fn read(
        &mut self,
        mut records: Records<BufReader<text::Decoded>>,
        job: &mut Job<'_>,
        part: &str,
    ) -> Result<(), ImportError> {
        self.build.row_height = 24.0;
        self.build.col_width = 84.0;
        let mut row = 0_u32;
        if self.dialect.says_separator {
            records.next(|_| Ok(())).map_err(|e| failed(part, e))?;
        }
        loop {
            let mut col = 0_u32;
            let more = records
                .next(|field| {
                    let done = self.field(job, (row, col), field);
                    col = col.saturating_add(1);
                    done
                })
                .map_err(|e| failed(part, e))?;
            if !more {
                return Ok(());
            }
            row = row.saturating_add(1);
        }
    }

    fn field(
        &mut self,
        job: &mut Job<'_>,
        (row, col): (u32, u32),
        field: &str,
    ) -> Result<(), ImportError> {
        if field.is_empty() {
            return Ok(());
        }
        if row < WIDTH_ROWS {
            let place = col as usize;
            if self.widths.len() <= place && place < daylight_model::id::MAX_COLS as usize {
                self.widths.resize(place + 1, 0);
            }
            if let Some(width) = self.widths.get_mut(place) {
                let chars = field.chars().take(80).count();
                *width = (*width).max(u32::try_from(chars).unwrap_or(80));
            }
        }
        let (value, format) =
            if let Some(Typed { value, format }) = typed(field, self.dialect.decimal_comma) {
                (value, format)
            } else {
                let (text, cut) = fitting(field);
                self.build.ledger.add(Loss::LongTexts, u64::from(cut), || {
                    Some(daylight_model::a1::cell_name(row, col))
                });
                (BlockValue::Text(text), None)
            };
        let style = match format {
            Some(code) => self.styles.intern(job, only_number_format(code))?,
            None => 0,
        };
        let cell = NewCell {
            row,
            col,
            value,
            formula: None,
            style,
        };
        match self.build.put(job, cell) {
            Ok(()) => Ok(()),
            Err(Misplaced::Failed(e)) => Err(e),
            // Rows come in order by construction.
            Err(Misplaced::OutOfOrder) => Err(ImportError::Damaged {
                part: self.build.part().to_owned(),
                what: "its rows are out of order".to_owned(),
            }),
        }
    }

    fn finish(mut self, title: String, job: &mut Job<'_>) -> Result<Imported, ImportError> {
        for (col, chars) in self.widths.iter().enumerate() {
            let width = f64::from(*chars).mul_add(7.5, 14.0).clamp(64.0, 420.0);
            let look = LineLook {
                size: (width > 84.0).then_some(width.round()),
                hidden: false,
                style: 0,
            };
            let col = u32::try_from(col).unwrap_or(u32::MAX);
            self.build.columns.put(col, 1, look);
        }
        let kind = if self.dialect.delimiter == b'\t' {
            FileKind::Tsv
        } else {
            FileKind::Csv
        };
        let (name, _) = SheetNames::default().take(&title);
        let placed = summary::Placed {
            notes: Vec::new(),
            links: Vec::new(),
            marks: Vec::new(),
            id: sheet_id(0),
            name,
            state: SheetState::Visible,
            look: SheetLook::default(),
        };
        let workbook = summary::Workbook {
            kind,
            title,
            date1904: false,
            iteration: None,
            sheets: vec![summary::finish(self.build, placed, job)?],
            names: Vec::new(),
            tables: Vec::new(),
        };
        workbook.finish(&self.styles, &Ledger::default(), job)
    }
}

fn failed(part: &str, e: records::RecordError) -> ImportError {
    match e {
        records::RecordError::Read(e) => crate::xml::io_error(part, &e),
        records::RecordError::Field(e) => e,
    }
}
