//! What people do, drawn at random.

use proptest::prelude::*;

pub(crate) const SIDE: u32 = 10;

#[derive(Clone, Debug)]
pub(crate) enum Act {
    Write {
        row: u32,
        col: u32,
    },
    Formula {
        row: u32,
        col: u32,
    },
    /// A formula over a range.
    Range {
        row: u32,
        col: u32,
        down: u32,
        right: u32,
    },
    /// A formula over a part of the table.
    Part {
        row: u32,
        part: usize,
    },
    /// The table begins and ends elsewhere.
    Frame {
        row: u32,
        col: u32,
        down: u32,
        right: u32,
    },
    /// A column of the table is called otherwise.
    Heading {
        col: u32,
    },
    Insert {
        cols: bool,
        at: u32,
        count: u32,
    },
    Delete {
        cols: bool,
        at: u32,
        more: u32,
    },
    Move {
        cols: bool,
        at: u32,
        more: u32,
        before: u32,
    },
    Undo,
    /// Sends so many of the own updates to the server.
    Send {
        count: usize,
        twice: bool,
    },
    /// Receives so many of the server's.
    Receive {
        count: usize,
        twice: bool,
    },
}

/// What formulas say of the table; `?` is what its middle column is called.
pub(crate) const PARTS: [&str; 8] = [
    "COUNTA(T[?])",
    "CONCAT(T)",
    "CONCAT(T[[#All],[?]])",
    "T[@?]&\"r\"",
    "CONCAT(T[[#Headers],[?]])",
    "CONCAT(T[[#Totals],[?]])",
    "COUNTA(T[[#Headers],[#Data]])&ROWS(T[[#Data],[#Totals]])",
    "COUNTA(T[@])",
];

pub(crate) fn act() -> impl Strategy<Value = Act> {
    let at = 0..SIDE;
    prop_oneof![
        3 => (at.clone(), at.clone()).prop_map(|(row, col)| Act::Write { row, col }),
        4 => (at.clone(), at.clone()).prop_map(|(row, col)| Act::Formula { row, col }),
        3 => (at.clone(), at.clone(), 0u32..5, 0u32..5)
            .prop_map(|(row, col, down, right)| Act::Range { row, col, down, right }),
        3 => (at.clone(), 0..PARTS.len()).prop_map(|(row, part)| Act::Part { row, part }),
        1 => (at.clone(), at.clone(), 0u32..5, 0u32..5)
            .prop_map(|(row, col, down, right)| Act::Frame { row, col, down, right }),
        1 => at.clone().prop_map(|col| Act::Heading { col }),
        3 => (any::<bool>(), at.clone(), 1u32..4).prop_map(|(cols, at, count)| Act::Insert { cols, at, count }),
        2 => (any::<bool>(), at.clone(), 0u32..3).prop_map(|(cols, at, more)| Act::Delete { cols, at, more }),
        2 => (any::<bool>(), at.clone(), 0u32..3, 0..SIDE + 2)
            .prop_map(|(cols, at, more, before)| Act::Move { cols, at, more, before }),
        2 => Just(Act::Undo),
        2 => (1usize..6, any::<bool>()).prop_map(|(count, twice)| Act::Send { count, twice }),
        2 => (1usize..6, any::<bool>()).prop_map(|(count, twice)| Act::Receive { count, twice }),
    ]
}

pub(crate) fn acts() -> impl Strategy<Value = Vec<(usize, Act)>> {
    prop::collection::vec((0usize..3, act()), 5..60)
}
