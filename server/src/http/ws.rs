//! The door to live editing. `server/src/sync/SPEC.md` says what is spoken behind it.

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{MaybeIdentity, Problem, ProblemBody};
use crate::auth;
use crate::history;
use crate::ids::WorkbookId;
use crate::state::App;
use crate::sync::{self, Hello};

/// Bytes read from a socket at a time. The library clears that many before each read, and most frames are small.
const READ_BYTES: usize = 4096;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(connect))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct Connect {
    /// An API token, for clients that can set no header.
    token: Option<String>,
    /// The epoch of the document that the client holds.
    epoch: Option<u32>,
    /// 1: the client understands more than the standard messages.
    daylight: Option<String>,
}

/// Edit a workbook live, over a websocket that speaks the Yjs protocols.
#[utoipa::path(get, path = "/ws/{workbook}", tag = "live", params(("workbook" = WorkbookId, Path), Connect), responses(
    (status = 101, description = "The protocol is described in SPEC.md."),
    (status = 401, description = "`signed-out`, `token-unknown`", body = ProblemBody),
    (status = 403, description = "`foreign-origin`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`", body = ProblemBody),
    (status = 426, description = "`upgrade-required`", body = ProblemBody),
))]
async fn connect(
    State(app): State<App>,
    Path(workbook): Path<WorkbookId>,
    MaybeIdentity(identity): MaybeIdentity,
    Query(connect): Query<Connect>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let identity = match connect.token {
        Some(token) => auth::by_bearer(&app.db, app.automation.as_ref(), &token).await?,
        None => identity.ok_or_else(|| {
            Problem::new(StatusCode::UNAUTHORIZED, "signed-out", "Sign in first.")
        })?,
    };
    let access = app.access(&identity.user, workbook).await?;
    let upgrade = upgrade.map_err(|_| {
        Problem::new(
            StatusCode::UPGRADE_REQUIRED,
            "upgrade-required",
            "This address speaks websocket only.",
        )
    })?;
    history::record_view(&app.db, workbook, access.user.id, access.link).await?;
    let hello = Hello {
        ours: connect.daylight.as_deref() == Some("1"),
        epoch: connect.epoch,
        credential: identity.credential,
    };
    let rooms = app.rooms.clone();
    // Frames over our limit are told so; what is far beyond it is not even read.
    let most = rooms.limits().frame_bytes.saturating_mul(2);
    Ok(upgrade
        .read_buffer_size(READ_BYTES)
        .max_message_size(most)
        .max_frame_size(most)
        .on_upgrade(move |socket| sync::serve(socket, rooms, access, hello)))
}
