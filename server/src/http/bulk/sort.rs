//! Sorting a range.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use daylight_model::a1::{self, Area};
use daylight_model::{CellId, Document, Hash, LineId, Manifest, Value};
use serde::{Deserialize, Serialize};

use super::super::rooms::{editing, problem_of_read};
use super::super::{Caller, Problem, ProblemBody};
use super::change_many;
use crate::bulk::{self, Base, Block, SortError, SortKey};
use crate::calculation::{self, CellsWanted, Prepared, ReadError, Runs};
use crate::history::{Author, Wanted};
use crate::ids::{Seq, WorkbookId};
use crate::state::App;
use crate::sync::{CellsError, Room};

/// How often the range is read anew when its rows changed in between.
const ATTEMPTS: usize = 3;

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
pub(super) struct Sort {
    /// Name of the sheet; the first one when left out.
    sheet: Option<String>,
    #[schema(example = "A1:D90")]
    range: String,
    /// The first row stays: it holds headings.
    #[serde(default)]
    header: bool,
    /// The first one decides; the next ones where rows are equal by those before.
    by: Vec<By>,
}

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
struct By {
    #[schema(example = "B")]
    column: String,
    /// The largest first.
    #[serde(default)]
    descending: bool,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Sorted)]
pub(super) struct Answer {
    /// The change that was made; null when the rows were in order already.
    seq: Option<Seq>,
    /// Rows that stand elsewhere now.
    rows: usize,
}

/// Sort the rows of a range, as one change. Contents, formats, notes and links of cells move; formulas adjust as copied ones
/// do. Hidden rows stay where they are.
#[utoipa::path(post, path = "/api/workbooks/{id}/sort", tag = "cells", params(("id" = WorkbookId, Path)),
    request_body = Sort, responses(
    (status = 200, body = Answer),
    (status = 403, description = "`read-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`", body = ProblemBody),
    (status = 409, description = "`moved`: rows came or went meanwhile, several times", body = ProblemBody),
    (status = 422, description = "`bad-range`, `bad-column`, `too-many-cells`, `merged`, `array`", body = ProblemBody),
    (status = 503, description = "`calculating`: try again in a moment", body = ProblemBody),
))]
pub(super) async fn sort(
    State(app): State<App>,
    Caller { user, via }: Caller,
    Path(id): Path<WorkbookId>,
    Json(sort): Json<Sort>,
) -> Result<Json<Answer>, Problem> {
    let access = editing(app.access(&user, id).await?)?;
    let keys = keys(&sort)?;
    let room = app.rooms.open(id).await?;
    for _ in 0..ATTEMPTS {
        let Some((block, base)) = read(&app, &room, id, &sort, &keys).await? else {
            continue;
        };
        let author = Author {
            summary: Some(words(&sort)),
            ..Author::new(user.id, access.link, via)
        };
        let (block, base) = (Arc::new(block), Arc::new(base));
        let made = change_many(&app, &room, author, move |document| {
            bulk::sort(&block, &base, document).map(|sorted| (sorted.edits, sorted.rows))
        });
        match made.await? {
            Ok((seq, rows)) => return Ok(Json(Answer { seq, rows })),
            Err(SortError::Moved) => {}
            Err(SortError::Array(_)) => {
                let detail = "An array formula fills several cells of the range, and these cannot be parted.";
                return Err(Problem::unprocessable("array", detail).at("range"));
            }
        }
    }
    Err(Problem::new(
        StatusCode::CONFLICT,
        "moved",
        "Rows of the range came or went while it was being sorted. Nothing was changed.",
    ))
}

/// A column to sort by, with its place in the range.
type Key = (SortKey, u32);

fn area(sort: &Sort) -> Result<Area, Problem> {
    let mut area = calculation::area(Some(&sort.range)).map_err(|e| problem_of_read(&e))?;
    area.top += u32::from(sort.header);
    if area.top > area.bottom {
        let detail = "The range has no row below its headings.";
        return Err(Problem::unprocessable("bad-range", detail).at("range"));
    }
    Ok(area)
}

