//! Much of the log read in order, by `COPY … (FORMAT binary)`: several times as fast as row by row, which is what
//! checking all of it and opening a workbook want. The format is in the manual of Postgres, under COPY, "Binary Format".

use bytes::BytesMut;
use futures_util::StreamExt as _;
use sqlx::{Executor as _, PgPool};
use time::{Duration, OffsetDateTime};

use super::log::{CellRow, ChangeRow, Update};
use crate::ids::{LinkId, Seq, UserId, WorkbookId};

/// Signature, flags and the length of an extension that there is none of.
const HEADER: usize = 11 + 4 + 4;
/// 2000-01-01, from which Postgres counts microseconds.
const EPOCH: OffsetDateTime = time::macros::datetime!(2000-01-01 0:00 UTC);

/// Changes in order, each with its update, and the entries that they touched.
#[derive(Debug, Default)]
pub struct Part {
    pub changes: Vec<(ChangeRow, Vec<u8>)>,
    /// Also those that belong to no change.
    pub cells: Vec<CellRow>,
}

/// The changes after `after`, at most `most` of them, and all entries after `after` up to the last one; of the last part
/// all entries that are left.
pub async fn part(
    pool: &PgPool,
    workbook: WorkbookId,
    after: Seq,
    most: u32,
) -> sqlx::Result<Part> {
    let (workbook, after) = (workbook.0, after.0);
    let changes = format!(
        "copy (select seq, author_id, link_id, via, at, summary, detail::text, hash, update from changes
         where workbook_id = {workbook} and seq > {after} order by seq limit {most}) to stdout (format binary)"
    );
    let changes = rows(pool, &changes, change).await?;
    let full = changes.len() >= most as usize;
    let upto = match changes.last() {
        Some((last, _)) if full => format!("and seq <= {}", last.seq.0),
        _ => String::new(),
    };
    let cells = format!(
        "copy (select seq, n, root, sheet, row_id, col_id, entry, old, new, superseded from cell_changes
         where workbook_id = {workbook} and seq > {after} {upto} order by seq, n) to stdout (format binary)"
    );
    let cells = rows(pool, &cells, cell).await?;
    Ok(Part { changes, cells })
}

/// The hashes of the changes after `after` up to `upto`, in order.
pub async fn hashes(
    pool: &PgPool,
    workbook: WorkbookId,
    after: Seq,
    upto: Seq,
) -> sqlx::Result<Vec<(Seq, Vec<u8>)>> {
    let statement = format!(
        "copy (select seq, hash from changes where workbook_id = {} and seq > {} and seq <= {} order by seq)
         to stdout (format binary)",
        workbook.0, after.0, upto.0
    );
    rows(pool, &statement, |fields| {
        Some((Seq(fields.number()?), fields.bytes()?.to_vec()))
    })
    .await
}

/// The updates after `after`, in order, up to `at` and at most `most` of them.
pub async fn updates(
    pool: &PgPool,
    workbook: WorkbookId,
    after: Seq,
    at: Option<Seq>,
    most: usize,
) -> sqlx::Result<Vec<Update>> {
    let upto = at.map_or(i64::MAX, |at| at.0);
    let statement = format!(
        "copy (select seq, update, hash from changes where workbook_id = {} and seq > {} and seq <= {upto}
         order by seq limit {most}) to stdout (format binary)",
        workbook.0, after.0
    );
    rows(pool, &statement, |fields| {
        Some(Update {
            seq: Seq(fields.number()?),
            update: fields.bytes()?.to_vec(),
            hash: fields.bytes()?.to_vec(),
        })
    })
    .await
}

/// Asks for rows and reads them. What comes is collected first, and read where it takes nobody's time.
async fn rows<T: Send + 'static>(
    pool: &PgPool,
    statement: &str,
    read: fn(&mut Fields) -> Option<T>,
) -> sqlx::Result<Vec<T>> {
    let mut tx = pool.begin().await?;
    // Rows are asked for in the order of their primary key, some at a time. While it knows little of a workbook that has
    // grown fast, the planner would read all that are left and sort them, every time.
    tx.execute("set local enable_sort = off; set local enable_bitmapscan = off")
        .await?;
    let mut copied = BytesMut::new();
    let mut stream = tx.copy_out_raw(statement).await?;
    while let Some(more) = stream.next().await.transpose()? {
        copied.extend_from_slice(&more);
    }
    drop(stream);
    tx.commit().await?;
    let read = tokio::task::spawn_blocking(move || all(&copied, read)).await;
    let malformed = || sqlx::Error::Decode("a row of COPY is not as it was asked for".into());
    read.map_err(|error| sqlx::Error::Decode(error.into()))?
        .ok_or_else(malformed)
}

fn all<T>(copied: &[u8], read: fn(&mut Fields) -> Option<T>) -> Option<Vec<T>> {
    let mut fields = Fields(copied.get(HEADER..)?);
    let mut rows = Vec::new();
    // The number of a row's fields, which one knows; -1 after the last row.
    while i16::from_be_bytes(fields.take()?) >= 0 {
        rows.push(read(&mut fields)?);
    }
    Some(rows)
}

/// The fields of a row, one after the other; `None` where one is null, missing or not of its kind.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(i32::from_be_bytes(self.take()?)).ok()?;
        let (field, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(field)
    }

    fn text(&mut self) -> Option<String> {
        Some(std::str::from_utf8(self.bytes()?).ok()?.to_owned())
    }

    fn number(&mut self) -> Option<i64> {
        match *self.bytes()? {
            [a, b, c, d] => Some(i64::from(i32::from_be_bytes([a, b, c, d]))),
            ref bytes => Some(i64::from_be_bytes(bytes.try_into().ok()?)),
        }
    }
}

fn change(fields: &mut Fields) -> Option<(ChangeRow, Vec<u8>)> {
    let change = ChangeRow {
        seq: Seq(fields.number()?),
        author: UserId(fields.number()?),
        link: fields.number().map(LinkId),
        via: fields.text()?,
        at: EPOCH.checked_add(Duration::microseconds(fields.number()?))?,
        summary: fields.text()?,
        detail: match fields.text() {
            None => None,
            Some(json) => Some(serde_json::from_str(&json).ok()?),
        },
        hash: fields.bytes()?.into(),
    };
    Some((change, fields.bytes()?.into()))
}

fn cell(fields: &mut Fields) -> Option<CellRow> {
    Some(CellRow {
        seq: Seq(fields.number()?),
        n: i32::try_from(fields.number()?).ok()?,
        root: fields.text()?,
        sheet: fields.text()?,
        row: fields.number()?,
        col: fields.number()?,
        entry: fields.text(),
        old: fields.text(),
        new: fields.text(),
        superseded: fields.bytes()? == [1],
    })
}
