//! Replacing text in all cells of a workbook, as one change.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use daylight_model::{CellId, SheetId, a1};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::super::rooms::editing;
use super::super::{Caller, Problem, ProblemBody};
use super::find::Scan;
use super::{Sought, change_many};
use crate::bulk::{self, Candidate};
use crate::history::{self, Author};
use crate::ids::{Seq, WorkbookId};
use crate::state::App;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(super) struct Replace {
    #[serde(flatten)]
    sought: Sought,
    /// What comes in its place; `$1` is what an expression's first brackets found.
    #[schema(example = "gross")]
    with: String,
    /// Only in these cells.
    cells: Option<Vec<CellAt>>,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
struct CellAt {
    sheet: String,
    #[schema(example = "B7")]
    cell: String,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Replaced {
    /// The change that was made; null when nothing was to be replaced.
    seq: Option<Seq>,
    /// Cells that hold something else now.
    cells: usize,
}

/// Replace text in cells, as one change. Values are changed where they were typed, formulas where that is asked for.
#[utoipa::path(post, path = "/api/workbooks/{id}/replace", tag = "cells", params(("id" = WorkbookId, Path)),
    request_body = Replace, responses(
    (status = 200, body = Replaced),
    (status = 403, description = "`read-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-pattern`, `bad-range`, `bad-input`, `too-many-cells`", body = ProblemBody),
    (status = 503, description = "`calculating`: try again in a moment", body = ProblemBody),
))]
pub(super) async fn replace(
    State(app): State<App>,
    Caller { user, via }: Caller,
    Path(id): Path<WorkbookId>,
    Json(replace): Json<Replace>,
) -> Result<Json<Replaced>, Problem> {
    let access = editing(app.access(&user, id).await?)?;
    let Replace {
        sought,
        with,
        cells,
    } = replace;
    let pattern = sought.pattern()?;
    let only: Option<HashSet<(String, String)>> = cells.map(|cells| {
        let cell = |at: CellAt| (at.sheet.to_lowercase(), at.cell.to_uppercase());
        cells.into_iter().map(cell).collect()
    });
    let most = app.rooms.limits().write_cells;
    let room = app.rooms.open(id).await?;
    let mut scan = Scan::begin(&app, &room, id, &sought).await?;
    let mut candidates: Vec<Candidate> = Vec::new();
    while let Some(step) = scan.step(&pattern, &sought).await? {
        let name = step.sheet.to_lowercase();
        let wanted = |address: &str| {
            let only = only.as_ref();
            only.is_none_or(|only| only.contains(&(name.clone(), address.to_owned())))
        };
        for hit in step.hits {
            // Without formulas only what was typed is changed.
            if wanted(&hit.address) && (sought.formulas || hit.formula.is_none()) {
                candidates.push(Candidate {
                    sheet: step.sheet_id.clone(),
                    cell: hit.cell,
                    text: hit.text,
                    value: hit.value,
                    formula: hit.formula,
                });
            }
        }
        if candidates.len() > most {
            let detail = format!("More than {most} cells would be changed at once.");
            return Err(Problem::unprocessable("too-many-cells", detail));
        }
    }
    let cells: Vec<(SheetId, CellId)> = candidates
        .iter()
        .map(|candidate| (candidate.sheet.clone(), candidate.cell))
        .collect();
    let wanted = room.read(move |document, _| history::wanted_cells(cells, document));
    let bases = app.rooms.bases();
    let imported = bases.imported(id, wanted.await?).await;
    let imported = imported.map_err(Problem::internal)?;
    let author = Author {
        summary: Some(words(&sought.text, &with)),
        ..Author::new(user.id, access.link, via)
    };
    let (candidates, pattern) = (Arc::new(candidates), Arc::new(pattern));
    let (imported, with) = (Arc::new(imported), Arc::new(with));
    let made = change_many(&app, &room, author, move |document| {
        let replaced = bulk::replace(&candidates, &pattern, &with, &imported, document);
        replaced.map_err(|(sheet, cell, error)| {
            let book = document.workbook();
            let sheets: HashMap<_, _> = book.sheets().map(|s| (s.id().clone(), s)).collect();
            let found = sheets.get(&sheet);
            let address = found.and_then(|s| {
                let (row, col) = (s.rows().index_of(cell.row)?, s.cols().index_of(cell.col)?);
                Some(json!({"sheet": s.name(), "cell": a1::cell_name(row, col)}))
            });
            (error.to_string(), address)
        })
    });
    match made.await? {
        Ok((seq, cells)) => Ok(Json(Replaced { seq, cells })),
        Err((reason, address)) => {
            Err(Problem::unprocessable("bad-input", reason).at(address.unwrap_or_default()))
        }
    }
}

fn words(text: &str, with: &str) -> String {
    let short = |text: &str| -> String {
        let plain = text.chars().filter(|c| !c.is_control());
        plain.take(60).collect()
    };
    format!("Replaced “{}” with “{}”", short(text), short(with))
}
