//! The functions that formulas may call.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// A function of formulas.
#[derive(utoipa::ToSchema)]
#[schema(as = Function)]
#[expect(dead_code, reason = "describes what the catalogue holds")]
struct Function {
    #[schema(example = "SUMIFS")]
    name: String,
    #[schema(example = "Math")]
    category: String,
    args: Vec<Argument>,
    /// What it does, in a line.
    about: String,
}

/// An argument of a function.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what the catalogue holds")]
struct Argument {
    name: String,
    /// It may be left out.
    optional: Option<bool>,
    /// It may be given again and again, together with those around it that may.
    repeats: Option<bool>,
    /// What it is, where its name does not say.
    about: Option<String>,
}

/// The functions that formulas may call: names, arguments, and a line about each. For everybody.
#[utoipa::path(get, path = "/api/functions", tag = "cells", responses((status = 200, body = Vec<Function>)))]
async fn list() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, daylight_calc::CATALOGUE).into_response()
}
