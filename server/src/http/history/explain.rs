//! Why a cell shows what it shows: what it reads, what reads it, and who did what it suffers from.

use axum::Json;
use axum::extract::{Path, Query, State};
use daylight_calc::{Fault, Reason, Traced};
use daylight_model::a1::{cell_name, column_name};
use daylight_model::{CellId, Document, ErrorCode, LineId, Reference, SheetId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::super::rooms::problem_of_cells;
use super::super::{Problem, ProblemBody, SignedIn};
use super::story::Found;
use super::{AuthorView, Names};
use crate::calculation::Explained;
use crate::db::log;
use crate::history;
use crate::ids::{Seq, WorkbookId};
use crate::state::App;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(super) struct Which {
    /// Name of the sheet; the first one when left out.
    sheet: Option<String>,
    /// `B7`
    cell: String,
}

/// What stands behind a computed cell.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Explanation)]
pub(super) struct Explanation {
    /// The change up to which it is computed.
    seq: Seq,
    sheet: String,
    cell: String,
    /// A scalar, `{"error": "#REF!"}`, or null when empty.
    #[schema(value_type = Option<Object>)]
    value: serde_json::Value,
    /// What its formula reads.
    precedents: Vec<RangeAt>,
    dependents: Dependents,
    /// The array that it is part of.
    spill: Option<SpillView>,
    error: Option<FaultView>,
}

#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
struct RangeAt {
    sheet: String,
    #[schema(example = "A1:A9")]
    range: String,
}

#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
struct CellAt {
    sheet: String,
    #[schema(example = "B7")]
    cell: String,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Dependents {
    /// Cells whose formulas read it; the first of them.
    cells: Vec<RangeAt>,
    /// How many there are.
    count: usize,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SpillView {
    anchor: CellAt,
    range: String,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct FaultView {
    #[schema(example = "#REF!")]
    code: &'static str,
    /// Where it first arose.
    origin: Option<CellAt>,
    /// `typed`, `deleted`, `loop`, `spill-blocked`, `spill-edge`, `unknown-function`, `unknown-name`, `division`,
    /// `not-found` or `other`.
    reason: &'static str,
    /// For people.
    text: String,
    /// The cells of a loop, in order.
    #[serde(rename = "loop")]
    circle: Vec<CellAt>,
    /// What is in an array's way.
    blocker: Option<CellAt>,
    /// The change that did it, which can be taken back.
    change: Option<ChangeAt>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct ChangeAt {
    seq: Seq,
    author: AuthorView,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
}

/// What stands behind a computed cell: what it reads, what reads it, and where an error comes from.
#[utoipa::path(get, path = "/api/workbooks/{id}/cells/explain", tag = "cells",
    params(("id" = WorkbookId, Path), Which), responses(
    (status = 200, body = Explanation),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-cell`", body = ProblemBody),
    (status = 503, description = "`calculating`: try again in a moment", body = ProblemBody),
))]
pub(super) async fn explain(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Query(which): Query<Which>,
) -> Result<Json<Explanation>, Problem> {
    app.access(&user, id).await?;
    let room = app.rooms.open(id).await?;
    let Found { sheet, cell, .. } = Found::of(&room, which.sheet, &which.cell).await?;
    let wait = app.rooms.limits().calculation_wait;
    let explained = room.explain(sheet.clone(), cell, wait).await;
    let explained = explained.map_err(|error| problem_of_cells(&error))?;
    let seen = room.read(move |document, _| view(document, &explained, &sheet, cell));
    let (mut view, cause) = seen.await?;
    if let (Some(fault), Some(cause)) = (&mut view.error, cause) {
        fault.change = change(&app, id, &cause).await?;
    }
    Ok(Json(view))
}

/// An entry whose last change is what a formula suffers from.
struct Cause {
    root: &'static str,
    /// Empty for what belongs to no sheet.
    sheet: String,
    entry: String,
}

async fn change(app: &App, id: WorkbookId, cause: &Cause) -> Result<Option<ChangeAt>, Problem> {
    let place = (
        cause.root,
        cause.sheet.as_str(),
        -1,
        -1,
        Some(cause.entry.as_str()),
    );
    let Some(seq) = log::last_touch(&app.db.pool, id, place).await? else {
        return Ok(None);
    };
    let Some(change) = log::change(&app.db.pool, id, seq).await? else {
        return Ok(None);
    };
    let names = Names::of(app, id, std::iter::once((change.author, change.link))).await?;
    Ok(Some(ChangeAt {
        seq,
        author: names.author(change.author),
        at: change.at,
    }))
}

fn view(
    document: &Document,
    explained: &Explained,
    sheet: &SheetId,
    cell: CellId,
) -> (Explanation, Option<Cause>) {
    let at = cell_at(document, sheet, cell);
    let ranges = |traced: &[Traced]| -> Vec<RangeAt> {
        traced.iter().map(|t| range_at(document, t)).collect()
    };
    let spill = explained
        .spill
        .as_ref()
        .and_then(|((sheet, anchor), size)| {
            let book = document.workbook();
            let s = book.sheet(sheet)?;
            let row = s.rows().index_of(anchor.row)?;
            let col = s.cols().index_of(anchor.col)?;
            Some(SpillView {
                anchor: cell_at(document, sheet, *anchor)?,
                range: range_name(row, col, row + size.0 - 1, col + size.1 - 1),
            })
        });
    let fault = explained.fault.as_ref().map(|f| fault(document, f));
    let (error, cause) = fault.unzip();
    let explanation = Explanation {
        seq: explained.seq,
        sheet: document
            .workbook()
            .sheet(sheet)
            .map_or_else(String::new, |s| s.name().to_owned()),
        cell: at.map_or_else(String::new, |at| at.cell),
        value: history::scalar(&explained.value),
        precedents: ranges(&explained.precedents),
        dependents: Dependents {
            cells: ranges(&explained.dependents),
            count: explained.dependents_count,
        },
        spill,
        error,
    };
    (explanation, cause.flatten())
}

fn fault(document: &Document, fault: &Fault) -> (FaultView, Option<Cause>) {
    let place = |(sheet, cell): &(SheetId, CellId)| cell_at(document, sheet, *cell);
    let mut view = FaultView {
        code: fault.code.as_str(),
        origin: place(&fault.origin),
        reason: "other",
        text: String::new(),
        circle: vec![],
        blocker: None,
        change: None,
    };
    let mut cause = None;
    match &fault.reason {
        Reason::Typed => {
            view.reason = "typed";
            "The error stands there as a value.".clone_into(&mut view.text);
        }
        Reason::Deleted(dead) => {
            view.reason = "deleted";
            let found = dead
                .iter()
                .find_map(|r| deletion(document, r, &fault.origin.0));
            let (text, found) = match found {
                Some((text, found)) => (text, Some(found)),
                None => ("What the formula refers to is not there.".to_owned(), None),
            };
            (view.text, cause) = (text, found);
        }
        Reason::Loop(circle) => {
            view.reason = "loop";
            view.circle = circle.iter().filter_map(place).collect();
            "The formula depends on itself.".clone_into(&mut view.text);
        }
        Reason::Blocked(Some(by)) => {
            view.reason = "spill-blocked";
            view.blocker = place(by);
            view.text = match &view.blocker {
                Some(at) => format!("The result needs more cells, and {} is not empty.", at.cell),
                None => "The result needs cells that are not empty.".to_owned(),
            };
        }
        Reason::Blocked(None) => {
            view.reason = "spill-edge";
            "The result needs more cells than the sheet has there.".clone_into(&mut view.text);
        }
        Reason::UnknownFunction(name) => {
            view.reason = "unknown-function";
            view.text = format!("There is no function {name}.");
        }
        Reason::UnknownName(name) => {
            view.reason = "unknown-name";
            view.text = format!("Nothing here is called {name}.");
        }
        Reason::Computed => {
            let (reason, text) = match fault.code {
                ErrorCode::Div0 => (
                    "division",
                    "Something is divided by zero or by an empty cell.",
                ),
                ErrorCode::Na => ("not-found", "What is looked for is not there."),
                ErrorCode::Ref => ("other", "The formula refers to cells outside of the sheet."),
                ErrorCode::Name => ("other", "The formula cannot be read."),
                ErrorCode::Num => ("other", "A number is too large, or there is no result."),
                ErrorCode::Null => ("other", "The two ranges have no cell in common."),
                ErrorCode::Calc => ("other", "The result is an empty array, or too large."),
                _ => (
                    "other",
                    "A value is not of the kind that the formula needs.",
                ),
            };
            view.reason = reason;
            text.clone_into(&mut view.text);
        }
    }
    (view, cause)
}

/// What was deleted of what a reference needs, in words, and the entry that says so.
fn deletion(document: &Document, reference: &Reference, own: &SheetId) -> Option<(String, Cause)> {
    let book = document.workbook();
    let table = match reference {
        Reference::Table { id, .. } => {
            let Some(table) = book.table_by_id(id) else {
                let cause = Cause {
                    root: "tables",
                    sheet: String::new(),
                    entry: id.to_string(),
                };
                let text = "The table it refers to is none any more.".to_owned();
                return Some((text, cause));
            };
            Some(table)
        }
        _ => None,
    };
    let own = table.map_or(own, |table| &table.sheet);
    let id = reference.sheet().unwrap_or(own);
    let sheet = book.all_sheets().find(|s| s.id() == id)?;
    let cause = |root, entry: &str| Cause {
        root,
        sheet: id.to_string(),
        entry: entry.to_owned(),
    };
    if sheet.is_deleted() {
        let text = format!("The sheet {} was deleted.", sheet.name());
        return Some((text, cause("sheets", "state")));
    }
    let (rows, cols): (Vec<LineId>, Vec<LineId>) = match reference {
        Reference::Cell { at, .. } => (vec![at.row.line], vec![at.col.line]),
        Reference::Range { from, to, .. } => (
            vec![from.row.line, to.row.line],
            vec![from.col.line, to.col.line],
        ),
        Reference::Rows { from, to, .. } => (vec![from.line, to.line], vec![]),
        Reference::Columns { from, to, .. } => (vec![], vec![from.line, to.line]),
        Reference::Table { columns, .. } => {
            let table = table?;
            let cols = columns.map_or(vec![], |(first, last)| vec![first, last]);
            (vec![table.from.row, table.to.row], cols)
        }
        Reference::Name { .. } | Reference::Stack { .. } => return None,
    };
    let row = rows.iter().find_map(|line| sheet.row_deletion(*line));
    if let Some((entry, count)) = row {
        let text = match count {
            1 => format!("A row of {} was deleted.", sheet.name()),
            n => format!("{n} rows of {} were deleted.", sheet.name()),
        };
        return Some((text, cause("rows", &entry)));
    }
    let (entry, count) = cols.iter().find_map(|line| sheet.col_deletion(*line))?;
    let text = match count {
        1 => format!("A column of {} was deleted.", sheet.name()),
        n => format!("{n} columns of {} were deleted.", sheet.name()),
    };
    Some((text, cause("cols", &entry)))
}

fn cell_at(document: &Document, sheet: &SheetId, cell: CellId) -> Option<CellAt> {
    let s = document.workbook().sheet(sheet)?;
    let row = s.rows().index_of(cell.row)?;
    let col = s.cols().index_of(cell.col)?;
    Some(CellAt {
        sheet: s.name().to_owned(),
        cell: cell_name(row, col),
    })
}

fn range_at(document: &Document, traced: &Traced) -> RangeAt {
    let Traced {
        top,
        left,
        bottom,
        right,
        ..
    } = *traced;
    let sheet = document.workbook().sheet(&traced.sheet);
    let shown = sheet.map_or((0, 0), |s| (s.rows().shown(), s.cols().shown()));
    let range = if top == 0 && bottom + 1 == shown.0 {
        format!("{}:{}", column_name(left), column_name(right))
    } else if left == 0 && right + 1 == shown.1 {
        format!("{}:{}", top + 1, bottom + 1)
    } else {
        range_name(top, left, bottom, right)
    };
    RangeAt {
        sheet: sheet.map_or_else(String::new, |s| s.name().to_owned()),
        range,
    }
}

fn range_name(top: u32, left: u32, bottom: u32, right: u32) -> String {
    if (top, left) == (bottom, right) {
        return cell_name(top, left);
    }
    format!("{}:{}", cell_name(top, left), cell_name(bottom, right))
}
