//! The description of the API, generated from the handlers.

use axum::Json;
use axum::extract::State;
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};

use crate::auth::SESSION_COOKIE;

/// What goes before the paths.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Daylight",
        description = "Spreadsheets that many edit at once, with a complete, provable history. Errors are \
                       `application/problem+json` with a stable `code`. Times are RFC 3339, UTC. Programs send \
                       `Authorization: Bearer TOKEN`.",
    ),
    security(("bearer" = []), ("cookie" = [])),
    modifiers(&Credentials),
    tags(
        (name = "session", description = "Who is signed in"),
        (name = "tokens", description = "Tokens for programs"),
        (name = "workbooks", description = "The catalogue"),
        (name = "imports", description = "Files on their way in"),
        (name = "cells", description = "What is in the cells"),
        (name = "history", description = "Who changed what, and taking it back"),
        (name = "sharing", description = "Share links"),
        (name = "operation", description = "For those who run the server"),
    ),
)]
pub(super) struct Preface;

struct Credentials;

impl utoipa::Modify for Credentials {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_with(Default::default);
        let bearer =
            SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
        components.add_security_scheme("bearer", bearer);
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(SESSION_COOKIE)));
        components.add_security_scheme("cookie", cookie);
    }
}

/// Serves the description.
pub(super) async fn serve(
    State(description): State<std::sync::Arc<utoipa::openapi::OpenApi>>,
) -> Json<utoipa::openapi::OpenApi> {
    Json(description.as_ref().clone())
}
