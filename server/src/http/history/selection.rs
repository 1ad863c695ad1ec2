//! Which changes are meant: by number, or by whose, when, through which way and where.

use serde::Deserialize;
use time::OffsetDateTime;

use super::super::Problem;
use super::between::Part;
use crate::db::log::{self, ChangeRow, Filter};
use crate::history;
use crate::ids::{LinkId, Seq, UserId, WorkbookId};
use crate::state::App;

/// Changes taken back at once.
const MOST: usize = 10_000;

#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
pub(super) struct Selection {
    /// These changes, by number. Left out: all that fit what follows.
    #[serde(default)]
    changes: Vec<i64>,
    /// Only those of this user.
    author: Option<UserId>,
    /// Only those that came through this share link.
    link: Option<LinkId>,
    /// Only those that came in this way.
    via: Option<String>,
    /// Only those from this time on (RFC 3339).
    #[serde(default, with = "time::serde::rfc3339::option")]
    from: Option<OffsetDateTime>,
    /// Only those before this time (RFC 3339).
    #[serde(default, with = "time::serde::rfc3339::option")]
    to: Option<OffsetDateTime>,
    /// Only what they did on this sheet.
    pub sheet: Option<String>,
    /// Only what they did to these cells, where they are now.
    pub range: Option<String>,
}

impl Selection {
    /// The changes, oldest first, without the very first one; and the part of the workbook that is meant.
    pub(super) async fn find(
        &self,
        app: &App,
        id: WorkbookId,
    ) -> Result<(Vec<ChangeRow>, Option<Part>), Problem> {
        let mut filter = Filter {
            author: self.author,
            link: self.link,
            via: self.via.clone(),
            from: self.from,
            to: self.to,
            limit: i64::try_from(MOST).unwrap_or(i64::MAX).saturating_add(1),
            ..Filter::default()
        };
        let part = Part::of(app, id, self.sheet.as_deref(), self.range.as_deref()).await?;
        if let Some(Part { sheet, range }) = part.clone() {
            (filter.sheet, filter.range) = (Some(sheet), range);
        }
        let mut changes = if self.changes.is_empty() {
            if !self.is_narrow() {
                return Err(Problem::unprocessable(
                    "nothing-chosen",
                    "Say which changes: by number, or whose, when, where or through which way.",
                ));
            }
            let log::Listed { changes, looked } = log::list(&app.db.pool, id, &filter).await?;
            if looked.is_some() {
                return Err(too_many(MOST));
            }
            changes
        } else {
            let mut changes = Vec::with_capacity(self.changes.len().min(MOST));
            for seq in self.changes.iter().take(MOST + 1) {
                changes.push(history::change(&app.db, id, Seq(*seq)).await?);
            }
            changes
        };
        if changes.len() > MOST {
            return Err(too_many(MOST));
        }
        changes.sort_by_key(|change| change.seq);
        changes.dedup_by_key(|change| change.seq);
        changes.retain(|change| change.seq != Seq(1));
        if changes.is_empty() {
            return Err(Problem::unprocessable(
                "no-changes",
                "No change fits, other than the first one, before which there was nothing.",
            ));
        }
        Ok((changes, part))
    }

    fn is_narrow(&self) -> bool {
        self.author.is_some()
            || self.link.is_some()
            || self.via.is_some()
            || self.from.is_some()
            || self.to.is_some()
            || self.sheet.is_some()
            || self.range.is_some()
    }
}

/// More than is taken back at once.
pub(super) fn too_many(most: usize) -> Problem {
    Problem::unprocessable(
        "too-many-changes",
        format!("That is more than {most} at once. Choose less, or restore a moment."),
    )
}
