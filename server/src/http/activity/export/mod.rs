//! The record to take away: every entry that was touched, as CSV, JSON Lines or Parquet, streamed.

mod forms;

use std::collections::HashMap;

use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use daylight_model::Document;
use futures_util::stream;
use serde::Deserialize;
use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio::sync::mpsc;

use super::super::{Problem, ProblemBody, SignedIn};
use super::visible;
use crate::db::copy::{self, Part};
use crate::db::log::{self, CellRow, ChangeRow};
use crate::history::{self, Event, EventKind};
use crate::ids::{LinkId, Seq, UserId, WorkbookId};
use crate::state::App;
use forms::{Form, Writer};

/// Changes read at a time.
const PART: u32 = 4096;
/// Pieces that may wait for a slow reader.
const WAITING: usize = 4;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(super) struct Which {
    /// `csv`, `jsonl` or `parquet`.
    #[param(value_type = String, example = "csv")]
    format: Form,
    /// Of this workbook only.
    workbook: Option<WorkbookId>,
    /// Only of this user.
    author: Option<UserId>,
    /// Only what came through this share link.
    link: Option<LinkId>,
    /// Only what came in this way.
    via: Option<String>,
    /// Only from this time on (RFC 3339).
    #[serde(default, with = "time::serde::rfc3339::option")]
    from: Option<OffsetDateTime>,
    /// Only before this time (RFC 3339).
    #[serde(default, with = "time::serde::rfc3339::option")]
    to: Option<OffsetDateTime>,
}

impl Which {
    fn has(&self, change: &ChangeRow) -> bool {
        self.author.is_none_or(|author| author == change.author)
            && self.link.is_none_or(|link| Some(link) == change.link)
            && self.via.as_ref().is_none_or(|via| *via == change.via)
            && self.from.is_none_or(|from| change.at >= from)
            && self.to.is_none_or(|to| change.at < to)
    }
}

/// An entry that a change touched, as it is taken away. A change that touched none has one line without an entry.
#[derive(Debug, Clone, serde::Serialize)]
struct Line {
    workbook: String,
    workbook_name: String,
    seq: i64,
    at: String,
    /// The same, microseconds since 1970.
    #[serde(skip)]
    micros: i64,
    author: String,
    author_name: String,
    link: Option<String>,
    via: String,
    summary: String,
    /// The root of the document.
    root: Option<String>,
    /// The sheet's name now.
    sheet: Option<String>,
    /// Where the cell is now.
    cell: Option<String>,
    /// What it is about where it is no cell.
    entry: Option<String>,
    /// As the log has it, JSON.
    old: Option<String>,
    new: Option<String>,
    superseded: bool,
    /// Covers this change and all before it, hex.
    hash: String,
}

/// Take the record away: every entry that changes touched, in the order of the log, workbook by workbook.
#[utoipa::path(get, path = "/api/activity/export", tag = "history", params(Which), responses(
    (status = 200, description = "CSV, JSON Lines or Parquet", content_type = "application/octet-stream"),
    (status = 404, description = "`workbook-unknown`", body = ProblemBody),
))]
pub(super) async fn export(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let names = visible(&app, &user, which.workbook).await?;
    let mut tx = app.db.pool.begin().await?;
    for workbook in names.keys() {
        let event = Event {
            workbook: *workbook,
            user: user.id,
            link: None,
            kind: EventKind::Exported,
            detail: Some(json!({"what": "activity", "format": which.format})),
        };
        history::record(&mut tx, event).await?;
    }
    tx.commit().await?;
    let (kind, extension) = which.format.kind();
    let name = format!("attachment; filename=\"daylight-activity.{extension}\"");
    let (pieces, waiting) = mpsc::channel::<Result<Bytes, std::io::Error>>(WAITING);
    let tasks = app.tasks.clone();
    tasks.spawn(async move {
        let mut names: Vec<(WorkbookId, String)> = names.into_iter().collect();
        names.sort_by_key(|(id, _)| id.0);
        if let Err(error) = write(&app, &which, names, &pieces).await {
            tracing::warn!(%error, "the record could not be written out: {error}");
            // The reader hears that it is not complete.
            pieces
                .send(Err(std::io::Error::other(
                    "the record could not be read to its end",
                )))
                .await
                .ok();
        }
    });
    let body = stream::unfold(waiting, |mut waiting| async {
        let piece = waiting.recv().await?;
        Some((piece, waiting))
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&name).map_err(Problem::internal)?,
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, Body::from_stream(body)).into_response())
}

