//! Proofs to take away, checking a log, and what the last checks found.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::history::owed_to;
use super::{Problem, ProblemBody, SignedIn};
use crate::auth::{Role, User};
use crate::clock;
use crate::custody::{self, Called, ProofError, Scope};
use crate::db;
use crate::history::{self, Event, EventKind};
use crate::ids::{Seq, UserId, WorkbookId};
use crate::state::App;

/// Checks that are told at once.
const MOST_CHECKS: i64 = 1000;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(proof))
        .routes(routes!(verify))
        .routes(routes!(overview))
        .routes(routes!(key))
        .routes(routes!(erase))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct Which {
    /// The change to prove.
    seq: Option<i64>,
    /// Or a cell: the change to which it owes what it holds. Name of its sheet; the first one when left out.
    sheet: Option<String>,
    /// Its address, where it is now.
    #[param(example = "B7")]
    cell: Option<String>,
}

/// A proof of one change, to be checked without this server: `daylight verify-proof`.
#[utoipa::path(get, path = "/api/workbooks/{id}/proof", tag = "history",
    params(("id" = WorkbookId, Path), Which), responses(
    (status = 200, description = "JSON: the change, its way to a signed head, and the head", content_type = "application/json"),
    (status = 404, description = "`workbook-unknown`, `change-unknown`, `sheet-unknown`, `cell-untouched`", body = ProblemBody),
    (status = 409, description = "`log-damaged`", body = ProblemBody),
    (status = 410, description = "`folded`", body = ProblemBody),
    (status = 422, description = "`bad-cell`, `no-change-named`", body = ProblemBody),
))]
async fn proof(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let access = app.access(&user, id).await?;
    let (seq, cell) = match (which.seq, &which.cell) {
        (Some(seq), None) => (Seq(seq), None),
        (None, Some(cell)) => {
            let (found, seq) = owed_to(&app, id, which.sheet, cell).await?;
            let seq = seq.ok_or_else(|| {
                Problem::not_found("cell-untouched", "Nobody has ever written into this cell.")
            })?;
            (seq, Some((found, cell.to_ascii_uppercase())))
        }
        _ => {
            return Err(Problem::unprocessable(
                "no-change-named",
                "Name either a change, by seq, or a cell.",
            ));
        }
    };
    let mut proof = custody::prove(&app.db, app.custody.key(), id, seq)
        .await
        .map_err(problem_of_proof)?;
    let author = db::log::authors(&app.db.pool, &[proof.change.author.0])
        .await?
        .pop();
    let workbook = db::workbooks::title(&app.db.pool, id).await?;
    let entry = cell.as_ref().and_then(|(found, _)| {
        let place = (
            history::signed(found.cell.row),
            history::signed(found.cell.col),
        );
        let of_cell = |entry: &custody::ProvenEntry| {
            entry.root == "cells"
                && entry.sheet == found.sheet.as_str()
                && (entry.row, entry.col) == place
        };
        proof.change.entries.iter().rposition(of_cell)
    });
    if let (None, Some((found, _))) = (entry, &cell) {
        let place = (found.sheet.as_str(), found.cell);
        let entries = &proof.change.entries;
        let block = custody::ProvenBlock::of(&app.db, id, entries, place).await;
        proof.block = block.map_err(problem_of_proof)?;
    }
    proof.called = Called {
        workbook: workbook.map(|title| title.name).unwrap_or_default(),
        author: author.map(|author| author.name).unwrap_or_default(),
        cell: cell.map(|(found, address)| format!("{}!{address}", found.name)),
        entry,
    };
    let event = Event {
        workbook: id,
        user: user.id,
        link: access.link,
        kind: EventKind::Exported,
        detail: Some(json!({"what": "proof", "seq": seq.0})),
    };
    let mut tx = app.db.pool.begin().await?;
    history::record(&mut tx, event).await?;
    tx.commit().await?;
    let name = format!("attachment; filename=\"proof-{id}-{seq}.json\"");
    let headers = [(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(&name).map_err(Problem::internal)?,
    )];
    Ok((headers, Json(proof)).into_response())
}

