//! Bounds for functions that call LAMBDAs, which may stand in each other.

use std::cell::Cell;

use daylight_model::ErrorCode;

use super::call::Answer;

/// Times that one formula may call its LAMBDAs.
pub(super) const MOST_CALLS: usize = 1 << 18;
/// How deep such functions may stand in each other's LAMBDAs.
const DEEPEST: usize = 12;

thread_local! {
    /// How many such functions are at work, one in the other, and how often LAMBDAs were called since the first began.
    static AT_WORK: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// One of them at work.
pub(super) struct Work;

impl Work {
    pub(super) fn begin() -> Answer<Self> {
        let (depth, calls) = AT_WORK.get();
        if depth >= DEEPEST {
            return Err(ErrorCode::Num);
        }
        AT_WORK.set((depth + 1, if depth == 0 { 0 } else { calls }));
        Ok(Self)
    }

    /// Notes a call; false when there were too many.
    pub(super) fn call() -> bool {
        let (depth, calls) = AT_WORK.get();
        AT_WORK.set((depth, calls + 1));
        calls < MOST_CALLS
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        let (depth, calls) = AT_WORK.get();
        AT_WORK.set((depth.saturating_sub(1), calls));
    }
}
