//! The log: changes, the entries they touched, snapshots. Rows are inserted and read, never altered.

use serde_json::Value;
use sqlx::postgres::{PgExecutor, Postgres};
use sqlx::{PgPool, QueryBuilder};
use time::OffsetDateTime;

use crate::ids::{LinkId, Seq, UserId, WorkbookId};

/// The end of a workbook's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub seq: Seq,
    pub hash: [u8; 32],
}

/// A row of `changes` without its update.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ChangeRow {
    pub seq: Seq,
    pub author: UserId,
    pub link: Option<LinkId>,
    pub via: String,
    pub at: OffsetDateTime,
    pub summary: String,
    pub detail: Option<Value>,
    pub hash: Vec<u8>,
}

/// A row of `cell_changes`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellRow {
    pub seq: Seq,
    /// Order within the change.
    pub n: i32,
    pub root: String,
    pub sheet: String,
    /// -1 where it is no cell.
    pub row: i64,
    pub col: i64,
    pub entry: Option<String>,
    /// JSON; `None` where there was nothing.
    pub old: Option<String>,
    pub new: Option<String>,
    pub superseded: bool,
}

/// A change to be inserted.
#[derive(Debug, Clone)]
pub struct NewChange {
    pub row: ChangeRow,
    pub update: Vec<u8>,
    pub cells: Vec<CellRow>,
}

/// Inserts changes, their cells and newly bound client ids: one statement, and so all or nothing.
pub async fn insert(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    changes: &[NewChange],
    clients: &[(u64, UserId)],
) -> sqlx::Result<()> {
    let rows = || changes.iter().map(|change| &change.row);
    let seq: Vec<i64> = rows().map(|row| row.seq.0).collect();
    let author: Vec<i64> = rows().map(|row| row.author.0).collect();
    let link: Vec<Option<i64>> = rows().map(|row| row.link.map(|link| link.0)).collect();
    let via: Vec<&str> = rows().map(|row| row.via.as_str()).collect();
    let at: Vec<OffsetDateTime> = rows().map(|row| row.at).collect();
    let summary: Vec<&str> = rows().map(|row| row.summary.as_str()).collect();
    let detail: Vec<Option<&Value>> = rows().map(|row| row.detail.as_ref()).collect();
    let update: Vec<&[u8]> = changes
        .iter()
        .map(|change| change.update.as_slice())
        .collect();
    let hash: Vec<&[u8]> = rows().map(|row| row.hash.as_slice()).collect();
    let cells = CellColumns::of(changes);
    let client: Vec<i64> = clients
        .iter()
        .map(|(client, _)| client.cast_signed())
        .collect();
    let user: Vec<i64> = clients.iter().map(|(_, user)| user.0).collect();
    sqlx::query!(
        r#"with logged as (
               insert into changes (workbook_id, seq, author_id, link_id, via, at, summary, detail, update, hash)
               select $1, * from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::timestamptz[],
                                        $7::text[], $8::jsonb[], $9::bytea[], $10::bytea[])
           ), touched as (
               insert into cell_changes
                   (workbook_id, seq, n, root, sheet, row_id, col_id, entry, old, new, superseded)
               select $1, * from unnest($11::bigint[], $12::integer[], $13::text[], $14::text[], $15::bigint[],
                                        $16::bigint[], $17::text[], $18::text[], $19::text[], $20::boolean[])
           )
           insert into clients (workbook_id, client_id, user_id)
           select $1, * from unnest($21::bigint[], $22::bigint[])
           on conflict do nothing"#,
        workbook.0,
        &seq,
        &author,
        &link as _,
        &via as _,
        &at,
        &summary as _,
        &detail as _,
        &update as _,
        &hash as _,
        &cells.seq,
        &cells.n,
        &cells.root as _,
        &cells.sheet as _,
        &cells.row,
        &cells.col,
        &cells.entry as _,
        &cells.old as _,
        &cells.new as _,
        &cells.superseded,
        &client,
        &user,
    )
    .execute(executor)
    .await?;
    Ok(())
}

/// Cells of changes, a vector per column, as `unnest` takes them.
#[derive(Default)]
struct CellColumns<'a> {
    seq: Vec<i64>,
    n: Vec<i32>,
    root: Vec<&'a str>,
    sheet: Vec<&'a str>,
    row: Vec<i64>,
    col: Vec<i64>,
    entry: Vec<Option<&'a str>>,
    old: Vec<Option<&'a str>>,
    new: Vec<Option<&'a str>>,
    superseded: Vec<bool>,
}

impl<'a> CellColumns<'a> {
    fn of(changes: &'a [NewChange]) -> Self {
        let mut columns = Self::default();
        for cell in changes.iter().flat_map(|change| &change.cells) {
            columns.seq.push(cell.seq.0);
            columns.n.push(cell.n);
            columns.root.push(&cell.root);
            columns.sheet.push(&cell.sheet);
            columns.row.push(cell.row);
            columns.col.push(cell.col);
            columns.entry.push(cell.entry.as_deref());
            columns.old.push(cell.old.as_deref());
            columns.new.push(cell.new.as_deref());
            columns.superseded.push(cell.superseded);
        }
        columns
    }
}

