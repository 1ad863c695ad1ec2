//! The child: reads one file under limits that the kernel keeps, and says what it finds over standard output.

use std::{
    io::{self, BufWriter, Write as _},
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    process::ExitCode,
};

use daylight_excel::{Limits, Problem, Sink, import};
use daylight_model::Hash;
use rlimit::Resource;
use serde::{Deserialize, Serialize};

use super::frames::{self, Told};

/// What the child is started with, as JSON in its one argument.
#[derive(Debug, Serialize, Deserialize)]
pub struct Job {
    pub file: PathBuf,
    /// What the owner calls the file.
    pub name: String,
    pub limits: Limits,
}

/// Runs the hidden subcommand `import-child`.
pub fn run(job: &str) -> ExitCode {
    let Ok(job) = serde_json::from_str::<Job>(job) else {
        return ExitCode::from(2);
    };
    if confine(&job.limits).is_err() {
        return ExitCode::from(3);
    }
    // What the parser says when it stops at something it did not expect is nobody's business.
    std::panic::set_hook(Box::new(|_| {}));
    let mut out = Pipe(BufWriter::with_capacity(1 << 16, io::stdout().lock()));
    let result = catch_unwind(AssertUnwindSafe(|| {
        import(&job.file, &job.name, &job.limits, &mut out)
    }));
    let written = match result {
        Ok(Ok(imported)) => frames::write_done(&mut out.0, &imported),
        Ok(Err(error)) => frames::write_problem(&mut out.0, &Problem::from(&error)),
        Err(_) => frames::write_problem(&mut out.0, &super::problem::crashed()),
    };
    match written.and_then(|()| out.0.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(4),
    }
}

/// No more memory and time than allowed, no files written, few files open.
fn confine(limits: &Limits) -> io::Result<()> {
    let set = |resource: Resource, most: u64| {
        let (_, hard) = resource.get()?;
        let most = most.min(hard);
        resource.set(most, most)
    };
    set(Resource::AS, limits.address_space)?;
    // Past the first limit comes a signal that tells why, past the second the end.
    let (_, hard) = Resource::CPU.get()?;
    let last = limits.cpu_seconds.saturating_add(5).min(hard);
    Resource::CPU.set(limits.cpu_seconds.min(last), last)?;
    set(Resource::FSIZE, 0)?;
    set(Resource::CORE, 0)?;
    set(Resource::NOFILE, 32)
}

struct Pipe<W: io::Write>(BufWriter<W>);

impl<W: io::Write> Sink for Pipe<W> {
    fn asset(&mut self, hash: Hash, gzip: Vec<u8>) -> io::Result<()> {
        frames::write_asset(&mut self.0, hash, &gzip)
    }

    fn progress(&mut self, share: f32, what: &str) {
        let told = Told {
            share,
            what: what.to_owned(),
        };
        // A parent that is gone shows when the next asset cannot be written.
        let _told = frames::write_progress(&mut self.0, &told).and_then(|()| self.0.flush());
    }
}
