//! Sheet names and defined names as the document allows them.

use rustc_hash::FxHashSet;

/// Most UTF-16 units of a sheet's name.
const SHEET_UNITS: usize = 31;

/// Gives each sheet a name that the document allows and no other sheet has.
#[derive(Default)]
pub(crate) struct SheetNames(FxHashSet<String>);

impl SheetNames {
    /// The name nearest to `wanted`, and whether it is exactly that.
    pub(crate) fn take(&mut self, wanted: &str) -> (String, bool) {
        let mut plain: String = wanted
            .chars()
            .map(|c| match c {
                ':' | '\\' | '/' | '?' | '*' | '[' | ']' => '_',
                c if c.is_control() => ' ',
                c => c,
            })
            .collect();
        plain = shortened(plain.trim_matches('\''), SHEET_UNITS).to_owned();
        plain = plain.trim_end_matches('\'').to_owned();
        if plain.trim().is_empty() {
            "Sheet".clone_into(&mut plain);
        }
        let mut name = plain.clone();
        let mut n = 2;
        while !self.0.insert(name.to_lowercase()) {
            let tail = format!(" ({n})");
            let head = shortened(&plain, SHEET_UNITS - tail.len());
            name = format!("{head}{tail}");
            n += 1;
        }
        let exact = name == wanted;
        (name, exact)
    }
}

/// The start of a text that is at most so many UTF-16 units long.
fn shortened(text: &str, most: usize) -> &str {
    let mut units = 0;
    for (i, c) in text.char_indices() {
        units += c.len_utf16();
        if units > most {
            return &text[..i];
        }
    }
    text
}

/// The name of a workbook: the file's name without folders and ending, at most 200 characters.
pub(crate) fn title(file_name: &str) -> String {
    let base = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let stem = match base.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 5 => stem,
        _ => base,
    };
    let clean: String = stem
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(200)
        .collect();
    let clean = clean.trim();
    if clean.is_empty() {
        "Workbook".to_owned()
    } else {
        clean.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_names_are_allowed_and_unique() {
        let mut names = SheetNames::default();
        assert_eq!(names.take("Plan"), ("Plan".into(), true));
        assert_eq!(names.take("plan"), ("plan (2)".into(), false));
        assert_eq!(names.take("a/b:c"), ("a_b_c".into(), false));
        assert_eq!(names.take("'q'"), ("q".into(), false));
        assert_eq!(names.take(""), ("Sheet".into(), false));
        let long = "x".repeat(40);
        assert_eq!(names.take(&long).0.len(), 31);
        assert_eq!(names.take(&long).0, format!("{} (2)", "x".repeat(27)));
    }

    #[test]
    fn titles() {
        assert_eq!(title("budget_v8.xlsx"), "budget_v8");
        assert_eq!(title("C:\\x\\Plan 1.5 final"), "Plan 1.5 final");
        assert_eq!(title(".xlsx"), ".xlsx");
        assert_eq!(title(""), "Workbook");
    }
}
