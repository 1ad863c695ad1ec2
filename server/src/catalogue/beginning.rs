//! What the first start makes: somebody who owns the server, and the program behind the administrator's token.

use crate::auth::{User, UserKind};
use crate::clock;
use crate::db::{self, Db};
use crate::ids::UserId;

/// Who is there when the server starts.
#[derive(Debug)]
pub struct Beginning {
    /// Who owns this server.
    pub owner: User,
    /// Who acts with the administrator's token.
    pub automation: User,
    /// The owner has just been made: nobody has used this server before.
    pub is_first: bool,
}

/// Finds the owner and the automation, or makes them.
pub async fn begin(db: &Db) -> sqlx::Result<Beginning> {
    let (owner, is_first) = ensure(db, UserKind::Person, "Owner").await?;
    let (automation, _) = ensure(db, UserKind::Program, "Automation").await?;
    Ok(Beginning {
        owner,
        automation,
        is_first,
    })
}

async fn ensure(db: &Db, kind: UserKind, name: &str) -> sqlx::Result<(User, bool)> {
    if let Some(user) = db::users::first_admin(&db.pool, kind).await? {
        return Ok((user, false));
    }
    let user = User {
        id: UserId::random(),
        name: name.to_owned(),
        kind,
        is_admin: true,
    };
    db::users::insert(&db.pool, &user, clock::now()).await?;
    Ok((user, true))
}
