//! Formats and the style table (FORMAT.md §6).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// A format: property → scalar. Absent is inherited, null resets to the default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Format(pub BTreeMap<String, Json>);

impl Format {
    /// Reads a stored format; null is an empty one.
    pub fn from_json(j: &Json) -> Option<Self> {
        match j {
            Json::Null => Some(Self::default()),
            Json::Object(map) => Some(Self(map.clone().into_iter().collect())),
            _ => None,
        }
    }

    /// As stored.
    pub fn to_json(&self) -> Json {
        Json::Object(self.0.clone().into_iter().collect())
    }

    /// A property that is set.
    pub fn get(&self, property: &str) -> Option<&Json> {
        self.0.get(property).filter(|v| !v.is_null())
    }

    /// The number format code.
    pub fn number_format(&self) -> Option<&str> {
        self.get("format").and_then(Json::as_str)
    }

    /// When a row's or column's format was set, to compare the two.
    pub fn at(&self) -> f64 {
        self.get("at").and_then(Json::as_f64).unwrap_or(0.0)
    }

    /// Lays another format over this one, property by property.
    pub fn put(&mut self, over: &Self) {
        for (property, value) in &over.0 {
            if property == "at" {
                continue;
            }
            if value.is_null() {
                self.0.remove(property);
            } else {
                self.0.insert(property.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use serde_json::json;

    use super::*;

    #[test]
    fn formats_merge_property_by_property() {
        let mut f = Format::from_json(&json!({"bold": true, "format": "0.00"})).unwrap();
        f.put(&Format::from_json(&json!({"format": null, "fill": "#ffffff", "at": 3})).unwrap());
        assert_eq!(f.to_json(), json!({"bold": true, "fill": "#ffffff"}));
        assert_eq!(f.number_format(), None);
    }
}
