//! The story of one cell.

use std::collections::HashSet;

use axum::Json;
use axum::extract::{Path, Query, State};
use daylight_model::{CellId, SheetId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;

use super::super::rooms::problem_of_read;
use super::super::{Problem, ProblemBody, SignedIn};
use super::keeping::FoldedView;
use super::list::parse_cell;
use super::{AuthorView, LinkView, Names};
use crate::calculation::{self, ReadError};
use crate::db::log::{self, StoryRow};
use crate::history::{self, BasePart, Swap};
use crate::ids::{Seq, WorkbookId};
use crate::state::App;
use crate::sync::Room;

/// Steps given at once.
const MOST: i64 = 500;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(super) struct Which {
    /// Name of the sheet; the first one when left out.
    sheet: Option<String>,
    /// The cell, where it is now.
    #[param(example = "B7")]
    cell: String,
    /// Only what happened before this change.
    before: Option<i64>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Story)]
pub(super) struct CellStory {
    sheet: String,
    cell: String,
    /// Newest first; what was imported comes last.
    story: Vec<Step>,
    /// What lies before all of it and is no longer told.
    folded: Option<FoldedView>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Step {
    seq: Seq,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    author: AuthorView,
    link: Option<LinkView>,
    via: String,
    /// A scalar, `{"error": …}`, formula text with its `=`, or null for nothing.
    #[schema(value_type = Option<Object>)]
    old: Value,
    #[schema(value_type = Option<Object>)]
    new: Value,
    /// Written in vain: a concurrent change won.
    superseded: bool,
}

/// A cell as a request names it.
pub(in crate::http) struct Found {
    pub sheet: SheetId,
    pub name: String,
    pub cell: CellId,
}

impl Found {
    /// Finds a cell by its address, on the sheet of that name or else the first.
    pub(super) async fn of(
        room: &Room,
        sheet: Option<String>,
        address: &str,
    ) -> Result<Self, Problem> {
        let (row, col) = parse_cell(address)?;
        let found = room.read(move |document, _| {
            let sheet = calculation::sheet_named(document, sheet.as_deref())?;
            let lines = sheet.rows().id_at(row).zip(sheet.cols().id_at(col));
            let (row, col) = lines.ok_or_else(|| ReadError::NoRange("the cell".to_owned()))?;
            Ok::<_, ReadError>(Self {
                sheet: sheet.id().clone(),
                name: sheet.name().to_owned(),
                cell: CellId { row, col },
            })
        });
        found.await?.map_err(|error| problem_of_read(&error))
    }
}

/// What happened to one cell, wherever it was at the time.
#[utoipa::path(get, path = "/api/workbooks/{id}/cells/history", tag = "history",
    params(("id" = WorkbookId, Path), Which), responses(
    (status = 200, body = CellStory),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-cell`", body = ProblemBody),
))]
pub(super) async fn story(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Query(which): Query<Which>,
) -> Result<Json<CellStory>, Problem> {
    app.access(&user, id).await?;
    let room = app.rooms.open(id).await?;
    let found = Found::of(&room, which.sheet, &which.cell).await?;
    let rows = steps(&app, id, &found, which.before.map(Seq)).await?;
    let names = Names::of(&app, id, rows.iter().map(|row| (row.author, row.link))).await?;
    let sheet = found.sheet.clone();
    let story = room.read(move |document, _| {
        let value = |stored: Option<String>| {
            let json = stored.and_then(|json| serde_json::from_str(&json).ok());
            history::content(json.as_ref(), &sheet, document.workbook())
        };
        let step = |row: StoryRow| Step {
            seq: row.seq,
            at: row.at,
            author: names.author(row.author),
            link: names.link(row.link),
            via: row.via,
            old: value(row.old),
            new: value(row.new),
            superseded: row.superseded,
        };
        rows.into_iter().map(step).collect()
    });
    let story = story.await?;
    Ok(Json(CellStory {
        sheet: found.name,
        cell: which.cell.to_ascii_uppercase(),
        story,
        folded: FoldedView::of(&app, id).await?,
    }))
}

/// What happened to a cell before a change, newest first.
async fn steps(
    app: &App,
    id: WorkbookId,
    found: &Found,
    before: Option<Seq>,
) -> Result<Vec<StoryRow>, Problem> {
    let place = (
        found.sheet.as_str(),
        history::signed(found.cell.row),
        history::signed(found.cell.col),
    );
    let mut rows = log::story(&app.db.pool, id, place, before, MOST).await?;
    let told: HashSet<Seq> = rows.iter().map(|row| row.seq).collect();
    let in_blocks = in_blocks(app, id, found, before).await?;
    // An entry that such a change covered tells of it already.
    rows.extend(in_blocks.into_iter().filter(|row| !told.contains(&row.seq)));
    rows.sort_by_key(|row| std::cmp::Reverse(row.seq));
    rows.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    Ok(rows)
}

/// The change to which a cell owes what it holds, and what the cell is called.
pub(in crate::http) async fn owed_to(
    app: &App,
    id: WorkbookId,
    sheet: Option<String>,
    address: &str,
) -> Result<(Found, Option<Seq>), Problem> {
    let room = app.rooms.open(id).await?;
    let found = Found::of(&room, sheet, address).await?;
    let steps = steps(app, id, &found, None).await?;
    let last = steps.iter().find(|step| !step.superseded);
    let seq = last.map(|step| step.seq);
    Ok((found, seq))
}

/// What blocks say of the cell: what was imported into it, and what changes of many cells wrote there.
async fn in_blocks(
    app: &App,
    id: WorkbookId,
    found: &Found,
    before: Option<Seq>,
) -> Result<Vec<StoryRow>, Problem> {
    let bases = app.rooms.bases();
    let mut steps = Vec::new();
    for row in log::swaps(&app.db.pool, id, found.sheet.as_str(), before).await? {
        let swap = Swap::of(found.sheet.clone(), row.old.as_deref(), row.new.as_deref());
        let sides = bases.sides(id, &swap, [found.cell]).await;
        let content = |side: &BasePart| Some(side.content(found.cell)?.to_json().to_string());
        let [old, new] = sides.map_err(Problem::internal)?.each_ref().map(content);
        if old != new {
            steps.push(StoryRow {
                seq: row.seq,
                at: row.at,
                author: row.author,
                link: row.link,
                via: row.via,
                old,
                new,
                superseded: false,
            });
        }
    }
    Ok(steps)
}
