//! What two people made of the same cells.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use daylight_model::{CellId, Content, SheetId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::{Problem, ProblemBody, SignedIn};
use super::between::{Moment, Part};
use super::unfold::{folded_cells, unfolded};
use super::{AuthorView, Names};
use crate::db::log::{self, CellRow, Filter};
use crate::history;
use crate::ids::{Seq, UserId, WorkbookId};
use crate::state::App;

/// Changes of a person that are looked at.
const MOST_CHANGES: i64 = 10_000;
/// Cells of theirs.
const MOST_CELLS: usize = 200_000;
/// Cells told when nothing else is asked for, and at most.
const TOLD: usize = 5000;
const MOST_TOLD: usize = 50_000;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(super) struct Which {
    /// One of the two.
    left: UserId,
    /// The other one.
    right: UserId,
    /// What they did after this change.
    from: i64,
    /// Up to this change; until now when left out.
    to: Option<i64>,
    /// Only on this sheet.
    sheet: Option<String>,
    /// Only in these cells, where they are now.
    range: Option<String>,
    /// So many cells one by one, 5,000 when left out.
    #[param(minimum = 0, maximum = 50_000)]
    limit: Option<usize>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = TwoVersions)]
pub(super) struct Versions {
    from: Seq,
    to: Seq,
    left: AuthorView,
    right: AuthorView,
    /// Those first in which both wrote something else, then by sheet and place.
    cells: Vec<TwoContents>,
    /// There are more than those.
    more: bool,
    counts: Counts,
}

