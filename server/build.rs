//! Says when to build anew: the migrations and the web app are part of the binary.

use std::{fs, io};

fn main() -> io::Result<()> {
    // Without the web app the server says how to build it; the folder is there so that its filling is noticed.
    fs::create_dir_all("../web/dist")?;
    for path in ["../migrations", "../web/dist", "build.rs"] {
        say(&format!("cargo::rerun-if-changed={path}"));
    }
    Ok(())
}

fn say(text: &str) {
    println!("{text}");
}
