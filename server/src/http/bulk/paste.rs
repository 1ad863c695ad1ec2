//! Pasting many cells.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use daylight_model::{CellId, Content, Key, SheetId, asset};
use futures_util::StreamExt as _;
use serde::Serialize;
use serde_json::json;

use super::super::cells::refuse_misfits;
use super::super::rooms::editing;
use super::super::{Caller, Problem, ProblemBody};
use super::change_many;
use crate::bulk::{self, Paste, PasteError, Pasted};
use crate::history::{self, Author, Via};
use crate::ids::{Seq, WorkbookId};
use crate::state::App;
use crate::sync::Room;

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Pasted)]
pub(super) struct Answer {
    /// The change that was made; null when all was there already.
    seq: Option<Seq>,
    /// Cells that were pasted.
    cells: usize,
}

/// Paste many cells, as one change. Rows and columns go by their ids, so that lines that others insert meanwhile do no
/// harm. The body may be sent with `Content-Encoding: gzip`.
#[utoipa::path(post, path = "/api/workbooks/{id}/paste", tag = "cells", params(("id" = WorkbookId, Path)),
    request_body = Paste, responses(
    (status = 200, body = Answer),
    (status = 400, description = "`bad-request`", body = ProblemBody),
    (status = 403, description = "`read-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`", body = ProblemBody),
    (status = 413, description = "`too-large`", body = ProblemBody),
    (status = 422, description = "`bad-lines`, `bad-place`, `bad-input`, `bad-entry`, `does-not-fit`, `too-many-cells`", body = ProblemBody),
))]
pub(super) async fn paste(
    State(app): State<App>,
    Caller { user, via }: Caller,
    Path(id): Path<WorkbookId>,
    request: Request,
) -> Result<Json<Answer>, Problem> {
    let access = editing(app.access(&user, id).await?)?;
    let limits = app.rooms.limits();
    let (cells, bytes) = (limits.paste_cells, limits.paste_bytes);
    let (parts, body) = request.into_parts();
    let gzip = is_gzip(&parts.headers)?;
    let packed = if gzip {
        app.config.limits.http.body_bytes.min(bytes)
    } else {
        bytes
    };
    let body = collect(body, packed).await?;
    let read = tokio::task::spawn_blocking(move || read(&body, gzip, bytes, cells));
    let room = app.rooms.open(id).await?;
    let pasted = match read.await.map_err(Problem::internal)? {
        Ok(pasted) => pasted,
        Err(Unread::Problem(problem)) => return Err(*problem),
        Err(Unread::Paste(sheet, error)) => return Err(problem_of(&room, sheet, error).await?),
    };
    let Pasted { cells, .. } = pasted;
    // People paste over rules and see what does not fit marked; programs are held to them.
    if via == Via::Api {
        fitting(&app, &room, &pasted).await?;
    }
    let (words, pasted) = room
        .read(move |document, _| (pasted.words(document), pasted))
        .await?;
    let author = Author {
        summary: Some(words.map_err(|error| problem(error, None))?),
        ..Author::new(user.id, access.link, via)
    };
    let pasted = Arc::new(pasted);
    let made = change_many(&app, &room, author, move |document| {
        // It may have been deleted while the change waited for its turn.
        let there = document.workbook().sheet(&pasted.sheet);
        if there.is_none_or(daylight_model::Sheet::is_deleted) {
            return Err(PasteError::Sheet);
        }
        Ok((pasted.edits.clone(), ()))
    });
    let (seq, ()) = made.await?.map_err(|error| problem(error, None))?;
    Ok(Json(Answer { seq, cells }))
}

/// Refuses what cells must not hold.
async fn fitting(app: &App, room: &Room, pasted: &Pasted) -> Result<(), Problem> {
    let mut sheets: HashMap<SheetId, Vec<(CellId, Content)>> = HashMap::new();
    for edit in &pasted.edits {
        if let Ok(Key::Cell(sheet, cell)) = Key::parse(edit.root, &edit.key)
            && let Some(Ok(content)) = edit.value.as_ref().map(Content::from_json)
        {
            sheets.entry(sheet).or_default().push((cell, content));
        }
    }
    for (sheet, contents) in sheets {
        let asked = sheet.clone();
        let refuses = room.read(move |document, _| {
            let sheet = document.workbook().sheet(&asked);
            sheet.is_some_and(|sheet| sheet.marks().refuses())
        });
        if refuses.await? {
            refuse_misfits(app, room, sheet, contents).await?;
        }
    }
    Ok(())
}