#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
#[schema(as = TwoVersionsCounts)]
pub(super) struct Counts {
    /// Cells that this one wrote.
    left: usize,
    right: usize,
    /// Cells in which both wrote something else.
    both: usize,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct TwoContents {
    sheet: Option<String>,
    sheet_id: String,
    /// Where the cell is now; null when it is deleted.
    cell: Option<String>,
    row: u64,
    col: u64,
    /// What it held before both: a scalar, `{"error": …}`, formula text with its `=`, or null for nothing.
    #[schema(value_type = Option<Object>)]
    base: Value,
    /// What the one wrote last; left out where they wrote nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    left: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    right: Option<Value>,
    /// What it holds at the end.
    #[schema(value_type = Option<Object>)]
    now: Value,
    /// Both wrote it, and not the same.
    both: bool,
}

type Place = (String, i64, i64);
/// What somebody wrote last, as JSON text; `None` for nothing.
type Written = BTreeMap<Place, Option<String>>;

/// Two people's versions: every cell that one of them wrote in a span, what it held before, what each of them wrote last, and
/// what it holds at the end.
#[utoipa::path(get, path = "/api/workbooks/{id}/compare/authors", tag = "history", params(("id" = WorkbookId, Path), Which),
    responses(
    (status = 200, body = Versions),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`, `change-unknown`", body = ProblemBody),
    (status = 410, description = "`folded`", body = ProblemBody),
    (status = 422, description = "`bad-range`, `too-many-changes`", body = ProblemBody),
))]
pub(super) async fn authors(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Query(which): Query<Which>,
) -> Result<Json<Versions>, Problem> {
    app.access(&user, id).await?;
    let part = Part::of(&app, id, which.sheet.as_deref(), which.range.as_deref()).await?;
    let (before, after) = Moment::both(&app, id, which.from, which.to).await?;
    let span = (before.seq, after.seq);
    let left = written(&app, id, which.left, span, part.as_ref()).await?;
    let right = written(&app, id, which.right, span, part.as_ref()).await?;
    let mut places: Vec<(bool, &Place)> = Vec::with_capacity(left.len() + right.len());
    let differ =
        |place: &Place| matches!((left.get(place), right.get(place)), (Some(l), Some(r)) if l != r);
    places.extend(left.keys().map(|place| (!differ(place), place)));
    let only = right.keys().filter(|place| !left.contains_key(*place));
    places.extend(only.map(|place| (true, place)));
    places.sort_unstable();
    let counts = Counts {
        left: left.len(),
        right: right.len(),
        both: places.iter().filter(|(alone, _)| !alone).count(),
    };
    let limit = which.limit.unwrap_or(TOLD).min(MOST_TOLD);
    let more = places.len() > limit;
    places.truncate(limit);
    let told: Vec<(SheetId, CellId)> = places.iter().filter_map(|(_, place)| cell(place)).collect();
    let base = contents(&app, id, &before, &told).await?;
    let now = contents(&app, id, &after, &told).await?;
    let book = after.document.workbook();
    let cells = places.iter().zip(base.into_iter().zip(now));
    let cells = cells.filter_map(|((alone, place), (base, now))| {
        let (sheet_id, cell) = cell(place)?;
        let sheet = book.sheet(&sheet_id);
        let told = |written: &Written| {
            let json = written.get(*place)?.as_deref();
            let json = json.and_then(|json| serde_json::from_str(json).ok());
            Some(history::content(json.as_ref(), &sheet_id, book))
        };
        let content = |content: Option<Content>| {
            let json = content.map(|content| content.to_json());
            history::content(json.as_ref(), &sheet_id, book)
        };
        Some(TwoContents {
            sheet: sheet.map(|sheet| sheet.name().to_owned()),
            cell: sheet.and_then(|sheet| history::address(sheet, cell)),
            row: cell.row.0,
            col: cell.col.0,
            base: content(base),
            left: told(&left),
            right: told(&right),
            now: content(now),
            both: !alone,
            sheet_id: sheet_id.to_string(),
        })
    });
    let cells = cells.collect();
    let people = [which.left, which.right].map(|user| (user, None));
    let names = Names::of(&app, id, people.into_iter()).await?;
    Ok(Json(Versions {
        from: before.seq,
        to: after.seq,
        left: names.author(which.left),
        right: names.author(which.right),
        cells,
        more,
        counts,
    }))
}

fn cell((sheet, row, col): &Place) -> Option<(SheetId, CellId)> {
    let line = |id: i64| daylight_model::LineId(id.cast_unsigned());
    let cell = CellId {
        row: line(*row),
        col: line(*col),
    };
    Some((sheet.parse().ok()?, cell))
}

/// What somebody wrote last into each cell, in a span.
async fn written(
    app: &App,
    id: WorkbookId,
    author: UserId,
    (from, to): (Seq, Seq),
    part: Option<&Part>,
) -> Result<Written, Problem> {
    let mut written = Written::new();
    let mut take = |rows: Vec<CellRow>| {
        let rows = rows.into_iter().filter(|row| {
            row.root == "cells"
                && row.row >= 0
                && !row.superseded
                && part.is_none_or(|part| part.has(row))
        });
        for row in rows {
            written
                .entry((row.sheet, row.row, row.col))
                .or_insert(row.new);
        }
        written.len()
    };
    // The newest first: what is found first is what they wrote last.
    let filter = Filter {
        before: Some(Seq(to.0 + 1)),
        after: from,
        author: Some(author),
        limit: MOST_CHANGES + 1,
        ..Filter::default()
    };
    let changes = log::list(&app.db.pool, id, &filter).await?.changes;
    if changes.len() > usize::try_from(MOST_CHANGES).unwrap_or(usize::MAX) {
        return Err(super::selection::too_many(changes.len() - 1));
    }
    for some in
        changes.chunk_by(|one, other| folded_cells(one).is_none() == folded_cells(other).is_none())
    {
        let mut rows = Vec::new();
        if some
            .first()
            .is_some_and(|change| folded_cells(change).is_some())
        {
            for change in some {
                rows.extend(unfolded(app, id, change.seq, MOST_CELLS).await?);
            }
        } else {
            let seqs: Vec<i64> = some.iter().map(|change| change.seq.0).collect();
            rows = log::cells(&app.db.pool, id, &seqs, i32::MAX).await?;
        }
        rows.sort_by_key(|row| std::cmp::Reverse((row.seq, row.n)));
        if take(rows) > MOST_CELLS {
            return Err(super::selection::too_many(MOST_CELLS));
        }
    }
    Ok(written)
}

/// What cells hold at a moment, those of blocks included.
async fn contents(
    app: &App,
    id: WorkbookId,
    moment: &Moment,
    cells: &[(SheetId, CellId)],
) -> Result<Vec<Option<Content>>, Problem> {
    let book = moment.document.workbook();
    let wanted = history::wanted_cells(cells.iter().cloned(), &moment.document);
    let imported = app.rooms.bases().imported(id, wanted).await;
    let imported = imported.map_err(Problem::internal)?;
    let content = |(sheet, cell): &(SheetId, CellId)| {
        let own = book.sheet(sheet)?.cell(*cell);
        own.cloned().or_else(|| {
            let json = imported.content(sheet, *cell)?;
            Content::from_json(&json).ok()
        })
    };
    Ok(cells.iter().map(content).collect())
}
