//! The catalogue: workbooks as a list, made, renamed, trashed and taken out of the trash.

use axum::Json;
use axum::extract::{FromRequest as _, Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use daylight_model::workbook::SheetState;
use daylight_model::{Sheet, Workbook};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Problem, ProblemBody, SignedIn, imports};
use crate::auth::{self, Access, Role, User, UserKind};
use crate::catalogue::{self, Card};
use crate::ids::WorkbookId;
use crate::state::App;
use crate::sync::{Close, Person};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, update, trash))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct Which {
    /// Those in the trash instead.
    #[serde(default)]
    trashed: bool,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Workbooks {
    workbooks: Vec<PresentCard>,
}

/// A workbook, with who is in it right now.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PresentCard {
    #[serde(flatten)]
    card: Card,
    present: Vec<Person>,
}

/// A workbook with its sheets, in the order of their tabs.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Opened {
    #[serde(flatten)]
    card: PresentCard,
    sheets: Vec<SheetCard>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SheetCard {
    name: String,
    hidden: bool,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
struct NewWorkbook {
    #[schema(min_length = 1, max_length = 200)]
    name: String,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Created {
    id: WorkbookId,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
struct Update {
    #[schema(min_length = 1, max_length = 200)]
    name: Option<String>,
    /// Into the trash, or out of it.
    trashed: Option<bool>,
}

/// The workbooks that I may see, the one changed last first.
#[utoipa::path(get, path = "/api/workbooks", tag = "workbooks", params(Which),
    responses((status = 200, body = Workbooks)))]
async fn list(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Query(which): Query<Which>,
) -> Result<Json<Workbooks>, Problem> {
    let cards = catalogue::cards(&app.db, &user, which.trashed).await?;
    Ok(Json(Workbooks {
        workbooks: cards
            .into_iter()
            .map(|card| with_people(&app, card))
            .collect(),
    }))
}

fn with_people(app: &App, card: Card) -> PresentCard {
    PresentCard {
        present: app.rooms.people(card.id),
        card,
    }
}

/// Make an empty workbook (JSON), or import a file (multipart, field `file`).
#[utoipa::path(post, path = "/api/workbooks", tag = "workbooks",
    request_body(content((NewWorkbook = "application/json"), (imports::FileForm = "multipart/form-data"))), responses(
    (status = 201, description = "Made, empty.", body = Created),
    (status = 202, description = "The import has begun.", body = imports::Begun),
    (status = 400, description = "`bad-form`", body = ProblemBody),
    (status = 403, description = "`guests-make-no-workbooks`", body = ProblemBody),
    (status = 413, description = "`too-large`, `file-too-large`", body = ProblemBody),
    (status = 422, description = "`bad-name`", body = ProblemBody),
    (status = 503, description = "`imports-busy`", body = ProblemBody),
))]
async fn create(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    request: Request,
) -> Result<Response, Problem> {
    if user.kind == UserKind::Guest {
        let code = "guests-make-no-workbooks";
        return Err(Problem::forbidden(
            code,
            "Guests cannot make workbooks of their own.",
        ));
    }
    if is_form(&request) {
        return imports::take_file(&app, &user, request).await;
    }
    let Json(new) = match Json::<NewWorkbook>::from_request(request, &app).await {
        Ok(new) => new,
        Err(rejection) => return Ok(rejection.into_response()),
    };
    let id = catalogue::create_empty(&app.db, &user, &new.name).await?;
    Ok((StatusCode::CREATED, Json(Created { id })).into_response())
}

fn is_form(request: &Request) -> bool {
    request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// One workbook, with its sheets.
#[utoipa::path(get, path = "/api/workbooks/{id}", tag = "workbooks", params(("id" = WorkbookId, Path)), responses(
    (status = 200, body = Opened),
    (status = 404, description = "`workbook-unknown`", body = ProblemBody),
))]
async fn show(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
) -> Result<Json<Opened>, Problem> {
    let (_, trashed) = auth::access_even_trashed(&app.db, &user, id).await?;
    let Json(card) = card(&app, &user, id, trashed).await?;
    let room = app.rooms.open(id).await?;
    let sheets = room.read(|document, _| sheets(document.workbook())).await?;
    Ok(Json(Opened { card, sheets }))
}

fn sheets(workbook: &Workbook) -> Vec<SheetCard> {
    let card = |sheet: &Sheet| SheetCard {
        name: sheet.name().to_owned(),
        hidden: sheet.state() != SheetState::Visible,
    };
    workbook.sheets().map(card).collect()
}

/// Rename a workbook, or take it out of the trash or into it. For its owner; editors may rename.
#[utoipa::path(patch, path = "/api/workbooks/{id}", tag = "workbooks", params(("id" = WorkbookId, Path)),
    request_body = Update, responses(
    (status = 200, body = PresentCard),
    (status = 403, description = "`owner-only`, `read-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-name`", body = ProblemBody),
))]
async fn update(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Json(update): Json<Update>,
) -> Result<Json<PresentCard>, Problem> {
    let (access, trashed) = auth::access_even_trashed(&app.db, &user, id).await?;
    if update.trashed.is_some() {
        owners_only(&access)?;
    }
    if let Some(name) = &update.name {
        if access.role < Role::Editor {
            return Err(Problem::forbidden(
                "read-only",
                "You may read this workbook, not change it.",
            ));
        }
        catalogue::rename(&app.db, &access, name).await?;
    }
    match update.trashed {
        Some(true) => put_into_trash(&app, &access).await?,
        Some(false) => catalogue::untrash(&app.db, &access).await?,
        None => {}
    }
    card(&app, &user, id, update.trashed.unwrap_or(trashed)).await
}

/// Put a workbook into the trash; who is in it is out at once. For its owner.
#[utoipa::path(delete, path = "/api/workbooks/{id}", tag = "workbooks", params(("id" = WorkbookId, Path)), responses(
    (status = 204),
    (status = 403, description = "`owner-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`", body = ProblemBody),
))]
async fn trash(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
) -> Result<StatusCode, Problem> {
    let (access, _) = auth::access_even_trashed(&app.db, &user, id).await?;
    owners_only(&access)?;
    put_into_trash(&app, &access).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn put_into_trash(app: &App, access: &Access) -> Result<(), Problem> {
    catalogue::trash(&app.db, access).await?;
    app.rooms.close(access.workbook, &Close::REVOKED);
    Ok(())
}

async fn card(
    app: &App,
    user: &User,
    id: WorkbookId,
    trashed: bool,
) -> Result<Json<PresentCard>, Problem> {
    let card = catalogue::card(&app.db, user, id, trashed).await?;
    let card = card.ok_or(auth::AccessError::NotFound(id))?;
    Ok(Json(with_people(app, card)))
}

/// The way into a workbook of one's own that is not in the trash.
pub(super) async fn owned(app: &App, user: &User, id: WorkbookId) -> Result<Access, Problem> {
    let access = app.access(user, id).await?;
    owners_only(&access)?;
    Ok(access)
}

pub(super) fn owners_only(access: &Access) -> Result<(), Problem> {
    if access.role < Role::Owner {
        return Err(Problem::forbidden(
            "owner-only",
            "Only the owner of the workbook may do this.",
        ));
    }
    Ok(())
}
