//! Signing in and out, and who one is.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::signed_in::session_cookie;
use super::{ClientAddress, MaybeSignedIn, Problem, ProblemBody, SignedIn};
use crate::auth::{self, SESSION_COOKIE, User};
use crate::catalogue;
use crate::db;
use crate::state::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show, sign_in, rename, sign_out))
}

/// Who is signed in.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Session {
    /// Null when nobody is.
    user: Option<User>,
}

/// The token of a one-time link.
#[derive(Deserialize, utoipa::ToSchema)]
struct SignIn {
    token: String,
}

/// Another name for oneself.
#[derive(Deserialize, utoipa::ToSchema)]
struct Rename {
    #[schema(min_length = 1, max_length = 80)]
    name: String,
}

/// Who am I?
#[utoipa::path(get, path = "/api/session", tag = "session", responses((status = 200, body = Session)))]
async fn show(MaybeSignedIn(user): MaybeSignedIn) -> Json<Session> {
    Json(Session { user })
}

/// Sign in with the token of a one-time link; it works once.
#[utoipa::path(post, path = "/api/session", tag = "session", request_body = SignIn, responses(
    (status = 200, description = "Signed in; a cookie comes along.", body = Session),
    (status = 401, description = "`signin-unknown`", body = ProblemBody),
    (status = 429, description = "`too-many-attempts`", body = ProblemBody),
))]
async fn sign_in(
    State(app): State<App>,
    address: ClientAddress,
    headers: HeaderMap,
    Json(body): Json<SignIn>,
) -> Result<Response, Problem> {
    address.count_attempt(&app)?;
    let (user, session) = auth::sign_in(&app.db, &body.token).await?;
    if let Some(before) = session_cookie(&headers) {
        end_session(&app, before).await?;
    }
    Ok((
        with_cookie(&app, &session),
        Json(Session { user: Some(user) }),
    )
        .into_response())
}

/// Take another name.
#[utoipa::path(patch, path = "/api/session", tag = "session", request_body = Rename, responses(
    (status = 200, body = Session), (status = 422, description = "`bad-name`", body = ProblemBody),
))]
async fn rename(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Json(body): Json<Rename>,
) -> Result<Json<Session>, Problem> {
    let name = catalogue::person_name(&body.name)?;
    db::users::rename(&app.db.pool, user.id, &name).await?;
    Ok(Json(Session {
        user: Some(User { name, ..user }),
    }))
}

/// Sign out; the session is over wherever its cookie is.
#[utoipa::path(delete, path = "/api/session", tag = "session", responses((status = 204)))]
async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    if let Some(cookie) = session_cookie(&headers) {
        end_session(&app, cookie).await?;
    }
    let over = format!("{SESSION_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    Ok((StatusCode::NO_CONTENT, cookie(&over)).into_response())
}

/// Ends a session with all that is open through it.
async fn end_session(app: &App, cookie: &str) -> Result<(), Problem> {
    if let Some(user) = auth::sign_out(&app.db, cookie).await? {
        app.rooms.recheck_everywhere(user);
    }
    Ok(())
}

/// The header that makes a browser keep a session. How long it lives is for the server to say.
pub(super) fn with_cookie(app: &App, session: &str) -> HeaderMap {
    let secure = if app.origin.is_https() {
        "; Secure"
    } else {
        ""
    };
    cookie(&format!(
        "{SESSION_COOKIE}={session}; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax{secure}"
    ))
}

fn cookie(text: &str) -> HeaderMap {
    HeaderValue::from_str(text)
        .into_iter()
        .map(|value| (header::SET_COOKIE, value))
        .collect()
}
