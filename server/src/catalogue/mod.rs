//! The workbooks there are: who sees which, what they are called, with whom they are shared. Imports: auth,
//! history, db, ids, clock, the model.
//!
//! Invariants: nobody learns of a workbook that is not theirs or shared with them; a share link's token is shown once
//! and stored as a hash; what a link gives lasts as long as the link.

mod beginning;
mod cards;
mod keeping;
mod making;
mod names;
mod sharing;

pub use beginning::{Beginning, SAMPLE, SAMPLE_NAME, begin};
pub use cards::{Card, LastChange, Named, card, cards};
pub use keeping::{RenameError, rename, trash, untrash};
pub use making::{MakeError, create_empty};
pub use names::{NameError, expiry, label, person_name, workbook_name};
pub use sharing::{
    Guest, Invitation, JoinError, Joined, LinkCard, NewLink, create_link, invitation, join, links,
    revoke_link,
};