/// Why the record could not be written out.
#[derive(Debug, thiserror::Error)]
enum ExportError {
    #[error("the log could not be read")]
    Database(#[from] sqlx::Error),
    #[error("a workbook could not be read")]
    Load(#[from] history::LoadError),
    #[error("writing was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
    #[error("lines could not be put into the form that was asked for")]
    Form(#[from] forms::FormError),
}

type Pieces = mpsc::Sender<Result<Bytes, std::io::Error>>;

async fn write(
    app: &App,
    which: &Which,
    names: Vec<(WorkbookId, String)>,
    pieces: &Pieces,
) -> Result<(), ExportError> {
    let mut writer = Writer::new(which.format)?;
    for (workbook, name) in names {
        let document = history::load(&app.db, workbook, None).await?.document;
        let mut book = Book {
            id: workbook,
            name,
            document,
            authors: HashMap::new(),
        };
        let mut after = Seq(0);
        loop {
            let part = copy::part(&app.db.pool, workbook, after, PART).await?;
            let Some((last, _)) = part.changes.last() else {
                break;
            };
            after = last.seq;
            book.know(app, &part).await?;
            let wanted: Vec<bool> = part
                .changes
                .iter()
                .map(|(change, _)| which.has(change))
                .collect();
            let made = tokio::task::spawn_blocking(move || {
                let lines = book.lines(part, &wanted);
                let piece = writer.write(&lines)?;
                Ok::<_, forms::FormError>((book, writer, piece))
            });
            let piece;
            (book, writer, piece) = made.await??;
            if !piece.is_empty() && pieces.send(Ok(piece)).await.is_err() {
                // The reader has gone.
                return Ok(());
            }
        }
    }
    let last = tokio::task::spawn_blocking(move || writer.end()).await??;
    pieces.send(Ok(last)).await.ok();
    Ok(())
}

/// A workbook, and the names in its log.
struct Book {
    id: WorkbookId,
    name: String,
    document: Document,
    authors: HashMap<UserId, String>,
}

impl Book {
    async fn know(&mut self, app: &App, part: &Part) -> sqlx::Result<()> {
        let mut unknown: Vec<i64> = part
            .changes
            .iter()
            .map(|(change, _)| change.author)
            .filter(|author| !self.authors.contains_key(author))
            .map(|author| author.0)
            .collect();
        unknown.sort_unstable();
        unknown.dedup();
        if !unknown.is_empty() {
            let authors = log::authors(&app.db.pool, &unknown).await?;
            self.authors
                .extend(authors.into_iter().map(|author| (author.id, author.name)));
        }
        Ok(())
    }

    fn lines(&self, part: Part, wanted: &[bool]) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut cells = part.cells.into_iter().peekable();
        for ((change, _), wanted) in part.changes.into_iter().zip(wanted) {
            let mut own = Vec::new();
            while let Some(cell) = cells.next_if(|cell| cell.seq <= change.seq) {
                own.push(cell);
            }
            if !wanted {
                continue;
            }
            let line = self.line(&change);
            if own.is_empty() {
                lines.push(line);
                continue;
            }
            lines.extend(own.into_iter().map(|cell| self.entry(line.clone(), cell)));
        }
        lines
    }

    fn line(&self, change: &ChangeRow) -> Line {
        Line {
            workbook: self.id.to_string(),
            workbook_name: self.name.clone(),
            seq: change.seq.0,
            at: change.at.format(&Rfc3339).unwrap_or_default(),
            micros: i64::try_from(change.at.unix_timestamp_nanos() / 1000).unwrap_or_default(),
            author: change.author.to_string(),
            author_name: self
                .authors
                .get(&change.author)
                .cloned()
                .unwrap_or_default(),
            link: change.link.map(|link| link.to_string()),
            via: change.via.clone(),
            summary: change.summary.clone(),
            root: None,
            sheet: None,
            cell: None,
            entry: None,
            old: None,
            new: None,
            superseded: false,
            hash: hex::encode(&change.hash),
        }
    }

    fn entry(&self, line: Line, cell: CellRow) -> Line {
        let key = history::key_of(&cell).map(|(_, key, _)| key);
        let sheet = key.as_ref().and_then(|key| key.sheet());
        let sheet = sheet.and_then(|id| self.document.workbook().sheet(id));
        let place = key.as_ref().and_then(daylight_model::Key::cell).zip(sheet);
        Line {
            sheet: sheet.map(|sheet| sheet.name().to_owned()),
            cell: place.and_then(|(at, sheet)| history::address(sheet, at)),
            root: Some(cell.root),
            entry: cell.entry,
            old: cell.old,
            new: cell.new,
            superseded: cell.superseded,
            ..line
        }
    }
}