/// The last change of a workbook.
pub async fn head(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
) -> sqlx::Result<Option<Head>> {
    let row = sqlx::query!(
        r#"select seq as "seq: Seq", hash from changes where workbook_id = $1 order by seq desc limit 1"#,
        workbook.0
    )
    .fetch_optional(executor)
    .await?;
    row.map(|row| {
        let hash = row
            .hash
            .try_into()
            .map_err(|_| sqlx::Error::Decode("a hash has 32 bytes".into()))?;
        Ok(Head { seq: row.seq, hash })
    })
    .transpose()
}

/// A state of the document as it was stored.
#[derive(Debug)]
pub struct Snapshot {
    pub seq: Seq,
    /// Gzip of a Yjs v1 update.
    pub state: Vec<u8>,
}

/// The newest snapshot that is not newer than `at`.
pub async fn nearest_snapshot(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    at: Option<Seq>,
) -> sqlx::Result<Option<Snapshot>> {
    sqlx::query_as!(
        Snapshot,
        r#"select seq as "seq: Seq", state from snapshots
           where workbook_id = $1 and seq <= coalesce($2, 9223372036854775807)
           order by seq desc limit 1"#,
        workbook.0,
        at.map(|seq| seq.0),
    )
    .fetch_optional(executor)
    .await
}

/// Stores a snapshot; one that is there already stays.
pub async fn insert_snapshot(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    epoch: u32,
    snapshot: &Snapshot,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into snapshots (workbook_id, seq, epoch, state) values ($1, $2, $3, $4) on conflict do nothing",
        workbook.0,
        snapshot.seq.0,
        i32::try_from(epoch).unwrap_or(i32::MAX),
        snapshot.state,
    )
    .execute(executor)
    .await?;
    Ok(())
}

/// One update of the log.
#[derive(Debug)]
pub struct Update {
    pub seq: Seq,
    pub update: Vec<u8>,
    pub hash: Vec<u8>,
}

/// The updates after `after`, in order, up to `at` and at most `limit` of them.
pub async fn updates(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    after: Seq,
    at: Option<Seq>,
    limit: i64,
) -> sqlx::Result<Vec<Update>> {
    sqlx::query_as!(
        Update,
        r#"select seq as "seq: Seq", update, hash from changes
           where workbook_id = $1 and seq > $2 and seq <= coalesce($3, 9223372036854775807)
           order by seq limit $4"#,
        workbook.0,
        after.0,
        at.map(|seq| seq.0),
        limit,
    )
    .fetch_all(executor)
    .await
}

/// One change.
pub async fn change(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    seq: Seq,
) -> sqlx::Result<Option<ChangeRow>> {
    sqlx::query_as!(
        ChangeRow,
        r#"select seq as "seq: Seq", author_id as "author: UserId", link_id as "link: LinkId", via, at, summary,
                  detail, hash
           from changes where workbook_id = $1 and seq = $2"#,
        workbook.0,
        seq.0,
    )
    .fetch_optional(executor)
    .await
}

/// The changes after `after`, in order, each with its update.
pub async fn whole(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    after: Seq,
    limit: i64,
) -> sqlx::Result<Vec<(ChangeRow, Vec<u8>)>> {
    let rows = sqlx::query!(
        r#"select seq as "seq: Seq", author_id as "author: UserId", link_id as "link: LinkId", via, at, summary,
                  detail, hash, update
           from changes where workbook_id = $1 and seq > $2 order by seq limit $3"#,
        workbook.0,
        after.0,
        limit,
    )
    .fetch_all(executor)
    .await?;
    let split = rows.into_iter().map(|row| {
        let change = ChangeRow {
            seq: row.seq,
            author: row.author,
            link: row.link,
            via: row.via,
            at: row.at,
            summary: row.summary,
            detail: row.detail,
            hash: row.hash,
        };
        (change, row.update)
    });
    Ok(split.collect())
}

/// The first `limit` entries that each of the changes touched, in order.
pub async fn cells(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    seqs: &[i64],
    limit: i32,
) -> sqlx::Result<Vec<CellRow>> {
    sqlx::query_as!(
        CellRow,
        r#"select seq as "seq: Seq", n, root, sheet, row_id as row, col_id as col, entry, old, new, superseded
           from cell_changes where workbook_id = $1 and seq = any($2) and n < $3 order by seq, n"#,
        workbook.0,
        seqs,
        limit,
    )
    .fetch_all(executor)
    .await
}

/// How many entries each of the changes touched.
pub async fn cell_counts(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    seqs: &[i64],
) -> sqlx::Result<Vec<(i64, i64)>> {
    let rows = sqlx::query!(
        r#"select seq, max(n) + 1 as "count!" from cell_changes
           where workbook_id = $1 and seq = any($2) group by seq"#,
        workbook.0,
        seqs,
    )
    .fetch_all(executor)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.seq, i64::from(row.count)))
        .collect())
}

