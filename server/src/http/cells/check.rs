//! What may be entered in a cell: asked before it is, and listed.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::{Path, State};
use daylight_model::formula::Origin;
use daylight_model::input::parse_input;
use daylight_model::{CellId, Content, Document, Format, SheetId, a1, display};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::super::rooms::{problem_of_cells, problem_of_read};
use super::super::{Problem, ProblemBody, SignedIn};
use crate::calculation;
use crate::history;
use crate::ids::WorkbookId;
use crate::state::App;
use crate::sync::Room;

/// Choices in one answer.
const MOST: usize = 500;

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
pub(super) struct Entry {
    /// Name of the sheet; the first one when left out.
    sheet: Option<String>,
    #[schema(example = "B7")]
    cell: String,
    /// As a person would type it.
    input: String,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Verdict {
    /// It may be entered.
    fits: bool,
    /// It must not be taken; otherwise it would be marked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    refuse: bool,
    /// What to say to people; may be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    say: Option<String>,
}

/// Ask whether an input is what may be entered in a cell.
#[utoipa::path(post, path = "/api/workbooks/{id}/checks/ask", tag = "cells", params(("id" = WorkbookId, Path)),
    request_body = Entry, responses(
    (status = 200, body = Verdict),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-cell`, `bad-input`", body = ProblemBody),
    (status = 503, description = "`calculating`: try again in a moment", body = ProblemBody),
))]
pub(super) async fn ask(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Json(entry): Json<Entry>,
) -> Result<Json<Verdict>, Problem> {
    app.access(&user, id).await?;
    let room = app.rooms.open(id).await?;
    let read = room.read(move |document, _| {
        let (sheet, cell, _) = place(document, entry.sheet.as_deref(), &entry.cell)?;
        let book = document.workbook();
        let origin = Origin {
            sheet: &sheet,
            cell: Some(cell),
        };
        let input = parse_input(&entry.input, origin, book.date1904(), book);
        let input = input
            .map_err(|error| Problem::unprocessable("bad-input", error.to_string()).at("input"))?;
        Ok::<_, Problem>((sheet, cell, input.content))
    });
    let (sheet, cell, content): (SheetId, CellId, Content) = read.await??;
    let wait = app.rooms.limits().calculation_wait;
    let misfits = room.misfits(sheet, vec![(cell, content)], wait).await;
    let misfit = misfits.map_err(|error| problem_of_cells(&error))?.pop();
    Ok(Json(match misfit {
        None => Verdict {
            fits: true,
            refuse: false,
            say: None,
        },
        Some((_, misfit)) => Verdict {
            fits: false,
            refuse: misfit.refuse,
            say: Some(misfit.say.to_string()),
        },
    }))
}

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
pub(super) struct Asked {
    /// Name of the sheet; the first one when left out.
    sheet: Option<String>,
    #[schema(example = "B7")]
    cell: String,
    /// Only what reads so somewhere, in any case.
    search: Option<String>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Choices {
    /// As they read, each once, in order.
    values: Vec<String>,
    /// There are more than these.
    more: bool,
}

/// List what a cell may hold whose list is a range or a formula; nothing where it has no such list.
#[utoipa::path(post, path = "/api/workbooks/{id}/checks/choices", tag = "cells", params(("id" = WorkbookId, Path)),
    request_body = Asked, responses(
    (status = 200, body = Choices),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-cell`", body = ProblemBody),
    (status = 503, description = "`calculating`: try again in a moment", body = ProblemBody),
))]
pub(super) async fn choices(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Json(asked): Json<Asked>,
) -> Result<Json<Choices>, Problem> {
    app.access(&user, id).await?;
    let room = app.rooms.open(id).await?;
    let search = asked.search.unwrap_or_default().to_lowercase();
    let read = room.read(move |document, _| {
        let (sheet, cell, format) = place(document, asked.sheet.as_deref(), &asked.cell)?;
        let date1904 = document.workbook().date1904();
        Ok::<_, Problem>((sheet, cell, format, date1904))
    });
    let (sheet, cell, format, date1904) = read.await??;
    let wait = app.rooms.limits().calculation_wait;
    let values = room.choices(sheet, cell, wait).await;
    let values = values.map_err(|error| problem_of_cells(&error))?;
    let mut seen = BTreeSet::new();
    let mut texts = values
        .into_iter()
        .flatten()
        .map(|value| display::text(&value, format.number_format(), date1904))
        .filter(|text| !text.is_empty() && text.to_lowercase().contains(&search))
        .filter(|text| seen.insert(text.clone()));
    let values: Vec<String> = texts.by_ref().take(MOST).collect();
    let more = texts.next().is_some();
    Ok(Json(Choices { values, more }))
}

/// A cell by its address, and what was written over its imported format.
fn place(
    document: &Document,
    sheet: Option<&str>,
    address: &str,
) -> Result<(SheetId, CellId, Format), Problem> {
    let sheet = calculation::sheet_named(document, sheet).map_err(|e| problem_of_read(&e))?;
    let cell = a1::parse_cell(address).and_then(|(row, col)| {
        Some(CellId {
            row: sheet.rows().id_at(row)?,
            col: sheet.cols().id_at(col)?,
        })
    });
    let bad = || Problem::unprocessable("bad-cell", "A cell is written like B7.").at("cell");
    let cell = cell.ok_or_else(bad)?;
    let format = sheet.format_of(cell, &Format::default());
    Ok((sheet.id().clone(), cell, format))
}

/// Fails when a cell is to hold what it must not (FORMAT.md §10).
pub(in crate::http) async fn refuse_misfits(
    app: &App,
    room: &Room,
    sheet: SheetId,
    contents: Vec<(CellId, Content)>,
) -> Result<(), Problem> {
    let cells: Vec<CellId> = contents.iter().map(|(cell, _)| *cell).collect();
    let wait = app.rooms.limits().calculation_wait;
    let misfits = room.misfits(sheet.clone(), contents, wait).await;
    let misfits = misfits.map_err(|error| problem_of_cells(&error))?;
    let Some((place, misfit)) = misfits.into_iter().find(|(_, misfit)| misfit.refuse) else {
        return Ok(());
    };
    let cell = cells.get(place).copied();
    let address = room.read(move |document, _| {
        let sheet = document.workbook().sheet(&sheet)?;
        history::address(sheet, cell?)
    });
    let address = address.await?.unwrap_or_default();
    let detail = if misfit.say.is_empty() {
        format!("What is written to {address} is not what may be entered there.")
    } else {
        misfit.say.to_string()
    };
    Err(Problem::unprocessable("does-not-fit", detail).at(json!({ "cell": address })))
}
