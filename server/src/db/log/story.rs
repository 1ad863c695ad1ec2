//! What happened to cells, entries and bases of sheets.

use sqlx::PgPool;
use sqlx::postgres::PgExecutor;
use time::OffsetDateTime;

use crate::ids::{LinkId, Seq, UserId, WorkbookId};

/// What an entry held after a change, as JSON, `Some(None)` for nothing; `None` where the log says nothing of it, and so it
/// was then what it is now.
pub async fn entry_at(
    pool: &PgPool,
    workbook: WorkbookId,
    entry: (&str, &str, &str),
    at: Seq,
) -> sqlx::Result<Option<Option<String>>> {
    let (root, sheet, entry) = entry;
    let before = sqlx::query_scalar!(
        "select new from cell_changes
         where workbook_id = $1 and root = $2 and sheet = $3 and entry = $4 and row_id = -1 and seq <= $5
           and not superseded
         order by seq desc, n desc limit 1",
        workbook.0,
        root,
        sheet,
        entry,
        at.0,
    )
    .fetch_optional(pool)
    .await?;
    if before.is_some() {
        return Ok(before);
    }
    // What wrote it may be folded; who wrote over it knows what it was.
    sqlx::query_scalar!(
        "select old from cell_changes
         where workbook_id = $1 and root = $2 and sheet = $3 and entry = $4 and row_id = -1 and seq > $5
           and not superseded
         order by seq, n limit 1",
        workbook.0,
        root,
        sheet,
        entry,
        at.0,
    )
    .fetch_optional(pool)
    .await
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
         where t.workbook_id = $1 and t.root = 'sheets' and t.sheet = $2 and t.entry = 'base' and t.row_id = -1
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

/// The last change that wrote each cell of some rows and columns, as (row, column, change).
pub async fn last_writes(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    sheet: &str,
    (rows, cols): (&[i64], &[i64]),
) -> sqlx::Result<Vec<(i64, i64, Seq)>> {
    // One look into the index for every cell: what it costs hangs on the range alone, not on how often it was written.
    let found = sqlx::query!(
        r#"select r.id as "row!", c.id as "col!", t.seq as "seq!: Seq"
           from unnest($3::bigint[]) r(id) cross join unnest($4::bigint[]) c(id)
           cross join lateral (
               select seq from cell_changes
               where workbook_id = $1 and sheet = $2 and row_id = r.id and col_id = c.id and root = 'cells' and not superseded
               order by seq desc limit 1) t"#,
        workbook.0,
        sheet,
        rows,
        cols,
    )
    .fetch_all(executor)
    .await?;
    Ok(found
        .into_iter()
        .map(|row| (row.row, row.col, row.seq))
        .collect())
}

/// Who made a change, when and how.
#[derive(Debug)]
pub struct WriterRow {
    pub seq: Seq,
    pub at: OffsetDateTime,
    pub author: UserId,
    pub link: Option<LinkId>,
    pub via: String,
}

/// Who made these changes, oldest first.
pub async fn writers(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    seqs: &[i64],
) -> sqlx::Result<Vec<WriterRow>> {
    sqlx::query_as!(
        WriterRow,
        r#"select seq as "seq: Seq", at, author_id as "author: UserId", link_id as "link: LinkId", via
           from changes where workbook_id = $1 and seq = any($2) order by seq"#,
        workbook.0,
        seqs,
    )
    .fetch_all(executor)
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
