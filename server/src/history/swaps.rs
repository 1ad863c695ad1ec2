//! What a change that swapped the base of a sheet did to its cells: the blocks before and after say it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use daylight_model::key::{Key, Root, SheetField};
use daylight_model::{Block, CellId, Content, Format, Hash, LineId, Manifest, SheetId};
use serde_json::{Value as Json, json};

use crate::db::log::CellRow;
use crate::history::base::{BaseError, BasePart, Bases};
use crate::history::rows::{key_of, signed};
use crate::ids::WorkbookId;

/// A sheet that was given another base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    /// The sheet.
    pub sheet: SheetId,
    /// Its manifest before.
    pub old: Option<Hash>,
    /// Its manifest after.
    pub new: Option<Hash>,
}

/// The swaps among the rows of a change.
pub fn swaps(rows: &[CellRow]) -> Vec<Swap> {
    let swap = |row: &CellRow| {
        let Some((_, Key::Sheet(sheet, SheetField::Base), _)) = key_of(row) else {
            return None;
        };
        Some(Swap::of(sheet, row.old.as_deref(), row.new.as_deref()))
    };
    rows.iter().filter_map(swap).collect()
}

impl Swap {
    /// A swap as the log has it.
    pub fn of(sheet: SheetId, old: Option<&str>, new: Option<&str>) -> Self {
        let hash = |json: Option<&str>| {
            let text: Json = serde_json::from_str(json?).ok()?;
            text.as_str()?.parse().ok()
        };
        Self {
            sheet,
            old: hash(old),
            new: hash(new),
        }
    }
}

/// The style tables before and after a change.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// Before.
    pub old: Arc<Vec<Format>>,
    /// After.
    pub new: Arc<Vec<Format>>,
}

impl Bases {
    /// The rows that a change would have with a row for every cell: those it has, and those that its swaps stand for. No
    /// more than `most` of the latter.
    pub async fn unfolded(
        &self,
        workbook: WorkbookId,
        rows: Vec<CellRow>,
        tables: &Tables,
        most: usize,
    ) -> Result<Vec<CellRow>, BaseError> {
        let swaps = swaps(&rows);
        let Some(first) = rows.first() else {
            return Ok(rows);
        };
        let seq = first.seq;
        let mut own: HashMap<(Root, SheetId, CellId), usize> = HashMap::new();
        for (n, row) in rows.iter().enumerate() {
            if let Some((root, key, _)) = key_of(row)
                && let (Some(sheet), Some(cell)) = (key.sheet(), key.cell())
            {
                own.insert((root, sheet.clone(), cell), n);
            }
        }
        let mut rows = rows;
        for swap in swaps {
            let cells = self.swapped(workbook, &swap, most).await?;
            for cell in cells {
                let place = |root| (root, swap.sheet.clone(), cell.cell);
                if cell.old != cell.new && !own.contains_key(&place(Root::Cells)) {
                    let json = |content: &Option<Content>| content.as_ref().map(Content::to_json);
                    let n = rows.len();
                    rows.push(row(
                        &swap,
                        Root::Cells,
                        cell.cell,
                        n,
                        json(&cell.old),
                        json(&cell.new),
                    ));
                }
                if cell.styles.0 != cell.styles.1 {
                    let before = own.get(&place(Root::Formats)).copied();
                    let entry = before.and_then(|n| rows[n].old.clone());
                    let back = tables.back(cell.styles, entry.as_deref());
                    let n = before.unwrap_or(rows.len());
                    let made = row(&swap, Root::Formats, cell.cell, n, Some(back), None);
                    match before {
                        Some(n) => rows[n] = made,
                        None => rows.push(made),
                    }
                }
            }
        }
        for row in &mut rows {
            row.seq = seq;
        }
        Ok(rows)
    }

    /// The parts of the bases before and after a swap that hold some cells.
    pub async fn sides(
        &self,
        workbook: WorkbookId,
        swap: &Swap,
        cells: impl IntoIterator<Item = CellId> + Clone,
    ) -> Result<[BasePart; 2], BaseError> {
        let mut sides = [BasePart::default(), BasePart::default()];
        for (side, manifest) in sides.iter_mut().zip([swap.old, swap.new]) {
            if let Some(manifest) = manifest {
                *side = self.part(workbook, manifest, cells.clone()).await?;
            }
        }
        Ok(sides)
    }

