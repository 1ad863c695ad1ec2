//! Looking for text in all cells of a workbook.

use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::{Path, Query, State};
use daylight_model::a1::{self, Area};
use daylight_model::id::MAX_COLS;
use daylight_model::workbook::SheetState;
use daylight_model::{CellId, Hash, SheetId, Value};
use serde::{Deserialize, Serialize};

use super::super::rooms::{problem_of_cells, problem_of_read};
use super::super::{Problem, ProblemBody, SignedIn};
use super::Sought;
use crate::bulk::Pattern;
use crate::calculation::{self, CellRead, CellsWanted, ReadError};
use crate::ids::{Seq, WorkbookId};
use crate::state::App;
use crate::sync::Room;

/// Cells that are looked through in one step.
const STEP: u32 = 40_000;
/// An answer is given after that long with what there is.
const PATIENCE: Duration = Duration::from_millis(250);
/// Matches in one answer, at most and when nothing is said.
const MOST: usize = 10_000;
const USUAL: usize = 200;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(super) struct Page {
    /// Where to go on: `next` of the answer before.
    from: Option<String>,
    /// Matches in one answer.
    most: Option<usize>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Found {
    /// The change up to which values are computed.
    seq: Seq,
    /// In the order of tabs, rows and columns.
    matches: Vec<MatchView>,
    /// Ask on from there; null when all was looked through.
    next: Option<String>,
    /// Cells looked through for this answer.
    scanned: usize,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Match)]
struct MatchView {
    sheet: String,
    #[schema(example = "B7")]
    cell: String,
    /// As shown.
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "=A7*2")]
    formula: Option<String>,
}

