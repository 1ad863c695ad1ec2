//! What is different between two moments.

use std::collections::{BTreeMap, HashSet};

use axum::Json;
use axum::extract::{Path, Query, State};
use daylight_model::{CellId, SheetId, Workbook};
use serde::{Deserialize, Serialize};

use super::super::{Problem, ProblemBody, SignedIn};
use super::between::{Moment, Part, between};
use crate::calculation::Recomputed;
use crate::db::log::CellRow;
use crate::history::{self, Kind, Touched};
use crate::ids::{Seq, WorkbookId};
use crate::state::App;

/// Differences told one by one when nothing else is asked for, and at most.
const TOLD: usize = 5000;
const MOST_TOLD: usize = 50_000;
/// Cells of blocks that are looked at.
const MOST_CELLS: usize = 2_000_000;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(super) struct Which {
    /// Right after this change.
    from: i64,
    /// Right after this change; now when left out.
    to: Option<i64>,
    /// Only on this sheet.
    sheet: Option<String>,
    /// Only of these cells, where they are now.
    range: Option<String>,
    /// So many differences one by one, 5,000 when left out.
    #[param(minimum = 0, maximum = 50_000)]
    limit: Option<usize>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Comparison)]
pub(super) struct Compared {
    from: Seq,
    to: Seq,
    /// By sheet, how much is different.
    sheets: Vec<SheetDifference>,
    /// What is different, with the names and addresses of the later moment.
    differences: Vec<Touched>,
    /// There are more than those.
    more: bool,
}

#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
#[schema(as = SheetDifference)]
pub(super) struct SheetDifference {
    /// Its name at the later moment; null for what belongs to no sheet.
    sheet: Option<String>,
    sheet_id: Option<String>,
    /// Cells that hold something else.
    values: usize,
    formats: usize,
    structure: usize,
    /// Formulas that give something else only because what they read is different.
    computed: usize,
}

/// Compare two moments: what cells hold, formulas, formats, structure; and, told apart, formulas that give something else
/// only because what they read is different.
#[utoipa::path(get, path = "/api/workbooks/{id}/compare", tag = "history", params(("id" = WorkbookId, Path), Which),
    responses(
    (status = 200, body = Compared),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`, `change-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-range`", body = ProblemBody),
))]
pub(super) async fn compare(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Query(which): Query<Which>,
) -> Result<Json<Compared>, Problem> {
    app.access(&user, id).await?;
    let part = Part::of(&app, id, which.sheet.as_deref(), which.range.as_deref()).await?;
    let (before, after) = Moment::both(&app, id, which.from, which.to).await?;
    let mut rows = between(&app, id, &before, &after, MOST_CELLS).await?;
    let pair = |moment: &Moment| (std::sync::Arc::clone(&moment.document), moment.seq);
    let recomputed = app.rooms.moments();
    let recomputed = recomputed
        .differences(id, pair(&before), pair(&after))
        .await;
    let mut recomputed = recomputed.map_err(Problem::internal)?;
    if let Some(part) = &part {
        rows.retain(|row| part.has(row));
        recomputed.retain(|one| part.has(&row_of(one)));
    }
    let limit = which.limit.unwrap_or(TOLD).min(MOST_TOLD);
    let (from, to) = (before.seq, after.seq);
    let told = tokio::task::spawn_blocking(move || {
        tell(&rows, recomputed, after.document.workbook(), limit)
    });
    let (sheets, differences, more) = told.await.map_err(Problem::internal)?;
    Ok(Json(Compared {
        from,
        to,
        sheets,
        differences,
        more,
    }))
}

fn row_of(one: &Recomputed) -> CellRow {
    CellRow {
        seq: Seq(0),
        n: 0,
        root: "cells".to_owned(),
        sheet: one.sheet.to_string(),
        row: history::signed(one.cell.row),
        col: history::signed(one.cell.col),
        entry: None,
        old: None,
        new: None,
        superseded: false,
    }
}

fn tell(
    rows: &[CellRow],
    recomputed: Vec<Recomputed>,
    book: &Workbook,
    limit: usize,
) -> (Vec<SheetDifference>, Vec<Touched>, bool) {
    let mut sheets: BTreeMap<String, SheetDifference> = BTreeMap::new();
    let mut differences = Vec::new();
    let mut written: HashSet<(SheetId, CellId)> = HashSet::new();
    let mut total = 0;
    for row in rows {
        let Some((_, key, _)) = history::key_of(row) else {
            continue;
        };
        // Names of blocks and styles say nothing to people; the cells in them do.
        if key.server_only() {
            continue;
        }
        let counts = sheets.entry(row.sheet.clone()).or_default();
        match row.root.as_str() {
            "cells" => {
                counts.values += 1;
                if let (Some(sheet), Some(cell)) = (key.sheet(), key.cell()) {
                    written.insert((sheet.clone(), cell));
                }
            }
            "formats" => counts.formats += 1,
            _ => counts.structure += 1,
        }
        total += 1;
        if differences.len() < limit {
            differences.extend(history::describe(row, book));
        }
    }
    for one in recomputed {
        if written.contains(&(one.sheet.clone(), one.cell)) {
            continue;
        }
        sheets.entry(one.sheet.to_string()).or_default().computed += 1;
        total += 1;
        if differences.len() < limit
            && let Some(touched) = history::describe(&row_of(&one), book)
        {
            differences.push(Touched {
                kind: Kind::Computed,
                old: history::scalar(&one.old),
                new: history::scalar(&one.new),
                ..touched
            });
        }
    }
    let named = |(id, counts): (String, SheetDifference)| {
        let sheet = id.parse().ok().and_then(|id| book.sheet(&id));
        SheetDifference {
            sheet: sheet.map(|sheet| sheet.name().to_owned()),
            sheet_id: (!id.is_empty()).then_some(id),
            ..counts
        }
    };
    let sheets = sheets.into_iter().map(named).collect();
    let more = total > differences.len();
    (sheets, differences, more)
}
