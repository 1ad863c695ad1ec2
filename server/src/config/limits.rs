//! Limits on what strangers can make the server do. Every one can be set by flag or variable.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

/// All limits, by concern.
#[derive(Debug, Clone, Args)]
pub struct Limits {
    #[command(flatten)]
    pub http: HttpLimits,
    #[command(flatten)]
    pub sync: SyncLimits,
    #[command(flatten)]
    pub import: ImportLimits,
}

/// Limits of requests.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Limits of requests")]
pub struct HttpLimits {
    /// Largest JSON body of a request, in bytes
    #[arg(long, env = "DAYLIGHT_BODY_BYTES", default_value_t = 16 << 20)]
    pub body_bytes: usize,
    /// Largest uploaded file, in bytes
    #[arg(long, env = "DAYLIGHT_UPLOAD_BYTES", default_value_t = 200 << 20)]
    pub upload_bytes: u64,
    /// Seconds after which a request other than an upload is given up
    #[arg(long = "request-seconds", env = "DAYLIGHT_REQUEST_SECONDS", default_value = "60", value_parser = seconds)]
    pub request_time: Duration,
    /// Seconds that a connection may take for the head of a request, and lie idle between two
    #[arg(long = "head-seconds", env = "DAYLIGHT_HEAD_SECONDS", default_value = "60", value_parser = seconds)]
    pub head_time: Duration,
    /// Connections that speak HTTP at the same time; more wait. Live sessions are counted by workbook
    #[arg(long, env = "DAYLIGHT_CONNECTIONS", default_value_t = 10_000)]
    pub connections: usize,
    /// Attempts to sign in or to open a share link, per minute and address
    #[arg(long, env = "DAYLIGHT_ATTEMPTS_PER_MINUTE", default_value_t = 120)]
    pub attempts_per_minute: u32,
}

/// Limits of live editing.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Limits of live editing")]
pub struct SyncLimits {
    /// Largest websocket frame, in bytes
    #[arg(long, env = "DAYLIGHT_FRAME_BYTES", default_value_t = 4 << 20)]
    pub frame_bytes: usize,
    /// Updates a second that one session may send for long; a burst of four seconds' worth is allowed
    #[arg(long, env = "DAYLIGHT_SESSION_UPDATES", default_value_t = 60)]
    pub session_updates: u32,
    /// Bytes a second that one session may send for long; a burst of four seconds' worth is allowed
    #[arg(long, env = "DAYLIGHT_SESSION_BYTES", default_value_t = 4 << 20)]
    pub session_bytes: u32,
    /// Frames that may wait for a slow session before it is told to reconnect
    #[arg(long, env = "DAYLIGHT_OUTBOX_FRAMES", default_value_t = 1024)]
    pub outbox_frames: usize,
    /// Bytes that may wait for a slow session before it is told to reconnect
    #[arg(long, env = "DAYLIGHT_OUTBOX_BYTES", default_value_t = 16 << 20)]
    pub outbox_bytes: usize,
    /// Largest presence state of a session, in bytes
    #[arg(long, env = "DAYLIGHT_PRESENCE_BYTES", default_value_t = 4096)]
    pub presence_bytes: usize,
    /// Presence states a second of one session
    #[arg(long, env = "DAYLIGHT_PRESENCE_RATE", default_value_t = 30)]
    pub presence_rate: u32,
    /// Sessions in one workbook
    #[arg(long, env = "DAYLIGHT_ROOM_SESSIONS", default_value_t = 1000)]
    pub room_sessions: usize,
    /// Workbooks open at the same time
    #[arg(long, env = "DAYLIGHT_ROOMS", default_value_t = 1000)]
    pub rooms: usize,
    /// Seconds between the server's pings
    #[arg(long = "ping-seconds", env = "DAYLIGHT_PING_SECONDS", default_value = "25", value_parser = seconds)]
    pub ping_every: Duration,
    /// Seconds without any frame after which a session is closed
    #[arg(long = "silence-seconds", env = "DAYLIGHT_SILENCE_SECONDS", default_value = "60", value_parser = seconds)]
    pub silence: Duration,
    /// Seconds after which a workbook without sessions is closed
    #[arg(long = "room-idle-seconds", env = "DAYLIGHT_ROOM_IDLE_SECONDS", default_value = "60", value_parser = seconds)]
    pub room_idle: Duration,
    /// Messages that may wait for one workbook before its sessions have to wait themselves
    #[arg(long, env = "DAYLIGHT_ROOM_INBOX", default_value_t = 1024)]
    pub room_inbox: usize,
    /// Seconds between looks at whether a session's access still holds
    #[arg(long = "recheck-seconds", env = "DAYLIGHT_RECHECK_SECONDS", default_value = "60", value_parser = seconds)]
    pub recheck_every: Duration,
    /// Changes of a workbook after which its state is stored, so that opening it reads little
    #[arg(long, env = "DAYLIGHT_SNAPSHOT_CHANGES", default_value_t = 1000)]
    pub snapshot_changes: usize,
    /// Cells that one request may write
    #[arg(long, env = "DAYLIGHT_WRITE_CELLS", default_value_t = 200_000)]
    pub write_cells: usize,
    /// Cells that may be pasted at once
    #[arg(long, env = "DAYLIGHT_PASTE_CELLS", default_value_t = 1_000_000)]
    pub paste_cells: usize,
    /// Bytes that may be pasted at once, when they are unpacked
    #[arg(long, env = "DAYLIGHT_PASTE_BYTES", default_value_t = 128 << 20)]
    pub paste_bytes: usize,
    /// Cells that one request may read
    #[arg(long, env = "DAYLIGHT_READ_CELLS", default_value_t = 100_000)]
    pub read_cells: usize,
    /// Seconds that a reader of cells waits for the calculation of what was changed before
    #[arg(long = "calculation-seconds", env = "DAYLIGHT_CALCULATION_SECONDS", default_value = "20", value_parser = seconds)]
    pub calculation_wait: Duration,
    /// Bytes of decoded blocks kept for reading what was imported
    #[arg(long, env = "DAYLIGHT_BASE_CACHE_BYTES", default_value_t = 32 << 20)]
    pub base_cache_bytes: usize,
}

