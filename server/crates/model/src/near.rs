//! Looking something up in a long sorted list whose entries lie about evenly.

/// As [`slice::partition_point`], looked for around a guess: the better the guess, the fewer the entries that are read,
/// which counts where the list is larger than the caches.
pub(crate) fn point_near<T>(list: &[T], guess: usize, before: impl Fn(&T) -> bool) -> usize {
    let holds = |at: usize| list.get(at).is_some_and(&before);
    let guess = guess.min(list.len());
    let mut step = 1;
    let (low, high) = if holds(guess) {
        let mut low = guess;
        while holds(low + step) {
            low += step;
            step *= 2;
        }
        (low + 1, (low + step).min(list.len()))
    } else {
        let mut high = guess;
        while high >= step && !holds(high - step) {
            high -= step;
            step *= 2;
        }
        (high.saturating_sub(step), high)
    };
    let between = list.get(low..high).unwrap_or_default();
    low + between.partition_point(before)
}

/// Where `at` of `all` is in a list of so many.
pub(crate) fn in_proportion(at: u32, all: u32, list: usize) -> usize {
    let place = u64::from(at) * list as u64 / u64::from(all).max(1);
    usize::try_from(place).unwrap_or(list)
}

#[cfg(test)]
mod tests {
    use super::point_near;

    #[test]
    fn a_guess_does_not_change_what_is_found() {
        let list: Vec<u32> = (0..40).map(|n| n * 3).collect();
        for len in 0..list.len() {
            for bound in 0..125 {
                let list = &list[..len];
                let wanted = list.partition_point(|n| *n < bound);
                for guess in 0..len + 3 {
                    assert_eq!(point_near(list, guess, |n| *n < bound), wanted);
                }
            }
        }
    }
}
