//! The one error of all handlers: RFC 9457 problem details with a stable code.

use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::auth::{AccessError, CredentialError, SESSION_COOKIE};
use crate::catalogue::{JoinError, MakeError, NameError, RenameError};
use crate::history::CreateError;

/// Why a request was not done. Causes are logged with the request and never reach the client.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: Cow<'static, str>,
    place: Option<serde_json::Value>,
    retry_after: Option<Duration>,
    ends_session: bool,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

/// The body of an error, `application/problem+json`.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemBody {
    /// Always `about:blank`: the code says what it is.
    #[serde(rename = "type")]
    #[schema(example = "about:blank")]
    kind: &'static str,
    /// The status in words.
    #[schema(example = "Not Found")]
    title: &'static str,
    #[schema(example = 404)]
    status: u16,
    /// What went wrong, for people.
    detail: String,
    /// What went wrong, for programs; codes do not change.
    #[schema(example = "workbook-unknown")]
    code: &'static str,
    /// Names this request in the server's log.
    request_id: String,
    /// Which part of what was sent is meant.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    place: Option<serde_json::Value>,
}

impl Problem {
    /// A problem with its status, its stable code and a sentence for people.
    pub fn new(
        status: StatusCode,
        code: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        let detail = detail.into();
        Self {
            status,
            code,
            detail,
            place: None,
            retry_after: None,
            ends_session: false,
            cause: None,
        }
    }

    /// 400: the request cannot be understood.
    pub fn bad_request(code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// 403: understood, but not allowed to this user.
    pub fn forbidden(code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, detail)
    }

    /// 404: there is no such thing, or none that this user may know of.
    pub fn not_found(code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, detail)
    }

    /// 422: understood, but a value in it is not acceptable.
    pub fn unprocessable(code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail)
    }

    /// 500: our fault; the cause goes to the log.
    pub fn internal(cause: impl Error + Send + Sync + 'static) -> Self {
        let problem = Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Something went wrong in the server.",
        );
        problem.caused_by(cause)
    }

    /// Names the part of the request that is meant.
    #[must_use]
    pub fn at(mut self, place: impl Into<serde_json::Value>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Keeps the cause for the log.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Error + Send + Sync + 'static) -> Self {
        self.cause = Some(Arc::new(cause));
        self
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What caused it, for the log.
    pub fn cause(&self) -> Option<&(dyn Error + Send + Sync)> {
        self.cause.as_deref()
    }

    /// The answer, which names the request.
    pub(super) fn render(&self, request_id: &str) -> Response {
        let body = ProblemBody {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: self.detail.to_string(),
            code: self.code,
            request_id: request_id.to_owned(),
            place: self.place.clone(),
        };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(wait) = self.retry_after {
            headers.insert(header::RETRY_AFTER, wait.as_secs().max(1).into());
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if self.ends_session
            && let Ok(cookie) =
                format!("{SESSION_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax").parse()
        {
            headers.append(header::SET_COOKIE, cookie);
        }
        response
    }
}

impl IntoResponse for Problem {
    /// The problem rides in the extensions; the outermost layer, which knows the request's id, writes the body.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        let away = matches!(
            error,
            E::Io(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed
        ) || error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .is_some_and(|code| code.starts_with("57P"));
        if away {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            let problem = Self::new(
                status,
                "database-away",
                "The database is not reachable. Nothing was changed.",
            );
            return problem.retry_after(Duration::from_secs(2)).caused_by(error);
        }
        Self::internal(error)
    }
}

impl From<AccessError> for Problem {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::NotFound(_) => Self::not_found(
                "workbook-unknown",
                "There is no such workbook, or it is not shared with you.",
            ),
            AccessError::Trashed(_) => Self::new(
                StatusCode::GONE,
                "workbook-trashed",
                "The workbook is in the trash. Restore it first.",
            ),
            AccessError::Database(error) => error.into(),
        }
    }
}

impl From<CredentialError> for Problem {
    fn from(error: CredentialError) -> Self {
        match error {
            CredentialError::Session => {
                let status = StatusCode::UNAUTHORIZED;
                let problem = Self::new(
                    status,
                    "session-ended",
                    "You have been signed out. Sign in again.",
                );
                Self {
                    ends_session: true,
                    ..problem
                }
            }
            CredentialError::Token => Self::new(
                StatusCode::UNAUTHORIZED,
                "token-unknown",
                "The token is not known, expired or revoked.",
            ),
            CredentialError::SigninLink => Self::new(
                StatusCode::UNAUTHORIZED,
                "signin-unknown",
                "This sign-in link has been used, has expired or never was one. Each works once.",
            ),
            CredentialError::Database(error) => error.into(),
        }
    }
}

impl From<NameError> for Problem {
    fn from(error: NameError) -> Self {
        match error {
            NameError::Length { .. } | NameError::Control { .. } => {
                Self::unprocessable("bad-name", error.to_string())
            }
            NameError::Past => Self::unprocessable("expiry-past", error.to_string()),
        }
    }
}

impl From<RenameError> for Problem {
    fn from(error: RenameError) -> Self {
        match error {
            RenameError::Name(error) => error.into(),
            RenameError::Database(error) => error.into(),
        }
    }
}

impl From<MakeError> for Problem {
    fn from(error: MakeError) -> Self {
        match error {
            MakeError::Name(error) => error.into(),
            MakeError::Create(CreateError::Database(error)) => error.into(),
            MakeError::Create(error) => Self::internal(error),
        }
    }
}

impl From<JoinError> for Problem {
    fn from(error: JoinError) -> Self {
        let gone = |code, detail| Self::new(StatusCode::GONE, code, detail);
        match error {
            JoinError::Unknown => Self::not_found("link-unknown", "There is no such share link."),
            JoinError::Revoked => gone("link-revoked", "This share link has been revoked."),
            JoinError::Expired => gone("link-expired", "This share link has expired."),
            JoinError::Trashed => gone(
                "workbook-trashed",
                "The workbook behind this link is in the trash.",
            ),
            JoinError::NameNeeded => Self::unprocessable(
                "name-needed",
                "Give a name, so that others see who you are.",
            ),
            JoinError::Name(error) => error.into(),
            JoinError::Database(error) => error.into(),
        }
    }
}
