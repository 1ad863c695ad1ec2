//! What the operator may set: one tree of commands, flags and variables. Imports: ids.
//!
//! It is read in `main` only; everything else is handed the part that it needs.

mod custody;
mod limits;
mod secret;

use std::net::SocketAddr;
use std::path::PathBuf;

use axum::http::Uri;
use clap::{Args, Parser, Subcommand};

use crate::ids::{UserId, WorkbookId};

pub use custody::{CustodySettings, HexKey, Keys};
pub use limits::{HttpLimits, ImportLimits, Limits, SyncLimits};
pub use secret::Secret;

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "daylight",
    version,
    about = "Spreadsheets that many edit at once, with a complete, provable history"
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the server
    Serve(Box<Config>),
    /// Bring the database up to date and stop
    Migrate(Storage),
    /// API tokens
    #[command(subcommand)]
    Token(TokenCommand),
    /// Check that the logs of all workbooks are as they were written, and that replaying them gives the documents
    Verify(Verify),
    /// Check an exported proof, without server or database
    VerifyProof {
        /// The proof
        file: PathBuf,
        /// Public key of the server, 64 hex digits; without it the proof is held against the key that it names itself
        #[arg(long, env = "DAYLIGHT_PROOF_KEY")]
        key: Option<HexKey>,
    },
    /// Print the description of the API (OpenAPI, JSON)
    Openapi,
    /// Reads one file for the server that started it
    #[command(hide = true)]
    ImportChild {
        /// What to read and the limits, as JSON
        job: String,
    },
}

/// What to do with API tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token and print it; it is not shown again
    Create {
        #[command(flatten)]
        storage: Storage,
        /// What the token is for
        #[arg(long)]
        label: String,
        /// Whose token it is: the id of a user (the first owner when left out)
        #[arg(long)]
        user: Option<UserId>,
        /// Days until it expires (never when left out)
        #[arg(long)]
        days: Option<u32>,
    },
}

/// What to check.
#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    pub storage: Storage,
    #[command(flatten)]
    pub keys: Keys,
    /// One workbook only
    #[arg(long)]
    pub workbook: Option<WorkbookId>,
    /// Heads that were kept outside: a file as --anchor-file writes it
    #[arg(long)]
    pub anchors: Option<PathBuf>,
    /// The chains and their signed heads only, without replaying
    #[arg(long)]
    pub chain_only: bool,
}

/// Where everything is kept.
#[derive(Debug, Clone, Args)]
pub struct Storage {
    /// Folder of the private Postgres cluster and of files being imported [default: /var/lib/daylight for root,
    /// ~/.local/share/daylight for others]
    #[arg(long, env = "DAYLIGHT_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// Postgres to use, postgres://…; without it the server keeps a private cluster of its own in the data folder
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<Secret>,
    /// Connections to the database that are used at most
    #[arg(long, env = "DAYLIGHT_DATABASE_CONNECTIONS", default_value_t = 16, value_parser = clap::value_parser!(u32).range(2..=48))]
    pub database_connections: u32,
}

/// Everything `daylight serve` can be told.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// Address to listen on; 0.0.0.0:8080 serves the whole network
    #[arg(long, env = "DAYLIGHT_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    #[command(flatten)]
    pub storage: Storage,
    /// Where people reach the server, e.g. https://sheets.example.org; an https URL makes cookies secure
    /// [default: http://localhost:PORT]
    #[arg(long, env = "DAYLIGHT_PUBLIC_URL", value_parser = public_url)]
    pub public_url: Option<PublicUrl>,
    /// Bearer token for automation, at least 16 characters; it may do everything
    #[arg(long, env = "DAYLIGHT_ADMIN_TOKEN", hide_env_values = true, value_parser = admin_token)]
    pub admin_token: Option<Secret>,
    /// Trust the last address of X-Forwarded-For (set by a reverse proxy of yours) when counting attempts
    #[arg(long, env = "DAYLIGHT_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Do not bring the sample workbook in when there is no workbook at all
    #[arg(long, env = "DAYLIGHT_NO_SAMPLE")]
    pub no_sample: bool,
    /// Log lines as JSON
    #[arg(long, env = "DAYLIGHT_LOG_JSON")]
    pub log_json: bool,
    /// What to log, e.g. info,daylight=debug
    #[arg(long, env = "DAYLIGHT_LOG", default_value = "info,sqlx=warn")]
    pub log: String,
    #[command(flatten)]
    pub custody: CustodySettings,
    #[command(flatten)]
    pub limits: Limits,
}

