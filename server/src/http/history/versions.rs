//! Named versions: moments with a name and a note.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::{PgConnection, Postgres, Transaction};
use time::OffsetDateTime;

use super::super::rooms::editing;
use super::super::{Problem, ProblemBody, SignedIn};
use crate::auth::Access;
use crate::db::{log, versions};
use crate::history::{self, Event, EventKind, LoadError};
use crate::ids::{Seq, UserId, VersionId, WorkbookId};
use crate::state::App;

const LONGEST_NAME: usize = 200;
const LONGEST_NOTE: usize = 2000;

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Versions)]
pub(super) struct VersionList {
    /// The latest moment first.
    versions: Vec<VersionView>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Version)]
pub(super) struct VersionView {
    id: VersionId,
    name: String,
    note: String,
    /// The moment: right after this change.
    seq: Seq,
    /// When that change was made.
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// Who named it.
    by: UserId,
    by_name: String,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
}

/// The named versions of a workbook.
#[utoipa::path(get, path = "/api/workbooks/{id}/versions", tag = "history", params(("id" = WorkbookId, Path)), responses(
    (status = 200, body = VersionList),
    (status = 404, description = "`workbook-unknown`", body = ProblemBody),
))]
pub(super) async fn list(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
) -> Result<Json<VersionList>, Problem> {
    app.access(&user, id).await?;
    let view = |version: versions::Version| VersionView {
        id: version.id,
        name: version.name,
        note: version.note,
        seq: version.seq,
        at: version.at,
        by: version.by,
        by_name: version.by_name,
        created_at: version.created_at,
    };
    let versions = versions::list(&app.db.pool, id).await?;
    Ok(Json(VersionList {
        versions: versions.into_iter().map(view).collect(),
    }))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(super) struct NewVersion {
    name: String,
    #[serde(default)]
    note: String,
    /// The moment: right after this change; now when left out.
    seq: Option<i64>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct CreatedVersion {
    id: VersionId,
    seq: Seq,
}

/// Name a moment.
#[utoipa::path(post, path = "/api/workbooks/{id}/versions", tag = "history", params(("id" = WorkbookId, Path)),
    request_body = NewVersion, responses(
    (status = 201, body = CreatedVersion),
    (status = 403, description = "`read-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`, `change-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-name`, `bad-note`", body = ProblemBody),
))]
pub(super) async fn create(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Json(new): Json<NewVersion>,
) -> Result<(StatusCode, Json<CreatedVersion>), Problem> {
    let access = editing(app.access(&user, id).await?)?;
    let (name, note) = (name(&new.name)?, note(&new.note)?);
    let seq = if let Some(seq) = new.seq {
        history::change(&app.db, id, Seq(seq)).await?.seq
    } else {
        let head = log::head(&app.db.pool, id).await?;
        head.ok_or(LoadError::Unknown(id))?.seq
    };
    let version = VersionId::random();
    let mut tx = app.db.pool.begin().await?;
    versions::insert(&mut *tx, id, version, seq, (name, note), user.id).await?;
    note_it(
        &mut tx,
        &access,
        json!({"named": version, "name": name, "seq": seq}),
    )
    .await?;
    tx.commit().await?;
    Ok((
        StatusCode::CREATED,
        Json(CreatedVersion { id: version, seq }),
    ))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(super) struct AlteredVersion {
    name: Option<String>,
    note: Option<String>,
}

/// Give a version another name or note.
#[utoipa::path(patch, path = "/api/workbooks/{id}/versions/{version}", tag = "history",
    params(("id" = WorkbookId, Path), ("version" = VersionId, Path)), request_body = AlteredVersion, responses(
    (status = 204),
    (status = 403, description = "`read-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`, `version-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-name`, `bad-note`", body = ProblemBody),
))]
pub(super) async fn alter(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path((id, version)): Path<(WorkbookId, VersionId)>,
    Json(new): Json<AlteredVersion>,
) -> Result<StatusCode, Problem> {
    let access = editing(app.access(&user, id).await?)?;
    let name = new.name.as_deref().map(name).transpose()?;
    let note = new.note.as_deref().map(note).transpose()?;
    let mut tx = app.db.pool.begin().await?;
    let found = versions::alter(&mut *tx, id, version, name, note).await?;
    note_it(&mut tx, &access, json!({"altered": version, "name": name})).await?;
    known(tx, found).await
}

/// Forget the name of a moment; the moment stays.
#[utoipa::path(delete, path = "/api/workbooks/{id}/versions/{version}", tag = "history",
    params(("id" = WorkbookId, Path), ("version" = VersionId, Path)), responses(
    (status = 204),
    (status = 403, description = "`read-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`, `version-unknown`", body = ProblemBody),
))]
pub(super) async fn remove(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path((id, version)): Path<(WorkbookId, VersionId)>,
) -> Result<StatusCode, Problem> {
    let access = editing(app.access(&user, id).await?)?;
    let mut tx = app.db.pool.begin().await?;
    let found = versions::delete(&mut *tx, id, version).await?;
    note_it(&mut tx, &access, json!({"forgot": version})).await?;
    known(tx, found).await
}

async fn note_it(db: &mut PgConnection, access: &Access, detail: Value) -> sqlx::Result<()> {
    let event = Event {
        workbook: access.workbook,
        user: access.user.id,
        link: access.link,
        kind: EventKind::Versioned,
        detail: Some(detail),
    };
    history::record(db, event).await
}

/// What was done stays done only where there was something to do it to.
async fn known(tx: Transaction<'_, Postgres>, found: bool) -> Result<StatusCode, Problem> {
    if found {
        tx.commit().await?;
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(Problem::not_found(
        "version-unknown",
        "There is no such version.",
    ))
}

fn name(text: &str) -> Result<&str, Problem> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST_NAME {
        return Err(Problem::unprocessable(
            "bad-name",
            "A name has 1 to 200 characters.",
        ));
    }
    Ok(text)
}

fn note(text: &str) -> Result<&str, Problem> {
    if text.chars().count() > LONGEST_NOTE {
        return Err(Problem::unprocessable(
            "bad-note",
            "A note has at most 2,000 characters.",
        ));
    }
    Ok(text.trim())
}
