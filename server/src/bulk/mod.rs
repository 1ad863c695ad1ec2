//! Operations on many cells at once, each of which is one change: sorting, filtering, finding, replacing and pasting.
//!
//! What is here decides; asking the calculation, reading what was imported and writing to the room is done by those who
//! ask. Nothing here waits.

mod filtering;
mod folding;
mod order;
mod pasting;
mod pattern;
mod replacing;
mod sorting;

pub use filtering::{Colors, Counted, Distinct, NOTHING, Seen, Sieve, hidden_runs};
pub use folding::{Folded, MANY, Part, Sifted, fold};
pub use order::{SortKey, order};
pub use pasting::{Act, Contents, Formats, Paste, PasteError, Pasted, paste};
pub use pattern::{BadPattern, How, Pattern};
pub use replacing::{Candidate, heading_edit, replace};
pub use sorting::{Base, Block, SortError, Sorted, merged, sort};
