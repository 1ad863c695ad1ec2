//! The rooms of the server and who may enter which, as their first lines say; and files that stay small.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A file longer than this holds two rooms.
const LINES: usize = 800;

/// Every room, and the rooms that it may import. What stands alone may be imported by all.
const ROOMS: [(&str, &[&str]); 20] = [
    ("ids", &[]),
    ("clock", &[]),
    ("telemetry", &[]),
    ("config", &["ids"]),
    ("postgres", &[]),
    ("db", &["ids"]),
    ("storage", &["config", "db", "postgres"]),
    ("auth", &["ids", "clock", "config", "db"]),
    ("history", &["ids", "clock", "db"]),
    ("custody", &["ids", "clock", "db", "history"]),
    ("catalogue", &["ids", "clock", "db", "auth", "history"]),
    ("calculation", &["ids", "clock", "db", "history"]),
    ("bulk", &["history"]),
    (
        "sync",
        &[
            "ids",
            "clock",
            "config",
            "db",
            "auth",
            "history",
            "calculation",
        ],
    ),
    (
        "import",
        &["ids", "clock", "config", "db", "auth", "history"],
    ),
    (
        "state",
        &[
            "ids",
            "clock",
            "telemetry",
            "config",
            "db",
            "auth",
            "catalogue",
            "history",
            "custody",
            "calculation",
            "sync",
            "import",
        ],
    ),
    (
        "http",
        &[
            "ids",
            "clock",
            "telemetry",
            "config",
            "db",
            "auth",
            "catalogue",
            "history",
            "custody",
            "calculation",
            "bulk",
            "sync",
            "import",
            "state",
        ],
    ),
    (
        "serve",
        &[
            "ids",
            "clock",
            "telemetry",
            "config",
            "db",
            "auth",
            "catalogue",
            "history",
            "custody",
            "calculation",
            "sync",
            "import",
            "state",
            "http",
            "storage",
        ],
    ),
    ("lib", &[]),
    ("main", &[]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder)
        .expect("the folder can be read")
        .flatten()
    {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            if !["node_modules", "target", "dist"]
                .iter()
                .any(|skipped| name == *skipped)
            {
                files(&path, ending, found);
            }
        } else if name.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

/// The rooms that a text names after `crate::`, several of which may stand in braces.
fn imported(text: &str) -> BTreeSet<String> {
    let word = |text: &str| {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let mut rooms = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        if let Some(list) = after.strip_prefix('{') {
            let mut depth = 0;
            let mut first = true;
            for (place, c) in list.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => first = true,
                    c if first && c.is_alphabetic() => {
                        rooms.insert(word(&list[place..]));
                        first = false;
                    }
                    _ => {}
                }
            }
        } else {
            rooms.insert(word(after));
        }
    }
    rooms
}

#[test]
fn rooms_import_what_they_may() {
    let source = root().join("server/src");
    let mut found = Vec::new();
    files(&source, ".rs", &mut found);
    let mut wrong = Vec::new();
    for file in found {
        let inside = file.strip_prefix(&source).expect("it is there");
        let first = inside
            .components()
            .next()
            .expect("a path has parts")
            .as_os_str()
            .to_string_lossy();
        let room = first.trim_end_matches(".rs");
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{} is in no known room", inside.display()));
            continue;
        };
        for other in imported(&fs::read_to_string(&file).expect("it can be read")) {
            let known = ROOMS.iter().any(|(name, _)| *name == other);
            if known && other != room && !allowed.contains(&other.as_str()) {
                wrong.push(format!("{} imports {other}", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn imports_are_read_in_all_their_forms() {
    let text = "use crate::db::{self, Db};\nuse crate::{auth, ids::{UserId, LinkId}, clock};\n// crate::http\ncrate::sync::Close";
    let found = imported(text);
    assert_eq!(
        found.iter().map(String::as_str).collect::<Vec<_>>(),
        ["auth", "clock", "db", "ids", "sync"]
    );
}

#[test]
fn no_file_is_two_rooms_in_one() {
    let mut found = Vec::new();
    for folder in ["server", "tests", "web/src"] {
        for ending in [".rs", ".ts", ".tsx", ".mjs", ".css"] {
            files(&root().join(folder), ending, &mut found);
        }
    }
    let long = |path: &PathBuf| {
        let lines = fs::read_to_string(path)
            .expect("it can be read")
            .lines()
            .count();
        (lines > LINES).then(|| format!("{} has {lines} lines", path.display()))
    };
    let long: Vec<String> = found.iter().filter_map(long).collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn rust_folders_have_a_mod_rs() {
    let mut found = Vec::new();
    files(&root().join("server"), ".rs", &mut found);
    let beside: Vec<_> = found
        .iter()
        .filter(|path| path.with_extension("").is_dir())
        .collect();
    assert!(
        beside.is_empty(),
        "a folder and a file of the same name: {beside:?}"
    );
}