/// Limits of imports, each of which runs in a process of its own.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Limits of imports")]
pub struct ImportLimits {
    /// Imports that run at the same time
    #[arg(long, env = "DAYLIGHT_IMPORTS", default_value_t = 2)]
    pub imports: usize,
    /// Imports that may wait for their turn
    #[arg(long, env = "DAYLIGHT_IMPORTS_WAITING", default_value_t = 32)]
    pub imports_waiting: usize,
    /// Address space of one import, in bytes
    #[arg(long, env = "DAYLIGHT_IMPORT_MEMORY", default_value_t = 4 << 30)]
    pub import_memory: u64,
    /// Seconds that one import may take
    #[arg(long = "import-seconds", env = "DAYLIGHT_IMPORT_SECONDS", default_value = "300", value_parser = seconds)]
    pub import_time: Duration,
    /// Bytes that a file may unpack to
    #[arg(long, env = "DAYLIGHT_IMPORT_INFLATED", default_value_t = 2 << 30)]
    pub import_inflated: u64,
    /// Cells in one file
    #[arg(long, env = "DAYLIGHT_IMPORT_CELLS", default_value_t = 10_000_000)]
    pub import_cells: u64,
    /// Bytes of text in the cells of one file
    #[arg(long, env = "DAYLIGHT_IMPORT_TEXT", default_value_t = 1 << 30)]
    pub import_text: u64,
    /// Bytes of formulas in one file
    #[arg(long, env = "DAYLIGHT_IMPORT_FORMULAS", default_value_t = 256 << 20)]
    pub import_formulas: u64,
    /// Program whose `import-child` reads files, when it is not this one
    #[arg(
        long,
        env = "DAYLIGHT_IMPORT_PROGRAM",
        hide = true,
        overrides_with = "import_program"
    )]
    pub import_program: Option<PathBuf>,
}

fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(n) if n > 0.0 && n <= 1e9 => Ok(Duration::from_secs_f64(n)),
        _ => Err("a number of seconds above 0".to_owned()),
    }
}

impl Default for Limits {
    /// The limits that hold when nothing is said.
    fn default() -> Self {
        #[derive(clap::Parser)]
        struct Alone {
            #[command(flatten)]
            limits: Limits,
        }
        <Alone as clap::Parser>::parse_from(["daylight"]).limits
    }
}
