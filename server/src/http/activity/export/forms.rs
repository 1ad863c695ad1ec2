//! The forms in which the record is taken away.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use parquet::basic::{Compression, ZstdLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde::{Deserialize, Serialize};

use super::Line;

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Form {
    Csv,
    Jsonl,
    Parquet,
}

impl Form {
    /// Media type and extension.
    pub(super) const fn kind(self) -> (&'static str, &'static str) {
        match self {
            Self::Csv => ("text/csv; charset=utf-8", "csv"),
            Self::Jsonl => ("application/x-ndjson", "jsonl"),
            Self::Parquet => ("application/vnd.apache.parquet", "parquet"),
        }
    }
}

/// Lines could not be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum FormError {
    #[error(transparent)]
    Csv(#[from] csv::Error),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Parquet(#[from] ParquetError),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Lines on their way out: what is ready is taken, what is not stays here.
pub(super) enum Writer {
    Csv { headed: bool },
    Jsonl,
    Parquet(Box<SerializedFileWriter<Sink>>, Sink),
}

/// Bytes that are ready.
#[derive(Clone, Default)]
pub(super) struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    fn take(&self) -> Bytes {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).into()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

const SCHEMA: &str = "message activity {
    required binary workbook (utf8); required binary workbook_name (utf8); required int64 seq;
    required int64 at (timestamp(micros,true)); required binary author (utf8); required binary author_name (utf8);
    optional binary link (utf8); required binary via (utf8); required binary summary (utf8);
    optional binary root (utf8); optional binary sheet (utf8); optional binary cell (utf8);
    optional binary entry (utf8); optional binary old (utf8); optional binary new (utf8);
    required boolean superseded; required binary hash (utf8);
}";

impl Writer {
    pub(super) fn new(form: Form) -> Result<Self, FormError> {
        Ok(match form {
            Form::Csv => Self::Csv { headed: false },
            Form::Jsonl => Self::Jsonl,
            Form::Parquet => {
                let schema = Arc::new(parse_message_type(SCHEMA)?);
                let zstd = Compression::ZSTD(ZstdLevel::default());
                let properties = WriterProperties::builder().set_compression(zstd).build();
                let sink = Sink::default();
                let file = SerializedFileWriter::new(sink.clone(), schema, Arc::new(properties))?;
                Self::Parquet(Box::new(file), sink)
            }
        })
    }

    /// Takes lines in; gives what is ready.
    pub(super) fn write(&mut self, lines: &[Line]) -> Result<Bytes, FormError> {
        match self {
            Self::Csv { headed } => {
                let mut csv = csv::WriterBuilder::new()
                    .has_headers(!*headed)
                    .from_writer(Vec::new());
                *headed |= !lines.is_empty();
                for line in lines {
                    csv.serialize(safe(line))?;
                }
                Ok(csv
                    .into_inner()
                    .map_err(csv::IntoInnerError::into_error)?
                    .into())
            }
            Self::Jsonl => {
                let mut text = Vec::new();
                for line in lines {
                    serde_json::to_writer(&mut text, line)?;
                    text.push(b'\n');
                }
                Ok(text.into())
            }
            Self::Parquet(file, sink) => {
                if !lines.is_empty() {
                    group(file, lines)?;
                }
                Ok(sink.take())
            }
        }
    }

    /// What comes after the last line.
    pub(super) fn end(self) -> Result<Bytes, FormError> {
        match self {
            Self::Csv { .. } | Self::Jsonl => Ok(Bytes::new()),
            Self::Parquet(file, sink) => {
                file.close()?;
                Ok(sink.take())
            }
        }
    }
}

/// The line with texts that no spreadsheet takes for formulas when it opens the file.
fn safe(line: &Line) -> Line {
    let text = |text: &String| {
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err() {
            format!("'{text}")
        } else {
            text.clone()
        }
    };
    let some = |value: &Option<String>| value.as_ref().map(text);
    Line {
        workbook_name: text(&line.workbook_name),
        author_name: text(&line.author_name),
        summary: text(&line.summary),
        sheet: some(&line.sheet),
        entry: some(&line.entry),
        old: some(&line.old),
        new: some(&line.new),
        ..line.clone()
    }
}

/// One row group.
fn group(file: &mut SerializedFileWriter<Sink>, lines: &[Line]) -> Result<(), FormError> {
    let mut group = file.next_row_group()?;
    let mut n = 0;
    while let Some(mut column) = group.next_column()? {
        match column.untyped() {
            ColumnWriter::ByteArrayColumnWriter(writer) => {
                let values: Vec<Option<&str>> = lines.iter().map(|line| text(line, n)).collect();
                let levels: Vec<i16> = values
                    .iter()
                    .map(|value| i16::from(value.is_some()))
                    .collect();
                let there: Vec<ByteArray> =
                    values.into_iter().flatten().map(ByteArray::from).collect();
                let optional = there.len() < lines.len() || OPTIONAL.contains(&n);
                writer.write_batch(&there, optional.then_some(&levels[..]), None)?;
            }
            ColumnWriter::Int64ColumnWriter(writer) => {
                let values: Vec<i64> = lines.iter().map(|line| number(line, n)).collect();
                writer.write_batch(&values, None, None)?;
            }
            ColumnWriter::BoolColumnWriter(writer) => {
                let values: Vec<bool> = lines.iter().map(|line| line.superseded).collect();
                writer.write_batch(&values, None, None)?;
            }
            _ => {}
        }
        column.close()?;
        n += 1;
    }
    group.close()?;
    Ok(())
}

/// Columns that may be empty, by their place in the schema.
const OPTIONAL: [usize; 7] = [6, 9, 10, 11, 12, 13, 14];

fn text(line: &Line, column: usize) -> Option<&str> {
    match column {
        0 => Some(&line.workbook),
        1 => Some(&line.workbook_name),
        4 => Some(&line.author),
        5 => Some(&line.author_name),
        6 => line.link.as_deref(),
        7 => Some(&line.via),
        8 => Some(&line.summary),
        9 => line.root.as_deref(),
        10 => line.sheet.as_deref(),
        11 => line.cell.as_deref(),
        12 => line.entry.as_deref(),
        13 => line.old.as_deref(),
        14 => line.new.as_deref(),
        _ => Some(&line.hash),
    }
}

fn number(line: &Line, column: usize) -> i64 {
    if column == 2 { line.seq } else { line.micros }
}
