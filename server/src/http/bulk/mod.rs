//! Operations on many cells: sorting, filtering, finding, replacing, pasting.

mod filter;
mod find;
mod many;
mod paste;
mod replace;
mod sort;

pub(super) use many::change as change_many;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use crate::bulk::{BadPattern, How, Pattern};
use crate::state::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sort::sort))
        .routes(routes!(filter::filter))
        .routes(routes!(filter::values))
        .routes(routes!(filter::set, filter::remove))
        .routes(routes!(find::find))
        .routes(routes!(replace::replace))
        .routes(routes!(paste::paste))
}

impl From<BadPattern> for Problem {
    fn from(error: BadPattern) -> Self {
        Self::unprocessable("bad-pattern", error.to_string()).at("text")
    }
}

/// What is looked for, where and how.
#[expect(clippy::struct_excessive_bools, reason = "independent options")]
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams, utoipa::ToSchema)]
pub(super) struct Sought {
    /// A text, or a regular expression.
    #[schema(example = "net")]
    text: String,
    /// Name of a sheet; all that show when left out.
    sheet: Option<String>,
    /// Only there, such as `A1:D90`.
    range: Option<String>,
    /// In formulas, not in what they yield.
    #[serde(default)]
    formulas: bool,
    /// Capitals count.
    #[serde(default)]
    case: bool,
    /// All of a cell, not a part of it.
    #[serde(default)]
    whole: bool,
    /// The text is a regular expression.
    #[serde(default)]
    regex: bool,
}

impl Sought {
    fn pattern(&self) -> Result<Pattern, BadPattern> {
        let how = How {
            case: self.case,
            whole: self.whole,
            regex: self.regex,
        };
        Pattern::new(&self.text, how)
    }
}
