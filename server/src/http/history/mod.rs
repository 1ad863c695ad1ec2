//! What happened to a workbook, and taking it back.

mod assets;
mod authors;
mod back;
mod between;
mod compare;
mod explain;
mod keeping;
mod last;
mod list;
mod readers;
mod selection;
mod story;
mod unfold;
mod versions;
mod why;

pub(super) use story::owed_to;

use std::collections::HashMap;

use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use crate::db;
use crate::ids::{LinkId, UserId, WorkbookId};
use crate::state::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(list::one))
        .routes(routes!(story::story))
        .routes(routes!(last::last))
        .routes(routes!(explain::explain))
        .routes(routes!(readers::readers))
        .routes(routes!(back::revert))
        .routes(routes!(back::revert_many))
        .routes(routes!(back::restore))
        .routes(routes!(compare::compare))
        .routes(routes!(authors::authors))
        .routes(routes!(why::why))
        .routes(routes!(keeping::retention, keeping::retain))
        .routes(routes!(keeping::fold))
        .routes(routes!(versions::list, versions::create))
        .routes(routes!(versions::alter, versions::remove))
        .routes(routes!(assets::state))
        .routes(routes!(assets::asset))
}

/// Somebody who changed something.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
struct AuthorView {
    id: UserId,
    name: String,
    /// `person`, `guest`, `program` or `system`.
    kind: String,
}

/// The share link through which somebody came.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
struct LinkView {
    id: LinkId,
    label: Option<String>,
}

/// Names of the people and links of some changes.
struct Names {
    authors: HashMap<UserId, AuthorView>,
    links: HashMap<LinkId, LinkView>,
}

impl Names {
    async fn of(
        app: &App,
        workbook: WorkbookId,
        changes: impl Iterator<Item = (UserId, Option<LinkId>)>,
    ) -> Result<Self, Problem> {
        let (mut users, mut links) = (Vec::new(), Vec::new());
        for (user, link) in changes {
            users.push(user.0);
            links.extend(link.map(|link| link.0));
        }
        let authors = db::log::authors(&app.db.pool, &users).await?;
        let links = db::log::link_labels(&app.db.pool, workbook, &links).await?;
        Ok(Self {
            authors: authors
                .into_iter()
                .map(|author| {
                    (
                        author.id,
                        AuthorView {
                            id: author.id,
                            name: author.name,
                            kind: author.kind,
                        },
                    )
                })
                .collect(),
            links: links
                .into_iter()
                .map(|(id, label)| (id, LinkView { id, label }))
                .collect(),
        })
    }

    fn author(&self, id: UserId) -> AuthorView {
        let unknown = || AuthorView {
            id,
            name: "?".to_owned(),
            kind: "system".to_owned(),
        };
        self.authors.get(&id).cloned().unwrap_or_else(unknown)
    }

    fn link(&self, id: Option<LinkId>) -> Option<LinkView> {
        id.map(|id| {
            self.links
                .get(&id)
                .cloned()
                .unwrap_or(LinkView { id, label: None })
        })
    }
}