/// What an entry held after a change, as JSON; `None` where nothing or where it was never touched.
pub async fn entry_at(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    entry: (&str, &str, &str),
    at: Seq,
) -> sqlx::Result<Option<String>> {
    let (root, sheet, entry) = entry;
    let found: Option<Option<String>> = sqlx::query_scalar(
        "select new from cell_changes
         where workbook_id = $1 and root = $2 and sheet = $3 and entry = $4 and row_id = -1 and seq <= $5
           and not superseded
         order by seq desc, n desc limit 1",
    )
    .bind(workbook.0)
    .bind(root)
    .bind(sheet)
    .bind(entry)
    .bind(at.0)
    .fetch_optional(executor)
    .await?;
    Ok(found.flatten())
}

/// A change that gave a sheet another base: manifests before and after, as JSON.
#[derive(Debug, sqlx::FromRow)]
pub struct SwapRow {
    pub seq: Seq,
    pub at: OffsetDateTime,
    pub author: UserId,
    pub link: Option<LinkId>,
    pub via: String,
    pub old: Option<String>,
    pub new: Option<String>,
}

/// The changes that gave a sheet another base, newest first.
pub async fn swaps(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    sheet: &str,
    before: Option<Seq>,
) -> sqlx::Result<Vec<SwapRow>> {
    sqlx::query_as(
        "select c.seq, c.at, c.author_id as author, c.link_id as link, c.via, t.old, t.new
         from cell_changes t join changes c on c.workbook_id = t.workbook_id and c.seq = t.seq
         where t.workbook_id = $1 and t.root = 'sheets' and t.sheet = $2 and t.entry = 'base'
           and t.seq < coalesce($3, 9223372036854775807)
         order by t.seq desc",
    )
    .bind(workbook.0)
    .bind(sheet)
    .bind(before.map(|seq| seq.0))
    .fetch_all(executor)
    .await
}

/// The last change of a cell of each given place since `after`, by (row, column).
pub async fn last_touch(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    place: (&str, &str, i64, i64, Option<&str>),
) -> sqlx::Result<Option<Seq>> {
    let (root, sheet, row, col, entry) = place;
    sqlx::query_scalar!(
        r#"select seq as "seq: Seq" from cell_changes
           where workbook_id = $1 and root = $2 and sheet = $3 and row_id = $4 and col_id = $5
             and entry is not distinct from $6 and not superseded
           order by seq desc limit 1"#,
        workbook.0,
        root,
        sheet,
        row,
        col,
        entry,
    )
    .fetch_optional(executor)
    .await
}

/// One step in the story of a cell.
#[derive(Debug)]
pub struct StoryRow {
    pub seq: Seq,
    pub at: OffsetDateTime,
    pub author: UserId,
    pub link: Option<LinkId>,
    pub via: String,
    pub old: Option<String>,
    pub new: Option<String>,
    pub superseded: bool,
}

/// What happened to the content of one cell, newest first.
pub async fn story(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    cell: (&str, i64, i64),
    before: Option<Seq>,
    limit: i64,
) -> sqlx::Result<Vec<StoryRow>> {
    let (sheet, row, col) = cell;
    sqlx::query_as!(
        StoryRow,
        r#"select c.seq as "seq: Seq", c.at, c.author_id as "author: UserId", c.link_id as "link: LinkId", c.via,
                  t.old, t.new, t.superseded
           from cell_changes t join changes c on c.workbook_id = t.workbook_id and c.seq = t.seq
           where t.workbook_id = $1 and t.sheet = $2 and t.row_id = $3 and t.col_id = $4 and t.root = 'cells'
             and t.seq < coalesce($5, 9223372036854775807)
           order by t.seq desc limit $6"#,
        workbook.0,
        sheet,
        row,
        col,
        before.map(|seq| seq.0),
        limit,
    )
    .fetch_all(executor)
    .await
}

/// Which changes to list.
#[derive(Debug, Default, Clone)]
pub struct Filter {
    pub before: Option<Seq>,
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

/// Who somebody in the log is.
#[derive(Debug, Clone)]
pub struct Author {
    pub id: UserId,
    pub name: String,
    pub kind: String,
}

/// Names of authors.
pub async fn authors(executor: impl PgExecutor<'_>, ids: &[i64]) -> sqlx::Result<Vec<Author>> {
    sqlx::query_as!(
        Author,
        r#"select id as "id: UserId", name, kind from users where id = any($1)"#,
        ids
    )
    .fetch_all(executor)
    .await
}

/// Labels of share links.
pub async fn link_labels(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    ids: &[i64],
) -> sqlx::Result<Vec<(LinkId, Option<String>)>> {
    let rows = sqlx::query!(
        r#"select id as "id: LinkId", label from links where workbook_id = $1 and id = any($2)"#,
        workbook.0,
        ids,
    )
    .fetch_all(executor)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.label)).collect())
}
