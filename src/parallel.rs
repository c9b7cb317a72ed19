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

#[cfg(test)]
mod tests {
    use super::in_order;

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
