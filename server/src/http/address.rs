//! From where a request comes.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};

use super::Problem;
use crate::state::App;

/// The address of the client, as far as it can be trusted.
#[derive(Debug, Clone, Copy)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// Counts an attempt to get in; too many are refused for a while.
    pub fn count_attempt(self, app: &App) -> Result<(), Problem> {
        app.attempts.count(self.0).map_err(|wait| {
            let status = StatusCode::TOO_MANY_REQUESTS;
            Problem::new(
                status,
                "too-many-attempts",
                "Too many attempts. Wait a moment.",
            )
            .retry_after(wait)
        })
    }
}

impl FromRequestParts<App> for ClientAddress {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let ConnectInfo(peer) = ConnectInfo::<SocketAddr>::from_request_parts(parts, app)
            .await
            .map_err(Problem::internal)?;
        let forwarded = app
            .config
            .behind_proxy
            .then(|| forwarded(&parts.headers))
            .flatten();
        Ok(Self(forwarded.unwrap_or(peer.ip())))
    }
}

/// The last address is the one that our own proxy saw; those before it are whatever the client wrote.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}
