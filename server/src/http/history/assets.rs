//! What clients load by themselves: immutable blocks, and whole documents of earlier moments.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use daylight_model::Hash;
use serde::Deserialize;

use super::super::{Problem, ProblemBody, SignedIn};
use crate::db;
use crate::history;
use crate::ids::{Seq, WorkbookId};
use crate::state::App;

/// A block, a manifest or the style table, by its hash: gzip of JSON that never changes.
#[utoipa::path(get, path = "/api/workbooks/{id}/assets/{hash}", tag = "live",
    params(("id" = WorkbookId, Path), ("hash" = String, Path, description = "64 hex digits")), responses(
    (status = 200, description = "JSON, with `Content-Encoding: gzip`", content_type = "application/json"),
    (status = 404, description = "`workbook-unknown`, `asset-unknown`", body = ProblemBody),
))]
pub(super) async fn asset(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path((id, hash)): Path<(WorkbookId, String)>,
) -> Result<Response, Problem> {
    app.access(&user, id).await?;
    let unknown = || Problem::not_found("asset-unknown", "There is no such asset.");
    let hash: Hash = hash.parse().map_err(|_| unknown())?;
    let body = db::assets::get(&app.db.pool, id, hash)
        .await?
        .ok_or_else(unknown)?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        ),
        (header::CONTENT_ENCODING, HeaderValue::from_static("gzip")),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, max-age=31536000, immutable"),
        ),
    ];
    Ok((headers, body).into_response())
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(super) struct Moment {
    /// Right after this change; now when left out.
    at: Option<i64>,
}

/// The document of a moment, as a Yjs v1 update; the header `daylight-seq` says of which. With `at` it has what the document
/// held, for looking at, and nothing of how that came to be: edits cannot go on from there.
#[utoipa::path(get, path = "/api/workbooks/{id}/state", tag = "history",
    params(("id" = WorkbookId, Path), Moment), responses(
    (status = 200, description = "Yjs v1 update", content_type = "application/octet-stream"),
    (status = 404, description = "`workbook-unknown`, `change-unknown`", body = ProblemBody),
))]
pub(super) async fn state(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Query(moment): Query<Moment>,
) -> Result<Response, Problem> {
    app.access(&user, id).await?;
    let (state, seq) = match moment.at {
        None => app.rooms.open(id).await?.snapshot().await?,
        Some(seq) => {
            let state = history::moment_state(&app.db, id, Seq(seq)).await?;
            (state, Seq(seq))
        }
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/octet-stream"),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        ),
        (
            HeaderName::from_static("daylight-seq"),
            HeaderValue::from(seq.0),
        ),
    ];
    Ok((headers, state).into_response())
}
