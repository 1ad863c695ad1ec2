//! Taking changes back, and going back to a moment. Both are new changes with their own author.

use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use daylight_model::{Document, Edit, Key, Root, difference};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::super::bulk::change_many;
use super::super::rooms::editing;
use super::super::{Problem, ProblemBody, SignedIn};
use super::between::{Moment, Part, between};
use super::selection::{Selection, too_many};
use super::unfold::unfolded;
use super::{AuthorView, Names};
use crate::auth::Access;
use crate::db::log::{self, CellRow, ChangeRow};
use crate::history::{self, Author, Conflict, Imported, Overwrite, Plan, Touched, Via};
use crate::ids::{Seq, WorkbookId};
use crate::state::App;

/// Entries taken back at once.
const MOST_ENTRIES: usize = 500_000;
/// What a preview tells one by one.
const MOST_TOLD: usize = 5000;
/// Changes that a change names as taken back, by number.
const MOST_NAMED: usize = 1000;

#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
pub(super) struct Revert {
    /// Only say what would happen.
    #[serde(default)]
    preview: bool,
    /// Overwrite what was changed since, too.
    #[serde(default)]
    overwrite: bool,
    /// Or only that of it: `entry` of conflicts.
    #[serde(default)]
    take: HashSet<String>,
    /// So many conflicts are not listed, since they are known: the next hundred are.
    #[serde(default)]
    skip: usize,
}

impl Revert {
    fn choice(&self) -> Overwrite {
        if self.overwrite {
            Overwrite::Everything
        } else if self.take.is_empty() {
            Overwrite::Nothing
        } else {
            Overwrite::These(self.take.clone())
        }
    }
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(super) struct RevertMany {
    #[serde(flatten)]
    which: Selection,
    #[serde(flatten)]
    how: Revert,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Reverted)]
pub(super) struct TakenBack {
    /// The new change; null for a preview or when nothing was left to take back.
    seq: Option<Seq>,
    /// How many changes are meant.
    changes: usize,
    /// How many entries are taken back.
    reverted: usize,
    /// What somebody changed since; left as it is unless overwriting was asked for. A hundred, after
    /// those that were to be skipped.
    conflicts: Vec<ConflictView>,
    /// For a preview: what would be written, from what is there now. The first 5,000.
    cells: Vec<Touched>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct ConflictView {
    /// Names the choice to overwrite it.
    entry: String,
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
    let how = body.map(|Json(body)| body).unwrap_or_default();
    let seq = Seq(seq);
    let change = history::change(&app.db, id, seq).await?;
    if seq == Seq(1) {
        return Err(Problem::unprocessable(
            "first-change",
            "There was nothing before the first change.",
        ));
    }
    let rows = unfolded(&app, id, seq, usize::MAX).await?;
    take_back(&app, &access, &[change], rows, None, &how).await
}

/// Take many changes back at once, where nobody else changed something since: some by number, or somebody's, what came
/// through a link or a way in, in a span of time; all that they did, or what they did on a sheet or to some cells.
#[utoipa::path(post, path = "/api/workbooks/{id}/revert", tag = "history", params(("id" = WorkbookId, Path)),
    request_body = RevertMany, responses(
    (status = 200, body = TakenBack),
    (status = 403, description = "`read-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`, `change-unknown`", body = ProblemBody),
    (status = 422, description = "`nothing-chosen`, `no-changes`, `too-many-changes`, `bad-range`", body = ProblemBody),
))]
pub(super) async fn revert_many(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Json(RevertMany { which, how }): Json<RevertMany>,
) -> Result<Json<TakenBack>, Problem> {
    let access = editing(app.access(&user, id).await?)?;
    let (changes, part) = which.find(&app, id).await?;
    let mut rows = Vec::new();
    for change in &changes {
        rows.extend(unfolded(&app, id, change.seq, MOST_ENTRIES).await?);
        if let Some(part) = &part {
            rows.retain(|row| part.has(row));
        }
        if rows.len() > MOST_ENTRIES {
            return Err(too_many(MOST_ENTRIES));
        }
    }
    let place = part
        .is_some()
        .then(|| place_words(which.sheet.as_deref(), which.range.as_deref()));
    take_back(&app, &access, &changes, rows, place, &how).await
}

