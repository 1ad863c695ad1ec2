//! Changes, newest first, and one of them with all that it touched.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use daylight_model::{Axis, LineRun, a1};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::super::rooms::problem_of_read;
use super::super::{Problem, ProblemBody, SignedIn};
use super::between::Part;
use super::keeping::FoldedView;
use super::unfold::{folded_cells, unfolded};
use super::{AuthorView, LinkView, Names};
use crate::calculation::{self, ReadError};
use crate::db::log::{self, CellRow, ChangeRow, Filter, IdRange};
use crate::history::{self, Touched};
use crate::ids::{LinkId, Seq, UserId, WorkbookId};
use crate::state::App;

/// Changes given at once.
const MOST: i64 = 200;
/// What a change touched, in lists.
const CELLS_IN_LISTS: i32 = 20;
/// Rows put into words in one go.
const ROWS_AT_ONCE: usize = 1000;
/// What a change touched, when asked for by itself.
const CELLS_OF_ONE: i32 = 100_000;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(super) struct Which {
    /// Only changes before this one.
    before: Option<i64>,
    /// At most so many, 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// Only those of this user.
    author: Option<UserId>,
    /// Only those that came through this share link.
    link: Option<LinkId>,
    /// Only those that came in this way.
    via: Option<String>,
    /// Only those from this time on (RFC 3339).
    #[serde(default, with = "time::serde::rfc3339::option")]
    from: Option<OffsetDateTime>,
    /// Only those before this time (RFC 3339).
    #[serde(default, with = "time::serde::rfc3339::option")]
    to: Option<OffsetDateTime>,
    /// Only those that touched this sheet.
    sheet: Option<String>,
    /// Only those that touched these cells, where they are now.
    range: Option<String>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Changes)]
