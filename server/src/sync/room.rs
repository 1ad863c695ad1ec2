//! The handle of an open workbook: what sessions and requests can ask of its room.

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use daylight_calc::Traced;
use daylight_model::document::Edit;
use daylight_model::{CellId, Content, Document, SheetId, Value};
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::SessionId;
use super::close::Close;
use super::outbox::Outbox;
use super::wire::{ClientMessage, Person};
use crate::auth::{Access, Role, TokenHash};
use crate::calculation::{
    Calculation, CellsRead, CellsWanted, Explained, Misfit, Placed, ReadError,
};
use crate::history::Author;
use crate::ids::{Seq, UserId, WorkbookId};

/// An open workbook. Cheap to clone; the room closes when nobody has used it for a while.
#[derive(Debug, Clone)]
pub struct Room {
    workbook: WorkbookId,
    inbox: mpsc::Sender<Command>,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    live: Mutex<HashMap<SessionId, Live>>,
    ended: CancellationToken,
}

/// A session as those see it who may end it at any moment.
#[derive(Debug)]
struct Live {
    access: Access,
    person: Person,
    outbox: Outbox,
    recheck: Arc<Notify>,
}

/// What a room is asked to do.
pub(super) enum Command {
    Join(Join),
    Leave(SessionId),
    Said(SessionId, ClientMessage),
    Role(SessionId, Access),
    Edit(EditRequest),
    Read(Look),
    Cells(CellsWanted, oneshot::Sender<Result<CellsRead, ReadError>>),
    Compute(Question),
}

/// Somebody who wants in.
pub(super) struct Join {
    pub session: SessionId,
    pub access: Access,
    pub hello: Hello,
    pub outbox: Outbox,
    pub recheck: Arc<Notify>,
    pub reply: oneshot::Sender<Result<(), Close>>,
}

/// What a client said of itself when it connected.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hello {
    /// C3: whether it understands more than the standard messages.
    pub ours: bool,
    /// C2: the epoch of the document that it holds.
    pub epoch: Option<u32>,
    /// What its user showed, if that can end before the server does.
    pub credential: Option<TokenHash>,
}

type Look = Box<dyn FnOnce(&Document, Seq) + Send>;
/// Asks a workbook's calculation something, on the way to whoever waits for the answer.
type Question = Box<dyn FnOnce(&Calculation) + Send>;
type Build = Box<dyn FnOnce(&Document) -> Result<Vec<Edit>, Declined> + Send>;

/// A change by a request.
pub(super) struct EditRequest {
    pub author: Author,
    pub build: Build,
    pub reply: oneshot::Sender<Result<Option<Seq>, EditError>>,
}

/// The caller of `Room::change` decided against it when it saw the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declined;

/// A change was not made.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The room has ended meanwhile. Nothing was changed; opening it again helps.
    #[error("the workbook was closed meanwhile")]
    Gone,
    /// The caller decided against it.
    #[error("the change was given up")]
    Declined,
    /// The document does not take it.
    #[error("the change does not fit into the document")]
    Refused(#[from] daylight_model::document::ApplyError),
    /// The log could not be written.
    #[error("the change could not be stored")]
    NotStored,
}

/// The room has ended meanwhile.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the workbook was closed meanwhile")]
pub struct Gone;

