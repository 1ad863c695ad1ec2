//! Signing, keeping heads outside, and checking.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;

/// A public key, 64 hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HexKey(pub [u8; 32]);

impl FromStr for HexKey {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let mut key = [0; 32];
        hex::decode_to_slice(text.trim(), &mut key)
            .map_err(|_| "a public key is 64 hex digits".to_owned())?;
        Ok(Self(key))
    }
}

/// The keys of the log's signatures.
#[derive(Debug, Clone, Args)]
pub struct Keys {
    /// Key under which heads of logs are signed: ed25519, PEM (PKCS #8) [default: signing-key.pem in the data folder,
    /// made when there is none]
    #[arg(long, env = "DAYLIGHT_SIGNING_KEY")]
    pub signing_key: Option<PathBuf>,
    /// Public keys that signed before this one, 64 hex digits each
    #[arg(
        long = "trusted-key",
        env = "DAYLIGHT_TRUSTED_KEY",
        value_delimiter = ','
    )]
    pub trusted_keys: Vec<HexKey>,
}

/// What the server does for its logs.
#[derive(Debug, Clone, Args)]
pub struct CustodySettings {
    #[command(flatten)]
    pub keys: Keys,
    /// Seconds between two signings of what is new in the logs
    #[arg(long, env = "DAYLIGHT_SIGN_EVERY", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    pub sign_every: u64,
    /// File outside the database to which signed heads are appended, so that a log whose end was cut off shows
    #[arg(long, env = "DAYLIGHT_ANCHOR_FILE")]
    pub anchor_file: Option<PathBuf>,
    /// Address to which signed heads are posted as JSON lines, likewise
    #[arg(long, env = "DAYLIGHT_ANCHOR_URL")]
    pub anchor_url: Option<reqwest::Url>,
    /// Seconds between two anchors
    #[arg(long, env = "DAYLIGHT_ANCHOR_EVERY", default_value_t = 3600, value_parser = clap::value_parser!(u64).range(1..))]
    pub anchor_every: u64,
    /// Seconds between two checks of all logs against the live documents; 0 for never
    #[arg(long, env = "DAYLIGHT_CHECK_EVERY", default_value_t = 86_400)]
    pub check_every: u64,
}
