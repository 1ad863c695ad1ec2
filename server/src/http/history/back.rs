//! Taking one change back, and going back to a moment. Both are new changes with their own author.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use daylight_model::{Document, Key, Root, difference};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::super::bulk::change_many;
use super::super::rooms::editing;
use super::super::{Problem, ProblemBody, SignedIn};
use super::unfold::unfolded;
use super::{AuthorView, Names};
use crate::db::log::{self, CellRow, ChangeRow};
use crate::history::{self, Author, Conflict, Imported, Plan, Via};
use crate::ids::{Seq, WorkbookId};
use crate::state::App;

#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
pub(super) struct Revert {
    /// Only say what would happen.
    #[serde(default)]
    preview: bool,
    /// Overwrite what was changed since, too.
    #[serde(default)]
    overwrite: bool,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Reverted)]
pub(super) struct TakenBack {
    /// The new change; null for a preview or when nothing was left to take back.
    seq: Option<Seq>,
    /// How many entries are taken back.
    reverted: usize,
    /// What somebody changed since; left as it is unless overwriting was asked for. The first hundred.
    conflicts: Vec<ConflictView>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct ConflictView {
    sheet: Option<String>,
    /// Null where it is no cell, or a deleted one.
    cell: Option<String>,
    #[schema(value_type = Option<Object>)]
    now: Value,
    #[schema(value_type = Option<Object>)]
    was: Value,
    /// The last change there.
    seq: Option<Seq>,
    #[serde(with = "time::serde::rfc3339::option")]
    at: Option<OffsetDateTime>,
    author: Option<AuthorView>,
}

/// Take one change back, where nobody changed something since.
#[utoipa::path(post, path = "/api/workbooks/{id}/changes/{seq}/revert", tag = "history",
    params(("id" = WorkbookId, Path), ("seq" = i64, Path)), request_body = Option<Revert>, responses(
    (status = 200, body = TakenBack),
    (status = 403, description = "`read-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`, `change-unknown`", body = ProblemBody),
    (status = 422, description = "`first-change`: there was nothing before it", body = ProblemBody),
))]
pub(super) async fn revert(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path((id, seq)): Path<(WorkbookId, i64)>,
    body: Option<Json<Revert>>,
) -> Result<Json<TakenBack>, Problem> {
    let access = editing(app.access(&user, id).await?)?;
    let Revert { preview, overwrite } = body.map(|Json(body)| body).unwrap_or_default();
    let seq = Seq(seq);
    let change = log::change(&app.db.pool, id, seq).await?;
    let change = change.ok_or(history::LoadError::NoSuchChange { workbook: id, seq })?;
    if seq == Seq(1) {
        return Err(Problem::unprocessable(
            "first-change",
            "There was nothing before the first change.",
        ));
    }
    let undo = Undo::prepare(&app, id, seq).await?;
    let room = app.rooms.open(id).await?;
    let (made, plan) = if preview {
        (
            None,
            room.read(move |document, _| undo.plan(document, overwrite))
                .await?,
        )
    } else {
        let author = Author {
            summary: Some(words(&app, id, &change).await?),
            detail: Some(json!({"reverts": seq.0})),
            ..Author::new(user.id, access.link, Via::Revert)
        };
        let undo = Arc::new(undo);
        let made = change_many(&app, &room, author, move |document| {
            let mut plan = undo.plan(document, overwrite);
            Ok::<_, std::convert::Infallible>((std::mem::take(&mut plan.edits), plan))
        });
        let Ok(made) = made.await?;
        made
    };
    let Plan {
        reverted,
        conflicts,
        ..
    } = plan;
    let conflicts = conflict_views(&app, id, conflicts).await?;
    Ok(Json(TakenBack {
        seq: made,
        reverted,
        conflicts,
    }))
}

/// What it takes to take a change back.
struct Undo {
    rows: Vec<CellRow>,
    imported: Imported,
}

impl Undo {
    async fn prepare(app: &App, id: WorkbookId, seq: Seq) -> Result<Self, Problem> {
        let rows = unfolded(app, id, seq, usize::MAX).await?;
        let cells = history::cells_of(&rows);
        let room = app.rooms.open(id).await?;
        let wanted = room
            .read(move |document, _| history::wanted_cells(cells, document))
            .await?;
        let bases = app.rooms.bases();
        let imported = bases
            .imported(id, wanted)
            .await
            .map_err(Problem::internal)?;
        Ok(Self { rows, imported })
    }

    fn plan(&self, document: &Document, overwrite: bool) -> Plan {
        history::plan(&self.rows, &self.imported, document, overwrite)
    }
}