/// Cells could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CellsError {
    #[error(transparent)]
    Gone(#[from] Gone),
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl From<Gone> for EditError {
    fn from(_: Gone) -> Self {
        Self::Gone
    }
}

impl Room {
    pub(super) fn new(workbook: WorkbookId, inbox: usize) -> (Self, mpsc::Receiver<Command>) {
        let (sender, receiver) = mpsc::channel(inbox.max(1));
        (
            Self {
                workbook,
                inbox: sender,
                shared: Arc::default(),
            },
            receiver,
        )
    }

    /// Which workbook it is.
    pub const fn workbook(&self) -> WorkbookId {
        self.workbook
    }

    pub(super) async fn send(&self, command: Command) -> Result<(), Gone> {
        self.inbox.send(command).await.map_err(|_| Gone)
    }

    /// Makes a change as one step: `build` sees the document as it is when its turn comes, and may decide against it.
    /// Once this returns a seq, the change is durable; no seq where it changes nothing.
    pub async fn change<T, E>(
        &self,
        author: Author,
        build: impl FnOnce(&Document) -> Result<(Vec<Edit>, T), E> + Send + 'static,
    ) -> Result<Result<(Option<Seq>, T), E>, EditError>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let (told, aside) = oneshot::channel();
        let build: Build = Box::new(move |document| {
            let (edits, extra) = match build(document) {
                Ok((edits, extra)) => (Ok(edits), Ok(extra)),
                Err(error) => (Err(Declined), Err(error)),
            };
            // Nobody waiting any more does not matter: the change was asked for.
            drop(told.send(extra));
            edits
        });
        let (reply, answer) = oneshot::channel();
        self.send(Command::Edit(EditRequest {
            author,
            build,
            reply,
        }))
        .await?;
        let made = answer.await.map_err(|_| EditError::NotStored)?;
        let extra = aside.await.map_err(|_| EditError::NotStored)?;
        match (made, extra) {
            (Err(EditError::Declined) | Ok(_), Err(error)) => Ok(Err(error)),
            (Err(error), _) => Err(error),
            (Ok(seq), Ok(extra)) => Ok(Ok((seq, extra))),
        }
    }

    /// Makes a change of ready edits.
    pub async fn edit(&self, author: Author, edits: Vec<Edit>) -> Result<Option<Seq>, EditError> {
        let made = self
            .change(author, move |_| Ok::<_, Infallible>((edits, ())))
            .await?;
        let Ok((seq, ())) = made;
        Ok(seq)
    }

    /// Looks at the document as it is stored, together with the change up to which it is.
    pub async fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Document, Seq) -> T + Send + 'static,
    ) -> Result<T, Gone> {
        let (reply, answer) = oneshot::channel();
        let look =
            Box::new(move |document: &Document, seq: Seq| drop(reply.send(look(document, seq))));
        self.send(Command::Read(look)).await?;
        answer.await.map_err(|_| Gone)
    }

    /// The whole document as a Yjs v1 update.
    pub async fn snapshot(&self) -> Result<(Vec<u8>, Seq), Gone> {
        self.read(|document, seq| (document.state(), seq)).await
    }

    /// Computed cells, as they are after the last change that is stored when the room is asked.
    pub async fn cells(
        &self,
        wanted: CellsWanted,
        wait: Duration,
    ) -> Result<CellsRead, CellsError> {
        let (reply, answer) = oneshot::channel();
        self.send(Command::Cells(wanted, reply)).await?;
        match timeout(wait, answer).await {
            Ok(Ok(read)) => Ok(read?),
            Ok(Err(_)) | Err(_) => Err(ReadError::Busy.into()),
        }
    }

    /// Asks the calculation something, as it is after the last change that is stored when the room is asked.
    async fn compute<T: Send + 'static>(
        &self,
        wait: Duration,
        ask: impl FnOnce(&Calculation, oneshot::Sender<T>) + Send + 'static,
    ) -> Result<T, CellsError> {
        let (reply, answer) = oneshot::channel();
        let ask = Box::new(move |calculation: &Calculation| ask(calculation, reply));
        self.send(Command::Compute(ask)).await?;
        match timeout(wait, answer).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(_)) | Err(_) => Err(ReadError::Busy.into()),
        }
    }

    /// What stands behind a computed cell.
    pub async fn explain(
        &self,
        sheet: SheetId,
        cell: CellId,
        wait: Duration,
    ) -> Result<Explained, CellsError> {
        let ask = move |calculation: &Calculation, reply| calculation.explain(sheet, cell, reply);
        self.compute(wait, ask).await
    }

    /// The formulas that refer to cells of an area, or to ranges within it; `None` when there are too many.
    pub async fn readers(
        &self,
        area: Traced,
        wait: Duration,
    ) -> Result<(Seq, Option<Vec<Placed>>), CellsError> {
        let ask = move |calculation: &Calculation, reply| calculation.readers(area, reply);
        self.compute(wait, ask).await
    }

    /// Which contents do not fit the cells of a sheet that they are for, by their place in the list, and why.
    pub async fn misfits(
        &self,
        sheet: SheetId,
        contents: Vec<(CellId, Content)>,
        wait: Duration,
    ) -> Result<Vec<(usize, Misfit)>, CellsError> {
        let ask = move |calculation: &Calculation, reply| {
            calculation.misfits(sheet, contents, reply);
        };
        self.compute(wait, ask).await
    }

    /// What a cell may hold whose list is elsewhere in the workbook; `None` where there is no such list.
    pub async fn choices(
        &self,
        sheet: SheetId,
        cell: CellId,
        wait: Duration,
    ) -> Result<Option<Vec<Value>>, CellsError> {
        let ask = move |calculation: &Calculation, reply| calculation.choices(sheet, cell, reply);
        self.compute(wait, ask).await
    }

    fn live(&self) -> MutexGuard<'_, HashMap<SessionId, Live>> {
        self.shared
            .live
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add_live(&self, join: &Join, person: Person) {
        let live = Live {
            access: join.access.clone(),
            person,
            outbox: join.outbox.clone(),
            recheck: Arc::clone(&join.recheck),
        };
        self.live().insert(join.session, live);
    }

    pub(super) fn remove_live(&self, session: SessionId) {
        self.live().remove(&session);
    }

    pub(super) fn set_live_access(&self, session: SessionId, access: &Access) {
        if let Some(live) = self.live().get_mut(&session) {
            live.access = access.clone();
        }
    }

    pub(super) fn close_sessions(&self, reason: &Close, which: impl Fn(&Access) -> bool) {
        for live in self.live().values().filter(|live| which(&live.access)) {
            live.outbox.close(reason.clone());
        }
    }

    pub(super) fn recheck(&self, user: UserId) {
        for live in self
            .live()
            .values()
            .filter(|live| live.access.user.id == user)
        {
            live.recheck.notify_one();
        }
    }

    /// Who is here, each once.
    pub fn people(&self) -> Vec<Person> {
        let live = self.live();
        let people: BTreeMap<UserId, &Person> = live
            .values()
            .map(|live| (live.person.id, &live.person))
            .collect();
        people.into_values().cloned().collect()
    }

    pub(super) fn is_ending(&self) -> bool {
        self.inbox.is_closed()
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    pub(super) fn end(&self) {
        self.shared.ended.cancel();
    }

    pub(super) async fn ended(&self) {
        self.shared.ended.cancelled().await;
    }
}

/// Whether a role may change the workbook.
pub(super) fn may_write(role: Role) -> bool {
    role >= Role::Editor
}
