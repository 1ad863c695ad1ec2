//! Filters: which rows of a range show, for oneself or for all.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use daylight_model::a1::{self, Area};
use daylight_model::document::Edit;
use daylight_model::id::{MAX_COLS, MAX_ROWS};
use daylight_model::input::reads_as_date;
use daylight_model::marks::{Criterion, FilterCells, HiddenRows};
use daylight_model::{
    CellId, Document, Hash, Key, LineId, LineRun, Sheet, SheetId, TablePart, Value,
};
use serde::{Deserialize, Serialize};

use super::super::rooms::{editing, problem_of_cells, problem_of_read};
use super::super::{Caller, Problem, ProblemBody, SignedIn};
use crate::bulk::{Colors, Counted, Distinct, NOTHING, Seen, Sieve, hidden_runs};
use crate::calculation::{self, CellsRead, CellsWanted, Sight};
use crate::history::Author;
use crate::ids::{Seq, WorkbookId};
use crate::state::App;
use crate::sync::Room;

/// How often a range is read anew when its rows changed in between.
const ATTEMPTS: usize = 3;
/// Cells of a column that are read in one step.
const STEP: u32 = 40_000;
/// Different values in one answer.
const MOST_VALUES: usize = 1_000;
/// The id of the filter of a sheet that is of no table.
const OWN: &str = "sheet";

/// What is filtered.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema, utoipa::IntoParams)]
pub(super) struct Place {
    /// Name of the sheet; the first one when left out.
    sheet: Option<String>,
    /// The range with its headings.
    #[schema(example = "A1:F500")]
    range: Option<String>,
    /// A table instead, by name.
    table: Option<String>,
}

/// Criteria by column, as FORMAT.md §8 has them.
type Criteria = BTreeMap<String, serde_json::Value>;

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
pub(super) struct Filter {
    #[serde(flatten)]
    place: Place,
    /// By column.
    #[serde(default)]
    #[schema(value_type = Object, example = json!({"C": ["in", "North"]}))]
    criteria: Criteria,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Filtered {
    /// The change up to which values are computed.
    seq: Seq,
    /// Rows that show.
    shown: usize,
    /// Rows of the range below its headings.
    of: usize,
    /// First id and count of rows that do not show.
    #[schema(value_type = Vec<Vec<u64>>)]
    hidden: Vec<LineRun>,
}

/// Find the rows that a filter hides, without setting it: for a filter of one's own.
#[utoipa::path(post, path = "/api/workbooks/{id}/filter", tag = "cells", params(("id" = WorkbookId, Path)),
    request_body = Filter, responses(
    (status = 200, body = Filtered),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`, `table-unknown`", body = ProblemBody),
    (status = 409, description = "`moved`: rows came or went meanwhile, several times", body = ProblemBody),
    (status = 422, description = "`bad-range`, `bad-column`, `bad-criterion`", body = ProblemBody),
    (status = 503, description = "`calculating`: try again in a moment", body = ProblemBody),
))]
pub(super) async fn filter(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Json(filter): Json<Filter>,
) -> Result<Json<Filtered>, Problem> {
    app.access(&user, id).await?;
    let room = app.rooms.open(id).await?;
    let criteria = criteria(&filter.criteria)?;
    for _ in 0..ATTEMPTS {
        let target = Target::find(&app, &room, id, &filter.place).await?;
        if let Some((seq, shown)) = sift(&app, &room, id, &target, &criteria).await? {
            return Ok(Json(Filtered {
                seq,
                shown: shown.iter().filter(|shown| **shown).count(),
                of: shown.len(),
                hidden: hidden_runs(&target.rows, &shown),
            }));
        }
    }
    Err(moved())
}

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
pub(super) struct ColumnOf {
    #[serde(flatten)]
    filter: Filter,
    #[schema(example = "C")]
    column: String,
    /// Only values that read so somewhere, in any case.
    search: Option<String>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ColumnValues)]
pub(super) struct Listed {
    /// Numbers, then texts, booleans, errors, and what is empty.
    values: Vec<ValueView>,
    /// There are more than these.
    more: bool,
    /// Fills of cells that are not empty, `#rrggbb`; null: none of their own.
    #[schema(value_type = Vec<Option<String>>)]
    fills: Colors,
    /// Colours of their texts.
    #[schema(value_type = Vec<Option<String>>)]
    colors: Colors,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DistinctValue)]
struct ValueView {
    /// As shown.
    #[schema(value_type = String)]
    text: Arc<str>,
    count: u32,
    /// `number`, `date`, `text`, `boolean`, `error` or `empty`.
    #[schema(value_type = String)]
    kind: &'static str,
}

