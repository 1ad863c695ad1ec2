//! Extractors that say who asks. A handler that takes one cannot forget to ask.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};

use crate::auth::{self, Identity, SESSION_COOKIE, User};
use crate::history::Via;
use crate::http::Problem;
use crate::state::App;

/// Somebody who is signed in, by cookie or by bearer token.
#[derive(Debug, Clone)]
pub struct SignedIn(pub User);

/// Somebody who is signed in, and the way in which what they change comes: a page's session, or a program's token.
#[derive(Debug, Clone)]
pub struct Caller {
    pub user: User,
    pub via: Via,
}

/// Somebody, or nobody when no credential was given at all; one that is given and is not good is an error.
#[derive(Debug, Clone)]
pub struct MaybeSignedIn(pub Option<User>);

/// As [`MaybeSignedIn`], with the credential, for what outlives the request.
#[derive(Debug, Clone)]
pub struct MaybeIdentity(pub Option<Identity>);

impl FromRequestParts<App> for MaybeIdentity {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        if let Some(value) = parts.headers.get(header::AUTHORIZATION) {
            let token = value.to_str().ok().and_then(|v| {
                v.strip_prefix("Bearer ")
                    .or_else(|| v.strip_prefix("bearer "))
            });
            let token = token.ok_or_else(|| {
                Problem::new(
                    StatusCode::UNAUTHORIZED,
                    "token-malformed",
                    "Use Authorization: Bearer TOKEN.",
                )
            })?;
            return Ok(Self(Some(
                auth::by_bearer(&app.db, app.automation.as_ref(), token.trim()).await?,
            )));
        }
        match session_cookie(&parts.headers) {
            Some(cookie) => Ok(Self(Some(auth::by_session(&app.db, cookie).await?))),
            None => Ok(Self(None)),
        }
    }
}

impl FromRequestParts<App> for MaybeSignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let MaybeIdentity(identity) =
            <MaybeIdentity as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        Ok(Self(identity.map(|identity| identity.user)))
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let MaybeSignedIn(user) =
            <MaybeSignedIn as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        user.map(Self)
            .ok_or_else(|| Problem::new(StatusCode::UNAUTHORIZED, "signed-out", "Sign in first."))
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let SignedIn(user) =
            <SignedIn as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        // A token counts even where a cookie came along.
        let via = if parts.headers.contains_key(header::AUTHORIZATION) {
            Via::Api
        } else {
            Via::Edit
        };
        Ok(Self { user, via })
    }
}

/// The value of the session cookie.
pub(super) fn session_cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == SESSION_COOKIE)
        .map(|(_, value)| value)
}
