//! What the child says over its standard output: `[u8 kind][u32 length, little endian][payload]`.

use std::io::{self, Write};

use daylight_excel::{Imported, Problem};
use daylight_model::Hash;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// Largest payload that the parent reads.
const MOST: u32 = 512 << 20;

const PROGRESS: u8 = b'P';
const ASSET: u8 = b'A';
const DONE: u8 = b'D';
const PROBLEM: u8 = b'E';

/// One message of the child.
#[derive(Debug)]
pub(super) enum Frame {
    Progress(Told),
    Asset(Hash, Vec<u8>),
    Done(Box<Imported>),
    Problem(Problem),
}

/// How far the child is.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Told {
    pub(super) share: f32,
    pub(super) what: String,
}

/// The child's output is not what a child says.
#[derive(Debug, thiserror::Error)]
pub(super) enum FrameError {
    #[error("the output cannot be read")]
    Read(#[from] io::Error),
    #[error("a frame of kind {0} is unknown")]
    Kind(u8),
    #[error("a frame of {0} bytes is too long")]
    Length(u32),
    #[error("a frame cannot be understood")]
    Json(#[from] serde_json::Error),
    #[error("an asset without a hash")]
    NoHash,
}

/// Reads the next frame; `None` at the end.
pub(super) async fn read(from: &mut (impl AsyncRead + Unpin)) -> Result<Option<Frame>, FrameError> {
    let kind = match from.read_u8().await {
        Ok(kind) => kind,
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(e) => return Err(e.into()),
    };
    let length = from.read_u32_le().await?;
    if length > MOST {
        return Err(FrameError::Length(length));
    }
    // Memory is taken as bytes come, not as the length claims.
    let mut payload = Vec::new();
    let read = from
        .take(u64::from(length))
        .read_to_end(&mut payload)
        .await?;
    if read as u64 != u64::from(length) {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
    }
    Ok(Some(match kind {
        PROGRESS => Frame::Progress(serde_json::from_slice(&payload)?),
        ASSET => {
            let (hash, body) = payload
                .split_first_chunk::<32>()
                .ok_or(FrameError::NoHash)?;
            Frame::Asset(Hash(*hash), body.to_vec())
        }
        DONE => Frame::Done(serde_json::from_slice(&payload)?),
        PROBLEM => Frame::Problem(serde_json::from_slice(&payload)?),
        other => return Err(FrameError::Kind(other)),
    }))
}

/// Writes a progress frame.
pub(super) fn write_progress(to: &mut impl Write, told: &Told) -> io::Result<()> {
    write_json(to, PROGRESS, told)
}

/// Writes an asset frame.
pub(super) fn write_asset(to: &mut impl Write, hash: Hash, gzip: &[u8]) -> io::Result<()> {
    header(to, ASSET, hash.0.len() + gzip.len())?;
    to.write_all(&hash.0)?;
    to.write_all(gzip)
}

/// Writes the frame that ends a successful import.
pub(super) fn write_done(to: &mut impl Write, imported: &Imported) -> io::Result<()> {
    write_json(to, DONE, imported)
}

/// Writes the frame that ends a failed import.
pub(super) fn write_problem(to: &mut impl Write, problem: &Problem) -> io::Result<()> {
    write_json(to, PROBLEM, problem)
}

fn write_json<T: Serialize>(to: &mut impl Write, kind: u8, value: &T) -> io::Result<()> {
    let json = serde_json::to_vec(value)?;
    header(to, kind, json.len())?;
    to.write_all(&json)
}

fn header(to: &mut impl Write, kind: u8, length: usize) -> io::Result<()> {
    let length = u32::try_from(length)
        .ok()
        .filter(|length| *length <= MOST)
        .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    to.write_all(&[kind])?;
    to.write_all(&length.to_le_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;

    #[tokio::test]
    async fn frames_survive_and_nonsense_does_not() {
        let mut bytes = Vec::new();
        let told = Told {
            share: 0.5,
            what: "Sheet 1 of 2, Plan".into(),
        };
        write_progress(&mut bytes, &told).unwrap();
        write_asset(&mut bytes, Hash([7; 32]), b"gzip").unwrap();
        let problem = Problem {
            code: "file-damaged".into(),
            detail: "d".into(),
            remedy: "r".into(),
            part: None,
        };
        write_problem(&mut bytes, &problem).unwrap();
        let mut from = bytes.as_slice();
        assert!(
            matches!(read(&mut from).await.unwrap(), Some(Frame::Progress(t)) if t.what == told.what)
        );
        match read(&mut from).await.unwrap() {
            Some(Frame::Asset(hash, body)) => assert_eq!((hash.0[0], &*body), (7, &b"gzip"[..])),
            other => panic!("{other:?}"),
        }
        assert!(
            matches!(read(&mut from).await.unwrap(), Some(Frame::Problem(p)) if p.code == "file-damaged")
        );
        assert!(read(&mut from).await.unwrap().is_none());
        for bad in [
            &b"X\x01\0\0\0a"[..],
            b"P\xff\xff\xff\xff",
            b"P\x05\0\0\0ab",
            b"A\x02\0\0\0ab",
            b"D\x02\0\0\0ab",
            b"P\x01",
        ] {
            assert!(read(&mut &bad[..]).await.is_err(), "{bad:?}");
        }
    }
}
