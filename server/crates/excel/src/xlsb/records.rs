//! Records of the parts of a binary workbook, read as they are unpacked.

use std::io::{BufRead, Read as _};

use crate::{
    error::ImportError,
    meter::{Meter, Metered},
    ptg::Bytes,
    xml::io_error,
};

/// Reads the records of one part.
pub(crate) struct Records<R> {
    inner: Metered<R>,
    meter: Meter,
    part: String,
    data: Vec<u8>,
}

impl<R: BufRead> Records<R> {
    pub(crate) fn new(part: &str, inner: R, meter: &Meter) -> Self {
        Self {
            inner: Metered::new(inner, meter.clone()),
            meter: meter.clone(),
            part: part.to_owned(),
            data: Vec::new(),
        }
    }

    /// The number and the data of the next record; `None` at the end of the part.
    pub(crate) fn next(&mut self) -> Result<Option<(u16, Bytes<'_>)>, ImportError> {
        self.meter.mark();
        let Some(first) = self.byte()? else {
            return Ok(None);
        };
        let mut kind = u16::from(first & 0x7f);
        if first & 0x80 != 0 {
            kind |= u16::from(self.needed()? & 0x7f) << 7;
        }
        let mut length = 0_u64;
        for shift in [0, 7, 14, 21] {
            let byte = self.needed()?;
            length |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        self.data.clear();
        let read = (&mut self.inner)
            .take(length)
            .read_to_end(&mut self.data)
            .map_err(|e| io_error(&self.part, &e))?;
        if read as u64 != length {
            return Err(self.ends());
        }
        Ok(Some((kind, Bytes(&self.data))))
    }

    /// The error of a record that is too short.
    pub(crate) fn short(&self, kind: u16) -> ImportError {
        ImportError::Damaged {
            part: self.part.clone(),
            what: format!("a record of kind {kind} is too short"),
        }
    }

    fn byte(&mut self) -> Result<Option<u8>, ImportError> {
        let mut byte = [0];
        let read = self
            .inner
            .read(&mut byte)
            .map_err(|e| io_error(&self.part, &e))?;
        Ok((read == 1).then_some(byte[0]))
    }

    fn needed(&mut self) -> Result<u8, ImportError> {
        self.byte()?.ok_or_else(|| self.ends())
    }

    fn ends(&self) -> ImportError {
        ImportError::Damaged {
            part: self.part.clone(),
            what: "it ends in the middle".to_owned(),
        }
    }
}

/// A text that begins with its length; `None` when it is cut.
pub(crate) fn wide(data: &mut Bytes<'_>) -> Option<String> {
    let units = data.u32()?;
    data.utf16(usize::try_from(units).ok()?)
}

/// As [`wide`], for a text that may be missing, which is an empty one here.
pub(crate) fn maybe_wide(data: &mut Bytes<'_>) -> Option<String> {
    if data.0.get(..4) == Some(&[0xff; 4]) {
        data.u32()?;
        return Some(String::new());
    }
    wide(data)
}
