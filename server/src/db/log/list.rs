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

/// Entries looked through before it is looked up who touched a place: where it was touched lately, that is all it takes.
const LATELY: i64 = 2000;
/// Entries beyond which it is not looked up which changes touched a place; its changes are looked through instead.
const FEW_TOUCHED: i64 = 2000;
/// Entries, and changes, looked through at a time, and how often.
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
    let head = head(pool, workbook).await?.map_or(0, |head| head.seq.0);
    let mut looking = Looking {
        pool,
        workbook,
        filter,
        before: filter
            .before
            .map_or(head + 1, |before| before.0.min(head + 1)),
        changes: Vec::new(),
    };
    if !looking.is_done() {
        looking.through(LATELY).await?;
    }
    if looking.is_done() {
        return Ok(looking.end());
    }
    let rest = looking.rest();
    if let Some(seqs) = few_touching(pool, workbook, &rest).await? {
        let found = matching(pool, workbook, &rest, &Touching::These(seqs)).await?;
        looking.changes.extend(found);
        return Ok(Listed {
            changes: looking.changes,
            looked: None,
        });
    }
    for _ in 0..WINDOWS {
        if looking.is_done() {
            break;
        }
        looking.through(WINDOW).await?;
    }
    Ok(looking.end())
}

/// Going through the changes of a place, from the newest on, some entries at a time.
struct Looking<'a> {
    pool: &'a PgPool,
    workbook: WorkbookId,
    filter: &'a Filter,
    /// What comes before this one is still to be looked through.
    before: i64,
    changes: Vec<ChangeRow>,
}

impl Looking<'_> {
    fn wanting(&self) -> i64 {
        self.filter.limit - i64::try_from(self.changes.len()).unwrap_or(i64::MAX)
    }

    fn is_done(&self) -> bool {
        self.wanting() <= 0 || self.before <= self.filter.after.0.saturating_add(1)
    }

    /// What is still to be found.
    fn rest(&self) -> Filter {
        Filter {
            before: Some(Seq(self.before)),
            limit: self.wanting(),
            ..self.filter.clone()
        }
    }

    /// Looks through the changes with the next so many entries: what a change touched is not bounded by how many there are.
    /// Only while this is not done: there has to be a change before.
    async fn through(&mut self, entries: i64) -> sqlx::Result<()> {
        let first = sqlx::query_scalar!(
            "select seq from cell_changes where workbook_id = $1 and seq < $2 and seq >= $2 - $3
             order by seq desc, n desc offset $3 limit 1",
            self.workbook.0,
            self.before,
            entries,
        )
        .fetch_optional(self.pool)
        .await?
        .unwrap_or(self.before - entries)
        .clamp(1, self.before - 1);
        let found = matching(
            self.pool,
            self.workbook,
            &self.rest(),
            &Touching::Since(Seq(first)),
        )
        .await?;
        self.changes.extend(found);
        self.before = first;
        Ok(())
    }

    fn end(self) -> Listed {
        let looked = Some(Seq(self.before)).filter(|_| !self.is_done());
        Listed {
            changes: self.changes,
            looked,
        }
    }
}

enum Touching {
    Anything,
    These(Vec<i64>),
    /// The place that is asked for, among the changes from this one on up to `Filter::before`.
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

/// Only changes `c` that came in this way.
pub(in crate::db) fn push_via(query: &mut QueryBuilder<Postgres>, via: &str) {
    if via == "edit" {
        query.push(" and c.via = 'edit'");
    } else {
        // Said in this way so that the index of what is rare can be used.
        query
            .push(" and c.via <> 'edit' and c.via = ")
            .push_bind(via.to_owned());
    }
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
    let mut query = QueryBuilder::<Postgres>::new("");
    if let Touching::Since(first) = touching {
        // Read as they lie in the log, whatever the planner thinks of the place: an index of places would be read to its end.
        query.push(
            "with touched as materialized
             (select t.seq, t.sheet, t.row_id, t.col_id from cell_changes t",
        );
        // Of somebody's changes only their own entries: they are few among all.
        if let Some(author) = filter.author {
            query.push(" join changes o on o.workbook_id = t.workbook_id and o.seq = t.seq and o.author_id = ");
            query.push_bind(author.0);
        }
        query.push(" where t.workbook_id = ").push_bind(workbook.0);
        query.push(" and t.seq >= ").push_bind(first.0);
        query.push(" and t.seq < ");
        query.push_bind(filter.before.map_or(i64::MAX, |before| before.0));
        query.push(") ");
    }
    query.push(
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
    if let Some(via) = filter.via.as_deref() {
        push_via(&mut query, via);
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
            query.push(" and (c.seq in (select t.seq from touched t where true");
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
