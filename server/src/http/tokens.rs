//! API tokens of one's own.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Problem, ProblemBody, SignedIn};
use crate::auth::{self, User, UserKind};
use crate::catalogue;
use crate::clock;
use crate::db;
use crate::db::users::ApiToken;
use crate::ids::CredentialId;
use crate::state::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(revoke))
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Tokens {
    tokens: Vec<ApiToken>,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
struct NewToken {
    /// What it is for.
    #[schema(min_length = 1, max_length = 80)]
    label: String,
    /// Never, when left out.
    #[serde(default, with = "time::serde::rfc3339::option")]
    expires_at: Option<OffsetDateTime>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct CreatedToken {
    id: CredentialId,
    /// For `Authorization: Bearer`; it is not shown again.
    token: String,
}

/// My tokens.
#[utoipa::path(get, path = "/api/tokens", tag = "tokens", responses((status = 200, body = Tokens)))]
async fn list(State(app): State<App>, SignedIn(user): SignedIn) -> Result<Json<Tokens>, Problem> {
    Ok(Json(Tokens {
        tokens: db::users::tokens(&app.db.pool, user.id).await?,
    }))
}

/// Make a token that acts in my name.
#[utoipa::path(post, path = "/api/tokens", tag = "tokens", request_body = NewToken, responses(
    (status = 201, body = CreatedToken),
    (status = 403, description = "`guests-have-no-tokens`", body = ProblemBody),
    (status = 422, description = "`bad-name`, `expiry-past`", body = ProblemBody),
))]
async fn create(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Json(new): Json<NewToken>,
) -> Result<(StatusCode, Json<CreatedToken>), Problem> {
    refuse_guests(&user)?;
    let label = catalogue::label(&new.label)?;
    catalogue::expiry(new.expires_at)?;
    let (id, token) = auth::create_token(&app.db, user.id, &label, new.expires_at).await?;
    Ok((StatusCode::CREATED, Json(CreatedToken { id, token })))
}

/// Revoke a token of mine.
#[utoipa::path(delete, path = "/api/tokens/{id}", tag = "tokens", params(("id" = CredentialId, Path)), responses(
    (status = 204), (status = 404, description = "`token-unknown`", body = ProblemBody),
))]
async fn revoke(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<CredentialId>,
) -> Result<StatusCode, Problem> {
    if db::users::revoke_token(&app.db.pool, user.id, id, clock::now()).await? {
        app.rooms.recheck_everywhere(user.id);
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(Problem::not_found(
        "token-unknown",
        "You have no such token.",
    ))
}

fn refuse_guests(user: &User) -> Result<(), Problem> {
    if user.kind == UserKind::Guest {
        return Err(Problem::forbidden(
            "guests-have-no-tokens",
            "Guests cannot make tokens.",
        ));
    }
    Ok(())
}
