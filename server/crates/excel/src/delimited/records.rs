//! Records and fields, as RFC 4180 has them and programs write them. Empty lines are records without fields.

use std::io::{self, BufRead};

use crate::error::ImportError;

/// Longest field that is kept whole; what is longer loses its end, as a cell would cut it anyway.
const MOST: usize = 1 << 18;

/// Why there is no next record.
#[derive(Debug)]
pub(crate) enum RecordError {
    Read(io::Error),
    /// The taker of a field refused.
    Field(ImportError),
}

/// Reads records one by one.
pub(crate) struct Records<R> {
    inner: R,
    delimiter: u8,
    field: Vec<u8>,
    /// The file has not ended.
    open: bool,
    /// The last byte was a carriage return that ended a record.
    after_return: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Start,
    Plain,
    Quoted,
    /// After a quote inside quotes: the end, or one half of a doubled quote.
    Closing,
}

impl<R: BufRead> Records<R> {
    pub(crate) fn new(inner: R, delimiter: u8) -> Self {
        Self {
            inner,
            delimiter,
            field: Vec::new(),
            open: true,
            after_return: false,
        }
    }

    /// Hands the fields of the next record to `take`; false at the end of the file.
    pub(crate) fn next(
        &mut self,
        mut take: impl FnMut(&str) -> Result<(), ImportError>,
    ) -> Result<bool, RecordError> {
        if !self.open {
            return Ok(false);
        }
        self.field.clear();
        let (mut state, mut any) = (State::Start, false);
        loop {
            let chunk = self.inner.fill_buf().map_err(RecordError::Read)?;
            if chunk.is_empty() {
                self.open = false;
                if any || state != State::Start {
                    emit(&mut self.field, &mut take)?;
                    return Ok(true);
                }
                return Ok(false);
            }
            let mut used = 0;
            let mut ended = false;
            for &byte in chunk {
                used += 1;
                if std::mem::take(&mut self.after_return) && byte == b'\n' {
                    continue;
                }
                let quoted = state == State::Quoted;
                match byte {
                    b'"' if state == State::Start => state = State::Quoted,
                    b'"' if quoted => state = State::Closing,
                    b'"' if state == State::Closing => {
                        push(&mut self.field, b'"');
                        state = State::Quoted;
                    }
                    _ if quoted => push(&mut self.field, byte),
                    _ if byte == self.delimiter => {
                        emit(&mut self.field, &mut take)?;
                        any = true;
                        state = State::Start;
                    }
                    b'\n' | b'\r' => {
                        self.after_return = byte == b'\r';
                        ended = true;
                        break;
                    }
                    _ => {
                        push(&mut self.field, byte);
                        state = State::Plain;
                    }
                }
            }
            self.inner.consume(used);
            if ended {
                if any || state != State::Start {
                    emit(&mut self.field, &mut take)?;
                }
                return Ok(true);
            }
        }
    }
}

fn push(field: &mut Vec<u8>, byte: u8) {
    if field.len() < MOST {
        field.push(byte);
    }
}

fn emit(
    field: &mut Vec<u8>,
    take: &mut impl FnMut(&str) -> Result<(), ImportError>,
) -> Result<(), RecordError> {
    let text = String::from_utf8_lossy(field);
    let done = take(&text).map_err(RecordError::Field);
    field.clear();
    done
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn all(text: &str) -> Vec<Vec<String>> {
        // A tiny buffer, so that every boundary falls everywhere.
        let reader = io::BufReader::with_capacity(1, text.as_bytes());
        let mut records = Records::new(reader, b',');
        let mut out = Vec::new();
        loop {
            let mut record = Vec::new();
            let more = records.next(|f| {
                record.push(f.to_owned());
                Ok(())
            });
            if !more.unwrap() {
                return out;
            }
            out.push(record);
        }
    }

    #[test]
    fn records_as_programs_write_them() {
        assert_eq!(all("a,b\r\nc,d\r\n"), [["a", "b"], ["c", "d"]]);
        assert_eq!(
            all("a,\"b,\"\"x\"\"\ny\"\nc"),
            [vec!["a", "b,\"x\"\ny"], vec!["c"]]
        );
        assert_eq!(all("a\n\nb"), [vec!["a"], vec![], vec!["b"]]);
        assert_eq!(all("a\rb\r"), [["a"], ["b"]]);
        assert_eq!(all(",\n"), [["", ""]]);
        assert_eq!(all("a\"b,\"c\"d"), [["a\"b", "cd"]]);
        assert_eq!(all("\"open"), [["open"]]);
        assert_eq!(all(""), Vec::<Vec<String>>::new());
        assert_eq!(all("a,"), [["a", ""]]);
    }
}