/// Whether the body is compressed.
fn is_gzip(headers: &HeaderMap) -> Result<bool, Problem> {
    match headers
        .get(header::CONTENT_ENCODING)
        .map(HeaderValue::as_bytes)
    {
        None | Some(b"identity") => Ok(false),
        Some(b"gzip") => Ok(true),
        Some(_) => Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
            "A body is sent as it is or as gzip.",
        )),
    }
}

fn too_large(most: usize) -> Problem {
    let detail = format!("What is pasted has more than {most} bytes. Nothing was changed.");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail)
}

/// Reads a body to its end.
async fn collect(body: Body, most: usize) -> Result<Vec<u8>, Problem> {
    let mut parts = body.into_data_stream();
    let mut all = Vec::new();
    while let Some(part) = parts.next().await {
        let broken = "The request did not arrive whole. Nothing was changed.";
        let part = part.map_err(|_| Problem::bad_request("bad-request", broken))?;
        if all.len() + part.len() > most {
            return Err(too_large(most));
        }
        all.extend_from_slice(&part);
    }
    Ok(all)
}

/// Why a paste cannot be read.
enum Unread {
    Problem(Box<Problem>),
    Paste(String, PasteError),
}

impl From<Problem> for Unread {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

fn read(body: &[u8], gzip: bool, bytes: usize, cells: usize) -> Result<Pasted, Unread> {
    let inflated;
    let json = if gzip {
        inflated = asset::inflate(body, bytes).map_err(|error| match error {
            asset::AssetError::TooLarge { limit } => too_large(limit),
            other => Problem::bad_request("bad-request", other.to_string()),
        })?;
        &inflated[..]
    } else {
        body
    };
    let paste: Paste = serde_json::from_slice(json)
        .map_err(|error| Problem::bad_request("bad-request", error.to_string()))?;
    bulk::paste(&paste, cells).map_err(|error| Unread::Paste(paste.sheet, error))
}

/// A refusal with the address that the cell has now.
async fn problem_of(room: &Room, sheet: String, error: PasteError) -> Result<Problem, Problem> {
    let PasteError::Content { cell, .. } = &error else {
        return Ok(problem(error, None));
    };
    let cell = *cell;
    let address = room.read(move |document, _| {
        let id: SheetId = sheet.parse().ok()?;
        let there = document.workbook().sheet(&id)?;
        Some(place(there.name(), history::address(there, cell), cell))
    });
    Ok(problem(error, address.await?))
}

fn place(sheet: &str, address: Option<String>, cell: CellId) -> serde_json::Value {
    match address {
        Some(address) => json!({"sheet": sheet, "cell": address}),
        None => json!({"sheet": sheet, "row": cell.row.0, "col": cell.col.0}),
    }
}

fn problem(error: PasteError, address: Option<serde_json::Value>) -> Problem {
    match error {
        PasteError::Sheet => Problem::not_found(
            "sheet-unknown",
            "There is no such sheet. Nothing was changed.",
        )
        .at("sheet"),
        PasteError::Lines(which) => {
            let detail = "Lines are given as runs of ids: the first one and how many.";
            Problem::unprocessable("bad-lines", detail).at(which)
        }
        PasteError::TooMany { cells, most } => {
            let detail = format!("The request pastes {cells} cells, {most} may be pasted at once.");
            Problem::unprocessable("too-many-cells", detail)
        }
        PasteError::Outside(part) => {
            let detail = "This part lies outside of the rows and columns of the paste.";
            Problem::unprocessable("bad-place", detail).at(part)
        }
        PasteError::Content { source, .. } => {
            Problem::unprocessable("bad-input", format!("A cell cannot hold this: {source}."))
                .at(address.unwrap_or_default())
        }
        PasteError::Entry { place, what } => {
            Problem::unprocessable("bad-entry", format!("This cannot be pasted: {what}.")).at(place)
        }
    }
}
