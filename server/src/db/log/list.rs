//! Changes by whose, when, through which way in and where.

use sqlx::postgres::Postgres;
use sqlx::{PgPool, QueryBuilder};
use time::OffsetDateTime;

use super::{ChangeRow, head};
use crate::ids::{LinkId, Seq, UserId, WorkbookId};

/// Which changes to list.
#[derive(Debug, Default, Clone)]
pub struct Filter {
    pub before: Option<Seq>,
    /// Only changes after this one.
    pub after: Seq,
    pub author: Option<UserId>,
    /// Only what came in through this share link.
    pub link: Option<LinkId>,
    /// Only what came in this way.
    pub via: Option<String>,
    pub from: Option<OffsetDateTime>,
    pub to: Option<OffsetDateTime>,
    /// Only what touched this sheet.
    pub sheet: Option<String>,
    /// Only what touched cells in these runs of row and column ids (both ends included).
    pub range: Option<IdRange>,
    pub limit: i64,
}

/// Cells by identity: runs of row ids and of column ids, both ends included.
#[derive(Debug, Default, Clone)]
pub struct IdRange {
    pub rows: Vec<(i64, i64)>,
    pub cols: Vec<(i64, i64)>,
}

/// Entries beyond which it is not looked which changes touched them, but whether changes touched them.
const FEW_TOUCHED: i64 = 20_000;
/// Changes looked through at a time, and how often.
const WINDOW: i64 = 20_000;
const WINDOWS: usize = 10;

/// Changes, newest first.
#[derive(Debug, Default)]
pub struct Listed {
    pub changes: Vec<ChangeRow>,
    /// All changes from this one on were looked through; what is before it was not.
    pub looked: Option<Seq>,
}

/// Changes, newest first. Where a place was touched by very many changes, only so many are looked through in one go.
pub async fn list(pool: &PgPool, workbook: WorkbookId, filter: &Filter) -> sqlx::Result<Listed> {
    if filter.sheet.is_none() {
        let changes = matching(pool, workbook, filter, &Touching::Anything).await?;
        return Ok(Listed {
            changes,
            looked: None,
        });
    }
    if let Some(seqs) = few_touching(pool, workbook, filter).await? {
        let changes = matching(pool, workbook, filter, &Touching::These(seqs)).await?;
        return Ok(Listed {
            changes,
            looked: None,
        });
    }
    let mut listed = Listed::default();
    let head = head(pool, workbook).await?.map_or(0, |head| head.seq.0);
    let mut before = filter
        .before
        .map_or(head + 1, |before| before.0.min(head + 1));
    for _ in 0..WINDOWS {
        let limit = filter.limit - i64::try_from(listed.changes.len()).unwrap_or(i64::MAX);
        if limit <= 0 || before <= 1 {
            break;
        }
        let first = (before - WINDOW).max(1);
        let window = Filter {
            before: Some(Seq(before)),
            limit,
            ..filter.clone()
        };
        let found = matching(pool, workbook, &window, &Touching::Since(Seq(first))).await?;
        listed.changes.extend(found);
        before = first;
    }
    let full = i64::try_from(listed.changes.len()).is_ok_and(|count| count >= filter.limit);
    listed.looked = Some(Seq(before)).filter(|_| !full && before > 1);
    Ok(listed)
}

enum Touching {
    Anything,
    These(Vec<i64>),
    /// The place that is asked for, among the changes from this one on.
    Since(Seq),
}

fn push_place(query: &mut QueryBuilder<Postgres>, filter: &Filter) {
    query
        .push(" and t.sheet = ")
        .push_bind(filter.sheet.clone().unwrap_or_default());
    let Some(range) = &filter.range else { return };
    for (column, runs) in [("t.row_id", &range.rows), ("t.col_id", &range.cols)] {
        query.push(" and (false");
        for (first, last) in runs {
            query.push(format!(" or {column} between {first} and {last}"));
        }
        query.push(")");
    }
}

