//! A Merkle tree over the hashes of a workbook's changes, as RFC 6962 §2.1 has it: one hash stands for all of them, and
//! few hashes show that one change is among them, without showing the others.

use sha2::{Digest as _, Sha256};

/// SHA-256.
pub(super) type Hash = [u8; 32];

fn leaf(of: &Hash) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(of)
        .finalize()
        .into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

/// The largest power of two below `size`, which is at least 2.
const fn split(size: usize) -> usize {
    1 << (usize::BITS - 1 - (size - 1).leading_zeros())
}

/// A tree that grows: its full subtrees, largest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tree {
    size: u64,
    peaks: Vec<Hash>,
}

impl Tree {
    /// A tree that was stored; `None` if that many leaves do not make that many subtrees.
    pub(super) fn stored(size: u64, peaks: &[u8]) -> Option<Self> {
        let (peaks, rest) = peaks.as_chunks::<32>();
        let fits = rest.is_empty() && peaks.len() == size.count_ones() as usize;
        fits.then(|| Self {
            size,
            peaks: peaks.to_vec(),
        })
    }

    /// Adds the hash of the next change.
    pub(super) fn push(&mut self, hash: &Hash) {
        let mut peak = leaf(hash);
        let mut size = self.size;
        while size & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            peak = node(&left, &peak);
            size >>= 1;
        }
        self.peaks.push(peak);
        self.size += 1;
    }

    /// How many changes are in it.
    pub(super) const fn size(&self) -> u64 {
        self.size
    }

    /// Its full subtrees, largest first, one after the other.
    pub(super) fn peaks(&self) -> Vec<u8> {
        self.peaks.concat()
    }

    /// The hash that stands for all.
    pub(super) fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else {
            return Sha256::new().finalize().into();
        };
        peaks.fold(*last, |right, left| node(left, &right))
    }
}

/// What stands beside the way from one leaf up to the root, from below.
pub(super) fn path(hashes: &[Hash], index: usize) -> Vec<Hash> {
    fn root(leaves: &[Hash]) -> Hash {
        let mut tree = Tree::default();
        for hash in leaves {
            tree.push(hash);
        }
        tree.root()
    }
    let mut path = Vec::new();
    let (mut part, mut index) = (hashes, index);
    while part.len() > 1 {
        let (left, right) = part.split_at(split(part.len()));
        if index < left.len() {
            path.push(root(right));
            part = left;
        } else {
            path.push(root(left));
            index -= left.len();
            part = right;
        }
    }
    path.reverse();
    path
}

/// The root that a leaf and its path give in a tree of `size` leaves; `None` where the path is too short or too long.
pub(super) fn root_of(hash: &Hash, index: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    let (mut index, mut last) = (index, size.checked_sub(1)?);
    if index > last {
        return None;
    }
    let mut root = leaf(hash);
    let mut path = path.iter();
    while last > 0 {
        if index & 1 == 1 {
            root = node(path.next()?, &root);
        } else if index < last {
            root = node(&root, path.next()?);
        }
        index >>= 1;
        last >>= 1;
    }
    path.next().is_none().then_some(root)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn hashes(count: usize) -> Vec<Hash> {
        (0..count)
            .map(|n| Sha256::digest(n.to_le_bytes()).into())
            .collect()
    }

    fn tree(hashes: &[Hash]) -> Tree {
        let mut tree = Tree::default();
        for hash in hashes {
            tree.push(hash);
        }
        tree
    }

    /// RFC 6962's definition, word for word.
    fn defined(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Sha256::new().finalize().into(),
            [one] => leaf(one),
            _ => {
                let (left, right) = leaves.split_at(split(leaves.len()));
                node(&defined(left), &defined(right))
            }
        }
    }

    #[test]
    fn the_root_is_the_standards_and_every_leaf_has_a_path_to_it() {
        for size in 0..70 {
            let all = hashes(size);
            let root = tree(&all).root();
            assert_eq!(root, defined(&all), "{size}");
            for (index, hash) in all.iter().enumerate() {
                let path = path(&all, index);
                let (at, of) = (index as u64, size as u64);
                assert_eq!(
                    root_of(hash, at, of, &path),
                    Some(root),
                    "{index} of {size}"
                );
                assert_ne!(root_of(&[7; 32], at, of, &path), Some(root));
                if !path.is_empty() {
                    assert_eq!(root_of(hash, at, of, &path[1..]), None);
                }
                let longer = [path.as_slice(), &[[0; 32]]].concat();
                assert_eq!(root_of(hash, at, of, &longer), None);
            }
            assert_eq!(root_of(&[0; 32], size as u64, size as u64, &[]), None);
        }
    }

    #[test]
    fn a_stored_tree_goes_on() {
        let all = hashes(100);
        for size in 0..100 {
            let before = tree(&all[..size]);
            let mut after = Tree::stored(size as u64, &before.peaks()).unwrap();
            for hash in &all[size..] {
                after.push(hash);
            }
            assert_eq!(after.root(), tree(&all).root());
        }
        assert_eq!(Tree::stored(3, &[0; 32]), None);
        assert_eq!(Tree::stored(1, &[0; 33]), None);
    }
}