impl Storage {
    /// The data folder, absolute.
    pub fn folder(&self) -> std::io::Result<PathBuf> {
        let chosen = self.data_dir.clone().unwrap_or_else(default_folder);
        std::path::absolute(chosen)
    }
}

impl Config {
    /// Where people reach the server, given the port it got.
    pub fn origin(&self, bound: SocketAddr) -> PublicUrl {
        self.public_url
            .clone()
            .unwrap_or_else(|| PublicUrl(format!("http://localhost:{}", bound.port())))
    }
}

fn default_folder() -> PathBuf {
    if rustix::process::geteuid().is_root() {
        return PathBuf::from("/var/lib/daylight");
    }
    let set = |name| {
        std::env::var_os(name)
            .filter(|v| !v.is_empty())
            .map(PathBuf::from)
    };
    set("XDG_DATA_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".local/share")))
        .map_or_else(|| PathBuf::from("data"), |base| base.join("daylight"))
}

/// Scheme, host and port under which people reach the server, without a final slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// Whether cookies may be marked secure.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// As the `Origin` header has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn public_url(text: &str) -> Result<PublicUrl, String> {
    let uri: Uri = text.parse().map_err(|_| "not a URL".to_owned())?;
    let (Some(scheme @ ("http" | "https")), Some(authority)) = (uri.scheme_str(), uri.authority())
    else {
        return Err("give http:// or https:// and the host".to_owned());
    };
    if uri.path() != "/" || uri.query().is_some() || authority.as_str().contains('@') {
        return Err("give scheme, host and port only".to_owned());
    }
    Ok(PublicUrl(format!(
        "{scheme}://{}",
        authority.as_str().to_ascii_lowercase()
    )))
}

fn admin_token(text: &str) -> Result<Secret, String> {
    if text.len() < 16 {
        return Err("use at least 16 characters".to_owned());
    }
    Ok(Secret::new(text))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound_and_every_flag_is_explained() {
        let mut command = Cli::command();
        command.clone().debug_assert();
        let serve = command.find_subcommand_mut("serve").unwrap();
        for arg in serve.get_arguments() {
            assert!(arg.get_help().is_some(), "{} has no help", arg.get_id());
            assert!(
                arg.get_env().is_some() || arg.get_id() == "help",
                "{} has no variable",
                arg.get_id()
            );
        }
    }

    #[test]
    fn a_variable_is_named_like_its_flag() {
        let mut command = Cli::command();
        let serve = command.find_subcommand_mut("serve").unwrap();
        for arg in serve.get_arguments().filter(|arg| arg.get_env().is_some()) {
            let flag = arg.get_long().unwrap().to_uppercase().replace('-', "_");
            let variable = arg.get_env().unwrap().to_str().unwrap();
            assert_eq!(variable.trim_start_matches("DAYLIGHT_"), flag);
        }
    }

    #[test]
    fn secrets_are_not_printed() {
        let cli = Cli::parse_from(["daylight", "serve", "--admin-token", "0123456789abcdef-x"]);
        assert!(!format!("{cli:?}").contains("0123456789abcdef"));
    }

    #[test]
    fn a_public_url_is_an_origin() {
        assert_eq!(
            public_url("https://Sheets.example.org/").unwrap().as_str(),
            "https://sheets.example.org"
        );
        for bad in [
            "sheets.example.org",
            "ftp://x",
            "https://x/y",
            "https://a@x",
            "https://x?y",
        ] {
            assert!(public_url(bad).is_err(), "{bad}");
        }
    }
}
