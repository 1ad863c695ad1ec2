//! Patterns with `?`, `*` and `~` before one that means itself.

enum Unit {
    One,
    Any,
    Letter(char),
}

/// A pattern, case ignored.
pub(in super::super) struct Wildcard(Vec<Unit>);

impl Wildcard {
    /// A text as a pattern; `None` when nothing in it is special.
    pub(in super::super) fn of(text: &str) -> Option<Self> {
        text.contains(['?', '*', '~']).then(|| Self::read(text))
    }

    /// A text as a pattern.
    pub(in super::super) fn read(text: &str) -> Self {
        let mut units = vec![];
        let mut letters = text.chars().peekable();
        while let Some(c) = letters.next() {
            match c {
                '?' => units.push(Unit::One),
                '*' if matches!(units.last(), Some(Unit::Any)) => {}
                '*' => units.push(Unit::Any),
                '~' if matches!(letters.peek(), Some('?' | '*' | '~')) => {
                    units.extend(letters.next().map(Unit::Letter));
                }
                c => units.extend(c.to_lowercase().map(Unit::Letter)),
            }
        }
        Self(units)
    }

    /// The same, with anything after it.
    pub(in super::super) fn beginning(mut self) -> Self {
        if !matches!(self.0.last(), Some(Unit::Any)) {
            self.0.push(Unit::Any);
        }
        self
    }

    /// Whether a whole text is like this. Takes time as the product of both lengths at most.
    pub(in super::super) fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
        let (mut at, mut unit) = (0, 0);
        // Where the last star stands, and up to where it has taken text.
        let mut star: Option<(usize, usize)> = None;
        while at < text.len() {
            match self.0.get(unit) {
                Some(Unit::Any) => {
                    star = Some((unit, at));
                    unit += 1;
                }
                Some(Unit::One) => (at, unit) = (at + 1, unit + 1),
                Some(Unit::Letter(c)) if *c == text[at] => (at, unit) = (at + 1, unit + 1),
                _ => {
                    let Some((any, taken)) = star else {
                        return false;
                    };
                    star = Some((any, taken + 1));
                    (at, unit) = (taken + 1, any + 1);
                }
            }
        }
        self.0[unit..].iter().all(|u| matches!(u, Unit::Any))
    }
}