    async fn swapped(
        &self,
        workbook: WorkbookId,
        swap: &Swap,
        most: usize,
    ) -> Result<Vec<SwappedCell>, BaseError> {
        let mut pair = [None, None];
        for (slot, hash) in pair.iter_mut().zip([swap.old, swap.new]) {
            if let Some(hash) = hash {
                *slot = Some(self.manifest(workbook, hash).await?);
            }
        }
        let [old, new] = pair.map(Option::unwrap_or_default);
        let hashes = |manifest: &Manifest| -> HashSet<String> {
            manifest
                .blocks
                .iter()
                .map(|entry| entry.hash.clone())
                .collect()
        };
        let (in_old, in_new) = (hashes(&old), hashes(&new));
        let mut cells = Vec::new();
        // What went, by row, so that it is found beside what came.
        let gone = places(&old, &in_new);
        let mut before: HashMap<usize, Arc<Block>> = HashMap::new();
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let in_old_rows = old.places();
        for place in places(&new, &in_old) {
            let blocks = self.blocks_of(workbook, &new, &[place]).await?;
            let Some(block) = blocks.get(&place) else {
                continue;
            };
            let rows = || {
                block
                    .rows
                    .iter()
                    .flat_map(|(first, count)| (*first..).take(*count as usize))
            };
            let wanted: BTreeSet<usize> = rows()
                .filter_map(|row| in_old_rows.of(LineId(row)))
                .collect();
            let missing: Vec<usize> = wanted
                .iter()
                .filter(|p| !before.contains_key(p))
                .copied()
                .collect();
            before.extend(self.blocks_of(workbook, &old, &missing).await?);
            seen.extend(&wanted);
            let olds: Vec<&Block> = wanted
                .iter()
                .filter_map(|p| before.get(p))
                .map(Arc::as_ref)
                .collect();
            compare(&olds, Some(block), &mut cells);
            before.retain(|p, _| wanted.contains(p));
            if cells.len() >= most {
                break;
            }
        }
        for place in gone.into_iter().filter(|place| !seen.contains(place)) {
            if cells.len() >= most {
                break;
            }
            let blocks = self.blocks_of(workbook, &old, &[place]).await?;
            let olds: Vec<&Block> = blocks.values().map(Arc::as_ref).collect();
            compare(&olds, None, &mut cells);
        }
        cells.truncate(most);
        Ok(cells)
    }
}

/// Blocks of a manifest that another one has not.
fn places(manifest: &Manifest, others: &HashSet<String>) -> Vec<usize> {
    let entries = manifest.blocks.iter().enumerate();
    entries
        .filter(|(_, entry)| !others.contains(&entry.hash))
        .map(|(place, _)| place)
        .collect()
}

#[derive(Debug)]
struct SwappedCell {
    cell: CellId,
    old: Option<Content>,
    new: Option<Content>,
    styles: (u32, u32),
}

/// The cells that differ between a block and those that held its rows before.
fn compare(olds: &[&Block], new: Option<&Block>, cells: &mut Vec<SwappedCell>) {
    let columns: BTreeSet<u64> = olds
        .iter()
        .copied()
        .chain(new)
        .flat_map(|b| &b.cols)
        .map(|c| c.id)
        .collect();
    let rows = match new {
        Some(block) => &block.rows,
        None => match olds.first() {
            Some(block) => &block.rows,
            None => return,
        },
    };
    for row in rows
        .iter()
        .flat_map(|(first, count)| (*first..).take(*count as usize))
    {
        let row = LineId(row);
        let old = olds
            .iter()
            .find_map(|block| Some((*block, block.offset_of(row)?)));
        let now = new.and_then(|block| Some((block, block.offset_of(row)?)));
        for col in &columns {
            let col = LineId(*col);
            let style = |at: Option<(&Block, u32)>| {
                at.and_then(|(block, offset)| Some(block.column(col)?.style(offset)))
            };
            let styles = (style(old).unwrap_or(0), style(now).unwrap_or(0));
            let content = |at: Option<(&Block, u32)>| {
                at.and_then(|(block, offset)| block.content(offset, col)?.ok())
            };
            let (old, new) = (content(old), content(now));
            if old != new || styles.0 != styles.1 {
                let cell = CellId { row, col };
                cells.push(SwappedCell {
                    cell,
                    old,
                    new,
                    styles,
                });
            }
        }
    }
}

impl Tables {
    /// The entry that makes a cell of the new style look as it did with the old one, and an entry over that.
    fn back(&self, (old, new): (u32, u32), entry: Option<&str>) -> Json {
        let of =
            |table: &[Format], style: u32| table.get(style as usize).cloned().unwrap_or_default();
        let mut was = of(&self.old, old);
        let entry = entry.and_then(|json| serde_json::from_str(json).ok());
        if let Some(entry) = entry.as_ref().and_then(Format::from_json) {
            was.put(&entry);
        }
        let now = of(&self.new, new);
        let properties: BTreeSet<&String> = was.0.keys().chain(now.0.keys()).collect();
        let differs = properties.into_iter().filter(|p| was.get(p) != now.get(p));
        let back = differs.map(|p| (p.clone(), was.get(p).cloned().unwrap_or_default()));
        json!(back.collect::<serde_json::Map<String, Json>>())
    }
}

fn row(
    swap: &Swap,
    root: Root,
    cell: CellId,
    n: usize,
    old: Option<Json>,
    new: Option<Json>,
) -> CellRow {
    CellRow {
        seq: crate::ids::Seq(0),
        n: i32::try_from(n).unwrap_or(i32::MAX),
        root: root.as_str().to_owned(),
        sheet: swap.sheet.to_string(),
        row: signed(cell.row),
        col: signed(cell.col),
        entry: None,
        old: old.map(|json| json.to_string()),
        new: new.map(|json| json.to_string()),
        superseded: false,
    }
}
