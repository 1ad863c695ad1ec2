//! For those who run the server: is it well, and how busy.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Problem, ProblemBody};
use crate::db;
use crate::state::App;
use crate::telemetry;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(health))
        .routes(routes!(figures))
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Health {
    #[schema(example = "ok")]
    status: &'static str,
    version: &'static str,
}

/// Whether the server and its database are well.
#[utoipa::path(get, path = "/healthz", tag = "operation", responses(
    (status = 200, body = Health), (status = 503, description = "`database-away`", body = ProblemBody),
))]
async fn health(State(app): State<App>) -> Result<Json<Health>, Problem> {
    db::prepare::answers(&app.db).await?;
    Ok(Json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
    }))
}

/// Figures in the text format of Prometheus.
#[utoipa::path(get, path = "/metrics", tag = "operation", responses((status = 200, body = String, content_type = "text/plain")))]
async fn figures(State(app): State<App>) -> Result<Response, Problem> {
    let none = || {
        Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "no-figures",
            "Figures are not collected.",
        )
    };
    let figures = telemetry::figures().ok_or_else(none)?;
    app.measure();
    figures.run_upkeep();
    let kind = [(
        header::CONTENT_TYPE,
        "text/plain; version=0.0.4; charset=utf-8",
    )];
    Ok((kind, figures.render()).into_response())
}