/// List what stands in a column of a range, in the rows that criteria of other columns show.
#[utoipa::path(post, path = "/api/workbooks/{id}/filter/values", tag = "cells",
    params(("id" = WorkbookId, Path)), request_body = ColumnOf, responses(
    (status = 200, body = Listed),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`, `table-unknown`", body = ProblemBody),
    (status = 409, description = "`moved`: rows came or went meanwhile, several times", body = ProblemBody),
    (status = 422, description = "`bad-range`, `bad-column`, `bad-criterion`", body = ProblemBody),
    (status = 503, description = "`calculating`: try again in a moment", body = ProblemBody),
))]
pub(super) async fn values(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Json(asked): Json<ColumnOf>,
) -> Result<Json<Listed>, Problem> {
    app.access(&user, id).await?;
    let room = app.rooms.open(id).await?;
    let column = column(&asked.column)?;
    let mut criteria = criteria(&asked.filter.criteria)?;
    criteria.retain(|(of, _)| *of != column);
    for _ in 0..ATTEMPTS {
        let target = Target::find(&app, &room, id, &asked.filter.place).await?;
        let Some((_, shown)) = sift(&app, &room, id, &target, &criteria).await? else {
            continue;
        };
        let mut distinct = Distinct::default();
        let wanted = asked.search.as_deref().unwrap_or_default().to_lowercase();
        let take = |row: usize, seen: &Seen<'_>| {
            if shown[row] && (wanted.is_empty() || seen.text.to_lowercase().contains(&wanted)) {
                distinct.take(seen);
            }
        };
        let through = through(&app, &room, id, &target, column, true, take).await?;
        if through.is_none() {
            continue;
        }
        let (values, fills, colors) = distinct.values();
        let more = values.len() > MOST_VALUES;
        let values = values.into_iter().take(MOST_VALUES);
        let view = |(value, text, count): Counted| ValueView {
            kind: kind(&value, &text),
            text,
            count,
        };
        return Ok(Json(Listed {
            values: values.map(view).collect(),
            more,
            fills,
            colors,
        }));
    }
    Err(moved())
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Set {
    /// The change that was made; null when all was so already.
    seq: Option<Seq>,
    /// Rows that show.
    shown: usize,
    /// Rows of the range below its headings.
    of: usize,
}

/// Set the filter that all see: of a sheet, which has one, or of a table. What is not said of a column is no longer asked of
/// it; saying the same again finds the rows anew.
#[utoipa::path(put, path = "/api/workbooks/{id}/filters", tag = "cells", params(("id" = WorkbookId, Path)),
    request_body = Filter, responses(
    (status = 200, body = Set),
    (status = 403, description = "`read-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`, `table-unknown`", body = ProblemBody),
    (status = 409, description = "`moved`: rows came or went meanwhile, several times", body = ProblemBody),
    (status = 422, description = "`bad-range`, `bad-column`, `bad-criterion`", body = ProblemBody),
    (status = 503, description = "`calculating`: try again in a moment", body = ProblemBody),
))]
pub(super) async fn set(
    State(app): State<App>,
    Caller { user, via }: Caller,
    Path(id): Path<WorkbookId>,
    Json(filter): Json<Filter>,
) -> Result<Json<Set>, Problem> {
    let access = editing(app.access(&user, id).await?)?;
    let room = app.rooms.open(id).await?;
    let criteria = criteria(&filter.criteria)?;
    for _ in 0..ATTEMPTS {
        let target = Target::find(&app, &room, id, &filter.place).await?;
        let Some((_, shown)) = sift(&app, &room, id, &target, &criteria).await? else {
            continue;
        };
        let hidden = hidden_runs(&target.rows, &shown);
        let list = if hidden.is_empty() {
            None
        } else {
            let rows = HiddenRows { v: 1, rows: hidden };
            let stored = app.rooms.bases().store_hidden(id, rows).await;
            Some(stored.map_err(Problem::internal)?)
        };
        let author = Author {
            summary: Some(words(&target, &filter.criteria)),
            ..Author::new(user.id, access.link, via)
        };
        let of = target.rows.len();
        let (place, by) = (filter.place.clone(), criteria.clone());
        let made = room.change(author, move |document| {
            let now = Target::of(document, &place, target.extent).map_err(|_| Changed)?;
            if now.rows != target.rows {
                return Err(Changed);
            }
            now.edits(document, &by, list)
                .ok_or(Changed)
                .map(|edits| (edits, ()))
        });
        if let Ok((seq, ())) = made.await? {
            let shown = shown.iter().filter(|shown| **shown).count();
            return Ok(Json(Set { seq, shown, of }));
        }
    }
    Err(moved())
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Removed {
    /// The change that was made; null when there was no filter.
    seq: Option<Seq>,
}

/// Take the filter of a sheet or table away, so that all rows show.
#[utoipa::path(delete, path = "/api/workbooks/{id}/filters", tag = "cells",
    params(("id" = WorkbookId, Path), Place), responses(
    (status = 200, body = Removed),
    (status = 403, description = "`read-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`, `sheet-unknown`, `table-unknown`", body = ProblemBody),
))]
pub(super) async fn remove(
    State(app): State<App>,
    Caller { user, via }: Caller,
    Path(id): Path<WorkbookId>,
    Query(place): Query<Place>,
) -> Result<Json<Removed>, Problem> {
    let access = editing(app.access(&user, id).await?)?;
    let room = app.rooms.open(id).await?;
    let author = Author {
        summary: Some("Removed a filter".to_owned()),
        ..Author::new(user.id, access.link, via)
    };
    let made = room.change(author, move |document| {
        let (sheet, filter) = if let Some(name) = &place.table {
            let table = table_named(document, name)?;
            (table.sheet.clone(), table.id.to_string())
        } else {
            let sheet = calculation::sheet_named(document, place.sheet.as_deref());
            let sheet = sheet.map_err(|error| problem_of_read(&error))?;
            (sheet.id().clone(), OWN.to_owned())
        };
        let sheet = document.workbook().sheet(&sheet);
        let edits = sheet.map_or_else(Vec::new, |sheet| cleared(sheet, &filter));
        Ok::<_, Problem>((edits, ()))
    });
    let (seq, ()) = made.await??;
    Ok(Json(Removed { seq }))
}

/// The rows are not those for which it was found.
struct Changed;

fn moved() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "moved",
        "Rows of the range came or went while it was being filtered. Nothing was changed.",
    )
}

fn column(letters: &str) -> Result<u32, Problem> {
    a1::column_index(letters).ok_or_else(|| {
        let letters: String = letters.chars().take(10).collect();
        let detail = format!("{letters:?} is no column.");
        Problem::unprocessable("bad-column", detail).at("column")
    })
}

/// Columns by index with what is asked of them.
fn criteria(criteria: &Criteria) -> Result<Vec<(u32, Criterion)>, Problem> {
    let read = |(letters, value): (&String, &serde_json::Value)| {
        let criterion = Criterion::from_json(value).ok_or_else(|| {
            let letters: String = letters.chars().take(10).collect();
            let detail = format!("What is asked of column {letters:?} is no criterion.");
            Problem::unprocessable("bad-criterion", detail).at(format!("criteria.{letters}"))
        })?;
        Ok((column(letters)?, criterion))
    };
    criteria.iter().map(read).collect()
}

fn kind(value: &Value, text: &str) -> &'static str {
    match value {
        _ if text.is_empty() => "empty",
        Value::Number(_) if reads_as_date(text) => "date",
        Value::Number(_) => "number",
        Value::Bool(_) => "boolean",
        Value::Error(_) => "error",
        Value::Text(_) | Value::Empty => "text",
    }
}

fn table_named<'a>(
    document: &'a Document,
    name: &str,
) -> Result<&'a daylight_model::Table, Problem> {
    document.workbook().table_named(name).ok_or_else(|| {
        let name: String = name.chars().take(40).collect();
        let detail = format!("There is no table {name:?}.");
        Problem::not_found("table-unknown", detail).at("table")
    })
}

/// A range whose rows are filtered, as it is in a document.
struct Target {
    sheet: SheetId,
    sheet_name: String,
    /// How far its sheet's base goes.
    extent: (u32, u32),
    /// The rows below the headings, and all columns, by index.
    area: Area,
    /// Those rows.
    rows: Vec<LineId>,
    /// The filter's id and its cells.
    filter: String,
    cells: FilterCells,
}

impl Target {
    async fn find(app: &App, room: &Room, id: WorkbookId, place: &Place) -> Result<Self, Problem> {
        let asked = place.clone();
        let base = room.read(move |document, _| base_of(document, &asked));
        let extent = app.rooms.bases().extent(id, base.await??).await;
        let extent = extent.map_err(Problem::internal)?;
        let asked = place.clone();
        let target = room.read(move |document, _| Self::of(document, &asked, extent));
        target.await?
    }

    fn of(document: &Document, place: &Place, extent: (u32, u32)) -> Result<Self, Problem> {
        let book = document.workbook();
        let empty = || {
            let detail = "The range has no row below its headings.";
            Problem::unprocessable("bad-range", detail).at("range")
        };
        let (sheet, area, filter, cells) = if let Some(name) = &place.table {
            let table = table_named(document, name)?;
            let sheet = book.sheet(&table.sheet).ok_or_else(empty)?;
            let rows = table.rows(TablePart::Data, sheet.rows());
            let cols = sheet.cols().span(table.from.col, table.to.col);
            let ((top, bottom), (left, right)) = rows.zip(cols).ok_or_else(empty)?;
            let area = Area {
                top,
                left,
                bottom,
                right,
            };
            (sheet, area, table.id.to_string(), FilterCells::Table)
        } else {
            let sheet = calculation::sheet_named(document, place.sheet.as_deref());
            let sheet = sheet.map_err(|error| problem_of_read(&error))?;
            let area = calculation::area(place.range.as_deref());
            let mut area = area.map_err(|error| problem_of_read(&error))?;
            area.bottom = area.bottom.min(
                calculation::used_rows(sheet, extent)
                    .saturating_sub(1)
                    .max(area.top),
            );
            let cell = |row, col| {
                Some(CellId {
                    row: sheet.rows().id_at(row)?,
                    col: sheet.cols().id_at(col)?,
                })
            };
            let last = (area.right.min(MAX_COLS - 1), area.bottom.min(MAX_ROWS - 1));
            let cells = cell(area.top, area.left).zip(cell(last.1, last.0));
            let (from, to) = cells.ok_or_else(empty)?;
            area.top += 1;
            (sheet, area, OWN.to_owned(), FilterCells::Range(from, to))
        };
        let rows = (area.top..=area.bottom).map_while(|row| sheet.rows().id_at(row));
        Ok(Self {
            sheet: sheet.id().clone(),
            sheet_name: sheet.name().to_owned(),
            extent,
            rows: rows.collect(),
            area,
            filter,
            cells,
        })
    }

    /// What it takes to set the filter so.
    fn edits(
        &self,
        document: &Document,
        criteria: &[(u32, Criterion)],
        list: Option<Hash>,
    ) -> Option<Vec<Edit>> {
        let sheet = document.workbook().sheet(&self.sheet)?;
        let id = self.sheet.clone();
        let filter: Arc<str> = self.filter.as_str().into();
        let key = Key::Filter(id.clone(), filter.clone());
        let mut edits = vec![Edit::new(&key, Some(self.cells.to_json()))];
        let mut wanted: BTreeMap<LineId, &Criterion> = BTreeMap::new();
        for (column, criterion) in criteria {
            wanted.insert(sheet.cols().id_at(*column)?, criterion);
        }
        for (col, _) in sheet.marks().criteria(&filter) {
            if !wanted.contains_key(&col) {
                let key = Key::FilterColumn(id.clone(), filter.clone(), col);
                edits.push(Edit::new(&key, None));
            }
        }
        for (col, criterion) in wanted {
            let key = Key::FilterColumn(id.clone(), filter.clone(), col);
            edits.push(Edit::new(&key, Some(criterion.to_json())));
        }
        let key = Key::FilterRows(id, filter);
        if list.is_some() || document.get(key.root(), &key.to_string()).is_some() {
            let list = list.map(|hash| serde_json::Value::from(hash.to_string()));
            edits.push(Edit::new(&key, list));
        }
        Some(edits)
    }
}

/// What it takes to remove a filter.
fn cleared(sheet: &Sheet, filter: &str) -> Vec<Edit> {
    let (id, marks) = (sheet.id(), sheet.marks());
    if !marks.filters().any(|(of, _)| &**of == filter) {
        return Vec::new();
    }
    let mut keys = vec![Key::Filter(id.clone(), filter.into())];
    let columns = marks.criteria(filter);
    keys.extend(columns.map(|(col, _)| Key::FilterColumn(id.clone(), filter.into(), col)));
    if marks.hidden(filter).is_some() {
        keys.push(Key::FilterRows(id.clone(), filter.into()));
    }
    keys.iter().map(|key| Edit::new(key, None)).collect()
}

fn base_of(document: &Document, place: &Place) -> Result<Option<Hash>, Problem> {
    match &place.table {
        Some(name) => {
            let table = table_named(document, name)?;
            let sheet = document.workbook().sheet(&table.sheet);
            Ok(sheet.and_then(Sheet::base))
        }
        None => calculation::sheet_named(document, place.sheet.as_deref())
            .map(Sheet::base)
            .map_err(|error| problem_of_read(&error)),
    }
}

/// Which rows show, and the change as of which; `None` when the rows changed in between.
async fn sift(
    app: &App,
    room: &Room,
    id: WorkbookId,
    target: &Target,
    criteria: &[(u32, Criterion)],
) -> Result<Option<(Seq, Vec<bool>)>, Problem> {
    let mut shown = vec![true; target.rows.len()];
    let mut seq = room.read(|_, seq| seq).await?;
    for (column, criterion) in criteria {
        if !(target.area.left..=target.area.right).contains(column) {
            let letters = a1::column_name(*column);
            let detail = format!("Column {letters} is not one of the range.");
            return Err(Problem::unprocessable("bad-column", detail).at("criteria"));
        }
        let mut sieve = Sieve::new(criterion);
        let texts = sieve.needs_texts();
        let take = |row: usize, seen: &Seen<'_>| {
            let shows = sieve.take(row, seen);
            shown[row] &= shows;
        };
        match through(app, room, id, target, *column, texts, take).await? {
            Some(computed) => seq = computed,
            None => return Ok(None),
        }
        sieve.finish(&mut shown);
    }
    Ok(Some((seq, shown)))
}

/// Calls `take` with every cell of a column, by the place of its row; `None` when the rows are others by now.
async fn through(
    app: &App,
    room: &Room,
    id: WorkbookId,
    target: &Target,
    column: u32,
    texts: bool,
    mut take: impl FnMut(usize, &Seen<'_>),
) -> Result<Option<Seq>, Problem> {
    let mut seq = Seq::default();
    let mut top = target.area.top;
    while top <= target.area.bottom {
        let bottom = target.area.bottom.min(top + STEP - 1);
        let wanted = CellsWanted {
            sheet: target.sheet.clone(),
            area: Area {
                top,
                bottom,
                left: column,
                right: column,
            },
            imported: target.extent,
            most: usize::MAX,
        };
        let read = room.cells(wanted, app.rooms.limits().calculation_wait);
        let read = read.await.map_err(|error| problem_of_cells(&error))?;
        seq = read.wanted.seq;
        let from = (top - target.area.top) as usize;
        let rows = target.rows.get(from..).unwrap_or_default();
        if !rows.starts_with(&read.wanted.rows) {
            return Ok(None);
        }
        let sights = if texts {
            let seen = read.seen(app.rooms.bases(), id).await;
            seen.map_err(Problem::internal)?
        } else {
            Vec::new()
        };
        let count = read.wanted.rows.len();
        feed(&read, &sights, from..from + count, &mut take);
        top = bottom + 1;
        tokio::task::yield_now().await;
    }
    Ok(Some(seq))
}

/// Calls `take` with the cells of some rows, those without a cell among them.
fn feed(
    read: &CellsRead,
    sights: &[Sight],
    rows: std::ops::Range<usize>,
    take: &mut impl FnMut(usize, &Seen<'_>),
) {
    let mut cells = read.cells.iter().zip(0..).peekable();
    for row in rows.clone() {
        let here = cells.next_if(|(cell, _)| cell.row as usize == row - rows.start);
        let Some((cell, n)) = here else {
            take(row, &NOTHING);
            continue;
        };
        let sight = sights.get::<usize>(n);
        let seen = Seen {
            value: &cell.value,
            text: sight.map_or("", |sight| &sight.text),
            fill: sight.and_then(|sight| sight.fill.as_deref()),
            color: sight.and_then(|sight| sight.color.as_deref()),
        };
        take(row, &seen);
    }
}

fn words(target: &Target, criteria: &Criteria) -> String {
    let of = match target.cells {
        FilterCells::Table => "a table".to_owned(),
        FilterCells::Range(..) => {
            let Area {
                top,
                left,
                bottom,
                right,
            } = target.area;
            let from = a1::cell_name(top.saturating_sub(1), left);
            format!("{from}:{}", a1::cell_name(bottom, right))
        }
    };
    let columns: Vec<&str> = criteria.keys().map(String::as_str).take(3).collect();
    let by = match columns.as_slice() {
        [] => String::new(),
        [one] => format!(" by column {one}"),
        several => format!(" by columns {}", several.join(", ")),
    };
    let text = format!("Filtered {of} on {}{by}", target.sheet_name);
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}
