//! What signs somebody in.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::RngCore as _;
use sha2::{Digest as _, Sha256};
use time::Duration;

use crate::clock;
use crate::config::Secret;
use crate::db::users::{CredentialKind, User};
use crate::db::{self, Db};

/// The name of the cookie that carries a browser session.
pub const SESSION_COOKIE: &str = "daylight_session";

/// A session that is used stays alive for so long.
const SESSION_LIFE: Duration = Duration::days(30);

/// The SHA-256 of a token, which is all that is stored of it.
pub type TokenHash = [u8; 32];

/// A fresh secret of 192 random bits, as text that fits into a URL.
pub struct Token {
    text: String,
}

impl Token {
    /// A new token; `prefix` says to people and scanners what it is.
    pub fn random(prefix: &str) -> Self {
        let mut bytes = [0_u8; 24];
        rand::rng().fill_bytes(&mut bytes);
        Self {
            text: format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes)),
        }
    }

    /// What is stored.
    pub fn hash(&self) -> TokenHash {
        hash_of(&self.text)
    }

    /// The token itself, to be shown once.
    pub fn into_text(self) -> String {
        self.text
    }
}

/// The hash under which a token is stored.
pub fn hash_of(token: &str) -> TokenHash {
    Sha256::digest(token.as_bytes()).into()
}

/// The administrator's token, given by the operator, and the program that acts with it.
#[derive(Debug, Clone)]
pub struct Automation {
    hash: TokenHash,
    user: User,
}

impl Automation {
    /// `user` acts whenever the secret is given.
    pub fn new(secret: &Secret, user: User) -> Self {
        Self {
            hash: hash_of(secret.expose()),
            user,
        }
    }
}

/// Why a credential was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum CredentialError {
    #[error("the session has ended")]
    Session,
    #[error("the token is not known, expired or revoked")]
    Token,
    #[error("credentials could not be looked up")]
    Database(#[from] sqlx::Error),
}

/// Whose session the cookie's value is.
pub async fn by_session(db: &Db, cookie: &str) -> Result<User, CredentialError> {
    let (hash, now) = (hash_of(cookie), clock::now());
    let user = db::users::by_credential(&db.pool, CredentialKind::Session, &hash, now)
        .await?
        .ok_or(CredentialError::Session)?;
    db::users::used(&db.pool, &hash, now, Some(now + SESSION_LIFE)).await?;
    Ok(user)
}

/// Who acts with a bearer token: the administrator's, or one that a user has made.
pub async fn by_bearer(
    db: &Db,
    automation: Option<&Automation>,
    token: &str,
) -> Result<User, CredentialError> {
    let hash = hash_of(token);
    if let Some(automation) = automation
        && automation.hash == hash
    {
        return Ok(automation.user.clone());
    }
    let now = clock::now();
    let user = db::users::by_credential(&db.pool, CredentialKind::Token, &hash, now)
        .await?
        .ok_or(CredentialError::Token)?;
    db::users::used(&db.pool, &hash, now, None).await?;
    Ok(user)
}
