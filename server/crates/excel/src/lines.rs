//! Sizes, visibility and styles of rows or columns, as runs.

/// A run of lines that are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LineLook {
    /// Size in pixels; `None`: the sheet's default.
    pub(crate) size: Option<f64>,
    pub(crate) hidden: bool,
    /// Style index, 0 none.
    pub(crate) style: u32,
}

impl LineLook {
    const PLAIN: Self = Self {
        size: None,
        hidden: false,
        style: 0,
    };
}

/// The lines of one axis that are not plain.
#[derive(Debug, Default)]
pub(crate) struct Lines(Vec<(u32, u32, LineLook)>);

/// A run as the manifest has it: `(first, count, size, hidden, style)`.
pub(crate) type ManifestRun = (u64, u32, Option<f64>, u8, u32);

impl Lines {
    /// Says how `count` lines from `first` look. Lines given before stay as they were.
    pub(crate) fn put(&mut self, first: u32, count: u32, look: LineLook) {
        let after = self.0.last().map_or(0, |(f, n, _)| f + n);
        if first >= after {
            self.append(first, count, look);
            return;
        }
        // Out of order or overlapping: only what is not yet said counts.
        let end = first.saturating_add(count);
        let mut at = first;
        let taken: Vec<(u32, u32)> = self
            .0
            .iter()
            .map(|(f, n, _)| (*f, f + n))
            .filter(|(f, e)| *f < end && *e > first)
            .collect();
        for (from, to) in taken.into_iter().chain([(end, end)]) {
            if at < from {
                let place = self.0.partition_point(|(f, _, _)| *f < at);
                self.0.insert(place, (at, from - at, look));
            }
            at = at.max(to);
        }
    }

    fn append(&mut self, first: u32, count: u32, look: LineLook) {
        if count == 0 || look == LineLook::PLAIN {
            return;
        }
        match self.0.last_mut() {
            Some((f, n, last)) if *last == look && *f + *n == first => *n += count,
            _ => self.0.push((first, count, look)),
        }
    }

    /// Gives every line up to `limit` that was not mentioned this look.
    pub(crate) fn fill(&mut self, limit: u32, look: LineLook) {
        let mut gaps = Vec::new();
        let mut at = 0;
        for (first, count, _) in &self.0 {
            if at < *first {
                gaps.push((at, first - at));
            }
            at = first + count;
        }
        if at < limit {
            gaps.push((at, limit - at));
        }
        self.0
            .extend(gaps.into_iter().map(|(first, count)| (first, count, look)));
        self.0.sort_unstable_by_key(|run| run.0);
    }

    /// Shows the hidden lines from `first` to `last`; which these were.
    pub(crate) fn show(&mut self, first: u32, last: u32) -> Vec<(u64, u32)> {
        let mut shown = Vec::new();
        let mut runs = Vec::with_capacity(self.0.len());
        for (from, count, look) in std::mem::take(&mut self.0) {
            let end = from + count;
            let (low, high) = (from.max(first), end.min(last.saturating_add(1)));
            if !look.hidden || low >= high {
                runs.push((from, count, look));
                continue;
            }
            shown.push((u64::from(low), high - low));
            let seen = LineLook {
                hidden: false,
                ..look
            };
            for (a, b, look) in [(from, low, look), (low, high, seen), (high, end, look)] {
                if a < b && look != LineLook::PLAIN {
                    runs.push((a, b - a, look));
                }
            }
        }
        self.0 = runs;
        shown
    }

    /// Drops runs beyond `most`; hidden lines are dropped last. Returns how many went.
    pub(crate) fn shorten(&mut self, most: usize) -> u64 {
        let before = self.0.len();
        if before > most {
            self.0.retain(|(_, _, look)| look.hidden);
            self.0.truncate(most);
        }
        (before - self.0.len()) as u64
    }

    pub(crate) fn runs(&self) -> Vec<ManifestRun> {
        self.0
            .iter()
            .map(|(first, count, look)| {
                (
                    u64::from(*first),
                    *count,
                    look.size,
                    u8::from(look.hidden),
                    look.style,
                )
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(size: f64) -> LineLook {
        LineLook {
            size: Some(size),
            ..LineLook::PLAIN
        }
    }

    #[test]
    fn alike_neighbours_become_one_run() {
        let mut lines = Lines::default();
        lines.put(0, 1, look(10.0));
        lines.put(1, 2, look(10.0));
        lines.put(3, 1, LineLook::PLAIN);
        lines.put(4, 1, look(10.0));
        assert_eq!(
            lines.runs(),
            [(0, 3, Some(10.0), 0, 0), (4, 1, Some(10.0), 0, 0)]
        );
    }

    #[test]
    fn what_was_said_first_stays() {
        let mut lines = Lines::default();
        lines.put(5, 5, look(1.0));
        lines.put(0, 20, look(2.0));
        assert_eq!(
            lines.runs(),
            [
                (0, 5, Some(2.0), 0, 0),
                (5, 5, Some(1.0), 0, 0),
                (10, 10, Some(2.0), 0, 0)
            ]
        );
    }

    #[test]
    fn gaps_are_filled() {
        let mut lines = Lines::default();
        lines.put(2, 2, look(1.0));
        let hidden = LineLook {
            hidden: true,
            ..LineLook::PLAIN
        };
        lines.fill(10, hidden);
        assert_eq!(
            lines.runs(),
            [
                (0, 2, None, 1, 0),
                (2, 2, Some(1.0), 0, 0),
                (4, 6, None, 1, 0)
            ]
        );
    }
}
