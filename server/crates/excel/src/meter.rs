//! Counts what comes out of compressed data, and stops it at the limits.

use std::{
    cell::Cell,
    fmt,
    io::{self, BufRead, Read},
    rc::Rc,
};

use crate::{error::Quantity, limits::Limits};

/// Shared count of inflated bytes, one for the whole file.
#[derive(Clone, Debug)]
pub(crate) struct Meter(Rc<Counts>);

#[derive(Debug)]
struct Counts {
    inflated: Cell<u64>,
    token: Cell<u64>,
    inflated_limit: u64,
    token_limit: u64,
}

/// Travels inside an [`io::Error`] from the meter through readers that know only those.
#[derive(Debug)]
pub(crate) struct LimitHit {
    pub(crate) what: Quantity,
    pub(crate) limit: u64,
}

impl fmt::Display for LimitHit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "more than {} {:?}", self.limit, self.what)
    }
}

impl std::error::Error for LimitHit {}

impl Meter {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self(Rc::new(Counts {
            inflated: Cell::new(0),
            token: Cell::new(0),
            inflated_limit: limits.inflated_bytes,
            token_limit: limits.token_bytes,
        }))
    }

    /// Bytes read so far.
    pub(crate) fn inflated(&self) -> u64 {
        self.0.inflated.get()
    }

    /// A new token begins.
    pub(crate) fn mark(&self) {
        self.0.token.set(0);
    }

    fn take(&self, n: usize) {
        let counts = &*self.0;
        counts.inflated.set(counts.inflated.get() + n as u64);
        counts.token.set(counts.token.get() + n as u64);
    }

    fn check(&self) -> io::Result<()> {
        let counts = &*self.0;
        let (what, limit) = if counts.inflated.get() > counts.inflated_limit {
            (Quantity::Inflated, counts.inflated_limit)
        } else if counts.token.get() > counts.token_limit {
            (Quantity::Token, counts.token_limit)
        } else {
            return Ok(());
        };
        Err(io::Error::other(LimitHit { what, limit }))
    }
}

/// A reader under a [`Meter`].
#[derive(Debug)]
pub(crate) struct Metered<R> {
    inner: R,
    meter: Meter,
}

impl<R> Metered<R> {
    pub(crate) fn new(inner: R, meter: Meter) -> Self {
        meter.mark();
        Self { inner, meter }
    }

    pub(crate) fn meter(&self) -> &Meter {
        &self.meter
    }
}

impl<R: BufRead> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.meter.check()?;
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.meter.take(amount);
        self.inner.consume(amount);
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.meter.check()?;
        let n = self.inner.read(buf)?;
        self.meter.take(n);
        Ok(n)
    }
}
