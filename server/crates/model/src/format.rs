//! Formats and the style table (FORMAT.md §6).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A format: property → scalar. Absent is inherited, null resets to the default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Format(pub BTreeMap<String, serde_json::Value>);
