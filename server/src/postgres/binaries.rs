//! Finds the machine's own Postgres.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::ClusterError;

/// Where distributions and people put Postgres; `*` stands for a version.
const FOLDERS: [&str; 7] = [
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/libexec/postgresql*",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/opt/local/lib/postgresql*/bin",
];

/// One installation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Binaries {
    pub(super) major: u32,
    pub(super) folder: PathBuf,
}

impl Binaries {
    /// The newest installation, or the one that fits an existing cluster of version `wanted` in `cluster`.
    pub(super) fn find(cluster: &Path, wanted: Option<u32>) -> Result<Self, ClusterError> {
        Self::choose(installed(), cluster, wanted)
    }

    fn choose(
        found: BTreeSet<Self>,
        cluster: &Path,
        wanted: Option<u32>,
    ) -> Result<Self, ClusterError> {
        let versions = found
            .iter()
            .map(|b| b.major.to_string())
            .collect::<Vec<_>>()
            .join(", ");
        let fits = |b: &Self| wanted.is_none_or(|major| major == b.major);
        match (found.into_iter().rfind(fits), wanted) {
            (Some(binaries), _) => Ok(binaries),
            (None, Some(wanted)) if !versions.is_empty() => Err(ClusterError::OtherVersion {
                folder: cluster.to_owned(),
                wanted,
                found: versions,
            }),
            _ => Err(ClusterError::NoBinaries),
        }
    }

    pub(super) fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }

    pub(super) fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }
}

fn installed() -> BTreeSet<Binaries> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).filter_map(|folder| {
        // Often only links stand on PATH, and not for every program.
        let program = folder.join("initdb").canonicalize().ok()?;
        program.parent().map(Path::to_owned)
    });
    let usual = FOLDERS.iter().flat_map(|pattern| matching(pattern));
    on_path
        .chain(usual)
        .filter_map(|folder| {
            Some(Binaries {
                major: version(&folder)?,
                folder,
            })
        })
        .collect()
}

/// The folders that fit a pattern with at most one `*`, which stands within one name.
fn matching(pattern: &str) -> Vec<PathBuf> {
    let Some((before, after)) = pattern.split_once('*') else {
        return vec![PathBuf::from(pattern)];
    };
    let (parent, prefix) = before.rsplit_once('/').unwrap_or(("", before));
    let Ok(entries) = std::fs::read_dir(parent) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter(|entry| {
            entry
                .file_name()
                .as_encoded_bytes()
                .starts_with(prefix.as_bytes())
        })
        .map(|entry| entry.path().join(after.trim_start_matches('/')))
        .collect()
}

fn version(folder: &Path) -> Option<u32> {
    if !folder.join("initdb").exists() {
        return None;
    }
    let output = Command::new(folder.join("postgres"))
        .arg("--version")
        .output()
        .ok()?;
    parse_version(&String::from_utf8_lossy(&output.stdout))
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` is version 15.
fn parse_version(text: &str) -> Option<u32> {
    let number = text
        .split_whitespace()
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    number
        .split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn of(versions: &[u32]) -> BTreeSet<Binaries> {
        versions
            .iter()
            .map(|major| Binaries {
                major: *major,
                folder: PathBuf::from("/x"),
            })
            .collect()
    }

    #[test]
    fn versions_are_read() {
        assert_eq!(
            parse_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(parse_version("postgres (PostgreSQL) 19beta1"), Some(19));
        assert_eq!(parse_version("nothing"), None);
    }

    #[test]
    fn the_newest_is_taken_unless_a_cluster_wants_another() {
        let here = Path::new("/data");
        assert_eq!(
            Binaries::choose(of(&[15, 17]), here, None).unwrap().major,
            17
        );
        assert_eq!(
            Binaries::choose(of(&[15, 17]), here, Some(15))
                .unwrap()
                .major,
            15
        );
    }

    #[test]
    fn what_is_missing_is_said_with_the_remedy() {
        let here = Path::new("/data");
        let none = Binaries::choose(of(&[]), here, None)
            .unwrap_err()
            .to_string();
        assert!(
            none.contains("apt-get install postgresql") && none.contains("--database-url"),
            "{none}"
        );
        let other = Binaries::choose(of(&[16, 17]), here, Some(15))
            .unwrap_err()
            .to_string();
        assert!(
            other.contains("made by Postgres 15") && other.contains("16, 17"),
            "{other}"
        );
    }
}
