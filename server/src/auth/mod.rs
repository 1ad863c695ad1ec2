//! Who somebody is and what they may do. Imports: db, ids, clock, config.
//!
//! Invariants: only hashes of tokens are stored; a credential that is given but not good is an error, never "nobody";
//! a role comes from owning the workbook, from being its server's administrator, or from a share link that is still alive.

mod access;
mod attempts;
mod credentials;

pub use access::{Access, AccessError, access, access_even_trashed};
pub use attempts::Attempts;
pub use credentials::{
    Automation, CredentialError, Identity, SESSION_COOKIE, Token, TokenHash, by_bearer, by_session,
    create_signin, create_token, hash_of, open_session, sign_in, sign_out, still_good,
};

pub use crate::db::links::Role;
pub use crate::db::users::{User, UserKind};
