//! Writing a long history: as the server does, but without its sockets.

use std::time::Instant;

use daylight::clock;
use daylight::db::users::User;
use daylight::db::workbooks::NewWorkbook;
use daylight::db::{self, Db};
use daylight::history::{self, Author, Imported, Pending, Replayed, Via};
use daylight::ids::{Seq, UserId, WorkbookId};
use daylight_model::{Document, Edit, Root};
use serde_json::json;

use crate::{Size, note};

/// Changes stored at a time.
const BATCH: usize = 500;
/// Changes after which a state is stored, as a server does that nobody told otherwise.
const SNAPSHOT: usize = 1000;
/// People who write.
const AUTHORS: usize = 20;
/// Cells that they write into.
const ROWS: usize = 2500;
const COLS: usize = 20;

/// What was written.
pub(crate) struct Record {
    pub largest: WorkbookId,
    pub largest_seq: i64,
    /// Changes in all.
    pub changes: usize,
    pub authors: Vec<UserId>,
    /// Two times in the middle of it, RFC 3339.
    pub middle: [String; 2],
}

/// Writes the changes, the largest workbook last, and says what they cost.
pub(crate) async fn write(db: &Db, size: &Size) -> anyhow::Result<Record> {
    let mut authors = Vec::with_capacity(AUTHORS);
    for n in 0..AUTHORS {
        let user = User {
            id: UserId::random(),
            name: format!("Person {n}"),
            kind: db::users::UserKind::Person,
            is_admin: false,
        };
        db::users::insert(&db.pool, &user, clock::now()).await?;
        authors.push(user.id);
    }
    let begun = Instant::now();
    let before = bytes(db).await?;
    let others = size.workbooks.saturating_sub(1).max(1);
    let each = size.changes.saturating_sub(size.largest) / others;
    let (mut first, mut last) = (None, 0.0);
    let mut dice = 1;
    for n in 0..others {
        let written = workbook(db, &format!("Workbook {n}"), each, &authors, &mut dice).await?;
        first.get_or_insert(written.micros);
        last = written.micros;
    }
    let largest = workbook(db, "The largest", size.largest, &authors, &mut dice).await?;
    note("written in", begun.elapsed().as_secs_f64(), "s", None);
    note(
        "appending a change, first workbook",
        first.unwrap_or_default(),
        "µs",
        None,
    );
    note(
        "appending a change, last small workbook",
        last,
        "µs",
        first.map(|first| first * 1.25),
    );
    let count = (others * each + size.largest) as f64;
    let grown = bytes(db).await?;
    note(
        "an edit in the log, indexes not counted",
        (grown.0 - before.0) / count,
        "bytes",
        Some(300.0),
    );
    note(
        "an edit in the log, indexes included",
        (grown.1 - before.1) / count,
        "bytes",
        Some(600.0),
    );
    Ok(Record {
        largest: largest.id,
        largest_seq: largest.seq,
        changes: others * each + size.largest,
        authors,
        middle: largest.middle,
    })
}

/// Bytes of the log on disk: without its indexes, and with them.
async fn bytes(db: &Db) -> anyhow::Result<(f64, f64)> {
    let (heap, all): (i64, i64) = sqlx::query_as(
        "select sum(pg_table_size(t))::bigint, sum(pg_total_relation_size(t))::bigint
         from unnest(array['changes', 'cell_changes']::regclass[]) t",
    )
    .fetch_one(&db.pool)
    .await?;
    Ok((heap as f64, all as f64))
}

struct Written {
    id: WorkbookId,
    seq: i64,
    /// Of appending one change.
    micros: f64,
    middle: [String; 2],
}

async fn workbook(
    db: &Db,
    name: &str,
    changes: usize,
    authors: &[UserId],
    dice: &mut usize,
) -> anyhow::Result<Written> {
    let id = WorkbookId::random();
    let new = NewWorkbook {
        id,
        name: name.to_owned(),
        owner: authors[0],
        origin: None,
        epoch: 1,
    };
    db::workbooks::insert(&db.pool, &new, clock::now()).await?;
    let mut document = Document::new();
    let set = |root, key: &str, value| Edit {
        root,
        key: key.to_owned(),
        value: Some(value),
    };
    let mut edits = vec![
        set(Root::Book, "epoch", json!(1)),
        set(Root::Sheets, "1/name", json!("Sheet1")),
        set(Root::Sheets, "1/pos", json!("V")),
    ];
    let (mut head, mut done) = (history::EMPTY, 0);
    let mut since = Replayed::default();
    let mut spent = std::time::Duration::ZERO;
    let mut middle = [String::new(), String::new()];
    while done < changes {
        let mut batch = Vec::with_capacity(BATCH);
        for _ in 0..BATCH.min(changes - done) {
            if edits.is_empty() {
                // Some cells are written far more often than others.
                *dice = dice
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let (far, near) = ((*dice >> 33) % (ROWS * COLS), (*dice >> 20) % 200);
                let cell = if far % 3 == 0 { near } else { far };
                let key = format!("1/{}:{}", cell / COLS, cell % COLS);
                edits.push(set(Root::Cells, &key, json!(done)));
            }
            let applied = document.write(&std::mem::take(&mut edits))?;
            since.changes += 1;
            since.bytes += applied.update.len();
            let via = if done == 1000 {
                Via::Restore
            } else {
                Via::Edit
            };
            let at = clock::now();
            batch.push(Pending {
                author: Author::new(authors[(done / 40) % authors.len()], None, via),
                at,
                summary: history::summary(&applied.entries, document.workbook()),
                cells: history::rows(&applied.entries, &Imported::default()),
                applied,
            });
            done += 1;
        }
        if let Some(change) = batch.last() {
            let text = change
                .at
                .format(&time::format_description::well_known::Rfc3339)?;
            if done * 2 < changes {
                middle[0].clone_from(&text);
            }
            if done * 20 < changes * 11 {
                middle[1] = text;
            }
        }
        let begun = Instant::now();
        (head, _) = history::append(&db.pool, id, head, batch, &[]).await?;
        spent += begun.elapsed();
        if since.is_worth_a_snapshot(SNAPSHOT) {
            since = Replayed {
                snapshot: history::store_snapshot(db, id, 1, head.seq, document.state()).await?,
                ..Replayed::default()
            };
        }
    }
    let Seq(seq) = head.seq;
    let micros = spent.as_secs_f64() * 1e6 / changes.max(1) as f64;
    let middle = middle.map(|time| time.replace('+', "%2B"));
    Ok(Written {
        id,
        seq,
        micros,
        middle,
    })
}
