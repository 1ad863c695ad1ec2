//! Formulas that refer to some cells: what has to be written anew when these move.

use axum::Json;
use axum::extract::{Path, Query, State};
use daylight_calc::Traced;
use daylight_model::Content;
use serde::{Deserialize, Serialize};

use super::super::rooms::{problem_of_cells, problem_of_read};
use super::super::{Problem, ProblemBody, SignedIn};
use crate::calculation::{self, ReadError};
use crate::ids::{Seq, WorkbookId};
use crate::state::App;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(super) struct Which {
    /// Name of the sheet; the first one when left out.
    sheet: Option<String>,
    /// `A1:C9`
    range: String,
}

/// Formulas in their stored form.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Readers)]
pub(super) struct Readers {
    /// The change up to which it is so.
    seq: Seq,
    formulas: Vec<Reader>,
}

/// A formula and where it stands, by identities.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Reader {
    /// Id of the sheet.
    sheet: String,
    row: u64,
    col: u64,
    /// `[tag, template, reference, …]`
    #[schema(value_type = Vec<String>)]
    content: serde_json::Value,
}

/// The formulas that refer to cells of a range by themselves, or to ranges within it. A client that moves cells writes these
/// anew.
#[utoipa::path(get, path = "/api/workbooks/{id}/cells/readers", tag = "live",
    params(("id" = WorkbookId, Path), Which), responses(
    (status = 200, body = Readers),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-range`, `too-many-formulas`", body = ProblemBody),
    (status = 503, description = "`calculating`: try again in a moment", body = ProblemBody),
))]
pub(super) async fn readers(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Query(which): Query<Which>,
) -> Result<Json<Readers>, Problem> {
    app.access(&user, id).await?;
    let area = calculation::area(Some(&which.range)).map_err(|e| problem_of_read(&e))?;
    let room = app.rooms.open(id).await?;
    let named = which.sheet;
    let sheet = room.read(move |document, _| {
        let sheet = calculation::sheet_named(document, named.as_deref())?;
        Ok::<_, ReadError>(sheet.id().clone())
    });
    let sheet = sheet.await?.map_err(|error| problem_of_read(&error))?;
    let area = Traced {
        sheet,
        top: area.top,
        left: area.left,
        bottom: area.bottom,
        right: area.right,
    };
    let wait = app.rooms.limits().calculation_wait;
    let readers = room.readers(area, wait).await;
    let (seq, found) = readers.map_err(|error| problem_of_cells(&error))?;
    let Some(found) = found else {
        let detail = "More formulas refer to these cells than can be written anew at once.";
        return Err(Problem::unprocessable("too-many-formulas", detail));
    };
    let reader = |(sheet, cell, formula): calculation::Placed| Reader {
        sheet: sheet.to_string(),
        row: cell.row.0,
        col: cell.col.0,
        content: Content::Formula(formula).to_json(),
    };
    Ok(Json(Readers {
        seq,
        formulas: found.into_iter().map(reader).collect(),
    }))
}
