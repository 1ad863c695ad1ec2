//! The log read from end to end, by `COPY … (FORMAT binary)`: several times as fast as row by row, which is what
//! checking all of it wants. The format is in the manual of Postgres, under COPY, "Binary Format".

use bytes::{Buf as _, Bytes, BytesMut};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use sqlx::PgPool;
use sqlx::postgres::PgPoolCopyExt as _;
use time::{Duration, OffsetDateTime};

use super::log::{CellRow, ChangeRow};
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

async fn rows<T>(
    pool: &PgPool,
    statement: &str,
    read: impl Fn(&mut Fields) -> Option<T>,
) -> sqlx::Result<Vec<T>> {
    let malformed = || sqlx::Error::Decode("a row of COPY is not as it was asked for".into());
    let mut copied = Copied {
        stream: pool.copy_out_raw(statement).await?,
        buffer: BytesMut::new(),
        begun: false,
    };
    let mut rows = Vec::new();
    while let Some(mut fields) = copied.row().await? {
        rows.push(read(&mut fields).ok_or_else(malformed)?);
    }
    Ok(rows)
}

struct Copied {
    stream: BoxStream<'static, sqlx::Result<Bytes>>,
    buffer: BytesMut,
    begun: bool,
}

impl Copied {
    /// The next row; `None` after the last one.
    async fn row(&mut self) -> sqlx::Result<Option<Fields>> {
        if !self.begun {
            self.fill(HEADER).await?;
            self.buffer.advance(HEADER);
            self.begun = true;
        }
        self.fill(2).await?;
        let count = self.buffer.get_i16();
        if count < 0 {
            // The rest of the protocol is read, so that the connection can be used again.
            while self.stream.next().await.transpose()?.is_some() {}
            return Ok(None);
        }
        let mut fields = Vec::with_capacity(usize::try_from(count).unwrap_or_default());
        for _ in 0..count {
            self.fill(4).await?;
            let Ok(length) = usize::try_from(self.buffer.get_i32()) else {
                fields.push(None);
                continue;
            };
            self.fill(length).await?;
            fields.push(Some(self.buffer.split_to(length).freeze()));
        }
        Ok(Some(Fields(fields.into_iter())))
    }

    async fn fill(&mut self, length: usize) -> sqlx::Result<()> {
        while self.buffer.len() < length {
            let Some(more) = self.stream.next().await.transpose()? else {
                return Err(sqlx::Error::Decode(
                    "COPY ended in the middle of a row".into(),
                ));
            };
            self.buffer.extend_from_slice(&more);
        }
        Ok(())
    }
}

/// The fields of a row, one after the other; `None` where one is null, missing or not of its kind.
struct Fields(std::vec::IntoIter<Option<Bytes>>);

impl Fields {
    fn bytes(&mut self) -> Option<Bytes> {
        self.0.next().flatten()
    }

    fn text(&mut self) -> Option<String> {
        String::from_utf8(self.bytes()?.into()).ok()
    }

    fn number(&mut self) -> Option<i64> {
        let bytes = self.bytes()?;
        match *bytes {
            [a, b, c, d] => Some(i64::from(i32::from_be_bytes([a, b, c, d]))),
            _ => Some(i64::from_be_bytes(bytes.as_ref().try_into().ok()?)),
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
        superseded: matches!(*fields.bytes()?, [1]),
    })
}
