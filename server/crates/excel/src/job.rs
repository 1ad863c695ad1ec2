//! One import under way: what it has used of its limits, and where its assets go.

use daylight_model::{Hash, asset};
use serde::Serialize;

use crate::{
    error::{ImportError, Quantity},
    imported::Sink,
    limits::Limits,
    meter::Meter,
};

/// Steps of progress that are worth telling.
const STEP: f32 = 0.005;

/// What has been taken from the limits.
#[derive(Clone, Copy, Default)]
pub(crate) struct Counts {
    cells: u64,
    text: u64,
    formulas: u64,
}

/// One import under way.
pub(crate) struct Job<'a> {
    pub(crate) limits: &'a Limits,
    pub(crate) meter: Meter,
    sink: &'a mut dyn Sink,
    counts: Counts,
    /// Bytes that will be read, as far as the file says.
    expected: u64,
    told: f32,
    what: String,
}

impl<'a> Job<'a> {
    pub(crate) fn new(limits: &'a Limits, sink: &'a mut dyn Sink) -> Self {
        Self {
            limits,
            meter: Meter::new(limits),
            sink,
            counts: Counts::default(),
            expected: 0,
            told: -1.0,
            what: String::new(),
        }
    }

    /// Sets how many bytes will be read, for the progress.
    pub(crate) fn expect(&mut self, bytes: u64) {
        self.expected = bytes;
    }

    /// Says what is being read from now on.
    pub(crate) fn reading(&mut self, what: String) {
        self.what = what;
        self.told = -1.0;
        self.progress();
    }

    /// Tells the sink how far it is, when that has moved.
    pub(crate) fn progress(&mut self) {
        let share = if self.expected == 0 {
            0.0
        } else {
            self.meter.inflated() as f64 / self.expected as f64
        };
        #[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
        self.progress_at(share as f32);
    }

    /// As [`Self::progress`], with the share known.
    pub(crate) fn progress_at(&mut self, share: f32) {
        let share = share.clamp(0.0, 0.99);
        if share - self.told >= STEP {
            self.told = share;
            self.sink.progress(share, &self.what);
        }
    }

    /// Counts one cell.
    pub(crate) fn cell(&mut self, part: &str) -> Result<(), ImportError> {
        self.counts.cells += 1;
        within(self.counts.cells, self.limits.cells, Quantity::Cells, part)
    }

    /// Counts text of a cell.
    pub(crate) fn text(&mut self, bytes: usize, part: &str) -> Result<(), ImportError> {
        self.counts.text += bytes as u64;
        within(
            self.counts.text,
            self.limits.text_bytes,
            Quantity::Text,
            part,
        )
    }

    /// Counts a formula's stored form.
    pub(crate) fn formula(&mut self, bytes: usize, part: &str) -> Result<(), ImportError> {
        self.counts.formulas += bytes as u64;
        within(
            self.counts.formulas,
            self.limits.formula_bytes,
            Quantity::Formulas,
            part,
        )
    }

    /// The counts so far, to come back to.
    pub(crate) fn counts(&self) -> Counts {
        self.counts
    }

    /// Forgets what was counted since.
    pub(crate) fn restore(&mut self, counts: Counts) {
        self.counts = counts;
    }

    /// Packs an asset and hands it to the sink.
    pub(crate) fn asset<T: Serialize>(&mut self, asset: &T) -> Result<Hash, ImportError> {
        let (hash, gzip) =
            asset::pack(asset).map_err(|e| ImportError::Output(std::io::Error::other(e)))?;
        self.sink.asset(hash, gzip).map_err(ImportError::Output)?;
        Ok(hash)
    }
}

/// Fails when a count has passed its limit.
pub(crate) fn within(
    count: u64,
    limit: u64,
    what: Quantity,
    part: &str,
) -> Result<(), ImportError> {
    if count <= limit {
        return Ok(());
    }
    Err(ImportError::Limit {
        what,
        limit,
        part: part.to_owned(),
    })
}
