//! Block values as JSON, read without buffering: a block holds thousands of them.

use std::{fmt, sync::Arc};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, SeqAccess, Visitor},
    ser::SerializeSeq,
};

use super::BlockValue;
use crate::content::{ErrorCode, Value};

const EXACT: f64 = 9_007_199_254_740_992.0;

impl Serialize for BlockValue {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => s.serialize_unit(),
            Self::Bool(b) => s.serialize_bool(*b),
            Self::Number(n) if n.fract() == 0.0 && n.abs() < EXACT =>
            {
                #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
                s.serialize_i64(*n as i64)
            }
            Self::Number(n) => s.serialize_f64(*n),
            Self::Text(t) => s.serialize_str(t),
            Self::Error(e) => {
                let mut seq = s.serialize_seq(Some(2))?;
                seq.serialize_element("#")?;
                seq.serialize_element(e.as_str())?;
                seq.end()
            }
        }
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = BlockValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null, a boolean, a number, a string or [\"#\", code]")
    }

    fn visit_unit<E: Error>(self) -> Result<BlockValue, E> {
        Ok(BlockValue::Null)
    }

    fn visit_bool<E: Error>(self, b: bool) -> Result<BlockValue, E> {
        Ok(BlockValue::Bool(b))
    }

    fn visit_i64<E: Error>(self, n: i64) -> Result<BlockValue, E> {
        Ok(BlockValue::Number(n as f64))
    }

    fn visit_u64<E: Error>(self, n: u64) -> Result<BlockValue, E> {
        Ok(BlockValue::Number(n as f64))
    }

    fn visit_f64<E: Error>(self, n: f64) -> Result<BlockValue, E> {
        Ok(BlockValue::Number(n))
    }

    fn visit_str<E: Error>(self, s: &str) -> Result<BlockValue, E> {
        Ok(BlockValue::Text(s.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<BlockValue, A::Error> {
        let tag: Option<String> = seq.next_element()?;
        let code: Option<String> = seq.next_element()?;
        let end: Option<String> = seq.next_element()?;
        match (tag.as_deref(), code, end) {
            (Some("#"), Some(code), None) => code
                .parse::<ErrorCode>()
                .map(BlockValue::Error)
                .map_err(|()| A::Error::custom("unknown error code")),
            _ => Err(A::Error::custom("not an error value")),
        }
    }
}

impl<'de> Deserialize<'de> for BlockValue {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(ValueVisitor)
    }
}

impl From<&BlockValue> for Value {
    fn from(v: &BlockValue) -> Self {
        match v {
            BlockValue::Null => Self::Empty,
            BlockValue::Bool(b) => Self::Bool(*b),
            BlockValue::Number(n) => Self::Number(*n),
            BlockValue::Text(t) => Self::Text(Arc::clone(t)),
            BlockValue::Error(e) => Self::Error(*e),
        }
    }
}

impl From<&Value> for BlockValue {
    fn from(v: &Value) -> Self {
        match v {
            Value::Empty => Self::Null,
            Value::Bool(b) => Self::Bool(*b),
            Value::Number(n) => Self::Number(*n),
            Value::Text(t) => Self::Text(Arc::clone(t)),
            Value::Error(e) => Self::Error(*e),
        }
    }
}
