//! Hashing, packing and unpacking of assets.

use std::{
    fmt,
    io::{Read, Write},
    str::FromStr,
};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use super::Hash;

/// An asset cannot be packed or unpacked.
#[derive(Debug, thiserror::Error)]
pub enum AssetError {
    /// Its JSON cannot be written.
    #[error("the asset cannot be written as JSON")]
    Write(#[source] serde_json::Error),
    /// The compressed bytes are broken.
    #[error("the asset is not valid gzip")]
    Gzip(#[source] std::io::Error),
    /// It inflates to more than allowed.
    #[error("the asset inflates to more than {limit} bytes")]
    TooLarge {
        /// What is allowed.
        limit: usize,
    },
    /// Its JSON is not of the form expected.
    #[error("the asset's JSON has not the expected form")]
    Read(#[source] serde_json::Error),
}

impl Hash {
    /// The hash of an asset's uncompressed JSON.
    pub fn of(json: &[u8]) -> Self {
        Self(Sha256::digest(json).into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// The text is not 64 lower-case hex digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a hash: {0:?}")]
pub struct BadHash(pub String);

impl FromStr for Hash {
    type Err = BadHash;

    fn from_str(s: &str) -> Result<Self, BadHash> {
        let mut hash = [0; 32];
        let lower = !s.bytes().any(|b| b.is_ascii_uppercase());
        if lower && hex::decode_to_slice(s, &mut hash).is_ok() {
            Ok(Self(hash))
        } else {
            Err(BadHash(s.chars().take(80).collect()))
        }
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// The asset's name and its compressed bytes.
pub fn pack<T: Serialize>(asset: &T) -> Result<(Hash, Vec<u8>), AssetError> {
    let json = serde_json::to_vec(asset).map_err(AssetError::Write)?;
    let mut gzip = GzEncoder::new(Vec::with_capacity(json.len() / 4), Compression::new(5));
    gzip.write_all(&json).map_err(AssetError::Gzip)?;
    let bytes = gzip.finish().map_err(AssetError::Gzip)?;
    Ok((Hash::of(&json), bytes))
}

/// An asset's JSON, of at most `limit` bytes.
pub fn inflate(gzip: &[u8], limit: usize) -> Result<Vec<u8>, AssetError> {
    let mut json = Vec::with_capacity(gzip.len().saturating_mul(4).min(limit));
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    GzDecoder::new(gzip)
        .take(most)
        .read_to_end(&mut json)
        .map_err(AssetError::Gzip)?;
    if json.len() > limit {
        return Err(AssetError::TooLarge { limit });
    }
    Ok(json)
}

/// Reads a packed asset whose JSON is at most `limit` bytes.
pub fn unpack<T: DeserializeOwned>(gzip: &[u8], limit: usize) -> Result<T, AssetError> {
    serde_json::from_slice(&inflate(gzip, limit)?).map_err(AssetError::Read)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn packs_and_unpacks_within_the_limit() {
        let asset = vec!["a"; 1000];
        let (hash, gzip) = pack(&asset).unwrap();
        assert_eq!(hash, Hash::of(&serde_json::to_vec(&asset).unwrap()));
        assert_eq!(unpack::<Vec<String>>(&gzip, 5000).unwrap(), asset);
        assert!(matches!(
            unpack::<Vec<String>>(&gzip, 100),
            Err(AssetError::TooLarge { limit: 100 })
        ));
        assert!(matches!(
            unpack::<Vec<u32>>(&gzip, 5000),
            Err(AssetError::Read(_))
        ));
        assert!(unpack::<Vec<String>>(&gzip[..gzip.len() / 2], 5000).is_err());
        assert!(unpack::<Vec<String>>(b"not gzip", 5000).is_err());
    }

    #[test]
    fn hashes_are_64_hex_digits() {
        let hash = Hash::of(b"");
        let text = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(hash.to_string(), text);
        assert_eq!(text.parse::<Hash>().unwrap(), hash);
        assert!(text.to_uppercase().parse::<Hash>().is_err());
        assert!(text[1..].parse::<Hash>().is_err());
    }
}
