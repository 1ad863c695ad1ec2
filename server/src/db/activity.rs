//! What happened, over many workbooks: changes of documents and events beside them.
//!
//! Within a workbook the order of the log is the order of time, so that times are turned into places of the log first and
//! every filter reads an index backwards from there.

use serde_json::Value;
use sqlx::postgres::{PgExecutor, Postgres};
use sqlx::{PgPool, QueryBuilder};
use time::OffsetDateTime;

use super::log::push_via;
use crate::ids::{LinkId, UserId, WorkbookId};

/// Workbooks beyond which it is first looked which of them have the newest.
const FEW: usize = 8;

/// Which of it.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub workbooks: Vec<WorkbookId>,
    pub author: Option<UserId>,
    pub link: Option<LinkId>,
    /// The way in of changes; events have none.
    pub via: Option<String>,
    /// `change`, or a kind of events.
    pub kinds: Vec<String>,
    pub from: Option<OffsetDateTime>,
    pub to: Option<OffsetDateTime>,
    /// Only what comes after this one in the list.
    pub after: Option<Place>,
    pub limit: i64,
}

/// Where in the list something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub at: OffsetDateTime,
    pub workbook: WorkbookId,
    /// An event, not a change.
    pub event: bool,
    pub n: i64,
}

/// Something that happened.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ActivityRow {
    pub at: OffsetDateTime,
    pub workbook: WorkbookId,
    pub event: bool,
    /// Place in the workbook's log, or among its events.
    pub n: i64,
    pub author: UserId,
    pub link: Option<LinkId>,
    /// The way in of a change, the kind of an event.
    pub kind: String,
    pub summary: Option<String>,
    pub detail: Option<Value>,
}

impl Wanted {
    fn changes(&self) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|kind| kind == "change")
    }

    fn events(&self) -> bool {
        self.via.is_none()
            && (self.kinds.is_empty() || self.kinds.iter().any(|kind| kind != "change"))
    }

    /// Whether nothing but the time is asked for.
    fn only_when(&self, event: bool) -> bool {
        self.author.is_none()
            && self.link.is_none()
            && self.via.is_none()
            && self.after.is_none()
            && (!event || self.kinds.is_empty())
    }

    /// The last moment that can be in the list.
    fn bound(&self) -> Option<(OffsetDateTime, &'static str)> {
        match (self.after, self.to) {
            (Some(after), Some(to)) if after.at < to => Some((after.at, "<=")),
            (_, Some(to)) => Some((to, "<")),
            (Some(after), None) => Some((after.at, "<=")),
            (None, None) => None,
        }
    }
}

/// What happened, the newest first.
pub async fn list(pool: &PgPool, wanted: &Wanted) -> sqlx::Result<Vec<ActivityRow>> {
    let mut rows = Vec::new();
    for event in [false, true] {
        let asked = if event {
            wanted.events()
        } else {
            wanted.changes()
        };
        if asked {
            rows.extend(of_kind(pool, wanted, event).await?);
        }
    }
    rows.sort_by(|a: &ActivityRow, b| {
        (b.at, b.workbook.0, b.event, b.n).cmp(&(a.at, a.workbook.0, a.event, a.n))
    });
    rows.truncate(usize::try_from(wanted.limit).unwrap_or_default());
    Ok(rows)
}

async fn of_kind(pool: &PgPool, wanted: &Wanted, event: bool) -> sqlx::Result<Vec<ActivityRow>> {
    let mut workbooks = wanted.workbooks.clone();
    if workbooks.len() > FEW {
        // The newest so many come from no more workbooks than that, and from those with the newest.
        workbooks = if wanted.only_when(event) {
            newest(pool, wanted, &workbooks, event).await?
        } else {
            let newest = page(pool, wanted, &workbooks, event, 1).await?;
            newest.into_iter().map(|row| row.workbook).collect()
        };
    }
    page(pool, wanted, &workbooks, event, wanted.limit).await
}

