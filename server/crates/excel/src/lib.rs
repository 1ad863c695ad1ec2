//! Files in: a spreadsheet file from a stranger → assets and the first entries of a document.
//!
//! Pure but for reading the one file: no network, no database, no clock. What is read goes in one pass from the
//! file into blocks of rows, each handed to a [`Sink`] as soon as it is complete, so that memory does not grow
//! with the number of cells. [`Limits`] bound everything that a file could ask for; what they cannot bound, the
//! caller does by running [`import`] in a process of its own.
//!
//! ```no_run
//! use daylight_excel::{Limits, Sink, import};
//! use daylight_model::Hash;
//!
//! #[derive(Default)]
//! struct Keep(Vec<(Hash, Vec<u8>)>);
//!
//! impl Sink for Keep {
//!     fn asset(&mut self, hash: Hash, gzip: Vec<u8>) -> std::io::Result<()> {
//!         self.0.push((hash, gzip));
//!         Ok(())
//!     }
//!     fn progress(&mut self, _share: f32, _what: &str) {}
//! }
//!
//! let mut keep = Keep::default();
//! let imported = import("plan.xlsx".as_ref(), "plan.xlsx", &Limits::default(), &mut keep)?;
//! println!("{}: {} cells", imported.title, imported.report.cells);
//! # Ok::<(), daylight_excel::ImportError>(())
//! ```

use std::{fs::File, path::Path};

mod compound;
mod delimited;
mod detect;
mod error;
mod formula;
mod imported;
mod job;
mod limits;
mod lines;
mod meter;
mod names;
mod ods;
mod package;
mod ptg;
mod report;
mod sheet;
mod style;
mod summary;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

pub use error::{ImportError, Problem, Quantity};
pub use imported::{Imported, ImportedName, ImportedSheet, SheetState, Sink};
pub use limits::Limits;
pub use report::{FileKind, Group, Loss, Note, Report, SheetReport};

use crate::{compound::Compound, detect::Container, job::Job, package::Package};

/// Imports a file. `name` is what its owner calls it; its kind is told by its content.
pub fn import(
    file: &Path,
    name: &str,
    limits: &Limits,
    sink: &mut dyn Sink,
) -> Result<Imported, ImportError> {
    let mut file = File::open(file).map_err(ImportError::Input)?;
    let bytes = file.metadata().map_err(ImportError::Input)?.len();
    if bytes == 0 {
        return Err(ImportError::Empty);
    }
    job::within(bytes, limits.file_bytes, Quantity::File, "")?;
    let title = names::title(name);
    let mut job = Job::new(limits, sink);
    match detect::container(&mut file)? {
        Container::Zip => package(xlsx::open(file, &job)?, title, &mut job),
        Container::Compound => xls::import(Compound::open(file)?, title, &mut job),
        Container::Text => delimited::import(file, name, title, &mut job),
    }
}

fn package(
    mut package: Package,
    title: String,
    job: &mut Job<'_>,
) -> Result<Imported, ImportError> {
    if ods::is_one(&package) {
        return ods::import(package, title, job);
    }
    match xlsx::workbook_path(&mut package)? {
        Some(path) if path.starts_with("word/") || path.starts_with("ppt/") => {
            Err(detect::other_package(package.paths()))
        }
        Some(path) if path.to_lowercase().ends_with(".bin") => {
            xlsb::import(package, &path, title, job)
        }
        Some(path) => xlsx::import(package, &path, title, job),
        None => Err(detect::other_package(package.paths())),
    }
}
