//! Log lines and figures. A leaf: imports nothing of ours.

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use std::io::IsTerminal as _;
use std::sync::OnceLock;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

/// Why log lines cannot be written as asked.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    #[error("--log is not a filter like info,daylight=debug")]
    Filter(#[from] ParseError),
    #[error("log lines are set up already")]
    Twice(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Writes log lines to standard error from now on.
pub fn start(filter: &str, as_json: bool) -> Result<(), TelemetryError> {
    let lines = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_new(filter)?)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    if as_json {
        lines.json().try_init()
    } else {
        lines.try_init()
    }
    .map_err(TelemetryError::Twice)
}

const SECONDS: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];

/// The process's figures, for `/metrics`. The first call begins to collect them.
pub fn figures() -> Option<&'static PrometheusHandle> {
    static FIGURES: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    FIGURES.get_or_init(|| install().ok()).as_ref()
}

fn install() -> Result<PrometheusHandle, BuildError> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
        .install_recorder()?;
    describe();
    Ok(handle)
}

fn describe() {
    metrics::describe_counter!(
        "daylight_requests_total",
        "Requests answered, by method, route and status"
    );
    metrics::describe_histogram!(
        "daylight_request_seconds",
        "Time to answer a request, by method and route"
    );
    metrics::describe_gauge!("daylight_rooms_open", "Workbooks open for editing");
    metrics::describe_gauge!(
        "daylight_database_connections",
        "Connections to the database"
    );
    metrics::describe_gauge!(
        "daylight_database_connections_idle",
        "Connections to the database that do nothing"
    );
    metrics::describe_counter!(
        "daylight_changes_total",
        "Changes appended to the log, by the way they came in"
    );
    metrics::describe_counter!(
        "daylight_refusals_total",
        "Updates refused by the gate, by name"
    );
    metrics::describe_counter!(
        "daylight_custody_checks_total",
        "Logs checked from end to end"
    );
    metrics::describe_gauge!(
        "daylight_custody_damaged_workbooks",
        "Workbooks whose log the last check found not to be as it was written"
    );
    metrics::describe_gauge!(
        "daylight_custody_checked_timestamp_seconds",
        "When the last check of all logs ended"
    );
    metrics::describe_gauge!(
        "daylight_custody_anchored_timestamp_seconds",
        "When signed heads were last kept outside"
    );
    metrics::describe_counter!(
        "daylight_custody_anchor_failures_total",
        "Times that signed heads could not be kept outside"
    );
    metrics::describe_counter!(
        "daylight_custody_unsigned_total",
        "Times that a damaged log was not signed"
    );
    metrics::describe_gauge!(
        "daylight_custody_signing_seconds",
        "Time that the last signing of all logs took"
    );
}
