//! What rooms, the log and the calculation cannot do, as problems.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::json;
use time::format_description::well_known::Rfc3339;

use super::Problem;
use crate::auth::{Access, Role};
use crate::calculation::ReadError;
use crate::history::LoadError;
use crate::sync::{CellsError, EditError, Gone, OpenError};

const SOON: Duration = Duration::from_secs(1);

/// Somebody's access, if they may change the workbook.
pub(super) fn editing(access: Access) -> Result<Access, Problem> {
    if access.role >= Role::Editor {
        Ok(access)
    } else {
        Err(Problem::forbidden(
            "read-only",
            "You may read this workbook, not change it.",
        ))
    }
}

fn unavailable(code: &'static str, detail: &'static str) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, code, detail).retry_after(SOON)
}

pub(super) fn problem_of_read(error: &ReadError) -> Problem {
    match error {
        ReadError::NoSheet(name) => {
            Problem::not_found("sheet-unknown", format!("There is no sheet {name:?}.")).at("sheet")
        }
        ReadError::NoRange(range) => {
            let detail = format!("{range:?} is no range. Write it like A1:C9.");
            Problem::unprocessable("bad-range", detail).at("range")
        }
        ReadError::TooMany { cells, most } => {
            let detail = format!("The range has {cells} cells, {most} may be read at once.");
            Problem::unprocessable("too-many-cells", detail).at("range")
        }
        ReadError::Busy => unavailable("calculating", "The workbook is still being computed."),
    }
}

pub(super) fn problem_of_cells(error: &CellsError) -> Problem {
    match error {
        CellsError::Gone(gone) => (*gone).into(),
        CellsError::Read(error) => problem_of_read(error),
    }
}

impl From<Gone> for Problem {
    fn from(_: Gone) -> Self {
        unavailable(
            "retry",
            "The workbook was closed at this moment. Nothing was changed.",
        )
    }
}

impl From<LoadError> for Problem {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::NoSuchChange { seq, .. } => {
                Self::not_found("change-unknown", format!("There is no change {seq}."))
            }
            LoadError::Folded { seq, upto, at, .. } => Self::new(
                StatusCode::GONE,
                "folded",
                format!("Change {seq} is folded, as is everything up to change {upto}. What happened then is no longer told."),
            )
            .at(json!({"seq": upto, "at": at.format(&Rfc3339).unwrap_or_default()})),
            LoadError::Database(error) => error.into(),
            other => Self::internal(other),
        }
    }
}

impl From<OpenError> for Problem {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Load(error) => error.into(),
            OpenError::Full { .. } => {
                unavailable("busy", "The server has as many workbooks open as it takes.")
            }
            OpenError::Stopping => unavailable("stopping", "The server is about to stop."),
        }
    }
}

impl From<EditError> for Problem {
    fn from(error: EditError) -> Self {
        match error {
            EditError::Gone => Gone.into(),
            EditError::NotStored => unavailable(
                "not-stored",
                "The change could not be stored. Nothing was changed.",
            ),
            EditError::Refused(error) => {
                Self::unprocessable("refused", "The workbook does not take this change.")
                    .caused_by(error)
            }
            EditError::Declined => Self::unprocessable("declined", "The change was given up."),
        }
    }
}
