//! The API as clients see it, and the program as operators do.

mod activity;
mod bulk;
mod custody;
mod filters;
mod folding;
mod house;
mod imports;
mod limits;
mod links;
mod log;
mod openapi;
mod operation;
mod paste;
mod problems;
mod program;
mod rollback;
mod session;
mod tokens;
mod workbooks;
mod writers;
