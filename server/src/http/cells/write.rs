//! Writing cells as a person would type them: many at once are one change.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use daylight_model::document::Edit;
use daylight_model::formula::Origin;
use daylight_model::input::{Input, parse_input};
use daylight_model::key::{FormatTarget, Key};
use daylight_model::{CellId, Content, Document, Format, SheetId, Value as Plain, a1};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::rooms::{editing, problem_of_read};
use super::super::{Problem, ProblemBody, SignedIn};
use super::check::refuse_misfits;
use crate::bulk::heading_edit;
use crate::calculation::{self, ReadError};
use crate::history::{Author, Imported, Via, Wanted};
use crate::ids::{Seq, WorkbookId};
use crate::state::App;
use crate::sync::Room;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(super) struct Write {
    /// Name of the sheet; the first one when left out.
    sheet: Option<String>,
    /// What to write where; of several writes to one cell the last one counts.
    cells: Vec<CellInput>,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
struct CellInput {
    #[schema(example = "B7")]
    cell: String,
    /// As a person would type it: `=A7*2`, `12.5`, `2026-03-31`, `text`; an empty text or null clears the cell. A JSON
    /// number or boolean is taken as it is.
    #[schema(value_type = Object, example = "=A7*2")]
    input: Value,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Written {
    /// The change that was made; null when everything was there already.
    seq: Option<Seq>,
}

/// Why a cell cannot be written.
#[derive(Debug)]
enum WriteError {
    Sheet(ReadError),
    Address(String),
    Input { cell: String, reason: String },
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Sheet(error) => problem_of_read(&error),
            WriteError::Address(cell) => {
                Self::unprocessable("bad-cell", "A cell is written like B7.")
                    .at(json!({"cell": cell}))
            }
            WriteError::Input { cell, reason } => {
                Self::unprocessable("bad-input", reason).at(json!({"cell": cell}))
            }
        }
    }
}

/// Write cells, as one change.
#[utoipa::path(patch, path = "/api/workbooks/{id}/cells", tag = "cells", params(("id" = WorkbookId, Path)),
    request_body = Write, responses(
    (status = 200, body = Written),
    (status = 403, description = "`read-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-cell`, `bad-input`, `does-not-fit`, `too-many-cells`", body = ProblemBody),
    (status = 503, description = "`calculating`: try again in a moment", body = ProblemBody),
))]
pub(super) async fn write(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Json(write): Json<Write>,
) -> Result<Json<Written>, Problem> {
    let access = editing(app.access(&user, id).await?)?;
    let most = app.rooms.limits().write_cells;
    if write.cells.len() > most {
        let detail = format!(
            "The request writes {} cells, {most} may be written at once.",
            write.cells.len()
        );
        return Err(Problem::unprocessable("too-many-cells", detail));
    }
    let room = app.rooms.open(id).await?;
    let write = Arc::new(write);
    fitting(&app, &room, &write).await?;
    let looks = looks_under(&app, &room, id, &write).await?;
    let author = Author::new(user.id, access.link, Via::Api);
    let made = room.change(author, move |document| {
        Ok::<_, WriteError>((edits(&write, &looks, document)?, ()))
    });
    let (seq, ()) = made.await??;
    Ok(Json(Written { seq }))
}

/// Refuses what cells must not hold (FORMAT.md §10).
async fn fitting(app: &App, room: &Room, write: &Arc<Write>) -> Result<(), Problem> {
    let asked = Arc::clone(write);
    let found = room.read(move |document, _| {
        let sheet = calculation::sheet_named(document, asked.sheet.as_deref());
        let sheet = sheet.map_err(WriteError::Sheet)?;
        if !sheet.marks().refuses() {
            return Ok(None);
        }
        read_inputs(&asked, document).map(Some)
    });
    let Some(Inputs { sheet, cells }) = found.await?? else {
        return Ok(());
    };
    let contents = cells.into_iter().map(|(cell, input)| (cell, input.content));
    refuse_misfits(app, room, sheet, contents.collect()).await
}

/// How cells looked when they were imported.
#[derive(Default)]
struct Looks {
    imported: Imported,
    styles: Option<Arc<Vec<Format>>>,
}

impl Looks {
    fn format(&self, sheet: &SheetId, cell: CellId) -> Format {
        let style = self.imported.style(sheet, cell) as usize;
        self.styles
            .as_ref()
            .and_then(|styles| styles.get(style))
            .cloned()
            .unwrap_or_default()
    }
}

