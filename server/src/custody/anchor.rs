//! Signed heads kept outside: appended to a file or posted to an address, so that a log whose end was cut off shows.

use std::path::{Path, PathBuf};
use std::time::Duration;

use time::OffsetDateTime;
use tokio::io::AsyncWriteExt as _;

use super::head::SignedHead;
use super::sign::signed;
use crate::db::Db;
use crate::db::custody;

/// How long an address may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where heads are kept outside.
#[derive(Debug, Clone, Default)]
pub struct Anchors {
    /// A file that only grows.
    pub file: Option<PathBuf>,
    /// An address that takes JSON lines by POST.
    pub url: Option<reqwest::Url>,
}

/// Why heads could not be kept outside.
#[derive(Debug, thiserror::Error)]
pub enum AnchorError {
    #[error("the heads could not be read")]
    Database(#[from] sqlx::Error),
    #[error("the heads could not be written to {0}")]
    File(PathBuf, #[source] std::io::Error),
    #[error("the heads could not be posted")]
    Post(#[from] reqwest::Error),
    #[error("line {1} of {0} is no signed head")]
    Line(PathBuf, usize),
    #[error("a head could not be written as JSON")]
    Json(#[from] serde_json::Error),
}

impl Anchors {
    /// Whether there is any place.
    pub const fn is_empty(&self) -> bool {
        self.file.is_none() && self.url.is_none()
    }

    /// Keeps the newest head of each workbook that has one signed after `after`; gives the time of the last of them.
    pub async fn keep(
        &self,
        db: &Db,
        after: OffsetDateTime,
    ) -> Result<Option<OffsetDateTime>, AnchorError> {
        let rows = custody::heads_since(&db.pool, after).await?;
        let Some(last) = rows.last().map(|row| row.at) else {
            return Ok(None);
        };
        let mut lines = String::new();
        for head in rows.iter().filter_map(signed) {
            lines += &serde_json::to_string(&head)?;
            lines.push('\n');
        }
        if let Some(file) = &self.file {
            append(file, &lines)
                .await
                .map_err(|error| AnchorError::File(file.clone(), error))?;
        }
        if let Some(url) = &self.url {
            let client = reqwest::Client::builder().timeout(PATIENCE).build()?;
            let post = client
                .post(url.clone())
                .header("content-type", "application/x-ndjson");
            post.body(lines).send().await?.error_for_status()?;
        }
        Ok(Some(last))
    }
}

async fn append(file: &Path, lines: &str) -> std::io::Result<()> {
    let mut file = tokio::fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(file)
        .await?;
    file.write_all(lines.as_bytes()).await?;
    file.sync_data().await
}

/// The heads in a file of anchors.
pub fn read(file: &Path) -> Result<Vec<SignedHead>, AnchorError> {
    let text =
        std::fs::read_to_string(file).map_err(|error| AnchorError::File(file.to_owned(), error))?;
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(n, line)| {
            serde_json::from_str(line).map_err(|_| AnchorError::Line(file.to_owned(), n + 1))
        })
        .collect()
}
