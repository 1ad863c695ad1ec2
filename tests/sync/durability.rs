//! D: what was acknowledged is there, whatever dies.
