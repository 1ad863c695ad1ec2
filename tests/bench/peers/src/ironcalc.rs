//! IronCalc.

use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};
use ironcalc::{
    base::{Model, cell::CellValue},
    import::load_from_xlsx,
};

use crate::measure::Peer;

pub(crate) struct IronCalc(Model<'static>);

fn place(row: u32, col: u32) -> Result<(i32, i32)> {
    Ok((i32::try_from(row)? + 1, i32::try_from(col)? + 1))
}

impl Peer for IronCalc {
    fn open(file: &Path) -> Result<Self> {
        let file = file.to_str().context("no plain path")?;
        let model = load_from_xlsx(file, "en", "UTC", "en").map_err(|e| anyhow!("{e:?}"))?;
        Ok(Self(model))
    }

    fn set(&mut self, row: u32, col: u32, number: f64) -> Result<()> {
        let (row, col) = place(row, col)?;
        let set = self.0.update_cell_with_number(0, row, col, number);
        set.map_err(|e| anyhow!(e))
    }

    fn insert_row(&mut self, before: u32) -> Result<()> {
        let (row, _) = place(before, 0)?;
        self.0.insert_rows(0, row, 1).map_err(|e| anyhow!(e))
    }

    fn calculate(&mut self) -> Result<()> {
        self.0.evaluate();
        Ok(())
    }

    fn value(&self, row: u32, col: u32) -> Result<f64> {
        let (row, col) = place(row, col)?;
        match self.0.get_cell_value_by_index(0, row, col) {
            Ok(CellValue::Number(n)) => Ok(n),
            other => bail!("{other:?} is no number"),
        }
    }
}
