//! A change of any size: entry by entry where it is about few cells, by new blocks where it is about many.

use std::sync::Arc;

use daylight_model::Document;
use daylight_model::document::Edit;
use serde_json::{Value as Json, json};

use super::super::Problem;
use crate::bulk::{self, Folded, Sifted};
use crate::db;
use crate::history::{Author, BasePart};
use crate::ids::{Seq, WorkbookId};
use crate::state::App;
use crate::sync::Room;

/// How often blocks are made anew when others changed what they are made of.
const ATTEMPTS: usize = 3;

/// Why blocks that are ready are not put in.
enum Given<E> {
    Up(E),
    /// What they are made of is not what is there any more.
    Stale,
}

/// Makes a change as `Room::change` does. `build` is asked several times, and is to answer the same to the same document.
pub(in super::super) async fn change<T, E>(
    app: &App,
    room: &Room,
    author: Author,
    build: impl Fn(&Document) -> Result<(Vec<Edit>, T), E> + Clone + Send + 'static,
) -> Result<Result<(Option<Seq>, T), E>, Problem>
where
    T: Send + 'static,
    E: Send + 'static,
{
    for _ in 0..ATTEMPTS {
        let first = build.clone();
        let sifted = room.read(move |document, _| {
            let (edits, _) = first(document)?;
            Ok::<_, E>(Sifted::of(edits, document))
        });
        let sifted = match sifted.await? {
            Ok(sifted) if sifted.sheets.is_empty() => break,
            Ok(sifted) => Arc::new(sifted),
            Err(error) => return Ok(Err(error)),
        };
        let folded = fold(app, room.workbook(), &sifted).await?;
        let author = with_areas(author.clone(), sifted.areas());
        let again = build.clone();
        let made = room.change(author, move |document| {
            let (edits, extra) = again(document).map_err(Given::Up)?;
            let now = Sifted::of(edits, document);
            if now == *sifted {
                Ok((now.edits(&folded, document), extra))
            } else {
                Err(Given::Stale)
            }
        });
        match made.await? {
            Ok(made) => return Ok(Ok(made)),
            Err(Given::Up(error)) => return Ok(Err(error)),
            Err(Given::Stale) => {}
        }
    }
    Ok(room.change(author, build).await?)
}

/// Makes and stores the blocks. Those of a change that is not made in the end harm nobody.
async fn fold(app: &App, id: WorkbookId, sifted: &Arc<Sifted>) -> Result<Folded, Problem> {
    let bases = app.rooms.bases();
    let mut parts = Vec::with_capacity(sifted.sheets.len());
    for part in &sifted.sheets {
        parts.push(match part.base {
            Some(base) => bases
                .part(id, base, part.rows())
                .await
                .map_err(Problem::internal)?,
            None => BasePart::default(),
        });
    }
    let styles = match sifted.styles {
        Some(hash) => Some(bases.styles(id, hash).await.map_err(Problem::internal)?),
        None => None,
    };
    let sifted = Arc::clone(sifted);
    let folded = tokio::task::spawn_blocking(move || bulk::fold(&sifted, &parts, styles.as_ref()));
    let folded = folded.await.map_err(Problem::internal)?;
    let folded = folded.map_err(Problem::internal)?;
    db::assets::insert(&app.db.pool, id, &folded.assets).await?;
    Ok(folded)
}

fn with_areas(mut author: Author, areas: Json) -> Author {
    let detail = author.detail.get_or_insert_with(|| json!({}));
    if let Some(detail) = detail.as_object_mut() {
        detail.insert("areas".to_owned(), areas);
    }
    author
}