/// The workbooks with the newest rows before a moment: one look into the index for each.
async fn newest(
    executor: impl PgExecutor<'_>,
    wanted: &Wanted,
    workbooks: &[WorkbookId],
    event: bool,
) -> sqlx::Result<Vec<WorkbookId>> {
    let ids: Vec<i64> = workbooks.iter().map(|id| id.0).collect();
    let table = if event { "events" } else { "changes" };
    let mut query = QueryBuilder::<Postgres>::new("select w.id from unnest(");
    query.push_bind(ids).push(format!(
        "::bigint[]) w(id) cross join lateral (select c.at from {table} c where c.workbook_id = w.id"
    ));
    if let Some((bound, sign)) = wanted.bound() {
        query.push(format!(" and c.at {sign} ")).push_bind(bound);
    }
    if let Some(from) = wanted.from {
        query.push(" and c.at >= ").push_bind(from);
    }
    query
        .push(" order by c.at desc limit 1) r order by r.at desc limit ")
        .push_bind(wanted.limit);
    query.build_query_scalar().fetch_all(executor).await
}

async fn page(
    executor: impl PgExecutor<'_>,
    wanted: &Wanted,
    workbooks: &[WorkbookId],
    event: bool,
    of_each: i64,
) -> sqlx::Result<Vec<ActivityRow>> {
    let ids: Vec<i64> = workbooks.iter().map(|id| id.0).collect();
    let (table, place, author) = if event {
        ("events", "n", "user_id")
    } else {
        ("changes", "seq", "author_id")
    };
    let mut query = QueryBuilder::<Postgres>::new("select r.* from unnest(");
    query
        .push_bind(ids)
        .push("::bigint[]) w(id) cross join lateral (select c.at, c.workbook_id as workbook, ");
    query.push_bind(event).push(format!(
        " as event, c.{place} as n, c.{author} as author, c.link_id as link, "
    ));
    query.push(if event {
        "c.kind, null::text as summary, c.detail"
    } else {
        "c.via as kind, c.summary, c.detail"
    });
    query.push(format!(" from {table} c where c.workbook_id = w.id"));
    if let Some((bound, sign)) = wanted.bound() {
        query.push(format!(
            " and c.{place} <= (select b.{place} from {table} b where b.workbook_id = w.id and b.at {sign} "
        ));
        query
            .push_bind(bound)
            .push(format!(" order by b.at desc, b.{place} desc limit 1)"));
    }
    if let Some(from) = wanted.from {
        query.push(format!(
            " and c.{place} >= (select b.{place} from {table} b where b.workbook_id = w.id and b.at >= "
        ));
        query
            .push_bind(from)
            .push(format!(" order by b.at, b.{place} limit 1)"));
    }
    if let Some(author) = wanted.author {
        query
            .push(format!(
                " and c.{} = ",
                if event { "user_id" } else { "author_id" }
            ))
            .push_bind(author.0);
    }
    if let Some(link) = wanted.link {
        query.push(" and c.link_id = ").push_bind(link.0);
    }
    if event && !wanted.kinds.is_empty() {
        query
            .push(" and c.kind = any(")
            .push_bind(wanted.kinds.clone())
            .push(")");
    }
    if let Some(via) = wanted.via.as_deref().filter(|_| !event) {
        push_via(&mut query, via);
    }
    if let Some(after) = wanted.after {
        query.push(format!(
            " and (c.at, c.workbook_id, {event}, c.{place}) < ("
        ));
        query.push_bind(after.at).push(", ");
        query.push_bind(after.workbook.0).push(", ");
        query.push_bind(after.event).push(", ");
        query.push_bind(after.n).push(")");
    }
    query
        .push(format!(" order by c.{place} desc limit "))
        .push_bind(of_each);
    query
        .push(") r order by r.at desc limit ")
        .push_bind(wanted.limit);
    query.build_query_as().fetch_all(executor).await
}

/// The workbooks that somebody may see and that are not in the trash, with their names.
pub async fn visible(
    executor: impl PgExecutor<'_>,
    user: UserId,
    is_admin: bool,
    now: OffsetDateTime,
) -> sqlx::Result<Vec<(WorkbookId, String)>> {
    let rows = sqlx::query!(
        r#"select w.id as "id: WorkbookId", w.name from workbooks w
           where w.trashed_at is null and (w.owner_id = $1 or $2 or exists (
               select from grants g join links l on l.workbook_id = g.workbook_id and l.id = g.link_id
               where g.workbook_id = w.id and g.user_id = $1 and l.revoked_at is null
                 and (l.expires_at is null or l.expires_at > $3)))"#,
        user.0,
        is_admin,
        now,
    )
    .fetch_all(executor)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
