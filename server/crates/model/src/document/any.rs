//! Values between JSON and what yrs holds.

use std::{collections::HashMap, sync::Arc};

use serde_json::{Map, Value as Json};
use yrs::{Any, Number, Out};

use crate::json;

fn scalar(any: &Any) -> Option<Json> {
    match any {
        Any::Null | Any::Undefined => Some(Json::Null),
        Any::Bool(b) => Some(Json::Bool(*b)),
        Any::Number(Number::Int(n)) => Some(json::number(*n as f64)),
        Any::Number(Number::Float(n)) => Some(json::number(*n)),
        Any::String(s) => Some(Json::String(s.to_string())),
        Any::Buffer(_) | Any::Array(_) | Any::Map(_) => None,
    }
}

/// A flat value as JSON; what is not flat is null, and the gate lets none in.
pub(super) fn to_json(out: &Out) -> Json {
    let Out::Any(any) = out else {
        return Json::Null;
    };
    match any {
        Any::Array(list) => list
            .iter()
            .map(|a| scalar(a).unwrap_or(Json::Null))
            .collect(),
        Any::Map(map) => {
            let mut sorted: Vec<_> = map.iter().collect();
            sorted.sort_unstable_by_key(|(key, _)| *key);
            let pairs = sorted
                .into_iter()
                .map(|(key, a)| (key.clone(), scalar(a).unwrap_or(Json::Null)));
            Json::Object(pairs.collect::<Map<_, _>>())
        }
        other => scalar(other).unwrap_or(Json::Null),
    }
}

fn scalar_of(j: &Json) -> Option<Any> {
    match j {
        Json::Null => Some(Any::Null),
        Json::Bool(b) => Some(Any::Bool(*b)),
        Json::Number(n) => n.as_f64().map(|n| Any::Number(Number::try_i64(n))),
        Json::String(s) => Some(Any::String(Arc::from(s.as_str()))),
        Json::Array(_) | Json::Object(_) => None,
    }
}

/// A flat JSON value as yrs holds it; `None` when it is not flat.
pub(crate) fn of_json(j: &Json) -> Option<Any> {
    match j {
        Json::Array(list) => {
            let list: Option<Vec<Any>> = list.iter().map(scalar_of).collect();
            Some(Any::Array(list?.into()))
        }
        Json::Object(map) => {
            let map: Option<HashMap<String, Any>> = map
                .iter()
                .map(|(key, value)| Some((key.clone(), scalar_of(value)?)))
                .collect();
            Some(Any::Map(Arc::new(map?)))
        }
        other => scalar_of(other),
    }
}
