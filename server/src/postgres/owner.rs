//! Whom Postgres runs as. It refuses root, so a server started as root hands it to an unprivileged user.

use std::fs;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _, chown};
use std::path::Path;
use std::process::Command;

use super::{At as _, ClusterError};

/// The user and group that Postgres runs as, when they are not the server's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// As the server itself.
    Own,
    /// As an unprivileged user, because the server is root.
    Other { uid: u32, gid: u32 },
}

impl Owner {
    /// The owner of an existing cluster, or a fitting one for a new cluster.
    pub(super) fn of(cluster: &Path) -> Result<Self, ClusterError> {
        let own = rustix::process::geteuid().as_raw();
        let existing = match fs::metadata(cluster) {
            Ok(found) => Some((found.uid(), found.gid())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(source) => return Err(source).at("cannot look at", cluster),
        };
        match (own, existing) {
            (0, Some((uid, gid))) if uid != 0 => Ok(Self::Other { uid, gid }),
            (0, _) => unprivileged().ok_or(ClusterError::NoUnprivilegedUser),
            (own, Some((uid, _))) if uid != own => Err(ClusterError::ForeignFolder {
                folder: cluster.to_owned(),
                uid,
            }),
            _ => Ok(Self::Own),
        }
    }

    /// Makes a folder that only this user may enter, if it is not there.
    pub(super) fn private_folder(self, folder: &Path) -> Result<(), ClusterError> {
        match fs::DirBuilder::new().mode(0o700).create(folder) {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                return Err(error).at("cannot make", folder);
            }
            _ => {}
        }
        if let Self::Other { uid, gid } = self {
            chown(folder, Some(uid), Some(gid)).at("cannot hand over", folder)?;
        }
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).at("cannot protect", folder)
    }

    /// Opens the data folder itself, which is ours, so that the unprivileged user may pass through it; folders above it
    /// are not ours to open.
    pub(super) fn let_through(self, folder: &Path) -> Result<(), ClusterError> {
        let Self::Other { uid, .. } = self else {
            return Ok(());
        };
        let mode = fs::metadata(folder)
            .at("cannot look at", folder)?
            .permissions()
            .mode();
        fs::set_permissions(folder, fs::Permissions::from_mode(mode | 0o011))
            .at("cannot open", folder)?;
        let mut look = Command::new("/bin/sh");
        look.args(["-c", "cd -- \"$1\"", "sh"])
            .arg(folder)
            .current_dir("/");
        self.apply(&mut look);
        let entered = look
            .stderr(std::process::Stdio::null())
            .status()
            .at("cannot run", "/bin/sh")?;
        if !entered.success() {
            return Err(ClusterError::ClosedFolder {
                folder: folder.to_owned(),
                uid,
            });
        }
        Ok(())
    }

    /// Makes a command run as this user, in a process group of its own: Ctrl-C in the terminal is for the server, which
    /// stops Postgres when it has no more use for it.
    pub(super) fn apply(self, command: &mut Command) {
        use std::os::unix::process::CommandExt as _;
        if let Self::Other { uid, gid } = self {
            command.uid(uid).gid(gid);
        }
        command.process_group(0);
    }

    /// The user's number.
    pub(super) fn uid(self) -> u32 {
        match self {
            Self::Own => rustix::process::geteuid().as_raw(),
            Self::Other { uid, .. } => uid,
        }
    }
}

fn unprivileged() -> Option<Owner> {
    let users = fs::read_to_string("/etc/passwd").ok()?;
    ["postgres", "nobody"]
        .iter()
        .find_map(|name| in_passwd(&users, name))
}

fn in_passwd(users: &str, name: &str) -> Option<Owner> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next()? != name {
            return None;
        }
        let (uid, gid) = (fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?);
        (uid != 0).then_some(Owner::Other { uid, gid })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_read_from_passwd() {
        let users = "root:x:0:0::/root:/bin/sh\npostgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/bash\n";
        assert_eq!(
            in_passwd(users, "postgres"),
            Some(Owner::Other { uid: 101, gid: 104 })
        );
        assert_eq!(in_passwd(users, "root"), None);
        assert_eq!(in_passwd(users, "nobody"), None);
    }
}
