//! What surrounds every request: its id, span and figures; problems' bodies; panics; deadline; foreign pages; headers.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use axum::body::to_bytes;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt as _;
use tracing::Instrument as _;

use super::Problem;
use crate::ids::RequestId;
use crate::state::App;

/// Text of a foreign rejection that is passed on at most.
const DETAIL_BYTES: usize = 2048;

const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; \
     worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The outermost layer.
pub(super) async fn around(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = RequestId::random();
    let method = method_name(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_else(|| "none".to_owned());
    let span =
        tracing::info_span!("request", request.id = %id, http.method = method, http.route = route);
    let begun = Instant::now();
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind();
    let finish = async {
        let response = answered
            .await
            .unwrap_or_else(|panic| panicked(panic.as_ref()).into_response());
        explained(response, id).await
    };
    let mut response = finish.instrument(span).await;
    let status = response.status().as_u16().to_string();
    metrics::counter!("daylight_requests_total", "method" => method, "route" => route.clone(), "status" => status)
        .increment(1);
    metrics::histogram!("daylight_request_seconds", "method" => method, "route" => route)
        .record(begun.elapsed().as_secs_f64());
    protect(response.headers_mut(), id, app.origin.is_https());
    response
}

fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}

fn panicked(panic: &(dyn std::any::Any + Send)) -> Problem {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(
        panic = said,
        "a request panicked: {}",
        said.unwrap_or("without words")
    );
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        "Something went wrong in the server.",
    )
}

/// Logs a failed request once and gives it a body that says what it is.
async fn explained(mut response: Response, id: RequestId) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        None if is_explained(response.headers()) => return response,
        None => foreign(response).await,
    };
    let code = problem.code();
    if status.is_server_error() {
        let cause = problem.cause().map(chain).unwrap_or_default();
        tracing::error!(
            problem.code = code,
            cause,
            "answered {status} {code}: {cause}"
        );
    } else {
        tracing::debug!(problem.code = code, "answered {status} {code}");
    }
    problem.render(&id.to_string())
}

/// Pages may explain themselves; everything else does so as a problem.
fn is_explained(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    kind.starts_with("text/html") || kind.starts_with("application/problem+json")
}

/// A rejection made by the framework: its status and its text, under a code that goes with the status.
async fn foreign(response: Response) -> Problem {
    let status = response.status();
    let code = match status {
        StatusCode::BAD_REQUEST => "bad-request",
        StatusCode::NOT_FOUND => "not-found",
        StatusCode::METHOD_NOT_ALLOWED => "method-not-allowed",
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "unsupported-media-type",
        StatusCode::UNPROCESSABLE_ENTITY => "unprocessable",
        StatusCode::UPGRADE_REQUIRED => "upgrade-required",
        status if status.is_client_error() => "bad-request",
        _ => "internal",
    };
    let text = to_bytes(response.into_body(), DETAIL_BYTES)
        .await
        .unwrap_or_default();
    let text = String::from_utf8_lossy(&text).trim().to_owned();
    if code == "internal" || text.is_empty() {
        return Problem::new(
            status,
            code,
            format!("{}.", status.canonical_reason().unwrap_or("It failed")),
        );
    }
    Problem::new(status, code, text)
}

fn chain(error: &(dyn std::error::Error + Send + Sync)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    text
}

fn protect(headers: &mut HeaderMap, id: RequestId, https: bool) {
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if https {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    if let Ok(value) = id.to_string().parse() {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
}

/// Refuses what a page of somebody else's makes a browser send: it would carry our cookie.
pub(super) async fn own_pages_only(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let harmless = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if (!harmless || is_upgrade(request.headers()))
        && !is_own_page(request.headers(), app.origin.as_str())
    {
        return Err(Problem::forbidden(
            "foreign-origin",
            "This request comes from a page of another site.",
        ));
    }
    Ok(next.run(request).await)
}

fn is_upgrade(headers: &HeaderMap) -> bool {
    headers.contains_key(header::UPGRADE)
}

/// Browsers say from where a request comes; programs say nothing and send no cookie by themselves.
fn is_own_page(headers: &HeaderMap, own: &str) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        return true;
    };
    let Ok(origin) = origin.to_str() else {
        return false;
    };
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let from = origin.split_once("://").map(|(_, authority)| authority);
    origin.eq_ignore_ascii_case(own) || (from.is_some() && from == host)
}

/// Gives up requests that take too long; uploads have their own measure, and sockets none.
pub(super) async fn deadline(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    if is_upgrade(request.headers()) || kind.is_some_and(|kind| kind.starts_with("multipart/")) {
        return Ok(next.run(request).await);
    }
    let patience = app.config.limits.http.request_time;
    tokio::time::timeout(patience, next.run(request))
        .await
        .map_err(|_| {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            Problem::new(
                status,
                "timeout",
                "The server did not get this done in time.",
            )
            .retry_after(patience)
        })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn only_own_pages_may_change_things() {
        let own = "https://sheets.example.org";
        let ours: [&[_]; 6] = [
            &[],
            &[("origin", "https://sheets.example.org")],
            &[
                ("origin", "http://localhost:8080"),
                ("host", "localhost:8080"),
            ],
            &[
                ("sec-fetch-site", "same-origin"),
                ("origin", "http://localhost:5173"),
            ],
            &[("sec-fetch-site", "none")],
            &[("host", "sheets.example.org")],
        ];
        for case in ours {
            assert!(is_own_page(&headers(case), own), "{case:?}");
        }
        let theirs: [&[_]; 5] = [
            &[
                ("origin", "https://evil.example"),
                ("host", "sheets.example.org"),
            ],
            &[("origin", "null"), ("host", "null")],
            &[("sec-fetch-site", "cross-site")],
            &[
                ("sec-fetch-site", "same-site"),
                ("origin", "https://sheets.example.org"),
            ],
            &[("origin", "https://sheets.example.org.evil.example")],
        ];
        for case in theirs {
            assert!(!is_own_page(&headers(case), own), "{case:?}");
        }
    }
}
