//! What happened, over all workbooks that somebody may see.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Problem, ProblemBody, SignedIn};
use crate::auth::{AccessError, User};
use crate::clock;
use crate::db;
use crate::db::activity::{ActivityRow, Place, Wanted};
use crate::ids::{LinkId, UserId, WorkbookId};
use crate::state::App;

mod export;

/// Given at once.
const MOST: i64 = 200;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(export::export))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct Which {
    /// Of this workbook only.
    workbook: Option<WorkbookId>,
    /// Only of this user.
    author: Option<UserId>,
    /// Only what came through this share link, or is about it.
    link: Option<LinkId>,
    /// Only changes that came in this way.
    via: Option<String>,
    /// Only these, with commas between: `change`, `viewed`, `exported`, `renamed`, `trashed`, `untrashed`, `link-made`,
    /// `link-revoked`, `joined`, `versioned`.
    kind: Option<String>,
    /// Only from this time on (RFC 3339).
    #[serde(default, with = "time::serde::rfc3339::option")]
    from: Option<OffsetDateTime>,
    /// Only before this time (RFC 3339).
    #[serde(default, with = "time::serde::rfc3339::option")]
    to: Option<OffsetDateTime>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most so many, 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Activity {
    /// The newest first.
    activity: Vec<ActivityView>,
    /// `after` of the next page; null on the last one.
    next: Option<String>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct ActivityView {
    workbook: WorkbookId,
    workbook_name: String,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    author: UserId,
    author_name: String,
    link: Option<LinkId>,
    /// `change`, or what else happened.
    #[schema(example = "viewed")]
    kind: String,
    /// The change; null for what is none.
    seq: Option<i64>,
    /// The way in of a change.
    via: Option<String>,
    /// What a change did, in words.
    summary: Option<String>,
    /// What else there is to say.
    #[schema(value_type = Option<Object>)]
    detail: Option<Value>,
}

/// What happened in all workbooks that one may see: changes of documents, and who looked at what, took what away, shared or
/// renamed it. Newest first.
#[utoipa::path(get, path = "/api/activity", tag = "history", params(Which), responses(
    (status = 200, body = Activity),
    (status = 404, description = "`workbook-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-page`", body = ProblemBody),
))]
async fn list(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Query(which): Query<Which>,
) -> Result<Json<Activity>, Problem> {
    let names = visible(&app, &user, which.workbook).await?;
    let limit = which.limit.unwrap_or(50).clamp(1, MOST);
    let kinds = which.kind.iter().flat_map(|kinds| kinds.split(','));
    let wanted = Wanted {
        workbooks: names.keys().copied().collect(),
        author: which.author,
        link: which.link,
        via: which.via,
        kinds: kinds.map(str::to_owned).collect(),
        from: which.from,
        to: which.to,
        after: which.after.as_deref().map(place).transpose()?,
        limit: limit + 1,
    };
    let mut rows = db::activity::list(&app.db.pool, &wanted).await?;
    let limit = usize::try_from(limit).unwrap_or_default();
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(cursor);
    let authors: Vec<i64> = rows.iter().map(|row| row.author.0).collect();
    let authors: HashMap<UserId, String> = db::log::authors(&app.db.pool, &authors)
        .await?
        .into_iter()
        .map(|author| (author.id, author.name))
        .collect();
    let view = |row: ActivityRow| ActivityView {
        workbook: row.workbook,
        workbook_name: names.get(&row.workbook).cloned().unwrap_or_default(),
        at: row.at,
        author: row.author,
        author_name: authors.get(&row.author).cloned().unwrap_or_default(),
        link: row.link,
        seq: (!row.event).then_some(row.n),
        via: (!row.event).then(|| row.kind.clone()),
        kind: if row.event {
            row.kind
        } else {
            "change".to_owned()
        },
        summary: row.summary,
        detail: row.detail.filter(|_| row.event),
    };
    Ok(Json(Activity {
        activity: rows.into_iter().map(view).collect(),
        next,
    }))
}

/// The workbooks that somebody may see, or the one of them that is asked for, with their names.
async fn visible(
    app: &App,
    user: &User,
    only: Option<WorkbookId>,
) -> Result<HashMap<WorkbookId, String>, Problem> {
    let visible = db::activity::visible(&app.db.pool, user.id, user.is_admin, clock::now()).await?;
    let mut names: HashMap<WorkbookId, String> = visible.into_iter().collect();
    if let Some(only) = only {
        names.retain(|id, _| *id == only);
        if names.is_empty() {
            return Err(AccessError::NotFound(only).into());
        }
    }
    Ok(names)
}

/// A place in the list as text: microseconds, workbook, whether an event, number.
fn cursor(row: &ActivityRow) -> String {
    let micros = row.at.unix_timestamp_nanos() / 1000;
    let event = if row.event { "e" } else { "c" };
    format!("{micros}.{}.{event}.{}", row.workbook, row.n)
}

fn place(text: &str) -> Result<Place, Problem> {
    let read = || {
        let mut parts = text.split('.');
        let micros: i128 = parts.next()?.parse().ok()?;
        let place = Place {
            at: OffsetDateTime::from_unix_timestamp_nanos(micros.checked_mul(1000)?).ok()?,
            workbook: parts.next()?.parse().ok()?,
            event: match parts.next()? {
                "e" => true,
                "c" => false,
                _ => return None,
            },
            n: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(place)
    };
    read().ok_or_else(|| Problem::unprocessable("bad-page", "after is what next of a page says."))
}
