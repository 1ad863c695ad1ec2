//! The doors: routes, extractors, problems. Imports any room; nobody imports `http`.

mod problem;
mod signed_in;

use axum::Router;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

pub use problem::{Problem, ProblemBody};
pub use signed_in::{MaybeSignedIn, SignedIn};

use crate::state::App;

/// All routes under `/api` and `/ws`, with their description.
fn api() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}

/// The whole service.
pub fn router(app: App) -> Router {
    let (router, _) = api().split_for_parts();
    router.with_state(app)
}

/// The description of the API.
pub fn openapi() -> OpenApi {
    api().into_openapi()
}
