//! What signs somebody in.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::RngCore as _;
use sha2::{Digest as _, Sha256};
use sqlx::PgExecutor;
use time::{Duration, OffsetDateTime};

use crate::clock;
use crate::config::Secret;
use crate::db::users::{CredentialKind, NewCredential, User};
use crate::db::{self, Db};
use crate::ids::{CredentialId, UserId};

/// The name of the cookie that carries a browser session.
pub const SESSION_COOKIE: &str = "daylight_session";

/// A session that is used stays alive for so long.
const SESSION_LIFE: Duration = Duration::days(30);

/// A one-time link that nobody opens stops working after so long.
const SIGNIN_LIFE: Duration = Duration::days(7);

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
    #[error("the sign-in link is not known, used or expired")]
    SigninLink,
    #[error("credentials could not be looked up")]
    Database(#[from] sqlx::Error),
}

/// Somebody, and what they showed for it.
#[derive(Debug, Clone)]
pub struct Identity {
    pub user: User,
    /// None for the administrator's token, which holds as long as the server runs.
    pub credential: Option<TokenHash>,
}

/// Whose session the cookie's value is.
pub async fn by_session(db: &Db, cookie: &str) -> Result<Identity, CredentialError> {
    let (hash, now) = (hash_of(cookie), clock::now());
    let user = db::users::by_credential(&db.pool, CredentialKind::Session, &hash, now)
        .await?
        .ok_or(CredentialError::Session)?;
    db::users::used(&db.pool, &hash, now, Some(now + SESSION_LIFE)).await?;
    Ok(Identity {
        user,
        credential: Some(hash),
    })
}

/// Who acts with a bearer token: the administrator's, or one that a user has made.
pub async fn by_bearer(
    db: &Db,
    automation: Option<&Automation>,
    token: &str,
) -> Result<Identity, CredentialError> {
    let hash = hash_of(token);
    if let Some(automation) = automation
        && automation.hash == hash
    {
        return Ok(Identity {
            user: automation.user.clone(),
            credential: None,
        });
    }
    let now = clock::now();
    let user = db::users::by_credential(&db.pool, CredentialKind::Token, &hash, now)
        .await?
        .ok_or(CredentialError::Token)?;
    db::users::used(&db.pool, &hash, now, None).await?;
    Ok(Identity {
        user,
        credential: Some(hash),
    })
}

/// Whether a credential that was good once still is.
pub async fn still_good(db: &Db, credential: &TokenHash) -> sqlx::Result<bool> {
    db::users::is_good(&db.pool, credential, clock::now()).await
}

/// Exchanges the token of a one-time link for a session, whose token goes into the cookie.
pub async fn sign_in(db: &Db, token: &str) -> Result<(User, String), CredentialError> {
    let mut tx = db.pool.begin().await?;
    let user = db::users::take_signin(&mut *tx, &hash_of(token), clock::now()).await?;
    let user = user.ok_or(CredentialError::SigninLink)?;
    let user = db::users::get(&mut *tx, user)
        .await?
        .ok_or(CredentialError::SigninLink)?;
    let session = open_session(&mut *tx, user.id).await?;
    tx.commit().await?;
    Ok((user, session))
}

/// Begins a session of a user; the token goes into the cookie.
pub async fn open_session(db: impl PgExecutor<'_>, user: UserId) -> sqlx::Result<String> {
    let lasts = Some(clock::now() + SESSION_LIFE);
    Ok(issue(db, CredentialKind::Session, user, None, lasts)
        .await?
        .1)
}

/// Ends the session of a cookie, wherever else the cookie is, and says whose it was.
pub async fn sign_out(db: &Db, cookie: &str) -> sqlx::Result<Option<UserId>> {
    db::users::revoke_hash(&db.pool, &hash_of(cookie), clock::now()).await
}

/// Makes a one-time link's token for a user, in place of those not used yet.
pub async fn create_signin(db: &Db, user: UserId) -> sqlx::Result<String> {
    let mut tx = db.pool.begin().await?;
    let now = clock::now();
    db::users::revoke_signins(&mut *tx, user, now).await?;
    let (_, token) = issue(
        &mut *tx,
        CredentialKind::Signin,
        user,
        None,
        Some(now + SIGNIN_LIFE),
    )
    .await?;
    tx.commit().await?;
    Ok(token)
}

/// Makes an API token that acts in a user's name.
pub async fn create_token(
    db: &Db,
    user: UserId,
    label: &str,
    expires_at: Option<OffsetDateTime>,
) -> sqlx::Result<(CredentialId, String)> {
    issue(
        &db.pool,
        CredentialKind::Token,
        user,
        Some(label),
        expires_at,
    )
    .await
}

async fn issue(
    db: impl PgExecutor<'_>,
    kind: CredentialKind,
    user: UserId,
    label: Option<&str>,
    expires_at: Option<OffsetDateTime>,
) -> sqlx::Result<(CredentialId, String)> {
    let token = Token::random(if kind == CredentialKind::Token {
        "daylight_"
    } else {
        ""
    });
    let new = NewCredential {
        hash: &token.hash(),
        kind,
        user,
        label,
        at: clock::now(),
        expires_at,
    };
    let id = db::users::insert_credential(db, new).await?;
    Ok((id, token.into_text()))
}