/// Find text in cells. Answers after a bounded time with what there is; ask on with `from` until `next` is null.
#[utoipa::path(get, path = "/api/workbooks/{id}/find", tag = "cells",
    params(("id" = WorkbookId, Path), Sought, Page), responses(
    (status = 200, body = Found),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-pattern`, `bad-range`, `bad-cursor`", body = ProblemBody),
    (status = 503, description = "`calculating`: try again in a moment", body = ProblemBody),
))]
pub(super) async fn find(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Query(sought): Query<Sought>,
    Query(page): Query<Page>,
) -> Result<Json<Found>, Problem> {
    app.access(&user, id).await?;
    let pattern = sought.pattern()?;
    let room = app.rooms.open(id).await?;
    let most = page.most.unwrap_or(USUAL).clamp(1, MOST);
    let mut scan = Scan::begin(&app, &room, id, &sought).await?;
    if let Some(from) = &page.from {
        scan.go_to(from)?;
    }
    let started = Instant::now();
    let mut found = Found {
        seq: Seq::default(),
        matches: Vec::new(),
        next: None,
        scanned: 0,
    };
    while let Some(step) = scan.step(&pattern, &sought).await? {
        found.seq = step.seq;
        found.scanned += step.scanned;
        found
            .matches
            .extend(step.hits.into_iter().map(|hit| MatchView {
                sheet: step.sheet.clone(),
                cell: hit.address,
                text: hit.text,
                formula: hit.formula.map(|formula| format!("={formula}")),
            }));
        if found.matches.len() >= most || started.elapsed() > PATIENCE {
            break;
        }
    }
    found.next = scan.cursor();
    Ok(Json(found))
}

/// Goes through the cells of a workbook, some rows at a time.
pub(super) struct Scan<'a> {
    app: &'a App,
    room: &'a Room,
    id: WorkbookId,
    area: Area,
    sheets: Vec<Sheet>,
    /// The sheet that is being looked through, and its next row.
    at: (usize, u32),
    /// Columns of it that are used, as far as is known.
    width: u32,
}

struct Sheet {
    id: SheetId,
    name: String,
    extent: (u32, u32),
}

/// Some rows.
pub(super) struct Step {
    pub seq: Seq,
    pub sheet_id: SheetId,
    pub sheet: String,
    pub hits: Vec<Hit>,
    pub scanned: usize,
}

/// A cell in which the pattern is.
pub(super) struct Hit {
    pub cell: CellId,
    pub address: String,
    pub text: String,
    pub value: Value,
    pub formula: Option<String>,
}

impl<'a> Scan<'a> {
    pub(super) async fn begin(
        app: &'a App,
        room: &'a Room,
        id: WorkbookId,
        sought: &Sought,
    ) -> Result<Self, Problem> {
        let range = sought.range.as_deref();
        let area = calculation::area(range).map_err(|e| problem_of_read(&e))?;
        let named = sought.sheet.clone();
        let sheets = room.read(move |document, _| {
            let book = document.workbook();
            let of = |sheet: &daylight_model::Sheet| {
                (sheet.id().clone(), sheet.name().to_owned(), sheet.base())
            };
            if let Some(name) = named.as_deref() {
                return calculation::sheet_named(document, Some(name)).map(|s| vec![of(s)]);
            }
            let shown = |s: &&daylight_model::Sheet| s.state() == SheetState::Visible;
            Ok(book.sheets().filter(shown).map(of).collect())
        });
        let sheets: Result<Vec<(SheetId, String, Option<Hash>)>, ReadError> = sheets.await?;
        let mut all = Vec::new();
        for (sheet, name, base) in sheets.map_err(|e| problem_of_read(&e))? {
            let extent = app.rooms.bases().extent(id, base).await;
            all.push(Sheet {
                id: sheet,
                name,
                extent: extent.map_err(Problem::internal)?,
            });
        }
        Ok(Self {
            app,
            room,
            id,
            area,
            at: (0, area.top),
            width: MAX_COLS,
            sheets: all,
        })
    }

    fn go_to(&mut self, cursor: &str) -> Result<(), Problem> {
        let bad = || {
            let detail = "Go on from `next` of the answer before.";
            Problem::unprocessable("bad-cursor", detail).at("from")
        };
        let (sheet, row) = cursor.split_once(':').ok_or_else(bad)?;
        let row: u32 = row.parse().map_err(|_| bad())?;
        // A sheet that was deleted meanwhile: what is left of it is nothing.
        let place = self.sheets.iter().position(|s| s.id.as_str() == sheet);
        self.at = (place.ok_or_else(bad)?, row.max(self.area.top));
        Ok(())
    }

    fn cursor(&self) -> Option<String> {
        let sheet = self.sheets.get(self.at.0)?;
        Some(format!("{}:{}", sheet.id, self.at.1))
    }

    /// Looks through some more rows; `None` when there are none.
    pub(super) async fn step(
        &mut self,
        pattern: &Pattern,
        sought: &Sought,
    ) -> Result<Option<Step>, Problem> {
        let Some(sheet) = self.sheets.get(self.at.0) else {
            return Ok(None);
        };
        let (first, last) = (self.at.1, self.area.bottom);
        let rows = (STEP / self.width).max(1);
        let bottom = last.min(first.saturating_add(rows - 1));
        let wanted = CellsWanted {
            sheet: sheet.id.clone(),
            area: Area {
                top: first,
                bottom,
                ..self.area
            },
            imported: sheet.extent,
            most: usize::MAX,
        };
        let read = self
            .room
            .cells(wanted, self.app.rooms.limits().calculation_wait);
        let read = read.await.map_err(|error| problem_of_cells(&error))?;
        let texts = read.texts(self.app.rooms.bases(), self.id).await;
        let texts = texts.map_err(Problem::internal)?;
        let scanned = read.wanted.rows.len() * read.wanted.cols.len();
        let step = Step {
            seq: read.wanted.seq,
            sheet_id: sheet.id.clone(),
            sheet: sheet.name.clone(),
            scanned,
            hits: hits(pattern, sought.formulas, &read, texts),
        };
        let ends = bottom >= last.min(read.wanted.used_rows.saturating_sub(1));
        (self.at, self.width) = if ends {
            ((self.at.0 + 1, self.area.top), MAX_COLS)
        } else {
            let used = u32::try_from(read.wanted.cols.len()).unwrap_or(MAX_COLS);
            ((self.at.0, bottom + 1), used.max(1))
        };
        Ok(Some(step))
    }
}

fn hits(
    pattern: &Pattern,
    formulas: bool,
    read: &calculation::CellsRead,
    texts: Vec<String>,
) -> Vec<Hit> {
    let wanted = &read.wanted;
    let is_hit = |cell: &CellRead, text: &str| match &cell.formula {
        Some(formula) if formulas => pattern.is_in(&format!("={formula}")),
        _ => !text.is_empty() && pattern.is_in(text),
    };
    let cells = read.cells.iter().zip(texts);
    cells
        .filter(|(cell, text)| is_hit(cell, text))
        .map(|(cell, text)| Hit {
            cell: CellId {
                row: wanted.rows[cell.row as usize],
                col: wanted.cols[cell.col as usize],
            },
            address: a1::cell_name(wanted.top + cell.row, wanted.left + cell.col),
            text,
            value: cell.value.clone(),
            formula: cell.formula.clone(),
        })
        .collect()
}
