//! Cells by their addresses, for programs: computed values out, input as a person would type it in.

mod check;
mod write;

pub(super) use check::refuse_misfits;

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use daylight_model::{Document, Hash, SheetId, a1};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::rooms::{problem_of_cells, problem_of_read};
use super::{Problem, ProblemBody, SignedIn};
use crate::calculation::{self, CellRead, CellsRead, CellsWanted, Prepared, ReadError};
use crate::history;
use crate::ids::{Seq, WorkbookId};
use crate::state::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read, write::write))
        .routes(routes!(check::ask))
        .routes(routes!(check::choices))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct Which {
    /// Name of the sheet; the first one when left out.
    sheet: Option<String>,
    /// `B7`, `A1:C9`, `A:C` or `3:9`; all that is used when left out.
    range: Option<String>,
    /// As it was after this change.
    at: Option<i64>,
}

/// Computed cells.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Cells)]
struct Answer {
    /// The change up to which they are computed.
    seq: Seq,
    sheet: String,
    /// Every cell of the range, row by row.
    cells: Vec<CellView>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct CellView {
    #[schema(example = "B7")]
    cell: String,
    /// A scalar, `{"error": "#DIV/0!"}`, or null when empty.
    #[schema(value_type = Option<Object>, example = 12.5)]
    value: serde_json::Value,
    /// As shown under its number format.
    #[schema(example = "12.50")]
    text: String,
    /// Where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "=A7*2")]
    formula: Option<String>,
}

/// Read cells: values as computed, with the change that they belong to.
#[utoipa::path(get, path = "/api/workbooks/{id}/cells", tag = "cells", params(("id" = WorkbookId, Path), Which), responses(
    (status = 200, body = Answer),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`, `change-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-range`, `too-many-cells`", body = ProblemBody),
    (status = 503, description = "`calculating`: try again in a moment", body = ProblemBody),
))]
async fn read(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Query(which): Query<Which>,
) -> Result<Json<Answer>, Problem> {
    app.access(&user, id).await?;
    let (name, read) = match which.at {
        None => read_present(&app, id, &which).await?,
        Some(seq) => read_moment(&app, id, &which, Seq(seq)).await?,
    };
    let texts = read
        .texts(app.rooms.bases(), id)
        .await
        .map_err(Problem::internal)?;
    Ok(Json(Answer {
        seq: read.wanted.seq,
        sheet: name,
        cells: views(&read, texts),
    }))
}

/// A sheet as a request names it.
struct Found {
    sheet: SheetId,
    name: String,
    base: Option<Hash>,
}

impl Found {
    fn of(document: &Document, name: Option<&str>) -> Result<Self, ReadError> {
        let sheet = calculation::sheet_named(document, name)?;
        Ok(Self {
            sheet: sheet.id().clone(),
            name: sheet.name().to_owned(),
            base: sheet.base(),
        })
    }

    /// What is wanted of it.
    async fn cells(
        &self,
        app: &App,
        id: WorkbookId,
        which: &Which,
    ) -> Result<CellsWanted, Problem> {
        let area = calculation::area(which.range.as_deref()).map_err(|e| problem_of_read(&e))?;
        let imported = app.rooms.bases().extent(id, self.base).await;
        Ok(CellsWanted {
            sheet: self.sheet.clone(),
            area,
            imported: imported.map_err(Problem::internal)?,
            most: app.rooms.limits().read_cells,
        })
    }
}

async fn read_present(
    app: &App,
    id: WorkbookId,
    which: &Which,
) -> Result<(String, CellsRead), Problem> {
    let room = app.rooms.open(id).await?;
    let named = which.sheet.clone();
    let found = room.read(move |document, _| Found::of(document, named.as_deref()));
    let found = found.await?.map_err(|error| problem_of_read(&error))?;
    let wanted = found.cells(app, id, which).await?;
    let read = room.cells(wanted, app.rooms.limits().calculation_wait);
    let read = read.await.map_err(|error| problem_of_cells(&error))?;
    Ok((found.name, read))
}

async fn read_moment(
    app: &App,
    id: WorkbookId,
    which: &Which,
    seq: Seq,
) -> Result<(String, CellsRead), Problem> {
    let document = history::moment(&app.db, id, seq).await?;
    let found = Found::of(&document, which.sheet.as_deref()).map_err(|e| problem_of_read(&e))?;
    let wanted = found.cells(app, id, which).await?;
    let moment = Prepared::find(&wanted, &document, seq).map_err(|e| problem_of_read(&e))?;
    let read = app
        .rooms
        .moments()
        .read(id, Arc::new(document), moment)
        .await;
    Ok((found.name, read.map_err(Problem::internal)?))
}

/// Every cell of the range: those that hold nothing too, so that asking for a cell always gives it.
fn views(read: &CellsRead, texts: Vec<String>) -> Vec<CellView> {
    let mut found: HashMap<(u32, u32), (&CellRead, String)> = read
        .cells
        .iter()
        .zip(texts)
        .map(|(cell, text)| ((cell.row, cell.col), (cell, text)))
        .collect();
    let (top, left) = (read.wanted.top, read.wanted.left);
    let mut views = Vec::with_capacity(read.wanted.rows.len() * read.wanted.cols.len());
    for (row, _) in (0..).zip(&read.wanted.rows) {
        for (col, _) in (0..).zip(&read.wanted.cols) {
            let cell = a1::cell_name(top + row, left + col);
            views.push(match found.remove(&(row, col)) {
                None => CellView {
                    cell,
                    value: serde_json::Value::Null,
                    text: String::new(),
                    formula: None,
                },
                Some((read, text)) => CellView {
                    cell,
                    value: history::scalar(&read.value),
                    text,
                    formula: read.formula.as_ref().map(|formula| format!("={formula}")),
                },
            });
        }
    }
    views
}
