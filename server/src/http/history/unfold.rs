//! What a change did cell by cell, those included that it wrote into blocks.

use daylight_model::{Hash, Root};

use super::super::Problem;
use crate::db::log::{self, CellRow, ChangeRow};
use crate::history::{self, Tables};
use crate::ids::{Seq, WorkbookId};
use crate::state::App;

/// Entries of bases and styles that a change may have.
const SWAPS: usize = 1000;

/// The rows of a change, with one for every cell of its blocks that is another than before; `most` of these.
pub(super) async fn unfolded(
    app: &App,
    id: WorkbookId,
    seq: Seq,
    most: usize,
) -> Result<Vec<CellRow>, Problem> {
    // The swap comes before what it covers.
    let limit = i32::try_from(most.saturating_add(SWAPS)).unwrap_or(i32::MAX);
    let rows = log::cells(&app.db.pool, id, &[seq.0], limit).await?;
    if history::swaps(&rows).is_empty() {
        return Ok(rows);
    }
    let bases = app.rooms.bases();
    let mut tables = Tables::default();
    for (table, before) in [(&mut tables.old, Seq(seq.0 - 1)), (&mut tables.new, seq)] {
        let styles = log::entry_at(&app.db.pool, id, ("book", "", "styles"), before).await?;
        let styles = if let Some(json) = styles {
            json.and_then(|json| serde_json::from_str(&json).ok())
        } else {
            let room = app.rooms.open(id).await?;
            room.read(|document, _| document.get(Root::Book, "styles"))
                .await?
        };
        let hash = styles.and_then(|json| serde_json::from_value::<Hash>(json).ok());
        if let Some(hash) = hash {
            *table = bases.styles(id, hash).await.map_err(Problem::internal)?;
        }
    }
    let rows = bases.unfolded(id, rows, &tables, most).await;
    rows.map_err(Problem::internal)
}

/// The cells of a change that went into blocks: how many, as its detail says; `None` where there are none.
pub(super) fn folded_cells(change: &ChangeRow) -> Option<i64> {
    let areas = change.detail.as_ref()?.get("areas")?.as_array()?;
    let cells = areas.iter().filter_map(|area| area.get("cells")?.as_i64());
    Some(cells.sum())
}
