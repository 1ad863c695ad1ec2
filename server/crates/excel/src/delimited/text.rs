//! Bytes in some encoding → UTF-8.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::{
    detect::looks_utf16,
    error::ImportError,
    meter::{Meter, Metered},
};

/// Bytes that the guess of an encoding looks at, when the file is not UTF-8.
const GUESS: u64 = 4 << 20;
/// Bytes of text that the guess of a dialect looks at.
const HEAD: usize = 64 << 10;

/// The start of a text file, decoded, and its encoding.
pub(crate) fn look(mut file: &File) -> Result<(String, &'static Encoding), ImportError> {
    let encoding = encoding_of(file).map_err(ImportError::Input)?;
    let mut bytes = Vec::new();
    file.take(HEAD as u64)
        .read_to_end(&mut bytes)
        .and_then(|_| file.seek(SeekFrom::Start(0)))
        .map_err(ImportError::Input)?;
    let (text, _, _) = encoding.decode(&bytes);
    Ok((text.into_owned(), encoding))
}

fn encoding_of(mut file: &File) -> io::Result<&'static Encoding> {
    let mut head = vec![0; 4096];
    let n = read_full(&mut file, &mut head)?;
    head.truncate(n);
    file.seek(SeekFrom::Start(0))?;
    if let Some((encoding, _)) = Encoding::for_bom(&head) {
        return Ok(encoding);
    }
    if looks_utf16(&head) {
        let little = head.get(1) == Some(&0);
        return Ok(if little { UTF_16LE } else { UTF_16BE });
    }
    let utf8 = is_utf8(file)?;
    file.seek(SeekFrom::Start(0))?;
    if utf8 {
        return Ok(UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut bytes = Vec::new();
    file.take(GUESS).read_to_end(&mut bytes)?;
    file.seek(SeekFrom::Start(0))?;
    detector.feed(&bytes, true);
    Ok(detector.guess(None, Utf8Detection::Deny))
}

fn is_utf8(mut file: &File) -> io::Result<bool> {
    let mut buf = vec![0; 1 << 16];
    let mut kept = 0;
    loop {
        let n = read_full(&mut file, &mut buf[kept..])?;
        let filled = kept + n;
        match std::str::from_utf8(&buf[..filled]) {
            Ok(_) => kept = 0,
            // A character cut at the end of the buffer is judged with what follows.
            Err(e) if e.error_len().is_none() && n > 0 => {
                let start = e.valid_up_to();
                buf.copy_within(start..filled, 0);
                kept = filled - start;
            }
            Err(_) => return Ok(false),
        }
        if n == 0 {
            return Ok(kept == 0);
        }
    }
}

fn read_full(file: &mut &File, buf: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buf.len() {
        match file.read(&mut buf[filled..])? {
            0 => break,
            n => filled += n,
        }
    }
    Ok(filled)
}

/// A file as UTF-8, whatever its encoding; a mark at its start is left out.
pub(crate) struct Decoded {
    inner: Metered<File>,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    raw_end: usize,
    ended: bool,
}

impl Decoded {
    pub(crate) fn new(
        mut file: File,
        encoding: &'static Encoding,
        meter: &Meter,
    ) -> io::Result<Self> {
        file.seek(SeekFrom::Start(0))?;
        Ok(Self {
            inner: Metered::new(file, meter.clone()),
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; 1 << 15],
            raw_at: 0,
            raw_end: 0,
            ended: false,
        })
    }
}

impl Read for Decoded {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.raw_at == self.raw_end && !self.ended {
                self.inner.meter().mark();
                self.raw_end = self.inner.read(&mut self.raw)?;
                self.raw_at = 0;
                self.ended = self.raw_end == 0;
            }
            let raw = &self.raw[self.raw_at..self.raw_end];
            let last = self.ended;
            let (_, read, written, _) = self.decoder.decode_to_utf8(raw, out, last);
            self.raw_at += read;
            if written > 0 || self.ended {
                return Ok(written);
            }
            if read == 0 && self.raw_at < self.raw_end {
                // The caller's buffer is too small for one character.
                return Err(io::Error::other(
                    "a buffer of four bytes at least is needed",
                ));
            }
        }
    }
}
