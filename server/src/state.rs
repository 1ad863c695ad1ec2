//! What every request handler can reach. Imports any room but `http`.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::auth::{self, Access, AccessError, Attempts, Automation, User};
use crate::config::{Config, PublicUrl};
use crate::custody::Custody;
use crate::db::Db;
use crate::ids::WorkbookId;
use crate::import::Imports;
use crate::sync::Rooms;

/// The running server. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub config: Arc<Config>,
    /// Where people reach the server.
    pub origin: Arc<PublicUrl>,
    /// The administrator's token and the program that acts with it, if the operator gave one.
    pub automation: Option<Automation>,
    /// The workbooks that are being edited.
    pub rooms: Rooms,
    /// The files on their way in.
    pub imports: Imports,
    /// The key of the logs' signatures, and what is done with it.
    pub custody: Custody,
    /// Counts attempts to sign in and to open share links.
    pub attempts: Attempts,
    /// Every background task; shutdown waits for them.
    pub tasks: TaskTracker,
    /// Cancelled when the server is to stop.
    pub stop: CancellationToken,
}

impl App {
    /// What `user` may do with a workbook that is not in the trash.
    pub async fn access(&self, user: &User, workbook: WorkbookId) -> Result<Access, AccessError> {
        auth::access(&self.db, user, workbook).await
    }

    /// Brings the gauges up to date.
    pub fn measure(&self) {
        metrics::gauge!("daylight_rooms_open").set(self.rooms.open_count() as f64);
        metrics::gauge!("daylight_database_connections").set(f64::from(self.db.pool.size()));
        metrics::gauge!("daylight_database_connections_idle").set(self.db.pool.num_idle() as f64);
    }
}
