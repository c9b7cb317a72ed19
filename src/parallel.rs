//! Work for two threads whose results are taken in order.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

/// Results made ahead of the one that is taken.
const AHEAD: usize = 4;

/// Makes `count` things on two threads, each of which begins the next one when it is done with its last, and takes them in
/// order until `take` says false. Each thread has something of its own to work with.
pub fn in_order<S: Default, T: Send>(count: usize, make: impl Fn(usize, &mut S) -> T + Sync, mut take: impl FnMut(T) -> bool) {
    let mut own = S::default();
    if count < 2 {
        (0..count).map(|number| make(number, &mut own)).all(take);
        return;
    }
    let next = AtomicUsize::new(0);
    let (sender, receiver) = sync_channel(AHEAD);
    std::thread::scope(|scope| {
        let (make, receiver) = (&make, receiver);
        let begin = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|number| *number < count);
        // Sending fails only where nobody takes any more.
        scope.spawn(move || {
            let mut own = S::default();
            std::iter::from_fn(begin).try_for_each(|number| sender.send((number, make(number, &mut own))))
        });
        let mut ready = BTreeMap::new();
        let mut wanted = 0;
        while wanted < count {
            ready.extend(receiver.try_iter());
            if let Some(thing) = ready.remove(&wanted) {
                wanted += 1;
                if !take(thing) {
                    return;
                }
            } else if let Some(number) = if ready.len() < AHEAD { begin() } else { None } {
                ready.insert(number, make(number, &mut own));
            } else if let Ok((number, thing)) = receiver.recv() {
                ready.insert(number, thing);
            } else {
                return;
            }
        }
    });
}

/// Sorts a list by a key, equal ones in their old order, on two threads where it is long.
pub fn sort_by_key<I: Send, K: Ord>(items: &mut [I], key: impl Fn(&I) -> K + Sync) {
    if items.len() >= 4 * BATCH {
        let (first, second) = items.split_at_mut(items.len() / 2);
        std::thread::scope(|scope| {
            scope.spawn(|| first.sort_by_key(&key));
            second.sort_by_key(&key);
        });
    }
    // Two halves that are in order are only merged.
    items.sort_by_key(key);
}

/// What two things give that do not need each other.
pub fn both<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), other)
    })
}

/// Things made at once by one thread.
const BATCH: usize = 512;

/// What becomes of each item, made on two threads where there are many.
pub fn map<I: Sync, T: Send>(items: &[I], make: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let mut all = Vec::with_capacity(items.len());
    by_batches(items, |_, item| Some(make(item)), &mut all);
    all
}

/// What becomes of the items that something becomes of, by their numbers, in the same way.
pub fn filter_map<I: Sync, T: Send>(items: &[I], make: impl Fn(usize, &I) -> Option<T> + Sync) -> Vec<T> {
    let mut all = Vec::new();
    by_batches(items, make, &mut all);
    all
}

fn by_batches<I: Sync, T: Send>(items: &[I], make: impl Fn(usize, &I) -> Option<T> + Sync, all: &mut Vec<T>) {
    let batches: Vec<&[I]> = items.chunks(BATCH).collect();
    let of_batch = |batch: usize, (): &mut ()| -> Vec<T> {
        let numbered = (batch * BATCH..).zip(batches.get(batch).copied().unwrap_or_default());
        numbered.filter_map(|(number, item)| make(number, item)).collect()
    };
    in_order(batches.len(), of_batch, |batch| {
        all.extend(batch);
        true
    });
}

#[cfg(test)]
mod tests {
    use super::{both, filter_map, in_order, map, sort_by_key};

    #[test]
    fn long_lists_are_sorted_and_equal_ones_keep_their_order() {
        let mut own: Vec<(u32, u32)> = (0..20_000_u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24, number)).collect();
        let mut wanted = own.clone();
        wanted.sort_by_key(|(key, _)| *key);
        sort_by_key(&mut own, |(key, _)| *key);
        assert_eq!(own, wanted);
        assert_eq!(both(|| 1, || 2), (1, 2));
    }

    #[test]
    fn a_long_list_keeps_its_order() {
        let numbers: Vec<u32> = (0..10_000).collect();
        assert!(map(&numbers, |number| number * 2).into_iter().eq((0..10_000).map(|number| number * 2)));
        let thirds = filter_map(&numbers, |place, number| number.is_multiple_of(3).then_some((place, *number)));
        assert!(thirds.into_iter().eq((0..10_000).step_by(3).map(|number| (number as usize, number))));
    }

    #[test]
    fn results_come_in_order_until_one_is_enough() {
        for count in [0, 1, 2, 3, 10, 101] {
            let mut taken = Vec::new();
            in_order(
                count,
                |number, (): &mut ()| number * 2,
                |own| {
                    taken.push(own);
                    true
                },
            );
            assert!(taken.iter().copied().eq((0..count).map(|number| number * 2)), "{count}");
            let mut first = Vec::new();
            in_order(
                count,
                |number, (): &mut ()| number,
                |own| {
                    first.push(own);
                    own < 4
                },
            );
            assert_eq!(first.len(), count.min(5));
        }
    }
}