fn problem_of_proof(error: ProofError) -> Problem {
    match error {
        ProofError::Unknown => Problem::not_found("change-unknown", "There is no such change."),
        ProofError::Load(error) => error.into(),
        ProofError::Sign(custody::SignError::Damaged(..)) => Problem::new(
            StatusCode::CONFLICT,
            "log-damaged",
            "The log of this workbook is not as it was written, and so nothing of it can be proven.",
        )
        .caused_by(error),
        ProofError::Database(error) | ProofError::Sign(custody::SignError::Database(error)) => error.into(),
        error @ ProofError::Interrupted(_) => Problem::internal(error),
    }
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Verified {
    /// Everything is as it was written.
    whole: bool,
    /// Up to which change.
    seq: Seq,
    changes: usize,
    entries: usize,
    blocks: usize,
    /// What is not, in words; the first hundred.
    findings: Vec<String>,
    /// Under which key heads are signed, hex.
    key: String,
}

/// Check the whole log of a workbook: its chain, its signed heads, its blocks, and that replaying it gives the document.
/// For its owner.
#[utoipa::path(post, path = "/api/workbooks/{id}/verify", tag = "history", params(("id" = WorkbookId, Path)), responses(
    (status = 200, body = Verified),
    (status = 403, description = "`owner-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`", body = ProblemBody),
))]
async fn verify(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
) -> Result<Json<Verified>, Problem> {
    let access = app.access(&user, id).await?;
    if access.role != Role::Owner {
        return Err(Problem::forbidden(
            "owner-only",
            "Only its owner may have this workbook's log checked.",
        ));
    }
    let trusted = app.custody.trusted();
    let scope = Scope {
        trusted: &trusted,
        ..Scope::default()
    };
    let live = app.rooms.open_document(id).await;
    let report = custody::verify(&app.db, id, scope, live)
        .await
        .map_err(Problem::internal)?;
    Ok(Json(Verified {
        whole: report.is_whole(),
        seq: report.seq,
        changes: report.changes,
        entries: report.cells,
        blocks: report.blocks,
        findings: report.findings.iter().map(ToString::to_string).collect(),
        key: app.custody.key().public().to_string(),
    }))
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PublicKeyView {
    /// ed25519, 64 hex digits.
    key: String,
}

/// The public key under which this server signs what its logs are.
#[utoipa::path(get, path = "/api/custody/key", tag = "history", responses((status = 200, body = PublicKeyView)))]
async fn key(State(app): State<App>, _signed_in: SignedIn) -> Json<PublicKeyView> {
    Json(PublicKeyView {
        key: app.custody.key().public().to_string(),
    })
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Overview {
    key: String,
    /// Seconds between two checks of everything; 0 for never.
    check_every: u64,
    /// Signed heads are kept outside, too.
    anchored: bool,
    /// The last check of each workbook, those with findings first.
    checks: Vec<CheckView>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct CheckView {
    workbook: WorkbookId,
    name: String,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// Up to which change.
    seq: Seq,
    /// In words; empty where all is as it was written.
    #[schema(value_type = Vec<String>)]
    findings: Value,
    millis: i64,
}

/// What the last checks of all logs found. For administrators.
#[utoipa::path(get, path = "/api/custody", tag = "operation", responses(
    (status = 200, body = Overview), (status = 403, description = "`admins-only`", body = ProblemBody),
))]
async fn overview(
    State(app): State<App>,
    SignedIn(user): SignedIn,
) -> Result<Json<Overview>, Problem> {
    admins_only(&user)?;
    let checks = db::custody::checks(&app.db.pool, MOST_CHECKS).await?;
    let settings = app.custody.settings();
    let view = |check: db::custody::CheckRow| CheckView {
        workbook: check.workbook,
        name: check.name,
        at: check.at,
        seq: check.seq,
        findings: check.findings,
        millis: check.millis,
    };
    Ok(Json(Overview {
        key: app.custody.key().public().to_string(),
        check_every: settings.check_every.as_secs(),
        anchored: !settings.anchors.is_empty(),
        checks: checks.into_iter().map(view).collect(),
    }))
}

/// Forget who somebody is. Their name and credentials go, what was shared with them too; what they did stays in the log as
/// somebody's, and its chain stays whole, since names are no part of it. For administrators.
#[utoipa::path(post, path = "/api/users/{id}/erase", tag = "operation", params(("id" = UserId, Path)), responses(
    (status = 204),
    (status = 403, description = "`admins-only`", body = ProblemBody),
    (status = 404, description = "`user-unknown`: no person or guest, or an administrator", body = ProblemBody),
))]
async fn erase(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<UserId>,
) -> Result<StatusCode, Problem> {
    admins_only(&user)?;
    let mut tx = app.db.pool.begin().await?;
    if !db::users::erase(&mut tx, id, clock::now()).await? {
        return Err(Problem::not_found(
            "user-unknown",
            "There is no such person or guest who could be erased.",
        ));
    }
    tx.commit().await?;
    tracing::info!(erased = %id, by = %user.id, "somebody was erased");
    app.rooms.recheck_everywhere(id);
    Ok(StatusCode::NO_CONTENT)
}

fn admins_only(user: &User) -> Result<(), Problem> {
    if user.is_admin {
        return Ok(());
    }
    Err(Problem::forbidden(
        "admins-only",
        "Only administrators of this server may see this.",
    ))
}
