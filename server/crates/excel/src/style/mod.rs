//! Formats of cells as FORMAT.md §6 has them, and the table that numbers them.

use daylight_model::{Format, Hash};
use rustc_hash::FxHashMap;
use serde_json::{Value as Json, json};

use crate::{
    error::{ImportError, Quantity},
    job::{Job, within},
};

pub(crate) mod book;
pub(crate) mod color;
pub(crate) mod formats;
pub(crate) mod measure;
pub(crate) mod number;

/// The formats in use, numbered; 0 is the empty one.
pub(crate) struct StyleTable {
    formats: Vec<Format>,
    index: FxHashMap<String, u32>,
}

impl Default for StyleTable {
    fn default() -> Self {
        Self {
            formats: vec![Format::default()],
            index: FxHashMap::from_iter([("{}".to_owned(), 0)]),
        }
    }
}

impl StyleTable {
    /// The number of a format.
    pub(crate) fn intern(&mut self, job: &Job<'_>, format: Format) -> Result<u32, ImportError> {
        let key = serde_json::to_string(&format)
            .map_err(|e| ImportError::Output(std::io::Error::other(e)))?;
        if let Some(&known) = self.index.get(&key) {
            return Ok(known);
        }
        let count = self.formats.len() as u64;
        within(count, job.limits.styles, Quantity::Styles, "")?;
        let number = u32::try_from(count).unwrap_or(u32::MAX);
        self.formats.push(format);
        self.index.insert(key, number);
        Ok(number)
    }

    /// How many there are, besides the empty one.
    pub(crate) fn len(&self) -> u64 {
        self.formats.len() as u64 - 1
    }

    /// Hands the table to the sink.
    pub(crate) fn finish(&self, job: &mut Job<'_>) -> Result<Hash, ImportError> {
        job.asset(&self.formats)
    }
}

/// A format under construction.
#[derive(Clone, Debug, Default)]
pub(crate) struct FormatBuilder(Format);

impl FormatBuilder {
    pub(crate) fn text(&mut self, key: &str, value: impl Into<String>) -> &mut Self {
        self.put(key, Json::String(value.into()))
    }

    pub(crate) fn number(&mut self, key: &str, value: f64) -> &mut Self {
        #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
        let number = if value.fract() == 0.0 && value.abs() < 1e9 {
            json!(value as i64)
        } else {
            json!(value)
        };
        self.put(key, number)
    }

    /// Sets a property to true when `on`.
    pub(crate) fn flag(&mut self, key: &str, on: bool) -> &mut Self {
        if on {
            self.put(key, Json::Bool(true));
        }
        self
    }

    fn put(&mut self, key: &str, value: Json) -> &mut Self {
        self.0.0.insert(key.to_owned(), value);
        self
    }

    pub(crate) fn build(self) -> Format {
        self.0
    }
}

/// A format with nothing but a number format code.
pub(crate) fn only_number_format(code: &str) -> Format {
    let mut builder = FormatBuilder::default();
    builder.text("format", code);
    builder.build()
}