/// Where, in words.
fn place_words(sheet: Option<&str>, range: Option<&str>) -> String {
    match (sheet, range) {
        (Some(sheet), Some(range)) => format!("{sheet}!{range}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}

async fn take_back(
    app: &App,
    access: &Access,
    changes: &[ChangeRow],
    rows: Vec<CellRow>,
    place: Option<String>,
    how: &Revert,
) -> Result<Json<TakenBack>, Problem> {
    let id = access.workbook;
    let undo = Undo::prepare(app, id, rows, how.choice(), how.skip).await?;
    let author = Author {
        summary: Some(words(changes, place)),
        detail: Some(match changes {
            [one] => json!({"reverts": one.seq.0}),
            many => {
                let named: Vec<i64> = many.iter().take(MOST_NAMED).map(|c| c.seq.0).collect();
                json!({"reverts_all": named, "count": many.len()})
            }
        }),
        ..Author::new(access.user.id, access.link, Via::Revert)
    };
    let (seq, plan, cells) = if how.preview {
        let (plan, cells) = undo.preview(app, id).await?;
        (None, plan, cells)
    } else {
        let (seq, plan) = undo.carry_out(app, id, author).await?;
        (seq, plan, Vec::new())
    };
    let conflicts = conflict_views(app, id, plan.conflicts).await?;
    Ok(Json(TakenBack {
        seq,
        changes: changes.len(),
        reverted: plan.reverted,
        conflicts,
        cells,
    }))
}

/// What it takes to take rows of the log back.
struct Undo {
    rows: Arc<Vec<CellRow>>,
    imported: Arc<Imported>,
    overwrite: Overwrite,
    /// Conflicts that are not listed.
    skip: usize,
}

impl Undo {
    async fn prepare(
        app: &App,
        id: WorkbookId,
        rows: Vec<CellRow>,
        overwrite: Overwrite,
        skip: usize,
    ) -> Result<Self, Problem> {
        let cells = history::cells_of(&rows);
        let room = app.rooms.open(id).await?;
        let wanted = room
            .read(move |document, _| history::wanted_cells(cells, document))
            .await?;
        let imported = app.rooms.bases().imported(id, wanted).await;
        Ok(Self {
            rows: Arc::new(rows),
            imported: Arc::new(imported.map_err(Problem::internal)?),
            overwrite,
            skip,
        })
    }

    fn plan(&self, document: &Document) -> Plan {
        history::plan(
            &self.rows,
            &self.imported,
            document,
            &self.overwrite,
            self.skip,
        )
    }

    /// What would be written, and in words what is there now and would be then.
    async fn preview(self, app: &App, id: WorkbookId) -> Result<(Plan, Vec<Touched>), Problem> {
        let room = app.rooms.open(id).await?;
        let seen = room.read(move |document, _| {
            let plan = self.plan(document);
            let told = plan.edits.get(..MOST_TOLD).unwrap_or(&plan.edits);
            let rows = history::rows_of_edits(told, &self.imported, document);
            let book = document.workbook();
            let cells = rows.iter().filter_map(|row| history::describe(row, book));
            (cells.collect(), plan)
        });
        let (cells, plan): (Vec<Touched>, Plan) = seen.await?;
        Ok((plan, cells))
    }

    async fn carry_out(
        self,
        app: &App,
        id: WorkbookId,
        author: Author,
    ) -> Result<(Option<Seq>, Plan), Problem> {
        let room = app.rooms.open(id).await?;
        let undo = Arc::new(self);
        let made = change_many(app, &room, author, move |document| {
            let mut plan = undo.plan(document);
            Ok::<_, Infallible>((std::mem::take(&mut plan.edits), plan))
        });
        let Ok(made) = made.await?;
        Ok(made)
    }
}

/// In words, without anybody's name: the log keeps them for ever, and people may want to be forgotten.
fn words(changes: &[ChangeRow], place: Option<String>) -> String {
    let place = place
        .map(|place| format!(" in {place}"))
        .unwrap_or_default();
    let words = match changes {
        [one] => format!("Undid a change{place}: {}", one.summary),
        many => format!("Undid {} changes{place}", many.len()),
    };
    words.chars().take(200).collect()
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
                entry: conflict.entry,
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
    /// Only this sheet, by its name now.
    sheet: Option<String>,
    /// Only these cells, where they are now.
    range: Option<String>,
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
    /// For a preview of a sheet or some cells: what would be written, from what is there now. The first 5,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Vec<Touched>>,
}

/// Go back to a moment: everything that is different since is written back, as one change; of the whole workbook, of a
/// sheet, or of some cells.
#[utoipa::path(post, path = "/api/workbooks/{id}/restore", tag = "history", params(("id" = WorkbookId, Path)),
    request_body = Restore, responses(
    (status = 200, body = Restored),
    (status = 403, description = "`read-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`, `change-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-range`, `too-many-changes`", body = ProblemBody),
))]
pub(super) async fn restore(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Json(restore): Json<Restore>,
) -> Result<Json<Restored>, Problem> {
    let access = editing(app.access(&user, id).await?)?;
    let part = Part::of(&app, id, restore.sheet.as_deref(), restore.range.as_deref()).await?;
    if let Some(part) = part {
        return restore_part(&app, &access, restore, part).await;
    }
    let then = history::moment(&app.db, id, Seq(restore.seq)).await?;
    let room = app.rooms.open(id).await?;
    if restore.preview {
        let cells = room
            .read(move |now, _| cells_in(&difference(now, &then)))
            .await?;
        return Ok(Json(Restored {
            seq: None,
            cells,
            changes: None,
        }));
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
        Ok::<_, Infallible>((edits, cells))
    });
    let Ok((seq, cells)) = made.await?;
    Ok(Json(Restored {
        seq,
        cells,
        changes: None,
    }))
}

