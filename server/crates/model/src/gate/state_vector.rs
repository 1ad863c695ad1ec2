//! State vectors from outside.

use super::{Refusal, cursor::Cursor};

/// Client ids of a state vector at most.
const MAX_CLIENTS: usize = 1_000_000;

/// Reads a state vector: client ids with their next clocks.
pub(crate) fn read_state_vector(bytes: &[u8]) -> Result<Vec<(u64, u32)>, Refusal> {
    let mut cursor = Cursor::new(bytes);
    let count = cursor.count()?;
    if count > MAX_CLIENTS {
        return Err(Refusal::TooManyClients);
    }
    let mut clocks = Vec::with_capacity(count);
    for _ in 0..count {
        let client = cursor.uint()?;
        clocks.push((client, cursor.clock()?));
    }
    if cursor.left() > 0 {
        return Err(Refusal::Trailing);
    }
    Ok(clocks)
}