/// Only an input that brings a number format along, such as a date, needs to know what the cell looks like.
async fn looks_under(
    app: &App,
    room: &Room,
    id: WorkbookId,
    write: &Arc<Write>,
) -> Result<Looks, Problem> {
    let asked = Arc::clone(write);
    let found = room.read(move |document, _| {
        let inputs = read_inputs(&asked, document)?;
        let cells: Vec<CellId> = inputs
            .cells
            .into_iter()
            .filter(|(_, input)| input.format.is_some())
            .map(|(cell, _)| cell)
            .collect();
        let book = document.workbook();
        let base = book
            .sheet(&inputs.sheet)
            .and_then(daylight_model::Sheet::base);
        Ok::<_, WriteError>((inputs.sheet, cells, base, book.styles()))
    });
    let (sheet, cells, base, styles) = found.await??;
    let (Some(manifest), Some(styles), false) = (base, styles, cells.is_empty()) else {
        return Ok(Looks::default());
    };
    let bases = app.rooms.bases();
    let imported = bases
        .imported(
            id,
            vec![Wanted {
                sheet,
                manifest,
                cells,
            }],
        )
        .await
        .map_err(Problem::internal)?;
    let styles = Some(bases.styles(id, styles).await.map_err(Problem::internal)?);
    Ok(Looks { imported, styles })
}

struct Inputs {
    sheet: SheetId,
    cells: Vec<(CellId, Input)>,
}

fn read_inputs(write: &Write, document: &Document) -> Result<Inputs, WriteError> {
    let book = document.workbook();
    let sheet =
        calculation::sheet_named(document, write.sheet.as_deref()).map_err(WriteError::Sheet)?;
    let mut last: HashMap<CellId, usize> = HashMap::with_capacity(write.cells.len());
    let mut cells = Vec::with_capacity(write.cells.len());
    for CellInput { cell, input } in &write.cells {
        let bad = || WriteError::Address(cell.chars().take(40).collect());
        let (row, col) = a1::parse_cell(cell).ok_or_else(bad)?;
        let (row, col) = sheet
            .rows()
            .id_at(row)
            .zip(sheet.cols().id_at(col))
            .ok_or_else(bad)?;
        let refused = |reason: String| WriteError::Input {
            cell: cell.chars().take(40).collect(),
            reason,
        };
        let plain = |value| {
            Ok(Input {
                content: Content::Value(value),
                format: None,
            })
        };
        let input = match input {
            Value::Null => plain(Plain::Empty),
            Value::Bool(value) => plain(Plain::Bool(*value)),
            Value::Number(number) => plain(Plain::Number(number.as_f64().unwrap_or_default())),
            Value::String(text) => {
                let origin = Origin {
                    sheet: sheet.id(),
                    cell: Some(CellId { row, col }),
                };
                parse_input(text, origin, book.date1904(), book)
                    .map_err(|error| refused(error.to_string()))
            }
            Value::Array(_) | Value::Object(_) => Err(refused(
                "An input is a text, a number, true, false or null.".into(),
            )),
        }?;
        let id = CellId { row, col };
        let at = *last.entry(id).or_insert(cells.len());
        if at == cells.len() {
            cells.push((id, input));
        } else {
            cells[at].1 = input;
        }
    }
    Ok(Inputs {
        sheet: sheet.id().clone(),
        cells,
    })
}

fn edits(write: &Write, looks: &Looks, document: &Document) -> Result<Vec<Edit>, WriteError> {
    let Inputs { sheet, cells } = read_inputs(write, document)?;
    let mut edits = Vec::with_capacity(cells.len());
    for (cell, input) in cells {
        let content = input.content.to_json();
        edits.extend(heading_edit(document, &sheet, cell, &content));
        edits.push(Edit::new(&Key::Cell(sheet.clone(), cell), Some(content)));
        if let Some(code) = input.format {
            edits.extend(number_format(document, looks, &sheet, cell, code));
        }
    }
    Ok(edits)
}

/// Gives a cell the number format that its input suggests, unless it has one.
fn number_format(
    document: &Document,
    looks: &Looks,
    sheet: &SheetId,
    cell: CellId,
    code: &str,
) -> Option<Edit> {
    let there = document.workbook().sheet(sheet)?;
    let now = there.format_of(cell, &looks.format(sheet, cell));
    if now
        .number_format()
        .is_some_and(|format| !format.eq_ignore_ascii_case("general"))
    {
        return None;
    }
    let mut own = there.cell_formats().get(&cell).cloned().unwrap_or_default();
    own.0.insert("format".to_owned(), Value::from(code));
    Some(Edit::new(
        &Key::Format(sheet.clone(), FormatTarget::Cell(cell)),
        Some(own.to_json()),
    ))
}