async fn words(app: &App, id: WorkbookId, change: &ChangeRow) -> Result<String, Problem> {
    let names = Names::of(app, id, std::iter::once((change.author, change.link))).await?;
    let author = names.author(change.author).name;
    Ok(format!("Undid a change by {author}: {}", change.summary)
        .chars()
        .take(200)
        .collect())
}

async fn conflict_views(
    app: &App,
    id: WorkbookId,
    conflicts: Vec<Conflict>,
) -> Result<Vec<ConflictView>, Problem> {
    if conflicts.is_empty() {
        return Ok(Vec::new());
    }
    let mut touches = Vec::with_capacity(conflicts.len());
    for conflict in &conflicts {
        touches.push(last_touch(app, id, &conflict.key).await?);
    }
    let authors = touches.iter().flatten().map(|change| (change.author, None));
    let names = Names::of(app, id, authors).await?;
    let room = app.rooms.open(id).await?;
    let views = room.read(move |document, _| {
        let book = document.workbook();
        let view = |(conflict, touch): (Conflict, Option<ChangeRow>)| {
            let sheet = conflict.key.sheet();
            let shape = sheet.and_then(|sheet| book.sheet(sheet));
            let shown = |stored: Option<&Value>| match (&conflict.key, sheet) {
                (Key::Cell(..), Some(sheet)) => history::content(stored, sheet, book),
                _ => Value::Null,
            };
            ConflictView {
                sheet: shape.map(|shape| shape.name().to_owned()),
                cell: conflict
                    .key
                    .cell()
                    .zip(shape)
                    .and_then(|(cell, shape)| history::address(shape, cell)),
                now: shown(conflict.now.as_ref()),
                was: shown(conflict.was.as_ref()),
                seq: touch.as_ref().map(|change| change.seq),
                at: touch.as_ref().map(|change| change.at),
                author: touch.map(|change| names.author(change.author)),
            }
        };
        conflicts.into_iter().zip(touches).map(view).collect()
    });
    Ok(views.await?)
}

async fn last_touch(app: &App, id: WorkbookId, key: &Key) -> Result<Option<ChangeRow>, Problem> {
    let sheet = key.sheet().map(ToString::to_string).unwrap_or_default();
    let text = key.to_string();
    let entry = if sheet.is_empty() {
        text.as_str()
    } else {
        text.get(sheet.len() + 1..).unwrap_or_default()
    };
    let line = |line: daylight_model::LineId| history::signed(line);
    let place = match key.cell() {
        Some(cell) => (
            key.root().as_str(),
            sheet.as_str(),
            line(cell.row),
            line(cell.col),
            None,
        ),
        None => (key.root().as_str(), sheet.as_str(), -1, -1, Some(entry)),
    };
    match log::last_touch(&app.db.pool, id, place).await? {
        Some(seq) => Ok(log::change(&app.db.pool, id, seq).await?),
        None => Ok(None),
    }
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(super) struct Restore {
    /// The moment to go back to: right after this change.
    seq: i64,
    /// Only say what would happen.
    #[serde(default)]
    preview: bool,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Restored {
    /// The new change; null for a preview or when nothing is different.
    seq: Option<Seq>,
    /// How many cells are different then.
    cells: usize,
}

/// Go back to a moment: everything that is different since is written back, as one change.
#[utoipa::path(post, path = "/api/workbooks/{id}/restore", tag = "history", params(("id" = WorkbookId, Path)),
    request_body = Restore, responses(
    (status = 200, body = Restored),
    (status = 403, description = "`read-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`, `change-unknown`", body = ProblemBody),
))]
pub(super) async fn restore(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Json(restore): Json<Restore>,
) -> Result<Json<Restored>, Problem> {
    let access = editing(app.access(&user, id).await?)?;
    let then = history::load(&app.db, id, Some(Seq(restore.seq)))
        .await?
        .document;
    let room = app.rooms.open(id).await?;
    let cells_in = |edits: &[daylight_model::Edit]| {
        edits.iter().filter(|edit| edit.root == Root::Cells).count()
    };
    if restore.preview {
        let cells = room
            .read(move |now, _| cells_in(&difference(now, &then)))
            .await?;
        return Ok(Json(Restored { seq: None, cells }));
    }
    let author = Author {
        summary: Some(format!(
            "Restored the workbook as it was after change {}",
            restore.seq
        )),
        detail: Some(json!({"restores": restore.seq})),
        ..Author::new(user.id, access.link, Via::Restore)
    };
    let made = room.change(author, move |now| {
        let edits = difference(now, &then);
        let cells = cells_in(&edits);
        Ok::<_, std::convert::Infallible>((edits, cells))
    });
    let Ok((seq, cells)) = made.await?;
    Ok(Json(Restored { seq, cells }))
}
