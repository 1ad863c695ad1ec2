//! The block that a change gave a cell, in a proof: what was imported, pasted or sorted stands there and not among the entries
//! of the change, which name the manifest of the sheet, which names the block, each by the hash of what it is.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use daylight_model::{Block, CellId, Content, Hash, LineId, Manifest, asset};
use serde::{Deserialize, Serialize};

use super::blocks::MOST_INFLATED;
use super::proof::{NoProof, ProofError, ProvenEntry};
use crate::db::{Db, assets};
use crate::history;
use crate::ids::WorkbookId;

/// A cell, and the block that holds it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProvenBlock {
    /// The cell: ids of its sheet, row and column.
    pub sheet: String,
    pub row: i64,
    pub col: i64,
    /// The sheet's manifest, as an entry of the change names it: gzip, base64.
    pub manifest: String,
    /// The block, as the manifest names it: gzip, base64.
    pub block: String,
}

impl ProvenBlock {
    /// The block that a change with these entries gave a cell; `None` where it gave it none.
    pub async fn of(
        db: &Db,
        workbook: WorkbookId,
        entries: &[ProvenEntry],
        (sheet, cell): (&str, CellId),
    ) -> Result<Option<Self>, ProofError> {
        let Some(manifest) = base(entries, sheet) else {
            return Ok(None);
        };
        let Some(packed) = assets::get(&db.pool, workbook, manifest).await? else {
            return Ok(None);
        };
        let Some(named) = opened::<Manifest>(&packed, manifest).and_then(|m| block_of(&m, cell))
        else {
            return Ok(None);
        };
        let block = assets::get(&db.pool, workbook, named).await?;
        Ok(block.map(|block| Self {
            sheet: sheet.to_owned(),
            row: history::signed(cell.row),
            col: history::signed(cell.col),
            manifest: BASE64.encode(packed),
            block: BASE64.encode(block),
        }))
    }

    /// What the block holds in the cell, if it is the one that a change with these entries names; `None` for nothing.
    pub fn content(&self, entries: &[ProvenEntry]) -> Result<Option<Content>, NoProof> {
        let line = |id: i64| LineId(id.cast_unsigned());
        let cell = CellId {
            row: line(self.row),
            col: line(self.col),
        };
        let bytes = |text: &str| BASE64.decode(text).map_err(|_| NoProof::Block);
        let named = base(entries, &self.sheet).ok_or(NoProof::Block)?;
        let manifest: Manifest = opened(&bytes(&self.manifest)?, named).ok_or(NoProof::Block)?;
        let named = block_of(&manifest, cell).ok_or(NoProof::Block)?;
        let block: Block = opened(&bytes(&self.block)?, named).ok_or(NoProof::Block)?;
        let offset = block.offset_of(cell.row);
        let content = offset.and_then(|offset| block.content(offset, cell.col));
        content.transpose().map_err(|_| NoProof::Block)
    }
}

/// The manifest that a change gave a sheet.
fn base(entries: &[ProvenEntry], sheet: &str) -> Option<Hash> {
    let entry = entries.iter().rev().find(|entry| {
        entry.root == "sheets" && entry.sheet == sheet && entry.entry.as_deref() == Some("base")
    })?;
    serde_json::from_str(entry.new.as_deref()?).ok()
}

/// The name of the block that holds a cell's row.
fn block_of(manifest: &Manifest, cell: CellId) -> Option<Hash> {
    let place = manifest.places().of(cell.row)?;
    manifest.blocks.get(place)?.hash.parse().ok()
}

/// What is packed, if it has this name.
fn opened<T: serde::de::DeserializeOwned>(packed: &[u8], name: Hash) -> Option<T> {
    let json = asset::inflate(packed, MOST_INFLATED).ok()?;
    (Hash::of(&json) == name).then(|| serde_json::from_slice(&json).ok())?
}
