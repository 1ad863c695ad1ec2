//! What was imported: manifests and blocks, decoded and kept for a while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use daylight_model::asset::{self, AssetError, RowPlaces};
use daylight_model::marks::HiddenRows;
use daylight_model::{Block, CellId, Content, Format, Hash, LineId, LineRun, Manifest};
use serde::de::DeserializeOwned;

use crate::db::{self, Db};
use crate::ids::WorkbookId;

/// Largest asset once inflated: blocks hold 256 rows.
const MOST_INFLATED: usize = 256 << 20;

/// An asset could not be read.
#[derive(Debug, thiserror::Error)]
pub enum BaseError {
    /// The document points at an asset that is not there.
    #[error("asset {0} is missing")]
    Missing(Hash),
    /// What is stored is no asset of the expected kind.
    #[error("asset {hash} is damaged")]
    Damaged {
        /// Its name.
        hash: Hash,
        #[source]
        source: AssetError,
    },
    #[error("the asset could not be packed")]
    Unpacked(#[source] AssetError),
    #[error("assets could not be read")]
    Database(#[from] sqlx::Error),
    #[error("decoding was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// Decoded assets, the least recently used let go first. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Bases {
    db: Db,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Debug)]
struct Kept {
    assets: HashMap<Hash, (Decoded, usize, u64)>,
    bytes: usize,
    most_bytes: usize,
    clock: u64,
}

#[derive(Debug, Clone)]
enum Decoded {
    Manifest(Arc<Manifest>),
    Block(Arc<Block>),
    Styles(Arc<Vec<Format>>),
    Hidden(Arc<HiddenRows>),
}

impl Kept {
    fn get(&mut self, hash: Hash) -> Option<Decoded> {
        self.clock += 1;
        let (asset, _, used) = self.assets.get_mut(&hash)?;
        *used = self.clock;
        Some(asset.clone())
    }

    fn put(&mut self, hash: Hash, asset: Decoded, bytes: usize) {
        self.clock += 1;
        if self
            .assets
            .insert(hash, (asset, bytes, self.clock))
            .is_none()
        {
            self.bytes += bytes;
        }
        while self.bytes > self.most_bytes && self.assets.len() > 1 {
            let Some(oldest) = self
                .assets
                .iter()
                .min_by_key(|(_, kept)| kept.2)
                .map(|(hash, _)| *hash)
            else {
                break;
            };
            if let Some((_, bytes, _)) = self.assets.remove(&oldest) {
                self.bytes -= bytes;
            }
        }
    }
}

trait Asset: DeserializeOwned + Send + Sync + 'static {
    fn keep(this: Arc<Self>) -> Decoded;
    fn of(kept: Decoded) -> Option<Arc<Self>>;
}

impl Asset for Manifest {
    fn keep(this: Arc<Self>) -> Decoded {
        Decoded::Manifest(this)
    }
    fn of(kept: Decoded) -> Option<Arc<Self>> {
        if let Decoded::Manifest(manifest) = kept {
            Some(manifest)
        } else {
            None
        }
    }
}

impl Asset for Block {
    fn keep(this: Arc<Self>) -> Decoded {
        Decoded::Block(this)
    }
    fn of(kept: Decoded) -> Option<Arc<Self>> {
        if let Decoded::Block(block) = kept {
            Some(block)
        } else {
            None
        }
    }
}

impl Asset for Vec<Format> {
    fn keep(this: Arc<Self>) -> Decoded {
        Decoded::Styles(this)
    }
    fn of(kept: Decoded) -> Option<Arc<Self>> {
        if let Decoded::Styles(styles) = kept {
            Some(styles)
        } else {
            None
        }
    }
}

impl Asset for HiddenRows {
    fn keep(this: Arc<Self>) -> Decoded {
        Decoded::Hidden(this)
    }
    fn of(kept: Decoded) -> Option<Arc<Self>> {
        if let Decoded::Hidden(rows) = kept {
            Some(rows)
        } else {
            None
        }
    }
}

impl Bases {
    /// Keeps about `most_bytes` of decoded assets.
    pub fn new(db: Db, most_bytes: usize) -> Self {
        let kept = Kept {
            assets: HashMap::new(),
            bytes: 0,
            most_bytes,
            clock: 0,
        };
        Self {
            db,
            kept: Arc::new(Mutex::new(kept)),
        }
    }

    fn kept<T: Asset>(&self, hash: Hash) -> Option<Arc<T>> {
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(hash)
            .and_then(T::of)
    }

