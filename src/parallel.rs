//! Work for two threads whose results are taken in order.

use std::sync::mpsc::sync_channel;

/// Results made ahead of the one that is taken.
const AHEAD: usize = 2;

/// Makes `count` things on two threads, every other one on each, and takes them in order until `take` says false. Each
/// thread has something of its own to work with.
pub fn in_order<S: Default, T: Send>(count: usize, make: impl Fn(usize, &mut S) -> T + Sync, mut take: impl FnMut(T) -> bool) {
    let mut own = S::default();
    if count < 2 {
        (0..count).map(|number| make(number, &mut own)).all(take);
        return;
    }
    let (sender, receiver) = sync_channel(AHEAD);
    std::thread::scope(|scope| {
        let (make, receiver) = (&make, receiver);
        // Sending fails only where nobody takes any more.
        scope.spawn(move || {
            let mut own = S::default();
            (1..count).step_by(2).try_for_each(|number| sender.send(make(number, &mut own)))
        });
        let mut wanted = true;
        for number in (0..count).step_by(2) {
            wanted = wanted && take(make(number, &mut own));
            if !wanted {
                return;
            }
            if let Ok(next) = receiver.recv() {
                wanted = take(next);
            }
        }
    });
}

/// Things made at once by one thread.
const BATCH: usize = 512;

/// What becomes of each item, made on two threads where there are many.
pub fn map<I: Sync, T: Send>(items: &[I], make: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let batches: Vec<&[I]> = items.chunks(BATCH).collect();
    let mut all = Vec::with_capacity(items.len());
    let of_batch = |number: usize, (): &mut ()| batches.get(number).map_or(Vec::new(), |items| items.iter().map(&make).collect());
    in_order(batches.len(), of_batch, |batch| {
        all.extend(batch);
        true
    });
    all
}

#[cfg(test)]
mod tests {
    use super::{in_order, map};

    #[test]
    fn a_long_list_keeps_its_order() {
        let numbers: Vec<u32> = (0..10_000).collect();
        assert!(map(&numbers, |number| number * 2).into_iter().eq((0..10_000).map(|number| number * 2)));
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
