//! The log: changes, the entries they touched, snapshots. Rows are inserted and read, never altered.

use serde_json::Value;
use sqlx::postgres::PgExecutor;
use time::OffsetDateTime;

use crate::ids::{LinkId, Seq, UserId, WorkbookId};

mod list;
mod story;

pub(in crate::db) use list::push_via;
pub use list::{Filter, IdRange, Listed, list};
pub use story::{
    StoryRow, SwapRow, WriterRow, entry_at, last_touch, last_writes, story, swaps, writers,
};

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

/// Where a log begins whose older changes were folded.
#[derive(Debug, Clone)]
pub struct Folded {
    /// The last change that is gone.
    pub seq: Seq,
    /// When that one was made.
    pub changed_at: OffsetDateTime,
    pub hash: Vec<u8>,
    /// When it was folded, and by whom.
    pub at: OffsetDateTime,
    pub by: UserId,
}

/// What was folded of a log; `None` where all of it is there.
pub async fn folded(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
) -> sqlx::Result<Option<Folded>> {
    sqlx::query_as!(
        Folded,
        r#"select seq as "seq: Seq", changed_at, hash, at, folded_by as "by: UserId"
           from checkpoints where workbook_id = $1 order by seq desc limit 1"#,
        workbook.0
    )
    .fetch_optional(executor)
    .await
}

/// The last change before a moment, and when it was made.
pub async fn before(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    moment: OffsetDateTime,
) -> sqlx::Result<Option<(Seq, OffsetDateTime)>> {
    let row = sqlx::query!(
        r#"select seq as "seq: Seq", at from changes where workbook_id = $1 and at < $2
           order by at desc, seq desc limit 1"#,
        workbook.0,
        moment,
    )
    .fetch_optional(executor)
    .await?;
    Ok(row.map(|row| (row.seq, row.at)))
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
