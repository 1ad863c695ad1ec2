//! Formualizer's own engine, whose functions Daylight calls too.

use std::path::Path;

use anyhow::{Result, anyhow, bail};
use formualizer_workbook::{
    CalamineAdapter, LiteralValue, LoadStrategy, SpreadsheetReader as _, Workbook, WorkbookConfig,
};

use crate::measure::Peer;

pub(crate) struct Formualizer(Workbook);

impl Peer for Formualizer {
    fn open(file: &Path) -> Result<Self> {
        let reader = CalamineAdapter::open_path(file)?;
        let config = WorkbookConfig::ephemeral();
        Ok(Self(Workbook::from_reader(
            reader,
            LoadStrategy::EagerAll,
            config,
        )?))
    }

    fn set(&mut self, row: u32, col: u32, number: f64) -> Result<()> {
        self.0
            .set_value("Plan", row + 1, col + 1, LiteralValue::Number(number))?;
        Ok(())
    }

    fn insert_row(&mut self, before: u32) -> Result<()> {
        let engine = self.0.engine_mut();
        engine
            .insert_rows("Plan", before + 1, 1)
            .map_err(|e| anyhow!("{e:?}"))?;
        Ok(())
    }

    fn calculate(&mut self) -> Result<()> {
        self.0.evaluate_all()?;
        Ok(())
    }

    fn value(&self, row: u32, col: u32) -> Result<f64> {
        match self.0.get_value("Plan", row + 1, col + 1) {
            Some(LiteralValue::Number(n)) => Ok(n),
            #[expect(clippy::cast_precision_loss, reason = "a figure to compare")]
            Some(LiteralValue::Int(n)) => Ok(n as f64),
            other => bail!("{other:?} is no number"),
        }
    }
}