    async fn one<T: Asset>(&self, workbook: WorkbookId, hash: Hash) -> Result<Arc<T>, BaseError> {
        let found = self.many::<T>(workbook, &[hash]).await?;
        found.into_values().next().ok_or(BaseError::Missing(hash))
    }

    async fn many<T: Asset>(
        &self,
        workbook: WorkbookId,
        hashes: &[Hash],
    ) -> Result<HashMap<Hash, Arc<T>>, BaseError> {
        let mut found = HashMap::with_capacity(hashes.len());
        let mut missing = Vec::new();
        for hash in hashes {
            match self.kept::<T>(*hash) {
                Some(asset) => drop(found.insert(*hash, asset)),
                None => missing.push(*hash),
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        let packed = db::assets::get_many(&self.db.pool, workbook, &missing).await?;
        let decoded = tokio::task::spawn_blocking(move || decode_all::<T>(packed)).await??;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        for (hash, asset, bytes) in decoded {
            kept.put(hash, T::keep(Arc::clone(&asset)), bytes);
            found.insert(hash, asset);
        }
        drop(kept);
        match missing.into_iter().find(|hash| !found.contains_key(hash)) {
            Some(hash) => Err(BaseError::Missing(hash)),
            None => Ok(found),
        }
    }

    /// A sheet's manifest.
    pub async fn manifest(
        &self,
        workbook: WorkbookId,
        hash: Hash,
    ) -> Result<Arc<Manifest>, BaseError> {
        self.one(workbook, hash).await
    }

    /// One past the last row and column that were imported into a sheet.
    pub async fn extent(
        &self,
        workbook: WorkbookId,
        manifest: Option<Hash>,
    ) -> Result<(u32, u32), BaseError> {
        match manifest {
            Some(hash) => self
                .manifest(workbook, hash)
                .await
                .map(|manifest| (manifest.rows, manifest.cols)),
            None => Ok((0, 0)),
        }
    }

    /// The workbook's style table.
    pub async fn styles(
        &self,
        workbook: WorkbookId,
        hash: Hash,
    ) -> Result<Arc<Vec<Format>>, BaseError> {
        self.one(workbook, hash).await
    }

    /// The rows that some filters hide.
    pub async fn hidden_rows(
        &self,
        workbook: WorkbookId,
        lists: impl IntoIterator<Item = Hash>,
    ) -> Result<Vec<LineRun>, BaseError> {
        let hashes: Vec<Hash> = lists.into_iter().collect();
        let lists = self.many::<HiddenRows>(workbook, &hashes).await?;
        let rows = lists.values().flat_map(|list| list.rows.iter().copied());
        Ok(rows.collect())
    }

    /// Stores the rows that a filter hides; their name.
    pub async fn store_hidden(
        &self,
        workbook: WorkbookId,
        rows: HiddenRows,
    ) -> Result<Hash, BaseError> {
        let packed = tokio::task::spawn_blocking(move || asset::pack(&rows)).await?;
        let (hash, body) = packed.map_err(BaseError::Unpacked)?;
        db::assets::insert(&self.db.pool, workbook, &[(hash, body)]).await?;
        Ok(hash)
    }

    /// The blocks of a manifest that hold any of the rows, by their place in it.
    pub async fn blocks_of(
        &self,
        workbook: WorkbookId,
        manifest: &Manifest,
        places: &[usize],
    ) -> Result<HashMap<usize, Arc<Block>>, BaseError> {
        let wanted: Vec<(usize, Hash)> = places
            .iter()
            .filter_map(|place| Some((*place, manifest.blocks.get(*place)?.hash.parse().ok()?)))
            .collect();
        let hashes: Vec<Hash> = wanted.iter().map(|(_, hash)| *hash).collect();
        let blocks = self.many::<Block>(workbook, &hashes).await?;
        Ok(wanted
            .into_iter()
            .filter_map(|(place, hash)| Some((place, Arc::clone(blocks.get(&hash)?))))
            .collect())
    }

    /// Blocks, in no order, without keeping them: for readers that go through all of them once.
    pub async fn blocks_uncached(
        &self,
        workbook: WorkbookId,
        hashes: Vec<Hash>,
    ) -> Result<Vec<Arc<Block>>, BaseError> {
        let packed = db::assets::get_many(&self.db.pool, workbook, &hashes).await?;
        if let Some(missing) = hashes
            .iter()
            .find(|hash| !packed.iter().any(|(found, _)| found == *hash))
        {
            return Err(BaseError::Missing(*missing));
        }
        let decoded = tokio::task::spawn_blocking(move || decode_all::<Block>(packed)).await??;
        Ok(decoded.into_iter().map(|(_, block, _)| block).collect())
    }

    /// The part of a sheet's base that holds the given cells.
    pub async fn part(
        &self,
        workbook: WorkbookId,
        manifest: Hash,
        cells: impl IntoIterator<Item = CellId>,
    ) -> Result<BasePart, BaseError> {
        let manifest = self.manifest(workbook, manifest).await?;
        let rows = manifest.places();
        let mut places: Vec<usize> = cells
            .into_iter()
            .filter_map(|cell| rows.of(cell.row))
            .collect();
        places.sort_unstable();
        places.dedup();
        let blocks = self.blocks_of(workbook, &manifest, &places).await?;
        Ok(BasePart {
            lines: Arc::new(LineStyles::of(&manifest)),
            rows: Arc::new(rows),
            manifest: Some(manifest),
            blocks,
        })
    }
}

fn decode_all<T: Asset>(
    packed: Vec<(Hash, Vec<u8>)>,
) -> Result<Vec<(Hash, Arc<T>, usize)>, BaseError> {
    packed
        .into_iter()
        .map(|(hash, gzip)| {
            // What is decoded takes several times what is packed; an estimate is enough to bound the cache.
            let bytes = gzip.len().saturating_mul(12) + 1024;
            let asset = asset::unpack::<T>(&gzip, MOST_INFLATED)
                .map_err(|source| BaseError::Damaged { hash, source })?;
            Ok((hash, Arc::new(asset), bytes))
        })
        .collect()
}

/// Some blocks of one sheet's base.
#[derive(Debug, Clone, Default)]
pub struct BasePart {
    manifest: Option<Arc<Manifest>>,
    rows: Arc<RowPlaces>,
    lines: Arc<LineStyles>,
    blocks: HashMap<usize, Arc<Block>>,
}

/// Styles of whole rows and columns, by first and last id.
#[derive(Debug, Default)]
struct LineStyles {
    rows: Vec<(u64, u64, u32)>,
    cols: Vec<(u64, u64, u32)>,
}

impl LineStyles {
    fn of(manifest: &Manifest) -> Self {
        let styled = |lines: &[(u64, u32, Option<f64>, u8, u32)]| {
            let styled = lines.iter().filter(|line| line.4 != 0);
            let mut runs: Vec<_> = styled
                .map(|(first, count, .., style)| (*first, *first + u64::from(*count), *style))
                .collect();
            runs.sort_unstable();
            runs
        };
        Self {
            rows: styled(&manifest.heights),
            cols: styled(&manifest.columns),
        }
    }

    fn at(runs: &[(u64, u64, u32)], line: LineId) -> u32 {
        let after = runs.partition_point(|(first, ..)| *first <= line.0);
        let run = after.checked_sub(1).and_then(|at| runs.get(at));
        run.filter(|(_, end, _)| line.0 < *end)
            .map_or(0, |(.., style)| *style)
    }
}

impl BasePart {
    /// The sheet's manifest, if it has a base.
    pub fn manifest(&self) -> Option<&Manifest> {
        self.manifest.as_deref()
    }

    /// A block, by its place in the manifest.
    pub fn block(&self, place: usize) -> Option<&Block> {
        self.blocks.get(&place).map(Arc::as_ref)
    }

    fn find(&self, cell: CellId) -> Option<(&Block, u32)> {
        let block = self.blocks.get(&self.rows.of(cell.row)?)?;
        Some((block, block.offset_of(cell.row)?))
    }

    /// What was imported into a cell; `None` when nothing.
    pub fn content(&self, cell: CellId) -> Option<Content> {
        let (block, offset) = self.find(cell)?;
        block.content(offset, cell.col)?.ok()
    }

    /// The style that a cell was imported with, by its place in the style table; row and column styles where the
    /// cell itself has none.
    pub fn style(&self, cell: CellId) -> u32 {
        let own = self
            .find(cell)
            .and_then(|(block, offset)| Some(block.column(cell.col)?.style(offset)))
            .unwrap_or_default();
        if own != 0 {
            return own;
        }
        match LineStyles::at(&self.lines.rows, cell.row) {
            0 => LineStyles::at(&self.lines.cols, cell.col),
            row => row,
        }
    }
}
