//! An uploaded file, written to disk as it comes and gone when nobody needs it any more.

use std::{
    io,
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};
use tempfile::TempPath;
use tokio::{fs::File, io::AsyncWriteExt as _};

/// A file on its way in.
#[derive(Debug)]
pub struct Upload {
    file: File,
    path: TempPath,
    bytes: u64,
    most: u64,
    digest: Sha256,
}

/// A file that has come in whole.
#[derive(Debug)]
pub(super) struct Uploaded {
    pub(super) path: TempPath,
    pub(super) bytes: u64,
    pub(super) sha256: [u8; 32],
}

/// Why a file does not come in.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    #[error("the file has more than {most} bytes")]
    TooLarge { most: u64 },
    #[error("the file cannot be stored")]
    Disk(#[from] io::Error),
}

impl Upload {
    pub(super) async fn create(folder: &Path, most: u64) -> Result<Self, UploadError> {
        let folder: PathBuf = folder.to_owned();
        let made = tokio::task::spawn_blocking(move || {
            tempfile::Builder::new()
                .prefix("upload-")
                .tempfile_in(&folder)
        });
        let (file, path) = made.await.map_err(io::Error::other)??.into_parts();
        Ok(Self {
            file: File::from_std(file),
            path,
            bytes: 0,
            most,
            digest: Sha256::new(),
        })
    }

    /// Appends a piece.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), UploadError> {
        self.bytes += piece.len() as u64;
        if self.bytes > self.most {
            return Err(UploadError::TooLarge { most: self.most });
        }
        self.digest.update(piece);
        self.file.write_all(piece).await?;
        Ok(())
    }

    pub(super) async fn finish(mut self) -> Result<Uploaded, UploadError> {
        self.file.flush().await?;
        Ok(Uploaded {
            path: self.path,
            bytes: self.bytes,
            sha256: self.digest.finalize().into(),
        })
    }
}
