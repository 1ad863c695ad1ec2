//! Why a cell gives something else than it did.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use daylight_model::document::EntryChange;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;

use super::super::{Problem, ProblemBody, SignedIn};
use super::story::Found;
use super::{AuthorView, LinkView, Names};
use crate::calculation::{Step, Stride};
use crate::db::copy;
use crate::db::log::{self, CellRow, ChangeRow};
use crate::history::{self, Touched};
use crate::ids::{Seq, WorkbookId};
use crate::state::App;

/// Strides that are made again.
const MOST_STRIDES: usize = 2000;
/// Changes looked through.
const MOST_CHANGES: u32 = 100_000;
/// Cells of a step that are told.
const MOST_TOLD: usize = 20;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(super) struct Which {
    /// Name of the sheet; the first one when left out.
    sheet: Option<String>,
    /// The cell, where it is now.
    #[param(example = "B7")]
    cell: String,
    /// Right after this change.
    from: i64,
    /// Right after this change; now when left out.
    to: Option<i64>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Why)]
pub(super) struct Explanation {
    sheet: String,
    cell: String,
    from: Seq,
    to: Seq,
    #[schema(value_type = Option<Object>)]
    before: Value,
    #[schema(value_type = Option<Object>)]
    after: Value,
    /// `independent`: each contribution is the same whatever the others do, as in sums. `in-order`: each is what it was
    /// when the change was made, after those before it. They add up to the difference either way.
    #[schema(example = "independent")]
    method: &'static str,
    /// The changes that moved it, in order.
    steps: Vec<StepView>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct StepView {
    /// The change; the first one where several by the same author in a row were taken together.
    seq: Seq,
    /// The last one.
    last: Seq,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    author: AuthorView,
    link: Option<LinkView>,
    via: String,
    summary: String,
    #[schema(value_type = Option<Object>)]
    before: Value,
    #[schema(value_type = Option<Object>)]
    after: Value,
    /// By how much it moved the cell, where both are numbers.
    contribution: Option<f64>,
    /// What it wrote, the first 20.
    cells: Vec<Touched>,
}

/// Why a number is another one than it was: the changes between two moments that moved it, each with its author and its
/// contribution.
#[utoipa::path(get, path = "/api/workbooks/{id}/cells/why", tag = "history", params(("id" = WorkbookId, Path), Which),
    responses(
    (status = 200, body = Explanation),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`, `change-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-cell`, `too-many-changes`", body = ProblemBody),
))]
pub(super) async fn why(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Query(which): Query<Which>,
) -> Result<Json<Explanation>, Problem> {
    app.access(&user, id).await?;
    let room = app.rooms.open(id).await?;
    let found = Found::of(&room, which.sheet, &which.cell).await?;
    let from = Seq(which.from);
    let document = history::load(&app.db, id, Some(from)).await?.document;
    let head = log::head(&app.db.pool, id).await?.map(|head| head.seq);
    let to = which.to.map(Seq).or(head).unwrap_or(from);
    if Some(to) > head {
        return Err(history::LoadError::NoSuchChange {
            workbook: id,
            seq: to,
        }
        .into());
    }
    let (changes, strides) = strides(&app, id, from, to).await?;
    let cell = (found.sheet.clone(), found.cell);
    let why = app.rooms.moments().why(id, document, from, cell, strides);
    let why = Box::pin(why).await.map_err(Problem::internal)?;
    let steps = views(&app, id, why.steps, changes).await?;
    Ok(Json(Explanation {
        sheet: found.name,
        cell: which.cell.to_ascii_uppercase(),
        from,
        to,
        before: history::scalar(&why.before),
        after: history::scalar(&why.after),
        method: if why.independent {
            "independent"
        } else {
            "in-order"
        },
        steps,
    }))
}

/// The changes of a span, and what it takes to make them again: each by itself, or, where they are many, what an author
/// did in a row together.
async fn strides(
    app: &App,
    id: WorkbookId,
    from: Seq,
    to: Seq,
) -> Result<(Vec<(ChangeRow, Vec<CellRow>)>, Vec<Stride>), Problem> {
    let part = copy::part(&app.db.pool, id, from, MOST_CHANGES).await?;
    let in_span = part
        .changes
        .iter()
        .filter(|(change, _)| change.seq <= to)
        .count();
    let together = in_span > MOST_STRIDES;
    let mut cells = part.cells.into_iter().peekable();
    let (mut changes, mut strides): (Vec<(ChangeRow, Vec<CellRow>)>, Vec<Stride>) =
        Default::default();
    for (change, update) in part.changes.into_iter().take(in_span) {
        let mut own = Vec::new();
        while let Some(cell) = cells.next_if(|cell| cell.seq <= change.seq) {
            own.push(cell);
        }
        let entries = own.iter().filter_map(entry);
        let joins = together
            && changes
                .last()
                .is_some_and(|(last, _)| last.author == change.author);
        match strides.last_mut().filter(|_| joins) {
            Some(stride) => {
                stride.last = change.seq;
                stride.updates.push(update);
                stride.entries.extend(entries);
            }
            None => strides.push(Stride {
                first: change.seq,
                last: change.seq,
                updates: vec![update],
                entries: entries.collect(),
            }),
        }
        own.truncate(MOST_TOLD);
        changes.push((change, own));
    }
    let complete = changes
        .last()
        .map_or(to <= from, |(last, _)| last.seq >= to);
    if strides.len() > MOST_STRIDES || !complete {
        return Err(Problem::unprocessable(
            "too-many-changes",
            "Too much happened between these two moments. Choose moments that are closer together.",
        ));
    }
    Ok((changes, strides))
}

fn entry(row: &CellRow) -> Option<EntryChange> {
    let (root, _, key) = history::key_of(row)?;
    let value = |stored: &Option<String>| serde_json::from_str(stored.as_deref()?).ok();
    Some(EntryChange {
        root,
        key,
        old: value(&row.old),
        new: value(&row.new),
        superseded: row.superseded,
    })
}

async fn views(
    app: &App,
    id: WorkbookId,
    steps: Vec<Step>,
    changes: Vec<(ChangeRow, Vec<CellRow>)>,
) -> Result<Vec<StepView>, Problem> {
    let mut of: HashMap<Seq, (ChangeRow, Vec<CellRow>)> = changes
        .into_iter()
        .map(|(change, cells)| (change.seq, (change, cells)))
        .collect();
    let told: Vec<_> = steps
        .into_iter()
        .filter_map(|step| Some((of.remove(&step.first)?, step)))
        .collect();
    let whose = told
        .iter()
        .map(|((change, _), _)| (change.author, change.link));
    let names = Names::of(app, id, whose).await?;
    let room = app.rooms.open(id).await?;
    let views = room.read(move |document, _| {
        let book = document.workbook();
        let view = |((change, cells), step): ((ChangeRow, Vec<CellRow>), Step)| StepView {
            seq: step.first,
            last: step.last,
            at: change.at,
            author: names.author(change.author),
            link: names.link(change.link),
            via: change.via,
            summary: change.summary,
            contribution: match (&step.before, &step.after) {
                (daylight_model::Value::Number(before), daylight_model::Value::Number(after)) => {
                    Some(after - before)
                }
                _ => None,
            },
            before: history::scalar(&step.before),
            after: history::scalar(&step.after),
            cells: cells
                .iter()
                .filter_map(|row| history::describe(row, book))
                .collect(),
        };
        told.into_iter().map(view).collect()
    });
    Ok(views.await?)
}