fn keys(sort: &Sort) -> Result<Vec<Key>, Problem> {
    let area = area(sort)?;
    let bad = |column: &str| {
        let column: String = column.chars().take(10).collect();
        let detail = format!("{column:?} is no column of the range.");
        Problem::unprocessable("bad-column", detail).at("by")
    };
    if sort.by.is_empty() || sort.by.len() > 64 {
        let detail = "Name 1 to 64 columns to sort by.";
        return Err(Problem::unprocessable("bad-column", detail).at("by"));
    }
    let key = |by: &By| {
        let column = a1::column_index(&by.column).filter(|c| (area.left..=area.right).contains(c));
        let descending = by.descending;
        Ok((
            SortKey { descending },
            column.ok_or_else(|| bad(&by.column))?,
        ))
    };
    sort.by.iter().map(key).collect()
}

/// What the document says of a range.
struct Found {
    prepared: Prepared,
    base: Option<Hash>,
    styles: Option<Hash>,
    /// Places of rows that are not hidden.
    moving: Vec<usize>,
    merged: Option<CellId>,
}

impl Found {
    fn of(
        document: &Document,
        wanted: &CellsWanted,
        manifest: Option<&Manifest>,
        filtered: &Runs,
    ) -> Result<Self, ReadError> {
        let prepared = Prepared::find(wanted, document, Seq::default())?;
        let book = document.workbook();
        let sheet = book
            .sheet(&wanted.sheet)
            .ok_or_else(|| ReadError::NoSheet(wanted.sheet.to_string()))?;
        let below = |row: LineId| {
            manifest.is_some_and(|m| {
                let mut hidden = m.heights.iter().filter(|line| line.3 != 0);
                hidden.any(|line| (line.0..line.0 + u64::from(line.1)).contains(&row.0))
            })
        };
        let hidden = |row: &LineId| {
            let since = sheet.rows_hidden().get(row).copied();
            since.unwrap_or_else(|| below(*row)) || filtered.contains(*row)
        };
        let rows = prepared.rows.iter().enumerate();
        let moving = rows.filter(|(_, row)| !hidden(row)).map(|(place, _)| place);
        Ok(Self {
            base: sheet.base(),
            styles: book.styles(),
            moving: moving.collect(),
            merged: bulk::merged(sheet, manifest, &wanted.area),
            prepared,
        })
    }
}

/// Reads a range and finds its order; `None` when its rows changed in between.
async fn read(
    app: &App,
    room: &Room,
    id: WorkbookId,
    sort: &Sort,
    keys: &[Key],
) -> Result<Option<(Block, Base)>, Problem> {
    let bases = app.rooms.bases();
    let named = sort.sheet.clone();
    let sheet = room.read(move |document, _| {
        let sheet = calculation::sheet_named(document, named.as_deref())?;
        let filtered: Vec<Hash> = sheet.marks().all_hidden().collect();
        Ok((sheet.id().clone(), sheet.base(), filtered))
    });
    let (sheet, base, filtered) = sheet.await?.map_err(|e: ReadError| problem_of_read(&e))?;
    let manifest = match base {
        Some(base) => Some(bases.manifest(id, base).await.map_err(Problem::internal)?),
        None => None,
    };
    let filtered = bases.hidden_rows(id, filtered).await;
    let filtered = Runs::new(&filtered.map_err(Problem::internal)?);
    let wanted = CellsWanted {
        sheet: sheet.clone(),
        area: area(sort)?,
        imported: manifest.as_ref().map_or((0, 0), |m| (m.rows, m.cols)),
        most: app.rooms.limits().write_cells,
    };
    let asked = wanted.clone();
    let found =
        room.read(move |document, _| Found::of(document, &asked, manifest.as_deref(), &filtered));
    let found = found.await?.map_err(|error| problem_of_sort(&error))?;
    if found.base != base {
        return Ok(None);
    }
    if found.merged.is_some() {
        let detail = "Cells of the range are merged. Take the merge apart first.";
        return Err(Problem::unprocessable("merged", detail).at("range"));
    }
    let Some(values) = values(app, room, &wanted, &found, keys).await? else {
        return Ok(None);
    };
    let keys: Vec<SortKey> = keys.iter().map(|(key, _)| *key).collect();
    let moving = found.moving.iter();
    let moved: Vec<Vec<Value>> = moving.map(|row| values[*row].clone()).collect();
    let order = tokio::task::spawn_blocking(move || bulk::order(&keys, &moved));
    let order = order.await.map_err(Problem::internal)?;
    let Prepared {
        top, rows, cols, ..
    } = found.prepared;
    let base = imported(app, id, &sheet, (found.base, found.styles), (&rows, &cols)).await?;
    let block = Block {
        sheet,
        base: found.base,
        top,
        rows,
        cols,
        moving: found.moving,
        order,
    };
    Ok(Some((block, base)))
}

