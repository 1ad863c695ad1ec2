//! The key under which the server signs heads: ed25519, PKCS #8 in PEM, as `openssl genpkey -algorithm ed25519` makes it.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{self, DecodePrivateKey as _, EncodePrivateKey as _};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use super::head::HeadError;

/// Name of the key in the data folder.
const FILE: &str = "signing-key.pem";

/// The secret half.
#[derive(Clone)]
pub struct Key(SigningKey);

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("the signing key {0} cannot be read or written")]
    File(PathBuf, #[source] io::Error),
    #[error("the signing key {0} is no ed25519 key in PEM (PKCS #8)")]
    Form(PathBuf, #[source] pkcs8::Error),
}

impl Key {
    /// The operator's key, or the one in the data folder, which is made when there is none.
    pub fn open(given: Option<&Path>, folder: &Path) -> Result<Self, KeyError> {
        if let Some(path) = given {
            return Self::read(path);
        }
        let path = folder.join(FILE);
        match Self::read(&path) {
            Err(KeyError::File(_, error)) if error.kind() == io::ErrorKind::NotFound => {}
            read => return read,
        }
        let key = Self(SigningKey::from_bytes(&rand::random()));
        let pem = key.0.to_pkcs8_pem(LineEnding::LF);
        let pem = pem.map_err(|error| KeyError::Form(path.clone(), error))?;
        let write = || -> io::Result<()> {
            let mut file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path)?;
            file.write_all(pem.as_bytes())?;
            file.sync_all()
        };
        match write() {
            // Somebody else made it just now.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Self::read(&path),
            Err(error) => Err(KeyError::File(path, error)),
            Ok(()) => Ok(key),
        }
    }

    fn read(path: &Path) -> Result<Self, KeyError> {
        let file = |error| KeyError::File(path.to_owned(), error);
        let text = fs::read_to_string(path).map_err(file)?;
        SigningKey::from_pkcs8_pem(&text)
            .map(Self)
            .map_err(|error| KeyError::Form(path.to_owned(), error))
    }

    /// The half that everybody may know.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.public())
    }
}

/// The public half; 64 hex digits as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(pub [u8; 32]);

impl PublicKey {
    /// Whether this is one of the trusted keys, and its owner has signed the message.
    pub(super) fn vouches(
        &self,
        trusted: &[Self],
        message: &[u8],
        signature: &[u8; 64],
    ) -> Result<(), HeadError> {
        if !trusted.contains(self) {
            return Err(HeadError::Foreign(*self));
        }
        if self.has_signed(message, signature) {
            Ok(())
        } else {
            Err(HeadError::Forged)
        }
    }

    fn has_signed(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(&self.0).is_ok_and(|key| {
            key.verify_strict(message, &Signature::from_bytes(signature))
                .is_ok()
        })
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}
