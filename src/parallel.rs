//! Work for two threads whose results are taken in order.

use std::sync::mpsc::sync_channel;

/// Results made ahead of the one that is taken.
const AHEAD: usize = 2;

/// Makes `count` things on two threads, every other one on each, and takes them in order until `take` says false.
pub fn in_order<T: Send>(count: usize, make: impl Fn(usize) -> T + Sync, mut take: impl FnMut(T) -> bool) {
    if count < 2 {
        (0..count).map(make).all(take);
        return;
    }
    let (sender, receiver) = sync_channel(AHEAD);
    std::thread::scope(|scope| {
        let (make, receiver) = (&make, receiver);
        // Sending fails only where nobody takes any more.
        scope.spawn(move || (1..count).step_by(2).try_for_each(|number| sender.send(make(number))));
        let mut wanted = true;
        for number in (0..count).step_by(2) {
            wanted = wanted && take(make(number));
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
            in_order(count, |number| number * 2, |own| {
                taken.push(own);
                true
            });
            assert!(taken.iter().copied().eq((0..count).map(|number| number * 2)), "{count}");
            let mut first = Vec::new();
            in_order(count, |number| number, |own| {
                first.push(own);
                own < 4
            });
            assert_eq!(first.len(), count.min(5));
        }
    }
}
