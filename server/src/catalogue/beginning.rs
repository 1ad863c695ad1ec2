//! What the first start makes: somebody who owns the server, and the program behind the administrator's token.

use crate::auth::{User, UserKind};
use crate::clock;
use crate::db::{self, Db};
use crate::ids::UserId;

/// A workbook for the first look around: a budget with three departments.
pub const SAMPLE: &[u8] = include_bytes!("sample/operations-budget-2027.xlsx");
/// Its file's name, which becomes its own.
pub const SAMPLE_NAME: &str = "Operations budget 2027.xlsx";

/// Who is there when the server starts.
#[derive(Debug)]
pub struct Beginning {
    /// Who owns this server.
    pub owner: User,
    /// Who acts with the administrator's token.
    pub automation: User,
}

/// Finds the owner and the automation, or makes them.
pub async fn begin(db: &Db) -> sqlx::Result<Beginning> {
    let owner = ensure(db, UserKind::Person, "Owner").await?;
    let automation = ensure(db, UserKind::Program, "Automation").await?;
    Ok(Beginning { owner, automation })
}

async fn ensure(db: &Db, kind: UserKind, name: &str) -> sqlx::Result<User> {
    if let Some(user) = db::users::first_admin(&db.pool, kind).await? {
        return Ok(user);
    }
    let (id, name) = (UserId::random(), name.to_owned());
    let user = User {
        id,
        name,
        kind,
        is_admin: true,
    };
    db::users::insert(&db.pool, &user, clock::now()).await?;
    Ok(user)
}
