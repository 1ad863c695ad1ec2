//! A pull reader over one XML part: local names, entities refused, limits kept, errors with the part's name.

use std::{
    borrow::Cow,
    io::{self, BufRead, Read},
};

use quick_xml::{
    Reader,
    encoding::{DecodingReader, detect_encoding},
    errors::Error,
    events::{BytesEnd, BytesRef, BytesStart, Event},
};

use crate::{
    error::ImportError,
    meter::{LimitHit, Meter, Metered},
};

/// What comes next in a part. Empty elements come as a start and an end.
#[derive(Debug)]
pub(crate) enum Node<'a> {
    Start(Tag<'a>),
    End(EndTag<'a>),
    /// A piece of text, entities resolved. Text with entities comes in several pieces.
    Text(Cow<'a, str>),
    /// Comments, declarations, processing instructions.
    Other,
    Eof,
}

/// An end tag.
#[derive(Debug)]
pub(crate) struct EndTag<'a>(BytesEnd<'a>);

impl EndTag<'_> {
    /// The name without its prefix.
    pub(crate) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

/// A start tag.
#[derive(Debug)]
pub(crate) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// The name without its prefix.
    pub(crate) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of the attribute with that local name.
    pub(crate) fn attr(&self, name: &str) -> Option<Cow<'_, str>> {
        self.attrs().find(|(key, _)| *key == name).map(|(_, v)| v)
    }

    /// An attribute as a number; `None` when it is missing or is none.
    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.attr(name)?.trim().parse().ok()
    }

    /// An attribute as XML has booleans; `None` when it is missing.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.attr(name).map(|v| is_true(&v))
    }

    /// All attributes by local name. A malformed rest is left out.
    pub(crate) fn attrs(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        attributes.map_while(Result::ok).map(|a| {
            let key = a.key.local_name().into_inner();
            let value = if a.value.contains('&') {
                a.normalized_value(quick_xml::XmlVersion::Implicit1_0)
                    .unwrap_or(Cow::Borrowed(""))
            } else {
                a.value
            };
            (key, value)
        })
    }
}

/// `1` or `true`, as XML has it.
pub(crate) fn is_true(value: &str) -> bool {
    matches!(value.trim(), "1" | "true" | "on")
}

/// UTF-8 as it is, anything else transcoded.
enum Source<R> {
    Plain(R),
    Decoded(Box<DecodingReader<R>>),
}

impl<R: BufRead> Read for Source<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(r) => r.read(buf),
            Self::Decoded(r) => r.read(buf),
        }
    }
}

impl<R: BufRead> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::Plain(r) => r.fill_buf(),
            Self::Decoded(r) => r.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        match self {
            Self::Plain(r) => r.consume(amount),
            Self::Decoded(r) => r.consume(amount),
        }
    }
}

/// The reader of one part.
pub(crate) struct Xml<R> {
    reader: Reader<Source<Metered<R>>>,
    meter: Meter,
    buf: Vec<u8>,
    depth: u32,
    part: String,
}

impl<R: BufRead> Xml<R> {
    pub(crate) fn new(part: &str, inner: R, meter: &Meter) -> Result<Self, ImportError> {
        let mut inner = Metered::new(inner, meter.clone());
        let start = inner.fill_buf().map_err(|e| io_error(part, &e))?;
        let utf8 = detect_encoding(start).is_none_or(|d| d.encoding() == encoding_rs::UTF_8);
        let source = if utf8 {
            Source::Plain(inner)
        } else {
            Source::Decoded(Box::new(DecodingReader::new(inner)))
        };
        let mut reader = Reader::from_reader(source);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Ok(Self {
            reader,
            meter: meter.clone(),
            buf: Vec::with_capacity(1024),
            depth: 0,
            part: part.to_owned(),
        })
    }

    /// Path of the part.
    pub(crate) fn part(&self) -> &str {
        &self.part
    }

    /// The next node.
    pub(crate) fn next(&mut self) -> Result<Node<'_>, ImportError> {
        self.buf.clear();
        self.meter.mark();
        let event = self
            .reader
            .read_event_into(&mut self.buf)
            .map_err(|e| xml_error(&self.part, &e))?;
        Ok(match event {
            Event::Start(e) => {
                self.depth += 1;
                Node::Start(Tag(e))
            }
            Event::End(e) => {
                self.depth = self.depth.saturating_sub(1);
                Node::End(EndTag(e))
            }
            Event::Text(e) => Node::Text(unix_lines(e.into_inner())),
            Event::CData(e) => Node::Text(unix_lines(e.into_inner())),
            Event::GeneralRef(e) => Node::Text(entity(&self.part, &e)?),
            Event::DocType(_) => {
                return Err(ImportError::Entities {
                    part: self.part.clone(),
                });
            }
            Event::Eof if self.depth > 0 => {
                return Err(ImportError::Damaged {
                    part: self.part.clone(),
                    what: "it ends in the middle".to_owned(),
                });
            }
            Event::Eof => Node::Eof,
            _ => Node::Other,
        })
    }

    /// Appends the text up to the end of the element just begun; elements inside count as text too.
    pub(crate) fn text_into(&mut self, out: &mut String) -> Result<(), ImportError> {
        let mut depth = 1;
        loop {
            match self.next()? {
                Node::Start(_) => depth += 1,
                Node::End(_) => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok(());
                    }
                }
                Node::Text(t) => out.push_str(&t),
                Node::Eof => return Ok(()),
                Node::Other => {}
            }
        }
    }

    /// Passes over the rest of the element just begun.
    pub(crate) fn skip(&mut self) -> Result<(), ImportError> {
        let mut depth = 1;
        loop {
            match self.next()? {
                Node::Start(_) => depth += 1,
                Node::End(_) => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok(());
                    }
                }
                Node::Eof => return Ok(()),
                Node::Text(_) | Node::Other => {}
            }
        }
    }
}

/// Line ends as XML wants them read.
fn unix_lines(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        text
    }
}

fn entity(part: &str, e: &BytesRef<'_>) -> Result<Cow<'static, str>, ImportError> {
    match &**e {
        "amp" => Ok(Cow::Borrowed("&")),
        "lt" => Ok(Cow::Borrowed("<")),
        "gt" => Ok(Cow::Borrowed(">")),
        "quot" => Ok(Cow::Borrowed("\"")),
        "apos" => Ok(Cow::Borrowed("'")),
        _ => match e.resolve_char_ref() {
            Ok(Some(c)) => Ok(Cow::Owned(c.to_string())),
            Ok(None) => Err(ImportError::Entities {
                part: part.to_owned(),
            }),
            Err(_) => Ok(Cow::Borrowed("\u{FFFD}")),
        },
    }
}

fn xml_error(part: &str, e: &Error) -> ImportError {
    match e {
        Error::Io(e) => io_error(part, e),
        other => ImportError::Damaged {
            part: part.to_owned(),
            what: other.to_string(),
        },
    }
}

/// What a failed read of compressed data means.
pub(crate) fn io_error(part: &str, e: &io::Error) -> ImportError {
    if let Some(hit) = e
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<LimitHit>())
    {
        return ImportError::Limit {
            what: hit.what,
            limit: hit.limit,
            part: part.to_owned(),
        };
    }
    ImportError::Damaged {
        part: part.to_owned(),
        what: format!("its data cannot be unpacked ({e})"),
    }
}
