//! Where the socket of a private cluster stands.

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::owner::Owner;
use super::{At as _, ClusterError};

/// A socket's address holds so many bytes, a final zero included.
const ADDRESS: usize = 108;
const NAME: &str = "/.s.PGSQL.5432";

/// The folder of the socket: in the data folder, or, where that path is too long, a private one for runtime files. The
/// same data folder always gives the same answer.
pub(super) fn folder(data: &Path) -> PathBuf {
    let inside = data.join("socket");
    if fits(&inside) {
        inside
    } else {
        elsewhere(data, &runtime())
    }
}

/// Makes the folder, for the owner of the cluster alone.
pub(super) fn prepare(folder: &Path, owner: Owner) -> Result<(), ClusterError> {
    // A folder in /tmp could have been put there by anybody; neither a link nor somebody's folder will do.
    if let Ok(found) = fs::symlink_metadata(folder) {
        let trusted = [owner.uid(), rustix::process::geteuid().as_raw()].contains(&found.uid());
        if !found.is_dir() || !trusted {
            return Err(ClusterError::ForeignSocket {
                folder: folder.to_owned(),
            });
        }
    }
    owner.private_folder(folder)
}

fn fits(folder: &Path) -> bool {
    folder.as_os_str().len() + NAME.len() < ADDRESS
}

fn runtime() -> PathBuf {
    let own = std::env::var_os("XDG_RUNTIME_DIR")
        .map(PathBuf::from)
        .filter(|dir| dir.is_absolute());
    // Root's Postgres runs as another user, who could not enter root's own runtime folder.
    own.filter(|_| !rustix::process::geteuid().is_root())
        .unwrap_or_else(|| PathBuf::from("/tmp"))
}

fn elsewhere(data: &Path, runtime: &Path) -> PathBuf {
    let name = hex::encode(&Sha256::digest(data.as_os_str().as_bytes())[..8]);
    let folder = runtime.join(format!("daylight-{name}"));
    if fits(&folder) {
        folder
    } else {
        Path::new("/tmp").join(format!("daylight-{name}"))
    }
}

/// Removes what a killed Postgres left in the folder. Its lock file names a process that may by now be any other, or one
/// that has ended and that nobody has looked after. The caller has made sure that no Postgres of ours runs.
pub(super) fn sweep(folder: &Path) -> Result<(), ClusterError> {
    for entry in fs::read_dir(folder).at("cannot read", folder)? {
        let path = entry.at("cannot read", folder)?.path();
        fs::remove_file(&path).at("cannot remove", path)?;
    }
    Ok(())
}

/// Removes a folder outside the data folder that `prepare` has made.
pub(super) fn clear(folder: &Path, data: &Path) -> Result<(), ClusterError> {
    if folder.starts_with(data) {
        return Ok(());
    }
    fs::remove_dir_all(folder).at("cannot remove", folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_path_keeps_the_socket_in_the_data_folder() {
        assert_eq!(
            folder(Path::new("/var/lib/daylight")),
            Path::new("/var/lib/daylight/socket")
        );
    }

    #[test]
    fn a_path_too_long_for_a_socket_moves_it() {
        let long = PathBuf::from(format!("/{}", "long/".repeat(30)));
        let chosen = folder(&long);
        assert!(fits(&chosen) && !chosen.starts_with("/long"), "{chosen:?}");
        assert_eq!(chosen, folder(&long));
        assert!(elsewhere(&long, Path::new(&format!("/{}", "x".repeat(120)))).starts_with("/tmp"));
    }
}
