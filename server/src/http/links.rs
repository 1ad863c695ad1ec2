//! Share links of a workbook, and coming in through one.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::session::with_cookie;
use super::workbooks::owned;
use super::{ClientAddress, MaybeSignedIn, Problem, ProblemBody, SignedIn};
use crate::auth::{Role, User};
use crate::catalogue::{self, LinkCard, NewLink};
use crate::ids::{LinkId, WorkbookId};
use crate::state::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(revoke))
        .routes(routes!(look, join))
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Links {
    links: Vec<LinkCard>,
}

/// A new link with its token, which is not shown again.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct CreatedLink {
    #[serde(flatten)]
    link: LinkCard,
    /// To be sent to those who are invited.
    #[schema(example = "https://sheets.example.org/s/dXNlIHRoZSBsaW5r")]
    url: String,
    token: String,
}

/// What a link leads to.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Invitation {
    workbook: InvitedTo,
    role: Role,
    owner: InvitedBy,
    #[serde(with = "time::serde::rfc3339::option")]
    expires_at: Option<OffsetDateTime>,
    /// Who is signed in already; null: a name will be needed.
    user: Option<User>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct InvitedTo {
    id: WorkbookId,
    name: String,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct InvitedBy {
    name: String,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
struct Join {
    /// As what others are to know the guest; needed when nobody is signed in.
    #[schema(min_length = 1, max_length = 80)]
    name: Option<String>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Joined {
    workbook: WorkbookId,
    role: Role,
}

/// The links of a workbook, with who came in through them. For its owner.
#[utoipa::path(get, path = "/api/workbooks/{id}/links", tag = "sharing", params(("id" = WorkbookId, Path)), responses(
    (status = 200, body = Links),
    (status = 403, description = "`owner-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`", body = ProblemBody),
))]
async fn list(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
) -> Result<Json<Links>, Problem> {
    owned(&app, &user, id).await?;
    Ok(Json(Links {
        links: catalogue::links(&app.db, id).await?,
    }))
}

/// Make a link that lets people in. For the owner.
#[utoipa::path(post, path = "/api/workbooks/{id}/links", tag = "sharing", params(("id" = WorkbookId, Path)),
    request_body = NewLink, responses(
    (status = 201, body = CreatedLink),
    (status = 403, description = "`owner-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-name`, `expiry-past`", body = ProblemBody),
))]
async fn create(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Json(new): Json<NewLink>,
) -> Result<(StatusCode, Json<CreatedLink>), Problem> {
    let access = owned(&app, &user, id).await?;
    let (link, token) = catalogue::create_link(&app.db, &access, new).await?;
    let url = format!("{}/s/{token}", app.origin.as_str());
    Ok((StatusCode::CREATED, Json(CreatedLink { link, url, token })))
}

/// Revoke a link. Who is in through it is out at once. For the owner.
#[utoipa::path(delete, path = "/api/workbooks/{id}/links/{link}", tag = "sharing",
    params(("id" = WorkbookId, Path), ("link" = LinkId, Path)), responses(
    (status = 204),
    (status = 403, description = "`owner-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`, `link-unknown`", body = ProblemBody),
))]
async fn revoke(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path((id, link)): Path<(WorkbookId, LinkId)>,
) -> Result<StatusCode, Problem> {
    let access = owned(&app, &user, id).await?;
    if !catalogue::revoke_link(&app.db, &access, link).await? {
        return Err(Problem::not_found(
            "link-unknown",
            "There is no such link that could be revoked.",
        ));
    }
    app.rooms.revoke_link(id, link);
    Ok(StatusCode::NO_CONTENT)
}

/// What does this link lead to?
#[utoipa::path(get, path = "/api/join/{token}", tag = "sharing", params(("token" = String, Path)), responses(
    (status = 200, body = Invitation),
    (status = 404, description = "`link-unknown`", body = ProblemBody),
    (status = 410, description = "`link-expired`, `link-revoked`, `workbook-trashed`", body = ProblemBody),
    (status = 429, description = "`too-many-attempts`", body = ProblemBody),
))]
async fn look(
    State(app): State<App>,
    MaybeSignedIn(user): MaybeSignedIn,
    address: ClientAddress,
    Path(token): Path<String>,
) -> Result<Json<Invitation>, Problem> {
    address.count_attempt(&app)?;
    let found = catalogue::invitation(&app.db, &token).await?;
    Ok(Json(Invitation {
        workbook: InvitedTo {
            id: found.link.workbook,
            name: found.name,
        },
        role: found.link.role,
        owner: InvitedBy {
            name: found.owner_name,
        },
        expires_at: found.link.expires_at,
        user,
    }))
}

/// Come in: as who one is, or as a guest with a name.
#[utoipa::path(post, path = "/api/join/{token}", tag = "sharing", params(("token" = String, Path)),
    request_body = Join, responses(
    (status = 200, description = "A new guest gets a session cookie.", body = Joined),
    (status = 404, description = "`link-unknown`", body = ProblemBody),
    (status = 410, description = "`link-expired`, `link-revoked`, `workbook-trashed`", body = ProblemBody),
    (status = 422, description = "`name-needed`, `bad-name`", body = ProblemBody),
    (status = 429, description = "`too-many-attempts`", body = ProblemBody),
))]
async fn join(
    State(app): State<App>,
    MaybeSignedIn(user): MaybeSignedIn,
    address: ClientAddress,
    Path(token): Path<String>,
    Json(body): Json<Join>,
) -> Result<Response, Problem> {
    address.count_attempt(&app)?;
    let known = user.as_ref().map(|user| user.id);
    let joined = catalogue::join(&app.db, &token, user, body.name.as_deref()).await?;
    if let Some(user) = known {
        // A better link reaches the pages that are open already.
        app.rooms.recheck(joined.workbook, user);
    }
    let body = Json(Joined {
        workbook: joined.workbook,
        role: joined.role,
    });
    Ok(match joined.session {
        Some(session) => (with_cookie(&app, &session), body).into_response(),
        None => body.into_response(),
    })
}
