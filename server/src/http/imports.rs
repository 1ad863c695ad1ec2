//! Files brought in, and how far they are.

use std::time::Duration;

use axum::Json;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Problem, ProblemBody, SignedIn};
use crate::auth::User;
use crate::db;
use crate::db::imports::ImportRow;
use crate::ids::{ImportId, WorkbookId};
use crate::import::{BeginError, State as ImportState, Upload, UploadError};
use crate::state::App;

/// Imports that are listed at most.
const RECENT: i64 = 50;
/// Bytes around the file that a multipart body may have.
const AROUND: u64 = 1 << 20;
/// Seconds that an answer is kept back at most.
const MOST_WAIT: u64 = 30;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show, cancel))
}

/// A file to be imported.
#[derive(Debug, utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the form, which is read piece by piece")]
pub(super) struct FileForm {
    /// .xlsx, .xlsm, .xls, .xlsb, .ods, .csv or .tsv; what it is is told by its content.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// An import has begun.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Begun {
    /// The workbook that will be there when it is done.
    id: WorkbookId,
    /// Where to ask how far it is.
    #[schema(example = "/api/imports/3f8k2m9q0x7ab")]
    import: String,
}

/// An import and how far it is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Import {
    id: ImportId,
    /// The workbook it makes; there is none unless it is done.
    workbook: WorkbookId,
    file_name: String,
    bytes: i64,
    state: ImportState,
    /// 0 to 1.
    #[schema(example = 0.4)]
    progress: f32,
    /// What is being read, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    ended_at: Option<OffsetDateTime>,
    /// What was kept and what was not: `kind`, `cells`, `formulas`, `names`, `styles`, `kept` (a sentence), `sheets`
    /// (each with `id`, `name`, `rows`, `cols`, `cells`, `formulas`, `merges`, `notes`) and `notes` (each with `what`,
    /// `group` (`works-differently` or `not-carried-over`), `count`, `at`, `text`).
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<serde_json::Value>,
    /// Why it failed: `code`, `detail`, `remedy` and `part`, the part of the file that is at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct Patience {
    /// Seconds to wait for the end of the import before answering, at most 30.
    #[serde(default)]
    wait: u64,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct ImportList {
    imports: Vec<Import>,
}

/// Takes the file of a multipart request and begins its import. The field is `file`.
pub(super) async fn take_file(
    app: &App,
    user: &User,
    request: Request,
) -> Result<Response, Problem> {
    let most = app.config.limits.http.upload_bytes.saturating_add(AROUND);
    let mut request = request;
    DefaultBodyLimit::max(usize::try_from(most).unwrap_or(usize::MAX)).apply(&mut request);
    let mut form = match Multipart::from_request(request, app).await {
        Ok(form) => form,
        Err(rejection) => return Ok(rejection.into_response()),
    };
    let mut taken: Option<(String, Upload)> = None;
    while let Some(field) = form.next_field().await.map_err(broken_form)? {
        if field.name() != Some("file") || taken.is_some() {
            let detail = "Send one field, `file`, with the file.";
            return Err(Problem::bad_request("bad-form", detail));
        }
        taken = Some(receive(app, field).await?);
    }
    let Some((name, upload)) = taken else {
        return Err(Problem::bad_request(
            "bad-form",
            "The field `file` is missing.",
        ));
    };
    let started = app.imports.begin(user.id, &name, upload).await?;
    let import = format!("/api/imports/{}", started.import);
    let place = [(header::LOCATION, import.clone())];
    let begun = Begun {
        id: started.workbook,
        import,
    };
    Ok((StatusCode::ACCEPTED, place, Json(begun)).into_response())
}

/// Writes the file to disk as it comes.
async fn receive(app: &App, mut field: Field<'_>) -> Result<(String, Upload), Problem> {
    let name = field.file_name().unwrap_or("workbook").to_owned();
    let mut upload = app.imports.upload().await.map_err(BeginError::from)?;
    while let Some(piece) = field.chunk().await.map_err(broken_form)? {
        upload.write(&piece).await.map_err(BeginError::from)?;
    }
    Ok((name, upload))
}

