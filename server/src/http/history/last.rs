//! Who wrote what stands in the cells of a range.

use std::collections::{HashMap, HashSet};

use axum::Json;
use axum::extract::{Path, Query, State};
use daylight_model::{CellId, LineId, SheetId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::super::{Problem, ProblemBody, SignedIn};
use super::between::Part;
use super::{AuthorView, LinkView, Names};
use crate::db::log::{self, IdRange, SwapRow};
use crate::history::{self, Swap};
use crate::ids::{Seq, WorkbookId};
use crate::state::App;

/// Cells asked for at once: several screens.
const MOST: i64 = 40_000;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(super) struct Which {
    /// Name of the sheet; the first one when left out.
    sheet: Option<String>,
    /// The cells, where they are now: 40,000 at most.
    #[param(example = "A1:Z100")]
    range: String,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = LastWriters)]
pub(super) struct Last {
    /// The sheet's id.
    sheet: String,
    /// The changes that wrote what stands there.
    changes: Vec<LastChange>,
    /// Row id, column id, place among the changes. Cells that nobody ever wrote are left out; one that was emptied is
    /// that of who did it.
    cells: Vec<(i64, i64, usize)>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = LastChange)]
pub(super) struct LastChange {
    seq: Seq,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    author: AuthorView,
    link: Option<LinkView>,
    via: String,
}

/// For every cell of a range, the change that wrote what it holds.
#[utoipa::path(get, path = "/api/workbooks/{id}/cells/last", tag = "history",
    params(("id" = WorkbookId, Path), Which), responses(
    (status = 200, body = Last),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-range`, `too-large`", body = ProblemBody),
))]
pub(super) async fn last(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Query(which): Query<Which>,
) -> Result<Json<Last>, Problem> {
    app.access(&user, id).await?;
    let part = Part::of(&app, id, which.sheet.as_deref(), Some(&which.range)).await?;
    let Some(Part {
        sheet,
        range: Some(range),
    }) = part
    else {
        return Err(Problem::unprocessable("bad-range", "Say which cells.").at("range"));
    };
    let (rows, cols) = lines(&range)?;
    let mut last: HashMap<(i64, i64), Seq> =
        log::last_writes(&app.db.pool, id, &sheet, (&rows, &cols))
            .await?
            .into_iter()
            .map(|(row, col, seq)| ((row, col), seq))
            .collect();
    in_blocks(&app, id, &sheet, (&rows, &cols), &mut last).await?;
    let mut seqs: Vec<i64> = last.values().map(|seq| seq.0).collect();
    seqs.sort_unstable();
    seqs.dedup();
    let changes = log::writers(&app.db.pool, id, &seqs).await?;
    let places: HashMap<Seq, usize> = (0..)
        .zip(&changes)
        .map(|(place, one)| (one.seq, place))
        .collect();
    let people = changes.iter().map(|change| (change.author, change.link));
    let names = Names::of(&app, id, people).await?;
    let mut cells: Vec<(i64, i64, usize)> = last
        .into_iter()
        .filter_map(|((row, col), seq)| Some((row, col, *places.get(&seq)?)))
        .collect();
    cells.sort_unstable();
    let changes = changes.into_iter().map(|change| LastChange {
        seq: change.seq,
        at: change.at,
        author: names.author(change.author),
        link: names.link(change.link),
        via: change.via,
    });
    Ok(Json(Last {
        sheet,
        changes: changes.collect(),
        cells,
    }))
}

/// The rows and columns of a range, one by one.
fn lines(range: &IdRange) -> Result<(Vec<i64>, Vec<i64>), Problem> {
    let count = |runs: &[(i64, i64)]| -> i64 { runs.iter().map(|(from, to)| to - from + 1).sum() };
    if count(&range.rows).saturating_mul(count(&range.cols)) > MOST {
        return Err(Problem::unprocessable(
            "too-large",
            format!("Ask for at most {MOST} cells at once."),
        )
        .at("range"));
    }
    let all = |runs: &[(i64, i64)]| runs.iter().flat_map(|(from, to)| *from..=*to).collect();
    Ok((all(&range.rows), all(&range.cols)))
}

/// What changes wrote into blocks, imports among them: the newest that gave a cell something else counts, unless the cell
/// was written by itself since.
async fn in_blocks(
    app: &App,
    id: WorkbookId,
    sheet: &str,
    (rows, cols): (&[i64], &[i64]),
    last: &mut HashMap<(i64, i64), Seq>,
) -> Result<(), Problem> {
    let Ok(sheet) = sheet.parse::<SheetId>() else {
        return Ok(());
    };
    let line = |id: i64| LineId(id.cast_unsigned());
    let mut open: HashSet<CellId> = rows
        .iter()
        .flat_map(|row| {
            cols.iter().map(|col| CellId {
                row: line(*row),
                col: line(*col),
            })
        })
        .collect();
    let bases = app.rooms.bases();
    let key = |cell: &CellId| (history::signed(cell.row), history::signed(cell.col));
    for SwapRow { seq, old, new, .. } in log::swaps(&app.db.pool, id, sheet.as_str(), None).await? {
        // Settled by a change since then.
        open.retain(|cell| last.get(&key(cell)).is_none_or(|own| *own < seq));
        if open.is_empty() {
            break;
        }
        let swap = Swap::of(sheet.clone(), old.as_deref(), new.as_deref());
        let sides = bases.sides(id, &swap, open.iter().copied()).await;
        let sides = sides.map_err(Problem::internal)?;
        for cell in &open {
            let [old, new] = sides.each_ref().map(|side| side.content(*cell));
            if old != new {
                last.insert(key(cell), seq);
            }
        }
    }
    Ok(())
}
