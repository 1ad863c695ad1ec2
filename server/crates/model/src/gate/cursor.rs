//! Reading lib0 bytes: no recursion, no allocation by claimed length.

use serde_json::{Map, Value as Json};

use super::{GateLimits, Refusal};
use crate::json;

/// Largest whole number that a double holds exactly.
const MAX_SAFE: u64 = (1 << 53) - 1;

/// A place in the bytes of an update.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// Bytes not yet read.
    pub(crate) const fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    /// The bytes from `start` to here.
    pub(crate) fn since(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Refusal> {
        let b = *self.bytes.get(self.at).ok_or(Refusal::Truncated)?;
        self.at += 1;
        Ok(b)
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], Refusal> {
        let end = self.at.checked_add(count).ok_or(Refusal::Truncated)?;
        let bytes = self.bytes.get(self.at..end).ok_or(Refusal::Truncated)?;
        self.at = end;
        Ok(bytes)
    }

    /// A var-uint of at most 53 bits.
    pub(crate) fn uint(&mut self) -> Result<u64, Refusal> {
        let (mut n, mut shift) = (0u64, 0);
        loop {
            let b = self.byte()?;
            n |= u64::from(b & 0x7f) << shift;
            if b < 0x80 {
                return if n <= MAX_SAFE {
                    Ok(n)
                } else {
                    Err(Refusal::Number)
                };
            }
            shift += 7;
            if shift > 49 {
                return Err(Refusal::Number);
            }
        }
    }

    /// A clock or a length: below 2^31.
    pub(crate) fn clock(&mut self) -> Result<u32, Refusal> {
        let n = self.uint()?;
        u32::try_from(n)
            .ok()
            .filter(|n| i32::try_from(*n).is_ok())
            .ok_or(Refusal::ClockOverflow)
    }

    /// A count of things that take at least a byte each.
    pub(crate) fn count(&mut self) -> Result<usize, Refusal> {
        let n = self.uint()?;
        usize::try_from(n)
            .ok()
            .filter(|n| *n <= self.left())
            .ok_or(Refusal::Truncated)
    }

    /// A var-int of at most 53 bits and a sign.
    fn int(&mut self) -> Result<f64, Refusal> {
        let b = self.byte()?;
        let negative = b & 0x40 != 0;
        let mut n = u64::from(b & 0x3f);
        if b & 0x80 != 0 {
            let mut shift = 6;
            loop {
                let b = self.byte()?;
                n |= u64::from(b & 0x7f) << shift;
                if b < 0x80 {
                    break;
                }
                shift += 7;
                if shift > 48 {
                    return Err(Refusal::Number);
                }
            }
        }
        if n > MAX_SAFE {
            return Err(Refusal::Number);
        }
        Ok(if negative { -(n as f64) } else { n as f64 })
    }

    pub(crate) fn text(&mut self, most: usize) -> Result<&'a str, Refusal> {
        let n = self.uint()?;
        let n = usize::try_from(n)
            .ok()
            .filter(|n| *n <= most)
            .ok_or(Refusal::TextTooLong)?;
        std::str::from_utf8(self.take(n)?).map_err(|_| Refusal::Utf8)
    }

    fn float<const N: usize>(&mut self) -> Result<[u8; N], Refusal> {
        let bytes = self.take(N)?;
        bytes.try_into().map_err(|_| Refusal::Truncated)
    }

    /// A scalar, or `None` with the tag of what is none.
    fn scalar(&mut self, limits: &GateLimits) -> Result<Result<Json, u8>, Refusal> {
        let number = |n: f64| {
            if n.is_finite() {
                Ok(Ok(json::number(n)))
            } else {
                Err(Refusal::Number)
            }
        };
        match self.byte()? {
            126 => Ok(Ok(Json::Null)),
            125 => number(self.int()?),
            124 => number(f32::from_be_bytes(self.float()?).into()),
            123 => number(f64::from_be_bytes(self.float()?)),
            121 => Ok(Ok(Json::Bool(false))),
            120 => Ok(Ok(Json::Bool(true))),
            119 => Ok(Ok(Json::String(self.text(limits.text)?.to_owned()))),
            tag => Ok(Err(tag)),
        }
    }

    /// A flat value: a scalar, or an array or map of scalars.
    pub(crate) fn value(&mut self, limits: &GateLimits) -> Result<Json, Refusal> {
        match self.scalar(limits)? {
            Ok(scalar) => Ok(scalar),
            Err(117) => {
                let n = self.items(limits)?;
                let mut list = Vec::with_capacity(n);
                for _ in 0..n {
                    list.push(self.inner(limits)?);
                }
                Ok(Json::Array(list))
            }
            Err(118) => {
                let n = self.items(limits)?;
                let mut map = Map::new();
                for _ in 0..n {
                    let key = self.text(limits.text)?.to_owned();
                    map.insert(key, self.inner(limits)?);
                }
                Ok(Json::Object(map))
            }
            Err(tag) => Err(Refusal::ValueType { tag }),
        }
    }

    fn items(&mut self, limits: &GateLimits) -> Result<usize, Refusal> {
        let n = self.count()?;
        if n > limits.items {
            return Err(Refusal::TooManyItems);
        }
        Ok(n)
    }

    fn inner(&mut self, limits: &GateLimits) -> Result<Json, Refusal> {
        match self.scalar(limits)? {
            Ok(scalar) => Ok(scalar),
            Err(117 | 118) => Err(Refusal::Nested),
            Err(tag) => Err(Refusal::ValueType { tag }),
        }
    }
}

/// Appends a var-uint.
pub(crate) fn put_uint(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(u8::try_from(n & 0x7f).unwrap_or_default() | 0x80);
        n >>= 7;
    }
    out.push(u8::try_from(n).unwrap_or_default());
}
