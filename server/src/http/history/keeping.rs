//! For how long the history of a workbook is kept, and folding what is older.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::super::workbooks::owners_only;
use super::super::{Problem, ProblemBody, SignedIn};
use super::{AuthorView, Names};
use crate::clock;
use crate::custody::{FoldError, Foldable, Folder};
use crate::db::{self, log};
use crate::history::{self, Event, EventKind};
use crate::ids::{Seq, WorkbookId};
use crate::state::App;

/// Days for which a history is kept that is not kept for ever.
const LEAST_DAYS: i32 = 30;
const MOST_DAYS: i32 = 36_500;

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Retention {
    /// Older changes are folded; null keeps all for ever.
    keep_days: Option<i32>,
    /// What was folded; null where all of the history is there.
    folded: Option<FoldedView>,
    /// What the policy would fold now; null where it would fold nothing.
    foldable: Option<FoldableView>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Folded)]
pub(super) struct FoldedView {
    /// The last change that is gone.
    seq: Seq,
    /// When that one was made.
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// Who folded it, and when.
    by: AuthorView,
    #[serde(with = "time::serde::rfc3339")]
    folded_at: OffsetDateTime,
}

impl FoldedView {
    /// What was folded of a workbook.
    pub(super) async fn of(app: &App, id: WorkbookId) -> Result<Option<Self>, Problem> {
        let Some(folded) = log::folded(&app.db.pool, id).await? else {
            return Ok(None);
        };
        let names = Names::of(app, id, std::iter::once((folded.by, None))).await?;
        Ok(Some(Self {
            seq: folded.seq,
            at: folded.changed_at,
            by: names.author(folded.by),
            folded_at: folded.at,
        }))
    }
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Foldable)]
pub(super) struct FoldableView {
    /// The last change that would go.
    seq: Seq,
    /// When that one was made.
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// How many would go.
    changes: i64,
}

impl From<Foldable> for FoldableView {
    fn from(foldable: Foldable) -> Self {
        Self {
            seq: foldable.seq,
            at: foldable.at,
            changes: foldable.changes,
        }
    }
}

/// For how long the history of a workbook is kept.
#[utoipa::path(get, path = "/api/workbooks/{id}/retention", tag = "history", params(("id" = WorkbookId, Path)), responses(
    (status = 200, body = Retention),
    (status = 404, description = "`workbook-unknown`", body = ProblemBody),
))]
pub(super) async fn retention(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
) -> Result<Json<Retention>, Problem> {
    app.access(&user, id).await?;
    let keep_days = db::custody::keep_days(&app.db.pool, id).await?;
    let foldable = match keep_days {
        Some(days) => {
            let before = clock::now() - Duration::days(i64::from(days));
            app.custody.foldable(id, before).await?
        }
        None => None,
    };
    Ok(Json(Retention {
        keep_days,
        folded: FoldedView::of(&app, id).await?,
        foldable: foldable.map(FoldableView::from),
    }))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(super) struct Policy {
    /// 30 to 36,500; null keeps all for ever.
    keep_days: Option<i32>,
}

/// Say for how long the history of a workbook is kept. For its owner. What is older is folded within a day.
#[utoipa::path(put, path = "/api/workbooks/{id}/retention", tag = "history", params(("id" = WorkbookId, Path)),
    request_body = Policy, responses(
    (status = 204),
    (status = 403, description = "`owner-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`", body = ProblemBody),
    (status = 422, description = "`bad-days`", body = ProblemBody),
))]
pub(super) async fn retain(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Json(Policy { keep_days }): Json<Policy>,
) -> Result<StatusCode, Problem> {
    let access = app.access(&user, id).await?;
    owners_only(&access)?;
    if keep_days.is_some_and(|days| !(LEAST_DAYS..=MOST_DAYS).contains(&days)) {
        return Err(Problem::unprocessable(
            "bad-days",
            format!("A history is kept for {LEAST_DAYS} to {MOST_DAYS} days, or for ever."),
        )
        .at("keep_days"));
    }
    let mut tx = app.db.pool.begin().await?;
    let old = db::custody::keep_days(&mut *tx, id).await?;
    if old != keep_days {
        db::custody::set_keep_days(&mut *tx, id, keep_days).await?;
        let event = Event {
            workbook: id,
            user: user.id,
            link: access.link,
            kind: EventKind::Kept,
            detail: Some(json!({"old": old, "new": keep_days})),
        };
        history::record(&mut tx, event).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(super) struct Fold {
    /// Changes before this time are folded (RFC 3339).
    #[serde(with = "time::serde::rfc3339")]
    before: OffsetDateTime,
    /// Only say what would be folded.
    #[serde(default)]
    preview: bool,
}

/// Fold older changes into one signed checkpoint. What the workbook was then stays, and the hashes of the changes; who did
/// what before it is gone for good, as are the names of moments before it. For the workbook's owner. The last change always
/// stays.
#[utoipa::path(post, path = "/api/workbooks/{id}/fold", tag = "history", params(("id" = WorkbookId, Path)),
    request_body = Fold, responses(
    (status = 200, body = FoldableView, description = "what was folded"),
    (status = 403, description = "`owner-only`", body = ProblemBody),
    (status = 404, description = "`workbook-unknown`", body = ProblemBody),
    (status = 409, description = "`nothing-to-fold`, `log-damaged`", body = ProblemBody),
))]
pub(super) async fn fold(
    State(app): State<App>,
    SignedIn(user): SignedIn,
    Path(id): Path<WorkbookId>,
    Json(Fold { before, preview }): Json<Fold>,
) -> Result<Json<FoldableView>, Problem> {
    let access = app.access(&user, id).await?;
    owners_only(&access)?;
    let folded = if preview {
        let foldable = app.custody.foldable(id, before).await?;
        foldable.ok_or(FoldError::Nothing)
    } else {
        let by = Folder {
            user: user.id,
            link: access.link,
        };
        Box::pin(app.custody.fold(id, before, by)).await
    };
    Ok(Json(folded.map_err(problem_of_fold)?.into()))
}

fn problem_of_fold(error: FoldError) -> Problem {
    match error {
        FoldError::Nothing => Problem::new(
            StatusCode::CONFLICT,
            "nothing-to-fold",
            "No change is older than that, or all that are have been folded already.",
        ),
        FoldError::NotWhole(finding) => Problem::new(
            StatusCode::CONFLICT,
            "log-damaged",
            format!("The log is not as it was written, and so nothing of it is folded: {finding}."),
        ),
        FoldError::Load(error) => error.into(),
        FoldError::Database(error) => error.into(),
        other => Problem::internal(other),
    }
}
