//! The doors: routes, extractors, problems. Imports any room; nobody imports `http`.
//!
//! Invariants: a handler reads top to bottom, who asks first; errors are [`Problem`]s with a stable code and never carry
//! their cause to the client; what changes something comes from a page of ours or from a program.

mod activity;
mod address;
mod bulk;
mod cells;
mod connections;
mod custody;
mod functions;
mod health;
mod history;
mod imports;
mod layers;
mod links;
mod openapi;
mod problem;
mod rooms;
mod session;
mod signed_in;
mod tokens;
mod web;
mod workbooks;
mod ws;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

pub use address::ClientAddress;
pub use connections::serve;
pub use problem::{Problem, ProblemBody};
pub use signed_in::{Caller, MaybeIdentity, MaybeSignedIn, SignedIn};

use crate::state::App;

/// Every route but the web app's, with its description.
fn api() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(openapi::Preface::openapi())
        .merge(session::router())
        .merge(tokens::router())
        .merge(workbooks::router())
        .merge(links::router())
        .merge(imports::router())
        .merge(cells::router())
        .merge(bulk::router())
        .merge(functions::router())
        .merge(history::router())
        .merge(custody::router())
        .merge(activity::router())
        .merge(ws::router())
        .merge(health::router())
}

/// The whole service.
pub fn router(app: App) -> Router {
    let (routes, description) = api().split_for_parts();
    let description = Router::new()
        .route("/api/openapi.json", get(openapi::serve))
        .with_state(Arc::new(description));
    routes
        .with_state(app.clone())
        .merge(description)
        .fallback(web::serve)
        .layer(DefaultBodyLimit::max(app.config.limits.http.body_bytes))
        .layer(from_fn_with_state(app.clone(), layers::deadline))
        .layer(from_fn_with_state(app.clone(), layers::own_pages_only))
        .layer(from_fn_with_state(app, layers::around))
}

/// The description of the API.
pub fn openapi() -> OpenApi {
    api().into_openapi()
}