/// The values to sort by, of every row of the range; `None` when its rows changed in between.
async fn values(
    app: &App,
    room: &Room,
    wanted: &CellsWanted,
    found: &Found,
    keys: &[Key],
) -> Result<Option<Vec<Vec<Value>>>, Problem> {
    let rows = &found.prepared.rows;
    let mut values = vec![vec![Value::Empty; keys.len()]; rows.len()];
    for (place, (_, column)) in keys.iter().enumerate() {
        let column = CellsWanted {
            area: Area {
                left: *column,
                right: *column,
                ..wanted.area
            },
            ..wanted.clone()
        };
        let read = room.cells(column, app.rooms.limits().calculation_wait);
        let read = read.await.map_err(|error| match error {
            CellsError::Gone(gone) => gone.into(),
            CellsError::Read(error) => problem_of_sort(&error),
        })?;
        // A whole column may be shorter than the range where it ends with the sheet's last row.
        if !rows.starts_with(&read.wanted.rows) && !read.wanted.rows.starts_with(rows) {
            return Ok(None);
        }
        for cell in read.cells {
            if let Some(row) = values.get_mut(cell.row as usize) {
                row[place] = cell.value;
            }
        }
    }
    Ok(Some(values))
}

async fn imported(
    app: &App,
    id: WorkbookId,
    sheet: &daylight_model::SheetId,
    (base, styles): (Option<Hash>, Option<Hash>),
    (rows, cols): (&[LineId], &[LineId]),
) -> Result<Base, Problem> {
    let bases = app.rooms.bases();
    let Some(manifest) = base else {
        return Ok(Base::default());
    };
    // One cell of a row brings its block.
    let first = cols.first().copied();
    let cells = rows
        .iter()
        .filter_map(|row| first.map(|col| CellId { row: *row, col }));
    let wanted = Wanted {
        sheet: sheet.clone(),
        manifest,
        cells: cells.collect(),
    };
    let imported = bases.imported(id, vec![wanted]).await;
    let styles = match styles {
        Some(styles) => Some(bases.styles(id, styles).await.map_err(Problem::internal)?),
        None => None,
    };
    Ok(Base {
        imported: imported.map_err(Problem::internal)?,
        styles,
    })
}

fn problem_of_sort(error: &ReadError) -> Problem {
    match error {
        ReadError::TooMany { cells, most } => {
            let detail = format!("The range has {cells} cells, {most} may be sorted at once.");
            Problem::unprocessable("too-many-cells", detail).at("range")
        }
        other => problem_of_read(other),
    }
}

fn words(sort: &Sort) -> String {
    let columns: Vec<String> = sort
        .by
        .iter()
        .take(3)
        .map(|by| {
            let way = if by.descending { ", descending" } else { "" };
            format!("column {}{way}", by.column.to_uppercase())
        })
        .collect();
    let on = sort
        .sheet
        .as_ref()
        .map_or_else(String::new, |sheet| format!(" on {sheet}"));
    let text = format!("Sorted {}{on} by {}", sort.range, columns.join(", then "));
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}