/// The changes that touched a place, if they are not too many.
async fn few_touching(
    pool: &PgPool,
    workbook: WorkbookId,
    filter: &Filter,
) -> sqlx::Result<Option<Vec<i64>>> {
    let mut query =
        QueryBuilder::<Postgres>::new("select t.seq from cell_changes t where t.workbook_id = ");
    query.push_bind(workbook.0);
    push_place(&mut query, filter);
    query.push(" limit ").push_bind(FEW_TOUCHED + 1);
    let mut seqs: Vec<i64> = query.build_query_scalar().fetch_all(pool).await?;
    if i64::try_from(seqs.len()).is_ok_and(|count| count > FEW_TOUCHED) {
        return Ok(None);
    }
    // What went into blocks is named by the change itself.
    let mut query =
        QueryBuilder::<Postgres>::new("select c.seq from changes c where c.workbook_id = ");
    query.push_bind(workbook.0).push(" and c.detail ? 'areas'");
    push_areas(&mut query, filter);
    let in_blocks: Vec<i64> = query.build_query_scalar().fetch_all(pool).await?;
    seqs.extend(in_blocks);
    seqs.sort_unstable();
    seqs.dedup();
    Ok(Some(seqs))
}

fn push_areas(query: &mut QueryBuilder<Postgres>, filter: &Filter) {
    query
        .push(" and exists (select from jsonb_array_elements(c.detail->'areas') a where a->>'sheet' = ")
        .push_bind(filter.sheet.clone().unwrap_or_default());
    if let Some(range) = &filter.range {
        for (lines, runs) in [("rows", &range.rows), ("cols", &range.cols)] {
            let (first, last): (Vec<i64>, Vec<i64>) = runs.iter().copied().unzip();
            query.push(format!(
                " and exists (select from jsonb_array_elements(a->'{lines}') l, unnest("
            ));
            query.push_bind(first).push("::bigint[], ").push_bind(last);
            query.push(
                "::bigint[]) r(first, last)
                 where (l->>0)::bigint <= r.last and (l->>0)::bigint + (l->>1)::bigint > r.first)",
            );
        }
    }
    query.push(")");
}

async fn matching(
    pool: &PgPool,
    workbook: WorkbookId,
    filter: &Filter,
    touching: &Touching,
) -> sqlx::Result<Vec<ChangeRow>> {
    let mut query = QueryBuilder::<Postgres>::new(
        "select c.seq, c.author_id as author, c.link_id as link, c.via, c.at, c.summary, c.detail, c.hash
         from changes c where c.workbook_id = ",
    );
    query.push_bind(workbook.0);
    if let Some(before) = filter.before {
        query.push(" and c.seq < ").push_bind(before.0);
    }
    if filter.after > Seq(0) {
        query.push(" and c.seq > ").push_bind(filter.after.0);
    }
    if let Some(author) = filter.author {
        query.push(" and c.author_id = ").push_bind(author.0);
    }
    if let Some(link) = filter.link {
        query.push(" and c.link_id = ").push_bind(link.0);
    }
    match filter.via.as_deref() {
        Some("edit") => {
            query.push(" and c.via = 'edit'");
        }
        // Said in this way so that the index of what is rare can be used.
        Some(via) => {
            query
                .push(" and c.via <> 'edit' and c.via = ")
                .push_bind(via.to_owned());
        }
        None => {}
    }
    // Within a workbook the order of the log is the order of time.
    if let Some(from) = filter.from {
        query
            .push(" and c.seq >= (select b.seq from changes b where b.workbook_id = ")
            .push_bind(workbook.0);
        query.push(" and b.at >= ").push_bind(from);
        query.push(" order by b.at, b.seq limit 1)");
    }
    if let Some(to) = filter.to {
        query
            .push(" and c.seq <= (select b.seq from changes b where b.workbook_id = ")
            .push_bind(workbook.0);
        query.push(" and b.at < ").push_bind(to);
        query.push(" order by b.at desc, b.seq desc limit 1)");
    }
    match touching {
        Touching::Anything => {}
        Touching::These(seqs) => {
            query.push(" and c.seq = any(").push_bind(seqs).push(")");
        }
        Touching::Since(first) => {
            query.push(" and c.seq >= ").push_bind(first.0);
            query.push(
                " and (exists (select from cell_changes t where t.workbook_id = c.workbook_id and t.seq = c.seq",
            );
            push_place(&mut query, filter);
            query.push(") or (c.detail ? 'areas'");
            push_areas(&mut query, filter);
            query.push("))");
        }
    }
    query
        .push(" order by c.seq desc limit ")
        .push_bind(filter.limit);
    query.build_query_as().fetch_all(pool).await
}
