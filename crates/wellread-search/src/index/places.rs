//! Where the items of a list are, by their hashes.

/// The numbers of the items of a list, each plus one, at the place that the hash of the item names
/// or in the next free one; 0 for none. It has four bytes an item and knows nothing of the items,
/// so that it stays in the processor's cache. Its length is a power of two, and at least half of it
/// is free.
pub(super) struct Places(Vec<u32>);

impl Places {
    /// Empty, with room for this many items.
    pub(super) fn with_capacity(items: usize) -> Self {
        Self(vec![0; (2 * items).next_power_of_two()])
    }

    /// The number of the item whose hash names this place first; with most hashes it is the item
    /// that is looked for, if that is there.
    #[inline]
    pub(super) fn first(&self, hash: u64) -> Option<u32> {
        self.0[self.place(hash)].checked_sub(1)
    }

    /// The number of the item with a hash that `is_it`.
    #[inline]
    pub(super) fn find(&self, hash: u64, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let mut place = self.place(hash);
        loop {
            let number = self.0[place].checked_sub(1)?;
            if is_it(number) {
                return Some(number);
            }
            place = (place + 1) & (self.0.len() - 1);
        }
    }

    /// Enters the item that was added to the list last. `hash` gives that of any item, or `None`
    /// for those that are not to be found here.
    pub(super) fn add_last(&mut self, number: u32, hash: impl Fn(u32) -> Option<u64>) {
        let items = number as usize + 1;
        let is_full = 2 * items > self.0.len();
        if is_full {
            self.0 = vec![0; 2 * self.0.len()];
        }
        for number in if is_full { 0 } else { number }..=number {
            let Some(hash) = hash(number) else { continue };
            let mut place = self.place(hash);
            while self.0[place] != 0 {
                place = (place + 1) & (self.0.len() - 1);
            }
            self.0[place] = number + 1;
        }
    }

    #[inline]
    fn place(&self, hash: u64) -> usize {
        hash as usize & (self.0.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_found_whatever_their_hashes() {
        // One hash for all, and one for each; every third item is not to be found.
        for hash_of in [|_: u32| 7, |number: u32| u64::from(number) << 1] {
            let hash = |number: u32| (!number.is_multiple_of(3)).then(|| hash_of(number));
            let mut places = Places::with_capacity(1);
            for number in 0..500 {
                places.add_last(number, hash);
            }
            for number in 0..500 {
                let found = places.find(hash_of(number), |one| one == number);
                assert_eq!(found, (!number.is_multiple_of(3)).then_some(number));
            }
            assert!(places.0.iter().filter(|place| **place == 0).count() * 2 >= places.0.len());
        }
    }
}
