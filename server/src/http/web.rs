//! The web app, which is part of the binary.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write as _};
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::{EmbeddedFile, RustEmbed};

use super::Problem;

#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Dist;

/// Smaller files are not worth compressing.
const WORTH_COMPRESSING: usize = 1024;
/// The build puts a hash of the content into these names.
const HASHED: &str = "assets/";
/// These change with a release at most.
const FONTS: &str = "fonts/";
/// The app for any page, and for that of a workbook: the same, but it names the files that such a page needs at once.
const SHELLS: [&str; 2] = ["index.html", "workbook.html"];
const PAGES: [&str; 10] = [
    "w/",
    "s/",
    "signin/",
    "recent",
    "mine",
    "shared",
    "deleted",
    "imports",
    "settings",
    "functions",
];

const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Daylight</title><h1>The web app is not built</h1>\
     <p>Build it with <code>npm ci &amp;&amp; npm run build</code> in <code>web/</code>, or start with \
     <code>make run</code>.</p><p>The API works: <a href=/api/openapi.json>its description</a>.</p>";

/// Everything that no other route takes: files of the web app, its pages, and the problem for what does not exist.
pub(super) async fn serve(request: Request) -> Result<Response, Problem> {
    let path = request.uri().path().trim_start_matches('/');
    let unknown = || Problem::not_found("route-unknown", "There is nothing at this address.");
    if path.starts_with("api/") || path.starts_with("ws/") {
        return Err(unknown());
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Problem::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
            "Pages can only be read.",
        ));
    }
    if let Some(file) = Dist::get(path).filter(|_| !SHELLS.contains(&path)) {
        return Ok(answer(path, file, request.headers(), StatusCode::OK));
    }
    let is_page = path.is_empty() || PAGES.iter().any(|start| path.starts_with(start));
    let accept = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    if !is_page && !accept.is_some_and(|accept| accept.contains("text/html")) {
        return Err(unknown());
    }
    let status = if is_page {
        StatusCode::OK
    } else {
        StatusCode::NOT_FOUND
    };
    let name = SHELLS[usize::from(path.starts_with("w/"))];
    match Dist::get(name) {
        Some(page) => Ok(answer(name, page, request.headers(), status)),
        None => Ok((StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response()),
    }
}

fn answer(path: &str, file: EmbeddedFile, request: &HeaderMap, status: StatusCode) -> Response {
    let hash = hex::encode(&file.metadata.sha256_hash()[..16]);
    let tag = format!("\"{hash}\"");
    let lasts = if path.starts_with(FONTS) {
        "public, max-age=604800"
    } else if path.starts_with(HASHED) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(lasts));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    let known = request
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes());
    if known && status == StatusCode::OK {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let kind = if kind.type_() == "text" {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_string()
    };
    if let Ok(kind) = HeaderValue::from_str(&kind) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    let plain = match file.data {
        Cow::Borrowed(data) => Bytes::from_static(data),
        Cow::Owned(data) => Bytes::from(data),
    };
    if accepts_gzip(request)
        && is_compressible(path)
        && plain.len() >= WORTH_COMPRESSING
        && let Ok(packed) = compressed(&hash, &plain)
    {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        return (status, headers, packed).into_response();
    }
    (status, headers, plain).into_response()
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    accepted.split(',').map(str::trim).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim() == "gzip" && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn is_compressible(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default();
    matches!(
        ending,
        "html" | "js" | "css" | "svg" | "json" | "map" | "txt" | "webmanifest"
    )
}

/// Each file is compressed when it is first asked for, and kept.
fn compressed(hash: &str, plain: &Bytes) -> io::Result<Bytes> {
    static KEPT: LazyLock<Mutex<HashMap<String, Bytes>>> = LazyLock::new(Mutex::default);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = kept.get(hash) {
        return Ok(found.clone());
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain)?;
    let packed = Bytes::from(encoder.finish()?);
    kept.insert(hash.to_owned(), packed.clone());
    Ok(packed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        for (value, expected) in [
            ("gzip, br", true),
            ("br;q=1.0, gzip;q=0.8", true),
            ("gzip;q=0", false),
            ("br", false),
        ] {
            let headers = [(
                header::ACCEPT_ENCODING,
                HeaderValue::from_str(value).unwrap(),
            )]
            .into_iter()
            .collect();
            assert_eq!(accepts_gzip(&headers), expected, "{value}");
        }
    }
}
