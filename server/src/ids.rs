//! Identities of things in the database. A leaf: imports nothing of ours.
//!
//! Random 63-bit integers in the database, 13 characters of Crockford's base 32 everywhere else (URLs, JSON, logs).

use std::fmt;
use std::str::FromStr;

use rand::Rng as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 13;

/// The text is not the form of an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id is 13 characters of base 32")]
pub struct BadId;

fn encode(id: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut rest = id.cast_unsigned();
    let mut text = [b'0'; LENGTH];
    for place in text.iter_mut().rev() {
        *place = ALPHABET[(rest & 31) as usize];
        rest >>= 5;
    }
    f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
}

fn decode(text: &str) -> Result<i64, BadId> {
    if text.len() != LENGTH {
        return Err(BadId);
    }
    let mut id = 0_u64;
    for byte in text.bytes() {
        let digit = ALPHABET.iter().position(|c| *c == byte).ok_or(BadId)?;
        if id >> 58 != 0 {
            return Err(BadId);
        }
        id = id << 5 | digit as u64;
    }
    i64::try_from(id).map_err(|_| BadId)
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type, utoipa::ToSchema)]
        #[sqlx(transparent)]
        #[schema(value_type = String, example = "3f8k2m9q0x7ab")]
        pub struct $name(pub i64);

        impl $name {
            /// A new id, unlike any other for all practical purposes.
            pub fn random() -> Self {
                Self(rand::rng().random_range(1..=i64::MAX))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                encode(self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                decode(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id!(
    /// A workbook.
    WorkbookId
);
id!(
    /// Somebody: a person, a guest, a program.
    UserId
);
id!(
    /// A share link.
    LinkId
);
id!(
    /// One import of a file.
    ImportId
);
id!(
    /// A moment with a name.
    VersionId
);
id!(
    /// One request, in the log and in the answer.
    RequestId
);
id!(
    /// A browser session, one-time link or API token.
    CredentialId
);

/// The place of a change in its workbook's log; the first is 1.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    sqlx::Type,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[sqlx(transparent)]
#[serde(transparent)]
#[schema(value_type = i64, example = 42)]
pub struct Seq(pub i64);

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Seq {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn ids_print_and_parse_back() {
        for id in [1, 31, 32, 1 << 40, i64::MAX] {
            let text = WorkbookId(id).to_string();
            assert_eq!(text.len(), 13);
            assert_eq!(text.parse::<WorkbookId>().unwrap(), WorkbookId(id));
        }
        assert_eq!(WorkbookId(33).to_string(), "0000000000011");
    }

    #[test]
    fn foreign_text_is_no_id() {
        for text in [
            "",
            "1",
            "zzzzzzzzzzzzz",
            "000000000000U",
            "0000000000000\n",
            "00000000000é",
            "8000000000000",
        ] {
            assert_eq!(text.parse::<WorkbookId>(), Err(BadId), "{text:?}");
        }
    }
}
