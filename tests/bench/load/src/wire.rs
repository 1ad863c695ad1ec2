//! The two dialects of the Yjs websocket protocol that the load client speaks.

use anyhow::{Context, Result, bail};

/// Whose server is on the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Dialect {
    /// y-protocols as y-websocket and Daylight speak them: `type payload`.
    Plain,
    /// The same behind the document's name, and an authentication message first.
    Hocuspocus,
}

/// What of an incoming frame matters to a load client.
pub(crate) enum Incoming<'a> {
    /// The server's state vector: what we have and it lacks is owed.
    Step1(&'a [u8]),
    /// Missing structs or a live update.
    Update(&'a [u8]),
    /// Anything else.
    Other,
}

fn put_uint(out: &mut Vec<u8>, mut n: usize) {
    while n > 127 {
        out.push(n.to_le_bytes()[0] | 128);
        n >>= 7;
    }
    out.push(n.to_le_bytes()[0]);
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_uint(out, bytes.len());
    out.extend_from_slice(bytes);
}

fn take_uint(frame: &mut &[u8]) -> Result<usize> {
    let (mut n, mut shift) = (0, 0);
    loop {
        let (&byte, rest) = frame.split_first().context("frame ends in a number")?;
        *frame = rest;
        n |= usize::from(byte & 127) << shift;
        if byte < 128 {
            return Ok(n);
        }
        shift += 7;
        if shift > 35 {
            bail!("number too long");
        }
    }
}

fn take_bytes<'a>(frame: &mut &'a [u8]) -> Result<&'a [u8]> {
    let length = take_uint(frame)?;
    let (bytes, rest) = frame
        .split_at_checked(length)
        .context("frame ends in a string")?;
    *frame = rest;
    Ok(bytes)
}

impl Dialect {
    fn start(self, document: &str) -> Vec<u8> {
        let mut out = Vec::with_capacity(64);
        if self == Self::Hocuspocus {
            put_bytes(&mut out, document.as_bytes());
        }
        out
    }

    /// What has to be said before anything else.
    pub(crate) fn hello(self, document: &str, token: &str) -> Option<Vec<u8>> {
        (self == Self::Hocuspocus).then(|| {
            let mut out = self.start(document);
            out.extend([2, 0]);
            put_bytes(&mut out, token.as_bytes());
            out
        })
    }

    /// A sync message: 0 step 1, 1 step 2, 2 update.
    pub(crate) fn sync(self, document: &str, kind: u8, payload: &[u8]) -> Vec<u8> {
        let mut out = self.start(document);
        out.extend([0, kind]);
        put_bytes(&mut out, payload);
        out
    }

    /// Reads a frame from the server.
    pub(crate) fn read(self, mut frame: &[u8]) -> Result<Incoming<'_>> {
        let frame = &mut frame;
        if self == Self::Hocuspocus {
            take_bytes(frame)?;
        }
        // Type 4 is hocuspocus' answer to step 1, of the same form as 0.
        let is_sync = match take_uint(frame)? {
            0 => true,
            4 => self == Self::Hocuspocus,
            _ => false,
        };
        if !is_sync {
            return Ok(Incoming::Other);
        }
        match take_uint(frame)? {
            0 => Ok(Incoming::Step1(take_bytes(frame)?)),
            1 | 2 => Ok(Incoming::Update(take_bytes(frame)?)),
            kind => bail!("sync message {kind}"),
        }
    }
}
