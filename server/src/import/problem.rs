//! What can go wrong around the reading of a file, told like what is wrong with a file.

use std::time::Duration;

use daylight_excel::Problem;

/// The queue is full.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("{waiting} imports are waiting already")]
pub struct Busy {
    pub waiting: usize,
}

/// Why a child ended without a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It took longer than allowed.
    Time(Duration),
    /// It wanted more memory than allowed.
    Memory(u64),
    /// It stopped for no reason that it could give.
    Crashed,
    /// The server was stopped.
    Stopped,
    /// The database did not take the result.
    Database,
    /// The program could not be started or spoke nonsense.
    Child,
}

impl Fault {
    /// As it is told and stored.
    pub fn problem(self) -> Problem {
        let (code, detail, remedy) = match self {
            Self::Time(most) => (
                "import-timeout",
                format!("Reading the file took longer than {}.", seconds(most)),
                "Split it into smaller workbooks, or ask an administrator to raise the limit.",
            ),
            Self::Memory(most) => (
                "import-memory",
                format!(
                    "Reading the file took more than {} MB of memory.",
                    most >> 20
                ),
                "Split it into smaller workbooks, or ask an administrator to raise the limit.",
            ),
            Self::Crashed => return crashed(),
            Self::Stopped => (
                "import-interrupted",
                "The server was stopped while it read the file.".to_owned(),
                "Nothing was created. Import the file again.",
            ),
            Self::Database => (
                "database-away",
                "The database did not take what was read from the file.".to_owned(),
                "Nothing was created. Import the file again in a while.",
            ),
            Self::Child => (
                "import-unavailable",
                "The part of the server that reads files did not start.".to_owned(),
                "Nothing was created. Tell an administrator.",
            ),
        };
        Problem {
            code: code.to_owned(),
            detail,
            remedy: remedy.to_owned(),
            part: None,
        }
    }
}

/// The parser met something that it cannot cope with.
pub(super) fn crashed() -> Problem {
    Problem {
        code: "import-crashed".to_owned(),
        detail: "The file could not be read: something in it is not as any program writes it."
            .to_owned(),
        remedy: "Open it in Excel and save it as a new Excel workbook (.xlsx), then import that."
            .to_owned(),
        part: None,
    }
}

fn seconds(time: Duration) -> String {
    let s = time.as_secs_f64();
    if s >= 60.0 && s % 60.0 == 0.0 {
        format!("{} min", s / 60.0)
    } else {
        format!("{s} s")
    }
}