pub(super) struct ChangeList {
    changes: Vec<ChangeView>,
    /// `before` of the next page; null on the last one. Where very many changes touched a place, a page may be short, or
    /// empty, and yet not the last one.
    next: Option<Seq>,
    /// What lies before all of them and is no longer told.
    folded: Option<FoldedView>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct ChangeView {
    seq: Seq,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    author: AuthorView,
    link: Option<LinkView>,
    /// `edit`, `import`, `api`, `revert`, `restore` or `system`.
    via: String,
    summary: String,
    /// The change that this one takes back.
    reverts: Option<i64>,
    /// The changes that this one takes back where they are several, the first thousand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reverts_all: Vec<i64>,
    /// The moment that this one goes back to.
    restores: Option<i64>,
    /// What it touched; in lists the first 20.
    cells: Vec<Touched>,
    /// How much it touched in all.
    total_cells: i64,
    /// Covers this change and all before it, hex.
    hash: String,
}

/// What happened, newest first.
#[utoipa::path(get, path = "/api/workbooks/{id}/changes", tag = "history",
    params(("id" = WorkbookId, Path), Which), responses(
    (status = 200, body = ChangeList),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-range`", body = ProblemBody),
))]
pub(super) async fn list(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Query(which): Query<Which>,
) -> Result<Json<ChangeList>, Problem> {
    app.access(&user, id).await?;
    let limit = which.limit.unwrap_or(50).clamp(1, MOST);
    let mut filter = Filter {
        before: which.before.map(Seq),
        author: which.author,
        link: which.link,
        via: which.via,
        from: which.from,
        to: which.to,
        limit: limit + 1,
        ..Filter::default()
    };
    let part = Part::of(&app, id, which.sheet.as_deref(), which.range.as_deref()).await?;
    if let Some(Part { sheet, range }) = part {
        (filter.sheet, filter.range) = (Some(sheet), range);
    }
    let log::Listed {
        mut changes,
        looked,
    } = log::list(&app.db.pool, id, &filter).await?;
    let more = changes.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    changes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = changes
        .last()
        .filter(|_| more)
        .map(|change| change.seq)
        .or(looked);
    let changes = views(&app, id, changes, CELLS_IN_LISTS).await?;
    let folded = FoldedView::of(&app, id).await?;
    Ok(Json(ChangeList {
        changes,
        next,
        folded,
    }))
}

/// One change with all that it touched.
#[utoipa::path(get, path = "/api/workbooks/{id}/changes/{seq}", tag = "history",
    params(("id" = WorkbookId, Path), ("seq" = i64, Path)), responses(
    (status = 200, body = ChangeView),
    (status = 404, description = "`workbook-unknown`, `change-unknown`", body = ProblemBody),
))]
pub(super) async fn one(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path((id, seq)): Path<(WorkbookId, i64)>,
) -> Result<Json<ChangeView>, Problem> {
    app.access(&user, id).await?;
    let change = history::change(&app.db, id, Seq(seq)).await?;
    let mut views = views(&app, id, vec![change], CELLS_OF_ONE).await?;
    let view = views.pop();
    view.map(Json)
        .ok_or_else(|| Problem::not_found("change-unknown", "There is no such change."))
}

/// A sheet and a range of it as the log knows them.
pub(super) async fn place(
    app: &App,
    id: WorkbookId,
    sheet: Option<String>,
    range: Option<String>,
) -> Result<(Option<String>, Option<IdRange>), Problem> {
    let room = app.rooms.open(id).await?;
    let found = room.read(move |document, _| {
        let sheet = calculation::sheet_named(document, sheet.as_deref())?;
        let range = match range {
            None => None,
            Some(range) => {
                let area = calculation::area(Some(&range))?;
                let rows = spans(sheet.rows(), area.top, area.bottom);
                Some(IdRange {
                    rows,
                    cols: spans(sheet.cols(), area.left, area.right),
                })
            }
        };
        Ok::<_, ReadError>((Some(sheet.id().to_string()), range))
    });
    found.await?.map_err(|error| problem_of_read(&error))
}

fn spans(axis: &Axis, first: u32, last: u32) -> Vec<(i64, i64)> {
    let span = |(first, count): LineRun| {
        (
            first.cast_signed(),
            (first + u64::from(count)).cast_signed() - 1,
        )
    };
    axis.spans_of(first, last.min(axis.shown().saturating_sub(1)))
        .into_iter()
        .map(span)
        .collect()
}

async fn views(
    app: &App,
    id: WorkbookId,
    changes: Vec<ChangeRow>,
    most_cells: i32,
) -> Result<Vec<ChangeView>, Problem> {
    let seqs: Vec<i64> = changes.iter().map(|change| change.seq.0).collect();
    let names = Names::of(
        app,
        id,
        changes.iter().map(|change| (change.author, change.link)),
    )
    .await?;
    let mut totals: HashMap<i64, i64> = log::cell_counts(&app.db.pool, id, &seqs)
        .await?
        .into_iter()
        .collect();
    let mut cells = log::cells(&app.db.pool, id, &seqs, most_cells).await?;
    for change in &changes {
        let Some(count) = folded_cells(change) else {
            continue;
        };
        totals.insert(change.seq.0, count);
        cells.retain(|row| row.seq != change.seq);
        let most = usize::try_from(most_cells).unwrap_or_default();
        let rows = unfolded(app, id, change.seq, most).await?;
        let told = rows.into_iter().filter(|row| row.row >= 0);
        cells.extend(told.take(most));
    }
    let mut touched = touched(app, id, cells).await?;
    let detail = |change: &ChangeRow, key: &str| {
        change
            .detail
            .as_ref()
            .and_then(|detail| detail.get(key))
            .and_then(serde_json::Value::as_i64)
    };
    let view = |change: ChangeRow| ChangeView {
        seq: change.seq,
        at: change.at,
        author: names.author(change.author),
        link: names.link(change.link),
        reverts: detail(&change, "reverts"),
        reverts_all: several(&change),
        restores: detail(&change, "restores"),
        via: change.via,
        summary: change.summary,
        cells: touched.remove(&change.seq).unwrap_or_default(),
        total_cells: totals.get(&change.seq.0).copied().unwrap_or(0),
        hash: hex::encode(change.hash),
    };
    Ok(changes.into_iter().map(view).collect())
}

/// The changes that a change says it takes back.
fn several(change: &ChangeRow) -> Vec<i64> {
    let named = change
        .detail
        .as_ref()
        .and_then(|detail| detail.get("reverts_all")?.as_array());
    let numbers = named.into_iter().flatten();
    numbers.filter_map(serde_json::Value::as_i64).collect()
}

/// Rows of the log in words, a part at a time, so that nobody's edit waits for a long list.
async fn touched(
    app: &App,
    id: WorkbookId,
    cells: Vec<CellRow>,
) -> Result<HashMap<Seq, Vec<Touched>>, Problem> {
    let room = app.rooms.open(id).await?;
    let mut touched: HashMap<Seq, Vec<Touched>> = HashMap::new();
    let mut cells = cells.into_iter().peekable();
    while cells.peek().is_some() {
        let part: Vec<CellRow> = cells.by_ref().take(ROWS_AT_ONCE).collect();
        let described = room.read(move |document, _| {
            let book = document.workbook();
            part.iter()
                .filter_map(|row| Some((row.seq, history::describe(row, book)?)))
                .collect::<Vec<_>>()
        });
        for (seq, one) in described.await? {
            touched.entry(seq).or_default().push(one);
        }
    }
    Ok(touched)
}

/// A cell's address as a range of one cell.
pub(super) fn parse_cell(text: &str) -> Result<(u32, u32), Problem> {
    a1::parse_cell(text)
        .ok_or_else(|| Problem::unprocessable("bad-cell", "A cell is written like B7.").at("cell"))
}