fn broken_form(error: MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "file-too-large",
            "The file is larger than this server takes.",
        );
    }
    Problem::bad_request("bad-form", "The upload broke off or is no form.").caused_by(error)
}

/// My latest imports, newest first.
#[utoipa::path(get, path = "/api/imports", tag = "imports", responses((status = 200, body = ImportList)))]
async fn list(
    State(app): State<App>,
    SignedIn(user): SignedIn,
) -> Result<Json<ImportList>, Problem> {
    let rows = db::imports::recent(&app.db.pool, user.id, RECENT).await?;
    let imports = rows.into_iter().map(|row| Import::of(&app, row)).collect();
    Ok(Json(ImportList { imports }))
}

/// How far an import is, and how it ended.
#[utoipa::path(get, path = "/api/imports/{id}", tag = "imports", params(("id" = ImportId, Path), Patience), responses(
    (status = 200, body = Import),
    (status = 404, description = "`import-unknown`", body = ProblemBody),
))]
async fn show(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<ImportId>,
    Query(patience): Query<Patience>,
) -> Result<Json<Import>, Problem> {
    let mut row = mine(&app, &user, id).await?;
    if patience.wait > 0 && !row.state.is_over() {
        let most = Duration::from_secs(patience.wait.min(MOST_WAIT));
        let _in_time = tokio::time::timeout(most, app.imports.over(id)).await;
        row = mine(&app, &user, id).await?;
    }
    Ok(Json(Import::of(&app, row)))
}

/// Stop an import. Nothing of it stays.
#[utoipa::path(delete, path = "/api/imports/{id}", tag = "imports", params(("id" = ImportId, Path)), responses(
    (status = 204, description = "It will stop, or has been stopped before."),
    (status = 404, description = "`import-unknown`", body = ProblemBody),
    (status = 409, description = "`import-over`", body = ProblemBody),
))]
async fn cancel(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<ImportId>,
) -> Result<StatusCode, Problem> {
    let row = mine(&app, &user, id).await?;
    if matches!(row.state, ImportState::Done | ImportState::Failed) {
        return Err(Problem::new(
            StatusCode::CONFLICT,
            "import-over",
            "The import is over. A workbook that it made can be put into the trash.",
        ));
    }
    app.imports.cancel(id);
    Ok(StatusCode::NO_CONTENT)
}

/// An import of one's own; administrators see all.
async fn mine(app: &App, user: &User, id: ImportId) -> Result<ImportRow, Problem> {
    db::imports::get(&app.db.pool, id)
        .await?
        .filter(|row| row.user == user.id || user.is_admin)
        .ok_or_else(|| {
            Problem::not_found(
                "import-unknown",
                "There is no such import, or it is not yours.",
            )
        })
}

impl Import {
    fn of(app: &App, row: ImportRow) -> Self {
        let live = app
            .imports
            .progress(row.id)
            .filter(|_| !row.state.is_over());
        Self {
            id: row.id,
            workbook: row.workbook,
            file_name: row.file_name,
            bytes: row.bytes,
            state: row.state,
            progress: match &live {
                _ if row.state == ImportState::Done => 1.0,
                Some(progress) => progress.share,
                None => 0.0,
            },
            reading: live.map(|progress| progress.what),
            created_at: row.created_at,
            ended_at: row.ended_at,
            report: row.report,
            problem: row.problem,
        }
    }
}

impl From<BeginError> for Problem {
    fn from(error: BeginError) -> Self {
        match error {
            BeginError::Busy(busy) => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "imports-busy",
                format!(
                    "{} imports are waiting already. Try again in a minute.",
                    busy.waiting
                ),
            )
            .retry_after(Duration::from_secs(30)),
            BeginError::Upload(UploadError::TooLarge { most }) => Self::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "file-too-large",
                format!(
                    "The file is larger than {} MB, the most that this server takes.",
                    most >> 20
                ),
            ),
            BeginError::Upload(UploadError::Disk(error)) => Self::new(
                StatusCode::INSUFFICIENT_STORAGE,
                "no-space",
                "The server could not store the file. Nothing was changed.",
            )
            .caused_by(error),
            BeginError::Database(error) => error.into(),
        }
    }
}
