//! The blocks that a log names: each is there, and gives the hash under which it is stored.

use std::collections::HashSet;

use daylight_model::key::{Key, SheetField};
use daylight_model::{Hash, Manifest, Root, asset};
use serde_json::Value as Json;

use super::finding::Finding;
use super::verify::{Report, VerifyError};
use crate::db::log::CellRow;
use crate::db::{Db, assets, custody};
use crate::history;
use crate::ids::WorkbookId;

/// Blocks read at a time.
const AT_ONCE: usize = 64;
/// Largest block once inflated, bytes.
pub(super) const MOST_INFLATED: usize = 1 << 30;

/// The roots of which entries name blocks.
pub(super) const NAMING: [Root; 3] = [Root::Sheets, Root::Book, Root::Filters];

/// What the entries of a log name, at any time.
#[derive(Debug, Default)]
pub(super) struct Named {
    all: HashSet<Hash>,
    /// Those that name others in turn.
    manifests: HashSet<Hash>,
}

impl Named {
    /// What an entry of a document names.
    pub(super) fn entry(&mut self, root: Root, key: &str, value: &Json) {
        if let Ok(key) = Key::parse(root, key) {
            self.name(&key, || serde_json::from_value(value.clone()).ok());
        }
    }

    pub(super) fn take(&mut self, cells: &[CellRow]) {
        let naming = cells
            .iter()
            .filter(|cell| cell.row == -1 && NAMING.iter().any(|root| root.as_str() == cell.root));
        for cell in naming {
            if let Some((_, key, _)) = history::key_of(cell) {
                self.name(&key, || serde_json::from_str(cell.new.as_deref()?).ok());
            }
        }
    }

    fn name(&mut self, key: &Key, hash: impl Fn() -> Option<Hash>) {
        match key {
            Key::Sheet(_, SheetField::Base) => {
                if let Some(hash) = hash() {
                    self.all.insert(hash);
                    self.manifests.insert(hash);
                }
            }
            Key::Styles | Key::FilterRows(..) => self.all.extend(hash()),
            _ => {}
        }
    }

    /// All that is named, by manifests too.
    pub(super) async fn all(
        mut self,
        db: &Db,
        workbook: WorkbookId,
    ) -> Result<HashSet<Hash>, VerifyError> {
        let manifests: Vec<Hash> = self.manifests.iter().copied().collect();
        for some in manifests.chunks(AT_ONCE) {
            let bodies = assets::get_many(&db.pool, workbook, some).await?;
            let read = tokio::task::spawn_blocking(move || {
                let mut read = Read::default();
                for (hash, body) in &bodies {
                    read.body(*hash, body, true);
                }
                read
            });
            self.all.extend(read.await?.named);
        }
        Ok(self.all)
    }

    pub(super) async fn check(
        mut self,
        db: &Db,
        workbook: WorkbookId,
        report: &mut Report,
    ) -> Result<(), VerifyError> {
        let mut there = HashSet::new();
        for some in custody::assets(&db.pool, workbook).await?.chunks(AT_ONCE) {
            let hashes: Vec<Hash> = some
                .iter()
                .filter_map(|hash| hash.as_slice().try_into().ok().map(Hash))
                .collect();
            let bodies = assets::get_many(&db.pool, workbook, &hashes).await?;
            report.blocks += bodies.len();
            there.extend(bodies.iter().map(|(hash, _)| *hash));
            let manifests = self.manifests.clone();
            let read = tokio::task::spawn_blocking(move || {
                let mut read = Read::default();
                for (hash, body) in &bodies {
                    read.body(*hash, body, manifests.contains(hash));
                }
                read
            });
            let read = read.await?;
            self.all.extend(read.named);
            for hash in read.altered {
                report.find(Finding::Asset(hash));
            }
        }
        let mut gone: Vec<Hash> = self.all.difference(&there).copied().collect();
        gone.sort_unstable_by_key(|hash| hash.0);
        for hash in gone {
            report.find(Finding::NoAsset(hash));
        }
        Ok(())
    }
}

#[derive(Default)]
struct Read {
    altered: Vec<Hash>,
    named: Vec<Hash>,
}

impl Read {
    fn body(&mut self, hash: Hash, body: &[u8], is_manifest: bool) {
        let json = asset::inflate(body, MOST_INFLATED)
            .ok()
            .filter(|json| Hash::of(json) == hash);
        let Some(json) = json else {
            self.altered.push(hash);
            return;
        };
        if is_manifest && let Ok(manifest) = serde_json::from_slice::<Manifest>(&json) {
            self.named.extend(
                manifest
                    .blocks
                    .iter()
                    .filter_map(|block| block.hash.parse::<Hash>().ok()),
            );
        }
    }
}