fn cells_in(edits: &[Edit]) -> usize {
    edits.iter().filter(|edit| edit.root == Root::Cells).count()
}

/// A sheet or some cells: all that happened there since is taken back, as if it had been one change.
async fn restore_part(
    app: &App,
    access: &Access,
    restore: Restore,
    part: Part,
) -> Result<Json<Restored>, Problem> {
    let id = access.workbook;
    let then = Moment::of(app, id, Some(Seq(restore.seq))).await?;
    let now = Moment::of(app, id, None).await?;
    let mut rows = between(app, id, &then, &now, MOST_ENTRIES).await?;
    rows.retain(|row| part.has(row));
    if rows.len() >= MOST_ENTRIES {
        return Err(too_many(MOST_ENTRIES));
    }
    let words = place_words(restore.sheet.as_deref(), restore.range.as_deref());
    let author = Author {
        summary: Some(format!("Restored {words} as after change {}", restore.seq)),
        detail: Some(json!({"restores": restore.seq, "part": words})),
        ..Author::new(access.user.id, access.link, Via::Restore)
    };
    let undo = Undo::prepare(app, id, rows, Overwrite::Everything, 0).await?;
    let (seq, cells, changes) = if restore.preview {
        let (plan, changes) = undo.preview(app, id).await?;
        (None, plan.reverted, changes)
    } else {
        let (seq, plan) = undo.carry_out(app, id, author).await?;
        (seq, plan.reverted, Vec::new())
    };
    Ok(Json(Restored {
        seq,
        cells,
        changes: Some(changes),
    }))
}
