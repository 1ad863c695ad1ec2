//! Two moments of a workbook, and what is different between them.

use std::sync::Arc;

use daylight_model::{CellId, Document, Hash, Key, Root, SheetId};

use super::super::Problem;
use super::list::place;
use crate::db::log::{CellRow, IdRange};
use crate::history::{self, Tables};
use crate::ids::{Seq, WorkbookId};
use crate::state::App;

/// A workbook as it was right after a change.
#[derive(Clone)]
pub(super) struct Moment {
    pub document: Arc<Document>,
    pub seq: Seq,
}

impl Moment {
    /// Two moments: right after the change `from`, and right after `to`, or now.
    pub(super) async fn both(
        app: &App,
        id: WorkbookId,
        from: i64,
        to: Option<i64>,
    ) -> Result<(Self, Self), Problem> {
        tokio::try_join!(
            Self::of(app, id, Some(Seq(from))),
            Self::of(app, id, to.map(Seq)),
        )
    }

    /// Right after the change `seq`, or now.
    pub(super) async fn of(app: &App, id: WorkbookId, seq: Option<Seq>) -> Result<Self, Problem> {
        if let Some(seq) = seq {
            let document = Arc::new(history::moment(&app.db, id, seq).await?);
            return Ok(Self { document, seq });
        }
        let (state, seq) = app.rooms.open(id).await?.snapshot().await?;
        let document = Arc::new(history::held(id, seq, state).await?);
        Ok(Self { document, seq })
    }
}

/// What is different from `before` to `after`, as rows of one change; of what went into blocks at most `most` cells.
pub(super) async fn between(
    app: &App,
    id: WorkbookId,
    before: &Moment,
    after: &Moment,
    most: usize,
) -> Result<Vec<CellRow>, Problem> {
    let pair = (Arc::clone(&before.document), Arc::clone(&after.document));
    let found = tokio::task::spawn_blocking(move || {
        let entries = history::entries_between(&pair.0, &pair.1);
        let bare = |side: fn(&daylight_model::EntryChange) -> bool| {
            let cells = entries
                .iter()
                .filter(|entry| entry.root == Root::Cells && side(entry));
            cells
                .filter_map(|entry| match Key::parse(entry.root, &entry.key) {
                    Ok(Key::Cell(sheet, cell)) => Some((sheet, cell)),
                    _ => None,
                })
                .collect::<Vec<(SheetId, CellId)>>()
        };
        let then = history::wanted_cells(bare(|entry| entry.old.is_none()), &pair.0);
        let now = history::wanted_cells(bare(|entry| entry.new.is_none()), &pair.1);
        (entries, then, now)
    });
    let (entries, then, now) = found.await.map_err(Problem::internal)?;
    let bases = app.rooms.bases();
    let then = bases.imported(id, then).await.map_err(Problem::internal)?;
    let now = bases.imported(id, now).await.map_err(Problem::internal)?;
    let rows =
        tokio::task::spawn_blocking(move || history::rows_between(&entries, &then, &now)).await;
    let rows = rows.map_err(Problem::internal)?;
    if history::swaps(&rows).is_empty() {
        return Ok(rows);
    }
    let mut tables = Tables::default();
    for (table, moment) in [(&mut tables.old, before), (&mut tables.new, after)] {
        let styles = moment.document.get(Root::Book, "styles");
        let hash = styles.and_then(|json| serde_json::from_value::<Hash>(json).ok());
        if let Some(hash) = hash {
            *table = bases.styles(id, hash).await.map_err(Problem::internal)?;
        }
    }
    let rows = bases.unfolded(id, rows, &tables, most).await;
    rows.map_err(Problem::internal)
}

/// A part of a workbook: a sheet, or cells of it.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// The sheet's id.
    pub sheet: String,
    pub range: Option<IdRange>,
}

impl Part {
    /// The part that a request asks for, by the names that things have now; `None` where it asks for all.
    pub(super) async fn of(
        app: &App,
        id: WorkbookId,
        sheet: Option<&str>,
        range: Option<&str>,
    ) -> Result<Option<Self>, Problem> {
        if sheet.is_none() && range.is_none() {
            return Ok(None);
        }
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let (sheet, range) = place(app, id, owned(sheet), owned(range)).await?;
        Ok(sheet.map(|sheet| Self { sheet, range }))
    }

    /// Whether a row of the log is about it.
    pub(super) fn has(&self, row: &CellRow) -> bool {
        let within = |runs: &[(i64, i64)], line: i64| {
            runs.iter()
                .any(|(first, last)| (*first..=*last).contains(&line))
        };
        row.sheet == self.sheet
            && self.range.as_ref().is_none_or(|range| {
                row.row >= 0 && within(&range.rows, row.row) && within(&range.cols, row.col)
            })
    }
}
